"""Refusals of the clock."""

from datetime import date

from servicekit.errors import ConflictError, InvalidError


class NoSuchLimitError(InvalidError):
    """No time limit goes by this key."""

    code = "limit_unknown"

    def __init__(self, key: str) -> None:
        super().__init__(f"没有编号为 {key} 的期限规则。", key=key)


class NotInForceError(InvalidError):
    """The law of that day knew no such limit."""

    code = "limit_not_in_force"

    def __init__(self, key: str, name: str, day: date) -> None:
        super().__init__(f"{day} 时“{name}”的规定尚未施行，不能计算期限。", key=key)


class NotAClockError(InvalidError):
    """A rule that limits something else than time."""

    code = "limit_not_a_clock"

    def __init__(self, key: str, name: str) -> None:
        super().__init__(f"“{name}”不是时间期限。", key=key)


class LetterNeededError(InvalidError):
    """The law leaves the day to the letter, and no letter was given."""

    code = "limit_letter_needed"

    def __init__(self, key: str, name: str) -> None:
        super().__init__(f"“{name}”的期限由文书指定，请填写文号和期限。", key=key)


class NotSettableError(InvalidError):
    """A statutory number of days is no setting."""

    code = "limit_not_settable"

    def __init__(self, key: str, name: str) -> None:
        super().__init__(f"“{name}”的期限由法规规定，不能用设置修改。", key=key)


class NotPausableError(ConflictError):
    """The law stops this clock for nothing."""

    code = "clock_not_pausable"

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”的期限不能暂停；只有复核期间举行听证的时间不计入期限。")


class PauseOrderError(ConflictError):
    """A pause begins while none is open and ends after it began."""

    code = "clock_pause_order"


class ExtensionRefusedError(ConflictError):
    """No extension, a second one, too long a one, or one that came too late."""

    code = "extension_refused"


class ClockStoppedError(ConflictError):
    """The duty was done; the clock no longer runs."""

    code = "clock_stopped"

    def __init__(self) -> None:
        super().__init__("该期限已经停止计算。")


class NoticeInvalidError(InvalidError):
    """A holiday notice that contradicts itself or the calendar."""

    code = "holiday_notice_invalid"
