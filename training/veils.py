"""Fits the weights of devices/imaging/veil.py: `python -m training.veils` prints those that ship.

It takes a quarter of an hour of one core.

Papers and specimens are printed, lit, and seen bare and under reflections of rising strength (`veiled.py`). Where a
text reader gets less than seven tenths of what it read there before, the likeliest spot on the reflection is a veil;
the likeliest spots of bare pages are none, nor, by a little, those of veils that can be read through.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from devices.imaging.ocr.text_reader import TextReader
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.veil import Box, Spot, box_on_page, spots_on
from devices.imaging.work_page import work_page
from training.veiled import ILLEGIBLE, bare_pages, samples

_LEGIBLE: Final = 0.8
# What is measured of a spot: first how print fades, then how bright it is, and what print is left in it and beside.
_OF_FADING: Final = 7
_START: Final = (0.5, -1.0, -1.0, -1.0, 1.0, 0.5, 0.5)
_MORE: Final = 10_000  # the first seed of further pages
_ROUNDS: Final = 6
_STEPS: Final = 400
_WITHIN: Final = 0.3

_Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured of the spots of pages: of each page (spots, measures).

    Attributes:
        hidden: the spots on reflections under which nothing can be read.
        bare: those of pages without one.
        legible: those of pages under reflections that can be read through.
    """

    hidden: list[_Rows]
    bare: list[_Rows]
    legible: list[_Rows]

    def add(self, kind: list[_Rows], spots: list[Spot]) -> None:
        """Add a page to one of the kinds, if it has spots."""
        if spots:
            kind.append(np.array([spot.features() for spot in spots]))


def _lies_on(box: Box, place: Box) -> bool:
    width, height = (
        max(0, min(box[axis] + box[axis + 2], place[axis] + place[axis + 2]) - max(box[axis], place[axis]))
        for axis in (0, 1)
    )
    return width * height > _WITHIN * min(box[2] * box[3], place[2] * place[3])


class Share(NamedTuple):
    """What one kind of pages has to say.

    Attributes:
        pages: what is measured of each page's spots, (spots, measures).
        is_veil: whether there is a veil on them.
        spots: how many of each page count, the likeliest.
        worth: of each of these.
    """

    pages: list[_Rows]
    is_veil: bool
    spots: int
    worth: float


def fit(shares: list[Share], start: tuple[float, ...]) -> tuple[NDArray[np.float64], float]:
    """Return weights and bias; of a page on which there is no veil the likeliest spots must be none, of another one is.

    Args:
        shares: kinds of pages.
        start: a guess of the weights, of measures with a spread of one.
    """
    everything = np.concatenate([rows for share in shares for rows in share.pages])
    middle, spread = everything.mean(axis=0), everything.std(axis=0)
    weights = np.array([*start, -1.0])

    def likeliest(share: Share) -> _Rows:
        ready = [np.hstack([(rows - middle) / spread, np.ones((len(rows), 1))]) for rows in share.pages]
        return np.concatenate([rows[np.argsort(-(rows @ weights))[: share.spots]] for rows in ready])

    for _ in range(_ROUNDS):
        chosen = [likeliest(share) for share in shares]
        counts = [len(rows) for rows in chosen]
        wanted = np.repeat([share.is_veil for share in shares], counts)
        worth = np.repeat([share.worth for share in shares], counts)
        weights = _descended(weights, np.concatenate(chosen), wanted, worth)
    unscaled = weights[:-1] / spread
    return unscaled, float(weights[-1] - unscaled @ middle)


def weighed(first: Measured, second: Measured) -> tuple[NDArray[np.float64], float]:
    """Return the weights of all measures and the bias.

    How print fades is weighed on the first pages. How much that tells, beside how bright a spot is and what print is
    left in it and next to it, is weighed on the second; there a veil that can be read through counts as none, by a
    little.
    """
    # A page that is falsely accused weighs twice.
    fading, bias = fit(
        [
            Share([rows[:, :_OF_FADING] for rows in first.hidden], is_veil=True, spots=1, worth=0.5),
            Share([rows[:, :_OF_FADING] for rows in first.bare], is_veil=False, spots=4, worth=1.0),
        ],
        _START,
    )

    def together(pages: list[_Rows]) -> list[_Rows]:
        return [np.column_stack([rows[:, :_OF_FADING] @ fading + bias, rows[:, _OF_FADING:]]) for rows in pages]

    both, more = fit(
        [
            Share(together(second.hidden), is_veil=True, spots=1, worth=0.5),
            Share(together(second.bare), is_veil=False, spots=4, worth=1.0),
            Share(together(second.legible), is_veil=False, spots=2, worth=0.2),
        ],
        (1.0, 0.0, 0.0, 0.0),
    )
    return np.concatenate([fading * both[0], both[1:]]), more + bias * both[0]


def _descended(weights: NDArray[np.float64], rows: _Rows, wanted: _Rows, worth: _Rows) -> NDArray[np.float64]:
    """Return the weights of a logistic regression, found by Adam with a little decay."""
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = (rows.T @ (worth * (chance - wanted)) + weights) / len(rows)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights = weights - 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def measured(seeds: Iterable[int], typefaces: Typefaces, reader: TextReader) -> Measured:
    """Return what is measured of the spots of pages."""
    found = Measured([], [], [])
    for seed in seeds:
        for sample in samples(seed, typefaces, reader):
            page = work_page(sample.pixels, sample.dpi)
            spots = list(spots_on(page))
            if sample.bare:
                found.add(found.bare, spots)
            elif sample.likeness < ILLEGIBLE:
                found.add(found.hidden, [one for one in spots if _lies_on(box_on_page(page, one.box), sample.place)])
            elif sample.likeness >= _LEGIBLE:
                found.add(found.legible, spots)
        for pixels, dpi in bare_pages(seed, typefaces):
            found.add(found.bare, list(spots_on(work_page(pixels, dpi))))
    return found


def main() -> None:
    """Print the weights and the bias."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=220, metavar="N", help="to weigh on how print fades")
    parser.add_argument("--more", type=int, default=100, metavar="N", help="to weigh that on beside all else")
    arguments = parser.parse_args()
    typefaces, reader = Typefaces(), TextReader()
    seeds = range(arguments.pages), range(_MORE, _MORE + arguments.more)
    weights, bias = weighed(*(measured(some, typefaces, reader) for some in seeds))
    print(np.round(weights, 3).tolist(), round(bias, 3))


if __name__ == "__main__":
    main()
