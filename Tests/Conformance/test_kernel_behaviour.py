"""What this project promises beyond the public suite, seen through a real client."""
import os
import signal
import time

import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(kernel_name="dreamkit")
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def reply_to(client, request, timeout=10):
    while True:
        message = client.get_shell_msg(timeout=timeout)
        if message["parent_header"].get("msg_id") == request:
            return message


def outputs_of(client, request, timeout=10):
    messages = []
    while True:
        message = client.get_iopub_msg(timeout=timeout)
        if message["parent_header"].get("msg_id") != request:
            continue
        messages.append(message)
        if message["content"].get("execution_state") == "idle":
            return messages


def another_client(manager):
    """A client with a session, and so an identity, of its own."""
    client = BlockingKernelClient(connection_file=manager.connection_file)
    client.load_connection_file()
    return client


def run(client, code, **options):
    request = client.execute(code, **options)
    return reply_to(client, request)["content"], outputs_of(client, request)


def text_of(messages):
    return "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")


def test_first_reply():
    manager = KernelManager(kernel_name="dreamkit")
    begin = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    reply_to(client, client.kernel_info())
    print(f"start to first reply: {1000 * (time.perf_counter() - begin):.0f} ms")
    begin = time.perf_counter()
    manager.shutdown_kernel()
    assert time.perf_counter() - begin < 1
    client.stop_channels()


def test_order_and_counter(kernel):
    _, client = kernel
    first, messages = run(client, "print('a')\nprint('b')\n1 + 1")
    types = [m["msg_type"] for m in messages]
    assert types == ["status", "execute_input", "stream", "execute_result", "status"]
    assert messages[2]["content"]["text"] == "a\nb\n"
    second, _ = run(client, "1")
    assert second["execution_count"] == first["execution_count"] + 1


def test_silent(kernel):
    _, client = kernel
    before, _ = run(client, "1")
    _, messages = run(client, "2", silent=True)
    assert [m["msg_type"] for m in messages] == ["status", "status"]
    after, _ = run(client, "3")
    assert after["execution_count"] == before["execution_count"] + 1


def test_user_expressions(kernel):
    _, client = kernel
    content, _ = run(client, "x = 20", user_expressions={"good": "x + 1", "bad": "nothing_there"})
    assert content["user_expressions"]["good"]["data"]["text/plain"] == "21"
    assert content["user_expressions"]["bad"]["status"] == "error"


def test_queue_is_aborted_after_an_error(kernel):
    _, client = kernel
    bad = client.execute("sleep(0.5)\nno_such_name")  # it fails when the others have been sent
    later = [client.execute("1"), client.execute("2")]
    assert reply_to(client, bad)["content"]["status"] == "error"
    for request in later:
        assert reply_to(client, request)["content"]["status"] == "aborted"
        outputs_of(client, request)
    assert run(client, "1")[0]["status"] == "ok"


def test_queue_runs_on_without_stop_on_error(kernel):
    _, client = kernel
    bad = client.execute("no_such_name", stop_on_error=False)
    later = client.execute("1")
    assert reply_to(client, bad)["content"]["status"] == "error"
    assert reply_to(client, later)["content"]["status"] == "ok"
    outputs_of(client, later)


@pytest.mark.parametrize("way", ["message", "signal"])
def test_interrupt(kernel, way):
    manager, client = kernel
    run(client, "kept = 5")
    request = client.execute("while True: pass")
    time.sleep(0.3)
    if way == "message":
        manager.interrupt_kernel()
    else:
        os.kill(manager.provisioner.pid, signal.SIGINT)
    assert reply_to(client, request, timeout=5)["content"]["status"] == "error"
    outputs_of(client, request)
    assert run(client, "kept")[0]["status"] == "ok"


def test_interrupt_when_idle(kernel):
    manager, client = kernel
    os.kill(manager.provisioner.pid, signal.SIGINT)
    manager.interrupt_kernel()
    # A signal is delivered in its own time; this one shall arrive while the kernel is idle.
    time.sleep(0.3)
    assert run(client, "1")[0]["status"] == "ok"


def test_positions_count_code_points(kernel):
    _, client = kernel
    code = "'\U0001F600\U0001F600' + run_deep_dream_s"
    content = reply_to(client, client.complete(code))["content"]
    assert content["matches"] == ["run_deep_dream_simple"]
    assert code[content["cursor_start"] : content["cursor_end"]] == "run_deep_dream_s"


def test_flood_reaches_a_lagging_reader(kernel):
    _, client = kernel
    request = client.execute("for i in range(10000):\n  print('line', i)")
    assert reply_to(client, request, timeout=60)["content"]["status"] == "ok"
    time.sleep(0.5)
    lines = text_of(outputs_of(client, request)).splitlines()
    assert lines == [f"line {i}" for i in range(10000)]


def test_two_clients(kernel):
    manager, client = kernel
    other = another_client(manager)
    other.start_channels()
    try:
        other.wait_for_ready(timeout=10)
        assert run(other, "print('second')")[0]["status"] == "ok"
        assert run(client, "1")[0]["status"] == "ok"
    finally:
        other.stop_channels()


def test_forged_is_ignored(kernel):
    manager, client = kernel
    forger = another_client(manager)
    forger.session.key = b"wrong"
    forger.start_channels()
    forger.execute("forged = 1")
    time.sleep(0.2)
    forger.stop_channels()
    assert run(client, "forged")[0]["status"] == "error"


def test_unknown_request_and_comm(kernel):
    _, client = kernel
    unknown = client.session.msg("wonder_request", {})
    client.shell_channel.send(unknown)
    assert reply_to(client, unknown["header"]["msg_id"])["content"]["status"] == "error"
    comm = client.session.msg("comm_open", {"comm_id": "c", "target_name": "nobody", "data": {}})
    client.shell_channel.send(comm)
    types = [m["msg_type"] for m in outputs_of(client, comm["header"]["msg_id"])]
    assert types == ["status", "comm_close", "status"]
