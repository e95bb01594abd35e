#!/usr/bin/env python3
"""The paper's steps at PyTorch's best: Keras' InceptionV3 from the same weights file, channels last, batch normalisation folded into
the convolutions, gradients of the image alone, not compiled (which is slower here), each tile's gradient added where it belongs.
"""
import random

import h5py
import numpy as np
import torch
import torch.nn.functional as F

import peer
from peer import STEP_SIZE, TILE


class Inception:
    """Keras' InceptionV3 as far as mixed5; the layers are counted in the order in which Keras makes them."""

    EPSILON = 1e-3

    def __init__(self, path):
        with h5py.File(path, "r") as file:
            self.layers = [self.folded(file, index) for index in range(50)]

    def folded(self, file, index):
        """A convolution's kernel and bias, with the normalisation behind it."""
        number = f"_{index}" if index else ""

        def array(layer, name):
            return np.asarray(file[f"{layer}{number}/{layer}{number}/{name}:0"])

        kernel = torch.from_numpy(array("conv2d", "kernel").transpose(3, 2, 0, 1).copy())
        beta, mean, variance = (
            torch.from_numpy(array("batch_normalization", name)) for name in ("beta", "moving_mean", "moving_variance")
        )
        scale = torch.rsqrt(variance + self.EPSILON)
        kernel = (kernel * scale[:, None, None, None]).contiguous(memory_format=torch.channels_last)
        return kernel, beta - mean * scale

    def __call__(self, image):
        """The activations of mixed3 and mixed5."""
        index = 0

        def conv(x, stride=1, padding=None):
            nonlocal index
            kernel, bias = self.layers[index]
            index += 1
            if padding is None:
                padding = (kernel.shape[2] // 2, kernel.shape[3] // 2)
            return F.relu_(F.conv2d(x, kernel, bias, stride, padding))

        def chain(x, count):
            for _ in range(count):
                x = conv(x)
            return x

        def average(x):
            return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)

        x = conv(image, 2, 0)
        x = conv(conv(x, padding=0))
        x = F.max_pool2d(x, 3, 2)
        x = conv(conv(x, padding=0), padding=0)
        x = F.max_pool2d(x, 3, 2)
        for _ in range(3):
            x = torch.cat([conv(x), chain(x, 2), chain(x, 3), conv(average(x))], 1)
        mixed3 = x = torch.cat([conv(x, 2, 0), conv(chain(x, 2), 2, 0), F.max_pool2d(x, 3, 2)], 1)
        for _ in range(2):
            x = torch.cat([conv(x), chain(x, 3), chain(x, 5), conv(average(x))], 1)
        return mixed3, x


class PyTorch(peer.Peer):
    def __init__(self, weights):
        self.model = Inception(weights)

    def image(self, values):
        image = torch.from_numpy(np.ascontiguousarray(values)).permute(2, 0, 1)[None]
        return image.contiguous(memory_format=torch.channels_last)

    def values(self, image):
        return image[0].permute(1, 2, 0).numpy()

    def resized(self, image, height, width):
        return F.interpolate(image, (height, width), mode="bilinear", align_corners=False)

    def gradient(self, image):
        image = image.detach().contiguous(memory_format=torch.channels_last).requires_grad_()
        loss = sum(x.mean() for x in self.model(image))
        return torch.autograd.grad(loss, image)[0]

    def climb(self, image, gradients):
        gradients /= gradients.std(correction=0) + 1e-8
        return (image + gradients * STEP_SIZE).clamp_(-1, 1)

    def step(self, image):
        return self.climb(image, self.gradient(image))

    def tiled(self, image):
        shift = [random.randrange(-TILE, TILE) for _ in range(2)]
        rolled = torch.roll(image, shift, (2, 3))
        total = torch.zeros_like(image)
        for x in peer.origins(image.shape[3]):
            for y in peer.origins(image.shape[2]):
                place = (..., slice(y, y + TILE), slice(x, x + TILE))
                total[place] += self.gradient(rolled[place])
        return self.climb(image, torch.roll(total, [-s for s in shift], (2, 3)))


if __name__ == "__main__":
    peer.main(PyTorch, torch.set_num_threads)
