"""A picture of papers on a desk, with their corners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.synthetic.camera import (
    Matrix,
    Points,
    Sensor,
    View,
    area_of,
    expose,
    look,
    placed,
    project,
    rectangle,
)
from devices.imaging.synthetic.light import cast_shadows, crumple, fold, glare, lamp
from devices.imaging.synthetic.noise import Picture
from devices.imaging.synthetic.papers import Paper
from devices.imaging.synthetic.textures import Desk, make_desk
from devices.imaging.synthetic.things import cover, darken, end_desk, fingers, scatter

# Less of a paper than this in the picture is no page that anyone meant to take.
_LEAST_SEEN: Final = 0.75
_GAP_MM: Final = (4.0, 40.0)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a scene is set. Chances are from 0 to 1.

    Attributes:
        frame: width and height of the picture in pixels.
        desk: what the papers lie on.
        view: where the camera stands.
        sensor: how well the picture is taken.
        things: how many things lie about under the papers, and how many over them.
        beyond: whether the desk ends within the picture.
        stray: how many other papers lie half out of the picture or under the main one.
        below: how much larger than the main paper the one is that it lies upon, the last of the stray ones, at least;
            0 for none.
        hidden: how much of the main paper something that lies over it hides.
        fingers: whether a hand holds the main paper.
        shadows: how many shadows fall on it.
        lamp: strength of uneven light, 0 none.
        glare: whether a lamp is reflected.
        folds: whether papers are creased.
        bend: how far the sides of a paper bow, as a share of its size.
        edge_shadow: how dark the shadow at a paper's edge is.
        supersample: how much finer the scene is drawn than it is given out.
    """

    frame: tuple[int, int]
    desk: Desk
    view: View
    sensor: Sensor = field(default_factory=Sensor)
    things: tuple[int, int] = (0, 0)
    beyond: bool = False
    stray: int = 0
    below: float = 0.0
    hidden: float = 0.0
    fingers: bool = False
    shadows: int = 0
    lamp: float = 0.0
    glare: bool = False
    folds: bool = False
    bend: float = 0.0
    edge_shadow: float = 0.15
    supersample: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A picture and what is on it.

    Attributes:
        pixels: (height, width, 3) RGB.
        outlines: for each paper that is seen as a whole, or nearly, its four corners as it is read: top left, top
            right, bottom right, bottom left in pixels; pixel centres are whole numbers.
    """

    pixels: Pixels
    outlines: tuple[Points, ...]


def make_scene(
    rng: np.random.Generator, setting: Setting, papers: Sequence[Paper], stray: Sequence[Paper] = ()
) -> Scene:
    """Put papers on a desk and take a picture.

    The first paper lies in the middle; more are laid beside it without touching.

    Args:
        rng: source of chance.
        setting: how.
        papers: what is meant to be taken.
        stray: other papers, of which `setting.stray` are laid half out of the picture or under the first.
    """
    scale = setting.supersample
    width, height = setting.frame[0] * scale, setting.frame[1] * scale
    main = papers[0]
    spread = _spread(rng, papers)
    reach = np.concatenate(
        [project(matrix, rectangle(p.width_mm, p.height_mm)) for p, matrix in zip(papers, spread, strict=True)]
    )
    middle = (reach.min(axis=0) + reach.max(axis=0)) / 2
    size = reach.max(axis=0) - reach.min(axis=0)
    desk = look(setting.view, (width, height), (float(size[0]), float(size[1]))) @ placed(
        -float(middle[0]), -float(middle[1]), 0
    )

    picture, seen = _ground(rng, setting, desk, (width, height), main)
    if setting.beyond:
        end_desk(rng, picture, project(desk @ spread[0], rectangle(main.width_mm, main.height_mm)))
    scatter(rng, picture, desk, seen, setting.things[0])
    for paper in stray[: setting.stray]:
        _lay(rng, picture, setting, paper, desk @ _astray(rng, main, seen))
    if setting.below:
        larger, where = _below(rng, main, stray[-1], setting.below)
        _lay(rng, picture, setting, larger, desk @ spread[0] @ where)
    quads = [_lay(rng, picture, setting, paper, desk @ matrix) for paper, matrix in zip(papers, spread, strict=True)]
    scatter(rng, picture, desk, seen, setting.things[1])
    if setting.hidden:
        cover(rng, picture, quads[0], setting.hidden)
    if setting.fingers:
        fingers(rng, picture, quads[0])
    _light(rng, picture, setting)
    if scale > 1:
        picture = np.asarray(cv2.resize(picture, setting.frame, interpolation=cv2.INTER_AREA), np.float32)
    outlines = [(quad + 0.5) / scale - 0.5 for quad in quads]
    return Scene(
        expose(picture, setting.sensor), tuple(quad for quad in outlines if _seen(quad, setting.frame) >= _LEAST_SEEN)
    )


def _spread(rng: np.random.Generator, papers: Sequence[Paper]) -> list[Matrix]:
    """Lay papers side by side in rows, each a little askew, with gaps."""
    across = int(np.ceil(np.sqrt(len(papers))))
    matrices, x, y, deepest = [], 0.0, 0.0, 0.0
    for index, paper in enumerate(papers):
        turn = 0.0 if len(papers) == 1 else float(rng.normal(0, 4)) + 90.0 * (rng.random() < 0.15)
        around = project(placed(0, 0, turn), rectangle(paper.width_mm, paper.height_mm))
        size = around.max(axis=0) - around.min(axis=0)
        if index % across == 0 and index:
            x, y, deepest = 0.0, y + deepest + float(rng.uniform(*_GAP_MM)), 0.0
        matrices.append(placed(x + size[0] / 2, y + size[1] / 2, turn))
        x += size[0] + float(rng.uniform(*_GAP_MM))
        deepest = max(deepest, float(size[1]))
    return matrices


def _ground(
    rng: np.random.Generator, setting: Setting, desk: Matrix, frame: tuple[int, int], main: Paper
) -> tuple[Picture, tuple[Points, Points]]:
    """Draw the desk, and return the part of it that is seen, in millimetres."""
    width, height = frame
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    on_desk = project(np.asarray(np.linalg.inv(desk), np.float64), corners)
    least, most = on_desk.min(axis=0), on_desk.max(axis=0)
    size = most - least
    per_mm = max(width, height) / float(max(size))
    across, down = (max(8, round(float(side) * per_mm)) for side in size)
    texture = make_desk(rng, setting.desk, down, across, per_mm=per_mm, paper=main.colour)
    to_desk = np.array([[per_mm, 0, -least[0] * per_mm], [0, per_mm, -least[1] * per_mm], [0, 0, 1]])
    picture = np.asarray(
        cv2.warpPerspective(
            texture,
            desk @ np.linalg.inv(to_desk),
            (width, height),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )
    return picture, (least, most)


def _astray(rng: np.random.Generator, main: Paper, seen: tuple[Points, Points]) -> Matrix:
    """Return where another paper lies: across the border of the picture, or peeping out from under the main one."""
    turn = float(rng.uniform(0, 360))
    if rng.random() < 0.4:
        shift = np.clip(rng.normal(0, 0.2, 2), -0.3, 0.3) * (main.width_mm, main.height_mm)
        return placed(float(shift[0]), float(shift[1]), float(rng.normal(0, 15)))
    side = int(rng.integers(4))
    where = rng.uniform(seen[0], seen[1])
    where[side % 2] = seen[side // 2][side % 2]
    return placed(float(where[0]), float(where[1]), turn)


def _below(rng: np.random.Generator, main: Paper, paper: Paper, times: float) -> tuple[Paper, Matrix]:
    """Return a paper enlarged to lie below the main one, and where: none of its print is at a true size."""
    grown = times * max(main.width_mm / paper.width_mm, main.height_mm / paper.height_mm)
    larger = replace(paper, width_mm=paper.width_mm * grown, height_mm=paper.height_mm * grown)
    room = np.maximum(0.0, (larger.width_mm - main.width_mm, larger.height_mm - main.height_mm)) / 2
    across, down = rng.uniform(-1.0, 1.0, 2) * room * 1.2
    return larger, placed(float(across), float(down), float(rng.normal(0, 8)))


def _lay(rng: np.random.Generator, picture: Picture, setting: Setting, paper: Paper, desk: Matrix) -> Points:
    """Draw a paper into the picture, in place, and return its corners."""
    quad = project(desk, rectangle(paper.width_mm, paper.height_mm))
    side = float(np.sqrt(area_of(quad)))
    offset = rng.normal(0, 0.006, 2) * side
    softness = side * float(rng.uniform(0.001, 0.012))
    darken(picture, quad, (float(offset[0]), float(offset[1])), softness, setting.edge_shadow)
    flat = _fitted(paper.pixels, side)
    if setting.folds:
        flat = fold(rng, crumple(rng, flat))
    height, width = picture.shape[:2]
    x0, y0 = np.clip(np.floor(quad.min(axis=0)) - 8, 0, (width, height)).astype(int)
    x1, y1 = np.clip(np.ceil(quad.max(axis=0)) + 9, 0, (width, height)).astype(int)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return quad
    maps = _maps(rng, setting, paper, desk, box=(x0, y0, x1, y1), shape=flat.shape[:2])
    laid = cv2.remap(flat, *maps, interpolation=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.remap(
        _shape(paper, flat.shape[:2]), *maps, interpolation=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
    )[..., None]
    region = picture[y0:y1, x0:x1]
    region += cover * (np.asarray(laid, np.float32) - region)
    return quad


def _fitted(pixels: Pixels, side: float) -> Picture:
    """Return a paper at about the size it will have, so that fine print does not alias."""
    height, width = pixels.shape[:2]
    scale = side / float(np.sqrt(height * width)) * 1.15
    if scale < 0.9:
        size = (max(4, round(width * scale)), max(4, round(height * scale)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    return pixels.astype(np.float32) / np.float32(255)


def _maps(
    rng: np.random.Generator,
    setting: Setting,
    paper: Paper,
    desk: Matrix,
    *,
    box: tuple[int, int, int, int],
    shape: tuple[int, int],
) -> tuple[Picture, Picture]:
    """Return for each pixel of a box where on the flat paper it is."""
    x0, y0, x1, y1 = box
    x, y = np.meshgrid(np.arange(x0, x1, dtype=np.float32), np.arange(y0, y1, dtype=np.float32))
    back = np.linalg.inv(desk).astype(np.float32)
    depth = back[2, 0] * x + back[2, 1] * y + back[2, 2]
    u = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / depth / np.float32(paper.width_mm) + np.float32(0.5)
    v = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / depth / np.float32(paper.height_mm) + np.float32(0.5)
    if setting.bend:
        bow_u, bow_v = rng.normal(0, setting.bend, 2)
        u, v = (
            u + np.sin(v * np.float32(np.pi)) * np.float32(bow_u),
            v + np.sin(u * np.float32(np.pi)) * np.float32(bow_v),
        )
    height, width = shape
    return u * width - np.float32(0.5), v * height - np.float32(0.5)


def _shape(paper: Paper, shape: tuple[int, int]) -> Picture:
    """Return 1 on the paper: all of it, or all but its round corners."""
    height, width = shape
    if not paper.round_mm:
        return np.ones(shape, np.float32)
    cover = np.zeros(shape, np.float32)
    radius = max(1, round(paper.round_mm / paper.width_mm * width))
    cv2.rectangle(cover, (radius, 0), (width - 1 - radius, height - 1), 1.0, -1)
    cv2.rectangle(cover, (0, radius), (width - 1, height - 1 - radius), 1.0, -1)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(cover, (x, y), radius, 1.0, -1, cv2.LINE_AA)
    return cover


def _light(rng: np.random.Generator, picture: Picture, setting: Setting) -> None:
    height, width = picture.shape[:2]
    if setting.lamp:
        picture *= lamp(rng, height, width, setting.lamp)[..., None]
    if setting.shadows:
        picture *= cast_shadows(rng, height, width, setting.shadows)[..., None]
    if setting.glare:
        picture += glare(rng, height, width)[..., None]


def _seen(quad: Points, frame: tuple[int, int]) -> float:
    """Return the share of a paper that is within the picture."""
    whole = np.array([[0, 0], [frame[0] - 1, 0], [frame[0] - 1, frame[1] - 1], [0, frame[1] - 1]], np.float32)
    common, _ = cv2.intersectConvexConvex(quad.astype(np.float32), whole)
    return float(common) / max(area_of(quad), 1e-6)
