"""The second screen, towards the applicant: it takes no keys and shows nothing once it is gone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from counter_app.ports.drafts import OfferState
from counter_app.views.applicant_screen import ApplicantScreen
from counter_app.views.window import CounterWindow

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

OFFER = OfferState("结婚落户", "明天 17:30", QImage(50, 50, QImage.Format.Format_RGB32), "1234 5678")


@pytest.fixture
def screen(window: CounterWindow, monkeypatch: pytest.MonkeyPatch) -> ApplicantScreen:
    """The screen with a code on it, as where a second one is plugged in."""
    with monkeypatch.context() as plugged:
        plugged.setattr(QGuiApplication, "screens", lambda: [window.screen(), window.screen()])
        window.applicant_screen.show_offer(OFFER)
    assert window.applicant_screen.isFullScreen()
    assert window.applicant_screen.isVisible()
    return window.applicant_screen


def test_the_keys_stay_with_the_clerk_while_the_applicant_is_shown_a_code(screen: ApplicantScreen) -> None:
    assert screen.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert screen.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_a_code_does_not_move_over_the_counter_when_the_applicants_screen_is_unplugged(
    screen: ApplicantScreen, qapp: QApplication
) -> None:
    qapp.screenRemoved.emit(screen.screen())
    assert screen.isHidden()
