"""The counter's shell over the real workbench, before a window without widgets."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from unittest.mock import MagicMock
from uuid import UUID

from counter_app.ports.shell import BannerState
from counter_app.presenters.shell import Presenters, ShellPresenter, ShellSentences
from counter_app.words.case import IdentityWords
from counter_app.words.changes import ChangeWords
from counter_app.words.drafts import DraftWords
from counter_app.words.failures import FailureWords
from counter_app.words.shell import ShellWords
from counter_app.work.draft_room import DraftRoom
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.fake_views import FakeWindow


class Shell:
    """The real shell and workbench; the pages that it leads are silent."""

    def __init__(self, bench: Bench, *, room: DraftRoom | None = None, **they: object) -> None:
        self.bench, self.window = bench, FakeWindow()
        words = ShellSentences(ShellWords(), FailureWords(), IdentityWords(), ChangeWords(), DraftWords())
        self.presenter = ShellPresenter(
            self.window,
            bench.workbench,
            Presenters(**{one.name: MagicMock() for one in fields(Presenters)} | they),
            words=words,
            desk_of=lambda _: bench.desk,
            room_of=MagicMock(return_value=room),
            clock=lambda: datetime.now().astimezone(),
        )

    def opens(self, case_id: UUID) -> BannerState:
        self.bench.workbench.resume(case_id)
        return self.settled()

    def acts(self, key: str) -> BannerState:
        self.window.bannerActed.emit(key)
        return self.settled()

    def settled(self) -> BannerState:
        self.bench.lane.drain()
        return self.window.said
