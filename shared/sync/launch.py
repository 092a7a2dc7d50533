"""Starts an agent for a profile that has none, apart from the process that asks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import shared
from shared.store.agent_lock import agent_runs
from shared.store.profile import profile_of

_START_TIMEOUT_S = 20.0


def ensure_agent(profile_dir: str | os.PathLike[str] | None = None) -> bool:
    """Start an agent when none serves the profile; return whether one was started.

    It outlives the caller and is nobody's child but init's. Two callers at once are no harm: the second agent finds the
    lock taken and ends.

    Raises:
        OSError, subprocess.SubprocessError: it could not be started.
    """
    profile = profile_of(profile_dir)
    if agent_runs(profile):
        return False
    environment = dict(os.environ)
    source = str(Path(shared.__file__).parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [source, environment.get("PYTHONPATH")]))
    subprocess.run(
        [sys.executable, "-m", "shared.sync", "agent", "--profile", str(profile.folder), "--detach"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        timeout=_START_TIMEOUT_S,
        check=True,
    )
    return True
