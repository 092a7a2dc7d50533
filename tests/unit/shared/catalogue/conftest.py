"""The shipped catalogue, and copies of its sources with one thing changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.catalogue.checker import catalogue_of
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import default_source, read_folder

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
