"""What a printed form is made of: sections, blocks, rows and boxes (REQUIREMENTS A12)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique


@unique
class Filling(StrEnum):
    """How a field is filled on paper."""

    LINE = "line"
    LINES = "lines"
    BOXES = "boxes"
    DATE = "date"
    TICKS = "ticks"


@dataclass(frozen=True, slots=True)
class Tick:
    """One answer that can be ticked."""

    label: str
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to fill in.

    Attributes:
        second: the label in a second language; note: plain words beside it; condition: when it is to be filled.
        boxes: so many characters, one a box; value: what the sample says.
        wide: takes the whole width; stacked: its label, a whole question, stands above the answers.
    """

    label: str
    filling: Filling
    second: str = ""
    note: str = ""
    condition: str = ""
    required: bool = True
    boxes: int = 0
    ticks: tuple[Tick, ...] = ()
    value: str = ""
    wide: bool = True
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one heading, one for each person or thing that the section repeats; each line holds one or two."""

    lines: tuple[tuple[Row, ...], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A section; `condition` says when it is to be filled, `more` how to go on where the paper ends."""

    title: str
    blocks: tuple[Block, ...]
    second: str = ""
    condition: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A form ready to be set.

    Attributes:
        departments: who gets it; codes: of the national list; signers: roles that sign.
        is_sample: filled and marked 样例; is_own: filled with what the applicant gave.
        illustrative: the catalogue's words are for demonstration.
    """

    title: str
    departments: str
    codes: str
    version: str
    hall: str
    phone: str
    sections: tuple[PrintedSection, ...]
    signers: tuple[str, ...]
    is_sample: bool
    illustrative: bool
    second: str = ""
    is_own: bool = False

    @property
    def mark(self) -> str:
        """What kind of copy it is, as it is called beside its title."""
        return "样表" if self.is_sample else "已填写" if self.is_own else "空表"
