"""Trains the page finder on synthetic scenes alone.

`python -m training.page_finder --fonts DIR --out DIR --seconds N` writes finder.pt (weights) and finder.log. On sixteen
cores and one H100 seven minutes are enough; `python -m training.export` makes the file that ships.
"""

from __future__ import annotations

import argparse
import copy
import math
import time
from pathlib import Path
from typing import TextIO

import torch
from torch import Tensor
from torch.nn import functional

from training.network import PageFinder
from training.samples import Shelf, Workshop, open_shelf
from training.targets import draw

FRAMES = ((384, 288), (384, 224), (384, 384))
SIDE_WEIGHT, CORNER_WEIGHT = 8.0, 30.0
KEEP = 0.999  # of the averaged weights, a step


def main() -> None:
    """Train for a given time."""
    arguments = _arguments()
    began = time.monotonic()
    workshop = Workshop(FRAMES, arguments.fonts, arguments.processes, arguments.seed, arguments.papers)
    torch.manual_seed(arguments.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.backends.cudnn.benchmark = True
    shelves = [open_shelf(frame, arguments.room, arguments.validation, device) for frame in FRAMES]
    workshop.deliver(shelves)
    network = PageFinder().to(device)
    if arguments.begin_with:
        network.load_state_dict(torch.load(arguments.begin_with, map_location=device, weights_only=True))
    network = network.to(memory_format=torch.channels_last)
    averaged = copy.deepcopy(network).eval()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (arguments.out / "finder.log").open("w", encoding="utf-8") as log:
        _train(arguments, shelves, network, averaged, log, began)
    torch.save({name: value.cpu() for name, value in averaged.state_dict().items()}, arguments.out / "finder.pt")
    workshop.close()


def _train(
    arguments: argparse.Namespace,
    shelves: list[Shelf],
    network: PageFinder,
    averaged: PageFinder,
    log: TextIO,
    began: float,
) -> None:
    while min(shelf.ready - shelf.held_out for shelf in shelves) < arguments.least:
        time.sleep(0.2)
    device = shelves[0].pixels.device.type
    began_training = time.monotonic()
    seconds = arguments.seconds - (began_training - began)
    optimizer = torch.optim.AdamW(network.parameters(), lr=arguments.rate, weight_decay=1e-2, fused=device == "cuda")
    step, told = 0, began_training
    while (share := (time.monotonic() - began_training) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * min(1.0, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-6
        pixels, quads = augment(*_as_input(shelves[step % len(shelves)].pick(arguments.batch)))
        loss = _loss(network, pixels, quads, device)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        _average(averaged, network, step)
        step += 1
        if time.monotonic() - told > arguments.tell:
            told = time.monotonic()
            made = sum(shelf.made for shelf in shelves)
            scores = _validate(averaged, shelves)
            line = f"{told - began:6.0f} s  step {step}  scenes {made}  loss {loss.item():.4f}  held out {scores}"
            print(line, flush=True)
            log.write(line + "\n")
            log.flush()


def _as_input(picked: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    pixels, quads = picked
    return pixels.permute(0, 3, 1, 2).float() / 127.5 - 1.0, quads


def augment(pixels: Tensor, quads: Tensor) -> tuple[Tensor, Tensor]:
    """Mirror, turn, recolour, blur and roughen a batch."""
    height, width = pixels.shape[2:]
    if torch.rand(()) < 0.5:
        pixels, quads = pixels.flip(3), _mirrored(quads, 0, width)
    if torch.rand(()) < 0.5:
        pixels, quads = pixels.flip(2), _mirrored(quads, 1, height)
    if torch.rand(()) < 0.5:
        pixels, quads = pixels.transpose(2, 3), quads.flip(-1)
    n, device = len(pixels), pixels.device
    gain = 1 + 0.12 * torch.randn(n, 3, 1, 1, device=device)
    contrast = torch.empty(n, 1, 1, 1, device=device).uniform_(0.45, 1.15)
    lift = 0.15 * torch.randn(n, 1, 1, 1, device=device)
    gray = pixels.mean(dim=1, keepdim=True)
    colourless = (torch.rand(n, 1, 1, 1, device=device) < 0.08).float()
    pixels = pixels * (1 - colourless) + gray * colourless
    middle = pixels.mean(dim=(1, 2, 3), keepdim=True)
    pixels = (pixels - middle) * contrast * gain + middle + lift
    if torch.rand(()) < 0.2:
        pixels = functional.avg_pool2d(pixels, 3, 1, 1, count_include_pad=False)
    noise = torch.randn_like(pixels) * torch.rand(n, 1, 1, 1, device=device) * 0.03
    return (pixels + noise).clamp(-1, 1), quads


def _mirrored(quads: Tensor, axis: int, length: int) -> Tensor:
    mirrored = quads.clone()
    mirrored[..., axis] = length - 1 - mirrored[..., axis]
    return mirrored


def _loss(network: PageFinder, pixels: Tensor, quads: Tensor, device: str) -> Tensor:
    height, width = pixels.shape[2:]
    wanted = draw((quads + 0.5) / 2 - 0.5, height // 2, width // 2)
    with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
        logits = network(pixels.contiguous(memory_format=torch.channels_last))
    logits = logits.float()
    page, side, corner = logits.unbind(1)
    want_page, want_side, want_corner = wanted.unbind(1)
    likely = torch.sigmoid(page)
    common = 2 * (likely * want_page).sum(dim=(1, 2)) + 1
    dice = 1 - common / (likely.sum(dim=(1, 2)) + want_page.sum(dim=(1, 2)) + 1)
    of_page = functional.binary_cross_entropy_with_logits(page, want_page) + dice.mean()
    of_side = functional.binary_cross_entropy_with_logits(side, want_side, weight=1 + SIDE_WEIGHT * want_side)
    of_corner = functional.binary_cross_entropy_with_logits(corner, want_corner, weight=1 + CORNER_WEIGHT * want_corner)
    return of_page + of_side + of_corner


def _average(averaged: PageFinder, network: PageFinder, step: int) -> None:
    keep = min(KEEP, (step + 1) / (step + 10))
    pairs = zip(averaged.state_dict().values(), network.state_dict().values(), strict=True)
    moving = [(kept, new) for kept, new in pairs if kept.dtype.is_floating_point]
    with torch.no_grad():
        torch._foreach_lerp_([kept for kept, _ in moving], [new for _, new in moving], 1 - keep)


def _validate(averaged: PageFinder, shelves: list[Shelf]) -> str:
    """Return for each size the mean overlap of page maps and the share of scenes under 0.9."""
    told = []
    with torch.no_grad():
        for shelf in shelves:
            batch, quads = _as_input((shelf.pixels[: shelf.held_out], shelf.quads[: shelf.held_out]))
            height, width = batch.shape[2:]
            wanted = draw((quads + 0.5) / 2 - 0.5, height // 2, width // 2)[:, 0] > 0.5
            found = averaged(batch)[:, 0] > 0
            either = (wanted | found).sum(dim=(1, 2))
            overlap = (wanted & found).sum(dim=(1, 2)) / either.clamp(min=1)
            overlap = torch.where(either == 0, torch.ones_like(overlap), overlap)
            told.append(f"{float(overlap.mean()):.4f}/{float((overlap < 0.9).float().mean()):.3f}")
    return " ".join(told)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--begin-with", type=Path)
    parser.add_argument("--seconds", type=float, default=420)
    parser.add_argument("--processes", type=int, default=15)
    parser.add_argument("--papers", type=int, default=120, help="a process")
    parser.add_argument("--room", type=int, default=26_000, help="scenes of each size")
    parser.add_argument("--least", type=int, default=1500, help="scenes of each size to begin with")
    parser.add_argument("--validation", type=int, default=150, help="scenes of each size held out")
    parser.add_argument("--batch", type=int, default=96)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--tell", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
