"""The wheel: what it holds, and that `pip install` of it is all that a notebook user needs."""
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DREAMKIT", PACKAGE / ".build/debug/dreamkit")).resolve()
MAKE_WHEEL = PACKAGE / "Scripts/make-wheel"
# What the wheel leaves to the system: the C library.
OF_THE_SYSTEM = ("linux-vdso", "/lib64/ld-linux", "libc.so", "libm.so", "libpthread.so", "libresolv.so", "libdl.so", "librt.so")

CELLS = """
import sys, nbformat
from nbclient import NotebookClient
cells = ["show(sample_image(60, 50))", "d = run_deep_dream_simple(sample_image(90, 80), model=Model(outputs=DreamNet().get_layer('mixed2').output), steps=2)\\nd.shape"]
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
NotebookClient(notebook, kernel_name="dreamkit", timeout=120).execute()
nbformat.write(notebook, sys.argv[1])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    made = subprocess.run([sys.executable, MAKE_WHEEL, BINARY, folder], capture_output=True, text=True)
    if "'make build' links it" in made.stderr:
        pytest.skip("The program under test was not linked for a wheel; 'make build' does it.")
    assert made.returncode == 0, made.stderr
    return Path(made.stdout.strip())


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """A new environment with a Jupyter client, without another kernel, and with the wheel; it is never made active."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "nbclient==0.11.0", "jupyter_client==8.10.0"], check=True)
    subprocess.run([*pip, "--no-index", wheel], check=True)
    return folder


@pytest.fixture
def places(tmp_path):
    """The variables of somebody at whose home and on whose path nothing of DreamKit is."""
    return {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "IPYTHONDIR": str(tmp_path)}


def test_the_wheel_is_well_formed(wheel):
    assert wheel.name.startswith("dreamkit_kernel-") and "-py3-none-manylinux_2_" in wheel.name
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        info = next(name for name in names if name.endswith("/WHEEL")).split("/")[0]
        recorded = [line.split(",")[0] for line in archive.read(f"{info}/RECORD").decode().splitlines()]
        licences = [name for name in names if name.startswith(f"{info}/licenses/")]
    assert sorted(recorded) == sorted(names)
    # As Debian and Ubuntu name them.
    for package in (r"libdnnl\d", r"libzmq5", r"libhdf5-103-1(t64)?", r"libcurl4(t64)?"):
        assert any(re.fullmatch(f"{info}/licenses/{package}/copyright", name) for name in licences), package
    assert f"{info}/licenses/common-licenses/LGPL-3" in licences and f"{info}/licenses/LICENSE" in licences


def test_the_wheel_is_reproducible(wheel, tmp_path):
    subprocess.run([sys.executable, MAKE_WHEEL, BINARY, tmp_path], check=True, capture_output=True)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_it_brings_its_libraries(environment, places):
    lines = subprocess.run(["ldd", environment / "bin/dreamkit"], env=places, capture_output=True, text=True).stdout
    foreign = [line for line in lines.splitlines() if str(environment) not in line]
    assert [line for line in foreign if not line.strip().startswith(OF_THE_SYSTEM)] == []


def test_it_brings_the_libraries_that_are_opened_late(environment, places, tmp_path):
    (tmp_path / "a.dream").write_text("DreamNet()\ndownload('http://127.0.0.1:1/a.png')\n")
    watched = {**places, "LD_DEBUG": "files", "LD_DEBUG_OUTPUT": str(tmp_path / "opened")}
    done = subprocess.run([environment / "bin/dreamkit", "run", tmp_path / "a.dream"], env=watched, capture_output=True, text=True)
    assert "NetworkError" in done.stderr, done.stderr
    log = "".join(path.read_text() for path in tmp_path.glob("opened.*"))
    opened = {line.split()[-1] for line in log.splitlines() if "calling init:" in line}
    assert {"libcurl.so.4", "libhdf5_serial.so.103"} <= {Path(path).name for path in opened}
    foreign = {path for path in opened if not path.startswith(str(environment))}
    assert {Path(path).name for path in foreign if not Path(path).name.startswith(OF_THE_SYSTEM + ("ld-linux",))} == set()


def test_jupyter_knows_the_kernel(environment, places):
    list_kernels = [environment / "bin/jupyter", "kernelspec", "list", "--json"]
    found = json.loads(subprocess.run(list_kernels, env=places, check=True, capture_output=True, text=True).stdout)
    spec = found["kernelspecs"]["dreamkit"]
    assert spec["resource_dir"].startswith(str(environment))
    assert sorted(path.name for path in Path(spec["resource_dir"]).iterdir()) == [
        "kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]
    missing = subprocess.run([*list_kernels, "--missing"], env=places, check=True, capture_output=True, text=True)
    assert "dreamkit" not in json.loads(missing.stdout)["kernelspecs"]


def test_a_notebook_runs(environment, places, tmp_path):
    """With the environment's Python called by its path: its `bin` is not searched for programs."""
    run = [environment / "bin/python", "-c", CELLS, tmp_path / "out.ipynb"]
    subprocess.run(run, env=places, check=True, timeout=300)
    picture, dream = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert "image/png" in picture.outputs[0].data
    assert dream.outputs[-1].data["text/plain"] == "(80, 90, 3)"


def test_it_can_be_installed_for_another_jupyter(environment, places, tmp_path):
    program = environment / "bin/dreamkit"
    subprocess.run([program, "install", "--user"], env=places, check=True)
    spec = json.loads((tmp_path / ".local/share/jupyter/kernels/dreamkit/kernel.json").read_text())
    assert spec["argv"][0] == str(program)
    subprocess.run([program, "install", "--sys-prefix", "--name", "second"], env=places, check=True)
    assert (environment / "share/jupyter/kernels/second/kernel.json").exists()


def test_nothing_is_left_behind(environment):
    """The last test of the environment: it takes the wheel out."""
    subprocess.run([environment / "bin/dreamkit", "uninstall", "--sys-prefix", "--name", "second"],
                   env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere"}, check=False)
    subprocess.run([environment / "bin/pip", "uninstall", "--quiet", "--yes", "dreamkit-kernel"], check=True)
    left = [path for name in ("bin", "lib", "share") for path in (environment / name).rglob("*dreamkit*") if path.is_file()]
    assert left == []
