#!/usr/bin/env python3
"""make_weights.py FILE.h5 [SEED]: random InceptionV3 weights in the layout of the official file.

Kernels are He-normal, which keeps the signal alive through 94 convolutions; the normalisations do something.
"""
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import numpy as np
import tf_keras


def drawn(shapes, random):
    if len(shapes) == 1:
        return [random.normal(0, np.sqrt(2 / np.prod(shapes[0][:3])), shapes[0])]
    beta, mean, variance = shapes
    return [random.normal(0.05, 0.2, beta), random.normal(0, 0.2, mean), random.uniform(0.5, 1.5, variance)]


def main():
    path, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    random = np.random.default_rng(seed)
    network = tf_keras.applications.InceptionV3(include_top=False, weights=None)
    for layer in network.layers:
        shapes = [weight.shape for weight in layer.get_weights()]
        if shapes:
            layer.set_weights([weight.astype("float32") for weight in drawn(shapes, random)])
    network.save_weights(path + ".part", save_format="h5")
    os.replace(path + ".part", path)


if __name__ == "__main__":
    main()
