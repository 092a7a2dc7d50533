"""Trains the network that tells which way up print is, on synthetic papers alone.

`python -m training.upright --fonts DIR --out DIR --seconds N` writes upright.pt (weights) and upright.log.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import A4_MM, Kind, make_paper
from training.network import Upright

PATCH = 128
_PER_MM = 5.0
# How print is seen, in pixels to the millimetre.
_COARSEST, _FINEST = 2.4, 9.0
_KINDS = (Kind.LETTER, Kind.FORM, Kind.ARTICLE, Kind.DATASHEET, Kind.MAGAZINE, Kind.PATENT, Kind.CERTIFICATE)


def _print(job: tuple[Path, int]) -> np.ndarray:
    """Print one paper in gray, upright."""
    fonts, seed = job
    cv2.setNumThreads(1)
    rng = np.random.default_rng([7, seed])
    while True:
        paper = make_paper(rng, _KINDS[int(rng.integers(len(_KINDS)))], Typefaces([fonts]), _PER_MM, A4_MM)
        if paper.pixels.shape[0] > paper.pixels.shape[1]:
            return np.asarray(cv2.cvtColor(paper.pixels, cv2.COLOR_RGB2GRAY))


def patches(papers: Tensor, count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Cut patches out of papers (n, height, width), 0 to 1, and turn each by 0, 90, 180 or 270 degrees."""
    device = papers.device
    chosen = torch.randint(0, len(papers), (count * 2,), device=device, generator=generator)
    turned = torch.randint(0, 4, (count * 2,), device=device, generator=generator)
    height, width = papers.shape[1:]
    uniform = torch.rand(5, count * 2, device=device, generator=generator)
    per_mm = torch.exp(uniform[0] * math.log(_FINEST / _COARSEST)) * _COARSEST
    zoom = PATCH / 2 * _PER_MM / per_mm
    angle = turned * (math.pi / 2) + (uniform[1] - 0.5) * 0.16
    x, y = uniform[2] * 2 - 1, uniform[3] * 2 - 1
    cos, sin = torch.cos(angle), torch.sin(angle)
    rows = [cos * zoom * 2 / width, -sin * zoom * 2 / width, x, sin * zoom * 2 / height, cos * zoom * 2 / height, y]
    grid = functional.affine_grid(
        torch.stack(rows, 1).view(-1, 2, 3), [count * 2, 1, PATCH, PATCH], align_corners=False
    )
    cut = functional.grid_sample(papers[chosen, None].float(), grid, padding_mode="border", align_corners=False)
    busiest = torch.argsort(cut.std(dim=(1, 2, 3)) + 0.02 * uniform[4], descending=True)[:count]
    return _worn(cut[busiest], generator), turned[busiest]


def _worn(cut: Tensor, generator: torch.Generator) -> Tensor:
    n, device = len(cut), cut.device
    uniform = torch.rand(4, n, 1, 1, 1, device=device, generator=generator)
    soft = functional.avg_pool2d(cut, 3, 1, 1, count_include_pad=False)
    cut = cut + (soft - cut) * uniform[0] * 1.2
    cut = torch.where(uniform[1] < 0.1, 1 - cut, cut)
    cut = 0.5 + (cut - 0.5) * (0.4 + 0.7 * uniform[2]) + (uniform[3] - 0.5) * 0.3
    return (cut + torch.randn(cut.shape, device=device, generator=generator) * 0.03).clamp(0, 1)


def main() -> None:
    """Print papers, then train for a given time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--begin-with", type=Path)
    parser.add_argument("--seconds", type=float, default=150)
    parser.add_argument("--processes", type=int, default=15)
    parser.add_argument("--papers", type=int, default=600)
    parser.add_argument("--batch", type=int, default=512)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with multiprocessing.get_context("fork").Pool(arguments.processes) as pool:
        printed = pool.map(_print, [(arguments.fonts, seed) for seed in range(arguments.papers)], chunksize=2)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    papers = torch.from_numpy(np.stack(printed)).to(device).float() / 255
    held = max(4, len(papers) // 12)
    generator = torch.Generator(device).manual_seed(3)
    network = Upright().to(device)
    if arguments.begin_with:
        network.load_state_dict(torch.load(arguments.begin_with, map_location=device, weights_only=True))
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-2)
    began, told, step = time.monotonic(), 0.0, 0
    with (arguments.out / "upright.log").open("w", encoding="utf-8") as log:
        while (share := (time.monotonic() - began) / arguments.seconds) < 1:
            for group in optimizer.param_groups:
                group["lr"] = 2e-3 * min(1.0, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-6
            cut, turned = patches(papers[held:], arguments.batch, generator)
            loss = functional.cross_entropy(network.train()(cut * 2 - 1), turned)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            step += 1
            if time.monotonic() - told > 10:
                told = time.monotonic()
                with torch.no_grad():
                    cut, turned = patches(papers[:held], 2048 if device == "cuda" else 128, generator)
                    right = (network.eval()(cut * 2 - 1).argmax(1) == turned).float().mean()
                line = f"{told - began:6.0f} s  step {step}  loss {loss.item():.4f}  held out {float(right):.4f}"
                print(line, flush=True)
                log.write(line + "\n")
    torch.save({name: value.cpu() for name, value in network.state_dict().items()}, arguments.out / "upright.pt")


if __name__ == "__main__":
    main()
