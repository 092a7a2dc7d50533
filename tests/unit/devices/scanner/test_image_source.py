"""The folder as a scanner: oldest first, gone after the read, and never half a file."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from devices.core.errors import DeviceNotFoundError
from devices.imaging.errors import ImageError
from devices.scanner.errors import NoPaperError
from devices.scanner.image_source import ImageFileScanner


def _lay(folder: Path, name: str, shade: int, at: int, dpi: int | None = None) -> Path:
    path = folder / name
    picture = Image.new("RGB", (826, 1169), (shade, shade, shade))
    if dpi is None:
        picture.save(path)
    else:
        picture.save(path, dpi=(dpi, dpi))
    os.utime(path, (at, at))
    return path


def test_pages_come_oldest_first_and_are_gone(tmp_path: Path) -> None:
    _lay(tmp_path, "a.png", 10, at=200)
    _lay(tmp_path, "b.jpg", 20, at=100)
    _lay(tmp_path, "c.JPEG", 30, at=300)
    scanner = ImageFileScanner(tmp_path)
    assert [int(scanner.scan(5).pixels[0, 0, 0]) for _ in range(3)] == [20, 10, 30]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NoPaperError):
        scanner.scan(5)


def test_what_is_no_page_stays(tmp_path: Path) -> None:
    for name in ("notes.txt", ".half.png", "half.png.part"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(NoPaperError):
        ImageFileScanner(tmp_path).scan(5)
    assert len(list(tmp_path.iterdir())) == 4


def test_a_damaged_page_is_named_and_gone(tmp_path: Path) -> None:
    (tmp_path / "next.png").write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    with pytest.raises(ImageError):
        ImageFileScanner(tmp_path).scan(5)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_had_taken_is_swept_and_fresh_takings_are_not(tmp_path: Path) -> None:
    fresh = tmp_path / ".taken-0123"
    fresh.write_bytes(b"page of another scanner")
    with pytest.raises(NoPaperError):
        ImageFileScanner(tmp_path).scan(5)
    assert fresh.exists()


@pytest.mark.parametrize(("stated", "dpi"), [(100, 100), (None, 100), (10, 100), (72, 72), (2400, 100)])
def test_a_stated_resolution_counts_where_it_makes_a_page(tmp_path: Path, stated: int | None, dpi: int) -> None:
    _lay(tmp_path, "next.png", 10, at=1, dpi=stated)
    assert ImageFileScanner(tmp_path).scan(5).dpi == dpi


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DeviceNotFoundError):
        ImageFileScanner(tmp_path / "none").scan(5)


def test_two_scanners_never_take_the_same_page(tmp_path: Path) -> None:
    for shade in range(20):
        _lay(tmp_path, f"{shade:02d}.png", shade, at=shade)
    taken: list[int] = []

    def take_all() -> None:
        scanner = ImageFileScanner(tmp_path)
        while True:
            try:
                taken.append(int(np.asarray(scanner.scan(5).pixels)[0, 0, 0]))
            except NoPaperError:
                return

    threads = [threading.Thread(target=take_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(taken) == list(range(20))
