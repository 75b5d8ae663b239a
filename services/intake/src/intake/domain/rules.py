"""What a registration must hold to be taken: days, numbers, representatives, agents, accusations."""

from dataclasses import replace
from datetime import date

from contracts.vocab import Channel

from intake.domain import identity_number
from intake.domain.errors import CaseNumberInvalidError, RegistrationInvalidError, TooEarlyError
from intake.domain.registration import GROUP, Registration

EARLIEST = date(1949, 10, 1)
"""No petition of this country is older; 0001-01-01 and the like are slips of the form."""
SEALED_PREFIX = "密-"
"""Numbers of sealed cases are given by the system alone (R72)."""
_LATEST_DEADLINE = date(2200, 1, 1)
_DAYS = {
    "registered_on": "登记时间", "handed_down_on": "交办时间", "received_on": "收到日期",
    "first_petition_on": "首次信访日期",
}  # fmt: skip


def check(r: Registration, *, new: bool = True) -> None:
    """Check what needs neither database nor clock; the number apart.

    Args:
        r: the facts.
        new: being registered now; an anonymous case may also be one that was unsealed later.

    Raises:
        TooEarlyError: a day before 1949-10-01.
        RegistrationInvalidError: the facts contradict each other; ``rule`` says how.
    """
    _days(r)
    _parties(r, new=new)
    if r.first_petition_on is not None and r.first_petition_on > r.registered_on:
        raise _invalid("first_after_registration", "首次信访日期不能晚于登记时间。")
    if r.received_on is not None and r.received_on > r.registered_on:
        raise _invalid("received_after_registration", "收到日期不能晚于登记时间。")
    if r.category_level3 and not r.category_level2:
        raise _invalid("category_gap", "填写三级分类前请先填写二级分类。")
    if r.cross_kinds and not r.cross_separated:
        raise _invalid("cross_kind_without_flag", "选择了三跨三分离的类型，请同时勾选三跨三分离。")


def case_number(case_no: str) -> None:
    """Refuse numbers that a clerk must not type.

    Raises:
        CaseNumberInvalidError: an identity number, or one of the sealed series.
    """
    if identity_number.is_identity(case_no):
        raise CaseNumberInvalidError(
            "信访件编号填成了身份证号，请填写登记编号。", rule="case_no_is_identity"
        )
    if case_no.startswith(SEALED_PREFIX):
        raise CaseNumberInvalidError(
            "“密-”开头的编号由系统生成，不能填写。", rule="case_no_reserved"
        )


def _days(r: Registration) -> None:
    for name, label in _DAYS.items():
        day: date | None = getattr(r, name)
        if day is not None and day < EARLIEST:
            raise TooEarlyError(f"{label} {day} 早于 {EARLIEST}，请核对年份。", field=name)
    deadline = r.proposal.deadline
    if deadline is not None and not EARLIEST <= deadline <= _LATEST_DEADLINE:
        raise TooEarlyError(f"化解时限 {deadline} 不可能，请核对年份。", field="proposed_deadline")


def _parties(r: Registration, *, new: bool) -> None:
    if r.accused and not r.sealed:
        raise _invalid(
            "accused_without_tag", "填写了被举报人，请同时选择“揭发控告”，该件将立即封存。"
        )
    if r.anonymous and new and not r.sealed:
        raise _invalid("anonymous_petition", "只有揭发控告可以匿名登记，其他信访件请填写信访人。")
    if r.anonymous and r.petitioners:
        raise _invalid("anonymous_with_names", "匿名件不填写信访人。")
    if not r.petitioners and not r.anonymous:
        raise _invalid("petitioners_missing", "请至少填写一名信访人。")
    if r.anonymous and r.sealed and not r.accused:
        raise _invalid("accused_missing", "匿名揭发控告请填写被举报人。")
    named = sum(p.representative for p in r.petitioners)
    if r.channel is Channel.VISIT and r.people_count >= GROUP and named > GROUP:
        raise _invalid(
            "too_many_representatives",
            f"多人走访推选的代表不得超过 {GROUP} 人（《信访工作条例》第二十条），现为 {named} 人。",
        )
    for i, agent in enumerate(r.agents):
        if not 1 <= agent.acts_for <= len(r.petitioners):
            raise RegistrationInvalidError(
                "代理人须对应一名信访人（被代理人）。", rule="agent_without_principal",
                field=f"agents.{i}.acts_for",
            )  # fmt: skip


def with_representative(r: Registration) -> Registration:
    """Name the first petitioner of a group visit as representative when nobody is named (Art. 20)."""
    group = r.channel is Channel.VISIT and r.people_count >= GROUP and r.petitioners
    if not group or any(p.representative for p in r.petitioners):
        return r
    first, *rest = r.petitioners
    return replace(r, petitioners=(replace(first, representative=True), *rest))


def _invalid(rule: str, sentence: str) -> RegistrationInvalidError:
    return RegistrationInvalidError(sentence, rule=rule)
