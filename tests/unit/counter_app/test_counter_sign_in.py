"""Signing in: passwords, the wait after wrong tries, and what is said."""

from __future__ import annotations

import hashlib
import os

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from counter_app.parts.buttons import KeyButton
from counter_app.ports.shell import BannerState
from counter_app.ports.sign_in import SignInState
from counter_app.ports.tone import Tone
from counter_app.presenters.sign_in import SignInPresenter
from counter_app.theme.look import Look
from counter_app.theme.stylesheet import build_stylesheet
from counter_app.views.sign_in import SignInView
from counter_app.words.failures import FailureWords
from counter_app.words.sign_in import SignInWords
from counter_app.work.passwords import clerk_of
from counter_app.work.throttle import SignInThrottle
from shared.contract.base import encode_bytes
from shared.contract.terminals import Clerk, ClerkDirectory, PasswordVerifier
from shared.qt.jobs import ManualLane
from shared.store.errors import StoreBusyError, StoreDamagedError
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.fake_views import FakeSignIn
from tests.unit.counter_app.shell_bench import Shell

RIGHT = "样例密码-2026"


def verifier(password: str) -> PasswordVerifier:
    salt = os.urandom(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1, maxmem=2**26, dklen=32)
    return PasswordVerifier(salt=encode_bytes(salt), hash=encode_bytes(digest), n=2**14, r=8, p=1)


CLERK = Clerk(clerk_id="li", name="李样例", post="受理岗", window="07", rights=frozenset(), verifier=verifier(RIGHT))
DIRECTORY = ClerkDirectory(version="1", clerks=(CLERK,))


class Clock:
    """Seconds that stand until they are moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Door:
    """A presenter with its fake view, lane and clock."""

    def __init__(self, directory: ClerkDirectory | Exception | None = DIRECTORY) -> None:
        def known() -> ClerkDirectory | None:
            if isinstance(directory, Exception):
                raise directory
            return directory

        self.view, self.lane, self.clock = FakeSignIn(), ManualLane(), Clock()
        self.presenter = SignInPresenter(
            self.view,
            self.lane,
            directory=known,
            throttle=SignInThrottle(self.clock),
            words=SignInWords(),
            hall="样例大厅",
        )
        self.entered: list[Clerk] = []
        self.presenter.signedIn.connect(self.entered.append)
        self.carried: list[tuple[str, str]] = []
        self.presenter.leftUndone.connect(lambda text, detail: self.carried.append((text, detail)))

    def knock(self, clerk_id: str, password: str) -> None:
        self.view.submitted.emit(clerk_id, password)
        self.lane.drain()

    @property
    def state(self) -> SignInState:
        state: SignInState = self.view.last("set_state")
        return state


@pytest.fixture
def door(qtbot: QtBot) -> Door:
    del qtbot
    return Door()


@pytest.mark.parametrize(
    ("clerk_id", "password", "known"), [("li", RIGHT, True), ("li", "wrong", False), ("nobody", RIGHT, False)]
)
def test_only_id_and_password_together_open(clerk_id: str, password: str, known: bool) -> None:
    assert (clerk_of(DIRECTORY, clerk_id, password) is not None) is known


def test_an_empty_directory_opens_to_nobody() -> None:
    assert clerk_of(ClerkDirectory(version="0", clerks=()), "li", RIGHT) is None


def test_the_right_password_lets_the_clerk_in(door: Door) -> None:
    door.knock("li", RIGHT)
    assert door.entered == [CLERK]
    assert door.view.last("clear_all") is not None


def test_while_checking_the_fields_are_closed(door: Door) -> None:
    door.view.submitted.emit("li", RIGHT)
    assert door.state.busy


def test_a_wrong_id_and_a_wrong_password_look_the_same(door: Door) -> None:
    door.knock("li", "wrong")
    wrong_password = door.state
    door.knock("nobody", RIGHT)
    assert door.state == wrong_password
    assert wrong_password.tone is Tone.BAD
    assert door.entered == []


def test_after_five_wrong_tries_fifteen_seconds_then_thirty(door: Door) -> None:
    for _ in range(4):
        door.knock("li", "wrong")
        assert door.state.can_submit
    door.knock("li", "wrong")
    assert not door.state.can_submit
    assert "15" in door.state.message
    door.clock.now += 14
    door.knock("li", RIGHT)
    assert door.entered == []
    door.clock.now += 1
    door.knock("li", "wrong")
    assert "30" in door.state.message
    door.clock.now += 30
    door.knock("li", RIGHT)
    assert door.entered == [CLERK]


def test_the_wait_ends_by_itself(door: Door, qtbot: QtBot) -> None:
    for _ in range(5):
        door.knock("li", "wrong")
    door.clock.now += 15
    qtbot.waitUntil(lambda: door.state.can_submit)
    assert door.state.message == ""


def test_a_wait_survives_a_clerk_who_leaves(door: Door) -> None:
    for _ in range(5):
        door.knock("li", "wrong")
    door.presenter.reset()
    assert not door.state.can_submit


def test_what_was_left_undone_is_told_until_somebody_comes(door: Door) -> None:
    door.presenter.tell("没有记上", "再填一次。")
    assert "没有记上。再填一次。" in door.state.message
    door.presenter.reset()
    assert not door.state.message


def test_what_was_left_undone_is_told_beside_what_else_the_door_says(door: Door) -> None:
    for _ in range(5):
        door.knock("li", "wrong")
    door.presenter.tell("没有记上", "再填一次。")
    assert "没有记上。再填一次。" in door.state.message
    assert "15" in door.state.message
    assert not door.state.can_submit
    door.clock.now += 15
    door.knock("li", "wrong")
    assert "没有记上。再填一次。" in door.state.message


def test_what_is_told_while_a_password_is_checked_opens_the_fields_no_earlier(door: Door) -> None:
    door.view.submitted.emit("li", RIGHT)
    door.presenter.tell("没有记上", "再填一次。")
    assert door.state.busy
    assert "没有记上" in door.state.message
    door.view.submitted.emit("li", RIGHT)
    door.lane.drain()
    assert door.entered == [CLERK]


def test_what_was_left_undone_is_carried_on_to_who_comes_in_once(door: Door) -> None:
    door.presenter.tell("没有记上", "再填一次。")
    door.knock("li", RIGHT)
    assert door.carried == [("刚退出的窗口人员：没有记上", "再填一次。")]
    assert not door.state.message
    door.presenter.reset()
    door.knock("li", RIGHT)
    assert len(door.carried) == 1


def test_what_failed_as_a_clerk_left_stands_above_the_next_ones_work(door: Door, bench: Bench) -> None:
    shell = Shell(bench, sign_in=door.presenter)
    door.view.submitted.emit("li", RIGHT)
    shell.presenter.tell_failure(StoreBusyError.code)
    door.lane.drain()
    text, detail = FailureWords().sentence(StoreBusyError.code)
    assert shell.window.said == BannerState(f"刚退出的窗口人员：{text}", detail, Tone.WARN)


def test_without_a_directory_it_says_what_to_do(qtbot: QtBot) -> None:
    del qtbot
    door = Door(None)
    door.knock("li", RIGHT)
    assert door.state.tone is Tone.WARN
    assert door.state.can_submit
    assert "联网" in door.state.message or "连上网" in door.state.message


def test_a_damaged_store_is_named_by_its_code(qtbot: QtBot) -> None:
    del qtbot
    door = Door(StoreDamagedError())
    door.knock("li", RIGHT)
    assert "store_damaged" in door.state.message


def test_no_directory_costs_no_try(qtbot: QtBot) -> None:
    del qtbot
    door = Door(None)
    for _ in range(7):
        door.knock("li", RIGHT)
    assert door.state.can_submit


def test_the_wait_has_an_end() -> None:
    clock = Clock()
    throttle = SignInThrottle(clock)
    for _ in range(40):
        throttle.failed()
    assert throttle.wait_s() == 15 * 60
    throttle.succeeded()
    assert throttle.wait_s() == 0


@pytest.mark.qt_log_ignore("does not support propagateSizeHints")
def test_words_that_take_three_lines_are_shown_whole(qtbot: QtBot) -> None:
    view, words = SignInView(Look()), SignInWords()
    qtbot.addWidget(view)
    view.setStyleSheet(build_stylesheet())
    view.resize(1366, 730)
    view.show()
    left = words.left_undone(*FailureWords().sentence("slip_not_printed"))
    view.set_state(SignInState("大厅", f"{left}\n{words.refused()}", Tone.BAD))
    told, button = view.findChild(QLabel, "sign_in_message"), view.findChild(KeyButton, "sign_in_button")
    assert told is not None
    assert button is not None
    qtbot.waitUntil(lambda: told.height() >= told.heightForWidth(told.width()) > told.fontMetrics().height() * 2)
    assert told.geometry().bottom() < button.geometry().top()
