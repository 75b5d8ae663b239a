"""Subcommands of other packages, imported only when they are called or listed."""

from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup
from typing_extensions import override


class LazyGroup(TyperGroup):
    """A command group that knows some subcommands by the place of their function only."""

    elsewhere: ClassVar[dict[str, str]] = {
        "demo": "standalone.demo.command",
        "audit": "standalone.audit.command",
    }
    groups: ClassVar[dict[str, str]] = {
        "ledger": "intake.ledger.command",
        "repeats": "intake.matching.matter.command",
        "persons": "intake.matching.persons.command",
        "categories": "intake.classify.command",
    }
    """Groups of subcommands that services bring along; each module holds a Typer ``app``."""

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *self.elsewhere, *self.groups]

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in self.groups:
            return typer.main.get_group(import_module(self.groups[cmd_name]).app)
        module = self.elsewhere.get(cmd_name)
        if module is None:
            return super().get_command(ctx, cmd_name)
        single = typer.Typer(add_completion=False)
        single.command(cmd_name)(getattr(import_module(module), cmd_name))
        return typer.main.get_command(single)
