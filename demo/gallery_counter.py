"""Pictures of every view and state of the counter, in both sizes, from sample data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from counter_app.theme.look import Look
from counter_app.theme.stylesheet import build_stylesheet
from counter_app.views.trouble import TroubleView
from counter_app.views.window import CounterWindow
from demo.gallery_counter_around import AROUND_SCENES
from demo.gallery_counter_case import CASE_SCENES
from demo.gallery_counter_drafts import DRAFT_SCENES
from demo.gallery_counter_occasions import OCCASION_SCENES
from demo.gallery_counter_papers import PAPER_SCENES
from demo.gallery_counter_stage import STAGE_SCENES

SCENES: Final = {**AROUND_SCENES, **CASE_SCENES, **STAGE_SCENES, **DRAFT_SCENES, **PAPER_SCENES, **OCCASION_SCENES}
SIZES: Final = (QSize(1920, 1080), QSize(1366, 768))


def render_counter_gallery(
    out: Path, *, sizes: Iterable[QSize] = SIZES, scenes: Iterable[str] | None = None
) -> tuple[Path, ...]:
    """Draw the scenes into a folder as counter-SCENE-WIDTHxHEIGHT.png and return the files.

    Needs no display: with QT_QPA_PLATFORM=offscreen it draws into memory.
    """
    application = QApplication.instance() or QApplication(["gallery"])
    if not isinstance(application, QApplication):
        message = "a QApplication is needed"
        raise TypeError(message)
    application.setStyle("Fusion")
    application.setStyleSheet(build_stylesheet())
    out.mkdir(parents=True, exist_ok=True)
    wanted = set(SCENES if scenes is None else scenes)
    files = [
        _picture(application, name, scene, size, out)
        for name, scene in SCENES.items()
        if name in wanted
        for size in sizes
    ]
    if scenes is None:
        files.extend(_trouble(application, size, out) for size in sizes)
    return tuple(files)


def _trouble(application: QApplication, size: QSize, out: Path) -> Path:
    view = TroubleView("store_key_wrong", "")
    view.resize(size)
    view.show()
    application.processEvents()
    file = out / f"counter-trouble-{size.width()}x{size.height()}.png"
    view.grab().save(str(file))
    view.close()
    view.deleteLater()
    return file


def _picture(
    application: QApplication, name: str, scene: Callable[[CounterWindow], None], size: QSize, out: Path
) -> Path:
    window = CounterWindow(Look())
    window.resize(size)
    window.show()
    application.processEvents()
    scene(window)
    for _ in range(4):
        application.processEvents()
    file = out / f"counter-{name}-{size.width()}x{size.height()}.png"
    window.grab().save(str(file))
    window.close()
    window.deleteLater()
    application.processEvents()
    return file
