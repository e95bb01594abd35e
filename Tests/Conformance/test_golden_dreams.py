"""Ten dreams come out with the very bits that they always had.

golden/dreams.dream saves them as float32; golden/hashes.json holds the first digits of their SHA-256, for each width of
the blocks of channels and each precision. Which algorithm computes a layer is measured once on every machine and kept in
the cache; here golden/choices-WIDTH.txt stands in for that, so that the sums are the same everywhere. After a change that
is meant to change bits: run `python Tests/Conformance/test_golden_dreams.py` with DREAMKIT set, and say why in the commit.
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DREAMKIT", PACKAGE / ".build/debug/dreamkit")).resolve()
GOLDEN = Path(__file__).with_name("golden")
PRECISIONS = ["exact", "auto"]

ONE_STEP = "calc_loss(preprocess_input(sample_image(96, 80)), Model(outputs=SqueezeNet(weights=None).get_layer('fire2/concat').output))"


def run(script: str, folder: Path, cache: Path):
    """Runs a script in a folder, with a cache of its own."""
    (folder / "script.dream").write_text(script)
    environment = dict(os.environ, DREAMKIT_CACHE=str(cache))
    done = subprocess.run([BINARY, "run", "script.dream"], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def pinned(cache: Path) -> str:
    """Puts the kept choices where the program looks for its own; the width of the blocks of channels."""
    with tempfile.TemporaryDirectory() as folder:
        run(ONE_STEP, Path(folder), cache)
    (own,) = (cache / "engine").glob("*.txt")
    width = re.search(r"-block(\d+)-", own.name)[1]
    choices = GOLDEN / f"choices-{width}.txt"
    if choices.exists():
        shutil.copy(choices, own)
    return width


def dreams(precision: str, cache: Path) -> dict[str, str]:
    """The first 16 digits of each dream's digest."""
    with tempfile.TemporaryDirectory() as folder:
        run((GOLDEN / "dreams.dream").read_text().replace("PRECISION", repr(precision)), Path(folder), cache)
        files = sorted(Path(folder).glob("*.npy"))
        return {file.stem: hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in files}


@pytest.mark.parametrize("precision", PRECISIONS)
def test_dreams_keep_their_bits(precision, tmp_path):
    width = pinned(tmp_path)
    known = json.loads((GOLDEN / "hashes.json").read_text())
    if width not in known:
        pytest.skip(f"no hashes are kept for blocks of {width} channels")
    assert len(known[width][precision]) == 10
    assert dreams(precision, tmp_path) == known[width][precision]


def record():
    """Writes the hashes, and the choices where none are kept, for the width of this machine's blocks."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        width = pinned(cache)
        path = GOLDEN / "hashes.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        known[width] = {precision: dreams(precision, cache) for precision in PRECISIONS}
        path.write_text(json.dumps(known, indent=1) + "\n")
        choices = GOLDEN / f"choices-{width}.txt"
        if not choices.exists():
            shutil.copy(next((cache / "engine").glob("*.txt")), choices)


if __name__ == "__main__":
    record()
