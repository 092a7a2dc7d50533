"""`ocr`: the fields of a document of a known kind in image files."""

from __future__ import annotations

import argparse
from pathlib import Path

from devices.cli.output import Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JPEG, PNG, TIFF, BMP, GIF or WebP file")
    parser.add_argument("--as", dest="kind", required=True, metavar="KIND", help="what the document is")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Write the fields of each file; a file that can't be read does not stop the others."""
    # Loads the image libraries, which verbs without pictures should not wait for.
    from devices.cli.read_document import read_files

    read_files(arguments.files, arguments.kind, output)
