"""Slips as JSON: read back as written, and anything else refused by its place without its content."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.slip import Align, Feed, Pair, Qr, Rule, Slip, Text
from devices.receipt_printer import SlipFileError, dump_slip, load_slip, sample_slip
from devices.receipt_printer.slip_file import MAX_BYTES

VISIBLE = st.text(st.characters(exclude_categories=["Cs"]))
SLIPS = st.builds(
    Slip,
    VISIBLE,
    st.lists(
        st.one_of(
            st.builds(Text, VISIBLE, st.sampled_from(Align), st.sampled_from([1, 2]), st.booleans()),
            st.builds(Pair, VISIBLE, VISIBLE, st.booleans()),
            st.just(Rule()),
            st.builds(Feed, st.integers(0, 255)),
            st.builds(Qr, VISIBLE, st.sampled_from("LMQH")),
        ),
        max_size=8,
    ).map(tuple),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slips") / "slip.json"


@given(SLIPS)
def test_comes_back_as_written(file: Path, slip: Slip) -> None:
    file.write_text(dump_slip(slip), "utf-8")
    assert load_slip(file) == slip


def test_the_sample_comes_back(file: Path) -> None:
    file.write_text(dump_slip(sample_slip()), "utf-8")
    assert load_slip(file) == sample_slip()


def test_defaults_may_be_left_out(file: Path) -> None:
    file.write_text('{"elements": [{"kind": "text", "text": "一"}, {"kind": "feed"}, {"kind": "qr", "payload": "x"}]}')
    assert load_slip(file) == Slip("", (Text("一"), Feed(), Qr("x")))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("", "json"),
        ("[" * 100_000, "json"),
        ("[]", "slip"),
        ('{"elements": [], "more": 1}', "slip"),
        ('{"title": 3, "elements": []}', "title"),
        ('{"title": "t"}', "elements"),
        ('{"elements": {}}', "elements"),
        ('{"elements": [3]}', "elements[0]"),
        ('{"elements": [{"text": "陈样例"}]}', "elements[0].kind"),
        ('{"elements": [{"kind": []}]}', "elements[0].kind"),
        ('{"elements": [{"kind": "rule"}, {"kind": "pair", "label": "陈样例"}]}', "elements[1].value"),
        ('{"elements": [{"kind": "text", "text": "陈样例", "size": true}]}', "elements[0].size"),
        ('{"elements": [{"kind": "text", "text": "陈样例", "size": "2"}]}', "elements[0].size"),
        ('{"elements": [{"kind": "text", "text": "陈样例", "align": "middle"}]}', "elements[0].align"),
        ('{"elements": [{"kind": "text", "text": "陈样例", "align": {}}]}', "elements[0].align"),
        ('{"elements": [{"kind": "text", "text": "陈样例", "colour": "red"}]}', "elements[0].unknown field"),
    ],
)
def test_refuses_by_place_and_never_shows_content(file: Path, content: str, place: str) -> None:
    file.write_text(content, "utf-8")
    with pytest.raises(SlipFileError) as refused:
        load_slip(file)
    assert refused.value.detail == place
    assert refused.value.code == "slip_file_invalid"


def test_refuses_what_is_too_large_missing_or_no_file(tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (MAX_BYTES + 1))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (large, pipe, tmp_path, tmp_path / "missing.json"):
        with pytest.raises(SlipFileError):
            load_slip(path)


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with contextlib.suppress(SlipFileError):
        load_slip(file)
