"""Opens one terminal's store and devices and composes the counter; the only module here that knows drivers."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from counter_app.counter import Counter, Devices
from devices.opening import open_devices
from shared.domain.clock import utc_now
from shared.store.profile import DevicesSection
from shared.store.terminal import open_terminal

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
        opened.page_printer,
        opened.barcode,
        types,
        opened.document_camera,
    )


def build_counter(
    profile_dir: str | os.PathLike[str] | None,
    *,
    clock: Callable[[], datetime] = utc_now,
    starts_agent: bool = True,
) -> Counter:
    """Open a terminal and compose its counter; `start` then sets it going.

    Raises:
        ConfigError, StoreError: the terminal can't be opened.
        CataloguePackageError: the stored catalogue is not what the root signed.
        SecurityError: there is no root, or none that can be read.
    """
    terminal = open_terminal(profile_dir)
    try:
        return Counter(terminal, drivers_of(terminal.config.devices), clock, starts_agent=starts_agent)
    except BaseException:
        terminal.close()
        raise
