"""Seals and opens personal data in intake's rows, and makes their blind indexes."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dbkit.crypto import BlindIndex, FieldCipher

from intake.domain.phone import number_of
from intake.domain.registration import Registration

ID = "same_id"
PHONE = "phone"
"""Kinds of match keys by which a person finds a case; suspicions rest on other keys."""


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

    def seal_bytes(self, plain: bytes, place: Place, column: str) -> bytes:
        """Encrypt a part of a file for one place."""
        return self._cipher.encrypt_bytes(
            plain, tenant=place.tenant, table=place.table, column=column, row=place.row
        )

    def open_bytes(self, sealed: bytes, place: Place, column: str) -> bytes:
        """Decrypt a part of a file in its place.

        Raises:
            dbkit.crypto.DecryptionError: it does not belong there.
        """
        return self._cipher.decrypt_bytes(
            sealed, tenant=place.tenant, table=place.table, column=column, row=place.row
        )

    def blind(self, field: str, normalised: str) -> bytes:
        """A keyed hash by which equal values of one field are found."""
        return self._index.of(field, normalised)

    def id_key(self, id_no: str) -> bytes:
        """The blind index of an identity number (18 characters)."""
        return self._index.of("id_no", id_no)

    def phone_key(self, phone: str) -> bytes:
        """The blind index of a phone (digits)."""
        return self._index.of("phone", phone)

    def person_key(self, kind: str, value: str, *, sealed: bool) -> int:
        """A blocking key of a petitioner, as a number of 64 bits; sealed cases have keys of their own."""
        field = "sealed_person" if sealed else "person"
        return _number(self._index.of(field, f"{kind}|{value}"))

    def matter_key(self, key: int, *, sealed: bool) -> int:
        """A blocking key of a text, hashed with the key so that nobody can try words on it."""
        return _number(self._index.of("sealed_matter" if sealed else "matter", str(key)))

    def number_key(self, case_no: str) -> bytes:
        """The blind index of a 信访件编号, by which a row of a ledger or a sealed case is found."""
        return self._index.of("case_no", case_no.strip().upper())

    def keys_of(self, registration: Registration) -> dict[str, set[bytes]]:
        """The match keys by which a person finds a case: numbers and phones."""
        people, shared = registration.petitioners, registration.contact.phones
        phones = {number_of(n) for n in (*shared, *(n for p in people for n in p.phones))}
        return {
            ID: {self.id_key(p.id_no) for p in people if p.id_no},
            PHONE: {self.phone_key(phone) for phone in phones},
        }


def _number(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "big", signed=True)
