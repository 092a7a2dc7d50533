"""A card's copy: true size, both sides, a purpose that is seen and hides nothing."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from pypdf import PdfReader

from devices.imaging.card_copy import WatermarkTextError, card_copy_pdf, copy_card, mark_purpose
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.documents import read_document
from devices.imaging.ocr.specimens import draw_specimen
from devices.imaging.ocr.text_reader import TextReader

FRONT, BACK = draw_specimen("id-card-front", 2), draw_specimen("id-card-back", 2)
PURPOSE = ("仅用于办理新生儿出生一件事", "2026-11-26 他用无效")


def test_both_sides_lie_on_a4_at_true_size() -> None:
    page = copy_card(FRONT.pixels, BACK.pixels, PURPOSE, dpi=200)
    assert page.shape == (2339, 1654, 3)
    inked = np.nonzero((page < 250).any(axis=(1, 2)))[0]
    columns = np.nonzero((page < 250).any(axis=(0, 2)))[0]
    assert abs((columns[-1] - columns[0] + 1) / 200 * 25.4 - 85.6) < 0.5
    gaps = np.nonzero(np.diff(inked) > 1)[0]
    assert len(gaps) == 1
    assert abs((gaps[0] + 1) / 200 * 25.4 - 54) < 0.5


def test_the_purpose_hides_nothing_and_is_legible() -> None:
    reader, per_mm = TextReader(), FRONT.pixels.shape[1] / 85.6
    marked = mark_purpose(FRONT.pixels, PURPOSE, per_mm)
    fields = read_document(reader, marked, "id-card-front", VALIDATORS)
    assert fields["number"].text == FRONT.fields["number"]
    changed = (np.abs(marked.astype(int) - FRONT.pixels).max(axis=2) > 30).mean()
    assert 0.03 < changed < 0.35


def test_the_pdf_is_one_a4_page() -> None:
    (page,) = PdfReader(io.BytesIO(card_copy_pdf(FRONT.pixels, BACK.pixels, PURPOSE, dpi=150))).pages
    assert abs(float(page.mediabox.width) / 72 * 25.4 - 210) < 0.5
    assert abs(float(page.mediabox.height) / 72 * 25.4 - 297) < 0.5


@pytest.mark.parametrize("purpose", [(), ("",), ("  ",), ("字" * 61,)])
def test_a_copy_without_a_purpose_is_not_made(purpose: tuple[str, ...]) -> None:
    with pytest.raises(WatermarkTextError):
        copy_card(FRONT.pixels, BACK.pixels, purpose)


def test_gray_sides_are_taken() -> None:
    page = copy_card(FRONT.pixels[..., 0], BACK.pixels[..., 0], PURPOSE, dpi=100)
    assert page.ndim == 3


def test_a_side_that_stands_is_laid_and_one_of_another_shape_is_not_squashed() -> None:
    standing = np.asarray(np.rot90(FRONT.pixels, -1), np.uint8)
    lying = copy_card(standing, BACK.pixels, PURPOSE, dpi=100)
    assert (lying == copy_card(FRONT.pixels, BACK.pixels, PURPOSE, dpi=100)).mean() > 0.99
    disc = cv2.circle(np.full((300, 320, 3), 255, np.uint8), (160, 150), 100, (0, 0, 0), -1)
    rows, columns = np.nonzero((copy_card(disc, BACK.pixels, PURPOSE, dpi=100)[:450] < 30).all(axis=2))
    assert abs(np.ptp(rows) - np.ptp(columns)) <= 2
