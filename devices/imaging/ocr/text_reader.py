"""Finds and recognises lines of print with the PP-OCR networks that rapidocr carries, on this machine."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np
import yaml
from numpy.typing import NDArray

from devices.core.errors import UnsupportedError
from devices.core.scanning import Pixels

if TYPE_CHECKING:
    from collections.abc import Sequence

Box = tuple[int, int, int, int]

# Print is found on a picture of this size: small print of an A4 page is still 8 pixels tall there.
_FIND_SIDE: Final = 1280
_LEAST_CONFIDENCE: Final = 0.5
# Of a line's height: places whose middles are no farther from each other stand in one row.
_ONE_ROW: Final = 0.35
# Pixels to which shorter lines are filled up, 48 being their height.
_LEAST_WIDTH: Final = 96


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One line of print.

    Attributes:
        confidence: 0 to 1, the network's own.
        box: x, y, width, height in pixels of the picture.
    """

    text: str
    confidence: float
    box: Box

    def __repr__(self) -> str:
        """Leave the text out; it may name a person."""
        return f"Line({len(self.text)} characters, {self.confidence:.2f}, {self.box})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Spot:
    """Where a line of print is.

    Attributes:
        quad: (4, 2) x and y of its corners, clockwise from its top left.
        box: x, y, width, height in pixels of the picture.
    """

    quad: NDArray[np.float32]
    box: Box


class TextReader:
    """Holds the two networks, loaded when they are first wanted. For any thread; two wait for each other."""

    def __init__(self) -> None:
        """Load nothing yet."""
        self._one_at_a_time = threading.Lock()

    def recognise(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        """Return text and confidence of pictures that hold one line each.

        Raises:
            UnsupportedError: the networks are not installed.
        """
        pictures = [_as_bgr(crop) for crop in crops]
        if not pictures:
            return []
        with self._one_at_a_time:
            texts, _ = self._recogniser(pictures)
        return [(str(text), float(confidence)) for text, confidence in texts]

    def find(self, pixels: Pixels, long_side: int = _FIND_SIDE) -> tuple[Spot, ...]:
        """Return where lines of print are, unread, from top to bottom and left to right.

        Args:
            pixels: 8-bit gray or RGB.
            long_side: pixels of the picture that is looked at; the smaller, the quicker, and the more small print is
                missed.

        Raises:
            UnsupportedError: the networks are not installed.
        """
        scale = min(1.0, long_side / max(pixels.shape[:2]))
        size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
        with self._one_at_a_time:
            quads, _ = self._detector(_as_bgr(np.asarray(small, np.uint8)))
        if quads is None or len(quads) == 0:
            return ()
        spots = [Spot(quad, _bounds(quad)) for quad in np.asarray(quads, np.float32) / scale]
        return in_reading_order(spots)

    def read(self, pixels: Pixels, spots: Sequence[Spot]) -> list[Line]:
        """Return the lines of print at some places, but for those that are illegible."""
        texts = self.recognise([_cut(pixels, spot.quad) for spot in spots])
        return [
            Line(text, confidence, spot.box)
            for spot, (text, confidence) in zip(spots, texts, strict=True)
            if text and confidence >= _LEAST_CONFIDENCE
        ]

    def lines(self, pixels: Pixels, long_side: int = _FIND_SIDE) -> tuple[Line, ...]:
        """Return all lines on a page, from top to bottom and left to right; see find and read."""
        return tuple(self.read(pixels, self.find(pixels, long_side)))

    @cached_property
    def _config(self) -> dict[str, Any]:
        folder = _package_folder()
        config: dict[str, Any] = yaml.safe_load((folder / "config.yaml").read_text("utf-8"))
        for part in ("Det", "Rec"):
            config[part]["model_path"] = str(folder / config[part]["model_path"])
            # Its threads wait for work by spinning, which costs more than a second core brings.
            config[part]["intra_op_num_threads"] = config[part]["inter_op_num_threads"] = 1
        # The page is scaled here; the least side is only for what is smaller than the network likes.
        config["Det"]["limit_side_len"] = 320
        # Each line at its own width: in a batch, all are as long as the longest.
        config["Rec"]["rec_img_shape"], config["Rec"]["rec_batch_num"] = [3, 48, _LEAST_WIDTH], 1
        return config

    @cached_property
    def _recogniser(self) -> Any:
        config = self._config["Rec"]
        from rapidocr_onnxruntime.ch_ppocr_rec import TextRecognizer

        return TextRecognizer(config)

    @cached_property
    def _detector(self) -> Any:
        config = self._config["Det"]
        from rapidocr_onnxruntime.ch_ppocr_det import TextDetector

        return TextDetector(config)


def in_reading_order(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """Return places from top to bottom, and those that stand in one row from left to right.

    Two stand in one row where their middles are within a third of a line: fields side by side are never found at quite
    the same height.
    """
    rows: list[list[Spot]] = []
    for spot in sorted(spots, key=_middle):
        if rows and _middle(spot) - _middle(rows[-1][-1]) < _ONE_ROW * min(spot.box[3], rows[-1][-1].box[3]):
            rows[-1].append(spot)
        else:
            rows.append([spot])
    return tuple(spot for row in rows for spot in sorted(row, key=lambda one: one.box[0]))


def _middle(spot: Spot) -> float:
    return spot.box[1] + spot.box[3] / 2


@lru_cache(maxsize=1)
def shipped_reader() -> TextReader:
    """Return the reader that all of a process may share: its networks are large."""
    return TextReader()


def _package_folder() -> Path:
    try:
        import rapidocr_onnxruntime
    except ImportError as error:
        detail = "rapidocr-onnxruntime is not installed"
        raise UnsupportedError(detail) from error
    return Path(str(rapidocr_onnxruntime.__file__)).parent


def _as_bgr(pixels: Pixels) -> Pixels:
    conversion = cv2.COLOR_GRAY2BGR if pixels.ndim == 2 else cv2.COLOR_RGB2BGR
    return np.asarray(cv2.cvtColor(pixels, conversion), np.uint8)


def _cut(picture: Pixels, quad: NDArray[np.float32]) -> Pixels:
    """Return a line straightened; one that stands upright is laid down."""
    top_left, top_right, bottom_right, bottom_left = quad
    width = max(1, round(float(max(np.hypot(*(top_right - top_left)), np.hypot(*(bottom_right - bottom_left))))))
    height = max(1, round(float(max(np.hypot(*(bottom_left - top_left)), np.hypot(*(bottom_right - top_right))))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    straight = cv2.warpPerspective(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.rot90(straight) if height >= 1.5 * width else straight, np.uint8)


def _bounds(quad: NDArray[np.float32]) -> Box:
    left, top = (round(float(value)) for value in quad.min(axis=0))
    right, bottom = (round(float(value)) for value in quad.max(axis=0))
    return left, top, right - left, bottom - top
