"""The papers of a sealed case in their preview; those without a slip of their own may be had as one, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot

from counter_app.ports.done import NoticeViewPort
from counter_app.presenters.done_state import PRINT_TONES
from counter_app.presenters.notice import PapersPresenter
from counter_app.words.delivery import PrintWords
from counter_app.words.done import DoneWords
from counter_app.work.notice_room import NoticeOrder, NoticeRoom
from counter_app.work.page_room import PageRoom
from devices.core.printing import PrintOutcome
from shared.domain.numbers import NoticeKind
from shared.qt.jobs import Err, Lane, Result

_SLIPS_OF_THEIR_OWN: Final = frozenset({NoticeKind.RECEIPT, NoticeKind.ACCEPTANCE})
"""Printed and accounted for beside the case, not from the preview."""


class CasePapersPresenter(PapersPresenter[NoticeOrder]):
    """Shows the papers of a sealed case.

    Args:
        slip_lane: the receipt printer's.
    """

    def __init__(
        self,
        view: NoticeViewPort,
        lane: Lane,
        room: NoticeRoom,
        *,
        pages: PageRoom,
        words: DoneWords,
        save_folder: Callable[[], Path],
        slip_lane: Lane,
        print_words: PrintWords,
    ) -> None:
        super().__init__(view, lane, room, pages=pages, words=words, save_folder=save_folder)
        self._cases = room
        self._slip_lane = slip_lane
        self._print_words = print_words
        view.slipAsked.connect(self._print_slip)

    def _has_slip(self, order: NoticeOrder) -> bool:
        return order.kind not in _SLIPS_OF_THEIR_OWN

    @Slot()
    def _print_slip(self) -> None:
        order = self._order
        if order is None or self._made is None or self._state.printing or not self._has_slip(order):
            return
        self._show(replace(self._state, result=self._print_words.printing(), printing=True))
        self._slip_lane.run(lambda: self._cases.print_slip(order), lambda result: self._slip_printed(order, result))

    def _slip_printed(self, order: NoticeOrder, result: Result) -> None:
        is_shown = self._order is order
        if isinstance(result, Err):
            if is_shown:
                self._show(replace(self._state, result="", printing=False))
            self.failed.emit(result.code)
            return
        outcome: PrintOutcome = result.value
        if is_shown:
            words = self._print_words.state(outcome.state, 1)
            self._show(replace(self._state, result=words, tone=PRINT_TONES[outcome.state], printing=False))
