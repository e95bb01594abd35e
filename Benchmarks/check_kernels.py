"""check_kernels.py --gate|--record MEASURED RECORDED: compares the kernels' ratios to the library with the recorded ones.

A ratio may be a fifth below its record; a run has moments of its own.
"""
import csv
import sys
from pathlib import Path

TOLERANCE = 0.8
HEADER = ["lanes", "kernel", "layer", "direction", "times_faster_than_library"]


def measured(path):
    """The ratios of DreamKit's own kernels: (lanes, kernel, layer, direction) → how many times faster than the library."""
    first, *lines = Path(path).read_text().splitlines()
    lanes = first.split()[2].rstrip(",")
    return {
        (lanes, row["kernel"], row["layer"], row["direction"]): float(row["times_faster_than_library"])
        for row in csv.DictReader(lines)
        if row["kernel"] != "library" and row["times_faster_than_library"]
    }


def recorded(path):
    """The recorded ratios, of all widths of vectors."""
    if not Path(path).exists():
        return {}
    with open(path, newline="") as file:
        return {tuple(row[name] for name in HEADER[:4]): float(row[HEADER[4]]) for row in csv.DictReader(file)}


def main():
    _, mode, new, old = sys.argv
    ratios, records = measured(new), recorded(old)
    lanes = next(iter(ratios), [""])[0]
    if mode == "--record":
        kept = {key: ratio for key, ratio in records.items() if key[0] != lanes}
        with open(old, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows([*key, f"{ratio:.2f}"] for key, ratio in sorted({**kept, **ratios}.items()))
        return
    expected = {key: ratio for key, ratio in records.items() if key[0] == lanes}
    if not expected:
        print(f"There are no records for vectors of {lanes} floats; --record writes them.")
    slower = [
        f"{' '.join(key[1:])}: {ratios.get(key, 0):.2f} times the library's speed, recorded were {ratio:.2f}"
        for key, ratio in expected.items()
        if ratios.get(key, 0) < TOLERANCE * ratio
    ]
    print(*slower or [f"{len(expected)} kernels are as fast, beside the library, as recorded."], sep="\n")
    sys.exit(bool(slower))


if __name__ == "__main__":
    main()
