"""The form as a keyboard meets it, in the real widgets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from counter_app.parts.choice_popup import ChoicePopup
from counter_app.parts.editors import ChoiceEditor
from counter_app.ports.window import Page
from counter_app.presenters import form
from counter_app.views.window import CounterWindow
from counter_app.words.case import FieldWords
from demo.gallery_counter import SCENES
from demo.gallery_counter_case import both, show_case
from devices.id_card.specimens import CHEN
from tests.unit.counter_app.bench import MARRIAGE, Bench
from tests.unit.shared.intake.desks import NOW


def field(window: CounterWindow, field_id: str) -> QLineEdit:
    editor = window.findChild(QLineEdit, f"field_{field_id}")
    assert editor is not None
    return editor


def popup(window: CounterWindow) -> ChoicePopup | None:
    return next((one for one in window.findChildren(ChoicePopup) if one.isVisible()), None)


def test_a_choice_is_an_editor_of_its_own(window: CounterWindow) -> None:
    show_case(window, both())
    assert isinstance(field(window, "wife.education"), ChoiceEditor)


class TestForm:
    """The form as a keyboard meets it."""

    @pytest.fixture
    def edits(self, window: CounterWindow) -> list[tuple[str, str]]:
        show_case(window, both())
        edits: list[tuple[str, str]] = []
        window.form.fieldEdited.connect(lambda name, value: edits.append((name, value)))
        return edits

    def test_enter_sends_the_value_and_goes_on(self, window: CounterWindow, edits: list[tuple[str, str]]) -> None:
        phone = field(window, "husband.phone")
        window.form.focus_field("husband.phone")
        QTest.keyClicks(phone, "138 0000 0000")
        QTest.keyClick(phone, Qt.Key.Key_Return)
        assert edits == [("husband.phone", "13800000000")]
        assert field(window, "husband.education").hasFocus()

    def test_typing_that_rests_is_sent_for_the_sake_of_a_crash(
        self, window: CounterWindow, edits: list[tuple[str, str]], qtbot: QtBot
    ) -> None:
        window.form.focus_field("husband.phone")
        QTest.keyClicks(field(window, "husband.phone"), "138")
        assert edits == []
        qtbot.waitUntil(lambda: edits == [("husband.phone", "138")])

    def test_hanzi_of_an_input_method_arrive(self, window: CounterWindow, edits: list[tuple[str, str]]) -> None:
        window.form.focus_field("move.householder_name")
        name = field(window, "move.householder_name")
        event = QInputMethodEvent()
        event.setCommitString("陈样例")
        QApplication.sendEvent(name, event)
        QTest.keyClick(name, Qt.Key.Key_Tab)
        assert edits == [("move.householder_name", "陈样例")]

    def test_a_choice_is_taken_by_initials(self, window: CounterWindow, edits: list[tuple[str, str]]) -> None:
        window.form.focus_field("move.relation_to_householder")
        relation = field(window, "move.relation_to_householder")
        QTest.keyClicks(relation, "po")
        shown = popup(window)
        assert shown is not None
        QTest.keyClick(relation, Qt.Key.Key_Return)
        assert popup(window) is None
        assert relation.text() == "配偶"
        assert [name for name, _ in edits] == ["move.relation_to_householder"]

    def test_arrows_walk_through_a_choice_and_escape_leaves_it(
        self, window: CounterWindow, edits: list[tuple[str, str]]
    ) -> None:
        window.form.focus_field("wife.education")
        education = field(window, "wife.education")
        QTest.keyClick(education, Qt.Key.Key_Down)
        QTest.keyClick(education, Qt.Key.Key_Down)
        shown = popup(window)
        assert shown is not None
        assert shown.currentIndex().row() == 1
        QTest.keyClick(education, Qt.Key.Key_Escape)
        assert popup(window) is None
        assert edits == []

    def test_a_click_takes_an_option(self, window: CounterWindow, edits: list[tuple[str, str]]) -> None:
        education = field(window, "wife.education")
        QTest.mouseClick(education, Qt.MouseButton.LeftButton)
        shown = popup(window)
        assert shown is not None
        place = shown.visualRect(shown.model().index(2, 0)).center()
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert [name for name, _ in edits] == ["wife.education"]
        assert education.text() != ""

    def test_what_is_on_no_list_is_sent_as_typed_to_be_refused(
        self, window: CounterWindow, edits: list[tuple[str, str]]
    ) -> None:
        window.form.focus_field("wife.education")
        QTest.keyClicks(field(window, "wife.education"), "zzz")
        field(window, "wife.phone").setFocus()
        assert edits == [("wife.education", "zzz")]

    def test_a_value_from_the_store_never_overwrites_typing(
        self, window: CounterWindow, edits: list[tuple[str, str]]
    ) -> None:
        phone = field(window, "husband.phone")
        window.form.focus_field("husband.phone")
        QTest.keyClicks(phone, "1390")
        window.form.set_cells(form.derive_cells(both().facts, FieldWords()))
        assert phone.text() == "1390"
        window.form.commit()
        assert edits == [("husband.phone", "1390")]

    def test_undo_belongs_to_the_case_once_a_value_was_sent(
        self, window: CounterWindow, edits: list[tuple[str, str]], qtbot: QtBot
    ) -> None:
        window.form.set_can_undo(True)
        phone = field(window, "husband.phone")
        window.form.focus_field("husband.phone")
        QTest.keyClicks(phone, "138")
        window.form.commit()
        with qtbot.waitSignal(window.form.undoAsked):
            QTest.keyClick(phone, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert edits == [("husband.phone", "138")]

    def test_undo_while_typing_undoes_the_typing(
        self, window: CounterWindow, edits: list[tuple[str, str]], qtbot: QtBot
    ) -> None:
        window.form.set_can_undo(True)
        phone = field(window, "husband.phone")
        window.form.focus_field("husband.phone")
        QTest.keyClicks(phone, "138")
        with qtbot.assertNotEmitted(window.form.undoAsked):
            QTest.keyClick(phone, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert phone.text() == ""
        assert edits == []

    def test_known_answers_fold_and_unfold(self, window: CounterWindow, edits: list[tuple[str, str]]) -> None:
        del edits
        QApplication.processEvents()
        assert not field(window, "husband.name").isVisible()
        QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        assert field(window, "husband.name").isVisible()
        assert field(window, "husband.name").isReadOnly()

    def test_a_folded_field_that_is_led_to_comes_into_sight(
        self, window: CounterWindow, edits: list[tuple[str, str]]
    ) -> None:
        del edits
        QApplication.processEvents()
        window.form.focus_field("husband.name")
        assert field(window, "husband.name").isVisible()

    def test_the_first_suggestion_has_a_key(
        self, window: CounterWindow, edits: list[tuple[str, str]], qtbot: QtBot
    ) -> None:
        del edits
        window.form.set_note(form.derive_note(both().facts, "move.to_address", FieldWords()))
        QApplication.processEvents()
        with qtbot.waitSignal(window.form.suggestionTaken) as taken:
            QTest.keyClick(window, Qt.Key.Key_F5)
        assert taken.args == ["move.to_address", 0]


def test_an_offer_that_is_taken_stands_instead_of_what_was_half_typed(window: CounterWindow, bench: Bench) -> None:
    presenter = form.FormPresenter(window.form, bench.workbench, FieldWords(), NOW.date)
    bench.workbench.begin(MARRIAGE)
    bench.workbench.identify("husband", CHEN)
    bench.lane.drain()
    window.show_page(Page.INTAKE)
    presenter.focus("move.householder_name")
    QApplication.processEvents()
    name = field(window, "move.householder_name")
    QTest.keyClicks(name, "ab")
    QTest.keyClick(window, Qt.Key.Key_F5)
    bench.lane.drain()
    window.form.commit()
    bench.lane.drain()
    facts = bench.workbench.facts
    assert facts is not None
    assert facts.draft.fields["move.householder_name"].value == name.text() == CHEN.name


def test_undo_by_the_mouse_takes_back_what_was_just_typed(window: CounterWindow, bench: Bench, qtbot: QtBot) -> None:
    presenter = form.FormPresenter(window.form, bench.workbench, FieldWords(), NOW.date)
    bench.workbench.begin(MARRIAGE)
    bench.workbench.identify("husband", CHEN)
    bench.lane.drain()
    window.show_page(Page.INTAKE)
    presenter.focus("husband.phone")
    QApplication.processEvents()
    phone = field(window, "husband.phone")
    undo = window.findChild(QPushButton, "undo_button")
    assert undo is not None
    QTest.keyClicks(phone, "138")
    window.form.commit()
    bench.lane.drain()
    QTest.keyClicks(phone, "5")
    for left in ("138", ""):
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
        bench.lane.drain()
        window.form.commit()
        bench.lane.drain()
        facts = bench.workbench.facts
        assert facts is not None
        stored = facts.draft.fields.get("husband.phone")
        assert (stored.value if stored else "") == phone.text() == left


@pytest.mark.parametrize("scene", ["case-differing", "case-differing-long"])
def test_both_values_are_offered_as_people_say_them(window: CounterWindow, scene: str) -> None:
    SCENES[scene](window)
    QApplication.processEvents()
    offers = [window.findChild(QPushButton, f"suggestion_{number}") for number in range(2)]
    said = [offer.accessibleName() for offer in offers if offer is not None]
    assert len(said) == 2
    assert said[0] != said[1]
    assert "大学本科教育" in said[0] or "301房" in said[0]
    assert "大学专科教育" in said[1] or "三楼东侧套间" in said[1]
