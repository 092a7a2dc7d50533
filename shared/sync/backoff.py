"""Waits between tries: exponential with full jitter for a row that got an answer, short ones while nothing answers."""

from __future__ import annotations

import random

BASE_S = 2.0
CAP_S = 300.0
PROBE_S = 5.0
MAX_RETRY_AFTER_S = 3600.0
RETURNED_ASK_S = 300.0
DOWNLOAD_S = 30.0
DOWNLOAD_CAP_S = 600.0


def backoff_s(attempts: int, rng: random.Random, retry_after_s: float | None = None) -> float:
    """Return how long to wait after the attempts-th answer (1 is the first).

    Full jitter up to 2 s, 4 s … 5 minutes, but never before Retry-After, which is believed up to an hour.
    """
    ceiling = min(CAP_S, BASE_S * 2.0 ** min(attempts - 1, 30))
    wait = rng.uniform(0.0, ceiling)
    return wait if retry_after_s is None else max(wait, min(retry_after_s, MAX_RETRY_AFTER_S))


def download_wait_s(failures: int) -> float:
    """Return how long a download waits after its failures-th failure in a row (1 is the first).

    30 s, a minute … as long at most as the largest one may last, so that half of a slow line's time is the outbox's.
    """
    return min(DOWNLOAD_CAP_S, DOWNLOAD_S * 2.0 ** min(failures - 1, 30))


def probe_s(rng: random.Random) -> float:
    """Return how long until the next probe of a platform that can't be reached: 5 s less some jitter."""
    return rng.uniform(0.7, 1.0) * PROBE_S


def ask_again_s(rng: random.Random) -> float:
    """Return how long until the platform is asked whether a person took on what it had returned."""
    return rng.uniform(0.8, 1.2) * RETURNED_ASK_S
