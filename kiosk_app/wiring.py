"""Opens one terminal's store and devices and composes a citizen's session; the only module here that knows drivers."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize

from devices.core.cards import IdCardReader
from devices.core.errors import DeviceError, UnsupportedError
from devices.core.scanning import PageScanner
from devices.id_card.driver import SamvReader
from devices.receipt_printer.uri import UsageError, open_printer
from devices.scanner.image_source import ImageFileScanner
from devices.scanner.sane_driver import SaneScanner
from kiosk_app.citizen_session import Devices, Session
from kiosk_app.idle import IdlePace
from shared.store.profile import DevicesSection
from shared.store.terminal import open_terminal

DriverT = TypeVar("DriverT")
PORTRAIT = QSize(1080, 1920)
_LOG = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def open_devices(section: DevicesSection) -> Devices:
    """Return drivers for the URIs of terminal.toml; one that names no driver is logged and the device is missing."""
    return Devices(
        _opened("id_card", section.id_card, _reader),
        _opened("scanner", section.scanner, _scanner),
        _opened("receipt_printer", section.receipt_printer, open_printer),
    )


def build_session(
    profile_dir: str | os.PathLike[str] | None,
    *,
    size: QSize = PORTRAIT,
    clock: Callable[[], datetime] = _utc_now,
    idle: IdlePace | None = None,
) -> Session:
    """Open a terminal and compose one citizen's session; `start` then sets it going. Needs a QGuiApplication.

    Raises:
        ConfigError, StoreError: the terminal can't be opened.
        CataloguePackageError: the stored catalogue is not what the root signed.
        FaceError: the QML could not be loaded.
    """
    terminal = open_terminal(profile_dir)
    try:
        return Session(terminal, open_devices(terminal.config.devices), size=size, clock=clock, idle=idle)
    except BaseException:
        terminal.close()
        raise


def _opened(key: str, uri: str | None, opener: Callable[[str], DriverT]) -> DriverT | None:
    if uri is None:
        return None
    try:
        return opener(uri)
    except (DeviceError, UsageError) as error:
        _LOG.error("terminal.toml [devices] %s names no driver: %s", key, error.code)
        return None


def _reader(uri: str) -> IdCardReader:
    scheme, _, port = uri.partition(":")
    if scheme != "serial" or not port:
        raise UnsupportedError(scheme)
    return SamvReader.open_serial(port)


def _scanner(uri: str) -> PageScanner:
    scheme, _, place = uri.partition(":")
    if scheme == "folder" and place:
        return ImageFileScanner(Path(place))
    if scheme == "sane" and place:
        return SaneScanner(place)
    raise UnsupportedError(scheme)
