"""Writes the small Keras weight files that the tests read. Needs h5py and NumPy; run it in this folder.

One network in every layout: a 3x3 convolution of 2 filters with bias, batch normalisation, a 1x1 convolution without.
Value i of the n-th weight in creation order is n + i / 64.
"""

import h5py
import numpy as np

SHAPES = {
    "conv2d": [("kernel", (3, 3, 3, 2)), ("bias", (2,))],
    "batch_normalization": [("beta", (2,)), ("moving_mean", (2,)), ("moving_variance", (2,))],
    "conv2d_1": [("kernel", (1, 1, 2, 1))],
}


def values():
    number = 0
    for layer, weights in SHAPES.items():
        for weight, shape in weights:
            yield layer, weight, number + np.arange(np.prod(shape)).reshape(shape) / 64
            number += 1


def renumbered(layer, first):
    stem, number = (layer[:-2], 1) if layer.endswith("_1") else (layer, 0)
    return f"{stem}_{number + first}"


def legacy(path, text, first, root=None):
    with h5py.File(path, "w") as file:
        top = file.create_group(root) if root else file
        names = ["input_1", *(renumbered(layer, first) for layer in SHAPES)]
        top.attrs["layer_names"] = np.array(names, dtype=text(names))
        top.create_group("input_1").attrs["weight_names"] = np.array([])
        for layer, weights in SHAPES.items():
            name = renumbered(layer, first)
            paths = [f"{name}/{weight}:0" for weight, _ in weights]
            top.create_group(name).attrs["weight_names"] = np.array(paths, dtype=text(paths))
        for layer, weight, data in values():
            name = renumbered(layer, first)
            top[name].create_dataset(f"{name}/{weight}:0", data=data.astype("f4"))


def keras3(path, named, dtype):
    with h5py.File(path, "w") as file:
        counts = {}
        for layer, _, data in values():
            variables = file.require_group(f"layers/{layer}/vars")
            if named:
                variables.attrs["name"] = renumbered(layer, 7)
            position = counts[layer] = counts.get(layer, -1) + 1
            variables.create_dataset(str(position), data=data.astype(dtype))


def fixed(names):
    return f"S{max(map(len, names))}"


def variable(_):
    return h5py.string_dtype()


legacy("legacy-fixed.h5", fixed, first=1)
legacy("legacy-variable.h5", variable, first=9)
legacy("whole-model.h5", variable, first=1, root="model_weights")
keras3("keras3-named.weights.h5", named=True, dtype="f4")
keras3("keras3-unnamed.weights.h5", named=False, dtype="f8")
keras3("keras3-half.weights.h5", named=True, dtype="f2")
