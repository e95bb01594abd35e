"""Views of the drawn pictures: random crops, turned, scaled and recoloured, with their labels."""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from network import cell_centres
from renderer.motifs import CLASSES, TEXTURES
from renderer.scene import BACKGROUND


def noise(count: int, side: int, generator: torch.Generator) -> torch.Tensor:
    """Coloured noise, fine on coarse, that a dream can begin with: float [count, 3, side, side] in [-1, 1]."""
    image = torch.randn(count, 3, side, side, generator=generator) * 0.1
    for cells, strength in ((5, 0.2), (12, 0.15), (30, 0.1)):
        coarse = torch.randn(count, 3, cells, cells, generator=generator) * strength
        image += F.interpolate(coarse, (side, side), mode="bilinear")
    return image.clamp(-1, 1)


class Views:
    """A batch of images float [batch, 3, side, side] in [-1, 1], and what can be seen where."""

    def __init__(self, images: torch.Tensor, maps: torch.Tensor, placements: torch.Tensor):
        self.images, self.maps, self.placements = images, maps, placements

    def labels(self, layer: str, cells: int) -> torch.Tensor:
        """The class at the middle of each of a mixed layer's cells × cells, long [batch, cells, cells]; background is one
        class more."""
        stride, offset = cell_centres(layer)
        pixels = torch.arange(cells, device=self.images.device) * stride + offset
        return self._look((pixels + 0.5) * 2 / self.images.shape[-1] - 1)

    def shares(self) -> torch.Tensor:
        """How much of each class can be seen, float [batch, classes] with sum 1, or 0 where there is nothing.
        Objects count by the root of their area, textures half of that: small things matter."""
        there = self._look((torch.arange(16, device=self.images.device) + 0.5) / 8 - 1).flatten(1)
        area = F.one_hot(there, len(CLASSES) + 1)[..., :-1].float().mean(1)
        weight = torch.where(area > 0.015, area.sqrt(), 0)
        weight[:, : len(TEXTURES)] *= 0.5
        return weight / weight.sum(1, keepdim=True).clamp(min=1e-6)

    def _look(self, at: torch.Tensor) -> torch.Tensor:
        y, x = torch.meshgrid(at, at, indexing="ij")
        points = torch.stack([x, y, torch.ones_like(x)], -1)
        grid = torch.einsum("nij,hwj->nhwi", self.placements, points)
        return F.grid_sample(self.maps, grid, "nearest", "border", align_corners=False)[:, 0].long()


class Pictures:
    """The pictures of one file, on disk until they are needed."""

    def __init__(self, folder: Path, stem: str):
        self.pixels = np.load(folder / f"{stem}-pictures.npy", mmap_mode="r")
        maps = np.load(folder / f"{stem}-labels.npy")
        self.maps = np.where(maps == BACKGROUND, len(CLASSES), maps).astype(np.float32)[:, None]

    def __len__(self):
        return len(self.pixels)

    def views(self, indices, side: int, generator: torch.Generator, device) -> Views:
        """Random views of side × side pixels of those pictures."""
        n = len(indices)

        def between(low, high, *shape):
            return (low + (high - low) * torch.rand(n, *shape, generator=generator)).to(device)

        images = torch.from_numpy(self.pixels[indices]).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
        scale = between(0.5, 1.0)
        turn, mirror = between(-0.15, 0.15), torch.where(between(0, 1) < 0.5, -1.0, 1.0)
        c, s = scale * turn.cos(), scale * turn.sin()
        room = (1 - scale).clamp(min=0)
        x, y = between(-1, 1) * room, between(-1, 1) * room
        placements = torch.stack([torch.stack([c * mirror, -s, x], 1), torch.stack([s * mirror, c, y], 1)], 1)
        grid = F.affine_grid(placements, [n, 3, side, side], align_corners=False)
        images = F.grid_sample(images, grid, "bilinear", "reflection", align_corners=False)
        # A dream begins on faint things: one view in four has little contrast.
        contrast = torch.where(between(0, 1, 1, 1, 1) < 0.25, between(0.15, 1, 1, 1, 1), between(0.75, 1.2, 1, 1, 1))
        images = images * contrast * between(0.9, 1.1, 3, 1, 1) + between(-0.12, 0.12, 1, 1, 1)
        maps = torch.from_numpy(self.maps[indices]).to(device)
        return Views(images.clamp(-1, 1), maps, placements)

    def whole(self, indices, side: int, device) -> Views:
        """The whole pictures, scaled to side × side."""
        images = torch.from_numpy(self.pixels[indices]).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
        images = F.interpolate(images, (side, side), mode="bilinear", antialias=True)
        placements = torch.eye(2, 3, device=device).expand(len(indices), 2, 3)
        return Views(images, torch.from_numpy(self.maps[indices]).to(device), placements)
