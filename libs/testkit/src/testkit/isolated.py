"""``python -m testkit.isolated [SERVICE…]``: each service's tests with only what it declares.

In the common environment an undeclared import succeeds; here it fails.
"""

import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SERVICES = (
    "standalone", "assignment", "supervision", "intake", "reporting", "mediation", "portal",
)  # fmt: skip
"""The longest first, so that two lanes end together."""
STATE = Path(".state/isolated")
_LOCAL = "huajie-"


def _project(name: str) -> Path:
    for base in ("libs", "services"):
        path = Path(base) / name
        if path.exists():
            return path
    raise FileNotFoundError(name)


def closure(service: str) -> tuple[list[Path], list[str]]:
    """The workspace packages a service's tests need, and the third-party names of its test group."""
    wanted, third_party = [service], []
    seen: dict[str, Path] = {}
    extras = False
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen[name] = _project(name)
        data = tomllib.loads((seen[name] / "pyproject.toml").read_text(encoding="utf-8"))
        needs = list(data["project"]["dependencies"])
        if name == service:
            test = data.get("dependency-groups", {}).get("test", [])
            extras = any(t.startswith("huajie-testkit[") for t in test)
            needs += test
        if name == "testkit" and extras:
            needs += data["project"]["optional-dependencies"]["service"]
        for need in needs:
            bare = need.split("[")[0].split(">")[0].strip()
            if bare.startswith(_LOCAL):
                wanted.append(bare.removeprefix(_LOCAL))
            elif name == service:
                third_party.append(need)
    return list(seen.values()), third_party


def _environment() -> dict[str, str]:
    """Our own variables for uv: a cache beside the environments, and pip's index where one is set."""
    env = {**os.environ, "UV_CACHE_DIR": str(STATE.parent.resolve() / "uv")}
    index = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    if index:
        env.setdefault("UV_DEFAULT_INDEX", index)
    return env


def prepare(service: str, env: dict[str, str]) -> Path:
    """Make the environment that holds only the service's declared needs.

    Returns:
        Its Python.
    """
    packages, third_party = closure(service)
    venv = STATE / service
    uv = str(Path(sys.executable).parent / "uv")
    python = venv / "bin/python"
    subprocess.run(
        [uv, "venv", "-q", "--clear", "--python", sys.executable, str(venv)], check=True, env=env
    )
    subprocess.run(
        [uv, "pip", "install", "-q", "--python", str(python), "-c", "requirements-dev.txt",
         *third_party, *(a for p in packages for a in ("-e", str(p)))],
        check=True, env=env,
    )  # fmt: skip
    return python


def run(service: str, env: dict[str, str]) -> tuple[str, int]:
    """Run the service's tests in its environment, its output in one piece at the end.

    Returns:
        The service, and pytest's exit code.
    """
    python = prepare(service, env)
    tests = str(_project(service) / "tests")
    done = subprocess.run(
        [str(python), "-m", "pytest", "-p", "no:cacheprovider", "--durations=3", tests],
        capture_output=True, text=True, check=False, env=env,
    )  # fmt: skip
    print(f"== {service}\n{done.stdout}{done.stderr}", flush=True)  # noqa: T201
    return service, done.returncode


def main() -> int:
    """Run the named services, or all, two at a time."""
    env = _environment()
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda s: run(s, env), sys.argv[1:] or SERVICES))
    failed = [service for service, code in results if code != 0]
    if failed:
        print("failed in isolation: " + ", ".join(failed))  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
