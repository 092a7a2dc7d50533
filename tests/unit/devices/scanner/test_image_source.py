"""The folder as a scanner: oldest first, gone after the read, and never half a file."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.core.errors import CancelledError, DeviceBusyError, DeviceNotFoundError
from devices.core.kinds import Opening
from devices.core.roles import DeviceUri, Role
from devices.core.status import DeviceState
from devices.imaging.errors import ImageError
from devices.scanner.errors import ForeignFileError, NoPaperError
from devices.scanner.image_source import ImageFileScanner
from devices.scanner.kind import SCANNER
from tests.patience import PATIENCE_S


def _lay(folder: Path, name: str, shade: int, at: int, dpi: int | None = None) -> Path:
    path = folder / name
    picture = Image.new("RGB", (826, 1169), (shade, shade, shade))
    if dpi is None:
        picture.save(path)
    else:
        picture.save(path, dpi=(dpi, dpi))
    os.utime(path, (at, at))
    return path


def _of_a_terminal(folder: Path) -> ImageFileScanner:
    scanner = SCANNER.openers[Role.SCANNER]["folder"](DeviceUri("folder", str(folder)), Opening())
    assert isinstance(scanner, ImageFileScanner)
    return scanner


def test_pages_come_oldest_first_and_are_gone(tmp_path: Path) -> None:
    _lay(tmp_path, "a.png", 10, at=200)
    _lay(tmp_path, "b.jpg", 20, at=100)
    _lay(tmp_path, "c.JPEG", 30, at=300)
    scanner = ImageFileScanner(tmp_path)
    assert [int(scanner.scan(30).pixels[0, 0, 0]) for _ in range(3)] == [20, 10, 30]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NoPaperError):
        scanner.scan(30)


def test_what_is_no_page_stays(tmp_path: Path) -> None:
    for name in (".half.png", "half.png.part", "Thumbs.db", "~scan.png"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.png").mkdir()
    secret = tmp_path / "folder.png" / "secret.png"
    secret.write_bytes(b"x")
    (tmp_path / "link.png").symlink_to(secret)
    with pytest.raises(NoPaperError):
        ImageFileScanner(tmp_path).scan(30)
    assert len(list(tmp_path.iterdir())) == 6
    assert secret.exists()


def test_what_is_no_picture_is_told_and_stays(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    scanner = ImageFileScanner(tmp_path)
    with pytest.raises(ForeignFileError) as failed:
        scanner.scan(30)
    assert failed.value.count == 1
    assert scanner.status() is DeviceState.ATTENTION
    _lay(tmp_path, "a.png", 10, at=100)
    assert int(scanner.scan(30).pixels[0, 0, 0]) == 10
    assert (tmp_path / "page.pdf").exists()


def test_a_page_that_lies_there_from_before_is_told_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = _lay(tmp_path, "left.png", 10, at=100)
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    scanner = _of_a_terminal(tmp_path)
    with pytest.raises(ForeignFileError):
        scanner.scan(30)
    assert scanner.status() is DeviceState.ATTENTION
    assert left.exists()


@pytest.mark.parametrize("byte_order", ["<", ">"])
def test_a_file_of_several_pages_is_told_and_stays(tmp_path: Path, byte_order: str) -> None:
    pages = [Image.new("I;16" if byte_order == "<" else "I;16B", (826, 1169), shade) for shade in (0, 60000)]
    pages[0].save(tmp_path / "both.tif", save_all=True, append_images=pages[1:])
    assert (tmp_path / "both.tif").read_bytes()[:2] == {"<": b"II", ">": b"MM"}[byte_order]
    os.utime(tmp_path / "both.tif", (50, 50))
    scanner = ImageFileScanner(tmp_path)
    with pytest.raises(ForeignFileError):
        scanner.scan(30)
    assert scanner.status() is DeviceState.ATTENTION
    _lay(tmp_path, "a.tiff", 10, at=100)
    assert int(scanner.scan(30).pixels[0, 0, 0]) == 10
    assert [path.name for path in tmp_path.iterdir()] == ["both.tif"]


def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    whole = _lay(tmp_path, "a.jpg", 10, at=100).read_bytes()
    path = tmp_path / "a.jpg"
    path.write_bytes(whole[: len(whole) // 2])
    scanner = ImageFileScanner(tmp_path)
    with pytest.raises(DeviceBusyError):
        scanner.scan(0.3)
    assert path.exists()
    timer = threading.Timer(0.2, lambda: path.write_bytes(whole))
    timer.start()
    assert int(scanner.scan(30).pixels[0, 0, 0]) == 10
    timer.join()


def test_a_file_that_its_writer_locks_is_left_alone(tmp_path: Path) -> None:
    path = _lay(tmp_path, "a.png", 10, at=100)
    scanner = ImageFileScanner(tmp_path)
    with path.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(DeviceBusyError):
            scanner.scan(0.3)
    assert int(scanner.scan(30).pixels[0, 0, 0]) == 10


def test_a_finished_page_does_not_wait_behind_a_half_one(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    os.utime(tmp_path / "a.png", (time.time() - 1, time.time() - 1))
    _lay(tmp_path, "b.png", 20, at=round(time.time()) + 100)
    assert int(ImageFileScanner(tmp_path).scan(30).pixels[0, 0, 0]) == 20


def test_a_folder_is_a_stack(tmp_path: Path) -> None:
    for number in range(3):
        _lay(tmp_path, f"{number}.png", 10 + number, at=100 + number)
    pages = list(ImageFileScanner(tmp_path).scan_stack(30))
    assert [int(page.pixels[0, 0, 0]) for page in pages] == [10, 11, 12]
    with pytest.raises(NoPaperError):
        list(ImageFileScanner(tmp_path).scan_stack(30))


def test_waiting_for_a_page_is_called_off(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    cancelled = threading.Event()
    timer = threading.Timer(0.1, cancelled.set)
    timer.start()
    with pytest.raises(CancelledError):
        ImageFileScanner(tmp_path).scan(30, None, cancelled)
    timer.join()


def test_a_damaged_page_is_named_and_gone(tmp_path: Path) -> None:
    (tmp_path / "next.png").write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    os.utime(tmp_path / "next.png", (100, 100))
    with pytest.raises(ImageError):
        ImageFileScanner(tmp_path).scan(30)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_had_taken_is_swept_and_fresh_takings_are_not(tmp_path: Path) -> None:
    fresh = tmp_path / ".taken-0123"
    fresh.write_bytes(b"page of another scanner")
    with pytest.raises(NoPaperError):
        ImageFileScanner(tmp_path).scan(30)
    assert fresh.exists()


@pytest.mark.parametrize(("stated", "dpi"), [(100, 100), (None, 100), (10, 100), (72, 72), (2400, 100)])
def test_a_stated_resolution_counts_where_it_makes_a_page(tmp_path: Path, stated: int | None, dpi: int) -> None:
    _lay(tmp_path, "next.png", 10, at=1, dpi=stated)
    assert ImageFileScanner(tmp_path).scan(30).dpi == dpi


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DeviceNotFoundError):
        ImageFileScanner(tmp_path / "none").scan(30)


def test_two_scanners_never_take_the_same_page(tmp_path: Path) -> None:
    for shade in range(20):
        _lay(tmp_path, f"{shade:02d}.png", shade, at=shade)
    taken: list[int] = []

    def take_all() -> None:
        scanner = ImageFileScanner(tmp_path)
        while True:
            try:
                taken.append(int(np.asarray(scanner.scan(30).pixels)[0, 0, 0]))
            except NoPaperError:
                return

    threads = [threading.Thread(target=take_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert sorted(taken) == list(range(20))


@given(
    data=st.binary(max_size=200),
    head=st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"BM"]),
    end=st.sampled_from([b"", b"\xff\xd9", b"IEND\xaeB`\x82"]),
)
def test_any_file_is_a_page_or_a_typed_error_and_is_gone(data: bytes, head: bytes, end: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "next.jpg"
        path.write_bytes(head + data + end)
        os.utime(path, (100, 100))
        with contextlib.suppress(ImageError):
            ImageFileScanner(Path(folder)).scan(30)
        assert not path.exists()
