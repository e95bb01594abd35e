"""The Debian package: what it holds. `make test-deb` installs it in a clean system."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DREAMKIT", PACKAGE / ".build/debug/dreamkit")).resolve()
MAKE_DEB = PACKAGE / "Scripts/make-deb"

# Packing takes the longest, and is dpkg's own.
QUICKLY = {**os.environ, "DPKG_DEB_COMPRESSOR_TYPE": "none"}

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-shlibdeps"), reason="dpkg-dev is not installed; 'make deb' installs it.")


@pytest.fixture(scope="module")
def deb(tmp_path_factory):
    made = subprocess.run(
        [sys.executable, MAKE_DEB, BINARY, tmp_path_factory.mktemp("deb")], env=QUICKLY, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    return Path(made.stdout.strip())


def field(deb, name):
    return subprocess.run(["dpkg-deb", "--field", deb, name], check=True, capture_output=True, text=True).stdout.strip()


def test_it_depends_on_its_libraries_also_on_those_that_are_opened_late(deb):
    needed = field(deb, "Depends")
    for library in ("libzmq5", "libdnnl", "libsqlite3-0", "libcurl4", "libhdf5-103"):
        assert library in needed
    version = subprocess.run([BINARY, "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
    assert field(deb, "Version") == version and deb.name == f"dreamkit_{version}_{field(deb, 'Architecture')}.deb"


def test_jupyter_finds_the_kernel_where_it_lies(deb, tmp_path):
    subprocess.run(["dpkg-deb", "--extract", deb, tmp_path], check=True)
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    kernel = "usr/share/jupyter/kernels/dreamkit"
    assert {f"{kernel}/kernel.json", f"{kernel}/logo-svg.svg", "usr/bin/dreamkit", "usr/share/dreamkit/models/dreamnet.h5",
            "usr/share/man/man1/dreamkit.1.gz", "usr/share/doc/dreamkit/copyright"} <= files
    assert '"/usr/bin/dreamkit"' in (tmp_path / kernel / "kernel.json").read_text()
    # The program finds what lies beside it, wherever that is.
    done = subprocess.run([tmp_path / "usr/bin/dreamkit", "models"], check=True, capture_output=True, text=True)
    assert str(tmp_path) in done.stdout


def test_it_is_reproducible(deb, tmp_path):
    subprocess.run([sys.executable, MAKE_DEB, BINARY, tmp_path], env=QUICKLY, check=True, capture_output=True)
    assert (tmp_path / deb.name).read_bytes() == deb.read_bytes()
