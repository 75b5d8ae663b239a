"""Each project rule finds its fault and leaves good code alone."""

import pytest
from testkit.lint.__main__ import check

GOOD = '''"""A module."""
from fastapi import APIRouter

api = APIRouter()


@api.get("/x")
async def x() -> int:
    return 1
'''

BAD = {
    "room-without-a-name": ("services/intake/src/intake/utils.py", "x = 1\n"),
    "file-too-long": ("services/intake/src/intake/big.py", "x = 1\n" * 401),
    "function-too-long": ("libs/dbkit/src/dbkit/f.py", "def f():\n" + "    x = 1\n" * 61),
    "fat-endpoint": (
        "services/intake/src/intake/api/e.py",
        "@api.post('/x')\nasync def x():\n" + "    y = 1\n" * 13,
    ),
    "stray-commit": (
        "services/intake/src/intake/a.py",
        "async def f(session):\n    await session.commit()\n",
    ),
    "stray-publish": (
        "services/intake/src/intake/b.py",
        "async def f(js):\n    await js.publish('x')\n",
    ),
    "stray-clock": ("services/intake/src/intake/c.py", "def f():\n    return datetime.now(UTC)\n"),
    "sleeping-test": (
        "services/intake/tests/test_x.py",
        "async def f():\n    await asyncio.sleep(1)\n",
    ),
    "leaking-tenant": (
        "services/intake/src/intake/d.py",
        "Q = \"select set_config('app.tenant', :t, false)\"\n",
    ),
    "state-outside-domain": (
        "services/intake/src/intake/usecases/g.py",
        "def f(c):\n    c.state = 'x'\n",
    ),
}


@pytest.mark.parametrize("rule", sorted(BAD))
def test_a_rule_finds_its_fault(tmp_path, rule):
    place, text = BAD[rule]
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert rule in {f.rule for f in check(tmp_path)}


def test_good_code_passes(tmp_path):
    path = tmp_path / "services/intake/src/intake/api/things.py"
    path.parent.mkdir(parents=True)
    path.write_text(GOOD)
    assert list(check(tmp_path)) == []
