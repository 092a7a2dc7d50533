"""The counter's keys: each act has its own, Tab goes the way of the eye, and the focus is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from counter_app.keys import SEQUENCES
from counter_app.ports.gaps import GapRow, GapsState
from counter_app.ports.shell import BannerState, SearchState
from counter_app.ports.today import DraftRow, TodayRow, TodayState
from counter_app.ports.tone import Tone
from counter_app.ports.window import Page
from counter_app.presenters.materials import MaterialsPresenter
from counter_app.presenters.stand_in import StandInPresenter
from counter_app.views.window import CounterWindow
from counter_app.words.case import MaterialWords
from counter_app.words.stand_in import StandInWords
from demo.gallery_counter import SCENES
from demo.gallery_counter_around import tiles
from demo.gallery_counter_case import both, show_case
from demo.gallery_counter_samples import begin, fill
from tests.unit.counter_app.bench import MARRIAGE, Bench


def test_no_two_acts_have_one_key() -> None:
    assert len(set(SEQUENCES.values())) == len(SEQUENCES)


@pytest.mark.parametrize(
    ("scene", "path"),
    [
        ("case-finding", ("drafts_button", "field_husband.phone")),
        ("case-finding", ("materials_list", "page_1", "page_2", "page_3", "retake_button")),
        ("case-overriding", ("override_reason", "override_take", "override_reason_0")),
        ("case-readings", ("readings_all", "reading_take_0", "reading_refuse_0", "reading_take_1")),
        ("case-outdated", ("banner_use_newest", "banner_close")),
    ],
)
def test_tab_goes_the_way_of_the_eye(window: CounterWindow, scene: str, path: tuple[str, ...]) -> None:
    SCENES[scene](window)
    QApplication.processEvents()
    for before, after in pairwise(path):
        start = window.findChild(QWidget, before)
        assert start is not None
        assert _next_by_tab(start) == after


def _next_by_tab(part: QWidget) -> str:
    one = part.nextInFocusChain()
    while one is not None and one is not part:
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return one.objectName()
        one = one.nextInFocusChain()
    return ""


def test_a_key_that_is_held_acts_once(window: CounterWindow) -> None:
    shortcuts = window.findChildren(QShortcut)
    assert len(shortcuts) > len(SEQUENCES)
    assert not [each.key().toString() for each in shortcuts if each.autoRepeat()]


def test_where_the_keys_are_is_seen_in_a_list_without_a_choice(window: CounterWindow) -> None:
    show_case(window, fill(both()))
    listed = window.findChild(QListView, "today_list")
    assert listed is not None
    window.today.focus_list()
    assert listed.currentIndex().row() == 0
    assert not listed.selectionModel().hasSelection()


@pytest.mark.parametrize("opened", [None, 0, 3])
def test_the_keys_stay_where_they_are_in_a_list_that_is_read_anew(
    window: CounterWindow, qtbot: QtBot, opened: int | None
) -> None:
    cases = tuple(TodayRow(uuid4(), "09:00", "结婚落户", "陈**", "已受理", "待上传", Tone.WAITING) for _ in range(5))
    drafts = tuple(DraftRow(uuid4(), "09:00", "结婚落户", "陈**", current=number == opened) for number in range(5))
    shown = TodayState(cases, drafts, None if opened is None else cases[opened].case_id)
    sent = tuple(replace(row, delivery="已送达") for row in cases)
    window.show_page(Page.WELCOME)
    for name, chosen in (("today_list", window.today.caseChosen), ("drafts_list", window.today.draftChosen)):
        window.today.set_state(shown)
        listed = window.findChild(QListView, name)
        assert listed is not None
        listed.setFocus()
        for _ in range(4):
            QTest.keyClick(listed, Qt.Key.Key_Down)
        QTest.keyClick(listed, Qt.Key.Key_Up)
        at, selected = listed.currentIndex().row(), listed.selectedIndexes()
        assert [index.row() for index in selected] == ([] if opened is None else [opened])
        window.today.set_state(replace(shown, rows=sent))
        assert (listed.currentIndex().row(), listed.selectedIndexes()) == (at, selected)
        added = TodayState((replace(cases[0], case_id=uuid4()), *sent), (*drafts[1:], drafts[0]), shown.selected)
        window.today.set_state(added)
        with qtbot.waitSignal(chosen) as told:
            QTest.keyClick(listed, Qt.Key.Key_Return)
        assert told.args == [(cases if name == "today_list" else drafts)[at].case_id]


def test_the_line_for_a_further_paper_is_put_away_by_escape_and_with_its_case(
    window: CounterWindow, bench: Bench
) -> None:
    presenter = MaterialsPresenter(window.materials, bench.workbench, MaterialWords())
    bench.workbench.begin(MARRIAGE)
    bench.lane.drain()
    window.show_page(Page.INTAKE)
    presenter.select("housing_proof")
    QApplication.processEvents()
    line = window.findChild(QLineEdit, "demand_line")
    assert line is not None
    for put_away in (
        lambda: QTest.keyClick(line, Qt.Key.Key_Escape),
        bench.workbench.leave,
        lambda: bench.workbench.begin(MARRIAGE),
    ):
        QTest.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(line, "hukou")
        assert (line.isVisible(), line.text()) == (True, "hukou")
        put_away()
        bench.lane.drain()
        assert (line.isVisible(), line.text()) == (False, "")


def test_the_key_for_a_further_paper_works_where_its_button_has_no_room(window: CounterWindow, bench: Bench) -> None:
    presenter = MaterialsPresenter(window.materials, bench.workbench, MaterialWords())
    stand_in = StandInPresenter(window.materials.stand_in, bench.workbench, StandInWords())
    presenter.selected.connect(stand_in.select)
    window.resize(1366, 768)
    window.show_page(Page.INTAKE)
    bench.workbench.begin("7.4")
    bench.lane.drain()
    presenter.select("premises_proof")
    demand = window.materials.demand
    for opened in (True, False):
        QTest.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
        assert (demand.opener.isVisible(), demand.isVisible()) == (False, opened)
    window.show_page(Page.WELCOME)
    QTest.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert demand.isHidden()


@pytest.mark.parametrize(
    ("scene", "name", "behind"),
    [("papers-told", "papers", "papers_close"), ("occasion-refusal", "notice", "occasion_back")],
)
def test_the_line_for_a_files_name_is_put_away_by_escape_and_what_stands_behind_it_stays(
    window: CounterWindow, scene: str, name: str, behind: str
) -> None:
    SCENES[scene](window)
    QApplication.processEvents()
    line, button = window.findChild(QLineEdit, f"{name}_path"), window.findChild(QPushButton, behind)
    assert line is not None
    assert button is not None
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append(behind))
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert line.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert (line.isVisible(), pressed) == (False, [])
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert pressed == [behind]


class TestKeys:
    """Every act has a key."""

    @pytest.mark.parametrize(
        ("key", "modifier", "signal"),
        [
            (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, lambda w: w.newCaseAsked),
            (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, lambda w: w.gaps.acceptAsked),
            (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, lambda w: w.gaps.collectAsked),
            (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier, lambda w: w.gaps.discardAsked),
            (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier, lambda w: w.stage.scanAsked),
            (Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier, lambda w: w.stage.retakeAsked),
            (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier, lambda w: w.stage.removeAsked),
            (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier, lambda w: w.applicants.typingAsked),
            (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, lambda w: w.signOutAsked),
            (Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier, lambda w: w.materials.scanAsked),
        ],
    )
    def test_a_key_does_its_act(
        self,
        window: CounterWindow,
        qtbot: QtBot,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier,
        signal: Callable[[CounterWindow], object],
    ) -> None:
        SCENES["case-complete"](window)
        QApplication.processEvents()
        with qtbot.waitSignal(signal(window)):
            QTest.keyClick(window, key, modifier)

    def test_a_key_of_a_disabled_act_does_nothing(self, window: CounterWindow, qtbot: QtBot) -> None:
        show_case(window, begin())
        with qtbot.assertNotEmitted(window.gaps.acceptAsked):
            QTest.keyClick(window, Qt.Key.Key_F9)

    def test_the_next_gap_is_led_to_one_after_another(self, window: CounterWindow) -> None:
        show_case(window, begin())
        led: list[str] = []
        window.gaps.gapChosen.connect(lambda _, where: led.append(where))
        window.gaps.set_state(GapsState(rows=(GapRow("甲", "", "field", "a"), GapRow("乙", "", "field", "b"))))
        for _ in range(3):
            QTest.keyClick(window, Qt.Key.Key_F3)
        assert led == ["a", "b", "a"]

    def test_search_opens_walks_and_takes(self, window: CounterWindow, qtbot: QtBot) -> None:
        window.show_page(Page.WELCOME)
        with qtbot.waitSignal(window.header.searchEdited):
            QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        line = window.findChild(QLineEdit, "search_field")
        assert line is not None
        assert line.hasFocus()
        QTest.keyClicks(line, "jh")
        window.header.set_search(SearchState("jh", tiles("jh")))
        QTest.keyClick(line, Qt.Key.Key_Down)
        with qtbot.waitSignal(window.header.subjectChosen) as taken:
            QTest.keyClick(line, Qt.Key.Key_Return)
        assert taken.args == [tiles("jh")[1].code]
        assert not window.header.panel.isVisible()

    @pytest.mark.parametrize("page", [Page.SIGN_IN, Page.INTAKE])
    def test_hits_that_come_after_the_search_was_left_are_not_shown(self, window: CounterWindow, page: Page) -> None:
        window.show_page(Page.WELCOME)
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        window.show_page(page)
        window.header.set_search(SearchState("", tiles("")))
        assert not window.header.panel.isVisible()

    def test_enter_takes_the_first_hit_of_what_was_typed_and_none_of_an_earlier_text(
        self, window: CounterWindow, qtbot: QtBot
    ) -> None:
        window.show_page(Page.WELCOME)
        window.open_search()
        line = window.findChild(QLineEdit, "search_field")
        assert line is not None
        QTest.keyClicks(line, "j")
        window.header.set_search(SearchState("j", tiles("lh")))
        QTest.keyClicks(line, "h")
        with qtbot.assertNotEmitted(window.header.subjectChosen):
            QTest.keyClick(line, Qt.Key.Key_Return)
            window.header.set_search(SearchState("j", tiles("lh")))
        with qtbot.waitSignal(window.header.subjectChosen) as taken:
            window.header.set_search(SearchState("jh", tiles("jh")))
        assert taken.args == [tiles("jh")[0].code]
        assert not window.header.panel.isVisible()

    def test_search_is_closed_before_signing_in(self, window: CounterWindow, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(window.header.searchEdited):
            QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    def test_the_list_of_keys_opens_and_closes(self, window: CounterWindow) -> None:
        window.show_page(Page.WELCOME)
        QTest.keyClick(window, Qt.Key.Key_F1)
        assert window.keys.isVisible()
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert not window.keys.isVisible()

    def test_a_banner_is_closed_by_escape(self, window: CounterWindow, qtbot: QtBot) -> None:
        window.show_page(Page.WELCOME)
        window.set_banner(BannerState("扫描仪里没有纸", "放好纸，再按 F6。"))
        with qtbot.waitSignal(window.bannerClosed):
            QTest.keyClick(window, Qt.Key.Key_Escape)


def test_a_click_leaves_the_cursor_where_the_clerk_types(window: CounterWindow) -> None:
    SCENES["case-complete"](window)
    window.form.focus_field("wife.phone")
    button = window.findChild(QPushButton, "scan_button")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    SCENES["case-scanning"](window)
    assert not isinstance(QApplication.focusWidget(), QPushButton)
