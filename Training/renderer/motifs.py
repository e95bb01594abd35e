"""The classes: every motif by its name."""

from . import animals, cutouts, textures, things

TEXTURES = textures.ALL
"""Name → function(dice, size) that fills a uint8 [size, size, 3]."""

DRAWN = {**animals.ALL, **things.ALL}


def _motif(name: str):
    """The function that draws it or pastes it, either of them as often where there are both."""
    makers = [makers[name] for makers in (DRAWN, cutouts.ALL) if name in makers]
    return makers[0] if len(makers) == 1 else lambda sketch: sketch.dice.pick(makers)(sketch)


OBJECTS = {name: _motif(name) for name in {**DRAWN, **cutouts.ALL}}
"""Name → function(sketch) that puts one on a sheet."""

CLASSES = [*TEXTURES, *OBJECTS]
"""The names in the order of the classifier's outputs."""

THEMES = {theme: set(names) for theme, names in cutouts.THEMES.items()}
"""Theme → the classes that belong to it."""

THEMES["patterns"] = {*TEXTURES, "mandala", "spiral", "starfish", "wheel", "gear"}
THEMES["faces"].add("mask")
THEMES["plants"].add("fern")
THEMES["buildings"].add("arches")
