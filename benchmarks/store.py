"""The store: sealed submissions a second, beside bare commits to the same SQLCipher file and beside persist-queue.

A sealing writes and syncs each ciphertext, reserves a number, commits the outbox row and empties the write-ahead log; a
bare commit writes one small row. persist-queue keeps the same bytes in an SQLite file with synchronous=FULL.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from persistqueue import SQLiteQueue

from benchmarks.sync import World
from benchmarks.table import Row, report
from shared.domain.items import Channel
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.specimens import plan_case, take_specimen
from shared.store.connections import connect
from shared.store.keys import key_source
from shared.store.profile import Profile, load_config
from shared.store.terminal import open_terminal

RUNS = 5
SEALINGS = 20
PAGES = 2
PAGE_BYTES = 60_000


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 1 when a limit is not met."""
    parser = argparse.ArgumentParser(prog="./run bench store", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="yimen-bench-") as name:
        profile = Profile(World.make(Path(name), 1).folder / "profile")
        queue = Path(name) / "queue"
        columns = [(_sealings(profile), _bare_commits(profile), _queued(queue)) for _ in range(options.runs)]
    sealed, commits, queued = (median(column) for column in zip(*columns, strict=True))
    what = f"sealed submissions of {PAGES} pages"
    rows = [
        Row(what, "1/s", sealed, commits, "bare commits", better="higher"),
        Row(f"{what}, the same bytes queued", "1/s", sealed, queued, "persist-queue, full sync", better="higher"),
    ]
    return report("store", rows, options.json)


def _rate(count: int, act: Callable[[int], object]) -> float:
    began = time.perf_counter()
    for number in range(count):
        act(number)
    return count / (time.perf_counter() - began)


def _sealings(profile: Profile) -> float:
    """Seal drafts that were taken before the clock started."""
    rng = random.Random(1)  # noqa: S311 - invents people, keeps no secret
    with open_terminal(profile.folder) as terminal:
        desk = IntakeDesk(terminal, CatalogueShelf(terminal))
        plan = plan_case(desk, Channel.KIOSK, PAGES)
        taken = [take_specimen(desk, plan, Channel.KIOSK, rng, PAGE_BYTES) for _ in range(SEALINGS)]
        return _rate(SEALINGS, lambda number: desk.seal(taken[number]))


def _bare_commits(profile: Profile) -> float:
    """Commit one small row at a time to the same file with the same settings."""
    key = key_source(profile, load_config(profile)).store_key()
    with contextlib.closing(connect(profile.store_file, key)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench (number INTEGER, value BLOB)")
        rate = _rate(
            SEALINGS * 10,
            lambda number: connection.execute("INSERT INTO bench VALUES (?, ?)", (number, bytes(100))),
        )
        connection.execute("DROP TABLE bench")
    return rate


def _queued(folder: Path) -> float:
    """Put submissions of the same size into persist-queue, each put committed with synchronous=FULL."""
    submission = random.Random(2).randbytes(PAGES * PAGE_BYTES)  # noqa: S311 - bytes to move
    queue = SQLiteQueue(str(folder), auto_commit=True)
    try:
        putter: Any = queue._putter  # noqa: SLF001 - it has no setting for it
        putter.execute("PRAGMA synchronous = FULL")
        return _rate(SEALINGS, lambda _number: queue.put(submission))
    finally:
        queue.close()


if __name__ == "__main__":
    sys.exit(main())
