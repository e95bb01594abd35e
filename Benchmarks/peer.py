#!/usr/bin/env python3
"""peer.py TASK WEIGHTS PICTURE [--steps N] [--runs N] [--threads N]: what bench.py measures of TensorFlow.

The paper's steps at TensorFlow's best: oneDNN on, gradients in compiled functions, no XLA (which is slower here). Prints lines
"seconds X". Processes end when their task is done; bench.py reads their peak memory.
"""
import argparse
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import numpy as np
import tensorflow as tf
import tf_keras
from PIL import Image

TILE, STEP_SIZE = 512, 0.01


class Peer:
    def __init__(self, weights):
        base = tf_keras.applications.InceptionV3(include_top=False, weights=None)
        if weights:
            base.load_weights(weights)
        self.model = tf_keras.Model(base.input, [base.get_layer(name).output for name in ("mixed3", "mixed5")])
        image = [tf.TensorSpec([None, None, 3], tf.float32)]
        self.step = tf.function(self.step, input_signature=image)
        self.gradient = tf.function(self.gradient, input_signature=image)
        self.tiled = tf.function(self.tiled, input_signature=image)

    def gradient(self, image):
        with tf.GradientTape() as tape:
            tape.watch(image)
            loss = tf.add_n([tf.reduce_mean(x) for x in self.model(image[tf.newaxis])])
        return loss, tape.gradient(loss, image)

    def climb(self, image, gradients):
        return tf.clip_by_value(image + gradients * STEP_SIZE, -1, 1)

    def normalised(self, gradients):
        return gradients / (tf.math.reduce_std(gradients) + 1e-8)

    def step(self, image):
        return self.climb(image, self.normalised(self.gradient(image)[1]))

    def tiled(self, image):
        """Section 3.3: rolled by chance, the last tiles of each axis left out unless they are alone."""
        shift = tf.random.uniform([2], -TILE, TILE, tf.int32)
        rolled = tf.roll(image, shift, [0, 1])
        size = tf.shape(image)
        total = tf.zeros_like(image)
        xs = tf.range(0, size[1], TILE)[:-1]
        ys = tf.range(0, size[0], TILE)[:-1]
        xs = xs if tf.cast(len(xs), bool) else tf.constant([0])
        ys = ys if tf.cast(len(ys), bool) else tf.constant([0])
        for x in xs:
            for y in ys:
                with tf.GradientTape() as tape:
                    tape.watch(rolled)
                    tile = rolled[y : y + TILE, x : x + TILE]
                    loss = tf.add_n([tf.reduce_mean(a) for a in self.model(tile[tf.newaxis])])
                total += tape.gradient(loss, rolled)
        return self.climb(image, self.normalised(tf.roll(total, -shift, [0, 1])))

    # The tasks

    def repeat(self, step, image, steps):
        for _ in range(steps):
            image = step(image)
        return image.numpy()

    def dream(self, image, scale, steps, step, to_levels):
        """Five octaves; `to_levels` brings the image back to 8 bits at each of them, as in section 3.2."""
        base = np.array(image.shape[:2], "float32")
        for n in range(-2, 3):
            image = tf.image.resize(image, tf.cast(base * scale**n, tf.int32))
            image = self.repeat(step, image, steps)
            if to_levels:
                image = self.preprocess(np.uint8(255 * (image + 1) / 2))
        return image

    @staticmethod
    def preprocess(levels):
        return tf_keras.applications.inception_v3.preprocess_input(np.asarray(levels).astype("float32"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("task")
    parser.add_argument("weights")
    parser.add_argument("picture")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    if args.threads:
        tf.config.threading.set_intra_op_parallelism_threads(args.threads)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    peer = Peer("" if args.weights == "-" else args.weights)
    image = tf.constant(peer.preprocess(Image.open(args.picture).convert("RGB")))
    if args.task == "start":
        result = np.uint8(255 * (peer.repeat(peer.step, image, 1) + 1) / 2)
        Image.fromarray(result).save("peer.png")
    elif args.task in ("step", "tiled"):
        step = peer.step if args.task == "step" else peer.tiled
        peer.repeat(step, image, 3 if args.task == "step" else 1)
        for _ in range(args.runs):
            start = time.perf_counter()
            peer.repeat(step, image, args.steps)
            print("seconds", (time.perf_counter() - start) / args.steps)
    else:
        start = time.perf_counter()
        if args.task == "3.1":
            peer.repeat(peer.step, image, 100)
        elif args.task == "3.2":
            peer.dream(image, 1.5, 50, peer.step, True)
        elif args.task == "3.3":
            peer.dream(image, 1.3, 100, peer.tiled, False)
        print("seconds", time.perf_counter() - start)


if __name__ == "__main__":
    main()
