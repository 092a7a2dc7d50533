"""The files of a catalogue by kind, from a folder or from a package; each read and held against its schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from shared.catalogue.errors import CataloguePackageError, Fault, FaultCode
from shared.catalogue.structure import structure_faults
from shared.catalogue.yaml_reading import MAX_FILE_BYTES, Document, read_yaml

SINGLE_FILES: Final = (
    "package",
    "departments",
    "offices",
    "themes",
    "notices",
    "calendar",
    "dictionary",
    "materials",
)
OPTIONAL_FILES: Final = ("questions", "windows", "delegations", "office_rights", "projects", "synonyms")
FOLDERS: Final = {
    "items": "item",
    "services": "service",
    "code_tables": "code_table",
    "knowledge": "knowledge",
    "translations": "translation",
}
_NEEDED_FOLDERS: Final = ("item", "code_table")
_LICENCE = re.compile(r"licences/[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.txt")
_IN_FOLDER = re.compile(r"(items|services|code_tables|knowledge|translations)/[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.yaml")
MAX_FILES: Final = 5_000
_ENTRIES: Final = {"synonyms": "concepts"}


@dataclass(frozen=True, slots=True)
class Sources:
    """Every document of a catalogue; each has passed its schema."""

    single: Mapping[str, Document]
    items: tuple[Document, ...]
    services: tuple[Document, ...]
    code_tables: tuple[Document, ...]
    knowledge: tuple[Document, ...] = ()
    translations: tuple[Document, ...] = ()

    def __getitem__(self, kind: str) -> Any:
        """Return the content of one of SINGLE_FILES."""
        return self.single[kind].data

    def entries(self, kind: str) -> Any:
        """Return what one of OPTIONAL_FILES lists; nothing where the catalogue has no such file."""
        return self.single[kind].data[_ENTRIES.get(kind, kind)] if kind in self.single else ()


def default_source() -> Path:
    """Return the folder of the catalogue that ships with the program."""
    return Path(str(resources.files("resources"))) / "catalogue"


def kind_of(name: str) -> str | None:
    """Return the kind of a catalogue file by its path, licence for a licence text, None for what has no place."""
    if match := _IN_FOLDER.fullmatch(name):
        return FOLDERS[match[1]]
    if _LICENCE.fullmatch(name):
        return "licence"
    stem = name.removesuffix(".yaml")
    return stem if stem in (*SINGLE_FILES, *OPTIONAL_FILES) and name.endswith(".yaml") else None


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their path in it; of what has no place in a catalogue the name only.

    Raises:
        CataloguePackageError: there is no such folder, too many files in it, or a link that could lead anywhere.
        OSError: a file can't be read.
    """
    if not folder.is_dir():
        raise CataloguePackageError((Fault("", "", FaultCode.FILE_MISSING, "没有这个文件夹", "检查路径。"),))
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise CataloguePackageError((Fault(name, "", FaultCode.FILE_UNEXPECTED, "是一个链接", "换成文件本身。"),))
        if path.is_file():
            files[name] = _head(path) if kind_of(name) else b""
        if len(files) > MAX_FILES:
            message = f"文件超过 {MAX_FILES} 个"
            raise CataloguePackageError((Fault("", "", FaultCode.PACKAGE_TOO_LARGE, message, "拿走无关的文件。"),))
    return files


def _head(path: Path) -> bytes:
    """Return a file's content, of one that is too large just enough to see that it is."""
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


def parse_sources(files: Mapping[str, bytes]) -> Sources:
    """Read every file and hold it against its schema.

    Raises:
        CataloguePackageError: with every fault of every file.
    """
    faults: list[Fault] = []
    found: dict[str, list[Document]] = {}
    for name in sorted(files):
        kind = kind_of(name)
        if kind is None:
            faults.append(Fault(name, "", FaultCode.FILE_UNEXPECTED, "目录包里没有这种文件", "删除或者改名。"))
        elif kind != "licence":
            document = _read(files[name], name, kind, faults)
            if document is not None:
                found.setdefault(kind, []).append(document)
    given = {kind_of(name) for name in files}
    faults += [
        Fault(_file_of(kind), "", FaultCode.FILE_MISSING, "缺少这个文件", "补上它。")
        for kind in (*SINGLE_FILES, *_NEEDED_FOLDERS)
        if kind not in given
    ]
    if faults:
        raise CataloguePackageError(faults)
    return Sources(
        single={kind: found[kind][0] for kind in (*SINGLE_FILES, *OPTIONAL_FILES) if kind in found},
        items=tuple(found["item"]),
        services=tuple(found.get("service", ())),
        code_tables=tuple(found["code_table"]),
        knowledge=tuple(found.get("knowledge", ())),
        translations=tuple(found.get("translation", ())),
    )


def _read(data: bytes, name: str, kind: str, faults: list[Fault]) -> Document | None:
    try:
        document = read_yaml(data, name)
    except CataloguePackageError as error:
        faults.extend(error.faults)
        return None
    wrong = structure_faults(document, kind)
    faults.extend(wrong)
    return None if wrong else document


def _file_of(kind: str) -> str:
    folder = next((folder for folder, of in FOLDERS.items() if of == kind), None)
    return f"{folder}/" if folder else f"{kind}.yaml"
