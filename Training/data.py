"""Views of the drawn pictures: random crops, turned, scaled and recoloured, with their labels."""

from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from network import cell_centres
from renderer.motifs import CLASSES, TEXTURES
from renderer.scene import BACKGROUND, SIDE


def noise(count: int, side: int, generator: torch.Generator) -> torch.Tensor:
    """Coloured noise, fine on coarse, that a dream can begin with: float [count, 3, side, side] in [-1, 1]."""
    image = torch.randn(count, 3, side, side, generator=generator, device=generator.device) * 0.1
    for cells, strength in ((5, 0.2), (12, 0.15), (30, 0.1)):
        coarse = torch.randn(count, 3, cells, cells, generator=generator, device=generator.device) * strength
        image += F.interpolate(coarse, (side, side), mode="bilinear")
    return image.clamp(-1, 1)


def plain(count: int, side: int, generator: torch.Generator) -> torch.Tensor:
    """Grounds with next to nothing on them, such as skies, walls and snow: float [count, 3, side, side] in [-1, 1]."""
    def random(*shape):
        return torch.rand(count, 3, *shape, generator=generator, device=generator.device)

    corners = random(2, 2) * 0.3 + random(1, 1) * 1.4 - 0.7
    image = F.interpolate(corners, (side, side), mode="bilinear", align_corners=True)
    return (image + (random(side, side) - 0.5) * 0.08).clamp(-1, 1)


class Views:
    """A batch of images float [batch, 3, side, side] in [-1, 1], and what can be seen where."""

    def __init__(self, images: torch.Tensor, maps: torch.Tensor, placements: torch.Tensor):
        self.images, self.maps, self.placements = images, maps, placements

    def labels(self, layer: str, cells: int) -> torch.Tensor:
        """The class at the middle of each of a mixed layer's cells × cells, long [batch, cells, cells]; background is
        one class more."""
        stride, offset = cell_centres(layer)
        pixels = torch.arange(cells, device=self.images.device) * stride + offset
        return self._look((pixels + 0.5) * 2 / self.images.shape[-1] - 1)

    @cached_property
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
        # No matrix product: autocast would round it to 16 bits.
        grid = (self.placements[:, None, None] * points[None, :, :, None]).sum(-1)
        return F.grid_sample(self.maps, grid, "nearest", "border", align_corners=False)[:, 0].long()


class Pictures:
    """The pictures of the files of one name: on disk until they are needed, or in the memory of an accelerator."""

    def __init__(self, folder: Path, stem: str, device="cpu"):
        self.folder, self.stem, self.device = folder, stem, torch.device(device)
        self.pixels, self.maps, self.starts = [], [], [0]
        self.refresh()

    def __len__(self):
        return self.starts[-1]

    def refresh(self):
        """Takes the files that have been written since."""
        for path in sorted(self.folder.glob(f"{self.stem}-*-labels.npy"))[len(self.maps) :]:
            maps = np.load(path)
            pixels = np.load(self.folder / path.name.replace("labels", "pictures"), mmap_mode="r")
            maps = np.where(maps == BACKGROUND, len(CLASSES), maps).astype(np.float32)[:, None]
            self.maps.append(torch.from_numpy(maps).to(self.device))
            on_disk = self.device.type == "cpu"
            self.pixels.append(pixels if on_disk else torch.from_numpy(np.array(pixels)).to(self.device))
            self.starts.append(self.starts[-1] + len(maps))
        if not self.maps:
            raise FileNotFoundError(f"{self.folder}: no pictures there; render.py draws them")

    def random(self, count: int, side: int, generator: torch.Generator) -> Views:
        """Random views of random pictures, side × side pixels."""
        indices = torch.randint(len(self), (count,), generator=generator, device=generator.device)
        images, maps = self._gather(indices)

        def between(low, high, *shape):
            return low + (high - low) * torch.rand(count, *shape, generator=generator, device=generator.device)

        scale = between(0.5, 1.0)
        turn, mirror = between(-0.15, 0.15), torch.where(between(0, 1) < 0.5, -1.0, 1.0)
        c, s = scale * turn.cos(), scale * turn.sin()
        room = 1 - scale
        x, y = between(-1, 1) * room, between(-1, 1) * room
        placements = torch.stack([torch.stack([c * mirror, -s, x], 1), torch.stack([s * mirror, c, y], 1)], 1)
        grid = F.affine_grid(placements, [count, 3, side, side], align_corners=False)
        images = F.grid_sample(images, grid, "bilinear", "reflection", align_corners=False)
        # A dream begins on faint things: one view in four has little contrast, about its own mean, so that bright ones
        # stay bright.
        contrast = torch.where(between(0, 1, 1, 1, 1) < 0.25, between(0.15, 1, 1, 1, 1), between(0.75, 1.2, 1, 1, 1))
        middle = images.mean((1, 2, 3), keepdim=True)
        images = (images - middle) * contrast * between(0.9, 1.1, 3, 1, 1) + middle + between(-0.12, 0.12, 1, 1, 1)
        return Views(images.clamp(-1, 1), maps, placements)

    def whole(self, indices, side: int) -> Views:
        """The whole pictures, scaled to side × side."""
        images, maps = self._gather(torch.as_tensor(indices, device=self.device))
        images = F.interpolate(images, (side, side), mode="bilinear", antialias=True)
        return Views(images, maps, torch.eye(2, 3, device=self.device).expand(len(images), 2, 3))

    def _gather(self, indices: torch.Tensor):
        """Those pictures as float [n, 3, SIDE, SIDE] in [-1, 1], and their maps."""
        starts = torch.tensor(self.starts[1:], device=self.device)
        files = torch.searchsorted(starts, indices, right=True)
        pixels = torch.empty(len(indices), SIDE, SIDE, 3, dtype=torch.uint8, device=self.device)
        maps = torch.empty(len(indices), *self.maps[0].shape[1:], device=self.device)
        for number, (start, picture, map_) in enumerate(zip(self.starts, self.pixels, self.maps)):
            here = (files == number).nonzero()[:, 0]
            if len(here):
                there = indices[here] - start
                pixels[here] = picture[there] if torch.is_tensor(picture) else torch.from_numpy(picture[there.numpy()])
                maps[here] = map_[there]
        return pixels.permute(0, 3, 1, 2).float() / 127.5 - 1, maps
