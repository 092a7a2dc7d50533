"""From an address to a scanner's driver, and what is no address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.roles import DeviceConfigError, DeviceUri
from devices.scanner.camera.driver import UvcCamera
from devices.scanner.escl.driver import EsclScanner
from devices.scanner.image_source import ImageFileScanner
from devices.scanner.opening import ScanOptions, open_scanner, split_options
from devices.scanner.sane_driver import SaneScanner
from devices.scanner.sources import Source, is_feeder, source_named


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("sane:epson2:libusb:001:004", SaneScanner),
        ("sane:test:0?source=feeder&resolution=300", SaneScanner),
        ("escl:http://10.0.0.5/eSCL?mode=Gray", EsclScanner),
        ("camera:/dev/v4l/by-id/usb-x?size=3264x2448", UvcCamera),
        ("folder:/srv/scans", ImageFileScanner),
    ],
)
def test_each_scheme_has_its_driver(address: str, kind: type) -> None:
    scanner = open_scanner(DeviceUri.parse(address))
    assert type(scanner) is kind
    scanner.close()


@pytest.mark.parametrize(
    "address",
    [
        "twain:x",
        "escl:10.0.0.5",
        "escl:http://10.0.0.5/eSCL?source=shelf",
        "sane:x?resolution=7",
        "sane:x?size=3x",
        "sane:x?colour=red",
        "sane:x?mode",
        "sane:x?" + "&".join(["mode=Gray"] * 20),
    ],
)
def test_what_names_nothing_is_refused_with_its_mend(address: str) -> None:
    with pytest.raises(DeviceConfigError) as failed:
        open_scanner(DeviceUri.parse(address))
    assert failed.value.problem


@given(st.text(max_size=200))
def test_any_options_are_read_or_refused(text: str) -> None:
    try:
        bare, options = split_options("name?" + text, ScanOptions())
    except DeviceConfigError:
        return
    assert bare.startswith("name")
    assert options.resolution >= 50


@pytest.mark.parametrize(
    ("choices", "flatbed", "feeder", "duplex"),
    [
        (["Flatbed", "Automatic Document Feeder"], "Flatbed", "Automatic Document Feeder", None),
        (["FlatBed", "ADF", "ADF Duplex"], "FlatBed", "ADF", "ADF Duplex"),
        (["Document Table", "ADF Front", "ADF Duplex"], "Document Table", "ADF Front", "ADF Duplex"),
        (
            ["Automatic Document Feeder(left aligned,Duplex)"],
            None,
            None,
            "Automatic Document Feeder(left aligned,Duplex)",
        ),
        ([], None, None, None),
    ],
    ids=str,
)
def test_sources_by_the_words_of_backends(
    choices: list[str], flatbed: str | None, feeder: str | None, duplex: str | None
) -> None:
    assert source_named(Source.FLATBED, choices) == source_named(Source.AUTO, choices) == flatbed
    assert source_named(Source.FEEDER, choices) == feeder
    assert source_named(Source.DUPLEX, choices) == duplex


def test_feeders_are_known_by_their_words() -> None:
    assert all(is_feeder(word) for word in ("feeder", "duplex", "ADF Duplex", "Automatic Document Feeder"))
    assert not any(is_feeder(word) for word in ("auto", "Flatbed", "flatbed"))
