"""Refuses text that nothing here can keep: NUL characters and halves of surrogate pairs."""

import re
from collections.abc import Iterable
from typing import Any

from fastapi import Request

from servicekit.errors import InvalidError

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


class CharactersNotAllowedError(InvalidError):
    """PostgreSQL keeps no NUL, and no encoding keeps half a surrogate pair."""

    code = "characters_not_allowed"


async def refuse_unkeepable(request: Request) -> None:
    """Check address, query and JSON body of a request before anything is done with it.

    Raises:
        CharactersNotAllowedError: a text holds such a character; the text is not repeated.
    """
    texts = [*request.path_params.values(), *request.query_params.values()]
    if any(_UNKEEPABLE.search(t) for t in _strings([*texts, await _body(request)])):
        raise CharactersNotAllowedError(
            "内容含有无法保存的字符（空字符或残缺字符），请删去后重试。"
        )


async def _body(request: Request) -> Any:
    subtype = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not subtype.endswith("json"):
        return None
    try:
        return await request.json()
    except (ValueError, RecursionError):
        return None  # the route says what is wrong with it


def _strings(value: Any) -> Iterable[str]:
    left = [value]
    while left:
        match left.pop():
            case str() as text:
                yield text
            case list() as items:
                left.extend(items)
            case dict() as members:
                left.extend(members)
                left.extend(members.values())
            case _:
                pass
