"""`./run demo`: a kiosk case and a counter case, from an ID card to the platform's database."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from demo.errors import DemoError
from demo.telling import Teller
from demo.work_folder import sweep_abandoned
from shared.command_line import EXIT_USAGE, Parser

_FAILED: Final = 1
_INTERRUPTED: Final = 130
_NO_DISPLAY: Final = """这里没有屏幕。加 --headless，演示会自己走完并留下截图和凭条：
No display here. With --headless the demonstration plays itself and leaves pictures and receipts:
    ./run demo --headless --out DIR"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a demonstration; the exit status is 0 when it did all that it set out to do."""
    options = _parser().parse_args(arguments)
    teller = Teller()
    if not options.headless and not _has_display():
        teller.say(_NO_DISPLAY)
        return EXIT_USAGE
    # SIGINT too: a shell's background job starts with it ignored, and Python leaves it so.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    sweep_abandoned()
    try:
        return _run(options, teller)
    except DemoError as error:
        teller.failed("", str(error))
        return _FAILED
    except KeyboardInterrupt:
        teller.say("\n已结束。 Ended.")
        return _INTERRUPTED


def _run(options: argparse.Namespace, teller: Teller) -> int:
    if options.headless:
        from demo.headless import play

        return play((options.out or _new_results_folder()).resolve(), teller, keep=options.keep)
    from demo.live import open_windows

    return open_windows(teller, keep=options.keep)


def _has_display() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(platform or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _new_results_folder() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "yimen" / time.strftime("demo-%Y%m%d-%H%M%S")


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="./run demo", description=__doc__)
    parser.add_argument("--headless", action="store_true", help="play without a display and check everything")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where results go (headless); default: your cache")
    parser.add_argument("--keep", action="store_true", help="leave the terminals' and the platform's data")
    return parser


if __name__ == "__main__":
    sys.exit(main())
