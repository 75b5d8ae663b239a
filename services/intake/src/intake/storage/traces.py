"""Removes what would still tell others of a case after it was sealed (R72)."""

from uuid import UUID

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from intake.storage.import_files import ImportFileStore
from intake.storage.import_tables import ImportLineRow, ImportRow
from intake.storage.imports import without_samples
from intake.storage.vault import Vault


async def wipe_previews(
    session: AsyncSession, vault: Vault, *, case_no: str, case_id: UUID | None = None,
    tenant: str | None = None,
) -> None:  # fmt: skip
    """Remove rows of ledgers that tell of a case, the samples of their columns and the kept files.

    An import that was not committed can then not be read again from the file: it has to be uploaded.

    Args:
        session: bound to the system tenant.
        vault: makes the index and opens the samples.
        case_no: the number that the case has, or had, in the open.
        case_id: the case, when rows may be known to be of it.
        tenant: only this unit's imports; all when not given.
    """
    tells = ImportLineRow.number_key == vault.number_key(case_no)
    if case_id is not None:
        tells = or_(tells, ImportLineRow.case_id == case_id)
    if tenant is not None:
        tells = and_(tells, ImportLineRow.tenant == tenant)
    gone = await session.scalars(
        delete(ImportLineRow).where(tells).returning(ImportLineRow.import_id)
    )
    # An import that is being committed waits for this case, and forgets samples and file by itself.
    imports = await session.scalars(
        select(ImportRow).where(ImportRow.id.in_(set(gone))).with_for_update(skip_locked=True)
    )
    files = ImportFileStore(session, vault)
    for i in list(imports):
        i.mapping, i.kept_until = without_samples(vault, i), None
        await files.drop(i.id)
