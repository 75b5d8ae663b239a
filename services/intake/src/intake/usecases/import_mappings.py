"""The column mappings a unit chose: shown, and forgotten on request."""

from typing import Any
from uuid import UUID

from contracts.vocab import Role
from dbkit.caller import Caller
from servicekit.auth import Principal

from intake.domain.errors import MappingNotFoundError
from intake.storage.import_mappings import ImportMappingStore
from intake.usecases.context import Context


class ImportMappings:
    """Remembered mappings of the caller's unit."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def all(self, who: Principal) -> list[dict[str, Any]]:
        """The unit's mappings, last made first."""
        who.require(Role.REGISTRAR, Role.SUPERVISOR)
        async with self._context.db.read(who.unit) as session:
            return await ImportMappingStore(session, self._context.vault).all()

    async def forget(self, caller: Caller, mapping_id: UUID) -> None:
        """Forget one; files under its headings are read by their headings again.

        Raises:
            MappingNotFoundError: the unit has no such mapping.
        """
        caller.principal.require(Role.REGISTRAR)
        async with self._context.db.transaction(caller) as tx:
            if tx.replayed is not None:
                return
            store = ImportMappingStore(tx.session, self._context.vault)
            if not await store.forget(mapping_id):
                raise MappingNotFoundError
            tx.audit("import_mapping.forgotten", mapping_id)
