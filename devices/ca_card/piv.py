"""PIV cards: commands and answers as bytes, no input or output (NIST SP 800-73-4 parts 1 and 2)."""

from __future__ import annotations

import zlib
from typing import Final

from devices.ca_card.certificates import CertificateFacts, KeyKind
from devices.ca_card.errors import CertificateUnreadableError, PinInvalidError, PinLockedError
from devices.ca_card.pin import require_pin
from devices.core.errors import ProtocolError, UnsupportedError
from devices.core.signing import Pin, PinStatus
from devices.pcsc.apdu import Answer, Apdu, Status
from devices.pcsc.tlv import build_tlv, find_tlv, require_tlv

APPLICATION: Final = bytes.fromhex("A00000030800001000")
# Part 1, table 3: the data object that holds each key's certificate.
CERTIFICATE_OBJECTS: Final[dict[str, int]] = {
    "9A": 0x5FC105,
    "9C": 0x5FC10A,
    "9D": 0x5FC10B,
    "9E": 0x5FC101,
    **{f"{0x82 + place:02X}": 0x5FC10D + place for place in range(20)},
}
LISTED_SLOTS: Final = ("9A", "9C", "9D", "9E")
# The digital signature key first, then the key for proving who one is.
SIGNING_ORDER: Final = ("9C", "9A", "9E", "9D")
# Card authentication: meant for use without its holder.
WITHOUT_PIN: Final = frozenset({"9E"})

PIN_SIZE: Final = 8
_SHORTEST_PIN: Final = 4
_PIN_REFERENCE: Final = 0x80
_MAX_CERTIFICATE: Final = 1 << 16
_GZIP: Final = 16 + zlib.MAX_WBITS
_COMPRESSED: Final = 0x01
_RSA_ALGORITHMS: Final = {1024: 0x06, 2048: 0x07, 3072: 0x05, 4096: 0x16}
_EC_ALGORITHMS: Final = {KeyKind.P256: 0x11, KeyKind.P384: 0x14}


def select() -> Apdu:
    """Return the command that chooses the PIV application."""
    return Apdu(0x00, 0xA4, 0x04, 0x00, APPLICATION, le=256)


def ask_attempts() -> Apdu:
    """Return the command that asks for the PIN's retry counter and spends none: VERIFY without data."""
    return Apdu(0x00, 0x20, 0x00, _PIN_REFERENCE)


def verify(pin: Pin) -> Apdu:
    """Return the command that checks a PIN.

    Raises:
        PinMissingError: there is none.
        PinInvalidError: it has no 4 to 8 ASCII characters, so that no card would take it.
    """
    value = require_pin(pin)
    if not (value.isascii() and value.isprintable() and _SHORTEST_PIN <= len(value) <= PIN_SIZE):
        raise PinInvalidError
    return Apdu(0x00, 0x20, 0x00, _PIN_REFERENCE, value.encode("ascii").ljust(PIN_SIZE, b"\xff"))


def read_attempts(answer: Answer) -> PinStatus | None:
    """Return the retry counter of an answer to `ask_attempts` or `verify`.

    None where the answer says that the PIN is verified: then the card does not tell its counter.

    Raises:
        ProtocolError: the card answered something else.
    """
    if answer.ok:
        return None
    if answer.status == Status.BLOCKED:
        return PinStatus.of_attempts(0)
    if answer.status & 0xFFF0 == 0x63C0:
        return PinStatus.of_attempts(answer.status & 0x0F)
    detail = f"status {answer.status:04X} to VERIFY"
    raise ProtocolError(detail)


def require_verified(answer: Answer) -> PinStatus | None:
    """Return None where a PIN was right, else what the card says of its attempts.

    Raises:
        PinInvalidError: the card takes no such PIN.
        PinLockedError: it takes none any more.
    """
    if answer.status in {Status.WRONG_DATA, Status.WRONG_LENGTH}:
        raise PinInvalidError
    if answer.status == Status.BLOCKED:
        raise PinLockedError
    return read_attempts(answer)


def get_certificate(slot: str) -> Apdu:
    """Return the command that reads the certificate of a slot.

    Raises:
        UnsupportedError: PIV has no such slot.
    """
    if slot not in CERTIFICATE_OBJECTS:
        detail = f"slot {slot!r}"
        raise UnsupportedError(detail)
    return Apdu(0x00, 0xCB, 0x3F, 0xFF, build_tlv(0x5C, CERTIFICATE_OBJECTS[slot].to_bytes(3, "big")), le=256)


def read_certificate(data: bytes) -> bytes | None:
    """Return the DER certificate of an answer to `get_certificate`; None where the object is empty.

    Part 1, section 3.2: tag 70 holds it, bit 0 of tag 71 says that it is compressed.

    Raises:
        CertificateUnreadableError: what is there can't be read.
    """
    try:
        body = require_tlv(data, 0x53)
        certificate = find_tlv(body, 0x70)
        information = find_tlv(body, 0x71) or b"\0"
    except ProtocolError as error:
        raise CertificateUnreadableError(error.detail) from error
    if not certificate:
        return None
    return _unpacked(certificate) if information[0] & _COMPRESSED else certificate


def sign(facts: CertificateFacts, slot: str, block: bytes) -> Apdu:
    """Return the command that signs a block (GENERAL AUTHENTICATE, part 2 section 3.2.4).

    Raises:
        UnsupportedError: PIV has no algorithm for the key.
    """
    algorithm = _RSA_ALGORITHMS.get(facts.bits) if facts.kind is KeyKind.RSA else _EC_ALGORITHMS.get(facts.kind)
    if algorithm is None:
        detail = f"{facts.kind.name} {facts.bits}"
        raise UnsupportedError(detail)
    template = build_tlv(0x7C, build_tlv(0x82, b"") + build_tlv(0x81, block))
    return Apdu(0x00, 0x87, algorithm, int(slot, 16), template, le=256)


def read_signature(data: bytes) -> bytes:
    """Return the signature of an answer to `sign`.

    Raises:
        ProtocolError: there is none.
    """
    return require_tlv(data, 0x7C, 0x82)


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(data, _MAX_CERTIFICATE)
    except zlib.error as error:
        detail = "compressed certificate"
        raise CertificateUnreadableError(detail) from error
    if not unpacker.eof:
        detail = "compressed certificate is cut or too large"
        raise CertificateUnreadableError(detail)
    return plain
