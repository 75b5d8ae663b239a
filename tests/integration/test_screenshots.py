"""The pages as pictures, on a desk's screen and on a phone, from the replayed example ledger."""

import io
import os
from pathlib import Path

import openpyxl
import pytest
from browser import DESKTOP, PHONE, Office, Screen
from playwright.async_api import ViewportSize, expect
from stack import LEDGER, ROOT

pytestmark = [pytest.mark.stack, pytest.mark.e2e, pytest.mark.timeout(300)]

# A case that was resolved: every card of its page has something to show.
CASE = "GJ2019032520392"

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the pictures go: HUAJIE_PICTURES, counted from the repository, or nowhere lasting."""
    wanted = os.environ.get("HUAJIE_PICTURES")
    found = ROOT / wanted if wanted else tmp_path
    found.mkdir(parents=True, exist_ok=True)
    return found


async def desk(screen: Screen) -> None:
    await screen.open("/")


async def ledger(screen: Screen) -> None:
    await screen.open("/ledger")


async def case(screen: Screen) -> None:
    await screen.open(f"/ledger?q={CASE}")
    await screen.page.get_by_role("link", name=CASE).click()
    await expect(screen.page.locator(".hj-facts")).to_be_visible()


async def rates(screen: Screen) -> None:
    await screen.open("/rates?as_of=2021-12-31")
    await expect(screen.page.locator("#rate-chart canvas").first).to_be_visible()
    await screen.page.evaluate(
        "scrollBy(0, document.getElementById('goals').closest('section')"
        ".getBoundingClientRect().top - 72)"
    )


async def preview(screen: Screen) -> None:
    workbook = openpyxl.load_workbook(LEDGER)
    workbook.worksheets[0]["D7"] = None
    file = io.BytesIO()
    workbook.save(file)
    await screen.open("/import")
    await screen.page.locator("#file").set_input_files(
        {"name": LEDGER.name, "mimeType": XLSX, "buffer": file.getvalue()}
    )
    await screen.page.get_by_role("button", name="上传并预览").click()
    await expect(screen.page.get_by_role("heading", name="导入预览")).to_be_visible()


ROOMS = (
    (desk, "zjj.handler"), (ledger, "xlb.analyst"), (case, "xlb.supervisor"),
    (rates, "xlb.analyst"), (preview, "xlb.registrar"),
)  # fmt: skip


async def take(screen: Screen, folder: Path, name: str, heading: str = "h1") -> None:
    await expect(screen.page.locator(heading)).to_be_visible()
    path = folder / f"{name}.png"
    await screen.page.screenshot(path=path)
    assert path.stat().st_size > 10_000
    assert screen.faults == []


@pytest.mark.parametrize(("size", "suffix"), [(DESKTOP, ""), (PHONE, "-phone")])
async def test_every_room_can_be_shown(
    played_office: Office, folder: Path, size: ViewportSize, suffix: str
):
    login = await played_office.window(size)
    await login.open("/")
    await take(login, folder, f"login{suffix}")
    for show, who in ROOMS:
        screen = await played_office.log_in(who, size)
        await show(screen)
        await take(screen, folder, f"{show.__name__}{suffix}")
        await screen.page.context.close()
