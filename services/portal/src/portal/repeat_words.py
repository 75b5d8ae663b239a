"""What pages say about repeats: bands, decisions, strengths, what to do about a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.words import Tag

BANDS: Mapping[str, Tag] = {
    "suggested": Tag("系统建议", "orange"),
    "clerical": Tag("需人工甄别", "blue"),
    "manual": Tag("人工发现", "plain"),
}
BAND_MEANINGS: Mapping[str, str] = {
    "suggested": "信访人和事项都相符，多数是重复件",
    "clerical": "其中一项把握不足，须逐件看清",
    "manual": "由承办人发现，系统没有提示",
}
STATES: Mapping[str, Tag] = {
    "suspected": Tag("待判定", "orange"),
    "confirmed": Tag("已确认重复", "red"),
    "dismissed": Tag("已排除", "green"),
}
EVENTS: Mapping[str, str] = {
    "repeat_suspected": "系统提示疑似重复",
    "repeat_confirmed": "确认为重复信访",
    "repeat_dismissed": "排除",
    "repeat_withdrawn": "撤回判定",
}
STRENGTHS: Mapping[str, str] = {"strong": "有力", "fair": "一般", "weak": "仅供参考"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a decision: what it sends, how it reads, and the key that presses it."""

    decision: str
    code: str
    text: str
    key: str
    said: str
    primary: bool = False

    @property
    def is_confirmation(self) -> bool:
        """Whether it says that both are one matter of one petitioner."""
        return self.decision == "confirmation"

    @property
    def value(self) -> str:
        """As the form sends it."""
        return f"{self.decision}:{self.code}"


CONFIRM = Choice(
    "confirmation", "same_matter", "是重复：同一人、同一事项", "1", "已确认为重复信访，两件已关联。",
    primary=True,
)  # fmt: skip
OTHER_MATTER = Choice(
    "dismissal", "other_matter", "不是重复：同一人、另一事项", "2", "已排除，两件各自办理。"
)
OTHER_PERSON = Choice("dismissal", "other_person", "不是同一信访人", "3", "已排除，两件各自办理。")
CHOICES: Sequence[Choice] = (CONFIRM, OTHER_MATTER, OTHER_PERSON)
UNDO: Sequence[Choice] = (
    Choice("withdrawal", "mistake", "判定有误", "", "判定已撤回，恢复待判定。"),
    Choice("withdrawal", "new_facts", "有新情况，需要重新判定", "", "判定已撤回，恢复待判定。"),
)
BY_VALUE: Mapping[str, Choice] = {c.value: c for c in (*CHOICES, *UNDO)}
COMMAND_OF: Mapping[str, str] = {
    "confirmation": "confirm", "dismissal": "dismiss", "withdrawal": "withdraw",
}  # fmt: skip
"""Intake's name of a command in ``allowed_actions``, by its name in the address."""
SKIP_KEY = "0"

ADVICE: Mapping[str, str] = {
    "stale_version": "其他同志刚判定过这一条，下面已是最新情况，请核对后再办。",
    "illegal_transition": "下面已是这一条的最新情况。",
    "other_side_hidden": "请由能看到两件的单位判定。",
    "role_missing": "判定由区信联办的登记、督办岗位办理。",
    "before_its_cause": "再次信访日期不能早于前一件的登记时间。",
    "in_the_future": "请把再次信访日期改为今天或更早。",
    "late_entry_not_allowed": "日期留空即按后一件的登记时间计，不受补录限制。",
    "reason_missing": "请选择一项理由，或写明理由。",
    "idempotency_key_reused": "请核对下面的最新情况；还需要判定的，再提交一次。",
    "service_unavailable": "填写的内容仍在本页，稍后再提交一次即可，不会重复判定。",
    "matter_not_found": "这个事项已经没有本单位能看到的件。",
    "repeat_order": "请核对所选的件。",
}
"""What to do about a refusal of intake, by its code, on the pages of repeats and matters."""


def band(code: str | None) -> Tag:
    """The tag of a band; a link without one was found by a person."""
    return BANDS.get(code or "manual", Tag(code or ""))


def state(code: str) -> Tag:
    """The tag of a link's state."""
    return STATES.get(code, Tag(code))


def likelihood(value: float | None) -> str:
    """A probability in words that do not promise more than the model knows."""
    if value is None:
        return "—"
    share = min(max(round(value * 100), 1), 99)
    return f"约 {share}%"
