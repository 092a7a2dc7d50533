"""Following a page through a preview: one look while it lies still, another as soon as it does not."""

from __future__ import annotations

import numpy as np
import pytest

from devices.core.scanning import Pixels
from devices.imaging.following import OutlineFollower
from devices.imaging.networks import LONG_SIDE, Flip, Maps, Networks, PageFinderNetwork, shipped
from devices.imaging.outline import find_outline
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import A4_MM, Kind, Paper, make_paper
from devices.imaging.synthetic.scene import Desk, Setting, View, make_scene


class CountedFinder(PageFinderNetwork):
    """The finder that ships, counting its looks."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0

    def look(self, picture: Pixels, long_side: int = LONG_SIDE, flip: Flip = Flip.NONE) -> Maps:
        self.looks += 1
        return super().look(picture, long_side, flip)


class Watch:
    """A follower and how often it looked."""

    def __init__(self) -> None:
        self.finder = CountedFinder()
        self.follower = OutlineFollower(Networks(self.finder, shipped().upright))

    def sees(self, frame: Pixels, looks: int) -> None:
        """Follow to a frame: by then it looked so often, and knows what a fresh look would find."""
        found, fresh = self.follower.find(frame), find_outline(frame)
        assert self.finder.looks == looks
        assert (found is None) == (fresh is None)
        if found is not None and fresh is not None:
            assert np.abs(found.corners - fresh.corners).max() < 0.006 * frame.shape[1]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def paper() -> Paper:
    return make_paper(np.random.default_rng(4), Kind.LETTER, Typefaces(), 4.0, size_mm=A4_MM)


def _frame(paper: Paper, right: float = 0.0, noise: int = 0, width: int = 1280, *, desk: Desk = Desk.DARK) -> Pixels:
    """Photograph a paper on a desk, so many frames' widths further right, with a camera's noise of a seed."""
    view = View(tilt_deg=12, azimuth_deg=40, roll_deg=5, focal=1.1, share=0.25, shift=(right, 0.0))
    setting = Setting(frame=(width, width * 9 // 16), desk=desk, view=view, lamp=0.6)
    picture = make_scene(np.random.default_rng(3), setting, [paper]).pixels
    grain = np.random.default_rng(noise).normal(0, 3, picture.shape)
    return np.asarray(np.clip(picture + grain, 0, 255), np.uint8)


@pytest.mark.parametrize("desk", [Desk.DARK, Desk.NEAR_WHITE])
def test_a_page_that_lies_still_is_looked_at_once(watch: Watch, paper: Paper, desk: Desk) -> None:
    outlines = [watch.follower.find(_frame(paper, noise=noise, desk=desk)) for noise in range(4)]
    assert watch.finder.looks == 1
    assert outlines[0] is not None
    assert all(outline is outlines[0] for outline in outlines)


@pytest.mark.parametrize("desk", [Desk.DARK, Desk.NEAR_WHITE])
def test_a_page_that_is_moved_is_looked_at_again(watch: Watch, paper: Paper, desk: Desk) -> None:
    for looks, right in enumerate((0.0, 0.002, 0.05, 0.0), 1):
        watch.sees(_frame(paper, right, desk=desk), looks)


def test_a_page_that_creeps_is_not_lost(watch: Watch, paper: Paper) -> None:
    for step in range(8):
        frame = _frame(paper, step * 0.0008, noise=step)
        found, fresh = watch.follower.find(frame), find_outline(frame)
        assert found is not None
        assert fresh is not None
        assert np.abs(found.corners - fresh.corners).max() < 0.004 * frame.shape[1]


def test_a_page_that_comes_and_goes_is_noticed(watch: Watch, paper: Paper) -> None:
    empty, laid = np.full((720, 1280, 3), 90, np.uint8), _frame(paper)
    for looks, frame in ((1, empty), (1, empty), (2, laid), (3, empty)):
        watch.follower.find(frame)
        assert watch.finder.looks == looks


def test_frames_of_another_size_are_looked_at_anew(watch: Watch, paper: Paper) -> None:
    for looks, width in ((1, 1280), (2, 960), (3, 1280)):
        watch.sees(_frame(paper, width=width), looks)


def test_gray_frames_are_followed_too(watch: Watch, paper: Paper) -> None:
    for _ in range(2):
        watch.sees(np.ascontiguousarray(_frame(paper)[..., 1]), looks=1)
