"""The rule for business dates: not in the future, not before the cause, late entries by right."""

from datetime import date, timedelta

from servicekit.errors import BeforeItsCauseError, InTheFutureError, LateEntryNotAllowedError


def check_business_date(
    occurred_on: date,
    *,
    today: date,
    may_enter_late: bool,
    cause: date | None = None,
    late_after_days: int = 3,
) -> bool:
    """Check the day a fact is said to have happened.

    Args:
        occurred_on: the business date.
        today: the day in the district.
        may_enter_late: whether the caller holds the right to enter facts afterwards (补录).
        cause: the day of the fact it rests on, if there is one.
        late_after_days: how many calendar days back still count as on time.

    Returns:
        Whether the fact is a late entry and must be marked so.

    Raises:
        InTheFutureError: the day has not come yet.
        BeforeItsCauseError: the day lies before the fact it rests on.
        LateEntryNotAllowedError: a late entry without the right to make one.
    """
    if occurred_on > today:
        raise InTheFutureError(f"日期 {occurred_on} 在将来，请填写实际发生的日期。")
    if cause is not None and occurred_on < cause:
        raise BeforeItsCauseError(
            f"日期 {occurred_on} 早于其依据事项的日期 {cause}，请核对。", cause=cause.isoformat()
        )
    late = occurred_on < today - timedelta(days=late_after_days)
    if late and not may_enter_late:
        raise LateEntryNotAllowedError(
            f"日期 {occurred_on} 已超过 {late_after_days} 天，属于补录，您没有补录权限。"
        )
    return late
