"""The PC/SC service, which only this file and its status codes know. Contexts live briefly: a restart costs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, Transport
from devices.core.errors import (
    DeviceNotFoundError,
    NoCardError,
    UnsupportedError,
)
from devices.core.roles import Role
from devices.core.traffic import Direction, Tap, Traffic
from devices.pcsc.errors import CardRemovedError
from devices.pcsc.status_codes import check, check_session, error_in_session, number_of, scard

_PNP: Final = "\\\\?PnP?\\Notification"


@dataclass(frozen=True, slots=True)
class ReaderState:
    """What the service says of one reader.

    Attributes:
        count: how often a card was put in or pulled out, so that a card swapped between two looks is seen.
    """

    name: str
    present: bool
    mute: bool
    atr: bytes
    count: int


class ServiceContext:
    """A connection to the service. Not for several threads."""

    def __init__(self) -> None:
        """Connect.

        Raises:
            CardServiceDownError: the service does not run.
            UnsupportedError: pyscard is missing.
        """
        if scard is None:
            detail = "pyscard is missing"
            raise UnsupportedError(detail)
        code, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        check(code)

    def readers(self) -> Sequence[str]:
        """Return the names of the readers."""
        code, names = scard.SCardListReaders(self._context, [])
        if number_of(code) == number_of(scard.SCARD_E_NO_READERS_AVAILABLE):
            return ()
        check(code)
        return tuple(names)

    def states(self, names: Sequence[str]) -> Sequence[ReaderState]:
        """Return the state of each reader as it is now."""
        return self._status([(name, scard.SCARD_STATE_UNAWARE) for name in names], 0)

    def await_change(self, known: Sequence[ReaderState], timeout_s: float) -> None:
        """Return when a reader's state differs from what is known, a reader comes or goes, or the time is over."""
        asked = [(state.name, _event(state)) for state in known]
        self._status([*asked, (_PNP, len(known) << 16)], timeout_s)

    def connect(self, reader: str) -> SmartCard:
        """Power the card in a reader.

        Raises:
            NoCardError, CardMuteError: there is none, or it does not answer.
            DeviceBusyError: another program holds it for itself alone.
        """
        code, card, protocol = scard.SCardConnect(
            self._context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        )
        check(code)
        return SmartCard(card, protocol)

    def close(self) -> None:
        """Let go of the service. May be called twice."""
        scard.SCardReleaseContext(self._context)

    def _status(self, asked: Sequence[tuple[str, int]], timeout_s: float) -> Sequence[ReaderState]:
        code, answered = scard.SCardGetStatusChange(self._context, round(timeout_s * 1000), list(asked))
        if number_of(code) != number_of(scard.SCARD_E_TIMEOUT):
            check(code)
        return tuple(
            ReaderState(
                name,
                present=bool(event & scard.SCARD_STATE_PRESENT),
                mute=bool(event & scard.SCARD_STATE_MUTE),
                atr=bytes(atr),
                count=event >> 16 & 0xFFFF,
            )
            for name, event, atr in answered
            if name != _PNP
        )


class SmartCard:
    """A powered card, a CardChannel. Not for several threads."""

    def __init__(self, card: int, protocol: int) -> None:
        self._card = card
        self._tap: Tap | None = None
        self._t0 = False
        self._use(protocol)

    @property
    def t0(self) -> bool:
        """Whether the card speaks T=0."""
        return self._t0

    def transmit(self, command: bytes) -> bytes:
        """Send one command and return the answer.

        Raises:
            CardRemovedError: the card was pulled out, or reset by another program.
            CardServiceDownError: the service ended.
        """
        code, answer = scard.SCardTransmit(self._card, self._header, list(command))
        if code != scard.SCARD_S_SUCCESS:
            raise error_in_session(code)
        raw = bytes(answer)
        if not raw:
            # No card answers without a status word: this is what is left of one that was pulled out in mid-answer.
            detail = "empty answer"
            raise CardRemovedError(detail)
        if self._tap is not None:
            self._tap(Traffic(Direction.TO_DEVICE, command))
            self._tap(Traffic(Direction.FROM_DEVICE, raw))
        return raw

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep other programs from the card meanwhile; waits for theirs to end."""
        check_session(scard.SCardBeginTransaction(self._card))
        try:
            yield
        finally:
            scard.SCardEndTransaction(self._card, scard.SCARD_LEAVE_CARD)

    def reset(self) -> None:
        """Reset the card: nothing of what it was told, such as a PIN, is left."""
        code, protocol = scard.SCardReconnect(
            self._card,
            scard.SCARD_SHARE_SHARED,
            scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
            scard.SCARD_RESET_CARD,
        )
        check_session(code)
        self._use(protocol)

    def show_to(self, tap: Tap | None) -> None:
        """Show a tap all that is sent and answered from now on."""
        self._tap = tap

    def close(self) -> None:
        """Let go of the card and reset it, so that nobody finds it with a PIN verified. May be called twice."""
        scard.SCardDisconnect(self._card, scard.SCARD_RESET_CARD)

    def _use(self, protocol: int) -> None:
        self._t0 = bool(protocol == scard.SCARD_PROTOCOL_T0)
        self._header = scard.SCARD_PCI_T0 if self._t0 else scard.SCARD_PCI_T1


@contextmanager
def service() -> Iterator[ServiceContext]:
    """Connect to the service for a moment."""
    context = ServiceContext()
    try:
        yield context
    finally:
        context.close()


def readers_with_cards(reader_part: str) -> tuple[str, ...]:
    """Return the readers whose name contains reader_part and that hold a card.

    Raises:
        DeviceNotFoundError: no reader has such a name.
        NoCardError: none of them holds a card.
    """
    with service() as context:
        return _with_cards(context, reader_part)


@contextmanager
def card_session(reader_part: str, tap: Tap | None = None) -> Iterator[SmartCard]:
    """Hold the card in the first reader whose name contains reader_part and that has a card, and reset it afterwards.

    Raises:
        DeviceNotFoundError: no reader has such a name.
        NoCardError: none of them holds a card.
        DeviceError: see SmartCard.
    """
    with service() as context:
        card = context.connect(_with_cards(context, reader_part)[0])
        card.show_to(tap)
        try:
            with card.transaction():
                yield card
        finally:
            card.close()


def _with_cards(context: ServiceContext, reader_part: str) -> tuple[str, ...]:
    fitting = [name for name in context.readers() if reader_part.lower() in name.lower()]
    if not fitting:
        detail = f"no reader named *{reader_part}*"
        raise DeviceNotFoundError(detail)
    names = tuple(state.name for state in context.states(fitting) if state.present)
    if not names:
        raise NoCardError
    return names


def list_readers(_deadline: Deadline) -> tuple[FoundDevice, ...]:
    """Return the readers that the service knows, without touching a card.

    Raises:
        CardServiceDownError: the service does not run.
    """
    with service() as context:
        return tuple(
            FoundDevice(Transport.PCSC, f"pcsc:{name}", name, roles=(Role.CA_CARD, Role.SOCIAL_CARD))
            for name in context.readers()
        )


def _event(state: ReaderState) -> int:
    word = scard.SCARD_STATE_PRESENT if state.present else scard.SCARD_STATE_EMPTY
    if state.mute:
        word |= scard.SCARD_STATE_MUTE
    return int(word) | state.count << 16
