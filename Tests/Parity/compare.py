#!/usr/bin/env python3
"""Holds DreamKit against TensorFlow, step by step of the paper, on the same weights and pictures.

Prints a table, writes it and pictures of the differences into the work folder. DreamKit computes everything twice, as it
does unless told (auto) and in plain sums (exact). Beside each figure stands how far both are from TensorFlow's double
precision. Exits with 1 where a limit is missed and DreamKit is more than twice as far from double precision as TensorFlow.
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

from settings import DRAWS, MODELS, OCTAVES, PRECISIONS, SCALES, SQUARE
from table import BEYOND, DIFFERENT, DISTANCE, LARGEST, MET, MISSED, NO_RESULT, PSNR, RELATIVE, Table

HERE = Path(__file__).resolve().parent

# How far a gradient may be from TensorFlow's, relative (L2).
GRADIENT_LIMITS = {"auto": 2e-3, "exact": 2e-4}


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
    flat = np.kron(random.integers(0, 256, (5, 6, 3)), np.ones((40, 40, 1)))
    np.save(folder / "flat.npy", (flat / 127.5 - 1).astype("float32"))
    sizes = np.concatenate([[[375, 500], [130, 130]], random.integers(75, 2000, (98, 2))])
    np.save(folder / "sizes.npy", sizes.astype("float32"))
    height, width = np.array(Image.open(folder / "start.png")).shape[:2]
    places = [[row, column] for row in range(0, height - SQUARE + 1, SQUARE) for column in range(0, width - SQUARE + 1, SQUARE)]
    settings = {"weights": str(arguments.weights.resolve()), "pictures": pictures, "sides": [500, 300, 100, 37],
                "steps": 10, "steps_per_octave": [2, 10], "tile_size": 150, "shift": [37, -91],
                "square": SQUARE, "places": places}
    (folder / "settings.json").write_text(json.dumps(settings))
    return settings


def run(*command, **environment):
    subprocess.run([str(word) for word in command], check=True, env=os.environ | environment)


def run_dreamkit(folder, arguments, settings):
    for precision in PRECISIONS:
        print(f"DreamKit: {precision}", flush=True)
        (folder / precision).mkdir(exist_ok=True)
        values = settings | {"folder": folder, "precision": precision}
        words = [word for name, value in values.items() for word in ("-p", name, value)]
        run(arguments.dreamkit, "run", HERE / "paper_steps.dream", *words, "--out", folder / precision / "output")


def run_tensorflow(folder, arguments):
    python = [sys.executable, HERE / "paper_steps.py", folder]
    for name, switch in [("tensorflow", "1"), ("plain", "0"), ("nudged", "1"), ("float64", "1")]:
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
    rolls = roll_difference(table)
    verdict = NO_RESULT if rolls is None else MISSED if rolls else MET
    table.append("random_roll, against NumPy", DIFFERENT, [rolls] + [None] * 4, 0, verdict)
    add("normalisation of a given gradient", DISTANCE, ["normalised"], 1e-6)
    for precision in PRECISIONS:
        compare_networks(table, settings, precision)
    for precision in PRECISIONS:
        compare_dreams(table, settings, precision)
    return table


def compare_networks(table, settings, precision):
    """Losses, and gradients: the network's, of small squares of the picture, of flat colours, and of tiles."""
    def add(*row, **how):
        table.add(*row, precision, **how)

    limit = GRADIENT_LIMITS[precision]
    for index, names in enumerate(MODELS):
        add("loss, " + " + ".join(names), RELATIVE, ["losses"], 1e-5, pick=lambda losses: losses[index : index + 1])
    for names in MODELS:
        add("gradient, " + " + ".join(names), DISTANCE, ["gradient-" + "+".join(names)], limit, draws=DRAWS)
    squares = [f"gradient-square-{number}" for number in range(len(settings["places"]))]
    add("gradient of squares, median", DISTANCE, squares, limit, is_median=True)
    add("gradient of flat squares", DISTANCE, ["gradient-flat"], limit)  # equal values under max-pools
    tile = settings["tile_size"]

    def tiles(gradients):
        """The tiles of a gradient on the rolled picture, each by its own deviation; the last row and column have none."""
        rolled = np.roll(gradients, settings["shift"], (0, 1))
        rows, columns = ((side - 1) // tile for side in rolled.shape[:2])
        pieces = [rolled[y * tile :, x * tile :][:tile, :tile] for y in range(rows) for x in range(columns)]
        return [piece / piece.std() for piece in pieces]

    add("tiled gradient", DISTANCE, ["tiles"], limit, draws=DRAWS, parts=tiles)


def compare_dreams(table, settings, precision):
    def add(*row):
        table.add(*row, precision)

    add("3.1: loss before the 10th step", RELATIVE, ["simple-loss"], None)
    add("3.1: 10 steps", PSNR, ["simple"], 45)
    for count in settings["steps_per_octave"]:
        add(f"3.2: {count} steps an octave", PSNR, [f"octaves-{count}"], 40)
    for count in settings["steps_per_octave"]:
        add(f"3.3: {count} steps an octave", PSNR, [f"tiled-{count}"], 40)
        add(f"3.3: {count} an octave, last cell", PSNR, [f"tiled-{count}-last"], 40)


def roll_difference(table):
    """How many values of four drawn rolls NumPy has elsewhere."""
    shifts = table.read("auto", "rolls")
    if shifts is None:
        return None
    picture = np.array(Image.open(table.folder / "start.png"))
    return sum(DIFFERENT(table.read("auto", f"roll-{seed}"), np.roll(picture, shift, (0, 1)))
               for seed, shift in enumerate(shifts.astype(int)))


def write_differences(table, settings):
    """DreamKit's picture, TensorFlow's, and eight times their difference, side by side."""
    counts = settings["steps_per_octave"]
    names = ["simple"] + [f"octaves-{count}" for count in counts] + [f"tiled-{count}" for count in counts]
    for name in names:
        pair = [table.read(side, name) for side in ("auto", "tensorflow")]
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
    run_dreamkit(folder, arguments, settings)
    table = compare(folder, settings)
    (folder / "table.md").write_text("\n".join(table.lines(aligned=False)) + "\n")
    print("\n".join(table.lines(aligned=True)), f"Rows: {table.summary()}.", sep="\n\n")
    write_differences(table, settings)
    sys.exit(0 if table.is_sound else 1)


if __name__ == "__main__":
    main()
