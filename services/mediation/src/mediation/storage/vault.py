"""Seals the free text of a record into one encrypted field and opens it again."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dbkit.crypto import FieldCipher


class TextVault:
    """Encrypts texts for the row, column and unit they belong to."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def seal(
        self, texts: Mapping[str, Any], *, table: str, row: UUID, unit: str, column: str = "sealed"
    ) -> bytes:
        """Encrypt ``texts`` for one row of ``table`` written by ``unit``."""
        plain = json.dumps(texts, ensure_ascii=False)
        return self._cipher.encrypt(plain, tenant=unit, table=table, column=column, row=row)

    def open(
        self, sealed: bytes, *, table: str, row: UUID, unit: str, column: str = "sealed"
    ) -> dict[str, Any]:
        """The texts of one row.

        Raises:
            DecryptionError: they were changed or moved.
        """
        plain = self._cipher.decrypt(sealed, tenant=unit, table=table, column=column, row=row)
        texts: dict[str, Any] = json.loads(plain)
        return texts
