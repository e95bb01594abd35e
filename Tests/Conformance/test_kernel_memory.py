"""What an idle kernel does without, and dreams that cannot fit the memory."""
import resource
from pathlib import Path

import pytest

from test_kernel_behaviour import run

MODEL = "model = Model(outputs=DreamNet().get_layer('mixed10').output)"
LARGE = "large = zeros_like(resize(sample_image(60, 40), (2000, 3000)))"


def libraries(manager):
    """The names of the libraries that the kernel has opened."""
    maps = Path(f"/proc/{manager.provisioner.pid}/maps").read_text()
    return {line.split("/")[-1].split(".so")[0] for line in maps.splitlines() if ".so" in line}


def test_libraries_are_opened_when_they_are_needed(kernel, tmp_path, monkeypatch):
    manager, client = kernel
    run(client, "1 + 1")
    assert "libzmq" in libraries(manager)
    assert not libraries(manager) & {"libcurl", "libhdf5_serial", "libgnutls", "libldap"}
    assert run(client, "download('http://127.0.0.1:1/a.png')")[0]["ename"] == "NetworkError"
    assert "libcurl" in libraries(manager)
    # A file that is none is refused before the library is opened; one that only begins like one is not.
    (tmp_path / "weights.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(2000))
    assert run(client, f"DreamNet(weights='{tmp_path}/weights.h5')")[0]["ename"] == "FileError"
    assert "libhdf5_serial" in libraries(manager)


@pytest.mark.parametrize("dream, remedy", [
    ("run_deep_dream_simple(img=large, steps=1, model=model)", "smaller picture"),
    ("DeepDream(model)(preprocess_input(large), 1, 0.01)", "smaller picture"),
    ("run_deep_dream_with_octaves(img=large, steps_per_octave=1, tile_size=3000, model=model)", "tile_size"),
    ("TiledGradients(model)(preprocess_input(large), (2000, 3000), tile_size=3000)", "tile_size"),
    ("dream(large, model, octaves=1, steps=1, tile_size=3000)", "tile_size"),
    ("gradient(preprocess_input(large), model)", "tiles"),
    ("calc_loss(preprocess_input(large), model)", "tiles"),
])
def test_a_dream_that_cannot_fit_is_refused_in_a_sentence(kernel, dream, remedy):
    """The kernel lives on, and what fits is dreamt."""
    manager, client = kernel
    assert run(client, f"{MODEL}\n{LARGE}\nshow(run_deep_dream_simple(img=sample_image(90, 80), steps=1, model=model))")[0]["status"] == "ok"
    pid = manager.provisioner.pid
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + (700 << 20)
    resource.prlimit(pid, resource.RLIMIT_AS, (limit, limit))
    content, _ = run(client, dream)
    text = "\n".join(content["traceback"])
    assert content["status"] == "error" and " would take about " in text, text
    assert " MB are free." in text and remedy in text
    assert run(client, "run_deep_dream_simple(img=sample_image(90, 80), steps=1, model=model).shape")[0]["status"] == "ok"
