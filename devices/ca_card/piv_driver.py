"""A PIV card in a PC/SC reader as a SigningToken. The card is held for one call at a time and reset after it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

from devices.ca_card import piv
from devices.ca_card.certificates import CertificateFacts, read_facts
from devices.ca_card.errors import (
    CertificateUnreadableError,
    PinIncorrectError,
    PinLockedError,
    SlotEmptyError,
)
from devices.ca_card.pin import require_attempts
from devices.ca_card.schemes import raw_block, scheme_of, verify_signature
from devices.core.deadline import Deadline
from devices.core.errors import (
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    NoCardError,
    ProtocolError,
)
from devices.core.signing import Pin, PinStatus, TokenCertificate, TokenSignature
from devices.core.status import DeviceState
from devices.core.traffic import Tap
from devices.core.worker import DeviceWorker, Turn
from devices.pcsc.apdu import Answer, Apdu, Status, exchange
from devices.pcsc.errors import CardMuteError, CardNotSupportedError, CardRefusedError, CardServiceDownError
from devices.pcsc.service import SmartCard, card_session

_LOG = logging.getLogger(__name__)
_STATUS_DEADLINE_S: Final = 5.0
# A card that keeps silent holds its command in the service: only leaving it behind ends the wait.
_GRACE_S: Final = 0.2
_NOT_PIV: Final = frozenset({Status.NOT_FOUND, Status.NO_INSTRUCTION, Status.NO_CLASS, Status.NO_FUNCTION})
ResultT = TypeVar("ResultT")


class PivToken:
    """A PIV card. Every method may be called from any thread; calls take turns.

    What hangs, a card that never answers, is left behind with its thread, and the call ends at its deadline.
    """

    def __init__(self, reader_part: str, tap: Tap | None = None) -> None:
        """Remember the reader; nothing is touched yet.

        Args:
            reader_part: a part of the reader's name; of several that fit the first with a card counts.
            tap: is shown all commands and answers.
        """
        self._worker = DeviceWorker("piv", lambda: _Reader(reader_part, tap), _GRACE_S)

    def certificates(self, deadline_s: float) -> Sequence[TokenCertificate]:
        """Return the certificates of slots 9A, 9C, 9D and 9E.

        Raises:
            CertificateUnreadableError: there are some, and none can be read.
            CardNotSupportedError: this is no PIV card.
            DeviceError: the reader's and the card's own.
        """
        return self._run(_certificates, deadline_s)

    def pin_status(self, deadline_s: float) -> PinStatus:
        """Tell how many wrong PINs the card still bears. Raises as `certificates`."""
        return self._run(_attempts, deadline_s)

    def verify_pin(self, pin: Pin, deadline_s: float, *, use_last_attempt: bool = False) -> None:
        """Have the card check the PIN; see SigningToken."""
        self._run(lambda session: _verify(session, pin, use_last_attempt=use_last_attempt), deadline_s)

    def sign(
        self,
        data: bytes,
        pin: Pin,
        deadline_s: float,
        *,
        slot: str | None = None,
        use_last_attempt: bool = False,
    ) -> TokenSignature:
        """Verify the PIN and sign data; see SigningToken. Without a slot: 9C, else 9A, 9E, 9D."""

        def act(session: _Session) -> TokenSignature:
            certificate, facts = _signer(session, slot.upper() if slot else None)
            if certificate.slot not in piv.WITHOUT_PIN:
                # Slot 9C wants it right before each signature; nothing comes between here.
                _verify(session, pin, use_last_attempt=use_last_attempt)
            return _sign(session, certificate, facts, data)

        return self._run(act, deadline_s)

    def status(self) -> DeviceState:
        """Tell how reader and card are. Never raises."""
        try:
            self._run(lambda _session: None, _STATUS_DEADLINE_S)
        except NoCardError:
            return DeviceState.READY
        except (CardServiceDownError, DeviceNotFoundError, DeviceDisconnectedError):
            return DeviceState.OFFLINE
        except (CardMuteError, CardNotSupportedError):
            return DeviceState.ATTENTION
        except DeviceError:
            return DeviceState.UNKNOWN
        return DeviceState.READY

    def close(self) -> None:
        """End the token's thread. May be called twice; later calls fail."""
        self._worker.stop(_STATUS_DEADLINE_S)

    def _run(self, act: Callable[[_Session], ResultT], deadline_s: float) -> ResultT:
        def turn(reader: _Reader, turn: Turn) -> ResultT:
            with reader.session(turn.deadline) as session:
                return act(session)

        return self._worker.call(turn, deadline_s)


class _Reader:
    """What the worker owns: where the card is. No connection outlives a call."""

    def __init__(self, reader_part: str, tap: Tap | None) -> None:
        self._reader_part = reader_part
        self._tap = tap

    @contextmanager
    def session(self, deadline: Deadline) -> Iterator[_Session]:
        with card_session(self._reader_part, self._tap) as card:
            session = _Session(card, deadline)
            session.select()
            yield session

    def close(self) -> None:
        """Nothing is held."""


class _Session:
    """The selected application on a card that is held."""

    def __init__(self, card: SmartCard, deadline: Deadline) -> None:
        self._card = card
        self._deadline = deadline

    def ask(self, apdu: Apdu) -> Answer:
        return exchange(self._card, apdu, self._deadline)

    def select(self) -> None:
        answer = self.ask(piv.select())
        if answer.status in _NOT_PIV:
            raise CardNotSupportedError
        answer.require_ok()

    def start_over(self) -> None:
        """Have the card forget that a PIN was verified."""
        self._card.reset()
        self.select()


def _certificates(session: _Session) -> Sequence[TokenCertificate]:
    found: list[TokenCertificate] = []
    unreadable: CertificateUnreadableError | None = None
    for slot in piv.LISTED_SLOTS:
        try:
            certificate = _certificate(session, slot)
            if certificate is not None:
                read_facts(certificate.der)
                found.append(certificate)
        except CertificateUnreadableError as error:
            _LOG.info("the certificate of slot %s can't be read: %s", slot, error.detail)
            unreadable = error
    if unreadable is not None and not found:
        raise unreadable
    return tuple(found)


def _certificate(session: _Session, slot: str) -> TokenCertificate | None:
    answer = session.ask(piv.get_certificate(slot))
    if answer.status in {Status.NOT_FOUND, Status.NOT_SATISFIED}:
        # Absent, or behind the PIN, which is not spent on a look.
        return None
    der = piv.read_certificate(answer.require_ok())
    return None if der is None else TokenCertificate(slot, der)


def _signer(session: _Session, slot: str | None) -> tuple[TokenCertificate, CertificateFacts]:
    for candidate in (slot,) if slot else piv.SIGNING_ORDER:
        certificate = _certificate(session, candidate)
        if certificate is not None:
            return certificate, read_facts(certificate.der)
    raise SlotEmptyError(slot or "")


def _attempts(session: _Session) -> PinStatus:
    status = piv.read_attempts(session.ask(piv.ask_attempts()))
    if status is None:
        # Somebody left the card with its PIN verified; then it does not tell the counter.
        session.start_over()
        status = piv.read_attempts(session.ask(piv.ask_attempts()))
    return status or PinStatus(None, None)


def _verify(session: _Session, pin: Pin, *, use_last_attempt: bool) -> None:
    command = piv.verify(pin)
    try:
        before = _attempts(session)
    except ProtocolError:
        before = PinStatus(None, None)
    require_attempts(before, use_last_attempt=use_last_attempt)
    after = piv.require_verified(session.ask(command))
    if after is None:
        return
    if not after.attempts:
        raise PinLockedError(after)
    raise PinIncorrectError(after)


def _sign(session: _Session, certificate: TokenCertificate, facts: CertificateFacts, data: bytes) -> TokenSignature:
    answer = session.ask(piv.sign(facts, certificate.slot, raw_block(facts, data)))
    if answer.status in {Status.NOT_FOUND, Status.NO_REFERENCE, Status.WRONG_P1_P2}:
        detail = f"no key in slot {certificate.slot}"
        raise SlotEmptyError(detail)
    if not answer.ok:
        raise CardRefusedError(answer.status)
    signature = TokenSignature(piv.read_signature(answer.data), scheme_of(facts.kind).mechanism, certificate)
    verify_signature(signature, data)
    return signature
