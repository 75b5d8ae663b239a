"""Reads imports and their rows for people: persons masked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.masking import mask_address, mask_digits, mask_id, mask_name, mask_phone
from intake.storage.import_tables import ImportLineRow, ImportRow
from intake.storage.vault import Place, Vault

_REJECTED_SHOWN = 1_000


class ImportReads:
    """Reads under row security: a unit sees its own imports."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def page(self, *, offset: int, size: int) -> tuple[list[dict[str, Any]], int]:
        """Imports, newest first, without their rows."""
        total = await self._session.scalar(select(func.count()).select_from(ImportRow))
        rows = await self._session.scalars(
            select(ImportRow).order_by(ImportRow.created_at.desc()).offset(offset).limit(size)
        )
        return [_head(r) for r in rows], total or 0

    async def one(self, import_id: UUID) -> dict[str, Any] | None:
        """An import with what its reading found and the rows it rejected."""
        row = await self._session.get(ImportRow, import_id)
        if row is None:
            return None
        rejected = await self._session.scalars(
            select(ImportLineRow)
            .where(ImportLineRow.import_id == import_id, ImportLineRow.verdict == "rejected")
            .order_by(ImportLineRow.row)
            .limit(_REJECTED_SHOWN)
        )
        return _head(row) | {
            "rows_rejected": [
                {"row": r.row, "codes": r.codes, "column": r.column_name, "reason_zh": r.reason_zh}
                for r in rejected
            ],
            **row.summary,
        }

    async def lines(
        self, import_id: UUID, *, offset: int, size: int
    ) -> tuple[list[dict[str, Any]], int]:
        """Rows of an import in the order of the sheet."""
        mine = ImportLineRow.import_id == import_id
        total = await self._session.scalar(
            select(func.count()).select_from(ImportLineRow).where(mine)
        )
        rows = await self._session.scalars(
            select(ImportLineRow).where(mine).order_by(ImportLineRow.row).offset(offset).limit(size)
        )
        return [self._line(r) for r in rows], total or 0

    def _line(self, r: ImportLineRow) -> dict[str, Any]:
        content = self._vault.open(r.sealed, Place(r.tenant, "import_rows", r.id), "sealed")
        return {
            "row": r.row, "serial": r.serial, "verdict": r.verdict, "warnings": r.warnings,
            "normalisations": r.normalisations, "codes": r.codes, "column": r.column_name,
            "reason_zh": r.reason_zh, "case_id": r.case_id, "values": masked(content["values"]),
            "extras": {k: mask_digits(v) for k, v in content["extras"].items()},
        }  # fmt: skip


def _head(r: ImportRow) -> dict[str, Any]:
    return {
        "import_id": r.id, "file_name": r.file_name, "file_verdict": r.file_verdict,
        "reason": r.reason, "reason_zh": r.reason_zh, "rows_total": r.rows_total,
        "rows_accepted": r.rows_accepted, "state": r.state, "version": r.version,
        "committed": r.committed, "source_letter": r.source_letter, "created_at": r.created_at,
        "committed_at": r.committed_at,
    }  # fmt: skip


def masked(values: Mapping[str, Any]) -> dict[str, Any]:
    """A ledger row's values with names, numbers, phones and addresses masked."""
    out = dict(values)
    out["信访人"] = [
        {
            **p,
            "姓名": mask_name(p["姓名"]),
            "身份证号": mask_id(p["身份证号"]),
            **({"前15位": mask_id(p["前15位"])} if "前15位" in p else {}),
        }
        for p in values.get("信访人") or ()
    ]
    out["联系电话"] = [mask_phone(p) for p in values.get("联系电话") or ()]
    for column in ("户籍地", "常住地"):
        out[column] = mask_address(values.get(column))
    return out
