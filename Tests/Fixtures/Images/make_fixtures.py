"""Makes the picture files of the tests, and what Pillow and TensorFlow read from or make of them.

Run it in this folder with Pillow, NumPy and TensorFlow installed. `NAME.rgb` holds the RGB levels expected of `NAME`;
`NAME@24.rgb` those of its thumbnail for max_dim=24. The sizes stand in `sizes.txt`: name, width, height.
"""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

sizes = []


def keep(name, levels):
    height, width, _ = levels.shape
    sizes.append(f"{name} {width} {height}")
    open(name + ".rgb", "wb").write(levels.astype("u1").tobytes())


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(samples, depth, colour, palette=None, alpha=None, gamma=False):
    """A PNG file of integer samples [height, width, channels]; rows are not filtered."""
    height, width, channels = samples.shape
    rows = b""
    for row in samples.reshape(height, width * channels):
        if depth == 16:
            rows += b"\0" + row.astype(">u2").tobytes()
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in row)
            bits += "0" * (-len(bits) % 8)
            rows += b"\0" + bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    if gamma:
        file += chunk(b"gAMA", struct.pack(">I", 100000))
    if palette is not None:
        file += chunk(b"PLTE", palette.astype("u1").tobytes())
    if alpha is not None:
        file += chunk(b"tRNS", alpha)
    return file + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pngs():
    random = np.random.default_rng(7)
    draw = lambda depth, channels: random.integers(0, 2**depth, (5, 7, channels))
    cases = {}
    for depth in (1, 2, 4, 8, 16):
        cases[f"grey{depth}.png"] = (draw(depth, 1), depth, 0)
    for depth in (8, 16):
        cases[f"rgb{depth}.png"] = (draw(depth, 3), depth, 2)
        cases[f"greyalpha{depth}.png"] = (draw(depth, 2), depth, 4)
        cases[f"rgba{depth}.png"] = (draw(depth, 4), depth, 6)
    for depth in (1, 2, 4, 8):
        cases[f"palette{depth}.png"] = (draw(depth, 1), depth, 3, random.integers(0, 256, (2**depth, 3)))
    cases["palettealpha.png"] = (draw(2, 1), 2, 3, random.integers(0, 256, (4, 3)), bytes([0, 10, 255]))
    cases["rgbkey.png"] = (draw(8, 3), 8, 2, None, struct.pack(">HHH", 1, 2, 3))
    cases["gamma.png"] = (draw(8, 4), 8, 6, None, None, True)
    for name, case in cases.items():
        file = png(*case)
        open(name, "wb").write(file)
        if case[1] == 16 and case[2] == 0:
            # Pillow clips 16-bit grey when it converts to RGB; the high byte is what it takes of every other 16-bit file.
            levels = np.repeat(case[0] >> 8, 3, axis=2)
        else:
            levels = np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))
        keep(name, levels)


def scene(width, height):
    y, x = np.mgrid[0:height, 0:width]
    levels = [127 + 120 * np.sin(x / 9 + y / 15), 255 * x / width, 127 + 120 * np.cos(x / 11 - y / 6)]
    return Image.fromarray(np.stack(levels, -1).astype("u1"))


def jpegs():
    small = scene(24, 16)
    cases = {
        "colour.jpg": (small, {"quality": 85}),
        "progressive.jpg": (small, {"quality": 85, "progressive": True}),
        "grey.jpg": (small.convert("L"), {"quality": 85}),
        "cmyk.jpg": (Image.merge("CMYK", [*small.split(), small.convert("L").point(lambda v: v // 2)]), {"quality": 85}),
    }
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        cases[f"orientation{orientation}.jpg"] = (small, {"quality": 85, "exif": exif})
    for name, (picture, options) in cases.items():
        picture.save(name, **options)
        keep(name, np.asarray(ImageOps.exif_transpose(Image.open(name)).convert("RGB")))


def thumbnails():
    scene(160, 120).save("wide.jpg", quality=40)
    scene(61, 40).quantize(16).convert("RGB").save("wide.png", optimize=True)
    scene(20, 90).quantize(16).convert("RGB").save("tall.png", optimize=True)
    for name in ("wide.jpg", "wide.png", "tall.png"):
        for side in (24, 13, 7):
            picture = Image.open(name)
            picture.thumbnail((side, side))
            keep(f"{name}@{side}", np.asarray(picture.convert("RGB")))


def resizes():
    import tensorflow as tf

    source = np.random.default_rng(3).uniform(-1, 1, (4, 5, 3)).astype("float32")
    np.save("resize-source.npy", source)
    for height, width in ((7, 9), (2, 3), (4, 1)):
        np.save(f"resize-{height}x{width}.npy", tf.image.resize(source, (height, width)).numpy())


def arrays():
    numbers = np.arange(6).reshape(2, 3)
    np.save("float64.npy", numbers / 4)
    np.save("levels.npy", (numbers * 40).astype("u1"))
    with open("version2.npy", "wb") as file:
        np.lib.format.write_array(file, (numbers / 4).astype("float32"), version=(2, 0))
    np.save("fortran.npy", np.asfortranarray(numbers.astype("float32")))


pngs()
jpegs()
thumbnails()
resizes()
arrays()
open("sizes.txt", "w").write("\n".join(sizes) + "\n")
