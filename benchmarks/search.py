"""Search: milliseconds a keystroke over 50,000 items, and how often the wanted item is in the first five.

Peers: SQLite FTS5 alone (its trigram tokenizer, LIKE for shorter texts) and rapidfuzz alone (WRatio over all names).
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from benchmarks.search_data import entries_of, hit_rate, permuted_names, read_wanted
from benchmarks.table import Row, percentile, report
from shared.catalogue.checker import read_source
from shared.catalogue.findable import Findable
from shared.catalogue.search import Finder
from shared.catalogue.sources import default_source

ITEMS = 50_000
LIMIT_MS = 10.0
FIRST = 5
Search = Callable[[str], Sequence[str]]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when a limit is not met."""
    parser = argparse.ArgumentParser(prog="./run bench search", description=__doc__)
    parser.add_argument("--json", type=Path, default=None)
    chosen = parser.parse_args(argv)
    return report("search", [*_speed(), *_hits()], chosen.json)


def _speed() -> Iterator[Row]:
    catalogue = read_source(default_source())
    names = permuted_names(ITEMS)
    entries = [Findable(str(place), name, "", ((name, 1.0),), rank=place) for place, name in enumerate(names)]
    begun = time.perf_counter()
    finder = Finder(entries, catalogue.extras.concepts, catalogue.extras.noise)
    built = time.perf_counter() - begun
    keystrokes = list(dict.fromkeys(_keystrokes()))
    fts, fuzzy = _fts5(dict(zip(names, names, strict=True))), _rapidfuzz({name: name for name in names})
    search: Search = lambda text: [hit.code for hit in finder.search(text, 8)]  # noqa: E731 — timed twice
    ours = _milliseconds(keystrokes, search)
    processor = _milliseconds(keystrokes[::3], search, time.process_time)
    theirs = _milliseconds(keystrokes, fts)
    matched = _milliseconds(keystrokes[:: max(1, len(keystrokes) // 80)], fuzzy)
    what = f"{len(names):,} items, {len(keystrokes):,} keystrokes"
    yield Row(f"{what}: p50", "ms", percentile(ours, 0.5), percentile(theirs, 0.5), "FTS5")
    yield Row(f"{what}: p99", "ms", percentile(ours, 0.99), percentile(theirs, 0.99), "FTS5", limit=LIMIT_MS)
    yield Row(f"{what}: p99", "ms", percentile(ours, 0.99), percentile(matched, 0.99), "rapidfuzz", 1.0, "ratio")
    yield Row(f"{what}: p99 of processor time", "ms", percentile(processor, 0.99))
    yield Row("index built", "s", built)


def _hits() -> Iterator[Row]:
    catalogue = read_source(default_source())
    entries = entries_of(catalogue)
    finder = Finder(entries, catalogue.extras.concepts, catalogue.extras.noise)
    texts = {text: entry.code for entry in reversed(entries) for text, _ in entry.texts}
    peers = {"FTS5": _fts5(texts), "rapidfuzz": _rapidfuzz(texts)}
    for name in ("shown", "held_out"):
        wanted = read_wanted(name)
        rate = hit_rate(wanted, lambda text: [hit.code for hit in finder.search(text, FIRST)], [])
        for peer, search in peers.items():
            other = hit_rate(wanted, search, [])
            yield Row(f"{len(wanted)} phrasings ({name}) in first 5", "", rate, other, peer, 0.95, better="higher")


def _keystrokes() -> Iterator[str]:
    """Yield every beginning of what is typed: phrasings, names, their pinyin, their initials."""
    wanted = [one.text for name in ("shown", "held_out") for one in read_wanted(name)]
    names = [name[:10] for name in permuted_names(ITEMS)[::600]]
    spelled = ["".join(lazy_pinyin(name[:5])) for name in names]
    initials = ["".join(syllable[0] for syllable in lazy_pinyin(name)) for name in names]
    for text in (*wanted, *names, *spelled, *initials):
        yield from (text[:length] for length in range(1, len(text) + 1))


def _milliseconds(texts: Sequence[str], search: Search, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    taken = []
    for text in texts:
        begun = clock()
        search(text)
        taken.append((clock() - begun) * 1000)
    return taken


def _fts5(texts: dict[str, str]) -> Search:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE items USING fts5(text, code UNINDEXED, tokenize='trigram')")
    connection.executemany("INSERT INTO items VALUES (?, ?)", texts.items())
    return partial(_ask_fts5, connection)


def _ask_fts5(connection: sqlite3.Connection, text: str) -> list[str]:
    if len(text) < 3:
        rows = connection.execute("SELECT code FROM items WHERE text LIKE ? LIMIT ?", (f"%{text}%", FIRST))
    else:
        parts = " OR ".join('"' + text[place : place + 3].replace('"', '""') + '"' for place in range(len(text) - 2))
        query = "SELECT code FROM items WHERE items MATCH ? ORDER BY rank LIMIT ?"
        rows = connection.execute(query, (parts, FIRST))
    return [row[0] for row in rows]


def _rapidfuzz(texts: dict[str, str]) -> Search:
    names = list(texts)

    def search(text: str) -> list[str]:
        return [texts[name] for name, _, _ in process.extract(text, names, scorer=fuzz.WRatio, limit=FIRST)]

    return search
