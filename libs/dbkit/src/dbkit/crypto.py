"""Field encryption with authenticated context, and keyed blind indexes for exact matching."""

import hmac
import os
from enum import IntEnum
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_TAG = 16


class Algorithm(IntEnum):
    """The first byte of every ciphertext."""

    AES_256_GCM = 1
    SM4_GCM = 2


class DecryptionError(ValueError):
    """The ciphertext was changed, moved to another row, or made with another key."""


def _derive(key: bytes, purpose: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=purpose.encode()).derive(key)


class FieldCipher:
    """Encrypts single fields; a ciphertext opens only in the row and column it was made for."""

    def __init__(self, key: bytes, algorithm: Algorithm = Algorithm.AES_256_GCM) -> None:
        self._algorithm = algorithm
        self._aes = AESGCM(_derive(key, "huajie field aes-256-gcm", 32))
        self._sm4 = _derive(key, "huajie field sm4-gcm", 16)

    def encrypt(self, plain: str, *, tenant: str, table: str, column: str, row: UUID) -> bytes:
        """Encrypt ``plain`` for one place.

        Args:
            plain: the clear value.
            tenant: the unit that owns the row.
            table: table name.
            column: column name.
            row: the row's id.
        """
        return self.encrypt_bytes(
            plain.encode(), tenant=tenant, table=table, column=column, row=row
        )

    def encrypt_bytes(
        self, plain: bytes, *, tenant: str, table: str, column: str, row: UUID
    ) -> bytes:
        """Encrypt bytes, such as a part of an uploaded file, for one place."""
        nonce, aad = os.urandom(_NONCE), _aad(tenant, table, column, row)
        if self._algorithm is Algorithm.AES_256_GCM:
            sealed = self._aes.encrypt(nonce, plain, aad)
        else:
            enc = Cipher(algorithms.SM4(self._sm4), modes.GCM(nonce)).encryptor()
            enc.authenticate_additional_data(aad)
            sealed = enc.update(plain) + enc.finalize() + enc.tag
        return bytes((self._algorithm,)) + nonce + sealed

    def decrypt(self, sealed: bytes, *, tenant: str, table: str, column: str, row: UUID) -> str:
        """Open a ciphertext in its place.

        Raises:
            DecryptionError: it does not belong here or was changed.
        """
        plain = self.decrypt_bytes(sealed, tenant=tenant, table=table, column=column, row=row)
        return plain.decode()

    def decrypt_bytes(
        self, sealed: bytes, *, tenant: str, table: str, column: str, row: UUID
    ) -> bytes:
        """Open bytes in their place.

        Raises:
            DecryptionError: they do not belong here or were changed.
        """
        aad = _aad(tenant, table, column, row)
        nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            if sealed[0] == Algorithm.AES_256_GCM:
                return self._aes.decrypt(nonce, body, aad)
            if sealed[0] != Algorithm.SM4_GCM:
                raise DecryptionError("unknown algorithm byte")
            dec = Cipher(algorithms.SM4(self._sm4), modes.GCM(nonce, body[-_TAG:])).decryptor()
            dec.authenticate_additional_data(aad)
            return dec.update(body[:-_TAG]) + dec.finalize()
        except (InvalidTag, IndexError) as e:
            raise DecryptionError("ciphertext does not open here") from e


def _aad(tenant: str, table: str, column: str, row: UUID) -> bytes:
    return f"{tenant}|{table}|{column}|{row}".encode()


class BlindIndex:
    """Keyed hashes that let equal values be found without being readable."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._of_field: dict[str, bytes] = {}

    def of(self, field: str, normalised: str) -> bytes:
        """The index of a value already brought to its normal form; one key per field."""
        key = self._of_field.get(field)
        if key is None:
            key = self._of_field[field] = _derive(self._key, f"huajie blind {field}", 32)
        return hmac.digest(key, normalised.encode(), "sha256")
