"""Pages: time of one core from frame to page, beside a plain OpenCV contour pipeline; how right corners are, by desk.

Photographs with known corners are a folder with `ground_truth.csv` as SmartDoc 2015 gives it; name it with
`--photos DIR` or YIMEN_DOCUMENT_PHOTOS. Without one, that part is left out and said so.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from benchmarks.contours import contour_page, contour_quad
from benchmarks.table import Row, core_medians, report, tell
from devices.cli.main import main as run_devices
from devices.core.scanning import Pixels
from devices.imaging.candidates import candidates
from devices.imaging.consensus import NO_DOUBT
from devices.imaging.decode import decode_image
from devices.imaging.encode import encode_small
from devices.imaging.following import OutlineFollower
from devices.imaging.gate import check_page
from devices.imaging.geometry import Corners, overlap
from devices.imaging.making import capture_page
from devices.imaging.networks import shipped
from devices.imaging.outline import Outline, find_outline, find_page
from devices.imaging.pyramid import WORK_SIDE, Pyramid
from devices.imaging.settle import settle
from devices.imaging.synthetic.chance import Trouble, Wish, random_papers, random_scene
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import A4_MM, Kind, make_paper
from devices.imaging.synthetic.scene import Scene
from devices.imaging.synthetic.textures import Desk

RUNS = 7
_SEED = 2015
_BATCH = 20
_MOST_MIB = 800.0
_T = TypeVar("_T")
FRAME = (3264, 2448)  # eight megapixels
_SHARED = Path("shared/data/document-photos")


def main(argv: list[str] | None = None) -> int:
    """Print the table; exit status 1 where a limit is not met."""
    parser = argparse.ArgumentParser(prog="./run bench imaging", description=__doc__)
    parser.add_argument("--photos", type=Path, default=default_folder(), metavar="DIR")
    parser.add_argument(
        "--scenes",
        type=int,
        default=100,
        metavar="N",
        help="scenes a pale desk; a quarter of them on others, and hard ones",
    )
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    cv2.setNumThreads(1)
    shipped().warm_up(FRAME[1], FRAME[0])
    tell("times")
    rows = _times(np.random.default_rng(_SEED))
    rows += _photographs(arguments.photos)
    for desk in (Desk.LIGHT, Desk.NEAR_WHITE, Desk.DARK, Desk.WOOD, Desk.PATTERN):
        limited = desk in {Desk.LIGHT, Desk.NEAR_WHITE}
        count = arguments.scenes if limited else -(-arguments.scenes // 4)
        rows += _quality(f"{desk} desk", _scenes(desk, count), limited=limited)
    for trouble in Trouble:
        hard = [_scenes(desk, -(-arguments.scenes // 8), trouble) for desk in (Desk.LIGHT, Desk.NEAR_WHITE)]
        rows += _quality(f"pale desks, {trouble}", chain(*hard), limited=False)
    pairs = [_scenes(desk, -(-arguments.scenes // 4), papers=2) for desk in (Desk.LIGHT, Desk.NEAR_WHITE)]
    rows += _quality("pale desks, two papers", chain(*pairs), limited=False)
    tell("memory")
    rows += _memory()
    return report("imaging", rows, arguments.json)


def _scenes(
    desk: Desk, count: int, trouble: Trouble | None = None, papers: int = 1
) -> Iterator[tuple[Pixels, Sequence[Corners]]]:
    """Make scenes with their papers' corners, each dozen or two from a seed and papers of its own."""
    typefaces = Typefaces()
    hard = [] if trouble is None else [list(Trouble).index(trouble)]
    hard += [] if papers == 1 else [len(Trouble), papers]
    for batch in range(-(-count // _BATCH)):
        rng = np.random.default_rng([_SEED, list(Desk).index(desk), batch, *hard])
        pool = random_papers(rng, typefaces, 24, 4.0)
        for _ in range(min(_BATCH, count - batch * _BATCH)):
            scene = random_scene(rng, (1200, 900), pool, Wish(desk=desk, papers=papers, whole=True, trouble=trouble))
            yield scene.pixels, scene.outlines[:papers]


def default_folder() -> Path | None:
    """Return where the photographs with known corners are, as far as that can be guessed."""
    named = os.environ.get("YIMEN_DOCUMENT_PHOTOS")
    if named:
        return Path(named)
    here = Path.cwd().resolve()
    return next((folder / _SHARED for folder in (here, *here.parents) if (folder / _SHARED).is_dir()), None)


def _times(rng: np.random.Generator) -> list[Row]:
    clear, doubtful = _frame(rng, sure=True), _frame(rng, sure=False)
    made = capture_page(clear.pixels).page
    dpi = made.dpi
    preview = np.asarray(cv2.resize(clear.pixels[306:2142], (1920, 1080), interpolation=cv2.INTER_AREA), np.uint8)
    follower = OutlineFollower()
    calls = [
        lambda: capture_page(clear.pixels),
        lambda: capture_page(doubtful.pixels),
        lambda: find_outline(clear.pixels),
        lambda: find_outline(preview),
        lambda: follower.find(clear.pixels),
        lambda: check_page(made.as_seen, dpi),
        lambda: encode_small(made.pixels, dpi),
        lambda: contour_page(clear.pixels),
        lambda: contour_page(doubtful.pixels),
        lambda: contour_quad(clear.pixels),
        lambda: cv2.GaussianBlur(clear.pixels, (0, 0), 3.0),
    ]
    # The limits are for a core, not for a wall.
    times = [seconds * 1000 for seconds in core_medians(calls, runs=RUNS)]
    ours, peer = times[:7], times[7:]
    opencv = "OpenCV contours"
    return [
        Row("8 MP frame to page, fast path", "ms", ours[0], peer[0], opencv, limit=80),
        Row("8 MP frame to page, slow path", "ms", ours[1], peer[1], opencv, limit=250),
        Row("preview outline, 8 MP", "ms", ours[2], peer[2], opencv, limit=15),
        Row("preview outline, 1920x1080", "ms", ours[3], limit=15),
        Row("preview outline, 8 MP, nothing moved", "ms", ours[4], peer[2], opencv, limit=15),
        Row(
            f"gate, page of {made.pixels.shape[1]}x{made.pixels.shape[0]}",
            "ms",
            ours[5],
            peer[3],
            "one blur of the frame",
            limit=60,
        ),
        Row("encode to JPEG", "ms", ours[6]),
    ]


def _frame(rng: np.random.Generator, *, sure: bool) -> Scene:
    """Return an eight-megapixel scene that the first look settles, or one that it does not."""
    pool = random_papers(rng, Typefaces(), 6, 8.0)
    wish = Wish(desk=Desk.WOOD if sure else Desk.NEAR_WHITE, papers=1, whole=True)
    while True:
        scene = random_scene(rng, (FRAME[0] // 2, FRAME[1] // 2), pool, wish)
        found = find_page(scene.pixels)
        if found is None or found.flagged is sure or _share(found, scene) < 0.3:
            continue
        large = np.asarray(cv2.resize(scene.pixels, FRAME, interpolation=cv2.INTER_CUBIC), np.uint8)
        if (_at_first_look(large) > NO_DOUBT) is sure:
            return Scene(large, tuple((quad + 0.5) * 2 - 0.5 for quad in scene.outlines))


def _at_first_look(picture: Pixels) -> float:
    """Return how sure the first look is of a page: what it is sure of takes the fast path, flagged or not."""
    level = Pyramid(picture).at_least(WORK_SIDE)
    maps = shipped().finder.look(level.pixels)
    return max((one.confidence for one in settle(level, maps, candidates(maps)[:1])), default=0.0)


def _memory() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        _in_a_process(_write_large, folder)
        large = _in_a_process(_held_for, _run_page, folder)
        codes = _in_a_process(_held_for, _run_barcodes, folder)
    small = _in_a_process(_held_for, _make_one_page, "")
    return [
        Row("peak memory of a process that makes an 8 MP page", "MiB", small),
        Row("peak memory of `page` on a file of 99 MP", "MiB", large, limit=_MOST_MIB),
        Row("peak memory of `barcodes` on the same", "MiB", codes, limit=_MOST_MIB),
    ]


def _in_a_process(call: Callable[..., _T], *arguments: object) -> _T:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(call, arguments)


def _held_for(task: Callable[[str], None], folder: str) -> float:
    """Return MiB held at most by this process while it does something, Python and libraries included."""
    cv2.setNumThreads(1)
    task(folder)
    # The kernel's own count, which begins anew with the program; getrusage's is inherited from what started it.
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def _make_one_page(_: str) -> None:
    capture_page(np.full((FRAME[1], FRAME[0], 3), 200, np.uint8))


def _run_page(folder: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        run_devices(["page", "--json", "--out", f"{folder}/page.pdf", f"{folder}/page.png"])


def _run_barcodes(folder: str) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        run_devices(["barcodes", "--json", f"{folder}/page.png"])


def _write_large(folder: str) -> None:
    paper = make_paper(np.random.default_rng(99), Kind.LETTER, Typefaces(), 6.0, size_mm=A4_MM)
    desk = cv2.copyMakeBorder(paper.pixels, *(20,) * 4, cv2.BORDER_CONSTANT, value=(70, 50, 40))
    cv2.imwrite(f"{folder}/page.png", cv2.resize(desk, (8360, 11830), interpolation=cv2.INTER_CUBIC))


def _share(found: Outline, scene: Scene) -> float:
    spread = np.ptp(found.corners, axis=0)
    return float(spread[0] * spread[1] / (scene.pixels.shape[0] * scene.pixels.shape[1]))


def _photographs(folder: Path | None) -> list[Row]:
    if folder is None or not folder.is_dir():
        print("no photographs: name a folder with --photos DIR or YIMEN_DOCUMENT_PHOTOS")
        return []
    known = []
    with (folder / "ground_truth.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            corners = np.array(
                [[float(row[f"{name}_x"]), float(row[f"{name}_y"])] for name in ("tl", "tr", "br", "bl")]
            )
            file = folder / row["image_path"].replace("/", "_")
            known.append((decode_image(file.read_bytes()).pixels, [corners]))
    return _quality("photographs", known, limited=True)


def _quality(name: str, known: Iterable[tuple[Pixels, Sequence[Corners]]], *, limited: bool) -> list[Row]:
    tell(name)
    right, peers, flagged = (np.array(one) for one in zip(*(_judged(*one) for one in known), strict=True))
    sound = right >= 0.95
    wrongly = float((sound & flagged).sum() / max(1, sound.sum())) * 100
    return [
        Row(
            f"{name}: mean overlap of {len(right)}",
            "",
            float(right.mean()),
            float(peers.mean()),
            "OpenCV contours",
            limit=0.95 if limited else None,
            better="higher",
        ),
        Row(
            f"{name}: least not flagged",
            "",
            float(right[~flagged].min(initial=1.0)),
            limit=0.80 if limited else None,
            better="higher",
        ),
        Row(f"{name}: under 0.80 and not flagged", "", float(((right < 0.8) & ~flagged).sum())),
        Row(f"{name}: flagged", "", float(flagged.sum())),
        Row(f"{name}: right but flagged", "%", wrongly, limit=5 if limited else None),
    ]


def _judged(pixels: Pixels, papers: Sequence[Corners]) -> tuple[float, float, bool]:
    """Return how right our corners are for any of some papers, and the peer's, and whether ours are flagged."""
    found, plain = find_page(pixels), contour_quad(pixels)
    return (
        0.0 if found is None else max(overlap(found.corners, corners) for corners in papers),
        0.0 if plain is None else max(overlap(plain, corners) for corners in papers),
        found is None or found.flagged,
    )
