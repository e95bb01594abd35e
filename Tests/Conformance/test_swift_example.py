"""The Swift package in examples/swift: its program dreams, and its manifest names the library."""
import json
import os
import subprocess
from pathlib import Path

from PIL import Image

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DREAMKIT", PACKAGE / ".build/debug/dreamkit")).resolve().with_name("dream-example")


def test_the_example_dreams(tmp_path):
    Image.effect_noise((120, 90), 80).convert("RGB").save(tmp_path / "sky.png")
    environment = dict(os.environ, DREAMKIT_SHARE=str(PACKAGE))
    done = subprocess.run(
        [BINARY, "sky.png", "1"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "step 1 of 1, loss " in done.stdout
    dream = Image.open(tmp_path / "dream.png")
    assert dream.size == (120, 90) and dream.info["DreamKit"].startswith("DreamKit dream, record 1")


def test_the_manifest_depends_on_the_library():
    done = subprocess.run(
        ["swift", "package", "--package-path", PACKAGE / "examples/swift", "dump-package"],
        capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    (dependency,) = json.loads(done.stdout)["targets"][0]["dependencies"]
    assert dependency["product"][:2] == ["DreamKit", "DreamKit"]
