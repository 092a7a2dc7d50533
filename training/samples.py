"""Synthetic scenes made by many processes and handed to the trainer, which keeps them beside the network."""

from __future__ import annotations

import multiprocessing
import threading
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from devices.imaging.synthetic.chance import Wish, random_papers, random_scene
from devices.imaging.synthetic.fonts import Typefaces

MOST_PAGES = 4
PARCEL = 8  # scenes that travel together
Frame = tuple[int, int]
Parcel = tuple[int, NDArray[np.uint8], NDArray[np.float32]]


def make_parcels(
    queue: Queue[Parcel], frames: tuple[Frame, ...], fonts: Path, seed: tuple[int, int], papers: int
) -> None:
    """Make scenes without end, as one of several processes; papers are printed in between until there are enough."""
    cv2.setNumThreads(1)
    rng = np.random.default_rng(seed)
    typefaces = Typefaces([fonts])
    pool = random_papers(rng, typefaces, papers // 8)
    turn = seed[1]
    while True:
        which = turn % len(frames)
        width, height = frames[which]
        pixels = np.zeros((PARCEL, height, width, 3), np.uint8)
        quads = np.full((PARCEL, MOST_PAGES, 4, 2), np.nan, np.float32)
        for index in range(PARCEL):
            if len(pool) < papers and index % 2 == 0:
                pool += random_papers(rng, typefaces, 1)
            scene = random_scene(rng, (width, height), pool, Wish(supersample=2))
            pixels[index] = scene.pixels
            for page, quad in enumerate(scene.outlines[:MOST_PAGES]):
                quads[index, page] = quad
        queue.put((which, pixels, quads))
        turn += 1


@dataclass
class Shelf:
    """Scenes of one size on the device that trains. The first ones are held out and never replaced.

    Attributes:
        pixels: (room, height, width, 3) RGB.
        quads: (room, 4, 4, 2) corners of up to four pages, NaN where there is none.
        held_out: how many are held out.
        made: how many have come in.
    """

    pixels: Tensor
    quads: Tensor
    held_out: int
    made: int = 0

    @property
    def ready(self) -> int:
        """How many places hold a scene."""
        return min(self.made, len(self.pixels))

    def put(self, pixels: Tensor, quads: Tensor) -> None:
        """Take in a parcel, in place of the oldest when full."""
        places = torch.arange(self.made, self.made + len(pixels))
        room = len(self.pixels)
        places = torch.where(places < room, places, self.held_out + (places - room) % (room - self.held_out))
        self.pixels[places] = pixels.to(self.pixels.device)
        self.quads[places] = quads.to(self.quads.device)
        self.made += len(pixels)

    def pick(self, count: int) -> tuple[Tensor, Tensor]:
        """Return scenes to train on."""
        places = torch.randint(self.held_out, self.ready, (count,), device=self.pixels.device)
        return self.pixels[places], self.quads[places]


def open_shelf(frame: Frame, room: int, held_out: int, device: str) -> Shelf:
    """Make an empty shelf."""
    width, height = frame
    return Shelf(
        torch.zeros((room, height, width, 3), dtype=torch.uint8, device=device),
        torch.full((room, MOST_PAGES, 4, 2), torch.nan, device=device),
        held_out,
    )


class Workshop:
    """The processes that make scenes. Start it before the device is touched: they are forked."""

    def __init__(self, frames: tuple[Frame, ...], fonts: Path, processes: int, seed: int, papers: int) -> None:
        """Start the processes; they end with the one that started them."""
        context = multiprocessing.get_context("fork")
        self._queue: Queue[Parcel] = context.Queue(64)
        self._workers = [
            context.Process(target=make_parcels, args=(self._queue, frames, fonts, (seed, number), papers), daemon=True)
            for number in range(processes)
        ]
        for worker in self._workers:
            worker.start()

    def deliver(self, shelves: list[Shelf]) -> None:
        """Put what they make onto the shelves from now on, in a thread and on a stream of its own."""
        threading.Thread(target=self._unpack, args=(shelves,), daemon=True).start()

    def _unpack(self, shelves: list[Shelf]) -> None:
        on_gpu = shelves[0].pixels.is_cuda
        stream = torch.cuda.Stream() if on_gpu else None
        while True:
            which, pixels, quads = self._queue.get()
            with torch.cuda.stream(stream):
                shelves[which].put(torch.from_numpy(pixels), torch.from_numpy(quads))

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.terminate()
