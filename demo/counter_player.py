"""The real counter, played: `python -m demo.counter_player`. The clerk's password is the first line of stdin."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize

from counter_app.__main__ import make_application
from counter_app.counter import Counter
from counter_app.wiring import build_counter
from demo.dock.hand import Hand
from demo.playing.counter_case import CounterCase, Login
from demo.playing.options import Ending, player_parser
from demo.playing.pilot import Pilot, PlayError
from demo.playing.widgets import WidgetHands
from demo.report import ScoreSheet

_SIZE: Final = QSize(1920, 1080)
_FAILED: Final = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the counter's case; the exit status is 0 when every step came as it should."""
    options = _parser().parse_args(arguments)
    password = sys.stdin.readline().rstrip("\n")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    application = make_application()
    counter = build_counter(options.profile)
    try:
        status = _play(counter, options, Login(options.clerk, password))
        return application.exec() if status == 0 and options.ending is Ending.PRINTED else status
    finally:
        counter.close()
        application.processEvents()


def _play(counter: Counter, options: argparse.Namespace, login: Login) -> int:
    window = counter.window
    window.resize(_SIZE)
    window.show()
    counter.start()
    sheet = ScoreSheet(options.score)
    pictures = None if options.no_pictures else options.out
    pilot = Pilot("counter", sheet, pictures, lambda: window.grab().toImage())
    case = CounterCase(pilot, WidgetHands(pilot, window), Hand(options.dock, "counter"), login, options.out)
    try:
        case.play(options.ending)
    except PlayError as error:
        pilot.give_up(error)
        print(error, file=sys.stderr)
        return _FAILED
    pilot.fact("ended", "well")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = player_parser("python -m demo.counter_player", __doc__)
    parser.add_argument("--clerk", required=True, help="the clerk's id")
    return parser


if __name__ == "__main__":
    sys.exit(main())
