"""Drawn specimens (样例) of documents with invented data: what reading is measured on.

Layouts follow the standards as far as places of print matter to reading; no specimen could pass for a document.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from devices.imaging.ocr import specimen_cards as cards
from devices.imaging.ocr import specimen_papers as papers
from devices.imaging.ocr.specimen_printing import Specimen


def draw_specimen(kind: str, seed: int) -> Specimen:
    """Return a specimen of a kind; the same seed gives the same one (KeyError for a kind that is not drawn)."""
    return _DRAWN[kind](np.random.default_rng(seed), kind)


def photographed(specimen: Specimen, seed: int, severity: float = 1.0) -> Specimen:
    """Return a specimen as a camera and page making give it: softer, smaller, unevenly lit, a little out of square."""
    rng = np.random.default_rng(seed)
    height, width = specimen.pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = (corners + rng.uniform(-0.006, 0.006, (4, 2)) * severity * width).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    picture = cv2.warpPerspective(specimen.pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    scale = rng.uniform(0.55, 0.85)
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 1.0) * severity)
    light = 1 - rng.uniform(0, 0.3) * severity * np.linspace(0, 1, picture.shape[1])[None, :, None]
    noisy = picture * light + rng.normal(0, 4 * severity, picture.shape)
    return Specimen(specimen.kind, np.clip(noisy, 0, 255).astype(np.uint8), specimen.fields)


_DRAWN: Final[dict[str, Callable[[np.random.Generator, str], Specimen]]] = {
    "id-card-front": cards.id_front,
    "id-card-back": cards.id_back,
    "residence-permit-front": cards.id_front,
    "residence-permit-back": cards.id_back,
    "business-licence": papers.licence,
    "household-register": papers.register,
    "marriage-certificate": papers.marriage,
    "bank-card": cards.bank_card,
    "passport": papers.passport,
    "permanent-residence-card": cards.permanent,
    "travel-permit": cards.travel_permit,
    "mainland-travel-permit": cards.mainland_travel_permit,
    "mainland-travel-permit-front": cards.mainland_travel_permit_front,
}
DRAWN: Final = tuple(_DRAWN)
