"""The left column: what was sealed today, and its way to the platform."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from counter_app.ports.today import TodayRow, TodayState
from counter_app.ports.tone import Tone
from counter_app.presenters.today import TodayPresenter, delivery_line, derive_rows
from counter_app.words.delivery import DeliveryWords
from counter_app.words.today import TodayWords
from counter_app.work.ledger import Ledger
from shared.qt.jobs import ManualLane
from shared.store.errors import StoreBusyError
from shared.store.overview import CaseDeliveryState
from shared.store.terminal import Terminal
from tests.unit.counter_app.done_page import DonePage, delivery
from tests.unit.counter_app.fake_views import FakeToday
from tests.unit.shared.intake.desks import CLERK, NOW


@pytest.mark.parametrize(
    ("state", "changes", "online", "words", "tone"),
    [
        (CaseDeliveryState.WAITING_NETWORK, {}, False, "待上传（没有网络）", Tone.WAITING),
        (CaseDeliveryState.WAITING_NETWORK, {}, True, "待上传", Tone.WAITING),
        (CaseDeliveryState.WAITING_FOR_EARLIER, {}, True, "等前一份先送达", Tone.WAITING),
        (CaseDeliveryState.SENDING, {"bytes_sent": 500_000}, True, "上传中 25%", Tone.ACTIVE),
        (CaseDeliveryState.SENDING, {"bytes_total": 0}, True, "上传中", Tone.ACTIVE),
        (CaseDeliveryState.DELIVERED, {}, True, "已送达 17:30", Tone.GOOD),
        (CaseDeliveryState.DELIVERED, {"delivered_at": None}, True, "已另行处理", Tone.GOOD),
        (CaseDeliveryState.RETURNED, {"reason_code": "number_taken"}, True, "被退回：办件编号重复", Tone.BAD),
        (CaseDeliveryState.RETURNED, {"reason_code": "unheard_of"}, True, "被退回：平台没有收下", Tone.BAD),
        (
            CaseDeliveryState.RETURNED,
            {"reason_code": "part_missing_here"},
            True,
            "被退回：本机缺了封好的一部分",
            Tone.BAD,
        ),
    ],
)
def test_the_way_to_the_platform_in_words(
    state: CaseDeliveryState, changes: dict[str, object], online: bool, words: str, tone: Tone
) -> None:
    assert delivery_line(delivery(state, **changes), DeliveryWords(), online=online) == (words, tone)


def test_nobody_is_told_that_all_is_there_where_a_part_is_lost_here() -> None:
    said = DeliveryWords()
    assert "不用重收" in said.who_acts("platform_staff")
    assert "重交" in said.who_acts("terminal_staff")
    assert "材料都在" not in said.who_acts("terminal_staff")


@pytest.mark.parametrize(
    ("reason", "words", "detail"),
    [
        ("no_connection", "待上传（没有网络）", "网络一通就自动上传，不用守着"),
        ("timed_out", "待上传（平台没有回应）", "网络一通就自动上传，不用守着"),
        ("sign_in_refused", "待上传（平台不让本机登录）", "请找大厅管理员"),
        ("tls_untrusted", "待上传（平台证书不可信）", "请找大厅管理员"),
    ],
)
def test_why_the_platform_is_away_and_who_must_act(reason: str, words: str, detail: str) -> None:
    said = DeliveryWords()
    line = delivery_line(delivery(CaseDeliveryState.WAITING_NETWORK), said, online=False, reason=reason)
    assert line == (words, Tone.WAITING)
    assert detail in said.kept_offline(reason)
    assert "封在本机" in said.kept_offline(reason)


def test_what_is_held_back_tells_why_and_when_it_is_tried_again() -> None:
    assert DeliveryWords().retry_at("09:50", "platform_busy") == "平台正忙，09:50 自动再试，不用守着。"
    assert DeliveryWords().retry_at("09:50", "no_room") == "平台磁盘满了，09:50 自动再试，不用守着。"
    assert DeliveryWords().retry_at("09:50", "version_missing") == "平台还没发布这一版目录，09:50 自动再试，不用守着。"
    assert (
        DeliveryWords().retry_at("09:50", "enrolment_missing") == "平台要先恢复本机的登记，09:50 自动再试，不用守着。"
    )
    assert DeliveryWords().retry_at("09:50", "unheard_of") == "这一次没有传成，09:50 自动再试，不用守着。"


class TestToday:
    """The left column."""

    def test_it_lists_what_was_sealed_with_its_state(self, page: DonePage, terminal: Terminal) -> None:
        page.finish(accept=True)
        facts = Ledger(terminal.store, lambda: NOW, lambda: CLERK.clerk_id).today()
        row: TodayRow = derive_rows(facts, DeliveryWords(), TodayWords())[0]
        assert (row.time, row.subject, row.person, row.state) == ("17:30", "结婚落户", "陈**、欧***", "已受理")
        assert row.delivery == "待上传"

    def test_yesterday_is_not_today(self, page: DonePage, terminal: Terminal) -> None:
        page.finish(accept=False)
        assert Ledger(terminal.store, lambda: NOW + timedelta(days=1), lambda: CLERK.clerk_id).today().entries == ()

    def test_it_reads_again_by_itself_and_tells_the_figures(
        self, page: DonePage, terminal: Terminal, qtbot: QtBot
    ) -> None:
        view, lane = FakeToday(), ManualLane()
        ledger = Ledger(terminal.store, lambda: NOW, lambda: CLERK.clerk_id)
        presenter = TodayPresenter(view, lane, ledger.today, DeliveryWords(), TodayWords())
        figures: list[tuple[int, int, object, str]] = []
        presenter.figuresChanged.connect(lambda *told: figures.append(told))
        presenter.start()
        lane.drain()
        state: TodayState = view.last("set_state")
        assert "还没有办件" in state.message
        page.finish(accept=True)
        qtbot.waitUntil(lambda: bool(lane._waiting))
        lane.drain()
        presenter.stop()
        assert figures == [(0, 0, None, ""), (1, 2, None, "")]

    def test_a_busy_store_keeps_what_is_shown(self, qtbot: QtBot) -> None:
        del qtbot
        view, lane = FakeToday(), ManualLane()

        def busy() -> object:
            raise StoreBusyError

        presenter = TodayPresenter(view, lane, busy, DeliveryWords(), TodayWords())  # type: ignore[arg-type]
        presenter.refresh()
        presenter.refresh()
        assert len(lane._waiting) == 1
        lane.drain()
        state: TodayState = view.last("set_state")
        assert "store_busy" in state.message
