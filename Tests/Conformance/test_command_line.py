"""The command line: installing, running files, and how it fails."""
import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import nbformat
import pytest

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DREAMKIT", PACKAGE / ".build/debug/dreamkit")).resolve()
LOGOS = {"logo-32x32.png", "logo-64x64.png", "logo-svg.svg"}

ENDLESS_DREAM = """
base_model = InceptionV3(include_top=False, weights=None)
deepdream = DeepDream(Model(inputs=base_model.input, outputs=[base_model.get_layer('mixed0').output]))
show(sample_image(90, 80))
print('ready')
dream = run_deep_dream_simple(img=sample_image(120, 90), steps=100000)
"""


@pytest.fixture
def home(tmp_path):
    """An environment in which nothing of this user's can be reached."""
    places = {"HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"]}
    (tmp_path / "home").mkdir()
    return places


def dreamkit(home, *words, binary=BINARY, code=0):
    done = subprocess.run([binary, *words], env=home, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    return done


@pytest.mark.parametrize("way", ["user", "prefix", "sys-prefix", "default"])
def test_install_and_uninstall(home, tmp_path, way):
    words = [] if way == "default" else ["--prefix", str(tmp_path / "p")] if way == "prefix" else [f"--{way}"]
    if way == "sys-prefix":
        home["VIRTUAL_ENV"] = str(tmp_path / "p")
    root = tmp_path / ("p/share/jupyter" if "prefix" in way else "home/.local/share/jupyter")
    done = dreamkit(home, "install", *words)
    folder = root / "kernels/dreamkit"
    assert str(folder) in done.stdout and done.stderr == ""
    assert {p.name for p in folder.iterdir()} == LOGOS | {"kernel.json"}
    spec = json.loads((folder / "kernel.json").read_text())
    assert spec["argv"] == [str(BINARY), "kernel", "-f", "{connection_file}"]
    assert (spec["display_name"], spec["interrupt_mode"]) == ("DreamKit", "message")
    dreamkit(home, "uninstall", *words)
    assert not folder.exists()
    assert "kernel.json" in dreamkit(home, "uninstall", *words, code=1).stderr


def test_install_under_another_name(home, tmp_path):
    names = ["--name", "dream-2", "--display-name", 'Dreams "on" two cores']
    dreamkit(home, "install", *names, "--env", "OMP_NUM_THREADS", "2", "--env", "A", "b=c")
    folder = tmp_path / "home/.local/share/jupyter/kernels/dream-2"
    spec = json.loads((folder / "kernel.json").read_text())
    assert spec["display_name"] == 'Dreams "on" two cores'
    assert spec["env"] == {"GOMP_SPINCOUNT": "10000", "OMP_NUM_THREADS": "2", "A": "b=c"}
    dreamkit(home, "uninstall", "--name", "dream-2")
    assert not folder.exists()


def test_versions_stand_side_by_side(home, tmp_path):
    """Each under a name of its own, and told apart in Jupyter's menus."""
    kernels = tmp_path / "home/.local/share/jupyter/kernels"
    dreamkit(home, "install")
    dreamkit(home, "install", "--name", "dreamkit-0.1")
    names = {p.name: json.loads((p / "kernel.json").read_text())["display_name"] for p in kernels.iterdir()}
    assert names == {"dreamkit": "DreamKit", "dreamkit-0.1": "DreamKit (dreamkit-0.1)"}
    dreamkit(home, "uninstall", "--name", "dreamkit-0.1")
    assert [p.name for p in kernels.iterdir()] == ["dreamkit"]


def test_other_kernels_are_never_touched(home, tmp_path):
    file = tmp_path / "home/.local/share/jupyter/kernels/python3/kernel.json"
    file.parent.mkdir(parents=True)
    for text in ['{"argv": ["python"], "language": "python"}', "{"]:
        file.write_text(text)
        for command in ["install", "uninstall"]:
            assert "choose another name" in dreamkit(home, command, "--name", "python3", code=2).stderr
        assert file.read_text() == text and len(list(file.parent.iterdir())) == 1


@pytest.mark.parametrize(
    "words",
    [["--name", "../x"], ["--name", ""], ["--wrong"], ["--env", "A"], ["--prefix"], ["--prefix", ""], ["--env", "A=b", "c"],
     ["--env", "1", "c"], ["--user", "--sys-prefix"], ["--display-name", ""]])
def test_install_refuses(home, tmp_path, words):
    dreamkit(home, "install", *words, code=2)
    assert not list((tmp_path / "home").rglob("kernel.json"))


def test_a_relocated_program_finds_its_logos(home, tmp_path):
    binary = tmp_path / "usr/bin/dreamkit"
    binary.parent.mkdir(parents=True)
    shutil.copy(BINARY, binary)
    done = dreamkit(home, "install", binary=binary)
    assert "logo" in done.stderr and len(done.stderr.splitlines()) == 1
    folder = tmp_path / "home/.local/share/jupyter/kernels/dreamkit"
    assert [p.name for p in folder.iterdir()] == ["kernel.json"]
    shutil.copytree(PACKAGE / "kernelspec", tmp_path / "usr/share/dreamkit/kernelspec")
    assert dreamkit(home, "install", binary=binary).stderr == ""
    assert {p.name for p in folder.iterdir()} == LOGOS | {"kernel.json"}
    assert json.loads((folder / "kernel.json").read_text())["argv"][0] == str(binary)


def test_a_relocated_program_finds_dreamnet(home, tmp_path):
    binary = tmp_path / "usr/bin/dreamkit"
    binary.parent.mkdir(parents=True)
    shutil.copy(BINARY, binary)
    script = tmp_path / "a.dream"
    script.write_text("len(DreamNet().layers) > 300\n")
    missing = dreamkit(home, "run", script, binary=binary, code=1).stderr
    assert "dreamnet.h5" in missing and "DREAMKIT_SHARE" in missing
    shutil.copytree(PACKAGE / "models", tmp_path / "usr/share/dreamkit/models")
    assert dreamkit(home, "run", script, binary=binary).stdout == "True\n"
    assert str(tmp_path / "usr/share/dreamkit/models") in dreamkit(home, "models", binary=binary).stdout
    (tmp_path / "usr").rename(tmp_path / "elsewhere")
    assert dreamkit(home, "run", script, binary=tmp_path / "elsewhere/bin/dreamkit").stdout == "True\n"


def test_a_taken_port_is_a_failure(home, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ports = {f"{name}_port": port for name in ["shell", "control", "iopub", "stdin", "hb"]}
        file = tmp_path / "connection.json"
        file.write_text(json.dumps(ports | {"ip": "127.0.0.1", "transport": "tcp", "key": "k"}))
        done = dreamkit(home, "kernel", "-f", file, code=1)
    assert f"tcp://127.0.0.1:{port}" in done.stderr and len(done.stderr.splitlines()) == 1


def test_run_writes_the_pictures_that_stay(home, tmp_path):
    script = tmp_path / "a.dream"
    loop = "for i in range(3):\n  clear_output(wait=True)\n  show(sample_image(60 + i, 50))\n"
    script.write_text(f"print('one')\n{loop}6 * 7\n")
    done = dreamkit(home, "run", script, "--out", tmp_path / "out")
    assert done.stdout.split() == ["one", "42", str(tmp_path / "out/picture-001.png")]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["picture-001.png"]


def test_run_says_where_a_script_fails(home, tmp_path):
    script = tmp_path / "a.dream"
    script.write_text("show(sample_image(60, 50))\nno_such_name\n")
    done = dreamkit(home, "run", script, "--out", tmp_path / "out", code=1)
    assert "NameError" in done.stderr and "line 2" in done.stderr
    assert (tmp_path / "out/picture-001.png").exists()


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_run_keeps_the_pictures_reached(home, tmp_path, signum):
    script = tmp_path / "a.dream"
    script.write_text(ENDLESS_DREAM)
    command = [BINARY, "run", script, "--out", tmp_path / "out"]
    with subprocess.Popen(command, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout.readline() == "ready\n"
        time.sleep(1)
        run.send_signal(signum)
        _, errors = run.communicate(timeout=30)
    assert run.returncode == 130 and "Interrupted" in errors
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"picture-001.png", "picture-002.png"}


def notebook(tmp_path, *sources, name="a.ipynb"):
    """A notebook of code cells, the first tagged as parameters, behind a text; the last has an old output."""
    cells = [nbformat.v4.new_markdown_cell("# A dream"), *map(nbformat.v4.new_code_cell, sources)]
    cells[1].metadata = {"tags": ["parameters"], "collapsed": True}
    cells[-1].outputs = [nbformat.v4.new_output("stream", text="old")]
    kernelspec = {"name": "dreamkit", "display_name": "DreamKit", "language": "dreamkit"}
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec, "mine": {"a": [1, 0.5, None]}})
    path = tmp_path / "books" / name
    path.parent.mkdir(exist_ok=True)
    nbformat.write(made, path)
    return path


def read(path):
    made = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(made)
    assert path.read_text() == nbformat.writes(made) + "\n"  # laid out as Jupyter saves it
    return made


def test_run_writes_the_notebook_with_its_outputs(home, tmp_path):
    source = notebook(
        tmp_path, "n = 1", "print('one')\nprint('two', n)", "save(sample_image(60, 50), 'here.png')\nshow(load('here.png'))",
        "clear_output()\nn * 2")
    before = source.read_bytes()
    done = dreamkit(home, "run", source, "--out", tmp_path / "out", "-p", "n", "3")
    assert done.stdout.split()[-2:] == [str(tmp_path / "out" / name) for name in ("picture-001.png", "a.ipynb")]
    assert source.read_bytes() == before and (source.parent / "here.png").exists()
    made, was = read(tmp_path / "out/a.ipynb"), nbformat.read(source, as_version=nbformat.NO_CONVERT)
    assert made.metadata == was.metadata and made.nbformat_minor == was.nbformat_minor
    injected = made.cells.pop(2)
    assert injected.metadata.tags == ["injected-parameters"] and injected.source == "# Parameters\nn = 3"
    assert [(c.id, c.source, c.metadata) for c in made.cells] == [(c.id, c.source, c.metadata) for c in was.cells]
    assert [c.execution_count for c in made.cells[1:]] == [1, 3, 4, 5] and injected.execution_count == 2
    assert made.cells[2].outputs == [nbformat.v4.new_output("stream", text="one\ntwo 3\n")]
    picture = made.cells[3].outputs[0]
    assert picture.output_type == "display_data" and picture.metadata["image/png"] == {"width": 60, "height": 50}
    assert base64.b64decode(picture.data["image/png"]) == (tmp_path / "out/picture-001.png").read_bytes()
    assert made.cells[4].outputs[0].output_type == "execute_result" and made.cells[4].outputs[0].data["text/plain"] == "6"


def test_run_writes_the_notebook_up_to_the_cell_that_failed(home, tmp_path):
    source = notebook(tmp_path, "show(sample_image(60, 50))", "no_such_name", "print('never')")
    dreamkit(home, "run", source, "--out", tmp_path / "out", code=1)
    cells = read(tmp_path / "out/a.ipynb").cells
    assert cells[2].outputs[0].output_type == "error" and cells[2].outputs[0].ename == "NameError"
    assert (cells[3].execution_count, cells[3].outputs) == (None, [])


def test_run_writes_large_figures_as_jpeg(home, tmp_path):
    source = notebook(tmp_path, "n = 1", "grid([deprocess(random_uniform((250, 250, 3), -1, 1, seed=n)) for n in range(2)])")
    done = dreamkit(home, "run", source, "--out", tmp_path / "out")
    assert str(tmp_path / "out/picture-001.jpg") in done.stdout.split()
    data = read(tmp_path / "out/a.ipynb").cells[2].outputs[0].data
    assert base64.b64decode(data["image/jpeg"]) == (tmp_path / "out/picture-001.jpg").read_bytes() and "image/png" not in data


def test_run_keeps_one_picture_of_each_dream(home, tmp_path):
    dream = "base_model = InceptionV3(weights=None)\ndeepdream = DeepDream(Model(outputs=base_model.get_layer('mixed0').output))\n"
    source = notebook(tmp_path, "steps = 2", dream + "dream = run_deep_dream_simple(sample_image(90, 80), steps=steps)")
    dreamkit(home, "run", source, "--out", tmp_path / "out")
    outputs = read(tmp_path / "out/a.ipynb").cells[2].outputs
    assert ["image/png" in output.get("data", {}) for output in outputs] == [True, False]
    assert outputs[1].text.startswith("Step 2, loss ")


def test_run_never_writes_over_the_notebook(home, tmp_path):
    source = notebook(tmp_path, "6 * 7")
    before = source.read_bytes()
    dreamkit(home, "run", source)
    assert [path.name for path in source.parent.iterdir()] == ["a.ipynb"] and source.read_bytes() == before
    done = dreamkit(home, "run", source, "--out", source.parent)
    assert source.read_bytes() == before
    assert read(source.parent / "a.executed.ipynb").cells[1].outputs[0].data["text/plain"] == "42"
    assert "a.executed.ipynb" in done.stdout


def test_run_replaces_parameters_of_an_earlier_time(home, tmp_path):
    source = notebook(tmp_path, "n = 1", "n")
    dreamkit(home, "run", source, "--out", tmp_path / "one", "-p", "n", "2")
    dreamkit(home, "run", tmp_path / "one/a.ipynb", "--out", tmp_path / "two", "-p", "n", "[3, -0.5]")
    cells = read(tmp_path / "two/a.ipynb").cells
    assert len(cells) == 4 and cells[3].outputs[0].data["text/plain"] == "[3, -0.5]"


def test_run_refuses_what_is_no_notebook(home, tmp_path):
    for text in ["", "{}", '{"nbformat": 3, "cells": []}', "[1]"]:
        (tmp_path / "a.ipynb").write_text(text)
        done = dreamkit(home, "run", tmp_path / "a.ipynb", "--out", tmp_path / "out", code=1)
        assert "a.ipynb' is no notebook of format 4" in done.stderr
    assert not (tmp_path / "out").exists()


def test_run_gives_parameters_to_scripts(home, tmp_path):
    script = tmp_path / "a.dream"
    script.write_text("print(n, name, sizes)")
    words = ["-p", "n", "1e-3", "-p", "name", "it's None", "-p", "sizes", "(1, [2, True])"]
    assert dreamkit(home, "run", script, *words).stdout == "0.001 it's None (1, [2, True])\n"
    assert "'if' is no name" in dreamkit(home, "run", script, "-p", "if", "1", code=2).stderr
    assert "-p n needs a value" in dreamkit(home, "run", script, "-p", "n", code=2).stderr


def test_help_tells_about_the_language(home):
    overview = dreamkit(home, "help").stdout
    assert "IMAGES" in overview and "  resize(img, shape): " in overview
    page = dreamkit(home, "help", "resize").stdout
    assert page.startswith("resize(img, shape)\n") and page == dreamkit(home, "help", "tf.image.resize").stdout
    assert dreamkit(home, "help", "resize", "--markdown").stdout.startswith("# `resize(img, shape)`\n")
    assert dreamkit(home, "help", "--markdown").stdout == (PACKAGE / "docs/reference.md").read_text()
    assert "Did you mean 'resize'?" in dreamkit(home, "help", "resiz", code=1).stderr
    assert "does not know '--html'" in dreamkit(home, "help", "--html", code=2).stderr


@pytest.mark.parametrize("command, words", [
    ("kernel", ["-f FILE"]), ("install", ["--user", "--prefix DIR", "--sys-prefix", "--name", "--display-name", "--env NAME VALUE"]),
    ("uninstall", ["--user", "--prefix DIR", "--sys-prefix", "--name NAME"]), ("run", ["--out DIR", "-p NAME VALUE"]),
    ("models", []), ("help", ["--markdown"]),
])
def test_each_command_tells_about_itself(home, command, words):
    """With --help nothing is done, and each word of the command stands on a line of its own."""
    page = dreamkit(home, command, "--help").stdout
    assert page == dreamkit(home, command, "-h").stdout and page.startswith(f"dreamkit {command}")
    assert all(any(line.startswith(f"  {word}") for line in page.splitlines()) for word in words)
    assert page.splitlines()[0] in dreamkit(home, "--help").stdout
    assert not list((Path(home["HOME"])).rglob("*"))


def test_the_log_tells_what_it_is_asked_for(home, tmp_path):
    (tmp_path / "a.dream").write_text("download('http://127.0.0.1:1/cat.jpg')\n")
    run = ["run", str(tmp_path / "a.dream")]
    assert "cat.jpg: status" not in dreamkit(home, *run, code=1).stderr
    told = dreamkit({**home, "DREAMKIT_LOG": "wire=debug,downloads=info"}, *run, code=1).stderr
    assert " downloads info: cat.jpg: status 0, libcurl's code 7" in told
    assert "does not know 'loud'" in dreamkit({**home, "DREAMKIT_LOG": "loud"}, *run, code=1).stderr


def test_a_wrong_word_names_the_help_of_its_command(home):
    assert "See 'dreamkit install --help'." in dreamkit(home, "install", "--everywhere", code=2).stderr
    assert "See 'dreamkit --help'." in dreamkit(home, "instal", code=2).stderr


@pytest.mark.parametrize("code, library", [
    ("DreamNet()", "libhdf5"), ("download('http://127.0.0.1:1/cat.jpg')", "libcurl"),
])
def test_a_missing_library_is_named(home, tmp_path, code, library):
    """The libraries that are opened late are hidden behind files that are none."""
    for name in ["libcurl.so.4", "libhdf5.so", *(f"libhdf5_serial.so{end}" for end in ("", ".103", ".200", ".310"))]:
        (tmp_path / name).write_text("no library")
    (tmp_path / "a.dream").write_text(f"print('before')\n{code}\n")
    places = {**home, "LD_LIBRARY_PATH": str(tmp_path)}
    done = dreamkit(places, "run", str(tmp_path / "a.dream"), code=1)
    assert done.stdout == "before\n" and f"because the library {library} is missing." in done.stderr
    assert "Install it" in done.stderr
