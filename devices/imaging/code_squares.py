"""Where small matrix codes may be: compact patches full of edges that run all ways, smaller than paragraphs are."""

from __future__ import annotations

from typing import Final

import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.code_texture import Place, Texture, with_margin

_LEAST_ENERGY: Final = 2000.0
_MOST_COHERENCE: Final = 0.7
_LEAST_CELLS: Final = 6
# In pixels of the picture: larger codes are read without being enlarged.
_MOST_SIDE: Final = 170
# Of its box; a square that stands on a corner fills half of it.
_LEAST_FILLED: Final = 0.45
_MOST_PLACES: Final = 6


def square_places(gray: Pixels, fine: Texture) -> list[Place]:
    """Return the places where a small matrix code may be, the strongest first.

    Args:
        gray: the picture.
        fine: its texture at FINE_SIDE.
    """
    energy = fine.energy
    wanted = (energy > _LEAST_ENERGY) & (fine.coherence < _MOST_COHERENCE)
    found = [
        (float(energy[where].mean()), box)
        for box, inside, where in fine.patches(wanted, _LEAST_CELLS)
        if max(box[2] - box[0], box[3] - box[1]) <= _MOST_SIDE and float(np.mean(inside)) >= _LEAST_FILLED
    ]
    found.sort(reverse=True)
    return [Place(with_margin(box, gray), 0.0) for _, box in found[:_MOST_PLACES]]
