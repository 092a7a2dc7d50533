"""Scenes as varied as what people hold to cameras and lay on glass: what the networks learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from typing import Final

import numpy as np

from devices.imaging.synthetic.camera import Sensor, View
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import Kind, Paper, make_paper
from devices.imaging.synthetic.scene import Scene, Setting, make_scene
from devices.imaging.synthetic.textures import Desk

_DESKS: Final = (Desk.DARK, Desk.WOOD, Desk.PATTERN, Desk.LIGHT, Desk.NEAR_WHITE, Desk.GLASS)
_DESK_CHANCE: Final = (0.14, 0.18, 0.16, 0.14, 0.26, 0.12)
_KINDS: Final = tuple(Kind)
_KIND_CHANCE: Final = (0.14, 0.13, 0.12, 0.1, 0.15, 0.08, 0.13, 0.08, 0.03, 0.04)
_OUT_OF_SIGHT: Final = (1.5, 0.0)


@unique
class Trouble(StrEnum):
    """What makes a page hard to find; scenes by chance seldom show it, so it can be asked for."""

    HIDDEN = "hidden"  # something lies over a part of it
    UPON = "upon"  # it lies upon a larger paper
    HELD = "held"  # a hand holds it
    SHADED = "shaded"  # shadows fall on it, and the lamp is to one side


@dataclass(frozen=True, slots=True)
class Wish:
    """What a random scene must have; None leaves it to chance.

    Attributes:
        desk: what the papers lie on.
        papers: how many, 0 to 4.
        scanned: whether it is a scan: seen straight from above, filling much of the picture.
        whole: whether all of every paper must be in the picture.
        supersample: how much finer the scene is drawn.
        trouble: what must make it hard.
    """

    desk: Desk | None = None
    papers: int | None = None
    scanned: bool | None = None
    whole: bool = False
    supersample: int = 1
    trouble: Trouble | None = None


def random_papers(rng: np.random.Generator, typefaces: Typefaces, count: int, per_mm: float = 2.4) -> list[Paper]:
    """Print papers of all kinds; cards, being small, finer."""
    papers = []
    for _ in range(count):
        kind = _KINDS[int(rng.choice(len(_KINDS), p=_KIND_CHANCE))]
        papers.append(make_paper(rng, kind, typefaces, per_mm * 3 if kind is Kind.CARD else per_mm))
    return papers


def random_scene(
    rng: np.random.Generator, frame: tuple[int, int], pool: Sequence[Paper], wish: Wish | None = None
) -> Scene:
    """Make a scene by chance from a pool of papers."""
    wish = wish or Wish()
    while True:
        scene = _any_scene(rng, frame, pool, wish)
        within = [quad for quad in scene.outlines if quad.min() >= 0 and (quad.max(axis=0) < frame).all()]
        if not wish.whole or (len(within) == len(scene.outlines) and len(within) >= (wish.papers or 0)):
            return scene


def _any_scene(rng: np.random.Generator, frame: tuple[int, int], pool: Sequence[Paper], wish: Wish) -> Scene:
    desk = wish.desk or _DESKS[int(rng.choice(len(_DESKS), p=_DESK_CHANCE))]
    scanned = bool(desk is Desk.GLASS if wish.scanned is None else wish.scanned)
    count = int(rng.choice(5, p=[0.04, 0.78, 0.08, 0.05, 0.05])) if wish.papers is None else wish.papers
    laid = max(1, count)
    chosen = [pool[int(index)] for index in rng.integers(0, len(pool), laid + 2)]
    setting = _scan(rng, frame, desk, wish, laid) if scanned else _photograph(rng, frame, desk, wish, laid)
    if wish.trouble is not None:
        setting = _troubled(rng, setting, wish.trouble)
    if not count:
        setting = replace(setting, view=replace(setting.view, share=min(setting.view.share, 0.3), shift=_OUT_OF_SIGHT))
    return make_scene(rng, setting, chosen[:laid], chosen[laid:])


def _scan(rng: np.random.Generator, frame: tuple[int, int], desk: Desk, wish: Wish, count: int) -> Setting:
    full = rng.random() < 0.25 and count == 1
    share = float(
        rng.uniform(0.95, 1.08) if full else rng.uniform(0.06, 0.85) if count == 1 else rng.uniform(0.4, 0.85)
    )
    skew = float(rng.normal(0, 0.3) if full else rng.normal(0, 5) if rng.random() < 0.8 else rng.uniform(-45, 45))
    roll = skew + 90.0 * int(rng.integers(4))
    shift = (0.0, 0.0) if full else _room(rng, share)
    return Setting(
        frame=frame,
        desk=desk,
        view=View(0.0, 0.0, roll, 2.0, share, shift),
        sensor=Sensor(
            blur_px=float(rng.uniform(0, 0.6)),
            noise=float(rng.uniform(0, 2)),
            jpeg=_jpeg(rng),
            seed=int(rng.integers(2**32)),
        ),
        folds=bool(rng.random() < 0.4),
        edge_shadow=float(rng.uniform(0.0, 0.25)),
        supersample=wish.supersample,
    )


def _photograph(rng: np.random.Generator, frame: tuple[int, int], desk: Desk, wish: Wish, count: int) -> Setting:
    share = float(rng.uniform(0.07, 0.8) if count == 1 else rng.uniform(0.35, 0.85))
    tilt = float(abs(rng.normal(0, 18)) if rng.random() < 0.85 else rng.uniform(20, 45))
    turned = float(rng.normal(0, 14) if rng.random() < 0.7 else rng.uniform(-180, 180))
    near_white = desk is Desk.NEAR_WHITE
    return Setting(
        frame=frame,
        desk=desk,
        view=View(
            min(tilt, 45.0),
            float(rng.uniform(0, 360)),
            turned + 90.0 * float(rng.choice(4, p=[0.7, 0.12, 0.06, 0.12])),
            float(rng.uniform(0.8, 1.8)),
            share,
            _room(rng, share),
        ),
        sensor=_sensor(rng, frame),
        things=(int(rng.choice([0, 2, 8], p=[0.5, 0.3, 0.2])), int(rng.random() < 0.08)),
        beyond=bool(rng.random() < 0.25),
        stray=int(rng.choice([0, 1, 2], p=[0.72, 0.2, 0.08])) if count == 1 else 0,
        fingers=bool(rng.random() < 0.15),
        shadows=int(rng.choice([0, 1, 2], p=[0.5, 0.3, 0.2])),
        lamp=float(rng.uniform(0, 1.3)),
        glare=bool(rng.random() < 0.15),
        folds=bool(rng.random() < 0.5),
        bend=float(rng.uniform(0, 0.006)) if rng.random() < 0.4 else 0.0,
        edge_shadow=float(rng.uniform(0.02, 0.2) if near_white else rng.uniform(0.0, 0.5)),
        supersample=wish.supersample,
    )


def _troubled(rng: np.random.Generator, setting: Setting, trouble: Trouble) -> Setting:
    if trouble is Trouble.HIDDEN:
        return replace(setting, hidden=float(rng.uniform(0.04, 0.7)))
    if trouble is Trouble.UPON:
        return replace(setting, below=float(rng.uniform(1.05, 2.2)))
    if trouble is Trouble.HELD:
        return replace(setting, fingers=True)
    return replace(setting, shadows=int(rng.integers(2, 5)), lamp=float(rng.uniform(1.0, 1.8)))


def _room(rng: np.random.Generator, share: float) -> tuple[float, float]:
    """Return how far off the middle a paper may lie so that it stays within the picture, as a rule."""
    room = max(0.0, 0.5 - 0.6 * float(np.sqrt(share)))
    spread = room * (1.0 if rng.random() < 0.9 else 1.8)
    across, down = rng.uniform(-spread, spread, 2)
    return float(across), float(down)


def _sensor(rng: np.random.Generator, frame: tuple[int, int]) -> Sensor:
    fine = max(frame) / 1000
    gains = np.clip(rng.normal(1, 0.07, 3), 0.75, 1.3) * rng.uniform(0.6, 1.12)
    return Sensor(
        blur_px=float(rng.uniform(0, 1.6) * fine),
        motion_px=float(rng.uniform(3, 14) * fine if rng.random() < 0.2 else 0.0),
        motion_deg=float(rng.uniform(0, 180)),
        noise=float(rng.uniform(0, 5)),
        jpeg=_jpeg(rng),
        gain=(float(gains[0]), float(gains[1]), float(gains[2])),
        gamma=float(rng.uniform(0.75, 1.35)),
        seed=int(rng.integers(2**32)),
    )


def _jpeg(rng: np.random.Generator) -> int | None:
    return int(rng.integers(40, 96)) if rng.random() < 0.7 else None
