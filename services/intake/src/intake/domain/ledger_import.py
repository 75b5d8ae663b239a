"""The import of one ledger file: previewed, then committed once; or refused."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from servicekit.errors import IllegalTransitionError


class ImportState(StrEnum):
    """Where an import stands."""

    PREVIEWED = "previewed"
    COMMITTED = "committed"
    REFUSED = "refused"


class ImportAction(StrEnum):
    """What can be done to it."""

    COMMIT = "commit"


TRANSITIONS: dict[tuple[ImportState, ImportAction], ImportState] = {
    (ImportState.PREVIEWED, ImportAction.COMMIT): ImportState.COMMITTED,
}

LABELS = {
    ImportState.PREVIEWED: "待入库",
    ImportState.COMMITTED: "已入库",
    ImportState.REFUSED: "已拒收",
}


@dataclass(slots=True)
class LedgerImport:
    """The aggregate: which file, how far, how many cases it made."""

    id: UUID
    tenant: str
    state: ImportState
    version: int = 1
    committed: int = 0

    def commit(self, cases: int) -> None:
        """Its good rows became cases.

        Raises:
            IllegalTransitionError: it was committed before, or the file was refused.
        """
        try:
            self.state = TRANSITIONS[self.state, ImportAction.COMMIT]
        except KeyError:
            raise IllegalTransitionError(
                self.state, ImportAction.COMMIT, f"这份台账{LABELS[self.state]}，不能再次入库。"
            ) from None
        self.committed = cases
        self.version += 1
