"""What the command lines have in common: exit codes, how wrong usage ends, and output that nobody takes."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Final, NoReturn, ParamSpec

EXIT_FAILED: Final = 2
EXIT_USAGE: Final = 64

_NOT_WRITTEN: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF, errno.EPIPE})
_P = ParamSpec("_P")


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


def ends_when_unheard(main: Callable[_P, int]) -> Callable[_P, int]:
    """Let a command end with 2 where what it prints can't be written: with a sentence, or quietly when its reader left.

    Commands tell themselves of the files that they name; an error of writing without a name is the output's.
    """

    @wraps(main)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> int:
        if sys.stdout is None:  # it was closed before the command began
            return _unheard(os.strerror(errno.EBADF))
        try:
            try:
                return main(*args, **kwargs)
            finally:
                sys.stdout.flush()
        except OSError as error:
            if error.filename is not None or error.errno not in _NOT_WRITTEN:
                raise
            # The interpreter's last flush would fail once more, and say so.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return EXIT_FAILED if error.errno == errno.EPIPE else _unheard(error.strerror or "")

    return guarded


def _unheard(why: str) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"the output can't be written: {why}\n")
    return EXIT_FAILED
