"""The answer of nearly every command."""

from uuid import UUID

from pydantic import BaseModel


class Receipt(BaseModel):
    """What was made or changed: its id, its case, the case's version and state after it."""

    id: UUID
    case_id: UUID
    version: int
    state: str
