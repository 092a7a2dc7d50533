"""When a photograph is taken by itself, and when not."""

from __future__ import annotations

import numpy as np
import pytest

from demo.desk_view import DeskScene, corners_of, see
from devices.imaging.outline import Outline
from shared.capture.steady_hand import HOLD_S, Look, Sight, SteadyHand, light_of, thumb_of

SIZE = (640, 480)
PAGE = np.array([[100, 60], [400, 60], [400, 440], [100, 440]], np.float64)
FRAME_S = 1 / 15


class Film:
    """Frames one after another at 15 a second."""

    def __init__(self) -> None:
        self.hand = SteadyHand()
        self.at = 100.0

    def frame(self, corners: np.ndarray | None, confidence: float = 0.9, light: Sight | None = None) -> Look:
        self.at += FRAME_S
        outline = None if corners is None else Outline(corners, confidence)
        return self.hand.look(outline, SIZE, self.at, light)

    def until_ready(self, corners: np.ndarray, most_s: float = 5.0) -> float:
        begun = self.at
        while self.at - begun < most_s:
            if self.frame(corners).is_ready:
                return self.at - begun
        pytest.fail("never ready")


@pytest.fixture
def film() -> Film:
    return Film()


def test_a_page_that_lies_still_is_taken_after_its_time(film: Film) -> None:
    assert film.frame(PAGE).sight is Sight.MOVING
    look = film.frame(PAGE + 0.5)
    assert look.sight is Sight.HOLDING
    assert 0 < look.held < 0.2
    assert HOLD_S - 2 * FRAME_S <= film.until_ready(PAGE) < HOLD_S + 0.3


def test_a_page_that_moves_is_waited_for(film: Film) -> None:
    for step in range(60):
        look = film.frame(PAGE + 6.0 * step)
        assert not look.is_ready
    assert look.sight is Sight.UNSURE or look.sight is Sight.MOVING


def test_a_short_loss_from_sight_does_not_start_over(film: Film) -> None:
    for _ in range(10):
        film.frame(PAGE)
    film.frame(None)
    film.frame(None)
    assert film.frame(PAGE).held > 0.5


def test_what_is_not_surely_a_page_or_cut_off_is_never_taken_by_itself(film: Film) -> None:
    for _ in range(40):
        assert film.frame(PAGE, 0.3).sight is Sight.UNSURE
        assert film.frame(PAGE - np.array([120.0, 0.0])).sight is Sight.UNSURE


def test_the_page_that_was_taken_is_not_taken_again_before_it_was_away(film: Film) -> None:
    film.until_ready(PAGE)
    film.hand.taken()
    for _ in range(40):
        assert film.frame(PAGE).sight is Sight.TAKEN
    for _ in range(15):
        film.frame(None)
    assert film.until_ready(PAGE) >= HOLD_S


def test_the_page_that_was_taken_is_taken_again_when_it_is_wanted(film: Film) -> None:
    film.until_ready(PAGE)
    film.hand.taken()
    film.hand.forget()
    assert film.until_ready(PAGE) >= HOLD_S - 2 * FRAME_S


def test_another_page_in_the_very_same_place_is_told_by_its_print() -> None:
    hand, size = SteadyHand(), (640, 480)
    at = 10.0
    for key in ("housing_proof", "education_certificate"):
        frame, outline = see(DeskScene(key), size), Outline(corners_of(DeskScene(key), size), 0.9)
        looks = []
        for _ in range(40):
            at += FRAME_S
            looks.append(hand.look(outline, size, at, thumb=thumb_of(frame, outline)))
        ready = [look.is_ready for look in looks].index(True)
        hand.taken()
        again = [hand.look(outline, size, at + step * FRAME_S, thumb=thumb_of(frame, outline)) for step in range(20)]
        assert {look.sight for look in again} == {Sight.TAKEN}
        assert ready > 10


def test_another_page_laid_over_it_elsewhere_is_taken(film: Film) -> None:
    film.until_ready(PAGE)
    film.hand.taken()
    assert film.until_ready(PAGE + np.array([90.0, 10.0])) >= HOLD_S


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        (DeskScene(), None),
        (DeskScene("housing_proof"), None),
        (DeskScene("housing_proof", is_dark=True), Sight.DARK),
        (DeskScene(is_covered=True), Sight.COVERED),
    ],
)
def test_dark_and_covered_are_told_apart(scene: DeskScene, expected: Sight | None) -> None:
    frame = see(scene, SIZE)
    assert light_of(frame) is expected
    assert SteadyHand().look(None, SIZE, 0.0, light_of(frame)).sight is (expected or Sight.WAITING)
