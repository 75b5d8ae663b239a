"""All use cases of intake, wired once."""

from dataclasses import dataclass

from intake.ledger.runner import LedgerRunner
from intake.usecases.commit_import import CommitImport
from intake.usecases.confirm_repeat import ConfirmRepeat
from intake.usecases.context import Context
from intake.usecases.dismiss_repeat import DismissRepeat
from intake.usecases.find_petitioner import FindPetitioner
from intake.usecases.import_ledger import ImportLedger
from intake.usecases.queries import Queries
from intake.usecases.register_petition import RegisterPetition
from intake.usecases.registering import Registering
from intake.usecases.reveal_petitioners import RevealPetitioners
from intake.usecases.verify_petition import VerifyPetition


@dataclass(frozen=True, slots=True)
class UseCases:
    """What the API can call."""

    queries: Queries
    import_ledger: ImportLedger
    commit_import: CommitImport
    register: RegisterPetition
    verify: VerifyPetition
    confirm_repeat: ConfirmRepeat
    dismiss_repeat: DismissRepeat
    reveal: RevealPetitioners
    find: FindPetitioner

    @classmethod
    def over(cls, context: Context, runner: LedgerRunner) -> "UseCases":
        """Wire them."""
        registering = Registering(context)
        return cls(
            queries=Queries(context),
            import_ledger=ImportLedger(context, runner),
            commit_import=CommitImport(context, registering),
            register=RegisterPetition(context, registering),
            verify=VerifyPetition(context),
            confirm_repeat=ConfirmRepeat(context),
            dismiss_repeat=DismissRepeat(context),
            reveal=RevealPetitioners(context),
            find=FindPetitioner(context),
        )
