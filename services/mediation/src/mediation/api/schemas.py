"""Request bodies; each turns itself into a complete draft of the domain."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from contracts.vocab import ActivityKind, Means, MediationKind, NoticeKind, SessionOutcome
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mediation.domain.closure import ClosureReport, Opinion
from mediation.domain.records import (
    Activity,
    Consent,
    Execution,
    Measure,
    MediationSession,
    Notice,
)
from mediation.usecases.execute_measure import MeasureExecution


def _joined(value: Any) -> Any:
    """Names may come as a list; they are kept as one line."""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "、".join(value)
    return "" if value is None else value


Line = Annotated[str, BeforeValidator(_joined), Field(max_length=500)]
Prose = Annotated[str, BeforeValidator(_joined), Field(max_length=10_000)]


class Body(BaseModel):
    """Base of the bodies: the business date, and nothing unknown."""

    model_config = ConfigDict(extra="forbid")

    occurred_on: date | None = Field(default=None, description="发生日期；不填为今天")


class ActivityIn(Body):
    kind: ActivityKind = Field(description="接访、下访、走访、研究案情、协调会商、疏导解释")
    by_leader: bool = Field(default=False, description="包案领导参加")
    face_to_face: bool = Field(default=False, description="与信访人见面")
    place: Line = Field(default="", description="地点")
    participants: Prose = Field(default="", description="参加人；见面的须写明信访人一方")
    demands: Prose = Field(default="", description="了解到的诉求")
    summary: Prose = Field(description="工作情况")
    commitments: Prose = Field(default="", description="承诺事项")

    def to_draft(self) -> Activity:
        """The activity."""
        return Activity(**self.model_dump(exclude={"occurred_on"}))


class ConsentIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    party: Line = Field(description="当事人")
    consented: bool = Field(description="是否同意调解")


class SessionIn(Body):
    kind: MediationKind = Field(description="人民、行政、司法调解")
    place: Line = Field(default="", description="地点")
    mediator: Line = Field(description="调解员")
    consents: list[ConsentIn] = Field(max_length=50, description="各方当事人是否同意调解")
    minutes: Prose = Field(description="调解记录")
    outcome: SessionOutcome = Field(description="达成协议、未达成协议、拒绝调解")
    agreement: Prose = Field(default="", description="协议内容")

    def to_draft(self) -> MediationSession:
        """The session."""
        return MediationSession(
            kind=self.kind,
            outcome=self.outcome,
            place=self.place,
            mediator=self.mediator,
            consents=tuple(Consent(c.party, c.consented) for c in self.consents),
            minutes=self.minutes,
            agreement=self.agreement,
        )


class MeasureIn(Body):
    means: list[Means] = Field(description="法律、政策、经济、行政，可多选")
    description: Prose = Field(description="措施内容")
    executed: bool = Field(default=False, description="已落实")
    responsible: Line = Field(description="责任人")

    def to_draft(self) -> Measure:
        """The measure."""
        return Measure(
            means=frozenset(self.means),
            description=self.description,
            responsible=self.responsible,
            executed=self.executed,
        )


class ExecutionIn(Body):
    result: Prose = Field(description="落实结果")

    def to_draft(self, measure_id: UUID) -> MeasureExecution:
        """The execution of one measure."""
        return MeasureExecution(measure_id, Execution(self.result))


class NoticeIn(Body):
    kind: NoticeKind = Field(description="受理告知、进展通报、答复意见")
    channel: Line = Field(description="告知方式")
    content: Prose = Field(description="告知内容")
    receipt_no: Line = Field(default="", description="送达回执编号")
    no_receipt_reason: Line = Field(default="", description="没有回执的原因")

    def to_draft(self) -> Notice:
        """The notice."""
        return Notice(**self.model_dump(exclude={"occurred_on"}))


class ReportIn(Body):
    document_no: Line = Field(description="文号")
    signed_by: Line = Field(description="签发人，须为单位负责人")
    contact_phone: Line = Field(default="", description="经办人电话")
    demands: Prose = Field(description="主要问题和诉求")
    findings: Prose = Field(description="调查处理情况")
    outcome: Prose = Field(description="化解结果")

    def to_draft(self) -> ClosureReport:
        """The closing report."""
        return ClosureReport(**self.model_dump(exclude={"occurred_on"}))


class OpinionIn(Body):
    agreed: bool = Field(description="同意上报；不同意则退回承办单位")
    text: Prose = Field(description="书面意见，不少于 10 个字")

    def to_draft(self) -> Opinion:
        """The opinion."""
        return Opinion(agreed=self.agreed, text=self.text)
