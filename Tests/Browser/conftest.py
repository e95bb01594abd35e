"""A real JupyterLab with the kernel under test, and a headless Chromium that looks at it."""
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import sync_playwright

from lab import Lab

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DREAMKIT", PACKAGE / ".build/release/dreamkit")).resolve()
# Where the pictures of the screen go.
SCREENS = Path(os.environ.get("SCREENS", PACKAGE / "out/browser"))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The notebooks: the first example with few steps and without outputs, and one for each test, of cells of its own."""
    folder = tmp_path_factory.mktemp("notebooks")
    example = nbformat.read(PACKAGE / "examples/01-first-dream.ipynb", as_version=4)
    for cell in example.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = cell.source.replace("steps = 30", "steps = 6").replace("max_dim = 400", "max_dim = 200")
    nbformat.write(example, folder / "example.ipynb")
    return folder


@pytest.fixture(scope="session")
def server(folder, tmp_path_factory):
    """The address of a JupyterLab of its own, which knows no other kernel than the one under test."""
    place = tmp_path_factory.mktemp("jupyter")
    subprocess.run([BINARY, "install", "--prefix", place], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {
        "HOME": str(place), "PATH": os.environ["PATH"], "JUPYTER_PATH": str(place / "share/jupyter"),
        "JUPYTER_CONFIG_DIR": str(place / "config"), "JUPYTERLAB_SETTINGS_DIR": str(place / "settings"),
    }
    settings = place / "settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser", f"--ServerApp.root_dir={folder}",
        f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password=",
    ]
    with open(place / "log", "w") as log:
        process = subprocess.Popen(command, env=variables, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/api/status", timeout=5)
                break
            except OSError:
                assert process.poll() is None, (place / "log").read_text()
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser():
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("There is no Chromium; 'apt install chromium' brings it.")
    with sync_playwright() as playwright:
        # Without its sandbox, which root and many containers do not have; it sees this machine's own pages only.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def lab(server, browser, folder, request):
    """A window on JupyterLab; what it showed last is kept as a picture, also where the test fails."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": 1500, "height": 950})
    lab = Lab(page, server, folder, SCREENS, request.node.name)
    yield lab
    lab.screen("last")
    lab.close()
