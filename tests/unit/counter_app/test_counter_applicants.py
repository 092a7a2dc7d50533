"""The strip of applicants beside other cases: whose case a card goes into, and how a person is corrected."""

from __future__ import annotations

import pytest

from counter_app.ports.applicants import ApplicantsState
from counter_app.presenters.applicants import ApplicantsPresenter
from counter_app.words.case import IdentityWords
from devices.id_card.specimens import CHEN, OUYANG
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.cases import begin
from tests.unit.counter_app.fake_views import FakeApplicants


class Strip:
    """The presenter of the strip over the real desk."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.view = bench, FakeApplicants()
        self.presenter = ApplicantsPresenter(self.view, bench.workbench, IdentityWords())

    @property
    def state(self) -> ApplicantsState:
        self.bench.lane.drain()
        state: ApplicantsState = self.view.last("set_state")
        return state

    @property
    def names(self) -> list[str]:
        return [slot.name for slot in self.state.slots]


@pytest.fixture
def strip(bench: Bench) -> Strip:
    return Strip(bench)


def leave(bench: Bench) -> None:
    """Leave the open case as a draft."""
    bench.workbench.leave()
    bench.lane.drain()


def test_a_card_that_waits_goes_into_no_draft_that_is_taken_up_again(bench: Bench, strip: Strip) -> None:
    begin(bench)
    strip.presenter.card_read(OUYANG)
    assert strip.names == ["", OUYANG.name]
    draft = bench.workbench.facts
    assert draft is not None
    leave(bench)
    strip.presenter.card_read(CHEN)
    bench.workbench.resume(draft.draft.case_id)
    assert strip.names == ["", OUYANG.name]
    assert strip.presenter.held == ""


def test_a_card_that_waits_goes_into_the_draft_of_its_holder(bench: Bench, strip: Strip) -> None:
    begin(bench)
    strip.view.typed.emit("husband", CHEN.name, CHEN.number)
    assert "照原件录入" in strip.state.slots[0].source
    draft = bench.workbench.facts
    assert draft is not None
    leave(bench)
    strip.presenter.card_read(CHEN)
    bench.workbench.resume(draft.draft.case_id)
    assert strip.names == [CHEN.name, ""]
    assert "刷卡" in strip.state.slots[0].source
