"""Which tokens are let in, and what happens when the issuer is away."""

import base64
import json
import time

import pytest
from contracts.vocab import Role, UnitKind
from joserfc.jwk import RSAKey
from servicekit.auth import IssuerUnavailableError, KeyCache, RoleMissingError, TokenVerifier
from servicekit.errors import UnauthenticatedError
from testkit.identity import AUDIENCE, ISSUER, Identity


def verifier(identity: Identity) -> TokenVerifier:
    keys = KeyCache(ISSUER, identity.jwks_client())
    return TokenVerifier(
        issuer_url=ISSUER, audience=AUDIENCE, allowed_clients=("huajie-cli",), keys=keys
    )


async def test_a_good_token_names_account_unit_and_duties(identity):
    p = await verifier(identity).principal(
        identity.token("jyj", "department", ["handler", "leader"])
    )
    assert (p.unit, p.unit_kind, p.roles) == (
        "jyj", UnitKind.DEPARTMENT, {Role.HANDLER, Role.LEADER},
    )  # fmt: skip
    assert not p.is_office
    with pytest.raises(RoleMissingError):
        p.require(Role.REVIEWER)


def one(unit: str, **entry) -> dict:
    base = {"kind": ["street"], "resource_access": {AUDIENCE: {"roles": ["handler"]}}}
    return {unit: {**base, **entry}}


@pytest.mark.parametrize(
    "over",
    [
        {"aud": None},
        {"aud": ["other"]},
        {"iss": "http://evil.test"},
        {"azp": "other-client"},
        {"azp": None},
        {"typ": "ID"},
        {"exp": 1},
        {"exp": None},
        {"nbf": 9_999_999_999},
        {"organization": None},
        {"organization": ["wenhuajie"]},
        {"organization": {}},
        {"organization": one("wenhuajie") | one("jyj")},
        {"organization": one("wenhuajie", kind=["castle"])},
        {"organization": one("wenhuajie", resource_access={})},
        {"organization": {"wenhuajie": "handler"}},
        {"sub": None},
    ],
)
async def test_a_token_with_a_wrong_claim_is_refused(identity, over):
    with pytest.raises(UnauthenticatedError):
        await verifier(identity).principal(identity.sign(identity.claims(**over)))


async def test_roles_outside_the_active_unit_do_not_count(identity):
    token = identity.token(
        "wenhuajie", roles=["handler"], realm_access={"roles": ["supervisor"]},
        resource_access={AUDIENCE: {"roles": ["supervisor"]}},
    )  # fmt: skip
    assert (await verifier(identity).principal(token)).roles == {Role.HANDLER}


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
async def test_what_is_no_signed_token_is_refused(identity, token):
    with pytest.raises(UnauthenticatedError):
        await verifier(identity).principal(token)


@pytest.mark.parametrize("kid", [[], {}, 5, True])
async def test_a_key_id_that_is_no_text_is_refused(identity, kid):
    head = base64.urlsafe_b64encode(json.dumps({"alg": "RS256", "kid": kid}).encode())
    token = f"{head.rstrip(b'=').decode()}.e30.AAAA"
    with pytest.raises(UnauthenticatedError):
        await verifier(identity).principal(token)


async def test_a_token_signed_by_another_key_is_refused(identity):
    other = RSAKey.generate_key(2048, {"kid": "test-1"})
    with pytest.raises(UnauthenticatedError):
        await verifier(identity).principal(identity.sign(identity.claims(), other))


async def test_an_unknown_key_id_does_not_make_a_fetch_per_request(identity):
    v = verifier(identity)
    await v.principal(identity.token())
    before = identity.fetches
    from joserfc import jwt

    strange = jwt.encode({"alg": "RS256", "kid": "strange"}, identity.claims(), identity.key)
    for _ in range(20):
        with pytest.raises(UnauthenticatedError):
            await v.principal(strange)
    assert identity.fetches <= before + 1


async def test_known_users_go_on_while_the_issuer_is_away(identity, monkeypatch):
    v = verifier(identity)
    await v.principal(identity.token())
    identity.down = True
    try:
        start = time.monotonic()
        monkeypatch.setattr(time, "monotonic", lambda: start + 700)
        assert (await v.principal(identity.token())).unit == "wenhuajie"
        with pytest.raises(IssuerUnavailableError):
            await verifier(identity).principal(identity.token())
    finally:
        identity.down = False
