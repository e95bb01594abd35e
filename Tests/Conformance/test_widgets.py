"""Live controls as Jupyter widgets: the kernel's side of the protocol, seen by a client that plays the frontend."""
import time

import ipywidgets
import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from test_kernel_behaviour import reply_to, run, text_of

VIEW = "application/vnd.jupyter.widget-view+json"

DREAM = """
network = SqueezeNet(weights=None)
model = Model(outputs=network.get_layer('fire3/concat').output)
picture = sample_image(120, 90)
"""


class Frontend:
    """Keeps the models of the widgets that the kernel opens, as a frontend does."""

    def __init__(self, client):
        self.client = client
        self.models = {}
        self.messages = []
        self.open("control", "jupyter.widget.control")

    def send(self, kind, content, buffers=None, subshell=None):
        message = self.client.session.msg(kind, content)
        if subshell:
            message["header"]["subshell_id"] = subshell
        self.client.session.send(self.client.shell_channel.socket, message, buffers=buffers)
        return message["header"]["msg_id"]

    def open(self, comm, target):
        self.send("comm_open", {"comm_id": comm, "target_name": target, "data": {}})

    def say(self, comm, data, buffers=None, subshell=None):
        return self.send("comm_msg", {"comm_id": comm, "data": data}, buffers, subshell)

    def update(self, comm, subshell=None, **state):
        return self.say(comm, {"method": "update", "state": state, "buffer_paths": []}, subshell=subshell)

    def read(self, until, timeout=20):
        """Takes messages until one is as wished, and gives those that came."""
        came = []
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            message = self.client.get_iopub_msg(timeout=timeout)
            came.append(message)
            self.take(message)
            if until(message):
                return came
        raise AssertionError("It did not come.")

    def take(self, message):
        content, kind = message["content"], message["msg_type"]
        if kind == "comm_open" and content["target_name"] == "jupyter.widget":
            assert message["metadata"]["version"].startswith("2.")
            self.models[content["comm_id"]] = dict(content["data"]["state"])
            self.fill(message)
        elif kind == "comm_msg" and content["data"].get("method") == "update":
            self.models[content["comm_id"]].update(content["data"]["state"])
            self.fill(message)
        elif kind == "comm_close":
            self.models.pop(content["comm_id"], None)

    def fill(self, message):
        paths = message["content"]["data"]["buffer_paths"]
        assert len(paths) == len(message["buffers"])
        for path, buffer in zip(paths, message["buffers"]):
            place = self.models[message["content"]["comm_id"]]
            for name in path[:-1]:
                place = place[name]
            place[path[-1]] = bytes(buffer)

    def idle(self, request):
        return self.read(
            lambda m: m["parent_header"].get("msg_id") == request
            and m["content"].get("execution_state") == "idle", timeout=300)

    def execute(self, code):
        request = self.client.execute(code)
        messages = self.idle(request)
        return reply_to(self.client, request)["content"], messages

    def named(self, name):
        return [comm for comm, state in self.models.items() if state["_model_name"] == name]


@pytest.fixture
def frontend(kernel):
    return Frontend(kernel[1])


def subshell_of(client):
    client.control_channel.send(client.session.msg("create_subshell_request", {}))
    return client.get_control_msg(timeout=10)["content"]["subshell_id"]


def counterpart(state):
    """The class of ipywidgets whose model this is."""
    names = {"LayoutModel": "Layout", "LabelStyleModel": "LabelStyle"}
    name = state["_model_name"].removesuffix("Model")
    for place in (ipywidgets, ipywidgets.widgets.widget_description, ipywidgets.widgets.widget_int,
                  ipywidgets.widgets.widget_string, ipywidgets.widgets.widget_bool, ipywidgets.widgets.widget_button):
        if hasattr(place, names.get(state["_model_name"], name)):
            return getattr(place, names.get(state["_model_name"], name))
    raise AssertionError(f"ipywidgets has no {name}")


def test_models_are_those_of_ipywidgets(frontend):
    code = """
slider(0, 10, label='n')
slider(0.0, 1.0)
dropdown(['a', 'b'])
checkbox(True)
textbox('t')
button('Go', lambda: 1)
interact(lambda a, b: a + b, a=(0, 5), b=(0, 5))
"""
    assert frontend.execute(code)[0]["status"] == "ok"
    names = {state["_model_name"] for state in frontend.models.values()}
    assert names >= {
        "IntSliderModel", "FloatSliderModel", "DropdownModel", "CheckboxModel", "TextModel", "ButtonModel",
        "VBoxModel", "LayoutModel", "SliderStyleModel", "DescriptionStyleModel", "CheckboxStyleModel",
        "TextStyleModel", "ButtonStyleModel"}
    for state in frontend.models.values():
        theirs = counterpart(state)
        options = {"options": ["a"]} if theirs is ipywidgets.Dropdown else {}
        expected = theirs(**options).get_state()
        unknown = set(state) - set(expected)
        assert not unknown, (state["_model_name"], unknown)
        for name in expected:
            if name.startswith(("_model", "_view_")) and name != "_view_count":
                assert state[name] == expected[name], (state["_model_name"], name)
        # Values are of the types that they have there.
        for name, value in state.items():
            if isinstance(expected[name], (bool, int, float)) and not isinstance(value, str):
                assert isinstance(value, bool) == isinstance(expected[name], bool), name


def test_a_dream_is_a_bar_a_line_and_a_picture_and_ends_plain(frontend):
    frontend.execute(DREAM)
    request = frontend.client.execute("run_deep_dream_simple(img=picture, steps=150, step_size=0.01, model=model);")
    messages = frontend.read(lambda m: m["msg_type"] == "display_data")
    view = messages[-1]["content"]["data"]
    assert {VIEW, "text/plain", "text/html"} <= set(view)
    root = frontend.models[view[VIEW]["model_id"]]
    assert root["_model_name"] == "VBoxModel"
    box, picture = [frontend.models[child.removeprefix("IPY_MODEL_")] for child in root["children"]]
    bar, line = [frontend.models[child.removeprefix("IPY_MODEL_")] for child in box["children"]]
    assert (bar["_model_name"], bar["max"], bar["value"]) == ("FloatProgressModel", 150, 1)
    assert line["value"].startswith("Step 1 of 150, loss ")
    assert picture["_model_name"] == "ImageModel" and picture["format"] == "jpeg" and picture["value"].startswith(b"\xff\xd8\xff")
    expected = set(ipywidgets.Image().get_state()) | set(ipywidgets.FloatProgress().get_state())
    assert set(bar) | set(picture) <= expected
    displays = [m for m in frontend.idle(request) if m["msg_type"] in ("display_data", "update_display_data")]
    assert {m["content"]["transient"]["display_id"] for m in displays} == {
        messages[-1]["content"]["transient"]["display_id"]}
    assert set(displays[-1]["content"]["data"]) == {"text/plain", "image/png"}
    assert frontend.models == {}
    assert reply_to(frontend.client, request)["content"]["status"] == "ok"
    info = frontend.client.comm_info(target_name="jupyter.widget")
    assert reply_to(frontend.client, info)["content"]["comms"] == {}


def test_the_bar_moves_with_the_dream(frontend):
    """However fast a machine is: the dream goes on until the bar has moved, and then it is interrupted."""
    frontend.execute(DREAM)
    request = frontend.client.execute("run_deep_dream_simple(img=picture, steps=100000, model=model);")
    frontend.read(lambda m: m["msg_type"] == "display_data")
    bar = frontend.models[frontend.named("FloatProgressModel")[0]]
    assert bar["value"] == 1
    frontend.read(lambda _: bar["value"] > 1)
    frontend.client.control_channel.send(frontend.client.session.msg("interrupt_request", {}))
    displays = [m for m in frontend.idle(request) if m["msg_type"] == "update_display_data"]
    assert set(displays[-1]["content"]["data"]) == {"text/plain", "image/png"}
    assert frontend.models == {}
    assert reply_to(frontend.client, request)["content"]["ename"] == "Interrupted"


def test_a_move_is_echoed_and_read(frontend):
    frontend.execute("s = slider(0, 10)")
    slider = frontend.named("IntSliderModel")[0]
    request = frontend.update(slider, value=8)
    messages = [m for m in frontend.idle(request) if m["parent_header"]["msg_id"] == request]
    assert [m["msg_type"] for m in messages] == ["status", "comm_msg", "status"]
    assert messages[1]["content"] == {
        "comm_id": slider, "data": {"method": "echo_update", "state": {"value": 8}, "buffer_paths": []}}
    _, messages = frontend.execute("s + 0")
    assert [m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "execute_result"] == ["8"]


def test_buffers_travel_both_ways(frontend):
    frontend.execute(DREAM)
    request = frontend.client.execute("run_deep_dream_simple(img=picture, steps=100000, model=model)")
    frontend.read(lambda m: m["msg_type"] == "display_data")
    picture = frontend.named("ImageModel")[0]
    subshell = subshell_of(frontend.client)
    sent = frontend.say(
        picture, {"method": "update", "state": {}, "buffer_paths": [["value"]]}, [b"\x00\x01"], subshell)
    echo = frontend.read(
        lambda m: m["msg_type"] == "comm_msg" and m["content"]["data"]["method"] == "echo_update")[-1]
    assert echo["parent_header"]["msg_id"] == sent
    assert [bytes(b) for b in echo["buffers"]] == [b"\x00\x01"]
    frontend.client.control_channel.send(frontend.client.session.msg("interrupt_request", {}))
    frontend.idle(request)


def test_states_are_given_to_a_frontend_that_comes_later(frontend):
    frontend.execute("s = slider(0, 10, label='late')")
    frontend.say("control", {"method": "request_states"})
    answer = frontend.read(
        lambda m: m["msg_type"] == "comm_msg" and m["content"]["data"]["method"] == "update_states")[-1]
    states = answer["content"]["data"]["states"]
    assert set(states) == set(frontend.models)
    for comm, entry in states.items():
        assert set(entry) == {"model_name", "model_module", "model_module_version", "state"}
        assert entry["state"] == frontend.models[comm]
    info = frontend.client.comm_info(target_name="jupyter.widget")
    assert set(reply_to(frontend.client, info)["content"]["comms"]) == set(states)


def test_a_slider_moves_a_running_dream(frontend):
    """The cell computes, a subshell takes the move, and the next steps are those of the new step size."""
    frontend.execute(DREAM + "s = slider(0.0, 0.1, value=0.05)")
    subshell = subshell_of(frontend.client)
    slider = frontend.named("FloatSliderModel")[0]
    request = frontend.client.execute(
        "d = run_deep_dream_simple(img=picture, steps=100000, step_size=s, model=model)")
    frontend.read(lambda m: m["msg_type"] == "display_data")
    start = time.perf_counter()
    moved = frontend.update(slider, subshell, value=0.0)
    frontend.idle(moved)
    print(f"a move is answered in the midst of a dream after {1000 * (time.perf_counter() - start):.0f} ms")
    picture = frontend.named("ImageModel")[0]
    values = []
    while len(values) < 3:
        frontend.read(lambda m: m["content"].get("comm_id") == picture)
        values.append(frontend.models[picture]["value"])
    assert values[1] == values[2], "without a step size the picture stays"
    frontend.client.control_channel.send(frontend.client.session.msg("interrupt_request", {}))
    frontend.idle(request)
    assert reply_to(frontend.client, request)["content"]["ename"] == "Interrupted"


def test_interact_runs_again_under_its_cell(frontend):
    code = "def f(n, name):\n    print(name * n)\ninteract(f, n=(0, 4), name=['a', 'b'])"
    content, messages = frontend.execute(code)
    assert content["status"] == "ok"
    displays = [m for m in messages if m["msg_type"] == "display_data"]
    assert [m["content"]["data"]["text/plain"] for m in displays] == ["Controls: n=2, name='a'", "aa"]
    assert VIEW in displays[0]["content"]["data"]
    shown = displays[1]["content"]["transient"]["display_id"]
    frontend.update(frontend.named("DropdownModel")[0], index=1)
    again = frontend.read(lambda m: m["msg_type"] == "update_display_data")[-1]
    assert again["content"]["data"] == {"text/plain": "bb"}
    assert again["content"]["transient"]["display_id"] == shown
    assert again["parent_header"] == displays[1]["parent_header"]
    frontend.update(frontend.named("IntSliderModel")[0], value=3)
    assert frontend.read(lambda m: m["msg_type"] == "update_display_data")[-1]["content"]["data"] == {
        "text/plain": "bbb"}


def test_interact_answers_while_a_cell_computes(frontend):
    frontend.execute("interact(lambda n: n * 11, n=(0, 9))")
    subshell = subshell_of(frontend.client)
    slider = frontend.named("IntSliderModel")[0]
    request = frontend.client.execute("while True: pass")
    time.sleep(0.2)
    frontend.update(slider, subshell, value=7)
    again = frontend.read(lambda m: m["msg_type"] == "update_display_data")[-1]
    assert again["content"]["data"] == {"text/plain": "77"}
    frontend.client.control_channel.send(frontend.client.session.msg("interrupt_request", {}))
    frontend.idle(request)


def test_an_interrupt_ends_what_a_move_began(kernel, frontend):
    manager, client = kernel
    code = "def f(forever):\n    print('running')\n    while forever: pass\n    return 'done'\ninteract(f, forever=False)"
    frontend.execute(code)
    box = frontend.named("CheckboxModel")[0]
    frontend.update(box, value=True)
    frontend.read(lambda m: m["msg_type"] == "update_display_data")
    manager.interrupt_kernel()
    shown = frontend.read(lambda m: m["msg_type"] == "update_display_data")[-1]
    assert "Interrupted" in shown["content"]["data"]["text/plain"]
    assert frontend.execute("1")[0]["status"] == "ok"
    frontend.update(box, value=False)
    frontend.read(lambda m: m["content"].get("data") == {"text/plain": "'done'"})


def test_a_button_is_pressed(frontend):
    frontend.execute("button('Go', lambda: print('gone'))")
    frontend.say(frontend.named("ButtonModel")[0], {"method": "custom", "content": {"event": "click"}})
    shown = frontend.read(lambda m: m["msg_type"] == "display_data")[-1]
    assert shown["content"]["data"] == {"text/plain": "gone"}


def test_many_moves_leave_the_last_value(frontend):
    frontend.execute("interact(lambda n: n, n=(0, 1000))")
    slider = frontend.named("IntSliderModel")[0]
    for value in range(300):
        frontend.update(slider, value=value)
    frontend.read(lambda m: m["content"].get("data") == {"text/plain": "299"})


def test_without_a_frontend_that_knows_widgets_all_is_plain(kernel):
    _, client = kernel
    code = DREAM + "run_deep_dream_simple(img=picture, steps=3, model=model)\ninteract(lambda n: n, n=(0, 4))"
    content, messages = run(client, code)
    assert content["status"] == "ok"
    assert not [m for m in messages if m["msg_type"].startswith("comm")]
    assert all(VIEW not in m["content"]["data"] for m in messages if "data" in m["content"])
    assert "There are no controls here, so this ran once, with n=2." in text_of(messages)


def test_an_exported_notebook_holds_one_final_state(tmp_path):
    notebook = nbformat.v4.new_notebook()
    notebook.metadata.kernelspec = {"name": "dreamkit", "display_name": "DreamKit", "language": "dreamkit"}
    notebook.cells = [
        nbformat.v4.new_code_cell(
            DREAM + "run_deep_dream_simple(img=picture, steps=150, model=model);"),
        nbformat.v4.new_code_cell("interact(lambda n: n * 11, n=(0, 4))"),
    ]
    NotebookClient(notebook, timeout=120, kernel_name="dreamkit").execute()
    dream, interact = notebook.cells
    assert [o.output_type for o in dream.outputs] == ["display_data", "stream"]
    assert set(dream.outputs[0].data) == {"text/plain", "image/png"}
    assert interact.outputs[0].data["text/plain"] == "22"
    assert not notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state")
    html, _ = HTMLExporter().from_notebook_node(notebook)
    assert html.count("<img") == 1
    assert "widget-view+json" not in html and "<progress" not in html
