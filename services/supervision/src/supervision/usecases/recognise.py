"""R27: 化解认定."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.supervision import ResolutionRecognisedV1
from contracts.units import UnitDirectory
from dbkit.caller import Caller
from dbkit.database import Database
from dbkit.receipt import Receipt
from eventing.outbox import emit
from servicekit.ids import new_id

from supervision.domain.recognition import Evidence, UnitNames
from supervision.storage.cases import CaseStore
from supervision.storage.records import RecordStore
from supervision.storage.vault import TextVault
from supervision.usecases.commanding import actor_of, locked, receipt, replayed, stamp_of


class RecogniseResolution:
    """The office recognises a case as resolved on three pieces of evidence (R27).

    Args:
        db: the service's database.
        vault: encrypts the evidence.
        units: names of the units, so that none confirms its own success.
        late_after_days: from when on an entry is late.
        observation_days: length of the observation window that starts now.
    """

    def __init__(
        self,
        db: Database,
        vault: TextVault,
        units: UnitDirectory,
        late_after_days: int,
        observation_days: int,
    ) -> None:
        self._db = db
        self._vault = vault
        self._units = units
        self._late_after_days = late_after_days
        self._observation_days = observation_days

    async def __call__(
        self,
        caller: Caller,
        case_id: UUID,
        evidence: Sequence[Evidence],
        occurred_on: date | None,
    ) -> Receipt:
        """Recognise.

        Raises:
            CaseNotFoundError, RoleMissingError, IllegalTransitionError (not approved yet),
            EvidenceMissingError, EvidenceDuplicateError, CeasedNotVoluntaryError,
            ConfirmationMissingError, ConfirmedByResponsibleUnitError, RepeatSinceError,
            BusinessDateError (before the approval).
        """
        async with self._db.transaction(caller) as tx:
            if tx.replayed is not None:
                return replayed(tx.replayed)
            case = await locked(tx, case_id)
            before = case.state
            recognition = case.recognise(
                actor_of(caller.principal),
                stamp_of(tx, occurred_on, self._late_after_days),
                recognition_id=new_id(),
                evidence=evidence,
                responsible=[self._names(code) for code in case.responsible_units],
                observation_days=self._observation_days,
            )
            await CaseStore(tx.session).save(case, tx.now)
            await RecordStore(tx.session, self._vault).add_recognition(case.id, recognition)
            await emit(
                tx, case.id,
                ResolutionRecognisedV1(
                    recognition_id=recognition.id,
                    evidence=tuple(e.slot for e in recognition.evidence),
                    observe_until=recognition.observe_until,
                ),
                occurred_on=recognition.entry.on, late=recognition.entry.late,
            )  # fmt: skip
            tx.audit(
                "resolution.recognised", case.id, before={"state": before},
                after={"state": case.state, "recognition_id": recognition.id},
            )  # fmt: skip
            return receipt(tx, case, recognition.id)

    def _names(self, code: str) -> UnitNames:
        unit = self._units.get(code)
        return UnitNames(code, unit.name, unit.aliases) if unit else UnitNames(code, code)
