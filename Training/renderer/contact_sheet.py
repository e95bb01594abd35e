"""Draws motifs on plain ground, many of each class, to look at: python -m renderer.contact_sheet OUT.png [CLASS …]"""

import sys

import cv2
import numpy as np

from .dice import Dice
from .motifs import OBJECTS, TEXTURES
from .sketch import Sketch


def tile(name: str, seed: int, size: int = 112):
    """One motif as uint8 [size, size, 3]."""
    dice = Dice((seed, len(name)))
    if name in TEXTURES:
        return TEXTURES[name](dice, size)
    ground = np.full((size, size, 3), dice.pale(), np.float32)
    scale = size / 2 * 0.72
    sketch = Sketch(size, dice, [[scale, 0, size / 2], [0, scale, size / 2]])
    OBJECTS[name](sketch)
    alpha = sketch.pixels[..., 3:] / 255
    return np.uint8(np.clip(sketch.pixels[..., :3] + ground * (1 - alpha), 0, 255))


def main():
    path, names = sys.argv[1], sys.argv[2:] or [*TEXTURES, *OBJECTS]
    rows = [np.concatenate([tile(name, seed) for seed in range(10)], 1) for name in names]
    cv2.imwrite(path, np.concatenate(rows)[..., ::-1])


if __name__ == "__main__":
    main()
