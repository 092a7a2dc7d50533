"""Where a card that was laid down goes, what is said of one that could not be read, and of one that waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from counter_app.ports.shell import BannerState
from counter_app.ports.tone import Tone
from counter_app.ports.window import Page, WindowPort
from counter_app.presenters.applicants import ApplicantsPresenter
from counter_app.presenters.done import DonePresenter
from counter_app.presenters.drafts import DraftsPresenter
from counter_app.presenters.search import SearchPresenter
from counter_app.words.case import IdentityWords
from devices.core.cards import IdCard


class CardPaths(QObject):
    """Leads cards to the page where somebody waits for them. Nothing is said while nobody works here.

    Args:
        to_welcome: shows where a matter is chosen for a card.
    """

    def __init__(
        self,
        window: WindowPort,
        *,
        applicants: ApplicantsPresenter,
        drafts: DraftsPresenter,
        done: DonePresenter,
        search: SearchPresenter,
        words: IdentityWords,
        to_welcome: Callable[[], None],
    ) -> None:
        super().__init__()
        self._window = window
        self._applicants = applicants
        self._drafts = drafts
        self._done = done
        self._search = search
        self._words = words
        self._to_welcome = to_welcome
        self._is_open = False
        self._waits = self._trouble = BannerState()
        applicants.cardHeld.connect(self._held)
        search.cardLeft.connect(self._put_down)

    def open(self) -> None:
        """Take cards: a clerk works here."""
        self._is_open = True

    def close(self) -> None:
        """Take none any more, and forget the one that waits: the clerk left."""
        self._is_open = False
        self._put_down()

    @Slot(object)
    def read(self, card: IdCard) -> None:
        """Take a card to the page where somebody waits for it."""
        page = self._window.page
        self._window.clear_banner(self._trouble)
        if page is Page.DRAFTS:
            self._drafts.card_read(card)
        elif page is not Page.DONE or not self._done.card_read(card):
            self._applicants.card_read(card)

    @Slot(str)
    def failed(self, code: str) -> None:
        """Say why a card could not be read."""
        self._tell_trouble(self._words.card_problem(code))

    @Slot()
    def left_lying(self) -> None:
        """Say that a card that lay there while the reader was away was not read."""
        self._tell_trouble(self._words.left_lying())

    def tell_waiting(self) -> None:
        """Say above the work that a card waits for a new case, if one does."""
        if name := self._applicants.held:
            self._waits = BannerState(*self._words.held_beside(name), Tone.ACTIVE)
            self._window.set_banner(self._waits)

    def show_waiting(self) -> None:
        """Say it where a matter is chosen, and no longer above the work."""
        name = self._applicants.held
        self._search.hold_card(self._words.held(name) if name else "")
        self._window.clear_banner(self._waits)

    def _tell_trouble(self, text: str) -> None:
        """Say it where a card is waited for: in the strip of an open case, else above the work."""
        if not self._is_open:
            return
        if self._window.page is Page.INTAKE:
            self._applicants.tell_problem(text)
        else:
            self._trouble = BannerState(text, tone=Tone.WARN)
            self._window.set_banner(self._trouble)

    @Slot(str)
    def _held(self, _name: str) -> None:
        if not self._is_open:
            self._applicants.forget()
        elif self._window.page in {Page.DONE, Page.INTAKE}:
            self.tell_waiting()
        else:
            self._to_welcome()

    @Slot()
    def _put_down(self) -> None:
        self._applicants.forget()
        self._search.hold_card("")
