"""The rules: each walks one parsed file and yields findings."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FORBIDDEN_NAMES = frozenset({"utils.py", "helpers.py", "common.py", "misc.py", "shared.py"})
MAX_FILE = 400
MAX_FUNCTION = 60
MAX_ENDPOINT = 12
_DECLARATIONS = frozenset({"tables.py", "plumbing.py"})
_VERBS = frozenset({"get", "post", "put", "patch", "delete"})


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file."""

    path: Path
    text: str
    tree: ast.Module

    def within(self, *parts: str) -> bool:
        """Whether the path holds these parts next to each other."""
        return "/".join(parts) in self.path.as_posix()


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule, with its place."""

    path: Path
    line: int
    rule: str
    sentence: str


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _call_name(node: ast.Call) -> str:
    parts = []
    target: ast.expr = node.func
    while isinstance(target, ast.Attribute):
        parts.append(target.attr)
        target = target.value
    if isinstance(target, ast.Name):
        parts.append(target.id)
    return ".".join(reversed(parts))


def rooms_have_names(s: Source) -> Iterator[Finding]:
    """A file called utils holds what nobody found a place for."""
    if s.path.name in FORBIDDEN_NAMES:
        yield Finding(s.path, 1, "room-without-a-name", "name the file after what it owns")


def files_are_small(s: Source) -> Iterator[Finding]:
    """Past 400 lines a file has two owners."""
    lines = s.text.count("\n")
    if lines > MAX_FILE:
        yield Finding(s.path, 1, "file-too-long", f"{lines} lines, {MAX_FILE} at most: split it")


def functions_are_short(s: Source) -> Iterator[Finding]:
    """Long functions hide steps that have names."""
    if "tests" in s.path.parts or "migrations" in s.path.parts or s.path.name in _DECLARATIONS:
        return
    for f in _functions(s.tree):
        body = (f.end_lineno or f.lineno) - f.body[0].lineno + 1
        if body > MAX_FUNCTION:
            yield Finding(s.path, f.lineno, "function-too-long", f"{f.name}: {body} lines")


def endpoints_are_thin(s: Source) -> Iterator[Finding]:
    """An endpoint builds a command, calls one use case and shapes the answer."""
    if not s.within("services") or not s.within("src"):
        return
    for f in _functions(s.tree):
        if not any(
            isinstance(d, ast.Call)
            and isinstance(d.func, ast.Attribute)
            and d.func.attr in _VERBS
            and isinstance(d.func.value, ast.Name)
            for d in f.decorator_list
        ):
            continue
        body = (f.end_lineno or f.lineno) - f.body[0].lineno + 1
        limit = 15 if s.within("portal") else MAX_ENDPOINT
        if body > limit:
            yield Finding(
                s.path, f.lineno, "fat-endpoint", f"{f.name}: {body} lines, {limit} at most"
            )


def only_the_unit_of_work_commits(s: Source) -> Iterator[Finding]:
    """A commit outside dbkit is one that no rule guards."""
    if s.within("dbkit", "src") or s.within("tests") or s.within("testkit"):
        return
    for node in ast.walk(s.tree):
        if isinstance(node, ast.Call) and _call_name(node).endswith((".commit", ".rollback")):
            name = _call_name(node)
            if "tx" in name or "session" in name or "connection" in name:
                yield Finding(s.path, node.lineno, "stray-commit", name)


def only_the_relay_publishes(s: Source) -> Iterator[Finding]:
    """An event published past the outbox can tell of something that never happened."""
    if s.path.name == "relay.py" or s.within("tests") or s.within("testkit"):
        return
    for node in ast.walk(s.tree):
        if isinstance(node, ast.Call) and _call_name(node).endswith((".publish", ".publish_async")):
            yield Finding(s.path, node.lineno, "stray-publish", _call_name(node))


def only_the_clock_tells_time(s: Source) -> Iterator[Finding]:
    """Business code gets its time as a parameter, or no test can move it."""
    if s.path.name == "clock.py" or not s.within("services") or s.within("tests"):
        return
    if s.within("standalone", "src") or s.within("portal", "src"):
        return
    for node in ast.walk(s.tree):
        if isinstance(node, ast.Call) and _call_name(node) in {
            "datetime.now", "datetime.utcnow", "date.today", "datetime.datetime.now",
        }:  # fmt: skip
            yield Finding(s.path, node.lineno, "stray-clock", _call_name(node))


def tests_do_not_sleep(s: Source) -> Iterator[Finding]:
    """A sleep in a test is either too short or too long."""
    if "tests" not in s.path.parts:
        return
    for node in ast.walk(s.tree):
        if isinstance(node, ast.Call) and _call_name(node) in {"time.sleep", "asyncio.sleep"}:
            yield Finding(
                s.path, node.lineno, "sleeping-test", "poll with a deadline (testkit.drain)"
            )


def tenants_end_with_the_transaction(s: Source) -> Iterator[Finding]:
    """A setting that outlives its transaction leaks to the next borrower of the connection."""
    if s.within("testkit", "lint") or s.within("tests"):
        return
    for node in ast.walk(s.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.replace(" ", "").lower()
            if "set_config('app.tenant'" in text and "false)" in text:
                yield Finding(s.path, node.lineno, "leaking-tenant", "use set_config(…, true)")


def handlers_set_no_status(s: Source) -> Iterator[Finding]:
    """State changes only inside the domain, through the transition table."""
    if not s.within("services") or not (s.within("usecases") or s.within("api")):
        return
    for node in ast.walk(s.tree):
        if not isinstance(node, ast.Assign) or s.within("portal"):
            continue
        for t in node.targets:
            if isinstance(t, ast.Attribute) and t.attr in {"state", "status"}:
                yield Finding(s.path, node.lineno, "state-outside-domain", ast.unparse(t))


RULES = (
    rooms_have_names, files_are_small, functions_are_short, endpoints_are_thin,
    only_the_unit_of_work_commits, only_the_relay_publishes, only_the_clock_tells_time,
    tests_do_not_sleep, tenants_end_with_the_transaction, handlers_set_no_status,
)  # fmt: skip
