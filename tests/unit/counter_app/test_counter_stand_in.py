"""A promise or a declaration in the place of a paper: offered by the rules, given with its day, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from counter_app.ports.stand_in import StandInState
from counter_app.ports.tone import Tone
from counter_app.presenters.materials import MaterialsPresenter, derive_rows
from counter_app.presenters.stand_in import StandInPresenter, derive_stand_in
from counter_app.theme.look import Look
from counter_app.views.demand import DemandView
from counter_app.words.case import MaterialWords
from counter_app.words.changes import ChangeWords
from counter_app.words.failures import FailureWords
from counter_app.words.stand_in import StandInWords
from counter_app.work.facts import CaseFacts
from devices.id_card.specimens import CHEN
from shared.catalogue.changes import ChangeKind, DraftChange
from shared.intake.draft import GivenBy
from shared.intake.gaps import Gap, GapKind
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.fake_views import FakeMaterials, FakeStandIn

SHOP, PREMISES = "7.4", "premises_proof"


@pytest.fixture
def strip(bench: Bench) -> tuple[StandInPresenter, FakeStandIn]:
    view = FakeStandIn()
    presenter = StandInPresenter(view, bench.workbench, StandInWords())
    bench.workbench.begin(SHOP)
    bench.lane.drain()
    bench.workbench.identify("applicant", CHEN)
    bench.lane.drain()
    return presenter, view


def facts_of(bench: Bench) -> CaseFacts:
    assert bench.workbench.facts is not None
    return bench.workbench.facts


def shown(view: FakeStandIn) -> StandInState:
    state: StandInState = view.last("set_state")
    return state


def row_of(bench: Bench) -> tuple[str, str, Tone]:
    row = next(row for row in derive_rows(facts_of(bench), MaterialWords()) if row.code == PREMISES)
    return row.status, row.brief, row.tone


def test_a_minor_paper_may_follow_until_its_day_and_be_taken_back(
    bench: Bench, strip: tuple[StandInPresenter, FakeStandIn]
) -> None:
    presenter, view = strip
    presenter.select(PREMISES)
    assert (shown(view).promise, shown(view).commit) == ("容缺至 3月16日", "承诺代替")
    assert "2026年3月16日前补交" in shown(view).text
    view.promiseAsked.emit()
    bench.lane.drain()
    assert facts_of(bench).draft.materials[PREMISES].given_by is GivenBy.PROMISE
    assert "承诺 2026年3月16日前补交" in shown(view).text
    assert (shown(view).promise, shown(view).commit, shown(view).take_back) == ("", "", "撤回承诺")
    assert row_of(bench) == ("容缺，3月16日前补", "容缺", Tone.WARN)
    view.takeBackAsked.emit()
    bench.lane.drain()
    assert PREMISES not in facts_of(bench).draft.materials
    assert shown(view).promise


def test_a_declaration_is_read_out_before_it_replaces_a_paper(
    bench: Bench, strip: tuple[StandInPresenter, FakeStandIn]
) -> None:
    presenter, view = strip
    presenter.select(PREMISES)
    words = shown(view).detail
    assert words.startswith("我已取得该场所的合法使用权")
    view.commitAsked.emit()
    bench.lane.drain()
    assert facts_of(bench).draft.materials[PREMISES].given_by is GivenBy.COMMITMENT
    assert (shown(view).detail, shown(view).take_back) == (words, "撤回承诺")
    assert "30 日内核查" in shown(view).text
    assert row_of(bench) == ("承诺代替", "承诺", Tone.GOOD)


def test_what_neither_follows_nor_is_replaced_offers_nothing(
    bench: Bench, strip: tuple[StandInPresenter, FakeStandIn]
) -> None:
    presenter, view = strip
    for code in ("id_card", "articles_of_association", "no_such"):
        presenter.select(code)
        assert shown(view) == StandInState()
    presenter.select(PREMISES)
    bench.workbench.leave()
    bench.lane.drain()
    assert shown(view) == StandInState()


def test_a_promise_whose_day_is_past_says_so(bench: Bench, strip: tuple[StandInPresenter, FakeStandIn]) -> None:
    presenter, view = strip
    presenter.select(PREMISES)
    view.promiseAsked.emit()
    bench.lane.drain()
    facts = facts_of(bench)
    given = facts.draft.materials[PREMISES]
    assert given.promise is not None
    old = given.model_copy(update={"promise": given.promise.model_copy(update={"until": date(2026, 2, 27)})})
    gap = Gap(GapKind.MATERIAL, PREMISES, "promise_past", "证明")
    past = replace(facts, draft=facts.draft.with_material(old), gaps=(gap,))
    assert "2026年2月27日已经过了" in derive_stand_in(past, PREMISES, StandInWords()).text
    assert derive_rows(past, MaterialWords())[1].tone is Tone.BAD


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_change_has_its_words(kind: ChangeKind) -> None:
    sentence = ChangeWords().sentence(DraftChange(kind, "7.4", "营业执照", "5", "4", part="originals"))
    assert "营业执照" in sentence
    assert "{" not in sentence


def test_a_draft_of_an_older_catalogue_is_known_for_one(
    bench: Bench, strip: tuple[StandInPresenter, FakeStandIn]
) -> None:
    del strip
    facts = facts_of(bench)
    assert not facts.is_outdated
    newer = replace(facts, newest="2027.1.1", changes=(DraftChange(ChangeKind.LIMIT, "7.4", "营业执照", "5", "4"),))
    assert newer.is_outdated
    assert ChangeWords().listed(newer.changes) == "新版的变化：“营业执照”的时限 5 个工作日改为 4 个。"
    assert "没有影响" in ChangeWords().listed(())


def test_a_paper_that_the_catalogue_does_not_list_is_refused_and_one_that_it_lists_is_shown(bench: Bench) -> None:
    view = FakeMaterials()
    presenter = MaterialsPresenter(view, bench.workbench, MaterialWords())
    bench.workbench.begin(SHOP)
    bench.lane.drain()
    chosen: list[str] = []
    refused: list[str] = []
    presenter.selected.connect(chosen.append)
    bench.workbench.failed.connect(refused.append)
    view.demanded.emit("银行流水")
    bench.lane.drain()
    assert refused == ["not_asked_for"]
    title, then = FailureWords().sentence(refused[0])
    assert title == "目录里没有要这份材料"
    assert "记下" in then
    wanted = next(one for one in facts_of(bench).subject.materials if one.code == PREMISES)
    view.demanded.emit(wanted.name[:4])
    bench.lane.drain()
    assert (refused, chosen[-1]) == (["not_asked_for"], PREMISES)


def test_the_line_for_a_further_paper_is_opened_and_closed_by_its_button_and_sent_by_enter(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    view = DemandView(Look(), host)
    view.opener.setParent(host)
    said: list[str] = []
    view.demanded.connect(said.append)
    view.opener.click()
    line = view.findChild(QLineEdit, "demand_line")
    assert isinstance(line, QLineEdit)
    assert not view.isHidden()
    QTest.keyClicks(line, "bank statement")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert said == ["bank statement"]
    assert view.isHidden()
    view.opener.click()
    view.opener.click()
    assert view.isHidden()
    assert said == ["bank statement"]


def test_a_draft_is_moved_to_another_version_by_an_act_and_nothing_is_lost(
    bench: Bench, strip: tuple[StandInPresenter, FakeStandIn]
) -> None:
    del strip
    before, told = facts_of(bench), list[CaseFacts]()
    bench.workbench.use_version(before.draft.catalogue_version, told.append)
    bench.lane.drain()
    assert told == [facts_of(bench)]
    assert (told[0].draft.fields, told[0].draft.materials) == (before.draft.fields, before.draft.materials)
    words = ChangeWords()
    assert words.use_newest()[0] == "改按新版办"
    assert words.use_former("2026.11.1")[0] == "改回 2026.11.1"
    assert words.moved("2027.1.1")[0] == "已改按目录 2027.1.1 办"
