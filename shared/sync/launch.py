"""Starts an agent for a profile that has none, apart from the process that asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import shared
from shared.security.forgetting import FORGETTING
from shared.store.agent_lock import agent_runs
from shared.store.profile import profile_of
from shared.sync.errors import AgentStartError

_START_TIMEOUT_S = 20.0


def ensure_agent(profile_dir: str | os.PathLike[str] | None = None) -> bool:
    """Start an agent when none serves the profile; return whether one was started.

    It outlives the caller and holds its lock when this returns. Of two callers at once one starts it.

    Raises:
        AgentStartError: it could not be started; with the code that it ended with.
    """
    profile = profile_of(profile_dir)
    if agent_runs(profile):
        return False
    environment = os.environ | FORGETTING
    source = str(Path(shared.__file__).parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [source, environment.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "shared.sync", "agent", "--profile", str(profile.folder), "--detach", "--json"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        timeout=_START_TIMEOUT_S,
        check=False,
    )
    if done.returncode != 0 and not agent_runs(profile):
        raise AgentStartError(_code(done.stdout))
    return done.returncode == 0


def _code(output: bytes) -> str:
    try:
        return str(json.loads(output)["error"])
    except (ValueError, KeyError, TypeError):
        return "agent_failed"
