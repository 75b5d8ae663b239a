"""Named points where a test may end the process: ``HUAJIE_FAULT_POINT=name:count``."""

import os
import signal

_point, _, _left = os.environ.get("HUAJIE_FAULT_POINT", "").partition(":")
_countdown = [int(_left or "1")]


def reach(point: str) -> None:
    """End the process with SIGKILL when this is the armed point and its count is used up."""
    if point != _point:
        return
    _countdown[0] -= 1
    if _countdown[0] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
