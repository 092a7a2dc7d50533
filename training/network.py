"""The network that finds pages: small, fully convolutional, three maps at half its input's resolution."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 32


def _conv(inside: int, outside: int, size: int = 3, stride: int = 1, groups: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, size, stride, size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


class Block(nn.Module):
    """An inverted residual: widen, look around per channel, narrow."""

    def __init__(self, channels: int, wide: int, size: int = 5) -> None:
        """Make a block that keeps its number of channels."""
        super().__init__()
        self.body = nn.Sequential(
            _conv(channels, wide, 1),
            _conv(wide, wide, size, groups=wide),
            nn.Conv2d(wide, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return x with what was seen added."""
        return functional.relu(x + self.body(x))


class Surroundings(nn.Module):
    """Tells every place what the picture is like as a whole."""

    def __init__(self, channels: int) -> None:
        """Make it for some channels."""
        super().__init__()
        self.inner = nn.Linear(channels, channels // 2)
        self.outer = nn.Linear(channels // 2, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return x scaled per channel."""
        whole = functional.relu(self.inner(x.mean(dim=(2, 3))))
        return x * torch.sigmoid(self.outer(whole))[:, :, None, None]


class PageFinder(nn.Module):
    """RGB in, logits of page, side and corner out."""

    def __init__(self) -> None:
        """Make an untrained network of about 400,000 weights."""
        super().__init__()
        self.stem = _conv(3, 16, 3, 2)
        self.quarter = nn.Sequential(_conv(16, 32, 3, 2), Block(32, 64, 3))
        self.eighth = nn.Sequential(_conv(32, 48, 3, 2), Block(48, 96), Block(48, 96))
        self.sixteenth = nn.Sequential(_conv(48, 96, 3, 2), *(Block(96, 192) for _ in range(4)))
        self.deepest = nn.Sequential(_conv(96, 128, 3, 2), *(Block(128, 256) for _ in range(3)), Surroundings(128))
        self.from_deepest = _conv(128, 64, 1)
        self.from_sixteenth = _conv(96, 64, 1)
        self.from_eighth = _conv(48, 64, 1)
        self.from_quarter = _conv(32, 40, 1)
        self.join_sixteenth = Block(64, 128)
        self.join_eighth = nn.Sequential(Block(64, 128), _conv(64, 40, 1))
        self.join_quarter = Block(40, 80, 3)
        self.last = nn.Conv2d(40, 3 * 4, 3, padding=1)

    def forward(self, picture: Tensor) -> Tensor:
        """Return (n, 3, height / 2, width / 2) logits for (n, 3, height, width) from -1 to 1."""
        quarter = self.quarter(self.stem(picture))
        eighth = self.eighth(quarter)
        sixteenth = self.sixteenth(eighth)
        x = self.from_deepest(self.deepest(sixteenth))
        x = self.join_sixteenth(_twice(x) + self.from_sixteenth(sixteenth))
        x = self.join_eighth(_twice(x) + self.from_eighth(eighth))
        x = self.join_quarter(_twice(x) + self.from_quarter(quarter))
        return functional.pixel_shuffle(self.last(x), 2)


class Upright(nn.Module):
    """Gray patches of print in, logits of how they are turned out: 0, 90, 180, 270 degrees counter-clockwise."""

    def __init__(self) -> None:
        """Make an untrained network of about 60,000 weights."""
        super().__init__()
        self.body = nn.Sequential(
            _conv(1, 16, 3, 2),
            _conv(16, 32, 3, 2),
            Block(32, 64, 3),
            _conv(32, 48, 3, 2),
            Block(48, 96, 3),
            _conv(48, 64, 3, 2),
            Block(64, 128, 3),
        )
        self.vote = nn.Linear(64, 4)

    def forward(self, patches: Tensor) -> Tensor:
        """Return (n, 4) logits for (n, 1, 128, 128) from -1 to 1."""
        return self.vote(self.body(patches).mean(dim=(2, 3)))


class AsShipped(nn.Module):
    """A network as it is exported: bytes in (n, height, width, channels), probabilities out."""

    def __init__(self, network: nn.Module, *, maps: bool) -> None:
        """Wrap a network that gives maps, or one that gives classes."""
        super().__init__()
        self.network = network
        self.maps = maps

    def forward(self, pixels: Tensor) -> Tensor:
        """Return probabilities."""
        logits = self.network(pixels.permute(0, 3, 1, 2).float() / 127.5 - 1.0)
        return torch.sigmoid(logits) if self.maps else torch.softmax(logits, dim=1)


def _twice(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")
