"""How much memory processes really take: PSS, in which shared pages count once in all."""

from pathlib import Path

import psutil


def _pss(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    try:  # no Linux, or not ours to see
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def tree_bytes(pid: int, *, with_children: bool = True) -> int:
    """PSS in bytes of a process and (for PostgreSQL above all) of its descendants."""
    try:
        process = psutil.Process(pid)
        children = process.children(recursive=True) if with_children else []
    except psutil.Error:
        return 0
    return _pss(pid) + sum(_pss(c.pid) for c in children)
