"""Typefaces for synthetic papers: what the machine has, else the one that Pillow carries (Latin only)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import ImageFont

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_CHINESE = (
    "NotoSansCJK-Regular",
    "NotoSansCJK-Bold",
    "NotoSerifCJK-Regular",
    "NotoSerifCJK-Bold",
    "LXGWWenKai-Regular",
)
_LATIN = ("DejaVuSans", "DejaVuSerif", "DejaVuSansMono", "DejaVuSans-Bold", "DejaVuSerif-Bold")

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


class Typefaces:
    """The typefaces that papers are set in."""

    def __init__(self, folders: Iterable[Path] = FONT_FOLDERS) -> None:
        """Look for the known font files below some folders."""
        found: dict[str, Path] = {}
        for folder in folders:
            for parent, _, names in os.walk(folder):
                for name in names:
                    found.setdefault(Path(name).stem, Path(parent, name))
        self._chinese = tuple(found[stem] for stem in _CHINESE if stem in found)
        self._latin = tuple(found[stem] for stem in _LATIN if stem in found) or self._chinese

    @property
    def has_chinese(self) -> bool:
        """Whether Chinese can be set."""
        return bool(self._chinese)

    def pick(self, rng: np.random.Generator, *, chinese: bool) -> Path | None:
        """Return a font file, or None where Pillow's own must do."""
        files = self._chinese if chinese else self._latin
        return files[int(rng.integers(len(files)))] if files else None


@lru_cache(maxsize=256)
def load(path: Path | None, size: int) -> Font:
    """Return a font at a size in pixels."""
    if path is None:
        return ImageFont.load_default(size)
    return ImageFont.truetype(str(path), size)
