"""One edit of a catalogue's sources and what the checker must say of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from shared.catalogue.checker import catalogue_of
from shared.catalogue.errors import CataloguePackageError, Fault, FaultCode

Edit = Callable[[str, str, str], dict[str, bytes]]


class Wrong(NamedTuple):
    """One edit and what the checker says of it; `place` is the path without its line."""

    file: str
    old: str
    new: str
    code: FaultCode
    place: str


def faults_of(files: dict[str, bytes]) -> tuple[Fault, ...]:
    """Return every fault of sources that must be refused."""
    with pytest.raises(CataloguePackageError) as caught:
        catalogue_of(files)
    return caught.value.faults


def path_of(fault: Fault) -> str:
    """Return a fault's place without its line."""
    return fault.place.partition(" 行")[2].strip()


def assert_told(edited: Edit, wrong: Wrong) -> None:
    """Make the edit and hold that the fault is told with its file, line and mend."""
    faults = faults_of(edited(wrong.file, wrong.old, wrong.new))
    told = {(fault.file, fault.code, path_of(fault)): fault for fault in faults}
    found = told.get((wrong.file, wrong.code, wrong.place))
    assert found is not None, "\n".join(map(str, faults))
    assert found.place.startswith("第 ")
    assert found.message
    assert found.mend
