"""`scan`: pages from a scanner or camera into files, with what the gate says about each."""

from __future__ import annotations

import argparse
from pathlib import Path

from devices.cli.arguments import resolution, seconds
from devices.cli.output import Output

_MOST_PAGES = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    device = "sane:NAME|escl:URL|camera:PATH|folder:DIR"
    parser.add_argument("--device", required=True, metavar=device, help="where the page lies")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the pages")
    parser.add_argument("--resolution", type=resolution, default=200, metavar="DPI", help="dots per inch (200)")
    parser.add_argument(
        "--source", default="auto", metavar="NAME", help="auto, flatbed, feeder, duplex, or a SANE backend's own word"
    )
    parser.add_argument("--pages", type=_pages, metavar="N|all", help="how many at most (all of a feeder, else 1)")
    parser.add_argument("--mode", choices=("Color", "Gray"), default="Color", help="colours (Color)")
    parser.add_argument("--timeout", type=seconds, default=120.0, metavar="SECONDS", help="the end of each page (120)")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Scan, check and write."""
    # Loads the image libraries, which verbs without pictures should not wait for.
    from devices.cli.scan_page import scan_pages

    scan_pages(arguments, output)


def _pages(text: str) -> int:
    if text == "all":
        return _MOST_PAGES
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_PAGES):
        detail = f"{text!r} is neither all nor a number from 1 to {_MOST_PAGES}"
        raise argparse.ArgumentTypeError(detail)
    return int(text)
