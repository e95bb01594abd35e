"""CurveZMQ, the handshake of JEP 66, and what may be read by whom."""
import hashlib
import hmac
import json
import os
import stat
import subprocess
import time

import psutil
import pytest
import zmq
from jupyter_client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from test_command_line import BINARY
from test_kernel_behaviour import outputs_of, reply_to, run, text_of

PORTS = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]


def client_of(info):
    """A client of a kernel that listens as a connection file says."""
    client = BlockingKernelClient()
    client.load_connection_info(info)
    client.start_channels()
    return client


def test_the_kernelspec_declares_what_the_kernel_knows():
    spec = KernelSpecManager().get_kernel_spec("dreamkit").to_dict()
    assert spec["metadata"]["supported_encryption"] == ["curve"]
    assert spec["kernel_protocol_version"] == "5.6"


@pytest.fixture
def encrypted(tmp_path):
    """A kernel whose manager asks for encryption, and its log."""
    log = tmp_path / "log"
    manager = KernelManager(kernel_name="dreamkit", transport_encryption="required")
    with log.open("w") as file:
        manager.start_kernel(stderr=file, stdout=file)
    client = manager.client()
    client.start_channels()
    yield manager, client, log
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_an_encrypted_kernel_works_and_keeps_its_keys_to_itself(encrypted):
    manager, client, log = encrypted
    client.wait_for_ready(timeout=20)
    assert text_of(run(client, "print('secret')")[1]) == "secret\n"
    assert client.is_alive()
    info = json.loads(open(manager.connection_file).read())
    for secret in [info["key"], info["curve_secretkey"], info["curve_publickey"]]:
        assert secret not in log.read_text()


@pytest.mark.parametrize("channel, kind", [("shell", zmq.DEALER), ("control", zmq.DEALER), ("stdin", zmq.DEALER), ("iopub", zmq.SUB), ("hb", zmq.REQ)])
def test_a_plain_client_is_refused(encrypted, channel, kind):
    manager, client, _ = encrypted
    client.wait_for_ready(timeout=20)
    plain = zmq.Context.instance().socket(kind)
    plain.linger = 0
    if kind == zmq.SUB:
        plain.subscribe(b"")
    plain.connect(f"tcp://{manager.ip}:{getattr(manager, channel + '_port')}")
    if channel == "hb":
        plain.send(b"beat")
    elif kind == zmq.DEALER:
        plain.send_multipart(client.session.serialize(client.session.msg("kernel_info_request")))
    run(client, "print('not for everybody')")
    assert plain.poll(500) == 0
    plain.close()


def test_a_client_without_the_kernels_public_key_is_refused(encrypted):
    manager, client, _ = encrypted
    client.wait_for_ready(timeout=20)
    stranger = zmq.Context.instance().socket(zmq.SUB)
    stranger.linger = 0
    stranger.subscribe(b"")
    stranger.curve_publickey, stranger.curve_secretkey = zmq.curve_keypair()
    stranger.curve_serverkey = zmq.curve_keypair()[0]
    stranger.connect(f"tcp://{manager.ip}:{manager.iopub_port}")
    run(client, "print('not for everybody')")
    assert stranger.poll(500) == 0
    stranger.close()


def start_with(tmp_path, file, **environment):
    path = tmp_path / "given.json"
    path.write_text(json.dumps(file))
    places = {**os.environ, "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"), **environment}
    return subprocess.Popen([BINARY, "kernel", "-f", path], env=places, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("half", ["curve_publickey", "curve_secretkey"])
def test_half_a_pair_of_keys_is_refused(tmp_path, half):
    file = {name: 50_000 + i for i, name in enumerate(PORTS)} | {"ip": "127.0.0.1", "key": "k", half: "x" * 40}
    with start_with(tmp_path, file) as kernel:
        errors = kernel.communicate(timeout=10)[1]
    assert kernel.returncode == 1 and "curve_secretkey" in errors and "x" * 40 not in errors


class Launcher:
    """The launcher's side of a handshake."""

    def __init__(self, key="a key", transport="tcp", ip="127.0.0.1"):
        self.key = key
        self.socket = zmq.Context.instance().socket(zmq.ROUTER)
        self.socket.linger = 0
        self.file = {
            "kernel_id": "4f2f", "transport": transport, "ip": ip, "registration_ip": ip,
            "signature_scheme": "hmac-sha256", "key": key,
        }
        if transport == "tcp":
            self.file["registration_port"] = self.socket.bind_to_random_port("tcp://127.0.0.1")
        else:
            self.file["registration_port"] = 99
            self.socket.bind(f"ipc://{ip}-99")

    def sign(self, content):
        return hmac.new(self.key.encode(), content, hashlib.sha256).hexdigest().encode()

    def registered(self):
        assert self.socket.poll(10_000)
        self.identity, delimiter, signature, content = self.socket.recv_multipart()
        assert delimiter == b"<IDS|MSG>" and signature == self.sign(content)
        ports = json.loads(content)
        assert ports.pop("kernel_id") == "4f2f"
        return {name: int(port) for name, port in ports.items()}

    def acknowledge(self, signature=None):
        content = b"ACK"
        self.socket.send_multipart([self.identity, b"<IDS|MSG>", signature or self.sign(content), content])


@pytest.mark.parametrize("transport", ["tcp", "ipc"])
def test_a_handshake(tmp_path, transport):
    launcher = Launcher(transport=transport, ip="127.0.0.1" if transport == "tcp" else str(tmp_path / "k"))
    with start_with(tmp_path, launcher.file) as kernel:
        ports = launcher.registered()
        assert set(ports) == set(PORTS) and len(set(ports.values())) == 5
        launcher.acknowledge()
        published = tmp_path / "runtime/kernel-4f2f.json"
        deadline = time.time() + 10
        while not published.exists() and time.time() < deadline:
            time.sleep(0.01)
        assert stat.S_IMODE(published.stat().st_mode) == 0o600
        assert stat.S_IMODE(published.parent.stat().st_mode) == 0o700
        time.sleep(0.05)
        info = json.loads(published.read_text())
        assert {name: info[name] for name in PORTS} == ports
        client = client_of(info)
        client.wait_for_ready(timeout=20)
        assert text_of(run(client, "print('registered')")[1]) == "registered\n"
        request = client.session.msg("shutdown_request", {"restart": False})
        client.control_channel.send(request)
        assert kernel.wait(10) == 0
        client.stop_channels()
    assert not published.exists()
    launcher.socket.close()


def test_a_handshake_with_a_forged_acknowledgement_fails(tmp_path):
    launcher = Launcher()
    with start_with(tmp_path, launcher.file) as kernel:
        launcher.registered()
        launcher.acknowledge(signature=b"0" * 64)
        errors = kernel.communicate(timeout=20)[1]
    assert kernel.returncode == 1 and "handshake" in errors and len(errors.splitlines()) == 1
    assert not (tmp_path / "runtime").exists()
    launcher.socket.close()


def test_the_kernel_listens_where_the_connection_file_says():
    manager = KernelManager(kernel_name="dreamkit")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=20)
    try:
        listening = {
            (c.laddr.ip, c.laddr.port)
            for c in psutil.Process(manager.provisioner.pid).net_connections() if c.status == psutil.CONN_LISTEN
        }
        assert listening == {("127.0.0.1", getattr(manager, name)) for name in PORTS}
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
