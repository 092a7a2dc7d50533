"""The universal search and the welcome page: both lead to a new case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.shell import HeaderViewPort, SearchState, SubjectTile, WelcomeState, WelcomeViewPort
from counter_app.words.shell import ShellWords
from shared.qt.jobs import Err, Lane, Result

MOST_TILES = 12
Find = Callable[[str], tuple[SubjectTile, ...]]


class SearchPresenter(QObject):
    """Answers what is typed; an answer that came too late is dropped.

    Signals:
        chosen: a subject's code.
        refused: where a subject that can't be taken here leads.
        cardLeft: the card that waits for a matter is not wanted.
    """

    chosen = Signal(str)
    refused = Signal(str)
    cardLeft = Signal()

    def __init__(
        self, header: HeaderViewPort, welcome: WelcomeViewPort, lane: Lane, find: Find, words: ShellWords
    ) -> None:
        super().__init__()
        self._header = header
        self._welcome = welcome
        self._lane = lane
        self._find = find
        self._words = words
        self._query = ""
        self._shown: dict[str, SubjectTile] = {}
        self._page = WelcomeState()
        header.searchEdited.connect(self.search)
        header.subjectChosen.connect(self._choose)
        welcome.subjectChosen.connect(self._choose)
        welcome.cardLeft.connect(self.cardLeft)

    @Slot(str)
    def search(self, query: str) -> None:
        """Look for what a query means."""
        self._query = query
        self._lane.run(lambda: (query, self._find(query)), self._found)

    def greet(self, greeting: str, line: str) -> None:
        """Show the welcome page with what is asked for most."""
        self._page = replace(self._page, greeting=greeting, line=line)
        self._welcome.set_state(self._page)
        self._lane.run(lambda: self._find(""), self._tiles_found)

    @Slot(str)
    def hold_card(self, words: str) -> None:
        """Say that a card waits for a matter; an empty text takes that back."""
        self._page = replace(self._page, card=words)
        self._welcome.set_state(self._page)

    def _found(self, result: Result) -> None:
        if isinstance(result, Err):
            self._header.set_search(SearchState(self._query, message=self._words.search_failed()))
            return
        query, hits = result.value
        if query != self._query:
            return
        self._shown.update({tile.code: tile for tile in hits})
        message = "" if hits else self._words.nothing_found(query)
        self._header.set_search(SearchState(query, hits, message))

    def _tiles_found(self, result: Result) -> None:
        if isinstance(result, Err):
            self._page = replace(self._page, message=self._words.search_failed())
        else:
            tiles = result.value
            self._shown.update({tile.code: tile for tile in tiles})
            every = self._words.every_subject(len(tiles)) if len(tiles) > MOST_TILES else ""
            self._page = replace(self._page, tiles=tiles[:MOST_TILES], every=every, message="")
        self._welcome.set_state(self._page)

    @Slot(str)
    def _choose(self, code: str) -> None:
        tile = self._shown.get(code)
        if tile is not None and tile.closed:
            self.refused.emit(tile.closed)
        else:
            self.chosen.emit(code)
