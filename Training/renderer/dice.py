"""Chance, as the motifs need it: numbers, choices and colours from one seed."""

import colorsys

import numpy as np

Colour = tuple[float, float, float]
"""Red, green and blue in [0, 255]."""


class Dice:
    """A seeded source of chance. Two of the same seed give the same pictures."""

    def __init__(self, seed):
        """`seed`: whatever numpy's `SeedSequence` takes: an integer, or several."""
        self.numpy = np.random.Generator(np.random.PCG64(seed))

    def between(self, low: float, high: float) -> float:
        """A number evenly from [low, high)."""
        return low + (high - low) * self.numpy.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return int(self.numpy.integers(low, high + 1))

    def gauss(self, deviation: float = 1.0) -> float:
        """A normal number of mean 0."""
        return float(self.numpy.normal(0, deviation))

    def chance(self, probability: float) -> bool:
        """True that often."""
        return self.numpy.random() < probability

    def pick(self, options):
        """One of a sequence."""
        return options[int(self.numpy.integers(len(options)))]

    def sign(self) -> int:
        """1 or -1."""
        return 1 if self.chance(0.5) else -1

    # Colours

    def colour(self, hue=(0.0, 1.0), saturation=(0.2, 1.0), value=(0.15, 1.0)) -> Colour:
        """A colour from ranges of hue (0 and 1 are red, 1/3 green, 2/3 blue), saturation and value."""
        hsv = (self.between(*hue) % 1, self.between(*saturation), self.between(*value))
        return tuple(255 * c for c in colorsys.hsv_to_rgb(*hsv))

    def vivid(self) -> Colour:
        """A strong, bright colour."""
        return self.colour(saturation=(0.6, 1.0), value=(0.6, 1.0))

    def pale(self) -> Colour:
        """A light colour."""
        return self.colour(saturation=(0.0, 0.35), value=(0.75, 1.0))

    def deep(self) -> Colour:
        """A dark colour."""
        return self.colour(saturation=(0.2, 0.9), value=(0.08, 0.4))

    def earth(self) -> Colour:
        """Stone, bark, sand, hide: browns, ochres and greys."""
        return self.colour(hue=(0.02, 0.13), saturation=(0.05, 0.7), value=(0.25, 0.95))

    def green(self) -> Colour:
        """A leaf's colour."""
        return self.colour(hue=(0.18, 0.42), saturation=(0.4, 0.95), value=(0.25, 0.85))

    def near(self, colour: Colour, spread: float = 20) -> Colour:
        """A colour close by: each channel moved by a normal number of that deviation."""
        return tuple(float(c) for c in np.clip(np.add(colour, self.numpy.normal(0, spread, 3)), 0, 255))


def shade(colour: Colour, factor: float) -> Colour:
    """The colour darker (factor below 1) or lighter (above 1, towards white rather than into clipping)."""
    if factor <= 1:
        return tuple(c * factor for c in colour)
    t = 1 - 1 / factor
    return tuple(c + (255 - c) * t for c in colour)


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """From a at t = 0 to b at t = 1."""
    return tuple(x + (y - x) * t for x, y in zip(a, b))
