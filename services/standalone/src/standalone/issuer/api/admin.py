"""Accounts made and keys rotated by the unit's administrators."""

import asyncio
from typing import Annotated

from contracts.vocab import Role
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from servicekit.auth import CurrentPrincipal
from servicekit.errors import ConflictError, InvalidError

from standalone.issuer import passwords
from standalone.issuer.parts import IssuerParts, Parts

router = APIRouter(prefix="/admin")


class NewAccount(BaseModel):
    """An account to be made, or to be given roles in one more unit."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    username: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,63}$")]
    name: Annotated[str, Field(min_length=1, max_length=50)]
    password: Annotated[str, Field(min_length=8, max_length=200)]
    unit: str
    roles: Annotated[list[Role], Field(min_length=1)]


class AccountView(BaseModel):
    """An account without its password."""

    username: str
    name: str
    sub: str
    units: dict[str, list[str]]


class KeyView(BaseModel):
    """The key that signs from now on."""

    kid: str


class UnknownUnitError(InvalidError):
    """The unit directory holds no such code."""

    code = "unknown_unit"


class AccountChangedError(ConflictError):
    """Somebody made the account at the same moment."""

    code = "account_changed"


@router.post("/accounts", status_code=201, summary="新建账号（系统管理员）")
async def create_account(
    body: NewAccount, response: Response, parts: IssuerParts, principal: CurrentPrincipal
) -> AccountView:
    principal.require(Role.SYSTEM_ADMIN)
    if parts.units.get(body.unit) is None:
        raise UnknownUnitError(f"没有代码为“{body.unit}”的单位。", unit=body.unit)
    if not await _put(parts, body):
        response.status_code = 200
    return _view(parts, body.username)


@router.post("/keys/rotation", summary="轮换签名密钥（安全管理员）")
async def rotate_keys(parts: IssuerParts, principal: CurrentPrincipal) -> KeyView:
    principal.require(Role.SECURITY_ADMIN)
    return KeyView(kid=parts.keys.rotate())


async def _put(parts: Parts, wanted: NewAccount) -> bool:
    """Make what is missing; an account that exists keeps its name and password."""
    roles = [r.value for r in wanted.roles]
    if parts.store.account(wanted.username) is None:
        stored = await asyncio.to_thread(passwords.hashed, wanted.password)
        parts.store.add(wanted.username, wanted.name, stored)
    return parts.store.put_membership(wanted.username, wanted.unit, roles)


def _view(parts: Parts, username: str) -> AccountView:
    account = parts.store.account(username)
    if account is None:
        raise AccountChangedError("该账号刚被他人改动，请重试。")
    return AccountView(
        username=account.username,
        name=account.name,
        sub=account.sub,
        units={u: list(r) for u, r in account.units.items()},
    )
