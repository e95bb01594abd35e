#!/usr/bin/env python3
"""paper_steps.py FOLDER NAME: the paper's steps in TensorFlow, one file for each result, into FOLDER/NAME.

FOLDER/settings.json holds the settings and the inputs lie beside it, as compare.py writes them. NAME is 'tensorflow';
'float64', where the network and its gradients are computed in double precision; or 'nudged', the gradients alone, of
inputs that are one rounding away from the picture. The environment variable TF_ENABLE_ONEDNN_OPTS=0 makes TensorFlow
sum in another order.
"""
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import numpy as np
import tensorflow as tf
import tf_keras
from PIL import Image

from settings import DRAWS, MODELS, OCTAVES, SCALES, STEP_SIZE


class Steps:
    """Runs the steps on the inputs of a folder."""

    def __init__(self, folder, name):
        self.folder, self.out = folder, folder / name
        self.out.mkdir(exist_ok=True)
        self.settings = json.loads((folder / "settings.json").read_text())
        self.is_double = name == "float64"
        self.dtype = tf.float64 if self.is_double else tf.float32
        tf_keras.backend.set_floatx(self.dtype.name)
        self.picture = np.array(Image.open(folder / "start.png"))
        self.start = self.preprocess(self.picture)

    def write(self, value, name):
        np.save(self.out / f"{name}.npy", np.asarray(value))

    def preprocess(self, levels):
        return tf_keras.applications.inception_v3.preprocess_input(np.asarray(levels).astype("float32"))

    def deprocess(self, image):
        return tf.cast(255 * (image + 1.0) / 2.0, tf.uint8).numpy()

    def resize(self, image, shape):
        return tf.image.resize(image, shape).numpy()

    def octave_shape(self, shape, scale, octave):
        return tf.cast(tf.cast(tf.constant(shape), tf.float32) * (scale**octave), tf.int32).numpy()

    def last_cell(self, image):
        return tf.image.convert_image_dtype(self.resize(image, self.picture.shape[:2]) / 255.0, tf.uint8).numpy()

    # Pictures and numbers

    def numbers(self):
        for picture in self.settings["pictures"]:
            for side in self.settings["sides"]:
                image = Image.open(self.folder / picture)
                image.thumbnail((side, side))
                self.write(image.convert("RGB"), f"thumbnail-{picture}-{side}")
        self.write(self.start, "preprocess")
        self.write(self.deprocess(tf.constant(np.load(self.folder / "values.npy"))), "deprocess")
        levels = tf.constant(np.load(self.folder / "levels.npy"))
        self.write(tf.image.convert_image_dtype(levels / 255.0, tf.uint8), "convert")
        sizes = np.load(self.folder / "sizes.npy")
        self.write([self.octave_shape(s, scale, n) for s in sizes for scale in SCALES for n in OCTAVES], "shapes")
        for scale in SCALES:
            for n in OCTAVES:
                shape = self.octave_shape(self.picture.shape[:2], scale, n)
                self.write(self.resize(self.picture, shape), f"resize-{scale}-{n}")
        self.write(self.normalised(tf.constant(np.load(self.folder / "gradient.npy"))), "normalised")

    # The network

    def load(self):
        self.network = tf_keras.applications.InceptionV3(include_top=False, weights=None)
        self.network.load_weights(self.settings["weights"])

    def model(self, names):
        return tf_keras.Model(self.network.input, [self.network.get_layer(name).output for name in names])

    def loss(self, image, model):
        activations = model(image[tf.newaxis])
        activations = activations if isinstance(activations, list) else [activations]
        return tf.add_n([tf.reduce_mean(activation) for activation in activations])

    def gradient(self, image, model):
        with tf.GradientTape() as tape:
            tape.watch(image)
            loss = self.loss(image, model)
        return loss, tape.gradient(loss, image)

    def normalised(self, gradients):
        return gradients / (tf.math.reduce_std(gradients) + 1e-8)

    def gradients(self):
        image, losses = tf.constant(self.start, self.dtype), []
        for names in MODELS:
            loss, gradients = self.gradient(image, self.model(names))
            losses.append(loss.numpy())
            self.write(gradients, "gradient-" + "+".join(names))
        self.write(losses, "losses")
        model, side = self.model(MODELS[-1]), self.settings["square"]
        for number, (row, column) in enumerate(self.settings["places"]):
            square = image[row : row + side, column : column + side]
            self.write(self.gradient(square, model)[1], f"gradient-square-{number}")
        flat = tf.constant(np.load(self.folder / "flat.npy"), self.dtype)
        self.write(self.gradient(flat, model)[1], "gradient-flat")

    def nudged_gradients(self):
        """Gradients of inputs in which every number is the next one below or above."""
        random = np.random.default_rng(1)
        self.compile(self.model(MODELS[-1]))
        for draw in range(DRAWS):
            image = tf.constant(np.nextafter(self.start, random.choice(np.float32([-2, 2]), self.start.shape)))
            for names in MODELS:
                self.write(self.gradient(image, self.model(names))[1], f"gradient-{'+'.join(names)}-{draw}")
            self.write(self.tiled(image, self.settings["tile_size"]), f"tiles-{draw}")

    # The dreams, whose steps the paper compiles with tf.function

    def dreams(self):
        self.compile(self.model(MODELS[-1]))
        loss, image = self.ascend(self.start, self.settings["steps"])
        self.write(image, "simple")
        self.write([loss], "simple-loss")
        self.write(self.tiled(tf.constant(self.start, self.dtype), self.settings["tile_size"]), "tiles")
        for count in self.settings["steps_per_octave"]:
            self.write(self.last_cell(self.octave_dream(count)), f"octaves-{count}")
            result = self.deprocess(self.tiled_dream(count))
            self.write(result, f"tiled-{count}")
            self.write(self.last_cell(result), f"tiled-{count}-last")

    def compile(self, model):
        signature = [tf.TensorSpec([None, None, 3], self.dtype)]
        self.compiled = tf.function(lambda image: self.gradient(image, model), input_signature=signature)

    def ascend(self, image, steps):
        image, loss = tf.constant(image, self.dtype), 0
        for _ in range(steps):
            loss, gradients = self.compiled(image)
            image = tf.clip_by_value(image + self.normalised(gradients) * STEP_SIZE, -1, 1)
        return loss.numpy(), image.numpy()

    def octave_dream(self, steps):
        """Section 3.2: resized, dreamt and brought back to 8 bits at each octave."""
        levels = self.picture
        for n in OCTAVES:
            resized = self.resize(levels, self.octave_shape(self.picture.shape[:2], 1.5, n))
            levels = self.deprocess(self.ascend(self.preprocess(resized), steps)[1])
        return levels

    def tiled(self, image, tile):
        """The gradient tile by tile on the rolled image, the last row and column of tiles left out."""
        shift, size = self.settings["shift"], image.shape
        rolled = tf.roll(image, shift, [0, 1])
        total = np.zeros(size, self.dtype.name)
        for x in list(range(0, size[1], tile))[:-1] or [0]:
            for y in list(range(0, size[0], tile))[:-1] or [0]:
                part = np.s_[y : y + tile, x : x + tile]
                total[part] += self.compiled(rolled[part])[1].numpy()
        return self.normalised(tf.roll(tf.constant(total), [-shift[0], -shift[1]], [0, 1]))

    def tiled_dream(self, steps):
        """Section 3.3: floating point from the first octave to the last."""
        image = tf.constant(self.start)
        for n in OCTAVES:
            resized = self.resize(image, self.octave_shape(self.picture.shape[:2], 1.3, n))
            image = tf.constant(resized, self.dtype)
            for _ in range(steps):
                image = tf.clip_by_value(image + self.tiled(image, 512) * STEP_SIZE, -1, 1)
        return image


def main():
    steps = Steps(Path(sys.argv[1]), sys.argv[2])
    steps.load()
    if sys.argv[2] == "nudged":
        return steps.nudged_gradients()
    if not steps.is_double:
        steps.numbers()
    steps.gradients()
    steps.dreams()


if __name__ == "__main__":
    main()
