"""`python -m shared.catalogue check|build|diff|search|expect|export-xlsx|import-xlsx` (ARCHITECTURE §7)."""

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
from typing import Any, NoReturn

from shared.catalogue.checker import check_source, read_source
from shared.catalogue.diff import diff_files, read_either
from shared.catalogue.errors import CataloguePackageError
from shared.catalogue.model import UnknownSubjectError
from shared.catalogue.open_listing import read_listing
from shared.catalogue.package import build_package, package_version
from shared.catalogue.recognition import expectation_of
from shared.catalogue.search import Finder, findables
from shared.catalogue.sources import default_source, read_folder
from shared.catalogue.workbook.export import export_workbook
from shared.catalogue.workbook.importing import WorkbookFaultsError, import_workbook, write_changes
from shared.catalogue.workbook.opening import MAX_WORKBOOK_BYTES
from shared.domain.items import Audience, Channel
from shared.security.errors import KeyFormatError
from shared.security.signing import SoftwareSigningKey

_OK, _FAILED, _USAGE = 0, 2, 64


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(_USAGE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 2 when anything failed, 64 for wrong usage."""
    chosen = _parser().parse_args(arguments)
    commands = {
        "check": _check,
        "build": _build,
        "diff": _diff,
        "search": _search,
        "expect": _expect,
        "export-xlsx": _export,
        "import-xlsx": _import,
    }
    return commands[chosen.command](chosen)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m shared.catalogue", description="事项目录包：检查、生成、查找")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    check = commands.add_parser("check", help="检查目录源文件，说明哪个文件哪一行要怎么改")
    check.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    build = commands.add_parser("build", help="生成签名的目录包")
    build.add_argument("folder", type=Path, metavar="DIR")
    build.add_argument("--key", type=Path, required=True, help="发布单位的签名私钥（PEM）")
    build.add_argument("--out", type=Path, required=True, help="目录包写到哪里")
    diff = commands.add_parser("diff", help="比较两个目录（文件夹或者目录包），说明改了什么")
    diff.add_argument("old", type=Path, metavar="OLD")
    diff.add_argument("new", type=Path, metavar="NEW")
    search = commands.add_parser("search", help="像在自助机上一样查找")
    search.add_argument("texts", nargs="+", metavar="TEXT")
    search.add_argument("--source", type=Path, default=None, metavar="DIR")
    search.add_argument("--listing", type=Path, default=None, metavar="FILE", help="连同一份公开的事项清单（JSON）查找")
    search.add_argument("--audience", type=Audience, choices=list(Audience), default=None)
    search.add_argument("--limit", type=_positive, default=20, help="最多列出几个，从 1 起")
    search.add_argument("--channel", type=Channel, choices=list(Channel), default=None)
    export = commands.add_parser("export-xlsx", help="导出成表格，交给不懂程序的人改")
    export.add_argument("folder", nargs="?", type=Path, default=None, metavar="DIR")
    export.add_argument("--out", type=Path, required=True, help="表格写到哪里（.xlsx）")
    back = commands.add_parser("import-xlsx", help="把改好的表格导回来；有问题就退回一份标错的表格")
    back.add_argument("workbook", type=Path, metavar="FILE")
    back.add_argument("--into", type=Path, required=True, metavar="DIR", help="目录的文件夹")
    back.add_argument("--marked", type=Path, default=None, metavar="FILE", help="标错的表格写到哪里")
    back.add_argument("--dry-run", action="store_true", help="只检查，不写")
    expect = commands.add_parser("expect", help="一种材料的各面怎么认，写成 python -m devices page --expect 读的样子")
    expect.add_argument("material", metavar="MATERIAL", help="材料代码")
    expect.add_argument("--source", type=Path, default=None, metavar="DIR")
    expect.add_argument("--taken", action="append", default=[], metavar="SIDE", help="已经拍过的一面，可以写几次")
    for command in (check, build, diff, search, export, back, expect):
        command.add_argument("--json", action="store_true", help="每行一个 JSON")
    return parser


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text[:9]) > 0:
        raise argparse.ArgumentTypeError(text)
    return int(text[:9])


def _check(chosen: argparse.Namespace) -> int:
    failed = False
    for folder in chosen.folders:
        try:
            faults = check_source(folder)
        except OSError as error:
            failed = True
            _say_failed(chosen, str(folder), "file_unreadable", error.strerror or "不能读取")
            continue
        failed = failed or bool(faults)
        listed = [dataclasses.asdict(fault) for fault in faults]
        if not chosen.json:
            print("\n".join(map(str, faults)) if faults else f"{folder}：没有发现问题")
        elif faults:
            _print_json({**_failure(str(folder), faults[0].code, str(faults[0])), "faults": listed})
        else:
            _print_json({"ok": True, "input": str(folder), "faults": []})
    return _FAILED if failed else _OK


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
        return _say_failed(chosen, str(error.filename or chosen.folder), "file_unreadable", error.strerror or "")
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
        return _say_failed(chosen, sides, "file_unreadable", error.strerror or "")
    if chosen.json:
        changes = [dataclasses.asdict(change) for change in found.changes]
        _print_json({"ok": True, "input": sides, "old": found.old, "new": found.new, "changes": changes})
    else:
        told = map(str, found.changes) if found.changes else ["没有变化"]
        print("\n".join([f"{found.old} → {found.new}", *told]))
    return _OK


def _export(chosen: argparse.Namespace) -> int:
    folder = chosen.folder or default_source()
    try:
        book = export_workbook(read_folder(folder))
        _write_whole(chosen.out, book)
    except CataloguePackageError as error:
        return _say_failed(chosen, str(folder), error.code, "\n".join(map(str, error.faults)))
    except OSError as error:
        return _say_failed(chosen, str(error.filename or folder), "file_unreadable", error.strerror or "")
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
        return _say_failed(chosen, str(error.filename or name), "file_unreadable", error.strerror or "")
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
        return _say_failed(chosen, str(error.filename), "file_unreadable", error.strerror or "")
    finder = Finder((*findables(catalogue), *listed), catalogue.extras.concepts, catalogue.extras.noise)
    for text in chosen.texts:
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


def _say_failed(chosen: argparse.Namespace, name: str | list[str], code: str, message: str) -> int:
    if chosen.json:
        _print_json(_failure(name, code, message))
    else:
        shown = name if isinstance(name, str) else "、".join(name)
        print(f"{shown}：{message}（{code}）", file=sys.stderr)
    return _FAILED


def _failure(name: str | list[str], code: str, message: str) -> dict[str, Any]:
    return {"ok": False, "input": name, "error": str(code), "message": message}


def _print_json(content: dict[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
