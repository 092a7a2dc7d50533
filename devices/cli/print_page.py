"""`print-page`: PDFs on a page printer, each followed to its end; Ctrl-C takes the job back."""

from __future__ import annotations

import argparse
import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from devices.cli.arguments import seconds
from devices.cli.errors import PrintSentError, PrintUnknownError, UsageError
from devices.cli.messages import message_for
from devices.cli.output import Output
from devices.core.errors import DeviceError, UnsupportedError
from devices.core.page_printing import MOST_COPIES, PageOptions, PageOutcome, PageProgress, PageStep, Sides
from devices.core.printing import PrintState

if TYPE_CHECKING:
    from devices.core.page_printing import PagePrinter

_SIDES = {"no": Sides.ONE, "long": Sides.LONG_EDGE, "short": Sides.SHORT_EDGE}
_STEPS = {
    PageStep.WAITING: "排队等候",
    PageStep.SENDING: "正在发送",
    PageStep.PRINTING: "正在打印",
    PageStep.CANCELLING: "正在取消",
}
_UNPROVEN: dict[PrintState, type[DeviceError]] = {
    PrintState.SENT: PrintSentError,
    PrintState.UNKNOWN: PrintUnknownError,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="PDF file")
    parser.add_argument(
        "--printer", required=True, metavar="URI", help="ipp://HOST/ipp/print or a CUPS queue's address"
    )
    parser.add_argument("--copies", type=_copies, default=1, metavar="N", help="(1)")
    parser.add_argument("--duplex", choices=tuple(_SIDES), default="no", help="turn over which edge (no)")
    parser.add_argument("--media", default=PageOptions().media, metavar="NAME", help="PWG name of the paper (A4)")
    parser.add_argument("--title", default="", metavar="TEXT", help="in the printer's list of jobs; no personal data")
    parser.add_argument("--timeout", type=seconds, default=120.0, metavar="SECONDS", help="for each file (120)")


def run(arguments: argparse.Namespace, output: Output) -> None:
    """Print each file and write how its job ended."""
    printer = open_ipp(arguments.printer)
    for file in arguments.files:
        try:
            outcome = _print(printer, file, arguments, output)
        except DeviceError as error:
            output.failure(str(file), error)
        else:
            _report(file, outcome, output)


def open_ipp(uri: str) -> PagePrinter:
    """Return the driver for a page printer's address. Raises UsageError for what is none."""
    # Loads aiohttp, which other verbs should not wait for.
    from devices.page_printer import open_page_printer

    try:
        return open_page_printer(uri)
    except UnsupportedError as error:
        detail = f"{uri!r} names no page printer; there are ipp://HOST[:PORT]/PATH and ipps://… (CUPS: /printers/NAME)"
        raise UsageError(detail) from error


def _print(printer: PagePrinter, file: Path, arguments: argparse.Namespace, output: Output) -> PageOutcome:
    from devices.page_printer.document import read_document

    document = read_document(file)
    options = PageOptions(arguments.copies, _SIDES[arguments.duplex], arguments.media)
    cancelled = threading.Event()
    ends: list[PageOutcome | DeviceError] = []

    def work() -> None:
        try:
            ends.append(
                printer.print_document(
                    document,
                    arguments.title or "yimen",
                    options,
                    deadline_s=arguments.timeout,
                    on_progress=lambda progress: output.note(_words(progress)),
                    cancelled=cancelled,
                )
            )
        except DeviceError as error:
            ends.append(error)

    thread = threading.Thread(target=work, name="print-page")
    with _signals_set(cancelled):
        thread.start()
        thread.join()
    (end,) = ends
    if isinstance(end, DeviceError):
        raise end
    return end


@contextlib.contextmanager
def _signals_set(cancelled: threading.Event) -> Iterator[None]:
    """Take Ctrl-C, also where a shell ignored it, and SIGTERM as the word to take the job back."""
    before = {number: signal.signal(number, lambda *_: cancelled.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _words(progress: PageProgress) -> str:
    cause = f"：{message_for(progress.cause.value)}" if progress.cause else ""
    sheets = f"，已出 {progress.sheets} 张" if progress.sheets else ""
    return f"{_STEPS[progress.step]}{sheets}{cause}"


def _report(file: Path, outcome: PageOutcome, output: Output) -> None:
    fields: dict[str, object] = {
        "state": outcome.state.value,
        "cause": outcome.cause.value if outcome.cause else None,
        "job_id": outcome.job_id,
        "sheets": outcome.sheets,
    }
    if outcome.state is PrintState.PRINTED:
        output.success({"input": str(file), **fields}, f"{file}: 已打印。")
    else:
        unproven = _UNPROVEN.get(outcome.state, DeviceError)
        output.refusal(str(file), outcome.cause.value if outcome.cause else unproven.code, fields)


def _copies(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_COPIES):
        detail = f"{text!r} is no number of copies from 1 to {MOST_COPIES}"
        raise argparse.ArgumentTypeError(detail)
    return int(text)
