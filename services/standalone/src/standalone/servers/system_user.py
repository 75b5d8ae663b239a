"""Whom PostgreSQL runs as: ourselves, or an OS user of its own when we are root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from standalone.failures import StartupError

USER_NAME = "pgserver"
"""The same name that the wheel uses."""


@dataclass(frozen=True, slots=True)
class SystemUser:
    """An OS user and its group."""

    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Hand ``path`` over to this user, and let it reach it.

        Every folder above gets "others may pass" (not "others may read").

        Raises:
            OSError: we may not.
        """
        os.chown(path, self.uid, self.gid)
        for parent in path.resolve().parents:
            mode = parent.stat().st_mode
            if not mode & stat.S_IXOTH:
                parent.chmod(mode | stat.S_IXOTH)


def required_user() -> SystemUser | None:
    """The user PostgreSQL must run as, or None when it may run as ourselves.

    PostgreSQL refuses to run as root; the user is made when it is missing.

    Raises:
        StartupError: we are root and can make no user.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(USER_NAME)
    except KeyError:
        entry = _create()
    return SystemUser(entry.pw_uid, entry.pw_gid)


def _create() -> pwd.struct_passwd:
    command = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    try:
        if command is None:
            raise FileNotFoundError("useradd")
        subprocess.run(
            [command, "--system", "--user-group", "--no-create-home", USER_NAME],
            check=True,
            capture_output=True,
        )
        return pwd.getpwnam(USER_NAME)
    except (OSError, subprocess.CalledProcessError, KeyError) as e:
        raise StartupError(
            f"数据库不能以 root 身份运行，也无法建立系统用户 {USER_NAME}；请改用普通用户启动。",
            code="no_system_user",
        ) from e


def let_pass(user: SystemUser | None, path: Path) -> None:
    """Let ``user`` reach a file that the package manager installed (the server's program).

    Raises:
        OSError: we may not.
    """
    if user is None:
        return
    for parent in path.resolve().parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
