"""One theme for both faces: colour roles, emblem pairs, type scales and metrics as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

SANS_FAMILY: Final = "Noto Sans CJK SC"
SANS_TRADITIONAL_FAMILY: Final = "Noto Sans CJK TC"
BRUSH_FAMILY: Final = "LXGW WenKai"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colour roles; every pair that is used for text is measured by a test."""

    paper: str
    card: str
    line: str
    ink: str
    soft: str
    brand: str
    brand_tint: str
    on_brand: str
    on_brand_soft: str
    quiet: str
    footer: str
    good: str
    good_shape: str
    warn: str
    warn_tint: str
    warn_shape: str
    bad: str
    bad_tint: str
    stage: str
    disabled: str
    on_disabled: str


@dataclass(frozen=True, slots=True)
class EmblemPair:
    """A brush character's colour on its tint."""

    ink: str
    tint: str


@unique
class ThemeName(StrEnum):
    PAPER = "paper"
    CONTRAST_LIGHT = "contrast_light"
    CONTRAST_DARK = "contrast_dark"


PALETTES: Final = {
    ThemeName.PAPER: Palette(
        paper="#F4F3EE",
        card="#FFFFFF",
        line="#DAD7CC",
        ink="#17222B",
        soft="#414E58",
        brand="#0E4A5C",
        brand_tint="#DDEBEC",
        on_brand="#FFFFFF",
        on_brand_soft="#E3EEF0",
        quiet="#EAE8DF",
        footer="#E4E2D7",
        good="#14592F",
        good_shape="#217A45",
        warn="#6B4500",
        warn_tint="#FBEFD6",
        warn_shape="#DFA03A",
        bad="#84271A",
        bad_tint="#F6E3DD",
        stage="#2A3135",
        disabled="#C8D5D8",
        on_disabled="#26383F",
    ),
    ThemeName.CONTRAST_LIGHT: Palette(
        paper="#FFFFFF",
        card="#FFFFFF",
        line="#000000",
        ink="#000000",
        soft="#000000",
        brand="#000000",
        brand_tint="#FFFFFF",
        on_brand="#FFFFFF",
        on_brand_soft="#FFFFFF",
        quiet="#FFFFFF",
        footer="#FFFFFF",
        good="#000000",
        good_shape="#000000",
        warn="#000000",
        warn_tint="#FFFFFF",
        warn_shape="#000000",
        bad="#000000",
        bad_tint="#FFFFFF",
        stage="#000000",
        disabled="#FFFFFF",
        on_disabled="#000000",
    ),
    ThemeName.CONTRAST_DARK: Palette(
        paper="#000000",
        card="#000000",
        line="#FFFFFF",
        ink="#FFFFFF",
        soft="#FFFFFF",
        brand="#FFFFFF",
        brand_tint="#000000",
        on_brand="#000000",
        on_brand_soft="#000000",
        quiet="#000000",
        footer="#000000",
        good="#FFFFFF",
        good_shape="#FFFFFF",
        warn="#FFFFFF",
        warn_tint="#000000",
        warn_shape="#FFFFFF",
        bad="#FFFFFF",
        bad_tint="#000000",
        stage="#000000",
        disabled="#000000",
        on_disabled="#FFFFFF",
    ),
}

EMBLEMS: Final = {
    "teal": EmblemPair("#0E4A5C", "#DDEBEC"),
    "vermilion": EmblemPair("#84271A", "#F6E3DD"),
    "leaf": EmblemPair("#2E5A2B", "#E2EDDC"),
    "plum": EmblemPair("#4A4560", "#E8E6EE"),
    "ochre": EmblemPair("#7A5312", "#F5EAD2"),
    "blue": EmblemPair("#26507A", "#DFE8F2"),
}


@unique
class TextSize(StrEnum):
    """The kiosk's four text sizes and the factor each puts on the type scale."""

    STANDARD = "standard"
    LARGE = "large"
    LARGER = "larger"
    LARGEST = "largest"

    @property
    def factor(self) -> float:
        return {"standard": 1.0, "large": 1.15, "larger": 1.3, "largest": 1.5}[self.value]


@dataclass(frozen=True, slots=True)
class KioskType:
    """Pixel sizes at 1x on a 1080-pixel-wide or 1080-pixel-high screen."""

    small: int = 26
    body: int = 30
    strong: int = 36
    title: int = 42
    page: int = 58
    greeting: int = 76


@dataclass(frozen=True, slots=True)
class CounterType:
    """Pixel sizes of the counter."""

    small: int = 14
    body: int = 16
    strong: int = 18
    title: int = 20
    page: int = 24


def relative_luminance(colour: str) -> float:
    """Return the WCAG 2.1 relative luminance of #RRGGBB."""
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2.1 contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
