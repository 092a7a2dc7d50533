"""What a social security card says and its reader is asked. Sources: devices/social_card/README.md."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Protocol

from devices.core.status import DeviceState


@dataclass(frozen=True, slots=True, repr=False)
class SocialCard:
    """The open data of one card. Fields that the card lacks are None.

    Attributes:
        name: as the card holds it, 15 hanzi at most, more where the card continues it.
        number: social security number, which is the holder's citizen number.
        sex: 男, 女, 未知 or 未说明.
        ethnicity: name of the GB/T 3304 code without 族, or None for a code outside the table.
        birth, issued, valid_to: YYYY-MM-DD.
        birthplace, issuing_area: six digits of GB/T 2260.
        card_id: 32 hexadecimal digits.
        institution: who initialised the card, 24 hexadecimal digits.
    """

    name: str
    number: str
    sex: str
    birth: str | None = None
    ethnicity: str | None = None
    birthplace: str | None = None
    card_number: str | None = None
    card_id: str | None = None
    issuing_area: str | None = None
    card_class: str | None = None
    version: str | None = None
    institution: str | None = None
    issued: str | None = None
    valid_to: str | None = None

    def __repr__(self) -> str:
        """Show nothing of the person, so that a log or a traceback never does."""
        return f"SocialCard(version {self.version})"

    def to_json(self) -> dict[str, str]:
        """Return the card as `social-card` prints it: absent fields left out."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in values if value}


class SocialCardReader(Protocol):
    """A reader of social security cards. One call at a time."""

    def read(self, deadline_s: float, wait_s: float = 0.0) -> SocialCard:
        """Read the card in the reader, waiting wait_s for one. Never tries a PIN.

        Raises:
            DeviceError: with its own code for each cause; never partial data.
        """

    def status(self) -> DeviceState:
        """Tell how the reader is, within five seconds; without a card it is READY. Never raises."""

    def close(self) -> None:
        """Let go of the reader. May be called twice."""
