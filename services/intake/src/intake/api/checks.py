"""Live checks of a form: a verdict on what is being typed, kept nowhere."""

from contracts.vocab import Role
from fastapi import APIRouter, Request, Response
from servicekit.auth import CurrentPrincipal

from intake.api.case_answers import CodeSentence, Verdict
from intake.api.case_schemas import IdNumberBody, PhoneBody
from intake.domain import identity_number, phone

router = APIRouter(prefix="/v1/checks", tags=["checks"])
_UNKNOWN_DIVISION = CodeSentence(
    code="id_division", sentence="身份证号前六位不在行政区划代码表中，请核对；仍可登记。"
)


@router.post("/id-no", summary="核对身份证号（不留痕、不保存）")
async def id_number(
    principal: CurrentPrincipal, request: Request, body: IdNumberBody, response: Response
) -> Verdict:
    principal.require(Role.REGISTRAR, Role.HANDLER, Role.SUPERVISOR)
    response.headers["Cache-Control"] = "no-store"
    today = request.app.state.parts.db.clock.today()
    try:
        number = identity_number.read(body.id_no, today=today)
    except identity_number.IdNumberError as e:
        return Verdict(valid=False, code=e.code, sentence=f"{e.sentence}。")
    kind = "from_15" if number.from_15 else "ok"
    warnings = [] if number.division_known else [_UNKNOWN_DIVISION]
    return Verdict(valid=True, kind=kind, warnings=warnings)


@router.post("/phone", summary="核对联系电话（不留痕、不保存）")
async def phone_number(principal: CurrentPrincipal, body: PhoneBody, response: Response) -> Verdict:
    principal.require(Role.REGISTRAR, Role.HANDLER, Role.SUPERVISOR)
    response.headers["Cache-Control"] = "no-store"
    try:
        found = phone.read(body.phone)
    except phone.PhoneError as e:
        return Verdict(valid=False, code="phone_invalid", sentence=f"{e}。")
    return Verdict(valid=True, kind=found.kind.value, sentence=phone.KIND_LABELS[found.kind])
