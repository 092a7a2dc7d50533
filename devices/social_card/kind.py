"""What social security cards bring to the library; their readers are listed with the CA cards'."""

from __future__ import annotations

from typing import Final

from devices.core.kinds import DeviceKind, Opening
from devices.core.roles import DeviceUri, Role
from devices.core.social_cards import SocialCardReader


def _open(uri: DeviceUri, opening: Opening) -> SocialCardReader:
    # Loads pyscard, which terminals without such a reader need not have.
    from devices.social_card.driver import PcscSocialCardReader

    return PcscSocialCardReader(uri.place, opening.tap)


SOCIAL_CARD: Final = DeviceKind(name="social_card", openers={Role.SOCIAL_CARD: {"pcsc": _open}})
