"""What can go wrong between a card, its reader and us."""

from __future__ import annotations

from typing import ClassVar

from devices.core.errors import DeviceError, ProtocolError


class CardReadFailedError(DeviceError):
    """The card was found and could not be selected or read: moved too early, or badly placed.

    Attributes:
        status: the reader's status byte SW3.
    """

    code: ClassVar[str] = "card_read_failed"

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status:02X}")
        self.status = status


class CardAuthFailedError(CardReadFailedError):
    """Card and security module did not prove themselves to each other: a defective or suspect card."""

    code = "card_auth_failed"


class UnknownCardTypeError(DeviceError):
    """The card is none of the four known layouts.

    Attributes:
        flag: the type flag as it stands on the card, or None where the reader itself did not know the card.
    """

    code = "unknown_card_type"

    def __init__(self, flag: str | None) -> None:
        super().__init__("refused by the reader" if flag is None else f"flag {flag!r}")
        self.flag = flag


class ChecksumError(ProtocolError):
    """A frame came with a wrong checksum."""

    code = "checksum_error"


class TruncatedFrameError(ProtocolError):
    """A frame began and did not end, or is shorter than the lengths inside it."""

    code = "truncated_frame"


class DamagedOnTheWayError(ProtocolError):
    """The reader got our frame with a wrong checksum or length, twice: the line is noisy."""


class ReaderFaultError(DeviceError):
    """The reader reports that its security module failed its self-test or is not authorised.

    Attributes:
        status: the reader's status byte SW3.
    """

    code = "reader_fault"

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status:02X}")
        self.status = status


class PhotoUndecodableError(DeviceError):
    """The card's photo is none, or the vendor's library refuses it; the card's fields are good all the same."""

    code = "photo_undecodable"
