"""``python -m testkit.isolated [SERVICE…]``: each service's tests with only what it declares.

In the common environment an undeclared import succeeds; here it fails.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

SERVICES = (
    "intake", "assignment", "mediation", "supervision", "reporting", "portal", "standalone",
)  # fmt: skip
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


def run(service: str) -> int:
    """Make the environment and run the service's tests in it.

    Returns:
        pytest's exit code.
    """
    packages, third_party = closure(service)
    venv = STATE / service
    uv = str(Path(sys.executable).parent / "uv")
    python = str(venv / "bin/python")
    subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, str(venv)], check=True)  # noqa: S603
    subprocess.run(  # noqa: S603
        [uv, "pip", "install", "-q", "--python", python, "-c", "requirements-dev.txt", *third_party,
         *(a for p in packages for a in ("-e", str(p)))],
        check=True,
    )  # fmt: skip
    tests = _project(service) / "tests"
    command = [python, "-m", "pytest", "-p", "no:cacheprovider", str(tests)]
    return subprocess.run(command, check=False).returncode  # noqa: S603


def main() -> int:
    """Run the named services, or all."""
    failed = [s for s in (sys.argv[1:] or SERVICES) if run(s) != 0]
    if failed:
        print("failed in isolation: " + ", ".join(failed))  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
