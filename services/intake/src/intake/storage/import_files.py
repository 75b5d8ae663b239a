"""Keeps uploaded ledgers, encrypted in parts, until they are committed or thirty days old."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from intake.storage.import_tables import ImportFileRow, ImportRow
from intake.storage.vault import Place, Vault

KEPT_FOR = timedelta(days=30)
"""How long a file that nobody commits is kept."""
_PART = 1024 * 1024


class ImportFileStore:
    """Files of one transaction; a tenant sees its own."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def keep(self, import_id: UUID, tenant: str, data: bytes) -> None:
        """Write a file down; a part opens only in its place."""
        place = Place(tenant, "import_files", import_id)
        await self._session.execute(
            insert(ImportFileRow),
            [
                {
                    "import_id": import_id, "part": part, "tenant": tenant,
                    "sealed": self._vault.seal_bytes(
                        data[start : start + _PART], place, f"sealed.{part}"
                    ),
                }
                for part, start in enumerate(range(0, len(data), _PART))
            ],
        )  # fmt: skip

    async def load(self, import_id: UUID, tenant: str) -> bytes | None:
        """The file, or None when it is not kept (any more)."""
        place = Place(tenant, "import_files", import_id)
        rows = await self._session.execute(
            select(ImportFileRow.part, ImportFileRow.sealed)
            .where(ImportFileRow.import_id == import_id)
            .order_by(ImportFileRow.part)
        )
        parts = [self._vault.open_bytes(r.sealed, place, f"sealed.{r.part}") for r in rows]
        return b"".join(parts) if parts else None

    async def drop(self, import_id: UUID) -> None:
        """Delete a file that is not needed any more."""
        await self._session.execute(
            delete(ImportFileRow).where(ImportFileRow.import_id == import_id)
        )

    async def drop_expired(self, now: datetime) -> int:
        """Delete all files whose time is over.

        Returns:
            How many.
        """
        over = list(
            await self._session.scalars(select(ImportRow.id).where(ImportRow.kept_until < now))
        )
        await self._session.execute(delete(ImportFileRow).where(ImportFileRow.import_id.in_(over)))
        await self._session.execute(
            update(ImportRow).where(ImportRow.id.in_(over)).values(kept_until=None)
        )
        return len(over)
