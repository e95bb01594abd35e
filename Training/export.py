"""Writes a checkpoint's mean weights as DreamKit reads them: Keras' legacy HDF5 layout, in 16-bit floats."""

import argparse
import os
from pathlib import Path

import h5py
import numpy as np
import torch
from torch import nn

from network import Conv
from renderer.motifs import CLASSES
from train import Student

FEATURES, TOP = "dreamnet.h5", "dreamnet_top.h5"


def write(path: Path, layers: dict[str, dict[str, np.ndarray]], attributes: dict):
    """A file of layers in order: name → {weight → values}. Whole or not at all."""
    part = path.with_suffix(".part")
    with h5py.File(part, "w", libver="latest") as file:
        file.attrs["layer_names"] = np.array([name.encode() for name in layers])
        for name, value in attributes.items():
            file.attrs[name] = value
        for name, weights in layers.items():
            group = file.create_group(name)
            group.attrs["weight_names"] = np.array([f"{name}/{weight}:0".encode() for weight in weights])
            for weight, values in weights.items():
                group.create_dataset(f"{name}/{weight}:0", data=values)
    os.replace(part, path)


def features(net: nn.Module) -> dict[str, dict[str, np.ndarray]]:
    """The network's layers in the order of creation, named as Keras names them. Kernels are
    [rows, columns, in, out]."""
    layers = {}
    for number, block in enumerate(module for module in net.modules() if isinstance(module, Conv)):
        suffix = f"_{number}" if number else ""
        convolution, normalization, _ = block
        layers[f"conv2d{suffix}"] = {"kernel": half(convolution.weight.permute(2, 3, 1, 0))}
        layers[f"batch_normalization{suffix}"] = {
            "beta": half(normalization.bias), "moving_mean": half(normalization.running_mean),
            "moving_variance": half(normalization.running_var)}
    return layers


def half(tensor: torch.Tensor) -> np.ndarray:
    """16-bit floats, none of which may overflow."""
    values = tensor.detach().numpy().astype(np.float16)
    assert np.isfinite(values).all()
    return np.ascontiguousarray(values)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, default=Path("data/checkpoint.pt"))
    parser.add_argument("--out", type=Path, default=Path("../models"))
    options = parser.parse_args()
    student = Student()
    student.load_state_dict(torch.load(options.checkpoint, "cpu")["mean"])
    options.out.mkdir(parents=True, exist_ok=True)
    write(options.out / FEATURES, features(student.net), {})
    # A softmax does not see what all logits have in common. Without it, to raise one is to raise it above the others.
    weight, bias = (values - values.mean(0) for values in (student.top.weight, student.top.bias))
    top = {"kernel": half(weight.t()[None, None]), "bias": half(bias)}
    write(options.out / TOP, {"predictions": top}, {"class_names": np.array([name.encode() for name in CLASSES])})
    for name in (FEATURES, TOP):
        print(f"{options.out / name}: {(options.out / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
