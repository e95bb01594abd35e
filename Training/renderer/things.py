"""Motifs of things: flowers and plants, shells and ornaments, wheels, and buildings."""

import numpy as np

from .dice import mix, shade
from .sketch import ellipse_points, mirrored, smooth

TURN = 2 * np.pi
LIGHT = -0.8
"""Where light comes from: an angle clockwise from upwards, so from the upper left."""
BARK = {"hue": (0.03, 0.1), "saturation": (0.3, 0.6), "value": (0.3, 0.55)}
"""Ranges for the colours of trunks and timber."""


# MARK: Shared geometry


def around(angle, radius):
    """The point at that angle, clockwise from upwards."""
    return np.array((radius * np.sin(angle), -radius * np.cos(angle))).T


def fractions(count, start=0.0):
    """Angles evenly round the circle."""
    return start + np.arange(count) * TURN / count


def lit(angle, strength=0.25):
    """The factor of brightness of a side that faces that way."""
    return 1 + strength * np.cos(angle - LIGHT)


def placed(outline, angle=0.0, width=1.0, length=1.0, x=0.0, y=0.0):
    """An outline that points upwards, stretched, then turned clockwise, then moved."""
    c, s = np.cos(angle), np.sin(angle)
    return np.asarray(outline) @ np.array(((width * c, width * s), (-length * s, length * c))) + (x, y)


def curve(start, bend, end, count=12):
    """Points on a curve from start to end that is drawn towards `bend` (a quadratic Bézier curve)."""
    t = np.linspace(0, 1, count)[:, None]
    return (1 - t) ** 2 * np.array(start) + 2 * t * (1 - t) * np.array(bend) + t**2 * np.array(end)


def offset(spine, distance):
    """The spine moved to its right-hand side (seen along it) by a distance for each point."""
    along = np.concatenate((spine[1:2] - spine[:1], spine[2:] - spine[:-2], spine[-1:] - spine[-2:-1]))
    scale = distance / (np.hypot(along[:, 0], along[:, 1]) + 1e-9)
    return spine + np.array((-along[:, 1] * scale, along[:, 0] * scale)).T


def between_lines(a, b):
    """The closed outline of the band between two lines."""
    return np.concatenate([a, b[::-1]])


def box(left, right, top, bottom):
    """A rectangle's corners."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def arch_points(left, right, spring, pointed=False, rise=1.0):
    """An arch from its left foot over the top to its right foot, at height `spring`."""
    half, middle = (right - left) / 2, (right + left) / 2
    if not pointed:
        t = np.linspace(0, np.pi, 13)
        return np.stack([middle - half * np.cos(t), spring - rise * half * np.sin(t)], 1)
    t = np.linspace(0, np.pi / 3, 7)
    side = np.stack([2 * half * np.cos(t) - half, -2 * half * rise * np.sin(t)], 1)
    return np.concatenate([side * [-1, 1], side[::-1]]) + [middle, spring]


# MARK: Shared parts

DOT = ellipse_points(0, 0, 1, 1, count=11)
"""A coarse unit circle."""


def dot(sketch, x, y, r, colour):
    """A small circle, cheap enough for many."""
    sketch.polygon(DOT * r + (x, y), colour)


def bead(sketch, x, y, r, colour):
    """A small ball: dark rim, body, highlight."""
    dot(sketch, x, y, r, shade(colour, 0.5))
    dot(sketch, x, y, r * 0.82, colour)
    dot(sketch, x - 0.3 * r, y - 0.3 * r, r * 0.35, shade(colour, 1.8))


def blade(sketch, spine, widths, colour):
    """A blade along a spine: dark edge, one side lighter than the other, pale midline."""
    widths = np.asarray(widths)
    sketch.polygon(between_lines(offset(spine, -widths), offset(spine, widths)), shade(colour, 0.5))
    sketch.polygon(between_lines(offset(spine, -0.85 * widths), spine), shade(colour, 1.25))
    sketch.polygon(between_lines(spine, offset(spine, 0.85 * widths)), shade(colour, 0.82))
    sketch.line(spine[1:-1], shade(colour, 1.7), 0.015)


def limb(sketch, spine, widths, colour):
    """A rounded stalk, trunk or branch along a spine that runs upwards: dark rims, light on the left."""
    widths = np.asarray(widths)
    for left, right, tone in ((1, 1, 0.5), (0.85, 0.6, 0.85), (0.75, 0.15, 1.1), (0.55, -0.2, 1.4)):
        sketch.polygon(between_lines(offset(spine, -left * widths), offset(spine, right * widths)), shade(colour, tone))


def column(sketch, x, top, bottom, half_top, half_bottom, colour):
    """A round tower or post, or, with no width on top, a cone: shaded from the light left to the dark right."""
    bands = ((1, 1, 0.55), (0.94, 0.72, 0.78), (0.86, 0.35, 1.0), (0.72, -0.05, 1.2), (0.5, -0.25, 1.4))
    for left, right, tone in bands:
        sketch.polygon([(x - left * half_top, top), (x + right * half_top, top),
                        (x + right * half_bottom, bottom), (x - left * half_bottom, bottom)], shade(colour, tone))


def window(sketch, x, y, half, height, glass, frame, arched=False):
    """A window that stands on y: frame, glass and a bar."""
    for edge, colour in ((0.35 * half, frame), (0.0, glass)):
        left, right, top = x - half - edge, x + half + edge, y - height - edge
        foot = [(right, y + edge), (left, y + edge)]
        head = arch_points(left, right, top + half) if arched else [(left, top), (right, top)]
        sketch.polygon(np.concatenate([head, foot]), colour)
    sketch.line([(x, y - height), (x, y)], frame, 0.01)


def pennant(sketch, x, y, height, colour):
    """A flag on a pole that stands on y."""
    side = sketch.dice.sign()
    sketch.line([(x, y), (x, y - height)], (50, 40, 40), 0.025)
    top = y - height
    sketch.polygon([(x, top), (x + side * 0.24, top + 0.06), (x, top + 0.13)], colour)


def courses(sketch, left, right, top, bottom, colour, step=0.1):
    """Joints of masonry: level lines and staggered upright ones."""
    for row, y in enumerate(np.arange(top + step, bottom, step)):
        sketch.line([(left, y), (right, y)], colour, 0.008)
        for x in np.arange(left + (1 + row % 2) * step, right, 2 * step):
            sketch.line([(x, y - step), (x, y)], colour, 0.008)


def battlement(sketch, left, right, y, count, height, colour):
    """A row of merlons that stand on y."""
    width = (right - left) / (2 * count - 1)
    for i in range(count):
        a = left + 2 * i * width
        sketch.polygon(box(a, a + width, y - height, y + 0.01), colour)
        sketch.polygon(box(a + 0.7 * width, a + width, y - height, y + 0.01), shade(colour, 0.7))


# MARK: Flowers

PETALS = {
    "round": [(0.2, 0), (0.7, -0.35), (1, -0.7), (0.75, -0.93), (0.25, -1)],
    "pointed": [(0.2, 0), (0.85, -0.35), (0.95, -0.55), (0.5, -0.82), (0, -1)],
    "notched": [(0.2, 0), (0.7, -0.4), (1, -0.75), (0.7, -1), (0.25, -0.97), (0, -0.86)],
    "strap": [(0.5, 0), (0.9, -0.3), (1, -0.6), (0.85, -0.92), (0.3, -1)],
    "spoon": [(0.25, 0), (0.3, -0.4), (0.9, -0.7), (0.9, -0.9), (0.3, -1)],
    "cup": [(0.4, 0.03), (0.9, -0.2), (1, -0.5), (0.75, -0.82), (0.25, -0.97), (0, -1)],
}
PETALS = {name: smooth(mirrored(half), per_side=3) for name, half in PETALS.items()}
"""Outlines of petals that point upwards from the origin to y = -1 and reach x = ±1."""


def petal(sketch, outline, angle, width, length, colour, base):
    """A petal from the origin: dark edge, body, shadow of the base's colour, and a crease."""
    body = shade(colour, lit(angle))
    sketch.polygon(placed(outline, angle, width, length), shade(colour, 0.45))
    sketch.polygon(placed(outline, angle, width * 0.86, length * 0.96), body)
    sketch.polygon(placed(outline, angle, width * 0.6, length * 0.62), mix(body, base, 0.5))
    sketch.line([around(angle, 0.5 * length), around(angle, 0.85 * length)], shade(body, 0.75), 0.015)


def seed_head(sketch, radius, colour):
    """The middle of a flower: a ball with seeds in a sunflower's spiral."""
    sketch.ball(0, 0, radius, radius, colour)
    count = sketch.dice.whole(8, 20)
    for i in range(count):
        x, y = around(i * 2.39996, radius * 0.85 * np.sqrt((i + 0.5) / count))
        dot(sketch, x, y, radius * 0.1, shade(colour, 0.5 if i < count / 2 else 1.7))


def daisy(sketch):
    """An open flower: rings of separate petals round a disc."""
    dice = sketch.dice
    outline = PETALS[dice.pick(["round", "pointed", "notched", "strap", "spoon"])]
    colour = dice.pale() if dice.chance(0.35) else dice.vivid()
    base = dice.vivid() if dice.chance(0.5) else shade(colour, 0.5)
    rings = dice.pick([1, 1, 2, 2, 3])
    count = dice.whole(5, {1: 18, 2: 13, 3: 10}[rings])
    start, fill = dice.between(0, TURN), dice.between(0.75, 1.15)
    for ring in range(rings):
        length = 1 - 0.23 * ring
        width = min(fill * np.pi * 0.75 * length / count, 0.42 * length)
        tone = shade(colour, 0.75 + 0.45 * (ring + 1) / rings)
        for angle in fractions(count, start + ring * np.pi / count):
            petal(sketch, outline, angle + dice.gauss(0.03), width, length * dice.between(0.92, 1), tone, base)
    middle = dice.colour(hue=(0.04, 0.17), saturation=(0.7, 1), value=(0.3, 1)) if dice.chance(0.75) else dice.deep()
    seed_head(sketch, dice.between(0.18, 0.36), middle)


def rose_head(sketch, colour):
    """A rose from above: petals that overlap in a spiral, each with a light rim and a shadow on the one below."""
    dice = sketch.dice
    start, sense, count = dice.between(0, TURN), dice.sign(), dice.whole(11, 15)
    tips = dice.near(shade(colour, 1.6), 15)
    for i, r in enumerate(np.geomspace(1, 0.2, count)):
        angle = start + sense * i * 2.39996 * dice.between(0.95, 1.05)
        (x, y), body = around(angle, 0.46 * r), shade(colour, lit(angle, 0.3) * (0.7 + 0.3 * r))
        sketch.ellipse(x, y, 0.7 * r, 0.54 * r, shade(colour, 0.3), angle)
        sketch.ellipse(x, y, 0.66 * r, 0.5 * r, body, angle)
        sketch.arc(x, y, 0.62 * r, 0.47 * r, np.pi * 1.08, np.pi * 1.92, mix(body, tips, 0.7), 0.02 + 0.05 * r, angle)
        x, y = around(angle, 0.28 * r)
        sketch.ellipse(x, y, 0.55 * r, 0.42 * r, shade(body, 0.72), angle)
    t = np.linspace(0, 2.2 * TURN, 24)
    sketch.circle(0, 0, 0.2, shade(colour, 0.7))
    sketch.line(around(start + sense * t, 0.2 * t / t[-1]), shade(colour, 0.3), 0.035)


def rose(sketch):
    """A rose: from above between leaves, or a bloom on a stem."""
    dice = sketch.dice
    colour = dice.pick([
        dice.colour(hue=(-0.04, 0.02), saturation=(0.75, 1), value=(0.7, 0.95)),
        dice.colour(hue=(-0.12, -0.03), saturation=(0.4, 0.9), value=(0.8, 1)),
        dice.colour(hue=(0.03, 0.16), saturation=(0.5, 0.95), value=(0.85, 1)), dice.pale()])
    green = dice.green()
    if dice.chance(0.6):
        for angle in fractions(dice.whole(2, 5), dice.between(0, TURN)):
            blade(sketch, curve((0, 0), around(angle + 0.2, 0.6), around(angle, 1.05)), LANCE * 0.28, green)
        with sketch.at(scale=dice.between(0.8, 0.95)):
            rose_head(sketch, colour)
        return
    bend = dice.between(-0.2, 0.2)
    limb(sketch, curve((bend, 1), (bend, 0.4), (0, -0.3)), [0.045] * 12, green)
    for side in (-1, 1):
        root = dice.between(0.3, 0.65)
        blade(sketch, curve((bend / 2, root), (side * 0.2, root - 0.3), (side * 0.6, root - 0.2)), LANCE * 0.14, green)
        blade(sketch, curve((0, 0), (side * 0.45, 0.1), (side * 0.55, -0.25)), LANCE * 0.09, green)
    with sketch.at(0, -0.42, dice.between(0.5, 0.58)):
        rose_head(sketch, colour)


LANCE = np.sin(np.linspace(0, np.pi, 12)) ** 0.8
"""Widths of a blade along 12 points of its spine."""


def tulip_cup(sketch, colour, streak, opening):
    """A tulip's bloom that stands on the origin and reaches up to y = -1."""
    cup = PETALS["cup"]
    petals = ((-0.5, 0.3, 0.9, 0.6), (0.5, 0.3, 0.9, 0.55), (-1, 0.36, 1, 1.15), (1, 0.36, 1, 0.8), (0, 0.4, 0.92, 1))
    for angle, width, length, tone in petals:
        body, turn = shade(colour, tone), angle * opening
        sketch.polygon(placed(cup, turn, width, length), shade(body, 0.45))
        sketch.polygon(placed(cup, turn, width * 0.88, length * 0.97), body)
        sketch.polygon(placed(cup, turn, width * 0.5, length * 0.7), mix(body, streak, 0.45))
        sketch.line([around(turn, 0.15 * length), around(turn, 0.88 * length)], shade(body, 0.6), 0.025)
        gleam = [around(turn + side, far * length) for side, far in ((-0.2, 0.3), (-0.25, 0.55), (-0.14, 0.85))]
        sketch.line(gleam, shade(body, 1.6), 0.03)


def tulip(sketch):
    """One to three tulips from the side: a cup on a stem between long leaves."""
    dice = sketch.dice
    colour = dice.colour(hue=(0.72, 1.16), saturation=(0.6, 1), value=(0.6, 1)) if dice.chance(0.85) else dice.pale()
    yellow, green = dice.colour(hue=(0.1, 0.17), saturation=(0.7, 1), value=(0.8, 1)), dice.green()
    streak, opening = dice.pick([yellow, dice.pale(), shade(colour, 0.5)]), dice.between(0.2, 0.62)
    count = dice.pick([1, 1, 1, 2, 3])
    size = {1: dice.between(0.8, 1.05), 2: 0.7, 3: 0.56}[count]
    for i in range(count):
        lean = dice.between(-0.15, 0.15) + (i - (count - 1) / 2) * (0.85 if count == 2 else 0.6)
        foot = lean * 0.25
        neck = -1 + size + abs(lean) * 0.2
        limb(sketch, curve((foot, 1), (foot, 0.4), (lean, neck)), [0.05] * 12, green)
        with sketch.at(lean, neck + 0.03, size, lean * 0.4):
            tulip_cup(sketch, dice.near(colour, 12), streak, opening)
    for side in (-1, 1) if dice.chance(0.7) else (dice.sign(),):
        spread, high = dice.between(0.35, 0.75), dice.between(-0.15, 0.3)
        blade(sketch, curve((0, 1), (side * 0.3, 0.7), (side * spread, high)), LANCE * dice.between(0.1, 0.17), green)


# MARK: Plants

LEAVES = {
    "lance": [(0, 0.8), (0.2, 0.5), (0.3, 0.1), (0.24, -0.4), (0.1, -0.8), (0, -1)],
    "oval": [(0, 0.75), (0.38, 0.5), (0.58, 0.1), (0.5, -0.35), (0.25, -0.75), (0, -1)],
    "heart": [(0, 0.45), (0.25, 0.72), (0.6, 0.65), (0.78, 0.25), (0.58, -0.25), (0.2, -0.75), (0, -1)],
    "oak": [(0, 0.8), (0.12, 0.7), (0.38, 0.62), (0.18, 0.42), (0.55, 0.25), (0.22, 0.02), (0.65, -0.22), (0.28, -0.42),
            (0.45, -0.75), (0.2, -0.88), (0, -1)],
}
LEAVES = {name: smooth(mirrored(half), per_side=5) for name, half in LEAVES.items()}
LEAVES["maple"] = mirrored([
    (0.03, 0.5), (0.45, 0.58), (0.4, 0.44), (0.78, 0.25), (0.66, 0.12), (1, -0.3), (0.76, -0.28), (0.7, -0.46),
    (0.3, -0.12), (0.42, -0.65), (0.25, -0.6), (0, -1)])
"""Outlines of leaves: right half upwards from the stalk, then the left half down."""


def leaf_veins(sketch, kind, colour, width):
    """The side veins: to the lobes of a maple leaf, in pairs from the midrib of others."""
    if kind == "maple":
        for x, y in ((0.42, 0.56), (0.95, -0.28), (0.4, -0.62)):
            for side in (-1, 1):
                root = 0.5 if y > -0.5 else -0.1
                sketch.line([(0, root), (side * x, y)], colour, width)
        return
    for y in np.linspace(0.55, -0.75, sketch.dice.whole(5, 9)):
        for side in (-1, 1):
            sketch.line(curve((0, y), (side * 0.35, y - 0.1), (side * 0.8, y - 0.5), 5), colour, width)


def leaf(sketch):
    """One leaf with stalk, midrib and side veins: lance, oval, heart, oak or maple, green or of autumn."""
    dice = sketch.dice
    kind = dice.pick([*LEAVES])
    autumn = dice.chance(0.6 if kind in ("maple", "oak") else 0.2)
    hue, value = ((-0.03, 0.15), (0.65, 1)) if autumn else ((0.2, 0.4), (0.3, 0.8))
    colour = dice.colour(hue, saturation=(0.6, 1), value=value)
    vein = shade(colour, dice.pick([0.4, 1.9, 2.4]))
    outline = LEAVES[kind] * [dice.between(0.8, 1.2), 1]
    if kind not in ("maple", "oak") and dice.chance(0.4):
        outline = outline * np.stack([1 + 0.09 * (-1.0) ** np.arange(len(outline)), np.ones(len(outline))], 1)
    stalk = curve((0, 0.4), (0, 0.7), (dice.between(-0.2, 0.2), 1))
    sketch.line(stalk, shade(vein, 0.7), 0.06)
    sketch.polygon(outline, shade(colour, 0.4))
    inner = outline * 0.95 + [0, -0.01]
    sketch.polygon(inner, shade(colour, 1.2))
    sketch.polygon(np.maximum(inner, [0, -2]), shade(colour, 0.8))
    with sketch.inside(inner):
        if autumn:
            blot = dice.colour(hue=(-0.02, 0.3), saturation=(0.7, 1), value=(0.5, 0.95))
            for _ in range(4):
                x, y, r = dice.between(-0.6, 0.6), dice.between(-0.8, 0.6), dice.between(0.1, 0.25)
                dot(sketch, x, y, r, mix(colour, blot, 0.6))
        leaf_veins(sketch, kind, vein, dice.between(0.02, 0.035))
    sketch.line([(0, 0.75 if kind in ("lance", "oval", "oak") else 0.5), (0, -0.93)], vein, 0.045)


def fern(sketch):
    """A frond: paired leaflets that shrink towards a straight or curled tip."""
    dice = sketch.dice
    colour, pairs = dice.colour(hue=(0.2, 0.4), saturation=(0.5, 0.95), value=(0.4, 0.85)), dice.whole(8, 12)
    curled, bend = dice.chance(0.6), dice.sign() * dice.between(0.25, 0.65)
    top = -0.65 if curled else -0.95
    spine = curve((-bend * 0.3, 1), (-bend * 0.6, 0), (bend, top), 2 * pairs + 6)
    tilt, broad, longest = dice.between(0.95, 1.4), dice.between(0.06, 0.085), dice.between(0.6, 0.95)
    along = np.gradient(spine, axis=0)
    heading = np.arctan2(along[:, 0], -along[:, 1])
    curl = np.linspace(0, 1.5 * TURN, 30)
    sense = 1 if bend > 0 else -1
    tip = heading[-1] + sense * curl
    reach = np.cumsum(around(tip, 0.085 * (1 - 0.8 * curl / curl[-1])), 0)
    stem = shade(colour, 0.55)
    sketch.line(np.concatenate([spine, spine[-1] + reach]) if curled else spine, stem, 0.05)
    for i in range(4, len(spine), 2):
        t = i / len(spine)
        length = longest * min(1, 0.35 + 1.6 * t) * (1 - t) ** 0.8 + 0.05
        for side in (-1, 1):
            angle = heading[i] + side * tilt * (1.1 - 0.35 * t)
            spread = min(broad, 0.35 * length)
            x, y = spine[i]
            tone = shade(dice.near(colour, 8), 1.15 if side < 0 else 0.85)
            sketch.polygon(placed(PETALS["pointed"], angle, spread, length, x, y), shade(tone, 0.4))
            sketch.polygon(placed(PETALS["pointed"], angle, spread * 0.75, length * 0.95, x, y), tone)
            sketch.line([(x, y), spine[i] + around(angle, length * 0.85)], shade(tone, 1.6), 0.012)
    if curled:
        sketch.line(spine[-1] + reach, shade(colour, 0.4), 0.1)
        sketch.line(spine[-1] + reach, shade(colour, 1.4), 0.05)
    else:
        sketch.polygon(placed(PETALS["pointed"], heading[-1], 0.04, 0.2, *spine[-2]), shade(colour, 0.9))
    sketch.line(spine, shade(colour, 1.4), 0.02)


CAPS = {
    "dome": [(1, 0), (0.97, -0.3), (0.75, -0.68), (0.4, -0.92), (0, -1)],
    "cone": [(1, 0), (0.8, -0.25), (0.42, -0.65), (0.16, -0.93), (0, -1)],
    "bell": [(1, 0), (0.72, -0.2), (0.62, -0.65), (0.35, -0.93), (0, -1)],
    "button": [(0.85, 0.08), (1, -0.25), (0.9, -0.65), (0.5, -0.95), (0, -1)],
}
"""Right halves of mushroom caps of half width 1 and height 1."""


def toadstool(sketch, kind, colour, spots, pale):
    """One mushroom that stands on (0, 1): stem with a skirt, cap with spots, gills when seen from below."""
    dice = sketch.dice
    half, height = dice.between(0.6, 0.95), dice.between(0.5, 1.0)
    base, thick, lean = dice.between(0.0, 0.15), dice.between(0.1, 0.22), dice.between(-0.12, 0.12)
    t = np.linspace(0, 1, 12)
    stem, widths = curve((0, 1), (0, 0.5), (lean, base)), thick * (1.5 - 1.1 * t + 0.6 * t**2)
    below = dice.chance(0.55)
    rim = half * (0.85 if kind == "button" else 1)
    dip = 0.16 * half
    side = np.array(CAPS[kind]) * [half, height]
    foot = ellipse_points(0, 0, rim, dip, 0, np.pi, 0, 9)[1:-1]
    cap = np.concatenate([smooth(mirrored(side), False, 4), foot]) + [lean, base]
    if not below:
        limb(sketch, stem, widths, pale)
    for size, tone in ((1, 0.45), (0.95, 0.8), (0.82, 1.0), (0.6, 1.2), (0.3, 1.5)):
        away = np.array([lean - 0.25 * half, base - 0.6 * height]) * (1 - size)
        sketch.polygon(cap * size + away, shade(colour, tone))
    if spots is not None:
        for x, y in ((-0.6, 0.25), (0, 0.2), (0.58, 0.28), (-0.32, 0.58), (0.3, 0.6), (0, 0.85), (0.05, 0.48)):
            slim = np.sqrt(1 - x * x)
            taper = np.interp(y, -np.array(CAPS[kind])[:, 1], np.array(CAPS[kind])[:, 0])
            r = dice.between(0.07, 0.15) * half * max(taper, 0.3) * 1.2
            sketch.ellipse(lean + x * half * taper + 0.02, base - y * height + 0.02, r * slim, r, shade(colour, 0.5))
            sketch.ellipse(lean + x * half * taper, base - y * height, r * slim, r, spots)
    if below:
        sketch.ellipse(lean, base, rim * 0.97, dip * 1.15, shade(pale, 0.4))
        for x in np.linspace(-0.9, 0.9, 13):
            edge = (lean + x * rim, base + dip * np.sqrt(1 - x * x))
            sketch.line([(lean + 0.2 * x * rim, base - 0.5 * dip), edge], shade(pale, 1.1), 0.02)
        limb(sketch, stem, widths, pale)
    if dice.chance(0.4):
        y = base + 0.25
        sketch.polygon([(lean - thick * 0.9, y), (lean + thick * 0.9, y), (lean + thick * 1.6, y + 0.17),
                        (lean, y + 0.12), (lean - thick * 1.6, y + 0.17)], shade(pale, 1.3))
        hem = [(lean - thick * 1.6, y + 0.17), (lean, y + 0.12), (lean + thick * 1.6, y + 0.17)]
        sketch.line(hem, shade(pale, 0.5), 0.02)


def mushroom(sketch):
    """One to three mushrooms of a kind, perhaps on grass."""
    dice = sketch.dice
    kind = dice.pick([*CAPS, "dome"])
    red = dice.colour(hue=(-0.03, 0.05), saturation=(0.8, 1), value=(0.7, 0.95))
    colour = dice.pick([red, red, dice.earth(), dice.vivid()])
    spots = dice.pale() if dice.chance(0.7) else None
    pale = dice.colour(hue=(0.06, 0.15), saturation=(0.05, 0.3), value=(0.75, 1))
    places = {1: [(0, 0, 1)], 2: [(0.42, 0.35, 0.62), (-0.25, 0.15, 0.82)],
              3: [(-0.55, 0.4, 0.55), (0.58, 0.45, 0.5), (0, 0.2, 0.78)]}[dice.pick([1, 1, 2, 3])]
    for x, y, scale in places:
        with sketch.at(x, y, scale):
            toadstool(sketch, kind, dice.near(colour, 10), spots, pale)
    if dice.chance(0.4):
        green = dice.green()
        for x in np.linspace(-0.7, 0.7, 12):
            tip = (x + dice.gauss(0.08), dice.between(0.65, 0.85))
            sketch.polygon([(x - 0.05, 1.02), tip, (x + 0.05, 1.02)], shade(green, dice.between(0.6, 1.4)))


def pine(sketch):
    """A conifer: tiers with ragged hems, lighter on the left, perhaps snow on them."""
    dice = sketch.dice
    colour = dice.colour(hue=(0.25, 0.47), saturation=(0.4, 0.9), value=(0.25, 0.65))
    tiers, half = dice.whole(3, 6), dice.between(0.45, 0.75)
    snow = dice.chance(0.3)
    column(sketch, 0, 0.6, 1, 0.09, 0.12, dice.colour(**BARK))
    step = 1.7 / (tiers + 0.7)
    for i in range(tiers):
        low = 0.75 - i * step
        w = half * (1 - 0.72 * i / tiers)
        top = -1 if i == tiers - 1 else low - 1.6 * step
        x = np.linspace(w, -w, 9)
        hem = np.stack([x, low - 0.1 * (x / w) ** 2 + 0.07 * (np.arange(9) % 2 - 1)], 1)
        sketch.polygon([(0, top), *hem], shade(colour, 0.4))
        sketch.polygon([(0, top + 0.03), *(hem * [0.92, 1] - [0, 0.05])], shade(colour, 0.85))
        sketch.polygon([(-0.02, top + 0.05), *(hem[4:] * [0.88, 1] - [0, 0.06])], shade(colour, 1.35))
        if snow:
            sketch.polygon([(0, top), (0.4 * w, (top + low) / 2), (0.1 * w, (top + low) / 2 - 0.05),
                            (-0.1 * w, (top + low) / 2 + 0.06), (-0.5 * w, (top + 1.2 * low) / 2.2)], (235, 242, 250))
    if dice.chance(0.25):
        for _ in range(9):
            y = dice.between(-0.6, 0.6)
            bead(sketch, dice.between(-0.4, 0.4) * half * (y + 1), y, 0.055, dice.vivid())


def leafy_tree(sketch):
    """A trunk that forks into branches below a crown of clumps, perhaps with fruit or blossom."""
    dice = sketch.dice
    autumn = dice.colour(hue=(-0.08, 0.15), saturation=(0.5, 0.95), value=(0.6, 0.95))
    colour = autumn if dice.chance(0.33) else dice.green()
    bark, thick = dice.colour(**BARK), dice.between(0.07, 0.14)
    wide, high, middle = dice.between(0.42, 0.85), dice.between(0.4, 0.62), -0.35
    narrow = np.linspace(1, 0.35, 12)
    for side in (-1, 1):
        limb(sketch, curve((0, 0.5), (side * 0.1, 0.15), (side * 0.65 * wide, middle)), thick * 0.6 * narrow, bark)
        sketch.line(curve((0, 0.97), (side * 0.1, 0.9), (side * 0.25, 1)), shade(bark, 0.6), 0.07)
    limb(sketch, curve((dice.between(-0.1, 0.1), 1), (0, 0.5), (0, middle)), thick * np.linspace(1.3, 0.6, 12), bark)
    clumps = [around(a, 0.72) * [wide, high] for a in fractions(dice.whole(6, 9), dice.between(0, 1))]
    clumps += [(dice.gauss(0.3) * wide, dice.gauss(0.3) * high) for _ in range(dice.whole(3, 6))]
    for x, y in sorted(clumps, key=lambda p: -p[1]):
        r = dice.between(0.24, 0.36) * (wide + high) / 1.2
        tone = shade(dice.near(colour, 10), 1.0 - 0.35 * y / high)
        for size, factor in ((1, 0.45), (0.9, 0.85), (0.55, 1.25)):
            away = r * (1 - size)
            sketch.ellipse(x - 0.2 * away, middle + y - 0.5 * away, r * size, r * size * 0.85, shade(tone, factor))
    if dice.chance(0.4):
        fruit = dice.vivid()
        for _ in range(dice.whole(7, 14)):
            x, y = around(dice.between(0, TURN), 0.85 * np.sqrt(dice.between(0, 1)))
            bead(sketch, x * wide, middle + y * high, 0.065, fruit)


def tree(sketch):
    """A conifer or a leafy tree."""
    (pine if sketch.dice.chance(0.45) else leafy_tree)(sketch)


# MARK: Shells and spirals


def shell(sketch):
    """A scallop: a fan of ribs from a hinge with ears, crossed by bands."""
    dice = sketch.dice
    ribs, spread, bands = dice.whole(6, 13), dice.between(0.65, 1.4), dice.whole(3, 7)
    colours = [dice.colour(hue=(-0.1, 0.16), saturation=(0.15, 0.85), value=(0.65, 1)), dice.near(dice.pale(), 10)]
    if dice.chance(0.3):
        colours[0] = dice.vivid()
    dark = shade(colours[0], 0.35)
    angles = np.linspace(-spread, spread, ribs * 6 + 1)
    bumps = np.abs(np.sin(np.linspace(0, ribs * np.pi, len(angles))))
    radius = 1.75 * (0.9 + 0.1 * np.cos(angles)) * (1 + 0.06 * bumps)
    hinge = np.array([0, 0.85])
    fan = around(angles, radius)
    fan = np.concatenate([fan * [min(1, 1 / np.abs(fan[:, 0]).max()), 1], [(0.09, 0), (-0.09, 0)]])
    for side, tone in ((-1, 1.1), (1, 0.8)):
        ear = np.array([(0, -0.02), (side * 0.42, -0.1), (side * 0.36, 0.12), (0, 0.1)])
        sketch.polygon(ear + hinge, dark)
        sketch.polygon(ear * 0.85 + hinge, shade(colours[0], tone))
    sketch.polygon(fan * 1.02 + hinge, dark)
    for i in range(bands):
        size = 0.98 * (1 - i / bands) ** 0.85
        body = colours[i % 2]
        sketch.polygon(fan * size + hinge, shade(body, 0.6))
        sketch.polygon(fan * size * 0.965 + hinge, shade(body, 0.9 + 0.3 * i / bands))
    for i in range(ribs):
        groove, crest = fan[6 * i], fan[6 * i + 2]
        if i:
            sketch.line([hinge + 0.1 * groove, hinge + 0.97 * groove], dark, 0.035)
        sketch.line([hinge + 0.2 * crest, hinge + 0.93 * crest], shade(colours[1], 1.5), 0.025)


def coil(sketch):
    """An ammonite or a nautilus: a tube that winds and widens, with ribs, flames or chambers."""
    dice = sketch.dice
    kind = dice.pick(["ribs", "flames", "chambers"])
    colour = dice.vivid() if dice.chance(0.3) else dice.colour(hue=(0.0, 0.14), saturation=(0.3, 0.85), value=(0.55, 1))
    contrast = dice.deep() if kind != "flames" else dice.colour(hue=(0, 0.08), saturation=(0.7, 1), value=(0.35, 0.7))
    body = dice.pale() if kind == "flames" else colour
    turns = dice.between(2.2, 3.6) if kind == "ribs" else dice.between(1.7, 2.3)
    growth = dice.between(1.7, 2.1) if kind == "ribs" else dice.between(2.4, 3.0)
    sense, start = dice.sign(), dice.between(0, TURN)
    t = np.linspace(0, turns, int(turns * 26))
    outer = growth ** (t - turns) * 0.98

    def across(part):
        """The line along the tube at a share of its width: 0 inner wall, 1 outer wall."""
        return around(start + sense * TURN * t, outer * (part + (1 - part) / growth))

    sketch.circle(0, 0, outer[0], shade(body, 0.4))
    for low, high, tone in ((0, 1, 0.35), (0.05, 0.95, 0.7), (0.18, 0.88, 0.95), (0.35, 0.8, 1.2), (0.5, 0.7, 1.55)):
        sketch.polygon(between_lines(across(low), across(high)), shade(body, tone))
    lines = np.stack([across(part) for part in (0.04, 0.35, 0.7, 0.96)], 1)
    step = {"ribs": 2, "flames": 3, "chambers": 2}[kind]
    for i in range(4, len(t) - 4, step):
        far = max(outer[i], 0.1)
        if kind == "ribs":
            sketch.line(lines[i], shade(body, 0.4), 0.045 * far)
        elif kind == "flames":
            flame = [lines[i - 1, 3], lines[i, 1], lines[i + 1, 3]]
            sketch.polygon(flame, contrast)
        else:
            back = [lines[i, 0], lines[i - 1, 1], lines[i - 1, 2], lines[i, 3]]
            sketch.line(smooth(back, False, 3), shade(contrast, 0.7), 0.04 * far)
    sketch.line(across(1.0), shade(body, 0.3), 0.035)
    sketch.line([lines[-1, 0], lines[-1, 3]], shade(body, 0.3), 0.05)


def painted_spiral(sketch):
    """Arms that wind out of the middle, in plain colours on a disc or on nothing."""
    dice = sketch.dice
    arms, turns = dice.pick([1, 1, 2, 3, 4]), dice.between(1.2, 3.2)
    if arms > 1:
        turns = min(turns, 1.6)
    sense, start, power = dice.sign(), dice.between(0, TURN), dice.between(0.8, 1.5)
    t = np.linspace(0.02, 1, int(28 * turns) + 8)
    gap = 0.95 / (turns * arms)
    colours = [dice.vivid(), dice.vivid() if arms > 1 else dice.deep()]
    if dice.chance(0.5):
        sketch.circle(0, 0, 1, shade(colours[0], 0.35))
        sketch.circle(0, 0, 0.96, dice.pale())
    for arm in range(arms):
        spine = around(start + sense * (TURN * turns * t + arm * TURN / arms), 0.88 * t**power)
        widths = gap * 0.36 * (0.35 + 0.65 * t) * (t < 1) * np.minimum(1, (1 - t) * 12)
        colour = colours[arm % 2]
        for size, tone in ((1.0, 0.4), (0.75, 1.0), (0.3, 1.7)):
            edges = offset(spine, -size * widths), offset(spine, size * widths)
            sketch.polygon(between_lines(*edges), shade(colour, tone))


def spiral(sketch):
    """A coiled shell, or a painted spiral."""
    (coil if sketch.dice.chance(0.6) else painted_spiral)(sketch)


def starfish(sketch):
    """Five to nine tapering arms, light on one side, with dots along them."""
    dice = sketch.dice
    arms = dice.pick([5, 5, 5, 5, 6, 7, 8, 9])
    colour = dice.colour(hue=(-0.05, 0.12), saturation=(0.6, 1), value=(0.65, 1)) if dice.chance(0.6) else dice.vivid()
    spots = dice.pick([dice.pale(), shade(colour, 0.4), dice.vivid()])
    root = dice.between(1.3, 2.0) / arms
    tip = dice.between(0.25, 0.5) * root
    taper = (root + (tip - root) * np.linspace(0, 1, 12)) * np.minimum(1, np.linspace(1, 0, 12) * 5 + 0.25)
    rows, start = dice.whole(1, 2), dice.between(0, TURN)
    angles = fractions(arms, start)
    spines = [curve((0, 0), around(a, 0.55), around(a + dice.gauss(0.1), dice.between(0.92, 1))) for a in angles]
    normals = [offset(spine, 1.0) - spine for spine in spines]
    for size, tone in ((1.0, 0.4), (0.85, 0.85)):
        for spine, normal in zip(spines, normals):
            reach = normal * (size * taper)[:, None]
            sketch.polygon(between_lines(spine - reach, spine + reach), shade(colour, tone))
    sketch.circle(0, 0, root * 1.25, shade(colour, 0.85))
    for angle, spine, normal in zip(angles, spines, normals):
        side = 1 if np.cos(angle + np.pi / 2 - LIGHT) > 0 else -1
        reach = normal * taper[:, None]
        sketch.polygon(between_lines(spine, spine + side * 0.8 * reach), shade(colour, 1.3))
        sketch.line(spine[:-1], shade(colour, 1.7), 0.03)
        for i in range(3, 12, 2):
            for k in (0,) if rows == 1 else (-0.5, 0.5):
                dot(sketch, *(spine[i] + k * reach[i]), (0.36 if rows == 1 else 0.22) * taper[i] + 0.008, spots)
    bead(sketch, 0, 0, root * 0.45, spots)


# MARK: Ornament and machines


def mandala_ring(sketch, kind, fold, turn, far, deep, colours):
    """One ring of an ornament between radius far - deep and far."""
    first, second = colours
    width = np.pi * (far - deep / 2) / fold
    if kind == "band":
        sketch.ring(0, 0, far - deep / 4, first, deep / 2)
        sketch.ring(0, 0, far - deep / 4, second, deep / 6)
        return
    for angle in fractions(fold, turn):
        x, y = around(angle, far - deep / 2)
        if kind == "dots":
            bead(sketch, x, y, min(deep / 2, 0.85 * width), first)
        elif kind == "triangles":
            left, right = around(angle - np.pi / fold, far - deep), around(angle + np.pi / fold, far - deep)
            sketch.polygon([around(angle, far), left, right], first)
            tip = around(angle, far - 0.35 * deep)
            sketch.polygon([tip, 0.7 * left + 0.3 * right, 0.3 * left + 0.7 * right], second)
        else:
            outline = PETALS["pointed" if kind == "points" else "round"]
            root = around(angle, far - 1.4 * deep)
            for size, colour in ((1.0, shade(first, 0.4)), (0.86, first), (0.5, second)):
                sketch.polygon(placed(outline, angle, width * size, 1.4 * deep * size, *root), colour)


def mandala(sketch):
    """An ornament of 6 to 16 fold symmetry: rings of petals, points, dots, triangles and bands."""
    dice = sketch.dice
    fold = dice.whole(6, 16)
    rings = dice.whole(3, 5) if fold < 9 else dice.whole(2, 3)
    palette = [dice.vivid(), dice.vivid(), dice.deep(), dice.pale(), dice.vivid()]
    start = dice.pick([0, np.pi / fold])
    far, kinds = 1.0, ["petals", "points", "dots", "triangles", "band"]
    kind = dice.pick(kinds[:2])
    for i in range(rings):
        deep = far * dice.between(0.26, 0.4)
        ground = palette[(i + 2) % 5]
        if i or dice.chance(0.6):
            sketch.circle(0, 0, far - (0 if i == 0 else 0.3 * deep), shade(ground, 0.4))
            sketch.circle(0, 0, far - (0.03 if i == 0 else 0.3 * deep + 0.03), ground)
        mandala_ring(sketch, kind, fold, start + i * np.pi / fold, far, deep, (palette[i % 5], palette[(i + 3) % 5]))
        far -= deep
        kind = dice.pick([k for k in kinds if k != kind])
    sketch.circle(0, 0, far, palette[2])
    for angle in fractions(fold, start):
        sketch.polygon(placed(PETALS["pointed"], angle, 0.55 * far * np.pi / fold, 0.95 * far), palette[3])
    bead(sketch, 0, 0, far * 0.35, palette[4])


def rim(sketch, r, width, colour):
    """A round rim: dark edges, body, light on the upper left and shadow on the lower right."""
    sketch.ring(0, 0, r, shade(colour, 0.4), width)
    sketch.ring(0, 0, r, colour, width * 0.7)
    sketch.arc(0, 0, r, r, np.pi * 0.95, np.pi * 1.65, shade(colour, 1.7), width * 0.3)
    sketch.arc(0, 0, r, r, -0.1, np.pi * 0.6, shade(colour, 0.65), width * 0.35)


def spoke(sketch, angle, near, far, half_near, half_far, colour):
    """A spoke between two radii: dark edge, body of the brightness of its side, and a highlight."""
    for size, tone in ((1.0, 0.4), (0.68, lit(angle + 0.8, 0.3)), (0.2, 1.7)):
        ends = [(-half_far, far), (half_far, far), (half_near, near), (-half_near, near)]
        sketch.polygon(placed([(x * size, -y) for x, y in ends], angle), shade(colour, tone))


def wooden_wheel(sketch):
    """A cart wheel, or a ship's wheel with handles."""
    dice = sketch.dice
    brown = dice.colour(hue=(0.03, 0.12), saturation=(0.4, 0.85), value=(0.45, 0.85))
    wood = brown if dice.chance(0.7) else dice.vivid()
    ship, start = dice.chance(0.5), dice.between(0, 1)
    count = dice.pick([6, 8, 8, 10]) if ship else dice.whole(8, 14)
    r, width = (0.66, dice.between(0.11, 0.18)) if ship else (0.88, dice.between(0.13, 0.22))
    metal = dice.pick([(205, 165, 70), (120, 125, 135), wood])
    for angle in fractions(count, start):
        spoke(sketch, angle, 0.1, r, 0.06, 0.05, wood)
        if ship:
            sketch.polygon(placed(PETALS["strap"], angle, 0.065, 0.34, *around(angle, r)), shade(wood, 0.4))
            sketch.polygon(placed(PETALS["strap"], angle, 0.042, 0.31, *around(angle, r)), shade(wood, lit(angle, 0.4)))
    rim(sketch, r, width, wood)
    if ship or dice.chance(0.5):
        sketch.ring(0, 0, r + (0 if ship else width / 2), metal, 0.035)
    for angle in fractions(count, start):
        dot(sketch, *around(angle, r), 0.03, shade(metal, 0.5))
    sketch.ball(0, 0, 0.2, 0.2, wood)
    bead(sketch, 0, 0, 0.09, metal)


def car_wheel(sketch):
    """A black tyre with tread round a shiny hub of broad, paired or many thin spokes."""
    dice = sketch.dice
    metal = dice.colour(saturation=(0, 0.15), value=(0.6, 0.9)) if dice.chance(0.7) else dice.vivid()
    tyre, wall = (38, 38, 44), dice.between(0.2, 0.34)
    inner, start = 1 - wall, dice.between(0, 1)
    for angle in fractions(24, start):
        dot(sketch, *around(angle, 0.97), 0.06, (20, 20, 24))
    sketch.circle(0, 0, 0.98, (20, 20, 24))
    sketch.circle(0, 0, 0.94, tyre)
    sketch.arc(0, 0, 0.85, 0.85, np.pi * 0.95, np.pi * 1.65, (120, 120, 130), 0.05)
    if dice.chance(0.4):
        sketch.ring(0, 0, 1 - wall / 2, dice.pick([(240, 240, 235), (210, 40, 40), (230, 190, 60)]), 0.05)
    sketch.circle(0, 0, inner, shade(metal, 0.5))
    sketch.circle(0, 0, inner * 0.9, (28, 28, 34))
    style = dice.pick(["broad", "pairs", "thin"])
    count = dice.whole(5, 7) if style != "thin" else dice.whole(9, 14)
    half = {"broad": 0.14, "pairs": 0.06, "thin": 0.05}[style]
    for angle in fractions(count, start):
        for turn in (-0.18, 0.18) if style == "pairs" else (0,):
            spoke(sketch, angle + turn, 0.1, inner, half * 0.7, half, metal)
    rim(sketch, inner * 0.96, 0.09, metal)
    sketch.ball(0, 0, 0.2, 0.2, metal)
    for angle in fractions(5, start):
        dot(sketch, *around(angle, 0.12), 0.03, (40, 40, 48))


def wheel(sketch):
    """A cart wheel, ship's wheel or car wheel."""
    (wooden_wheel if sketch.dice.chance(0.6) else car_wheel)(sketch)


def gear_outline(teeth, far, deep, sharp):
    """A cog's edge: `sharp` from 0 (upright flanks) to 1 (pointed teeth)."""
    step = TURN / teeth
    flank = step * (0.25 - 0.14 * sharp)
    angles, radii = [], []
    for angle in fractions(teeth):
        angles += [angle - 0.27 * step, angle - flank + 0.03 * step, angle + flank - 0.03 * step, angle + 0.27 * step]
        radii += [far - deep, far, far, far - deep]
    return around(np.array(angles), np.array(radii))


def cog(sketch, teeth, colour, ground):
    """One gear that fills the unit circle: teeth, a face with sheen, holes or windows, and a hub."""
    dice = sketch.dice
    deep = min(dice.between(0.14, 0.24), 3.0 / teeth)
    outline = gear_outline(teeth, 0.97, deep, dice.between(0, 1))
    face = 0.97 - deep
    sketch.polygon(outline + [0.04, 0.04], shade(colour, 0.3))
    sketch.polygon(outline, shade(colour, 0.55))
    sketch.polygon(outline * 0.96 - [0.01, 0.01], colour)
    for centre, tone in ((LIGHT, 1.5), (LIGHT + np.pi, 1.25), (LIGHT + np.pi / 2, 0.75), (LIGHT - np.pi / 2, 0.75)):
        for half, part in ((0.42, 0.5), (0.22, 1.0)):
            wedge = around(np.linspace(centre - half, centre + half, 6), 0.95 * face)
            sketch.polygon([(0, 0), *wedge], shade(colour, 1 + (tone - 1) * part))
    sketch.ring(0, 0, 0.92 * face, shade(colour, 0.45), 0.035)
    sketch.ring(0, 0, 0.86 * face, shade(colour, 1.5), 0.02)
    style, count = dice.pick(["holes", "windows", "plain"]), dice.whole(4, 7)
    for angle in fractions(count, dice.between(0, 1)):
        if style == "holes":
            x, y = around(angle, 0.55 * face)
            r = min(0.17, 1.1 / count) * face
            sketch.circle(x + 0.02, y + 0.02, r * 1.1, shade(colour, 1.7))
            sketch.circle(x, y, r, ground)
        elif style == "windows":
            half = np.pi / count * 0.7
            span = np.linspace(angle - half, angle + half, 7)
            pane = between_lines(around(span, 0.76 * face), around(span, 0.38 * face))
            sketch.polygon(pane + [0.025, 0.025], shade(colour, 1.7))
            sketch.polygon(pane, ground)
    hub = dice.between(0.2, 0.28)
    sketch.circle(0.02, 0.02, hub * 1.1, shade(colour, 0.35))
    sketch.ball(0, 0, hub, hub, shade(colour, 1.15), contrast=0.7)
    sketch.circle(0, 0, hub * 0.5, shade(ground, 0.6))


def gear(sketch):
    """A metal gear, sometimes a second that meshes with it."""
    dice = sketch.dice
    metals = [(150, 155, 165), (205, 160, 60), (190, 105, 60), (110, 115, 130), (140, 75, 45)]
    colour = dice.near(dice.pick(metals), 10) if dice.chance(0.75) else dice.vivid()
    ground = dice.colour(saturation=(0, 0.4), value=(0.05, 0.2))
    teeth = dice.whole(8, 18)
    if dice.chance(0.7):
        cog(sketch, teeth, colour, ground)
        return
    side = dice.sign()
    with sketch.at(side * 0.56, -0.42, 0.44):
        cog(sketch, max(8, teeth * 2 // 3), dice.near(dice.pick(metals), 10), ground)
    with sketch.at(-side * 0.27, 0.28, 0.7):
        cog(sketch, teeth, colour, ground)


# MARK: Buildings


def lighthouse(sketch):
    """A tapering striped tower with gallery, lantern and dome on a rock."""
    dice = sketch.dice
    white, stripe = (240, 238, 230), dice.pick([dice.vivid(), (200, 40, 40), (40, 60, 130), (40, 40, 46)])
    bands, foot, head = dice.whole(3, 7), dice.between(0.3, 0.42), dice.between(0.17, 0.24)
    rock = dice.earth()
    sketch.polygon([(-0.65, 1), (-0.5, 0.85), (-0.3, 0.78), (0.35, 0.76), (0.55, 0.88), (0.7, 1)], shade(rock, 0.5))
    sketch.polygon([(-0.6, 0.98), (-0.48, 0.87), (-0.25, 0.8), (0.1, 0.8), (0.15, 0.98)], shade(rock, 1.1))
    top, bottom = -0.45, 0.85
    edges = np.linspace(bottom, top, bands + 1)
    widths = np.linspace(foot, head, bands + 1)
    for i in range(bands):
        column(sketch, 0, edges[i + 1], edges[i], widths[i + 1], widths[i], stripe if i % 2 == 0 else white)
    for y in (0.45, 0.0):
        window(sketch, 0.02, y, 0.04, 0.13, (30, 34, 50), (120, 110, 100))
    if dice.chance(0.4):
        for side in (-1, 1):
            sketch.polygon([(side * 0.1, -0.6), (side * 1.0, -0.85), (side * 1.0, -0.42)], (255, 240, 150))
    column(sketch, 0, -0.75, top, head * 0.7, head * 0.7, (255, 225, 110))
    for x in (-0.7, -0.25, 0.25, 0.7):
        sketch.line([(x * head, -0.75), (x * head, top)], (50, 50, 56), 0.02)
    sketch.polygon(box(-head * 1.35, head * 1.35, top - 0.03, top + 0.06), (50, 50, 56))
    sketch.polygon([*arch_points(-head * 0.9, head * 0.9, -0.74, rise=1.1)], shade(stripe, 0.6))
    sketch.polygon([*arch_points(-head * 0.8, head * 0.1, -0.76, rise=1.7)], shade(stripe, 1.2))
    sketch.line([(0, -0.9), (0, -1.02)], (50, 50, 56), 0.03)


def tower_roof(sketch, kind, left, right, edge, top, colour):
    """A tower's top over its front (left to right) and its side (right to edge)."""
    middle, eave = (left + right) / 2, 0.06
    if kind == "pointed":
        peak = ((left + edge) / 2, -1)
        sketch.polygon([(left - eave, top), (right + 0.02, top), peak], shade(colour, 1.15))
        sketch.polygon([(right + 0.02, top), (edge + eave, top), peak], shade(colour, 0.55))
        sketch.line([(left - eave, top), (edge + eave, top)], shade(colour, 0.35), 0.03)
    elif kind == "dome":
        sketch.polygon(arch_points(left, edge, top, rise=1.0), shade(colour, 0.55))
        sketch.polygon(arch_points(left + 0.02, right, top, rise=1.1), shade(colour, 0.95))
        sketch.polygon(arch_points(left + 0.06, middle, top - 0.02, rise=1.5), shade(colour, 1.4))
        sketch.line([(middle, top - 0.35), (middle, top - 0.6)], shade(colour, 0.4), 0.035)
    elif kind == "steps":
        for i in range(3):
            inset, high = 0.22 * (i + 1) * (edge - left) / 1.6, top - 0.12 * (i + 1)
            sketch.polygon(box(left + inset, right, high, high + 0.13), shade(colour, 1.15))
            sketch.polygon(box(right, max(edge - inset, right), high, high + 0.13), shade(colour, 0.55))
        sketch.line([(right - 0.08, top - 0.36), (right - 0.08, top - 0.7)], shade(colour, 0.5), 0.03)
    elif kind == "battlement":
        sketch.polygon(box(left - eave, edge + eave, top - 0.08, top + 0.05), shade(colour, 0.9))
        battlement(sketch, left - eave, edge + eave, top - 0.08, 4, 0.11, colour)
    else:
        sketch.polygon(box(left - 0.03, right, top - 0.05, top + 0.03), shade(colour, 1.3))
        sketch.polygon(box(right, edge + 0.03, top - 0.05, top + 0.03), shade(colour, 0.5))
        sketch.line([(middle, top - 0.05), (middle, top - 0.3)], (60, 60, 66), 0.025)


def tall_building(sketch):
    """A tall block of a lit front and a dark side, rows of windows, and one of several tops."""
    dice = sketch.dice
    colour = dice.pick([dice.earth(), dice.colour(saturation=(0.1, 0.6), value=(0.35, 0.9)), dice.vivid()])
    half, top = dice.between(0.2, 0.42), dice.between(-0.72, -0.3)
    kind = dice.pick(["pointed", "pointed", "pointed", "dome", "steps", "battlement", "flat"])
    left, edge = -half, half
    right = half - dice.between(0.25, 0.45) * half
    sketch.polygon(box(left - 0.02, edge + 0.02, top, 1), shade(colour, 0.35))
    sketch.polygon(box(left, right, top, 1), shade(colour, 1.15))
    sketch.polygon(box(right, edge, top, 1), shade(colour, 0.6))
    tower_roof(sketch, kind, left, right, edge, top, dice.vivid() if kind in ("pointed", "dome") else colour)
    rows, columns, arched = dice.whole(4, 8), dice.whole(2, 4), dice.chance(0.4)
    night = dice.chance(0.5)
    glass = dice.colour(hue=(0.55, 0.65), saturation=(0.3, 0.7), value=(0.1, 0.35))
    lamp, frame = (255, 225, 110), shade(colour, dice.pick([0.4, 1.9]))
    pitch = (0.85 - top) / rows
    wide = (right - left) / columns
    for row in range(rows):
        foot = top + (row + 0.8) * pitch
        for i in range(columns):
            pane = lamp if night and dice.chance(0.65) else glass
            window(sketch, left + (i + 0.5) * wide, foot, 0.27 * wide, 0.6 * pitch, pane, frame, arched)
        slit = (right + edge) / 2
        sketch.polygon(box(slit - 0.03, slit + 0.03, foot - 0.6 * pitch, foot), shade(glass, 0.8))
    if dice.chance(0.5):
        door = (left + right) / 2
        head = arch_points(door - 0.09, door + 0.09, 0.85)
        sketch.polygon([*head, (door + 0.09, 1), (door - 0.09, 1)], shade(colour, 0.25))


def tower(sketch):
    """A tall building or a lighthouse."""
    (tall_building if sketch.dice.chance(0.7) else lighthouse)(sketch)


def arcade_outline(left, right, top, bottom, count, pier, pointed, rise):
    """A wall with open arches down to its foot, and the arches one by one."""
    bay = (right - left) / count
    heads = []
    for i in range(count):
        a, b = left + i * bay + pier * bay / 2, left + (i + 1) * bay - pier * bay / 2
        tall = (b - a) / 2 * rise * (1.732 if pointed else 1)
        heads.append(arch_points(a, b, top + tall + 0.22 * (bottom - top), pointed, rise))
    path = [(left, top), (left, bottom)]
    for head in heads:
        path += [(head[0, 0], bottom), *head, (head[-1, 0], bottom)]
    return [*path, (right, bottom), (right, top)], heads


def arcade(sketch, left, right, top, bottom, count, look):
    """One row of arches: the depth behind, the front, stones round each arch, piers or columns, a cornice."""
    colour, pier, pointed, rise, columns, backing = look
    front, heads = arcade_outline(left, right, top, bottom, count, pier, pointed, rise)
    if backing is not None:
        sketch.polygon(box(left + 0.02, right - 0.02, top, bottom), backing)
    sketch.polygon(np.array(front) + [0.06, 0.0], shade(colour, 0.4))
    sketch.polygon(front, colour)
    bay, thick = (right - left) / count, pier * (right - left) / count
    for i, head in enumerate(heads):
        sketch.line(head, shade(colour, 1.6), 0.05)
        sketch.line(head, shade(colour, 0.4), 0.015)
        for j in range(1, len(head) - 1, 2):
            out = head[j] - [(head[0, 0] + head[-1, 0]) / 2, head[0, 1]]
            sketch.line([head[j], head[j] + out * 0.2], shade(colour, 0.5), 0.012)
    for i in range(count + 1):
        x, spring = left + i * bay, heads[0][0, 1]
        half = thick / 2
        if 0 < i < count and columns:
            column(sketch, x, spring, bottom, half * 0.85, half * 0.95, shade(colour, 1.15))
        elif 0 < i < count:
            sketch.polygon(box(x + 0.2 * half, x + half, spring, bottom), shade(colour, 0.7))
        near, far = max(x - half * 1.2, left), min(x + half * 1.2, right)
        sketch.polygon(box(near, far, spring - 0.03, spring + 0.02), shade(colour, 1.5))
        sketch.polygon(box(near, far, bottom - 0.05, bottom), shade(colour, 0.75))
    sketch.polygon(box(left - 0.04, right + 0.04, top - 0.03, top + 0.05), shade(colour, 1.4))
    sketch.line([(left - 0.04, top + 0.06), (right + 0.04, top + 0.06)], shade(colour, 0.4), 0.025)


def arches(sketch):
    """An arcade or aqueduct of one to three rows of round or pointed arches."""
    dice = sketch.dice
    colour = dice.pick([dice.earth(), dice.earth(), dice.pale(), dice.vivid()])
    rows, count = dice.pick([1, 1, 2, 2, 3]), dice.whole(2, 5)
    pointed = dice.chance(0.4)
    backing = dice.pick([None, dice.deep(), dice.colour(hue=(0.5, 0.65), saturation=(0.3, 0.8), value=(0.6, 0.95))])
    look = (colour, dice.between(0.22, 0.4), pointed, dice.between(0.9, 1.1), dice.chance(0.5), backing)
    half, high = 0.95, {1: dice.between(0.5, 0.75), 2: 0.78, 3: 0.85}[rows]
    if rows == 1:
        count = min(count, 4)
    shares = np.array({1: [1], 2: [0.45, 0.55], 3: [0.22, 0.36, 0.42]}[rows]) * 2 * high
    tops = -high + np.concatenate([[0], np.cumsum(shares)])
    for row in range(rows):
        times = 2 if row == 0 and rows > 1 and (rows == 3 or dice.chance(0.5)) else 1
        arcade(sketch, -half, half, tops[row], tops[row + 1], count * times, look)


def pagoda_roof(sketch, half, inner, y, rise, lift, colour):
    """A roof that sweeps down from `inner` to upturned eaves at y, with tiles and a bright edge."""
    right = curve((inner, y - rise), (0.55 * half, y - 0.15 * rise), (half, y - lift), 8)
    under = curve((half, y - lift), (0.7 * half, y + 0.03), (0, y + 0.03), 6)
    outline = mirrored(np.concatenate([right, under]))
    sketch.polygon(outline, shade(colour, 0.6))
    sketch.polygon(np.minimum(outline, [0.15 * half, 9]), shade(colour, 1.1))
    for t in np.linspace(-0.85, 0.85, 7):
        sketch.line([(t * inner, y - rise), (t * half * 0.92, y - lift * abs(t) ** 3)], shade(colour, 0.4), 0.014)
    edge = mirrored(under)
    sketch.line(edge, shade(colour, 0.3), 0.05)
    sketch.line(edge, shade(colour, 1.8), 0.02)


def pagoda(sketch):
    """A tower of storeys under curved roofs with upturned corners, and a finial."""
    dice = sketch.dice
    roof = dice.pick([dice.deep(), dice.vivid(), dice.colour(hue=(0.35, 0.6), saturation=(0.3, 0.8), value=(0.3, 0.6))])
    red = dice.colour(hue=(-0.03, 0.05), saturation=(0.7, 0.95), value=(0.6, 0.9))
    wall = dice.pick([red, dice.pale(), dice.earth()])
    post = shade(wall, 0.45)
    storeys, wide, slim = dice.whole(3, 6), dice.between(0.6, 0.95), dice.between(0.35, 0.7)
    lamp = dice.pick([(255, 220, 120), (40, 30, 34)])
    pitch = 1.55 / storeys
    sketch.polygon([(-0.75 * wide, 0.92), (0.75 * wide, 0.92), (0.85 * wide, 1), (-0.85 * wide, 1)], (150, 145, 140))
    for i in range(storeys):
        foot = 0.92 - i * pitch
        half = wide * (1 - slim * i / storeys)
        room, top = 0.55 * half, foot - 0.62 * pitch
        sketch.polygon(box(-room, room, top, foot), wall)
        sketch.polygon(box(0.45 * room, room, top, foot), shade(wall, 0.65))
        for x in (-0.95, -0.35, 0.35, 0.95):
            sketch.polygon(box(x * room - 0.02, x * room + 0.02, top, foot), post)
        for x in (-0.65, 0, 0.65):
            sketch.polygon(box((x - 0.17) * room, (x + 0.17) * room, top + 0.2 * pitch, foot - 0.04), lamp)
        inner = 0.6 * wide * (1 - slim * (i + 1) / storeys) if i < storeys - 1 else 0.03
        rise = (0.62 if i < storeys - 1 else 0.9) * pitch
        pagoda_roof(sketch, half, inner, top + 0.08 * pitch, rise, 0.3 * pitch, roof)
    gold = (225, 180, 70)
    peak = 0.92 - storeys * pitch
    sketch.line([(0, peak + 0.1), (0, -0.98)], gold, 0.035)
    for y in np.linspace(peak, -0.9, 3):
        bead(sketch, 0, y, 0.05, gold)


def castle_tower(sketch, x, half, top, wall, roof):
    """A round tower down to the ground with a battlement, a cone or both, and slits."""
    dice = sketch.dice
    column(sketch, x, top, 1, half, half * 1.08, wall)
    sketch.line([(x - half, top + 0.3), (x + half, top + 0.3)], shade(wall, 0.5), 0.015)
    column(sketch, x, top - 0.06, top + 0.08, half * 1.2, half * 1.2, wall)
    battlement(sketch, x - half * 1.2, x + half * 1.2, top - 0.06, 3, 0.09, wall)
    peak = top - 0.08
    if roof is not None:
        height = dice.between(1.6, 2.8) * half
        column(sketch, x, peak - height, peak, 0.0, half * 1.15, roof)
        sketch.line([(x - half * 1.15, peak), (x + half * 1.15, peak)], shade(roof, 0.35), 0.025)
        peak -= height
    for y in (top + 0.27, top + 0.65):
        window(sketch, x, y, 0.035, 0.13, (30, 26, 36), shade(wall, 0.45), arched=True)
    if dice.chance(0.6) and peak > -0.95:
        pennant(sketch, x, peak + 0.03, 0.22, dice.vivid())


def castle(sketch):
    """A crenellated wall with a gate between two or three towers, with cones and flags."""
    dice = sketch.dice
    wall = dice.pick([dice.earth(), dice.earth(), dice.pale(), dice.colour(saturation=(0.05, 0.4), value=(0.45, 0.8))])
    roof = dice.vivid() if dice.chance(0.75) else None
    half, reach, keep = dice.between(0.15, 0.22), dice.between(0.6, 0.75), dice.chance(0.6)
    high, top = dice.between(0.0, 0.3), dice.between(-0.35, -0.1)
    if keep:
        castle_tower(sketch, 0, half * dice.between(1.1, 1.6), dice.between(-0.55, -0.35), wall, roof)
    battlement(sketch, -reach, reach, high, dice.whole(5, 7), 0.11, wall)
    sketch.polygon(box(-reach, reach, high, 1), wall)
    sketch.polygon(box(-reach, reach, high, high + 0.05), shade(wall, 1.4))
    courses(sketch, -reach, reach, high + 0.05, 1, shade(wall, 0.68), 0.13)
    gate, pointed = dice.between(0.16, 0.24), dice.chance(0.4)
    for size, colour in ((1.25, shade(wall, 0.45)), (1.0, dice.pick([(30, 24, 26), (95, 58, 30)]))):
        w = gate * size
        sketch.polygon([*arch_points(-w, w, 0.65, pointed), (w, 1), (-w, 1)], colour)
    for x in np.linspace(-0.6, 0.6, 4):
        sketch.line([(x * gate, 0.55), (x * gate, 1)], (120, 112, 105), 0.022)
    for y in (0.68, 0.84):
        sketch.line([(-gate, y), (gate, y)], (120, 112, 105), 0.022)
    for side in (-1, 1):
        castle_tower(sketch, side * reach, half, top + dice.between(-0.06, 0.06), wall, roof)


ALL = {
    "daisy": daisy, "rose": rose, "tulip": tulip, "leaf": leaf, "fern": fern, "mushroom": mushroom, "tree": tree,
    "shell": shell, "spiral": spiral, "starfish": starfish, "mandala": mandala, "wheel": wheel, "gear": gear,
    "tower": tower, "arches": arches, "pagoda": pagoda, "castle": castle,
}
"""Name → function(sketch) that draws one within about the unit circle."""
