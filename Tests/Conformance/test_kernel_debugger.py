"""The debugger, asked on the control channel in the order in which JupyterLab asks."""
import base64
import time

import pytest

from test_kernel_behaviour import outputs_of, reply_to, run

CELL = """def double(x):
  y = x * 2
  return y

total = 0
for i in range(3):
  total += double(i)
picture = sample_image(400, 300)
total"""


class Debugger:
    """The requests, and the events that come meanwhile."""

    def __init__(self, client):
        self.client, self.seq, self.seen = client, 0, []

    def send(self, command, **arguments):
        self.seq += 1
        content = {"type": "request", "seq": self.seq, "command": command, "arguments": arguments}
        message = self.client.session.msg("debug_request", content)
        self.client.control_channel.send(message)
        while True:
            reply = self.client.get_control_msg(timeout=10)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                break
        assert reply["msg_type"] == "debug_reply"
        assert (reply["content"]["request_seq"], reply["content"]["command"]) == (self.seq, command)
        return reply["content"]

    def ask(self, command, **arguments):
        response = self.send(command, **arguments)
        assert response["success"], response
        return response["body"]

    def event(self, name):
        """The next event of a kind; whatever else is published meanwhile is kept in `seen`."""
        while True:
            message = self.client.get_iopub_msg(timeout=10)
            if message["msg_type"] == "debug_event" and message["content"]["event"] == name:
                assert message["content"]["type"] == "event" and message["parent_header"]["msg_type"] == "debug_request"
                return message["content"].get("body")
            self.seen.append(message)

    def stopped(self):
        body = self.event("stopped")
        assert body["threadId"] == 1 and body["allThreadsStopped"]
        frame = self.ask("stackTrace", threadId=1)["stackFrames"][0]
        return body["reason"], frame["name"], frame["line"]

    def variables(self):
        frame = self.ask("stackTrace", threadId=1)["stackFrames"][0]
        scope = self.ask("scopes", frameId=frame["id"])["scopes"][0]
        found = self.ask("variables", variablesReference=scope["variablesReference"])["variables"]
        return {variable["name"]: variable for variable in found}


@pytest.fixture
def debugger(kernel):
    debugger = Debugger(kernel[1])
    debugger.ask("debugInfo")
    debugger.ask("initialize", clientID="jupyterlab", adapterID="", linesStartAt1=True, columnsStartAt1=True, pathFormat="path")
    debugger.ask("attach")
    debugger.event("initialized")
    return debugger


def breakpoints(debugger, code, *lines):
    path = debugger.ask("dumpCell", code=code)["sourcePath"]
    source = {"path": path}
    found = debugger.ask("setBreakpoints", source=source, breakpoints=[{"line": n} for n in lines], sourceModified=False)
    debugger.ask("configurationDone")
    return path, [(point["line"], point["verified"]) for point in found["breakpoints"]]


def test_it_is_advertised(kernel):
    _, client = kernel
    content = reply_to(client, client.kernel_info())["content"]
    assert content["debugger"] is True and "debugger" in content["supported_features"]


def test_a_cell_with_a_loop(kernel, debugger):
    _, client = kernel
    path, points = breakpoints(debugger, CELL, 7)
    info = debugger.ask("debugInfo")
    assert path.startswith(info["tmpFilePrefix"]) and path.endswith(info["tmpFileSuffix"])
    assert points == [(7, True)]
    request = client.execute(CELL)
    assert debugger.stopped() == ("breakpoint", "cell", 7)
    assert debugger.ask("debugInfo")["stoppedThreads"] == [1]
    assert debugger.variables()["i"]["value"] == "0"
    debugger.ask("stepIn", threadId=1)
    assert debugger.event("continued")["allThreadsContinued"]
    assert debugger.stopped() == ("step", "double", 2)
    debugger.ask("next", threadId=1)
    assert debugger.stopped() == ("step", "double", 3)
    assert {name: variable["value"] for name, variable in debugger.variables().items()} == {"x": "0", "y": "0"}
    assert debugger.ask("source", source={"path": path})["content"] == CELL
    debugger.ask("stepOut", threadId=1)
    assert debugger.stopped() == ("step", "cell", 6)
    debugger.ask("continue", threadId=1)
    assert debugger.stopped() == ("breakpoint", "cell", 7)
    breakpoints(debugger, CELL)
    debugger.ask("continue", threadId=1)
    content = reply_to(client, request)["content"]
    assert content["status"] == "ok"
    results = [m for m in outputs_of(client, request) if m["msg_type"] == "execute_result"]
    assert results[0]["content"]["data"]["text/plain"] == "6"
    names = [variable["name"] for variable in debugger.ask("inspectVariables")["variables"]]
    assert names == ["double", "i", "picture", "total"]
    rich = debugger.ask("richInspectVariables", variableName="picture")
    assert rich["metadata"]["image/png"] == {"width": 256, "height": 192}
    assert base64.b64decode(rich["data"]["image/png"]).startswith(b"\x89PNG")


def test_code_is_evaluated_at_a_breakpoint(kernel, debugger):
    _, client = kernel
    breakpoints(debugger, CELL, 7)
    request = client.execute(CELL)
    debugger.stopped()
    assert debugger.ask("evaluate", expression="total + 40", frameId=1, context="repl")["result"] == "40"
    assert not debugger.send("evaluate", expression="nobody", frameId=1)["success"]
    debugger.ask("disconnect", restart=False, terminateDebuggee=False)
    assert reply_to(client, request)["content"]["status"] == "ok"


@pytest.mark.parametrize("way", ["interrupt", "shutdown"])
def test_a_held_cell_ends_at_once(kernel, debugger, way):
    manager, client = kernel
    breakpoints(debugger, CELL, 7)
    request = client.execute(CELL)
    debugger.stopped()
    begin = time.perf_counter()
    if way == "interrupt":
        manager.interrupt_kernel()
        assert reply_to(client, request)["content"]["ename"] == "Interrupted"
        debugger.event("continued")
        outputs_of(client, request)
        breakpoints(debugger, CELL)
        assert run(client, "i")[0]["status"] == "ok"
    else:
        manager.shutdown_kernel()
        assert not manager.is_alive()
    took = time.perf_counter() - begin
    print(f"{way} of a held cell: {1000 * took:.0f} ms")
    assert took < 2


def test_a_cell_is_held_where_it_fails(kernel, debugger):
    _, client = kernel
    debugger.ask("setExceptionBreakpoints", filters=["errors"])
    request = client.execute("def f(x):\n  return 1 / x\nf(0)")
    assert debugger.stopped() == ("exception", "f", 2)
    debugger.ask("continue", threadId=1)
    assert reply_to(client, request)["content"]["ename"] == "ZeroDivisionError"


def test_odd_requests_are_answered(kernel, debugger):
    _, client = kernel
    for content in [{}, {"command": 3}, {"command": "variables", "arguments": []}, {"command": "scopes", "seq": "x"},
                    {"command": "setBreakpoints", "arguments": {"source": {"path": "x"}, "breakpoints": [{}, 1, {"line": -5}]}},
                    {"command": "variables", "arguments": {"variablesReference": -2**63, "start": 2**63 - 1, "count": 2**63 - 1}},
                    {"command": "scopes", "arguments": {"frameId": -2**63}}, {"command": "stackTrace", "arguments": {"startFrame": 2**63 - 1, "levels": -1}}]:
        message = client.session.msg("debug_request", content)
        client.control_channel.send(message)
        assert client.get_control_msg(timeout=10)["msg_type"] == "debug_reply"
    assert run(client, "1")[0]["status"] == "ok"
