"""One supervisor per data folder."""

import fcntl
import json
import os
from pathlib import Path
from typing import IO

from standalone.failures import StartupError
from standalone.layout import DataFolder


class FolderLock:
    """An exclusive lock on a data folder; the kernel lets go of it when its holder dies."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take it.

        Raises:
            StartupError: another instance holds it.
            OSError: the folder cannot be written.
        """
        file = self._folder.lock_file.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            file.close()
            raise StartupError(
                f"数据目录 {self._folder.root} 已有一个实例在运行{_where(self._folder)}；"
                "请先停止它，或用 --data 换一个目录。",
                code="second_instance",
                exit_code=4,
            ) from e
        os.set_inheritable(file.fileno(), False)  # noqa: FBT003  the standard library's signature
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let go."""
        if self._file is not None:
            self._file.close()
            self._file = None


def is_held(folder: DataFolder) -> bool:
    """Whether a supervisor runs on this folder."""
    try:
        with folder.lock_file.open("r", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _where(folder: DataFolder) -> str:
    try:
        state = json.loads(Path(folder.state_file).read_text("utf-8"))
        return f"（{state['address']}，进程号 {state['pid']}）"
    except (OSError, ValueError, KeyError):
        return ""
