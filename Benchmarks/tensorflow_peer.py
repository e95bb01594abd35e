#!/usr/bin/env python3
"""The paper's steps at TensorFlow's best: oneDNN on, gradients in compiled functions, no XLA (which is slower here)."""
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tf_keras

import peer
from peer import STEP_SIZE, TILE


class TensorFlow(peer.Peer):
    def __init__(self, weights):
        base = tf_keras.applications.InceptionV3(include_top=False, weights=None)
        base.load_weights(weights)
        self.model = tf_keras.Model(base.input, [base.get_layer(name).output for name in ("mixed3", "mixed5")])
        image = [tf.TensorSpec([None, None, 3], tf.float32)]
        self.step = tf.function(self.step, input_signature=image)
        self.tiled = tf.function(self.tiled, input_signature=image)

    def image(self, values):
        return tf.constant(values)

    def values(self, image):
        return image.numpy()

    def resized(self, image, height, width):
        return tf.image.resize(image, (height, width))

    def loss(self, image):
        return tf.add_n([tf.reduce_mean(x) for x in self.model(image[tf.newaxis])])

    def climb(self, image, gradients):
        gradients /= tf.math.reduce_std(gradients) + 1e-8
        return tf.clip_by_value(image + gradients * STEP_SIZE, -1, 1)

    def step(self, image):
        with tf.GradientTape() as tape:
            tape.watch(image)
            loss = self.loss(image)
        return self.climb(image, tape.gradient(loss, image))

    def tiled(self, image):
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
                    loss = self.loss(rolled[y : y + TILE, x : x + TILE])
                total += tape.gradient(loss, rolled)
        return self.climb(image, tf.roll(total, -shift, [0, 1]))


def use_threads(count):
    tf.config.threading.set_intra_op_parallelism_threads(count)
    tf.config.threading.set_inter_op_parallelism_threads(1)


if __name__ == "__main__":
    peer.main(TensorFlow, use_threads)
