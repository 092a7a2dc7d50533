"""Whether the two families that every face is set in are there."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtGui import QFontDatabase

from shared.qt.theme import BRUSH_FAMILY, SANS_FAMILY

_LOG = logging.getLogger(__name__)
_PACKAGES: Final = {SANS_FAMILY: "fonts-noto-cjk", BRUSH_FAMILY: "fonts-lxgw-wenkai"}


class FontsMissingWarning(UserWarning):
    """Families that are not installed; Qt falls back to others, and texts may be cut.

    Attributes:
        families: by name; packages: what brings them on Debian.
    """

    code = "fonts_missing"

    def __init__(self, families: tuple[str, ...]) -> None:
        self.families = families
        self.packages = tuple(_PACKAGES[family] for family in families)
        super().__init__(f"missing: {', '.join(families)}; on Debian: {' '.join(self.packages)}")


def missing_fonts() -> tuple[str, ...]:
    """Return the families that are not installed. Needs a QGuiApplication."""
    known = set(QFontDatabase.families())
    return tuple(family for family in _PACKAGES if family not in known)


def ensure_fonts() -> FontsMissingWarning | None:
    """Log and return a warning when a family is missing; the faces still work."""
    missing = missing_fonts()
    if not missing:
        return None
    warning = FontsMissingWarning(missing)
    _LOG.warning("%s", warning)
    return warning
