#!/usr/bin/env python3
"""Holds DreamKit against TensorFlow, step by step of the paper, on the same weights and pictures.

Prints a table, writes it and pictures of the differences into the work folder, and exits with 1 where a limit is missed.
Beside each figure stands how far TensorFlow is from itself: in double precision, and when it sums in another order.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from settings import MODELS, OCTAVES, SCALES

HERE = Path(__file__).resolve().parent


# Measures


def share_beyond_a_level(ours, theirs):
    return float(np.mean(np.abs(ours.astype(int) - theirs.astype(int)) > 1))


def largest(ours, theirs):
    return float(np.max(np.abs(ours.astype(float) - theirs.astype(float))))


def relative(ours, theirs):
    return float(np.max(np.abs(ours.astype(float) / theirs.astype(float) - 1)))


def distance(ours, theirs):
    ours, theirs = ours.astype(float), theirs.astype(float)
    return float(np.linalg.norm(ours - theirs) / np.linalg.norm(theirs))


def different(ours, theirs):
    return float(np.sum(ours != theirs))


def psnr(ours, theirs):
    peak = 255 if theirs.dtype == np.uint8 else 2
    error = np.mean((ours.astype(float) - theirs.astype(float)) ** 2)
    return float(10 * np.log10(peak**2 / error)) if error else float("inf")


class Measure:
    """How two arrays are compared, and how the figure is written."""

    def __init__(self, name, function, form, more_is_better=False):
        self.name, self.function, self.form, self.more_is_better = name, function, form, more_is_better

    def __call__(self, ours, theirs):
        if ours.shape != theirs.shape:
            return -np.inf if self.more_is_better else np.inf
        return self.function(ours, theirs)

    def meets(self, value, limit):
        return value >= limit if self.more_is_better else value <= limit

    def worst(self, values):
        return float(np.min(values) if self.more_is_better else np.max(values))

    def limit_text(self, limit):
        if limit is None:
            return "none"
        return ("at least " if self.more_is_better else "at most " if limit else "") + self.form.format(limit)


BEYOND = Measure("share of values more than 1 level apart", share_beyond_a_level, "{:.3%}")
LARGEST = Measure("largest difference", largest, "{:.2g}")
RELATIVE = Measure("largest relative difference", relative, "{:.1e}")
DISTANCE = Measure("distance, relative (L2)", distance, "{:.1e}")
DIFFERENT = Measure("values that differ", different, "{:.0f}")
PSNR = Measure("PSNR", psnr, "{:.1f} dB", more_is_better=True)


class Table:
    """The comparison, row by row."""

    HEAD = ["step", "measure", "DreamKit", "limit", "verdict", "TensorFlow against its float64", "with oneDNN off",
            "DreamKit against float64"]

    def __init__(self, folder):
        self.folder, self.rows, self.is_met = folder, [], True

    def read(self, side, name):
        path = self.folder / side / f"{name}.npy"
        return np.load(path) if path.exists() else None

    def add(self, step, measure, names, limit, pick=lambda array: array):
        """One row: the worst of several files. Without a limit the figures stand for themselves."""
        def between(ours, theirs):
            pairs = [(self.read(ours, name), self.read(theirs, name)) for name in names]
            if any(a is None or b is None for a, b in pairs):
                return None
            return measure.worst([measure(pick(a), pick(b)) for a, b in pairs])

        figures = [between(*sides) for sides in
                   [("dreamkit", "tensorflow"), ("tensorflow", "float64"), ("plain", "tensorflow"), ("dreamkit", "float64")]]
        self.append(step, measure, figures, limit)

    def append(self, step, measure, figures, limit):
        value, *spread = figures[:3]
        text = ["" if figure is None else measure.form.format(figure) for figure in figures]
        spread = [figure for figure in spread if figure is not None]
        if value is not None and (limit is None or measure.meets(value, limit)):
            verdict = "" if limit is None else "met"
        else:
            self.is_met = False
            verdict = "no result" if value is None else "not met"
            if spread:
                verdict += f"; TensorFlow against itself: {measure.form.format(measure.worst(spread))}"
        self.rows.append([step, measure.name, text[0], measure.limit_text(limit), verdict, *text[1:]])

    def lines(self):
        widths = [max(len(row[i]) for row in [self.HEAD, *self.rows]) for i in range(len(self.HEAD))]
        rows = [self.HEAD, ["-" * width for width in widths], *self.rows]
        return ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]


# The two sides


def make_inputs(folder, arguments):
    """Writes the pictures, the numbers and the settings that both sides read."""
    random = np.random.default_rng(0)
    script = folder / "sample.dream"
    script.write_text("save(sample_image(1000, 750), path)\n")
    run(arguments.dreamkit, "run", script, "-p", "path", folder / "sample.png")
    sample = Image.open(folder / "sample.png")
    sample.save(folder / "sample.jpg", quality=90)
    sample.crop((3, 5, 940, 622)).save(folder / "odd.jpg", quality=75, subsampling=2)
    pictures = ["sample.png", "sample.jpg", "odd.jpg"]
    if arguments.picture:
        pictures.insert(0, "given" + arguments.picture.suffix.lower())
        shutil.copyfile(arguments.picture, folder / pictures[0])
    start = Image.open(folder / pictures[0])
    start.thumbnail((500, 500))
    if min(start.size) < 170:
        sys.exit(f"The picture is {start.width}×{start.height} within 500 pixels; the small octaves need sides of 170.")
    start.convert("RGB").save(folder / "start.png")

    levels = np.arange(256, dtype="float32")
    drawn = random.uniform(-1, 1, 256).astype("float32")
    grey = lambda values: np.repeat(values[np.newaxis, :, np.newaxis], 3, axis=2).astype("float32")
    np.save(folder / "values.npy", grey(np.concatenate([levels / np.float32(127.5) - 1, drawn])))
    np.save(folder / "levels.npy", grey(np.concatenate([levels, 255 * np.abs(drawn)])))
    np.save(folder / "gradient.npy", random.normal(3e-5, 1e-4, (60, 80, 3)).astype("float32"))
    squares = np.kron(random.integers(0, 256, (5, 6, 3)), np.ones((40, 40, 1)))
    np.save(folder / "squares.npy", (squares / 127.5 - 1).astype("float32"))
    sizes = np.concatenate([[[375, 500], [130, 130]], random.integers(75, 2000, (98, 2))])
    np.save(folder / "sizes.npy", sizes.astype("float32"))
    settings = {"weights": str(arguments.weights.resolve()), "pictures": pictures, "sides": [500, 300, 100, 37],
                "steps": 10, "steps_per_octave": [2, 10], "tile_size": 150, "shift": [37, -91]}
    (folder / "settings.json").write_text(json.dumps(settings))
    return settings


def run(*command, **environment):
    subprocess.run([str(word) for word in command], check=True, env=os.environ | environment)


def run_dreamkit(folder, arguments, settings):
    (folder / "dreamkit").mkdir(exist_ok=True)
    words = [word for name, value in settings.items() for word in ("-p", name, value)]
    output = folder / "dreamkit/output"
    run(arguments.dreamkit, "run", HERE / "paper_steps.dream", "-p", "folder", folder, *words, "--out", output)


def run_tensorflow(folder, arguments):
    python = [sys.executable, HERE / "paper_steps.py", folder]
    for name, switch in [("tensorflow", "1"), ("plain", "0"), ("float64", "1")]:
        print(f"TensorFlow: {name}", flush=True)
        run(*python, name, TF_ENABLE_ONEDNN_OPTS=switch)


# The comparison


def compare(folder, settings):
    table = Table(folder)
    add = table.add
    thumbnails = [f"thumbnail-{picture}-{side}" for picture in settings["pictures"] for side in settings["sides"]]
    add("thumbnail, against Pillow", BEYOND, thumbnails, 0.001)
    add("thumbnail, against Pillow", LARGEST, thumbnails, 1)
    add("preprocess_input", DIFFERENT, ["preprocess"], 0)
    add("deprocess: all levels, 256 other values", DIFFERENT, ["deprocess"], 0)
    add("the last cell's conversion: the same", DIFFERENT, ["convert"], 0)
    add("octave shapes: 100 sizes, two scales", DIFFERENT, ["shapes"], 0)
    down = [f"resize-{scale}-{n}" for scale in SCALES for n in OCTAVES if n < 0]
    up = [f"resize-{scale}-{n}" for scale in SCALES for n in OCTAVES if n > 0]
    add("resize, down (levels)", LARGEST, down, 1e-4)
    add("resize, up (levels)", LARGEST, up, 1e-4)
    table.append("random_roll, against NumPy", DIFFERENT, [roll_difference(table), None, None, None], 0)
    add("normalisation of a given gradient", DISTANCE, ["normalised"], 1e-6)
    for index, names in enumerate(MODELS):
        add("loss, " + " + ".join(names), RELATIVE, ["losses"], 1e-5, lambda losses: losses[index : index + 1])
    for names in MODELS:
        add("gradient, " + " + ".join(names), DISTANCE, ["gradient-" + "+".join(names)], 2e-3)
    add("gradient, mixed3 + mixed5, of flat squares: equal values under max-pools", DISTANCE, ["gradient-squares"], 2e-3)
    add(f"tiled gradient, tiles of {settings['tile_size']}", DISTANCE, ["tiles"], 2e-3)
    add("section 3.1: loss before the 10th step", RELATIVE, ["simple-loss"], None)
    add("section 3.1: 10 steps", PSNR, ["simple"], 45)
    for count in settings["steps_per_octave"]:
        add(f"section 3.2: {count} steps an octave, at the end", PSNR, [f"octaves-{count}"], 40)
    for count in settings["steps_per_octave"]:
        add(f"section 3.3: {count} steps an octave", PSNR, [f"tiled-{count}"], 40)
        add(f"section 3.3: {count} steps an octave, last cell", PSNR, [f"tiled-{count}-last"], 40)
    return table


def roll_difference(table):
    picture = np.array(Image.open(table.folder / "start.png"))
    shifts = table.read("dreamkit", "rolls").astype(int)
    return sum(different(table.read("dreamkit", f"roll-{seed}"), np.roll(picture, shift, (0, 1)))
               for seed, shift in enumerate(shifts))


def write_differences(table, settings):
    """DreamKit's picture, TensorFlow's, and eight times their difference, side by side."""
    counts = settings["steps_per_octave"]
    names = ["simple"] + [f"octaves-{count}" for count in counts] + [f"tiled-{count}" for count in counts]
    for name in names:
        pair = [table.read(side, name) for side in ("dreamkit", "tensorflow")]
        levels = [array if array.dtype == np.uint8 or name != "simple" else 255 * (array + 1) / 2 for array in pair]
        apart = np.clip(8 * np.abs(levels[0].astype(float) - levels[1].astype(float)), 0, 255)
        strip = np.concatenate([*levels, apart], axis=1)
        path = table.folder / f"difference-{name}.png"
        Image.fromarray(strip.astype("u1")).save(path)
        print(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--dreamkit", type=Path, required=True, help="the program")
    parser.add_argument("--weights", type=Path, required=True, help="InceptionV3's weights, legacy Keras HDF5")
    parser.add_argument("--picture", type=Path, help="a photo to dream on; else DreamKit's sample_image")
    parser.add_argument("--folder", type=Path, required=True, help="where everything is written")
    parser.add_argument("--reuse", action="store_true", help="keep TensorFlow's results of the last time")
    arguments = parser.parse_args()
    for path in filter(None, (arguments.dreamkit, arguments.weights, arguments.picture)):
        if not path.is_file():
            parser.error(f"There is no file '{path}'.")
    folder = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    settings = make_inputs(folder, arguments)
    if not arguments.reuse:
        run_tensorflow(folder, arguments)
    print("DreamKit", flush=True)
    run_dreamkit(folder, arguments, settings)
    table = compare(folder, settings)
    text = "\n".join(table.lines())
    (folder / "table.md").write_text(text + "\n")
    print(text)
    write_differences(table, settings)
    sys.exit(0 if table.is_met else 1)


if __name__ == "__main__":
    main()
