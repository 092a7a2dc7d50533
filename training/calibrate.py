"""Fits the weights of devices/imaging/confidence.py: `python -m training.calibrate --scenes N`.

Pages are found in fresh synthetic scenes; a logistic regression learns from the evidence which of them were found to an
overlap of 0.9. It prints the numbers to put into the module, and how many pages would be flagged.

With `--together` it fits, on scenes that the first look leaves in doubt, what several looks make of a quadrilateral:
right is 0.95 there, wrong under 0.8, and what lies between teaches nothing. With `--covered` it fits in the same way
how sure pages that passed still are where something may hide a part of them, as it does in half of the scenes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from devices.imaging.candidates import candidates, further_candidates
from devices.imaging.confidence import free_features
from devices.imaging.consensus import NO_DOUBT, likeliest, weigh
from devices.imaging.geometry import overlap
from devices.imaging.junctions import ends_of, goes_on
from devices.imaging.networks import shipped
from devices.imaging.pyramid import WORK_SIDE, Pyramid
from devices.imaging.settle import settle
from devices.imaging.synthetic.chance import Trouble, Wish, random_papers, random_scene
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.textures import Desk

RIGHT = 0.9
SURELY_RIGHT, WRONG = 0.95, 0.8
_FRAMES = ((1040, 780), (1280, 720), (780, 1040))
_LONG_SIDES = (384, 512, 288)
_PALE = (Desk.NEAR_WHITE, None, Desk.LIGHT, None)
_JOB = 16  # scenes
_MOST_FLAGGED = 0.01  # of right pages that lie free, because something may cover them


@dataclass(frozen=True, slots=True)
class Sample:
    """A quadrilateral that was weighed: its features, its overlap with the page, whether it was first or likeliest."""

    features: np.ndarray
    overlap: float
    first: bool


def samples_of(pixels: np.ndarray, outlines: Sequence[np.ndarray], long_sides: Sequence[int]) -> list[Sample]:
    """Return what a picture with known pages teaches, looked at in some sizes."""
    network = shipped().finder
    level = Pyramid(pixels).at_least(WORK_SIDE)
    samples = []
    for long_side in long_sides:
        maps = network.look(level.pixels, long_side)
        quads = [*candidates(maps)[:1], *further_candidates(maps)[:4]]
        for place, found in enumerate(settle(level, maps, quads)):
            right = max((overlap(found.corners, quad) for quad in outlines), default=0.0)
            samples.append(Sample(found.evidence.features(), right, place == 0))
    return samples


def gather(job: tuple[Path, int, int]) -> list[Sample]:
    """Return what some scenes teach: half of them on pale desks, one in twelve without any page."""
    fonts, seed, count = job
    cv2.setNumThreads(1)
    rng = np.random.default_rng([11, seed])
    pool = random_papers(rng, Typefaces([fonts]), 10, 3.0)
    samples = []
    for index in range(count):
        wish = Wish(papers=int(index % 12 != 0), whole=index % 4 != 0, desk=_PALE[index // 4 % 4])
        scene = random_scene(rng, _FRAMES[index % 3], pool, wish)
        if wish.papers and not scene.outlines:
            continue
        samples += samples_of(scene.pixels, scene.outlines, _LONG_SIDES[: 1 + index % 3])
    return samples


def gather_together(job: tuple[Path, int, int]) -> list[Sample]:
    """Return what single whole pages teach that the first look leaves in doubt: all that all looks then weigh."""
    fonts, seed, count = job
    cv2.setNumThreads(1)
    rng = np.random.default_rng([12, seed])
    pool = random_papers(rng, Typefaces([fonts]), 10, 4.0)
    finder = shipped().finder
    samples = []
    for index in range(count):
        scene = random_scene(rng, _FRAMES[index % 3], pool, Wish(papers=1, whole=True, desk=_PALE[index % 4]))
        level = Pyramid(scene.pixels).at_least(WORK_SIDE)
        maps = finder.look(level.pixels)
        first = settle(level, maps, candidates(maps)[:1])
        if first and first[0].confidence > NO_DOUBT:
            continue
        for place, one in enumerate(weigh(level, finder, maps, first)):
            right = overlap(one.settled.corners, scene.outlines[0])
            if not WRONG <= right < SURELY_RIGHT:
                samples.append(Sample(one.opinions.features(), right, place == 0))
    return samples


def gather_covered(job: tuple[Path, int, int]) -> list[Sample]:
    """Return what single pages teach that pass, every other one partly hidden; `first` are those that are not."""
    fonts, seed, count = job
    cv2.setNumThreads(1)
    rng = np.random.default_rng([13, seed])
    pool = random_papers(rng, Typefaces([fonts]), 10, 4.0)
    finder = shipped().finder
    samples = []
    for index in range(count):
        trouble = Trouble.HIDDEN if index % 2 else None
        scene = random_scene(rng, _FRAMES[index % 3], pool, Wish(papers=1, desk=_PALE[index // 2 % 4], trouble=trouble))
        level = Pyramid(scene.pixels).at_least(WORK_SIDE)
        found = likeliest(level, finder, *scene.pixels.shape[:2])
        if not scene.outlines or found is None or found.flagged:
            continue
        right = overlap(found.corners, scene.outlines[0])
        if not WRONG <= right < SURELY_RIGHT:
            beyond = goes_on(ends_of(level.pixels, level.here(found.corners)))
            features = free_features(found.confidence, found.evidence.unlike, beyond)
            samples.append(Sample(features, right, trouble is None))
    return samples


def fit(features: np.ndarray, right: np.ndarray, penalty: float = 1e-3) -> tuple[np.ndarray, float]:
    """Return weights and bias of a logistic regression, by Newton's method.

    Wrong pages weigh twice as much as right ones, however many there are of each: a wrong one must not pass.
    """
    design = np.concatenate([features, np.ones((len(features), 1))], axis=1)
    importance = np.where(right, 0.5 / max(right.mean(), 1e-6), 1.0 / max(1 - right.mean(), 1e-6)) / len(right)
    weights = np.zeros(design.shape[1])
    ridge = np.diag([penalty] * features.shape[1] + [1e-9])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (importance * (chance - right)) + ridge @ weights
        curve = (design.T * (importance * chance * (1 - chance))) @ design + ridge
        weights -= np.linalg.solve(curve, slope)
    return weights[:-1], float(weights[-1])


def main() -> None:
    """Gather, fit, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--scenes", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=3600, help="then fit what there is")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--together", action="store_true", help="fit what several looks make of a page together")
    parser.add_argument("--keep", type=Path, help="also write features and overlaps there, as .npz")
    parser.add_argument("--covered", action="store_true", help="fit how sure pages are that something may cover")
    arguments = parser.parse_args()
    task = gather_covered if arguments.covered else gather_together if arguments.together else gather
    jobs = [(arguments.fonts, seed, _JOB) for seed in range(-(-arguments.scenes // _JOB))]
    began, rows = time.monotonic(), []
    with multiprocessing.get_context("spawn").Pool(arguments.processes) as pool:
        for part in pool.imap_unordered(task, jobs):
            rows += part
            if time.monotonic() - began > arguments.seconds:
                break
    if arguments.covered:
        tell_covered(rows)
    else:
        tell(rows, arguments.keep)


def tell_covered(samples: Sequence[Sample]) -> None:
    """Fit, and print the weights and what they do; pages that show no sign of a cover are never flagged."""
    features, overlaps = np.array([one.features for one in samples]), np.array([one.overlap for one in samples])
    weights, _ = fit(features, overlaps >= RIGHT)
    odds = np.where(features[:, 1:].any(axis=1), features @ weights, np.inf)
    free = np.array([one.first for one in samples]) & (overlaps >= SURELY_RIGHT)
    bias = -float(np.quantile(odds[free], _MOST_FLAGGED))
    wrong, flagged = overlaps < WRONG, odds + bias < 0
    print("weights", np.round(weights, 3).tolist(), "bias", round(bias, 2))
    print(f"wrong: {wrong.sum()}, of these flagged {(wrong & flagged).sum()}")
    print(f"right, nothing laid on them: {free.sum()}, of these flagged {(free & flagged).sum()}")


def tell(samples: Sequence[Sample], keep: Path | None = None) -> None:
    """Fit, and print the weights and how right they are."""
    features, overlaps = np.array([one.features for one in samples]), np.array([one.overlap for one in samples])
    first = np.array([one.first for one in samples])
    if keep:
        np.savez(keep, features=features, overlaps=overlaps)
    weights, bias = fit(features, overlaps >= RIGHT)
    chance = 1 / (1 + np.exp(-(features @ weights + bias)))
    print("weights", np.round(weights, 3).tolist(), "bias", round(bias, 3))
    features, overlaps, chance = features[first], overlaps[first], chance[first]
    print(f"overlap {overlaps.mean():.4f}, under 0.8: {(overlaps < 0.8).mean():.3f}")
    print(f"under 0.8 and not flagged: {((overlaps < 0.8) & (chance >= 0.5)).mean():.4f}")
    print(f"right to 0.95 and flagged: {((overlaps >= 0.95) & (chance < 0.5)).sum() / (overlaps >= 0.95).sum():.4f}")


if __name__ == "__main__":
    main()
