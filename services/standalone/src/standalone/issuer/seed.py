"""The demo accounts: one per duty and unit kind to show, and two for every unit."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from contracts.units import Unit, UnitDirectory
from contracts.vocab import Role, UnitKind, label

from standalone.issuer import passwords
from standalone.issuer.store import IssuerStore
from standalone.vault import write_private

_OFFICE_DUTIES: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("registrar", "登记员", (Role.REGISTRAR, Role.LATE_ENTRY)),
    ("supervisor", "督查员", (Role.SUPERVISOR, Role.LATE_ENTRY)),
    ("reviewer", "审核员", (Role.REVIEWER, Role.LATE_ENTRY)),
    ("analyst", "统计员", (Role.ANALYST, Role.LATE_ENTRY)),
)
_ADMINISTRATORS: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("sysadmin", "系统管理员", (Role.SYSTEM_ADMIN,)),
    ("secadmin", "安全管理员", (Role.SECURITY_ADMIN,)),
    ("auditadmin", "审计管理员", (Role.AUDIT_ADMIN,)),
)
_HANDLER: tuple[Role, ...] = (Role.HANDLER, Role.REGISTRAR, Role.LATE_ENTRY)
_LEADER: tuple[Role, ...] = (Role.LEADER, Role.LATE_ENTRY)
_SHOWN_KINDS = (
    (UnitKind.STREET, "wenhuajie"),
    (UnitKind.TOWNSHIP, None),
    (UnitKind.DEPARTMENT, None),
    (UnitKind.DISCIPLINE, None),
    (UnitKind.POLITICS_LAW, None),
)


@dataclass(frozen=True, slots=True)
class SeedAccount:
    """An account to be there from the start; ``shown`` ones are listed to the user first."""

    username: str
    name: str
    password: str
    units: dict[str, list[str]]
    note: str
    shown: bool


def _account(
    username: str, name: str, note: str, units: Mapping[str, tuple[Role, ...]], *, shown: bool
) -> SeedAccount:
    held = {u: [r.value for r in roles] for u, roles in units.items()}
    return SeedAccount(username, name, "", held, note, shown)


def _office_accounts(units: UnitDirectory) -> Iterator[SeedAccount]:
    office = units.office()
    for duty, title, roles in _OFFICE_DUTIES + _ADMINISTRATORS:
        note = f"{office.name} · {title}"
        yield _account(f"{office.code}.{duty}", title, note, {office.code: roles}, shown=True)
    others = [u for u in units if u.kind is UnitKind.DISTRICT_OFFICE and u.code != office.code]
    for other in others[:1]:
        note = f"{office.name}督查、{other.name}登记（登录时选择单位）"
        posts = {office.code: (Role.SUPERVISOR,), other.code: (Role.REGISTRAR,)}
        yield _account("liangang", "两岗干部", note, posts, shown=True)


def _one_of_each_kind(units: UnitDirectory) -> Iterator[Unit]:
    for kind, preferred in _SHOWN_KINDS:
        of_kind = [u for u in units if u.kind is kind]
        yield from [u for u in of_kind if u.code == preferred][:1] or of_kind[:1]


def _unit_accounts(units: UnitDirectory) -> Iterator[SeedAccount]:
    handlers = {u.code for u in _one_of_each_kind(units)}
    leaders = {u.code for u in units if u.kind is UnitKind.LEADERS} | {"wenhuajie"}
    for u in units:
        note = f"{u.name} · 承办、登记（{label(u.kind)}）"
        held = {u.code: _HANDLER}
        yield _account(f"{u.code}.handler", "承办员", note, held, shown=u.code in handlers)
        note = f"{u.name} · 包案领导"
        held = {u.code: _LEADER}
        yield _account(f"{u.code}.leader", "包案领导", note, held, shown=u.code in leaders)


def _wanted(units: UnitDirectory) -> list[SeedAccount]:
    return [*_office_accounts(units), *_unit_accounts(units)]


def read_accounts(file: Path) -> list[SeedAccount]:
    """The seeded accounts with their passwords, in the order they are shown."""
    if not file.exists():
        return []
    return [SeedAccount(**a) for a in json.loads(file.read_text("utf-8"))]


def seed(store: IssuerStore, units: UnitDirectory, file: Path) -> dict[str, str]:
    """Make the accounts that are missing; returns all seeded passwords by login name.

    The passwords go to ``file`` (0600) first and are hashed later, at first login or in the
    background: argon2 over eighty accounts would cost the start two seconds.

    Raises:
        OSError: the file cannot be written.
    """
    known = {a.username: a for a in read_accounts(file)}
    accounts = []
    for w in _wanted(units):
        old = known.get(w.username)
        password = old.password if old else passwords.readable()
        accounts.append(replace(w, password=password))
    if [asdict(a) for a in accounts] != [asdict(a) for a in known.values()]:
        write_private(file, json.dumps([asdict(a) for a in accounts], ensure_ascii=False, indent=1))
    store.seed([(a.username, a.name, a.units) for a in accounts])
    return {a.username: a.password for a in accounts}
