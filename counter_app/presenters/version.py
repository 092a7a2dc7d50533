"""By which version of the catalogue the open draft goes on, said above the work, with the act that changes it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Slot

from counter_app.ports.shell import BannerAct, BannerState
from counter_app.ports.tone import Tone
from counter_app.ports.window import WindowPort
from counter_app.words.changes import ChangeWords
from counter_app.work.facts import CaseFacts
from counter_app.work.workbench import Workbench

_USE_NEWEST: Final = "use_newest"
_USE_FORMER: Final = "use_former"


class VersionPresenter(QObject):
    """Moves a draft to the newest version, and back to the one that it was opened with."""

    def __init__(self, window: WindowPort, bench: Workbench, words: ChangeWords) -> None:
        super().__init__()
        self._window = window
        self._bench = bench
        self._words = words
        self._former = ""
        self._told = BannerState()
        window.bannerActed.connect(self._acted)
        bench.closed.connect(self._closed)

    def opened(self, facts: CaseFacts) -> None:
        """Take note of a case that is open now, and say so where there is a newer version."""
        self._former = facts.draft.catalogue_version
        if facts.is_outdated:
            self._tell(facts)

    def _tell(self, facts: CaseFacts) -> None:
        """Say by which version the draft goes on, and offer the other one."""
        words = self._words
        if facts.is_outdated:
            said = words.title(facts.draft.catalogue_version, facts.newest), words.listed(facts.changes)
            act = BannerAct(_USE_NEWEST, *words.use_newest())
        else:
            said = words.moved(facts.newest)
            act = BannerAct(_USE_FORMER, *words.use_former(self._former))
        self._told = BannerState(*said, Tone.WARN, acts=(act,))
        self._window.set_banner(self._told)

    @Slot()
    def _closed(self) -> None:
        """Take the offer away with its draft."""
        self._window.clear_banner(self._told)

    @Slot(str)
    def _acted(self, key: str) -> None:
        facts = self._bench.facts
        if facts is not None and key in {_USE_NEWEST, _USE_FORMER}:
            self._bench.use_version(facts.newest if key == _USE_NEWEST else self._former, self._tell)
