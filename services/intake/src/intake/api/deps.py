"""Named dependencies of intake's routes."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request

from intake.usecases.catalogue import UseCases


def _usecases(request: Request) -> UseCases:
    found: UseCases = request.app.state.usecases
    return found


Intake = Annotated[UseCases, Depends(_usecases)]
"""The use cases."""
CaseId = Annotated[UUID, Path(description="件的系统编号")]
ImportId = Annotated[UUID, Path(description="导入记录的系统编号")]
LinkId = Annotated[UUID, Path(description="重复提示的系统编号")]
