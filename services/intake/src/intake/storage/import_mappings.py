"""Stores the column mappings that a unit's registrars chose, by the fingerprint of the headings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from servicekit.ids import new_id
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from intake.storage.import_tables import ImportMappingRow
from intake.storage.vault import Place, Vault


class ImportMappingStore:
    """Mappings of one transaction; a tenant sees its own."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of_header(self, tenant: str, header_key: bytes) -> dict[str, Any] | None:
        """The choice made under these headings, or None."""
        row = await self._session.scalar(
            select(ImportMappingRow).where(
                ImportMappingRow.tenant == tenant, ImportMappingRow.header_key == header_key
            )
        )
        return self._open(row) if row is not None else None

    async def remember(
        self, tenant: str, header_key: bytes, choice: dict[str, Any], *, by: str, at: datetime
    ) -> None:
        """Keep a choice; it replaces an earlier one under the same headings."""
        known = await self._session.scalar(
            select(ImportMappingRow.id).where(
                ImportMappingRow.tenant == tenant, ImportMappingRow.header_key == header_key
            )
        )
        id_ = known or new_id()
        sealed = self._vault.seal(choice, Place(tenant, "import_mappings", id_), "sealed")
        await self._session.execute(
            insert(ImportMappingRow)
            .values(
                id=id_, tenant=tenant, header_key=header_key, sealed=sealed, uses=0, created_by=by,
                created_at=at,
            )
            .on_conflict_do_update(
                index_elements=["id"], set_={"sealed": sealed, "created_by": by, "created_at": at}
            )
        )  # fmt: skip

    async def used(self, tenant: str, header_key: bytes, at: datetime) -> None:
        """Count that a file was read by it."""
        row = await self._session.scalar(
            select(ImportMappingRow)
            .where(ImportMappingRow.tenant == tenant, ImportMappingRow.header_key == header_key)
            .with_for_update()
        )
        if row is not None:
            row.uses, row.used_at = row.uses + 1, at

    async def forget(self, mapping_id: UUID) -> bool:
        """Delete one; False when the tenant has no such mapping."""
        gone = await self._session.scalar(
            delete(ImportMappingRow)
            .where(ImportMappingRow.id == mapping_id)
            .returning(ImportMappingRow.id)
        )
        return gone is not None

    async def all(self) -> list[dict[str, Any]]:
        """The tenant's mappings, last made first."""
        rows = await self._session.scalars(
            select(ImportMappingRow).order_by(ImportMappingRow.created_at.desc()).limit(500)
        )
        return [
            {
                "mapping_id": r.id, "uses": r.uses, "created_at": r.created_at,
                "used_at": r.used_at, **self._open(r),
            }
            for r in rows
        ]  # fmt: skip

    def _open(self, row: ImportMappingRow) -> dict[str, Any]:
        found: dict[str, Any] = self._vault.open(
            row.sealed, Place(row.tenant, "import_mappings", row.id), "sealed"
        )
        return found
