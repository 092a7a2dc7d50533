"""The words of the command line and what each may be."""

from __future__ import annotations

import argparse
import math
from typing import NoReturn

from devices.cli.output import Exit


class Parser(argparse.ArgumentParser):
    """A parser that ends the process with 64 on wrong usage, as sysexits.h has it."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong with the words, to standard error."""
        self.print_usage()
        self.exit(Exit.USAGE, f"{self.prog}: {message}\n")

    def print_usage(self, file: object = None) -> None:
        """Print the usage to standard error: standard output is for results."""
        self._print_message(self.format_usage(), None)


def seconds(text: str) -> float:
    """Parse a number of seconds, zero or more."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 3600:
        detail = f"{text!r} is no number of seconds from 0 to 3600"
        raise argparse.ArgumentTypeError(detail)
    return value


def resolution(text: str) -> int:
    """Parse a resolution in dots per inch."""
    if not (text.isascii() and text.isdigit() and 50 <= int(text) <= 1200):
        detail = f"{text!r} is no resolution from 50 to 1200"
        raise argparse.ArgumentTypeError(detail)
    return int(text)
