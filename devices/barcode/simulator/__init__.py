"""Barcode guns that are none: bytes on a pty as a serial gun sends them, key events as a kernel hands them out."""

from __future__ import annotations

from devices.barcode.simulator.keyboard_gun import KeyboardGun, key_events
from devices.barcode.simulator.serial_line import VirtualSerialGun

__all__ = ["KeyboardGun", "VirtualSerialGun", "key_events"]
