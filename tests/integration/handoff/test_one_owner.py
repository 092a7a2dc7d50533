"""Whatever two terminals, their agents, the platform and the line between them do: one owner, or a named conflict."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from shared.handoff.code import DraftCode
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.lan_client import LanSource
from shared.handoff.port import DraftStanding
from shared.intake.draft import Draft
from shared.store import handoffs
from shared.store.errors import DraftHandedOverError, DraftLeavingError, DraftMissingError
from tests.integration.handoff.handoff_kit import PHONE, Side, holder_of, with_addresses

NAMED = {DraftStanding.CONTESTED, DraftStanding.UNCONFIRMED, DraftStanding.LEAVING}
SIDES = st.sampled_from([0, 1])
CUTS = st.sampled_from([None, "form", "page", "confirm"])
LOST = st.sampled_from(["", "/take", "/parts/", "/return", "/move", "/begin"])


@contextlib.contextmanager
def line_cut(what: str | None, *, after: bool) -> Any:
    """Cut the LAN at one step, before the source hears of it or after it acted."""
    if what is None:
        yield
        return
    whole = getattr(LanSource, what)

    def step(self: LanSource, *arguments: object) -> object:
        if after:
            whole(self, *arguments)
        raise HandoffError(HandoffFault.ELSEWHERE_UNREACHABLE, "cut")

    setattr(LanSource, what, step)
    try:
        yield
    finally:
        setattr(LanSource, what, whole)


class TwoTerminals(RuleBasedStateMachine):
    """One draft between two terminals; every rule may fail, none may lose it."""

    sides: tuple[Side, Side]

    def __init__(self) -> None:
        super().__init__()
        self.codes: list[DraftCode | None] = [None, None]
        self.edits = 0
        self.entered = {"13800000000"}
        """What somebody entered and nobody who saw it replaced."""

    @initialize()
    def begin(self) -> None:
        """Somebody begins a draft at the kiosk."""
        for side in self.sides:
            side.line.down = False
            side.line.lose.clear()
        self.draft = self.sides[0].draft(7)

    @rule(which=SIDES, down=st.booleans(), lost=LOST)
    def change_the_weather(self, which: int, lost: str, *, down: bool) -> None:
        """The platform goes away for one of them, or loses an answer."""
        self.sides[which].line.down = down
        self.sides[which].line.lose[:] = [lost] if lost else []

    @rule(which=SIDES, down=st.booleans(), cut=CUTS, after=st.booleans())
    def hand_over(self, which: int, cut: str | None, *, down: bool, after: bool) -> None:
        """One offers, with the platform or without; the other takes it over whichever way there is."""
        side = self.sides[which]
        side.line.down = down
        with contextlib.suppress(HandoffError, DraftHandedOverError, DraftLeavingError, DraftMissingError):
            code = side.handoff.offer(self.draft).code
            side.open_door()
            self.codes[which] = with_addresses(side, code)
        self._take(1 - which, cut, after=after)

    @rule(which=SIDES, cut=st.sampled_from(["page", "confirm"]), after=st.booleans(), edited=SIDES)
    def hand_over_in_bad_weather(self, which: int, cut: str, edited: int, *, after: bool) -> None:
        """No platform, the line breaks in the middle, and one of them goes on all the same."""
        self.sides[1 - which].line.down = True
        self.hand_over(which, cut, down=True, after=after)
        self.edit(edited)

    @rule(which=SIDES)
    def hand_over_and_back(self, which: int) -> None:
        """Both go on for a while before the one hears that the other took it; then it comes back."""
        self.hand_over(which, None, down=False, after=False)
        self.sides[which].line.down = True
        for side in (which, 1 - which):
            self.edit(side)
        self.sides[which].line.down = False
        self.let_the_agent_work(which)
        self.hand_over(1 - which, None, down=False, after=False)

    @rule(which=SIDES, cut=CUTS, after=st.booleans())
    def take_late(self, which: int, cut: str | None, *, after: bool) -> None:
        """Somebody comes with a slip of before."""
        self._take(which, cut, after=after)

    def _take(self, which: int, cut: str | None, *, after: bool) -> None:
        code = self.codes[1 - which]
        if code is not None:
            with line_cut(cut, after=after), contextlib.suppress(HandoffError):
                self.sides[which].handoff.take(code, holder_of(self.draft))

    @rule(which=SIDES)
    def edit(self, which: int) -> None:
        """Work goes on wherever the store lets it."""
        self.edits += 1
        phone = f"139{self.edits:08d}"
        with contextlib.suppress(DraftHandedOverError, DraftLeavingError, DraftMissingError):
            side = self.sides[which]
            before = side.content(self.draft)
            side.intake.set_field(before, PHONE, phone)
            self.entered = self.entered - _phones(before) | {phone}

    @rule(which=SIDES, answer_lost=st.booleans())
    def take_back(self, which: int, *, answer_lost: bool) -> None:
        """Undo what went, or an offer; over the LAN the owner may have let go though no answer comes."""
        cut = line_cut("give_back" if answer_lost else None, after=True)
        with cut, contextlib.suppress(HandoffError, DraftMissingError):
            self.sides[which].handoff.take_back(self.draft.case_id)

    @rule(which=SIDES, down=st.booleans())
    def offer_and_end_it(self, which: int, *, down: bool) -> None:
        """Nobody comes for it."""
        side = self.sides[which]
        side.line.down = down
        with contextlib.suppress(DraftHandedOverError, DraftLeavingError, DraftMissingError, HandoffError):
            side.handoff.offer(self.draft, share=False)
            side.line.down = False
            side.handoff.take_back(self.draft.case_id)
            assert side.standing(self.draft) is DraftStanding.HERE

    @rule(which=SIDES)
    def let_the_agent_work(self, which: int) -> None:
        side = self.sides[which]
        side.open_door()
        row = handoffs.find(side.store, self.draft.case_id)
        if row is not None:
            with contextlib.suppress(HandoffError):
                side.courier.bring(row, online=not side.line.down)

    def standings(self) -> list[DraftStanding]:
        """Return where the draft stands at each terminal that has it."""
        found = []
        for side in self.sides:
            with contextlib.suppress(DraftMissingError):
                found.append(side.handoff.standing(self.draft.case_id))
        return found

    @invariant()
    def somebody_has_it(self) -> None:
        if hasattr(self, "draft"):
            # Handed over at each: one of them hears of it by and by or takes it back, as the end shows.
            assert self.standings()

    @invariant()
    def what_was_entered_lies_somewhere(self) -> None:
        if hasattr(self, "draft"):
            phones = set()
            for side in self.sides:
                with contextlib.suppress(DraftMissingError):
                    phones |= _phones(side.content(self.draft))
            assert self.entered <= phones

    def teardown(self) -> None:
        """In good weather, and with the agents at work, one owns it, or the conflict has a name."""
        if not hasattr(self, "draft"):
            return
        for side in self.sides:
            side.line.down = False
            side.line.lose.clear()
        for _ in range(3):
            for which in (0, 1):
                self.let_the_agent_work(which)
        if self.standings() == [DraftStanding.HANDED_OVER]:
            for side in self.sides:
                with contextlib.suppress(DraftMissingError):
                    side.handoff.take_back(self.draft.case_id)
        standings = self.standings()
        holders = [one for one in standings if one is not DraftStanding.HANDED_OVER]
        assert len(holders) == 1 or NAMED & set(standings), standings
        if not NAMED & set(standings):
            self._check_platform_agrees()
        for side in self.sides:
            with side.store.write() as connection:
                handoffs.forget(connection, self.draft.case_id)

    def _check_platform_agrees(self) -> None:
        for side in self.sides:
            with contextlib.suppress(HandoffError, DraftMissingError):
                if side.handoff.standing(self.draft.case_id) is not DraftStanding.HANDED_OVER:
                    status = side.courier._platform.status(self.draft.case_id)
                    assert status.owner == side.me


def _phones(draft: Draft) -> set[str]:
    entry = draft.fields[PHONE]
    return {entry.value, *(other.value for other in entry.others)}


STORIES: dict[str, tuple[Callable[[TwoTerminals], None], ...]] = {
    "an offer that went on unheard is ended": (
        lambda two: two.hand_over_and_back(0),
        lambda two: two.hand_over(0, None, down=False, after=False),
        lambda two: two.take_back(1, answer_lost=False),
    ),
    "the platform has not heard of the LAN yet when the draft is offered on": (
        lambda two: two.hand_over_and_back(1),
        lambda two: two.hand_over_and_back(1),
        lambda two: two.hand_over(0, "confirm", down=True, after=True),
        lambda two: two.hand_over(1, "confirm", down=True, after=True),
        lambda two: two.hand_over_and_back(0),
        lambda two: two.hand_over(0, None, down=False, after=False),
    ),
    "what went over the LAN is taken back before the platform heard of it": (
        lambda two: two.hand_over(0, None, down=True, after=False),
        lambda two: two.hand_over(1, None, down=False, after=False),
        lambda two: two.take_back(1, answer_lost=False),
    ),
    "what was not begun is handed back to who knows that it went": (
        lambda two: two.hand_over_and_back(0),
        lambda two: two.let_the_agent_work(1),
        lambda two: two.take_back(0, answer_lost=False),
    ),
}


@pytest.mark.parametrize("acts", STORIES.values(), ids=STORIES)
def test_stories_that_once_ended_with_two_owners_or_none(
    kiosk: Side, counter: Side, acts: tuple[Callable[[TwoTerminals], None], ...]
) -> None:
    two = type("Between", (TwoTerminals,), {"sides": (kiosk, counter)})()
    two.begin()
    for act in acts:
        act(two)
        two.what_was_entered_lies_somewhere()
    two.teardown()


def test_there_is_one_owner_or_a_named_conflict_and_nothing_is_lost(kiosk: Side, counter: Side) -> None:
    machine = type("Between", (TwoTerminals,), {"sides": (kiosk, counter)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=MAX_EXAMPLES, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


MAX_EXAMPLES = 6
