"""What the replay writes into the records: only what the ledger row says, and that it says so."""

from contracts.vocab import EvidenceSlot, Means, MediationKind, SessionOutcome

from standalone.demo.rows import LedgerRow

_MEANS = (
    (Means.LAW, ("诉讼", "仲裁", "法律", "执法")),
    (Means.POLICY, ("政策", "改造", "计划")),
    (Means.ECONOMIC, ("救助", "款项", "补偿", "赔偿")),
    (Means.ADMINISTRATIVE, ("整改", "督促", "督办", "核查", "巡查", "取缔")),
)
_MEETING = ("协调会", "协商", "调解", "和解")
_AGREED = ("达成",)
NO_MEASURES = "台账“化解措施”一栏为空，未载明具体措施，以卷内办理材料为准。"


def measures_text(row: LedgerRow) -> str:
    """化解措施, or a plain statement that the ledger names none."""
    return row.measures or NO_MEASURES


def means_of(row: LedgerRow) -> list[Means]:
    """The means (R40) that the words of 化解措施 point to."""
    text = row.measures or ""
    found = [m for m, words in _MEANS if any(w in text for w in words)]
    return found or [Means.ADMINISTRATIVE]


def had_meeting(row: LedgerRow) -> bool:
    """Whether 化解措施 speaks of a meeting of the parties."""
    return any(w in (row.measures or "") for w in _MEETING)


def meeting_kind(row: LedgerRow) -> MediationKind:
    """人民调解 when the parties came to terms by themselves, else a meeting the unit called."""
    return MediationKind.PEOPLE if "和解" in (row.measures or "") else MediationKind.ADMINISTRATIVE


def meeting_outcome(row: LedgerRow) -> SessionOutcome:
    """An agreement only where the ledger says that one was reached."""
    text = row.measures or ""
    agreed = any(w in text for w in _AGREED)
    return SessionOutcome.AGREED if agreed else SessionOutcome.NOT_AGREED


def task_force(row: LedgerRow) -> str:
    """工作专班 as the ledger names it, else the unit's own."""
    return row.task_force or f"{row.lead.name}化解工作专班"


OVERRIDE_REASON = (
    "台账所列包案领导为乡科级，本案属疑难复杂案件，应由县级领导包案；"
    "经区信联办研究，暂由其继续包案，区信联办跟踪督办。"
)


def verification_evidence(row: LedgerRow) -> dict[str, str]:
    """What each of the three ticks rests on."""
    source = f"台账第 {row.row} 行（{row.case_no}）"
    return {
        "facts_complete": f"{source}：信访人、登记时间、诉求内容齐全，已逐项核对。",
        "situation_clear": f"{source}：问题属地、案件类型、责任单位明确，已与责任单位核对。",
        "determination_sound": f"{source}：交办层级、是否三跨三分离的认定有据。",
    }


def evidence(row: LedgerRow) -> list[dict[str, object]]:
    """The three pieces of a recognition (R27), saying openly where the ledger contradicts itself."""
    base = f"{row.case_no}-HJ"
    ceased = (
        "台账“是否息访”一栏为“否”，与“已化解”不一致；按台账办理状态认定，须再次回访核实是否自愿息访。"
        if row.contradicts_itself
        else "台账“是否息访”一栏为“是”，回访确认信访人自愿息诉罢访。"
        if row.ceased
        else "台账未载明是否息访；按台账办理状态认定，须回访核实。"
    )
    satisfied = (
        "台账未载明信访人满意，且载明未息访，须再次回访核实。"
        if row.contradicts_itself
        else "按台账“已化解”记载，回访未提出新的诉求。"
    )
    return [
        {
            "slot": EvidenceSlot.SETTLED.value,
            "document_no": f"{base}-1",
            "description": f"办结报告载明化解措施：{measures_text(row)}",
        },
        {
            "slot": EvidenceSlot.CEASED.value,
            "document_no": f"{base}-2",
            "description": ceased,
            "confirmed_by": "区信联办回访人员",
            "voluntary": True,
        },
        {
            "slot": EvidenceSlot.SATISFIED.value,
            "document_no": f"{base}-3",
            "description": satisfied,
            "confirmed_by": "区信联办回访人员",
        },
    ]
