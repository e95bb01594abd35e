"""Control while busy, interrupts in every state, the end, crashes."""
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import psutil
import pytest
import zmq
from jupyter_client.manager import KernelManager, start_new_kernel

from test_command_line import BINARY
from test_kernel_behaviour import another_client, outputs_of, reply_to, run
from test_kernel_subshells import DREAM, control, endless, execute, stop


def value(client, expression):
    return run(client, "1", user_expressions={"it": expression})[0]["user_expressions"]["it"]["data"]["text/plain"]


def interrupt(manager, way):
    if way == "message":
        manager.interrupt_kernel()
    else:
        os.kill(manager.provisioner.pid, signal.SIGINT)


def is_running(pid):
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def ends_within(process, seconds):
    """How long a process takes to end."""
    begin = time.perf_counter()
    process.wait(seconds)
    return time.perf_counter() - begin


def test_control_is_answered_in_the_middle_of_a_dream(kernel):
    manager, client = kernel
    cell = endless(client, DREAM)
    time.sleep(1)
    slowest = 0
    for type in ["usage_request", "list_subshell_request", "kernel_info_request", "create_subshell_request"] * 5:
        begin = time.perf_counter()
        assert control(client, type)["status"] == "ok"
        slowest = max(slowest, time.perf_counter() - begin)
    heart = zmq.Context.instance().socket(zmq.REQ)
    heart.connect(f"tcp://{manager.ip}:{manager.hb_port}")
    for _ in range(5):
        begin = time.perf_counter()
        heart.send(b"beat")
        assert heart.poll(5000) and heart.recv() == b"beat"
        slowest = max(slowest, time.perf_counter() - begin)
    heart.close()
    print(f"slowest answer in a dream: {1000 * slowest:.0f} ms")
    assert slowest < 5
    stop(manager, client, cell)


def test_usage(kernel):
    manager, client = kernel
    run(client, "sum([i for i in range(200000)])")
    usage = control(client, "usage_request")
    assert usage["pid"] == manager.provisioner.pid and usage["hostname"] == socket.gethostname()
    process = psutil.Process(usage["pid"])
    assert abs(usage["kernel_memory"] - process.memory_info().rss) < 8e6
    assert usage["cpu_count"] == psutil.cpu_count() and usage["kernel_cpu"] > 0
    assert 0 <= usage["host_cpu_percent"] <= 100
    machine = usage["host_virtual_memory"]
    assert machine["total"] == psutil.virtual_memory().total and 0 < machine["percent"] < 100


@pytest.mark.parametrize("way", ["message", "signal"])
@pytest.mark.parametrize("code", ["while True: kept += 1", "sleep(1000)", DREAM, "input('?')"])
def test_an_interrupt_keeps_all_state(kernel, way, code):
    manager, client = kernel
    run(client, "kept = 5")
    request = client.execute(code, allow_stdin=True)
    while client.get_iopub_msg(timeout=30)["msg_type"] != "execute_input":
        pass
    time.sleep(0.5)
    interrupt(manager, way)
    assert reply_to(client, request)["content"]["ename"] == "Interrupted"
    outputs_of(client, request)
    assert int(value(client, "kept")) >= 5


@pytest.mark.parametrize("way", ["message", "signal"])
def test_interrupts_that_come_twice_or_to_nobody(kernel, way):
    manager, client = kernel
    run(client, "kept = 5")
    for _ in range(3):
        interrupt(manager, way)
    time.sleep(0.2)
    request = endless(client)
    interrupt(manager, way)
    interrupt(manager, way)
    assert reply_to(client, request)["content"]["ename"] == "Interrupted"
    outputs_of(client, request)
    time.sleep(0.2)
    assert value(client, "kept") == "5"


def test_an_interrupt_refuses_what_is_queued(kernel):
    manager, client = kernel
    request = endless(client)
    queued = [execute(client, f"ran_{number} = 1") for number in range(3)]
    time.sleep(0.2)
    manager.interrupt_kernel()
    assert reply_to(client, request)["content"]["ename"] == "Interrupted"
    for late in queued:
        assert reply_to(client, late)["content"]["status"] == "aborted"
    assert run(client, "ran_0", stop_on_error=False)[0]["status"] == "error"


def test_an_interrupt_reaches_subshells(kernel):
    manager, client = kernel
    subshell = control(client, "create_subshell_request")["subshell_id"]
    cells = [execute(client, "while True: a = 1"), execute(client, "while True: b = 1", subshell)]
    time.sleep(0.5)
    manager.interrupt_kernel()
    replies = [client.get_shell_msg(timeout=10) for _ in cells]
    assert {reply["parent_header"]["msg_id"] for reply in replies} == set(cells)
    assert {reply["content"]["ename"] for reply in replies} == {"Interrupted"}


@pytest.mark.parametrize("code", ["1", "while True: pass", "sleep(1000)", DREAM])
def test_shutdown_leaves_nothing(code, tmp_path):
    manager = KernelManager(kernel_name="dreamkit", connection_file=str(tmp_path / "kernel.json"))
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=20)
    process = psutil.Process(manager.provisioner.pid)
    execute(client, code)
    time.sleep(1)
    children = process.children(recursive=True)
    request = client.session.msg("shutdown_request", {"restart": False})
    begin = time.perf_counter()
    client.control_channel.send(request)
    manager.provisioner.process.wait(10)
    took = time.perf_counter() - begin
    print(f"shutdown: {1000 * took:.0f} ms")
    assert took < 2
    assert client.get_control_msg(timeout=5)["content"] == {"status": "ok", "restart": False}
    while client.get_iopub_msg(timeout=5)["msg_type"] != "shutdown_reply":
        pass
    assert manager.provisioner.process.returncode == 0
    assert not any(is_running(child.pid) for child in children)
    assert [path.name for path in tmp_path.iterdir()] == ["kernel.json"]
    client.stop_channels()
    manager.cleanup_resources()


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_busy_kernel(kernel, signum):
    manager, client = kernel
    endless(client, DREAM)
    manager.provisioner.process.send_signal(signum)
    took = ends_within(manager.provisioner.process, 10)
    print(f"{signum.name} to end: {1000 * took:.0f} ms")
    assert took < 2


def test_an_orphan_ends(tmp_path):
    """The program that started the kernel is killed; the kernel follows it."""
    script = tmp_path / "launch.py"
    script.write_text(
        "from jupyter_client.manager import start_new_kernel\n"
        "manager, client = start_new_kernel(kernel_name='dreamkit')\n"
        "client.execute('while True: pass')\n"
        "print(manager.provisioner.pid, flush=True)\n"
        "import time; time.sleep(100)\n")
    import sys
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as launcher:
        pid = int(launcher.stdout.readline())
        launcher.kill()
    deadline = time.time() + 10
    while is_running(pid) and time.time() < deadline:
        time.sleep(0.05)
    assert not is_running(pid)


@pytest.mark.parametrize("signum", [signal.SIGSEGV, signal.SIGABRT, signal.SIGILL, signal.SIGFPE])
def test_a_crash_is_reported(signum, tmp_path):
    manager = KernelManager(kernel_name="dreamkit")
    log = tmp_path / "log"
    with log.open("w") as file:
        manager.start_kernel(stderr=file)
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=20)
        endless(client)
        manager.provisioner.process.send_signal(signum)
        manager.provisioner.process.wait(10)
    assert manager.provisioner.process.returncode == -signum
    version = subprocess.run([BINARY, "--version"], capture_output=True, text=True).stdout.strip()
    line = log.read_text().splitlines()[-1]
    assert line.startswith(f"{version} crashed ({signum.name}") and "execute_request" in line
    client.stop_channels()
    manager.cleanup_resources()


def test_restart_under_load(kernel):
    manager, client = kernel
    session = client.kernel_info(reply=True, timeout=10)["header"]["session"]
    for _ in range(3):
        run(client, "gone = 1")
        endless(client, DREAM)
        for _ in range(50):
            client.complete("run_")
        manager.restart_kernel()
        client.wait_for_ready(timeout=20)
        fresh = client.kernel_info(reply=True, timeout=10)["header"]["session"]
        assert fresh != session
        session = fresh
        while client.shell_channel.msg_ready():
            client.get_shell_msg(timeout=1)
        assert run(client, "gone")[0]["ename"] == "NameError"
