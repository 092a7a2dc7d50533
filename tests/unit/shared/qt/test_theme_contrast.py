"""Each pair of colours that the kiosk sets text in, in each palette: 7:1, or 4.5:1 for emblems and text from 36 px."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from shared.qt.qml_theme import ON_STAGE, Theme
from shared.qt.theme import EMBLEMS, PALETTES, TextSize, ThemeName, contrast

RUNNING = (
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "quiet"),
    ("ink", "warn_tint"),
    ("ink", "bad_tint"),
    ("ink", "brand_tint"),
    ("ink", "footer"),
    ("soft", "paper"),
    ("soft", "card"),
    ("brand", "paper"),
    ("brand", "card"),
    ("brand", "brand_tint"),
    ("on_brand", "brand"),
    ("on_brand_soft", "brand"),
    ("good", "card"),
    ("good", "paper"),
    ("warn", "warn_tint"),
    ("warn", "card"),
    ("warn", "paper"),
    ("bad", "paper"),
    ("bad", "card"),
)
LARGE = (
    ("bad", "bad_tint"),
    ("good", "brand_tint"),
    ("on_brand", "good_shape"),
    ("on_brand", "bad"),
    ("on_disabled", "disabled"),
)


@pytest.mark.parametrize("name", list(ThemeName))
@pytest.mark.parametrize(("text", "ground"), RUNNING)
def test_running_text_and_controls_have_seven_to_one(name: ThemeName, text: str, ground: str) -> None:
    palette = PALETTES[name]
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 7.0


@pytest.mark.parametrize("name", list(ThemeName))
@pytest.mark.parametrize(("text", "ground"), LARGE)
def test_large_text_has_four_and_a_half_to_one(name: ThemeName, text: str, ground: str) -> None:
    palette = PALETTES[name]
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("name", [ThemeName.CONTRAST_LIGHT, ThemeName.CONTRAST_DARK])
def test_strong_contrast_has_ten_to_one_everywhere(name: ThemeName) -> None:
    palette = PALETTES[name]
    assert min(contrast(getattr(palette, text), getattr(palette, ground)) for text, ground in RUNNING + LARGE) >= 10.0


@pytest.mark.parametrize("emblem", list(EMBLEMS))
def test_emblems_have_four_and_a_half_to_one(emblem: str) -> None:
    pair = EMBLEMS[emblem]
    assert contrast(pair.ink, pair.tint) >= 4.5


@pytest.mark.parametrize("name", list(ThemeName))
def test_text_on_the_stage_and_on_warning_shapes_can_be_read(name: ThemeName) -> None:
    theme = Theme()
    theme.setProperty("paletteName", name.value)
    assert contrast(ON_STAGE, PALETTES[name].stage) >= 7.0
    assert contrast(theme.on_warn_shape, PALETTES[name].warn_shape) >= 7.0


def test_the_theme_follows_size_contrast_and_window() -> None:
    theme = Theme()
    changes: list[bool] = []
    theme.changed.connect(lambda: changes.append(True))
    theme.setProperty("textSize", TextSize.LARGEST.value)
    theme.setProperty("textSize", TextSize.LARGEST.value)
    assert theme.property("body") == 45
    assert not theme.property("roomy")
    theme.setProperty("paletteName", "contrast_dark")
    assert theme.property("paper") == QColor("#000000")
    assert theme.property("emblemInk")["teal"] == QColor("#FFFFFF")
    theme.setProperty("portrait", False)
    theme.setProperty("typing", True)
    assert theme.property("cramped")
    theme.setProperty("still", True)
    assert theme.property("motion") == 0
    assert len(changes) == 5


def test_both_families_are_installed_here(qapp: object) -> None:
    from shared.qt.fonts import ensure_fonts, missing_fonts

    del qapp
    assert missing_fonts() == ()
    assert ensure_fonts() is None
