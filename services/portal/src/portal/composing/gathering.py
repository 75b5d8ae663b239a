"""Gathering cases to a matter: who may, and finding a case or its matter by number."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.vocab import Role
from servicekit.auth import Principal
from starlette.datastructures import FormData

from portal.clients.services import Services
from portal.composing.bulk import key_for, picked
from portal.composing.parts import Gaps
from portal.forms.reading import text_of
from portal.visit import form_key


class NothingToGatherError(Exception):
    """What was sent names no case that can be gathered."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A case to put into a matter; ``with_others`` brings the rest of its present matter along."""

    case_no: str
    with_others: bool
    key: str

    @classmethod
    def of(cls, data: FormData) -> "Wish":
        """As the form sent it."""
        with_others = text_of(data, "with_others") == "yes"
        return cls(text_of(data, "case_no"), with_others, form_key(data))


def may_gather(principal: Principal) -> bool:
    """Whether the visitor's duty is to change matters."""
    return principal.is_office and principal.has(Role.REGISTRAR, Role.SUPERVISOR, Role.ANALYST)


async def put_in(services: Services, matter_id: str, wish: Wish) -> str:
    """Put a case, named by its number, into a matter; what to say about it.

    Raises:
        NothingToGatherError: no case has this number, or it is in the matter already.
        Refused: intake said no.
    """
    if not wish.case_no:
        raise NothingToGatherError("请填写信访件编号。")
    found = await services.intake.case_by_no(wish.case_no)
    if found is None:
        raise NothingToGatherError("没有找到这个编号的信访件，请核对。")
    reported = await Gaps().fill(services.reporting.case(found.case_id))
    present = reported.matter_id if reported else None
    if present == matter_id:
        raise NothingToGatherError("这一件已在本事项中。")
    if wish.with_others and present:
        await services.matters.merge(matter_id, present, wish.key)
        return "该件所在的事项已并入本事项。"
    await services.matters.add(matter_id, found.case_id, wish.key)
    return f"{found.case_no} 已放进本事项。"


async def gather(services: Services, data: FormData) -> str:
    """Gather the chosen cases with the one they are like, or add them to its matter; the matter's id.

    Raises:
        NothingToGatherError: none was chosen.
        Refused: intake said no.
    """
    chosen: Sequence[str] = [case_id for case_id, _ in picked(data)]
    if not chosen:
        raise NothingToGatherError("请先勾选要归集的件。")
    matter_id, key = text_of(data, "matter"), form_key(data)
    if not matter_id:
        return await services.matters.make([text_of(data, "case"), *chosen], key)
    for case_id in chosen:
        await services.matters.add(matter_id, case_id, key_for(key, case_id))
    return matter_id
