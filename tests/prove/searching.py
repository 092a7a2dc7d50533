"""Looks for what must not be found, in files and in the memory of living processes, in every form that it may have."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

import cv2
import numpy as np

ENCODINGS: Final = ("utf-8", "utf-16-le", "gb18030")
PICTURE_STARTS: Final = {
    "a PNG": b"\x89PNG\r\n\x1a\n",
    "a JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "a JPEG of a camera": b"\xff\xd8\xff\xe1",
    "a PDF": b"%PDF-1.",
}
"""How a picture or a paper begins, whatever is on it."""
_CHUNK: Final = 8 * 1024 * 1024
_OVERLAP: Final = 256
_FRAGMENT: Final = 48
_LEAST: Final = 6
"""Bytes of the shortest needle: less is found by chance."""


def needles_of(texts: Mapping[str, str], pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what to look for by name.

    Args:
        texts: each is looked for in each encoding, and as hex, base64, percent-encoding and JSON escapes.
        pages: encoded pictures; each is looked for by a piece out of its middle, also in hex and base64, and by the
            liveliest pixels of its middle row as they lie in memory; other bytes by their middle alone.
    """
    found: dict[str, bytes] = {}
    for name, text in texts.items():
        found |= {f"{name} ({encoding})": text.encode(encoding) for encoding in ENCODINGS}
        found |= _wrapped(name, text.encode())
        found |= _escaped(name, text)
    for name, page in pages.items():
        middle = _middle(page)
        found |= {name: middle, **_wrapped(name, middle), **_pixels(name, page)}
    seen: dict[bytes, str] = {}
    for name, needle in found.items():
        if len(needle) >= _LEAST:
            seen.setdefault(needle, name)
    return {name: needle for needle, name in seen.items()}


def _middle(data: bytes) -> bytes:
    return data[len(data) // 2 :][:_FRAGMENT]


def _wrapped(name: str, data: bytes) -> dict[str, bytes]:
    """Return data in hex, and in base64 wherever its bytes begin in a group of three."""
    forms = {f"{name} (hex)": data.hex().encode(), f"{name} (HEX)": data.hex().upper().encode()}
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + data).rstrip(b"=")
        # Characters that hold bits of what lies before or behind are not ours alone.
        cut = whole[(before * 8 + 5) // 6 : len(whole) - (1 if (before + len(data)) % 3 else 0)]
        forms[f"{name} (base64, {before})"] = cut
        forms[f"{name} (base64url, {before})"] = cut.translate(bytes.maketrans(b"+/", b"-_"))
    return forms


def _escaped(name: str, text: str) -> dict[str, bytes]:
    escaped, percent = json.dumps(text)[1:-1], quote(text, safe="")
    return {
        f"{name} (JSON)": escaped.encode(),
        f"{name} (JSON, capitals)": escaped.upper().replace("\\U", "\\u").encode(),
        f"{name} (percent)": percent.encode(),
        f"{name} (percent, small)": percent.lower().encode(),
        f"{name} (percent, GB 18030)": quote(text, safe="", encoding="gb18030").encode(),
    }


def _pixels(name: str, page: bytes) -> dict[str, bytes]:
    """Return the liveliest stretch of the middle of a picture, as rows of pixels and as PNG; none for no picture."""
    picture = cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        return {}
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    steps = np.abs(np.diff(grey.astype(np.int16), axis=1))
    windows = np.lib.stride_tricks.sliding_window_view(steps, _FRAGMENT - 1, axis=1)[:, ::8].sum(axis=2)
    row, place = np.unravel_index(int(windows.argmax()), windows.shape)
    part = picture[int(row) : int(row) + 1, int(place) * 8 : int(place) * 8 + _FRAGMENT]
    forms = {
        "grey": cv2.cvtColor(part, cv2.COLOR_BGR2GRAY),
        "BGR": part,
        "RGB": cv2.cvtColor(part, cv2.COLOR_BGR2RGB),
        "BGRA": cv2.cvtColor(part, cv2.COLOR_BGR2BGRA),
        "RGBA": cv2.cvtColor(part, cv2.COLOR_BGR2RGBA),
    }
    found = {f"{name} ({form} pixels)": pixels.tobytes() for form, pixels in forms.items()}
    found[f"{name} (PNG)"] = _middle(cv2.imencode(".png", picture)[1].tobytes())
    return found


def in_files(folders: Iterable[Path], needles: Mapping[str, bytes]) -> list[str]:
    """Return where a needle lies in a file's bytes or its name, as `needle: path`."""
    found = []
    sieve = _Sieve(needles)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = str(path).encode("utf-8", "surrogateescape")
            found += [f"{needle}: name of {path}" for needle in sieve.names_in([name])]
            if path.is_file() and not path.is_symlink():
                found += [f"{needle}: {path}" for needle in sieve.names_in(_pieces(path))]
    return found


def in_memory(pid: int, needles: Mapping[str, bytes]) -> list[str]:
    """Return which needles lie in a process's writable memory, as `needle: process`. Needs the right to trace it."""
    found = _Sieve(needles).names_in(_memory(pid))
    return [f"{needle}: process {pid}, {_told_of(pid)}" for needle in found]


def _told_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()


class _Sieve:
    """Looks for any number of needles in one pass: by the first pair of bytes at an even place, then in full."""

    def __init__(self, needles: Mapping[str, bytes]) -> None:
        self._first = np.zeros(1 << 16, bool)
        self._second = np.zeros(1 << 16, bool)
        self._by_start: dict[bytes, list[tuple[int, str, bytes]]] = {}
        for name, needle in needles.items():
            for skipped in (0, 1):
                start = needle[skipped : skipped + 4]
                self._first[int.from_bytes(start[:2], "little")] = True
                self._second[int.from_bytes(start[2:], "little")] = True
                self._by_start.setdefault(start, []).append((skipped, name, needle))

    def names_in(self, pieces: Iterable[bytes]) -> list[str]:
        """Return the names of the needles that lie in some piece, in order."""
        return sorted({name for piece in pieces for name in self._in_piece(piece)})

    def _in_piece(self, piece: bytes) -> Iterator[str]:
        pairs = np.frombuffer(piece, "<u2", len(piece) // 2)
        starts = np.flatnonzero(self._first[pairs[:-1]])
        for start in starts[self._second[pairs[starts + 1]]].tolist():
            for skipped, name, needle in self._by_start.get(piece[2 * start : 2 * start + 4], ()):
                if piece.startswith(needle, max(0, 2 * start - skipped)):
                    yield name


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces that overlap, so that nothing hides on an edge."""
    tail = b""
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            yield tail + data
            tail = data[-_OVERLAP:]


def _memory(pid: int) -> Iterator[bytes]:
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="ascii", errors="replace")
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps.splitlines():
            area, rights = line.split(maxsplit=2)[:2]
            if "r" not in rights or "w" not in rights or line.endswith(("[vvar]", "[vsyscall]")):
                continue
            start, end = (int(side, 16) for side in area.split("-"))
            yield from _area(memory, start, end)


def _area(memory: io.FileIO, start: int, end: int) -> Iterator[bytes]:
    at = start
    while at < end:
        try:
            memory.seek(at)
            data = memory.read(min(_CHUNK, end - at))
        except OSError:
            return
        if not data:
            return
        yield data
        at += len(data) if len(data) < 2 * _OVERLAP or at + len(data) >= end else len(data) - _OVERLAP
