"""Wires the service: database, cipher, use cases, handlers, runtime."""

from dataclasses import dataclass

from contracts.sight import Watch
from contracts.units import UnitDirectory
from dbkit.crypto import FieldCipher
from dbkit.database import Database
from eventing.inbox import Handlers
from eventing.runtime import Runtime
from servicekit.clock import Clock
from servicekit.settings import key_bytes

from supervision.consumers import build_handlers
from supervision.settings import SupervisionSettings
from supervision.storage.vault import TextVault
from supervision.usecases.catalogue import UseCases
from supervision.usecases.follow_case import FollowCase
from supervision.usecases.follow_fast_closing import FollowFastClosing
from supervision.usecases.follow_opinion import FollowOpinion
from supervision.usecases.follow_repeat import FollowRepeat
from supervision.usecases.follow_report import FollowReport
from supervision.usecases.follow_withdrawal import FollowWithdrawal
from supervision.usecases.queries import Queries
from supervision.usecases.recognise import RecogniseResolution
from supervision.usecases.review import ReviewClosure
from supervision.usecases.revoke import RevokeResolution
from supervision.usecases.write_off import WriteOffCase

SERVICE = "supervision"


@dataclass(frozen=True, slots=True)
class Parts:
    """The wired service."""

    db: Database
    usecases: UseCases
    handlers: Handlers
    runtime: Runtime


def wire(settings: SupervisionSettings, clock: Clock | None = None) -> Parts:
    """Put the service together; nothing is connected yet.

    Raises:
        OSError: the units file cannot be read.
        ValueError: a key or a unit kind is wrong.
    """
    db = Database(
        settings.database_url, audit_key=key_bytes(settings.audit_key), clock=clock,
        pool_size=settings.pool_size,
    )  # fmt: skip
    usecases = _usecases(settings, db)
    handlers = build_handlers(usecases)
    return Parts(db, usecases, handlers, Runtime(SERVICE, db, settings, handlers))


def _usecases(settings: SupervisionSettings, db: Database) -> UseCases:
    units = UnitDirectory.read(settings.units_file)
    vault = TextVault(FieldCipher(key_bytes(settings.field_key)))
    late = settings.late_after_days
    return UseCases(
        review=ReviewClosure(db, vault, late),
        recognise=RecogniseResolution(db, vault, units, late, settings.observation_days),
        write_off=WriteOffCase(db, late),
        revoke=RevokeResolution(db, vault, late),
        queries=Queries(db, vault),
        follow_case=FollowCase(Watch.of(units)),
        follow_fast_closing=FollowFastClosing(vault),
        follow_report=FollowReport(),
        follow_opinion=FollowOpinion(),
        follow_repeat=FollowRepeat(vault, late),
        follow_withdrawal=FollowWithdrawal(vault),
    )
