"""Animals, and what has a face: eyes, heads, birds, fish, insects."""

import numpy as np

from .dice import mix, shade
from .sketch import ellipse_points, mirrored, smooth

WHITE = (250, 250, 246)
BLACK = (14, 12, 16)
SIDES = (-1, 1)
DOT = ellipse_points(0, 0, 1, 1, count=13)[:-1]
"""A circle's corners, for small ones."""


class Pen:
    """Draws the parts of one animal in one manner: shaded, flat, or boldly outlined."""

    def __init__(self, sketch):
        self.sketch, self.dice = sketch, sketch.dice
        self.manner = self.dice.pick(("shaded", "shaded", "flat", "outlined"))
        self.ink = self.dice.colour(saturation=(0.0, 0.6), value=(0.03, 0.17))
        self.width = self.dice.between(0.035, 0.055)
        self.whole = sketch.unit

    def shape(self, points, colour, fur=0.0):
        """A filled outline; `fur` roughens its edge in the shaded manner, by that part of its radius."""
        points = np.asarray(points, float)
        if self.manner != "shaded":
            outlined = self.manner == "outlined"
            rim = (self.width if outlined else 0.025) * self.whole / self.sketch.unit
            self.sketch.polygon(grown(points, rim), self.ink if outlined else shade(colour, 0.6))
            self.sketch.polygon(points, colour)
            return
        middle, light = points.mean(0), np.ptp(points, axis=0) * (-0.16, -0.2)
        for size, factor in ((1.0, 0.6), (0.92, 0.83), (0.78, 1.0), (0.55, 1.14), (0.3, 1.3)):
            layer = middle + (points - middle) * size + light * (1 - size)
            self.sketch.polygon(ragged(self.dice, layer, fur) if fur else layer, shade(colour, factor))

    def blob(self, x, y, rx, ry, colour, angle=0.0, fur=0.0):
        """A filled ellipse."""
        self.shape(ellipse_points(x, y, rx, ry, angle, count=60 if fur else 28), colour, fur)


# MARK: Shared parts


def grown(points, width):
    """The outline, moved outwards by that width."""
    along = np.roll(points, -1, 0) - np.roll(points, 1, 0)
    x, y = points.T
    turn = 1 if np.dot(x, np.roll(y, -1)) > np.dot(y, np.roll(x, -1)) else -1
    across = along[:, ::-1] * (turn, -turn)
    return points + across * (width / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9))


def ragged(dice, points, depth):
    """The outline with its points moved in and out from the middle: tufts."""
    middle = points.mean(0)
    sign = np.where(np.arange(len(points)) % 2, 1.0, -0.4)
    return middle + (points - middle) * (1 + depth * sign * dice.numpy.random(len(points)))[:, None]


def ribbon(points, start, end):
    """The outline of a smooth line through the points that is `start` wide at first and `end` wide at last."""
    return band(smooth(points, closed=False), start, end)


def band(spine, start, end):
    """The outline of a line that is `start` wide at first and `end` wide at last."""
    along = np.gradient(spine, axis=0)
    across = along[:, ::-1] * (-1, 1) / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    half = np.linspace(start / 2, end / 2, len(spine))[:, None]
    return np.concatenate([spine + across * half, (spine - across * half)[::-1]])


def eyeball(pen, x, y, r, iris, pupil="round", white=None, look=(0.0, 0.0)):
    """A round eye; without `white` the iris fills it. Pupils: round, wide, slit, bar."""
    sketch = pen.sketch
    rx, ry = {"round": (0.42, 0.42), "wide": (0.66, 0.66), "slit": (0.2, 0.82), "bar": (0.72, 0.3)}[pupil]
    with sketch.at(x, y, r):
        sketch.circle(0, 0, 1.16, pen.ink)
        if white:
            sketch.circle(0, 0, 1, white)
        with sketch.at(*look, scale=0.7 if white else 1.0):
            sketch.circle(0, 0, 1, shade(iris, 0.6))
            sketch.circle(0.06, 0.1, 0.82, iris)
            sketch.ellipse(0.1, 0.35, 0.55, 0.4, shade(iris, 1.4))
            sketch.ellipse(0, 0, rx, ry, BLACK)
        sketch.polygon(DOT * 0.26 - (0.32, 0.36), WHITE)
        if r > 0.16:
            sketch.polygon(DOT * 0.11 + (0.3, 0.34), WHITE)


def eye_pair(pen, turn, y, apart, r, iris, pupil="round", white=None):
    """Two eyes that look the same way."""
    look = (pen.dice.between(-0.22, 0.22), pen.dice.between(-0.15, 0.2)) if white else (0.0, 0.0)
    for side in SIDES:
        eyeball(pen, turn + side * apart, y, r, iris, pupil, white, look)


def nose(pen, x, y, rx, ry, colour):
    """A mammal's nose: a rounded triangle with nostrils and gloss."""
    half = [(0, -0.75), (0.75, -0.8), (1, -0.2), (0.45, 0.65), (0, 1)]
    with pen.sketch.at(x, y, rx, squash=ry / rx):
        pen.sketch.polygon(smooth(mirrored(half)) * 1.12, shade(colour, 0.5))
        pen.sketch.polygon(smooth(mirrored(half)), colour)
        for side in SIDES:
            pen.sketch.ellipse(side * 0.45, 0.12, 0.2, 0.24, shade(colour, 0.3))
        pen.sketch.ellipse(-0.15, -0.5, 0.4, 0.16, shade(colour, 2.2))


def snout_mouth(pen, x, y, width, drop, line=0.03):
    """The mouth under a nose: a stem that parts into two curves."""
    pen.sketch.line([(x, y), (x, y + drop * 0.5)], pen.ink, line)
    for side in SIDES:
        pen.sketch.arc(x + side * width / 2, y + drop * 0.5, width / 2, drop * 0.6, 0, np.pi, pen.ink, line)


def tongue(pen, x, y, width, length):
    """A hanging tongue."""
    pen.blob(x, y + length * 0.4, width, length * 0.6, (226, 92, 112))
    pen.sketch.line([(x, y), (x, y + length * 0.6)], (160, 44, 66), 0.03)


def ears(pen, turn, x, y, points, colour, inner, fur=0.0):
    """Two ears of the outline `points` (right ear, from its base at the origin) with a lining."""
    points = np.asarray(points, float)
    for side in SIDES:
        with pen.sketch.at(turn * 0.4 + side * x, y, flip=side < 0):
            pen.shape(points, colour, fur)
            pen.sketch.polygon(points.mean(0) + (points - points.mean(0)) * 0.58 + (0, 0.03), inner)


def coat(dice):
    """A mammal's fur colour, seldom a fantastic one."""
    if dice.chance(0.1):
        return dice.vivid()
    return dice.near(
        dice.pick(((205, 130, 60), (130, 84, 48), (70, 60, 56), (230, 212, 186), (150, 146, 146), (222, 176, 112))), 12)


# MARK: Eyes and faces


def iris_disc(pen, x, y, r, colour, pupil):
    """A large iris: a dark rim, rays, a ring about the pupil, the pupil and its lights."""
    sketch, dice = pen.sketch, pen.dice
    ring = mix(colour, dice.pick(((240, 200, 80), (250, 240, 200), (60, 40, 30))), 0.6)
    with sketch.at(x, y, r):
        sketch.circle(0, 0, 1, shade(colour, 0.3))
        sketch.circle(0, 0, 0.88, shade(colour, 0.8))
        sketch.ellipse(0, 0.3, 0.62, 0.5, shade(colour, 1.35))
        for angle in np.linspace(0, 2 * np.pi, 26, endpoint=False) + dice.between(0, 1):
            c, s = np.cos(angle), np.sin(angle)
            tone = shade(colour, dice.between(0.5, 1.9))
            sketch.line([(0.35 * c, 0.35 * s), (0.84 * c, 0.84 * s)], tone, 0.06)
        rx, ry = (dice.between(0.1, 0.24), 0.88) if pupil == "slit" else (dice.between(0.32, 0.52),) * 2
        sketch.ellipse(0, 0, rx + 0.1, min(ry + 0.1, 0.92), ring)
        sketch.ellipse(0, 0, rx, ry, BLACK)
        sketch.circle(-0.3, -0.32, dice.between(0.15, 0.24), WHITE)
        sketch.circle(0.34, 0.34, 0.09, WHITE)


def eye(sketch):
    """One eye with lids and lashes, a person's or a beast's."""
    pen, dice = Pen(sketch), sketch.dice
    beast = dice.chance(0.35)
    pupil = "slit" if beast and dice.chance(0.7) else "round"
    skin = dice.colour(saturation=(0.3, 0.9), value=(0.2, 0.7)) if beast else dice.near(
        dice.pick(((244, 204, 178), (222, 168, 130), (150, 98, 66), (92, 58, 42))), 12)
    iris = dice.colour(hue=(0.08, 0.4), saturation=(0.7, 1), value=(0.6, 1)) if beast else dice.pick(
        ((70, 130, 210), (80, 150, 80), (120, 72, 34), (130, 150, 160), (60, 170, 170), dice.vivid()))
    top, bottom, tilt = dice.between(0.42, 0.72), dice.between(0.3, 0.52), dice.between(-0.1, 0.14)
    bend = dice.between(-0.2, 0.2)
    if beast:
        top, bottom = top + 0.1, bottom + 0.14
    upper = smooth([(-0.95, tilt), (-0.55, -top * 0.72), (bend, -top), (0.58, -top * 0.66), (0.95, -tilt)],
                   closed=False)
    lower = smooth([(0.95, -tilt), (0.55, bottom * 0.75), (-bend, bottom), (-0.55, bottom * 0.7), (-0.95, tilt)],
                   closed=False)
    opening = np.concatenate([upper, lower])
    with sketch.at(flip=dice.chance(0.5)):
        if dice.chance(0.75):
            pen.blob(0, -0.05, 1.08, 0.92, skin, fur=0.06 if beast else 0.0)
            sketch.polygon(opening * 1.13, shade(skin, 0.62))
        with sketch.inside(opening):
            sketch.polygon(opening, shade(iris, 0.55) if beast else (206, 200, 204))
            if not beast:
                sketch.ellipse(0, 0.05, 0.85, 0.4, WHITE)
                sketch.circle(-0.93, tilt, 0.12, (226, 138, 130))
            iris_disc(pen, dice.between(-0.2, 0.2), -0.04, dice.between(0.55, 0.7) if beast else 0.46, iris, pupil)
            sketch.line(upper + (0, 0.06), mix(BLACK, shade(iris, 0.4), 0.4), 0.07)
        sketch.line(lower, shade(skin, 0.35), 0.04)
        sketch.line(upper, BLACK, dice.between(0.06, 0.11))
        sketch.line(upper * (0.95, 1.0) + (0, -0.17), shade(skin, 0.55), 0.03)
        if not beast or dice.chance(0.3):
            lashes(pen, upper, lower)
        if not beast and dice.chance(0.6):
            hair = dice.pick((BLACK, (70, 44, 26), (150, 104, 50)))
            rise = dice.between(0.84, 0.96)
            sketch.polygon(ribbon([(-0.85, -rise + 0.2), (-0.3, -rise), (0.35, -rise), (0.95, -rise + 0.3)], 0.2, 0.04),
                           hair)


def lashes(pen, upper, lower):
    """Curved lashes along both lids."""
    length = pen.dice.between(0.2, 0.36)
    for lid, reach, count in ((upper, length, pen.dice.whole(7, 10)), (lower, -length * 0.4, 6)):
        for i in np.linspace(3, len(lid) - 4, count).astype(int):
            x, y = lid[i]
            lean = 0.9 * abs(reach) * x
            pen.sketch.polygon(smooth([(x - 0.035, y), (x + lean * 0.3, y - reach * 0.6), (x + lean, y - reach),
                                       (x + lean * 0.3 + 0.04, y - reach * 0.5), (x + 0.035, y)], per_side=3), BLACK)


def cat(sketch):
    """A cat's face."""
    pen, dice = Pen(sketch), sketch.dice
    fur, turn = coat(dice), dice.between(-0.12, 0.12)
    kind = dice.pick(("tabby", "tabby", "siamese", "white muzzle", "patches", "plain"))
    if kind == "siamese":
        fur = dice.near((236, 216, 188), 8)
    fur = (244, 240, 232) if kind == "patches" else fur
    mark = shade(fur, 0.42) if sum(fur) > 260 else shade(fur, 1.7)
    spread = dice.between(0.5, 0.6)
    ear = smooth([(-0.36, 0.2), (-0.1, -0.4), (0.2, -0.72), (0.33, -0.2), (0.3, 0.35)])
    ears(pen, turn, spread, -0.34, ear, mark if kind == "siamese" else fur, (230, 150, 150))
    half = [(0, -0.66), (0.45, -0.62), (0.82, -0.25), (0.93, 0.15), (0.72, 0.58), (0.35, 0.82), (0, 0.86)]
    head = smooth(mirrored(half), per_side=5)
    pen.shape(head, fur, fur=0.07)
    if kind == "siamese":
        sketch.ellipse(turn, 0.25, 0.5, 0.56, mix(mark, fur, 0.25))
    if kind == "patches":
        sketch.ellipse(turn + 0.48, -0.2, 0.38, 0.42, (50, 42, 40), 0.4)
        sketch.ellipse(turn - 0.5, -0.32, 0.26, 0.28, (196, 104, 40))
    if kind == "tabby":
        for x, y in ((-0.22, -0.56), (0, -0.6), (0.22, -0.56)):
            sketch.polygon(ribbon([(x + turn, y), (x * 0.7 + turn, y + 0.34)], 0.12, 0.03), mark)
        for side in SIDES:
            for y in (0.06, 0.26, 0.46):
                sketch.polygon(ribbon([(side * (0.9 - y * 0.3), y), (side * 0.6, y + 0.03)], 0.1, 0.02), mark)
    iris = dice.near(dice.pick(((240, 200, 40), (120, 200, 70), (90, 180, 240), (230, 140, 30))), 14)
    if kind == "siamese":
        iris = (80, 170, 245)
    eye_pair(pen, turn, -0.08, dice.between(0.36, 0.42), dice.between(0.2, 0.27), iris,
             dice.pick(("slit", "slit", "wide")))
    light = mark if kind == "siamese" else mix(fur, WHITE, 1.0 if kind == "white muzzle" else 0.6)
    for side in SIDES:
        pen.blob(turn * 1.3 + side * 0.19, 0.47, 0.24, 0.19, light)
    nose(pen, turn * 1.4, 0.3, 0.14, 0.11, dice.pick(((232, 120, 130), (200, 100, 96), (60, 44, 48))))
    snout_mouth(pen, turn * 1.4, 0.4, 0.26, 0.16)
    whisker = WHITE if sum(fur) < 380 else pen.ink
    for side in SIDES:
        for tilt in (-0.18, 0.0, 0.18):
            start = (turn + side * 0.28, 0.46 + tilt * 0.3)
            sketch.line(smooth([start, (side * 0.72, 0.4 + tilt), (side * 1.12, 0.47 + tilt * 1.9)], closed=False),
                        whisker, 0.022)


def dog(sketch):
    """A dog's face of some breed."""
    pen, dice = Pen(sketch), sketch.dice
    breed = dice.pick(("hound", "hound", "husky", "spaniel", "terrier", "pug"))
    fur, turn = coat(dice), dice.between(-0.12, 0.12)
    if breed == "pug":
        fur = dice.near((222, 184, 134), 10)
    if breed == "husky":
        fur = dice.near(dice.pick(((90, 94, 104), (60, 56, 58), (176, 112, 60))), 10)
    dark = shade(fur, 0.5)
    wide = {"pug": 0.82, "husky": 0.72, "terrier": 0.66}.get(breed, 0.64)
    if breed in ("husky", "terrier"):
        ears(pen, turn, 0.42, -0.42, smooth([(-0.3, 0.2), (-0.08, -0.35), (0.16, -0.6), (0.3, -0.1), (0.26, 0.3)]), fur,
             (214, 160, 150))
    half = [(0, -0.8), (wide * 0.6, -0.74), (wide, -0.3), (wide * 0.95, 0.15), (wide * 0.7, 0.6), (0.3, 0.88),
            (0, 0.92)]
    pen.shape(smooth(mirrored(half), per_side=5), fur, fur=0.1 if breed in ("husky", "terrier") else 0.03)
    pale = dice.pick((WHITE, mix(fur, WHITE, 0.7), (214, 160, 96)))
    if breed == "husky":
        for side in SIDES:
            sketch.ellipse(turn + side * 0.32, 0.05, 0.3, 0.42, WHITE, side * 0.5)
    elif breed == "hound" and dice.chance(0.6):
        sketch.polygon(smooth([(turn, -0.82), (turn + 0.13, -0.2), (turn + 0.2, 0.3), (turn - 0.2, 0.3),
                               (turn - 0.13, -0.2)]), pale)
    elif breed != "pug" and dice.chance(0.5):
        side = dice.sign()
        sketch.ellipse(turn + side * 0.32, -0.2, 0.28, 0.34, dice.pick((WHITE, dark, (90, 50, 26))), side * 0.4)
    if breed in ("hound", "spaniel", "pug"):
        drop = {"hound": 1.0, "spaniel": 1.3, "pug": 0.6}[breed]
        ear = smooth([(-0.16, -0.1), (0.14, -0.14), (0.34, 0.3 * drop), (0.28, 0.85 * drop), (0.02, 0.9 * drop),
                      (-0.08, 0.4 * drop)])
        tone = dice.pick((dark, shade(fur, 0.7), (120, 66, 34)))
        for side in SIDES:
            with sketch.at(turn * 0.4 + side * wide * 0.92, -0.48, flip=side < 0):
                pen.shape(ear, tone if breed != "pug" else (50, 40, 38), fur=0.12 if breed == "spaniel" else 0.0)
    iris = (110, 180, 240) if breed == "husky" and dice.chance(0.7) else dice.near((110, 62, 26), 14)
    eye_pair(pen, turn, -0.17, 0.34, dice.between(0.13, 0.18), iris, "round" if breed == "husky" else "wide",
             WHITE if pen.manner != "shaded" or breed == "pug" else None)
    if breed != "pug" and dice.chance(0.5):
        for side in SIDES:
            sketch.ellipse(turn + side * 0.32, -0.42, 0.13, 0.07, pale, side * 0.3)
    muzzle = (58, 46, 44) if breed == "pug" else pale
    if dice.chance(0.55):
        sketch.ellipse(turn * 1.6, 0.66, 0.26, 0.2, (70, 16, 24))
        tongue(pen, turn * 1.6, 0.66, 0.15, dice.between(0.3, 0.42))
    for side in SIDES:
        pen.blob(turn * 1.6 + side * 0.2, 0.48, 0.29, 0.24, muzzle, side * 0.35, 0.05 if breed == "terrier" else 0.0)
    if breed != "pug":
        sketch.ellipse(turn * 1.5, 0.26, 0.2, 0.28, muzzle)
    nose(pen, turn * 1.8, 0.27, dice.between(0.19, 0.25), dice.between(0.15, 0.18), (34, 28, 32))
    snout_mouth(pen, turn * 1.8, 0.44, 0.4, 0.18, 0.035)


def owl(sketch):
    """An owl that looks at us."""
    pen, dice = Pen(sketch), sketch.dice
    kind = dice.pick(("horned", "horned", "barn", "little"))
    fur = dice.near(dice.pick(((150, 100, 58), (120, 110, 104), (190, 140, 80), (232, 228, 220), (90, 66, 50))), 12)
    fur = dice.vivid() if dice.chance(0.15) else fur
    pale, turn = mix(fur, WHITE, 0.7), dice.between(-0.08, 0.08)
    pen.shape(smooth(mirrored([(0, -0.4), (0.5, -0.3), (0.7, 0.2), (0.52, 0.75), (0.2, 0.98), (0, 1)])), fur, 0.03)
    sketch.ellipse(0, 0.45, 0.46, 0.48, pale)
    for row in range(4):
        for k in range(4 + row % 2):
            x, y = (k - (3 + row % 2) / 2) * 0.2, 0.2 + row * 0.19
            sketch.line([(x - 0.08, y - 0.03), (x, y + 0.08), (x + 0.08, y - 0.03)], shade(fur, 0.5), 0.045)
    for side in SIDES:
        with sketch.at(side * 0.62, 0.3, flip=side < 0, angle=side * 0.1):
            pen.shape(smooth([(-0.1, -0.4), (0.16, -0.2), (0.18, 0.25), (-0.08, 0.62), (-0.16, 0.2)]), shade(fur, 0.65))
        for toe in (-0.09, 0.0, 0.09):
            sketch.ellipse(side * 0.22 + toe, 0.98, 0.045, 0.09, (236, 170, 50))
    if kind == "horned":
        ears(pen, turn, 0.42, -0.68, [(-0.26, 0.1), (0.24, -0.36), (0.22, 0.22)], shade(fur, 0.7), shade(fur, 0.45))
    pen.blob(turn * 0.5, -0.42, 0.74, 0.54, fur, fur=0.06)
    if kind == "barn":
        heart = [(0, -0.62), (0.3, -0.86), (0.62, -0.6), (0.5, -0.2), (0, 0.12)]
        sketch.polygon(smooth(mirrored(heart)) * 1.06 + (turn, 0), shade(fur, 0.5))
        sketch.polygon(smooth(mirrored(heart)) + (turn, 0), WHITE)
    else:
        for side in SIDES:
            sketch.circle(turn + side * 0.33, -0.43, 0.37, shade(fur, 0.5))
            sketch.circle(turn + side * 0.33, -0.43, 0.33, pale)
            for a in np.linspace(0, 2 * np.pi, 14, endpoint=False):
                c, s = np.cos(a), np.sin(a)
                x = turn + side * 0.33
                sketch.line([(x + 0.22 * c, -0.43 + 0.22 * s), (x + 0.32 * c, -0.43 + 0.32 * s)], shade(fur, 0.8), 0.03)
        for side in SIDES:
            sketch.polygon(ribbon([(turn, -0.5), (turn + side * 0.3, -0.78), (turn + side * 0.6, -0.88)], 0.1, 0.04),
                           shade(fur, 0.4))
    iris = (60, 40, 30) if kind == "barn" else dice.near(dice.pick(((250, 200, 30), (245, 130, 20), (240, 230, 70))),
                                                         10)
    eye_pair(pen, turn, -0.43, 0.31, 0.16 if kind == "barn" else dice.between(0.2, 0.25), iris,
             dice.pick(("round", "wide")))
    beak = smooth([(turn - 0.1, -0.32), (turn, -0.4), (turn + 0.1, -0.32), (turn, -0.02)])
    pen.shape(beak, dice.pick(((240, 170, 50), (80, 76, 70), (226, 200, 130))))


def monkey(sketch):
    """A monkey's face: a pale heart in dark fur, round ears."""
    pen, dice = Pen(sketch), sketch.dice
    fur = dice.vivid() if dice.chance(0.1) else dice.near(
        dice.pick(((104, 62, 34), (70, 50, 40), (150, 92, 44), (44, 40, 42), (190, 150, 90), (120, 110, 104))), 10)
    skin = dice.near(dice.pick(((240, 200, 160), (226, 170, 130), (236, 180, 170), (200, 150, 110))), 8)
    if sum(fur) > 300 and dice.chance(0.5):
        skin = dice.near((84, 60, 54), 8)
    turn, smile = dice.between(-0.1, 0.1), dice.chance(0.65)
    size = dice.between(0.25, 0.34)
    ears(pen, turn, 0.8, -0.12, ellipse_points(0, 0, size, size * 1.1), fur, skin)
    if dice.chance(0.5):
        for angle in (-0.5, 0.0, 0.5):
            with sketch.at(0, -0.78, angle=angle):
                pen.shape(smooth([(-0.1, 0.1), (0, -0.26), (0.1, 0.1)]), fur)
    pen.blob(0, -0.06, 0.8, 0.84, fur, fur=0.07)
    heart = [(0, -0.36), (0.2, -0.52), (0.48, -0.46), (0.58, -0.14), (0.46, 0.1), (0.6, 0.4), (0.42, 0.74), (0, 0.84)]
    pen.shape(smooth(mirrored(heart)) + (turn, 0), skin)
    pen.blob(turn * 1.3, 0.47, 0.5, 0.34, shade(skin, 1.15))
    eye_pair(pen, turn, -0.14, 0.26, dice.between(0.13, 0.18), dice.near((110, 60, 24), 12), "wide",
             dice.pick((None, WHITE)))
    for side in SIDES:
        sketch.ellipse(turn * 1.4 + side * 0.08, 0.24, 0.055, 0.04, shade(skin, 0.25), side * 0.5)
        sketch.arc(turn + side * 0.26, -0.2, 0.22, 0.2, -2.6, -0.5, shade(skin, 0.45), 0.05)
    if smile:
        sketch.arc(turn * 1.4, 0.38, 0.36, 0.26, 0.15, np.pi - 0.15, (70, 20, 24), 0.055)
    else:
        sketch.ellipse(turn * 1.4, 0.55, 0.24, dice.between(0.08, 0.16), (90, 20, 30))
        sketch.ellipse(turn * 1.4, 0.5, 0.2, 0.05, WHITE)


def bear(sketch):
    """A bear's face: brown, black, polar or panda."""
    pen, dice = Pen(sketch), sketch.dice
    kind = dice.pick(("brown", "brown", "black", "polar", "panda", "panda"))
    fur = dice.near({"brown": (142, 92, 52), "black": (50, 44, 46), "polar": (238, 232, 218),
                     "panda": (246, 244, 240)}[kind],
                    16 if kind == "brown" else 5)
    if kind == "brown" and dice.chance(0.2):
        fur = dice.vivid()
    turn, size = dice.between(-0.12, 0.12), dice.between(0.26, 0.33)
    black = (30, 28, 32)
    ears(pen, turn, 0.6, -0.6, ellipse_points(0, 0, size, size, count=30), black if kind == "panda" else fur,
         black if kind == "panda" else mix(fur, (150, 90, 80), 0.5), fur=0.06)
    pen.shape(smooth(mirrored([(0, -0.76), (0.5, -0.7), (0.84, -0.25), (0.92, 0.25), (0.6, 0.72), (0, 0.86)])), fur,
              0.06)
    if kind == "panda":
        for side in SIDES:
            sketch.ellipse(turn + side * 0.38, -0.06, 0.2, 0.29, black, side * 0.55)
    muzzle = {"polar": mix(fur, WHITE, 0.6), "panda": WHITE, "black": (190, 140, 90)}.get(kind,
        mix(fur, (250, 226, 190), 0.65))
    eye_pair(pen, turn, -0.1, dice.between(0.32, 0.38), dice.between(0.085, 0.12), (80, 48, 24), "wide",
             WHITE if pen.manner == "flat" or kind == "panda" and dice.chance(0.6) else None)
    pen.blob(turn * 1.4, 0.4, dice.between(0.38, 0.46), 0.36, muzzle, fur=0.03)
    if dice.chance(0.3):
        sketch.ellipse(turn * 1.6, 0.6, 0.2, 0.12, (120, 24, 34))
        sketch.ellipse(turn * 1.6, 0.66, 0.13, 0.06, (230, 100, 116))
    nose(pen, turn * 1.7, 0.22, 0.2, 0.14, (32, 26, 28))
    snout_mouth(pen, turn * 1.7, 0.36, 0.28, 0.16, 0.035)


def mask(sketch):
    """A carved or painted mask."""
    pen, dice = Pen(sketch), sketch.dice
    face = dice.pick((dice.earth(), dice.vivid(), (120, 66, 34), (240, 234, 220), (214, 170, 60)))
    accents = [dice.vivid(), dice.pick((WHITE, (220, 40, 30), (240, 190, 30))), dice.vivid()]
    wide, chin = dice.between(0.58, 0.78), dice.between(0.15, 0.5)
    crest = dice.pick(("rays", "feathers", "horns", "none", "none"))
    if crest in ("rays", "feathers"):
        count = dice.whole(9, 15)
        for i, a in enumerate(np.linspace(-2.9, -0.24, count)):
            with sketch.at(0, -0.1, angle=a + np.pi / 2):
                long = dice.between(1.0, 1.1)
                plume = [(-0.13, -0.5), (0, -long), (0.13, -0.5)]
                pen.shape(plume if crest == "rays" else smooth([(-0.1, -0.4), (-0.1, -long + 0.1), (0.1, -long + 0.1),
                                                                (0.1, -0.4)]),
                          accents[i % 3])
    if crest == "horns":
        for side in SIDES:
            pen.shape(ribbon([(side * 0.4, -0.55), (side * 0.85, -0.6), (side * 0.92, -1.02)], 0.3, 0.03), accents[1])
    outline = smooth(mirrored([(0, -0.9), (wide * 0.7, -0.8), (wide, -0.3), (wide * 0.92, 0.3), (chin + 0.1, 0.82),
                               (0, 0.98)]))
    pen.shape(outline, face)
    paint(pen, outline, accents)
    line, socket = shade(face, 0.3), dice.pick((BLACK, WHITE, accents[2]))
    high = dice.between(0.14, 0.24)
    tilt = dice.between(-0.35, 0.35)
    form = dice.pick(("almond", "round", "slit"))
    for side in SIDES:
        with sketch.at(side * 0.31, -0.2, flip=side < 0, angle=side * tilt):
            if form == "round":
                eyeball(pen, 0, 0, high, accents[0], white=WHITE)
            else:
                lens = smooth([(-0.25, 0), (0, -high * (1 if form == "almond" else 0.5)), (0.25, 0), (0, high * 0.6)])
                sketch.polygon(lens * 1.35, line)
                sketch.polygon(lens, socket)
                sketch.circle(0, 0, high * 0.45, BLACK if socket != BLACK else WHITE)
            sketch.polygon(ribbon([(-0.27, -high - 0.06), (0, -high - 0.2), (0.3, -high - 0.04)], 0.13, 0.06), line)
    flare = dice.between(0.12, 0.24)
    pen.shape(smooth(mirrored([(0, -0.32), (0.06, -0.2), (flare * 0.7, 0.16), (flare, 0.28), (0, 0.34)])),
              shade(face, 1.25))
    for side in SIDES:
        sketch.circle(side * flare * 0.5, 0.28, 0.035, BLACK)
    mask_mouth(pen, line, dice.pick(((200, 30, 40), (70, 20, 24), accents[0])))


def paint(pen, outline, colours):
    """Stripes, dots or a painted half on a mask."""
    sketch, dice = pen.sketch, pen.dice
    kind = dice.pick(("stripes", "dots", "half", "brow", "chevrons"))
    with sketch.inside(outline * 0.93):
        for side in SIDES:
            for k in range(3):
                y = 0.12 + k * 0.2
                if kind == "stripes":
                    sketch.line([(side * 0.36, y), (side * 0.9, y - 0.14)], colours[k], 0.09)
                if kind == "dots":
                    sketch.circle(side * (0.5 - k * 0.08), 0.1 + k * 0.22, 0.08, colours[k])
                if kind == "chevrons":
                    sketch.line([(0, -0.5 - k * 0.14), (side * 0.7, -0.74 - k * 0.14)], colours[k], 0.08)
        if kind == "half":
            sketch.polygon([(0, -1), (1, -1), (1, 1), (0, 1)], colours[0])
        if kind == "brow":
            sketch.polygon([(-1, -1), (1, -1), (1, -0.5), (0, -0.3), (-1, -0.5)], colours[1])
            sketch.circle(0, -0.66, 0.12, colours[0])


def mask_mouth(pen, line, lips):
    """A mask's mouth: teeth, a smile, sorrow or a cry."""
    sketch, dice = pen.sketch, pen.dice
    kind = dice.pick(("teeth", "smile", "sorrow", "cry"))
    if kind == "cry":
        sketch.ellipse(0, 0.64, 0.2, 0.2, lips)
        sketch.ellipse(0, 0.64, 0.12, 0.13, BLACK)
    elif kind == "teeth":
        sketch.polygon(smooth(mirrored([(0, 0.46), (0.3, 0.48), (0.36, 0.62), (0.28, 0.78), (0, 0.8)])), lips)
        sketch.polygon([(-0.26, 0.54), (0.26, 0.54), (0.24, 0.73), (-0.24, 0.73)], WHITE)
        sketch.line([(-0.26, 0.635), (0.26, 0.635)], BLACK, 0.03)
        for x in (-0.16, -0.05, 0.05, 0.16):
            sketch.line([(x, 0.54), (x, 0.73)], BLACK, 0.03)
    else:
        bend = 1 if kind == "smile" else -1
        crescent = smooth([(-0.4, 0), (0, 0.14), (0.4, 0), (0.2, 0.26), (0, 0.32), (-0.2, 0.26)]) * (1, bend)
        with sketch.at(0, 0.5 if bend > 0 else 0.76):
            sketch.polygon(crescent, BLACK)
            sketch.line(crescent, lips, 0.05, closed=True)


# MARK: Birds


def bird(sketch):
    """A bird from the side: a parrot, a songbird, a toucan."""
    pen, dice = Pen(sketch), sketch.dice
    kind = dice.pick(("parrot", "parrot", "song", "song", "toucan"))
    body = dice.vivid() if kind == "parrot" or dice.chance(0.4) else dice.earth()
    body = (40, 38, 48) if kind == "toucan" else body
    wing, breast = dice.pick((dice.vivid(), shade(body, 0.6))), dice.pick(((230, 80, 40), (250, 220, 90), WHITE,
                                                                           dice.vivid()))
    long = dice.between(0.75, 0.95) if kind == "parrot" else dice.between(0.4, 0.6)
    tilt = -0.45 if kind == "parrot" else dice.between(-0.2, 0.1)
    with sketch.at(0.0, -0.02, flip=dice.chance(0.5)), sketch.at(angle=tilt):
        for k in (-1, 0, 1):
            with sketch.at(-0.4, 0.3, angle=0.16 * k - (0.5 if kind == "parrot" else -0.2)):
                plume = smooth([(0.1, -0.09), (-long * 0.6, -0.11), (-long, 0.0), (-long * 0.6, 0.11), (0.1, 0.09)])
                pen.shape(plume, shade((wing, body)[k % 2], 0.8))
        for x in (-0.08, 0.16):
            sketch.line([(x, 0.5), (x + 0.03, 0.86), (x + 0.16, 0.92)], (120, 84, 50), 0.06)
            sketch.line([(x + 0.03, 0.86), (x - 0.1, 0.92)], (120, 84, 50), 0.05)
        torso = smooth([(-0.62, 0.38), (-0.3, -0.2), (0.1, -0.5), (0.5, -0.4), (0.56, 0.1), (0.3, 0.52), (-0.2, 0.6)])
        pen.shape(torso, body)
        with sketch.inside(torso):
            sketch.ellipse(0.5, 0.2, 0.34, 0.55, breast, 0.3)
        with sketch.at(0.0 if kind == "song" else 0.08):
            beak(pen, kind)
        pen.blob(0.42, -0.52, 0.36, 0.34, dice.pick((body, body, dice.vivid())) if kind != "toucan" else body)
        if kind == "toucan":
            sketch.ellipse(0.52, -0.34, 0.24, 0.24, WHITE)
        if dice.chance(0.3):
            for a in (-0.9, -0.5, -0.1):
                with sketch.at(0.36, -0.8, angle=a):
                    pen.shape(smooth([(-0.07, 0.1), (0, -0.28), (0.07, 0.1)]), wing)
        if kind == "parrot":
            sketch.ellipse(0.54, -0.5, 0.19, 0.17, WHITE)
        eyeball(pen, 0.53, -0.56, dice.between(0.08, 0.11), dice.pick(((240, 190, 40), (70, 40, 20))), "wide")
        folded_wing(pen, wing)


def beak(pen, kind):
    """A beak at the right of a bird's head: hooked, large or small."""
    colour = pen.dice.pick(((245, 170, 40), (60, 56, 60), (226, 206, 170)))
    if kind == "parrot":
        pen.shape(smooth([(0.62, -0.3), (0.8, -0.28), (0.84, -0.12), (0.66, -0.14)]), shade(colour, 0.6))
        pen.shape(smooth([(0.62, -0.7), (0.86, -0.66), (1.0, -0.42), (0.92, -0.1), (0.84, -0.34), (0.64, -0.32)]),
                  colour)
    elif kind == "toucan":
        bill = smooth([(0.6, -0.72), (0.88, -0.74), (1.08, -0.56), (1.12, -0.28), (0.96, -0.36), (0.64, -0.36)])
        pen.shape(bill, (250, 160, 30))
        pen.sketch.polygon(bill[-20:] * 0.98, (220, 60, 40))
        pen.sketch.ellipse(1.08, -0.4, 0.06, 0.12, BLACK, 0.3)
    else:
        length = pen.dice.between(0.95, 1.2)
        pen.shape([(0.68, -0.64), (length, -0.46), (0.66, -0.38)], colour)
        pen.sketch.line([(0.68, -0.5), (length, -0.46)], shade(colour, 0.4), 0.03)


def folded_wing(pen, colour):
    """A wing on a bird's flank: rows of feathers from the tip to the shoulder."""
    second = pen.dice.vivid()
    tones = (shade(colour, 0.55), mix(colour, second, 0.5), shade(colour, 1.2))
    for row, (reach, tone) in enumerate(zip((0.85, 0.62, 0.36), tones)):
        for k in range(4):
            with pen.sketch.at(0.16 - 0.04 * row, -0.14 + 0.09 * k, angle=-0.62 + 0.17 * k):
                long = reach * (1 - 0.1 * k)
                pen.shape(smooth([(0.06, -0.08), (-long * 0.7, -0.1), (-long, 0.02), (-long * 0.6, 0.1), (0.06, 0.08)]),
                          tone)


def peacock(sketch):
    """A peacock with its tail spread."""
    pen, dice = Pen(sketch), sketch.dice
    leaf, ring, blue, core = (40, 130, 60), (190, 130, 50), (40, 190, 200), (24, 28, 120)
    body = dice.near((24, 70, 200), 14)
    if dice.chance(0.4):
        leaf, ring, blue, core = dice.vivid(), dice.pale(), dice.vivid(), dice.deep()
        body = dice.pick((dice.vivid(), WHITE))
    leaf = dice.near(leaf, 14)
    fan(pen, dice.between(1.1, 1.9), dice.between(0.98, 1.12), dice.whole(7, 11), (leaf, ring, blue, core))
    with sketch.at(0, 0.0, flip=dice.chance(0.5)):
        for x in (-0.1, 0.1):
            sketch.line([(x, 0.7), (x, 0.98), (x + 0.1, 1.0)], (150, 120, 80), 0.05)
        pen.shape(smooth([(-0.12, -0.2), (0.08, -0.22), (0.14, 0.1), (0.3, 0.4), (0.22, 0.8), (-0.2, 0.82),
                          (-0.3, 0.45), (-0.14, 0.1)]),
                  body)
        for x in (-0.12, 0.0, 0.12):
            sketch.line([(0, -0.3), (x, -0.52)], shade(body, 0.5), 0.025)
            sketch.circle(x, -0.54, 0.04, blue)
        pen.shape([(0.1, -0.32), (0.36, -0.2), (0.1, -0.18)], (240, 190, 70))
        pen.blob(0.02, -0.25, 0.16, 0.15, body)
        sketch.ellipse(0.07, -0.27, 0.09, 0.07, WHITE)
        sketch.circle(0.08, -0.27, 0.045, BLACK)


def fan(pen, half, size, count, colours):
    """A peacock's tail over (0, 0.35), to `half` radians either side: rings of feathers that end in eyes."""
    sketch = pen.sketch
    leaf, ring, blue, core = colours
    back = ellipse_points(0, 0.35, size * 0.95, size * 0.98, 0, -np.pi / 2 - half, -np.pi / 2 + half)
    sketch.polygon(np.concatenate([[(0, 0.5)], back]), shade(leaf, 0.45))
    wide = min(0.16, 1.1 * half / count)
    rings = (
        (shade(leaf, 1.15), (1.0, 1.35), 0.04), (ring, (0.76, 0.95), 0.0), (blue, (0.56, 0.66), 0.02),
        (core, (0.34, 0.38), 0.035))
    parts = [(colour, DOT * radii * wide + (0, drop)) for colour, radii, drop in rings]
    for reach, shift in ((1.0, 0.0), (0.76, 0.5), (0.52, 0.0)):
        steps = (np.arange(count + (shift == 0)) + shift) / count * 2 - 1
        for a in steps * half:
            with sketch.at(0, 0.35, angle=a):
                sketch.line([(0, -0.2), (0, -reach * size)], shade(leaf, 1.5), 0.025)
                for colour, points in parts:
                    sketch.polygon(points - (0, reach * size), colour)


# MARK: Water and garden


def fish(sketch):
    """A fish from the side."""
    pen, dice = Pen(sketch), sketch.dice
    body, fin, mark = dice.vivid(), dice.vivid(), dice.pick((WHITE, dice.vivid(), dice.deep()))
    tall = dice.pick((dice.between(0.34, 0.45), dice.between(0.48, 0.62), dice.between(0.62, 0.75)))
    if dice.chance(0.2):
        body, fin, mark = (250, 120, 20), (250, 150, 30), WHITE
    with sketch.at(flip=dice.chance(0.5)):
        spread = dice.between(0.35, 0.6)
        tail = smooth([(-0.5, -0.08), (-0.8, -spread), (-1.02, -spread), (-0.84, 0), (-1.02, spread), (-0.8, spread),
                       (-0.5, 0.08)])
        pen.shape(tail, fin)
        high = dice.between(0.15, 0.34)
        pen.shape(smooth([(0.3, -tall * 0.7), (0.0, -tall - high), (-0.35, -tall - high * 0.6), (-0.45, -tall * 0.5)]),
                  fin)
        pen.shape(smooth([(0.1, tall * 0.7), (-0.15, tall + high * 0.8), (-0.35, tall + high * 0.5),
                          (-0.42, tall * 0.5)]), fin)
        for k in range(4):
            sketch.line([(-0.6, 0), (-0.94, spread * (k - 1.5) * 0.6)], shade(fin, 0.6), 0.025)
            sketch.line([(0.2 - k * 0.17, -tall * 0.7), (-k * 0.11 - 0.03, -tall - high * 0.75)], shade(fin, 0.6),
                        0.025)
        outline = smooth([(1.0, 0.02), (0.72, -tall * 0.7), (0.25, -tall), (-0.3, -tall * 0.66), (-0.66, -0.1),
                          (-0.66, 0.1), (-0.3, tall * 0.66), (0.25, tall), (0.72, tall * 0.72)])
        pen.shape(outline, body)
        with sketch.inside(outline * 0.96):
            fish_marks(pen, tall, body, mark)
        pen.shape(smooth([(0.22, 0.1), (-0.1, 0.02), (-0.22, 0.28), (0.08, 0.34)]), shade(fin, 1.2))
        sketch.arc(0.42, 0, 0.14, tall * 0.66, -1.2, 1.2, shade(body, 0.5), 0.03)
        sketch.line(smooth([(0.98, 0.1), (0.88, 0.14), (0.78, 0.12)], closed=False), shade(body, 0.25), 0.04)
        eyeball(pen, 0.7, -tall * 0.22, dice.between(0.09, 0.14), dice.pick(((250, 210, 60), (200, 60, 40))), "wide",
                WHITE)


def fish_marks(pen, tall, body, mark):
    """Stripes, bands, spots or scales on a fish's flank, and a paler belly."""
    sketch, dice = pen.sketch, pen.dice
    kind = dice.pick(("bands", "bands", "stripes", "spots", "scales", "scales"))
    sketch.ellipse(0.1, tall * 0.95, 0.75, tall * 0.4, mix(body, WHITE, 0.55))
    if kind == "bands":
        width = dice.between(0.1, 0.2)
        for x in np.linspace(-0.5, 0.36, dice.whole(2, 4)):
            for tone, extra in ((shade(body, 0.25), 0.06), (mark, 0.0)):
                sketch.arc(x - 0.2, 0, 0.22, tall * 1.2, -1.5, 1.5, tone, width + extra)
    if kind == "stripes":
        for y in np.linspace(-0.7, 0.7, dice.whole(3, 5)) * tall:
            sketch.line(smooth([(-0.7, y * 0.4), (0, y), (0.45, y * 0.8)], closed=False), mark, 0.07)
    if kind == "spots":
        for _ in range(14):
            sketch.circle(dice.between(-0.55, 0.35), dice.between(-0.7, 0.7) * tall, dice.between(0.04, 0.09), mark)
    if kind == "scales":
        for column in range(7):
            for row in range(-3, 4):
                y = (row + (column % 2) / 2) * 0.19
                if abs(y) < tall:
                    sketch.arc(0.26 - column * 0.14, y, 0.1, 0.1, 1.5, 4.8, shade(body, 0.5), 0.03)


def beetle(sketch):
    """A beetle from above."""
    pen, dice = Pen(sketch), sketch.dice
    kind = dice.pick(("ladybird", "ladybird", "stag", "jewel", "jewel", "striped"))
    shell = {"ladybird": dice.near(dice.pick(((220, 36, 24), (240, 150, 20), (240, 210, 40))), 10),
             "stag": (70, 40, 28),
             "striped": (240, 190, 60)}.get(kind, dice.vivid())
    dark = (30, 26, 30) if kind != "jewel" else shade(shell, 0.35)
    wide = dice.between(0.6, 0.7) if kind == "ladybird" else dice.between(0.42, 0.54)
    for side in SIDES:
        for y, out, drop in ((-0.28, -0.3, -0.18), (0.1, 0.05, 0.18), (0.4, 0.25, 0.5)):
            knee = (side * (wide + 0.22), y + out)
            sketch.line([(side * 0.3, y), knee, (side * (wide + 0.36), y + out + drop)], dark, 0.075)
        sketch.line(smooth([(side * 0.1, -0.7), (side * 0.3, -0.92), (side * 0.56, -1.0)], closed=False), dark, 0.05)
        sketch.circle(side * 0.56, -1.0, 0.06, dark)
        if kind == "stag":
            pen.shape(ribbon([(side * 0.14, -0.65), (side * 0.4, -0.85), (side * 0.12, -1.1)], 0.14, 0.03),
                      (110, 50, 30))
    pen.blob(0, -0.66, 0.24, 0.2, dark)
    pen.shape(smooth(mirrored([(0, -0.68), (wide * 0.5, -0.64), (wide * 0.78, -0.36), (0, -0.26)])),
              shell if kind in ("jewel", "striped") and dice.chance(0.5) else dark)
    if kind == "ladybird":
        for side in SIDES:
            sketch.ellipse(side * 0.32, -0.5, 0.11, 0.09, WHITE)
            sketch.circle(side * 0.13, -0.74, 0.05, WHITE)
    back = smooth(mirrored([(0, -0.34), (wide * 0.7, -0.32), (wide, 0.15), (wide * 0.75, 0.72), (0, 0.98)]))
    pen.shape(back, shell)
    with sketch.inside(back * 0.97):
        elytra_marks(pen, kind, wide, shell)
    sketch.line([(0, -0.32), (0, 0.94)], dark, 0.05)
    sketch.ellipse(-wide * 0.5, -0.02, 0.08, 0.2, shade(shell, 2.6), 0.35)


def elytra_marks(pen, kind, wide, shell):
    """Spots, stripes or a metallic gloss on a beetle's wing cases."""
    sketch, dice = pen.sketch, pen.dice
    if kind == "ladybird":
        r = dice.between(0.09, 0.15)
        spots = dice.pick((((0.5, 0.0), (0.35, 0.4)), ((0.4, -0.08), (0.65, 0.25), (0.3, 0.52)),
                           ((0.35, -0.1), (0.7, 0.08), (0.3, 0.28), (0.6, 0.46), (0.22, 0.68))))
        for side in SIDES:
            for x, y in spots:
                sketch.circle(side * x * wide, y, r, BLACK)
        sketch.circle(0, -0.26, r, BLACK)
    for side in SIDES:
        for k, x in enumerate((0.3, 0.72)):
            line = smooth([(side * x * wide * 0.8, -0.4), (side * x * wide, 0.2), (side * x * wide * 0.5, 0.95)],
                          closed=False)
            if kind == "striped":
                sketch.line(line, BLACK, 0.065)
            if kind == "jewel":
                sketch.line(line, dice.near(shade(shell, 0.5 + 0.6 * k), 30), 0.06)
            if kind == "stag":
                sketch.line(line, shade(shell, 0.6), 0.03)


def butterfly(sketch):
    """A butterfly from above, its wings spread."""
    pen, dice = Pen(sketch), sketch.dice
    fore, hind = dice.vivid(), dice.vivid()
    hind = fore if dice.chance(0.6) else hind
    border = dice.pick((BLACK, BLACK, dice.deep(), dice.vivid()))
    dot = dice.pick((WHITE, (250, 220, 60), dice.vivid()))
    tip, low = dice.between(-0.95, -0.6), dice.between(0.7, 0.95)
    upper = smooth([(0.05, -0.12), (0.35, tip * 0.75), (0.85, tip), (1.0, tip + 0.2), (0.82, -0.12), (0.5, 0.1),
                    (0.08, 0.08)])
    lobe = dice.chance(0.35)
    lower = smooth([(0.05, 0.0), (0.5, 0.02), (0.8, 0.3), (0.72, low * 0.75), (0.5, low + (0.12 if lobe else 0)),
                    (0.28, low * 0.8),
                    (0.08, 0.35)])
    eyes, veins, dots, bands = (dice.chance(p) for p in (0.55, 0.6, 0.65, 0.4))
    for side in SIDES:
        with sketch.at(flip=side < 0):
            for points, colour in ((lower, hind), (upper, fore)):
                sketch.polygon(points, border)
                middle = points.mean(0) * (0.8, 0.9)
                pen.shape(middle + (points - middle) * 0.8, colour)
                if bands:
                    sketch.polygon(middle + (points - middle) * 0.5, mix(colour, dot, 0.6))
                if veins:
                    for end in points[6:-6:6]:
                        sketch.line([points[0], end], border, 0.03)
                if dots:
                    for p in (points[8:-8:4] - middle) * 0.9 + middle:
                        sketch.circle(*p, 0.04, dot)
            for x, y, r in ((0.68, tip * 0.62, 0.15), (0.46, low * 0.55, 0.13)):
                if eyes:
                    for size, tone in ((1.2, border), (1.0, dot), (0.7, BLACK), (0.4, fore)):
                        sketch.circle(x, y, r * size, tone)
                    sketch.circle(x - 0.03, y - 0.03, r * 0.2, WHITE)
            sketch.line(smooth([(0.02, -0.4), (0.12, -0.7), (0.3, -0.88)], closed=False), pen.ink, 0.03)
            sketch.circle(0.3, -0.88, 0.045, pen.ink)
    trunk = dice.pick((BLACK, (70, 46, 30), dice.deep()))
    pen.blob(0, 0.2, 0.075, 0.44, trunk)
    pen.blob(0, -0.18, 0.1, 0.2, trunk)
    pen.blob(0, -0.4, 0.09, 0.09, trunk)


def frog(sketch):
    """A frog from the front: eyes on top, a wide mouth."""
    pen, dice = Pen(sketch), sketch.dice
    skin = dice.pick((dice.colour(hue=(0.22, 0.38), saturation=(0.6, 0.95), value=(0.5, 0.85)),) * 3 + (dice.vivid(),
                                                                                                        (140, 110, 60)))
    belly = dice.pick((mix(skin, WHITE, 0.75), (250, 240, 170)))
    turn, up = dice.between(-0.08, 0.08), dice.between(-0.62, -0.5)
    foot = dice.pick((skin, (250, 130, 30), shade(skin, 0.7)))
    for side in SIDES:
        pen.blob(side * 0.72, 0.6, 0.3, 0.36, shade(skin, 0.8), side * 0.4)
        for toe in (-0.2, 0.0, 0.2):
            sketch.line([(side * 0.78, 0.85), (side * 0.82 + toe, 0.98)], foot, 0.08)
            sketch.circle(side * 0.82 + toe, 0.98, 0.07, foot)
    pen.blob(0, 0.52, 0.62, 0.48, skin)
    sketch.ellipse(0, 0.62, 0.44, 0.36, belly)
    for side in SIDES:
        pen.shape(ribbon([(side * 0.42, 0.4), (side * 0.4, 0.7), (side * 0.32, 0.94)], 0.22, 0.15), skin)
        for toe in (-0.13, 0.0, 0.13):
            sketch.circle(side * 0.32 + toe, 0.97, 0.06, foot)
    apart, r = dice.between(0.42, 0.54), dice.between(0.24, 0.31)
    for side in SIDES:
        pen.blob(turn + side * apart, up, r * 1.3, r * 1.3, skin)
    pen.shape(smooth(mirrored([(0, -0.52), (0.5, -0.5), (0.92, -0.12), (0.84, 0.22), (0.4, 0.42), (0, 0.45)])), skin)
    with sketch.inside(ellipse_points(turn, 0.2, 0.8, 0.24)):
        sketch.polygon([(-1, 0.12), (0, 0.2), (1, 0.12), (1, 0.6), (-1, 0.6)], belly)
    if dice.chance(0.5):
        mark = dice.pick((shade(skin, 0.45), BLACK, dice.vivid()))
        for _ in range(7):
            a, far = dice.between(-np.pi, 0), dice.between(0.3, 1)
            sketch.ellipse(0.7 * far * np.cos(a), -0.08 + 0.3 * far * np.sin(a), 0.07, 0.045, mark, a)
    iris = dice.near(dice.pick(((250, 210, 40), (230, 60, 30), (240, 150, 30))), 8)
    eye_pair(pen, turn, up - 0.02, apart, r, iris, dice.pick(("bar", "wide", "slit")), dice.pick((None, None, WHITE)))
    smile = [(-0.78, 0.0), (-0.45, 0.16), (0, 0.2), (0.45, 0.16), (0.78, 0.0)]
    sketch.line(smooth(smile, closed=False) + (turn, 0), shade(skin, 0.2), 0.06)
    for side in SIDES:
        sketch.circle(turn * 1.4 + side * 0.1, -0.14, 0.035, shade(skin, 0.25))
    if dice.chance(0.2):
        pen.shape(ribbon([(turn, 0.2), (turn + 0.1, 0.45), (turn + 0.3, 0.5)], 0.2, 0.16), (230, 70, 90))


def snail(sketch):
    """A snail with its spiral shell."""
    pen, dice = Pen(sketch), sketch.dice
    flesh = dice.pick((dice.earth(), (226, 190, 130), (150, 160, 90), dice.pale()))
    shell, line = dice.pick((dice.earth(), dice.vivid(), (220, 150, 70))), dice.pick((dice.deep(), (90, 40, 20), WHITE))
    r = dice.between(0.58, 0.68)
    with sketch.at(flip=dice.chance(0.5)):
        for x, lean in ((0.68, -0.06), (0.82, 0.14)):
            sketch.line(smooth([(x, 0.1), (x + lean * 0.4, -0.25), (x + lean, -0.5)], closed=False), shade(flesh, 0.75),
                        0.08)
            eyeball(pen, x + lean, -0.54, 0.09, (60, 40, 30), "wide", WHITE)
        foot = [(-1.02, 0.86), (-0.6, 0.62), (0.1, 0.55), (0.45, 0.4), (0.54, 0.08), (0.74, -0.05), (0.96, 0.08),
                (0.98, 0.34), (0.78, 0.66),
                (0.6, 0.88), (-0.2, 0.92)]
        pen.shape(smooth(foot), flesh)
        sketch.line([(-0.9, 0.87), (0.62, 0.87)], shade(flesh, 0.5), 0.06)
        sketch.arc(0.86, 0.24, 0.1, 0.08, 0.2, 2.6, shade(flesh, 0.3), 0.04)
        pen.blob(-0.2, 0.06, r, r, shell)
        spiral(pen, -0.2, 0.06, r, shell, line)


def spiral(pen, x, y, r, shell, colour):
    """A shell's whorls: a spiral line from the rim to the middle, with ribs or a band beside it."""
    sketch, dice = pen.sketch, pen.dice
    turns = dice.between(1.8, 2.7)
    t = np.linspace(0, 1, 90)
    angle, far = 1.2 - t * turns * 2 * np.pi, r * (1 - t) ** 1.1
    direction = np.stack([np.cos(angle), np.sin(angle)], 1)
    points = direction * far[:, None] + (x, y)
    if dice.chance(0.6):
        inner = r * (1 - np.minimum(t + 0.5 / turns, 1)) ** 1.1
        sketch.line((points + direction * inner[:, None] + (x, y)) / 2, mix(shell, colour, 0.45), 0.06)
    if dice.chance(0.6):
        for i in range(0, 60, 3):
            sketch.line([points[i], points[i] - direction[i] * 0.17 * (1 - t[i])], shade(colour, 0.8), 0.035)
    sketch.line(points, colour, dice.between(0.05, 0.07))
    sketch.ring(x, y, r, shade(shell, 0.35), 0.05)


def octopus(sketch):
    """An octopus: a tall head over eight curling arms."""
    pen, dice = Pen(sketch), sketch.dice
    skin = dice.pick((dice.vivid(), dice.vivid(), (210, 80, 60), (170, 90, 150)))
    sucker, curl = mix(skin, WHITE, 0.75), dice.between(0.7, 1.2)
    for k in (0, 3, 1, 2):
        for side in SIDES:
            arm(pen, side, k, curl * dice.between(0.8, 1.2), shade(skin, 0.8 + 0.07 * k), sucker)
    wide, top = dice.between(0.46, 0.6), dice.between(-1.0, -0.88)
    pen.shape(smooth(mirrored([(0, top), (wide * 0.75, top + 0.14), (wide, -0.45), (wide * 0.72, 0.02),
                               (wide * 0.66, 0.28), (0, 0.4)])),
              skin)
    if dice.chance(0.6):
        mark = dice.pick((shade(skin, 0.5), sucker, dice.vivid()))
        for _ in range(9):
            a, far = dice.between(0, 2 * np.pi), dice.between(0.2, 0.85)
            sketch.circle(wide * 0.85 * far * np.cos(a), -0.62 + 0.26 * far * np.sin(a), dice.between(0.03, 0.07), mark)
    eye_pair(pen, dice.between(-0.05, 0.05), -0.12, dice.between(0.2, 0.28), dice.between(0.13, 0.19), dice.vivid(),
             dice.pick(("bar", "round", "wide")), dice.pick((WHITE, WHITE, None)))
    if pen.manner != "shaded":
        sketch.arc(0, 0.1, 0.14, 0.1, 0.2, np.pi - 0.2, shade(skin, 0.25), 0.05)


def arm(pen, side, k, curl, colour, sucker):
    """An octopus's arm, the k-th from the outside (0 to 3): it runs out and down, and its end curls up."""
    start = np.array([side * (0.36 - 0.09 * k), 0.2])
    heading = (0.1, 0.5, 0.95, 1.35)[k]
    t = np.linspace(0, 1, 25)
    angle = heading + 0.5 * np.sin(t * np.pi) - curl * 3.2 * t**2.2
    step = np.stack([side * np.cos(angle), np.sin(angle)], 1) * (0.045, 0.045, 0.042, 0.036)[k]
    spine = start + np.cumsum(step, 0)
    outline = band(spine, 0.26, 0.04)
    pen.sketch.polygon(band(spine, 0.32, 0.08), shade(colour, 0.4))
    pen.sketch.polygon(outline, colour)
    under = outline[: len(t)] if side > 0 else outline[::-1][: len(t)]
    for i in range(4, 24, 3):
        middle = spine[i] * 0.45 + under[i] * 0.55
        pen.sketch.polygon(DOT * 0.06 * (1 - 0.6 * t[i]) + middle, sucker)


ALL = {
    "eye": eye, "cat": cat, "dog": dog, "owl": owl, "monkey": monkey, "bear": bear, "mask": mask, "bird": bird,
    "peacock": peacock, "fish": fish, "beetle": beetle, "butterfly": butterfly, "frog": frog, "snail": snail,
    "octopus": octopus,
}
