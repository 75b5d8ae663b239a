"""HTTP to the services: short timeouts, one retry of reads, refusals as values with their sentence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx2
from pydantic import BaseModel, ConfigDict, ValidationError
from servicekit.errors import DomainError
from servicekit.http_client import ServiceUnavailableError
from servicekit.problem import STATUS

M = TypeVar("M", bound=BaseModel)
SLOW = httpx2.Timeout(60.0, connect=2.0)
"""For uploads, commits and exports."""


class Read(BaseModel):
    """Base of what is read from services: unknown members are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Refused(Exception):  # noqa: N818  it is an answer, not a fault
    """A service refused: its problem document."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("code"))
        self.status = status
        self.code = str(problem.get("code", "refused"))
        self.detail = str(problem.get("detail") or "该操作没有被受理。")
        self.missing = [str(m) for m in problem.get("missing") or ()]
        self.errors: list[dict[str, str]] = [
            e for e in problem.get("errors") or () if isinstance(e, dict)
        ]
        self.problem = problem


def status_of(fault: Refused | DomainError) -> int:
    """The HTTP status of a page that tells of a refusal, or of a service that does not answer."""
    return fault.status if isinstance(fault, Refused) else STATUS[fault.category]


class TokenRefusedError(Exception):
    """A service no longer accepts the visitor's token: the login has lapsed."""


class Upstream:
    """The connections to one service.

    Args:
        name: its Chinese name, for notes when it does not answer.
        base_url: its address.
        transport: tests pass their own.
    """

    def __init__(
        self, name: str, base_url: str, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self.name = name
        self.http = httpx2.AsyncClient(
            base_url=base_url, timeout=httpx2.Timeout(5.0, connect=2.0), transport=transport
        )

    def unavailable(self) -> ServiceUnavailableError:
        """The refusal when it does not answer."""
        return ServiceUnavailableError(f"{self.name}服务暂时没有应答，请稍后重试。")

    async def aclose(self) -> None:
        """Close the connections."""
        await self.http.aclose()


@dataclass(frozen=True, slots=True)
class Line:
    """A service as one visitor may use it."""

    upstream: Upstream
    token: str = field(repr=False)
    correlation_id: str | None

    def _headers(self, extra: dict[str, str] | None) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.token}", **(extra or {})}
        if self.correlation_id:
            headers["X-Correlation-Id"] = self.correlation_id
        return headers

    async def _send(self, method: str, path: str, **kw: Any) -> httpx2.Response:
        headers = self._headers(kw.pop("headers", None))
        for left in (1, 0) if method == "GET" else (0,):
            try:
                return await self.upstream.http.request(method, path, headers=headers, **kw)
            except httpx2.TransportError as e:
                if not left:
                    raise self.upstream.unavailable() from e
        raise AssertionError

    async def ask(self, method: str, path: str, **kw: Any) -> Any:
        """Send a request and return the decoded answer.

        Raises:
            Refused: the service refused with a problem document.
            TokenRefusedError: the login has lapsed.
            ServiceUnavailableError: no answer, or none that can be understood.
        """
        return (await self.answer(method, path, **kw))[1]

    async def answer(self, method: str, path: str, **kw: Any) -> tuple[int, Any]:
        """Send a request and return status and decoded answer; None for one without content.

        Raises:
            Refused: as ``ask``.
            TokenRefusedError: as ``ask``.
            ServiceUnavailableError: as ``ask``.
        """
        answer = await self._send(method, path, **kw)
        if answer.status_code == httpx2.codes.UNAUTHORIZED:
            raise TokenRefusedError
        if answer.status_code == httpx2.codes.NO_CONTENT:
            return answer.status_code, None
        try:
            body = answer.json()
        except ValueError as e:
            raise self.upstream.unavailable() from e
        if answer.is_success:
            return answer.status_code, body
        if answer.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR or not isinstance(body, dict):
            raise self.upstream.unavailable()
        raise Refused(answer.status_code, body)

    async def read(self, model: type[M], path: str, **params: Any) -> M:
        """GET one thing; parameters that are None or empty are left out.

        Raises:
            Refused: as ``ask``.
            ServiceUnavailableError: as ``ask``, also when the answer lacks what pages need.
        """
        query = {k: v for k, v in params.items() if v not in {None, ""}}
        try:
            return model.model_validate(await self.ask("GET", path, params=query))
        except ValidationError as e:
            raise self.upstream.unavailable() from e

    async def command(
        self, method: str, path: str, body: dict[str, Any], *, key: str, version: str = ""
    ) -> Any:
        """Send a command under an idempotency key, for the version that the form showed."""
        headers = {"Idempotency-Key": key}
        if version:
            headers["If-Match"] = f'"{version}"'
        return await self.ask(method, path, json=body, headers=headers)

    @asynccontextmanager
    async def stream(self, path: str, **params: Any) -> AsyncIterator[httpx2.Response]:
        """GET a file piece by piece.

        Raises:
            Refused: the service refused.
            ServiceUnavailableError: no answer.
        """
        query = {k: v for k, v in params.items() if v not in {None, ""}}
        try:
            async with self.upstream.http.stream(
                "GET", path, params=query, headers=self._headers(None), timeout=SLOW
            ) as answer:
                if answer.status_code == httpx2.codes.UNAUTHORIZED:
                    raise TokenRefusedError
                if not answer.is_success:
                    await answer.aread()
                    raise Refused(answer.status_code, answer.json())
                yield answer
        except httpx2.TransportError as e:
            raise self.upstream.unavailable() from e
