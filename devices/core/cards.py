"""What a chip ID card says, and what a reader of such cards can be asked. Sources: see devices/id_card/README.md."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Protocol

from devices.core.status import DeviceState

NO_EXPIRY = "长期"

_JSON_FIELDS = (
    "name",
    "name_en",
    "number",
    "sex",
    "ethnicity",
    "birth",
    "address",
    "issuer",
    "valid_from",
    "valid_to",
    "nationality",
    "pass_number",
    "issue_count",
)


@unique
class CardType(StrEnum):
    """The four layouts in use: citizens, residents from Hong Kong, Macau and Taiwan, foreign permanent residents."""

    RESIDENT = "resident"
    PERMIT = "permit"
    FOREIGN2017 = "foreign2017"
    FOREIGN2023 = "foreign2023"


@dataclass(frozen=True, slots=True, repr=False)
class IdCard:
    """The text of one card. Fields that the card lacks are None.

    Attributes:
        name: Chinese name, or the English one where a foreign card carries no Chinese name.
        sex: 男, 女, 未知 or 未说明.
        birth: YYYY-MM-DD.
        ethnicity: name of the GB/T 3304 code without 族, or None for a code outside the table.
        address: the newest address that the card holds.
        address_printed: the address on the card's face, where it differs from the newest one.
        valid_to: YYYY-MM-DD or 长期.
        nationality: ISO 3166 alpha-3.
        issue_count: two digits.
        old_number_link: what leads from a 2023 foreign number to the holder's 2017 one.
        photo_wlt: the 1,024 bytes of the photo in the maker's own compression.
        sam_number: number of the security module that read the card, where it was asked for.
    """

    type: CardType
    name: str
    number: str
    sex: str
    birth: str
    name_en: str | None = None
    ethnicity: str | None = None
    address: str | None = None
    address_printed: str | None = None
    issuer: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    nationality: str | None = None
    pass_number: str | None = None
    issue_count: str | None = None
    old_number_link: str | None = None
    photo_wlt: bytes = b""
    sam_number: str | None = None

    def __repr__(self) -> str:
        """Name the layout only, so that a log or a traceback never shows a person."""
        return f"IdCard({self.type.value})"

    def to_json(self) -> dict[str, str]:
        """Return the card as `read-id` prints it: absent fields left out, no photo."""
        card = {"type": self.type.value}
        for field in _JSON_FIELDS:
            value = getattr(self, field)
            if value:
                card[field] = value
        return card


class IdCardReader(Protocol):
    """A reader of chip ID cards. One call at a time; another one waits for its turn until its own deadline."""

    def read(self, deadline_s: float) -> IdCard:
        """Read the card on the reader.

        Raises:
            DeviceError: with its own code for each cause; never partial data.
        """

    def present(self, deadline_s: float) -> bool:
        """Tell whether the reader finds a card that it has not read yet."""

    def still_there(self, deadline_s: float) -> bool:
        """Tell whether any card lies on the reader, also one that it has read. May disturb the card; never reads it."""

    def sam_number(self, deadline_s: float) -> str:
        """Return the printed form of the security module's number."""

    def status(self) -> DeviceState:
        """Ask the reader how it is, for five seconds at most. Never raises."""

    def close(self) -> None:
        """Release the port. May be called twice."""
