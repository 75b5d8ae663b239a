"""Commit, rollback, lost races, idempotency keys."""

import asyncio

import pytest
from dbkit.database import Database, DatabaseUnavailableError
from dbkit.forgetting import forget_answers
from sample.tables import Thing
from servicekit.errors import ConflictError, IdempotencyKeyReusedError, StaleVersionError
from servicekit.ids import new_id
from sqlalchemy import select, text
from testkit.settings import AUDIT_KEY


async def test_an_error_rolls_everything_back(db, make_case, make_caller):
    case_id = await make_case(title="before")
    with pytest.raises(ConflictError):
        async with db.transaction(make_caller()) as tx:
            (await tx.session.get_one(Thing, case_id)).title = "after"
            tx.audit("case.changed", case_id)
            raise ConflictError("no")
    async with db.read("wenhuajie") as session:
        assert await session.scalar(select(Thing.title)) == "before"
        assert await session.scalar(text("select count(*) from audit_log")) == 0


async def test_a_lost_race_is_a_stale_version(db, make_case, make_caller):
    case_id = await make_case()
    both_read = asyncio.Barrier(2)

    async def change(title: str) -> None:
        async with db.transaction(make_caller()) as tx:
            thing = await tx.session.get_one(Thing, case_id)
            await both_read.wait()
            thing.title = title

    results = await asyncio.gather(change("a"), change("b"), return_exceptions=True)
    assert sorted(type(r).__name__ for r in results) == ["NoneType", "StaleVersionError"]


def test_if_match_with_another_version_is_refused(make_caller):
    from dataclasses import replace

    with pytest.raises(StaleVersionError):
        replace(make_caller(), expected_version=1).check_version(2)


async def test_the_same_key_gives_the_stored_answer_and_does_nothing(db, make_caller):
    done = 0
    for _ in range(3):
        async with db.transaction(make_caller(key="k")) as tx:
            if tx.replayed is None:
                done += 1
                tx.respond({"n": done})
            else:
                assert tx.replayed == {"n": 1}
    assert done == 1


async def test_answers_that_name_a_case_are_forgotten_but_for_who_still_sees_it(db, make_caller):
    case_id, other = new_id(), new_id()
    kept = f"{make_caller().principal.sub}:"
    named = {"one": {"case_id": str(case_id)}, "many": {"cases": [{"id": str(case_id)}]}}
    for key, answer in {**named, "other": {"case_id": str(other)}}.items():
        async with db.transaction(make_caller(key=key)) as tx:
            tx.respond(answer)

    async def left() -> list[str]:
        async with db.read("wenhuajie") as session:
            found = await session.scalars(text("select key from idempotency order by key"))
            return [k.removeprefix(kept) for k in found]

    async with db.system("test") as tx:
        await forget_answers(tx.session, case_id, keep_for=make_caller().principal.sub)
    assert await left() == ["many", "one", "other"]
    async with db.system("test") as tx:
        await forget_answers(tx.session, case_id)
    assert await left() == ["other"]


async def test_two_requests_at_once_with_one_key_do_the_work_once(db, make_caller):
    done = []

    async def call() -> None:
        async with db.transaction(make_caller(key="k")) as tx:
            if tx.replayed is None:
                done.append(1)
                tx.respond({"ok": True})

    await asyncio.gather(*(call() for _ in range(4)))
    assert len(done) == 1


async def test_a_failed_command_leaves_its_key_free(db, make_caller):
    with pytest.raises(ConflictError):
        async with db.transaction(make_caller(key="k")):
            raise ConflictError("no")
    async with db.transaction(make_caller(key="k")) as tx:
        assert tx.replayed is None


async def test_a_key_with_another_request_is_refused(db, make_caller):
    async with db.transaction(make_caller(key="k")):
        pass
    with pytest.raises(IdempotencyKeyReusedError):
        async with db.transaction(make_caller(key="k", fingerprint="other")):
            pass


async def test_two_accounts_of_one_unit_do_not_share_keys(db, make_caller):
    async with db.transaction(make_caller(key="k", sub="one")):
        pass
    async with db.transaction(make_caller(key="k", sub="two", fingerprint="other")) as tx:
        assert tx.replayed is None


async def test_an_unreachable_database_says_so():
    db = Database("postgresql+asyncpg://x:x@127.0.0.1:1/x", audit_key=AUDIT_KEY)
    with pytest.raises(DatabaseUnavailableError):
        async with db.read("wenhuajie"):
            pass
    await db.close()
