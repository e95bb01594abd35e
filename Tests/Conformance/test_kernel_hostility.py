"""Hostile clients: damaged frames, damaged JSON behind right signatures, odd contents, replays. Seeds are fixed."""
import hashlib
import hmac
import json
import random
import time

import psutil
import pytest
import zmq

from test_kernel_behaviour import outputs_of, reply_to, run


def raw_socket(manager, channel, kind=zmq.DEALER):
    raw = zmq.Context.instance().socket(kind)
    raw.linger = 1000
    raw.connect(f"tcp://{manager.ip}:{getattr(manager, channel + '_port')}")
    return raw


def mutated(frames, dice):
    """The frames with one to four of them damaged, lost, doubled or exchanged."""
    frames = [bytes(frame) for frame in frames]
    for _ in range(dice.randint(1, 4)):
        if not frames:
            break
        at = dice.randrange(len(frames))
        match dice.randrange(6):
            case 0:
                del frames[at]
            case 1:
                frames.insert(at, frames[at])
            case 2:
                frames[at] = frames[at][: dice.randrange(60)]
            case 3:
                frames[at] = dice.randbytes(dice.randrange(200))
            case 4:
                other = dice.randrange(len(frames))
                frames[at], frames[other] = frames[other], frames[at]
            case 5 if frames[at]:
                damaged = bytearray(frames[at])
                damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
                frames[at] = bytes(damaged)
    return frames or [b""]


def odd_value(dice, depth=0):
    """Any JSON value, where another type or size is expected."""
    odd = [None, True, -1, 2**70, 1e308, "", "\0", "\ud83d", "[" * 300, "x" * 5000, [], {}, {"a": []}]
    if depth < 2 and dice.random() < 0.3:
        return [odd_value(dice, depth + 1) for _ in range(3)]
    return dice.choice(odd)


CONTENTS = {
    "execute_request": {
        "code": "1", "silent": False, "store_history": True, "user_expressions": {"a": "1"},
        "allow_stdin": False, "stop_on_error": False,
    },
    "complete_request": {"code": "run_", "cursor_pos": 4},
    "inspect_request": {"code": "show", "cursor_pos": 2, "detail_level": 0},
    "is_complete_request": {"code": "for"},
    "history_request": {
        "hist_access_type": "range", "output": True, "raw": True, "session": 0, "start": 0, "stop": 9,
        "n": 3, "pattern": "*", "unique": True,
    },
    "comm_info_request": {"target_name": "x"},
    "comm_open": {"comm_id": "1", "target_name": "x", "data": {}},
    "interrupt_request": {},
    "connect_request": {},
}


def signed(session, frames):
    """The frames with the signature that the part behind it has."""
    frames = list(frames)
    if b"<IDS|MSG>" in frames[:-1]:
        at = frames.index(b"<IDS|MSG>") + 1
        frames[at] = hmac.new(session.key, b"".join(frames[at + 1 : at + 5]), hashlib.sha256).hexdigest().encode()
    return frames


def damaged_text(frames, dice):
    """The frames with one of the four JSON texts damaged."""
    at = frames.index(b"<IDS|MSG>") + 2 + dice.randrange(4)
    text = bytearray(frames[at])
    for _ in range(dice.randint(1, 3)):
        place = dice.randrange(len(text) + 1)
        match dice.randrange(4):
            case 0:
                del text[place : place + dice.randint(1, 9)]
            case 1:
                text[place:place] = dice.choice([b"\\", b'"', b"{", b"[" * 200, b"\xff\xfe", b"1e999", b"9" * 5000, b"NaN", b"\0", b","])
            case 2 if place < len(text):
                text[place] ^= 1 << dice.randrange(8)
            case 3:
                text = text[:place]
    frames[at] = bytes(text)
    return frames


def drain(sockets):
    """Reads and forgets what the kernel replied."""
    for raw in sockets:
        while raw.poll(0):
            raw.recv_multipart()


def memory(manager):
    """The kernel's memory in MB."""
    return psutil.Process(manager.provisioner.pid).memory_info().rss / 1e6


def test_hostile_frames(kernel):
    """12,000 damaged messages, every third with the right signature: the kernel answers, and its memory stays flat."""
    manager, client = kernel
    dice = random.Random(5)
    sockets = {name: raw_socket(manager, name) for name in ["shell", "control", "stdin"]}
    heartbeat = raw_socket(manager, "hb", zmq.DEALER)
    publisher = raw_socket(manager, "iopub", zmq.XSUB)
    sizes = []
    for number in range(12_000):
        type = dice.choice(list(CONTENTS))
        frames = client.session.serialize(client.session.msg(type, CONTENTS[type]))
        frames = [bytes(frame) for frame in frames]
        if number % 3 == 0:
            frames = signed(client.session, damaged_text(frames, dice))
        elif number % 3 == 1:
            frames = mutated(frames, dice)
        else:
            frames = signed(client.session, mutated(frames, dice))
        sockets[dice.choice(list(sockets))].send_multipart(frames)
        if number % 20 == 0:
            heartbeat.send_multipart([dice.randbytes(dice.randrange(9)) for _ in range(dice.randint(1, 4))])
            publisher.send_multipart([dice.randbytes(dice.randrange(30)) for _ in range(dice.randint(1, 3))])
        if number % 100 == 99:
            drain([*sockets.values(), heartbeat, publisher])
        if number % 3000 == 2999:
            assert reply_to(client, client.kernel_info(), timeout=60)["content"]["status"] == "ok"
            drain_client(client)
            sizes.append(memory(manager))
    print("memory in MB after each 3,000 messages:", [round(size, 1) for size in sizes])
    for raw in [*sockets.values(), heartbeat, publisher]:
        raw.close()
    assert run(client, "40 + 2")[0]["status"] == "ok"
    assert sizes[-1] - sizes[1] < 8


def drain_client(client):
    """Reads and forgets what other clients' requests have put out."""
    time.sleep(0.2)
    while client.iopub_channel.msg_ready():
        client.iopub_channel.socket.recv_multipart()


def test_a_replay_is_ignored(kernel):
    manager, client = kernel
    run(client, "times = 0")
    raw = raw_socket(manager, "shell")
    content = {**CONTENTS["execute_request"], "code": "times += 1"}
    frames = client.session.serialize(client.session.msg("execute_request", content))
    for _ in range(5):
        raw.send_multipart(frames)
    assert raw.poll(5000)
    time.sleep(0.3)
    assert run(client, "1", user_expressions={"times": "times"})[0]["user_expressions"]["times"]["data"]["text/plain"] == "1"
    raw.close()


@pytest.mark.parametrize("type, content, name", [
    ("execute_request", {}, "code"),
    ("execute_request", {"code": 7}, "code"),
    ("execute_request", {"code": "1", "silent": "yes"}, "silent"),
    ("execute_request", {"code": "1", "user_expressions": []}, "user_expressions"),
    ("complete_request", {"cursor_pos": 1}, "code"),
    ("complete_request", {"code": "a", "cursor_pos": "end"}, "cursor_pos"),
    ("inspect_request", {"code": None}, "code"),
    ("is_complete_request", {"code": ["a"]}, "code"),
    ("history_request", {}, "hist_access_type"),
    ("history_request", {"hist_access_type": "tail", "n": "many"}, "n"),
])
def test_a_missing_or_mistyped_field_is_named(kernel, type, content, name):
    _, client = kernel
    request = client.session.msg(type, content)
    client.shell_channel.send(request)
    content = reply_to(client, request["header"]["msg_id"])["content"]
    assert content["status"] == "error" and f"'{name}'" in content["evalue"]
    states = [m["content"]["execution_state"] for m in outputs_of(client, request["header"]["msg_id"])]
    assert states == ["busy", "idle"]


@pytest.mark.parametrize("frame, text", [(0, b""), (1, b"[]"), (2, b"3"), (3, b"null"), (3, b'{"code": ')])
def test_a_damaged_frame_behind_a_right_signature_is_answered(kernel, frame, text):
    """Where the header tells what is asked, the sender learns that it went wrong."""
    manager, client = kernel
    raw = raw_socket(manager, "shell")
    frames = [bytes(f) for f in client.session.serialize(client.session.msg("execute_request", CONTENTS["execute_request"]))]
    frames[2 + frame] = text or b'{"msg_type": "execute_request"}'
    raw.send_multipart(signed(client.session, frames))
    assert raw.poll(5000)
    assert json.loads(raw.recv_multipart()[-1])["status"] == "error"
    raw.close()


def test_signed_requests_with_odd_contents(kernel):
    """Whatever a client asks, it is answered: every request here is signed and expects a reply."""
    manager, client = kernel
    dice = random.Random(6)
    asked = []
    for _ in range(1000):
        type = dice.choice([name for name in CONTENTS if name.endswith("_request")])
        content = dict(CONTENTS[type])
        for key in dice.sample(list(content), min(len(content), dice.randint(1, 3))):
            if dice.random() < 0.2:
                del content[key]
            else:
                content[key] = odd_value(dice)
        message = client.session.msg(type, {})
        message["content"] = json.dumps(content).encode()
        client.session.send(client.shell_channel.socket, message)
        asked.append(message["header"]["msg_id"])
    answered = set()
    while len(answered) < len(asked):
        answered.add(client.get_shell_msg(timeout=30)["parent_header"]["msg_id"])
    assert answered == set(asked)
    assert run(client, "40 + 2")[0]["status"] == "ok"
