"""Gives a unit its rejected rows back as a workbook, to be corrected and uploaded again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import Caller

from intake.domain.errors import ImportNotFoundError, NothingRejectedError
from intake.ledger.outcome import Column, Fault, column_from_json
from intake.ledger.result_book import Returned, write_result_book
from intake.storage.import_reads import ImportReads
from intake.usecases.context import Context

_KEY = "信访件编号"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook and what it should be called."""

    name: str
    content: bytes


class ExportRejected:
    """In clear, for the unit that wrote the rows itself; every copy is audited."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(self, caller: Caller, import_id: UUID) -> Book:
        """The workbook.

        Args:
            caller: a registrar of the unit that uploaded the file.
            import_id: the import.

        Raises:
            ImportNotFoundError: no such import of this unit.
            NothingRejectedError: no row was rejected.
        """
        caller.principal.require(Role.REGISTRAR)
        async with self._context.db.transaction(caller) as tx:
            reads = ImportReads(tx.session, self._context.vault)
            found = await reads.mapping(import_id)
            if found is None:
                raise ImportNotFoundError
            rows = await reads.rejected(import_id)
            if not rows:
                raise NothingRejectedError
            columns = [column_from_json(c) for c in found.get("columns", ())]
            name = await reads.name(import_id)
            content = write_result_book(columns, [_returned(r, columns) for r in rows])
            tx.audit("import.rejected_exported", import_id, after={"rows": len(rows)})
            tx.respond({"exported": len(rows)})
        return Book(f"{name.rpartition('.')[0] or name}-退回行.xlsx", content)


def _returned(r: Mapping[str, Any], columns: Sequence[Column]) -> Returned:
    faults = [Fault(**f) for f in r.get("faults") or ()] or [
        Fault(code, r["column"] or _KEY, r["reason_zh"] or code) for code in r["codes"]
    ]
    return Returned(r["row"], r.get("cells") or _cells(r, columns), faults)


def _cells(r: Mapping[str, Any], columns: Sequence[Column]) -> list[str | None]:
    """What a row that the reader had accepted said, as far as its normal form still tells."""
    values, extras = r["values"], r["extras"]
    people = values.get("信访人") or ()
    values = values | {
        "信访人姓名": [p.get("姓名") for p in people],
        "身份证号": [p.get("身份证号") for p in people],
    }
    return [_text(values.get(c.name) if c.name else extras.get(c.heading)) for c in columns]


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return "、".join(str(v) for v in value if v) or None
    if isinstance(value, bool):
        return "是" if value else "否"
    return None if value is None else str(value)
