"""Order, parents and counters of everything a client may ask; code points beyond the basic plane."""
import pytest
from jupyter_client.manager import start_new_kernel

from test_kernel_behaviour import outputs_of, reply_to, run, text_of

REQUESTS = {
    "kernel_info_request": {},
    "complete_request": {"code": "run_", "cursor_pos": 4},
    "inspect_request": {"code": "show", "cursor_pos": 2, "detail_level": 1},
    "is_complete_request": {"code": "1"},
    "history_request": {"hist_access_type": "tail", "output": False, "raw": True, "n": 3},
    "comm_info_request": {},
    "connect_request": {},
    "wonder_request": {},
}


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(kernel_name="dreamkit")
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize("type", REQUESTS)
def test_busy_and_idle_wrap_every_request(kernel, channel, type):
    _, client = kernel
    request = client.session.msg(type, REQUESTS[type])
    getattr(client, f"{channel}_channel").send(request)
    receive = client.get_shell_msg if channel == "shell" else client.get_control_msg
    reply = receive(timeout=10)
    while reply["parent_header"].get("msg_id") != request["header"]["msg_id"]:
        reply = receive(timeout=10)
    assert reply["msg_type"] == type.replace("_request", "_reply")
    assert reply["parent_header"] == {**request["header"], "date": reply["parent_header"]["date"]}
    assert reply["content"]["status"] in ("ok", "error", "complete")
    messages = outputs_of(client, request["header"]["msg_id"])
    assert [m["content"]["execution_state"] for m in messages] == ["busy", "idle"]
    assert all(m["parent_header"]["msg_id"] == request["header"]["msg_id"] for m in messages)
    assert {m["header"]["session"] for m in [reply, *messages]} == {reply["header"]["session"]}
    assert all(m["header"]["version"] == "5.6" for m in [reply, *messages])


def test_everything_a_cell_puts_out_has_its_parent_and_its_place(kernel):
    _, client = kernel
    code = (
        "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')\ndisplay(1)\n"
        "clear_output(wait=True)\nshow(sample_image(20, 20))\n'end'")
    content, messages = run(client, code)
    assert content["status"] == "ok"
    types = [m["msg_type"] for m in messages]
    assert types == [
        "status", "execute_input", "stream", "stream", "stream", "display_data", "clear_output", "display_data",
        "execute_result", "status"]
    assert [m["content"]["name"] for m in messages[2:5]] == ["stdout", "stderr", "stdout"]
    counts = {m["content"]["execution_count"] for m in messages if "execution_count" in m["content"]}
    assert counts == {content["execution_count"]}
    assert len({m["header"]["msg_id"] for m in messages}) == len(messages)


def test_an_error_has_its_place(kernel):
    _, client = kernel
    content, messages = run(client, "print('a')\nno_such_name")
    assert [m["msg_type"] for m in messages] == ["status", "execute_input", "stream", "error", "status"]
    error = messages[3]["content"]
    assert (error["ename"], error["evalue"]) == (content["ename"], content["evalue"])


@pytest.mark.parametrize("text", ["\U0001F600", "𝔄𝔅", "é́", "日本", "\u200d\U0001F468\u200d\U0001F469", "\x00\x07", "\\ud83d"])
def test_text_beyond_the_basic_plane_comes_back_as_it_went(kernel, text):
    _, client = kernel
    content, messages = run(client, f"text = {text!r}\nprint(text)\nlen(text)")
    assert content["status"] == "ok", content
    assert text_of(messages) == text + "\n"
    result = [m for m in messages if m["msg_type"] == "execute_result"][0]
    assert result["content"]["data"]["text/plain"] == str(len(text))


def test_positions_are_code_points_everywhere(kernel):
    _, client = kernel
    code = "'\U0001F600𝔄' + resi"
    content = reply_to(client, client.complete(code, cursor_pos=len(code)))["content"]
    assert (content["cursor_start"], content["cursor_end"]) == (7, len(code))
    for match in content["metadata"]["_jupyter_types_experimental"]:
        assert (match["start"], match["end"]) == (7, len(code))
    code = "'\U0001F600𝔄'; resize"
    inspected = reply_to(client, client.inspect(code, cursor_pos=len(code) - 1))["content"]
    assert inspected["found"] and "resize(" in inspected["data"]["text/plain"]
