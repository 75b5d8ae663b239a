"""Ledger imports at intake: upload, preview, rows, column mapping, commit."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx2
from pydantic import Field

from portal.clients.upstream import SLOW, Line, Read


class Progress(Read):
    """How far the reading or the commit of a long file has got; ``total`` None while unknown."""

    phase: str = "waiting"
    done: int = 0
    total: int | None = None
    attempts: int = 0


class RejectedRow(Read):
    """A row that was not accepted, and why."""

    row: int
    codes: tuple[str, ...] = ()
    column: str | None = None
    reason_zh: str | None = None


class LedgerImport(Read):
    """An uploaded ledger: its verdict, and how far it got."""

    import_id: str
    file_name: str = ""
    profile: str = "campaign"
    file_verdict: str
    reason: str | None = None
    reason_zh: str | None = None
    rows_total: int = 0
    rows_accepted: int = 0
    rows_rejected: tuple[RejectedRow, ...] = ()
    """The first thousand."""
    state: str = "previewed"
    version: int = 1
    committed: int = 0
    already_present: int = 0
    amended: int = 0
    source_letter: str | None = None
    sheet: str | None = None
    header_rows: tuple[int, ...] = ()
    created_at: datetime | None = None
    committed_at: datetime | None = None
    kept_until: datetime | None = None
    progress: Progress | None = None
    standings: Mapping[str, int] = Field(default_factory=dict)
    repeats_suspected: int = 0
    """Suspicions on its cases that nobody has decided yet."""
    missing_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remembered_mapping: bool = False
    mappable: bool = False
    allowed_actions: tuple[str, ...] = ()

    @property
    def is_busy(self) -> bool:
        """Whether it is being read or committed."""
        return self.state in {"reading", "committing"}

    @property
    def rows_wrong(self) -> int:
        """Rows that were not accepted."""
        return self.rows_total - self.rows_accepted

    def count(self, standing: str) -> int:
        """Accepted rows of this standing."""
        return self.standings.get(standing, 0)


class ImportPage(Read):
    """One page of imports."""

    items: tuple[LedgerImport, ...]
    total: int = 0
    page: int = 1
    size: int = 20


class Change(Read):
    """What a row says otherwise than the registered case, persons masked."""

    column: str
    old: str | None = None
    new: str | None = None


class ImportRow(Read):
    """One row of a ledger as it was read."""

    row: int
    serial: int | None = None
    verdict: str
    standing: str | None = None
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    column: str | None = None
    reason_zh: str | None = None
    case_id: str | None = None
    values: Mapping[str, Any] = Field(default_factory=dict)
    extras: Mapping[str, Any] = Field(default_factory=dict)
    """Columns that the form does not have."""


class RowPage(Read):
    """One page of rows."""

    items: tuple[ImportRow, ...]
    total: int
    page: int = 1
    size: int = 20


class FileColumn(Read):
    """One column of the file; ``name`` is the column of the form that it was taken for."""

    index: int
    letter: str
    heading: str = ""
    samples: tuple[str, ...] = ()
    name: str | None = None
    sure: str = "unknown"
    proposed: str | None = None
    why: str | None = None


class FormColumn(Read):
    """One column of the district's form."""

    name: str
    required: bool = False


class FileSheet(Read):
    """One sheet of the file that looks like a ledger."""

    name: str
    visible: bool = True
    header_row: int | None = None
    chosen: bool = False


class Options(Read):
    """What a person chose the last time; columns count from 0."""

    profile: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    column_map: Mapping[str, int | None] | None = None


class ColumnMapping(Read):
    """Which column of a file means what."""

    import_id: str
    version: int
    profile: str
    state: str
    sheet: str | None = None
    header_rows: tuple[int, ...] = ()
    columns: tuple[FileColumn, ...] = ()
    canonical: tuple[FormColumn, ...] = ()
    sheets: tuple[FileSheet, ...] = ()
    options: Options = Options()
    remembered: bool = False
    allowed_actions: tuple[str, ...] = ()


class RememberedColumn(Read):
    """A column of a remembered mapping."""

    name: str
    letter: str
    heading: str = ""


class RememberedMapping(Read):
    """A mapping that the unit's next file under the same headings gets."""

    mapping_id: str
    profile: str
    sheet: str | None = None
    columns: tuple[RememberedColumn, ...] = ()
    uses: int = 0
    created_at: datetime | None = None
    used_at: datetime | None = None


class Remembered(Read):
    """All of a unit's."""

    items: tuple[RememberedMapping, ...]


class CommitResult(Read):
    """What a commit made; ``committing`` while the rest goes on beside the requests."""

    state: str = "committed"
    committed: int
    already_present: int = 0
    amended: int = 0


class ImportsClient:
    """intake's ledger imports, as one visitor may use them."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def upload(
        self, name: str, content: bytes, media_type: str, profile: str, key: str
    ) -> tuple[LedgerImport, bool]:
        """Hand in a ledger.

        Returns:
            Its import, and whether it is new; the same file again is the same import.
        """
        status, answer = await self._line.answer(
            "POST", "/v1/imports", files={"file": (name, content, media_type)},
            data={"profile": profile} if profile else {},
            headers={"Idempotency-Key": key}, timeout=SLOW,
        )  # fmt: skip
        return LedgerImport.model_validate(answer), status != httpx2.codes.OK

    async def page(self, page: int) -> ImportPage:
        """Imports of the visitor's unit, newest first."""
        return await self._line.read(ImportPage, "/v1/imports", page=page)

    async def one(self, import_id: str) -> LedgerImport:
        """One import."""
        return await self._line.read(LedgerImport, f"/v1/imports/{import_id}")

    async def rows(self, import_id: str, *, page: int, size: int, **wanted: str) -> RowPage:
        """One page of an import's rows, by ``verdict`` or ``standing``."""
        path = f"/v1/imports/{import_id}/rows"
        return await self._line.read(RowPage, path, page=page, size=size, **wanted)

    async def mapping(self, import_id: str) -> ColumnMapping:
        """Which column means what."""
        return await self._line.read(ColumnMapping, f"/v1/imports/{import_id}/mapping")

    async def correct(
        self, import_id: str, body: dict[str, Any], *, version: str, key: str
    ) -> LedgerImport:
        """Read the file again as a person says."""
        headers = {"Idempotency-Key": key, "If-Match": f'"{version}"'}
        answer = await self._line.ask(
            "PUT", f"/v1/imports/{import_id}/mapping", json=body, headers=headers, timeout=SLOW
        )
        return LedgerImport.model_validate(answer)

    async def remembered(self) -> tuple[RememberedMapping, ...]:
        """The unit's remembered mappings."""
        found = await self._line.ask("GET", "/v1/import-mappings")
        return Remembered.model_validate({"items": found}).items

    async def forget(self, mapping_id: str, key: str) -> None:
        """Forget one."""
        headers = {"Idempotency-Key": key}
        await self._line.answer("DELETE", f"/v1/import-mappings/{mapping_id}", headers=headers)

    @asynccontextmanager
    async def result_book(self, import_id: str) -> AsyncIterator[httpx2.Response]:
        """The workbook of the rejected rows."""
        async with self._line.stream(f"/v1/imports/{import_id}/result-book") as answer:
            yield answer

    async def commit(
        self, import_id: str, *, letter: str, day: str | None, amend: list[int] | None,
        version: str, key: str,
    ) -> CommitResult:  # fmt: skip
        """Register the accepted rows; ``amend`` None lets intake decide by the kind of list."""
        body: dict[str, Any] = {}
        if letter:
            body["source_letter"] = letter
        if day:
            body["occurred_on"] = day
        if amend is not None:
            body["amend_rows"] = amend
        headers = {"Idempotency-Key": key}
        if version:
            headers["If-Match"] = f'"{version}"'
        answer = await self._line.ask(
            "POST", f"/v1/imports/{import_id}/commit", json=body, headers=headers, timeout=SLOW
        )
        return CommitResult.model_validate(answer)
