"""`python -m shared.catalogue`: check, build, diff, search, expect, form, figures, workbook (ARCHITECTURE §7)."""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shared.catalogue.arguments import catalogue_parser
from shared.catalogue.checker import read_source
from shared.catalogue.diff import diff_files, read_either
from shared.catalogue.errors import CataloguePackageError, why
from shared.catalogue.model import UnknownSubjectError
from shared.catalogue.open_listing import read_listing
from shared.catalogue.package import build_package, check_either, package_version
from shared.catalogue.recognition import expectation_of
from shared.catalogue.search import CatalogueSearch
from shared.catalogue.sources import default_source, read_folder
from shared.catalogue.workbook.export import export_workbook
from shared.catalogue.workbook.importing import WorkbookFaultsError, import_workbook, write_changes
from shared.catalogue.workbook.opening import MAX_WORKBOOK_BYTES
from shared.command_line import ends_when_unheard
from shared.forms.printed import FormlessError, blank_form, sample_form
from shared.security.errors import KeyFormatError
from shared.security.signing import SoftwareSigningKey, VerifyingKey

_OK, _FAILED = 0, 2
_SIGNED = {None: "", "valid": "，签名是发布单位的", "unchecked": "；没有给出公钥，签名没有核对"}


@ends_when_unheard
def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 2 when anything failed, 64 for wrong usage."""
    chosen = catalogue_parser().parse_args(arguments)
    commands = {
        "check": _check,
        "build": _build,
        "diff": _diff,
        "search": _search,
        "expect": _expect,
        "form": _form,
        "figures": _figures,
        "export-xlsx": _export,
        "import-xlsx": _import,
    }
    return commands[chosen.command](chosen)


def _check(chosen: argparse.Namespace) -> int:
    try:
        publisher = VerifyingKey.load(chosen.publisher) if chosen.publisher else None
    except KeyFormatError:
        return _say_failed(chosen, str(chosen.publisher), "key_format", "不是 P-256 公钥")
    except OSError as error:
        return _say_failed(chosen, str(chosen.publisher), "file_unreadable", why(error))
    return max(_check_one(chosen, path, publisher) for path in chosen.paths)


def _check_one(chosen: argparse.Namespace, path: Path, publisher: VerifyingKey | None) -> int:
    try:
        signed = check_either(path, publisher)
    except CataloguePackageError as error:
        listed = [dataclasses.asdict(fault) for fault in error.faults]
        if chosen.json:
            first = error.faults[0]
            _print_json({**_failure(str(path), first.code, str(first)), "faults": listed})
        else:
            print("\n".join([f"{path}：{len(error.faults)} 处要改", *map(str, error.faults)]))
        return _FAILED
    except OSError as error:
        return _say_failed(chosen, str(path), "file_unreadable", why(error))
    if chosen.json:
        _print_json({"ok": True, "input": str(path), "faults": [], **({"signature": signed} if signed else {})})
    else:
        print(f"{path}：没有发现问题{_SIGNED[signed]}")
    return _OK


def _build(chosen: argparse.Namespace) -> int:
    try:
        key = SoftwareSigningKey.load(chosen.key)
        package = build_package(chosen.folder, key.sign, key.verifying_key.key_id)
        _write_whole(chosen.out, package)
    except CataloguePackageError as error:
        return _say_failed(chosen, str(chosen.folder), error.code, "\n".join(map(str, error.faults)))
    except KeyFormatError:
        return _say_failed(chosen, str(chosen.key), "key_format", "不是 P-256 私钥")
    except OSError as error:
        return _say_failed(chosen, _file_of(error, chosen.folder), "file_unreadable", why(error))
    version, published = package_version(package)
    digest = hashlib.sha256(package).hexdigest()
    built = {"version": version, "published": published.isoformat(), "bytes": len(package), "sha256": digest}
    if chosen.json:
        _print_json({"ok": True, "input": str(chosen.folder), "out": str(chosen.out), **built})
    else:
        print(f"已生成 {chosen.out}：版本 {version}，{len(package)} 字节，SHA-256 {digest}")
    return _OK


def _diff(chosen: argparse.Namespace) -> int:
    sides = [str(chosen.old), str(chosen.new)]
    try:
        found = diff_files(read_either(chosen.old), read_either(chosen.new))
    except CataloguePackageError as error:
        return _say_failed(chosen, sides, error.code, "\n".join(map(str, error.faults)))
    except OSError as error:
        return _say_failed(chosen, sides, "file_unreadable", why(error))
    if chosen.json:
        changes = [dataclasses.asdict(change) for change in found.changes]
        versions = {"old": found.old, "new": found.new}
        _print_json({"ok": True, "input": sides, **versions, "changes": changes, "unconfirmed": found.unconfirmed})
    else:
        told = [*map(str, found.changes)] or ["没有变化"]
        if found.changes and found.old == found.new:
            told.append("内容变了，版本号没有变：发布前换一个新版本号。")
        told += [f"事项 {code} 改了，历史里没有新的确认和公布：先走完再发布。" for code in found.unconfirmed]
        print("\n".join([f"{found.old} → {found.new}", *told]))
    return _OK


def _form(chosen: argparse.Namespace) -> int:
    from shared.forms.paper import form_paper

    try:
        catalogue = read_source(chosen.source or default_source())
        printed = (sample_form if chosen.sample else blank_form)(catalogue, chosen.code, chosen.language)
        pdf = form_paper(printed, large=chosen.large)
        _write_whole(chosen.out, pdf)
    except CataloguePackageError as error:
        return _say_failed(chosen, error.file or str(chosen.source), error.code, str(error))
    except UnknownSubjectError as error:
        return _say_failed(chosen, chosen.code, error.code, "目录里没有这个事项或者一件事")
    except FormlessError as error:
        return _say_failed(chosen, chosen.code, error.code, "这个事项不用填表")
    except OSError as error:
        return _say_failed(chosen, _file_of(error, chosen.out), "file_unreadable", why(error))
    if chosen.json:
        _print_json(
            {"ok": True, "input": chosen.code, "out": str(chosen.out), "title": printed.title, "bytes": len(pdf)}
        )
    else:
        print(f"已写 {chosen.out}：{printed.title}")
    return _OK


def _figures(chosen: argparse.Namespace) -> int:
    from shared.catalogue.savings import savings

    try:
        found = tuple(savings(read_source(chosen.source or default_source())))
    except CataloguePackageError as error:
        return _say_failed(chosen, error.file or str(chosen.source), error.code, str(error))
    except OSError as error:
        return _say_failed(chosen, _file_of(error, chosen.source), "file_unreadable", why(error))
    for one in found:
        if chosen.json:
            _print_json({"ok": True, "input": one.code, **dataclasses.asdict(one)})
        else:
            print(
                f"{one.code:<3}{one.name}：{one.items} 个事项、{one.applications} 份申请合成一份，"
                f"填 {one.fields} 项（单个办 {one.single_fields} 项，少 {one.single_fields - one.fields} 项），"
                f"交 {one.papers} 份（单个办 {one.single_papers} 份，少 {one.single_papers - one.papers} 份）"
            )
    return _OK


def _export(chosen: argparse.Namespace) -> int:
    folder = chosen.folder or default_source()
    try:
        book = export_workbook(read_folder(folder))
        _write_whole(chosen.out, book)
    except CataloguePackageError as error:
        return _say_failed(chosen, str(folder), error.code, "\n".join(map(str, error.faults)))
    except OSError as error:
        return _say_failed(chosen, _file_of(error, folder), "file_unreadable", why(error))
    if chosen.json:
        _print_json({"ok": True, "input": str(folder), "out": str(chosen.out), "bytes": len(book)})
    else:
        print(f"已导出 {chosen.out}。怎么改，看第一张表“说明”。")
    return _OK


def _import(chosen: argparse.Namespace) -> int:
    name = str(chosen.workbook)
    try:
        with chosen.workbook.open("rb") as file:
            data = file.read(MAX_WORKBOOK_BYTES + 1)
        taken = import_workbook(data, read_folder(chosen.into), chosen.workbook.name)
        if not chosen.dry_run:
            write_changes(chosen.into, taken)
    except WorkbookFaultsError as error:
        return _say_marked(chosen, error)
    except CataloguePackageError as error:
        return _say_failed(chosen, str(chosen.into), error.code, "\n".join(map(str, error.faults)))
    except OSError as error:
        return _say_failed(chosen, _file_of(error, chosen.workbook), "file_unreadable", why(error))
    changed = {"written": list(taken.written), "removed": list(taken.removed)}
    if chosen.json:
        _print_json({"ok": True, "input": name, **changed, "faults": []})
    else:
        print(
            "\n".join([*(f"写入 {file}" for file in taken.written), *(f"删除 {file}" for file in taken.removed)])
            or "没有变化"
        )
    return _OK


def _say_marked(chosen: argparse.Namespace, error: WorkbookFaultsError) -> int:
    """Tell every fault with its cell, and write the workbook in which they are marked beside the one that came."""
    marked = chosen.marked or chosen.workbook.with_name(f"{chosen.workbook.stem}-标错.xlsx")
    if error.marked is not None:
        _write_whole(marked, error.marked)
    name = str(chosen.workbook)
    if chosen.json:
        told = {"marked": str(marked) if error.marked is not None else None}
        listed = [dataclasses.asdict(fault) for fault in error.faults]
        _print_json({**_failure(name, error.code, str(error.faults[0])), **told, "faults": listed})
    else:
        print("\n".join(map(str, error.faults)))
        if error.marked is not None:
            print(f"有问题的格子已标红：{marked}")
    return _FAILED


def _search(chosen: argparse.Namespace) -> int:
    try:
        catalogue = read_source(chosen.source or default_source())
        listed = read_listing(chosen.listing) if chosen.listing else ()
    except CataloguePackageError as error:
        return _say_failed(chosen, error.file or str(chosen.source), error.code, str(error))
    except OSError as error:
        return _say_failed(chosen, _file_of(error, chosen.source), "file_unreadable", why(error))
    finder = CatalogueSearch(catalogue, listed)
    for text in map(_writable, chosen.texts):
        begun = time.perf_counter()
        hits = finder.search(text, chosen.limit, chosen.channel, chosen.audience)
        milliseconds = round((time.perf_counter() - begun) * 1000, 3)
        if chosen.json:
            results = [dataclasses.asdict(hit) for hit in hits]
            _print_json({"ok": True, "input": text, "results": results, "milliseconds": milliseconds})
        else:
            lines = [f"  {hit.score:.3f}  {hit.code:<6}{hit.name}（{hit.department}）" for hit in hits]
            print("\n".join([f"{text}（{milliseconds} 毫秒）", *(lines or ["  没有找到"])]))
    return _OK


def _expect(chosen: argparse.Namespace) -> int:
    try:
        catalogue = read_source(chosen.source or default_source())
        expectation = expectation_of(catalogue, chosen.material, chosen.taken)
    except CataloguePackageError as error:
        return _say_failed(chosen, error.file or str(chosen.source), error.code, str(error))
    except OSError as error:
        return _say_failed(chosen, str(error.filename), "file_unreadable", error.strerror or "")
    except UnknownSubjectError as error:
        return _say_failed(chosen, chosen.material, error.code, "目录里没有这种材料")
    if chosen.json:
        _print_json({"ok": True, "input": chosen.material, "expectation": expectation})
    elif expectation is None:
        print("目录没有写这种材料怎么认，拍它时不核对。", file=sys.stderr)
    else:
        print(json.dumps(expectation, ensure_ascii=False, indent=2))
    return _OK


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside and move into place, so that nobody sees half a package."""
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _file_of(error: OSError, else_path: Path | None) -> str:
    return str(error.filename or else_path or "").removesuffix(".part")


def _say_failed(chosen: argparse.Namespace, name: str | list[str], code: str, message: str) -> int:
    if chosen.json:
        _print_json(_failure(name, code, message))
    else:
        shown = _writable(name if isinstance(name, str) else "、".join(name))
        print(f"{shown}：{message}（{code}）", file=sys.stderr)
    return _FAILED


def _failure(name: str | list[str], code: str, message: str) -> dict[str, Any]:
    return {"ok": False, "input": name, "error": str(code), "message": message}


def _print_json(content: dict[str, Any]) -> None:
    print(_writable(json.dumps(content, ensure_ascii=False)))


def _writable(text: str) -> str:
    """Return a text without what is no letter: a name or word that was typed in another encoding."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


if __name__ == "__main__":
    sys.exit(main())
