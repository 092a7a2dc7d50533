"""The reader takes a small part of YAML, keeps lines, and is not moved by what wants to harm it."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.catalogue.errors import CataloguePackageError, FaultCode
from shared.catalogue.yaml_reading import MAX_FILE_BYTES, Document, read_yaml
from tests.patience import LATE_S

BILLION_LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n".encode() for n in range(8)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BILLION_LAUGHS, FaultCode.YAML_FORBIDDEN),
        (b"a: &x 1\nb: *x\n", FaultCode.YAML_FORBIDDEN),
        (b"a: &x\n  <<: *x\n", FaultCode.YAML_FORBIDDEN),
        (b"a: !!python/object/apply:os.system [ls]\n", FaultCode.YAML_FORBIDDEN),
        (b"a: !!int 1\n", FaultCode.YAML_FORBIDDEN),
        (b"{<<: {a: 1}}\n", FaultCode.YAML_FORBIDDEN),
        (b"? [a, b]\n: 1\n", FaultCode.YAML_FORBIDDEN),
        (b"a: 1\n---\nb: 2\n", FaultCode.YAML_FORBIDDEN),
        (b"a: 1\na: 2\n", FaultCode.KEY_TWICE),
        (b"[" * 100_000, FaultCode.YAML_TOO_DEEP),
        (b"".join(b" " * n + b"a:\n" for n in range(100)), FaultCode.YAML_TOO_DEEP),
        (b"- 1\n" * 200_000, FaultCode.FILE_TOO_LARGE),
        (b"a" * (MAX_FILE_BYTES + 1), FaultCode.FILE_TOO_LARGE),
        (b'a: "\\0"\n', FaultCode.YAML_INVALID),
        (b"a: \x07\n", FaultCode.YAML_INVALID),
        (b"a: [1, 2\n", FaultCode.YAML_INVALID),
        (b"\xff\xfe", FaultCode.YAML_INVALID),
    ],
)
def test_what_could_harm_is_refused_at_once(text: bytes, code: FaultCode) -> None:
    begun = time.monotonic()
    with pytest.raises(CataloguePackageError) as caught:
        read_yaml(text, "items/x.yaml")
    assert caught.value.code is code
    assert caught.value.file == "items/x.yaml"
    assert time.monotonic() - begun < 5 + LATE_S


def test_scalars_stay_as_an_official_wrote_them() -> None:
    text = (
        "a: 8.10\nb: 2026-11-20\nc: 09:00\nd: no\ne: 007\nf: true\ng: 12\nh:\ni: '12'\nj: 1_000\nk: 9999999999999999\n"
    )
    assert read_yaml(text.encode(), "x").data == {
        "a": "8.10",
        "b": "2026-11-20",
        "c": "09:00",
        "d": "no",
        "e": "007",
        "f": True,
        "g": 12,
        "h": None,
        "i": "12",
        "j": "1_000",
        "k": "9999999999999999",
    }


def test_places_are_lines_and_paths() -> None:
    document = read_yaml("甲: 1\n乙:\n  - 丙: x\n    丁: y\n".encode(), "x")
    assert document.place(("乙", 0, "丁")) == "第 4 行 乙[0].丁"
    assert document.place(("乙", 0, "戊")) == "第 3 行 乙[0].戊"
    assert document.place(()) == "第 1 行"


def test_a_file_of_nothing_is_nothing() -> None:
    assert read_yaml(b"# nur\n", "x") == Document("x", None, {})


@given(
    st.binary(max_size=300) | st.text(alphabet="ab:-[]{}&*!?|>'\"# \n\t,%@\\0\u2028甲", max_size=200).map(str.encode)
)
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    with contextlib.suppress(CataloguePackageError):
        read_yaml(data, "x")
