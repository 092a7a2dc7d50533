"""Takes the words of a command line, runs the verb and returns the exit code."""

from __future__ import annotations

import argparse
import errno
import io
import logging
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import NamedTuple

from devices.cli import (
    barcodes,
    ca,
    doctor,
    listing,
    ocr,
    page,
    print_page,
    printing,
    read_id,
    scan,
    sniff,
    social_card,
)
from devices.cli.arguments import Parser
from devices.cli.errors import UsageError
from devices.cli.messages import message_for
from devices.cli.output import Exit, Output

_INTERRUPTED = 130
_NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF})


class _Verb(NamedTuple):
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Output], None]


_VERBS = {
    "list": _Verb("devices that are plugged in", listing.add_arguments, listing.run),
    "doctor": _Verb("the readiness of every device and prerequisite", doctor.add_arguments, doctor.run),
    "read-id": _Verb("read the ID card on a reader", read_id.add_arguments, read_id.run),
    "social-card": _Verb("read the social security card in a reader", social_card.add_arguments, social_card.run),
    "ca": _Verb("certificates and signatures of a CA card or UKey", ca.add_arguments, ca.run),
    "scan": _Verb("scan one page into a file", scan.add_arguments, scan.run),
    "sniff": _Verb("what goes over a device's wire, personal data masked", sniff.add_arguments, sniff.run),
    "page": _Verb("the page in each picture, straight and clean", page.add_arguments, page.run),
    "barcodes": _Verb("QR codes and barcodes in image files", barcodes.add_arguments, barcodes.run),
    "ocr": _Verb("fields of a document of a known kind in image files", ocr.add_arguments, ocr.run),
    "print-receipt": _Verb("print a slip", printing.add_print_arguments, printing.run_print),
    "print-page": _Verb("print PDF files", print_page.add_arguments, print_page.run),
    "printer-status": _Verb("ask a printer how it is", printing.add_status_arguments, printing.run_status),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb: 0 when all went well, 2 when any input failed, 64 for wrong usage."""
    _use_utf8()
    # Stays silent: results go to standard output, failures to standard error, each once.
    logging.getLogger("devices").addHandler(logging.NullHandler())
    # Pillow has remarks on damaged files, besides its error.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    parser, verbs = _parsers()
    arguments = parser.parse_args(argv)
    if sys.stdout is None:  # it was closed before we began
        return _unheard()
    output = Output(sys.stdout, sys.stderr, as_json=arguments.json)
    try:
        _VERBS[arguments.verb].run(arguments, output)
        sys.stdout.flush()
    except UsageError as error:
        verbs[arguments.verb].error(str(error))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has left; point stdout elsewhere so that the interpreter's last flush is quiet.
        _quiet_stdout()
    except OSError as error:
        # Verbs tell themselves of the files that they name; an error of writing without a name is the output's.
        if error.filename is not None or error.errno not in _NOT_WRITTEN:
            raise
        _quiet_stdout()
        return _unheard()
    return output.exit_code


def _quiet_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unheard() -> Exit:
    if sys.stderr is not None:
        sys.stderr.write(f"{message_for('output_failed')} [output_failed]\n")
    return Exit.FAILED


def _parsers() -> tuple[Parser, dict[str, Parser]]:
    """Return the parser of the command line, and those of its verbs by name."""
    parser = Parser(prog="python -m devices", description="Drive the devices of a kiosk or counter.")
    subparsers = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs: dict[str, Parser] = {}
    for name, verb in _VERBS.items():
        verbs[name] = subparsers.add_parser(name, help=verb.help, description=verb.help, allow_abbrev=False)
        verb.add_arguments(verbs[name])
        verbs[name].add_argument("--json", action="store_true", help="one JSON object a line")
    return parser, verbs


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


__all__ = ["Exit", "main"]
