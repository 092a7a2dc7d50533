"""Pages come out flat, upright, evenly lit, never larger than they were, in small files and PDF/A."""

from __future__ import annotations

import contextlib
import io
from difflib import SequenceMatcher

import cv2
import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.core.scanning import Pixels
from devices.imaging.cleaning import Tone, even_light, in_tone
from devices.imaging.decode import decode_page
from devices.imaging.encode import encode_page, encode_small
from devices.imaging.errors import CornersError, ImageError, PdfEmptyError
from devices.imaging.geometry import overlap
from devices.imaging.making import Making, capture_page, make_page
from devices.imaging.pdf import write_pdf
from devices.imaging.sizing import likely_dpi, page_size
from devices.imaging.skew import skew_degrees
from devices.imaging.synthetic.camera import View, look, project, rectangle
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import A4_MM, ID1_MM, Kind, Paper, make_paper
from devices.imaging.synthetic.scene import Setting, make_scene
from devices.imaging.synthetic.sheet import Sheet
from devices.imaging.synthetic.textures import Desk


@pytest.fixture(scope="module")
def letter() -> Paper:
    return make_paper(np.random.default_rng(21), Kind.LETTER, Typefaces(), 6.0, size_mm=A4_MM, chinese=True)


def _gray(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


@pytest.mark.parametrize("quarters", range(4))
def test_a_photographed_page_comes_out_upright_however_it_lay(letter: Paper, quarters: int) -> None:
    view = View(tilt_deg=12, azimuth_deg=70, roll_deg=90.0 * quarters + 6, focal=1.0, share=0.45, shift=(0.0, 0.0))
    setting = Setting(frame=(1600, 1200), desk=Desk.WOOD, view=view, lamp=0.5)
    scene = make_scene(np.random.default_rng(quarters), setting, [letter])
    capture = capture_page(scene.pixels)
    assert capture.outline is not None
    corners = capture.page.corners
    assert np.abs(corners - scene.outlines[0]).max() < 8, "the corners are those of the page as it is read"
    height, width = capture.page.pixels.shape[:2]
    assert height / width == pytest.approx(2**0.5, rel=0.01)
    flat = cv2.resize(_gray(letter.pixels), (width, height), interpolation=cv2.INTER_AREA)
    likeness = np.corrcoef(
        cv2.GaussianBlur(flat, (0, 0), 3).ravel(), cv2.GaussianBlur(_gray(capture.page.pixels), (0, 0), 3).ravel()
    )
    assert likeness[0, 1] > 0.8


def test_a_page_is_never_larger_than_it_was() -> None:
    view = View(tilt_deg=35, azimuth_deg=20, roll_deg=5, focal=0.9, share=0.4, shift=(0.0, 0.0))
    corners = project(look(view, (1600, 1200), A4_MM), rectangle(*A4_MM))
    width, height = page_size(corners, (1200, 1600))
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    assert width <= max(sides[0], sides[2]) + 1
    assert height <= max(sides[1], sides[3]) + 1


@settings(max_examples=60)
@given(st.floats(0, 35), st.floats(0, 360), st.floats(-30, 30), st.sampled_from([A4_MM, ID1_MM]))
def test_perspective_does_not_change_proportions(
    tilt: float, azimuth: float, roll: float, size: tuple[float, float]
) -> None:
    view = View(tilt, azimuth, roll, 0.85, 0.3, (0.0, 0.0))
    corners = project(look(view, (1600, 1200), size), rectangle(*size))
    width, height = page_size(corners, (1200, 1600))
    assert height / width == pytest.approx(size[1] / size[0], rel=0.06)  # the lens is guessed: 5.7 % at the most


def test_resolution_is_told_from_the_shape() -> None:
    assert likely_dpi(1654, 2339) == 200
    assert likely_dpi(1011, 638) == 300
    assert likely_dpi(640, 9000) == 203


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=4, max_size=4))
def test_any_four_corners_make_a_page_or_are_refused(points: list[tuple[float, float]]) -> None:
    picture = np.full((60, 80, 3), 200, np.uint8)
    with contextlib.suppress(CornersError):
        page = make_page(picture, np.array(points), Making(upright=False))
        assert max(page.pixels.shape[:2]) <= 2 * 1.5 * 4 * max(picture.shape)


@pytest.mark.parametrize(
    "corners",
    [[[0, 0], [50, 50], [50, 0], [0, 50]], [[0, 0], [10, 0], [20, 0], [30, 0]], [[0, 0], [9e9, 0], [9, 9], [0, 9]]],
    ids=["crossing", "in a line", "far out"],
)
def test_impossible_corners_are_refused(corners: list[list[float]]) -> None:
    with pytest.raises(CornersError):
        make_page(np.zeros((60, 80, 3), np.uint8), np.array(corners, np.float64))


def test_shading_goes_and_print_stays(letter: Paper) -> None:
    height, width = letter.pixels.shape[:2]
    light = np.linspace(0.45, 1.0, width, dtype=np.float32)[None, :, None]
    light = light * np.where(np.arange(height) > height * 0.7, 0.75, 1.0)[:, None, None]
    lit = np.asarray(letter.pixels * light, np.uint8)
    even = even_light(lit)
    paper = _gray(letter.pixels) > 225
    assert _gray(lit)[paper].std() > 25
    assert np.percentile(_gray(even)[paper], 5) > 225
    assert _gray(even)[_gray(letter.pixels) < 60].mean() < 110


def test_a_picture_on_a_page_is_not_bleached() -> None:
    page = np.full((1200, 850, 3), 240, np.uint8)
    page[300:800, 150:700] = (60, 80, 70)
    assert _gray(even_light(page))[400:700, 250:600].mean() < 110


def test_a_tinted_paper_keeps_its_tint() -> None:
    page = np.full((600, 400, 3), (240, 150, 170), np.uint8)
    red, green, _ = even_light(page).reshape(-1, 3).mean(axis=0)
    assert red - green > 70


@pytest.mark.parametrize("cover", [(70, 20, 28), (150, 20, 30), (96, 30, 30), (30, 60, 45)])
def test_a_cover_stays_as_dark_as_it_is(cover: tuple[int, int, int]) -> None:
    page = np.full((1000, 700, 3), cover, np.uint8)
    page[300:340, 200:500] = (215, 180, 90)
    assert np.abs(np.median(even_light(page).reshape(-1, 3), axis=0) - cover).max() < 10


@pytest.mark.parametrize("colour", [(170, 190, 235), (210, 170, 145), (150, 200, 150)])
def test_a_coloured_part_of_white_paper_keeps_its_colour_in_shaded_light(colour: tuple[int, int, int]) -> None:
    page = np.full((1200, 850, 3), 245, np.uint8)
    page[120:600, 60:790] = colour
    shaded = np.asarray(page * np.linspace(0.75, 1.0, 850)[:, None], np.uint8)
    even = even_light(shaded)
    assert np.abs(np.median(even[160:560, 100:750].reshape(-1, 3), axis=0) - colour).max() < 25
    assert np.median(even[700:1150, 60:790]) > 240


def test_tones(letter: Paper) -> None:
    assert in_tone(letter.pixels, Tone.COLOUR).ndim == 3
    assert in_tone(letter.pixels, Tone.GREY).ndim == 2
    black_white = in_tone(letter.pixels, Tone.BLACK_WHITE)
    assert set(np.unique(black_white)) == {0, 255}
    assert 0.01 < (black_white == 0).mean() < 0.4


@pytest.mark.parametrize("degrees", [-5.0, -1.0, 0.0, 2.5, 6.0])
def test_lines_of_print_tell_the_skew(letter: Paper, degrees: float) -> None:
    gray = _gray(letter.pixels)
    middle = (gray.shape[1] / 2, gray.shape[0] / 2)
    turned = cv2.warpAffine(gray, cv2.getRotationMatrix2D(middle, -degrees, 1), gray.shape[::-1], borderValue=255)
    assert skew_degrees(np.asarray(turned, np.uint8)) == pytest.approx(degrees, abs=0.35)


def test_without_corners_the_whole_picture_is_straightened(letter: Paper) -> None:
    middle = (letter.pixels.shape[1] / 2, letter.pixels.shape[0] / 2)
    turned = cv2.warpAffine(
        letter.pixels, cv2.getRotationMatrix2D(middle, -3, 1), letter.pixels.shape[1::-1], borderValue=(255, 255, 255)
    )
    page = make_page(np.asarray(turned, np.uint8), None)
    assert abs(skew_degrees(_gray(page.pixels))) < 0.5


def test_an_a4_colour_page_of_text_is_small_and_reads_as_before() -> None:
    from rapidocr_onnxruntime import RapidOCR

    text, per_mm = "政务服务中心受理申请材料2026年第38号通知书", 300 / 25.4
    rng = np.random.default_rng(8)
    sheet = Sheet(rng, *A4_MM, per_mm, (0.98, 0.97, 0.95), Typefaces(), chinese=True)
    sheet.paragraph((20, 20, 190, 200), 3.2)
    sheet.write(20, 210, 3.2, text)
    sheet.paragraph((20, 220, 190, 280), 3.2)
    sheet.seal(160, 250)
    noisy = np.clip(sheet.pixels() + rng.normal(0, 4, sheet.pixels().shape), 0, 255).astype(np.uint8)

    small = encode_small(noisy, 300)
    assert len(write_pdf([small])) <= 400_000
    assert len(encode_page(noisy, 300).jpeg) > 400_000, "the page would not be small by itself"
    read = RapidOCR(intra_op_num_threads=1)
    for pixels in (noisy, decode_page(small.jpeg)):
        line = pixels[int(0.703 * len(pixels)) : int(0.722 * len(pixels)), : pixels.shape[1] // 2]
        found, _ = read(np.ascontiguousarray(line[..., ::-1]), use_det=False, use_cls=False)
        assert SequenceMatcher(None, text, found[0][0].strip()).ratio() > 0.95


@pytest.mark.parametrize("most_whole", [10_000, 36_000_000])
def test_only_very_large_pages_lose_dots_where_they_would_fit(monkeypatch: pytest.MonkeyPatch, most_whole: int) -> None:
    monkeypatch.setattr("devices.imaging.encode._MOST_WHOLE", most_whole)
    page = encode_small(np.full((600, 400, 3), 250, np.uint8), 600)
    assert (page.width, page.height, page.dpi) == ((200, 300, 300) if most_whole == 10_000 else (400, 600, 600))
    with pytest.raises(ImageError):
        encode_small(np.zeros(20, np.uint8), 600)


def test_pages_are_bound_into_one_pdf_a_at_their_true_size() -> None:
    pages = [
        encode_page(np.full((1169, 827, 3), 250, np.uint8), 100),
        encode_page(np.full((638, 1011), 200, np.uint8), 300),
    ]
    with pikepdf.open(io.BytesIO(write_pdf(pages))) as pdf:
        sizes = [[float(value) for value in page.mediabox[2:]] for page in pdf.pages]
        metadata = pdf.open_metadata()
        assert metadata["pdfaid:part"] == "1"
        assert "/OutputIntents" in pdf.Root
    assert sizes[0] == pytest.approx([595.4, 841.7], abs=0.2)
    assert sizes[1] == pytest.approx([242.6, 153.1], abs=0.2)


@pytest.mark.parametrize(("width", "height", "dpi"), [(24, 24, 4800), (40, 3000, 4800), (40, 4000, 10)])
def test_no_page_is_too_small_or_too_large_for_the_pdf_of_the_others(width: int, height: int, dpi: int) -> None:
    odd = encode_page(np.full((height, width), 90, np.uint8), dpi)
    with pikepdf.open(io.BytesIO(write_pdf([odd, encode_page(np.full((300, 200), 90, np.uint8), 72)]))) as pdf:
        across, down = (float(value) for value in pdf.pages[0].mediabox[2:])
        assert len(pdf.pages) == 2
    assert across / down == pytest.approx(width / height, rel=0.01)


def test_a_pdf_of_nothing_is_refused() -> None:
    with pytest.raises(PdfEmptyError):
        write_pdf([])


def test_a_capture_without_a_page_gives_the_whole_picture() -> None:
    capture = capture_page(np.full((300, 400, 3), 90, np.uint8))
    if capture.outline is None:
        assert capture.page.pixels.shape[:2] == (300, 400)
    else:
        assert (
            capture.outline.flagged
            or overlap(capture.outline.corners, np.array([[0, 0], [399, 0], [399, 299], [0, 299]])) > 0.9
        )
