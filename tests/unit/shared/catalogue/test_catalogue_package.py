"""A package opens only when a publisher signed exactly this; a hostile one does no harm."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.catalogue.archive import MAX_PACKAGE_BYTES, pack, unpack
from shared.catalogue.errors import CataloguePackageError, FaultCode
from shared.catalogue.model import Catalogue
from shared.catalogue.package import CONTEXT, build_package, open_package, package_version
from shared.catalogue.sources import default_source
from shared.security.errors import SignatureError
from shared.security.signing import SoftwareSigningKey
from tests.patience import LATE_S

KEY = SoftwareSigningKey.generate()
Change = Callable[[dict[str, bytes]], dict[str, bytes]]


def verify(key_id: str, message: bytes, signature: bytes) -> bool:
    try:
        KEY.verifying_key.verify(message, signature)
    except SignatureError:
        return False
    return key_id == KEY.verifying_key.key_id


@pytest.fixture(scope="session")
def package() -> bytes:
    return build_package(default_source(), KEY.sign, KEY.verifying_key.key_id)


def refused(data: bytes) -> CataloguePackageError:
    with pytest.raises(CataloguePackageError) as caught:
        open_package(data, verify)
    return caught.value


def signed(files: dict[str, bytes], **changed: object) -> bytes:
    """Sign any files as a publisher would who does not check them."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    content = {"schema": 1, "version": "2026.11.1", "published": "2026-11-20", "files": digests}
    manifest = rfc8785.dumps({**content, **changed})  # type: ignore[arg-type]
    signature = KEY.sign(CONTEXT + hashlib.sha256(manifest).digest())
    note = {"key_id": KEY.verifying_key.key_id, "signature": base64.b64encode(signature).decode()}
    return pack({**files, "manifest.json": manifest, "signature.json": rfc8785.dumps(note)})


def test_what_was_built_opens_as_what_it_was_built_of(package: bytes, shipped: Catalogue) -> None:
    opened = open_package(package, verify)
    assert opened == shipped
    assert opened.items["7.1"] == shipped.items["7.1"]
    assert package_version(package) == (shipped.version, shipped.published)


def test_the_same_sources_make_the_same_bytes_but_for_the_signature() -> None:
    one, other = (build_package(default_source(), lambda _: b"s" * 64, "0" * 16) for _ in range(2))
    assert one == other


def test_the_signature_is_over_the_context_and_the_manifests_digest(package: bytes) -> None:
    files = unpack(package)
    message = b"yimen-catalogue-v1\0" + hashlib.sha256(files["manifest.json"]).digest()
    KEY.verifying_key.verify(message, base64.b64decode(json.loads(files["signature.json"])["signature"]))
    assert rfc8785.dumps(json.loads(files["manifest.json"])) == files["manifest.json"]


def test_the_calendars_licence_travels_with_its_data(package: bytes) -> None:
    assert b"MIT License" in unpack(package)["licences/holiday-cn.txt"]


def test_a_faulty_folder_builds_no_package(tmp_path: Path, source_files: dict[str, bytes]) -> None:
    for name, data in source_files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data.replace(b"theme: employment", b"theme: nothing"))
    with pytest.raises(CataloguePackageError) as caught:
        build_package(tmp_path, KEY.sign, "0" * 16)
    assert caught.value.code is FaultCode.REFERENCE_UNDEFINED


def _json(name: str, edit: Callable[[dict[str, object]], object]) -> Change:
    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        content = json.loads(files[name])
        edit(content)
        return {**files, name: rfc8785.dumps(content)}

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda files: {**files, "themes.yaml": files["themes.yaml"] + b"\n"}, FaultCode.PACKAGE_DIGEST_WRONG),
        (lambda files: {**files, "items/99.yaml": b"a: 1\n"}, FaultCode.PACKAGE_DIGEST_WRONG),
        (lambda files: {k: v for k, v in files.items() if k != "themes.yaml"}, FaultCode.PACKAGE_DIGEST_WRONG),
        (lambda files: {k: v for k, v in files.items() if k != "manifest.json"}, FaultCode.PACKAGE_MANIFEST_INVALID),
        (lambda files: {k: v for k, v in files.items() if k != "signature.json"}, FaultCode.PACKAGE_MANIFEST_INVALID),
        (
            lambda files: {**files, "manifest.json": files["manifest.json"] + b"\n"},
            FaultCode.PACKAGE_MANIFEST_INVALID,
        ),
        (lambda files: {**files, "manifest.json": b"[" * 50_000}, FaultCode.PACKAGE_MANIFEST_INVALID),
        (lambda files: {**files, "manifest.json": b'{"schema":NaN}'}, FaultCode.PACKAGE_MANIFEST_INVALID),
        (lambda files: {**files, "manifest.json": b"\xff"}, FaultCode.PACKAGE_MANIFEST_INVALID),
        (_json("manifest.json", lambda m: m.update(version="2026.11.2")), FaultCode.PACKAGE_SIGNATURE_INVALID),
        (_json("manifest.json", lambda m: m.update(schema=2)), FaultCode.PACKAGE_SCHEMA_UNKNOWN),
        (_json("manifest.json", lambda m: m.update(more=1)), FaultCode.PACKAGE_MANIFEST_INVALID),
        (_json("manifest.json", lambda m: m.update(files=[])), FaultCode.PACKAGE_MANIFEST_INVALID),
        (_json("manifest.json", lambda m: m.update(files={"a": 1})), FaultCode.PACKAGE_MANIFEST_INVALID),
        (_json("signature.json", lambda s: s.update(key_id="0" * 16)), FaultCode.PACKAGE_SIGNATURE_INVALID),
        (_json("signature.json", lambda s: s.update(signature="AAAA")), FaultCode.PACKAGE_SIGNATURE_INVALID),
        (_json("signature.json", lambda s: s.update(signature="…")), FaultCode.PACKAGE_MANIFEST_INVALID),
        (_json("signature.json", lambda s: s.pop("key_id")), FaultCode.PACKAGE_MANIFEST_INVALID),
    ],
)
def test_an_altered_package_is_refused_by_what_is_wrong_with_it(
    package: bytes, change: Change, code: FaultCode
) -> None:
    assert refused(pack(change(unpack(package)))).code is code


def test_nothing_is_read_before_the_signature_holds(package: bytes) -> None:
    files = unpack(package) | {"items/evil.yaml": b"a: &a [*a]\n"}
    with pytest.raises(CataloguePackageError) as caught:
        open_package(pack(files), lambda *_: False)
    assert caught.value.code is FaultCode.PACKAGE_SIGNATURE_INVALID


def test_a_publishers_own_faulty_package_is_refused_with_file_place_and_mend(source_files: dict[str, bytes]) -> None:
    bad = {**source_files, "themes.yaml": source_files["themes.yaml"].replace(b"teal", b"pink")}
    error = refused(signed(bad))
    assert (error.code, error.file) == (FaultCode.VALUE_INVALID, "themes.yaml")
    assert "themes[0].colour" in error.place
    assert error.mend


def test_the_manifest_must_state_the_version_that_is_inside(source_files: dict[str, bytes]) -> None:
    assert refused(signed(source_files, version="2027.1.1")).code is FaultCode.PACKAGE_MANIFEST_INVALID


def _zip(*entries: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return target.getvalue()


def _link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("package.yaml")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "name",
    [
        "../package.yaml",
        "items/../../etc/passwd",
        "/etc/passwd",
        "items//x.yaml",
        "items\\x.yaml",
        "C:/x.yaml",
        "C:x.yaml",
        ".hidden",
        "items/",
        "items/a/b.yaml",
        "items/事项.yaml",
        "x" * 300,
        "a\nb.yaml",
    ],
)
def test_a_name_that_tries_tricks_is_refused(name: str) -> None:
    error = refused(_zip((name, b"a: 1\n")))
    assert error.code is FaultCode.PACKAGE_ENTRY_REFUSED
    assert error.file.isascii()


def test_a_name_cut_by_a_zero_byte_is_refused() -> None:
    data = _zip(("package.yaml.exe", b"x")).replace(b"package.yaml.exe", b"package.yaml\0exe")
    assert refused(data).code is FaultCode.PACKAGE_ENTRY_REFUSED


def test_links_doubles_and_rare_methods_are_refused() -> None:
    assert refused(_zip((_link(), b"/etc/passwd"))).code is FaultCode.PACKAGE_ENTRY_REFUSED
    assert refused(_zip(("a.yaml", b"x"), method=zipfile.ZIP_LZMA)).code is FaultCode.PACKAGE_ENTRY_REFUSED
    with pytest.warns(UserWarning, match="Duplicate name"):
        doubled = _zip(("a.yaml", b"x"), ("a.yaml", b"y"))
    assert refused(doubled).code is FaultCode.PACKAGE_ENTRY_REFUSED


def test_bombs_are_refused_before_they_grow() -> None:
    begun = time.monotonic()
    zeros = bytes(16 * 1024 * 1024)
    assert refused(_zip(("a.yaml", zeros))).code is FaultCode.FILE_TOO_LARGE
    many = _zip(*((f"items/{n}.yaml", b"") for n in range(6_000)))
    assert refused(many).code is FaultCode.PACKAGE_TOO_LARGE
    wide = _zip(*((f"items/{n}.yaml", zeros[: 2 * 1024 * 1024]) for n in range(50)))
    assert refused(wide).code is FaultCode.PACKAGE_TOO_LARGE
    assert refused(bytes(MAX_PACKAGE_BYTES + 1)).code is FaultCode.PACKAGE_TOO_LARGE
    assert time.monotonic() - begun < 20 + LATE_S


def test_a_size_that_lies_is_not_believed() -> None:
    data = bytearray(_zip(("a.yaml", bytes(3 * 1024 * 1024))))
    real = (3 * 1024 * 1024).to_bytes(4, "little")
    lying = bytes(data).replace(real, (100).to_bytes(4, "little"))
    assert refused(lying).code in {FaultCode.PACKAGE_UNREADABLE, FaultCode.FILE_TOO_LARGE}


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"<html>captive portal</html>", bytes(1000)])
def test_what_is_no_package_is_refused(data: bytes) -> None:
    assert refused(data).code in {FaultCode.PACKAGE_UNREADABLE, FaultCode.PACKAGE_MANIFEST_INVALID}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6), value=st.integers(0, 255), cut=st.integers(0, 10**6))
def test_a_bent_or_cut_package_never_opens_as_another(
    package: bytes, shipped: Catalogue, place: int, value: int, cut: int
) -> None:
    bent = bytearray(package)
    bent[place % len(bent)] = value
    for data in (bytes(bent), package[: cut % len(package)]):
        with contextlib.suppress(CataloguePackageError):
            assert open_package(data, verify) == shipped


@given(st.binary(max_size=400))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    assert refused(data).mend
