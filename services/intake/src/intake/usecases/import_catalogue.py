"""The use cases of ledger imports, wired once."""

from dataclasses import dataclass

from intake.ledger.runner import LedgerRunner
from intake.usecases.amend_petition import AmendPetition
from intake.usecases.commit_import import CommitImport
from intake.usecases.committing import Committing
from intake.usecases.context import Context
from intake.usecases.correct_mapping import CorrectMapping
from intake.usecases.export_rejected import ExportRejected
from intake.usecases.import_keeping import KeepReading
from intake.usecases.import_ledger import ImportLedger
from intake.usecases.import_mappings import ImportMappings
from intake.usecases.import_preview import Previewing
from intake.usecases.import_queries import ImportQueries
from intake.usecases.import_reading import ReadLedger
from intake.usecases.import_standing import Standings
from intake.usecases.import_work import ImportWorker
from intake.usecases.registering import Registering


@dataclass(frozen=True, slots=True)
class Sizes:
    """Up to what size a file is worked on while its request waits; rows of a worker's transaction."""

    bytes_at_once: int
    rows_at_once: int
    portion_rows: int


@dataclass(frozen=True, slots=True)
class ImportUseCases:
    """What the API and the worker can do with imports."""

    queries: ImportQueries
    upload: ImportLedger
    correct_mapping: CorrectMapping
    mappings: ImportMappings
    commit: CommitImport
    export_rejected: ExportRejected
    worker: ImportWorker

    @classmethod
    def over(
        cls, context: Context, runner: LedgerRunner, registering: Registering,
        amending: AmendPetition, sizes: Sizes,
    ) -> "ImportUseCases":  # fmt: skip
        """Wire them."""
        standings = Standings(context)
        previewing = Previewing(standings)
        read, keep = ReadLedger(context, runner), KeepReading(context, previewing)
        committing = Committing(
            context, registering, amending, standings, portion_rows=sizes.portion_rows
        )
        mapping = CorrectMapping(context, read, keep, at_once_bytes=sizes.bytes_at_once)
        return cls(
            queries=ImportQueries(context),
            upload=ImportLedger(context, read, keep, at_once_bytes=sizes.bytes_at_once),
            correct_mapping=mapping,
            mappings=ImportMappings(context),
            commit=CommitImport(context, committing, at_once_rows=sizes.rows_at_once),
            export_rejected=ExportRejected(context),
            worker=ImportWorker(context, read, keep, previewing, committing, mapping),
        )
