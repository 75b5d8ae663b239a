"""Calls from one service to another, on behalf of the user who asked."""

from typing import Any, Self

import httpx2

from servicekit.errors import Category, DomainError


class ServiceUnavailableError(DomainError):
    """The other service does not answer."""

    code = "service_unavailable"
    category = Category.UNAVAILABLE


class ServiceClient:
    """An HTTP client of one service: short timeouts, the caller's token and correlation id forwarded."""

    def __init__(self, base_url: str, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self._http = httpx2.AsyncClient(
            base_url=base_url, timeout=httpx2.Timeout(5.0, connect=2.0), transport=transport
        )

    async def request(
        self, method: str, path: str, *, token: str, correlation_id: str | None = None, **kw: Any
    ) -> httpx2.Response:
        """Send one request; a GET is tried once more when the connection fails.

        Raises:
            ServiceUnavailableError: no answer.
        """
        headers = {"Authorization": f"Bearer {token}", **kw.pop("headers", {})}
        if correlation_id:
            headers["X-Correlation-Id"] = correlation_id
        for left in (1, 0) if method == "GET" else (0,):
            try:
                return await self._http.request(method, path, headers=headers, **kw)
            except httpx2.TransportError as e:
                if not left:
                    raise ServiceUnavailableError("相关服务暂不可用，请稍后重试。") from e
        raise AssertionError

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        """Enter."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self.aclose()
