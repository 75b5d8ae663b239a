"""Reads imports and their rows for people: persons masked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import ImportNotFoundError
from intake.domain.ledger_import import ImportState
from intake.domain.masking import mask_address, mask_beside, mask_id, mask_name, mask_phone
from intake.domain.repeat import LinkState
from intake.storage.import_tables import ImportLineRow, ImportRow
from intake.storage.imports import aggregate
from intake.storage.link_reads import of_import
from intake.storage.repeat_tables import RepeatLinkRow
from intake.storage.vault import Place, Vault

_REJECTED_SHOWN = 1_000
_UNNAMED = "未命名"


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
        return [self._head(r) for r in rows], total or 0

    async def one(self, import_id: UUID) -> dict[str, Any] | None:
        """An import with what its reading found, the rows it rejected, and rows by standing."""
        row = await self._session.get(ImportRow, import_id)
        if row is None:
            return None
        rejected = await self._session.scalars(
            select(ImportLineRow)
            .where(ImportLineRow.import_id == import_id, ImportLineRow.verdict == "rejected")
            .order_by(ImportLineRow.row)
            .limit(_REJECTED_SHOWN)
        )
        counted = await self._session.execute(
            select(ImportLineRow.standing, func.count().label("rows"))
            .where(ImportLineRow.import_id == import_id, ImportLineRow.standing.is_not(None))
            .group_by(ImportLineRow.standing)
        )
        return self._head(row) | {
            "rows_rejected": [
                {"row": r.row, "codes": r.codes, "column": r.column_name, "reason_zh": r.reason_zh}
                for r in rejected
            ],
            "standings": {r.standing: r.rows for r in counted},
            "repeats_suspected": await self._suspected(import_id) if row.started else 0,
            **row.summary,
        }

    async def _suspected(self, import_id: UUID) -> int:
        found = await self._session.scalar(
            select(func.count())
            .select_from(RepeatLinkRow)
            .where(RepeatLinkRow.state == LinkState.SUSPECTED.value, of_import(import_id))
        )
        return found or 0

    async def name(self, import_id: UUID) -> str:
        """The file's name.

        Raises:
            ImportNotFoundError: none that the running tenant sees.
        """
        row = await self._session.get(ImportRow, import_id)
        if row is None:
            raise ImportNotFoundError
        return self._name(row)

    def _name(self, r: ImportRow) -> str:
        name = self._vault.open(r.name, Place(r.tenant, "imports", r.id), "name")
        return name or r.file_name or _UNNAMED

    async def mapping(self, import_id: UUID) -> dict[str, Any] | None:
        """What the reader found in the columns, with samples in clear; None for no such import."""
        row = await self._session.get(ImportRow, import_id)
        if row is None:
            return None
        place = Place(row.tenant, "imports", row.id)
        return {
            "import_id": row.id, "version": row.version, "profile": row.profile,
            "state": row.state, "options": row.options, "file_kept": row.kept_until is not None,
            "kept_until": row.kept_until, "allowed_actions": aggregate(row).allowed_actions,
            "remembered": bool(row.summary.get("remembered_mapping")),
            **(self._vault.open(row.mapping, place, "mapping") or {}),
        }  # fmt: skip

    async def lines(
        self,
        import_id: UUID,
        *,
        offset: int,
        size: int,
        verdict: str | None = None,
        standing: str | None = None,
    ) -> tuple[list[dict[str, Any]], int]:
        """Rows of an import in the order of the sheet, in clear; see ``shown``."""
        wanted = [ImportLineRow.import_id == import_id]
        if verdict is not None:
            wanted.append(ImportLineRow.verdict == verdict)
        if standing is not None:
            wanted.append(ImportLineRow.standing == standing)
        total = await self._session.scalar(
            select(func.count()).select_from(ImportLineRow).where(*wanted)
        )
        rows = await self._session.scalars(
            select(ImportLineRow)
            .where(*wanted)
            .order_by(ImportLineRow.row)
            .offset(offset)
            .limit(size)
        )
        return [self._line(r) for r in rows], total or 0

    async def rejected(self, import_id: UUID) -> list[dict[str, Any]]:
        """All rejected rows, in clear, with their cells as found."""
        rows = await self._session.scalars(
            select(ImportLineRow)
            .where(ImportLineRow.import_id == import_id, ImportLineRow.verdict == "rejected")
            .order_by(ImportLineRow.row)
        )
        return [self._line(r) for r in rows]

    def _line(self, r: ImportLineRow) -> dict[str, Any]:
        content = self._vault.open(r.sealed, Place(r.tenant, "import_rows", r.id), "sealed")
        return {
            "row": r.row, "serial": r.serial, "verdict": r.verdict, "standing": r.standing,
            "changed": r.changed, "warnings": r.warnings, "normalisations": r.normalisations,
            "codes": r.codes, "column": r.column_name, "reason_zh": r.reason_zh,
            "case_id": r.case_id, **content,
        }  # fmt: skip

    def _head(self, r: ImportRow) -> dict[str, Any]:
        return {
            "import_id": r.id, "file_name": self._name(r), "profile": r.profile,
            "file_verdict": r.file_verdict, "reason": r.reason, "reason_zh": r.reason_zh,
            "rows_total": r.rows_total, "rows_accepted": r.rows_accepted, "state": r.state,
            "version": r.version, "committed": r.committed, "already_present": r.present,
            "amended": r.amended, "source_letter": r.source_letter, "created_at": r.created_at,
            "committed_at": r.committed_at, "kept_until": r.kept_until,
            "allowed_actions": aggregate(r).allowed_actions, "progress": _progress(r),
        }  # fmt: skip


def _progress(r: ImportRow) -> dict[str, Any] | None:
    if r.state not in {ImportState.READING.value, ImportState.COMMITTING.value}:
        return None
    return {
        "phase": r.phase or "waiting", "done": r.done, "total": r.total, "attempts": r.attempts,
    }  # fmt: skip


def shown(line: Mapping[str, Any]) -> dict[str, Any]:
    """A row as people may see it: persons masked."""
    return {
        **{k: v for k, v in line.items() if k not in {"cells", "faults"}},
        "values": masked(line["values"]),
        "extras": {k: mask_beside(k, v) for k, v in line["extras"].items()},
    }


def masked(values: Mapping[str, Any]) -> dict[str, Any]:
    """A ledger row's values with names, numbers, phones and addresses masked."""
    out = dict(values)
    if "信访人" in values:
        out["信访人"] = [
            {
                **p,
                "姓名": mask_name(p.get("姓名")),
                "身份证号": mask_id(p.get("身份证号")),
                **({"前15位": mask_id(p["前15位"])} if "前15位" in p else {}),
            }
            for p in values["信访人"] or ()
        ]
    if "联系电话" in values:
        out["联系电话"] = [mask_phone(p) for p in values["联系电话"] or ()]
    for column in ("户籍地", "常住地"):
        if column in values:
            out[column] = mask_address(values[column])
    return out
