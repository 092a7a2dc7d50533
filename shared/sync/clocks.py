"""Time and chance, given from outside so that tests can hold them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.clock import utc_now


@dataclass(frozen=True, slots=True)
class Clocks:
    """Where the agent reads the time and rolls its dice."""

    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic
    rng: random.Random = field(default_factory=random.SystemRandom)
