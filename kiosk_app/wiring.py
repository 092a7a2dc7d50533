"""Opens one terminal's store and devices and composes a citizen's session; the only module here that knows drivers."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize

from devices.opening import open_devices
from kiosk_app.citizen_session import Devices, Session
from kiosk_app.idle import IdlePace
from shared.domain.clock import utc_now
from shared.handoff.desk import HandoffDesk
from shared.store.profile import DevicesSection
from shared.store.terminal import open_terminal

PORTRAIT = QSize(1080, 1920)
KEYBOARD_GUN = "wedge:keyboard"


def drivers_of(section: DevicesSection) -> Devices:
    """Return the drivers that terminal.toml names."""
    table = section.model_dump()
    # A gun that types needs no driver: its keys are told apart in the window.
    types = table.get("barcode") == KEYBOARD_GUN
    opened = open_devices({role: uri for role, uri in table.items() if not (types and role == "barcode")})
    return Devices(
        opened.id_card,
        opened.scanner,
        opened.receipt_printer,
        opened.document_camera,
        opened.page_printer,
        opened.barcode,
        types,
    )


def build_session(
    profile_dir: str | os.PathLike[str] | None,
    *,
    size: QSize = PORTRAIT,
    clock: Callable[[], datetime] = utc_now,
    idle: IdlePace | None = None,
) -> Session:
    """Open a terminal and compose one citizen's session; `start` then sets it going. Needs a QGuiApplication.

    Raises:
        ConfigError, StoreError: the terminal can't be opened.
        CataloguePackageError: the stored catalogue is not what the root signed.
        SecurityError: there is no root, or none that can be read.
        FaceError: the QML could not be loaded.
    """
    terminal = open_terminal(profile_dir)
    try:
        handoff = HandoffDesk(terminal, clock=clock)
        return Session(terminal, drivers_of(terminal.config.devices), handoff, size=size, clock=clock, idle=idle)
    except BaseException:
        terminal.close()
        raise
