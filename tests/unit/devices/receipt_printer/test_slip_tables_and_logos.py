"""Tables, logos, the drawer, large print, and characters that GB 18030-2022 put in new places."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.core.slip import Align, Drawer, Element, Pair, Picture, Qr, Rule, Slip, Table, Text
from devices.receipt_printer import SlipContentError, SlipFileError, dump_slip, enlarged, load_slip
from devices.receipt_printer.encoder import SlipEncoder
from devices.receipt_printer.glyphs import Pen
from devices.receipt_printer.layout import COLUMNS_58MM, COLUMNS_80MM, Row, TextRow, lay_out
from devices.receipt_printer.text import columns_of, normalise

HEADER, ROWS = ("序", "材料", "页"), (("1", "居民户口簿（含首页、增减页及本人页）", "4"), ("2", "照片", "12"))
TABLE = Table(HEADER, ROWS, (Align.RIGHT, Align.LEFT, Align.RIGHT))


def texts(*elements: Element, columns: int = COLUMNS_80MM) -> list[str]:
    return [row.text for row in rows(*elements, columns=columns) if isinstance(row, TextRow)]


def rows(*elements: Element, columns: int = COLUMNS_80MM) -> tuple[Row, ...]:
    return lay_out(Slip("test", elements), columns)


def png(width: int, height: int, colour: str = "black") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


def encoded(*elements: Element) -> bytes:
    return SlipEncoder(COLUMNS_80MM, Pen()).encode(rows(*elements))


def test_columns_stand_under_each_other() -> None:
    assert texts(TABLE, columns=COLUMNS_58MM) == [
        "  序 材料                     页",
        "   1 居民户口簿（含首页、增    4",
        "     减页及本人页）",
        "   2 照片                     12",
    ]


def test_the_header_is_bold_and_may_be_missing() -> None:
    assert [row.bold for row in rows(TABLE) if isinstance(row, TextRow)][:2] == [True, False]
    assert not any(row.bold for row in rows(Table((), ROWS)) if isinstance(row, TextRow))


def test_missing_cells_are_empty_and_no_rows_are_none() -> None:
    assert texts(Table(("a", "b"), (("1",),))) == ["a     b", "1"]
    assert texts(Table((), ())) == []


def test_columns_that_can_not_stand_beside_each_other_are_refused() -> None:
    with pytest.raises(SlipContentError):
        rows(Table(tuple("abcdefghi"), (tuple("一二三四五六七八九"),)), columns=COLUMNS_58MM)


CELLS = st.text(alphabet="ab1 样例，。（）²龦", max_size=16)


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5).map(tuple), max_size=6), st.sampled_from([32, 48]))
def test_no_line_of_a_table_is_wider_than_the_paper(cells: list[tuple[str, ...]], columns: int) -> None:
    for line in texts(Table((), tuple(cells)), columns=columns):
        assert columns_of(line) <= columns


def test_a_logo_is_scaled_to_the_paper_and_printed_black() -> None:
    data = encoded(Picture(png(1200, 200)))
    assert b"\x1dv0\x00\x48\x00\x60\x00" in data
    assert encoded(Picture(png(16, 8), align=Align.LEFT)).count(b"\xff") == 16
    assert b"\xff" not in encoded(Picture(png(16, 8, "white")))


@pytest.mark.parametrize("data", [b"", b"GIF89a", png(8, 8)[:30], png(10, 2400), png(2500, 1700)])
def test_what_is_no_small_image_is_refused(data: bytes) -> None:
    with pytest.raises(SlipContentError):
        encoded(Picture(data))


@given(st.binary(max_size=80))
def test_any_bytes_are_an_image_or_refused(tail: bytes) -> None:
    try:
        encoded(Picture(png(8, 8)[:40] + tail))
    except SlipContentError:
        return


def test_the_drawer_opens_at_either_pin() -> None:
    assert b"\x1bp\x00\x19\xfa" in encoded(Drawer())
    assert b"\x1bp\x01\x19\xfa" in encoded(Drawer(5))
    with pytest.raises(SlipContentError):
        rows(Drawer(3))


def test_large_print_doubles_every_word_and_keeps_codes() -> None:
    code = Qr("YM1:样例")
    large = enlarged(Slip("large", (Text("标题"), Pair("申请人", "欧阳样例"), TABLE, code)))
    assert code in large.elements
    assert Rule() in large.elements
    values = [element for element in large.elements if isinstance(element, Text)]
    assert [each.text for each in values if each.size == 1] == ["申请人"]
    assert "页：12" in [each.text for each in values if each.size == 2]


@pytest.mark.parametrize(
    ("private", "right"),
    [("\ue81e", "龴"), ("\ue864", "龻"), ("\ue78d", "︐"), ("\ue796", "︙"), ("\ue7c7", "ḿ"), ("\ue816", "𠂇")],
)
def test_private_codes_of_older_editions_become_what_they_stand_for(private: str, right: str) -> None:
    assert normalise(f"样{private}例") == f"样{right}例"


@pytest.mark.parametrize("char", "龴︐ḿ𠂇²À€𠮷")
def test_what_gbk_lacks_is_drawn(char: str) -> None:
    assert [row.gbk for row in rows(Text(f"样{char}例")) if isinstance(row, TextRow)] == [None]


FORMS = {"¥": b"\xa3\xa4", "℃": b"\xa1\xe6", "〇": b"\xa9\x96", "①": b"\xa2\xd9"}


@pytest.mark.parametrize(("char", "gbk"), FORMS.items())
def test_what_gbk_has_is_sent_in_its_right_form(char: str, gbk: bytes) -> None:
    assert gbk in encoded(Text(f"{char}100"))


def test_slip_files_carry_them_all(tmp_path: Path) -> None:
    slip = Slip("all", (TABLE, Picture(png(8, 8), 8, Align.LEFT), Drawer(5)))
    path = tmp_path / "slip.json"
    path.write_text(dump_slip(slip), encoding="utf-8")
    assert load_slip(path) == slip


@pytest.mark.parametrize(
    "element",
    [
        {"kind": "table", "header": "a", "rows": []},
        {"kind": "table", "header": [], "rows": [["a"], "b"]},
        {"kind": "table", "header": [], "rows": [[1]]},
        {"kind": "table", "header": [], "rows": [], "aligns": ["middle"]},
        {"kind": "picture", "data": "no base64!"},
        {"kind": "picture", "data": 7},
        {"kind": "drawer", "pin": "2"},
    ],
)
def test_what_is_wrong_in_a_slip_file_is_refused(tmp_path: Path, element: dict[str, object]) -> None:
    path = tmp_path / "slip.json"
    path.write_text(json.dumps({"elements": [element]}))
    with pytest.raises(SlipFileError):
        load_slip(path)


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSON = SCALARS | st.lists(SCALARS, max_size=3) | st.lists(st.lists(SCALARS, max_size=2), max_size=2)
KINDS = st.sampled_from(["text", "pair", "rule", "feed", "qr", "table", "picture", "drawer"])
FIELDS = st.sampled_from(["text", "align", "size", "rows", "header", "aligns", "data", "pin", "payload", "lines"])
TOLD = st.lists(st.tuples(KINDS, st.dictionaries(FIELDS, JSON, max_size=3)), max_size=3)


@settings(max_examples=60)
@given(TOLD)
def test_any_slip_file_is_a_slip_or_refused(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, dict[str, object]]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps({"elements": [{**fields, "kind": kind} for kind, fields in told]}))
    try:
        rows(*load_slip(path).elements)
    except (SlipFileError, SlipContentError):
        return
