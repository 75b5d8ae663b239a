"""The JSON and the table show reporting's numbers and nothing else."""

import io
from datetime import date
from typing import Any

import pytest
from rich.console import Console
from standalone.demo import figures, table
from standalone.demo.cast import Actor
from standalone.demo.figures import NotCaughtUpError, Numbers
from standalone.demo.outcome import Failure, Outcome

MILESTONE = {
    "cohort": "A", "date": "2020-12-31", "target": 0.65, "needed": 62, "total": 95, "claimed": 27,
    "resolved": 12, "rate": 0.1263, "reached": False, "frozen": None,
}  # fmt: skip
SUMMARY = {
    "cases": 95,
    "by_source": {"中央信联会议": 52, "自治区信联办": 43},
    "milestones": [
        MILESTONE,
        {**MILESTONE, "cohort": "B", "total": 0, "rate": None, "reached": True},
    ],
    "by_unit": [
        {
            "unit": "文化街街道",
            "code": "wenhuajie",
            "total": 5,
            "claimed": 4,
            "resolved": 1,
            "overdue": 0,
        }
    ],
    "leader_overrides": [{"case_no": "NX2020050630416"}],
    "events_published": 1300,
    "unaccounted": 0,
}


def rate(key: str, label: str, **numbers: int) -> dict[str, Any]:
    return {"key": key, "label": label, "rate": None, "overdue": 0, **numbers}


def the_numbers() -> Numbers:
    early, late = figures.SHOWN_DATES
    return Numbers(
        as_of=date(2026, 11, 25),
        summary=SUMMARY,
        total={
            early: rate("all", "全部", total=95, claimed=27, resolved=12),
            late: rate("all", "全部", total=95, claimed=59, resolved=25),
        },
        by_unit={
            early: [rate("wenhuajie", "文化街街道", total=5, claimed=3, resolved=1)],
            late: [
                rate("wenhuajie", "文化街街道", total=5, claimed=4, resolved=2),
                rate("jyj", "兴庆区教育局", total=2, claimed=1, resolved=0),
            ],
        },
        needed={("A", "2020-12-31"): 62},
    )


def test_the_json_has_exactly_the_parts_it_must_have() -> None:
    outcome = Outcome("x.xlsx", contradictions=[{"case_no": "GJ1"}])
    body = the_numbers().as_json(outcome)
    assert list(body) == [
        "cases", "by_source", "milestones", "by_unit", "events_published", "unaccounted", "as_of",
        "leader_overrides", "contradictions",
    ]  # fmt: skip
    assert list(body["milestones"][0]) == [
        "cohort", "date", "target", "total", "claimed", "resolved", "rate", "reached",
    ]  # fmt: skip
    assert list(body["by_unit"][0]) == ["unit", "total", "claimed", "resolved", "overdue"]
    assert body["contradictions"] == [{"case_no": "GJ1"}]


def test_the_table_sets_claimed_beside_resolved_and_says_the_verdicts() -> None:
    out = io.StringIO()
    outcome = Outcome(
        "x.xlsx", rows_total=95, carried=94,
        failures=[Failure(7, "GJ2", "审核报结", "不行。", "evidence_missing")],
        contradictions=[{"case_no": "GJ1", "detail": "自相矛盾"}],
    )  # fmt: skip
    table.show(Console(file=out, width=160), the_numbers(), outcome, 41.26)
    text = out.getvalue()
    for wanted in (
        "兴庆区教育局", "办结/化解", "至少 62 件", "程序办结 27，化解 12", "12.6%", "未达到",
        "NX2020050630416", "第 7 行 GJ2", "evidence_missing", "GJ1 自相矛盾", "用时 41.3 秒", "1300",
        "27 / 12", "59 / 25", "B 类：目标 65%，尚无案件",
    ):  # fmt: skip
        assert wanted in text, wanted
    (line,) = [x for x in text.splitlines() if "文化街街道" in x]
    assert [c.strip() for c in line.split("│")][1:-1] == [
        "文化街街道", "5", "3 /  1", "4 /  2", "0",
    ]  # fmt: skip


class Books:
    """Answers /v1/accounting, each time from the next page."""

    def __init__(self, *pages: dict[str, dict[str, Any]]) -> None:
        self._pages = list(pages)
        self._asked = 0

    async def get(self, _actor: Actor, service: str, _path: str) -> dict[str, Any]:
        page = self._pages[min(self._asked // 5, len(self._pages) - 1)]
        self._asked += 1
        return page[service]


def books(*, consumed: int = 3, unpublished: int = 0, dead: int = 0) -> dict[str, dict[str, Any]]:
    sources = ("intake", "assignment", "mediation", "supervision")
    every: dict[str, dict[str, Any]] = {
        s: {
            "outbox_total": 3, "unpublished": 0, "dead_letters": 0,
            "consumed": dict.fromkeys(sources, 3),
        }
        for s in (*sources, "reporting")
    }  # fmt: skip
    every["reporting"]["consumed"]["mediation"] = consumed
    every["intake"]["unpublished"] = unpublished
    every["reporting"]["dead_letters"] = dead
    return every


async def test_it_waits_until_everything_is_published_and_consumed() -> None:
    caller = Books(books(unpublished=1), books(consumed=2), books())
    await figures.wait_until_caught_up(caller, seconds=20)  # type: ignore[arg-type]
    assert caller._asked == 15


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (books(unpublished=1), "intake 有 1 个事件未发布"),
        (books(consumed=2), "reporting 只处理了 mediation 的 2/3 个事件"),
        (books(dead=1), "死信"),
    ],
)
async def test_what_never_arrives_is_said(page: dict[str, dict[str, Any]], sentence: str) -> None:
    with pytest.raises(NotCaughtUpError, match=sentence):
        await figures.wait_until_caught_up(Books(page), seconds=0)  # type: ignore[arg-type]
