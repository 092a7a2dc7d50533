"""A draft that was kept here opens here without a network: to its holder alone, with the digits, in few tries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from devices.id_card.specimens import CHEN, OUYANG
from shared.contract.terminals import TerminalKind
from shared.handoff.code import DraftCode, new_key, typed_code
from shared.handoff.desk import HandoffDesk
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.port import Holder, SlipDigits
from shared.intake.desk import IntakeDesk
from shared.store import drafts
from shared.store.audit import AuditEvent
from shared.store.tables import audit
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import NOW, desk_of, open_specimen

HERS, HIS = Holder(CHEN.number), Holder(OUYANG.number)


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Terminal, IntakeDesk]]:
    opened, _ = open_specimen(tmp_path_factory.mktemp("kept") / "profile")
    kiosk = replace(opened, identity=replace(opened.identity, kind=TerminalKind.KIOSK))
    with opened:
        yield kiosk, desk_of(opened)


@dataclass
class Hand:
    """A clock's hand."""

    at: datetime = NOW


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def kept(kiosk: tuple[Terminal, IntakeDesk], hand: Hand) -> Iterator[tuple[HandoffDesk, DraftCode]]:
    """The desk of a kiosk without a platform, and the code of a draft that Chen kept there."""
    terminal, intake = kiosk
    draft = intake.identify(intake.begin("7.1", "kiosk"), "applicant", CHEN)
    desk = HandoffDesk(terminal, clock=lambda: hand.at)
    yield desk, desk.offer(draft, share=False).code
    drafts.discard(terminal.store, draft.case_id)


def fault(refused: pytest.ExceptionInfo[HandoffError]) -> tuple[HandoffFault, str]:
    return refused.value.fault, refused.value.detail


def test_card_and_digits_open_it(kept: tuple[HandoffDesk, DraftCode], kiosk: tuple[Terminal, IntakeDesk]) -> None:
    desk, code = kept
    (found,) = desk.drafts_of(HERS, SlipDigits(code.typed))
    assert (found.case_id, found.here) == (code.draft_id, True)
    assert desk.take_found(found.case_id, HERS, SlipDigits(code.typed)).draft.case_id == code.draft_id
    assert desk.take(code, HERS).draft.case_id == code.draft_id
    with kiosk[0].store.read() as connection:
        events = connection.execute(sa.select(audit.c.event)).scalars().all()
    assert events.count(AuditEvent.DRAFT_READ) == 2
    assert events.count(AuditEvent.DRAFTS_FOUND) == 1


def test_nobody_else_has_it(kept: tuple[HandoffDesk, DraftCode]) -> None:
    desk, code = kept
    with pytest.raises(HandoffError) as refused:
        desk.take(code, HIS)
    assert fault(refused)[0] is HandoffFault.HOLDER_WRONG
    with pytest.raises(HandoffError) as refused:
        desk.take(code)
    assert fault(refused)[0] is HandoffFault.HOLDER_NEEDED
    with pytest.raises(HandoffError) as refused:
        desk.drafts_of(HIS, SlipDigits(code.typed))
    assert fault(refused)[0] is HandoffFault.ELSEWHERE_UNREACHABLE


def test_a_made_up_key_opens_nothing_and_tries_are_few(kept: tuple[HandoffDesk, DraftCode], hand: Hand) -> None:
    desk, code = kept
    wrong = replace(code, key=new_key())
    for left in ("4", "3"):
        with pytest.raises(HandoffError) as refused:
            desk.take(wrong, HERS)
        assert fault(refused) == (HandoffFault.DRAFT_CODE_WRONG, left)
    for left in ("2", "1", "0"):
        with pytest.raises(HandoffError) as refused:
            desk.drafts_of(HERS, SlipDigits(typed_code(new_key())))
        assert fault(refused) == (HandoffFault.DRAFT_CODE_WRONG, left)
    hand.at += timedelta(minutes=2, seconds=1)
    for act in (lambda: desk.take(code, HERS), lambda: desk.drafts_of(HERS, SlipDigits(code.typed))):
        with pytest.raises(HandoffError) as refused:
            act()
        assert fault(refused) == (HandoffFault.TOO_MANY_TRIES, "13")
    hand.at += timedelta(minutes=13)
    with pytest.raises(HandoffError) as refused:
        desk.take(wrong, HERS)
    assert fault(refused) == (HandoffFault.DRAFT_CODE_WRONG, "4")
    assert desk.take(code, HERS).draft.case_id == code.draft_id, "a quarter of an hour is over, and it was kept"
    with pytest.raises(HandoffError) as refused:
        desk.take(wrong, HERS)
    assert fault(refused) == (HandoffFault.DRAFT_CODE_WRONG, "4"), "the right code counted: wrong ones in a row do"


def test_a_clock_that_is_put_back_locks_nobody_out(kept: tuple[HandoffDesk, DraftCode], hand: Hand) -> None:
    desk, code = kept
    hand.at += timedelta(days=2)
    for _ in range(5):
        with pytest.raises(HandoffError):
            desk.take(replace(code, key=new_key()), HERS)
    hand.at = NOW
    assert desk.take(code, HERS).draft.case_id == code.draft_id


def test_what_the_platform_refuses_counts_here_too(
    kept: tuple[HandoffDesk, DraftCode], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, code = kept

    @contextmanager
    def refusing() -> Iterator[None]:
        raise HandoffError(HandoffFault.DRAFT_CODE_WRONG)
        yield

    monkeypatch.setattr(desk, "_platform", refusing)
    for _ in range(5):
        with pytest.raises(HandoffError):
            desk.drafts_of(HERS, SlipDigits(typed_code(new_key())))
    with pytest.raises(HandoffError) as refused:
        desk.drafts_of(HERS, SlipDigits(code.typed))
    assert fault(refused)[0] is HandoffFault.TOO_MANY_TRIES


def test_after_its_time_it_is_none(kept: tuple[HandoffDesk, DraftCode], kiosk: tuple[Terminal, IntakeDesk]) -> None:
    _, code = kept
    late = HandoffDesk(kiosk[0], clock=lambda: code.expires_at + timedelta(seconds=1))
    with pytest.raises(HandoffError) as refused:
        late.take(code, HERS)
    assert fault(refused)[0] is HandoffFault.CODE_EXPIRED
