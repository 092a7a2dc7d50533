"""What every benchmark shares: medians of alternating runs, one printed table, one JSON file."""

from __future__ import annotations

import json
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

RUNS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: ours, the peer's in the same run, and the limit that it is held against.

    `limit` is held against `ours` itself, or against `ours / peer` where `of` says "ratio"; `better` says which side
    of the limit is the right one. A row without a limit informs.
    """

    what: str
    unit: str
    ours: float
    peer: float | None = None
    peer_name: str = ""
    limit: float | None = None
    of: Literal["value", "ratio"] = "value"
    better: Literal["lower", "higher"] = "lower"

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's, so that a noisy machine counts for both."""
        return self.ours / self.peer if self.peer else None

    @property
    def met(self) -> bool | None:
        """Whether the limit holds; None where there is none."""
        held = self.ratio if self.of == "ratio" else self.ours
        if self.limit is None or held is None:
            return None
        return held <= self.limit if self.better == "lower" else held >= self.limit


def seconds(call: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def medians(calls: Sequence[Callable[[], object]], *, runs: int = RUNS, warm_up: int = 1) -> list[float]:
    """Return the median wall time in seconds of each call, the calls in turn so that a drifting machine hits all."""
    for _ in range(warm_up):
        for call in calls:
            call()
    taken = [[seconds(call) for call in calls] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def core_medians(calls: Sequence[Callable[[], object]], *, runs: int = RUNS) -> list[float]:
    """Return the median time in seconds that each call takes of a core, in turn: what else runs hardly counts."""
    taken: list[list[float]] = []
    for _ in range(runs + 1):
        row = []
        for call in calls:
            started = time.process_time()
            call()
            row.append(time.process_time() - started)
        taken.append(row)
    return [statistics.median(column) for column in zip(*taken[1:], strict=True)]


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of the values lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def tell(step: str) -> None:
    """Say on the error stream which step begins, of a benchmark that takes minutes."""
    print(f"  {step} …", file=sys.stderr, flush=True)


def report(name: str, rows: Sequence[Row], json_file: Path | None = None) -> int:
    """Print the table, write the JSON file when one is asked for, and return 0, or 1 when a limit is not met."""
    lines = [("", "ours", "peer", "ratio", "limit", ""), *(_cells(row) for row in rows)]
    widths = [max(_columns(line[column]) for line in lines) for column in range(len(lines[0]))]
    print(f"{name}: medians, ours beside the peer's in one run")
    for line in lines:
        print(
            "  ".join(
                _padded(cell, width, left=column == 0)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
        )
    if json_file:
        answer = {"benchmark": name, "rows": [{**asdict(row), "ratio": row.ratio, "met": row.met} for row in rows]}
        json_file.write_text(json.dumps(answer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 1 if any(row.met is False for row in rows) else 0


def _cells(row: Row) -> tuple[str, ...]:
    peer = "" if row.peer is None else f"{row.peer:,.4g} {row.unit} ({row.peer_name})"
    ratio = "" if row.ratio is None else f"{row.ratio:.3g}"
    sign = "≤" if row.better == "lower" else "≥"
    limit = "" if row.limit is None else f"{sign} {row.limit:,.4g}{' of peer' if row.of == 'ratio' else ' ' + row.unit}"
    verdict = {None: "", True: "met", False: "NOT MET"}[row.met]
    return row.what, f"{row.ours:,.4g} {row.unit}", peer, ratio, limit, verdict


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int, *, left: bool) -> str:
    blank = " " * (width - _columns(text))
    return text + blank if left else blank + text
