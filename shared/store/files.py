"""What a profile's files need beside their bytes: locks between processes, and errors that have a name."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from shared.store.errors import DiskFullError, ReadOnlyError, StoreBusyError, StoreFileError

_LOCK_POLL_S = 0.01


@contextlib.contextmanager
def typed_file_errors() -> Iterator[None]:
    """Turn what the operating system refuses into this package's errors."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFullError from error
        if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
            raise ReadOnlyError from error
        raise StoreFileError(errno.errorcode.get(error.errno or 0, "EUNKNOWN")) from error


@contextlib.contextmanager
def shared_lock(path: Path, deadline_s: float = 30.0) -> Iterator[None]:
    """Hold a lock file together with other holders of the shared lock. Raises StoreBusyError after deadline_s."""
    with _held(_acquire(path, fcntl.LOCK_SH, deadline_s)):
        yield


@contextlib.contextmanager
def exclusive_lock(path: Path, deadline_s: float = 60.0) -> Iterator[None]:
    """Hold a lock file alone. Raises StoreBusyError after deadline_s."""
    with _held(_acquire(path, fcntl.LOCK_EX, deadline_s)):
        yield


@contextlib.contextmanager
def exclusive_lock_if_free(path: Path) -> Iterator[bool]:
    """Hold a lock file alone and yield True, or yield False at once when somebody holds it."""
    try:
        descriptor = _acquire(path, fcntl.LOCK_EX, 0)
    except StoreBusyError:
        yield False
        return
    with _held(descriptor):
        yield True


def _acquire(path: Path, operation: int, deadline_s: float) -> int:
    """Return a descriptor that holds the lock; flock has no timeout of its own, so it is asked again and again."""
    give_up_at = time.monotonic() + deadline_s
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    while True:
        try:
            fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= give_up_at:
                os.close(descriptor)
                raise StoreBusyError(path.name) from error
            time.sleep(_LOCK_POLL_S)
        except OSError:
            os.close(descriptor)
            raise
        else:
            return descriptor


@contextlib.contextmanager
def _held(descriptor: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(descriptor)
