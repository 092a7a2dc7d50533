"""Room kept back on the disk, so that what is sealed can still be delivered when everything else is full."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from typing import TypeVar

from shared.files import fsync_folder, temporary_of
from shared.store.errors import DiskFullError
from shared.store.profile import Profile

RESERVE_BYTES = 8 * 1024 * 1024
"""Some thousand steps of delivery; what is delivered makes room itself once a backup of the platform holds it."""
_Result = TypeVar("_Result")


def keep_reserve(profile: Profile) -> bool:
    """Set the room aside where it is missing and the disk has four times as much; return whether it is there."""
    path = profile.reserve_file
    if path.exists():
        return True
    temporary = temporary_of(path)
    try:
        if shutil.disk_usage(profile.folder).free < 4 * RESERVE_BYTES:
            return False
        with temporary.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, RESERVE_BYTES)
            os.fsync(file.fileno())
        temporary.replace(path)
        fsync_folder(profile.folder)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        return False
    return True


def with_reserve(profile: Profile, act: Callable[[], _Result]) -> _Result:
    """Return what act does; where the disk is full, give the reserve free and let it try once more.

    Raises:
        DiskFullError: full all the same. And whatever act raises.
    """
    try:
        return act()
    except DiskFullError:
        try:
            profile.reserve_file.unlink()
        except OSError:
            raise DiskFullError from None
        return act()
