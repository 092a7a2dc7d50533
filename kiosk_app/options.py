"""Command-line options that supervisor and session share."""

from __future__ import annotations

import argparse
import re

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication


def add_window_options(parser: argparse.ArgumentParser) -> None:
    """Add --profile and --windowed."""
    parser.add_argument("--profile", metavar="DIR", help="the terminal's folder; else YIMEN_PROFILE")
    parser.add_argument("--windowed", metavar="WxH", type=parse_size, help="a window of this size, not the full screen")


def parse_size(text: str) -> QSize:
    """Return a size of WxH. Raises ArgumentTypeError."""
    match = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if match is None:
        message = f"{text!r} is not WxH"
        raise argparse.ArgumentTypeError(message)
    return QSize(int(match[1]), int(match[2]))


def size_of(windowed: QSize | None) -> QSize:
    """Return the window's size, that of the screen when none was asked for."""
    return windowed or QGuiApplication.primaryScreen().size()
