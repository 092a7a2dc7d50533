"""One agent for a profile: the lock that it holds, and that the outbox's writer asks for."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from shared.store.errors import AgentRunningError
from shared.store.files import typed_file_errors
from shared.store.profile import Profile

_RETRY_S = 0.02
_PATIENCE_S = 0.5


class AgentLock:
    """Held from acquire to release, or to the end of the process however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def acquire(cls, profile: Profile) -> AgentLock:
        """Take the lock.

        Raises:
            AgentRunningError: another agent serves the profile.
            StoreError: the profile can't be written.
        """
        # A face that looks whether an agent runs holds the lock for a moment, so one refusal is not final.
        give_up_at = time.monotonic() + _PATIENCE_S
        while True:
            with typed_file_errors():
                descriptor = _try_lock(profile.agent_lock, fcntl.LOCK_EX)
            if descriptor is not None:
                return cls(descriptor)
            if time.monotonic() >= give_up_at:
                raise AgentRunningError(str(profile.folder))
            time.sleep(_RETRY_S)

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def release(self) -> None:
        """Let another agent start."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> AgentLock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def agent_runs(profile: Profile) -> bool:
    """Tell whether an agent serves the profile."""
    if not profile.agent_lock.exists():
        return False
    descriptor = _try_lock(profile.agent_lock, fcntl.LOCK_SH)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


def _try_lock(path: Path, operation: int) -> int | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
