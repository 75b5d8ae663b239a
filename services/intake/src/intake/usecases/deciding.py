"""What every decision on a repeat has in common: who may decide, on both cases, and how it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.vocab import Role, UnitKind
from dbkit.caller import Caller
from dbkit.receipt import Receipt
from dbkit.transaction import Transaction
from eventing.outbox import Told, emit_all

from intake.domain.compartment import HIDDEN_ACTOR
from intake.domain.errors import CaseNotFoundError, OtherSideHiddenError
from intake.domain.petition import Petition
from intake.domain.repeat import RepeatLink
from intake.metrics import REPEAT_DECISIONS
from intake.storage.petitions import PetitionStore
from intake.storage.repeat_links import RepeatLinkStore
from intake.usecases.context import Context


def check_right(caller: Caller) -> None:
    """Registrars and supervisors of the office decide; in the compartment, those of 纪检监察 (R72).

    Raises:
        ForbiddenError: the caller is none of them.
    """
    who = caller.principal
    who.require(Role.REGISTRAR, Role.SUPERVISOR, office=who.unit_kind is not UnitKind.DISCIPLINE)


async def tell_all(
    tx: Transaction, context: Context, told: Sequence[Told], *, sealed: bool
) -> None:
    """Tell of facts; of sealed cases in the name of 纪检监察, without an account (R72)."""
    if not told:
        return
    if not sealed:
        await emit_all(tx, told)
        return
    discipline = context.compartments.discipline
    async with tx.as_tenant(discipline):
        await emit_all(tx, told, tenant=discipline, actor=HIDDEN_ACTOR)


@dataclass(frozen=True, slots=True)
class Pair:
    """Both cases of a link, held until commit."""

    earlier: Petition
    later: Petition

    @property
    def sealed(self) -> bool:
        """Whether the decision stays in the compartment."""
        return self.earlier.sealed


class Deciding:
    """One decision inside an open transaction: lock, write, audit, tell, count, answer."""

    def __init__(self, context: Context, tx: Transaction) -> None:
        self._context, self._tx = context, tx
        self.links = RepeatLinkStore(tx.session, context.vault)
        self._petitions = PetitionStore(tx.session, context.vault)

    async def both(self, link: RepeatLink) -> Pair:
        """Both cases of a link that the caller sees.

        Raises:
            OtherSideHiddenError: the caller sees one of them only.
        """
        try:
            return Pair(
                await self._petitions.lock(link.earlier_case),
                await self._petitions.lock(link.later_case),
            )
        except CaseNotFoundError:
            raise OtherSideHiddenError from None

    async def pair(self, earlier: UUID, later: UUID) -> Pair:
        """Two cases that the caller names.

        Raises:
            CaseNotFoundError: one of them is none that the caller sees.
        """
        return Pair(await self._petitions.lock(earlier), await self._petitions.lock(later))

    async def done(
        self, pair: Pair, link: RepeatLink, decision: str, told: Told, *, answer_version: int
    ) -> dict[str, Any]:
        """Write the decided link; its decision is audited, told on the earlier case, and a label."""
        tx = self._tx
        await self.links.save(link)
        after = {
            "earlier": str(link.earlier_case), "later": str(link.later_case),
            "band": link.band, "code": link.code.value if link.code else None,
        }  # fmt: skip
        chain = self._context.compartments.discipline if pair.sealed else None
        tx.audit(f"repeat.{decision}", link.id, after=after, reason=link.reason, chain=chain)
        await tell_all(tx, self._context, [told], sealed=pair.sealed)
        if not pair.sealed:
            REPEAT_DECISIONS.labels(link.band or "manual", decision).inc()
        receipt = Receipt(
            id=link.id, case_id=link.earlier_case, version=answer_version, state=link.state.value
        )
        return tx.respond(receipt.model_dump(mode="json"))
