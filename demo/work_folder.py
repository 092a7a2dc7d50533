"""The throw-away folder of one demonstration: held while it runs, removed with it, swept later if it was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from demo.processes import end_marked

_PREFIX: Final = "yimen-demo-"
_LOCK: Final = ".held"
_KEPT: Final = ".kept"


@contextmanager
def work_folder(*, keep: bool = False) -> Iterator[Path]:
    """Make a folder for its owner alone, its name short enough for sockets inside; remove it unless it is kept."""
    folder, lock = _make()
    try:
        yield folder
    finally:
        if keep:
            (folder / _KEPT).touch()
        else:
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep_abandoned() -> None:
    """Remove what killed demonstrations of this user left behind: their folders, and processes that outlived them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if folder.is_dir() and folder.stat().st_uid == os.getuid() and _is_abandoned(folder):
            end_marked(folder)
            shutil.rmtree(folder, ignore_errors=True)


def _make() -> tuple[Path, int]:
    """Make a folder and hold its lock before it has the name by which sweepers find it."""
    made = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}"))
    lock = os.open(made / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return made.rename(made.with_name(made.name.removeprefix("."))), lock


def _is_abandoned(folder: Path) -> bool:
    """Tell whether nobody holds a folder and nobody wants it kept; one without its lock was being removed."""
    if (folder / _KEPT).exists():
        return False
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
