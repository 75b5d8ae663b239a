"""Named dependencies of intake's routes."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request

from intake.usecases.catalogue import UseCases
from intake.usecases.import_catalogue import ImportUseCases


def _usecases(request: Request) -> UseCases:
    found: UseCases = request.app.state.usecases
    return found


def _imports(request: Request) -> ImportUseCases:
    found: UseCases = request.app.state.usecases
    return found.imports


Intake = Annotated[UseCases, Depends(_usecases)]
"""The use cases."""
Imports = Annotated[ImportUseCases, Depends(_imports)]
"""The use cases of ledger imports."""
CaseId = Annotated[UUID, Path(description="件的系统编号")]
ImportId = Annotated[UUID, Path(description="导入记录的系统编号")]
LinkId = Annotated[UUID, Path(description="重复提示的系统编号")]
