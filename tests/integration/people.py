"""The people of a story: each logs in with an account of its own and speaks HTTP only."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx2
from servicekit.ids import new_id
from standalone.demo.oidc import Credentials, OidcClient
from standalone.stack import StackFiles
from testkit.drain import until


class RefusedError(AssertionError):
    """A service said no."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.status = answer.status_code
        self.problem = answer.json()
        self.code = self.problem["code"]
        super().__init__(f"{answer.request.method} {answer.request.url}: {answer.text}")


class Person:
    """One account at work."""

    def __init__(self, stack: StackFiles, username: str, unit: str, password: str) -> None:
        self._stack = stack
        self._who = Credentials(username, password, unit)
        self._token: str | None = None
        self._http = httpx2.AsyncClient(timeout=20)

    async def token(self) -> str:
        """Log in once."""
        if self._token is None:
            transport = httpx2.AsyncHTTPTransport()
            oidc = OidcClient(self._stack.endpoints.issuer, transport)
            self._token = (await oidc.log_in(self._who)).access
            await transport.aclose()
        return self._token

    async def ask(self, method: str, service: str, path: str, **kw: Any) -> httpx2.Response:
        """Send one request; when the token has run out, once more with a new one."""
        headers = {"Authorization": f"Bearer {await self.token()}", **kw.pop("headers", {})}
        if method in {"POST", "PUT"}:
            headers.setdefault("Idempotency-Key", str(new_id()))
        base = self._stack.endpoints.services[service]
        answer = await self._http.request(method, base + path, headers=headers, **kw)
        if answer.status_code != HTTPStatus.UNAUTHORIZED:
            return answer
        self._token = None
        headers["Authorization"] = f"Bearer {await self.token()}"
        return await self._http.request(method, base + path, headers=headers, **kw)

    async def get(self, service: str, path: str, **params: Any) -> Any:
        """Read; raises RefusedError."""
        answer = await self.ask("GET", service, path, params=params)
        if answer.is_error:
            raise RefusedError(answer)
        return answer.json()

    async def do(self, service: str, path: str, /, method: str = "POST", **body: Any) -> Any:
        """Command; raises RefusedError."""
        answer = await self.ask(method, service, path, json=body)
        if answer.is_error:
            raise RefusedError(answer)
        return answer.json()

    async def eventually(
        self, service: str, path: str, /, method: str = "POST", **body: Any
    ) -> Any:
        """Command that may have to wait for an event of another service."""
        last: RefusedError | None = None
        async with asyncio.timeout(20):
            while True:
                try:
                    return await self.do(service, path, method, **body)
                except RefusedError as e:
                    last = e
                    if e.code not in {"case_not_found", "illegal_transition", "not_the_leader"}:
                        raise
                try:
                    await until(_never, 0.1)
                except TimeoutError:
                    continue
                raise last

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()


async def _never() -> bool:
    return False


@dataclass
class Cast:
    """Everybody a story needs, made on demand."""

    stack: StackFiles

    def __post_init__(self) -> None:
        self._people: dict[str, Person] = {}

    def __call__(self, username: str) -> Person:
        """The person with this account."""
        if username not in self._people:
            account = self.stack.account(username)
            self._people[username] = Person(
                self.stack, username, username.partition(".")[0], account.password
            )
        return self._people[username]

    async def close(self) -> None:
        """Send everybody home."""
        for p in self._people.values():
            await p.close()
