"""What every service answers: problems, limits, ids, health, metrics, logs without persons."""

import contextlib
import json

import pytest
from fastapi import APIRouter
from pydantic import BaseModel
from servicekit.app import build_app
from servicekit.auth import CurrentPrincipal
from servicekit.errors import ConflictError
from servicekit.logging import get_logger, setup_logging
from servicekit.settings import HttpSettings
from testkit.http import client_for
from testkit.identity import ISSUER

api = APIRouter()


class Body(BaseModel):
    count: int
    id_no: str = ""


@api.post("/things")
async def make(body: Body) -> Body:
    return body


@api.get("/me")
async def me(principal: CurrentPrincipal) -> str:
    return principal.unit


@api.get("/conflict")
async def conflict() -> None:
    raise ConflictError("不行。", missing=["leader"])


@api.get("/crash")
async def crash() -> None:
    raise RuntimeError("身份证 640104199003319334")


async def healthy() -> bool:
    return True


async def broken() -> bool:
    raise OSError


def app(identity, **readiness):
    @contextlib.asynccontextmanager
    async def life(_):
        yield

    return build_app(
        name="sample", settings=HttpSettings(issuer_url=ISSUER, max_body_bytes=1000), routers=[api],
        lifespan=life, readiness=readiness, jwks_client=identity.jwks_client(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not_found"),
        ("PUT", "/things", None, 405, "method_not_allowed"),
        ("POST", "/things", b"{", 422, "validation"),
        ("POST", "/things", b'{"count": "x"}', 422, "validation"),
        ("POST", "/things", b"x" * 1001, 413, "body_too_large"),
        ("GET", "/me", None, 401, "unauthenticated"),
        ("GET", "/conflict", None, 409, "conflict"),
        ("GET", "/crash", None, 500, "internal"),
    ],
)
async def test_every_refusal_is_a_problem_with_code_and_sentence(
    identity, method, path, body, status, code
):
    async with client_for(app(identity)) as c:
        answer = await c.request(
            method, path, content=body, headers={"content-type": "application/json"}
        )
    problem = answer.json()
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (problem["code"], problem["status"]) == (code, status)
    assert problem["detail"].endswith("。")
    assert problem["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/things", b'{"count": 1, "id_no": "a\\u0000b"}'),
        ("/things", b'{"count": 1, "id_no": "\\ud800"}'),
        ("/things", b'{"count": 1, "more": [{"\\u0000": []}]}'),
        ("/things?q=%00", b'{"count": 1}'),
    ],
)
async def test_text_that_no_store_keeps_is_refused_with_a_sentence(identity, path, body):
    async with client_for(app(identity)) as c:
        answer = await c.post(path, content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "characters_not_allowed")


async def test_rare_characters_and_line_breaks_are_welcome(identity):
    text = "䶮镕·𠮷\r\n\t①"
    async with client_for(app(identity)) as c:
        answer = await c.post("/things", json={"count": 1, "id_no": text})
    assert answer.json()["id_no"] == text


async def test_json_nested_without_end_is_a_refusal(identity):
    async with client_for(app(identity)) as c:
        deep = b"[" * 900
        answer = await c.post("/things", content=deep, headers={"content-type": "application/json"})
    assert answer.status_code == 422


async def test_a_body_without_declared_length_is_cut_off_too(identity):
    async def chunks():
        for _ in range(20):
            yield b"x" * 100

    async with client_for(app(identity)) as c:
        assert (await c.post("/things", content=chunks())).status_code == 413


async def test_a_wrong_field_is_named_but_its_value_never_comes_back(identity):
    async with client_for(app(identity)) as c:
        answer = await c.post("/things", json={"count": "号640104199003319334"})
    assert answer.json()["errors"][0]["field"] == "count"
    assert "640104199003319334" not in answer.text


async def test_a_context_member_travels_in_the_problem(identity):
    async with client_for(app(identity)) as c:
        assert (await c.get("/conflict")).json()["missing"] == ["leader"]


async def test_the_caller_is_read_from_the_token(identity):
    async with client_for(app(identity)) as c:
        assert (await c.get("/me", headers=identity.headers("jyj", "department"))).json() == "jyj"


async def test_readiness_names_what_fails_and_liveness_does_not_care(identity):
    async with client_for(app(identity, database=healthy, nats=broken)) as c:
        ready = await c.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["checks"] == {"database": True, "nats": False}
        assert (await c.get("/livez")).status_code == 200


async def test_metrics_carry_route_templates_and_no_ids(identity):
    async with client_for(app(identity)) as c:
        await c.get("/conflict")
        await c.get("/secret-640104199003319334")
        text = (await c.get("/metrics")).text
    assert 'route="/conflict",service="sample",status="409"' in text
    assert "640104199003319334" not in text


async def test_logs_hold_no_personal_data_even_of_a_crash(identity, capfd):
    async with client_for(app(identity)) as c:
        await c.get("/crash?phone=13900001234")
    setup_logging("sample")
    get_logger("x").warning("seen 640104199003319334", name="王小明", error="13900001234")
    out = capfd.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines
    assert any(
        line.get("error_type") == "RuntimeError" and "crash" in line["where"] for line in lines
    )
    for secret in ("640104199003319334", "13900001234", "王小明"):
        assert secret not in out
