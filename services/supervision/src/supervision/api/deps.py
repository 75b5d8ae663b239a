"""Named dependencies of the handlers."""

from typing import Annotated, cast

from fastapi import Depends, Request

from supervision.usecases.catalogue import UseCases


def _usecases(request: Request) -> UseCases:
    return cast("UseCases", request.app.state.usecases)


CurrentUseCases = Annotated[UseCases, Depends(_usecases)]
"""The wired use cases of the running application."""
