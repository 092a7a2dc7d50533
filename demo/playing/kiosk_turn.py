"""One session of the played kiosk: the citizen's case in the first, a look at whether it stands ready in the next."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from PySide6.QtGui import QGuiApplication

from demo.playing.kiosk_process import kiosk_application, kiosk_session, wait_for_reader
from demo.playing.next_citizen import look_at_next_session
from demo.playing.options import Ending
from demo.playing.pilot import Pilot, PlayError
from demo.playing.quick import QuickHands
from demo.report import PlayedStep, ScoreSheet
from kiosk_app.citizen_session import Session

_FAILED: Final = 1
_BEGUN: Final = "begun"
_PLAYED: Final = "played"


def play_turn(options: argparse.Namespace) -> int:
    """Play one session in an application of its own; return the exit status, 0 when everything came as it should."""
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
