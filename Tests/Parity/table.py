"""How results are compared, and the table in which a comparison is told and judged."""
import numpy as np

# Measures


def share_beyond_a_level(ours, theirs):
    return float(np.mean(np.abs(ours.astype(int) - theirs.astype(int)) > 1))


def largest(ours, theirs):
    return float(np.max(np.abs(ours.astype(float) - theirs.astype(float))))


def relative(ours, theirs):
    return float(np.max(np.abs(ours.astype(float) / theirs.astype(float) - 1)))


def distance(ours, theirs):
    ours, theirs = ours.astype(float), theirs.astype(float)
    return float(np.linalg.norm(ours - theirs) / np.linalg.norm(theirs))


def different(ours, theirs):
    return float(np.sum(ours != theirs))


def psnr(ours, theirs):
    peak = 255 if theirs.dtype == np.uint8 else 2
    error = np.mean((ours.astype(float) - theirs.astype(float)) ** 2)
    return float(10 * np.log10(peak**2 / error)) if error else float("inf")


def shortened(number):
    """A number without the zero that Python puts before a small exponent."""
    return number.replace("e-0", "e-").replace("e+00", "")


class Measure:
    """How two arrays are compared, and how the figure is written."""

    def __init__(self, name, function, form, more_is_better=False):
        self.name, self.function, self.form, self.more_is_better = name, function, form, more_is_better

    def __call__(self, ours, theirs):
        if ours.shape != theirs.shape:
            return -np.inf if self.more_is_better else np.inf
        return self.function(ours, theirs)

    def meets(self, value, limit):
        return value >= limit if self.more_is_better else value <= limit

    def worst(self, values):
        return float(np.min(values) if self.more_is_better else np.max(values))

    def twice(self, value):
        """The figure of an error twice as large."""
        return value - 20 * np.log10(2) if self.more_is_better else 2 * value

    def written(self, value):
        return "" if value is None else shortened(self.form.format(value))

    def limit_text(self, limit):
        if limit is None:
            return "none"
        return ("≥ " if self.more_is_better else "≤ " if limit else "") + shortened(self.form.format(limit))


BEYOND = Measure("share beyond 1 level", share_beyond_a_level, "{:.3%}")
LARGEST = Measure("largest", largest, "{:.2g}")
RELATIVE = Measure("largest, relative", relative, "{:.1e}")
DISTANCE = Measure("L2", distance, "{:.1e}")
DIFFERENT = Measure("different values", different, "{:.0f}")
PSNR = Measure("PSNR", psnr, "{:.1f} dB", more_is_better=True)


# Verdicts

# Missed limits that are excused are named by the excuse: TensorFlow's own rounding, twice that, kinks in single tiles.
MET = "met"
WITHIN_ROUNDING = "rounding"
NEAR_ROUNDING = "twice rounding"
FEW_KINKS = "kinks"
MISSED = "NOT MET"
NO_RESULT = "NO RESULT"
VERDICTS = [MET, WITHIN_ROUNDING, NEAR_ROUNDING, FEW_KINKS, MISSED, NO_RESULT]


def judged(measure, limit, value, ours_from_double, theirs_from_double):
    """The verdict on one figure.

    Double precision is the measure of float32 programs. A figure beyond its limit says nothing against DreamKit where
    DreamKit is no farther from TensorFlow's double precision than TensorFlow itself, in the farthest of its runs; nor where
    it is up to twice as far, for a handful of kinks, which fall at random, make these distances.
    """
    if value is None:
        return NO_RESULT
    if limit is None:
        return ""
    if measure.meets(value, limit):
        return MET
    known = [figure for figure in theirs_from_double if figure is not None]
    if ours_from_double is None or not known:
        return MISSED
    if measure.meets(ours_from_double, measure.worst(known)):
        return WITHIN_ROUNDING
    return NEAR_ROUNDING if measure.meets(ours_from_double, measure.twice(measure.worst(known))) else MISSED


class Table:
    """The comparison, row by row."""

    # The figures are distances: DreamKit from TensorFlow; then from float64 DreamKit, TensorFlow, TensorFlow without oneDNN, and
    # the farthest of TensorFlow's for inputs one rounding away.
    HEAD = ["step", "precision", "measure", "distance", "limit", "verdict", "DreamKit", "TensorFlow", "plain", "nudged"]

    def __init__(self, folder):
        self.folder, self.rows, self.verdicts = folder, [], []

    @property
    def is_sound(self):
        return not {MISSED, NO_RESULT} & set(self.verdicts)

    def read(self, side, name):
        path = self.folder / side / f"{name}.npy"
        return np.load(path) if path.exists() else None

    def figures(self, ours, theirs, measure, names, pick):
        """The figure of each file of two sides; none where one of them lacks a file."""
        pairs = [(self.read(ours, name), self.read(theirs, name)) for name in names]
        if any(a is None or b is None for a, b in pairs):
            return None
        return [measure(pick(a), pick(b)) for a, b in pairs]

    def nudged(self, measure, name, draw):
        """TensorFlow's figure from double precision for an input one rounding away."""
        ours, theirs = self.read("nudged", f"{name}-{draw}"), self.read("float64", name)
        return None if ours is None or theirs is None else measure(ours, theirs)

    def add(self, step, measure, names, limit, precision="", pick=lambda array: array, is_median=False, draws=0,
            parts=None):
        """One row: the worst of several files, or their median. Without a limit the figures stand for themselves.

        Of gradients, TensorFlow has computed so many `draws` besides, of inputs one rounding away. Where `parts` cuts an
        array into pieces that were computed apart, a limit that half of them or more meet alone is missed by kinks in the rest.
        """
        side = precision or "auto"
        summary = (lambda values: float(np.median(values))) if is_median else measure.worst
        sides = [(side, "tensorflow"), (side, "float64"), ("tensorflow", "float64"), ("plain", "float64")]
        several = [self.figures(*pair, measure, names, pick) for pair in sides]
        figures = [None if values is None else summary(values) for values in several]
        scattered = [self.nudged(measure, name, draw) for name in names for draw in range(draws)]
        figures.append(measure.worst(scattered) if scattered and None not in scattered else None)
        verdict = judged(measure, limit, figures[0], figures[1], figures[2:])
        note = ""
        alone = several[0] if is_median else None
        if parts and verdict == MISSED:
            pieces = [parts(self.read(where, name)) for name in names for where in (side, "tensorflow")]
            alone = [measure(*pair) for pair in zip(*pieces)]
            verdict = FEW_KINKS if np.mean([measure.meets(value, limit) for value in alone]) >= 0.5 else MISSED
        if alone is not None:
            note = f" ({sum(measure.meets(value, limit) for value in alone)} of {len(alone)} alone)"
        self.append(step, measure, figures, limit, verdict, precision, note)

    def append(self, step, measure, figures, limit, verdict, precision="", note=""):
        text = [measure.written(figure) for figure in figures]
        self.verdicts.append(verdict)
        self.rows.append([step, precision, measure.name, text[0], measure.limit_text(limit), verdict + note, *text[1:]])

    def lines(self, aligned):
        """The table in Markdown, its columns aligned for a terminal or not."""
        widths = [max(len(row[i]) if aligned else 3 for row in [self.HEAD, *self.rows]) for i in range(len(self.HEAD))]
        rows = [self.HEAD, ["-" * width for width in widths], *self.rows]
        return ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]

    def summary(self):
        """How many rows came out how."""
        counts = {verdict: self.verdicts.count(verdict) for verdict in VERDICTS}
        return ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)
