"""Versions without gaps, effects exactly once and in order, poison set aside."""

import asyncio
from datetime import date

import pytest
from contracts.mediation import ActivityRecordedV1, PetitionerNotifiedV1
from contracts.vocab import ActivityKind, NoticeKind
from eventing.inbox import Handlers, Verdict, apply, bury, replay
from eventing.outbox import Told, emit, emit_all, emit_many
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servicekit.ids import new_id
from sqlalchemy import text
from testkit.events import an_event
from testkit.queries import recorded

DAY = date(2020, 11, 2)


def fact() -> ActivityRecordedV1:
    return ActivityRecordedV1(
        activity_id=new_id(), kind=ActivityKind.STUDIED, by_leader=True, face_to_face=False
    )


async def one(db, sql: str, **values):
    async with db.system_read() as session:
        return await session.scalar(text(sql), values)


class Counting:
    def __init__(self) -> None:
        self.seen: list[int] = []
        self.handlers = Handlers("sample")
        self.handlers.on(ActivityRecordedV1)(self.note)

    async def note(self, _tx, envelope, _data) -> None:
        self.seen.append(envelope.case_version)


async def test_concurrent_writers_get_contiguous_versions(db, make_case, make_caller):
    case_id = await make_case()

    async def write() -> None:
        async with db.transaction(make_caller()) as tx:
            await emit(tx, case_id, fact(), occurred_on=DAY)

    await asyncio.gather(*(write() for _ in range(12)))
    async with db.system_read() as session:
        versions = list(await session.scalars(text("select version from outbox order by id")))
    assert versions == list(range(1, 13))


async def test_a_rolled_back_change_leaves_no_event_and_no_gap(db, make_case, make_caller):
    case_id = await make_case()
    with pytest.raises(RuntimeError):
        async with db.transaction(make_caller()) as tx:
            await emit_many(tx, case_id, [fact(), fact()], occurred_on=DAY)
            raise RuntimeError
    async with db.transaction(make_caller()) as tx:
        envelope = await emit(tx, case_id, fact(), occurred_on=DAY)
    assert envelope.case_version == 1
    assert await one(db, "select count(*) from outbox") == 1


async def test_facts_of_many_cases_are_told_in_two_statements(db, make_case, make_caller):
    cases = [await make_case() for _ in range(20)]
    async with db.transaction(make_caller()) as tx:
        with recorded(db.engine) as statements:
            told = await emit_all(tx, [Told(c, fact(), DAY) for c in [*cases, *reversed(cases)]])
    assert len(statements) == 2
    assert [e.case_version for e in told] == [1] * 20 + [2] * 20
    assert await one(db, "select count(*) from outbox") == 40


async def test_a_tenant_cannot_tell_of_a_case_it_does_not_see(db, make_case, make_caller):
    case_id = await make_case("jyj")
    with pytest.raises(Exception, match="row-level security"):
        async with db.transaction(make_caller("wenhuajie")) as tx:
            await emit(tx, case_id, fact(), occurred_on=DAY)


async def test_an_event_delivered_twice_takes_effect_once(db):
    c, event = Counting(), an_event(fact(), case_id=new_id())
    assert await apply(db, c.handlers, [event]) == [Verdict.APPLIED]
    assert await apply(db, c.handlers, [event, event]) == [Verdict.DUPLICATE] * 2
    assert c.seen == [1]


async def test_a_gap_waits_and_nothing_is_skipped(db):
    c, case_id = Counting(), new_id()
    first, second, third = (an_event(fact(), case_id=case_id, version=v) for v in (1, 2, 3))
    assert await apply(db, c.handlers, [third, second]) == [Verdict.GAP, Verdict.GAP]
    assert await apply(db, c.handlers, [first, third]) == [Verdict.APPLIED, Verdict.GAP]
    assert await apply(db, c.handlers, [second, third]) == [Verdict.APPLIED, Verdict.APPLIED]
    assert c.seen == [1, 2, 3]


async def test_a_batch_handler_gets_many_cases_at_once_and_each_case_in_its_order(db):
    calls: list[list[int]] = []
    seen: dict[object, list[int]] = {}
    handlers = Handlers("sample")

    @handlers.on_many(ActivityRecordedV1)
    async def note_all(_tx, batch) -> None:
        calls.append([e.case_version for e, _ in batch])
        for e, _ in batch:
            seen.setdefault(e.case_id, []).append(e.case_version)

    @handlers.on(PetitionerNotifiedV1)
    async def note(_tx, envelope, _data) -> None:
        seen.setdefault(envelope.case_id, []).append(envelope.case_version)

    notice = PetitionerNotifiedV1(notice_id=new_id(), kind=NoticeKind.ACCEPTANCE, receipt=True)
    cases = [new_id() for _ in range(5)]
    facts = (fact(), notice, fact())
    events = [an_event(f, case_id=c, version=v) for c in cases for v, f in enumerate(facts, 1)]
    assert set(await apply(db, handlers, events)) == {Verdict.APPLIED}
    assert calls == [[1] * 5, [3] * 5]
    assert seen == {c: [1, 2, 3] for c in cases}
    assert await one(db, "select count(*) from inbox") == 15
    assert await one(db, "select min(last_version) from inbox_gate") == 3


async def test_two_sources_of_one_case_have_gates_of_their_own(db):
    c, case_id = Counting(), new_id()
    from contracts.assignment import TaskForceNamedV1

    other = an_event(TaskForceNamedV1(members=3), case_id=case_id, version=1)
    assert await apply(db, c.handlers, [an_event(fact(), case_id=case_id), other]) == [
        Verdict.APPLIED, Verdict.APPLIED,
    ]  # fmt: skip


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(order=st.lists(st.integers(0, 5), min_size=6, max_size=30))
async def test_any_order_and_any_repetition_ends_in_order(db, order):
    c, case_id = Counting(), new_id()
    events = [an_event(fact(), case_id=case_id, version=v + 1) for v in range(6)]
    for i in order:
        await apply(db, c.handlers, [events[i]])
    for _ in range(6):
        await apply(db, c.handlers, events)
    assert c.seen == [1, 2, 3, 4, 5, 6]


async def test_a_failing_handler_leaves_no_trace(db):
    handlers, event = Handlers("sample"), an_event(fact(), case_id=new_id())

    @handlers.on(ActivityRecordedV1)
    async def fail(tx, _e, _d) -> None:
        await tx.session.execute(text("insert into stream_epoch values (true, 'x')"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await apply(db, handlers, [event])
    assert await one(db, "select count(*) from inbox") == 0
    assert await one(db, "select count(*) from stream_epoch") == 0


async def test_a_buried_event_lets_later_ones_pass_and_can_be_replayed(db):
    c, case_id = Counting(), new_id()
    first, second = (an_event(fact(), case_id=case_id, version=v) for v in (1, 2))
    await bury(
        db, c.handlers, envelope=first, subject="evt.x", raw=first.to_json(), reason="RuntimeError"
    )
    assert await apply(db, c.handlers, [second]) == [Verdict.APPLIED]
    letter = await one(db, "select id from dead_letter where reason = 'RuntimeError'")
    assert await replay(db, c.handlers, letter)
    assert not await replay(db, c.handlers, letter)
    assert c.seen == [2, 1]
    assert await one(db, "select count(*) from inbox") == 2


async def test_an_event_nobody_reads_or_knows_is_still_accounted_for(db):
    c = Counting()
    unread = an_event(
        PetitionerNotifiedV1(notice_id=new_id(), kind=NoticeKind.REPLY, receipt=True),
        case_id=new_id(),
    )
    unknown = unread.model_copy(
        update={"id": new_id(), "type": "something_new.v7", "case_id": new_id()}
    )
    assert await apply(db, c.handlers, [unread, unknown]) == [Verdict.APPLIED] * 2
    assert await one(db, "select count(*) from inbox") == 2
