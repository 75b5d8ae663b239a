"""Seals and opens personal data in intake's rows, and makes their blind indexes."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dbkit.crypto import BlindIndex, FieldCipher

from intake.domain.registration import Registration
from intake.domain.repeat import Basis

PHONE = "phone"
"""Kind of the match key that finds a case by phone alone; never a suspicion by itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """The row a ciphertext belongs to: it opens nowhere else."""

    tenant: str
    table: str
    row: UUID


class Vault:
    """One cipher and one blind index for all of intake's personal fields."""

    def __init__(self, cipher: FieldCipher, index: BlindIndex) -> None:
        self._cipher = cipher
        self._index = index

    def seal(self, value: Any, place: Place, column: str) -> bytes | None:
        """Encrypt a JSON-able value for one place; nothing stays nothing."""
        if value is None:
            return None
        return self._cipher.encrypt(
            json.dumps(value, ensure_ascii=False), tenant=place.tenant, table=place.table,
            column=column, row=place.row,
        )  # fmt: skip

    def open(self, sealed: bytes | None, place: Place, column: str) -> Any:
        """Decrypt a value in its place.

        Raises:
            dbkit.crypto.DecryptionError: it does not belong there.
        """
        if sealed is None:
            return None
        plain = self._cipher.decrypt(
            sealed, tenant=place.tenant, table=place.table, column=column, row=place.row
        )
        return json.loads(plain)

    def id_key(self, id_no: str) -> bytes:
        """The blind index of an identity number (18 characters)."""
        return self._index.of("id_no", id_no)

    def phone_key(self, phone: str) -> bytes:
        """The blind index of a phone (digits)."""
        return self._index.of("phone", phone)

    def keys_of(self, registration: Registration) -> dict[str, set[bytes]]:
        """All match keys of a case by kind: id, name with phone, phone."""
        people, phones = registration.petitioners, registration.contact.phones
        return {
            Basis.SAME_ID.value: {self.id_key(p.id_no) for p in people if p.id_no},
            Basis.SAME_PHONE_AND_NAME.value: {
                self._index.of("name_phone", f"{p.name}|{phone}")
                for p in people
                for phone in phones
            },
            PHONE: {self.phone_key(phone) for phone in phones},
        }
