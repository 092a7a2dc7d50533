"""Builds and opens the signed catalogue package: files, their digests in manifest.json, a signature over that.

The signature is over CONTEXT + SHA-256 of manifest.json, which is canonical JSON (RFC 8785).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import rfc8785

from shared.catalogue.archive import MAX_PACKAGE_BYTES, pack, unpack
from shared.catalogue.checker import catalogue_of, read_source
from shared.catalogue.errors import CataloguePackageError, FaultCode, refuse
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import read_folder
from shared.security.errors import SignatureError
from shared.security.signing import VerifyingKey

__all__ = ["CONTEXT", "SCHEMA", "CataloguePackageError", "build_package", "open_package", "read_source"]

SCHEMA: Final = 1
CONTEXT: Final = b"yimen-catalogue-v1\0"
_MANIFEST, _SIGNATURE = "manifest.json", "signature.json"
_MAX_JSON_BYTES: Final = 2 * 1024 * 1024
_NOT_CANONICAL: Final = "不是规范的 JSON"
_ASK_AGAIN: Final = "向发布单位重新索取目录包。"

Sign = Callable[[bytes], bytes]
Verify = Callable[[str, bytes, bytes], bool]


def build_package(source: Path, sign: Sign, key_id: str) -> bytes:
    """Check a catalogue folder and return it as a signed package.

    Raises:
        CataloguePackageError: the folder has faults; all of them.
        OSError: a file can't be read.
    """
    files = read_folder(source)
    catalogue = catalogue_of(files)
    manifest = rfc8785.dumps(
        {
            "schema": SCHEMA,
            "version": catalogue.version,
            "published": catalogue.published.isoformat(),
            "files": {name: _digest(content) for name, content in files.items()},
        }
    )
    signature = base64.b64encode(sign(_signed_message(manifest))).decode("ascii")
    signed = rfc8785.dumps({"key_id": key_id, "signature": signature})
    return pack({**files, _MANIFEST: manifest, _SIGNATURE: signed})


def open_package(data: bytes, verify: Verify) -> Catalogue:
    """Open a package; nothing of its content is read before `verify` has said yes to its signature.

    `verify` gets key id, message and signature, and says whether a key that may publish made it.

    Raises:
        CataloguePackageError: it is too large, no package, not signed by whom it should be, altered, or faulty.
    """
    files = unpack(data)
    manifest_bytes = _taken(files, _MANIFEST)
    manifest = _read_manifest(manifest_bytes)
    _check_signature(_taken(files, _SIGNATURE), manifest_bytes, verify)
    _check_digests(files, manifest["files"])
    catalogue = catalogue_of(files)
    stated = (manifest["version"], manifest["published"])
    if stated != (catalogue.version, catalogue.published.isoformat()):
        raise _bad_manifest(_MANIFEST, "版本和内容不符")
    return catalogue


def check_either(path: Path, publisher: VerifyingKey | None = None) -> str | None:
    """Check a folder, or a package as a file: valid or unchecked is what is known of its signature, None of a folder.

    Raises:
        CataloguePackageError: with every fault.
        OSError: a file can't be read.
    """
    if path.is_dir() or not path.exists():
        read_source(path)
        return None
    with path.open("rb") as file:
        open_package(file.read(MAX_PACKAGE_BYTES + 1), partial(_made_by, publisher))
    return "valid" if publisher else "unchecked"


def _made_by(publisher: VerifyingKey | None, key_id: str, message: bytes, signature: bytes) -> bool:
    if publisher is None:
        return True
    try:
        publisher.verify(message, signature)
    except SignatureError:
        return False
    return key_id == publisher.key_id


def package_version(data: bytes) -> tuple[str, date]:
    """Return the version and date that a package states, without checking it: for lists, never for trust.

    Raises:
        CataloguePackageError: it has no readable manifest.
    """
    manifest = _read_manifest(_taken(unpack(data), _MANIFEST))
    try:
        return manifest["version"], date.fromisoformat(manifest["published"])
    except ValueError:
        raise _bad_manifest(_MANIFEST, "发布日期不对") from None


def _signed_message(manifest: bytes) -> bytes:
    return CONTEXT + hashlib.sha256(manifest).digest()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _taken(files: dict[str, bytes], name: str) -> bytes:
    if name not in files:
        raise _bad_manifest(name, "缺少清单或者签名")
    return files.pop(name)


def _read_manifest(data: bytes) -> dict[str, Any]:
    manifest = _read_json(data, _MANIFEST)
    if manifest.get("schema") != SCHEMA:
        raise refuse(FaultCode.PACKAGE_SCHEMA_UNKNOWN, "目录包的格式比本程序新或者旧", "先升级程序。", file=_MANIFEST)
    expected = {"schema": int, "version": str, "published": str, "files": dict}
    if {name: type(value) for name, value in manifest.items()} != expected:
        raise _bad_manifest(_MANIFEST, "清单缺项或者多项")
    if not all(isinstance(digest, str) for digest in manifest["files"].values()):
        raise _bad_manifest(_MANIFEST, "清单里的摘要不对")
    return manifest


def _read_json(data: bytes, name: str) -> dict[str, Any]:
    """Read canonical JSON: whatever is not byte for byte what it means is refused."""
    if len(data) > _MAX_JSON_BYTES:
        raise _bad_manifest(name, "清单太大")
    try:
        content = json.loads(data)
        if isinstance(content, dict) and rfc8785.dumps(content) == data:
            return content
    except (ValueError, RecursionError, rfc8785.CanonicalizationError) as error:
        raise _bad_manifest(name, _NOT_CANONICAL) from error
    raise _bad_manifest(name, _NOT_CANONICAL)


def _bad_manifest(name: str, message: str) -> CataloguePackageError:
    return refuse(FaultCode.PACKAGE_MANIFEST_INVALID, message, _ASK_AGAIN, file=name)


def _check_signature(data: bytes, manifest: bytes, verify: Verify) -> None:
    signed = _read_json(data, _SIGNATURE)
    key_id, text = signed.get("key_id"), signed.get("signature")
    if not isinstance(key_id, str) or not isinstance(text, str) or len(signed) != 2:
        raise _bad_manifest(_SIGNATURE, "签名缺项或者多项")
    try:
        signature = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _bad_manifest(_SIGNATURE, "签名不是 base64") from error
    if not verify(key_id, _signed_message(manifest), signature):
        raise refuse(FaultCode.PACKAGE_SIGNATURE_INVALID, "签名不是发布单位的", _ASK_AGAIN, file=_SIGNATURE)


def _check_digests(files: Mapping[str, bytes], stated: Mapping[str, str]) -> None:
    for name in sorted(files.keys() ^ stated.keys()):
        raise refuse(FaultCode.PACKAGE_DIGEST_WRONG, "目录包里的文件和清单不一致", _ASK_AGAIN, file=name)
    for name, content in files.items():
        if _digest(content) != stated[name]:
            raise refuse(FaultCode.PACKAGE_DIGEST_WRONG, "文件被改动过", _ASK_AGAIN, file=name)
