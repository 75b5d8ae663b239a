"""Named dependencies of the routers."""

from typing import Annotated
from uuid import UUID

from dbkit.caller import CurrentCaller
from fastapi import Depends, Path, Request
from servicekit.auth import CaseReader

from mediation.usecases.catalogue import UseCases


def _usecases(request: Request) -> UseCases:
    found: UseCases = request.app.state.usecases
    return found


Do = Annotated[UseCases, Depends(_usecases)]
"""The use cases of this service."""

CaseId = Annotated[UUID, Path(description="事项的 case_id")]
MeasureId = Annotated[UUID, Path(description="措施编号")]

__all__ = ["CaseId", "CaseReader", "CurrentCaller", "Do", "MeasureId"]
