"""Whole pictures: motifs posed, lit and set among clutter, with a map of what is where."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from .dice import Dice
from .motifs import CLASSES, OBJECTS, TEXTURES, THEMES
from .sketch import Sketch

SIDE = 160
"""Height and width of a picture in pixels."""

CELL = 8
"""Height and width in pixels of a cell of the label map."""

BACKGROUND = 255
"""The label of a cell that no motif covers."""

UPRIGHT = {
    *THEMES["buildings"], *THEMES["vehicles"], *THEMES["mammals"], *THEMES["faces"] - {"eye", "lips", "hand"},
    "tree", "palm", "fir", "cactus", "tulip", "sunflower", "mushroom",
}
"""What has an above and a below: it leans a little and is never on its head."""

SKIES, SANDS, SKINS, LEAVES = (0.52, 0.64), (0.08, 0.14), (0.02, 0.09), (0.2, 0.38)
"""Ranges of hue."""


@dataclass
class Picture:
    """`pixels`: uint8 [SIDE, SIDE, 3], RGB. `labels`: uint8 [SIDE / CELL, SIDE / CELL], the class of what covers most
    of each cell, or BACKGROUND."""

    pixels: np.ndarray
    labels: np.ndarray


def draw(seed, only: str | None = None) -> Picture:
    """The picture of that seed. Half of all pictures hold several motifs; with `only`, one motif of that class among
    clutter without a class."""
    dice = Dice(seed)
    canvas = _ground(dice)
    labels = np.full((SIDE // CELL, SIDE // CELL), BACKGROUND, np.uint8)
    if dice.chance(0.7):
        _clutter(dice, canvas)
    if only or dice.chance(0.35):
        name = only or dice.pick(list(OBJECTS) if dice.chance(0.85) else list(TEXTURES))
        if name in TEXTURES:
            _add_texture(dice, canvas, labels, name, whole=dice.chance(0.7))
        else:
            canvas = _defocused(dice, canvas)
            _add_object(dice, canvas, labels, name, dice.between(0.26, 0.6), central=True)
    else:
        if dice.chance(0.4):
            for _ in range(dice.whole(1, 2)):
                _add_texture(dice, canvas, labels, dice.pick(list(TEXTURES)), whole=dice.chance(0.4))
        canvas = _defocused(dice, canvas)
        names = [dice.pick(list(OBJECTS)) for _ in range(dice.whole(1, 4))]
        smallest, largest = dice.pick([(0.075, 0.16), (0.12, 0.42), (0.2, 0.7)])
        sizes = sorted((dice.between(smallest, largest) for _ in range(dice.whole(len(names), 7))), reverse=True)
        for number, size in enumerate(sizes):
            _add_object(dice, canvas, labels, names[number % len(names)], size)
    return Picture(_photograph(dice, canvas), labels)


# MARK: Grounds


def _gradient(dice: Dice, start, end, angle: float | None = None) -> np.ndarray:
    """From one colour to another, by default in any direction; from above to below at π/2."""
    angle = dice.between(0, 2 * np.pi) if angle is None else angle
    ramp = np.linspace(-0.5, 0.5, SIDE, dtype=np.float32)
    t = (math.cos(angle) * ramp[None] + math.sin(angle) * ramp[:, None] + 0.5)[..., None]
    return np.float32(start) * (1 - t) + np.float32(end) * t


def _clouds(dice: Dice, channels: int, roughness: float) -> np.ndarray:
    """Smooth noise of several sizes, about 0 ± 1 [SIDE, SIDE, channels]; rougher is finer."""
    total = np.zeros((SIDE, SIDE, channels), np.float32)
    for cells in (3, 6, 12, 24, 48):
        noise = dice.numpy.standard_normal((cells, cells, channels)).astype(np.float32)
        noise = cv2.resize(noise, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        total += noise.reshape(SIDE, SIDE, channels) * (cells / 3) ** (roughness - 1)
    return total


def _ground(dice: Dice) -> np.ndarray:
    """What lies behind everything. float32 [SIDE, SIDE, 3]."""
    kind = dice.pick([_drawn, _drawn, _sky, _sky, _plain, _plain, _earth])
    canvas = kind(dice)
    if dice.chance(0.3):
        horizon = int(dice.between(0.35, 0.8) * SIDE)
        below = dice.pick([_drawn, _plain, _earth, _sea])(dice)
        canvas[horizon:] = below[horizon:]
    return np.clip(canvas, 0, 255)


def _drawn(dice: Dice) -> np.ndarray:
    """A gradient of any two colours, with clouds."""
    clouds = _clouds(dice, 3 if dice.chance(0.5) else 1, dice.between(0.0, 0.9))
    start, end = (dice.colour(saturation=(0, 0.9)) for _ in range(2))
    return _gradient(dice, start, end) + clouds * dice.between(2, 22)


def _sky(dice: Dice) -> np.ndarray:
    """Blue, grey, or red in the evening; bright, paler towards the ground, half of the time with white clouds."""
    hue = SKIES if dice.chance(0.8) else (0.95, 1.12)
    above, below = dice.colour(hue, (0.0, 0.6), (0.6, 1.0)), dice.colour(hue, (0.0, 0.25), (0.8, 1.0))
    canvas = _gradient(dice, above, below, np.pi / 2 + dice.gauss(0.2))
    if dice.chance(0.5):
        field = _clouds(dice, 1, dice.between(0.0, 0.5))
        cover = np.clip((field - np.quantile(field, dice.between(0.3, 0.9))) * dice.between(0.3, 1.5), 0, 1)
        canvas += (np.float32(dice.colour(hue, (0, 0.1), (0.75, 1.0))) - canvas) * cover * dice.between(0.3, 1)
    return canvas


def _plain(dice: Dice) -> np.ndarray:
    """Walls, snow, sand, skin, paper, night: one colour in soft light, with hardly any grain."""
    colour = dice.pick([
        dice.colour(saturation=(0, 0.12), value=(0.35, 0.75)), dice.colour(saturation=(0, 0.08), value=(0.85, 1.0)),
        dice.colour(SANDS, (0.15, 0.5), (0.6, 0.95)), dice.colour(SKINS, (0.2, 0.6), (0.35, 1.0)),
        dice.pale(), dice.colour(), dice.deep()])
    canvas = _gradient(dice, colour, tuple(c * dice.between(0.75, 1.1) for c in colour))
    return canvas + _clouds(dice, 1, dice.between(0.3, 1.2)) * dice.between(0, 4)


def _earth(dice: Dice) -> np.ndarray:
    """Leaves, soil and rock from afar: rough noise of close colours, strong in light and dark."""
    colour = dice.colour(LEAVES, (0.3, 0.9), (0.2, 0.6)) if dice.chance(0.5) else dice.earth()
    light = 1 + _clouds(dice, 1, dice.between(0.6, 1.3)) * dice.between(0.05, 0.25)
    return np.float32(colour) * np.clip(light, 0.1, 2) + _clouds(dice, 3, 0.8) * dice.between(0, 8)


def _sea(dice: Dice) -> np.ndarray:
    """Water with waves that grow towards the viewer."""
    far, near = dice.colour(SKIES, (0.1, 0.6), (0.5, 0.9)), dice.colour(SKIES, (0.2, 0.8), (0.2, 0.7))
    canvas = _gradient(dice, far, near, np.pi / 2)
    waves = np.zeros((SIDE, SIDE), np.float32)
    for rows in (10, 20, 40):
        noise = dice.numpy.standard_normal((rows, rows // 3)).astype(np.float32)
        waves += cv2.resize(noise, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    nearness = np.linspace(0.2, 1, SIDE, dtype=np.float32)[:, None]
    return canvas + (waves * nearness)[..., None] * dice.between(2, 14)


def _defocused(dice: Dice, canvas: np.ndarray) -> np.ndarray:
    """What lies behind, out of focus now and then."""
    return cv2.GaussianBlur(canvas, (0, 0), dice.between(0.8, 5)) if dice.chance(0.3) else canvas


def _clutter(dice: Dice, canvas: np.ndarray):
    """Things without a class: sticks, blobs, shards, scribbles."""
    for _ in range(dice.whole(0, 8)):
        sheet = Sketch(SIDE, dice)
        x, y, size = dice.between(-1, 1), dice.between(-1, 1), dice.between(0.05, 0.4)
        colour = dice.colour()
        match dice.whole(0, 3):
            case 0:
                sheet.line([(x, y), (x + dice.gauss(0.6), y + dice.gauss(0.6))], colour, size * 0.25)
            case 1:
                sheet.ellipse(x, y, size, size * dice.between(0.3, 1), colour, dice.between(0, 3.2))
            case 2:
                sheet.polygon(dice.numpy.normal((x, y), size, (dice.whole(3, 5), 2)), colour)
            case _:
                sheet.line((x, y) + np.cumsum(dice.numpy.normal(0, 0.08, (16, 2)), 0), colour, size * 0.12)
        _lay(canvas, sheet.pixels)


# MARK: Motifs


def _add_texture(dice: Dice, canvas: np.ndarray, labels: np.ndarray, name: str, whole: bool):
    """A texture over the whole picture or inside a blob, seen at a slant half of the time."""
    class_id = CLASSES.index(name)
    texture = TEXTURES[name](dice, SIDE)
    if dice.chance(0.5):
        corners = np.float32([[0, 0], [SIDE, 0], [SIDE, SIDE], [0, SIDE]])
        away = corners + dice.numpy.uniform(-0.3, 0.3, (4, 2)).astype(np.float32) * SIDE
        texture = cv2.warpPerspective(
            texture, cv2.getPerspectiveTransform(corners, away), (SIDE, SIDE), borderMode=cv2.BORDER_REFLECT)
    alpha = np.full((SIDE, SIDE, 1), dice.between(0.75, 1), np.float32)
    if not whole:
        field = _clouds(dice, 1, 0.1)
        alpha *= np.clip((field - np.quantile(field, dice.between(0.25, 0.6))) * 4 + 0.5, 0, 1)
    canvas += (texture - canvas) * alpha
    covered = cv2.resize(alpha, labels.shape[::-1], interpolation=cv2.INTER_AREA) > 0.4
    labels[covered] = class_id


def _add_object(
    dice: Dice, canvas: np.ndarray, labels: np.ndarray, name: str, size: float, central: bool = False
):
    """An object of radius `size` (of the picture's side), turned, sheared, lit, with its shadow."""
    place = (0.3, 0.7) if central else (0.08, 0.92)
    x, y = dice.between(*place) * SIDE, dice.between(*place) * SIDE
    turn = dice.gauss(0.12) if name in UPRIGHT else dice.gauss(0.3) if dice.chance(0.8) else dice.between(-3.2, 3.2)
    radius = size * SIDE
    cosine, sine = np.cos(turn) * radius, np.sin(turn) * radius
    flip = dice.sign() if name not in UPRIGHT else 1
    slant, squash = dice.gauss(0.1), dice.between(0.8, 1.2)
    pose = np.array([
        [cosine * flip, -sine * squash + cosine * slant, x],
        [sine * flip, cosine * squash + sine * slant, y]])
    sheet = Sketch(SIDE, dice, pose)
    OBJECTS[name](sheet)
    layer = _lit(dice, sheet.pixels)
    if dice.chance(0.1):
        cover = TEXTURES[dice.pick(list(TEXTURES))](dice, SIDE) * (layer[..., 3:] / 255)
        layer[..., :3] += (cover - layer[..., :3]) * dice.between(0.15, 0.5)
    if dice.chance(0.15):
        layer *= dice.between(0.35, 0.9)
    if dice.chance(0.6):
        shadow = cv2.GaussianBlur(layer[..., 3], (0, 0), radius * dice.between(0.05, 0.2) + 0.5)
        dx, dy = int(dice.gauss(0.12) * radius), int(dice.between(0, 0.25) * radius)
        shadow = cv2.warpAffine(shadow, np.float32([[1, 0, dx], [0, 1, dy]]), (SIDE, SIDE))
        canvas *= 1 - shadow[..., None] * (dice.between(0.2, 0.7) / 255)
    _lay(canvas, layer)
    covered = cv2.resize(sheet.pixels[..., 3], labels.shape[::-1], interpolation=cv2.INTER_AREA) > 110
    labels[covered] = CLASSES.index(name)


def _lit(dice: Dice, layer: np.ndarray) -> np.ndarray:
    """The layer in light that falls from one side. float32, premultiplied."""
    layer = layer.astype(np.float32)
    if dice.chance(0.6):
        angle, ramp = dice.between(0, 2 * np.pi), np.linspace(-1, 1, SIDE, dtype=np.float32)
        light = 1 + dice.between(0.1, 0.5) * (math.cos(angle) * ramp[None] + math.sin(angle) * ramp[:, None])
        layer[..., :3] = np.minimum(layer[..., :3] * light[..., None], layer[..., 3:])
    return layer


def _lay(canvas: np.ndarray, layer: np.ndarray):
    """A premultiplied layer over the canvas, in place."""
    alpha = layer[..., 3:].astype(np.float32)
    canvas *= 1 - alpha / 255
    canvas += layer[..., :3]


# MARK: The camera


def _photograph(dice: Dice, canvas: np.ndarray) -> np.ndarray:
    """Uneven light, haze, lens, sensor and file. uint8."""
    if dice.chance(0.5):
        canvas = canvas * np.clip(1 + _clouds(dice, 1, 0.0) * dice.between(0.05, 0.2), 0.4, 1.5)
    if dice.chance(0.2):
        haze = np.float32(dice.colour(saturation=(0, 0.25), value=(0.5, 1.0)))
        thickness = np.linspace(dice.between(0.1, 0.6), dice.between(0, 0.4), SIDE, dtype=np.float32)[:, None, None]
        canvas = canvas + (haze - canvas) * thickness
    if dice.chance(0.3):
        canvas = 255 * (np.clip(canvas, 0, 255) / 255) ** dice.between(0.6, 1.6)
    if dice.chance(0.3):
        canvas = cv2.GaussianBlur(canvas, (0, 0), dice.between(0.4, 1.2))
    if dice.chance(0.4):
        # A sensor counts photons: where there is more light there is more noise, but less of it in proportion.
        grain = dice.numpy.standard_normal(canvas.shape, np.float32) * np.sqrt(np.clip(canvas, 0, 255) / 255 + 0.1)
        canvas = canvas + grain * dice.between(2, 12)
    pixels = np.uint8(np.clip(canvas, 0, 255))
    if dice.chance(0.4):
        _, file = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, dice.whole(25, 90)])
        pixels = cv2.imdecode(file, cv2.IMREAD_COLOR)
    return pixels
