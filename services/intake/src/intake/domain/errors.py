"""Refusals of intake, each with its own code."""

from servicekit.errors import Category, ConflictError, DomainError, InvalidError, NotFoundError


class CaseNotFoundError(NotFoundError):
    """No such case, or none this unit may know of: the two look the same."""

    code = "case_not_found"

    def __init__(self) -> None:
        super().__init__("没有这件信访事项，或者您的单位无权查看。")


class ImportNotFoundError(NotFoundError):
    """No such import of this unit."""

    code = "import_not_found"

    def __init__(self) -> None:
        super().__init__("没有这次台账导入记录。")


class LinkNotFoundError(NotFoundError):
    """No such repeat link, or none this unit may know of."""

    code = "repeat_link_not_found"

    def __init__(self) -> None:
        super().__init__("没有这条重复信访提示。")


class CaseNumberTakenError(ConflictError):
    """信访件编号 is unique in the district."""

    code = "case_no_taken"

    def __init__(self, case_no: str | None = None) -> None:
        if case_no is None:
            super().__init__("有信访件编号刚刚被登记，请重试。")
        else:
            super().__init__(f"信访件编号 {case_no} 已经登记过，请核对。", case_no=case_no)


class UnitUnknownError(InvalidError):
    """A unit code that the district's directory does not hold."""

    code = "unit_unknown"

    def __init__(self, unit: str) -> None:
        super().__init__(f"单位代码 {unit} 不在单位名录中。", unit=unit)


class EvidenceMissingError(InvalidError):
    """A tick of the verification without evidence (R12)."""

    code = "evidence_missing"

    def __init__(self, missing: list[str]) -> None:
        super().__init__("每一项核对都要写明依据。", missing=missing)


class PetitionerInvalidError(InvalidError):
    """A petitioner's number or phone that cannot be right; the number itself is not repeated."""

    code = "petitioner_invalid"


class SamePetitionError(InvalidError):
    """A case cannot repeat itself, and a repeat cannot be older than what it repeats."""

    code = "repeat_order"


class LedgerRefusedError(InvalidError):
    """The uploaded ledger as a whole is refused; ``refused_because`` gives it the reason's code."""

    code = "ledger_refused"


class UploadTooLargeError(DomainError):
    """The uploaded file passes the limit of a ledger."""

    code = "body_too_large"
    category = Category.TOO_LARGE


def refused_because(reason: str, sentence: str, **context: object) -> LedgerRefusedError:
    """A refusal whose code is the reader's reason, such as ``encrypted`` or ``too_large``."""
    kind = type("LedgerRefusedError", (LedgerRefusedError,), {"code": reason})
    error: LedgerRefusedError = kind(sentence, **context)
    return error
