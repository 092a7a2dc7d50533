"""The zip of a catalogue package: written the same every time, opened as if an enemy had made it."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from shared.catalogue.errors import CataloguePackageError, FaultCode, refuse
from shared.catalogue.sources import MAX_FILES
from shared.catalogue.yaml_reading import MAX_FILE_BYTES

MAX_PACKAGE_BYTES: Final = 32 * 1024 * 1024
MAX_CONTENT_BYTES: Final = 96 * 1024 * 1024
_CENTRAL_ENTRY: Final = b"PK\x01\x02"
_NAME = re.compile(r"(?:[a-z_]{1,40}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,100}", re.ASCII)
_PLAIN_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED: Final = 0x1
_ASK_AGAIN: Final = "向发布单位重新索取目录包。"


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files, byte for byte the same for the same content."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, files[name])
    return target.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip, held in memory and never written.

    Raises:
        CataloguePackageError: too large packed or unpacked, no zip, or an entry with a name or of a kind that a
            package never has.
    """
    if len(data) > MAX_PACKAGE_BYTES or data.count(_CENTRAL_ENTRY) > 2 * MAX_FILES:
        raise refuse(FaultCode.PACKAGE_TOO_LARGE, "目录包太大", _ASK_AGAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_all(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise refuse(FaultCode.PACKAGE_UNREADABLE, "不是完好的目录包", _ASK_AGAIN) from error


def _read_all(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_CONTENT_BYTES:
        raise refuse(FaultCode.PACKAGE_TOO_LARGE, "目录包里的内容太多", _ASK_AGAIN)
    files: dict[str, bytes] = {}
    for entry in entries:
        _check_entry(entry, files)
        files[entry.filename] = _read_entry(archive, entry)
    return files


def _check_entry(entry: zipfile.ZipInfo, known: Mapping[str, bytes]) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    refused = (
        entry.filename != entry.orig_filename
        or not _NAME.fullmatch(entry.filename)
        or entry.filename in known
        or kind not in {0, stat.S_IFREG}
        or entry.flag_bits & _ENCRYPTED
        or entry.compress_type not in _PLAIN_METHODS
    )
    if refused:
        raise _refused_entry(entry)
    if entry.file_size > MAX_FILE_BYTES:
        raise refuse(FaultCode.FILE_TOO_LARGE, "文件太大", _ASK_AGAIN, file=entry.filename)


def _refused_entry(entry: zipfile.ZipInfo) -> CataloguePackageError:
    shown = ascii(entry.filename[:120]).strip("'")
    return refuse(FaultCode.PACKAGE_ENTRY_REFUSED, "目录包里有不该有的东西", _ASK_AGAIN, file=shown)


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read one entry without believing the size that it states."""
    with archive.open(entry) as stream:
        content = stream.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES or len(content) != entry.file_size:
        raise refuse(FaultCode.FILE_TOO_LARGE, "文件大小与所写的不符", _ASK_AGAIN, file=entry.filename)
    return content
