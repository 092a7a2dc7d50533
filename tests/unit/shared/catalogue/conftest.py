"""The shipped catalogue, and copies of its sources with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shared.catalogue.checker import catalogue_of
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import default_source, read_folder
from shared.catalogue.workbook.export import export_workbook

SMALL = Path(__file__).parents[3] / "fixtures" / "catalogue_small"
"""A small catalogue that uses every optional part."""

Edit = Callable[[str, str, str], dict[str, bytes]]


@pytest.fixture(scope="session")
def source_files() -> dict[str, bytes]:
    return read_folder(default_source())


@pytest.fixture(scope="session")
def shipped(source_files: dict[str, bytes]) -> Catalogue:
    return catalogue_of(source_files)


@pytest.fixture
def edited(source_files: dict[str, bytes]) -> Edit:
    """Return the sources with one text replaced, once, in one file; the text must be there."""

    def edit(file: str, old: str, new: str) -> dict[str, bytes]:
        text = source_files[file].decode()
        assert old in text, f"{file} has no {old!r}"
        return {**source_files, file: text.replace(old, new, 1).encode()}

    return edit


@pytest.fixture(scope="session")
def small_files() -> dict[str, bytes]:
    return read_folder(SMALL)


@pytest.fixture(scope="session")
def small(small_files: dict[str, bytes]) -> Catalogue:
    return catalogue_of(small_files)


@pytest.fixture(scope="session")
def exported(small_files: dict[str, bytes]) -> bytes:
    """Return the small catalogue as a workbook."""
    return export_workbook(small_files)


@pytest.fixture
def small_edited(small_files: dict[str, bytes]) -> Edit:
    """Return the small catalogue's sources with one text replaced, once, in one file; the text must be there."""

    def edit(file: str, old: str, new: str) -> dict[str, bytes]:
        text = small_files[file].decode()
        assert old in text, f"{file} has no {old!r}"
        return {**small_files, file: text.replace(old, new, 1).encode()}

    return edit
