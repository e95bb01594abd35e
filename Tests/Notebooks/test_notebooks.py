"""Each example runs in a real Jupyter client and gives, cell by cell, the outputs that are saved in it.

A notebook is executed once, with its saved parameters but for `steps`, which is 2, so that all of them take less than three minutes.
Kinds of outputs, words and the sizes of pictures, but for the strip of scrub(), do not depend on the steps; numbers in texts do. These
are compared only with NOTEBOOKS=full in the environment, which executes each notebook exactly as it was saved.
"""
import base64
import math
import os
import re
import struct
import subprocess
from pathlib import Path

import nbformat
import papermill
import pytest

PACKAGE = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((PACKAGE / "examples").glob("*.ipynb"))
FULL = os.environ.get("NOTEBOOKS") == "full"

NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
# A time, such as in `(1.7 s)`.
TIME = re.compile(r"\d+(?:\.\d+)?\s?(?:ms|s|min|h)\b")
# How far losses may differ between machines, whose float32 sums have other orders.
TOLERANCE = 0.05


@pytest.fixture(scope="session", autouse=True)
def kernelspec(tmp_path_factory):
    binary = os.environ.get("DREAMKIT", str(PACKAGE / ".build/release/dreamkit"))
    prefix = tmp_path_factory.mktemp("prefix")
    subprocess.run([binary, "install", "--prefix", str(prefix)], check=True)
    os.environ["JUPYTER_PATH"] = str(prefix / "share/jupyter")
    os.environ["DREAMKIT_HISTORY"] = "none"


@pytest.fixture(scope="session")
def executed(kernelspec, tmp_path_factory):
    """Executes a notebook on the first call for it, in a folder of its own, and gives what came out."""
    done = {}

    def execute(path):
        if path not in done:
            folder = tmp_path_factory.mktemp(path.stem)
            parameters = {"network": "DreamNet"} if FULL else {"network": "DreamNet", "steps": 2}
            done[path] = papermill.execute_notebook(
                str(path), str(folder / path.name), parameters=parameters, kernel_name="dreamkit", language="python",
                cwd=str(folder), progress_bar=False)
        return done[path]

    return execute


def code_cells(notebook):
    """The code cells that the author wrote, without the one in which papermill sets the parameters."""
    return [
        cell for cell in notebook.cells
        if cell.cell_type == "code" and "injected-parameters" not in cell.metadata.get("tags", [])]


def pictures(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [data for data in (picture(output) for output in outputs) if data]


def picture(output):
    """An output's picture in base64, a PNG file or, where that would be large, a JPEG file."""
    data = output.get("data", {})
    return data.get("image/png") or data.get("image/jpeg")


def picture_size(text):
    """Width and height of a picture in base64."""
    data = base64.b64decode(text)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return struct.unpack(">II", data[16:24])
    assert data.startswith(b"\xff\xd8")
    place = 2
    while not 0xC0 <= data[place + 1] <= 0xC2:  # the segment that begins a frame
        place += 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
    return struct.unpack(">HH", data[place + 5 : place + 9])[::-1]


def rich(cell):
    """The kinds of a cell's outputs but for streams, each with its MIME types and its picture's size."""
    found = []
    for output in cell.outputs:
        if output.output_type == "stream":
            continue
        data = output.get("data", {})
        size = picture_size(picture(output)) if picture(output) else None
        if not FULL and "scrub(" in cell.source:  # a strip with a picture for each step
            size = None
        # Whether a picture is small enough for PNG depends on the steps.
        types = sorted("an image" if type in ("image/png", "image/jpeg") else type for type in data)
        found.append((output.output_type, types, size))
    return found


def text(cell):
    """What a cell printed, and the plain text of its results without a picture; times are left out."""
    streams = "".join(output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stdout")
    results = [
        output.data["text/plain"] for output in cell.outputs
        if output.output_type == "execute_result" and set(output.data) == {"text/plain"}]
    if "end-start" in cell.source:  # the paper's own way to show one: a number without a unit
        results = ["a time"]
    return TIME.sub("a time", "\n".join([streams, *results]))


def words(written):
    return NUMBER.sub("#", written)


def numbers(written):
    return [float(number) for number in NUMBER.findall(written)]


def test_there_are_examples():
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05", "06"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path, executed):
    assert len(pictures(executed(path))) >= 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_saved_outputs_are_complete(path):
    """The notebook in the repository shows on a web page what it shows when it runs: every code cell has run."""
    notebook = nbformat.read(path, as_version=4)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert len(pictures(notebook)) >= 2
    assert not any(output.output_type == "error" for cell in notebook.cells for output in cell.get("outputs", []))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_saved_outputs_are_those_of_a_run(path, executed):
    saved, fresh = code_cells(nbformat.read(path, as_version=4)), code_cells(executed(path))
    assert [cell.source for cell in saved] == [cell.source for cell in fresh]
    for place, (before, now) in enumerate(zip(saved, fresh)):
        where = f"code cell {place}: {before.source.splitlines()[0]}"
        if "pretrained(" in before.source:  # it says which network it took, and why, where none was named
            before_text, now_text = "", ""
        else:
            before_text, now_text = text(before), text(now)
        assert rich(before) == rich(now), where
        assert words(before_text) == words(now_text), where
        if FULL:
            for a, b in zip(numbers(before_text), numbers(now_text)):
                assert math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=1e-3), where
