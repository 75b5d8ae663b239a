"""Stores references to legal documents of a case (R33)."""

from uuid import UUID

from servicekit.errors import ConflictError
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from intake.domain.legal_reference import LegalKind, LegalReference
from intake.storage.case_tables import LegalReferenceRow


class ReferenceTakenError(ConflictError):
    """The document is referred to already."""

    code = "legal_reference_taken"


class LegalReferenceStore:
    """References under row security; who may look is the use case's matter."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, reference: LegalReference) -> None:
        """Keep one.

        Raises:
            ReferenceTakenError: the case refers to this document already.
        """
        values = {
            "id": reference.id, "case_id": reference.case_id,
            "document_no": reference.document_no, "organ": reference.organ,
            "issued_on": reference.issued_on, "kind": reference.kind.value,
            "recorded_by": reference.recorded_by, "recorded_at": reference.recorded_at,
        }  # fmt: skip
        try:
            await self._session.execute(insert(LegalReferenceRow).values(values))
        except IntegrityError as e:
            raise ReferenceTakenError("这份法律文书已经登记。") from e

    async def of_case(self, case_id: UUID) -> list[LegalReference]:
        """All of a case, by day."""
        rows = await self._session.scalars(
            select(LegalReferenceRow)
            .where(LegalReferenceRow.case_id == case_id)
            .order_by(LegalReferenceRow.issued_on, LegalReferenceRow.document_no)
        )
        return [
            LegalReference(
                r.id, r.case_id, r.document_no, r.organ, r.issued_on, LegalKind(r.kind),
                r.recorded_by, r.recorded_at,
            )
            for r in rows
        ]  # fmt: skip
