"""Floods of output: nothing is lost, and the kernel's memory is bounded."""
import json
import time

import psutil
import zmq

from test_kernel_behaviour import another_client, outputs_of, reply_to, run, text_of
from test_kernel_subshells import control, endless, execute, stop


def memory(manager):
    """The kernel's memory in MB."""
    return psutil.Process(manager.provisioner.pid).memory_info().rss / 1e6


def test_100000_messages_reach_a_client_that_reads_afterwards(kernel):
    manager, client = kernel
    before = memory(manager)
    request = client.execute("for i in range(100000):\n  print('line', i)")
    assert reply_to(client, request, timeout=120)["content"]["status"] == "ok"
    time.sleep(0.5)
    grown = memory(manager) - before
    assert text_of(outputs_of(client, request)).splitlines() == [f"line {i}" for i in range(100000)]
    print(f"100,000 lines: memory grew by {grown:.0f} MB")
    assert grown < 60


def test_30000_displays_reach_a_client_that_reads_afterwards(kernel):
    """What does not coalesce stays whole as well."""
    _, client = kernel
    request = client.execute("for i in range(30000):\n  display(i)")
    assert reply_to(client, request, timeout=240)["content"]["status"] == "ok"
    shown = [m["content"]["data"]["text/plain"] for m in outputs_of(client, request) if m["msg_type"] == "display_data"]
    assert shown == [str(i) for i in range(30000)]


def standing_reader(manager):
    """A subscriber that takes one message and then nothing more, with small queues of its own."""
    reader = zmq.Context().socket(zmq.SUB)
    reader.rcvhwm = 1
    reader.rcvbuf = 1 << 16
    reader.linger = 0
    reader.subscribe(b"")
    reader.connect(f"tcp://{manager.ip}:{manager.iopub_port}")
    assert reader.poll(5000)
    return reader


def drain(client):
    while client.iopub_channel.msg_ready():
        client.iopub_channel.socket.recv_multipart()


FLOOD = "text = 'x' * 1000000\nwhile True: print(text)"


def test_a_reader_that_stands_still_holds_the_cell_and_not_the_kernel(kernel):
    manager, client = kernel
    reader = standing_reader(manager)
    request = endless(client, FLOOD)
    sizes = []
    for _ in range(40):
        time.sleep(0.1)
        drain(client)
        sizes.append(memory(manager))
    print(f"memory while a reader stands still: {sizes[0]:.0f} ... {sizes[-1]:.0f} MB")
    assert max(sizes) < 400
    assert abs(sizes[-1] - sizes[-10]) < 40
    # Everybody else is served: control, completion, and the interrupt.
    assert control(client, "usage_request")["status"] == "ok"
    assert reply_to(client, client.complete("run_deep_dream_s"))["content"]["matches"]
    begin = time.perf_counter()
    manager.interrupt_kernel()
    assert reply_to(client, request, timeout=10)["content"]["ename"] == "Interrupted"
    print(f"interrupt of a held cell: {1000 * (time.perf_counter() - begin):.0f} ms")
    # Whoever reads on gets every byte, and idle.
    idle, length = False, 0
    while not idle:
        assert reader.poll(20_000)
        frames = reader.recv_multipart()
        at = frames.index(b"<IDS|MSG>")
        if request.encode() not in frames[at + 3]:
            continue
        header, content = json.loads(frames[at + 2]), json.loads(frames[at + 5])
        if header["msg_type"] == "stream":
            length += len(content["text"])
        idle = content.get("execution_state") == "idle"
    assert length > 0 and length % 1000001 == 0
    reader.close()


def test_a_dead_reader_is_disconnected_and_the_others_go_on(kernel):
    """After half a minute in which it took nothing the reader that holds everybody up is disconnected."""
    manager, client = kernel
    reader = standing_reader(manager)
    request = client.execute("text = 'x' * 1000000\nfor i in range(200): print(text)")
    length = 0
    deadline = time.time() + 60
    while time.time() < deadline:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        length += len(message["content"].get("text", "")) if message["msg_type"] == "stream" else 0
        if message["content"].get("execution_state") == "idle":
            break
    assert length == 200 * 1000001
    assert reply_to(client, request)["content"]["status"] == "ok"
    time.sleep(1)
    assert memory(manager) < 200
    reader.close()


def test_two_clients_get_the_same(kernel):
    manager, client = kernel
    other = another_client(manager)
    other.start_channels()
    other.wait_for_ready(timeout=10)
    run(client, "1")
    mine = client.execute("for i in range(2000):\n  print('mine', i)\n  if i % 100 == 0: display(i)")
    theirs = other.execute("for i in range(2000): print('theirs', i)")
    assert reply_to(client, mine, timeout=60)["content"]["status"] == "ok"
    assert reply_to(other, theirs, timeout=60)["content"]["status"] == "ok"

    def seen_by(one):
        """Everything about both requests, in order, the text of each joined."""
        idle, seen = set(), {mine: [], theirs: []}
        while len(idle) < 2:
            message = one.get_iopub_msg(timeout=10)
            parent = message["parent_header"].get("msg_id")
            if parent in seen:
                seen[parent].append((message["msg_type"], message["header"]["msg_id"], json.dumps(message["content"])))
                if message["content"].get("execution_state") == "idle":
                    idle.add(parent)
        return seen

    assert seen_by(client) == seen_by(other)
    other.stop_channels()
