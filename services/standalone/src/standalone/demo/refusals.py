"""What can go wrong in a replay, in sentences that can be shown."""

from typing import Any

from typing_extensions import override


class Refusal(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """A service said no, for a reason of business.

    Args:
        code: the problem document's stable code.
        detail: its sentence.
        where: which step, account or file it was about.
    """

    def __init__(
        self, code: str, detail: str, where: str = "", context: dict[str, Any] | None = None
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.where = where
        self.context = context or {}

    @override
    def __str__(self) -> str:
        """The sentence, with its code."""
        return f"{self.where}：{self.detail}（{self.code}）" if self.where else self.detail


class StillDownError(Exception):
    """A service did not answer, or did not get that far, for half a minute."""
