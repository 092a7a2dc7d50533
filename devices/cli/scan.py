"""`scan`: one page from a scanner into a file, with what the gate says about it."""

from __future__ import annotations

import argparse
from pathlib import Path

from devices.cli.arguments import resolution, seconds
from devices.cli.output import Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--device", required=True, metavar="sane:NAME|folder:DIR", help="where the page lies")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the page")
    parser.add_argument("--resolution", type=resolution, default=200, metavar="DPI", help="dots per inch (200)")
    parser.add_argument("--source", default="Flatbed", metavar="NAME", help="SANE source (Flatbed)")
    parser.add_argument("--mode", choices=("Color", "Gray"), default="Color", help="colours (Color)")
    parser.add_argument("--timeout", type=seconds, default=120.0, metavar="SECONDS", help="the end of everything (120)")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Scan one page, check it and write it."""
    # Loads the image libraries, which verbs without pictures should not wait for.
    from devices.cli.scan_page import scan_page

    scan_page(arguments, output)
