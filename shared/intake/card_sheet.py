"""Both sides of an ID card on one A4 sheet, marked with what the copy is for (用途水印)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from devices.imaging.card_copy import copy_card
from devices.imaging.decode import decode_page
from devices.imaging.encode import EncodedPage, encode_small
from shared.intake.draft import Draft, DraftPage, GivenBy

CARD_MATERIAL: Final = "id_card"
"""The catalogue's code of the card that is copied, which may carry a role behind a full stop."""
_SIDES: Final = 2
_LEAST_DPI, _MOST_DPI = 150, 300


def sides_of(draft: Draft, material: str) -> tuple[DraftPage, ...]:
    """Return the two pages of a card that can be put on one sheet; none where there are not just these two."""
    given = draft.materials.get(material)
    if material.partition(".")[0] != CARD_MATERIAL or given is None or given.given_by is not GivenBy.SCAN:
        return ()
    return given.pages if len(given.pages) == _SIDES else ()


def purpose(item: str, today: date) -> tuple[str, ...]:
    """Return the lines of the watermark: for which item, on which day."""
    return (f"仅供办理{item}使用", f"{today:%Y-%m-%d}，他用无效")


def sheet_of(images: Sequence[bytes], resolutions: Sequence[int], watermark: Sequence[str]) -> EncodedPage:
    """Return the sheet of a card's two sides at true size, in the resolution of the coarser one.

    Args:
        images: front and back as JPEG, cut at the card's edges.
        resolutions: their dots per inch.

    Raises:
        WatermarkTextError, WatermarkFontError: the purpose can't be written.
    """
    front, back = (decode_page(image) for image in images)
    dpi = max(_LEAST_DPI, min(_MOST_DPI, *resolutions))
    return encode_small(copy_card(front, back, watermark, dpi), dpi)
