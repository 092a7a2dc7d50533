"""What the search is measured with: real and permuted items, and what people type with what they want."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.catalogue.findable import Findable, findables
from shared.catalogue.model import Catalogue

FOLDER = Path(__file__).parents[1] / "tests" / "fixtures" / "search"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A typed text, and the codes each of which would be right."""

    text: str
    codes: frozenset[str]


def read_wanted(name: str) -> tuple[Wanted, ...]:
    """Return the phrasings of a set: shown or held_out."""
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return tuple(Wanted(text, frozenset(codes.split("|"))) for text, codes in pairs)


def real_items() -> tuple[Findable, ...]:
    """Return the 1,135 real items; their names are their codes."""
    lines = (FOLDER / "real-items.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines]
    return tuple(
        Findable(name, name, department, ((name, 1.0), (department, 0.4)), rank=1_000_000 + place)
        for place, (department, name) in enumerate(pairs)
    )


def entries_of(catalogue: Catalogue) -> tuple[Findable, ...]:
    """Return a catalogue's subjects and the real items."""
    return (*findables(catalogue), *real_items())


def permuted_names(count: int, seed: int = 7) -> list[str]:
    """Return names made of the halves of the real ones, the real ones first."""
    chance = random.Random(seed)  # noqa: S311 — the same list every time
    real = [entry.name for entry in real_items()]
    heads = [name[: max(2, len(name) // 2)] for name in real]
    tails = [name[max(2, len(name) // 2) :] for name in real]
    names = dict.fromkeys(real)
    while len(names) < count:
        names[chance.choice(heads) + chance.choice(tails)] = None
    return list(names)


def hit_rate(wanted: Sequence[Wanted], search: Callable[[str], Iterable[str]], missed: list[Wanted]) -> float:
    """Return the share of texts whose wanted code is among what a search returns; the others go to `missed`."""
    missed += [one for one in wanted if one.codes.isdisjoint(search(one.text))]
    return 1 - len(missed) / len(wanted)
