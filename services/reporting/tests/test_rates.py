"""Figures on real PostgreSQL against an independent count."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest
from contracts.sight import Watch
from contracts.vocab import Source
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reporting.projections.fold import fold_case
from reporting.reads.definitions import standing
from reporting.reads.rates import rates, series
from reporting.rebuild import rebuild_case
from reporting.storage.cases import CaseStore
from sqlalchemy import select, text

from .feeding import feed_stories
from .stories import Story

START = date(2020, 11, 1)
OFFICE = "xlb"
LAST = date(2020, 12, 31)


def day(n: int) -> date:
    return START + timedelta(days=n)


def instant(n: int) -> datetime:
    d = day(n)
    return datetime(d.year, d.month, d.day, 4, tzinfo=UTC)


# --- an independent telling and counting of a case's life -----------------------------------------


@dataclass(frozen=True)
class Round:
    """A report and what became of it; offsets in days, lags until it was recorded."""

    gap: int
    outcome: str
    step: int
    lag: int


rounds = st.builds(
    Round,
    gap=st.integers(0, 6),
    outcome=st.sampled_from(
        ["stands", "declined", "returned", "recognised", "revoked", "reinstated"]
    ),
    step=st.integers(0, 5),
    lag=st.integers(0, 20),
)
lives = st.tuples(
    st.sampled_from(["wenhuajie", "zjj"]), st.integers(-3, 25), st.lists(rounds, max_size=4)
)


def tell(unit: str, due: int, plan: list[Round]):
    """The story of a life, and its claims and resolutions.

    Each is (begin, known, end, end known), with the instant the end was known to be void if it was.
    """
    s = Story(unit).register(date(2019, 5, 1), instant(0)).issue(day(0), instant(0))
    s.due(day(0), day(due), instant(0))
    claims, resolutions, n = [], [], 0
    for r in plan:
        n += r.gap
        begin, known = n, n + r.lag
        s.claim(day(begin), instant(known))
        n += r.step
        end, end_known = n, n + r.lag + 1
        if r.outcome == "stands":
            claims.append((begin, known, None, None))
            break
        if r.outcome == "declined":
            s.opinion(day(end), agreed=False, at=instant(end_known))
        elif r.outcome == "returned":
            s.send_back(day(end), instant(end_known))
        else:
            s.approve(day(begin), instant(end_known)).recognise(day(begin), instant(end_known))
            resolved = (begin, end_known)
            if r.outcome == "recognised":
                claims.append((begin, known, None, None))
                resolutions.append((*resolved, None, None))
                break
            s.revoke(day(end), instant(end_known))
            if r.outcome == "reinstated":
                back = end_known + r.step
                s.reinstate(day(back), instant(back))
                claims.append((begin, known, end, end_known, back))
                resolutions.append((*resolved, end, end_known, back))
                break
            resolutions.append((*resolved, end, end_known))
        claims.append((begin, known, end, end_known))
    return s, claims, resolutions


def holds(spans, on: int, known: int) -> bool:
    def ended(e: int | None, ek: int, back: int | None = None) -> bool:
        over = e is not None and e <= on and ek <= known
        return over and not (back is not None and back <= known)

    return any(b <= on and k <= known and not ended(*end) for b, k, *end in spans)


def expected(told, on: int, known: int):
    counts = {}
    for unit, due, claims, resolutions in told:
        resolved = holds(resolutions, on, known)
        claimed = resolved or holds(claims, on, known)
        row = counts.setdefault(unit, [0, 0, 0, 0])
        row[0] += 1
        row[1] += claimed
        row[2] += resolved
        row[3] += day(due) < day(on) and not claimed
    return {unit: tuple(c) for unit, c in counts.items()}


async def store(parts, stories: list[Story]) -> None:
    async with parts.db.system("test") as tx:
        for table in ("case_events", "case_facts", "cases", "case_visibility"):
            await tx.session.execute(text(f"delete from {table}"))
        tx.session.expunge_all()
        for s in stories:
            await CaseStore(tx.session).keep_events(s.events)
            await rebuild_case(tx.session, s.case_id, Watch.of(parts.units), tx.now)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    plans=st.lists(lives, min_size=1, max_size=5),
    probes=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=2, max_size=4),
)
async def test_figures_of_any_day_as_known_at_any_instant_equal_an_independent_count(
    parts, plans, probes
):
    told, stories = [], []
    for unit, due, plan in plans:
        s, claims, resolutions = tell(unit, due, plan)
        stories.append(s)
        told.append((unit, due, claims, resolutions))
    await store(parts, stories)
    for on, known in probes:
        async with parts.db.read(OFFICE) as session:
            rows = await rates(
                session, as_of=day(on), known_at=instant(known), group_by="unit", units=parts.units
            )
            (point,) = await series(session, days=[day(on)], known_at=instant(known))
        found = {r.key: (r.total, r.claimed, r.resolved, r.overdue) for r in rows}
        assert found == expected(told, on, known)
        assert (point.total, point.claimed, point.resolved) == tuple(
            sum(r[i] for r in found.values()) for i in range(3)
        )


async def figure(parts, as_of: date, known_at: datetime | None = None, cohort=None):
    async with parts.db.read(OFFICE) as session:
        (row,) = await rates(
            session, as_of=as_of, known_at=known_at, cohort=cohort, units=parts.units
        )
    return row


async def test_the_ledgers_now_equals_the_figures_of_today(parts):
    stories = [
        Story().until_resolved(day(3)),
        Story().until_claimed(day(3)),
        Story().until_resolving(due_on=day(5)),
        Story().until_resolved(day(3)).revoke(day(9)),
        Story().until_claimed(day(3)).send_back(day(4)),
        Story().until_claimed(day(3)).opinion(day(4), agreed=False),
        Story().register(),
    ]
    await feed_stories(parts, *stories)
    claimed_states = {"reported", "opinion_signed", "approved", "recognised", "written_off"}
    async with parts.db.read(OFFICE) as session:
        s = standing(parts.clock.today())
        claimed = set(await session.scalars(select(s.c.case_id).where(s.c.claimed)))
        states = dict((await session.execute(text("select case_id, state from cases"))).all())
    assert claimed == {c for c, state in states.items() if state in claimed_states}
    assert len(claimed) == 2


async def test_a_revocation_lowers_the_rate_from_its_day_on(parts):
    await feed_stories(
        parts, Story().until_resolved(day(3)), Story().until_resolved(day(3)).revoke(day(20))
    )
    assert (await figure(parts, day(19))).rate == 1.0
    after = await figure(parts, day(20))
    assert (after.resolved, after.claimed, after.rate) == (1, 1, 0.5)


async def test_a_late_entry_changes_the_past_but_not_what_was_known_of_it(parts):
    late = Story().until_resolving().claim(day(3), instant(40)).opinion(day(3), at=instant(40))
    late.approve(day(3), instant(40)).recognise(day(3), instant(40))
    await feed_stories(parts, late, Story().until_resolved(day(3)))
    assert late.events[-1].late
    assert (await figure(parts, day(10))).resolved == 2
    assert (await figure(parts, day(10), instant(39))).resolved == 1
    assert (await figure(parts, day(10), instant(40))).resolved == 2


async def test_a_case_registered_later_is_not_in_the_total_known_before(parts):
    await feed_stories(parts, Story().register(at=instant(0)), Story().register(at=instant(30)))
    assert (await figure(parts, day(10))).total == 2
    assert (await figure(parts, day(10), instant(29))).total == 1


async def test_the_deadline_in_force_on_the_day_decides_what_is_overdue(parts):
    s = Story().until_resolving(due_on=day(10)).due(day(12), day(30))
    await feed_stories(parts, s)
    found = [(await figure(parts, day(n))).overdue for n in (10, 11, 12, 30, 31)]
    assert found == [0, 1, 0, 0, 1]


async def test_a_case_counts_for_its_lead_unit_on_the_day(parts):
    s = Story("wenhuajie").register().issue(day(2)).object(day(3)).decide(day(4), accepted=True)
    s.issue(day(6), lead="zjj")
    await feed_stories(parts, s)
    units = []
    for n in (0, 2, 5, 6):
        async with parts.db.read(OFFICE) as session:
            rows = await rates(session, as_of=day(n), group_by="unit", units=parts.units)
        units.append([r.key for r in rows])
    assert units == [["wenhuajie"], ["wenhuajie"], ["wenhuajie"], ["zjj"]]


def office(identity, *roles: str):
    return identity.office(*(roles or ("supervisor",)))


# --- the routes -----------------------------------------------------------------------------------


async def test_rates_answer_by_group_with_terms_for_the_keys(parts, client, identity):
    await feed_stories(
        parts,
        Story("wenhuajie").until_resolved(day(5)),
        Story("wenhuajie", source=Source.REGION).until_resolving(due_on=day(8)),
        Story("zjj").until_claimed(day(5)),
    )
    asked = {"as_of": "2020-11-20", "group_by": "unit", "cohort": "A"}
    answer = await client.get("/v1/rates", params=asked, headers=office(identity))
    assert answer.json() == {
        "as_of": "2020-11-20",
        "known_at": None,
        "rows": [
            {
                "key": "wenhuajie",
                "label": "文化街街道",
                "total": 2,
                "claimed": 1,
                "resolved": 1,
                "rate": 0.5,
                "overdue": 1,
            },
            {
                "key": "zjj",
                "label": "兴庆区住房城乡建设和交通局",
                "total": 1,
                "claimed": 1,
                "resolved": 0,
                "rate": 0.0,
                "overdue": 0,
            },
        ],
    }
    answer = await client.get("/v1/rates?group_by=source", headers=office(identity))
    assert [r["label"] for r in answer.json()["rows"]] == ["中央信联会议", "自治区信联办"]
    own = await client.get("/v1/rates?group_by=unit", headers=identity.headers("zjj", "department"))
    assert [(r["key"], r["total"]) for r in own.json()["rows"]] == [("zjj", 1)]


async def test_known_at_without_a_zone_is_district_time(parts, client, identity):
    await feed_stories(parts, Story().register(at=datetime(2020, 11, 1, 4, 0, tzinfo=UTC)))
    totals = []
    for at in ("2020-11-01T11:59:00", "2020-11-01T12:00:00"):
        answer = await client.get("/v1/rates", params={"known_at": at}, headers=office(identity))
        totals.append(answer.json()["rows"][0]["total"])
    assert totals == [0, 1]


@pytest.mark.parametrize("at", ["0001-01-01", "9999-12-31T23:00:00-08:00"])
async def test_an_instant_outside_the_calendar_is_refused(client, identity, at):
    answer = await client.get("/v1/rates", params={"known_at": at}, headers=office(identity))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_a_series_is_daily_when_short_and_monthly_when_long(parts, client, identity):
    await feed_stories(parts, Story().until_resolved(day(5)), Story().until_claimed(day(40)))
    short = await client.get(
        "/v1/series", params={"from": "2020-11-05", "to": "2020-11-07"}, headers=office(identity)
    )
    assert [(p["date"], p["claimed"], p["resolved"]) for p in short.json()["points"]] == [
        ("2020-11-05", 0, 0), ("2020-11-06", 1, 1), ("2020-11-07", 1, 1),
    ]  # fmt: skip
    long = await client.get("/v1/series", params={"to": "2021-02-10"}, headers=office(identity))
    assert (long.json()["step"], [p["date"] for p in long.json()["points"]]) == (
        "month", ["2020-10-31", "2020-11-30", "2020-12-31", "2021-01-31", "2021-02-10"],
    )  # fmt: skip
    wrong = await client.get(
        "/v1/series", params={"from": "2021-01-01", "to": "2020-01-01"}, headers=office(identity)
    )
    assert (wrong.status_code, wrong.json()["code"]) == (422, "range_invalid")


async def analyse(service_db) -> None:
    """What autovacuum does after a load."""
    connection = await asyncpg.connect(service_db.admin_dsn)
    await connection.execute("analyze")
    await connection.close()


async def test_rates_of_a_thousand_cases_answer_in_under_50_ms(parts, service_db):
    stories = [
        s.until_resolved(day(5)) if n % 2 else s.until_resolving()
        for n, s in enumerate(Story(("wenhuajie", "zjj", "jyj")[n % 3]) for n in range(1000))
    ]
    async with parts.db.system("test") as tx:
        for s in stories:
            await CaseStore(tx.session).keep_events(s.events)
        for s in stories:
            await rebuild_case(tx.session, s.case_id, Watch.of(parts.units), tx.now)
    await analyse(service_db)
    best = 1.0
    for _ in range(10):
        begun = time.perf_counter()
        async with parts.db.read(OFFICE) as session:
            rows = await rates(session, as_of=LAST, group_by="unit", units=parts.units)
        best = min(best, time.perf_counter() - begun)
    assert sum(r.total for r in rows) == 1000
    assert best < 0.05


def test_the_fold_of_a_life_has_a_fact_for_every_dated_step():
    s = Story().until_resolved(day(5))
    assert {f.kind for f in fold_case(s.case_id, s.events).facts} >= {
        "registered", "verified", "issued", "signed", "deadline", "started", "claimed", "agreed",
        "approved", "recognised",
    }  # fmt: skip
