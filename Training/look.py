"""Pictures of what a checkpoint has learnt, to look at while it trains: classes, channels, and dreams of a picture."""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from data import noise
from renderer.motifs import CLASSES
from train import Student


def ascend(objective, image, steps, rate, shift=16, generator=None):
    """Gradient ascent on the mean of `objective(image)`, rolled at random, each image's gradient divided by its
    standard deviation."""
    for _ in range(steps):
        dy, dx = torch.randint(-shift, shift + 1, (2,), generator=generator).tolist()
        rolled = image.roll((dy, dx), (2, 3)).requires_grad_(True)
        (gradient,) = torch.autograd.grad(objective(rolled), rolled)
        gradient = gradient.roll((-dy, -dx), (2, 3))
        gradient = gradient / (gradient.flatten(1).std(1)[:, None, None, None] + 1e-8)
        image = (image + rate * gradient).clamp(-1, 1).detach()
    return image


def octaves(objective, image, steps, rate, count, scale, generator):
    """The ascent at growing sizes; what shrinking lost is given back."""
    sizes = [[int(s / scale**n) for s in image.shape[2:]] for n in reversed(range(count))]
    detail = torch.zeros_like(F.interpolate(image, sizes[0]))
    for size in sizes:
        base = F.interpolate(image, size, mode="bilinear", antialias=True)
        dreamt = ascend(objective, base + F.interpolate(detail, size, mode="bilinear"), steps, rate, generator=generator)
        detail = dreamt - base
    return dreamt


def sheet(images, columns):
    """Images side by side, as uint8 BGR."""
    pixels = ((images.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()[..., ::-1]
    rows = [np.concatenate(list(pixels[i : i + columns]), 1) for i in range(0, len(pixels), columns)]
    return np.concatenate([row for row in rows if row.shape == rows[0].shape])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("data/checkpoint.pt"))
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--out", type=Path, default=Path("data/look"))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    generator = torch.Generator().manual_seed(0)
    student = Student().requires_grad_(False).eval()
    student.load_state_dict(torch.load(options.checkpoint, "cpu")["mean"])

    student.top.weight -= student.top.weight.mean(0)
    student.top.bias -= student.top.bias.mean()

    each = torch.arange(len(CLASSES))
    with torch.autocast("cpu", torch.bfloat16):
        raised = ascend(lambda x: student.logits(x)[each, each].float().sum(), noise(len(CLASSES), 112, generator), 48, 0.05, 8, generator)
        cv2.imwrite(f"{options.out}-classes.png", sheet(raised, 8))
        rows = []
        for layer in ("mixed2", "mixed4", "mixed6"):
            channels = torch.linspace(0, student.net.filters[layer] - 1, 10).long()
            rows.append(ascend(
                lambda x: student.net(x, layer)[layer][torch.arange(10), channels].float().mean((1, 2)).sum(),
                noise(10, 112, generator), 32, 0.05, 8, generator))
        cv2.imwrite(f"{options.out}-channels.png", sheet(torch.cat(rows), 10))
        if options.picture:
            picture = cv2.imread(str(options.picture))[..., ::-1]
            size = (400, int(picture.shape[0] * 400 / picture.shape[1]))
            picture = torch.from_numpy(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
            picture = picture.permute(2, 0, 1)[None].float() / 127.5 - 1
            dreams = [
                octaves(lambda x: student.net(x, n)[n].float().mean(), picture, 12, 0.03, 4, 1.4, generator)
                for n in ("mixed2", "mixed4", "mixed5", "mixed6", "mixed8", "mixed10")]
            cv2.imwrite(f"{options.out}-dreams.png", sheet(torch.cat(dreams), 2))


if __name__ == "__main__":
    main()
