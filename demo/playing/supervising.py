"""A played kiosk's supervisor: it starts session after session and, as a kiosk's own does, loads nothing of them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kiosk_app.__main__ import supervise
from shared.security.forgetting import leave_no_dump

SUPERVISE: Final = "--supervise"


def run_supervised(module: str, told: Sequence[str], profile: Path) -> int:
    """Run a module session after session, as a kiosk does, with what it was told but for SUPERVISE."""
    once = [argument for argument in told if argument != SUPERVISE]
    return supervise([sys.executable, "-m", module, *once], profile)


def log_as_the_kiosk_does() -> None:
    """Log to standard error and leave no image of memory behind."""
    leave_no_dump()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
