"""Forms about something that is no case: filled, sent, and explained like those of a case."""

from collections.abc import Mapping
from typing import Any

from servicekit.errors import DomainError
from servicekit.ids import new_id
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from portal.clients.upstream import Refused
from portal.composing.case import CaseView
from portal.composing.doing import Filled, context_of, explain, initial_values, unanswered
from portal.forms.action import Action
from portal.forms.reading import Values, read, text_of
from portal.visit import Visit, form_key

_NO_CASE = CaseView("")
Crumb = tuple[str, str]
"""Address and name."""


def blank(
    visit: Visit, action: Action, held: Mapping[str, Any] | None = None, version: int | str = ""
) -> Filled:
    """The form before anything is filled in.

    Args:
        visit: who asks.
        action: the form.
        held: what stands there now, by name.
        version: of what the form is about.
    """
    context = context_of(visit, _NO_CASE)
    values = initial_values(action.parts, context) | _shown(held or {})
    return Filled(action, _NO_CASE, context, values, str(new_id()), str(version))


def _shown(held: Mapping[str, Any]) -> Values:
    return {
        k: [str(x) for x in v] if isinstance(v, list | tuple) else "" if v is None else str(v)
        for k, v in held.items()
    }


def show_form(
    visit: Visit,
    filled: Filled,
    address: str,
    room: Crumb,
    *,
    of: Crumb | None = None,
    about: str = "",
) -> Response:
    """The form's page.

    Args:
        visit: who asks.
        filled: the form.
        address: where it is sent.
        room: address and name of the room it is in.
        of: address and name of the one thing it is about; back goes there, else to the room.
        about: that thing in a sentence.
    """
    crumbs = [room, of] if of else [room]
    return visit.parts.pages.show(
        visit, "prevention_form.html", title=filled.action.title, status=filled.status,
        crumbs=crumbs, form=filled, address=address, about=about, back=crumbs[-1][0],
    )  # fmt: skip


def action_of(actions: Mapping[str, Action], code: str) -> Action:
    """The form of that name; 404 when there is none."""
    if code not in actions:
        raise HTTPException(404)
    return actions[code]


async def send(visit: Visit, action: Action, data: FormData, id_: str = "") -> Filled | None:
    """Send the command; None when it was done, else the form with what is wrong."""
    reading = read(action.parts, data)
    version = text_of(data, "version")
    filled = Filled(
        action, _NO_CASE, context_of(visit, _NO_CASE), reading.values, form_key(data),
        version if version.isdigit() else "", status=422, errors=dict(reading.errors),
    )  # fmt: skip
    if reading.errors:
        return filled
    try:
        await visit.services.prevention.command(
            action.method, action.path.format(id=id_), action.body(reading.body), key=filled.key,
            version=filled.version,
        )  # fmt: skip
    except Refused as refusal:
        explain(filled, reading, refusal)
        return filled
    except DomainError as fault:
        unanswered(filled, fault)
        return filled
    return None
