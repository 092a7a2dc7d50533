"""A disk that turns read-only under files that are open for writing, as a file system does that found itself damaged.

A remount is refused while files are open, so both halves are made: a read-only mount lies over the folder for whoever
opens something by its path, and SQLite's calls on files that it has open already end as the kernel would end them, by
the replaceable system calls of its own test interface (xSetSystemCall, sqlite3_vfs version 3).
"""

from __future__ import annotations

import ctypes
import errno
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlcipher3._sqlite3 as module

_MOUNT_S: Final = 60
_CALLS: Final = (b"write", b"pwrite", b"pwrite64", b"ftruncate", b"fallocate")
_CALL = ctypes.CFUNCTYPE(ctypes.c_ssize_t, use_errno=True)
_SET = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)


class _Vfs(ctypes.Structure):
    """The head of sqlite3_vfs (sqlite3.h), as far as xSetSystemCall."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("methods", ctypes.c_void_p * 13),
        ("set_system_call", ctypes.c_void_p),
    )


def _refuse() -> int:
    ctypes.set_errno(errno.EROFS)
    return -1


@dataclass
class TurningDisk:
    """A folder in a mount namespace of this process."""

    folder: Path
    _refusal: Any = field(default_factory=lambda: _CALL(_refuse))

    def turn_read_only(self) -> None:
        """Refuse every writing from now on."""
        _mount("--bind", self.folder, self.folder)
        _mount("-o", "remount,bind,ro", self.folder)
        self._set(ctypes.cast(self._refusal, ctypes.c_void_p))

    def turn_back(self) -> None:
        """Let it be written again."""
        self._set(None)
        subprocess.run(["umount", self.folder], check=True, timeout=_MOUNT_S)

    def _set(self, call: ctypes.c_void_p | None) -> None:
        library = ctypes.CDLL(module.__file__)
        library.sqlite3_vfs_find.restype = ctypes.c_void_p
        address = library.sqlite3_vfs_find(None)
        set_system_call = _SET(_Vfs.from_address(address).set_system_call)
        known = [name for name in _CALLS if set_system_call(address, name, call) == 0]
        assert b"ftruncate" in known, "not the unix VFS that SQLite was built with"


def _mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *arguments], check=True, timeout=_MOUNT_S)
