"""Which rows of a ledger correct cases that are registered already."""

from starlette.datastructures import FormData

from portal.forms.reading import text_of
from portal.visit import Visit

MOST = 2_000
"""Rows that can be taken as corrections together; a longer list is a list of corrections."""
_SIZE = 200


class NothingPickedError(Exception):
    """The choice of rows cannot be carried out; its text says why."""


async def rows_to_amend(visit: Visit, import_id: str, data: FormData) -> list[int] | None:
    """The rows that a commit form names.

    Returns:
        None when the form left it to the kind of list.

    Raises:
        NothingPickedError: nothing was ticked, or the ticks are not those that the form counted.
        Refused: intake refused the rows.
    """
    match text_of(data, "amend"):
        case "none":
            return []
        case "picked":
            rows = visit.session.picks.get(import_id, frozenset())
            if not rows or str(len(rows)) != text_of(data, "picked"):
                raise NothingPickedError("勾选的行有变化，请重新勾选要更正的行，再登记。")
            return sorted(rows)
        case "all" if text_of(data, "profile") != "corrections":
            return await _all(visit, import_id)
        case _:
            return None


async def _all(visit: Visit, import_id: str) -> list[int]:
    rows: list[int] = []
    page, total = 1, 1
    while len(rows) < total:
        found = await visit.services.imports.rows(
            import_id, page=page, size=_SIZE, standing="differs"
        )
        if found.total > MOST:
            raise NothingPickedError(
                f"内容不同的有 {found.total} 行，一次最多更正 {MOST} 行。"
                "请勾选其中一部分，或者把要更正的内容另存一个文件，按“更正已登记的件”上传。"
            )
        if not found.items:
            break
        rows += [r.row for r in found.items]
        page, total = page + 1, found.total
    return rows
