"""The menu on the left: the rooms that a visitor's duties open."""

from dataclasses import dataclass

from contracts.vocab import Role, UnitKind
from servicekit.auth import Principal


@dataclass(frozen=True, slots=True)
class Room:
    """One entry; ``office`` rooms belong to the district office, ``roles`` to these duties.

    Units of ``kinds`` find it whatever their duty with cases is.
    """

    href: str
    title: str
    roles: frozenset[Role] = frozenset()
    office: bool = False
    kinds: frozenset[UnitKind] = frozenset()

    def is_open_to(self, principal: Principal) -> bool:
        """Whether the visitor's duties open it."""
        if self.office and not principal.is_office:
            return False
        if principal.unit_kind in self.kinds and principal.has(*_READERS):
            return True
        return not self.roles or principal.has(*self.roles)


_READERS = frozenset(Role) - {
    Role.LATE_ENTRY, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN,
}  # fmt: skip
_REGISTER = frozenset({Role.REGISTRAR, Role.SUPERVISOR})
_REPEATS = _REGISTER | {Role.ANALYST}
ROOMS = (
    Room("/", "工作台"),
    Room("/ledger", "台账", roles=_READERS),
    Room("/register", "登记信访件", roles=frozenset({Role.REGISTRAR})),
    Room("/import", "台账导入", roles=frozenset({Role.REGISTRAR})),
    Room("/verify", "梳理核对", roles=_REGISTER, office=True),
    Room("/repeats", "疑似重复", roles=_REPEATS, kinds=frozenset({UnitKind.DISCIPLINE})),
    Room("/matters", "多人同一事项", roles=_REPEATS),
    Room("/batches", "集中交办", roles=frozenset({Role.SUPERVISOR}), office=True),
    Room("/disputes", "矛盾纠纷", roles=_READERS),
    Room("/signs", "苗头问题", roles=_READERS),
    Room("/documents", "文件与件数", roles=_READERS),
    Room("/sealed", "密封件", roles=_REGISTER, kinds=frozenset({UnitKind.DISCIPLINE})),
    Room("/rates", "化解率", roles=_READERS),
)


def rooms_for(principal: Principal) -> list[Room]:
    """The entries that a visitor sees."""
    return [room for room in ROOMS if room.is_open_to(principal)]


def current(path: str) -> str:
    """The entry that a page belongs to."""
    if path.startswith("/cases/") and path.endswith("/sealed"):
        return "/sealed"
    if path.startswith("/cases/"):
        return "/ledger"
    return next((r.href for r in reversed(ROOMS) if path.startswith(r.href)), "/")
