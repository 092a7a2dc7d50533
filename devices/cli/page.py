"""`page`: the page that each picture was taken of, or all in it, straight, upright, clean, with what the gate says."""

from __future__ import annotations

import argparse
from pathlib import Path

from devices.cli.output import Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JPEG, PNG, TIFF, BMP, GIF or WebP file")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE-OR-DIR",
        help="FILE.jpg or FILE.png for one picture, FILE.pdf (PDF/A) for any number, else a folder",
    )
    parser.add_argument(
        "--several",
        action="store_true",
        help="every card and paper in a picture (a glass with several on it), each as a page of its own, numbered from "
        "1 in the names of files; where none is found, none is written",
    )
    parser.add_argument(
        "--tone", choices=("colour", "grey", "black_white"), default="colour", help="how pages are kept (colour)"
    )
    parser.add_argument(
        "--expect",
        type=Path,
        metavar="FILE",
        help="what each page should be, as JSON (see `python -m shared.catalogue expect`): then wrong sides and wrong "
        "documents are told as well",
    )
    parser.add_argument("--as-lit", action="store_true", help="leave shading and shadows in")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Make the page of each file; one that can't be read does not stop the others."""
    # Loads the image libraries, which verbs without pictures should not wait for.
    from devices.cli.make_pages import make_pages

    make_pages(arguments, output)
