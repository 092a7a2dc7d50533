"""What can be wrong with a catalogue: faults with file, place and mend, and the error that carries them."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

_WHY: Final = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有权限读写",
    errno.EPERM: "没有权限读写",
    errno.EISDIR: "是一个文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "这个位置不能写",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
}


@unique
class FaultCode(StrEnum):
    """The closed list of what the reader, the checker and the package door refuse."""

    # The package as a file.
    PACKAGE_TOO_LARGE = "package_too_large"
    PACKAGE_UNREADABLE = "package_unreadable"
    PACKAGE_ENTRY_REFUSED = "package_entry_refused"
    PACKAGE_MANIFEST_INVALID = "package_manifest_invalid"
    PACKAGE_SCHEMA_UNKNOWN = "package_schema_unknown"
    PACKAGE_SIGNATURE_INVALID = "package_signature_invalid"
    PACKAGE_DIGEST_WRONG = "package_digest_wrong"
    # One source file.
    FILE_MISSING = "file_missing"
    FILE_UNEXPECTED = "file_unexpected"
    FILE_TOO_LARGE = "file_too_large"
    YAML_INVALID = "yaml_invalid"
    YAML_FORBIDDEN = "yaml_forbidden"
    YAML_TOO_DEEP = "yaml_too_deep"
    KEY_TWICE = "key_twice"
    # Its structure.
    VALUE_MISSING = "value_missing"
    VALUE_UNKNOWN = "value_unknown"
    VALUE_INVALID = "value_invalid"
    # The catalogue as a workbook.
    WORKBOOK_REFUSED = "workbook_refused"
    SHEET_MISSING = "sheet_missing"
    COLUMN_UNKNOWN = "column_unknown"
    CELL_INVALID = "cell_invalid"
    FORMULA_CELL = "formula_cell"
    # What it says.
    CODE_TWICE = "code_twice"
    CODE_WRONG = "code_wrong"
    PERMANENT_ID_TWICE = "permanent_id_twice"
    REFERENCE_UNDEFINED = "reference_undefined"
    WORDING_VAGUE = "wording_vague"
    LEGAL_BASIS_MISSING = "legal_basis_missing"
    LIMIT_WRONG = "limit_wrong"
    FIELD_TWICE = "field_twice"
    FIELD_UNPLACED = "field_unplaced"
    ROLE_WRONG = "role_wrong"
    CHOICE_WRONG = "choice_wrong"
    CALENDAR_WRONG = "calendar_wrong"
    DEAD_END = "dead_end"
    SITUATION_UNREACHABLE = "situation_unreachable"
    CONDITION_NEVER = "condition_never"
    CONDITION_CYCLE = "condition_cycle"
    CONDITION_TOO_COMPLEX = "condition_too_complex"
    PATH_UNFINISHABLE = "path_unfinishable"
    DEFERRED_MAIN = "deferred_main"
    DELEGATION_WRONG = "delegation_wrong"
    RIGHT_WRONG = "right_wrong"
    STAGE_WRONG = "stage_wrong"
    HISTORY_WRONG = "history_wrong"
    TRANSLATION_MISSING = "translation_missing"
    TRANSLATION_LEFT_BEHIND = "translation_left_behind"
    REFUSED_BY_DOMAIN = "refused_by_domain"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, said to the person who keeps the catalogue.

    Attributes:
        file: path inside the catalogue, such as items/07-01.yaml; empty for the package as a whole.
        place: line and path inside the file, such as 第 12 行 materials[0].legal_basis.
        message: what is wrong, in Chinese.
        mend: what to do about it, in Chinese.
    """

    file: str
    place: str
    code: FaultCode
    message: str
    mend: str

    def __str__(self) -> str:
        where = " ".join(part for part in (self.file, self.place) if part)
        return f"{where}{'：' if where else ''}{self.message}（{self.code}）。{self.mend}"


class CataloguePackageError(Exception):
    """A catalogue is refused whole.

    Attributes:
        code, file, place, mend: of the first fault.
        faults: all that were found, never empty.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(str(first))
        self.code = first.code
        self.file = first.file
        self.place = first.place
        self.mend = first.mend
        self.faults = tuple(faults)


def refuse(code: FaultCode, message: str, mend: str, *, file: str = "", place: str = "") -> CataloguePackageError:
    """Return the error of a single fault."""
    return CataloguePackageError((Fault(file, place, code, message, mend),))


def why(error: OSError) -> str:
    """Return what a file's system says, in words of the person at the keyboard."""
    return _WHY.get(error.errno or 0, error.strerror or "不能读写")
