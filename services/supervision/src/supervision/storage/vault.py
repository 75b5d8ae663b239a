"""Encrypts the free text of reviews, evidence and revocations, column by column."""

from uuid import UUID

from dbkit.crypto import FieldCipher


class TextVault:
    """Free text may name people: it is kept only encrypted, and opens only in its own place."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def seal(self, text: str, *, table: str, column: str, row: UUID, unit: str) -> bytes:
        """Encrypt ``text`` for one column of one row written by ``unit``."""
        return self._cipher.encrypt(text, tenant=unit, table=table, column=column, row=row)

    def seal_optional(
        self, text: str | None, *, table: str, column: str, row: UUID, unit: str
    ) -> bytes | None:
        """As ``seal``; nothing stays nothing."""
        if text is None:
            return None
        return self.seal(text, table=table, column=column, row=row, unit=unit)

    def open(self, sealed: bytes, *, table: str, column: str, row: UUID, unit: str) -> str:
        """The clear text.

        Raises:
            DecryptionError: it was changed or moved.
        """
        return self._cipher.decrypt(sealed, tenant=unit, table=table, column=column, row=row)

    def open_optional(
        self, sealed: bytes | None, *, table: str, column: str, row: UUID, unit: str
    ) -> str | None:
        """As ``open``; nothing stays nothing."""
        if sealed is None:
            return None
        return self.open(sealed, table=table, column=column, row=row, unit=unit)
