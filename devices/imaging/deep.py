"""Pictures of more than eight bits a channel, gray all of them, to eight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin

from devices.core.scanning import Pixels

# TIFF 6.0, sections 3, 4 and 19.
_BITS, _PHOTOMETRIC, _SAMPLE_FORMAT = 258, 262, 339
_WHITE_IS_ZERO: Final = 0
_SIGNED: Final = 2


@dataclass(frozen=True, slots=True)
class Depth:
    """What the numbers of a deep picture mean.

    Attributes:
        white: the number that is white, 0 being black; is_inverted: it is the other way round.
        is_signed: there are numbers below 0.
        clear: the number through which the paper is seen, None for none.
    """

    white: float
    is_inverted: bool
    is_signed: bool
    clear: int | None

    def to_eight_bits(self, picture: Image.Image) -> Pixels:
        """Return the shades of a picture, or of a part of it, from 0 to 255."""
        numbers = _numbers(picture, is_signed=self.is_signed)
        scaled = np.nan_to_num(numbers.astype(np.float32)) * np.float32(255.0 / self.white)
        light = np.rint(255.0 - scaled if self.is_inverted else scaled)
        shades: Pixels = np.clip(light, 0, 255).astype(np.uint8)
        if self.clear is not None:
            shades[numbers == self.clear] = 255
        return shades


def is_deep(picture: Image.Image) -> bool:
    """Whether a picture has more than eight bits a channel."""
    return picture.mode in {"I", "F"} or picture.mode.startswith("I;16")


def depth_of(picture: Image.Image, strips: Iterable[Image.Image]) -> Depth:
    """Return what a deep picture's numbers mean.

    Args:
        picture: as it was opened, with what its file says of it.
        strips: its parts. What is brightest in them tells what the file doesn't: floats go to 1 or to 255, and 32 bits
            often hold no more than 16.
    """
    tags: Any = picture.tag_v2 if isinstance(picture, TiffImagePlugin.TiffImageFile) else {}
    is_signed = _SIGNED in tags.get(_SAMPLE_FORMAT, ())
    clear = picture.info.get("transparency")
    if picture.mode == "F":
        usual = (1.0, 255.0)
    else:
        bits = int(tags.get(_BITS, (16,))[0]) - is_signed
        usual = (2.0 ** min(bits, 16) - 1, 2.0**bits - 1)
    white = usual[0]
    if usual[1] > usual[0]:
        brightest = max(float(np.fmax.reduce(_numbers(strip, is_signed=is_signed), axis=None)) for strip in strips)
        white = usual[brightest > usual[0]]
    return Depth(white, tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO, is_signed, clear if isinstance(clear, int) else None)


def _numbers(picture: Image.Image, *, is_signed: bool) -> NDArray[Any]:
    """Return a picture's numbers; Pillow holds those of 32 bits with a sign, whatever their file says."""
    numbers = np.asarray(picture)
    if picture.mode == "F" or is_signed:
        return numbers
    return numbers.view(np.uint32) if picture.mode == "I" else numbers.astype(np.uint16)
