"""Bytes of a slip: golden ones, and whatever a slip holds comes back out of the stream."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.core.slip import Align, Element, Feed, Qr, Slip, Text
from devices.receipt_printer.encoder import SlipEncoder
from devices.receipt_printer.glyphs import FontMissingError, Pen, find_fonts
from devices.receipt_printer.layout import TextRow, lay_out
from devices.receipt_printer.qr import module_dots
from devices.receipt_printer.raster import draw_row, raster
from devices.receipt_printer.simulator.parser import Command, Item, StreamParser, Unknown

PEN = Pen()


def encode(*elements: Element, columns: int = 48, native_qr: bool = True) -> bytes:
    return SlipEncoder(columns, PEN, native_qr=native_qr).encode(lay_out(Slip("t", elements), columns))


def items(data: bytes) -> list[Item]:
    parser = StreamParser()
    parser.feed(data)
    found = []
    while (cut := parser.next()) is not None:
        found.append(cut[0])
    assert parser.waiting == 0
    return found


def test_golden_bytes_of_a_small_slip() -> None:
    assert encode(Text("收件凭证", Align.CENTER, 2, bold=True), Text("¥5"), Feed(2)) == (
        b"\x1b@\x1c&"
        b"\x1b3\x38\x1ba\x01\x1d!\x11\x1c!\x0c\x1bE\x01" + "收件凭证".encode("gbk") + b"\n"
        b"\x1b3\x20\x1ba\x00\x1d!\x00\x1c!\x00\x1bE\x00\xa3\xa45\n"
        b"\x1bd\x02"
        b"\x1dVB\x18"
    )


def test_golden_bytes_of_a_code() -> None:
    assert encode(Qr("YM1:A", "Q")) == (
        b"\x1b@\x1c&\x1b3\x20\x1ba\x01\x1bJ\x20"
        b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x08\x1d(k\x03\x001E2\x1d(k\x08\x001P0YM1:A\x1d(k\x03\x001Q0"
        b"\x1bJ\x20\x1dVB\x18"
    )


def test_both_size_commands_go_with_every_change() -> None:
    data = encode(Text("大", size=2), Text("小"))
    for across_down in (b"\x1d!\x11\x1c!\x0c", b"\x1d!\x00\x1c!\x00"):
        assert across_down in data


@given(st.text())
def test_any_text_gives_a_clean_stream(text: str) -> None:
    found = items(encode(Text(text), Text(text, Align.RIGHT, 2, bold=True)))
    assert not [item for item in found if isinstance(item, Unknown)]
    assert found[-1] == Command(b"\x1dV", b"B\x18")


@pytest.mark.parametrize("text", ["䶮", "𠀀㐀", "20m²", "À", "👍", "\ud800", "x\u0323", "\ue000"])
def test_rare_characters_go_as_dots_and_never_as_a_question_mark(text: str) -> None:
    found = items(encode(Text("样例" + text)))
    bands = [item for item in found if isinstance(item, Command) and item.name == b"\x1dv"]
    assert bands
    assert any(any(band.arguments[5:]) for band in bands)
    assert b"?" not in b"".join(getattr(item, "data", b"") for item in found)


def test_a_drawn_line_is_as_high_as_a_line_and_no_wider_than_needed() -> None:
    (band,) = [item for item in items(encode(Text("䶮样例"))) if isinstance(item, Command) and item.name == b"\x1dv"]
    assert band.arguments[:5] == bytes((0, 9, 0, 32, 0))


def test_dots_never_hold_a_real_time_command() -> None:
    picture = Image.frombytes("1", (24, 3), b"\x10\x04\x01\x10\x05\x02\x10\x14\x01").convert("L")
    assert raster(picture)[0][8:] == b"\x10\x0c\x01\x10\x0d\x02\x10\x1c\x01"


def test_high_pictures_go_in_bands() -> None:
    data = b"".join(raster(Image.new("L", (16, 500), 255)))
    assert [item.arguments[3:5] for item in items(data) if isinstance(item, Command)] == [
        b"\xf0\0",
        b"\xf0\0",
        b"\x14\0",
    ]


def test_alignment_of_a_drawn_line() -> None:
    row = TextRow("䶮", None, Align.RIGHT)
    box = draw_row(row, 48, 32, PEN).getbbox()
    assert box is not None
    assert box[0] >= 576 - 24
    assert box[2] <= 576


def test_a_code_too_long_for_small_stores_goes_as_dots() -> None:
    assert b"\x1d(k" in encode(Qr("A" * 400))
    data = encode(Qr("a" * 1001, "L"))
    assert b"\x1d(k" not in data
    assert b"\x1dv0" in data


def test_a_code_that_reads_like_a_command_goes_as_dots() -> None:
    assert b"\x1d(k" not in encode(Qr("a\x10\x04\x01"))


def test_a_printer_without_codes_gets_dots() -> None:
    assert b"\x1d(k" not in encode(Qr("样例"), native_qr=False)


@pytest.mark.parametrize(("length", "columns"), [(30, 48), (396, 48), (396, 32)])
def test_codes_fit_the_paper_and_a_phone(length: int, columns: int) -> None:
    (row,) = lay_out(Slip("t", (Qr("A" * length),)))
    dots = module_dots(row, columns * 12)  # type: ignore[arg-type]
    assert 4 <= dots <= 8


def test_says_when_there_is_no_font(tmp_path: Path) -> None:
    with pytest.raises(FontMissingError):
        find_fonts([tmp_path])
    encoder = SlipEncoder(48, Pen([tmp_path]))
    assert encoder.encode(lay_out(Slip("t", (Text("普通"),))))
    with pytest.raises(FontMissingError):
        encoder.encode(lay_out(Slip("t", (Text("䶮"),))))
