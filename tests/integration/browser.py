"""People at their screens: Chromium on the portal, one window per person, the real login."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Page,
    Response,
    ViewportSize,
    async_playwright,
    expect,
)
from standalone.stack import StackFiles
from testkit.drain import until

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESKTOP = ViewportSize(width=1366, height=768)
PHONE = ViewportSize(width=390, height=844)

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_TELL_CSP = """document.addEventListener("securitypolicyviolation",
    e => console.error("CSP " + e.violatedDirective + " " + e.blockedURI));"""
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def chromium() -> str:
    """Where Chromium is; skips the test when there is none, or fails it if it must be there."""
    found = os.environ.get("HUAJIE_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is not None:
        return found
    reason = "no Chromium here: install chromium, or name one with HUAJIE_CHROMIUM"
    if os.environ.get("HUAJIE_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


class Screen:
    """One person's window; ``faults`` are the console's errors on the portal's own pages."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.faults: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and self.page.url.startswith(self.base):
            self.faults.append(f"{self.page.url}: {message.text}")

    async def open(self, path: str) -> Response:
        """Go to a page of the portal."""
        answer = await self.page.goto(self.base + path)
        assert answer is not None
        return answer

    async def fill(self, answers: dict[str, Any]) -> None:
        """Answer a form's questions by their names: True ticks, a list ticks several."""
        for name, value in answers.items():
            asked = self.page.locator(f"main [name='{name}']")
            kind = await asked.first.evaluate("e => e.type")
            if value is True:
                await asked.check()
            elif kind in {"radio", "checkbox"}:
                for one in value if isinstance(value, list) else [value]:
                    await self.page.locator(f"main [name='{name}'][value='{one}']").check()
            elif kind == "select-one":
                await asked.select_option(value)
            else:
                await asked.fill(value)

    async def submit(self) -> str:
        """Send the page's form; the sentence that the next page says about it."""
        await self.page.locator("main form[method=post] button[type=submit]").first.click()
        note = self.page.locator(".hj-note[role=status], .hj-note[role=alert]").first
        await note.wait_for()
        return await note.inner_text()

    async def reach(self, path: str, target: str) -> None:
        """Look at a page again until other services have told it enough to show ``target``."""

        async def shown() -> bool:
            await self.open(path)
            return await self.page.locator(target).count() > 0

        if self.page.url != self.base + path or not await self.page.locator(target).count():
            await until(shown, 40)

    async def act(self, case_id: str, code: str, **answers: Any) -> str:
        """Open a case, take an action that it offers, fill its form and send it."""
        form = f"/cases/{case_id}/do/{code}"
        await self.reach(f"/cases/{case_id}", f".hj-acts a[href='{form}']")
        await self.page.locator(f".hj-acts a[href='{form}']").click()
        await self.fill(answers)
        said = await self.submit()
        await expect(self.page).to_have_url(f"{self.base}/cases/{case_id}")
        return said

    async def total(self) -> int:
        """How many the page counts."""
        text = await self.page.locator(".hj-pager__total").inner_text()
        (number,) = re.findall(r"共 (\d+)", text)
        return int(number)

    async def menu(self) -> list[str]:
        """The addresses in the menu."""
        links = self.page.locator(".hj-side__link")
        return list(await links.evaluate_all("all => all.map(a => a.getAttribute('href'))"))

    async def sideways(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(await self.page.evaluate(_SIDEWAYS))


class Office:
    """A browser in which people log in to one stack."""

    def __init__(self, browser: Browser, stack: StackFiles) -> None:
        self.browser = browser
        self.stack = stack

    async def window(self, size: ViewportSize = DESKTOP, **more: Any) -> Screen:
        """A window in which nobody has logged in yet."""
        context = await self.browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", **more
        )
        await context.add_init_script(_TELL_CSP)
        context.set_default_timeout(15_000)
        return Screen(await context.new_page(), self.stack.endpoints.portal)

    async def log_in(self, username: str, size: ViewportSize = DESKTOP, **more: Any) -> Screen:
        """A window in which this account has logged in through the issuer."""
        screen = await self.window(size, **more)
        await screen.open("/")
        await self.give_password(screen, username)
        return screen

    async def give_password(self, screen: Screen, username: str) -> None:
        """Fill the issuer's form, which leads back to the page that was asked for."""
        page = screen.page
        await page.locator("[name=username]").fill(username)
        await page.locator("[name=password]").fill(self.stack.account(username).password)
        await page.locator("button[type=submit]").click()
        await page.locator(".hj-bar__out").wait_for()


@asynccontextmanager
async def open_office(stack: StackFiles) -> AsyncIterator[Office]:
    """Start Chromium, and end it afterwards."""
    executable = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable, args=list(FLAGS), env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        yield Office(browser, stack)
        await browser.close()
