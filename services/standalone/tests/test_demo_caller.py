"""Patience: what is tried again, what is not, and that a key goes along every time."""

from collections.abc import Callable

import httpx2
import pytest
from standalone.demo.caller import Caller, Endpoints, idempotency_key
from standalone.demo.cast import Actor
from standalone.demo.oidc import Credentials
from standalone.demo.refusals import Refusal, StillDownError

ME = Actor("wenhuajie.handler", "wenhuajie")
OTHER = Actor("jyj.handler", "jyj")
Answer = Callable[[httpx2.Request], httpx2.Response]


def problem(status: int, code: str) -> httpx2.Response:
    return httpx2.Response(status, json={"code": code, "detail": "一句话。", "state": "ready"})


def done(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, json={"version": 2})


def refuse(status: int, code: str) -> Answer:
    return lambda _: problem(status, code)


def hang_up(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("refused", request=request)


class Purse:
    """Tokens without an issuer."""

    def __init__(self) -> None:
        self.forgotten = 0

    async def token(self, who: Credentials) -> str:
        return f"token-{who.unit}-{self.forgotten}"

    def forget(self, _who: Credentials) -> None:
        self.forgotten += 1


class Script:
    """A service that gives these answers, one after another."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return answer(request)


def caller_to(script: Script, monkeypatch: pytest.MonkeyPatch) -> Caller:
    async def no_wait(_seconds: float) -> None:
        now[0] += _seconds

    now = [0.0]
    monkeypatch.setattr("standalone.demo.caller.asyncio.sleep", no_wait)
    monkeypatch.setattr("standalone.demo.caller.time.monotonic", lambda: now[0])
    caller = Caller(
        Endpoints("http://i", {"assignment": "http://a"}), {ME.username: "x", OTHER.username: "y"}
    )
    caller._http = httpx2.AsyncClient(transport=httpx2.MockTransport(script))
    caller.wallet = Purse()  # type: ignore[assignment]
    return caller


@pytest.mark.parametrize(
    "trouble",
    [hang_up, refuse(502, "x"), refuse(503, "service_unavailable"), refuse(404, "case_not_found"), refuse(409, "stale_version")],
)  # fmt: skip
async def test_trouble_that_passes_is_waited_out_with_the_same_key(
    trouble: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script(trouble, trouble, done)
    caller = caller_to(script, monkeypatch)
    answer = await caller.send(ME, "assignment", "POST", "/v1/x", key="k", json={"a": 1})
    assert answer == {"version": 2}
    assert [r.headers["idempotency-key"] for r in script.requests] == ["k"] * 3
    assert {r.content for r in script.requests} == {script.requests[0].content}
    assert caller.traffic.again == 2


async def test_a_wrong_state_is_waited_out_only_where_an_event_may_be_on_its_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = refuse(409, "illegal_transition")
    caller = caller_to(Script(wrong, wrong, done), monkeypatch)
    assert await caller.send(ME, "assignment", "POST", "/v1/x", key="k", waits=True)
    caller = caller_to(Script(wrong, done), monkeypatch)
    with pytest.raises(Refusal) as refused:
        await caller.send(ME, "assignment", "POST", "/v1/x", key="k")
    assert refused.value.code == "illegal_transition"


@pytest.mark.parametrize(
    ("status", "code"),
    [(422, "leader_level_below_county"), (403, "role_missing"), (409, "evidence_not_opened"), (422, "idempotency_key_reused")],
)  # fmt: skip
async def test_a_refusal_of_business_is_not_tried_again(
    status: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script(refuse(status, code), done)
    with pytest.raises(Refusal, match="一句话"):
        await caller_to(script, monkeypatch).send(ME, "assignment", "POST", "/v1/x", waits=True)
    assert len(script.requests) == 1


async def test_a_service_that_stays_away_is_given_up_after_half_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = Script(hang_up)
    with pytest.raises(StillDownError, match="assignment"):
        await caller_to(script, monkeypatch).send(ME, "assignment", "POST", "/v1/x", key="k")
    assert 20 < len(script.requests) < 40


async def test_a_refused_token_is_replaced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script(refuse(401, "unauthenticated"), done)
    assert await caller_to(script, monkeypatch).get(ME, "assignment", "/v1/x")
    assert [r.headers["authorization"] for r in script.requests] == [
        "Bearer token-wenhuajie-0", "Bearer token-wenhuajie-1",
    ]  # fmt: skip
    again = Script(refuse(401, "unauthenticated"))
    with pytest.raises(Refusal, match="一句话"):
        await caller_to(again, monkeypatch).get(OTHER, "assignment", "/v1/x")
    assert len(again.requests) == 2


def test_keys_differ_by_file_case_and_step_and_are_the_same_at_every_run() -> None:
    keys = {
        idempotency_key(f, c, s) for f in ("f1", "f2") for c in ("c1", "c2") for s in ("s1", "s2")
    }
    assert len(keys) == 8
    assert idempotency_key("f1", "案1", "s1") == idempotency_key("f1", "案1", "s1")
    assert all(k.isascii() and len(k) < 200 for k in keys)
