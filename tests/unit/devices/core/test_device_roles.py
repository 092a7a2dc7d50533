"""Which device serves which role: a table that is checked, and errors that name their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.roles import DeviceConfigError, DeviceRoles, DeviceUri, Role
from devices.opening import open_device, open_devices


def test_a_file_names_devices_by_role(tmp_path: Path) -> None:
    file = tmp_path / "terminal.toml"
    file.write_text('[terminal]\nmode = "demo"\n[devices]\nscanner = "sane:test:0"\nid_card = "serial:/dev/ttyUSB0"\n')
    roles = DeviceRoles.load(file)
    assert list(roles) == [
        (Role.ID_CARD, DeviceUri("serial", "/dev/ttyUSB0")),
        (Role.SCANNER, DeviceUri("sane", "test:0")),
    ]
    assert roles.get(Role.BARCODE) is None
    assert str(roles.get(Role.SCANNER)) == "sane:test:0"


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ('[devices]\nscaner = "sane:test"', "devices.scaner", "is no role"),
        ("[devices]\nscanner = 3", "devices.scanner", "must be text"),
        ('[devices]\nscanner = "test"', "devices.scanner", "is no address"),
        ('[devices]\nscanner = "sane:"', "devices.scanner", "is no address"),
        ('[devices]\nscanner = "Sane:x"', "devices.scanner", "is no address"),
        ('[devices]\nscanner = "sane:a\\u0007b"', "devices.scanner", "control characters"),
        ("devices = 3", "devices", "must be a table"),
        ("[devices", "", "is no TOML"),
    ],
)
def test_a_wrong_file_names_the_place(tmp_path: Path, text: str, place: str, problem: str) -> None:
    file = tmp_path / "terminal.toml"
    file.write_text(text)
    with pytest.raises(DeviceConfigError) as failed:
        DeviceRoles.load(file)
    assert failed.value.place == place
    assert problem in failed.value.problem
    assert failed.value.code == "device_config_invalid"


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00", b"#" * (1 << 21)])
def test_a_file_that_is_none_is_named(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "terminal.toml"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(DeviceConfigError, match="terminal"):
        DeviceRoles.load(file)


@given(st.text(max_size=2000))
def test_any_word_is_an_address_or_a_typed_error(text: str) -> None:
    try:
        uri = DeviceUri.parse(text)
    except DeviceConfigError:
        return
    assert str(uri) == text


def test_a_scheme_that_nobody_drives_is_named() -> None:
    with pytest.raises(DeviceConfigError) as failed:
        open_device(Role.SCANNER, DeviceUri("twain", "x"))
    assert failed.value.place == "devices.scanner"
    assert "sane" in failed.value.problem


def test_one_wrong_address_does_not_take_the_others_down(tmp_path: Path, expected_warnings: list[str]) -> None:
    expected_warnings.append("the address of")
    opened = open_devices(
        {"id_card": "serial:/dev/nowhere", "scanner": "twain:x", "receipt_printer": "file", "barcode": None}
    )
    assert opened.id_card is not None
    assert (opened.scanner, opened.receipt_printer) == (None, None)
    opened.id_card.close()
