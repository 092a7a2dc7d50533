"""The real kiosk, played: `python -m demo.kiosk_player --supervise` runs it session after session, as a kiosk does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QGuiApplication

from demo.playing.kiosk_process import (
    SUPERVISE,
    kiosk_application,
    kiosk_session,
    log_as_the_kiosk_does,
    run_supervised,
    wait_for_reader,
)
from demo.playing.next_citizen import look_at_next_session
from demo.playing.options import Ending, player_parser
from demo.playing.pilot import Pilot, PlayError
from demo.playing.quick import QuickHands
from demo.report import PlayedStep, ScoreSheet
from kiosk_app.citizen_session import Session

_FAILED: Final = 1
_BEGUN: Final = "begun"
_PLAYED: Final = "played"


def main(arguments: Sequence[str] | None = None) -> int:
    """Supervise players, or play one session; the exit status is 0 when everything came as it should."""
    told = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(told)
    log_as_the_kiosk_does()
    if options.supervise:
        return run_supervised("demo.kiosk_player", told, options.profile)
    with kiosk_application(options.profile) as application, kiosk_session(application, options.profile) as session:
        return _play(application, session, options)


def _play(application: QGuiApplication, session: Session, options: argparse.Namespace) -> int:
    """Play the citizen's case in the first session; in the next one only look whether it stands ready."""
    window = session.window
    sheet = ScoreSheet(options.score)
    seen = sheet.read().facts
    taken = len(list(options.out.glob("kiosk-*.png")))
    pilot = Pilot("kiosk", sheet, None if options.no_pictures else options.out, window.grabWindow, taken=taken)
    if _BEGUN in seen and _PLAYED not in seen:
        sheet.add_step(PlayedStep("session", 0, ok=False, detail="the session before this one crashed"))
        return _FAILED
    hands = QuickHands(pilot, window)
    pilot.fact(_BEGUN, "yes")
    try:
        if _PLAYED in seen:
            look_at_next_session(pilot, hands)
        else:
            _play_case(pilot, hands, session, options)
    except PlayError as error:
        pilot.give_up(error)
        print(error, file=sys.stderr)
        return _FAILED
    pilot.fact("ended" if _PLAYED in seen or options.ending is Ending.PRINTED else _PLAYED, "well")
    # The citizen has gone; the session ends by itself as it would, and the next one waits for whoever comes.
    return application.exec()


def _play_case(pilot: Pilot, hands: QuickHands, session: Session, options: argparse.Namespace) -> None:
    # Not above: what plays a case knows the specimens of it, and the session after this one must know nobody.
    from demo.dock.hand import Hand
    from demo.playing.kiosk_case import KioskCase

    wait_for_reader(pilot, session)
    KioskCase(pilot, hands, session.models, Hand(options.dock, "kiosk"), options.card).play(options.ending)


def _parser() -> argparse.ArgumentParser:
    parser = player_parser("python -m demo.kiosk_player", __doc__)
    parser.add_argument(SUPERVISE, action="store_true", help="one session process after another")
    return parser


if __name__ == "__main__":
    sys.exit(main())
