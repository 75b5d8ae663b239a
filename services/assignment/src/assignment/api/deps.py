"""Named dependencies of the routes, and the base of command bodies."""

from datetime import date
from typing import Annotated, cast

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from assignment.usecases.catalogue import UseCases


def _usecases(request: Request) -> UseCases:
    return cast("UseCases", request.app.state.usecases)


Uses = Annotated[UseCases, Depends(_usecases)]
"""The service's commands and reads."""


class Command(BaseModel):
    """Base of command bodies: unknown fields are refused; the day is today when not given."""

    model_config = ConfigDict(extra="forbid")

    occurred_on: date | None = Field(default=None, title="发生日期")


Text = Annotated[str, Field(max_length=4000)]
"""A sentence or a paragraph."""
Name = Annotated[str, Field(max_length=200)]
"""A name, a title, a number."""
Code = Annotated[str, Field(max_length=64)]
"""A unit's code."""
