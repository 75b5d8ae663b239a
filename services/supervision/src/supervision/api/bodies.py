"""What callers send."""

from datetime import date
from typing import Annotated

from contracts.vocab import EvidenceSlot
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from supervision.domain.recognition import Evidence
from supervision.domain.review import Checklist, Decision
from supervision.usecases.review import ReviewCommand

LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ChecklistBody(_Body):
    result_answers_demand: bool = Field(default=False, title="办理结果回应了诉求")
    measures_executed: bool = Field(default=False, title="化解措施已落实")
    receipt_present: bool = Field(default=False, title="答复已送达并有回执")
    leader_opinion_read: bool = Field(default=False, title="已阅包案领导意见")


class ReviewBody(_Body):
    decision: Decision = Field(title="通过或退回")
    reason: LongText | None = Field(None, title="理由，退回时不少于 10 个字")
    checklist: ChecklistBody = Field(default_factory=ChecklistBody, title="审核清单")
    occurred_on: date | None = Field(None, title="审核日期，默认今天")

    def command(self) -> ReviewCommand:
        """The command of the use case."""
        return ReviewCommand(
            self.decision, Checklist(**self.checklist.model_dump()), self.reason, self.occurred_on
        )


class EvidenceBody(_Body):
    slot: EvidenceSlot = Field(title="认定条件")
    document_no: ShortText = Field("", title="证据文号")
    description: LongText = Field("", title="证据说明")
    confirmed_by: ShortText | None = Field(None, title="由谁核实（不得为责任单位）")
    voluntary: bool | None = Field(None, title="息访是否自愿")


class RecognitionBody(_Body):
    evidence: list[EvidenceBody] = Field(max_length=20, title="三项条件的证据")
    occurred_on: date | None = Field(None, title="认定日期，默认今天")

    def pieces(self) -> list[Evidence]:
        """The evidence, as the domain knows it."""
        return [Evidence(**e.model_dump()) for e in self.evidence]


class WriteOffBody(_Body):
    occurred_on: date | None = Field(None, title="销号日期，默认今天")


class RevocationBody(_Body):
    reason: LongText = Field(title="撤销理由")
    occurred_on: date | None = Field(None, title="撤销日期，默认今天")
