"""Installs the kernel under test, named by the variable DREAMKIT, where only these tests see it, and starts it."""
import os
import subprocess
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

PACKAGE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def kernelspec(tmp_path_factory):
    binary = os.environ.get("DREAMKIT", str(PACKAGE / ".build/debug/dreamkit"))
    prefix = tmp_path_factory.mktemp("prefix")
    subprocess.run([binary, "install", "--prefix", str(prefix)], check=True)
    os.environ["JUPYTER_PATH"] = str(prefix / "share/jupyter")
    os.environ["DREAMKIT_HISTORY"] = str(prefix / "history.sqlite")
    yield prefix


@pytest.fixture
def kernel():
    """A kernel and its client."""
    manager, client = start_new_kernel(kernel_name="dreamkit")
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)
