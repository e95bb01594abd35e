"""The Swift package in examples/swift: its program dreams, and its manifest names the library."""
import json
import os
import subprocess
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DREAMKIT", PACKAGE / ".build/debug/dreamkit")).resolve()
EXAMPLE = PACKAGE / ".build/debug/dream-example"


def test_the_example_dreams(tmp_path):
    (tmp_path / "sky.dream").write_text("save(sample_image(120, 90), 'sky.png')")
    subprocess.run([BINARY, "run", "sky.dream"], cwd=tmp_path, check=True, timeout=300)
    environment = dict(os.environ, DREAMKIT_SHARE=str(PACKAGE))
    done = subprocess.run(
        [EXAMPLE, "sky.png", "1"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "step 1 of 1, loss " in done.stdout
    # The size, and the record as a text entry.
    dream = (tmp_path / "dream.png").read_bytes()
    assert dream[16:24] == bytes([0, 0, 0, 120, 0, 0, 0, 90])
    assert b"DreamKit dream, record 1\n" in dream


def test_the_manifest_depends_on_the_library():
    done = subprocess.run(
        ["swift", "package", "--package-path", PACKAGE / "examples/swift", "dump-package"],
        capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (dependency,) = json.loads(done.stdout)["targets"][0]["dependencies"]
    assert dependency["product"][:2] == ["DreamKit", "DreamKit"]
