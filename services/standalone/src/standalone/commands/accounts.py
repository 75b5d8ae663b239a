"""``huajie accounts``: the demo accounts and their passwords."""

from pathlib import Path

from contracts.vocab import LABELS, Role

from standalone.accounts import accounts_of
from standalone.commands.terminal import Terminal
from standalone.failures import StartupError
from standalone.layout import DataFolder


def show(data: Path, *, terminal: Terminal) -> None:
    """Print all of them.

    Raises:
        StartupError: there are none yet.
    """
    folder = DataFolder(data.expanduser().resolve())
    found = accounts_of(folder)
    if not found:
        raise StartupError(
            f"数据目录 {folder.root} 还没有演示账号，请先运行 huajie up。", code="no_accounts"
        )
    labels = LABELS[Role]
    rows = [
        (
            a.username,
            a.password,
            "；".join(
                f"{unit}：{'、'.join(labels[Role(r)] for r in roles)}"
                for unit, roles in a.units.items()
            ),
        )
        for a in found
    ]
    terminal.table("演示账号（开发用，不得用于生产）", ("用户名", "密码", "单位与岗位"), rows)
