"""Barcode guns: on a serial line, on evdev, and recognised among the keys of a keyboard."""

from __future__ import annotations

from devices.barcode.evdev_gun import EvdevGun
from devices.barcode.framing import CodeFramer, decode_text
from devices.barcode.serial_gun import SerialGun
from devices.core.wedge import Stroke, WedgeRecogniser

__all__ = ["CodeFramer", "EvdevGun", "SerialGun", "Stroke", "WedgeRecogniser", "decode_text"]
