"""Administrative divisions of China by their codes of GB/T 2260.

The table is that of 2023 (resources/divisions). Codes change every year, and numbers given long ago keep the codes of
divisions that are gone, so it decides about places of today, never about a person's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType


def is_division(code: str) -> bool:
    """Tell whether 6 digits are a province, prefecture or county of today."""
    return code in divisions()


def is_in_province(code: str) -> bool:
    """Tell whether a division, of today or gone, lies in a province that there is; 100000 is the whole country."""
    return code == "100000" or f"{code[:2]}0000" in divisions()


def division_name(code: str) -> str:
    """Return a division's full name, such as 广东省东莞市; what is not in the table is left out of it."""
    levels = (code[:2] + "0000", code[:4] + "00", code)
    return "".join(dict.fromkeys(divisions()[level] for level in levels if level in divisions()))


@cache
def divisions() -> Mapping[str, str]:
    """Return every code with the division's own name."""
    table = resources.files("resources").joinpath("divisions", "divisions.txt").read_text(encoding="utf-8")
    pairs = (line.split(" ", 1) for line in table.splitlines() if not line.startswith("#"))
    return MappingProxyType(dict(pairs))
