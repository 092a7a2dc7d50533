"""The real widgets in every scene: whole words, names for readers, sizes, contrast, and what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from counter_app.parts.painting import two_lines
from counter_app.ports.applicants import ApplicantsState, RoleChoice
from counter_app.ports.shell import BannerState
from counter_app.theme.metrics import DENSE, ROOMY, metrics_for
from counter_app.theme.stylesheet import build_stylesheet
from counter_app.views.trouble import TroubleView
from counter_app.views.window import CounterWindow
from demo.gallery_counter import SCENES
from demo.gallery_counter_case import both, show_case
from demo.gallery_counter_samples import begin, fill
from shared.qt.theme import PALETTES, ThemeName, contrast


def test_a_message_is_taken_away_only_while_it_is_the_one_that_is_shown(window: CounterWindow) -> None:
    show_case(window, fill(both()))
    jam, other = BannerState("卡纸了"), BannerState("上次那张没打完")
    window.set_banner(jam)
    window.clear_banner(jam)
    assert window.banner.isHidden()
    window.set_banner(other)
    window.clear_banner(jam)
    assert window.banner.isVisible()


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


@pytest.mark.parametrize("size", [QSize(1920, 1080), QSize(1366, 768)], ids=["1920", "1366"])
def test_every_scene_is_whole_named_for_readers_and_one_window(window: CounterWindow, size: QSize) -> None:
    window.resize(size)
    for name, scene in SCENES.items():
        scene(window)
        for _ in range(3):
            QApplication.processEvents()
            # Nothing may flash up as a window of its own.
            assert [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window] == [], name
        shown = [one for one in window.findChildren(QWidget) if one.isVisible()]
        assert (cut_words(shown), overlapping(shown), nameless(shown)) == ([], [], []), name
        assert window.size() == size, name


def nameless(shown: Sequence[QWidget]) -> list[tuple[str, str]]:
    """Return the object name and the name for readers of each control that lacks one of them."""
    lacking = []
    for widget in shown:
        reached = isinstance(widget, QLineEdit | QListView) and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        if not (reached or isinstance(widget, QAbstractButton)):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if not (spoken and widget.objectName()):
            lacking.append((widget.objectName(), spoken))
    return lacking


def overlapping(shown: Sequence[QWidget]) -> list[tuple[str, str]]:
    """Return the names of controls and labels of one parent that cover one another."""
    by_parent: dict[QWidget, list[QWidget]] = {}
    for one in shown:
        if isinstance(one, QPushButton | QLabel):
            by_parent.setdefault(one.parentWidget(), []).append(one)
    return [
        (one.objectName(), other.objectName())
        for siblings in by_parent.values()
        for one, other in combinations(siblings, 2)
        if one.geometry().intersects(other.geometry())
    ]


def test_the_welcome_page_leads_to_all_that_is_taken(window: CounterWindow, qtbot: QtBot) -> None:
    SCENES["welcome"](window)
    every = window.findChild(QPushButton, "welcome_every")
    assert every is not None
    with qtbot.waitSignal(window.header.searchEdited) as asked:
        QTest.mouseClick(every, Qt.MouseButton.LeftButton)
    assert asked.args == [""]


def cut_words(shown: Sequence[QWidget]) -> list[str]:
    """Return the words of labels and buttons that have less room than what they say, and readings shown in part."""
    labels = [one for one in shown if isinstance(one, QLabel)]
    buttons = [one for one in shown if isinstance(one, QPushButton) and one.text()]
    cut = [one.text() for one in labels if not one.wordWrap() and one.width() < _width_of(one)]
    cut += [one.text() for one in labels if one.wordWrap() and one.height() < one.heightForWidth(one.width())]
    cut += [one.text() for one in labels if one.objectName().startswith("reading") and one.text().endswith("…")]
    return cut + [one.text() for one in buttons if one.width() < _width_of(one) + 8]


def _width_of(one: QLabel | QPushButton) -> int:
    return one.fontMetrics().horizontalAdvance(one.text())


@pytest.mark.parametrize(("scene", "first"), [("case-live", "scan_button"), ("case-live-gone", "source_button")])
def test_where_the_camera_shows_nothing_the_scanner_is_the_next_act(
    window: CounterWindow, scene: str, first: str
) -> None:
    SCENES[scene](window)
    shown = [one for one in window.stage.findChildren(QPushButton) if one.isVisible()]
    stressed = [one.objectName() for one in shown if one.property("kind") == "stage_first"]
    assert stressed == [first]


def test_a_number_gives_the_reason_that_bears_it(window: CounterWindow, qtbot: QtBot) -> None:
    SCENES["case-overriding"](window)
    field = window.findChild(QLineEdit, "override_reason")
    assert field is not None
    with qtbot.waitSignal(window.stage.overrideGiven) as given:
        QTest.keyClick(field, Qt.Key.Key_2)
    assert given.args == ["背面无内容"]
    with qtbot.assertNotEmitted(window.stage.overrideGiven):
        QTest.keyClicks(field, "p1")
        QTest.keyClick(field, Qt.Key.Key_1)
    assert field.text() == "p11"


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


@pytest.mark.parametrize(
    ("text", "share", "lines"),
    [
        ("结婚落户", 1.0, ("结婚落户",)),
        ("购新补贴申请(2025年度)", 0.65, ("购新补贴申请", "(2025年度)")),
        ("2025202520252025", 0.63, ("2025202520", "252025")),
    ],
)
def test_two_lines_break_where_a_line_may(text: str, share: float, lines: tuple[str, ...], qtbot: QtBot) -> None:
    del qtbot
    metrics = QFontMetrics(QFont())
    assert two_lines(text, metrics, int(metrics.horizontalAdvance(text) * share) + 1) == lines
