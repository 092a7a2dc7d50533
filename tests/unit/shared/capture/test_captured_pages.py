"""From a picture to a judged page, and cut anew by hand."""

from __future__ import annotations

import numpy as np
import pytest

from demo.desk_view import DeskScene, corners_of, see
from demo.specimen_pages import draw_page
from devices.core.scanning import ScannedPage
from devices.imaging.errors import CornersError
from devices.imaging.geometry import overlap
from devices.imaging.recognition.expected import DocumentSide, ExpectedDocument
from shared.capture.pages import (
    DUPLICATE,
    OUTLINE_UNSURE,
    Wanted,
    from_camera,
    from_glass,
    pages_apart,
    print_of_kept,
    remake,
)
from shared.capture.paper import dpi_of
from shared.capture.taken_pages import TakenPages

SIZE = (1600, 1200)
SCENE = DeskScene("housing_proof", (6.0, 2.0))
PHOTO = ScannedPage(see(SCENE, SIZE), 150, "camera:desk")


def scanned(key: str) -> ScannedPage:
    image = draw_page(key).convert("RGB").reduce(2)
    return ScannedPage(np.asarray(image), 100, "glass")


def test_a_photographed_page_is_cut_out_and_its_size_comes_from_what_is_asked_for() -> None:
    page = from_camera(PHOTO, Wanted("a4"))
    assert overlap(page.negative.found, corners_of(SCENE, SIZE)) > 0.95
    assert abs(page.page.dpi - 1600 / (420 / 25.4)) < 4
    assert OUTLINE_UNSURE not in page.codes
    assert len(page.page.jpeg) < 400_000


def test_an_empty_desk_is_flagged_and_never_passes_for_a_page() -> None:
    page = from_camera(ScannedPage(see(DeskScene(), SIZE), 150, "camera:desk"))
    assert page.codes[0] == OUTLINE_UNSURE


def test_what_a_hand_set_is_what_is_cut() -> None:
    first = from_camera(PHOTO, Wanted("a4"))
    corners = corners_of(DeskScene("housing_proof", SCENE.shift_mm), SIZE)
    again = remake(first.negative, corners)
    assert np.allclose(again.negative.corners, corners)
    assert np.array_equal(again.negative.found, first.negative.found)
    assert OUTLINE_UNSURE not in again.codes
    with pytest.raises(CornersError):
        remake(first.negative, corners[[0, 2, 1, 3]])


def test_a_scan_keeps_its_resolution_and_can_be_cropped() -> None:
    page = from_glass(scanned("housing_proof"), Wanted("a5"))
    assert (page.page.dpi, page.page.width) == (100, 827)
    half = np.array([[0, 0], [826, 0], [826, 500], [0, 500]], np.float64)
    cropped = remake(page.negative, half)
    assert (cropped.page.dpi, cropped.page.height) == (100, 500)


def test_a_gray_scan_stays_gray() -> None:
    gray = np.asarray(draw_page("housing_proof").convert("L").reduce(2))
    assert from_glass(ScannedPage(gray, 100, "glass")).pixels.ndim == 2


def test_the_same_page_twice_is_told_unless_it_replaces_itself() -> None:
    pages, first = TakenPages(), from_glass(scanned("housing_proof"))
    pages.expect(first)
    assert pages.settle({"a"}) == "a"
    assert DUPLICATE in from_glass(scanned("housing_proof"), taken=pages.others()).codes
    assert DUPLICATE not in from_glass(scanned("housing_proof"), taken=pages.others("a")).codes
    assert pages.negative("a") is first.negative
    pages.settle(set())
    assert pages.negative("a") is None


def test_a_page_that_was_kept_earlier_is_known_again_by_its_picture() -> None:
    pages, kept = TakenPages(), from_camera(PHOTO, Wanted("a4")).page
    pages.settle({"a"})
    pages.recall({"a": print_of_kept(kept.jpeg, kept.dpi), "gone": print_of_kept(kept.jpeg, kept.dpi)})
    assert set(pages.others()) == {"a"}
    moved = ScannedPage(see(DeskScene("housing_proof", (-4.0, 3.0)), SIZE), 150, "camera:desk")
    assert DUPLICATE in from_camera(moved, Wanted("a4"), pages.others()).codes
    assert DUPLICATE not in from_glass(scanned("business_licence"), taken=pages.others()).codes


@pytest.mark.parametrize(
    ("size", "paper", "dpi"),
    [
        ((1654, 2339), "a4", 200),
        ((2339, 1654), "a4", 200),
        ((1654, 1169), "a5", 200),
        ((1169, 827), "card", 201),
        ((674, 425), "card", 200),
        ((674, 425), "a4", 200),
        ((1000, 1000), "a4", 7),
        ((1654, 2339), "", 7),
    ],
)
def test_the_paper_that_is_asked_for_tells_the_resolution(size: tuple[int, int], paper: str, dpi: int) -> None:
    assert dpi_of(*size, paper, 7) == dpi


def test_another_document_than_the_one_that_is_asked_for_is_told() -> None:
    register = DocumentSide("register", "户口簿内页", ("常住人口登记卡",), ("户主或与户主关系", "籍贯", "曾用名"))
    licence = DocumentSide("licence", "营业执照", ("营业执照",), ("统一社会信用代码", "经营范围", "名称", "类型"))
    glass = ScannedPage(np.asarray(draw_page("business_licence").convert("RGB")), 200, "glass")
    right, wrong = ExpectedDocument((licence,), (register,)), ExpectedDocument((register,), (licence,))
    good = from_glass(glass, Wanted("a4", right))
    assert ("wrong_document" in good.codes, good.side, good.is_doubtful) == (False, "营业执照", False)
    (finding,) = [one for one in from_glass(glass, Wanted("a4", wrong)).findings if one.code == "wrong_document"]
    assert (finding.seems, finding.missing) == ("营业执照", "")


def test_the_same_side_of_a_card_twice_is_told_by_the_side_that_is_missing() -> None:
    front = DocumentSide("licence", "执照正面", ("营业执照",), ("统一社会信用代码", "经营范围", "名称", "类型"))
    back = DocumentSide("licence", "执照反面", ("执照须知",), ("使用说明", "监督电话"))
    glass = ScannedPage(np.asarray(draw_page("business_licence").convert("RGB")), 200, "glass")
    page = from_glass(glass, Wanted("a4", ExpectedDocument((back,), (front,)), "back"))
    (finding,) = [one for one in page.findings if one.code == "wrong_side"]
    assert (finding.seems, finding.missing) == ("执照正面", "back")


def test_papers_that_lie_apart_on_the_glass_become_pages_of_their_own() -> None:
    glass = ScannedPage(np.asarray(draw_page("register_pages").reduce(2)), 100, "glass")
    whole = from_glass(glass, seek_several=True)
    assert (whole.page.width, len(whole.apart)) == (827, 2)
    pages = pages_apart(whole)
    for page in pages:
        assert sorted((page.page.width, page.page.height)) == pytest.approx([414, 583], abs=8)
        assert page.page.dpi == 100
        assert np.array_equal(page.negative.found, page.negative.corners)
        assert not page.apart
    assert not from_glass(glass).apart


@pytest.mark.parametrize("key", ["housing_proof", "id_card_front"])
def test_one_paper_on_the_glass_is_one(key: str) -> None:
    assert not from_glass(scanned(key), seek_several=True).apart
