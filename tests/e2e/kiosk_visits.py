"""Citizens at a kiosk, one after another: `python -m tests.e2e.kiosk_visits --supervise …`.

A kiosk has one process for each session. Here the first process plays all visits, of which the last kills it, so that
the supervisor starts the next: that one, the supervisor and the agent are what lives on. What plays a visit knows its
specimen, so it is loaded by the first process alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from demo.playing.pilot import Pilot, PlayError
from demo.playing.supervising import SUPERVISE, log_as_the_kiosk_does, run_supervised
from demo.report import PlayedStep, ScoreSheet

_FAILED = 1
_BEGUN, _READY = "begun", "ready"


def main(arguments: Sequence[str] | None = None) -> int:
    """Supervise sessions, or play them."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(told)
    log_as_the_kiosk_does()
    if options.supervise:
        return run_supervised("tests.e2e.kiosk_visits", told, options.profile)
    return _play(options)


def _play(options: argparse.Namespace) -> int:
    # Not above: the supervisor loads nothing of a session.
    from demo.playing.kiosk_process import kiosk_application

    sheet = ScoreSheet(options.score)
    visits = [] if _BEGUN in sheet.read().facts else options.visits
    sheet.add_fact(_BEGUN, "yes")
    with kiosk_application(options.profile) as application:
        for visit in [*visits, ""]:
            try:
                _session(application, options, sheet, visit)
            except PlayError as error:
                sheet.add_step(PlayedStep(visit, 0, ok=False, detail=str(error)))
                return _FAILED
    return 0


def _session(application: QGuiApplication, options: argparse.Namespace, sheet: ScoreSheet, visit: str) -> None:
    """Play a visit to its end; without one stand ready for whoever comes. Raises PlayError."""
    from demo.playing.kiosk_process import kiosk_session
    from demo.playing.quick import QuickHands

    with kiosk_session(application, options.profile) as session:
        pilot = Pilot("kiosk", sheet, None, session.window.grabWindow)
        hands = QuickHands(pilot, session.window)
        if visit:
            from tests.e2e.kiosk_citizen import play

            play(visit, pilot, hands, session, options.dock)
        else:
            hands.wait_for("wake")
            pilot.fact(_READY, "yes")
        application.exec()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--dock", type=Path, required=True)
    parser.add_argument("--score", type=Path, required=True, help="where it is written down what was seen")
    parser.add_argument(SUPERVISE, action="store_true")
    parser.add_argument("visits", nargs="+", metavar="KIND/CARD[/DIGITS]")
    return parser


if __name__ == "__main__":
    sys.exit(main())
