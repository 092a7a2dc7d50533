"""`python -m shared.notices list|make`: every notice as A4 PDF and as a slip, from samples or from given data."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from shared.catalogue.checker import read_source
from shared.catalogue.errors import CataloguePackageError, why
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import default_source
from shared.command_line import EXIT_FAILED, Parser, ends_when_unheard
from shared.domain.numbers import NoticeKind
from shared.notices.compose import compose
from shared.notices.examples import long_notice, sample_notice
from shared.notices.files import NoticeFileError, kind_of, read_notice, signer_of, slip_json
from shared.notices.notice import Notice
from shared.notices.paper import paper
from shared.notices.strip import strip
from shared.notices.wording import NoticeWordingMissingError, Wording

_OK = 0
_LANGUAGES: Final = ("en", "zh-Hant")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="python -m shared.notices",
        description="通知书与凭证：A4（PDF）和小票",
        epilog="小票写成 KIND.slip.json，用 python -m devices print-receipt 打印；要看图片用 ./run gallery notices",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="列出全部种类：名称、编号里的字母、标题、谁落款")
    make = commands.add_parser("make", help="生成")
    make.add_argument("kinds", nargs="*", metavar="KIND", help="种类，例如 correction 或者 BZ；不写就是全部")
    make.add_argument("--out", type=Path, required=True, metavar="DIR", help="写到哪个文件夹")
    make.add_argument("--from", dest="data", type=Path, metavar="FILE", help="办件数据（JSON），不用样例")
    make.add_argument("--language", choices=_LANGUAGES, default="", help="中文旁边再附一种文字")
    make.add_argument("--large", action="store_true", help="大字")
    make.add_argument("--long", action="store_true", help="三十份材料、一百多字的名称")
    make.add_argument("--copy", type=int, choices=range(1, 1000), default=None, metavar="N", help="第 N 份，2 起标补打")
    for command in (listing, make):
        command.add_argument("--source", type=Path, default=None, metavar="DIR", help="目录的文件夹")
        command.add_argument("--json", action="store_true", help="每行一个 JSON")
    return parser


@ends_when_unheard
def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 2 when anything failed, 64 for wrong usage."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.command == "make" and chosen.data and (chosen.kinds or chosen.long):
        parser.error("--from 的文件自己写明种类和材料")
    try:
        catalogue = read_source(chosen.source or default_source())
    except (CataloguePackageError, OSError) as error:
        message = why(error) if isinstance(error, OSError) else str(error)
        return _fail(chosen, str(chosen.source), getattr(error, "code", "file_unreadable"), message)
    return _list(chosen, catalogue) if chosen.command == "list" else _make_all(chosen, catalogue)


def _list(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    for kind in NoticeKind:
        title, signer = catalogue.notice_titles.title(kind), signer_of(kind, catalogue)
        told = {"kind": kind.name.lower(), "letters": kind.value, "title": title, "signed_by": signer.value}
        print(json.dumps({"ok": True, **told}, ensure_ascii=False) if chosen.json else "  ".join(told.values()))
    return _OK


def _make_all(chosen: argparse.Namespace, catalogue: Catalogue) -> int:
    asked = [str(chosen.data)] if chosen.data else chosen.kinds or [kind.name.lower() for kind in NoticeKind]
    return max(_make(chosen, catalogue, name) for name in asked)


def _make(chosen: argparse.Namespace, catalogue: Catalogue, name: str) -> int:
    try:
        notice = _notice(chosen, catalogue, name)
        files = [str(file) for file in _written(chosen, notice, catalogue)]
    except NoticeFileError as error:
        known = "、".join(kind.name.lower() for kind in NoticeKind)
        message = f"没有这一种，有：{known}" if error.place == "kind" else f"{error.place} 不对"
        return _fail(chosen, name, error.code, message)
    except NoticeWordingMissingError as error:
        return _fail(chosen, name, error.code, "目录里没有这一种的正文")
    except OSError as error:
        return _fail(chosen, name, "file_not_written", why(error))
    told = {"ok": True, "input": name, "kind": notice.kind.name.lower(), "files": files}
    print(json.dumps(told, ensure_ascii=False) if chosen.json else "\n".join(files))
    return _OK


def _notice(chosen: argparse.Namespace, catalogue: Catalogue, name: str) -> Notice:
    if chosen.data:
        notice = read_notice(chosen.data, catalogue)
    else:
        notice = (long_notice if chosen.long else sample_notice)(catalogue, kind_of(name))
    if chosen.copy is None:
        return notice
    return replace(notice, reprint=chosen.copy if chosen.copy > 1 else None)


def _written(chosen: argparse.Namespace, notice: Notice, catalogue: Catalogue) -> Iterator[Path]:
    sheet = compose(notice, Wording.of(catalogue, chosen.language))
    chosen.out.mkdir(parents=True, exist_ok=True)
    name = notice.kind.name.lower()
    pdf, slip = chosen.out / f"{name}.pdf", chosen.out / f"{name}.slip.json"
    pdf.write_bytes(paper(sheet, large=chosen.large))
    yield pdf
    slip.write_text(slip_json(strip(sheet, large=chosen.large)), encoding="utf-8")
    yield slip


def _fail(chosen: argparse.Namespace, name: str, code: str, message: str) -> int:
    if chosen.json:
        print(json.dumps({"ok": False, "input": name, "error": code, "message": message}, ensure_ascii=False))
    else:
        print(f"{name}：{message}", file=sys.stderr)
    return EXIT_FAILED


if __name__ == "__main__":
    sys.exit(main())
