"""Looks for what must not be found, in files and in the memory of living processes, in every encoding of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

ENCODINGS: Final = ("utf-8", "utf-16-le", "gb18030")
_CHUNK: Final = 8 * 1024 * 1024


def needles_of(texts: Mapping[str, str], blobs: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what to look for by name: each text in each encoding, and a piece out of the middle of each blob."""
    found = {f"{name} ({encoding})": text.encode(encoding) for name, text in texts.items() for encoding in ENCODINGS}
    for name, blob in blobs.items():
        middle = len(blob) // 2
        found[name] = blob[middle : middle + 48]
    return found


def in_files(folders: Iterable[Path], needles: Mapping[str, bytes]) -> list[str]:
    """Return where a needle lies in a file's bytes or its name, as `needle: path`."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = str(path).encode("utf-8", "surrogateescape")
            found += [f"{needle}: name of {path}" for needle, data in needles.items() if data in name]
            if path.is_file() and not path.is_symlink():
                found += [f"{needle}: {path}" for needle in _found(_pieces(path), needles)]
    return found


def in_memory(pid: int, needles: Mapping[str, bytes]) -> list[str]:
    """Return which needles lie in a process's writable memory, as `needle: pid`. Needs the right to trace it."""
    return [f"{needle}: process {pid}" for needle in _found(_memory(pid), needles)]


def _found(pieces: Iterator[bytes], needles: Mapping[str, bytes]) -> set[str]:
    return {needle for piece in pieces for needle, data in needles.items() if data in piece}


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces that overlap, so that nothing hides on an edge."""
    tail = b""
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            yield tail + data
            tail = data[-256:]


def _memory(pid: int) -> Iterator[bytes]:
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="ascii", errors="replace")
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps.splitlines():
            area, rights = line.split(maxsplit=2)[:2]
            if "r" not in rights or "w" not in rights or line.endswith(("[vvar]", "[vsyscall]")):
                continue
            start, end = (int(side, 16) for side in area.split("-"))
            yield from _area(memory, start, end)


def _area(memory: object, start: int, end: int) -> Iterator[bytes]:
    at = start
    while at < end:
        try:
            memory.seek(at)  # type: ignore[attr-defined]
            data = memory.read(min(_CHUNK, end - at))  # type: ignore[attr-defined]
        except OSError:
            return
        if not data:
            return
        yield data
        at += len(data) if len(data) < 512 or at + len(data) >= end else len(data) - 256
