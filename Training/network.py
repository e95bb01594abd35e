"""DreamNet: Inception's topology and layer names (Szegedy et al., 2015), narrow enough for a repository."""

import torch
from torch import nn
from torch.nn import functional as F

BN_EPSILON = 1e-3


class Conv(nn.Sequential):
    """Convolution without bias, batch normalisation without scale, ReLU: Keras' `conv2d_bn`. Images are NCHW."""

    def __init__(self, inputs, filters, rows, columns=None, stride=1, same=True):
        columns = columns or rows
        padding = (rows // 2, columns // 2) if same else 0
        convolution = nn.Conv2d(inputs, filters, (rows, columns), stride, padding, bias=False)
        nn.init.kaiming_normal_(convolution.weight, nonlinearity="relu")
        normalization = nn.BatchNorm2d(filters, eps=BN_EPSILON, momentum=0.02)
        normalization.weight.requires_grad_(False)
        super().__init__(convolution, normalization, nn.ReLU())
        self.filters = filters


class Chain(nn.Sequential):
    """Layers one after the other, built from (filters, rows[, columns[, options]])."""

    def __init__(self, inputs, *rows):
        layers = []
        for row in rows:
            if isinstance(row, nn.Module):
                layers.append(row)
                continue
            options = row[-1] if isinstance(row[-1], dict) else {}
            sizes = row[:-1] if options else row
            layers.append(Conv(inputs, *sizes, **options))
            inputs = sizes[0]
        super().__init__(*layers)
        self.filters = inputs


class Mixed(nn.Module):
    """Branches over one input, their channels side by side."""

    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)
        self.filters = sum(b.filters for b in branches)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


STRIDED = {"stride": 2, "same": False}


def average_pool():
    """Padding does not count, as in Keras."""
    return nn.AvgPool2d(3, 1, 1, count_include_pad=False)


def block_a(inputs, pool):
    """Inception A: mixed0 to mixed2."""
    return Mixed(
        Chain(inputs, (48, 1)),
        Chain(inputs, (32, 1), (48, 5)),
        Chain(inputs, (48, 1), (64, 3), (64, 3)),
        Chain(inputs, average_pool(), (pool, 1)),
    )


def reduction_a(inputs):
    """mixed3, half the size."""
    return Mixed(
        Chain(inputs, (192, 3, 3, STRIDED)),
        Chain(inputs, (48, 1), (64, 3), (64, 3, 3, STRIDED)),
        Chain(inputs, nn.MaxPool2d(3, 2)),
    )


def block_b(inputs, c):
    """Inception B with its long, thin kernels: mixed4 to mixed7."""
    return Mixed(
        Chain(inputs, (96, 1)),
        Chain(inputs, (c, 1), (c, 1, 7), (96, 7, 1)),
        Chain(inputs, (c, 1), (c, 7, 1), (c, 1, 7), (c, 7, 1), (96, 1, 7)),
        Chain(inputs, average_pool(), (96, 1)),
    )


def reduction_b(inputs):
    """mixed8, half the size once more."""
    return Mixed(
        Chain(inputs, (96, 1), (160, 3, 3, STRIDED)),
        Chain(inputs, (96, 1), (96, 1, 7), (96, 7, 1), (96, 3, 3, STRIDED)),
        Chain(inputs, nn.MaxPool2d(3, 2)),
    )


def fork(inputs, filters):
    """A 1×3 and a 3×1 side by side."""
    return Mixed(Chain(inputs, (filters, 1, 3)), Chain(inputs, (filters, 3, 1)))


class Trunk(nn.Sequential):
    """A chain that ends in a `Mixed`."""

    def __init__(self, chain, mixed):
        super().__init__(chain, mixed)
        self.filters = mixed.filters


def block_c(inputs):
    """Inception C, wide and flat: mixed9 and mixed10."""
    return Mixed(
        Chain(inputs, (96, 1)),
        Trunk(Chain(inputs, (96, 1)), fork(96, 96)),
        Trunk(Chain(inputs, (96, 1), (96, 3)), fork(96, 96)),
        Chain(inputs, average_pool(), (64, 1)),
    )


class DreamNet(nn.Module):
    """The network without its top. Images are float [batch, 3, height, width], RGB in [-1, 1], sides of at least 75."""

    def __init__(self):
        super().__init__()
        self.stem = Chain(
            3, (32, 3, 3, STRIDED), (32, 3, 3, {"same": False}), (48, 3), nn.MaxPool2d(3, 2),
            (64, 1), (128, 3, 3, {"same": False}), nn.MaxPool2d(3, 2),
        )
        blocks = []
        filters = self.stem.filters

        def add(make, *options):
            nonlocal filters
            block = make(filters, *options)
            filters = block.filters
            blocks.append(block)
            self.filters[f"mixed{len(blocks) - 1}"] = filters

        self.filters = {}
        for _ in range(3):
            add(block_a, 32)
        add(reduction_a)
        for c in (64, 72, 72, 80):
            add(block_b, c)
        add(reduction_b)
        add(block_c)
        add(block_c)
        self.blocks = nn.ModuleList(blocks)

    def forward(self, x, deepest="mixed10"):
        """The activations of every mixed layer up to the deepest asked for, by name."""
        x = self.stem(x)
        layers = {}
        for number, block in enumerate(self.blocks):
            x = block(x)
            layers[f"mixed{number}"] = x
            if deepest == f"mixed{number}":
                break
        return layers


def autocast(device) -> torch.autocast:
    """Passes in bfloat16 where the device computes with it; elsewhere it would be slower than 32 bits."""
    device = torch.device(device)
    able = device.type != "cpu" or torch.cpu.get_capabilities().get("avx512_bf16", False)
    return torch.autocast(device.type, torch.bfloat16, enabled=able)


def cell_centres(layer: str):
    """(stride, offset) of a mixed layer: cell i looks at the image around pixel stride·i + offset."""
    number = int(layer.removeprefix("mixed"))
    return (8, 13) if number < 3 else (16, 21) if number < 8 else (32, 37)
