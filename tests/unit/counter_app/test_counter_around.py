"""Search, band, foot and the polls: what surrounds a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from counter_app.ports.shell import FooterState, HeaderState, SearchState, SubjectTile, WelcomeState
from counter_app.ports.tone import Tone
from counter_app.presenters.search import MOST_TILES, SearchPresenter
from counter_app.presenters.surroundings import SurroundingsPresenter, printer_line
from counter_app.words.failures import FailureWords
from counter_app.words.shell import ShellWords
from counter_app.work.finder import SubjectFinder
from demo.gallery_counter_samples import begin
from devices.core.errors import DeviceTimeoutError
from devices.core.printing import PrintCause, PrinterStatus
from devices.core.status import DeviceState
from shared.domain.items import Channel, ItemState
from shared.qt.jobs import ManualLane
from shared.qt.status_poll import StatusPoll
from tests.unit.counter_app.fake_views import FakeHeader, FakeWelcome, FakeWindow
from tests.unit.counter_app.test_counter_sign_in import CLERK


class Search:
    """A presenter over the shipped catalogue."""

    def __init__(self, find: Callable[[str], tuple[SubjectTile, ...]] | None = None) -> None:
        self.header, self.welcome, self.lane = FakeHeader(), FakeWelcome(), ManualLane()
        finder = SubjectFinder(begin().catalogue)
        self.presenter = SearchPresenter(self.header, self.welcome, self.lane, find or finder.find, ShellWords())
        self.chosen: list[str] = []
        self.refused: list[str] = []
        self.presenter.chosen.connect(self.chosen.append)
        self.presenter.refused.connect(self.refused.append)

    @property
    def state(self) -> SearchState | None:
        state: SearchState | None = self.header.last("set_search")
        return state


@pytest.fixture
def search(qtbot: QtBot) -> Search:
    del qtbot
    return Search()


@pytest.mark.parametrize("typed", ["jhlh", "jiehunluohu", "结婚落户", "领证落户", "JHLH"])
def test_a_matter_is_found_by_initials_pinyin_and_words(search: Search, typed: str) -> None:
    search.header.searchEdited.emit(typed)
    search.lane.drain()
    assert search.state is not None
    assert search.state.hits[0].code == "8"
    search.header.subjectChosen.emit("8")
    assert search.chosen == ["8"]


def test_nothing_found_says_what_to_try(search: Search) -> None:
    search.header.searchEdited.emit("电影票")
    search.lane.drain()
    assert search.state is not None
    assert search.state.hits == ()
    assert "换个说法" in search.state.message


def test_an_answer_that_came_too_late_is_dropped(search: Search) -> None:
    search.header.searchEdited.emit("jh")
    search.header.searchEdited.emit("jhlh")
    search.lane.drain()
    states = [argument for name, argument in search.header.calls if name == "set_search"]
    assert [state.query for state in states] == ["jhlh"]


def test_what_is_taken_elsewhere_leads_there(qtbot: QtBot) -> None:
    del qtbot
    tile = replace(SubjectFinder(begin().catalogue).tiles()[0], closed="样例大厅 12345")
    search = Search(lambda _: (tile,))
    search.header.searchEdited.emit("x")
    search.lane.drain()
    search.header.subjectChosen.emit(tile.code)
    assert (search.chosen, search.refused) == ([], ["样例大厅 12345"])


def test_what_belongs_to_a_year_that_is_over_is_found_and_says_so(qtbot: QtBot) -> None:
    del qtbot
    finder = SubjectFinder(begin().catalogue.as_of(date(2026, 1, 1)))
    assert not {"10", "11"} & {tile.code for tile in finder.tiles()}
    search = Search(finder.find)
    search.header.searchEdited.emit("家电以旧换新")
    search.lane.drain()
    assert search.state is not None
    hit = search.state.hits[0]
    assert (hit.code, hit.closed) == ("10", "已截止，2025年12月31日以后不再受理")
    search.header.subjectChosen.emit("10")
    assert (search.chosen, search.refused) == ([], [hit.closed])
    assert ShellWords().elsewhere(hit.closed) == ("这一件在这里办不了", f"请告诉申请人：{hit.closed}")


def test_what_is_paused_says_why_and_where_to_ask(qtbot: QtBot) -> None:
    del qtbot
    catalogue = begin().catalogue
    shown = catalogue.presentations["8"]
    state = replace(shown.channels[Channel.COUNTER], state=ItemState.PAUSED, note="系统升级，周一恢复。")
    paused = replace(shown, channels={**shown.channels, Channel.COUNTER: state})
    finder = SubjectFinder(replace(catalogue, presentations={**catalogue.presentations, "8": paused}))
    assert finder.find("结婚落户")[0].closed.startswith("系统升级，周一恢复。")


def test_the_welcome_page_offers_most_leads_to_the_rest_and_keeps_a_card_in_sight(search: Search) -> None:
    search.presenter.greet("早上好", "刷身份证")
    search.presenter.hold_card("已读到 陈样例 的身份证")
    search.lane.drain()
    state: WelcomeState = search.welcome.last("set_state")
    assert state.card
    assert "8" in {tile.code for tile in state.tiles}
    assert len(state.tiles) == MOST_TILES
    assert state.every == f"全部 {len(SubjectFinder(begin().catalogue).tiles())} 件"
    search.presenter.hold_card("")
    assert search.welcome.last("set_state").card == ""


def test_a_catalogue_that_can_not_be_read_is_said(qtbot: QtBot) -> None:
    del qtbot

    def broken(_: str) -> tuple[SubjectTile, ...]:
        raise DeviceTimeoutError

    search = Search(broken)
    search.header.searchEdited.emit("jh")
    search.presenter.greet("早上好", "")
    search.lane.drain()
    assert search.state is not None
    assert "读不出来" in search.state.message
    assert "读不出来" in search.welcome.last("set_state").message


@pytest.mark.parametrize(
    ("status", "words", "tone"),
    [
        (PrinterStatus(DeviceState.READY), "正常", Tone.GOOD),
        (PrinterStatus(DeviceState.READY, paper_low=True), "纸快用完", Tone.WARN),
        (PrinterStatus(DeviceState.FAULT, PrintCause.PAPER_END), "缺纸", Tone.BAD),
        (PrinterStatus(DeviceState.OFFLINE, PrintCause.UNREACHABLE), "没接上", Tone.BAD),
        (PrinterStatus(DeviceState.UNKNOWN), "状态不明", Tone.WAITING),
        (PrinterStatus(DeviceState.FAULT, PrintCause.MECHANICAL), "有故障", Tone.BAD),
    ],
)
def test_the_printer_in_words(status: PrinterStatus, words: str, tone: Tone) -> None:
    assert printer_line(status, ShellWords()) == (words, tone)


class TestSurroundings:
    """Band and foot."""

    @pytest.fixture
    def window(self, qtbot: QtBot) -> FakeWindow:
        del qtbot
        return FakeWindow()

    def foot(self, window: FakeWindow) -> dict[str, tuple[str, Tone]]:
        state: FooterState = window.last("set_footer")
        return {line.key: (line.words, line.tone) for line in state.devices}

    def test_devices_and_network_are_told_as_they_change(self, window: FakeWindow) -> None:
        presenter = SurroundingsPresenter(window, ShellWords(), "样例大厅", demo=True, missing=frozenset({"scanner"}))
        assert self.foot(window)["scanner"] == ("没有设置", Tone.NEUTRAL)
        assert self.foot(window)["platform"] == ("正在连接", Tone.WAITING)
        presenter.set_card_state("ready")
        presenter.set_printer_status(PrinterStatus(DeviceState.FAULT, PrintCause.COVER_OPEN))
        presenter.set_figures(3, 2, False)
        foot = self.foot(window)
        assert foot["card"] == ("正常", Tone.GOOD)
        assert foot["printer"] == ("盖开着", Tone.BAD)
        assert foot["platform"] == ("没有网络", Tone.WARN)
        presenter.set_figures(3, 2, False, "sign_in_refused")
        assert self.foot(window)["platform"] == ("不让本机登录", Tone.WARN)
        assert window.last("set_footer").demo
        told = len(window.calls)
        presenter.set_card_state("ready")
        assert len(window.calls) == told

    def test_clerk_and_figures_stand_in_the_band(self, window: FakeWindow) -> None:
        presenter = SurroundingsPresenter(window, ShellWords(), "样例大厅", demo=False, missing=frozenset())
        presenter.set_clerk(CLERK)
        presenter.set_figures(5, 1, True)
        assert window.last("set_header") == HeaderState("07", "样例大厅", 5, 1, True, "李样例 · 受理岗")


class TestPoll:
    """Asking a device how it is."""

    def test_it_is_never_asked_twice_at_once_and_a_silent_device_tells_nothing(self, qtbot: QtBot) -> None:
        del qtbot
        lane, told = ManualLane(), []
        answers: list[object] = [DeviceState.READY, DeviceTimeoutError(), DeviceState.FAULT]

        def ask() -> object:
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        poll = StatusPoll(lane, ask, 60_000)
        poll.told.connect(told.append)
        poll.start()
        poll.ask()
        assert len(lane._waiting) == 1
        for _ in range(3):
            lane.drain()
            poll.ask()
        poll.stop()
        assert told == [DeviceState.READY, DeviceState.FAULT]


@pytest.mark.parametrize(("hour", "part"), [(8, "早上好"), (12, "中午好"), (15, "下午好"), (20, "晚上好")])
def test_greetings_follow_the_day(hour: int, part: str) -> None:
    assert ShellWords().greeting(hour, "李样例") == f"{part}，李样例"


@pytest.mark.parametrize(
    "code", ["too_many_pages", "not_two_sides", "not_asked_for", "pages_given", "not_deferrable", "no_commitment"]
)
def test_what_is_refused_of_a_material_has_words_of_its_own(code: str) -> None:
    words = FailureWords()
    text, detail = words.sentence(code)
    assert text != words.sentence("something_unheard_of")[0]
    assert code not in text + detail


@pytest.mark.parametrize("code", ["disk_full", "store_busy", "incomplete", "case_moved_on", "something_unheard_of"])
def test_every_failure_says_what_is_kept_or_to_be_done(code: str) -> None:
    text, detail = FailureWords().sentence(code)
    assert text
    assert detail
    assert "_" not in text
