"""The conversation with a reader whose speed is known: find, select, read, newest address."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from devices.core.cards import IdCard
from devices.core.deadline import Deadline
from devices.core.errors import DeviceError, DeviceTimeoutError, NoCardError, UnsupportedError
from devices.id_card.errors import (
    CardReadFailedError,
    ChecksumError,
    DamagedOnTheWayError,
    TruncatedFrameError,
)
from devices.id_card.link import SamvLink
from devices.id_card.protocol import (
    CardPayload,
    Command,
    Reply,
    Status,
    format_sam_number,
    split_card_payload,
)
from devices.id_card.replies import refusal, require, require_sound_module
from devices.id_card.text_block import HAS_ADDRESS, card_type, parse_card, parse_newest_address

POLL_S = 0.3
_LOOKS_AFTER_RESET = 3
_WAKE_S = 0.2
# Seconds until an answer must begin: what drivers in the field use, and twice that for the short ones (bridges, ptys).
_PATIENCE = {
    Command.RESET: 2.0,
    Command.STATUS: 2.0,
    Command.SAM_NUMBER: 2.0,
    Command.FIND: 2.0,
    Command.SELECT: 2.0,
    Command.READ_BASE: 3.0,
    Command.READ_BASE_AND_FINGERPRINT: 4.0,
    Command.READ_NEWEST_ADDRESS: 1.5,
}
# Worth another find, select and read: the card was moved, or the line was hit by noise.
_PASSING = (CardReadFailedError, ChecksumError, TruncatedFrameError, DamagedOnTheWayError)


@dataclass(frozen=True, slots=True)
class _Reading:
    payload: CardPayload
    newest_address: str | None
    address_refused: DeviceError | None


class SamvSession:
    """Speaks with one reader until the line breaks."""

    def __init__(self, link: SamvLink) -> None:
        self._link = link
        self._sam_number: str | None = None

    def read(self, deadline: Deadline, wait_s: float) -> IdCard:
        """Read the card, once more where the first try fails for a passing cause.

        A card is looked for until wait_s is over.
        """
        self._find(deadline, deadline.within(wait_s))
        first_failure: DeviceError | None = None
        try:
            reading = self._select_and_read(deadline)
            if reading.address_refused is None:
                return self._card(reading)
        except _PASSING as error:
            first_failure = error
        try:
            if isinstance(first_failure, CardReadFailedError) and first_failure.status == Status.RANDOM_FAILED:
                self.reset(deadline)
            self._find(deadline, deadline.within(POLL_S))
            # A reader that refuses the newest address twice has none to give.
            return self._card(self._select_and_read(deadline))
        except NoCardError:
            # It lay there before: that it is gone now is why the first try failed.
            raise (first_failure or CardReadFailedError(Status.NO_CARD)) from None

    def find(self, deadline: Deadline) -> bool:
        """Tell whether the reader finds a card."""
        try:
            reply = self._ask(Command.FIND, deadline)
        except (ChecksumError, TruncatedFrameError):
            # The answer was hit by noise: whether a card lies there is still to be told.
            reply = self._ask(Command.FIND, deadline)
        if reply.status == Status.NO_CARD:
            return False
        require(reply, Status.FOUND)
        return True

    def still_there(self, deadline: Deadline) -> bool:
        """Tell whether a card lies there, also one that was read already.

        Many modules keep silent about such a card until their field was off; the card then needs a moment to wake.
        """
        if self.find(deadline):
            return True
        self.reset(deadline)
        for _ in range(_LOOKS_AFTER_RESET):
            if self.find(deadline):
                return True
            time.sleep(min(_WAKE_S, deadline.remaining))
        return False

    def check(self, deadline: Deadline) -> None:
        """Have the module test itself.

        Raises:
            ReaderFaultError: the test failed.
        """
        require_sound_module(self._ask(Command.STATUS, deadline))

    def reset(self, deadline: Deadline) -> None:
        """Restart the module and with it the field that a hung card sits in."""
        require(self._ask(Command.RESET, deadline), Status.OK)

    def sam_number(self, deadline: Deadline) -> str:
        """Return the printed form of the module's number."""
        if self._sam_number is None:
            self._sam_number = format_sam_number(require(self._ask(Command.SAM_NUMBER, deadline), Status.OK).data)
        return self._sam_number

    def _find(self, deadline: Deadline, until: Deadline) -> None:
        while not self.find(deadline):
            if until.remaining <= POLL_S:
                raise NoCardError
            time.sleep(POLL_S)

    def _select_and_read(self, deadline: Deadline) -> _Reading:
        require(self._ask(Command.SELECT, deadline), Status.OK)
        payload = self._read_base(deadline)
        if card_type(payload.text) not in HAS_ADDRESS:
            return _Reading(payload, None, None)
        return self._with_newest_address(payload, deadline)

    def _read_base(self, deadline: Deadline) -> CardPayload:
        try:
            reply = require(self._ask(Command.READ_BASE, deadline), Status.OK)
        except UnsupportedError:
            # Some modules know only the command that adds fingerprints; those are dropped at once.
            reply = require(self._ask(Command.READ_BASE_AND_FINGERPRINT, deadline), Status.OK)
        return split_card_payload(reply.data)

    def _with_newest_address(self, payload: CardPayload, deadline: Deadline) -> _Reading:
        try:
            reply = self._ask(Command.READ_NEWEST_ADDRESS, deadline)
        except DeviceTimeoutError:
            if deadline.expired:
                raise
            # Unknown to this reader, and it says so by silence.
            return _Reading(payload, None, None)
        if reply.status == Status.OK:
            return _Reading(payload, parse_newest_address(reply.data), None)
        if reply.status == Status.ITEM_ABSENT:
            return _Reading(payload, None, None)
        cause = refusal(reply.status)
        return _Reading(payload, None, None if isinstance(cause, UnsupportedError) else cause)

    def _ask(self, command: Command, deadline: Deadline) -> Reply:
        reply = self._link.ask(command, _PATIENCE[command], deadline)
        if reply.status in {Status.OUR_CHECKSUM, Status.OUR_LENGTH}:
            reply = self._link.ask(command, _PATIENCE[command], deadline)
        return reply

    def _card(self, reading: _Reading) -> IdCard:
        payload = reading.payload
        card = parse_card(payload.text, payload.photo, reading.newest_address)
        return replace(card, sam_number=self._sam_number)
