"""Writes what TensorFlow makes of the paper's steps, for the tests that hold DreamKit to it without TensorFlow.

Run it in this folder with the packages of Tests/Parity/requirements.txt. Inputs and weights are drawn by DreamKit's own
generator, which is written out here once more, so that no weights need to be kept.
"""

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
import tf_keras
from tf_keras import layers

OCTAVES = range(-2, 3)
SCALES = [1.3, 1.5]


# DreamKit's generator (SplitMix64) and what is drawn with it


def units(seed, count):
    """`SeededGenerator.nextUnit`: `count` numbers in [0, 1), float32."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed % 2**64) + np.arange(1, count + 1, dtype="u8") * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(40)).astype("f4") * np.float32(2**-24)


def image(shape, seed=1):
    """`Tensor.random`: numbers in [-1, 1)."""
    return (units(seed, np.prod(shape)) * np.float32(2) - np.float32(1)).reshape(shape)


def random_parameters(name, shapes):
    """`RandomParameters`: Glorot-uniform kernels, normalisations that change nothing; seed 0."""
    if len(shapes) == 3:
        return [np.zeros(shapes[0]), np.zeros(shapes[1]), np.ones(shapes[2])]
    stream = 0xCBF29CE484222325
    for byte in name.encode():
        stream = (stream ^ byte) * 0x100000001B3 % 2**64
    rows, columns, inputs, filters = shapes[0]
    limit = np.sqrt(np.float32(6) / np.float32(rows * columns * (inputs + filters)))
    return [((units(stream, np.prod(shapes[0])) * np.float32(2) - np.float32(1)) * limit).reshape(shapes[0])]


def lively_parameters(name, shapes):
    """`LivelyParameters`: He-scaled kernels, normalisations that do something; seed 0."""
    stream = 17
    for byte in name.encode():
        stream = (stream * 31 + byte) % 2**64
    ranges = [(-0.3, 0.4), (-0.3, 0.4), (0.5, 1.5)]  # beta, mean, variance
    if len(shapes[0]) == 4:
        limit = np.sqrt(np.float32(6) / np.float32(np.prod(shapes[0][:3])))
        ranges = [(-limit, limit), (-0.3, 0.4)]
    elif len(shapes) == 4:
        ranges.insert(0, (0.5, 1.5))  # gamma
    drawn = units(stream, sum(int(np.prod(shape)) for shape in shapes))
    result = []
    for shape, (low, high) in zip(shapes, ranges):
        part, drawn = drawn[: np.prod(shape)], drawn[np.prod(shape) :]
        low, high = np.float32(low), np.float32(high)
        result.append((low + (high - low) * part).reshape(shape))
    return result


def fill(network, parameters):
    """Sets the weights, for layers named by the order of their creation, as a new Keras names them."""
    for kind, stem in ((layers.Conv2D, "conv2d"), (layers.BatchNormalization, "batch_normalization")):
        found = [layer for layer in network.layers if isinstance(layer, kind)]
        number = lambda layer: int("0" + layer.name.removeprefix(stem).lstrip("_"))
        for place, layer in enumerate(sorted(found, key=number)):
            shapes = [weight.shape for weight in layer.get_weights()]
            layer.set_weights(parameters(f"{stem}_{place}" if place else stem, shapes))


def loss_and_gradient(model, x):
    x = tf.constant(x, tf_keras.backend.floatx())
    with tf.GradientTape() as tape:
        tape.watch(x)
        activations = model(x[tf.newaxis])
        activations = activations if isinstance(activations, list) else [activations]
        loss = tf.add_n([tf.reduce_mean(activation) for activation in activations])
    return loss.numpy(), tape.gradient(loss, x).numpy()


# The fixtures


def numbers():
    levels = np.arange(256, dtype="f4")
    between = (np.arange(2041) / 8).astype("f4")
    preprocessed = tf_keras.applications.inception_v3.preprocess_input(levels.copy())
    np.save("preprocess.npy", preprocessed)
    np.save("deprocess.npy", tf.cast(255 * (preprocessed + 1.0) / 2.0, tf.uint8).numpy())
    np.save("deprocess-between.npy", tf.cast(255 * ((between / 127.5 - 1).astype("f4") + 1.0) / 2.0, tf.uint8).numpy())
    np.save("convert.npy", tf.image.convert_image_dtype(tf.constant(between) / 255.0, tf.uint8).numpy())


def octave_shapes():
    random = np.random.default_rng(11)
    sizes = [(375, 500), (130, 130), *random.integers(75, 2500, (98, 2))]
    with open("octave-shapes.txt", "w") as file:
        for size in sizes:
            base = tf.cast(tf.constant(size), tf.float32)
            shapes = [tf.cast(base * (scale**n), tf.int32).numpy() for scale in SCALES for n in OCTAVES]
            print(*size, *np.concatenate(shapes), file=file)


def tile_origins():
    with open("tile-origins.txt", "w") as file:
        for tile in (75, 128, 200, 512):
            for side in sorted({1, tile - 1, tile, tile + 1, 2 * tile, 2 * tile + 1, 3 * tile, 500, 633, 845, 1125, 2048}):
                origins = tf.range(0, side, tile)[:-1]
                if not tf.cast(len(origins), bool):
                    origins = tf.constant([0])
                print(side, tile, *origins.numpy(), file=file)


def resizes():
    picture = image((12, 17, 3), seed=2)
    with open("resize-shapes.txt", "w") as file:
        results = []
        for scale in SCALES:
            for n in OCTAVES:
                shape = tf.cast(tf.constant([12.0, 17.0]) * (scale**n), tf.int32)
                results.append(tf.image.resize(picture, shape).numpy())
                print(*shape.numpy(), file=file)
    np.save("resize.npy", np.concatenate([result.ravel() for result in results]))


def small_network():
    """A little Inception with every operation, as SmallNetworkTests builds it; float64 gradients of a float32 image."""

    def conv(x, filters, rows, columns, strides=1, padding="same", scale=None):
        x = layers.Conv2D(filters, (rows, columns), strides, padding, use_bias=scale is None)(x)
        if scale is not None:
            x = layers.BatchNormalization(epsilon=1e-3, scale=scale)(x)
        return layers.ReLU()(x)

    def build():
        tf_keras.backend.clear_session()
        start = layers.Input((None, None, 3))
        x = conv(start, 16, 3, 3, 2, "valid", scale=False)
        x = conv(x, 24, 3, 3, scale=True)
        x = layers.MaxPooling2D(3, 2)(x)
        a = conv(x, 16, 1, 1)
        b = conv(conv(conv(x, 8, 1, 1, scale=False), 16, 1, 7), 16, 7, 1)
        c = conv(layers.AveragePooling2D(3, 1, "same")(x), 8, 1, 1)
        mixed = layers.Concatenate()([a, b, c])
        deep = conv(mixed, 32, 3, 3, 2, scale=True)
        model = tf_keras.Model(start, [mixed, deep])
        fill(model, lively_parameters)
        return model

    tf_keras.backend.set_floatx("float64")
    loss, gradient = loss_and_gradient(build(), image((33, 41, 3)))
    tf_keras.backend.set_floatx("float32")
    np.save("small-network.npy", np.concatenate([[loss], gradient.ravel()]).astype("f4"))


def inception():
    """InceptionV3 with the weights that `InceptionV3(weights=None)` draws: the loss of every mixed layer and of the
    paper's two, and every seventh value of the paper's gradient; all in double precision."""
    tf_keras.backend.clear_session()
    tf_keras.backend.set_floatx("float64")
    network = tf_keras.applications.InceptionV3(include_top=False, weights=None)
    fill(network, random_parameters)
    x, losses = image((96, 118, 3)), []
    for names in [[f"mixed{i}"] for i in range(11)] + [["mixed3", "mixed5"]]:
        model = tf_keras.Model(network.input, [network.get_layer(name).output for name in names])
        loss, gradient = loss_and_gradient(model, x)
        losses.append(loss)
    tf_keras.backend.set_floatx("float32")
    np.save("inception-losses.npy", np.array(losses, "f4"))
    np.save("inception-gradient.npy", gradient.ravel()[::7].astype("f4"))


numbers()
octave_shapes()
tile_origins()
resizes()
small_network()
inception()
