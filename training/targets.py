"""What the page finder should answer, drawn from corners: page, side and corner maps at half resolution."""

from __future__ import annotations

import torch
from torch import Tensor

SIDE_SPREAD = 0.9
CORNER_SPREAD = 1.6


def draw(quads: Tensor, height: int, width: int) -> Tensor:
    """Return (n, 3, height, width) maps of 0 to 1.

    Args:
        quads: (n, pages, 4, 2) corners in turn, in the pixels of the maps; NaN where no page is.
        height: of the maps.
        width: of the maps.
    """
    there = ~torch.isnan(quads[:, :, 0, 0])
    corners = torch.nan_to_num(quads, nan=-1e4)
    y, x = torch.meshgrid(
        torch.arange(height, device=quads.device, dtype=torch.float32),
        torch.arange(width, device=quads.device, dtype=torch.float32),
        indexing="ij",
    )
    page = torch.zeros(len(quads), height, width, device=quads.device)
    side, corner = torch.zeros_like(page), torch.zeros_like(page)
    for index in range(quads.shape[1]):
        quad = corners[:, index]
        distance, inside = _distances(quad, x, y)
        seen = there[:, index, None, None].float()
        page = torch.maximum(page, seen * torch.sigmoid(inside * 4))
        side = torch.maximum(side, seen * torch.exp(-(distance**2) / (2 * SIDE_SPREAD**2)))
        for point in range(4):
            off = (x - quad[:, point, 0, None, None]) ** 2 + (y - quad[:, point, 1, None, None]) ** 2
            corner = torch.maximum(corner, seen * torch.exp(-off / (2 * CORNER_SPREAD**2)))
    return torch.stack([page, side, corner], dim=1)


def _distances(quad: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return how far each place is from the nearest side, and how far within all four sides."""
    turning = torch.sign(_doubled_area(quad))[:, None, None]
    nearest = torch.full((len(quad), *x.shape), 1e6, device=quad.device)
    within = torch.full_like(nearest, 1e6)
    for index in range(4):
        ax, ay = quad[:, index, 0, None, None], quad[:, index, 1, None, None]
        bx, by = quad[:, (index + 1) % 4, 0, None, None], quad[:, (index + 1) % 4, 1, None, None]
        dx, dy = bx - ax, by - ay
        length = torch.sqrt(dx**2 + dy**2).clamp(min=1e-3)
        along = (((x - ax) * dx + (y - ay) * dy) / length**2).clamp(0, 1)
        away = torch.sqrt((x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2)
        nearest = torch.minimum(nearest, away)
        within = torch.minimum(within, turning * (dx * (y - ay) - dy * (x - ax)) / length)
    return nearest, within


def _doubled_area(quad: Tensor) -> Tensor:
    after = torch.roll(quad, -1, dims=1)
    return (quad[..., 0] * after[..., 1] - after[..., 0] * quad[..., 1]).sum(dim=1)
