"""The peer of page finding: edges, contours, the largest quadrilateral, as OpenCV tutorials have it."""

from __future__ import annotations

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners, clockwise_from_top_left

_LONG_SIDE = 500


def contour_quad(picture: Pixels) -> Corners | None:
    """Return the largest contour with four corners, or None."""
    scale = _LONG_SIDE / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edges = cv2.Canny(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0), 75, 200)
    outlines, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:5]:
        close = cv2.approxPolyDP(outline, 0.02 * cv2.arcLength(outline, True), True)
        if len(close) == 4:
            return clockwise_from_top_left(np.asarray(close[:, 0], np.float64) / scale)
    return None


def contour_page(picture: Pixels) -> Pixels:
    """Return the page flattened, its light evened by dividing by a blurred background; the whole picture if none."""
    quad = contour_quad(picture)
    page = picture
    if quad is not None:
        width = int(max(np.hypot(*(quad[1] - quad[0])), np.hypot(*(quad[2] - quad[3])), 8))
        height = int(max(np.hypot(*(quad[3] - quad[0])), np.hypot(*(quad[2] - quad[1])), 8))
        target = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32)
        matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
        page = np.asarray(cv2.warpPerspective(picture, matrix, (width, height)), np.uint8)
    light = cv2.medianBlur(cv2.dilate(page, np.ones((7, 7), np.uint8)), 21)
    return np.asarray(cv2.divide(page, light, scale=255), np.uint8)
