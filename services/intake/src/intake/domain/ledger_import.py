"""The import of one ledger file: read, previewed, perhaps read again, committed in portions; or refused."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from servicekit.errors import IllegalTransitionError


class ImportState(StrEnum):
    """Where an import stands."""

    READING = "reading"
    PREVIEWED = "previewed"
    COMMITTING = "committing"
    COMMITTED = "committed"
    REFUSED = "refused"
    FAILED = "failed"


class ImportAction(StrEnum):
    """What can happen to it."""

    PREVIEW = "preview"
    REFUSE = "refuse"
    READ_AGAIN = "read_again"
    COMMIT = "commit"
    FINISH = "finish"
    FAIL = "fail"


_S, _A = ImportState, ImportAction
TRANSITIONS: dict[tuple[ImportState, ImportAction], ImportState] = {
    (_S.READING, _A.PREVIEW): _S.PREVIEWED,
    (_S.READING, _A.REFUSE): _S.REFUSED,
    (_S.READING, _A.FAIL): _S.FAILED,
    (_S.PREVIEWED, _A.READ_AGAIN): _S.READING,
    (_S.REFUSED, _A.READ_AGAIN): _S.READING,
    (_S.PREVIEWED, _A.COMMIT): _S.COMMITTING,
    (_S.COMMITTING, _A.FINISH): _S.COMMITTED,
    (_S.COMMITTING, _A.FAIL): _S.FAILED,
    (_S.FAILED, _A.READ_AGAIN): _S.READING,
    (_S.FAILED, _A.COMMIT): _S.COMMITTING,
}

LABELS = {
    _S.READING: "正在读取",
    _S.PREVIEWED: "待入库",
    _S.COMMITTING: "正在入库",
    _S.COMMITTED: "已入库",
    _S.REFUSED: "已拒收",
    _S.FAILED: "处理失败",
}
_WORDS = {_A.COMMIT: "不能再次入库", _A.READ_AGAIN: "不能重新读取"}


class Standing(StrEnum):
    """How an accepted row relates to what is registered."""

    NEW = "new"
    """Its number is free."""
    PRESENT = "present"
    """Registered, with the same content; or by a unit whose cases the uploader does not see."""
    DIFFERS = "differs"
    """Registered with other content: offered as a correction, never overwritten by itself."""
    AMENDED = "amended"
    """Differed, and the registered case was amended by this import."""


@dataclass(slots=True)
class LedgerImport:
    """The aggregate: which file, how far, how many cases it made.

    ``cursor`` is the last sheet row whose portion is committed: with it the commit goes on after a stop.
    """

    id: UUID
    tenant: str
    state: ImportState
    version: int = 1
    committed: int = 0
    present: int = 0
    amended: int = 0
    cursor: int = 0
    started: bool = False
    """Whether a commit was begun; from then on the file is not read again."""

    def _go(self, action: ImportAction) -> None:
        forbidden = action is ImportAction.READ_AGAIN and self.started
        unread = action is ImportAction.COMMIT and self.state is _S.FAILED and not self.started
        target = TRANSITIONS.get((self.state, action))
        if target is None or forbidden or unread:
            words = _WORDS.get(action, "不能这样处理")
            raise IllegalTransitionError(
                self.state, action, f"这份台账{LABELS[self.state]}，{words}。"
            )
        self.state = target
        self.version += 1

    def read(self, *, refused: bool) -> None:
        """The file was read: there is a preview, or a refusal.

        Raises:
            IllegalTransitionError: it is not being read.
        """
        self._go(ImportAction.REFUSE if refused else ImportAction.PREVIEW)

    def read_again(self) -> None:
        """Another mapping is tried on the kept file.

        Raises:
            IllegalTransitionError: rows of it were committed, or it is being worked on.
        """
        self._go(ImportAction.READ_AGAIN)

    def begin(self) -> None:
        """Its good rows are to become cases.

        Raises:
            IllegalTransitionError: it was committed before, refused, or is being worked on.
        """
        self._go(ImportAction.COMMIT)
        self.started = True

    def took(self, row: int, *, committed: int, present: int, amended: int) -> None:
        """A portion up to sheet row ``row`` is in.

        Raises:
            IllegalTransitionError: it is not being committed.
        """
        if self.state is not ImportState.COMMITTING:
            raise IllegalTransitionError(
                self.state, ImportAction.COMMIT, f"这份台账{LABELS[self.state]}，不能继续入库。"
            )
        self.cursor = row
        self.committed += committed
        self.present += present
        self.amended += amended

    def finish(self) -> None:
        """All its rows are in.

        Raises:
            IllegalTransitionError: it is not being committed.
        """
        self._go(ImportAction.FINISH)

    def fail(self) -> None:
        """It could not be read or committed, time and again.

        Raises:
            IllegalTransitionError: nothing was being done.
        """
        self._go(ImportAction.FAIL)

    @property
    def rows_done(self) -> int:
        """How many rows are in, new or not."""
        return self.committed + self.present + self.amended

    @property
    def allowed_actions(self) -> list[str]:
        """What its unit's registrar may do now."""
        actions = []
        if self.state is _S.PREVIEWED or (self.state is _S.FAILED and self.started):
            actions.append("commit")
        if not self.started and self.state in {_S.PREVIEWED, _S.REFUSED, _S.FAILED}:
            actions.append("correct_mapping")
        return actions
