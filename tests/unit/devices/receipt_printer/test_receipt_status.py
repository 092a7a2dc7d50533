"""What printers say: each cause by its bit, and answers told apart from everything else on the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.printing import PrintCause, PrinterStatus
from devices.core.status import DeviceState
from devices.receipt_printer.status import Inbox, interpret, is_in_order, is_status

FINE = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}


@pytest.mark.parametrize(
    ("question", "answer", "cause"),
    [
        (1, 0x1A, PrintCause.OFFLINE),
        (2, 0x16, PrintCause.COVER_OPEN),
        (2, 0x32, PrintCause.PAPER_END),
        (2, 0x52, PrintCause.MECHANICAL),
        (3, 0x1A, PrintCause.CUTTER),
        (3, 0x16, PrintCause.MECHANICAL),
        (3, 0x32, PrintCause.UNRECOVERABLE),
        (3, 0x52, PrintCause.OVERHEAT),
        (4, 0x72, PrintCause.PAPER_END),
        (4, 0x7E, PrintCause.PAPER_END),
    ],
)
def test_each_cause_by_its_bit(question: int, answer: int, cause: PrintCause) -> None:
    status = interpret({**FINE, question: answer})
    assert status.cause is cause
    assert status.state is (DeviceState.OFFLINE if cause is PrintCause.OFFLINE else DeviceState.FAULT)


def test_the_cause_to_mend_first_comes_first() -> None:
    assert interpret({1: 0x1A, 2: 0x36, 3: 0x12, 4: 0x7E}).cause is PrintCause.COVER_OPEN
    assert interpret({1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}).cause is PrintCause.PAPER_END


def test_ready_low_and_silent() -> None:
    assert interpret(FINE) == PrinterStatus(DeviceState.READY)
    assert interpret({**FINE, 1: 0x16}) == PrinterStatus(DeviceState.READY)
    assert interpret({**FINE, 4: 0x1E}) == PrinterStatus(DeviceState.ATTENTION, None, paper_low=True)
    assert interpret({}) == PrinterStatus(DeviceState.UNKNOWN)
    assert interpret({4: 0x12}).state is DeviceState.UNKNOWN
    assert interpret({1: 0x12}).state is DeviceState.READY


@given(st.integers(0, 255))
def test_no_byte_is_both_kinds_of_answer(byte: int) -> None:
    assert not (is_status(byte) and is_in_order(byte))


def filled(data: bytes, *, status: int = 0, in_order: int = 0) -> Inbox:
    """An inbox after so many questions and then these bytes."""
    inbox = Inbox()
    for _ in range(status):
        inbox.expect_status()
    for _ in range(in_order):
        inbox.expect_in_order()
    inbox.feed(data)
    return inbox


def test_answers_are_kept_in_order() -> None:
    inbox = filled(b"\x12\x00\x16\x03", status=2, in_order=2)
    assert (inbox.next_status(), inbox.next_status(), inbox.next_status()) == (0x12, 0x16, None)
    assert (inbox.next_in_order(), inbox.next_in_order(), inbox.next_in_order()) == (0x00, 0x03, None)


def test_what_was_not_asked_is_no_answer() -> None:
    inbox = filled(b"\x12\x00\x12", status=1)
    assert (inbox.next_status(), inbox.next_status(), inbox.next_in_order()) == (0x12, None, None)
    assert inbox.unasked_in_order == 1


def test_automatic_status_is_no_answer_in_order() -> None:
    inbox = filled(b"\x14\x00\x00\x00" + b"\x11\x13" + b"\x12", status=1, in_order=1)
    assert inbox.next_in_order() is None
    assert inbox.next_status() == 0x12
    assert not inbox.is_a_stranger


@pytest.mark.parametrize(
    "chatter",
    [
        b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n",
        b"220 mail.example ESMTP\r\n",
        bytes.fromhex("100401 100404 100402 100403") * 2,
        b"\xff" * 20,
        b"\x00" * 20,
        b"\x12" * 20,
    ],
)
def test_whoever_chatters_is_no_printer(chatter: bytes) -> None:
    assert filled(chatter, status=4, in_order=1).is_a_stranger


def test_a_few_stray_bytes_are_forgiven() -> None:
    inbox = filled(b"\xff\xff\x12\x12", status=1)
    assert inbox.next_status() == 0x12
    assert not inbox.is_a_stranger


def test_late_answers_are_owed_until_they_are_written_off() -> None:
    inbox = filled(b"", status=1)
    assert inbox.owed_status == 1
    inbox.write_off_status()
    inbox.expect_status()
    inbox.feed(b"\x16")
    assert (inbox.owed_status, inbox.next_status()) == (0, 0x16)


@given(st.binary(max_size=60), st.data())
def test_chunks_make_no_difference(data: bytes, draw: st.DataObject) -> None:
    whole, parted = filled(data, status=3, in_order=2), filled(b"", status=3, in_order=2)
    rest = data
    while rest:
        size = draw.draw(st.integers(1, len(rest)))
        parted.feed(rest[:size])
        rest = rest[size:]
    assert whole.is_a_stranger == parted.is_a_stranger
    for _ in range(4):
        assert whole.next_status() == parted.next_status()
        assert whole.next_in_order() == parted.next_in_order()
