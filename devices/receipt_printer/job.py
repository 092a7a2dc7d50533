"""One slip on one open line: ask, send, ask again, and say no more than the answers prove.

DLE EOT overtakes what waits in the printer's buffer, so its answer proves a living printer and no more. GS r is
answered in its turn: after the cut it proves that the slip was worked through.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.core.deadline import Deadline
from devices.core.errors import DeviceDisconnectedError, DeviceTimeoutError
from devices.core.line import Line
from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.status import DeviceState
from devices.receipt_printer import commands
from devices.receipt_printer.status import QUESTIONS, Inbox, interpret

ANSWER_S = 1.0
"""A printer that has not answered DLE EOT by then is taken for silent."""
_BEFORE_S = 2.0
_SILENT_S = 4.0
_SLOWEST_BYTES_PER_S = 960
_IN_ORDER_PAPER_END = 0x0C
_IN_ORDER_PAPER_LOW = 0x03
_UNREACHABLE = PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)
_BROKEN_OFF = PrintOutcome(PrintState.UNKNOWN, PrintCause.BROKEN_OFF, partial=True)
_UNKNOWN = PrintOutcome(PrintState.UNKNOWN, partial=True)


class Conversation:
    """Questions and answers on an open line."""

    def __init__(self, line: Line, deadline: Deadline) -> None:
        self._line = line
        self._inbox = Inbox()
        self._deadline = deadline

    def status(self, budget_s: float) -> PrinterStatus:
        """Ask DLE EOT question by question until one stays unanswered or all are through."""
        deadline = self._deadline.within(budget_s)
        answers: dict[int, int] = {}
        for question in QUESTIONS:
            answer = self._ask(question, deadline)
            if answer is None:
                break
            answers[question] = answer
        return interpret(answers)

    def send(self, data: bytes) -> None:
        """Send data; raise DeviceTimeoutError or DeviceDisconnectedError."""
        self._line.send(data, self._deadline.remaining)

    def ask_in_order(self) -> None:
        """Send GS r."""
        self._inbox.discard_in_order()
        self.send(commands.ASK_IN_ORDER)

    def in_order(self, budget_s: float) -> int | None:
        """Wait so long for the answer to GS r."""
        return self._wait_for(self._inbox.next_in_order, self._deadline.within(budget_s))

    @property
    def is_with_a_stranger(self) -> bool:
        """Whether the other end talks, but not as a printer does."""
        return self._inbox.is_a_stranger

    def _ask(self, question: int, deadline: Deadline) -> int | None:
        self._inbox.discard_status()
        self.send(commands.ask_now(question))
        return self._wait_for(self._inbox.next_status, deadline.within(ANSWER_S))

    def _wait_for(self, take: Callable[[], int | None], deadline: Deadline) -> int | None:
        answer = take()
        while answer is None and not deadline.expired and not self.is_with_a_stranger:
            self._inbox.feed(self._line.read(256, deadline.remaining))
            answer = take()
        return answer


def run(line: Line, data: bytes, deadline_s: float) -> PrintOutcome:
    """Print the encoded slip on the open line. Sends it at most once, and not at all to a printer that is at fault."""
    deadline = Deadline(deadline_s)
    talk = Conversation(line, deadline)
    try:
        before = talk.status(min(_BEFORE_S, deadline_s * 0.4))
    except (DeviceDisconnectedError, DeviceTimeoutError):
        return _UNREACHABLE
    if talk.is_with_a_stranger:
        return _UNREACHABLE
    if before.cause is not None:
        return PrintOutcome(PrintState.FAILED, before.cause, before.paper_low)
    try:
        talk.send(data)
        talk.ask_in_order()
        silent_for = _SILENT_S + len(data) / _SLOWEST_BYTES_PER_S
        return _await_evidence(talk, before, deadline, silent_for)
    except (DeviceDisconnectedError, DeviceTimeoutError):
        return _BROKEN_OFF


def _await_evidence(talk: Conversation, before: PrinterStatus, deadline: Deadline, silent_for: float) -> PrintOutcome:
    """Wait for the answer in order, asking now and then whether the printer is at fault or lives at all."""
    reserve = min(ANSWER_S, deadline.remaining * 0.15)
    poll_s = min(ANSWER_S, deadline.remaining * 0.1)
    talking, silent = deadline.within(deadline.remaining - reserve), deadline.within(silent_for)
    last, alive = before, before.state is not DeviceState.UNKNOWN
    while not (talking.expired or (silent.expired and not alive)):
        answer = talk.in_order(poll_s)
        if answer is not None:
            return _confirm(talk, answer)
        earlier, last = last, talk.status(ANSWER_S)
        alive = alive or last.state is not DeviceState.UNKNOWN
        if talk.is_with_a_stranger:
            return _UNKNOWN
        if last.cause is not None and earlier.cause is not None:
            return PrintOutcome(PrintState.FAILED, last.cause, last.paper_low, partial=True)
    answer = talk.in_order(0.0)
    return _confirm(talk, answer) if answer is not None else _without_evidence(talk.status(reserve))


def _confirm(talk: Conversation, answer: int) -> PrintOutcome:
    """The slip was worked through; now the printer must also be without a fault."""
    paper_low = bool(answer & _IN_ORDER_PAPER_LOW)
    try:
        after = talk.status(ANSWER_S)
    except (DeviceDisconnectedError, DeviceTimeoutError):
        return PrintOutcome(PrintState.SENT, None, paper_low, partial=True)
    if talk.is_with_a_stranger:
        return _UNKNOWN
    paper_low = paper_low or after.paper_low
    cause = after.cause or (PrintCause.PAPER_END if answer & _IN_ORDER_PAPER_END else None)
    if cause is not None:
        return PrintOutcome(PrintState.FAILED, cause, paper_low, partial=True)
    if after.state is DeviceState.UNKNOWN:
        return PrintOutcome(PrintState.SENT, None, paper_low, partial=True)
    return PrintOutcome(PrintState.PRINTED, None, paper_low)


def _without_evidence(after: PrinterStatus) -> PrintOutcome:
    if after.cause is not None:
        return PrintOutcome(PrintState.FAILED, after.cause, after.paper_low, partial=True)
    if after.state is DeviceState.UNKNOWN:
        return _UNKNOWN
    return PrintOutcome(PrintState.SENT, None, after.paper_low, partial=True)
