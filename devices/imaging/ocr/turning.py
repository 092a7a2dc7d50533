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
# A number or a zone's date that was read well stands upright; single words may come out of signs on their side.
_NUMBERS: Final = ("number", "credit_code", "certificate_number", "pass_number", "expiry")
_FIND_SIDE: Final = 960
# Lines of print are longer than high.
_ON_ITS_SIDE: Final = 1.5
# Lines that are read both ways to tell which way up they are.
_PROBES: Final = 2


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
    for quarters in _other_ways(reader, pixels, reader.find(pixels, _FIND_SIDE)):
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


def lies_on_its_side(places: Sequence[Spot]) -> bool:
    """Tell whether most lines of print on a picture are higher than wide."""
    return 2 * sum(place.box[3] > _ON_ITS_SIDE * place.box[2] for place in places) > len(places)


def stands_on_its_head(reader: TextReader, pixels: Pixels, places: Sequence[Spot]) -> bool:
    """Tell whether lines of print are read better upside down."""
    longest = sorted(places, key=lambda place: place.box[2], reverse=True)[:_PROBES]
    return _legible(reader, pixels, longest, 2) > _legible(reader, pixels, longest, 0)


def _other_ways(reader: TextReader, pixels: Pixels, places: Sequence[Spot]) -> Iterator[int]:
    """Yield by how many quarters anticlockwise a picture may have to be turned; none where there is no print."""
    if not places:
        return
    if not lies_on_its_side(places):
        yield 2
        return
    longest = sorted(places, key=lambda place: place.box[3], reverse=True)[:_PROBES]
    yield from sorted((1, 3), key=lambda quarters: _legible(reader, pixels, longest, quarters), reverse=True)


def _legible(reader: TextReader, pixels: Pixels, places: Sequence[Spot], quarters: int) -> float:
    """Return how well some lines are read when they are turned by quarters: upside down they hardly are."""
    crops = []
    for place in places:
        x, y, w, h = place.box
        x, y = max(0, x), max(0, y)
        crops.append(np.ascontiguousarray(np.rot90(pixels[y : y + h, x : x + w], quarters)))
    return sum(confidence * len(text) for text, confidence in reader.recognise(crops))


def _as_it_lies(box: Box, quarters: int, width: int, height: int) -> Box:
    """Return a place of a picture turned anticlockwise in the picture before, of that width and height."""
    x, y, w, h = box
    if quarters == 1:
        return width - y - h, x, h, w
    if quarters == 2:
        return width - x - w, height - y - h, w, h
    return y, height - x - w, h, w
