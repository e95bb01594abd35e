"""What bench.py measures of another framework, whichever it is.

A peer's program makes one from its framework and calls main(TASK WEIGHTS PICTURE [--steps N] [--runs N] [--threads N]), which prints
lines "seconds X". A process ends when its task is done; bench.py reads its peak memory.
"""
import argparse
import time

import numpy as np
from PIL import Image

TILE, STEP_SIZE = 512, 0.01


class Peer:
    """The paper's dreams on some framework. An image is the framework's own, of values in [-1, 1]."""

    def __init__(self, weights):
        """Reads the weights of InceptionV3 from a file."""

    def image(self, values):
        """An array [height, width, 3] as an image."""
        raise NotImplementedError

    def values(self, image):
        """An image as an array [height, width, 3]."""
        raise NotImplementedError

    def resized(self, image, height, width):
        raise NotImplementedError

    def step(self, image):
        """The image after a step of section 3.1."""
        raise NotImplementedError

    def tiled(self, image):
        """The image after a step of section 3.3: rolled by chance, the last tiles of each axis left out unless they are alone."""
        raise NotImplementedError

    # The tasks

    def repeat(self, step, image, steps):
        for _ in range(steps):
            image = step(image)
        return self.values(image)

    def octaves(self, image, scale, steps, step, to_levels):
        """Five sizes; `to_levels` brings the image back to 8 bits at each of them, as in section 3.2."""
        base = np.array(image.shape[:2], "float32")
        for n in range(-2, 3):
            height, width = (base * np.float32(scale**n)).astype("int32")
            image = self.resized(self.image(image), int(height), int(width))
            image = self.repeat(step, image, steps)
            if to_levels:
                image = preprocessed(levels(image))

    def run(self, args):
        image = preprocessed(Image.open(args.picture).convert("RGB"))
        if args.task == "start":
            Image.fromarray(levels(self.repeat(self.step, self.image(image), 1))).save("peer.png")
        elif args.task in ("step", "tiled"):
            step = getattr(self, args.task)
            own = self.image(image)
            self.repeat(step, own, 3 if args.task == "step" else 1)
            for _ in range(args.runs):
                start = time.perf_counter()
                self.repeat(step, own, args.steps)
                print("seconds", (time.perf_counter() - start) / args.steps)
        else:
            start = time.perf_counter()
            if args.task == "3.1":
                self.repeat(self.step, self.image(image), 100)
            elif args.task == "3.2":
                self.octaves(image, 1.5, 50, self.step, True)
            elif args.task == "3.3":
                self.octaves(image, 1.3, 100, self.tiled, False)
            print("seconds", time.perf_counter() - start)


def preprocessed(levels):
    return np.asarray(levels).astype("float32") / 127.5 - 1


def levels(values):
    return np.uint8(255 * (values + 1) / 2)


def origins(side):
    """The first pixels of the tiles along a side, as the paper counts them."""
    return list(range(0, side, TILE))[:-1] or [0]


def main(make, use_threads):
    """Does what the command line says with the peer that `make` makes of a weights file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("task")
    parser.add_argument("weights")
    parser.add_argument("picture")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0, help="0 leaves the number to the framework")
    args = parser.parse_args()
    if args.threads:
        use_threads(args.threads)
    make(args.weights).run(args)
