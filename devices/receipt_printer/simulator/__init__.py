"""A receipt printer that is none: ESC/POS over TCP, a pty or USB transfers in, pictures of slips out."""

from __future__ import annotations

from devices.receipt_printer.simulator.conditions import PrinterConditions
from devices.receipt_printer.simulator.printer import VirtualPrinter
from devices.receipt_printer.simulator.serial_wire import SerialWire
from devices.receipt_printer.simulator.slips import PrintedSlip
from devices.receipt_printer.simulator.usb_wire import UsbWire

__all__ = ["PrintedSlip", "PrinterConditions", "SerialWire", "UsbWire", "VirtualPrinter"]
