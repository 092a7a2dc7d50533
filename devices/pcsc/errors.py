"""What can go wrong between a smart card, its reader, the PC/SC service and us."""

from __future__ import annotations

from devices.core.errors import DeviceDisconnectedError, DeviceError


class CardServiceDownError(DeviceError):
    """The PC/SC service (pcscd) does not run, or ended under us."""

    code = "card_service_down"


class CardRemovedError(DeviceDisconnectedError):
    """The smart card was pulled out while it was in use."""

    code = "card_removed"


class CardMuteError(DeviceError):
    """A smart card is there and does not answer: upside down, dirty or broken."""

    code = "card_mute"


class CardRefusedError(DeviceError):
    """The smart card refused a command.

    Attributes:
        status: its status word, ISO 7816-4 section 5.6.
    """

    code = "card_refused"

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status:04X}")
        self.status = status


class CardNotSupportedError(DeviceError):
    """The smart card is none of the kind that was asked for."""

    code = "card_not_supported"
