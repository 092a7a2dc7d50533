"""The two small networks that ship with this package, run by onnxruntime on one core."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners

WEIGHTS: Final = Path(__file__).with_name("weights")
Map = NDArray[np.float32]

_STRIDE: Final = 32
_HALF: Final = 0.5  # of a picture that is reduced by less, each pixel has its weight also without taking means
LONG_SIDE: Final = 384


@unique
class Flip(Enum):
    """How a picture is turned before it is looked at; maps are turned back."""

    NONE = (1, 1)
    MIRRORED = (1, -1)
    UPSIDE_DOWN = (-1, -1)

    def of(self, plane: NDArray[Any]) -> NDArray[Any]:
        """Return a picture or map turned, or turned back."""
        down, across = self.value
        return np.ascontiguousarray(plane[::down, ::across])


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """What the page finder sees, each from 0 to 1 at half of its input's resolution.

    Attributes:
        page: how surely a place is on a page.
        side: how surely it is at a page's side.
        corner: how surely it is at a page's corner.
        scale: pixels of the picture to one of the maps, across and down.
    """

    page: Map
    side: Map
    corner: Map
    scale: tuple[float, float]

    def here(self, points: Corners) -> Corners:
        """Return points of the picture in the maps' pixels."""
        return (points + 0.5) / self.scale - 0.5

    def there(self, points: Corners) -> Corners:
        """Return points of the maps in the picture's pixels."""
        return (points + 0.5) * self.scale - 0.5


class PageFinderNetwork:
    """Sees pages, their sides and corners."""

    def __init__(self, weights: Path = WEIGHTS / "page_finder.onnx") -> None:
        """Load the network."""
        self._session = _session(weights)

    def look(self, picture: Pixels, long_side: int = LONG_SIDE, flip: Flip = Flip.NONE) -> Maps:
        """Return the maps of an RGB picture of any size, looked at with a longer side of so many pixels."""
        height, width = picture.shape[:2]
        scale = long_side / max(height, width)
        size = (_whole_strides(width * scale), _whole_strides(height * scale))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < _HALF else cv2.INTER_LINEAR)
        (found,) = self._session.run(None, {"pixels": flip.of(np.asarray(small, np.uint8))[None]})
        page, side, corner = (flip.of(plane) for plane in np.asarray(found, np.float32)[0])
        return Maps(page, side, corner, (width / page.shape[1], height / page.shape[0]))


class UprightNetwork:
    """Sees which way up print is."""

    patch: Final = 128

    def __init__(self, weights: Path = WEIGHTS / "upright.onnx") -> None:
        """Load the network."""
        self._session = _session(weights)

    def look(self, patches: Pixels) -> Map:
        """Return for (n, 128, 128) gray patches the chances of being turned by 0, 90, 180, 270 degrees.

        The print was turned counter-clockwise by that much.
        """
        (turns,) = self._session.run(None, {"pixels": patches[..., None]})
        return np.asarray(turns, np.float32)


@dataclass(frozen=True, slots=True)
class Networks:
    """Both networks. They keep no state and may be used from several threads."""

    finder: PageFinderNetwork
    upright: UprightNetwork

    def warm_up(self, height: int, width: int) -> None:
        """Look at an empty picture of a size, so that the first real one takes no longer than the rest."""
        self.finder.look(np.zeros((height, width, 3), np.uint8))
        self.upright.look(np.zeros((8, self.upright.patch, self.upright.patch), np.uint8))


@lru_cache(maxsize=1)
def shipped() -> Networks:
    """Return the networks that ship, loaded at the first call."""
    return Networks(PageFinderNetwork(), UprightNetwork())


def _session(weights: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])


def _whole_strides(length: float) -> int:
    return max(_STRIDE, round(length / _STRIDE) * _STRIDE)
