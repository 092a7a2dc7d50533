"""The ways to a clerk's drafts and back: their page, what is opened here, comes from elsewhere, or went there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from counter_app.ports.shell import BannerAct, BannerState
from counter_app.ports.tone import Tone
from counter_app.ports.window import Page, WindowPort
from counter_app.presenters.drafts import DraftsPresenter
from counter_app.presenters.opening import OpeningPresenter
from counter_app.presenters.today import TodayPresenter
from counter_app.words.drafts import DraftWords
from counter_app.work.draft_room import Arrived, DraftRoom
from counter_app.work.facts import CaseFacts
from counter_app.work.workbench import Workbench
from shared.handoff.port import Way

_OPEN_NOW: Final = "open_now"


class DraftPaths(QObject):
    """Leads between the open case, the page of drafts and the list of today.

    Args:
        put_aside: puts away whatever is open, and what is said above it.
        to_welcome: shows the page where no case is open.
    """

    def __init__(
        self,
        window: WindowPort,
        bench: Workbench,
        drafts: DraftsPresenter,
        opening: OpeningPresenter,
        *,
        today: TodayPresenter,
        words: DraftWords,
        put_aside: Callable[[], None],
        to_welcome: Callable[[], None],
    ) -> None:
        super().__init__()
        self._window = window
        self._bench = bench
        self._drafts = drafts
        self._opening = opening
        self._today = today
        self._words = words
        self._put_aside = put_aside
        self._to_welcome = to_welcome
        self._is_working = False
        self._arrived: Arrived | None = None
        self._handed_over: UUID | None = None
        self._connect()

    def use(self, room: DraftRoom | None, clerk_id: str = "") -> None:
        """Work for a clerk from now on; None when the clerk left."""
        self._is_working = room is not None
        self._drafts.use(room, clerk_id)
        self._opening.use(room)

    def leave(self) -> None:
        """Turn away from the page of drafts; what was to be handed over there is not."""
        self._handed_over = None
        self._drafts.leave()

    def opened(self, facts: CaseFacts) -> None:
        """Say how the draft came that is open now, if it came from elsewhere."""
        arrived, self._arrived = self._arrived, None
        if arrived is not None and arrived.taken.draft.case_id == facts.draft.case_id:
            way = arrived.taken.way
            text, detail = self._words.arrived(way, arrived.papers)
            detail += self._words.later_entries(arrived.kept, arrived.differing)
            self._tell(text, detail, Tone.WARN if way is Way.FORM or arrived.differing else Tone.GOOD)

    def code_scanned(self, text: str) -> None:
        """Take the draft whose code was read, where a clerk works here."""
        if not self._is_working:
            return
        if self._window.page is not Page.DRAFTS:
            self._show()
        self._drafts.code_scanned(text)

    @Slot()
    def load(self) -> None:
        """Read anew which drafts lie here."""
        if self._is_working:
            self._bench.load_drafts(self._today.set_drafts)

    def _connect(self) -> None:
        window, drafts, opening = self._window, self._drafts, self._opening
        window.draftsAsked.connect(self._show)
        window.handOverAsked.connect(self._hand_over)
        window.bannerActed.connect(self._acted)
        self._today.draftChosen.connect(self._open)
        drafts.openAsked.connect(self._open)
        drafts.arrived.connect(self._take)
        drafts.cameLate.connect(self._tell)
        drafts.changed.connect(self.load)
        opening.opened.connect(self._bench.resume)
        opening.asking.connect(self._tell_asking)
        opening.gone.connect(self._gone)

    @Slot()
    def _show(self) -> None:
        if self._is_working:
            self._handed_over = None
            self._put_aside()
            self._window.show_page(Page.DRAFTS)
            self._drafts.open()

    @Slot()
    def _hand_over(self) -> None:
        facts = self._bench.facts
        if facts is not None and not self._bench.busy:
            self._show()
            self._handed_over = facts.draft.case_id
            # Not before it has what was typed last.
            self._bench.after(partial(self._offer, facts.draft.case_id))

    def _offer(self, case_id: UUID) -> None:
        """Show a draft's code, unless the page was left or begun afresh meanwhile."""
        if self._handed_over == case_id:
            self._handed_over = None
            self._drafts.offer(case_id)

    @Slot(object)
    def _open(self, case_id: UUID) -> None:
        self._opening.open(case_id, is_offered=self._today.is_offered(case_id))

    @Slot()
    def _tell_asking(self) -> None:
        act = BannerAct(_OPEN_NOW, *self._words.open_now())
        self._window.set_banner(BannerState(*self._words.asking(), Tone.ACTIVE, acts=(act,)))

    @Slot(str)
    def _acted(self, key: str) -> None:
        if key == _OPEN_NOW:
            self._opening.open_now()

    @Slot(object, str)
    def _gone(self, case_id: UUID, where: str) -> None:
        """Say that another terminal goes on with a draft, and put it aside where it is open."""
        if self._bench.facts is not None and self._bench.facts.draft.case_id == case_id:
            self._bench.leave()
            self._to_welcome()
        self._tell(*self._words.gone(where))
        self.load()
        self._drafts.refresh()

    @Slot(object)
    def _take(self, arrived: Arrived) -> None:
        self._arrived = arrived
        self._bench.resume(arrived.taken.draft.case_id)

    @Slot(str, str)
    def _tell(self, text: str, detail: str, tone: Tone = Tone.WARN) -> None:
        self._window.set_banner(BannerState(text, detail, tone))
