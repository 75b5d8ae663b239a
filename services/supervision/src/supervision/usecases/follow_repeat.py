"""Follows intake's confirmed repeat: on a resolved case it is a relapse and revokes (R3, R27)."""

from datetime import timedelta

from contracts.event import Envelope
from contracts.intake import RepeatConfirmedV1
from dbkit.transaction import Transaction
from servicekit.ids import new_id

from supervision.domain.facts import Entry
from supervision.domain.revocation import Repeat
from supervision.storage.cases import CaseStore
from supervision.storage.vault import TextVault
from supervision.usecases.revoking import keep_revocation


class FollowRepeat:
    """Notes the repeat on the case, and takes a recognition back when there is one.

    Args:
        vault: what records are kept with.
        late_after_days: from when on an entry is late.
    """

    def __init__(self, vault: TextVault, late_after_days: int) -> None:
        self._vault = vault
        self._late_after = timedelta(days=late_after_days)

    async def __call__(self, tx: Transaction, envelope: Envelope, data: RepeatConfirmedV1) -> None:
        """Note or revoke, in the transaction that also writes the inbox row.

        The system acts, for the unit whose clerk confirmed the repeat; the business date is the day
        the petitioner came again.
        """
        store = CaseStore(tx.session)
        case = await store.obtain(envelope.case_id, tx.now)
        before = case.state
        late = envelope.late or data.repeated_on < tx.today - self._late_after
        entry = Entry(data.repeated_on, tx.now, tx.actor_sub, tx.actor_unit, late)
        repeat = Repeat(data.link_id, data.later_case_id, data.repeated_on)
        revocation = case.note_repeat(repeat, entry, new_id())
        if revocation is not None:
            await keep_revocation(tx, self._vault, case, revocation, before)
            return
        await store.save(case, tx.now)
        tx.audit(
            "case.repeat_noted", case.id, before={"state": before},
            after={"state": case.state, "link_id": data.link_id},
        )  # fmt: skip
