"""Stores ledger imports and their rows; names and rows are sealed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from servicekit.ids import new_id
from sqlalchemy import ARRAY, Text, Uuid, bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.errors import ImportNotFoundError
from intake.domain.ledger_import import ImportState, LedgerImport, Standing
from intake.storage.import_tables import ImportLineRow, ImportRow
from intake.storage.vault import Place, Vault

AT_WORK = (ImportState.READING.value, ImportState.COMMITTING.value)
_NOTE = text(
    "update import_rows r set case_id = w.case_id, standing = w.standing, changed = w.changed::jsonb"
    " from unnest(:ids, :cases, :standings, :changed) as w(id, case_id, standing, changed)"
    " where r.id = w.id"
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid)), bindparam("cases", type_=ARRAY(Uuid)),
    bindparam("standings", type_=ARRAY(Text)), bindparam("changed", type_=ARRAY(Text)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader found out about a file, without its rows; ``mapping`` is kept sealed."""

    profile: str
    file_verdict: str
    reason: str | None
    reason_zh: str | None
    rows_total: int
    rows_accepted: int
    summary: dict[str, Any]
    options: dict[str, Any]
    mapping: dict[str, Any]
    header_key: bytes | None
    """None: the file was read by a person's choice; what it shows by itself is known already."""


UNREAD = Reading("campaign", "unread", None, None, 0, 0, {}, {}, {}, None)


@dataclass(frozen=True, slots=True)
class NewImport:
    """An uploaded file."""

    ledger_import: LedgerImport
    file_name: str
    file_hash: bytes
    created_by: str
    reading: Reading
    work: dict[str, Any] = field(default_factory=dict)
    """Who ordered what the worker has to do; see ``usecases.import_orders``."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """One row of the file, accepted or rejected."""

    row: int
    serial: int | None
    verdict: str
    content: dict[str, Any]
    codes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    normalisations: tuple[str, ...] = ()
    column: str | None = None
    reason_zh: str | None = None
    standing: Standing | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """An accepted row, opened, on its way to becoming a case."""

    id: UUID
    row: int
    values: dict[str, Any]
    extras: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LineNote:
    """What became of a row."""

    id: UUID
    case_id: UUID | None
    standing: Standing
    changed: tuple[str, ...] = ()


class ImportStore:
    """Imports of one transaction; a tenant sees its own."""

    def __init__(self, session: AsyncSession, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    async def of_file(self, tenant: str, file_hash: bytes, profile: str | None) -> UUID | None:
        """The unit's live import of the same file, under this profile or (None) under any."""
        wanted = [
            ImportRow.tenant == tenant,
            ImportRow.file_hash == file_hash,
            ImportRow.state != ImportState.REFUSED.value,
        ]
        if profile is not None:
            wanted.append(ImportRow.profile == profile)
        found: UUID | None = await self._session.scalar(
            select(ImportRow.id).where(*wanted).order_by(ImportRow.created_at).limit(1)
        )
        return found

    async def add(self, new: NewImport, *, at: datetime, kept_until: datetime | None) -> bool:
        """Insert an import without its rows.

        Returns:
            False when the same file was imported at the same time by somebody else of the unit.
        """
        i = new.ledger_import
        added = await self._session.scalar(
            upsert(ImportRow)
            .values(
                id=i.id, tenant=i.tenant, file_hash=new.file_hash,
                name=self._vault.seal(new.file_name, _place(i), "name"), state=i.state.value,
                version=i.version, committed=0, present=0, amended=0, cursor=0, started=False,
                done=0, attempts=0, work=new.work, created_by=new.created_by, created_at=at,
                kept_until=kept_until, **self._read_values(i, new.reading),
            )
            .on_conflict_do_nothing()
            .returning(ImportRow.id)
        )  # fmt: skip
        return added is not None

    def _read_values(self, i: LedgerImport, reading: Reading) -> dict[str, Any]:
        return {
            "profile": reading.profile, "file_verdict": reading.file_verdict,
            "reason": reading.reason, "reason_zh": reading.reason_zh,
            "rows_total": reading.rows_total, "rows_accepted": reading.rows_accepted,
            "summary": reading.summary, "options": reading.options,
            "header_key": reading.header_key,
            "mapping": self._vault.seal(reading.mapping, _place(i), "mapping"),
        }  # fmt: skip

    async def lock(self, import_id: UUID) -> LedgerImport:
        """Load an import and hold it until commit.

        Raises:
            ImportNotFoundError: none of this unit.
        """
        row = await self._session.get(
            ImportRow, import_id, with_for_update=True, populate_existing=True
        )
        if row is None:
            raise ImportNotFoundError
        return aggregate(row)

    async def save(self, i: LedgerImport) -> None:
        """Write how far a locked import is; a trouble of before is over."""
        row = await self._session.get_one(ImportRow, i.id)
        row.state, row.version, row.started = i.state.value, i.version, i.started
        row.committed, row.present, row.amended = i.committed, i.present, i.amended
        row.cursor, row.attempts = i.cursor, 0

    async def save_reading(self, i: LedgerImport, reading: Reading) -> None:
        """Write what a locked import's file was found to hold."""
        row = await self._session.get_one(ImportRow, i.id)
        for name, value in self._read_values(i, reading).items():
            if name != "header_key" or value is not None:
                setattr(row, name, value)

    async def profile(self, import_id: UUID) -> str:
        """What kind of list a locked import is."""
        return (await self._session.get_one(ImportRow, import_id)).profile

    async def waiting(self) -> list[UUID]:
        """Imports that a worker has to bring further, oldest first; run it as the system."""
        found = await self._session.scalars(
            select(ImportRow.id)
            .where(ImportRow.state.in_(AT_WORK))
            .order_by(ImportRow.created_at)
            .limit(50)
        )
        return list(found)

    async def work(self, import_id: UUID) -> tuple[ImportState, dict[str, Any]]:
        """State and order of an import; run it as the system."""
        row = await self._session.get_one(ImportRow, import_id)
        return ImportState(row.state), row.work

    async def not_kept(self, import_id: UUID) -> None:
        """Note that the file is deleted."""
        (await self._session.get_one(ImportRow, import_id)).kept_until = None

    async def rows_left(self, i: LedgerImport) -> int:
        """How many accepted rows are behind the cursor."""
        found = await self._session.scalar(
            select(func.count())
            .select_from(ImportLineRow)
            .where(
                ImportLineRow.import_id == i.id, ImportLineRow.verdict == "accepted",
                ImportLineRow.row > i.cursor,
            )
        )  # fmt: skip
        return found or 0

    async def header_key(self, import_id: UUID) -> bytes | None:
        """The fingerprint of the headings of a locked import's file."""
        return (await self._session.get_one(ImportRow, import_id)).header_key

    async def order(self, i: LedgerImport, work: dict[str, Any], letter: str | None = None) -> None:
        """Write down what the worker has to do for a locked import."""
        row = await self._session.get_one(ImportRow, i.id)
        row.work, row.done, row.total, row.attempts = work, 0, None, 0
        if letter is not None:
            row.source_letter = letter

    async def committed(self, i: LedgerImport, *, at: datetime) -> None:
        """Note when the last row was in."""
        row = await self._session.get_one(ImportRow, i.id)
        row.committed_at, row.phase, row.kept_until = at, None, None
        row.mapping = without_samples(self._vault, row)

    async def progress(
        self, import_id: UUID, phase: str | None, done: int, total: int | None
    ) -> None:
        """Show how far the work is."""
        await self._session.execute(
            update(ImportRow)
            .where(ImportRow.id == import_id)
            .values(phase=phase, done=done, total=total)
        )

    async def trouble(self, import_id: UUID) -> int:
        """Count a failed attempt; gives how many there were since the last success."""
        row = await self._session.get_one(ImportRow, import_id)
        row.attempts += 1
        return row.attempts

    async def clear_lines(self, import_id: UUID) -> None:
        """Forget the rows of an earlier reading."""
        await self._session.execute(
            delete(ImportLineRow).where(ImportLineRow.import_id == import_id)
        )

    async def add_lines(self, i: LedgerImport, lines: Sequence[NewLine]) -> None:
        """Insert rows of the file."""
        if lines:
            await self._session.execute(
                insert(ImportLineRow), [self._line(i, line) for line in lines]
            )

    def _line(self, i: LedgerImport, line: NewLine) -> dict[str, Any]:
        id_ = new_id()
        return {
            "number_key": number_key(self._vault, line.content),
            "id": id_, "import_id": i.id, "tenant": i.tenant, "row": line.row,
            "serial": line.serial, "verdict": line.verdict, "codes": list(line.codes),
            "warnings": list(line.warnings), "normalisations": list(line.normalisations),
            "column_name": line.column, "reason_zh": line.reason_zh, "case_id": None,
            "standing": line.standing.value if line.standing else None,
            "changed": list(line.changed),
            "sealed": self._vault.seal(
                line.content, Place(i.tenant, "import_rows", id_), "sealed"
            ),
        }  # fmt: skip

    async def accepted_lines(self, i: LedgerImport, limit: int) -> list[AcceptedLine]:
        """The next accepted rows behind the cursor, opened, in the order of the sheet."""
        rows = await self._session.execute(
            select(ImportLineRow.id, ImportLineRow.row, ImportLineRow.sealed)
            .where(
                ImportLineRow.import_id == i.id, ImportLineRow.verdict == "accepted",
                ImportLineRow.row > i.cursor,
            )
            .order_by(ImportLineRow.row)
            .limit(limit)
        )  # fmt: skip
        lines = []
        for r in rows:
            content = self._vault.open(r.sealed, Place(i.tenant, "import_rows", r.id), "sealed")
            lines.append(AcceptedLine(r.id, r.row, content["values"], content["extras"]))
        return lines

    async def reject(self, line_id: UUID, code: str, sentence: str) -> None:
        """An accepted row could not be taken after all."""
        await self._session.execute(
            update(ImportLineRow)
            .where(ImportLineRow.id == line_id)
            .values(verdict="rejected", codes=[code], reason_zh=sentence)
        )

    async def note_lines(self, notes: Sequence[LineNote]) -> None:
        """Note which row became, or already was, which case."""
        if notes:
            await self._session.execute(
                _NOTE,
                {
                    "ids": [n.id for n in notes], "cases": [n.case_id for n in notes],
                    "standings": [n.standing.value for n in notes],
                    "changed": [json.dumps(n.changed, ensure_ascii=False) for n in notes],
                },
            )  # fmt: skip


def number_key(vault: Vault, content: Mapping[str, Any]) -> bytes:
    """The blind index of the number that a row gives; empty when it gives none."""
    number = (content.get("values") or {}).get("信访件编号")
    return vault.number_key(str(number)) if number else b""


def without_samples(vault: Vault, row: ImportRow) -> bytes | None:
    """What an import knows of its columns, without the cells it showed of them."""
    place = Place(row.tenant, "imports", row.id)
    found = vault.open(row.mapping, place, "mapping")
    for column in (found or {}).get("columns", ()):
        column["samples"] = []
    return vault.seal(found, place, "mapping")


def aggregate(row: ImportRow) -> LedgerImport:
    """The aggregate of a row."""
    return LedgerImport(
        row.id, row.tenant, ImportState(row.state), row.version, row.committed, row.present,
        row.amended, row.cursor, row.started,
    )  # fmt: skip


def _place(i: LedgerImport) -> Place:
    return Place(i.tenant, "imports", i.id)
