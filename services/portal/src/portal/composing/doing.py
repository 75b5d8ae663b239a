"""Fills the form of an action, submits it, and explains a refusal beside the fields."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from servicekit.errors import DomainError
from servicekit.ids import new_id
from servicekit.problem import STATUS
from starlette.datastructures import FormData

from portal import words
from portal.clients.reporting import TimelineEntry
from portal.clients.upstream import Refused
from portal.composing.case import CaseView, load_case
from portal.composing.parts import Gaps
from portal.forms.action import Action
from portal.forms.fields import Field, FormContext, Part, Rows
from portal.forms.reading import Reading, Values, read, text_of
from portal.forms.registration import MEMBER_OF_RULE, levels_of
from portal.visit import Visit, form_key

_RECENT = 5


@dataclass(frozen=True, slots=True)
class Missing:
    """A thing that a rule asks for, and the form that supplies it."""

    name: str
    href: str


@dataclass(slots=True)
class Filled:
    """A form as the page shows it."""

    action: Action
    case: CaseView
    context: FormContext
    values: Values
    key: str
    version: str
    status: int = 200
    errors: dict[str, str] = field(default_factory=dict)
    refusal: str = ""
    advice: str = ""
    missing: list[Missing] = field(default_factory=list)
    changes: list[TimelineEntry] = field(default_factory=list)
    closed: str = ""
    reasons: list[str] = field(default_factory=list)
    categories: tuple[str, ...] = ()

    def value(self, name: str) -> str | list[str]:
        """What stands in an input."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Attempted:
    """A submitted form: which action, on which case, with what answers."""

    action: Action
    case_id: str
    data: FormData

    @property
    def key(self) -> str:
        """The idempotency key that came with the form."""
        return form_key(self.data)

    @property
    def version(self) -> str:
        """The version that the form showed."""
        sent = text_of(self.data, "version")
        return sent if sent.isdigit() else ""


def context_of(visit: Visit, case: CaseView) -> FormContext:
    """What the form of a case may draw from."""
    return FormContext(case, visit.parts.units, visit.parts.clock.today(), visit.principal)


def initial_values(parts: tuple[Part, ...], context: FormContext) -> Values:
    """The first value of every field."""
    return {p.name: p.initial_for(context) for p in parts if isinstance(p, Field)}


async def blank_form(visit: Visit, action: Action, case: CaseView) -> Filled:
    """The form before anything is filled in, with the ledger's proposals."""
    context = context_of(visit, case)
    filled = Filled(
        action, case, context, initial_values(action.parts, context), str(new_id()),
        case.version_in(action.service),
    )  # fmt: skip
    if not action.is_offered(case):
        filled.closed = f"案件当前为“{case.state.text}”，您现在不能办理“{action.title}”。"
        if action.code == "write-off" and case.check and case.check.observe_until:
            filled.closed += f"观察期至 {words.day(case.check.observe_until)}，期满后方可销号。"
        filled.status = 409
        filled.missing = missing_parts(case.case_id, case.missing_for(action.code))
    await _prepare(visit, filled)
    return filled


async def submit(visit: Visit, attempt: Attempted) -> Filled | None:
    """Send the command; None when it was done, else the form with what is wrong."""
    action, reading = attempt.action, read(attempt.action.parts, attempt.data)
    if not reading.errors:
        await _look_up(visit, attempt, reading)
    if reading.errors:
        return await _again(visit, attempt, reading, None)
    path = action.path.format(case_id=attempt.case_id, **reading.path)
    try:
        await visit.services.command(
            action.service, action.method, path, action.body(reading.body), key=attempt.key,
            version=attempt.version,
        )  # fmt: skip
    except (Refused, DomainError) as refusal:
        return await _again(visit, attempt, reading, refusal)
    return None


async def _look_up(visit: Visit, attempt: Attempted, reading: Reading) -> None:
    """A person names the later case by its number, the service wants its id; a category may stay."""
    if reading.body.get("category"):
        case = await visit.services.intake.case(attempt.case_id)
        await check_category(visit, reading, held=case.category_path)
    if attempt.action.code != "repeat":
        return
    number = str(reading.body["later_case_id"])
    found = await visit.services.intake.case_by_no(number)
    if found is None:
        reading.errors["later_case_id"] = "没有找到这个编号的信访件，请核对。"
    else:
        reading.body["later_case_id"] = found.case_id


async def _again(
    visit: Visit, attempt: Attempted, reading: Reading, refusal: Refused | DomainError | None
) -> Filled:
    case = await load_case(visit.services, attempt.case_id)
    filled = Filled(
        attempt.action, case, context_of(visit, case), reading.values, attempt.key,
        attempt.version, status=422, errors=dict(reading.errors),
    )  # fmt: skip
    if isinstance(refusal, Refused):
        explain(filled, reading, refusal)
    elif refusal is not None:
        unanswered(filled, refusal)
    await _prepare(visit, filled)
    return filled


def missing_parts(case_id: str, codes: Iterable[str]) -> list[Missing]:
    """What a rule asks for, each with the form that supplies it."""
    return [
        Missing(name, f"/cases/{case_id}/do/{form}" if form else "")
        for name, form in (words.MISSING.get(code, ("", "")) for code in codes)
        if name
    ]


def unanswered(filled: Filled, fault: DomainError) -> None:
    """Say that the service did not answer; the form keeps its key, so that nothing happens twice."""
    filled.status, filled.refusal = STATUS[fault.category], fault.detail
    filled.advice = words.ADVICE.get(fault.code, "")


def explain(filled: Filled, reading: Reading, refusal: Refused) -> None:
    """Put a service's refusal where it belongs: beside fields, or above the form with advice."""
    filled.status, filled.refusal = refusal.status, refusal.detail
    filled.advice = words.ADVICE.get(refusal.code, "")
    for error in refusal.errors:
        name = reading.inputs.get(_last_parts(error.get("field", ""), reading))
        if name is not None:
            said = error.get("detail", "填写的内容不符合要求")
            filled.errors[name] = f"{reading.labels.get(name, '')}：{said}。".removeprefix("：")
    if filled.errors:
        filled.refusal = ""
    single = reading.inputs.get(_member(refusal))
    if single is not None:
        filled.errors[single], filled.refusal = refusal.detail, ""
    if refusal.code == "in_the_future" and single is None:
        _mark_future(filled, reading)
    reasons = refusal.problem.get("reasons") or ()
    filled.reasons = [str(r["sentence"]) for r in reasons if isinstance(r, dict)]
    filled.missing = missing_parts(filled.case.case_id, refusal.missing)
    for member in refusal.missing:
        _mark_missing(filled, reading, member)
    if refusal.code == "stale_version":
        filled.version = filled.case.version_in(filled.action.service)
        filled.key = str(new_id())
        filled.changes = list(filled.case.timeline[-_RECENT:])


def _mark_future(filled: Filled, reading: Reading) -> None:
    """A form may ask for several days; the sentence names the day but not the question."""
    for part in filled.action.parts:
        late = isinstance(part, Field) and part.kind == "date" and not part.name.startswith("due")
        value = str(reading.values.get(part.name, ""))
        if late and value > filled.context.today.isoformat() and value in filled.refusal:
            filled.errors[part.name] = f"{reading.labels[part.name]}在将来，请填写实际发生的日期。"
    if filled.errors:
        filled.refusal = filled.advice = ""


def _member(refusal: Refused) -> str:
    """The member that a refusal is about: named by it, or known by its rule."""
    problem = refusal.problem
    known = (MEMBER_OF_RULE.get(str(problem.get("rule"))), MEMBER_OF_RULE.get(refusal.code))
    return str(problem.get("field") or next((m for m in known if m), ""))


def _mark_missing(filled: Filled, reading: Reading, member: str) -> None:
    """A missing member is a field of this form, or the keyed row of that name."""
    if member in reading.inputs:
        filled.errors.setdefault(reading.inputs[member], "请填写完整。")
    for part in filled.action.parts:
        if isinstance(part, Rows) and member in dict(part.keys):
            index = [code for code, _ in part.keys].index(member)
            filled.errors.setdefault(part.input_name(index, part.fields[0]), "请填写完整。")


def _last_parts(path: str, reading: Reading) -> str:
    """The API's path of a member, without what a framework puts before it."""
    while path and path not in reading.inputs and "." in path:
        path = path.partition(".")[2]
    return path


async def _prepare(visit: Visit, filled: Filled) -> None:
    if any(isinstance(p, Field) and p.kind == "category" for p in filled.action.parts):
        filled.categories = await load_categories(visit)
    await _open_report(visit, filled)


async def check_category(visit: Visit, reading: Reading, held: str = "") -> None:
    """Refuse what the classification does not know; what a ledger called it before may stay.

    Nothing is refused while intake does not tell the classification.
    """
    path = levels_of(str(reading.body.get("category") or ""))
    if not path or path == held:
        return
    tree = await Gaps().fill(visit.services.registration.categories())
    if tree is not None and tree.paths and not tree.knows(path):
        reading.errors["category"] = "分类表中没有这个内容分类，请输入几个字后从列出的分类中选。"


async def load_categories(visit: Visit) -> tuple[str, ...]:
    """Every leaf of the content classification; none when intake does not tell."""
    tree = await Gaps().fill(visit.services.registration.categories())
    return tree.paths if tree else ()


async def _open_report(visit: Visit, filled: Filled) -> None:
    """The form of an opinion or a review shows the report; a leader's reading is written down."""
    if filled.action.shows != "report" or filled.closed or filled.case.report is not None:
        return
    try:
        filled.case.report = await visit.services.mediation.report(filled.case.case_id)
    except (Refused, DomainError) as e:
        filled.case.notes.append(e.detail)
