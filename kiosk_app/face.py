"""The window: every view model handed to the QML root as a required property."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtQuick import QQuickView

from kiosk_app.pictures import PROVIDER, Pictures
from kiosk_app.viewmodels.confirm import ConfirmViewModel
from kiosk_app.viewmodels.form import FormViewModel
from kiosk_app.viewmodels.home import HomeViewModel
from kiosk_app.viewmodels.identify import IdentifyViewModel
from kiosk_app.viewmodels.item import ItemViewModel
from kiosk_app.viewmodels.keep import KeepViewModel
from kiosk_app.viewmodels.materials import MaterialsViewModel
from kiosk_app.viewmodels.papers import PapersViewModel
from kiosk_app.viewmodels.pause import PauseViewModel
from kiosk_app.viewmodels.receipt import GoodbyeViewModel, ReceiptViewModel
from kiosk_app.viewmodels.resume import ResumeViewModel
from kiosk_app.viewmodels.review import ReviewViewModel
from kiosk_app.viewmodels.shell import ShellViewModel
from shared.qt.qml_theme import Theme

QML_FOLDER = Path(__file__).parent / "qml"
QUIET_CATEGORIES = "qt.multimedia.*=false;qt.qml.propertyCache.*=false;qt.virtualkeyboard.*=false"


@dataclass(frozen=True, slots=True)
class Models:
    """The view models, by the names of KioskApp.qml."""

    shell: ShellViewModel
    home: HomeViewModel
    item: ItemViewModel
    identify: IdentifyViewModel
    form: FormViewModel
    materials: MaterialsViewModel
    review: ReviewViewModel
    confirm: ConfirmViewModel
    receipt: ReceiptViewModel
    goodbye: GoodbyeViewModel
    pause: PauseViewModel
    papers: PapersViewModel
    keep: KeepViewModel
    resume: ResumeViewModel


class FaceError(RuntimeError):
    """The QML could not be loaded; a defect or a broken installation, never a citizen's doing."""

    code = "face_broken"


def prepare_environment(keyboard_folder: Path) -> None:
    """Set what Qt reads before the application exists: the on-screen keyboard, its style and where it may learn.

    Args:
        keyboard_folder: what the Pinyin keyboard learns goes here, so that it can be wiped with the session.
    """
    os.environ["QT_IM_MODULE"] = "qtvirtualkeyboard"
    os.environ["XDG_CONFIG_HOME"] = str(keyboard_folder)
    rules = os.environ.get("QT_LOGGING_RULES", "")
    os.environ["QT_LOGGING_RULES"] = ";".join(filter(None, (QUIET_CATEGORIES, rules)))


def open_face(models: Models, pictures: Pictures, size: QSize) -> QQuickView:
    """Return the window, not shown yet; it owns the pictures from now on. Raises FaceError."""
    view = QQuickView()
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    view.engine().addImportPath(str(QML_FOLDER))
    view.engine().addImageProvider(PROVIDER, pictures)
    view.setInitialProperties({entry.name: getattr(models, entry.name) for entry in fields(models)})
    view.resize(size)
    view.loadFromModule("Kiosk.App", "KioskApp")
    if view.status() != QQuickView.Status.Ready:
        raise FaceError("; ".join(error.toString() for error in view.errors()))
    return view


def close_face(view: QQuickView) -> None:
    """Take the window down before the view models go."""
    view.hide()
    view.setSource(QUrl())
    view.deleteLater()


def theme_of(view: QQuickView) -> Theme:
    """Return the theme of a window."""
    theme = view.engine().singletonInstance("Kiosk.Style", "Theme")
    if not isinstance(theme, Theme):
        reason = "no theme in this engine"
        raise FaceError(reason)
    return theme
