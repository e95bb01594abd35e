"""A sheet to draw one motif on, in the motif's own coordinates."""

import math
from contextlib import contextmanager
from functools import lru_cache

import cv2
import numpy as np

from .dice import Colour, Dice, shade

SHIFT = 4
"""Fractional bits of OpenCV's coordinates."""


class Sketch:
    """A transparent square sheet. The motif fills about the unit circle: x to the right, y down, (0, 0) the middle.

    Pixels are uint8 [size, size, 4], red, green, blue and alpha, premultiplied. Whatever is drawn is anti-aliased and
    goes through the current transform, so a motif is posed by its scene and by `at`, never by itself.
    """

    def __init__(self, size: int, dice: Dice, matrix=None):
        """`matrix`: 2×3, from motif to pixels; by default the unit circle fills the sheet."""
        self.pixels = np.zeros((size, size, 4), np.uint8)
        self.dice = dice
        half = size / 2
        self.matrix = np.array([[half, 0, half], [0, half, half]], float) if matrix is None else np.array(matrix, float)

    # Where things are

    @contextmanager
    def at(self, x=0.0, y=0.0, scale=1.0, angle=0.0, flip=False, squash=1.0):
        """Draws in coordinates of a part: mirrored left and right (`flip`), its height scaled by `squash`, then the
        whole scaled, turned by `angle` (radians, clockwise) and moved to (x, y)."""
        c, s = np.cos(angle) * scale, np.sin(angle) * scale
        side = -1 if flip else 1
        part = np.array([[c * side, -s * squash, x], [s * side, c * squash, y], [0, 0, 1]])
        outer, self.matrix = self.matrix, self.matrix @ part
        try:
            yield self
        finally:
            self.matrix = outer

    @contextmanager
    def inside(self, points):
        """What is drawn within shows only inside that polygon."""
        before, self.pixels = self.pixels, np.zeros_like(self.pixels)
        try:
            yield self
        finally:
            mask = np.zeros(self.pixels.shape[:2], np.uint8)
            cv2.fillPoly(mask, [self._fixed(points)], 255, cv2.LINE_AA, SHIFT)
            layer = cv2.multiply(self.pixels, cv2.merge([mask] * 4), scale=1 / 255)
            rest = cv2.merge([255 - layer[..., 3]] * 4)
            self.pixels = cv2.add(layer, cv2.multiply(before, rest, scale=1 / 255))

    @property
    def unit(self) -> float:
        """Pixels of one unit of the current coordinates."""
        return float(np.sqrt(abs(np.linalg.det(self.matrix[:, :2]))))

    # Drawing

    def polygon(self, points, colour: Colour):
        """A filled polygon."""
        cv2.fillPoly(self.pixels, [self._fixed(points)], self._ink(colour), cv2.LINE_AA, SHIFT)

    def line(self, points, colour: Colour, width: float, closed=False):
        """A line through the points; `width` in the current units, at least one pixel is drawn."""
        pixels = max(1, round(width * self.unit))
        cv2.polylines(self.pixels, [self._fixed(points)], closed, self._ink(colour), pixels, cv2.LINE_AA, SHIFT)

    def ellipse(self, x, y, rx, ry, colour: Colour, angle=0.0):
        """A filled ellipse, turned by `angle`."""
        self.polygon(ellipse_points(x, y, rx, ry, angle), colour)

    def circle(self, x, y, r, colour: Colour):
        """A filled circle."""
        self.ellipse(x, y, r, r, colour)

    def arc(self, x, y, rx, ry, start, end, colour: Colour, width: float, angle=0.0):
        """Part of an ellipse's outline, from `start` to `end` (radians, clockwise from the right)."""
        self.line(ellipse_points(x, y, rx, ry, angle, start, end), colour, width)

    def ring(self, x, y, r, colour: Colour, width: float):
        """A circle's outline."""
        self.line(ellipse_points(x, y, r, r), colour, width, closed=True)

    def ball(self, x, y, rx, ry, colour: Colour, angle=0.0, light=(-0.35, -0.4), contrast=1.0):
        """An ellipse shaded as a ball: dark rim, body, and lighter towards `light` (in units of its radii)."""
        steps = ((1.0, 0.55), (0.92, 0.8), (0.78, 1.0), (0.55, 1.15), (0.3, 1.35))
        for size, factor in steps:
            away = 1 - size
            self.ellipse(
                x + light[0] * rx * away, y + light[1] * ry * away, rx * size, ry * size,
                shade(colour, 1 + (factor - 1) * contrast), angle)

    def hairs(self, x, y, rx, ry, colour: Colour, count: int, length: float, width=0.015, outward=True, angle=0.0):
        """Short strokes over an ellipse, outwards from its middle or all along `angle`; drawn from the rim inwards."""
        dice = self.dice.numpy
        turn, far = dice.random(count) * 2 * np.pi, np.sqrt(dice.random(count))
        for i in np.argsort(-far):
            px, py = x + rx * far[i] * np.cos(turn[i]), y + ry * far[i] * np.sin(turn[i])
            a = (turn[i] if outward else angle) + dice.normal(0, 0.25)
            b = a + dice.uniform(-0.6, 0.6)
            l = length * dice.uniform(0.5, 1.2) / 2
            tone = shade(self.dice.near(colour, 12), dice.uniform(0.6, 1.35))
            middle = (px + l * np.cos(a), py + l * np.sin(a))
            self.line([(px, py), middle, (middle[0] + l * np.cos(b), middle[1] + l * np.sin(b))], tone, width)

    def picture(self, pixels: np.ndarray):
        """A picture, its longer side twice the unit: uint8 [height, width, 4] like the sheet's pixels."""
        while 2 * self.unit < 0.5 * max(pixels.shape[:2]):
            pixels = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        height, width = pixels.shape[:2]
        scale = 2 / max(height, width)
        centred = np.array([[scale, 0, -scale * (width - 1) / 2], [0, scale, -scale * (height - 1) / 2], [0, 0, 1]])
        layer = cv2.warpAffine(pixels, self.matrix @ centred, self.pixels.shape[1::-1])
        rest = cv2.merge([255 - layer[..., 3]] * 4)
        self.pixels = cv2.add(layer, cv2.multiply(self.pixels, rest, scale=1 / 255))

    # MARK: Implementation

    def _fixed(self, points):
        xy = np.asarray(points, float)
        return np.int32(np.round((xy @ self.matrix[:, :2].T + self.matrix[:, 2]) * (1 << SHIFT)))

    @staticmethod
    def _ink(colour: Colour):
        return (*(float(c) for c in colour), 255.0)


@lru_cache(maxsize=4096)
def _turns(start, end, count):
    t = np.linspace(start, end, count)
    return np.cos(t), np.sin(t)


def ellipse_points(x, y, rx, ry, angle=0.0, start=0.0, end=2 * np.pi, count=28):
    """Points on an ellipse [count, 2]."""
    cosines, sines = _turns(start, end, count)
    c, s = math.cos(angle), math.sin(angle)
    u, v = rx * cosines, ry * sines
    return np.stack([x + u * c - v * s, y + u * s + v * c], 1)


def smooth(points, closed=True, per_side=6):
    """A Catmull-Rom curve through the points [n·per_side, 2]: outlines that bend rather than break."""
    p = np.asarray(points, float)
    q = np.concatenate([p[-1:], p, p[:2]]) if closed else np.concatenate([p[:1], p, p[-1:]])
    t = np.linspace(0, 1, per_side, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(q, q[1:], q[2:], q[3:]):
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.concatenate(pieces if closed else [*pieces, p[-1:]])


def mirrored(points):
    """The points, then the same with x turned round, from the last to the first: a closed outline of two halves."""
    p = np.asarray(points, float)
    return np.concatenate([p, p[::-1] * [-1, 1]])
