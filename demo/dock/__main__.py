"""`python -m demo.dock`: plays the devices of terminals, driven by its window and by its state file alike."""

from __future__ import annotations

import argparse
import re
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from demo.dock.dock import Dock
from demo.dock.workbench import WORKBENCH
from devices.core.errors import SimulationForbiddenError
from devices.core.simulation import SimulationPermit
from shared.command_line import Parser

_TICK_S = 0.05
_TERMINALS = ("kiosk", "counter")
_FAILED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the dock until it is told to stop; the exit status is 0, or 2 when it can't run here."""
    options = _parser().parse_args(arguments)
    try:
        permit = SimulationPermit.for_development()
    except SimulationForbiddenError:
        print(
            "这是一台已安装的终端，不能模拟设备。 An installed terminal can't have simulated devices.", file=sys.stderr
        )
        return _FAILED
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _folder(options.folder) as folder:
        try:
            dock = Dock(folder, permit, options.bench or _benches(options), options.platform_port)
        except OSError as error:
            print(f"设备坞起不来：{error.strerror or error}。 The dock can't start.", file=sys.stderr)
            return _FAILED
        try:
            print(dock.status.model_dump_json(), flush=True)
            _run(dock, stop, with_window=options.window or options.folder is None)
        finally:
            dock.close()
    return 0


def _benches(options: argparse.Namespace) -> tuple[str, ...]:
    """A dock on its own has a workbench beside the terminals; a demonstration's has none."""
    return (*_TERMINALS, WORKBENCH) if options.folder is None else _TERMINALS


@contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        yield chosen.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="yimen-dock-") as made:
        yield Path(made)


def _run(dock: Dock, stop: threading.Event, *, with_window: bool) -> None:
    if with_window:
        from demo.dock.window.running import run_with_window

        run_with_window(dock, stop, _TICK_S)
        return
    while not stop.wait(_TICK_S):
        dock.tick()


def _bench_name(text: str) -> str:
    """Return the name of a bench, which becomes that of its folder. Raises ArgumentTypeError."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", text):
        message = "letters, digits, - and _ are needed"
        raise argparse.ArgumentTypeError(message)
    return text


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m demo.dock", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where its files lie; without it, a throw-away one and the window")
    parser.add_argument("--window", action="store_true", help="show the window")
    parser.add_argument(
        "--bench",
        action="append",
        type=_bench_name,
        metavar="NAME",
        help=f"a terminal, or {WORKBENCH}; may be repeated",
    )
    parser.add_argument("--platform-port", type=int, help="put a network that can be pulled before this local port")
    return parser


if __name__ == "__main__":
    sys.exit(main())
