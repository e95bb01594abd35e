"""Draws the training pictures and the held-out ones into a folder, with as many processes as there are processors."""

import argparse
import os
from itertools import chain
from multiprocessing import Pool
from pathlib import Path

import cv2
import numpy as np

from renderer.motifs import CLASSES
from renderer.scene import CELL, SIDE, draw

TRAINING, HELD_OUT = 0, 1
"""First half of a picture's seed: the two sets never share a picture."""

HELD_OUT_EACH = 24
"""Held-out pictures of each class, one motif among clutter."""

CHUNK = 2000
"""Pictures in one file: training takes the files that are there, while others are still being drawn."""


def _training(index: int):
    return draw((TRAINING, index))


def _held_out(index: int):
    return draw((HELD_OUT, index), only=CLASSES[index // HELD_OUT_EACH])


def render(folder: Path, stem: str, make, count: int, pool):
    """Writes STEM-NUMBER-pictures.npy [CHUNK or fewer, SIDE, SIDE, 3] and STEM-NUMBER-labels.npy, each pair complete or
    not at all. Files that are there already are left as they are."""
    cells = SIDE // CELL
    for start in range(0, count, CHUNK):
        paths = [folder / f"{stem}-{start // CHUNK:03}-{kind}.npy" for kind in ("pictures", "labels")]
        if paths[1].exists():
            continue
        size = min(CHUNK, count - start)
        parts = [path.with_suffix(".part") for path in paths]
        pictures = np.lib.format.open_memmap(parts[0], "w+", np.uint8, (size, SIDE, SIDE, 3))
        labels = np.lib.format.open_memmap(parts[1], "w+", np.uint8, (size, cells, cells))
        for index, picture in enumerate(pool.imap(make, range(start, start + size), chunksize=32)):
            pictures[index], labels[index] = picture.pixels, picture.labels
        pictures.flush(), labels.flush()
        for part, path in zip(parts, paths):
            part.rename(path)


def save_held_out(folder: Path, out: Path):
    """The held-out pictures as CLASS-NUMBER.png, for DreamKit to look at."""
    out.mkdir(parents=True, exist_ok=True)
    files = [np.load(path, mmap_mode="r") for path in sorted(folder.glob("held-out-*-pictures.npy"))]
    for index, picture in enumerate(chain.from_iterable(files)):
        name = f"{CLASSES[index // HELD_OUT_EACH]}-{index % HELD_OUT_EACH}.png"
        cv2.imwrite(str(out / name), picture[..., ::-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data"))
    parser.add_argument("--pictures", type=int, default=60_000)
    parser.add_argument("--save-held-out", type=Path, metavar="FOLDER", help="write the held-out pictures as PNG too")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with Pool(os.cpu_count(), initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        render(options.out, "held-out", _held_out, HELD_OUT_EACH * len(CLASSES), pool)
        if options.save_held_out:
            save_held_out(options.out, options.save_held_out)
        render(options.out, "training", _training, options.pictures, pool)


if __name__ == "__main__":
    main()
