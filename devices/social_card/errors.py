"""What can go wrong with a social security card, beside what its reader says."""

from __future__ import annotations

from devices.core.errors import DeviceError


class SocialCardPinNeededError(DeviceError):
    """The card shows its holder after a PIN alone. None is tried: a wrong one would bring it nearer to locking."""

    code = "social_card_pin_needed"
