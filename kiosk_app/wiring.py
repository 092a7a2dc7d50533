"""Opens one terminal's store and devices and composes a citizen's session; the only module here that knows drivers."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QSize

from devices.opening import open_devices
from kiosk_app.citizen_session import Devices, Session
from kiosk_app.idle import IdlePace
from shared.store.profile import DevicesSection
from shared.store.terminal import open_terminal

PORTRAIT = QSize(1080, 1920)


def _utc_now() -> datetime:
    return datetime.now(UTC)


def drivers_of(section: DevicesSection) -> Devices:
    """Return the drivers that terminal.toml names."""
    opened = open_devices(section.model_dump())
    return Devices(opened.id_card, opened.scanner, opened.receipt_printer, opened.document_camera, opened.page_printer)


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
        return Session(terminal, drivers_of(terminal.config.devices), size=size, clock=clock, idle=idle)
    except BaseException:
        terminal.close()
        raise
