"""Pictures of what surrounds a case at the counter: signing in, beginning, searching, and what was sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Final

from PySide6.QtWidgets import QLineEdit

from counter_app.ports.done import NoticeState
from counter_app.ports.shell import BannerState, SearchState, SubjectTile, WelcomeState
from counter_app.ports.sign_in import SignInState
from counter_app.ports.today import TodayState
from counter_app.ports.tone import Tone
from counter_app.ports.window import Page
from counter_app.presenters.done_state import DoneFacts, Words, derive_done
from counter_app.presenters.search import MOST_TILES
from counter_app.views.window import CounterWindow
from counter_app.words.case import IdentityWords
from counter_app.words.delivery import DeliveryWords, PrintWords
from counter_app.words.done import DoneWords
from counter_app.words.failures import FailureWords
from counter_app.words.shell import ShellWords
from counter_app.words.sign_in import SignInWords
from counter_app.words.today import TodayWords
from counter_app.work.finder import SubjectFinder
from counter_app.work.ledger import CaseRecord
from counter_app.work.notice_room import render_pages
from counter_app.work.slip_desk import SlipAnswer
from demo.gallery_counter_case import HALL, Scene, nearly, surround
from demo.gallery_counter_samples import NOW, begin, sample_notice, sample_record, sample_row
from devices.core.printing import PrintCause, PrintOutcome, PrintState
from shared.domain.numbers import NoticeKind
from shared.intake.print_desk import Document, PrintReport
from shared.notices.notice import PLAIN, NoticeStyle
from shared.store.outbox import OutboxState
from shared.store.overview import delivery_of


def sign_in(window: CounterWindow) -> None:
    """Signing in."""
    surround(window)
    window.sign_in.set_state(SignInState(HALL))


def sign_in_wrong(window: CounterWindow) -> None:
    """A wrong password or id."""
    surround(window)
    window.sign_in.set_state(SignInState(HALL, SignInWords().refused(), Tone.BAD))


def sign_in_wait(window: CounterWindow) -> None:
    """Too many wrong tries."""
    surround(window)
    window.sign_in.set_state(SignInState(HALL, SignInWords().wait(28), Tone.WARN, can_submit=False))


def sign_in_undone(window: CounterWindow) -> None:
    """Something failed for the clerk before, and this one mistyped."""
    surround(window)
    words = SignInWords()
    told = words.left_undone(*FailureWords().sentence("slip_not_printed"))
    window.sign_in.set_state(SignInState(HALL, f"{told}\n{words.refused()}", Tone.BAD))


def sign_in_unknown(window: CounterWindow) -> None:
    """No clerks are known here yet."""
    surround(window, online=False)
    window.sign_in.set_state(SignInState(HALL, SignInWords().no_directory(), Tone.WARN))


@cache
def tiles(query: str = "") -> tuple[SubjectTile, ...]:
    """Return tiles of the shipped catalogue."""
    return SubjectFinder(begin().catalogue).find(query)


def welcome(window: CounterWindow) -> None:
    """No case open."""
    _welcome(window, card="")


def welcome_card(window: CounterWindow) -> None:
    """A card was read before a matter was chosen."""
    _welcome(window, card=IdentityWords().held("欧阳样例"))


def _welcome(window: CounterWindow, *, card: str, online: bool = True) -> None:
    surround(window, online=online, case_open=False)
    words = ShellWords()
    window.show_page(Page.WELCOME)
    every = words.every_subject(len(tiles()))
    state = WelcomeState(words.greeting(9, "李样例"), words.begin_line(), card, tiles()[:MOST_TILES], every)
    window.welcome.set_state(state)


def welcome_first(window: CounterWindow) -> None:
    """The first case of a day without a network, with slips left from before."""
    _welcome(window, card="", online=False)
    window.today.set_state(TodayState(message=TodayWords().none_yet()))
    words = ShellWords()
    text = words.open_slip("收件凭证", "4419 0026 0000 1000 0012", was_sent=True, left=1)
    answers = (SlipAnswer.CAME_OUT, SlipAnswer.NOT_WHOLE, SlipAnswer.PRINT)
    acts = tuple(words.slip_answer(answer, was_sent=True) for answer in answers)
    window.set_banner(BannerState(*text, Tone.WARN, acts=acts))


def search(window: CounterWindow) -> None:
    """Hits by initials."""
    _welcome(window, card="")
    window.header.open_search()
    field = window.header.findChild(QLineEdit, "search_field")
    if field is not None:
        field.setText("jh")
    window.header.set_search(SearchState("jh", tiles("jh")))


def search_nothing(window: CounterWindow) -> None:
    """No hits."""
    _welcome(window, card="")
    window.header.open_search()
    field = window.header.findChild(QLineEdit, "search_field")
    if field is not None:
        field.setText("飞机")
    window.header.set_search(SearchState("飞机", (), ShellWords().nothing_found("飞机")))


def search_long(window: CounterWindow) -> None:
    """A name of 110 characters, one that is taken elsewhere, and one whose year is over."""
    _welcome(window, card="")
    long_name = "国家重点建设项目和使用国有资金投资项目" * 5 + "招标方案核准及变更核准事项"
    first = replace(tiles()[0], name=long_name, detail="名称很长的事项")
    closed = replace(tiles()[1], closed="东莞市政务服务中心 婚姻登记窗口 12345")
    over = replace(tiles()[2], closed="已截止，2025年12月31日以后不再受理")
    shown = (first, closed, over, *tiles()[3:5])
    window.header.open_search()
    window.header.set_search(SearchState("", shown))
    window.welcome.set_state(WelcomeState("早上好，李样例", "", "", shown))


def keys(window: CounterWindow) -> None:
    """The list of keys."""
    nearly(window)
    window.toggle_keys()


def done_words() -> Words:
    """Return the sentences of a sealed case."""
    return Words(DoneWords(), DeliveryWords(), PrintWords(), TodayWords())


def _done(
    window: CounterWindow,
    record: CaseRecord,
    outcomes: Mapping[Document, PrintOutcome],
    *,
    printing: frozenset[Document] = frozenset(),
    copy_no: int = 1,
    style: NoticeStyle = PLAIN,
) -> None:
    surround(window, online=record.online is not False, case_open=False)
    reports = {document: PrintReport(document, outcome, copy_no) for document, outcome in outcomes.items()}
    facts = DoneFacts(record, begin().facts.subject, "陈样例、欧阳样例", printing, reports, may_accept=True)
    window.show_page(Page.DONE)
    window.done.set_state(derive_done(facts, done_words()))
    accepted = record.decision is not None
    kinds = (NoticeKind.RECEIPT, *((NoticeKind.ACCEPTANCE,) if accepted else ()), NoticeKind.RETURNED_PAPERS)
    titles = begin().catalogue.notice_titles
    state = NoticeState(
        papers=tuple((kind.value, titles.title(kind)) for kind in kinds),
        chosen=kinds[1 if accepted else 0].value,
        languages=DoneWords().languages(),
        language=style.language,
        large=style.large,
        pages=render_pages(sample_notice(record.entry, style), 160),
        can_print=True,
        can_save=True,
    )
    window.notice.set_state(state)


_PRINTED = PrintOutcome(PrintState.PRINTED)


def done(window: CounterWindow) -> None:
    """Accepted, printed, delivered."""
    record = sample_record(delivery_of(sample_row(OutboxState.DELIVERED)))
    _done(window, record, {Document.RECEIPT: _PRINTED, Document.ACCEPTANCE: _PRINTED})


def done_large(window: CounterWindow) -> None:
    """The notice in large print, in Chinese and English."""
    record = sample_record(delivery_of(sample_row(OutboxState.DELIVERED)))
    outcomes = {Document.RECEIPT: _PRINTED, Document.ACCEPTANCE: _PRINTED}
    _done(window, record, outcomes, style=NoticeStyle("en", large=True))


def done_printing(window: CounterWindow) -> None:
    """Accepted a moment ago."""
    record = sample_record(delivery_of(sample_row(OutboxState.SENDING, sent=800_000)))
    _done(window, record, {Document.RECEIPT: _PRINTED}, printing=frozenset({Document.ACCEPTANCE}))


def done_paper_out(window: CounterWindow) -> None:
    """The paper ran out, and there is no network."""
    record = replace(sample_record(delivery_of(sample_row(OutboxState.WAITING))), online=False)
    failed = PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END)
    _done(window, record, {Document.RECEIPT: PrintOutcome(PrintState.UNKNOWN), Document.ACCEPTANCE: failed})


def done_held_up(window: CounterWindow) -> None:
    """The platform asks to come again later."""
    row = replace(sample_row(OutboxState.WAITING, "platform_busy"), next_try_at=NOW + timedelta(minutes=3), attempts=2)
    _done(window, sample_record(delivery_of(row)), {Document.RECEIPT: _PRINTED, Document.ACCEPTANCE: _PRINTED})


def done_not_let_in(window: CounterWindow) -> None:
    """The platform does not let the terminal in: somebody has to act."""
    record = sample_record(delivery_of(sample_row(OutboxState.WAITING)))
    away = replace(record, online=False, offline_reason="sign_in_refused")
    _done(window, away, {Document.RECEIPT: _PRINTED, Document.ACCEPTANCE: _PRINTED})


def done_returned(window: CounterWindow) -> None:
    """The platform gave it back; a reprint is marked."""
    record = sample_record(delivery_of(sample_row(OutboxState.RETURNED, "number_taken")))
    sent = PrintOutcome(PrintState.SENT)
    _done(window, record, {Document.RECEIPT: _PRINTED, Document.ACCEPTANCE: sent}, copy_no=2)
    window.set_banner(BannerState(*FailureWords().sentence("file_exists"), Tone.BAD))


def done_collected(window: CounterWindow) -> None:
    """Collected only."""
    record = sample_record(delivery_of(sample_row(OutboxState.DELIVERED)), accepted=False)
    _done(window, record, {Document.RECEIPT: _PRINTED})


AROUND_SCENES: Final[Mapping[str, Scene]] = {
    "sign-in": sign_in,
    "sign-in-wrong": sign_in_wrong,
    "sign-in-wait": sign_in_wait,
    "sign-in-undone": sign_in_undone,
    "sign-in-unknown": sign_in_unknown,
    "welcome": welcome,
    "welcome-card": welcome_card,
    "welcome-first": welcome_first,
    "search": search,
    "search-nothing": search_nothing,
    "search-long": search_long,
    "keys": keys,
    "done": done,
    "done-large": done_large,
    "done-printing": done_printing,
    "done-paper-out": done_paper_out,
    "done-held-up": done_held_up,
    "done-not-let-in": done_not_let_in,
    "done-returned": done_returned,
    "done-collected": done_collected,
}
