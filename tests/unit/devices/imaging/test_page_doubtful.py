"""A page that the network is sure of is asked about where the picture speaks against it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from devices.imaging.doubtful import is_doubtful
from devices.imaging.geometry import Corners
from devices.imaging.pyramid import Level
from tests.fixtures.looks import SHEET, level_of, look_at, settled_on

_PAPER, _FOLDER = (240, 240, 240), (60, 80, 150)
_DESK = (205, 205, 205)
_COVER = np.array([[30, 75], [160, 75], [160, 135], [30, 135]], np.float64)
# What a folder leaves of the sheet.
_LEFT = np.array([[55, 22], [125, 22], [125, 75], [55, 75]], np.float64)
_SURE = 0.97


def _is_doubtful(level: Level, quad: Corners, **evidence: float) -> bool:
    found = settled_on(quad, look_at(quad), _SURE)
    return is_doubtful(level, replace(found, evidence=replace(found.evidence, **evidence)))


def test_a_sheet_that_lies_free_and_whole_is_not() -> None:
    assert not _is_doubtful(level_of((SHEET, _PAPER)), SHEET)


def test_a_page_whose_corner_is_well_out_of_the_picture_is() -> None:
    assert _is_doubtful(level_of((SHEET, _PAPER)), SHEET, out=0.06)
    assert not _is_doubtful(level_of((SHEET, _PAPER)), SHEET, out=0.04)


def test_a_frame_that_is_printed_is() -> None:
    inside = SHEET.mean(axis=0) + (SHEET - SHEET.mean(axis=0)) * 0.96
    assert _is_doubtful(level_of((SHEET, (90, 90, 90)), (inside, _DESK)), SHEET)


def test_a_page_that_a_folder_covers_in_part_is() -> None:
    assert _is_doubtful(level_of((SHEET, _PAPER), (_COVER, _FOLDER)), _LEFT)


def test_so_is_one_out_of_focus_unless_it_has_a_papers_proportions() -> None:
    level = level_of((SHEET, _PAPER), (_COVER, _FOLDER))
    blurred = Level(np.asarray(cv2.GaussianBlur(level.pixels, (0, 0), 6.0), np.uint8), 1.0)
    assert _is_doubtful(blurred, _LEFT, unlike=0.08)
    assert not _is_doubtful(blurred, _LEFT, unlike=0.0)
