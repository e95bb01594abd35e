"""Textures: patterns that fill a square, from plain stripes to fur and mosaic.

Each is a function(dice, size) → uint8 [size, size, 3]. Lengths in pixels are meant at size 160 and scale with the size.
"""

import cv2
import numpy as np

from .dice import Dice, shade

TAU = 2 * np.pi


# Colours


def palette(dice: Dice, count: int):
    """Colours that go together, float32 [count, 3]: a dark, a vivid, a light and another vivid one, in any order."""
    hue = dice.between(0, 1)
    step = dice.pick((0.07, 0.12, 0.33, 0.5, 0.5))
    dark = dice.colour((hue, hue + 0.05), (0.4, 1.0), (0.03, 0.35))
    vivid = dice.colour((hue + step, hue + step + 0.05), (0.65, 1.0), (0.7, 1.0))
    light = dice.colour((hue - 0.05, hue + 0.1), (0.0, 0.45), (0.85, 1.0))
    other = dice.colour((hue - step, hue - step + 0.05), (0.6, 1.0), (0.5, 0.95))
    colours = [dark, vivid, light, other]
    if count == 2 and (np.mean(vivid) < 115 or dice.chance(0.3)):
        colours[1] = light
    return np.float32(colours[:count])[dice.numpy.permutation(count)]


def mixed(a, b, t):
    """From colours a at t = 0 to colours b at t = 1; t is [size, size], the colours one or a picture."""
    return a + (b - a) * t[..., None]


def ramp(colours, t):
    """The colours one after another along t in [0, 1], blended between."""
    place = np.clip(t, 0, 1) * (len(colours) - 1)
    index = np.minimum(np.int32(place), len(colours) - 2)
    return mixed(colours[index], colours[index + 1], place - index)


def bands(phase, colours, softness):
    """The colours in turn as stripes, once round per unit of phase; `softness` from 0 (sharp) to 1 (all blended)."""
    count = len(colours)
    place = phase % 1 * count
    index = np.int32(place) % count
    t = np.clip((place % 1 - 1) / max(softness, 1e-3) + 1, 0, 1)
    t = t * t * (3 - 2 * t)
    return mixed(colours[index], colours[(index + 1) % count], t)


def lit(colours, light):
    """Darker where light is negative, towards white where it is positive."""
    light = np.clip(light, -1, 1)[..., None]
    return colours * (1 + np.minimum(light, 0)) + (255 - colours) * np.maximum(light, 0)


def picture(colours):
    """The finished uint8 picture."""
    return np.uint8(np.clip(colours, 0, 255))


# Places


def pixels(dice: Dice, size: int, low: float, high: float) -> float:
    """A length from low to high, short ones as likely as long ones in proportion, for a picture of that size."""
    return float(np.exp(dice.between(np.log(low), np.log(high)))) * size / 160


def noise(dice: Dice, size: int, cell: float):
    """Smooth noise of about mean 0 and deviation 1 with bumps of about that many pixels."""
    count = max(3, round(size / cell) + 2)
    coarse = dice.numpy.normal(0, 1.2, (count, count)).astype(np.float32)
    return cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC)


def grid(dice: Dice, size: int, period: float, angle: float, bend: float = 0.0):
    """Coordinates u, v in periods, turned by `angle`, from a random origin; `bend`: by how many periods they waver."""
    y, x = np.mgrid[:size, :size].astype(np.float32) / period
    u = x * np.cos(angle) + y * np.sin(angle) + dice.between(0, 50)
    v = y * np.cos(angle) - x * np.sin(angle) + dice.between(0, 50)
    if bend:
        u = u + bend * noise(dice, size, size / 2.5)
        v = v + bend * noise(dice, size, size / 2.5)
    return np.float32(u), np.float32(v)


def any_angle(dice: Dice) -> float:
    """A direction."""
    return dice.between(0, TAU)


def upright(dice: Dice) -> float:
    """A direction that is mostly nearly level, sometimes any."""
    return dice.gauss(0.15) if dice.chance(0.6) else any_angle(dice)


def per_cell(table, column, row):
    """A random table's entry for each cell of a grid, the same all over the cell."""
    return table[(np.int32(column) * 37 + np.int32(row) * 101) % len(table)]


def cell_colours(dice: Dice, colours, spread: float):
    """A table for `per_cell`: colours drawn from the given ones, each a little lighter or darker."""
    table = np.asarray(colours, np.float32)[dice.numpy.integers(0, len(colours), 251)]
    return np.clip(table * np.exp(dice.numpy.normal(0, spread, (251, 1))), 0, 255).astype(np.float32)


def step(distance, width):
    """0 below distance 0, 1 above, over a ramp of `width`."""
    return np.clip(distance / width + 0.5, 0, 1)


def hump(t):
    """0 at t = 0 and 1, 1 between: the roundness across a thread or stripe."""
    return 4 * t * (1 - t)


def light_direction(dice: Dice):
    """A unit vector towards the light, mostly from above."""
    angle = -np.pi / 2 + dice.gauss(0.9)
    return float(np.cos(angle)), float(np.sin(angle))


def relief(dice: Dice, height, strength: float):
    """The light on a height map (in pixels): positive on slopes towards the light."""
    x, y = light_direction(dice)
    slope_x = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8)
    slope_y = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8)
    slope = -(slope_x * x + slope_y * y) * strength
    return slope / (1 + np.abs(slope))


def nearest(dice: Dice, u, v, jitter: float):
    """Points jittered about a grid: distances to the nearest and the next (in periods), and the nearest's cell."""
    table = (0.5 + jitter * dice.numpy.uniform(-0.5, 0.5, (251, 2))).astype(np.float32)
    column, row = np.floor(u), np.floor(v)
    first, second = np.full_like(u, 9), np.full_like(u, 9)
    first_column, first_row = column, row
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            point = per_cell(table, column + i, row + j)
            distance = np.hypot(column + i + point[..., 0] - u, row + j + point[..., 1] - v)
            closer = distance < first
            second = np.minimum(second, np.where(closer, first, distance))
            first = np.where(closer, distance, first)
            first_column = np.where(closer, column + i, first_column)
            first_row = np.where(closer, row + j, first_row)
    return first, second, first_column, first_row


def overlapping(u, v, outline, depth: float):
    """Rows of leaves, each row over the next one down and moved by half a leaf.

    `outline(x)` is the leaf's end, 1 at the tip (x = 0) and 0 at the sides (x = ±1); it hangs down by `depth` rows.
    Gives each pixel's leaf: x across it in [-1, 1], the way down it in rows, the way left to its end, column and row.
    """
    base = np.floor(v)
    chosen = None
    for row in (base + 1, base, base - 1):
        place = u + 0.5 * (row % 2)
        column = np.floor(place)
        x = (place - column) * 2 - 1
        down = v - row
        left = depth * outline(np.abs(x)) - down
        leaf = (x, down, left, column, row)
        chosen = leaf if chosen is None else tuple(np.where(left > 0, new, old) for new, old in zip(leaf, chosen))
    return chosen


# Stripes


def gratings(dice: Dice, size: int):
    """Straight stripes."""
    u, _ = grid(dice, size, pixels(dice, size, 7, 30), any_angle(dice))
    u = u + dice.between(0, 0.14) * np.sin(TAU * u)
    return picture(bands(u, palette(dice, dice.whole(2, 3)), dice.pick((0.08, 0.08, 0.3, 1.0))))


def checker(dice: Dice, size: int):
    """A chessboard, straight or of lozenges."""
    period = pixels(dice, size, 7, 28)
    u, v = grid(dice, size, period, any_angle(dice), dice.pick((0, 0, 0.15)))
    v = v * dice.pick((1, 1, 0.6)) + u * dice.pick((0, 0, 0.5))
    edge = 1.5 / period
    a, b = (np.clip((np.abs(w % 2 - 1) - 0.5) / edge, -0.5, 0.5) for w in (u, v))
    colours = palette(dice, 2)
    image = mixed(colours[0], colours[1], a * b * 2 + 0.5)
    if dice.chance(0.3):
        image = lit(image, 0.5 * np.maximum(hump((u + 0.5) % 1) * hump((v + 0.5) % 1), 0) - 0.3)
    return picture(image)


def waves(dice: Dice, size: int):
    """Flowing, bent lines."""
    period = pixels(dice, size, 9, 28)
    u, v = grid(dice, size, period, any_angle(dice))
    long = pixels(dice, size, 35, 100) / period
    swing = dice.between(0.1, 0.22) * long
    phase = v + swing * np.sin(TAU * u / long + dice.between(0, 0.6) * noise(dice, size, size / 2))
    if dice.chance(0.5):
        phase = phase + dice.between(0.05, 0.12) * size / period * noise(dice, size, size / 2)
    image = bands(phase, palette(dice, dice.whole(2, 4)), dice.pick((0.12, 0.4, 1.0)))
    if dice.chance(0.4):
        image = lit(image, 0.5 * np.sin(TAU * phase * dice.pick((1, 2))))
    return picture(image)


def rings(dice: Dice, size: int):
    """Ripples around one centre, or two that meet."""
    y, x = np.mgrid[:size, :size].astype(np.float32)
    squash = dice.pick((1, 1, dice.between(1.2, 2)))
    period = pixels(dice, size, 8, 26)

    def distance():
        cx, cy = dice.between(0.15, 0.85) * size, dice.between(0.15, 0.85) * size
        return np.hypot(x - cx, (y - cy) * squash) / period

    phase = distance()
    kind = dice.pick(("one", "one", "one", "meeting", "crossing"))
    colours = palette(dice, dice.whole(2, 3))
    if kind == "crossing":
        return picture(ramp(colours, 0.5 + 0.27 * (np.sin(TAU * phase) + np.sin(TAU * distance()))))
    if kind == "meeting":
        phase = np.minimum(phase, distance())
    image = bands(phase + dice.between(0, 1), colours, dice.pick((0.12, 0.4, 1.0)))
    return picture(lit(image, dice.pick((0, 0.5)) * np.sin(TAU * phase)))


def wood(dice: Dice, size: int):
    """Planed wood: grain along the board that flows round knots."""
    period = pixels(dice, size, 9, 22)
    u, v = grid(dice, size, period, any_angle(dice))
    phase = v + dice.between(0.2, 0.5) * noise(dice, size, size / 2)
    dark = np.zeros_like(u)
    for _ in range(dice.whole(1, 3)):
        at = dice.whole(0, size - 1), dice.whole(0, size - 1)
        r = pixels(dice, size, 10, 18) / period
        across, along = (v - v[at]) / r, (u - u[at]) / (r * dice.between(1.5, 2.5))
        near = np.exp(-(across**2 + along**2) * 0.7)
        phase = phase + dice.sign() * dice.between(2.5, 4) * near
        dark = np.maximum(dark, np.exp(-4 * (across**2 + (along * 1.5) ** 2)))
    saw = phase % 1
    late = saw**3 * step(1 - saw, 0.1)
    stained = dice.chance(0.2)
    light = dice.colour((0, 1) if stained else (0.04, 0.11), (0.4, 0.8), (0.65, 0.97))
    image = mixed(np.float32(light), np.float32(shade(light, dice.between(0.25, 0.5))), late)
    fibre = cv2.remap(
        dice.numpy.normal(0, 1, (64, 64)).astype(np.float32), u * period / 25 % 64, phase * 6 % 64,
        cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    return picture(lit(image, 0.12 * fibre - 0.75 * dark))


# Built and woven


def bricks(dice: Dice, size: int):
    """A wall of bricks in one of several bonds."""
    period = pixels(dice, size, 11, 30)
    u, v = grid(dice, size, period, upright(dice), dice.pick((0, 0.05)))
    row = np.floor(v)
    length = dice.between(1.7, 2.8)
    shift = dice.pick((0.5 * row, 0.5 * row, row / 3, per_cell(dice.numpy.random(251).astype(np.float32), row, row)))
    place = u / length + shift
    column = np.floor(place)
    x, y = (place - column) * length, v - row
    inset = np.minimum(np.minimum(x, length - x), np.minimum(y, 1 - y))
    gap = dice.between(0.06, 0.13)
    base = dice.colour((0.98, 1.08), (0.5, 0.9), (0.45, 0.9)) if dice.chance(0.6) else dice.vivid()
    table = cell_colours(dice, [base, dice.near(base, 25), shade(base, 0.7)], 0.15)
    image = lit(per_cell(table, column, row), 0.1 * noise(dice, size, 3))
    bevel = np.clip((inset - gap) / dice.between(0.1, 0.2), 0, 1)
    image = lit(image, relief(dice, bevel, 1.6))
    mortar = np.float32(dice.pick((dice.pale(), dice.pale(), dice.deep())))
    return picture(mixed(mortar, image, step(inset - gap, 1.5 / period)))


def weave(dice: Dice, size: int):
    """Cloth or basket work: bands that go over and under."""
    period = pixels(dice, size, 9, 26)
    u, v = grid(dice, size, period, any_angle(dice), dice.pick((0, 0.1)))
    column, row = np.floor(u), np.floor(v)
    kind = dice.pick(("plain", "plain", "twill", "pairs"))
    if kind == "twill":
        over = (column + row) % 4 < 2
        along_u, along_v = (u + row - 2) % 4 / 2, (v + column) % 4 / 2
    elif kind == "pairs":
        over = (np.floor(u / 2) + np.floor(v / 2)) % 2 < 1
        along_u, along_v = u / 2 % 1, v / 2 % 1
    else:
        over = (column + row) % 2 < 1
        along_u, along_v = u % 1, v % 1
    across = np.where(over, u % 1, v % 1)
    along = np.clip(np.where(over, along_v, along_u), 0, 1)
    colours = palette(dice, 3)
    warp, weft = (per_cell(cell_colours(dice, [c], 0.12), k, k) for c, k in ((colours[0], column), (colours[1], row)))
    image = np.where(over[..., None], warp, weft)
    fibres = dice.whole(2, 4)
    round_light = 0.9 * hump(across) * (0.35 + 0.65 * hump(along)) - 0.6 + 0.1 * np.sin(TAU * fibres * across)
    gap = dice.between(0.04, 0.12)
    inset = np.minimum(across, 1 - across)
    return picture(lit(image, round_light) * (0.15 + 0.85 * step(inset - gap, 2 / period))[..., None])


def star(x, y, points: int, waist: float):
    """A star's measure: 0 in the middle, 1 on the outline of a star of radius 1 with notches at radius `waist`."""
    fold = np.pi / points
    angle = np.abs((np.arctan2(y, x) + fold) % (2 * fold) - fold)
    r = np.hypot(x, y)
    slope = float((1 - waist * np.cos(fold)) / (waist * np.sin(fold)))
    return r * (np.cos(angle) + slope * np.sin(angle))


def mosaic(dice: Dice, size: int):
    """Moorish tiles: stars within stars on a square or hexagonal lattice, outlined."""
    period = pixels(dice, size, 30, 64)
    u, v = grid(dice, size, period, any_angle(dice))
    hexagonal = dice.chance(0.4)
    x, y, rim = hexagon(u, v) if hexagonal else square(u, v)
    points = dice.pick((6, 6, 12) if hexagonal else (8, 8, 12))
    r = np.hypot(x, y)
    outer = star(x / 0.5, y / 0.5, points, dice.between(0.6, 0.78))
    inner = star(x / 0.27, y / 0.27, points if points < 12 else points // 2, dice.between(0.45, 0.7))
    corner = star((np.abs(x) - 0.5) / 0.24, (np.abs(y) - 0.5) / 0.24, 8 if points == 8 else 4, dice.between(0.5, 0.75))
    colours = palette(dice, 4)
    joint = np.float32(dice.pick((shade(dice.pale(), 1.3), dice.deep(), (15, 15, 20))))
    pixel, line = 1.5 / period, dice.between(0.02, 0.035)
    image = np.broadcast_to(colours[0], (size, size, 3))
    layers = [(outer, 0.5, colours[1]), (inner, 0.27, colours[2]), (r / 0.09, 0.09, colours[3])]
    if not hexagonal:
        layers.insert(0, (corner, 0.24, colours[3]))
    for measure, radius, colour in layers:
        inside = (1 - measure) * radius
        image = mixed(image, joint, step(inside + line, pixel))
        image = mixed(image, colour, step(inside - line, pixel))
    if hexagonal:
        image = mixed(joint, image, step(rim - line / 2, pixel))
    return picture(lit(image, dice.between(0, 0.15) * noise(dice, size, 12)))


def square(u, v):
    """The place within a tile of a square lattice (from its middle) and the distance to the tile's rim."""
    x, y = u % 1 - 0.5, v % 1 - 0.5
    return x, y, 0.5 - np.maximum(np.abs(x), np.abs(y))


def hexagon(u, v):
    """The place within a tile of a hexagonal lattice (from its middle) and the distance to the tile's rim."""
    tall = np.float32(np.sqrt(3))
    ax, ay = u % 1 - 0.5, v % tall - tall / 2
    bx, by = (u - 0.5) % 1 - 0.5, (v - tall / 2) % tall - tall / 2
    first = ax**2 + ay**2 < bx**2 + by**2
    x, y = np.where(first, ax, bx), np.where(first, ay, by)
    return x, y, 0.5 - np.maximum(np.abs(x), np.abs(x) / 2 + np.abs(y) * tall / 2)


def honeycomb(dice: Dice, size: int):
    """Hexagonal cells with rims, some of them filled."""
    period = pixels(dice, size, 12, 34)
    u, v = grid(dice, size, period, any_angle(dice), dice.pick((0, 0.06)))
    x, y, inset = hexagon(u, v)
    column, row = np.round((u - x) * 2), np.round((v - y) * 2 / 3**0.5)
    golden = dice.chance(0.65)
    wax = dice.colour((0.09, 0.15), (0.6, 1), (0.8, 1)) if golden else dice.vivid()
    honey = dice.colour((0.06, 0.12), (0.85, 1), (0.6, 0.95)) if golden else dice.vivid()
    hollow = shade(honey, dice.between(0.1, 0.35))
    filled = dice.between(0.1, 0.6)
    count = round(10 * filled)
    body = per_cell(cell_colours(dice, [honey] * count + [hollow] * (10 - count), 0.12), column, row)
    wall = dice.between(0.05, 0.1)
    light_x, light_y = light_direction(dice)
    deep = 0.9 * np.clip(1 - (inset - wall) / 0.25, 0, 1)
    image = lit(body, -0.6 * deep + 0.7 * (x * -light_x + y * -light_y))
    spot = np.hypot(x - 0.17 * light_x, y - 0.17 * light_y)
    image = lit(image, 0.5 * step(0.1 - spot, 0.1) * (body.max(-1) > 1.3 * max(hollow)))
    rim = lit(np.broadcast_to(np.float32(wax), image.shape), relief(dice, np.clip(inset / wall, 0, 1), -0.8) + 0.15)
    return picture(mixed(rim, image, step(inset - wall, 1.5 / period)))


# Skins


def scales(dice: Dice, size: int):
    """Overlapping scales of a fish, a dragon or a roof."""
    period = pixels(dice, size, 14, 36)
    u, v = grid(dice, size, period, upright(dice), dice.pick((0, 0.12)))
    depth = dice.between(1.1, 1.7)
    tall = dice.between(0.42, 0.62)
    pointed = dice.chance(0.35)
    outline = (lambda x: 1 - x**1.4) if pointed else (lambda x: np.sqrt(np.maximum(1 - x * x, 0)))
    x, down, left, column, row = overlapping(u, v / tall, outline, depth)
    colours = palette(dice, 3)
    vivid = sorted(colours, key=lambda c: c.min() - c.max())
    kinds = [vivid[0], vivid[0], vivid[1]] if dice.chance(0.3) else vivid[:1]
    body = per_cell(cell_colours(dice, kinds, 0.15), column, row)
    end = left * tall
    shadow = -0.85 * np.clip(1 - (down + 0.35) / depth, 0, 1) ** 1.3
    glance = np.exp(-((x + dice.between(-0.3, 0.3)) ** 2 * 6 + (left / depth - 0.45) ** 2 * 14))
    image = lit(body, shadow + dice.between(0.3, 0.8) * glance)
    if pointed:
        image = lit(image, 0.35 * np.sign(x) * dice.sign())
    rim = dice.pick((vivid[1], vivid[2], vivid[2], shade(vivid[0], 0.3), shade(vivid[0], 2.2)))
    width = dice.between(0.05, 0.1)
    image = mixed(np.float32(rim), image, step(end - width, 1.5 / period))
    return picture(image * (0.25 + 0.75 * step(end - 0.02, 2 / period))[..., None])


def feathers(dice: Dice, size: int):
    """Rows of overlapping feathers with shaft and barbs."""
    period = pixels(dice, size, 32, 66)
    u, v = grid(dice, size, period, upright(dice), dice.pick((0, 0.06)))
    depth, tall = dice.between(1.5, 1.95), dice.between(0.75, 1.05)
    sharpness = dice.between(1.8, 3)
    x, down, left, column, row = overlapping(u, v / tall, lambda x: 1 - x**sharpness, depth)
    colours = palette(dice, 3)
    along = left / depth
    kind = dice.pick(("tip", "bars", "eye", "plain"))
    body = per_cell(cell_colours(dice, [colours[0]], 0.12), column, row)
    if kind == "tip":
        body = mixed(body, colours[1], step(dice.between(0.2, 0.4) - along, 0.12))
    elif kind == "bars":
        body = mixed(body, colours[1], step(np.sin(TAU * (down * 1.8 + x * x * 0.5)), 0.6))
    elif kind == "eye":
        away = np.hypot(x, (along - 0.42 + 0.2 * x * x) * 2.4)
        body = mixed(mixed(body, colours[1], step(0.62 - away, 0.12)), colours[2], step(0.3 - away, 0.12))
    barbs = np.sin(TAU * (down * tall - np.abs(x) * 0.55) * dice.between(6, 9))
    shadow = -0.8 * np.clip(1 - (down + 0.2) / depth, 0, 1) ** 1.2
    image = lit(body, 0.3 * barbs + shadow + 0.15 * np.sign(x))
    shaft = np.float32(shade(dice.pale(), 1.2) if dice.chance(0.7) else dice.deep())
    image = mixed(image, shaft, step(0.07 - np.abs(x) + 0.05 * (1 - down), 3 / period) * step(along - 0.1, 0.1))
    edge = np.float32(shade(dice.pick((colours[1], colours[2])), 1.4))
    image = mixed(edge, image, 0.4 + 0.6 * step(left * tall - 0.07, 0.06))
    return picture(image * (0.2 + 0.8 * step(left * tall - 0.02, 2.5 / period))[..., None])


def smear(image, flow_x, flow_y, length: float):
    """The image drawn out along a flow, over about that many pixels to each side."""
    size = len(image)
    y, x = np.mgrid[:size, :size].astype(np.float32)
    reach = length / 2
    while reach > 0.4:
        ahead, behind = (
            cv2.remap(image, x + flow_x * way, y + flow_y * way, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
            for way in (reach, -reach))
        image = (ahead + behind) / 2
        reach /= 2
    return image


def fur(dice: Dice, size: int):
    """Strands that follow a smooth field of directions, plain, spotted or striped."""
    angle = any_angle(dice) + dice.between(0.15, 0.6) * noise(dice, size, size / 2)
    flow_x, flow_y = np.cos(angle), np.sin(angle)
    thick = max(1, pixels(dice, size, 1.2, 2.4))
    long = pixels(dice, size, 14, 30)
    strands = smear(noise(dice, size, thick), flow_x, flow_y, long)
    locks = smear(noise(dice, size, thick * 4), flow_x, flow_y, long)
    light = strands / strands.std() * 0.34 + locks / locks.std() * 0.14
    base = dice.pick((dice.earth, dice.earth, dice.vivid, dice.pale, dice.deep))()
    image = np.broadcast_to(np.float32(shade(base, 0.8)), (size, size, 3))
    kind = dice.pick(("plain", "plain", "spots", "stripes"))
    if kind != "plain":
        marks = noise(dice, size, pixels(dice, size, 16, 30))
        if kind == "stripes":
            marks = np.sin(marks + (np.mgrid[:size, :size][dice.whole(0, 1)] * TAU / pixels(dice, size, 22, 40)))
        dark = np.float32(dice.deep() if max(base) > 110 else dice.pale())
        image = mixed(image, dark, step(marks - 0.4 + 0.4 * light, 0.4))
    return picture(lit(image, light * dice.between(0.9, 1.4) - 0.1))


def turing(dice: Dice, size: int):
    """Labyrinths and spots as on a puffer fish or a leopard."""
    period = pixels(dice, size, 9, 28)
    fy, fx = np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None]
    turn, stretch = any_angle(dice), dice.pick((1, 1, 1.4))
    fu, fv = fx * np.cos(turn) + fy * np.sin(turn), fy * np.cos(turn) - fx * np.sin(turn)
    pass_band = np.exp(-(((np.hypot(fu * stretch, fv) * period - 1) / 0.22) ** 2))
    bias = dice.pick((0, 0, 0.1, 0.55, 0.75, -0.55))
    field = dice.numpy.normal(0, 1, (size, size))
    for _ in range(4):
        field = np.fft.irfft2(np.fft.rfft2(field) * pass_band, (size, size))
        field = np.tanh(2.0 * field / field.std() - bias * 1.3)
    field = np.float32(np.fft.irfft2(np.fft.rfft2(field) * pass_band, (size, size)))
    field = field / field.std() - bias
    colours = palette(dice, dice.whole(2, 3))
    image = mixed(colours[0], colours[1], step(field, dice.pick((0.5, 0.5, 1.5))))
    if len(colours) > 2:
        image = mixed(image, colours[2], step(field - 0.75, 0.5))
    if dice.chance(0.4):
        image = lit(image, relief(dice, np.clip(field, -1, 1) * period / 4, 0.8))
    return picture(image)


# Round things


def cells(dice: Dice, size: int):
    """Living tissue: irregular cells with rims, bulging, some with a nucleus."""
    period = pixels(dice, size, 14, 34)
    u, v = grid(dice, size, period, any_angle(dice), dice.pick((0, 0.15)))
    first, second, column, row = nearest(dice, u, v * dice.pick((1, 1, 0.7)), dice.between(0.7, 1))
    inset = second - first
    colours = palette(dice, 4)
    kinds = colours[:1] if dice.chance(0.6) else colours[:2]
    body = per_cell(cell_colours(dice, kinds, 0.2), column, row)
    bulge = np.clip(inset / dice.between(0.5, 0.8), 0, 1)
    image = lit(body, relief(dice, np.sqrt(bulge) * period / 4, 0.8) + 0.4 * bulge - 0.3)
    if dice.chance(0.5):
        nucleus = dice.between(0.14, 0.22)
        image = mixed(image, colours[2], step(nucleus - first, 2 / period))
        image = mixed(image, np.float32(shade(colours[2], 0.3)), step(nucleus * 0.45 - first, 2 / period))
    wall = dice.between(0.06, 0.16)
    return picture(mixed(colours[3], image, step(inset - wall, 2.5 / period)))


def stones(dice: Dice, size: int):
    """Rounded cobbles with dark gaps."""
    period = pixels(dice, size, 14, 36)
    u, v = grid(dice, size, period, any_angle(dice), dice.pick((0, 0.15)))
    first, second, column, row = nearest(dice, u * dice.pick((1, 1, 0.7)), v, dice.between(0.4, 0.8))
    reach = np.clip(first / (first + second) * 2 * dice.between(1.08, 1.2), 0, 1)
    height = np.sqrt(1 - reach**3)
    kinds = [dice.earth(), dice.earth(), dice.near(dice.earth(), 30)]
    if dice.chance(0.35):
        kinds = [dice.colour((0, 1), (0.2, 0.6), (0.4, 0.95)) for _ in range(4)]
    body = per_cell(cell_colours(dice, kinds, 0.25), column, row)
    grain = dice.between(0.03, 0.12) * noise(dice, size, 2.5)
    image = lit(body, relief(dice, np.float32(height * period * 0.4), 1.0) + 0.25 * height - 0.15 + grain)
    gap = np.float32(dice.pick((dice.deep(), (20, 18, 16), dice.colour((0.2, 0.35), (0.5, 0.9), (0.1, 0.3)))))
    return picture(mixed(image, gap, step(reach - 0.95, 0.12)))


def bubbles(dice: Dice, size: int):
    """A crowd of shining balls or soap bubbles of mixed sizes."""
    colours = palette(dice, 4)
    image = mixed(colours[0], np.float32(shade(colours[0], 0.5)), step(noise(dice, size, size / 3), 3))
    glassy = dice.chance(0.35)
    largest, smallest = pixels(dice, size, 48, 84), pixels(dice, size, 14, 28)
    light_x, light_y = light_direction(dice)
    kinds = [colours[1:2], colours[1:3], colours[1:]][dice.whole(0, 2)]
    for period in np.geomspace(largest, smallest, 4).tolist():
        x, y, column, row, radius = scattered(dice, size, period)
        away = np.hypot(x, y)
        body = per_cell(cell_colours(dice, kinds, 0.15), column, row)
        towards = x * light_x + y * light_y
        rim = np.clip(away, 0, 1) ** 4
        shine = np.exp(-((x - 0.42 * light_x) ** 2 + (y - 0.42 * light_y) ** 2) * 14)
        if glassy:
            glow = np.exp(-((away - 0.7) ** 2) * 60) * np.clip(-towards, 0, 1)
            ball = lit(mixed(image, body, 0.25 + 0.75 * rim), shine * 1.2 + 0.8 * glow + 0.3 * rim)
        else:
            ball = lit(body, 0.55 * towards - 0.5 * rim + 1.1 * shine)
        image = mixed(image, ball, step(1 - away, 1.5 / (radius * period)))
    return picture(image)


def scattered(dice: Dice, size: int, period: float):
    """Balls strewn one to a cell of a turned grid: the place in radii, the cell, the radius in periods."""
    u, v = grid(dice, size, period, any_angle(dice))
    column, row = np.floor(u), np.floor(v)
    chances = dice.numpy.random((251, 3)).astype(np.float32)
    mine = per_cell(chances, column, row)
    radius = 0.3 + 0.2 * mine[..., 2]
    room = 0.5 - radius
    x = (u - column - 0.5 - room * (2 * mine[..., 0] - 1)) / radius
    y = (v - row - 0.5 - room * (2 * mine[..., 1] - 1)) / radius
    return x, y, column, row, radius


ALL = {
    "gratings": gratings, "checker": checker, "waves": waves, "rings": rings, "bricks": bricks, "scales": scales,
    "fur": fur, "feathers": feathers, "cells": cells, "weave": weave, "turing": turing, "wood": wood,
    "stones": stones, "honeycomb": honeycomb, "mosaic": mosaic, "bubbles": bubbles,
}
