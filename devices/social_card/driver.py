"""A social security card in a PC/SC reader. Reads what is open; never tries a PIN."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Final

from devices.core.deadline import Deadline
from devices.core.errors import (
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    NoCardError,
)
from devices.core.social_cards import SocialCard
from devices.core.status import DeviceState
from devices.core.traffic import Tap
from devices.core.worker import DeviceWorker, Turn
from devices.pcsc.apdu import Answer, Apdu, CardChannel, Status, exchange
from devices.pcsc.errors import CardMuteError, CardNotSupportedError, CardRefusedError, CardServiceDownError
from devices.pcsc.service import card_session, readers_with_cards, service
from devices.social_card import protocol
from devices.social_card.errors import SocialCardPinNeededError
from devices.social_card.protocol import Record, RecordFile, Tag

_POLL_S: Final = 0.3
_STATUS_DEADLINE_S: Final = 5.0
_GRACE_S: Final = 0.2
# What cards answer to a form of a command that they don't know.
_UNKNOWN_FORM: Final = frozenset(
    {Status.WRONG_P1_P2, Status.NO_FUNCTION, Status.WRONG_DATA, Status.NOT_FOUND, Status.NO_RECORD, 0x6B00}
)
_ABSENT: Final = frozenset({Status.NO_RECORD, Status.NOT_FOUND, Status.NO_REFERENCE})


class PcscSocialCardReader:
    """Every method may be called from any thread; calls take turns."""

    def __init__(self, reader_part: str, tap: Tap | None = None) -> None:
        """Remember the reader; nothing is touched yet.

        Args:
            reader_part: a part of the reader's name; of several that fit the first with such a card counts.
            tap: is shown all commands and answers.
        """
        self._reader_part = reader_part
        self._tap = tap
        self._worker = DeviceWorker("social-card", _Nothing, _GRACE_S)

    def read(self, deadline_s: float, wait_s: float = 0.0) -> SocialCard:
        """Read the card; see SocialCardReader.

        Raises:
            NoCardError: none came within wait_s.
            CardNotSupportedError: this is no social security card, or a local one of before the national standard.
            SocialCardPinNeededError: it shows its holder after a PIN alone.
            CardDataInvalidError: a field makes no sense.
            DeviceError: the reader's and the service's own.
        """

        def act(_nothing: _Nothing, turn: Turn) -> SocialCard:
            until = turn.deadline.within(wait_s)
            while True:
                try:
                    return self._read_first(turn.deadline)
                except NoCardError:
                    if until.expired or turn.cancelled.wait(min(_POLL_S, until.remaining)):
                        raise

        return self._worker.call(act, deadline_s)

    def _read_first(self, deadline: Deadline) -> SocialCard:
        """Read the first social security card among those that lie in fitting readers."""
        *others, last = readers_with_cards(self._reader_part)
        for name in others:
            with contextlib.suppress(CardNotSupportedError, CardMuteError), card_session(name, self._tap) as card:
                return read_card(card, deadline)
        with card_session(last, self._tap) as card:
            return read_card(card, deadline)

    def status(self) -> DeviceState:
        """Tell how the reader is. Never raises."""

        def act(_nothing: _Nothing, _turn: Turn) -> DeviceState:
            with service() as context:
                fitting = [name for name in context.readers() if self._reader_part.lower() in name.lower()]
                if not fitting:
                    return DeviceState.OFFLINE
                mute = any(state.mute for state in context.states(fitting))
                return DeviceState.ATTENTION if mute else DeviceState.READY

        try:
            return self._worker.call(act, _STATUS_DEADLINE_S)
        except (CardServiceDownError, DeviceNotFoundError, DeviceDisconnectedError):
            return DeviceState.OFFLINE
        except CardMuteError:
            return DeviceState.ATTENTION
        except DeviceError:
            return DeviceState.UNKNOWN

    def close(self) -> None:
        """End the reader's thread. May be called twice; later calls fail."""
        self._worker.stop(_STATUS_DEADLINE_S)


class _Nothing:
    """What the worker owns: no connection outlives a call."""

    def close(self) -> None:
        """Nothing is held."""


def read_card(card: CardChannel, deadline: Deadline) -> SocialCard:
    """Read the open data of a card that is held. Raises as PcscSocialCardReader.read."""
    session = _Session(card, deadline)
    session.select()
    values = {**session.read_file(protocol.CARD_FILE), **session.read_file(protocol.HOLDER_FILE)}
    if len(values.get(Tag.NAME, b"").rstrip(b"\x00\xff ")) == protocol.NAME_SIZE:
        values |= session.read_optional(protocol.NAME_CONTINUED)
    return protocol.parse_card(values)


class _Session:
    """Asks one card, and learns which forms of the commands it knows."""

    def __init__(self, card: CardChannel, deadline: Deadline) -> None:
        self._card = card
        self._deadline = deadline
        self._by_tag = True

    def select(self) -> None:
        if not self._ask(protocol.select_application()).ok:
            raise CardNotSupportedError

    def read_file(self, file: RecordFile) -> Mapping[Tag, bytes]:
        answer = self._ask(protocol.select_file(file, under_directory=True))
        if answer.status in _UNKNOWN_FORM:
            answer = self._ask(protocol.select_file(file, under_directory=False))
        if not answer.ok:
            raise CardNotSupportedError
        values = {}
        for record in file.records:
            value = self._read(record)
            if value is not None:
                values[record.tag] = value
        return values

    def read_optional(self, record: Record) -> Mapping[Tag, bytes]:
        try:
            value = self._read(record)
        except CardRefusedError:
            return {}
        return {} if value is None else {record.tag: value}

    def _read(self, record: Record) -> bytes | None:
        answer = self._ask(protocol.read_record(record, by_tag=self._by_tag))
        if self._by_tag and answer.status in _UNKNOWN_FORM:
            by_number = self._ask(protocol.read_record(record, by_tag=False))
            if by_number.ok:
                self._by_tag = False
                answer = by_number
        if answer.status in {Status.NOT_SATISFIED, Status.CONDITIONS}:
            raise SocialCardPinNeededError
        if answer.status in _ABSENT:
            return None
        return protocol.read_value(answer.require_ok(), record)

    def _ask(self, apdu: Apdu) -> Answer:
        return exchange(self._card, apdu, self._deadline)
