"""A receipt printer that is none: ESC/POS over TCP in, pictures of slips out."""

from __future__ import annotations

from devices.receipt_printer.simulator.conditions import PrinterConditions
from devices.receipt_printer.simulator.printer import VirtualPrinter
from devices.receipt_printer.simulator.slips import PrintedSlip

__all__ = ["PrintedSlip", "PrinterConditions", "VirtualPrinter"]
