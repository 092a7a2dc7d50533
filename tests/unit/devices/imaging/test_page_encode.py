"""Image files from anywhere: read right, or refused by name."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps

from devices.core.scanning import Pixels
from devices.imaging.decode import decode_image, decode_page
from devices.imaging.encode import encode_page, encode_small
from devices.imaging.errors import (
    ImageError,
    ImageSeveralFramesError,
    ImageTooLargeError,
    ImageTooSmallError,
    ImageTruncatedError,
)


def _picture(width: int = 60, height: int = 40) -> Pixels:
    pixels = np.full((height, width, 3), 90, np.uint8)
    pixels[..., 0] = np.linspace(0, 255, width)
    pixels[..., 1] = np.linspace(255, 0, height)[:, None]
    return pixels


def _file(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_page_is_written_with_its_resolution(dpi: int) -> None:
    page = encode_page(_picture(), dpi)
    assert (page.width, page.height, page.dpi) == (60, 40, dpi)
    assert page.jpeg.startswith(b"\xff\xd8")
    image = decode_image(page.jpeg)
    assert image.dpi == dpi
    assert np.abs(image.pixels.astype(int) - _picture().astype(int)).mean() < 4


def test_a_gray_page_stays_gray() -> None:
    assert decode_page(encode_page(_picture()[:, :, 0], 200).jpeg).ndim == 2


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((20, 20), np.uint16),
        np.zeros((20, 20, 4), np.uint8),
        np.zeros(20, np.uint8),
        np.zeros((20, 20), np.float64),
    ],
    ids=["16-bit", "rgba", "line", "float"],
)
def test_only_eight_bit_gray_or_rgb_is_written(pixels: Pixels) -> None:
    with pytest.raises(ImageError):
        encode_page(pixels, 200)


def test_pages_out_of_bounds_are_not_written() -> None:
    with pytest.raises(ImageTooLargeError):
        encode_page(np.zeros((1, 66_000), np.uint8), 200)
    with pytest.raises(ImageTooSmallError):
        encode_page(np.zeros((1, 1), np.uint8), 200)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_usual_formats_are_read(kind: str) -> None:
    pixels = decode_page(_file(Image.fromarray(_picture()), kind))
    assert pixels.shape[:2] == (40, 60)
    assert pixels.dtype == np.uint8


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "I", "F", "I;16"])
def test_every_mode_becomes_eight_bits(mode: str) -> None:
    kind = "TIFF" if mode in {"CMYK", "YCbCr", "LAB", "I", "F"} else "PNG"
    if mode == "I;16":
        image = Image.fromarray(np.full((40, 60), 0x8000, np.uint16))
    else:
        image = Image.fromarray(_picture()).convert("L" if mode in {"I", "F"} else "RGB").convert(mode)
    pixels = decode_page(_file(image, kind))
    assert pixels.dtype == np.uint8
    assert pixels.shape[:2] == (40, 60)
    assert pixels.ndim == 2 or pixels.shape[2] == 3


def test_sixteen_bit_gray_keeps_its_tone() -> None:
    image = Image.fromarray(np.full((40, 60), 0x8000, np.uint16))
    assert set(np.unique(decode_page(_file(image, "PNG")))) == {128}


@pytest.mark.parametrize(
    ("kind", "black", "half", "white"),
    [
        ("u2", 0, 0x8000, 0xFFFF),
        ("u2", 0xFFFF, 0x8000, 0),
        ("i2", -7, 2**14, 2**15 - 1),
        ("u4", 0, 2**31, 2**32 - 1),
        ("i4", -7, 2**30, 2**31 - 1),
        ("u4", 0, 0x8000, 0xFFFF),
    ],
)
def test_deep_tiff_goes_from_its_black_to_its_white(kind: str, black: int, half: int, white: int) -> None:
    shades = np.array([[black, half, white] * 10] * 20, f"<{kind}")
    read = decode_page(_tiff(shades, bits=8 * int(kind[1]), is_inverted=white == 0, is_signed=kind[0] == "i"))
    assert np.abs(read[0, :3].astype(int) - [0, 128, 255]).max() <= 1


def test_twelve_bits_go_to_4095() -> None:
    packed = np.tile(np.array([0x00, 0x08, 0x00, 0xFF, 0xF0, 0x00], np.uint8), (20, 5))  # 0, half, white, 0
    read = decode_page(_tiff(packed, bits=12, width=20))
    assert np.abs(read[0, :4].astype(int) - [0, 128, 255, 0]).max() <= 1


def _tiff(
    rows: NDArray[Any], *, bits: int, is_inverted: bool = False, is_signed: bool = False, width: int = 0
) -> bytes:
    """Return a TIFF file of one strip, by hand: Pillow writes few of those that it reads."""
    tags = {256: width or rows.shape[1], 257: len(rows), 258: bits, 259: 1, 262: int(not is_inverted), 273: 0}
    tags |= {277: 1, 278: len(rows), 279: rows.nbytes, 339: 2 if is_signed else 1}
    tags[273] = 8 + 2 + 12 * len(tags) + 4
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return b"II*\x00" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + rows.tobytes()


def test_what_shines_through_deep_gray_is_paper() -> None:
    shades = np.array([[0x1234, 0x4000, 0xFFFF] * 10] * 20, np.uint16)
    data = _file(Image.fromarray(shades), "PNG")
    header, rest = data[:33], data[33:]
    clear = b"tRNS" + struct.pack(">H", 0x1234)
    chunk = struct.pack(">I", 2) + clear + struct.pack(">I", zlib.crc32(clear))
    assert decode_page(header + chunk + rest)[0, :3].tolist() == [255, 64, 255]


@pytest.mark.parametrize("white", [1.0, 255.0])
def test_floats_go_to_one_or_to_255(white: float) -> None:
    shades = np.linspace(0, white, 60, dtype=np.float32) * np.ones((40, 1), np.float32)
    shades[0, 0] = np.nan
    pixels = decode_page(_file(Image.fromarray(shades), "TIFF"))
    assert (pixels.min(), pixels.max()) == (0, 255)


def test_cmyk_jpeg_keeps_its_colours() -> None:
    red = Image.new("RGB", (60, 40), (200, 30, 30)).convert("CMYK")
    pixels = decode_page(_file(red, "JPEG")).astype(int)
    assert pixels[..., 0].mean() > 150
    assert pixels[..., 1].mean() < 90


def test_transparency_lies_on_white_paper() -> None:
    clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    assert decode_page(_file(clear, "PNG")).min() == 255


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("kind", "options"),
    [("JPEG", {}), ("PNG", {}), ("WEBP", {}), ("TIFF", {}), ("TIFF", {"compression": "tiff_lzw"})],
)
def test_pictures_are_turned_upright(orientation: int, kind: str, options: dict[str, object]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = _file(Image.fromarray(_picture()), kind, exif=exif.tobytes(), **options)
    with Image.open(io.BytesIO(data)) as image:
        upright = np.asarray(ImageOps.exif_transpose(image))
    assert np.array_equal(decode_page(data), upright)


@pytest.mark.parametrize("compression", [None, "tiff_lzw"])
def test_a_tiff_within_our_bound_is_read_without_a_warning(
    monkeypatch: pytest.MonkeyPatch, compression: str | None
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 60 * 40 - 1)
    assert decode_page(_file(Image.fromarray(_picture()), "TIFF", compression=compression)).shape == (40, 60, 3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_colours_are_left_out_where_that_is_asked(kind: str) -> None:
    data = _file(Image.fromarray(_picture()), kind)
    gray = decode_image(data, gray=True).pixels
    coloured = np.asarray(Image.fromarray(decode_page(data)).convert("L"))
    assert np.abs(gray.astype(int) - coloured).max() <= 2


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_more_than_one_frame_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (60, 40), shade) for shade in ("white", "red", "blue")]
    with pytest.raises(ImageSeveralFramesError):
        decode_page(_file(frames[0], kind, save_all=True, append_images=frames[1:]))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "WEBP"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_file_that_ends_early_is_refused_whatever_other_libraries_set(
    monkeypatch: pytest.MonkeyPatch, kind: str, share: float
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    noise = np.random.default_rng(1).integers(0, 255, (400, 300, 3), np.uint8)
    data = _file(Image.fromarray(noise), kind)
    with pytest.raises(ImageTruncatedError):
        decode_page(data[: int(len(data) * share)])


def _png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(10_001, 10_000), (100_000, 100_000), (2**31 - 1, 1), (70_000, 10)])
def test_a_picture_that_claims_too_much_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    with pytest.raises(ImageTooLargeError):
        decode_page(_png_claiming(width, height))


def _webp_claiming(width: int, height: int) -> bytes:
    sizes = (width - 1) | (height - 1) << 14
    body = b"VP8L" + struct.pack("<I", 6) + b"\x2f" + struct.pack("<I", sizes) + b"\0"
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


@pytest.mark.parametrize(("width", "height"), [(6400, 6400), (10_000, 12_000), (16_000, 12_500)])
def test_a_webp_that_claims_too_much_is_refused(width: int, height: int) -> None:
    with pytest.raises(ImageTooLargeError):
        decode_page(_webp_claiming(width, height))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_picture_is_halved_as_often_as_asked(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"tiffinfo": {0x0112: orientation}} if kind == "TIFF" else {"exif": exif.tobytes(), "quality": 95}
    data = _file(Image.fromarray(_picture(1200, 900)), kind, dpi=(600, 600), **options)
    whole, half, quarter = (decode_image(data, most_pixels) for most_pixels in (1_080_000, 1_079_999, 100_000))
    assert [image.reduced for image in (whole, half, quarter)] == [1, 2, 4]
    assert [image.dpi for image in (whole, half, quarter)] == [600, 300, 150]
    assert quarter.pixels.shape == ((225, 300, 3) if orientation == 1 else (300, 225, 3))
    averaged = whole.pixels.reshape(half.pixels.shape[0], 2, half.pixels.shape[1], 2, 3).mean(axis=(1, 3))
    assert np.abs(averaged - half.pixels).mean() < 1


def test_a_tiny_picture_is_refused() -> None:
    with pytest.raises(ImageTooSmallError):
        decode_page(_file(Image.new("L", (1, 1)), "PNG"))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\xff\xd8\xff", b"RIFF....WAVE", b"II*\0", b"BM", b"GIF89a"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError):
        decode_page(data)


@settings(max_examples=300)
@given(st.sampled_from(["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"]), st.data())
def test_no_damage_raises_anything_but_an_image_error(kind: str, draw: st.DataObject) -> None:
    data = bytearray(_file(Image.fromarray(_picture()), kind))
    for _ in range(draw.draw(st.integers(1, 6))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    del data[draw.draw(st.integers(8, len(data))) :]
    try:
        pixels = decode_page(bytes(data))
    except ImageError:
        return
    assert pixels.dtype == np.uint8


def test_no_repr_shows_a_page() -> None:
    page = encode_page(_picture(), 200)
    assert repr(page) == f"EncodedPage(60x40, 200 dpi, {len(page.jpeg)} bytes)"
    assert repr(decode_image(page.jpeg)) == "DecodedImage(60x40, 200 dpi)"


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_a_tall_picture_is_the_same_at_every_height(mode: str) -> None:
    rows = np.linspace(0, 255, 1300).astype(np.uint8)
    grey = np.repeat(rows[:, None], 20, axis=1)
    deep = Image.fromarray(grey.astype(np.uint16) * 257)
    image = deep if mode == "I;16" else Image.fromarray(grey).convert("RGB").convert(mode)
    file = io.BytesIO()
    image.save(file, "TIFF")
    pixels = decode_page(file.getvalue())
    assert pixels.shape[:2] == (1300, 20)
    assert pixels.flags.writeable
    bare = pixels if pixels.ndim == 2 else pixels[..., 1]
    if mode not in {"1", "P"}:  # both are dithered
        assert np.abs(bare[:, 10].astype(int) - rows).max() <= 12


def test_a_strip_is_no_page() -> None:
    file = io.BytesIO()
    Image.new("L", (60_000, 9)).save(file, "PNG")
    with pytest.raises(ImageTooSmallError):
        decode_page(file.getvalue())


@pytest.mark.parametrize("side", [40, 700])
def test_a_picture_of_nothing_but_noise_is_encoded(side: int) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (side, side, 3), np.uint8)
    for page in (encode_page(noise, 150), encode_small(noise, 150)):
        with Image.open(io.BytesIO(page.jpeg)) as image:
            assert image.size == (page.width, page.height)


def test_a_scan_that_is_repeated_without_end_is_refused() -> None:
    picture = _file(Image.new("L", (300, 200), 200), "JPEG", progressive=True)
    assert decode_image(picture).pixels.shape == (200, 300)
    last = picture[picture.rfind(b"\xff\xda") : -2]
    with pytest.raises(ImageTooLargeError):
        decode_image(picture[:-2] + last * 200 + picture[-2:])


def test_a_tile_that_is_far_larger_than_its_picture_is_refused() -> None:
    assert decode_image(_tiled(64)).pixels.mean() == 200
    with pytest.raises(ImageTooLargeError):
        decode_image(_tiled(2**20))


def _tiled(width: int) -> bytes:
    """Return a gray TIFF of 64 by 64 in one tile of a width."""
    at, size = 8 + 2 + 12 * 10 + 4, 64 * 64
    tags = {256: 64, 257: 64, 258: 8, 259: 1, 262: 1, 277: 1, 322: width, 323: 64, 324: at, 325: size}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(4) + bytes([200]) * size
