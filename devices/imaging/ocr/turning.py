"""A document that lies on its side or upside down: read again the other way round, with places as it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.ocr.fields import Fields
from devices.imaging.ocr.text_reader import Box, Spot, TextReader

_SURE: Final = 0.9
_SURELY_UPRIGHT: Final = 3
# A number, or a document's own, that was read well stands upright; single words may come out of signs on their side.
_NUMBERS: Final = ("number", "credit_code", "certificate_number", "pass_number")
_FIND_SIDE: Final = 960
# Lines of print are longer than high.
_ON_ITS_SIDE: Final = 1.5


def read_any_way_round(reader: TextReader, pixels: Pixels, read: Callable[[Pixels], Fields]) -> Fields:
    """Return what is read of a picture as it lies, or turned where that says more; places are as it lies.

    Args:
        reader: finds lines of print, by whose shape it shows whether a picture lies on its side.
        pixels: 8-bit gray or RGB.
        read: reads an upright picture.
    """
    best = read(pixels)
    if _is_upright(best):
        return best
    for quarters in _other_ways(reader.find(pixels, _FIND_SIDE)):
        height, width = pixels.shape[:2]
        turned = read(np.ascontiguousarray(np.rot90(pixels, quarters)))
        if _is_upright(turned) or _weight(turned) > _weight(best):
            places = {name: _as_it_lies(one.box, quarters, width, height) for name, one in turned.items()}
            best = {name: replace(one, box=places[name]) for name, one in turned.items()}
        if _is_upright(turned):
            break
    return best


def _is_upright(fields: Fields) -> bool:
    sure = [name for name, one in fields.items() if one.confidence >= _SURE and one.box[2] >= one.box[3]]
    return len(sure) >= _SURELY_UPRIGHT or any(name.startswith(_NUMBERS) for name in sure)


def _weight(fields: Fields) -> float:
    return sum(field.confidence for field in fields.values() if field.confidence >= _SURE)


def _other_ways(places: Sequence[Spot]) -> Iterator[int]:
    """Yield by how many quarters anticlockwise a picture may have to be turned; none where there is no print."""
    if not places:
        return
    tall = sum(place.box[3] > _ON_ITS_SIDE * place.box[2] for place in places)
    yield from (1, 3) if 2 * tall > len(places) else (2,)


def _as_it_lies(box: Box, quarters: int, width: int, height: int) -> Box:
    """Return a place of a picture turned anticlockwise in the picture before, of that width and height."""
    x, y, w, h = box
    if quarters == 1:
        return width - y - h, x, h, w
    if quarters == 2:
        return width - x - w, height - y - h, w, h
    return y, height - x - w, h, w
