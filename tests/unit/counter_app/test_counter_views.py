"""The real widgets: keys, typing, choices, names for readers, sizes, contrast."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from counter_app.parts.choice_popup import ChoicePopup
from counter_app.parts.editors import ChoiceEditor
from counter_app.ports.applicants import ApplicantsState, RoleChoice
from counter_app.ports.gaps import GapRow, GapsState
from counter_app.ports.shell import BannerState, SearchState
from counter_app.ports.window import Page
from counter_app.presenters import form
from counter_app.theme.look import Look
from counter_app.theme.metrics import DENSE, ROOMY, metrics_for
from counter_app.theme.stylesheet import build_stylesheet
from counter_app.views.trouble import TroubleView
from counter_app.views.window import CounterWindow
from counter_app.words.case import FieldWords
from demo.gallery_counter import SCENES
from demo.gallery_counter_around import tiles
from demo.gallery_counter_case import both, show_case
from demo.gallery_counter_samples import begin, fill
from shared.qt.theme import PALETTES, ThemeName, contrast


@pytest.fixture
def dressed(qtbot: QtBot) -> Iterator[None]:
    """The application in the counter's style, undressed again for the others."""
    del qtbot
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = application.styleSheet()
    application.setStyleSheet(build_stylesheet())
    yield
    application.setStyleSheet(before)


@pytest.fixture
def window(dressed: None, qtbot: QtBot) -> CounterWindow:
    del dressed
    shown = CounterWindow(Look())
    qtbot.addWidget(shown)
    shown.resize(1920, 1080)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def field(window: CounterWindow, field_id: str) -> QLineEdit:
    editor = window.findChild(QLineEdit, f"field_{field_id}")
    assert editor is not None
    return editor


def popup(window: CounterWindow) -> ChoicePopup | None:
    return next((one for one in window.findChildren(ChoicePopup) if one.isVisible()), None)


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
        qtbot.waitUntil(lambda: edits == [("husband.phone", "138")], timeout=3000)

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


class TestNoScrolling:
    """The common case is whole on a full screen."""

    def test_two_spouses_fit(self, window: CounterWindow) -> None:
        show_case(window, fill(both()))
        QApplication.processEvents()
        bar = window.form._area.verticalScrollBar()
        assert bar.maximum() == 0

    @pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (1280, 720)])
    def test_the_small_window_is_whole(self, window: CounterWindow, width: int, height: int) -> None:
        window.resize(width, height)
        show_case(window, fill(both()))
        QApplication.processEvents()
        assert window.size() == QSize(width, height)
        for name in ("accept_button", "collect_button", "scan_button", "search_field", "materials_list"):
            widget = window.findChild(QWidget, name)
            assert widget is not None
            corner = widget.mapTo(window, QPoint(widget.width(), widget.height()))
            assert corner.x() <= width, name
            assert corner.y() <= height, name

    @pytest.mark.parametrize(
        ("width", "height", "metrics"), [(1920, 1080, ROOMY), (1920, 800, DENSE), (1366, 768, DENSE)]
    )
    def test_sizes_follow_the_window(self, width: int, height: int, metrics: object) -> None:
        assert metrics_for(width, height) is metrics


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
        window.header.set_search(SearchState("jh", tiles("jh")))
        QTest.keyClick(line, Qt.Key.Key_Down)
        with qtbot.waitSignal(window.header.subjectChosen) as taken:
            QTest.keyClick(line, Qt.Key.Key_Return)
        assert taken.args == [tiles("jh")[1].code]
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


class TestStrip:
    """Roles and typing by hand."""

    def test_the_role_is_asked_without_a_dialog(self, window: CounterWindow, qtbot: QtBot) -> None:
        show_case(window, begin())
        choice = RoleChoice("陈样例 是哪一方？", (("husband", "男方"), ("wife", "女方")))
        window.applicants.set_state(ApplicantsState(choice=choice))
        button = window.findChild(QPushButton, "role_wife")
        assert button is not None
        with qtbot.waitSignal(window.applicants.roleChosen) as chosen:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert chosen.args == ["wife"]

    def test_name_and_number_are_typed(self, window: CounterWindow, qtbot: QtBot) -> None:
        SCENES["case-typing"](window)
        name, number = (window.findChild(QLineEdit, key) for key in ("typed_name", "typed_number"))
        assert name is not None
        assert number is not None
        name.setText("陈样例")
        QTest.keyClick(name, Qt.Key.Key_Return)
        assert number.hasFocus()
        number.setText("1")
        with qtbot.waitSignal(window.applicants.typed) as typed:
            QTest.keyClick(number, Qt.Key.Key_Return)
        assert typed.args == ["wife", "陈样例", "1"]


class TestSignIn:
    """The door."""

    def test_id_then_password_then_in(self, window: CounterWindow, qtbot: QtBot) -> None:
        clerk, password = (window.findChild(QLineEdit, f"sign_in_{key}") for key in ("clerk", "password"))
        assert clerk is not None
        assert password is not None
        QTest.keyClicks(clerk, "li")
        QTest.keyClick(clerk, Qt.Key.Key_Return)
        assert password.hasFocus()
        assert password.echoMode() is QLineEdit.EchoMode.Password
        QTest.keyClicks(password, "secret")
        with qtbot.waitSignal(window.sign_in.submitted) as sent:
            QTest.keyClick(password, Qt.Key.Key_Return)
        assert sent.args == ["li", "secret"]

    def test_an_empty_password_is_not_sent(self, window: CounterWindow, qtbot: QtBot) -> None:
        clerk = window.findChild(QLineEdit, "sign_in_clerk")
        assert clerk is not None
        QTest.keyClicks(clerk, "li")
        button = window.findChild(QPushButton, "sign_in_button")
        assert button is not None
        with qtbot.assertNotEmitted(window.sign_in.submitted):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_control_has_a_name_for_readers(window: CounterWindow) -> None:
    for scene in SCENES.values():
        scene(window)
        QApplication.processEvents()
        for kind in (QAbstractButton, QLineEdit, QListView):
            for widget in window.findChildren(kind):
                reached = widget.focusPolicy() is not Qt.FocusPolicy.NoFocus or kind is QAbstractButton
                if not (widget.isVisible() and reached):
                    continue
                face = QAccessible.queryAccessibleInterface(widget)
                assert face.text(QAccessible.Text.Name), (scene.__name__, widget.objectName())
                assert widget.objectName(), (scene.__name__, face.text(QAccessible.Text.Name))


@pytest.mark.parametrize("size", [QSize(1920, 1080), QSize(1366, 768)], ids=["1920", "1366"])
def test_no_words_are_cut(window: CounterWindow, size: QSize) -> None:
    window.resize(size)
    for name, scene in SCENES.items():
        scene(window)
        for _ in range(3):
            QApplication.processEvents()
        assert cut_words(window) == [], name


def cut_words(window: CounterWindow) -> list[str]:
    """Return the words of labels and buttons that are narrower than what they say."""
    labels = [one for one in window.findChildren(QLabel) if one.isVisible() and not one.wordWrap()]
    buttons = [one for one in window.findChildren(QPushButton) if one.isVisible() and one.text()]
    cut = [one.text() for one in labels if one.width() < one.fontMetrics().horizontalAdvance(one.text())]
    return cut + [one.text() for one in buttons if one.width() < one.fontMetrics().horizontalAdvance(one.text()) + 8]


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("ink", "card"),
        ("ink", "quiet"),
        ("ink", "footer"),
        ("ink", "disabled"),
        ("ink", "bad_tint"),
        ("ink", "warn_tint"),
        ("ink", "brand_tint"),
        ("soft", "paper"),
        ("soft", "card"),
        ("brand", "card"),
        ("brand", "quiet"),
        ("brand", "bad_tint"),
        ("brand", "warn_tint"),
        ("good", "card"),
        ("warn", "card"),
        ("warn", "warn_tint"),
        ("bad", "card"),
        ("bad", "quiet"),
        ("bad", "footer"),
        ("on_brand", "brand"),
        ("on_brand_soft", "brand"),
        ("on_brand", "stage"),
        ("on_brand", "good"),
        ("on_brand", "bad"),
        ("on_brand_soft", "stage"),
        ("ink", "warn_shape"),
    ],
)
def test_contrast_of_what_is_read(text: str, ground: str) -> None:
    palette = PALETTES[ThemeName.PAPER]
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 7.0


@pytest.mark.parametrize("theme", list(ThemeName))
def test_the_style_sheet_takes_every_palette(theme: ThemeName, dressed: None) -> None:
    del dressed
    sheet = build_stylesheet(PALETTES[theme])
    assert "$" not in sheet
    assert PALETTES[theme].ink in sheet


@pytest.mark.parametrize("code", ["config_invalid", "store_key_wrong", "something_new"])
def test_trouble_at_the_start_is_told_with_its_code(code: str, dressed: None, qtbot: QtBot) -> None:
    del dressed
    view = TroubleView(code, "devices.scanner")
    qtbot.addWidget(view)
    told = " ".join(label.text() for label in view.findChildren(QLabel))
    assert code in told
    assert "devices.scanner" in told
    assert "没有动过" in told


def test_nothing_flashes_up_as_a_window_of_its_own(window: CounterWindow) -> None:
    for name in SCENES:
        SCENES[name](window)
        QApplication.processEvents()
        strays = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget is not window]
        assert strays == [], name


def test_a_click_leaves_the_cursor_where_the_clerk_types(window: CounterWindow) -> None:
    SCENES["case-complete"](window)
    window.form.focus_field("wife.phone")
    button = window.findChild(QPushButton, "scan_button")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    SCENES["case-scanning"](window)
    assert not isinstance(QApplication.focusWidget(), QPushButton)


def test_a_choice_is_an_editor_of_its_own(window: CounterWindow) -> None:
    show_case(window, both())
    assert isinstance(field(window, "wife.education"), ChoiceEditor)
