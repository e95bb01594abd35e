"""Questions to the person: the stdin channel of a real client, and the terminal of `dreamkit run`."""
import os
import subprocess
import time
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

from test_kernel_behaviour import outputs_of, reply_to, run, text_of

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DREAMKIT", PACKAGE / ".build/debug/dreamkit")).resolve()


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(kernel_name="dreamkit")
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def question(client):
    message = client.get_stdin_msg(timeout=10)
    assert message["msg_type"] == "input_request"
    return message


def test_an_answer_is_the_value(kernel):
    _, client = kernel
    request = client.execute("name = input('Name: ')\nprint('Hello', name)", allow_stdin=True)
    asked = question(client)
    assert asked["content"] == {"prompt": "Name: ", "password": False}
    assert asked["parent_header"]["msg_id"] == request
    client.input("Ada \U0001F600")
    assert reply_to(client, request)["content"]["status"] == "ok"
    assert text_of(outputs_of(client, request)) == "Hello Ada \U0001F600\n"


def test_a_secret_is_asked_as_a_password(kernel):
    _, client = kernel
    request = client.execute("key = getpass()", allow_stdin=True)
    assert question(client)["content"] == {"prompt": "Password: ", "password": True}
    client.input("k")
    assert reply_to(client, request)["content"]["status"] == "ok"
    outputs_of(client, request)


def test_two_questions(kernel):
    _, client = kernel
    request = client.execute("int(input()) * int(input())", allow_stdin=True)
    for number in "67":
        question(client)
        client.input(number)
    assert reply_to(client, request)["content"]["status"] == "ok"
    results = [m for m in outputs_of(client, request) if m["msg_type"] == "execute_result"]
    assert results[0]["content"]["data"]["text/plain"] == "42"


def test_interrupt_while_waiting(kernel):
    manager, client = kernel
    request = client.execute("input('Never: ')", allow_stdin=True)
    question(client)
    manager.interrupt_kernel()
    assert reply_to(client, request, timeout=5)["content"]["ename"] == "Interrupted"
    outputs_of(client, request)
    # The answer to the old question comes too late, and answers no other one.
    client.input("late")
    time.sleep(0.2)
    request = client.execute("input('New: ')", allow_stdin=True)
    question(client)
    client.input("new")
    assert reply_to(client, request)["content"]["status"] == "ok"
    results = [m for m in outputs_of(client, request) if m["msg_type"] == "execute_result"]
    assert results[0]["content"]["data"]["text/plain"] == "'new'"


def test_completion_answers_while_a_cell_waits(kernel):
    manager, client = kernel
    request = client.execute("input()", allow_stdin=True)
    question(client)
    control = client.session.msg("create_subshell_request", {})
    client.control_channel.send(control)
    subshell = client.get_control_msg(timeout=10)["content"]["subshell_id"]
    complete = client.session.msg("complete_request", {"code": "resiz", "cursor_pos": 5})
    complete["header"]["subshell_id"] = subshell
    client.shell_channel.send(complete)
    assert reply_to(client, complete["header"]["msg_id"])["content"]["matches"] == ["resize"]
    client.input("")
    assert reply_to(client, request)["content"]["status"] == "ok"
    outputs_of(client, request)


def test_not_allowed(kernel):
    _, client = kernel
    content, _ = run(client, "input('Name: ')", allow_stdin=False)
    assert content["ename"] == "InputError"
    assert "nobody to ask" in content["evalue"]


def test_the_terminal_is_asked(tmp_path):
    script = tmp_path / "ask.dream"
    script.write_text("a = input('A: ')\nb = getpass('B: ')\nprint(a + b)\ninput('C: ')")
    done = subprocess.run(
        [BINARY, "run", script], input="x\ny", capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("A: B: xy\nC: ")
    assert done.returncode == 1 and "found the end of what was typed" in done.stderr
