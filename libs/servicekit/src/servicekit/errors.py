"""Domain errors: a stable code and a category, and no HTTP."""

from enum import Enum
from typing import Any, ClassVar


class Category(Enum):
    """What kind of refusal an error is; one mapper turns it into an HTTP status."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


class DomainError(Exception):
    """Base of all refusals: a Chinese sentence a clerk understands, a code, and context.

    Args:
        detail: the sentence.
        **context: extra members of the problem document (``missing``, ``field`` …), ids and codes only.
    """

    code: ClassVar[str] = "refused"
    category: ClassVar[Category] = Category.CONFLICT

    def __init__(self, detail: str, **context: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.context = context


class InvalidError(DomainError):
    """The command's content breaks a rule."""

    code = "invalid"
    category = Category.INVALID


class UnauthenticatedError(DomainError):
    """No valid token."""

    code = "unauthenticated"
    category = Category.UNAUTHENTICATED


class ForbiddenError(DomainError):
    """The caller's duty does not cover this."""

    code = "forbidden"
    category = Category.FORBIDDEN


class NotFoundError(DomainError):
    """Nothing there, or nothing this tenant may know of: the two look the same."""

    code = "not_found"
    category = Category.NOT_FOUND


class ConflictError(DomainError):
    """The state does not allow it."""

    code = "conflict"
    category = Category.CONFLICT


class StaleVersionError(ConflictError):
    """Somebody else changed it first."""

    code = "stale_version"

    def __init__(self, expected: int | None = None, actual: int | None = None) -> None:
        super().__init__(
            "该事项已被他人修改，请刷新页面核对后再提交。", expected=expected, actual=actual
        )


class IllegalTransitionError(ConflictError):
    """The transition table holds no such step."""

    code = "illegal_transition"

    def __init__(self, from_: str, action: str, detail: str | None = None) -> None:
        super().__init__(
            detail or f"当前状态“{from_}”不能执行“{action}”。", state=from_, action=action
        )


class BusinessDateError(DomainError):
    """The day a fact is said to have happened cannot be right."""

    category = Category.INVALID


class InTheFutureError(BusinessDateError):
    """A fact cannot happen tomorrow."""

    code = "in_the_future"


class BeforeItsCauseError(BusinessDateError):
    """A fact cannot happen before what caused it."""

    code = "before_its_cause"


class LateEntryNotAllowedError(BusinessDateError):
    """补录 needs a right of its own."""

    code = "late_entry_not_allowed"
    category = Category.FORBIDDEN


class IdempotencyKeyReusedError(InvalidError):
    """The same key came with another request."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__("同一个 Idempotency-Key 已用于另一项请求，请更换后重试。")
