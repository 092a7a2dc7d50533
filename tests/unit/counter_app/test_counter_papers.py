"""The papers of the open case: all that is missing on one numbered list, the blank form, the sample."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from counter_app.ports.done import NoticeState
from counter_app.ports.window import Page
from counter_app.presenters.form import FormPresenter
from counter_app.presenters.subject_papers import SubjectPapersPresenter
from counter_app.views.window import CounterWindow
from counter_app.words.case import FieldWords
from counter_app.words.delivery import PrintWords
from counter_app.words.done import DoneWords
from counter_app.words.gaps import GapWords
from counter_app.work.case_desk import CaseDesk
from counter_app.work.page_room import PageRoom
from counter_app.work.subject_room import Known, NoAccount, SubjectRoom
from devices.core.page_printing import PageOutcome
from devices.core.printing import PrintCause, PrintOutcome, PrintState
from devices.core.slip import Pair, Text
from devices.id_card.specimens import CHEN
from shared.domain.numbers import NoticeKind, NoticeNumber
from shared.intake.catalogues import CatalogueShelf
from shared.intake.documents import Documents
from shared.intake.gaps import GapKind
from shared.intake.print_desk import PrintDesk
from shared.qt.jobs import ManualLane
from shared.store.audit import AuditEvent
from shared.store.errors import StoreError
from shared.store.tables import audit as audit_table
from shared.store.terminal import Terminal
from tests.unit.counter_app.bench import MARRIAGE, Bench
from tests.unit.counter_app.done_page import Pages, Paper
from tests.unit.counter_app.fake_views import FakeNotice
from tests.unit.shared.intake.desks import NOW


class Side:
    """The papers beside an open case."""

    def __init__(self, bench: Bench, terminal: Terminal, folder: Path) -> None:
        self.bench, self.paper, self.pages = bench, Paper(), Pages()
        self.pages.called = "A4 打印机"
        self.view, self.lane, self.slips, self.page_lane = FakeNotice(), ManualLane(), ManualLane(), ManualLane()
        shelf = CatalogueShelf(terminal)

        def known(version: str) -> Known:
            documents = Documents(terminal, shelf.version(version))
            return Known(shelf.version(version), documents, PrintDesk(terminal.store, self.paper, documents))

        self.presenter = SubjectPapersPresenter(
            self.view,
            self.lane,
            SubjectRoom(known),
            pages=PageRoom(self.page_lane, self.pages),
            words=DoneWords(),
            save_folder=lambda: folder,
            bench=bench.workbench,
            slip_lane=self.slips,
            gap_words=GapWords(),
            print_words=PrintWords(),
            clock=lambda: NOW,
        )
        self.shown: list[bool] = []
        self.presenter.shownChanged.connect(self.shown.append)

    def drain(self) -> None:
        for _ in range(2):
            for lane in (self.bench.lane, self.lane, self.slips, self.page_lane):
                lane.drain()

    def open(self, subject: str = MARRIAGE) -> None:
        self.bench.workbench.begin(subject)
        self.drain()
        self.presenter.toggle()
        self.drain()

    @property
    def state(self) -> NoticeState:
        state: NoticeState = self.view.last("set_state")
        return state


@pytest.fixture
def side(bench: Bench, terminal: Terminal, tmp_path: Path) -> Side:
    return Side(bench, terminal, tmp_path)


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def raiser(error: Exception) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


def told(terminal: Terminal) -> list[dict[str, object]]:
    query = sa.select(audit_table.c.details).where(audit_table.c.event == AuditEvent.TOLD_AT_ONCE.value)
    with terminal.store.read() as connection:
        return [json.loads(row.details) for row in connection.execute(query)]


def test_the_list_names_everything_missing_with_rule_and_remedy(side: Side) -> None:
    side.open()
    assert side.shown == [True]
    titles = [title for _, title in side.state.papers]
    assert titles == ["一次性告知单", "已填的表", "空表", "样表", "材料和结果的样子", "业务手册"]
    facts = side.bench.workbench.facts
    assert facts is not None
    side.pages.ends = [PageOutcome(PrintState.PRINTED)]
    side.view.printAsked.emit()
    side.drain()
    text = text_of(side.pages.pdfs[0])
    for gap in facts.gaps:
        if gap.kind is GapKind.MATERIAL:
            assert "".join(gap.label.split()) in text
            assert "".join(gap.basis.split()) in text
    assert "没有刷身份证" in text
    assert side.state.result == "已打印"


def test_each_list_that_is_given_out_has_the_next_number_and_is_counted(side: Side, terminal: Terminal) -> None:
    side.open()
    assert told(terminal) == []
    side.pages.ends = [PageOutcome(PrintState.PRINTED)]
    side.view.printAsked.emit()
    side.drain()
    side.view.slipAsked.emit()
    side.drain()
    (slip,) = side.paper.slips
    printed = [element.text for element in slip.elements if isinstance(element, Text)]
    (number,) = (text for text in printed if text.endswith("GZ02"))
    parsed = NoticeNumber.parse(number)
    assert parsed.kind is NoticeKind.ALL_AT_ONCE
    assert f"{parsed.case.grouped}GZ01".replace(" ", "") in text_of(side.pages.pdfs[0])
    assert [entry["count"] for entry in told(terminal)] == [1, 2]
    assert any("没有扫描" in element.value for element in slip.elements if isinstance(element, Pair))


def test_a_slip_that_did_not_come_out_is_told(side: Side) -> None:
    side.open()
    side.paper.outcome = PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END)
    side.view.slipAsked.emit()
    side.drain()
    assert (side.state.result, side.state.printing) == ("没打出来", False)


@pytest.mark.parametrize("asked", ["printAsked", "slipAsked"])
def test_a_list_that_is_asked_for_twice_is_given_out_and_counted_once(
    side: Side, terminal: Terminal, asked: str
) -> None:
    side.open()
    side.pages.ends = [PageOutcome(PrintState.PRINTED)]
    for _ in range(2):
        getattr(side.view, asked).emit()
    assert (side.state.printing, side.state.slip_under_way) == (asked == "printAsked", asked == "slipAsked")
    side.drain()
    assert len(told(terminal)) == len(side.pages.pdfs) + len(side.paper.slips) == 1
    assert (side.state.result, side.state.printing) == ("已打印", False)


def test_a_slip_that_failed_can_be_asked_for_again(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    side.open()
    failures: list[str] = []
    side.presenter.failed.connect(failures.append)
    with monkeypatch.context() as broken:
        broken.setattr(PrintDesk, "print_told", raiser(StoreError("no room left")))
        side.view.slipAsked.emit()
        side.drain()
    assert (failures, side.state.result, side.state.printing) == ([StoreError.code], "", False)
    side.view.slipAsked.emit()
    side.drain()
    assert len(side.paper.slips) == 1


def test_a_list_that_finds_the_printer_taken_gets_no_number(side: Side, terminal: Terminal) -> None:
    side.open()
    failures: list[str] = []
    side.presenter.failed.connect(failures.append)
    side.presenter._pages.print_pdf("另一份", b"%PDF", NoAccount())
    side.view.printAsked.emit()
    side.bench.lane.drain()
    assert (failures, told(terminal), side.state.printing) == (["pages_under_way"], [], False)


@pytest.mark.parametrize("asked", ["printAsked", "slipAsked"])
def test_a_list_that_could_not_be_counted_is_not_given_out_and_can_be_asked_for_again(
    side: Side, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    side.open()
    side.pages.ends = [PageOutcome(PrintState.PRINTED)]
    with monkeypatch.context() as broken:
        broken.setattr(CaseDesk, "tell", raiser(StoreError("no room left")))
        getattr(side.view, asked).emit()
        side.drain()
    assert (side.pages.pdfs, side.paper.slips) == ([], [])
    assert (side.state.result, side.state.printing) == ("", False)
    getattr(side.view, asked).emit()
    side.drain()
    assert len(told(terminal)) == len(side.pages.pdfs) + len(side.paper.slips) == 1


@pytest.mark.parametrize("asked", ["printAsked", "slipAsked"])
@pytest.mark.parametrize("counted", [False, True])
def test_a_list_that_is_put_away_while_it_is_given_out_is_counted_and_comes_out(
    side: Side, terminal: Terminal, asked: str, *, counted: bool
) -> None:
    side.open()
    side.pages.ends = [PageOutcome(PrintState.PRINTED)]
    getattr(side.view, asked).emit()
    if counted:
        side.bench.lane.drain()
    side.view.closeAsked.emit()
    side.drain()
    assert len(told(terminal)) == len(side.pages.pdfs) + len(side.paper.slips) == 1
    assert (side.shown, side.state) == ([True, False], NoticeState())


def test_a_list_that_could_not_be_set_is_said_not_to_be_given_out(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    side.open()
    failures: list[str] = []
    side.presenter.failed.connect(failures.append)
    monkeypatch.setattr(SubjectRoom, "make", raiser(StoreError("no room left")))
    side.view.printAsked.emit()
    side.drain()
    assert (failures, side.state.result, side.state.printing) == (["notice_failed"], "", False)
    assert side.pages.pdfs == []


def test_blank_form_and_sample_come_as_often_as_one_likes_and_count_nothing(side: Side, terminal: Terminal) -> None:
    side.open()
    for kind, word in (
        ("own", "请逐项核对"),
        ("blank", "办件编号（窗口填写）"),
        ("looks", "图都是样例"),
        ("sample", "内容虚构"),
    ):
        side.view.paperChosen.emit(kind)
        side.drain()
        assert not side.state.can_slip
        side.pages.ends = [PageOutcome(PrintState.PRINTED)]
        side.view.printAsked.emit()
        side.drain()
        assert word in text_of(side.pages.pdfs[-1])
    side.view.saveAsked.emit(side.state.suggested_path)
    side.drain()
    assert Path(side.state.suggested_path).read_bytes().startswith(b"%PDF")
    assert told(terminal) == []


def test_the_pages_come_back_when_the_case_moves_on(side: Side) -> None:
    side.open()
    side.bench.workbench.identify("husband", CHEN)
    side.drain()
    assert side.shown == [True, False]
    assert side.state == NoticeState()
    side.presenter.toggle()
    side.drain()
    side.presenter.toggle()
    assert side.shown == [True, False, True, False]
    side.bench.workbench.leave()
    side.presenter.toggle()
    assert side.shown[-1] is False


def test_the_papers_of_a_case_that_was_left_meanwhile_do_not_stand_beside_the_next(side: Side) -> None:
    side.bench.workbench.begin(MARRIAGE)
    side.drain()
    side.bench.workbench.begin(MARRIAGE)
    side.presenter.toggle()
    side.drain()
    assert side.shown == []


def test_what_is_typed_while_the_list_is_asked_for_is_not_told_as_missing_and_leaves_it_open(
    side: Side, window: CounterWindow
) -> None:
    form = FormPresenter(window.form, side.bench.workbench, FieldWords(), NOW.date)
    side.presenter.aboutToShow.connect(form.commit)
    side.bench.workbench.begin(MARRIAGE)
    side.drain()
    window.show_page(Page.INTAKE)
    phone = window.findChild(QLineEdit, "field_husband.phone")
    assert phone is not None
    phone.setFocus()
    QTest.keyClicks(phone, "13800000001")
    side.presenter.toggle()
    side.drain()
    assert side.shown == [True]
    side.pages.ends = [PageOutcome(PrintState.PRINTED)]
    side.view.printAsked.emit()
    side.drain()
    facts = side.bench.workbench.facts
    assert facts is not None
    assert facts.form.fields["husband.phone"].title not in text_of(side.pages.pdfs[0])


def test_a_sealed_case_has_a_number_of_its_own(side: Side) -> None:
    side.open()
    side.view.slipAsked.emit()
    side.drain()
    draft = side.bench.intake.open_drafts()[0]
    assert draft.told is not None
    assert draft.told.count == 1
    assert draft.told.notice_number.case.sequence >= 1
