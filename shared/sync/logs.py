"""The agent's log: a few rotating files in the profile, ids and codes only."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import time

from shared.store.profile import Profile

_MAX_BYTES = 1024 * 1024
_KEPT = 5


def log_to_profile(profile: Profile, *, verbose: bool = False) -> None:
    """Send this process's log to logs/agent.log, and to standard error where that is asked for."""
    profile.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handlers: list[logging.Handler] = [
        logging.handlers.RotatingFileHandler(
            profile.logs / "agent.log", maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8"
        )
    ]
    if verbose:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    # Their messages hold addresses and paths, which say no more than our codes do.
    for name in ("urllib3", "requests", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)
