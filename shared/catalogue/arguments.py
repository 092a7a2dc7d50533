"""The arguments of `python -m shared.catalogue` (ARCHITECTURE §7)."""

from __future__ import annotations

import argparse
from pathlib import Path

from shared.command_line import Parser
from shared.domain.items import Audience, Channel


def catalogue_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; wrong usage ends the program with 64."""
    parser = Parser(prog="python -m shared.catalogue", description="事项目录包：检查、生成、查找")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="检查目录源文件或者目录包，说明哪个文件哪一行要怎么改")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="目录的文件夹，或者目录包")
    check.add_argument("--publisher", type=Path, metavar="FILE", help="发布单位的公钥（PEM），核对目录包的签名")
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
    form = commands.add_parser("form", help="一个事项或者一件事的空表、样表，写成 A4 的 PDF")
    form.add_argument("code", metavar="ITEM", help="事项或者一件事的代码")
    kinds = form.add_mutually_exclusive_group(required=True)
    kinds.add_argument("--blank", action="store_true", help="空表")
    kinds.add_argument("--sample", action="store_true", help="填好的样表，人和单位都是虚构的")
    form.add_argument("--out", type=Path, required=True, metavar="FILE", help="PDF 写到哪里")
    form.add_argument("--source", type=Path, default=None, metavar="DIR")
    form.add_argument("--large", action="store_true", help="大字")
    form.add_argument("--language", default="", help="另附一种文字，例如 en、zh-Hant")
    figures = commands.add_parser("figures", help="每个一件事比单个办少填几项、少交几份")
    figures.add_argument("--source", type=Path, default=None, metavar="DIR")
    for command in (check, build, diff, search, export, back, expect, form, figures):
        command.add_argument("--json", action="store_true", help="每行一个 JSON")
    return parser


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text[:9]) > 0:
        raise argparse.ArgumentTypeError(text)
    return int(text[:9])
