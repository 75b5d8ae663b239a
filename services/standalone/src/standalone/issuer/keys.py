"""Signing keys: one in use, one standing by, and retired ones until no token of theirs can live."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from servicekit.auth import KeyCache
from servicekit.clock import Clock
from typing_extensions import override

from standalone.vault import write_private

_KEEP_RETIRED = timedelta(hours=24)
_ROTATE_AFTER = timedelta(days=30)


class KeyStore:
    """The RSA keys in ``file`` (0600): the first signs, the second stands by."""

    def __init__(self, file: Path, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._keys: list[dict[str, Any]] = []
        self._retired: list[dict[str, Any]] = []
        self._imported: dict[str, RSAKey] = {}
        self._load()

    def _load(self) -> None:
        if self._file.exists():
            stored = json.loads(self._file.read_text("utf-8"))
            self._keys, self._retired = stored["keys"], stored["retired"]
        if len(self._keys) < 2:  # noqa: PLR2004  one signs, one stands by
            self._keys += [self._fresh() for _ in range(2 - len(self._keys))]
            self._save()
        elif self._clock.now() - self._since(self._keys[0]) > _ROTATE_AFTER:
            self.rotate()

    def _fresh(self) -> dict[str, Any]:
        key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        return {"jwk": key.as_dict(private=True), "since": self._clock.now().isoformat()}

    @staticmethod
    def _since(entry: dict[str, Any]) -> datetime:
        return datetime.fromisoformat(entry["since"])

    def _save(self) -> None:
        write_private(self._file, json.dumps({"keys": self._keys, "retired": self._retired}))

    def rotate(self) -> str:
        """Let the standing-by key sign from now on; returns its id. Old tokens stay verifiable."""
        now = self._clock.now()
        old, following = self._keys
        self._retired = [r for r in self._retired if now - self._since(r) < _KEEP_RETIRED] + [
            {**old, "since": now.isoformat()}
        ]
        self._keys = [{**following, "since": now.isoformat()}, self._fresh()]
        self._save()
        return str(self._keys[0]["jwk"]["kid"])

    def _key(self, entry: dict[str, Any]) -> RSAKey:
        # Importing a private key checks its primes: 50 ms, at every token, if it were not kept.
        kid = str(entry["jwk"]["kid"])
        if kid not in self._imported:
            self._imported[kid] = RSAKey.import_key(entry["jwk"])
        return self._imported[kid]

    def public(self) -> dict[str, Any]:
        """The JWKS document."""
        entries = [*self._keys, *self._retired]
        return {"keys": [self._key(e).as_dict(private=False) for e in entries]}

    def key_set(self) -> KeySet:
        """The public keys, for verification."""
        return KeySet.import_key_set(self.public())  # type: ignore[arg-type]

    def sign(self, claims: dict[str, Any]) -> str:
        """A compact JWS over ``claims`` by the key in use."""
        key = self._key(self._keys[0])
        header = {"alg": "RS256", "kid": key.kid, "typ": "JWT"}
        return jwt.encode(header, claims, key, algorithms=["RS256"])


class OwnKeys(KeyCache):
    """The issuer checks its own tokens without asking itself over HTTP."""

    def __init__(self, store: KeyStore) -> None:
        self._store = store

    @override
    async def keys_for(self, kid: str | None) -> KeySet:
        """All public keys."""
        return self._store.key_set()

    @override
    async def aclose(self) -> None:
        """Nothing is open."""
