"""Writes PyTorch's own numbers for the exported DreamNet, which the Swift tests hold DreamKit against."""

import argparse
from pathlib import Path

import h5py
import numpy as np
import torch

from network import BN_EPSILON, Conv, DreamNet

SIDES = (96, 112)
"""Height and width of the picture in pixels."""

OBJECTIVE = ("mixed3", "mixed5")
"""The layers whose means are summed for the gradient, as in the paper."""


def picture() -> torch.Tensor:
    """A smooth, colourful picture from a formula [1, 3, height, width] in [-1, 1], in double precision."""
    y, x = torch.meshgrid(*(torch.arange(side, dtype=torch.float64) for side in SIDES), indexing="ij")
    waves = [torch.sin(x * a + y * b + c) for a, b, c in ((0.21, 0.07, 0.3), (-0.11, 0.29, 1.1), (0.05, -0.17, 2.3))]
    return (0.8 * torch.stack(waves) * torch.cos((x - 50) * (y - 40) / 300))[None].float().double()


def load(path: Path) -> DreamNet:
    """The network with the weights of the exported file, in double precision."""
    net = DreamNet().double().eval().requires_grad_(False)
    with h5py.File(path) as file:
        def weight(layer, name):
            return torch.from_numpy(file[f"{layer}/{layer}/{name}:0"][()].astype(np.float64))

        for number, block in enumerate(module for module in net.modules() if isinstance(module, Conv)):
            suffix = f"_{number}" if number else ""
            convolution, normalization, _ = block
            convolution.weight.copy_(weight(f"conv2d{suffix}", "kernel").permute(3, 2, 0, 1))
            layer = f"batch_normalization{suffix}"
            normalization.bias.copy_(weight(layer, "beta"))
            normalization.running_mean.copy_(weight(layer, "moving_mean"))
            normalization.running_var.copy_(weight(layer, "moving_variance"))
            assert normalization.eps == BN_EPSILON
    return net


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("../models/dreamnet.h5"))
    parser.add_argument("--out", type=Path, default=Path("../Tests/Fixtures/DreamNet"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    net, image = load(options.weights), picture().requires_grad_(True)
    layers = net(image)
    (gradient,) = torch.autograd.grad(sum(layers[name].mean() for name in OBJECTIVE), image, retain_graph=True)

    def save(name, tensor):
        values = tensor[0].permute(1, 2, 0).detach().numpy()
        np.save(options.out / f"{name}.npy", np.ascontiguousarray(values, np.float32))

    save("picture", image)
    save("gradient", gradient)
    save("mixed2", layers["mixed2"][:, ::16])
    save("mixed7", layers["mixed7"])
    save("mixed10", layers["mixed10"])
    means = [f"{name} {layer.mean().item():.9g}" for name, layer in layers.items()]
    (options.out / "means.txt").write_text("\n".join(means) + "\n")


if __name__ == "__main__":
    main()
