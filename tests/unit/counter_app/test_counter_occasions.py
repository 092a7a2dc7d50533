"""What is done about a sealed case beside accepting it: by right and state, asked once more, undone until sealed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from counter_app.ports.occasion import OccasionButton, OccasionField, OccasionState
from counter_app.ports.window import Page
from counter_app.presenters.occasion import OccasionPresenter
from counter_app.theme.look import Look
from counter_app.views.occasion import OccasionView
from counter_app.views.window import CounterWindow
from counter_app.words.occasion import OccasionWords
from devices.core.slip import Text
from devices.id_card.specimens import CHEN, LIANG, OUYANG
from shared.domain.numbers import NoticeKind
from shared.store import acts, cases
from shared.store.cases import ItemUpdate
from shared.store.terminal import Terminal
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.done_page import DonePage

CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """The page of a sealed case, with its acts."""

    def __init__(self, page: DonePage, *, accept: bool = False) -> None:
        self.page, self.view = page, page.occasion_view
        self.case = page.finish(accept=accept).sealed.case
        self.drain()

    def drain(self) -> None:
        for _ in range(3):
            self.page.drain()
            self.page.bench.lane.drain()

    @property
    def state(self) -> OccasionState:
        state: OccasionState = self.view.last("set_state")
        return state

    def say(self, **said: str) -> None:
        for key, value in said.items():
            self.view.said.emit(key, value)

    def go(self) -> None:
        self.view.goAsked.emit()
        self.drain()

    def told(self) -> list[tuple[NoticeKind, int]]:
        return [(act.kind, act.running) for act in acts.of_case(self.page.terminal.store, self.case.case_id)]


@pytest.fixture
def page(bench: Bench, terminal: Terminal, tmp_path: Path) -> DonePage:
    return DonePage(bench, terminal, tmp_path)


def keys(state: OccasionState) -> list[str]:
    return [button.key for button in state.buttons]


def test_a_correction_is_asked_for_point_by_point_and_sealed_after_a_question(page: DonePage) -> None:
    desk = Desk(page)
    assert keys(desk.state) == ["correction", "refusal", "withdrawal"]
    desk.view.chosen.emit("correction")
    desk.go()
    assert "还没有写要补什么" in desk.state.problem
    desk.say(material="housing_proof", problem="看不清")
    desk.view.addAsked.emit()
    desk.say(material="joining_application", problem="没有签名", remedy="签名后再交")
    desk.go()
    assert len(desk.state.points) == 2
    assert "2 条，10 个工作日内补齐" in desk.state.confirm
    assert desk.told() == []
    desk.go()
    assert desk.told() == [(NoticeKind.CORRECTION, 1)]
    assert desk.page.state.headline == "要补正"
    assert not desk.page.state.can_accept
    assert desk.page.notice_state.chosen == NoticeKind.CORRECTION.value
    assert desk.page.notice_state.pages
    assert (desk.state.chosen, keys(desk.state)) == ("", ["withdrawal"])


def test_until_it_is_sealed_everything_can_be_taken_back(page: DonePage) -> None:
    desk = Desk(page)
    desk.view.chosen.emit("correction")
    desk.say(material="housing_proof", problem="看不清", remedy="带原件重拍")
    desk.view.addAsked.emit()
    desk.view.removeAsked.emit(0)
    values = {field.key: field.value for field in desk.state.fields}
    assert desk.state.points == ()
    assert (values["material"], values["problem"], values["remedy"]) == ("housing_proof", "看不清", "带原件重拍")
    desk.go()
    desk.view.backAsked.emit()
    assert (desk.state.confirm, desk.state.chosen) == ("", "correction")
    desk.view.backAsked.emit()
    assert desk.state.chosen == ""
    desk.view.chosen.emit("correction")
    assert len(desk.state.points) == 1
    assert desk.told() == []


def test_what_was_asked_about_is_what_is_sealed(page: DonePage) -> None:
    desk = Desk(page)
    desk.view.chosen.emit("refusal")
    desk.say(reason="不属于本机关职权范围。")
    desk.go()
    asked = desk.state
    desk.say(reason="不需要办理。")
    assert desk.state == asked
    desk.view.backAsked.emit()
    desk.say(reason="不需要办理。")
    assert next(field.value for field in desk.state.fields if field.key == "reason") == "不需要办理。"


def test_a_refusal_takes_its_rule_from_the_catalogue(page: DonePage) -> None:
    desk = Desk(page)
    desk.view.chosen.emit("refusal")
    desk.go()
    assert desk.state.problem == "请写理由。"
    basis = next(field for field in desk.state.fields if field.key == "basis")
    assert basis.value in dict(basis.options)
    desk.say(reason="不属于本机关职权范围。")
    desk.go()
    desk.go()
    assert desk.told() == [(NoticeKind.ACCEPTANCE_REFUSED, 1)]
    for _ in range(2):
        desk.page.notice_view.slipAsked.emit()
        desk.drain()
    assert desk.page.notice_state.result == "已打印"
    assert [slip.title for slip in desk.page.paper.slips[-2:]] == ["不予受理通知书"] * 2
    marks = [
        any(isinstance(one, Text) and "补打" in one.text for one in slip.elements) for slip in desk.page.paper.slips
    ]
    assert marks[-2:] == [False, True]
    assert desk.page.state.headline == "不予受理"
    assert keys(desk.state) == []


def test_an_accepted_case_is_withdrawn_item_by_item(page: DonePage) -> None:
    desk = Desk(page, accept=True)
    assert keys(desk.state) == ["withdrawal"]
    desk.view.chosen.emit("withdrawal")
    which = next(field for field in desk.state.fields if field.key == "item")
    assert next(value for value, _ in which.options) == "all"
    desk.say(item=which.options[1][0], reason="申请人改期办理。")
    desk.go()
    assert "1 个事项" in desk.state.confirm
    desk.go()
    assert [line.state for line in desk.page.state.items].count("已撤回") == 1
    assert keys(desk.state) == ["withdrawal"]
    assert desk.page.notice_state.chosen == NoticeKind.WITHDRAWAL.value


def partly_granted(page: DonePage) -> Desk:
    """Return the desk of a case whose first item is granted and whose others are in review."""
    desk = Desk(page)
    first, *others = desk.case.details.items
    updates = (ItemUpdate(first.number, "granted"), *(ItemUpdate(item.number, "in_review") for item in others))
    with page.terminal.store.write() as connection:
        cases.append_submission(connection, desk.case.case_id, desk.case.latest_root, "ab" * 32, updates)
    desk.drain()
    return desk


def test_what_was_said_for_one_act_is_not_said_for_another(page: DonePage) -> None:
    desk = partly_granted(page)
    assert keys(desk.state) == ["withdrawal", "handover"]
    desk.view.chosen.emit("withdrawal")
    desk.say(item=desk.case.details.items[2].number, reason="申请人改期办理。")
    desk.view.backAsked.emit()
    desk.view.chosen.emit("handover")
    first = desk.case.details.items[0]
    assert next(field for field in desk.state.fields if field.key == "item").value == first.number
    desk.say(name=CHEN.name, number=CHEN.number)
    desk.go()
    assert "1 个事项" in desk.state.confirm
    desk.go()
    assert desk.told() == [(NoticeKind.SERVICE_RECEIPT, 1)]
    assert cases.get(page.terminal.store, desk.case.case_id).details.items[0].state == "issued"
    desk.view.chosen.emit("withdrawal")
    assert next(field for field in desk.state.fields if field.key == "reason").value == ""


def test_somebody_else_is_told_to_take_it_for_another(page: DonePage) -> None:
    desk = partly_granted(page)
    desk.view.chosen.emit("handover")
    assert page.presenter.card_read(LIANG)
    desk.go()
    desk.go()
    assert "代领人" in desk.state.problem
    desk.say(receiver="other")
    desk.go()
    desk.go()
    assert desk.told() == [(NoticeKind.SERVICE_RECEIPT, 1)]


def test_a_card_says_who_receives_a_result_and_nothing_else(page: DonePage) -> None:
    desk = partly_granted(page)
    assert not page.presenter.card_read(CHEN)
    desk.view.chosen.emit("handover")
    desk.say(name="陈", number="1")
    desk.go()
    assert page.presenter.card_read(OUYANG)
    assert desk.state.confirm == "", "what was asked is not what would be sealed now"
    said = {field.key: field.value for field in desk.state.fields}
    assert (said["name"], said["number"]) == (OUYANG.name, OUYANG.number)
    desk.view.chosen.emit("withdrawal")
    assert not page.presenter.card_read(CHEN)


def test_another_case_shows_nothing_of_the_one_before(page: DonePage) -> None:
    desk = Desk(page)
    desk.view.chosen.emit("refusal")
    desk.say(reason="写给前一位的话")
    page.presenter.leave()
    assert desk.state == OccasionState()
    page.presenter.show_case(desk.case.case_id)
    desk.drain()
    desk.view.chosen.emit("refusal")
    assert "写给前一位的话" not in [field.value for field in desk.state.fields]


def test_the_view_keeps_what_is_typed_and_says_what_was_pressed(qtbot: QtBot) -> None:
    host = QWidget()
    host.resize(600, 500)
    qtbot.addWidget(host)
    view = OccasionView(Look(), QWidget(), host)
    view.resize(600, 500)
    host.show()
    said: list[tuple[str, str]] = []
    view.said.connect(lambda key, value: said.append((key, value)))
    state = OccasionState(
        buttons=(OccasionButton("refusal", "不予受理", "写明理由"),),
        chosen="refusal",
        title="不予受理",
        fields=(
            OccasionField("reason", "理由", "", (), ("不需要办理。",)),
            OccasionField("basis", "依据", "b", (("a", "甲法"), ("b", "乙法"))),
        ),
    )
    view.set_state(state)
    field = view.findChild(QLineEdit, "occasion_field_reason")
    assert field is not None
    qtbot.keyClicks(field, "abc")
    assert said[-1] == ("reason", "abc")
    offer = view.findChild(QPushButton, "occasion_offer_reason_0")
    assert offer is not None
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert said[-1] == ("reason", "不需要办理。")
    go = view.findChild(QPushButton, "occasion_go")
    assert go is not None
    with qtbot.waitSignal(view.goAsked):
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.chosen):
        chosen = view.findChild(QPushButton, "occasion_refusal")
        assert chosen is not None
        qtbot.mouseClick(chosen, Qt.MouseButton.LeftButton)


def focused() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


@pytest.fixture
def shown(page: DonePage, window: CounterWindow) -> Iterator[Desk]:
    """The page of a sealed case whose acts stand in the counter's window."""
    desk = Desk(page)
    presenter = OccasionPresenter(window.done.occasions, page.bench.workbench, OccasionWords())
    presenter.show_case(desk.case)
    desk.drain()
    window.show_page(Page.DONE)
    window.activateWindow()
    yield desk
    presenter.leave()


def test_while_it_is_asked_the_keyboard_changes_nothing_and_sends_nothing(
    shown: Desk, window: CounterWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_4, CTRL)
    reason = window.findChild(QLineEdit, "occasion_field_reason")
    assert reason is not None
    qtbot.keyClicks(reason, "my own reason")
    qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert focused() == "occasion_back"
    offer = window.findChild(QPushButton, "occasion_offer_reason_0")
    assert offer is not None
    assert not offer.isEnabled()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    shown.drain()
    assert (reason.text(), shown.told(), focused()) == ("my own reason", [], "occasion_field_reason")
    assert offer.isEnabled()


def test_a_correction_that_is_taken_back_is_written_on(shown: Desk, window: CounterWindow, qtbot: QtBot) -> None:
    del shown
    qtbot.keyClick(window, Qt.Key.Key_3, CTRL)
    problem = window.findChild(QLineEdit, "occasion_field_problem")
    assert problem is not None
    qtbot.keyClicks(problem, "abc")
    qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    remove = window.findChild(QPushButton, "occasion_remove_0")
    assert remove is not None
    assert (focused(), remove.isEnabled()) == ("occasion_back", False)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert (focused(), remove.isEnabled()) == ("occasion_field_material", True)
