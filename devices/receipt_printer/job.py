"""One slip on one open line: ask, send, ask again, and say no more than the answers prove.

DLE EOT overtakes what waits in the printer's buffer, so its answer proves a living printer and no more. GS r is
answered in its turn: after the cut it proves that the slip was worked through. A process ID, where the make knows it,
comes back when the slip is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from devices.core.deadline import Deadline
from devices.core.errors import DeviceDisconnectedError, DeviceTimeoutError
from devices.core.line import Line
from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.status import DeviceState
from devices.receipt_printer import commands
from devices.receipt_printer.evidence import (
    PLAIN,
    DoneBy,
    EvidenceProfile,
    PortLine,
    StatusBy,
    interpret_port,
    new_process_id,
)
from devices.receipt_printer.status import QUESTIONS, Inbox, interpret

ANSWER_S = 1.0
"""A printer that has not answered DLE EOT by then is taken for silent."""
_BEFORE_S = 2.0
_SILENT_S = 4.0
"""How long a printer that never spoke is given to answer GS r, besides the time the bytes take."""
_HEALTHY_S = 12.0
"""The same for one that says it is well: longer than any slip takes, so it is one that has no GS r."""
_MUTE_S = 6.0
"""A printer that leaves DLE EOT unanswered for so long in the middle of a slip lost the question, and bytes with it."""
_SLOWEST_BYTES_PER_S = 960
_IN_ORDER_PAPER_END = 0x0C
_IN_ORDER_PAPER_LOW = 0x03
_UNREACHABLE = PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)
_BROKEN_OFF = PrintOutcome(PrintState.UNKNOWN, PrintCause.BROKEN_OFF, partial=True)
_UNKNOWN = PrintOutcome(PrintState.UNKNOWN, partial=True)
_CUT_SHORT = PrintOutcome(PrintState.FAILED, PrintCause.BROKEN_OFF, partial=True)


class Conversation:
    """Questions and answers on an open line, as far as the make has answers."""

    def __init__(self, line: Line, deadline: Deadline, profile: EvidenceProfile) -> None:
        self._line = line
        self._profile = profile
        self._inbox = Inbox()
        self._deadline = deadline
        self._answers_alike = False
        self._questions = QUESTIONS

    def status(self, budget_s: float, *, write_off: bool = False) -> PrinterStatus:
        """Ask how the printer is: by DLE EOT question by question, or by its USB port, or not at all.

        While the first question is unanswered no more is asked, for its late answer would be taken for the next one's;
        write_off gives it up after ANSWER_S seconds. From the first later question that gets no answer on, this make
        knows none of them.
        """
        deadline = self._deadline.within(budget_s)
        if self._profile.status is not StatusBy.REAL_TIME:
            return self._status_of_port(deadline)
        if not self._late_answers_are_in(deadline.within(ANSWER_S)):
            if not write_off:
                return interpret({})
            self._inbox.write_off_status()
        answers: dict[int, int] = {}
        for question in self._questions:
            answer = self._ask(question, deadline)
            if answer is None:
                self._give_up_on(question, deadline)
                break
            answers[question] = answer
        return interpret(answers)

    def _status_of_port(self, deadline: Deadline) -> PrinterStatus:
        if self._profile.status is StatusBy.NOTHING:
            return interpret({})
        line = cast("PortLine", self._line)
        return interpret_port(line.port_status(deadline.remaining))

    def pulse(self) -> int | None:
        """Ask DLE EOT 1 in the middle of a slip; None when the question was lost, as in a printer without power."""
        return self._ask(QUESTIONS[0], self._deadline.within(_MUTE_S), _MUTE_S)

    def lasting_fault(self) -> PrintCause | None:
        """Return the fault that holds for a second, None for none: a cover closed again in time is forgiven."""
        if self.status(ANSWER_S).cause is None:
            return None
        pause = self._deadline.within(ANSWER_S)
        while not pause.expired:
            self._listen(pause)
        return self.status(ANSWER_S).cause

    def send(self, data: bytes) -> None:
        """Send data; raise DeviceTimeoutError or DeviceDisconnectedError."""
        self._line.send(data, self._deadline.remaining)

    def ask_in_order(self) -> None:
        """Send GS r, or GS ( H where the make proves by it that it printed."""
        if self.proves_printing:
            process_id = new_process_id()
            self._inbox.expect_done(process_id)
            self.send(commands.ask_done(process_id))
            return
        self._answers_alike = self._inbox.unasked_in_order > 0
        self._inbox.expect_in_order()
        self.send(commands.ASK_IN_ORDER)

    def in_order(self, budget_s: float) -> int | None:
        """Wait so long for the answer to it; the paper sensors' where it was GS r."""
        take = self._inbox.next_done if self.proves_printing else self._inbox.next_in_order
        return self._wait_for(take, self._deadline.within(budget_s))

    @property
    def proves_printing(self) -> bool:
        """Whether the answer in order comes from the paper and not from the buffer."""
        return self._profile.done is DoneBy.PROCESS_ID

    @property
    def is_with_a_stranger(self) -> bool:
        """Whether the other end talks, but not as a printer does."""
        return self._inbox.is_a_stranger

    @property
    def answers_alike(self) -> bool:
        """Whether bytes like an answer to GS r came before it was asked: one more of them proves nothing alone."""
        return self._answers_alike

    def _ask(self, question: int, deadline: Deadline, patience_s: float = ANSWER_S) -> int | None:
        if deadline.expired:
            return None
        self._inbox.expect_status()
        try:
            self.send(commands.ask_now(question))
        except DeviceTimeoutError:
            return None
        return self._wait_for(self._inbox.next_status, deadline.within(patience_s))

    def _give_up_on(self, question: int, deadline: Deadline) -> None:
        place = self._questions.index(question)
        if place > 0 and not deadline.expired:
            self._questions = self._questions[:place]
            self._inbox.write_off_status()

    def _late_answers_are_in(self, deadline: Deadline) -> bool:
        while self._inbox.next_status() is not None or self._inbox.owed_status > 0:
            if deadline.expired or self.is_with_a_stranger:
                return False
            self._listen(deadline)
        return True

    def _wait_for(self, take: Callable[[], int | None], deadline: Deadline) -> int | None:
        answer = take()
        while answer is None and not deadline.expired and not self.is_with_a_stranger:
            self._listen(deadline)
            answer = take()
        return answer

    def _listen(self, deadline: Deadline) -> None:
        self._inbox.feed(self._line.read(256, deadline.remaining))


def run(line: Line, parts: Sequence[bytes], deadline_s: float, profile: EvidenceProfile = PLAIN) -> PrintOutcome:
    """Print the encoded slip on the open line. Sends it at most once, and not at all to a printer that is at fault.

    Between parts the printer is asked whether it lives: on three wires nothing else tells that it lost its power, and a
    slip whose head was lost would end with the same evidence as a whole one. What was not sent by then stays unsent.
    """
    deadline = Deadline(deadline_s)
    talk = Conversation(line, deadline, profile)
    try:
        before = talk.status(min(_BEFORE_S, deadline_s * 0.4))
    except DeviceDisconnectedError:
        return _UNREACHABLE
    if talk.is_with_a_stranger or deadline.expired:
        return _UNREACHABLE
    if before.cause is not None:
        return PrintOutcome(PrintState.FAILED, before.cause, before.paper_low)
    try:
        cut_short = _send(talk, parts, before)
        if cut_short is not None:
            return cut_short
        talk.ask_in_order()
        return _await_evidence(talk, before, deadline, sum(map(len, parts)) / _SLOWEST_BYTES_PER_S)
    except (DeviceDisconnectedError, DeviceTimeoutError):
        return _BROKEN_OFF


def _send(talk: Conversation, parts: Sequence[bytes], before: PrinterStatus) -> PrintOutcome | None:
    """Send the parts; return why that ended before the last one, None when it did not."""
    is_watched = before.state is not DeviceState.UNKNOWN
    for part in parts[:-1]:
        talk.send(part)
        if not is_watched:
            continue
        pulse = talk.pulse()
        if pulse is None:
            return _UNKNOWN if talk.is_with_a_stranger else _CUT_SHORT
        cause = talk.lasting_fault() if interpret({1: pulse}).cause else None
        if cause is not None:
            return PrintOutcome(PrintState.FAILED, cause, partial=True)
    talk.send(parts[-1])
    return None


def _await_evidence(talk: Conversation, before: PrinterStatus, deadline: Deadline, transfer_s: float) -> PrintOutcome:
    """Wait for the answer in order, asking now and then whether the printer is at fault or lives at all."""
    reserve = min(ANSWER_S, deadline.remaining * 0.15)
    poll_s = min(ANSWER_S, deadline.remaining * 0.1)
    last, alive, fell_silent = before, before.state is not DeviceState.UNKNOWN, False
    waiting = deadline.within(deadline.remaining - reserve)
    patience = waiting.within(transfer_s + (_HEALTHY_S if alive or talk.proves_printing else _SILENT_S))
    while not patience.expired:
        answer = talk.in_order(poll_s)
        if answer is not None:
            return _confirm(talk, answer, is_alive=alive)
        earlier, last = last, talk.status(ANSWER_S)
        if talk.is_with_a_stranger:
            return _UNKNOWN
        if last.cause is not None and earlier.cause is not None:
            return PrintOutcome(PrintState.FAILED, last.cause, last.paper_low, partial=True)
        fell_silent = fell_silent or (alive and last.state is DeviceState.UNKNOWN)
        if last.state is not earlier.state:
            patience = waiting.within(transfer_s + _HEALTHY_S)
    answer = talk.in_order(0.0)
    if answer is not None:
        return _confirm(talk, answer, is_alive=alive)
    after = talk.status(reserve)
    return _without_evidence(after, fell_silent=fell_silent or (alive and after.state is DeviceState.UNKNOWN))


def _confirm(talk: Conversation, answer: int, *, is_alive: bool) -> PrintOutcome:
    """The slip was worked through; now the printer must also be without a fault, unless the answer came from the paper.

    Args:
        is_alive: it told of itself before.
    """
    if talk.proves_printing:
        return _printed(talk, is_alive=is_alive)
    paper_low = bool(answer & _IN_ORDER_PAPER_LOW)
    try:
        after = talk.status(2 * ANSWER_S, write_off=True)
    except DeviceDisconnectedError:
        return PrintOutcome(PrintState.SENT, None, paper_low, partial=True)
    if talk.is_with_a_stranger:
        return _UNKNOWN
    paper_low = paper_low or after.paper_low
    cause = after.cause or (PrintCause.PAPER_END if answer & _IN_ORDER_PAPER_END else None)
    if cause is not None:
        return PrintOutcome(PrintState.FAILED, cause, paper_low, partial=True)
    if after.state is DeviceState.UNKNOWN:
        return _UNKNOWN if talk.answers_alike else PrintOutcome(PrintState.SENT, None, paper_low, partial=True)
    return PrintOutcome(PrintState.PRINTED, None, paper_low)


def _printed(talk: Conversation, *, is_alive: bool) -> PrintOutcome:
    """What the printer says of itself now concerns the next slip, but for its paper."""
    try:
        after = talk.status(ANSWER_S, write_off=True) if is_alive else interpret({})
    except (DeviceDisconnectedError, DeviceTimeoutError):
        after = interpret({})
    return PrintOutcome(PrintState.PRINTED, None, after.paper_low or after.cause is PrintCause.PAPER_END)


def _without_evidence(after: PrinterStatus, *, fell_silent: bool) -> PrintOutcome:
    if after.cause is not None:
        return PrintOutcome(PrintState.FAILED, after.cause, after.paper_low, partial=True)
    if fell_silent:
        # It may have lost its power, and the slip with it, in the middle.
        return _BROKEN_OFF
    if after.state is DeviceState.UNKNOWN:
        return _UNKNOWN
    return PrintOutcome(PrintState.SENT, None, after.paper_low, partial=True)
