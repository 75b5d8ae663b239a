"""Forms of 受理登记: verification and repeats."""

from contracts.vocab import Tick

from portal.forms.action import Action
from portal.forms.fields import Field, Rows, occurred_on
from portal.words import TICK_MEANINGS, choices

_CASE = "/v1/cases/{case_id}"


VERIFICATION = Action(
    code="verification", service="intake", command="verify", title="梳理核对",
    path=f"{_CASE}/verification", done="三项核对已登记。", group="受理登记",
    intro="底数清、情况明、认定准三项均有依据，方可交办。",
    parts=(
        Rows(
            name="ticks", label="三项核对", key_name="tick",
            keys=tuple((code, f"{text}：{TICK_MEANINGS[code]}") for code, text in choices(Tick)),
            fields=(
                Field(
                    name="evidence", label="核对依据", kind="long", most=1000,
                    hint="写明核对了什么、依据何在。",
                ),
            ),
        ),
        Field(
            name="fast_because", label="快速销号的理由", kind="long", least=5, optional=True,
            hint="事由清楚、结果清晰，可以不经交办直接销号的填写；核对后由信访工作机构凭文书快速销号。",
        ),
        occurred_on("核对日期"),
    ),
)  # fmt: skip

REPEAT = Action(
    code="repeat", service="intake", command="confirm_repeat", title="确认重复信访",
    path=f"{_CASE}/repeats", done="重复信访已确认，两件已关联。", group="受理登记", danger=True,
    intro="确认后一件与本件是同一信访人、同一事项。本件已认定化解的，化解认定将随之撤销。",
    parts=(
        Field(
            name="later_case_id", label="后一件的信访件编号", most=60,
            hint="填写台账中的编号，例如 GJ2020062181516。",
            initial=lambda c: c.case.links[0].later.case_no if c.case.links else "",
        ),
        Field(name="reason", label="认定理由", kind="long", least=5, most=1000),
        Field(
            name="repeated_on", label="再次信访日期", kind="date",
            initial=lambda c: c.today.isoformat(),
        ),
    ),
)  # fmt: skip

ACTIONS = (VERIFICATION, REPEAT)
