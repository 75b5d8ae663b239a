"""Refusals of the ``huajie`` command: one Chinese sentence each, and an exit code."""

import errno
import re


class StartupError(Exception):
    """The stack cannot run; the message is the sentence the user reads.

    Args:
        sentence: what is wrong and what to do.
        code: stable snake_case code.
        exit_code: of the command.
    """

    def __init__(self, sentence: str, *, code: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.exit_code = exit_code


_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}


def disk_full(path: object) -> StartupError:
    """No room is left where the data lie."""
    return StartupError(
        f"磁盘空间不足：数据目录 {path} 所在磁盘已满，请腾出空间后重试。",
        code="disk_full",
        exit_code=5,
    )


def not_writable(path: object) -> StartupError:
    """The data folder refuses writing."""
    return StartupError(
        f"数据目录 {path} 不可写，请检查权限，或用 --data 换一个目录。",
        code="data_not_writable",
        exit_code=6,
    )


def refuse_production(env: str) -> None:
    """The development issuer, and with it this one-machine stack, is not for production.

    Raises:
        StartupError: ``env`` says production.
    """
    if env == "production":
        raise StartupError(
            "开发用身份认证不得用于生产环境（HUAJIE_ENV=production）；生产部署请用 deploy/ 并接入 Keycloak。",
            code="issuer_in_production",
            exit_code=9,
        )


def from_os_error(error: OSError, path: object) -> StartupError:
    """The sentence for an operating system error met under ``path``."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(path)
    where = str(error.filename or path)
    if error.errno in _REFUSED and where.startswith(str(path)):
        return not_writable(path)
    return StartupError(
        f"操作系统拒绝了对 {where} 的访问（{error.strerror or error}），请检查权限和安装。",
        code="io_error",
    )


_FULL = ("No space left on device", "no space left on device", "Disk quota exceeded")
_SCHEMA = re.compile(r'SchemaMismatchError: ([^\n\\"]+)')


def from_log(text: str, path: object) -> StartupError | None:
    """Recognise in a process's last output a failure that has its own sentence."""
    if any(sign in text for sign in _FULL):
        return disk_full(path)
    mismatch = _SCHEMA.search(text)
    if mismatch:
        return StartupError(mismatch.group(1).strip(), code="schema_mismatch", exit_code=7)
    if "schema_newer" in text:
        return StartupError(
            "数据库结构比本程序新：这些数据已由更高版本使用过，请升级程序，或用 --data 换一个目录。",
            code="schema_mismatch",
            exit_code=7,
        )
    if "database files are incompatible with server" in text:
        return StartupError(
            "数据目录由另一大版本的 PostgreSQL 建立，请换用相应版本的程序，或用 --data 换一个目录。",
            code="server_version",
            exit_code=7,
        )
    return None
