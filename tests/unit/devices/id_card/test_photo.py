"""The seam for a vendor's photo library: what it gives, and what it may do wrong."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.cli.main import main
from devices.core.errors import DeviceError, DeviceTimeoutError, ProtocolError
from devices.core.simulation import SimulationPermit
from devices.id_card.card_image import CardImage, build_image
from devices.id_card.errors import PhotoUndecodableError
from devices.id_card.photo import HEIGHT, WIDTH, VendorPhotoDecoder, rgb_of
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import CHEN
from tests.patience import LATE_S

SOURCE = Path(__file__).parents[3] / "fixtures" / "wlt_library.c"


def photo(first: str = "P") -> bytes:
    return (first.encode() + b"\x77").ljust(1024, b"\x01")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("wlt") / "libwlt.so"
    subprocess.run(
        ["gcc", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(path), str(SOURCE)], check=True, timeout=60
    )
    return str(path)


def test_a_photo_becomes_a_picture(library: str) -> None:
    portrait = VendorPhotoDecoder(library, flag=9).decode(photo(), 10)
    assert (portrait.width, portrait.height, len(portrait.rgb)) == (WIDTH, HEIGHT, 38556)
    assert portrait.rgb[:3] == bytes((0, 0x77, 9))
    assert portrait.rgb[-3:] == bytes((125, 0x77, 9))
    assert VendorPhotoDecoder(library, flag=9, bottom_up=True).decode(photo(), 10).rgb[:3] == bytes((125, 0x77, 9))


@pytest.mark.parametrize("wlt", [b"", bytes(1024), b"x" * 1023, photo("R")], ids=["none", "empty", "short", "refused"])
def test_what_is_no_photo_is_refused(library: str, wlt: bytes) -> None:
    with pytest.raises(PhotoUndecodableError):
        VendorPhotoDecoder(library).decode(wlt, 10)


def test_a_library_that_crashes_or_hangs_harms_nobody(library: str) -> None:
    with pytest.raises(DeviceError) as failed:
        VendorPhotoDecoder(library).decode(photo("C"), 10)
    assert failed.value.code == "io_error"
    started = time.monotonic()
    with pytest.raises(DeviceTimeoutError):
        VendorPhotoDecoder(library).decode(photo("H"), 1)
    assert time.monotonic() - started < 3 + LATE_S


@pytest.mark.parametrize(("path", "code"), [("/none.so", "device_not_found"), ("libc.so.6", "unsupported")])
def test_a_library_that_is_none_is_named(path: str, code: str) -> None:
    with pytest.raises(DeviceError) as failed:
        VendorPhotoDecoder(path).decode(photo(), 10)
    assert failed.value.code == code


@given(st.binary(max_size=100))
def test_other_sizes_are_no_picture(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        rgb_of(data, bottom_up=False)


def test_the_command_writes_the_photo(library: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    simulator = SamvSimulator(SimulationPermit.for_development())
    image = build_image(CHEN)
    simulator.present(CardImage(image.text, photo()))
    raw, picture = tmp_path / "photo.wlt", tmp_path / "photo.png"
    words = ["read-id", "--port", simulator.port, "--json"]
    assert main([*words, "--photo", str(raw)]) == 0
    assert json.loads(capsys.readouterr().out)["photo"] == {"file": str(raw), "format": "wlt"}
    assert raw.read_bytes() == photo()
    assert raw.stat().st_mode & 0o777 == 0o600
    assert main([*words, "--photo", str(picture), "--photo-library", library]) == 0
    assert json.loads(capsys.readouterr().out)["photo"]["format"] == "png"
    with Image.open(picture) as opened:
        assert opened.size == (WIDTH, HEIGHT)
        assert opened.getpixel((0, 10)) == (10, 0x77, 0)
    simulator.close()
