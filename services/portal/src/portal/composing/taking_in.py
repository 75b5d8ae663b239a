"""What intake knows beside the case itself: the procedure with its limits, legal references."""

import asyncio
from dataclasses import dataclass

from portal.clients.registration import LegalReference, Procedure
from portal.clients.services import Services
from portal.composing.case import CaseView
from portal.composing.parts import Gaps


@dataclass(frozen=True, slots=True)
class TakingIn:
    """The way a case was and is taken in; ``references`` only for those who may see them."""

    procedure: Procedure | None = None
    references: tuple[LegalReference, ...] = ()


async def load_taking_in(services: Services, case: CaseView) -> TakingIn:
    """Read it; what does not answer leaves its note with the case."""
    if case.intake is None:
        return TakingIn()
    gaps = Gaps(case.notes)
    client = services.registration
    may_look = "refer_to_law" in case.intake.allowed_actions
    procedure, references = await asyncio.gather(
        gaps.fill(client.procedure(case.case_id)),
        gaps.fill(client.references(case.case_id)) if may_look else _none(),
    )
    return TakingIn(procedure, references or ())


async def _none() -> tuple[LegalReference, ...]:
    return ()
