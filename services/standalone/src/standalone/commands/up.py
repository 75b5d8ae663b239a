"""``huajie up``: run a stack until Ctrl-C."""

import asyncio
import contextlib
import signal
from pathlib import Path

from standalone.commands.terminal import Terminal
from standalone.failures import from_os_error
from standalone.stack import Stack

_EXAMPLE_REPORT = 20


async def run(data: Path, port: int, *, empty: bool, terminal: Terminal) -> None:
    """Start, show where to go, load the example on a first start, wait for the signal, stop.

    Raises:
        StartupError: with the sentence for the user.
    """
    stack = Stack(data, port, on_progress=terminal.step)
    stop = asyncio.Event()
    _listen(stop)
    if not await _start(stack, stop):
        terminal.say("已停止。")
        return
    terminal.step("全部就绪")
    _show(stack, terminal)
    loading = _begin_example(stack, empty=empty, terminal=terminal)
    await stop.wait()
    terminal.say()
    terminal.step("正在停止：先办完手头的请求，再依次关闭")
    if loading is not None:
        loading.cancel()
        await asyncio.gather(loading, return_exceptions=True)
    await stack.stop()
    terminal.step("已停止。数据保留在 " + str(stack.data_dir))


def _listen(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)


async def _start(stack: Stack, stop: asyncio.Event) -> bool:
    """True when up; False when stopped meanwhile (then nothing is left running)."""
    starting = asyncio.create_task(stack.start())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not starting.done():
        starting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await starting
        return False
    await starting
    return True


def _show(stack: Stack, terminal: Terminal) -> None:
    terminal.say()
    terminal.say(f"请用浏览器打开：{stack.endpoints.portal}")
    rows = [(a.username, a.password, a.note) for a in stack.accounts() if a.shown]
    terminal.table("演示账号（开发用，不得用于生产）", ("用户名", "密码", "单位与岗位"), rows)
    terminal.say(
        "另外每个单位都有 <单位代码>.handler 和 <单位代码>.leader，运行 huajie accounts 查看全部。"
    )
    terminal.say(f"数据目录：{stack.data_dir}")
    terminal.say("查看状态：huajie status　　Ctrl-C 停止")
    terminal.say()


def _begin_example(stack: Stack, *, empty: bool, terminal: Terminal) -> asyncio.Task[None] | None:
    from standalone import example

    try:
        if empty:
            example.settle_empty(stack)
    except OSError as e:
        raise from_os_error(e, stack.data_dir) from e
    if example.is_settled(stack):
        return None
    return asyncio.create_task(_load_example(stack, terminal))


async def _load_example(stack: Stack, terminal: Terminal) -> None:
    from standalone import example

    supervisor = stack.supervisor

    def report(phase: str, done: int, total: int) -> None:
        if done % _EXAMPLE_REPORT and done != total:
            return
        supervisor.example = f"{phase} {done}/{total}"
        supervisor.write_state()
        if done == total:
            terminal.step(f"示例台账：{phase}（{done}/{total}）")

    terminal.step("装入示例台账，这期间就可以登录")
    loaded = await example.load_example(stack, report)
    supervisor.example = loaded.sentence
    supervisor.write_state()
    terminal.step(loaded.sentence)
