"""A pinhole camera over a desk, and what its sensor and its file format add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.synthetic.noise import Picture

Matrix = NDArray[np.float64]
Points = NDArray[np.float64]

_NOT_LOST: Final = 96.0
_BRIGHTEST: Final = 0.98


def project(matrix: Matrix, points: Points) -> Points:
    """Map points of a plane by a homography."""
    mapped = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ matrix.T
    return np.asarray(mapped[:, :2] / mapped[:, 2:], np.float64)


def rectangle(width: float, height: float) -> Points:
    """Return a rectangle's corners around the origin: top left, top right, bottom right, bottom left."""
    return np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2


def area_of(quad: Points) -> float:
    """Return a polygon's area."""
    x, y = quad[:, 0], quad[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def placed(x: float, y: float, turn_deg: float) -> Matrix:
    """Return the matrix that lays a paper on the desk: turned, then moved, in millimetres."""
    angle = np.deg2rad(turn_deg)
    return np.array([[np.cos(angle), -np.sin(angle), x], [np.sin(angle), np.cos(angle), y], [0, 0, 1]])


@dataclass(frozen=True, slots=True)
class View:
    """Where a camera stands.

    Attributes:
        tilt_deg: 0 looks straight down.
        azimuth_deg: the direction it is tilted to.
        roll_deg: how it is turned about its own axis.
        focal: focal length in frame widths.
        share: how much of the frame the main paper takes.
        shift: where its middle lies off the frame's, in frame widths and heights.
    """

    tilt_deg: float
    azimuth_deg: float
    roll_deg: float
    focal: float
    share: float
    shift: tuple[float, float]


def look(view: View, frame: tuple[int, int], paper_mm: tuple[float, float]) -> Matrix:
    """Return the homography from the desk (mm, the main paper's middle is the origin) to pixels (width, height)."""
    width, height = frame
    tilt, azimuth, roll = np.deg2rad([view.tilt_deg, view.azimuth_deg, view.roll_deg])
    rotation = _about_z(roll) @ _about_z(-azimuth) @ _about_x(tilt) @ _about_z(azimuth)
    focal = view.focal * max(width, height)
    middle = np.array([width / 2, height / 2])
    paper = rectangle(*paper_mm)
    wanted = view.share * width * height
    distance = 4.0 * float(np.hypot(*paper_mm))
    matrix = np.eye(3)
    for _ in range(6):
        pose = np.stack([rotation[:, 0], rotation[:, 1], [0.0, 0.0, distance]], axis=1)
        lens = np.array([[focal, 0, middle[0]], [0, focal, middle[1]], [0, 0, 1]])
        matrix = lens @ pose
        distance *= float(np.sqrt(area_of(project(matrix, paper)) / wanted))
    quad = project(matrix, paper)
    wanted_middle = middle + np.array(view.shift) * np.array([width, height])
    offset = wanted_middle - (quad.min(axis=0) + quad.max(axis=0)) / 2
    return np.array([[1, 0, offset[0]], [0, 1, offset[1]], [0, 0, 1]]) @ matrix


def _about_z(angle: float) -> Matrix:
    return np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1.0]])


def _about_x(angle: float) -> Matrix:
    return np.array([[1.0, 0, 0], [0, np.cos(angle), -np.sin(angle)], [0, np.sin(angle), np.cos(angle)]])


@dataclass(frozen=True, slots=True)
class Sensor:
    """How well a picture is taken.

    Attributes:
        blur_px: spread of the defocus.
        motion_px: length of the hand's movement.
        motion_deg: its direction.
        noise: standard deviation in shades of 255.
        jpeg: quality of the file, or None.
        gain: what each channel is multiplied by: the white balance.
        gamma: tone curve.
        seed: of the noise.
    """

    blur_px: float = 0.0
    motion_px: float = 0.0
    motion_deg: float = 0.0
    noise: float = 0.0
    jpeg: int | None = None
    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)
    gamma: float = 1.0
    seed: int = 0


def expose(picture: Picture, sensor: Sensor) -> Pixels:
    """Take the picture: 0 to 1 in, RGB bytes out."""
    if sensor.motion_px > 1.5:
        picture = np.asarray(cv2.filter2D(picture, -1, _streak(sensor.motion_px, sensor.motion_deg)), np.float32)
    if sensor.blur_px > 0.2:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), sensor.blur_px), np.float32)
    lit = picture * np.array(sensor.gain, np.float32)
    # A camera exposes so that little is lost in white.
    brightest = float(np.percentile(lit[::8, ::8], _NOT_LOST))
    toned = np.clip(lit * np.float32(min(1.0, _BRIGHTEST / max(brightest, 1e-3))), 0, 1) ** np.float32(sensor.gamma)
    shades = toned * 255
    if sensor.noise > 0.05:
        rng = np.random.default_rng(sensor.seed)
        shades += rng.standard_normal(shades.shape, np.float32) * np.float32(sensor.noise)
    pixels: Pixels = np.clip(shades + 0.5, 0, 255).astype(np.uint8)
    if sensor.jpeg is not None:
        pixels = _through_jpeg(pixels, sensor.jpeg)
    return np.asarray(pixels, np.uint8)


def _through_jpeg(pixels: Pixels, quality: int) -> Pixels:
    _, file = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR_RGB), np.uint8)


def _streak(length: float, angle_deg: float) -> NDArray[np.float32]:
    size = int(length) | 1
    size = max(3, size)
    kernel = np.zeros((size, size), np.float32)
    middle = size // 2
    reach = np.array([np.cos(np.deg2rad(angle_deg)), np.sin(np.deg2rad(angle_deg))]) * middle
    start = (round(middle - reach[0]), round(middle - reach[1]))
    end = (round(middle + reach[0]), round(middle + reach[1]))
    cv2.line(kernel, start, end, 1.0)
    return np.asarray(kernel / kernel.sum(), np.float32)
