"""Pictures of what a checkpoint has learnt, to look at while it trains: classes, channels, and dreams of a picture."""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from data import noise
from network import autocast
from renderer.motifs import CLASSES
from train import Student

LAYERS = [f"mixed{number}" for number in range(2, 8)]
"""The layers that are looked at."""


def ascend(objective, image, steps, rate, shift=16):
    """Gradient ascent on the mean of `objective(image)`, rolled at random, each image's gradient divided by its
    standard deviation."""
    for _ in range(steps):
        dy, dx = torch.randint(-shift, shift + 1, (2,)).tolist()
        rolled = image.roll((dy, dx), (2, 3)).requires_grad_(True)
        (gradient,) = torch.autograd.grad(objective(rolled), rolled)
        gradient = gradient.roll((-dy, -dx), (2, 3))
        gradient = gradient / (gradient.flatten(1).std(1)[:, None, None, None] + 1e-8)
        image = (image + rate * gradient).clamp(-1, 1).detach()
    return image


def octaves(objective, image, steps, rate, count, scale):
    """The ascent at growing sizes; what shrinking lost is given back."""
    sizes = [[int(s / scale**n) for s in image.shape[2:]] for n in reversed(range(count))]
    detail = torch.zeros_like(F.interpolate(image, sizes[0]))
    for size in sizes:
        base = F.interpolate(image, size, mode="bilinear", antialias=True)
        dreamt = ascend(objective, base + F.interpolate(detail, size, mode="bilinear"), steps, rate)
        detail = dreamt - base
    return dreamt


def sheet(images, columns):
    """Images side by side, as uint8 BGR; the last row is filled up with grey."""
    images = torch.cat([images, torch.zeros_like(images[:1]).expand(-len(images) % columns, *images.shape[1:])])
    pixels = ((images.cpu().clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()[..., ::-1]
    rows = [np.concatenate(list(pixels[i : i + columns]), 1) for i in range(0, len(pixels), columns)]
    return np.concatenate(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("data/checkpoint.pt"))
    parser.add_argument("--pictures", type=Path, nargs="*", default=[], help="to dream of")
    parser.add_argument("--out", type=Path, default=Path("data/look"))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    student = Student().requires_grad_(False).eval()
    student.load_state_dict(torch.load(options.checkpoint, "cpu")["mean"])
    student.top.weight -= student.top.weight.mean(0)
    student.top.bias -= student.top.bias.mean()
    student.to(device)
    generator = torch.Generator(device).manual_seed(0)

    def layer_mean(name):
        return lambda image: student.net(image, name)[name].float().mean()

    def save(kind, images, columns):
        cv2.imwrite(f"{options.out}-{kind}", sheet(images, columns), [cv2.IMWRITE_JPEG_QUALITY, 90])

    with autocast(device):
        raised = []
        for classes in torch.arange(len(CLASSES), device=device).split(48):
            each = torch.arange(len(classes), device=device)
            start = noise(len(classes), 112, generator)
            raised.append(ascend(lambda x: student.logits(x)[each, classes].float().sum(), start, 48, 0.05, 8))
        raised = torch.cat(raised)
        save("classes.jpg", raised, 12)
        named = student.logits(raised).argmax(1) == torch.arange(len(CLASSES), device=device)
        print(f"portraits taken for their class: {named.sum().item()} of {len(CLASSES)}")
        rows = []
        for layer in LAYERS:
            channels = torch.linspace(0, student.net.filters[layer] - 1, 10).long().to(device)
            each = torch.arange(10, device=device)
            rows.append(ascend(
                lambda x: student.net(x, layer)[layer][each, channels].float().mean((1, 2)).sum(),
                noise(10, 112, generator), 32, 0.05, 8))
        save("channels.jpg", torch.cat(rows), 10)
        for path in options.pictures:
            picture = cv2.imread(str(path))[..., ::-1]
            size = (480, int(picture.shape[0] * 480 / picture.shape[1]))
            picture = torch.from_numpy(cv2.resize(picture, size, interpolation=cv2.INTER_AREA)).to(device)
            picture = picture.permute(2, 0, 1)[None].float() / 127.5 - 1
            dreams = [octaves(layer_mean(name), picture, 20, 0.015, 4, 1.4) for name in LAYERS]
            save(f"{path.stem}.jpg", torch.cat(dreams), 2)


if __name__ == "__main__":
    main()
