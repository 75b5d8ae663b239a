"""The campaign's chain of documents: the office registers and corrects, every unit reads (R73)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import Caller
from dbkit.transaction import Transaction
from servicekit.auth import Principal

from intake.domain.campaign_document import (
    CampaignDocument,
    DocumentLevel,
    DocumentNotFoundError,
    Governed,
    Link,
    ancestry,
    chain,
)
from intake.storage.campaign_documents import CampaignDocumentStore
from intake.usecases.context import Context


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What an officer writes down of a document."""

    letter_no: str
    title: str
    issuer: str
    level: DocumentLevel
    issued_on: date
    received_on: date | None
    based_on: str | None
    governs: tuple[Governed, ...]

    def document(self, id_: UUID, version: int) -> CampaignDocument:
        """As the ledger holds it; rules in the plan's order, each once."""
        governs = tuple(g for g in Governed if g in self.governs)
        return CampaignDocument(
            id_, self.letter_no, self.title, self.issuer, self.level, self.issued_on,
            self.received_on, self.based_on, governs, version,
        )  # fmt: skip


class KeepDocuments:
    """Rows belong to the district office; they name no person."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def all(self, who: Principal, *, governs: Governed | None = None) -> list[Link]:
        """Every document under the one it rests on; ``governs`` keeps those that set a rule."""
        async with self._context.db.read(who.unit) as session:
            links = chain(await CampaignDocumentStore(session).all())
        return [x for x in links if governs is None or governs in x.document.governs]

    async def one(self, who: Principal, document_id: UUID) -> list[CampaignDocument]:
        """A document, and behind it those it rests on, to the root.

        Raises:
            DocumentNotFoundError: there is none.
        """
        async with self._context.db.read(who.unit) as session:
            known = await CampaignDocumentStore(session).all()
        return ancestry(known, _find(known, document_id).letter_no)

    async def add(self, caller: Caller, facts: DocumentFacts) -> dict[str, Any]:
        """Register one.

        Raises:
            DocumentTakenError: another has its number.
            ParentMissingError: the one it rests on is not registered.
            ChainOrderError: it does not fit under that one.
            BusinessDateError: issued in the future.
        """
        _check_right(caller)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            new = facts.document(self._context.new_id(), 1)
            async with tx.as_tenant(self._context.book):
                store = CampaignDocumentStore(tx.session)
                above = self._check(tx, new, await store.all(lock=True))
                await store.add(
                    new, above[0] if above else None, tenant=tx.tenant, by=tx.actor_sub, at=tx.now
                )
            tx.audit("document.registered", new.id, after=_codes(new))
            return tx.respond({"id": str(new.id), "version": new.version})

    async def correct(
        self, caller: Caller, document_id: UUID, facts: DocumentFacts
    ) -> dict[str, Any]:
        """Correct one; those that rest on it must still fit.

        Raises:
            DocumentNotFoundError: there is none.
            StaleVersionError: somebody else corrected it first.
            DocumentTakenError: another has its number.
            ParentMissingError: the one it rests on is not registered.
            ChainOrderError: it does not fit under that one, or one below does not fit under it.
            BusinessDateError: issued in the future.
        """
        _check_right(caller)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return tx.replayed
            async with tx.as_tenant(self._context.book):
                store = CampaignDocumentStore(tx.session)
                known = await store.all(lock=True)
                old = _find(known, document_id)
                caller.check_version(old.version)
                new = facts.document(document_id, old.version + 1)
                above = self._check(tx, new, known)
                for below in (d for d in known if d.based_on == old.letter_no):
                    replace(below, based_on=new.letter_no).check([new])
                await store.save(new, above[0] if above else None)
            tx.audit("document.corrected", new.id, before=_codes(old), after=_codes(new))
            return tx.respond({"id": str(new.id), "version": new.version})

    def _check(
        self, tx: Transaction, new: CampaignDocument, known: list[CampaignDocument]
    ) -> list[CampaignDocument]:
        for day in (new.issued_on, new.received_on):
            if day is not None:
                self._context.is_late(tx, day)
        above = ancestry(known, new.based_on)
        new.check(above)
        return above


def _find(known: list[CampaignDocument], document_id: UUID) -> CampaignDocument:
    found = next((d for d in known if d.id == document_id), None)
    if found is None:
        raise DocumentNotFoundError
    return found


def _codes(d: CampaignDocument) -> dict[str, Any]:
    return {
        "letter_no": d.letter_no, "level": d.level.value, "issued_on": d.issued_on.isoformat(),
        "based_on": d.based_on, "governs": [g.value for g in d.governs],
    }  # fmt: skip


def _check_right(caller: Caller) -> None:
    caller.principal.require(Role.REGISTRAR, Role.SUPERVISOR, office=True)
