"""Tools that services bring along are found under ``huajie``."""

import sys

import pytest
from standalone.cli import app
from standalone.commands.lazy import LazyGroup
from typer.testing import CliRunner


def test_help_names_the_tools_without_importing_them():
    for module, _ in LazyGroup.groups.values():
        sys.modules.pop(module, None)
    told = CliRunner().invoke(app, ["--help"])
    assert told.exit_code == 0
    assert all(name in told.output for name in LazyGroup.groups)
    assert not {module for module, _ in LazyGroup.groups.values()} & set(sys.modules)


@pytest.mark.parametrize("group", sorted(LazyGroup.groups))
def test_each_tool_tells_its_subcommands(group):
    told = CliRunner().invoke(app, [group, "--help"])
    assert told.exit_code == 0, told.output
    assert "Commands" in told.output


def test_a_ledger_is_checked_without_a_server(tmp_path):
    ledger = tmp_path / "台账.csv"
    ledger.write_text("这不是台账\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["ledger", "check", str(ledger)])
    assert told.exit_code == 2
    assert "表头" in told.output
