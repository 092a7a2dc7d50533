"""Which way up a page is: a small network looks at its busiest patches and they vote."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.networks import UprightNetwork

PER_MM: Final = 4.5  # pixels to the millimetre at which the network knows print best
_MOST_PATCHES: Final = 8
_LEAST_SPREAD: Final = 8.0  # shades; less is bare paper
_DOUBT: Final = 1e-3
# A page stays as it lies unless the votes for turning it are so much likelier (natural logarithm).
_MARGIN: Final = 4.0
# Patches that can't be read disagree; a turn needs a patch to be about 30 % sure of it on (geometric) average.
_LEAST_SURE: Final = -1.2


def quarter_turns(gray: Pixels, network: UprightNetwork) -> int:
    """Return by how many quarters a page's print is turned counter-clockwise, 0 to 3; 0 where that is not clear.

    Args:
        gray: the page at about 4.5 pixels to the millimetre, 1,336 pixels for the long side of A4.
        network: that tells.
    """
    patches = _busiest(gray, network.patch)
    if not len(patches):
        return 0
    votes = np.log(network.look(patches) + _DOUBT).sum(axis=0)
    best = int(np.argmax(votes))
    is_clear = votes[best] - votes[0] > _MARGIN and votes[best] > _LEAST_SURE * len(patches)
    return best if is_clear else 0


def _busiest(gray: Pixels, side: int) -> Pixels:
    height, width = gray.shape
    if height < side or width < side:
        below, right = max(0, side - height), max(0, side - width)
        gray = np.asarray(cv2.copyMakeBorder(gray, 0, below, 0, right, cv2.BORDER_REPLICATE), np.uint8)
        height, width = gray.shape
    tops = np.linspace(0, height - side, -(-height // side)).astype(int)
    lefts = np.linspace(0, width - side, -(-width // side)).astype(int)
    patches = [gray[top : top + side, left : left + side] for top in tops for left in lefts]
    spreads = np.stack([patch[::4, ::4] for patch in patches]).std(axis=(1, 2))
    chosen = [int(index) for index in np.argsort(-spreads)[:_MOST_PATCHES] if spreads[index] >= _LEAST_SPREAD]
    return np.stack([patches[index] for index in chosen]) if chosen else np.zeros((0, side, side), np.uint8)
