"""The classes: every motif by its name."""

from . import animals, textures, things

TEXTURES = textures.ALL
"""Name → function(dice, size) that fills a uint8 [size, size, 3]."""

OBJECTS = {**animals.ALL, **things.ALL}
"""Name → function(sketch) that draws one on a sheet."""

CLASSES = [*TEXTURES, *OBJECTS]
"""The names in the order of the classifier's outputs."""
