"""Pictures of every screen and state of the kiosk, in both orientations and all text sizes, from sample data."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickView
from PySide6.QtTest import QTest

from demo.desk_view import DeskScene, corners_of, see
from demo.gallery_kiosk_capture import PICTURES, sample_readings
from demo.gallery_kiosk_papers import sample_pdf
from demo.gallery_kiosk_samples import SCENES, Scene, spoken_scenes
from demo.resting import rest
from demo.specimen_pages import draw_page
from kiosk_app.face import Models, close_face, open_face, prepare_environment, theme_of
from kiosk_app.live_picture import LiveFeed
from kiosk_app.pictures import Pictures
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
from kiosk_app.viewmodels.shell import ShellProps, ShellViewModel
from kiosk_app.work.mending import NEGATIVE
from kiosk_app.work.papers import PREVIEW_DPI
from kiosk_app.work.reading_pages import crop_of
from kiosk_app.work.shooting import REJECTED
from shared.capture.steady_hand import Look, Sight
from shared.intake.card_sheet import purpose, sheet_of
from shared.qt.camera_eye import LiveFrame
from shared.qt.items import centre_of, find_item
from shared.qt.languages import Language, Languages
from shared.qt.theme import TextSize, ThemeName

SIZES: Final = (QSize(1080, 1920), QSize(1920, 1080))
SAMPLE_CODE: Final = "YM1:" + "6BFOXN*TS0BI$ZD.P9UOL97O4-2HH77HRM3DSPTDRRE+%53" * 6


@dataclass(frozen=True, slots=True)
class Take:
    """One picture to take: a scene, and how it is dressed."""

    scene: Scene
    text_size: TextSize = TextSize.STANDARD
    palette: ThemeName = ThemeName.PAPER
    language: Language = Language.SIMPLIFIED


class Silent:
    """Takes every act and does nothing: the gallery only looks."""

    def __init__(self) -> None:
        self.mending = self.reading = self

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


def sample_models() -> Models:
    """Return view models that show nothing yet and do nothing."""
    acts: Any = Silent()
    return Models(
        shell=ShellViewModel(acts),
        home=HomeViewModel(acts),
        item=ItemViewModel(acts),
        identify=IdentifyViewModel(acts),
        form=FormViewModel(acts),
        materials=MaterialsViewModel(acts, sample_feed()),
        review=ReviewViewModel(acts),
        confirm=ConfirmViewModel(acts),
        receipt=ReceiptViewModel(acts),
        goodbye=GoodbyeViewModel(),
        pause=PauseViewModel(acts),
        papers=PapersViewModel(acts),
        keep=KeepViewModel(acts),
        resume=ResumeViewModel(acts),
    )


def sample_feed() -> LiveFeed:
    """Return a document camera with a page under it that lies still."""
    scene, size = DeskScene("household_register"), (960, 720)
    pixels = see(scene, size)
    image = QImage(pixels.tobytes(), *size, 3 * size[0], QImage.Format.Format_RGB888).copy()
    corners = tuple((x / size[0], y / size[1]) for x, y in corners_of(scene, size))
    feed = LiveFeed()
    feed.show(LiveFrame(image, Look(Sight.HOLDING, corners, 0.6)))
    return feed


def sample_pictures() -> Pictures:
    """Return specimen pages and a QR code."""
    pictures, pages = Pictures(), {}
    for key in {*PICTURES.values()} - {"card-sheet"}:
        buffer = BytesIO()
        draw_page(key).save(buffer, "JPEG", quality=80)
        pages[key] = buffer.getvalue()
    sides = [pages[key] for key in ("id_card_front", "id_card_back")]
    purposed = purpose("就业创业证申领", date(2026, 11, 27))
    pages["card-sheet"] = sheet_of(sides, (200, 200), purposed).jpeg
    for number, key in PICTURES.items():
        pictures.put_jpeg(UUID(int=number).hex, pages[key])
    pictures.put_jpeg(REJECTED, pages["household_register"])
    desk = BytesIO()
    Image.fromarray(see(DeskScene("household_register"), (1600, 1200))).save(desk, "JPEG", quality=80)
    pictures.put_jpeg(NEGATIVE, desk.getvalue())
    for reading in sample_readings():
        pictures.put_jpeg(crop_of(reading), reading.crop)
    pictures.put_qr("qr", SAMPLE_CODE)
    pictures.put_pages("papers-sample", sample_pdf(), PREVIEW_DPI)
    return pictures


def render_kiosk_gallery(
    out: Path,
    *,
    sizes: Iterable[QSize] = SIZES,
    text_sizes: Iterable[TextSize] = tuple(TextSize),
    palettes: Iterable[ThemeName] = (ThemeName.PAPER,),
    scenes: Iterable[str] | None = None,
    languages: Iterable[Language] = (Language.SIMPLIFIED,),
) -> tuple[Path, ...]:
    """Draw the scenes into a folder as kiosk-SCENE-TEXTSIZE[-PALETTE][-LANGUAGE]-WIDTHxHEIGHT.png; return the files.

    All of them in Simplified Chinese, those that are derived in the other languages too.

    Needs no display: with QT_QPA_PLATFORM=offscreen and QT_QUICK_BACKEND=software it draws into memory.
    """
    with tempfile.TemporaryDirectory() as keyboard:
        prepare_environment(Path(keyboard))
        application = QGuiApplication.instance() or QGuiApplication(["gallery"])
        models = sample_models()
        named = None if scenes is None else frozenset(scenes)
        spoken = Languages("kiosk")
        out.mkdir(parents=True, exist_ok=True)
        files: list[Path] = []
        for size in sizes:
            view = open_face(models, sample_pictures(), size)
            theme_of(view).setProperty("still", True)
            view.show()
            rest(view)
            for language in languages:
                wanted = [scene for scene in speak(view, spoken, language) if named is None or scene.name in named]
                files += [
                    _picture(view, models, Take(scene, text_size, palette, language), out)
                    for scene, palette, text_size in product(wanted, palettes, text_sizes)
                ]
            speak(view, spoken, Language.SIMPLIFIED)
            close_face(view)
        application.processEvents()
    return tuple(files)


def speak(view: QQuickView, spoken: Languages, language: Language) -> tuple[Scene, ...]:
    """Have a face speak a language, and return the scenes that there are in it."""
    spoken.speak(language)
    view.engine().retranslate()
    return SCENES if language is Language.SIMPLIFIED else spoken_scenes(language)


def show_scene(view: QQuickView, models: Models, take: Take) -> None:
    """Bring a scene up and wait until it has its shape."""
    scene = take.scene
    # Bare, but at the same size: laying everything out for another one takes longest.
    bare = ShellProps(screen="", text_size=take.text_size.value, palette_name=take.palette.value)
    models.shell.show(bare)
    getattr(models, scene.model).show(scene.props)
    models.shell.show(replace(scene.shell, text_size=bare.text_size, palette_name=bare.palette_name))
    rest(view)
    kind, _, words = scene.typing.partition(":")
    if not kind:
        return
    if kind == "hold":
        _hold(view, words)
        return
    field = find_item(view.rootObject(), "searchText" if kind == "text" else words)
    if field is not None:
        if kind == "text":
            field.setProperty("text", words)
        field.forceActiveFocus()
        rest(view)


def _hold(view: QQuickView, name: str) -> None:
    """Keep a finger on an item; it is lifted when the next scene takes the item away."""
    item = find_item(view.rootObject(), name)
    if item is not None:
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=centre_of(item))
        rest(view)


def _picture(view: QQuickView, models: Models, take: Take, out: Path) -> Path:
    show_scene(view, models, take)
    marks = [take.scene.name, take.text_size.value]
    marks += [] if take.palette is ThemeName.PAPER else [take.palette.value]
    marks += [] if take.language is Language.SIMPLIFIED else [take.language.value]
    file = out / f"kiosk-{'-'.join(marks)}-{view.width()}x{view.height()}.png"
    view.grabWindow().save(str(file))
    if take.scene.typing.startswith("hold:"):
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton)
    return file
