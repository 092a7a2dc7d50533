"""What a citizen does on one visit to a kiosk; loaded by the session that is visited and by no other."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from demo.dock.hand import Hand
from demo.playing.kiosk_case import KioskCase
from demo.playing.kiosk_process import wait_for_reader
from demo.playing.options import Ending
from demo.playing.pilot import Pilot, PlayError
from demo.playing.quick import QuickHands
from kiosk_app.citizen_session import Session
from kiosk_app.work.draft_state import KeepPhase
from kiosk_app.work.state import PaperKind, ScanPhase, Screen, SessionState

MATTER = "7.1"
PHONE = "13800000001"
_PRINT_S = 90.0
_CAMERA_S = 90.0


class Visit:
    """One visit."""

    def __init__(self, name: str, pilot: Pilot, hands: QuickHands, session: Session, dock: Hand, card: str) -> None:
        self._name = name
        self._pilot = pilot
        self._hands = hands
        self._session = session
        self._dock = dock
        self._card = card

    def deliver(self) -> None:
        """Hand a whole case in and wait until the platform has it."""
        KioskCase(self._pilot, self._hands, self._session.models, self._dock, self._card).play(Ending.DELIVERED)

    def keep(self) -> None:
        """Give a page, keep the draft for later, and go with the slip."""
        self._begin()
        self._give_page()
        self._hands.tap("leave")
        self._hands.tap("keepFromLeave")
        self._hands.tap("keepDraft")
        self._pilot.wait("the slip is printed", self._has_slip, _PRINT_S)
        self._pilot.fact(f"{self._name}:digits", self._hands.text("typedCode").replace(" ", ""))
        self._hands.tap("keptFinish")

    def resume(self, digits: str) -> None:
        """Go on with a draft that was kept elsewhere, look at its page, and walk away."""
        self._hands.tap("wake")
        self._hands.tap("resumeDraft")
        self._lay_card()
        self._pilot.wait("the code is asked for", lambda: "提取码" in self._hands.text("resumeTitle"))
        self._session.flow.resuming.type_digits(digits)
        self._hands.tap("resumeAct")
        self._hands.wait_for("foundSubject")
        self._hands.tap("resumeAct")
        self._wait_for_screen(Screen.FORM)
        self._session.flow.gathering.open_material("household_register")
        self._wait_for_screen(Screen.MATERIALS)
        self._walk_away()

    def leave_idle(self) -> None:
        """Give a page and walk away."""
        self._begin()
        self._give_page()
        self._walk_away()

    def crash(self) -> None:
        """Die while a page is being taken."""
        self._begin()
        self._session.flow.gathering.open()
        self._dock.change(page="household_register")
        self._pilot.wait("it is being taken", lambda: self._now.scan_phase is ScanPhase.SCANNING, _CAMERA_S)
        os.kill(os.getpid(), signal.SIGKILL)

    def print_notice(self) -> None:
        """Print an A4 form and the list of what is missing, and leave."""
        self._begin()
        flow = self._session.flow
        flow.papers.open()
        flow.papers.choose(PaperKind.BLANK.value)
        self._print_paper()
        flow.papers.close()
        flow.open_review()
        self._wait_for_screen(Screen.REVIEW)
        self._hands.tap("takeAlong")
        self._print_paper()
        self._hands.tap("closePapers")
        self._hands.tap("leave")
        self._hands.tap("confirmLeave")

    def _print_paper(self) -> None:
        self._hands.tap("printPaper")
        self._pilot.wait("it is printed", lambda: self._now.papers and self._now.papers.end, _PRINT_S)
        assert self._now.papers is not None
        self._pilot.fact(f"{self._name}:{self._now.papers.kind}", str(self._now.papers.end))

    @property
    def _now(self) -> SessionState:
        return self._session.box.now

    def _begin(self) -> None:
        self._hands.tap("wake")
        self._hands.tap(f"matter-{MATTER}")
        self._hands.tap("start")
        self._lay_card()
        self._hands.tap("acceptPerson")
        self._wait_for_screen(Screen.FORM)
        self._session.flow.filling.next_page()
        self._session.flow.filling.set_field("applicant.phone", PHONE)

    def _lay_card(self) -> None:
        self._dock.change(card=self._card)
        self._pilot.wait("the card is read", lambda: self._now.card is not None)
        self._dock.change(card=None)
        self._pilot.wait("the card is lifted", lambda: not self._now.card_lies)

    def _give_page(self) -> None:
        self._session.flow.gathering.open()
        self._wait_for_screen(Screen.MATERIALS)
        self._dock.change(page="household_register")
        seen: list[str] = []

        def is_good() -> bool:
            now = self._now
            seen[:] = [now.scan_phase, now.sight, now.camera_code, *(str(finding) for finding in now.rejected)]
            return now.scan_phase is ScanPhase.PAGE

        try:
            self._pilot.wait("the page is good", is_good, _CAMERA_S)
        except PlayError as error:
            detail = f"{error}; {self._name}: {', '.join(seen)}"
            raise PlayError(detail) from error
        self._dock.change(page=None)

    def _walk_away(self) -> None:
        self._session.flow.idle(1)
        self._session.flow.idle(0)

    def _has_slip(self) -> bool:
        keep = self._now.keep
        return keep is not None and keep.phase is KeepPhase.KEPT and keep.end is not None

    def _wait_for_screen(self, screen: Screen) -> None:
        self._pilot.wait(f"screen {screen}", lambda: self._now.screen is screen)


def play(name: str, pilot: Pilot, hands: QuickHands, session: Session, dock: Path) -> None:
    """Play the visit of a name, KIND/CARD or KIND/CARD/DIGITS. Raises PlayError."""
    kind, card, *more = name.split("/")
    visit = Visit(name, pilot, hands, session, Hand(dock, "kiosk"), card)
    acts = {
        "deliver": visit.deliver,
        "keep": visit.keep,
        "resume": visit.resume,
        "leave-idle": visit.leave_idle,
        "print": visit.print_notice,
        "crash": visit.crash,
    }
    wait_for_reader(pilot, session)
    acts[kind](*more)
    pilot.wait("goodbye is said", lambda: session.box.now.screen is Screen.GOODBYE)
    session.box.change(goodbye_seconds=1)
    pilot.fact(f"{name}:ended", "well")
