"""The page of one import: its progress while it is worked on, else its preview or result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from servicekit.ids import new_id
from starlette.responses import Response

from portal import import_words
from portal.clients.imports import LedgerImport
from portal.visit import Visit

_SIZE = 50
_LOOKS = 300
"""How often a page looks by itself; then the person does, so that a session can go idle."""
_TITLES = {
    "reading": "正在读取台账", "committing": "正在登记", "committed": "导入结果",
    "refused": "台账未通过", "failed": "台账处理失败",
}  # fmt: skip


class Show(StrEnum):
    """Which rows are shown."""

    ALL = ""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NEW = "new"
    PRESENT = "present"
    DIFFERS = "differs"
    AMENDED = "amended"

    @property
    def query(self) -> dict[str, str]:
        """The filter of intake."""
        if self is Show.ALL:
            return {}
        by_verdict = self in {Show.ACCEPTED, Show.REJECTED}
        return {"verdict" if by_verdict else "standing": self.value}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows, and how often the page has looked for the end of the work."""

    show: Show = Show.ALL
    page: int = 1
    looks: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says besides: a refusal, and what was typed into the commit form.

    ``key`` is that of a form whose fate is unknown: sent again, it is carried out once.
    """

    status: int = 200
    refusal: str = ""
    advice: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


async def answer(
    visit: Visit, import_id: str, wanted: Wanted, page: Page | None = None
) -> Response:
    """Show an import as it stands."""
    taken = await visit.services.imports.one(import_id)
    if taken.is_busy:
        return _progress(visit, taken, wanted.looks)
    if visit.request.headers.get("hx-target") == "progress":
        return Response(status_code=204, headers={"HX-Refresh": "true"})
    return await _whole(visit, taken, wanted, page or Page())


def _progress(visit: Visit, taken: LedgerImport, looks: int) -> Response:
    return visit.parts.pages.show(
        visit, "import_progress.html", title=_TITLES[taken.state], crumbs=[("/import", "台账导入")],
        taken=taken, kind=import_words.kind(taken.profile),
        next_look=looks + 1 if looks < _LOOKS else 0,
    )  # fmt: skip


async def _whole(visit: Visit, taken: LedgerImport, wanted: Wanted, page: Page) -> Response:
    rows = await visit.services.imports.rows(
        taken.import_id, page=wanted.page, size=_SIZE, **wanted.show.query
    )
    advice = import_words.advice(taken.reason, mappable=taken.mappable)
    return visit.parts.pages.show(
        visit, "import.html", title=_TITLES.get(taken.state, "导入预览"), status=page.status,
        crumbs=[("/import", "台账导入")], taken=taken, rows=rows, show=wanted.show.value,
        key=page.key or str(new_id()), kind=import_words.kind(taken.profile), refused=page,
        picked=visit.session.picks.get(taken.import_id, frozenset()), file_advice=advice,
    )  # fmt: skip
