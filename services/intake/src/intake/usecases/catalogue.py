"""All use cases of intake, wired once."""

from dataclasses import dataclass

from intake.classify.model import CategoryModel
from intake.ledger.runner import LedgerRunner
from intake.matching.judging import Judge
from intake.usecases.amend_petition import AmendPetition
from intake.usecases.case_queries import CaseQueries
from intake.usecases.close_fast import CloseFast
from intake.usecases.confirm_repeat import ConfirmRepeat
from intake.usecases.context import Context
from intake.usecases.correct_petition import CorrectPetition
from intake.usecases.dismiss_repeat import DismissRepeat, WithdrawDecision
from intake.usecases.find_petitioner import FindPetitioner
from intake.usecases.find_similar import FindSimilar
from intake.usecases.import_catalogue import ImportUseCases, Sizes
from intake.usecases.matters import Matters
from intake.usecases.prevention import PreventionUseCases
from intake.usecases.refer_to_law import ReferToLaw
from intake.usecases.register_petition import RegisterPetition
from intake.usecases.registering import Registering
from intake.usecases.renew_keys import RenewKeys
from intake.usecases.repeat_queries import RepeatQueries
from intake.usecases.report_progress import ReadProgress, ReportProgress
from intake.usecases.reveal_petitioners import RevealPetitioners
from intake.usecases.seal_case import SealCase, Sealing, UnsealCase
from intake.usecases.seal_texts import SealTexts
from intake.usecases.suggest_content import SuggestContent
from intake.usecases.suspecting import Suspecting
from intake.usecases.verify_petition import VerifyPetition
from intake.usecases.watch_fast import WatchFast


@dataclass(frozen=True, slots=True)
class UseCases:
    """What the API can call."""

    imports: ImportUseCases
    register: RegisterPetition
    verify: VerifyPetition
    confirm_repeat: ConfirmRepeat
    dismiss_repeat: DismissRepeat
    withdraw_decision: WithdrawDecision
    repeats: RepeatQueries
    similar: FindSimilar
    suggest: SuggestContent
    matters: Matters
    renew_keys: RenewKeys
    seal_texts: SealTexts
    watch_fast: WatchFast
    reveal: RevealPetitioners
    find: FindPetitioner
    cases: CaseQueries
    amend: AmendPetition
    correct: CorrectPetition
    close_fast: CloseFast
    seal: SealCase
    unseal: UnsealCase
    report_progress: ReportProgress
    read_progress: ReadProgress
    refer_to_law: ReferToLaw
    prevention: PreventionUseCases

    @classmethod
    def over(cls, context: Context, runner: LedgerRunner, sizes: Sizes) -> "UseCases":
        """Wire them."""
        judge = Judge.shipped()
        suspecting = Suspecting(context, judge)
        registering = Registering(context, suspecting)
        sealing = Sealing(context, registering, suspecting)
        amend = AmendPetition(context, sealing, suspecting)
        return cls(
            imports=ImportUseCases.over(context, runner, registering, amend, sizes),
            register=RegisterPetition(context, registering),
            verify=VerifyPetition(context),
            confirm_repeat=ConfirmRepeat(context),
            dismiss_repeat=DismissRepeat(context),
            withdraw_decision=WithdrawDecision(context),
            repeats=RepeatQueries(context),
            similar=FindSimilar(context, judge),
            suggest=SuggestContent(CategoryModel.shipped()),
            matters=Matters(context, judge),
            renew_keys=RenewKeys(context.db, context.vault, judge),
            seal_texts=SealTexts(context.db, context.vault),
            watch_fast=WatchFast(context),
            reveal=RevealPetitioners(context),
            find=FindPetitioner(context),
            cases=CaseQueries(context),
            amend=amend,
            correct=CorrectPetition(context, amend),
            close_fast=CloseFast(context),
            seal=SealCase(context, sealing),
            unseal=UnsealCase(context, suspecting),
            report_progress=ReportProgress(context),
            read_progress=ReadProgress(context),
            refer_to_law=ReferToLaw(context),
            prevention=PreventionUseCases.over(context),
        )
