"""Each example runs from beginning to end in a real Jupyter client, and leaves the pictures that it promises."""
import base64
import os
import subprocess
from pathlib import Path

import nbformat
import papermill
import pytest

PACKAGE = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((PACKAGE / "examples").glob("*.ipynb"))


@pytest.fixture(scope="session", autouse=True)
def kernelspec(tmp_path_factory):
    binary = os.environ.get("DREAMKIT", str(PACKAGE / ".build/release/dreamkit"))
    prefix = tmp_path_factory.mktemp("prefix")
    subprocess.run([binary, "install", "--prefix", str(prefix)], check=True)
    os.environ["JUPYTER_PATH"] = str(prefix / "share/jupyter")


def pictures(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {})]


def test_there_are_examples():
    assert len(NOTEBOOKS) >= 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path, tmp_path):
    done = papermill.execute_notebook(
        str(path), str(tmp_path / path.name), parameters={"steps": 2, "max_dim": 240}, kernel_name="dreamkit",
        language="python", cwd=str(PACKAGE / "examples"), progress_bar=False)
    found = pictures(done)
    assert len(found) >= 2
    for picture in found:
        assert base64.b64decode(picture).startswith(b"\x89PNG")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_saved_outputs_are_complete(path):
    """The notebook in the repository shows on a web page what it shows when it runs: every code cell has run."""
    notebook = nbformat.read(path, as_version=4)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert len(pictures(notebook)) >= 2
    assert not any(output.output_type == "error" for cell in notebook.cells for output in cell.get("outputs", []))
