"""Words to the user: plain lines, and tables that are prettier on a terminal."""

import sys
import time
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table


class Terminal:
    """Standard output; Rich only where a person looks at it."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._began = time.monotonic()

    @property
    def is_tty(self) -> bool:
        """Whether a person looks at it."""
        return sys.stdout.isatty()

    def say(self, text: str = "") -> None:
        """One line."""
        self._console.print(text, markup=False, soft_wrap=True)

    def step(self, text: str) -> None:
        """One line of progress, with the seconds since the start."""
        seconds = time.monotonic() - self._began
        if self.is_tty:
            self._console.print(f"[cyan]{seconds:6.1f} 秒[/cyan]  ", end="")
            self.say(text)
        else:
            self.say(f"{seconds:6.1f} 秒  {text}")

    def table(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table; tab-separated lines where nobody looks."""
        if not self.is_tty:
            self.say(title)
            for row in (heads, *rows):
                self.say("\t".join(row))
            return
        table = Table(title=title, title_justify="left")
        for head in heads:
            table.add_column(head, overflow="fold")
        for row in rows:
            table.add_row(*row)
        self._console.print(table)


def complain(sentence: str) -> None:
    """One sentence to standard error."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
