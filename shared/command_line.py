"""What the command lines have in common: the exit codes, and how wrong usage ends (ARCHITECTURE §7)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Final, NoReturn

EXIT_FAILED: Final = 2
EXIT_USAGE: Final = 64


class Parser(argparse.ArgumentParser):
    """Ends the process with 64 on wrong usage; the parsers of its commands do the same."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong with the words, to standard error."""
        self.print_usage(sys.stderr)
        self.exit(EXIT_USAGE, f"{self.prog}: {message}\n")


def at_least(least: int) -> Callable[[str], int]:
    """Return the type of an argument that is a whole number from `least` on."""

    def number(text: str) -> int:
        value = int(text)
        if value < least:
            message = f"at least {least}"
            raise argparse.ArgumentTypeError(message)
        return value

    return number
