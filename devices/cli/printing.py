"""`print-receipt` and `printer-status`."""

from __future__ import annotations

import argparse
from pathlib import Path

from devices.cli.arguments import seconds
from devices.cli.errors import FileUnreadableError, PrintSentError, PrintUnknownError, UsageError
from devices.cli.messages import message_for
from devices.cli.output import Output
from devices.cli.print_page import open_ipp
from devices.core.errors import DeviceError, DeviceTimeoutError
from devices.core.printing import PrintOutcome, PrintState, ReceiptPrinter
from devices.core.slip import Slip
from devices.core.status import DeviceState

_STATE_WORDS = {
    DeviceState.READY: "就绪",
    DeviceState.ATTENTION: "需要处理",
    DeviceState.BUSY: "忙",
    DeviceState.FAULT: "故障",
    DeviceState.OFFLINE: "脱机",
    DeviceState.UNKNOWN: "没有应答",
}
_UNPROVEN: dict[PrintState, type[DeviceError]] = {
    PrintState.SENT: PrintSentError,
    PrintState.UNKNOWN: PrintUnknownError,
    PrintState.FAILED: DeviceError,
}
_COLUMNS = (48, 32)
_SLIP_PRINTERS = "tcp://HOST:PORT, serial:PATH, usb:VID:PID[:SERIAL] or file:PATH"


def _add_printer(parser: argparse.ArgumentParser, timeout_s: float, help_text: str) -> None:
    parser.add_argument("--printer", required=True, metavar="URI", help=help_text)
    parser.add_argument("--timeout", type=seconds, default=timeout_s, metavar="SECONDS", help=f"({timeout_s:g})")


def add_print_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of `print-receipt`."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a slip as JSON")
    what.add_argument("--sample", action="store_true", help="print a sample receipt")
    parser.add_argument("--large", action="store_true", help="in large print")
    parser.add_argument("--columns", type=int, choices=_COLUMNS, default=_COLUMNS[0], help="width of the paper (48)")
    _add_printer(parser, 30.0, _SLIP_PRINTERS)


def add_status_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of `printer-status`."""
    _add_printer(parser, 5.0, f"{_SLIP_PRINTERS}; or ipp://HOST/PATH")


def run_print(arguments: argparse.Namespace, output: Output) -> None:
    """Print one slip and write on what evidence it is known to be printed."""
    given = str(arguments.file) if arguments.file else arguments.printer
    try:
        printer = _open(arguments.printer, arguments.columns)
        try:
            outcome = printer.print_slip(_slip(arguments), arguments.timeout)
        finally:
            printer.close()
    except DeviceError as error:
        output.failure(given, error)
        return
    _report(given, outcome, output)


def run_status(arguments: argparse.Namespace, output: Output) -> None:
    """Write what the printer tells of itself; a printer that does not answer is a failure."""
    try:
        state, cause, low = _status(arguments.printer, arguments.timeout)
    except DeviceError as error:
        output.failure(arguments.printer, error)
        return
    fields = {"state": state.value, "cause": cause, "paper_low": low}
    if state in {DeviceState.UNKNOWN, DeviceState.OFFLINE} and cause in {None, "unreachable"}:
        output.refusal(arguments.printer, cause or DeviceTimeoutError.code, fields)
        return
    words = [_STATE_WORDS[state]]
    words += [message_for(cause)] if cause else []
    words += ["纸将用完。"] if low else []
    output.success(fields, " ".join(words))


def _status(uri: str, deadline_s: float) -> tuple[DeviceState, str | None, bool]:
    """Return state, cause and whether something runs low."""
    if uri.startswith(("ipp:", "ipps:")):
        page_status = open_ipp(uri).status(deadline_s)
        return page_status.state, page_status.cause and page_status.cause.value, page_status.supplies_low
    printer = _open(uri, _COLUMNS[0])
    try:
        status = printer.status(deadline_s)
    finally:
        printer.close()
    return status.state, status.cause and status.cause.value, status.paper_low


def _open(uri: str, columns: int) -> ReceiptPrinter:
    from devices.receipt_printer import UsageError as PrinterUsageError
    from devices.receipt_printer import open_printer

    try:
        return open_printer(uri, columns)
    except PrinterUsageError as error:
        detail = (
            f"{uri!r} names no printer; there are tcp://HOST[:PORT], serial:PATH, usb:VID:PID[:SERIAL], file:PATH, "
            "with options such as ?columns=32&qr=raster (devices/receipt_printer/README.md lists them)"
        )
        raise UsageError(detail) from error


def _slip(arguments: argparse.Namespace) -> Slip:
    from devices.receipt_printer import enlarged, load_slip, sample_slip

    if not arguments.sample and not arguments.file.is_file():
        raise FileUnreadableError(str(arguments.file))
    slip = sample_slip() if arguments.sample else load_slip(arguments.file)
    return enlarged(slip) if arguments.large else slip


def _report(given: str, outcome: PrintOutcome, output: Output) -> None:
    cause = outcome.cause.value if outcome.cause else None
    fields = {"state": outcome.state.value, "cause": cause}
    if outcome.state is PrintState.PRINTED:
        output.success(fields, "已打印。")
    else:
        output.refusal(given, cause or _UNPROVEN[outcome.state].code, fields)
