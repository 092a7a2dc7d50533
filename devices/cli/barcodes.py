"""`barcodes`: the QR codes and barcodes in image files."""

from __future__ import annotations

import argparse
from pathlib import Path

from devices.cli.output import Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JPEG, PNG, TIFF, BMP, GIF or WebP file")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Write what each file holds; a file that can't be read does not stop the others."""
    # Loads the image libraries, which verbs without pictures should not wait for.
    from devices.cli.read_barcodes import read_file

    for path in arguments.files:
        read_file(path, output)
