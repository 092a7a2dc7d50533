"""The strip of applicants beside other cases: whose case a card goes into, and how a person is corrected."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from counter_app.ports.applicants import ApplicantsState
from counter_app.ports.window import Page
from counter_app.presenters.applicants import ApplicantsPresenter
from counter_app.views.window import CounterWindow
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


def test_a_person_who_was_typed_can_be_corrected_and_what_a_card_told_can_not(bench: Bench, strip: Strip) -> None:
    begin(bench)
    strip.presenter.card_read(CHEN)
    strip.view.typed.emit("wife", "欧阳样列", OUYANG.number)
    assert [slot.can_type for slot in strip.state.slots] == [False, True]
    strip.view.typingAsked.emit("")
    assert strip.state.typing == ("wife", IdentityWords().typing("女方"))
    bench.workbench.set_field("husband.phone", "13800000001")
    assert strip.state.typing is not None
    strip.view.typed.emit("wife", OUYANG.name, OUYANG.number)
    assert strip.names == [CHEN.name, OUYANG.name]
    assert strip.state.typing is None


def test_the_strip_has_a_link_for_whoever_may_be_typed(bench: Bench, strip: Strip, window: CounterWindow) -> None:
    begin(bench)
    strip.presenter.card_read(CHEN)
    strip.view.typed.emit("wife", OUYANG.name, OUYANG.number)
    window.show_page(Page.INTAKE)
    window.applicants.set_state(strip.state)
    QApplication.processEvents()
    links = {role: window.findChild(QPushButton, f"type_{role}") for role in ("husband", "wife")}
    assert {role: link.isVisible() for role, link in links.items() if link is not None} == {
        "husband": False,
        "wife": True,
    }


def test_a_second_click_begins_no_second_case(bench: Bench, strip: Strip) -> None:
    strip.presenter.card_read(CHEN)
    for _ in range(2):
        bench.workbench.begin("7.1")
    assert strip.names == [CHEN.name]
    assert len(bench.desk.drafts()) == 1
    begin(bench, "7.1")
    assert len(bench.desk.drafts()) == 2
