"""The history of several kernels in one file, through a real client."""
import os
import sqlite3
import stat
import time

import pytest
from jupyter_client.manager import start_new_kernel

from test_kernel_behaviour import reply_to, run


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "own/history.sqlite"
    monkeypatch.setenv("DREAMKIT_HISTORY", str(path))
    return path


def kernel_after(*cells):
    manager, client = start_new_kernel(kernel_name="dreamkit")
    for cell in cells:
        run(client, cell)
    return manager, client


def ask(client, **request):
    return reply_to(client, client.history(**request))["content"]["history"]


def end(manager, client):
    client.stop_channels()
    manager.shutdown_kernel()


def test_cells_are_kept_across_restarts(file):
    manager, client = kernel_after("a = 6", "a * 7")
    manager.restart_kernel()
    client.wait_for_ready(timeout=10)
    run(client, "'after'")
    assert ask(client, hist_access_type="tail", n=10) == [
        [1, 1, "a = 6"], [1, 2, "a * 7"], [2, 1, "'after'"]]
    assert ask(client, hist_access_type="range", session=-1, start=2, stop=3, output=True) == [
        [1, 2, ["a * 7", "42"]]]
    assert ask(client, hist_access_type="search", pattern="a [*] ?") == [[1, 2, "a * 7"]]
    end(manager, client)
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    # The tables are IPython's.
    rows = sqlite3.connect(file).execute("SELECT session, line, source_raw FROM history").fetchall()
    assert rows == [(1, 1, "a = 6"), (1, 2, "a * 7"), (2, 1, "'after'")]


def test_what_is_not_to_be_stored_is_not(file):
    manager, client = kernel_after("1")
    run(client, "2", store_history=False)
    run(client, "3", silent=True)
    run(client, "4")
    assert ask(client, hist_access_type="tail", n=10) == [[1, 1, "1"], [1, 2, "4"]]
    end(manager, client)


def test_several_kernels_write_at_once(file):
    kernels = [kernel_after() for _ in range(3)]
    for number in range(20):
        requests = [(client, client.execute(str(number))) for _, client in kernels]
        for client, request in requests:
            assert reply_to(client, request)["content"]["status"] == "ok"
    assert len(ask(kernels[0][1], hist_access_type="tail", n=100)) == 60
    for kernel in kernels:
        end(*kernel)


def test_a_broken_file_breaks_nothing(file, capfd):
    file.parent.mkdir()
    file.write_bytes(b"no database" * 100)
    manager, client = kernel_after("1", "2")
    assert ask(client, hist_access_type="tail", n=10) == [[1, 1, "1"], [1, 2, "2"]]
    end(manager, client)
    assert file.read_bytes() == b"no database" * 100
    time.sleep(0.1)
    assert capfd.readouterr().err.count("cannot be used") == 1
