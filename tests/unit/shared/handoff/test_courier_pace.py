"""How soon the agent hears at the platform that an offered draft was taken: soon while the offer is fresh."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID, uuid4

from shared.handoff import heard, moves
from shared.handoff.courier import TOO_LARGE_S, HandoffCourier
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.platform_side import HandoffPlatform
from shared.store import drafts
from shared.store.handoffs import Handoff
from tests.patience import PATIENCE_S
from tests.unit.shared.store.specimen_terminal import NOW, make_terminal


@dataclass
class Platform:
    """Counts how often it is asked where a draft stands."""

    me: UUID = field(default_factory=uuid4)
    asked: int = 0
    refuses: HandoffError | None = None

    def learn(self, _row: Handoff) -> None:
        self.asked += 1

    def share(self, _row: Handoff) -> bool:
        if self.refuses is not None:
            raise self.refuses
        return True


def test_a_fresh_offer_is_asked_about_every_five_seconds_and_an_older_one_every_fifteen(tmp_path: Path) -> None:
    terminal, case_id = make_terminal(tmp_path / "profile"), uuid4()
    store = terminal.store
    drafts.begin(store, case_id, b"{}")
    heard.note_shared(store, moves.offer(store, case_id, NOW), 1, b"{}", NOW, digest="0" * 64)
    platform, ticks, times = Platform(), [0.0], [NOW]

    def clock() -> datetime:
        return times[0]

    courier = HandoffCourier(store, cast("HandoffPlatform", platform), (), clock=clock, monotonic=lambda: ticks[0])

    def asked_after(seconds: float) -> int:
        ticks[0] += seconds
        before = platform.asked
        courier.attend(online=True)
        assert courier.finish(PATIENCE_S)
        return platform.asked - before

    assert [asked_after(seconds) for seconds in (0, 4.9, 0.2, 5.1)] == [1, 0, 1, 1]
    times[0] += timedelta(minutes=11)
    assert [asked_after(seconds) for seconds in (5.1, 5.1, 5.1, 5.1)] == [1, 0, 0, 1]
    store.close()


def test_what_is_too_large_for_the_platform_is_not_sealed_for_it_every_few_seconds(tmp_path: Path) -> None:
    terminal, case_id = make_terminal(tmp_path / "profile"), uuid4()
    store = terminal.store
    drafts.begin(store, case_id, b"{}")
    heard.note_shared(store, moves.offer(store, case_id, NOW), 1, b"{}", NOW, digest="0" * 64)
    platform, ticks = Platform(refuses=HandoffError(HandoffFault.DRAFT_TOO_LARGE)), [0.0]
    courier = HandoffCourier(
        store, cast("HandoffPlatform", platform), (), clock=lambda: NOW, monotonic=lambda: ticks[0]
    )
    for ticks[0] in (0.0, 20.0, TOO_LARGE_S - 1, TOO_LARGE_S + 1):
        courier.attend(online=True)
        assert courier.finish(PATIENCE_S)
    assert platform.asked == 2
    store.close()
