"""Subshells (JEP 91), and what is answered while a cell computes."""
import time
from queue import Empty

import pytest
from jupyter_client.manager import start_new_kernel

from test_kernel_behaviour import outputs_of, reply_to, run, text_of

DREAM = """
base_model = InceptionV3(include_top=False, weights=None)
deepdream = DeepDream(Model(inputs=base_model.input, outputs=[base_model.get_layer('mixed3').output]))
run_deep_dream_simple(img=sample_image(400, 300), steps=100000)
"""


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(kernel_name="dreamkit")
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def control(client, type, **content):
    request = client.session.msg(type, content)
    client.control_channel.send(request)
    while True:
        message = client.get_control_msg(timeout=10)
        if message["parent_header"].get("msg_id") == request["header"]["msg_id"]:
            return message["content"]


def ask(client, type, content, subshell=None):
    """Sends a request, to a subshell where one is named, and returns its id."""
    request = client.session.msg(type, content)
    if subshell is not None:
        request["header"]["subshell_id"] = subshell
    client.shell_channel.send(request)
    return request["header"]["msg_id"]


def execute(client, code, subshell=None):
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {},
               "allow_stdin": False, "stop_on_error": True}
    return ask(client, "execute_request", content, subshell)


def endless(client, code="while True: turning = 1"):
    """Starts a cell that ends only when it is interrupted, and waits until it runs."""
    request = execute(client, code)
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") == request and message["msg_type"] == "execute_input":
            return request


def stop(manager, client, request):
    manager.interrupt_kernel()
    assert reply_to(client, request, timeout=10)["content"]["ename"] == "Interrupted"
    outputs_of(client, request)


def test_create_list_delete(kernel):
    _, client = kernel
    info = reply_to(client, client.kernel_info())["content"]
    assert "kernel subshells" in info["supported_features"]
    made = [control(client, "create_subshell_request") for _ in range(2)]
    ids = [content["subshell_id"] for content in made]
    assert [content["status"] for content in made] == ["ok", "ok"] and len(set(ids)) == 2
    assert control(client, "list_subshell_request") == {"status": "ok", "subshell_id": ids}
    assert control(client, "delete_subshell_request", subshell_id=ids[0])["status"] == "ok"
    assert control(client, "list_subshell_request")["subshell_id"] == ids[1:]
    assert control(client, "delete_subshell_request", subshell_id=ids[0])["status"] == "error"
    assert control(client, "delete_subshell_request")["status"] == "error"
    assert control(client, "delete_subshell_request", subshell_id=ids[1])["status"] == "ok"


def test_an_unknown_subshell_is_an_error_between_busy_and_idle(kernel):
    _, client = kernel
    request = execute(client, "1", subshell="nobody")
    assert reply_to(client, request)["content"]["status"] == "error"
    states = [m["content"]["execution_state"] for m in outputs_of(client, request)]
    assert states == ["busy", "idle"]


def test_a_subshell_computes_beside_the_main_shell(kernel):
    manager, client = kernel
    subshell = control(client, "create_subshell_request")["subshell_id"]
    run(client, "mine = 1")
    cell = endless(client)
    for number in range(3):
        request = execute(client, f"mine += {number}\nprint('child', mine)", subshell)
        reply = reply_to(client, request, timeout=10)
        assert reply["content"]["status"] == "ok"
        assert reply["parent_header"]["subshell_id"] == subshell
        messages = outputs_of(client, request)
        assert all(m["parent_header"]["subshell_id"] == subshell for m in messages)
        assert text_of(messages).startswith("child")
    stop(manager, client, cell)
    assert run(client, "mine", user_expressions={"mine": "mine"})[0]["user_expressions"]["mine"]["data"]["text/plain"] == "4"
    control(client, "delete_subshell_request", subshell_id=subshell)


def test_an_error_in_a_subshell_refuses_its_own_queue_only(kernel):
    _, client = kernel
    subshell = control(client, "create_subshell_request")["subshell_id"]
    first = execute(client, "sleep(0.3)")
    bad = execute(client, "no_such_name", subshell)
    later = execute(client, "1", subshell)
    replies = [client.get_shell_msg(timeout=10) for _ in range(3)]
    states = {reply["parent_header"]["msg_id"]: reply["content"]["status"] for reply in replies}
    assert states == {first: "ok", bad: "error", later: "aborted"}
    control(client, "delete_subshell_request", subshell_id=subshell)


@pytest.mark.parametrize("code", ["while True: turning = 1", "sleep(1000)", DREAM])
def test_questions_are_answered_while_a_cell_computes(kernel, code):
    manager, client = kernel
    subshell = control(client, "create_subshell_request")["subshell_id"]
    cell = endless(client, code)
    time.sleep(0.5)
    questions = [
        ("complete_request", {"code": "run_deep_dream_s", "cursor_pos": 16}),
        ("inspect_request", {"code": "show", "cursor_pos": 2, "detail_level": 0}),
        ("is_complete_request", {"code": "f("}),
        ("history_request", {"hist_access_type": "tail", "output": False, "raw": True, "n": 3}),
        ("comm_info_request", {}),
        ("kernel_info_request", {}),
    ]
    slowest = {}
    for shell in [None, subshell]:
        for type, content in questions * 3:
            begin = time.perf_counter()
            reply = reply_to(client, ask(client, type, content, shell))
            took = time.perf_counter() - begin
            assert reply["content"].get("status") in ("ok", "incomplete"), reply["content"]
            slowest[type] = max(took, slowest.get(type, 0))
    print({type: f"{1000 * took:.0f} ms" for type, took in slowest.items()})
    assert max(slowest.values()) < 5
    stop(manager, client, cell)
    control(client, "delete_subshell_request", subshell_id=subshell)


def test_quick_requests_keep_their_order(kernel):
    """Only a cell that takes long is overtaken."""
    _, client = kernel
    kept = 0
    for number in range(20):
        cell, completion = execute(client, f"fresh_{number} = 1"), client.complete(f"fresh_{number}")
        replies = [client.get_shell_msg(timeout=10) for _ in range(2)]
        if [reply["parent_header"]["msg_id"] for reply in replies] == [cell, completion]:
            assert replies[1]["content"]["matches"] == [f"fresh_{number}"]
            kept += 1
    assert kept > 0


def test_a_deleted_subshell_finishes_what_it_was_sent(kernel):
    _, client = kernel
    subshell = control(client, "create_subshell_request")["subshell_id"]
    requests = [execute(client, f"sleep(0.1)\n{number}", subshell) for number in range(3)]
    time.sleep(0.05)
    control(client, "delete_subshell_request", subshell_id=subshell)
    for request in requests:
        assert reply_to(client, request)["content"]["status"] == "ok"
    late = execute(client, "1", subshell)
    assert reply_to(client, late)["content"]["status"] == "error"


def test_each_subshell_counts_its_own_cells(kernel):
    """JEP 91: "Each subshell will store its own execution count and history"."""
    _, client = kernel
    start = run(client, "'main'")[0]["execution_count"]
    one, two = [control(client, "create_subshell_request")["subshell_id"] for _ in range(2)]

    def count(subshell):
        request = execute(client, f"'of {subshell}'", subshell)
        content = reply_to(client, request)["content"]
        shown = [m["content"]["execution_count"] for m in outputs_of(client, request)
                 if m["msg_type"] in ("execute_input", "execute_result")]
        assert shown == [content["execution_count"]] * 2
        return content["execution_count"]

    assert [count(shell) for shell in (one, one, None, two, one, two, None)] == [1, 2, start + 1, 1, 3, 2, start + 2]
    own = {"hist_access_type": "range", "session": 0, "start": 0, "stop": 100, "raw": True, "output": False}
    sessions = set()
    for shell, lines in [(one, 3), (two, 2)]:
        history = reply_to(client, ask(client, "history_request", own, shell))["content"]["history"]
        assert [entry[1:] for entry in history] == [[line + 1, f"'of {shell}'"] for line in range(lines)]
        sessions |= {entry[0] for entry in history}
    mains = reply_to(client, ask(client, "history_request", own))["content"]["history"]
    assert [entry[2] for entry in mains[-3:]] == ["'main'", "'of None'", "'of None'"]
    assert len(sessions | {entry[0] for entry in mains}) == 3
    everything = reply_to(client, ask(client, "history_request", {"hist_access_type": "search", "pattern": "'of*", "raw": True, "output": False}))
    assert len(everything["content"]["history"]) == 7
    for shell in (one, two):
        control(client, "delete_subshell_request", subshell_id=shell)


def test_a_kernel_that_computes_is_busy_to_whoever_sees_the_last_state(kernel):
    """The idle of what is answered beside a cell is followed by the cell's busy; at the end all is idle."""
    manager, client = kernel
    subshell = control(client, "create_subshell_request")["subshell_id"]
    while True:
        try:
            client.get_iopub_msg(timeout=0.3)
        except Empty:
            break
    cell = endless(client)
    beside = [client.complete("sho"), execute(client, "1", subshell), ask(client, "kernel_info_request", {}, subshell)]
    replies = {client.get_shell_msg(timeout=30)["parent_header"]["msg_id"] for _ in beside}
    assert replies == set(beside)
    control(client, "usage_request")
    states = []
    while len([state for _, state in states if state == "idle"]) < 4:
        message = client.get_iopub_msg(timeout=10)
        if message["msg_type"] == "status":
            states.append((message["parent_header"]["msg_id"], message["content"]["execution_state"]))
    message = client.get_iopub_msg(timeout=10)
    states.append((message["parent_header"]["msg_id"], message["content"]["execution_state"]))
    assert all(after[1] == "busy" for (_, state), after in zip(states, states[1:]) if state == "idle")
    assert states[-1] == (cell, "busy")
    manager.interrupt_kernel()
    assert reply_to(client, cell, timeout=10)["content"]["ename"] == "Interrupted"
    last = None
    while True:
        try:
            message = client.get_iopub_msg(timeout=0.5)
        except Empty:
            break
        last = message["content"].get("execution_state")
    assert last == "idle"
    control(client, "delete_subshell_request", subshell_id=subshell)
