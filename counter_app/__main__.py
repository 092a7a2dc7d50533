"""`python -m counter_app --profile DIR [--windowed WxH]`: the clerk's workstation."""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.counter import Counter
from counter_app.theme.stylesheet import build_stylesheet
from counter_app.views.trouble import TroubleView
from counter_app.wiring import build_counter
from shared.catalogue.errors import CataloguePackageError
from shared.command_line import Parser
from shared.qt.fonts import ensure_fonts
from shared.security.errors import SecurityError
from shared.security.forgetting import leave_no_dump
from shared.store.errors import ConfigError, StoreError
from shared.store.profile import profile_of

_LOG = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """Run the counter until its window is closed; return the exit code."""
    leave_no_dump()
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        profile = profile_of(options.profile).folder
    except StoreError as error:
        sys.stderr.write(f"{error}\n")
        return os.EX_USAGE
    application = make_application()
    counter, window = _open(profile)
    _show(window, options.windowed)
    if counter is not None:
        counter.start()
    status = application.exec()
    if counter is not None:
        counter.close()
        return status
    return 1


def make_application() -> QApplication:
    """Return the application, dressed in the counter's style."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("yimen-counter")
    application.setStyle("Fusion")
    application.setStyleSheet(build_stylesheet())
    ensure_fonts()
    return application


def _open(profile: Path) -> tuple[Counter | None, QWidget]:
    try:
        counter = build_counter(profile)
    except (StoreError, SecurityError, CataloguePackageError) as error:
        cause = f": {error}" if isinstance(error, ConfigError) else ""
        _LOG.error("the terminal can't be opened: %s%s", error.code, cause)
        detail = f"{error.key} {error.problem}".strip() if isinstance(error, ConfigError) else ""
        return None, TroubleView(error.code, detail)
    return counter, counter.window


def _show(window: QWidget, size: QSize | None) -> None:
    if size is None:
        window.showFullScreen()
    else:
        window.resize(size)
        window.show()


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="counter_app", description="The clerk's workstation.")
    parser.add_argument("--profile", metavar="DIR", help="the terminal's folder; else YIMEN_PROFILE")
    parser.add_argument(
        "--windowed", metavar="WxH", type=_size, help="a window of this size instead of the full screen"
    )
    return parser


def _size(text: str) -> QSize:
    match = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if match is None:
        message = f"{text!r} is not WxH"
        raise argparse.ArgumentTypeError(message)
    return QSize(int(match[1]), int(match[2]))


if __name__ == "__main__":
    sys.exit(main())
