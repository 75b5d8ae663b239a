"""Subcommands of other packages, imported only when they are called."""

from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup
from typing_extensions import override


class ToolGroup(TyperGroup):
    """A group of subcommands that a service brings along as a Typer ``app`` in ``module``."""

    def __init__(self, name: str, module: str, help_: str) -> None:
        super().__init__(name=name, help=help_, no_args_is_help=True)
        self._module = module

    def _tools(self) -> Any:
        return typer.main.get_group(import_module(self._module).app)

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        found: list[str] = self._tools().list_commands(ctx)
        return found

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return self._tools().get_command(ctx, cmd_name)


class LazyGroup(TyperGroup):
    """A command group that knows some subcommands by the place of their function only."""

    elsewhere: ClassVar[dict[str, str]] = {
        "demo": "standalone.demo.command",
        "audit": "standalone.audit.command",
    }
    groups: ClassVar[dict[str, tuple[str, str]]] = {
        "ledger": ("intake.ledger.command", "检查台账文件（不需要服务在运行）。"),
        "repeats": ("intake.matching.matter.command", "评测“同一事项”的判断。"),
        "persons": ("intake.matching.persons.command", "评测“同一信访人”的判断。"),
        "categories": ("intake.classify.command", "评测问题类别的推荐。"),
        "closures": ("supervision.closures.command", "评测“以过程代结果”的判断。"),
    }

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *self.elsewhere, *self.groups]

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in self.groups:
            return ToolGroup(cmd_name, *self.groups[cmd_name])
        module = self.elsewhere.get(cmd_name)
        if module is None:
            return super().get_command(ctx, cmd_name)
        single = typer.Typer(add_completion=False)
        single.command(cmd_name)(getattr(import_module(module), cmd_name))
        return typer.main.get_command(single)
