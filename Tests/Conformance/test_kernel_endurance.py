"""Other transports, real dreams and long sessions."""
import re
import subprocess
import sys
import time

import nbformat
import psutil
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from test_command_line import BINARY
from test_kernel_behaviour import outputs_of, reply_to, run, text_of

NETWORK = """
base_model = InceptionV3(include_top=False, weights=None)
layers = [base_model.get_layer(name).output for name in ['mixed3', 'mixed5']]
dream_model = Model(inputs=base_model.input, outputs=layers)
deepdream = DeepDream(dream_model)
"""


def memory(manager):
    """The kernel's memory in MB."""
    return psutil.Process(manager.provisioner.pid).memory_info().rss / 1e6


def test_ipc(tmp_path):
    manager = KernelManager(kernel_name="dreamkit", transport="ipc", ip=str(tmp_path / "k"))
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=10)
        content, messages = run(client, "print('over ipc')")
        assert content["status"] == "ok" and text_of(messages) == "over ipc\n"
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def test_connect_request(kernel):
    manager, client = kernel
    request = client.session.msg("connect_request")
    client.shell_channel.send(request)
    content = reply_to(client, request["header"]["msg_id"])["content"]
    assert content["status"] == "ok"
    for name in ["shell", "iopub", "stdin", "hb", "control"]:
        assert content[f"{name}_port"] == getattr(manager, f"{name}_port")


def test_deep_recursion_is_an_error(kernel):
    _, client = kernel
    content, _ = run(client, "def f(n):\n  return f(n + 1)\nf(0)", store_history=False)
    assert content["ename"] == "RecursionError"
    deep = "def g(n):\n  if n == 0: return 0\n  return 1 + g(n - 1)\ng(500)"
    assert run(client, deep)[0]["status"] == "ok"


def test_a_dream_is_interrupted(kernel):
    manager, client = kernel
    run(client, NETWORK + "dream = None")
    request = client.execute("dream = run_deep_dream_simple(img=sample_image(400, 300), steps=100000)")
    while client.get_iopub_msg(timeout=30)["msg_type"] != "display_data":
        pass  # the first step
    time.sleep(0.5)
    begin = time.perf_counter()
    manager.interrupt_kernel()
    content = reply_to(client, request, timeout=30)["content"]
    took = time.perf_counter() - begin
    print(f"interrupt to reply: {1000 * took:.0f} ms")
    assert took < 1
    assert (content["status"], content["ename"]) == ("error", "Interrupted")
    last = [m for m in outputs_of(client, request) if m["msg_type"] == "update_display_data"][-1]
    assert "interrupted" in last["content"]["data"]["text/plain"]
    assert "image/png" in last["content"]["data"]
    _, messages = run(client, "show(_)\nprint(_.shape)")
    assert text_of(messages) == "(300, 400, 3)\n"
    assert any(m["msg_type"] == "display_data" for m in messages)
    expressions = {"dream": "dream.shape", "steps": "deepdream(preprocess_input(dream), 1, 0.01)[0] > 0"}
    values = run(client, "1", user_expressions=expressions)[0]["user_expressions"]
    assert values["dream"]["data"]["text/plain"] == "(300, 400, 3)"
    assert values["steps"]["data"]["text/plain"] == "True"


def test_a_notebook_through_nbclient(tmp_path):
    cells = [
        NETWORK,
        "original_img = sample_image(160, 120)\nshow(original_img)",
        "dream_img = run_deep_dream_simple(img=original_img, steps=3, step_size=0.01)",
        "dream_img",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, kernel_name="dreamkit", timeout=120, resources=resources).execute()
    nbformat.validate(notebook)
    (shown,), (*dreamt,), (result,) = [cell.outputs for cell in notebook.cells[1:]]
    assert "image/png" in shown.data
    (dream,) = [output for output in dreamt if output.output_type == "display_data"]
    assert "image/png" in dream.data and dream.data["text/plain"].startswith("Step 3")
    assert result.output_type == "execute_result" and "image/png" in result.data


def test_a_notebook_through_nbconvert(tmp_path):
    """As a page with its picture, and as a script of the language, which runs without Jupyter."""
    cells = ["# A picture", "picture = sample_image(60, 50)\nshow(picture)", "print(picture.shape)"]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(cells[0])] + [nbformat.v4.new_code_cell(cell) for cell in cells[1:]])
    notebook.metadata["kernelspec"] = {"name": "dreamkit", "display_name": "DreamKit", "language": "dreamkit"}
    nbformat.write(notebook, tmp_path / "a.ipynb")
    for words in [["--execute", "--to", "notebook", "--inplace"], ["--to", "html"], ["--to", "script"]]:
        convert = [sys.executable, "-m", "nbconvert", *words, "a.ipynb"]
        subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    page = (tmp_path / "a.html").read_text()
    assert len(re.findall('<img[^>]* src="data:image/png;base64,', page)) == 1 and "(50, 60, 3)" in page
    script = tmp_path / "a.dream"
    assert [line for line in script.read_text().splitlines() if line] == [*cells[1].splitlines(), cells[2]]
    done = subprocess.run([BINARY, "run", script, "--out", tmp_path], check=True, capture_output=True, text=True)
    assert done.stdout.startswith("(50, 60, 3)\n")


def test_memory_stays_flat(kernel):
    manager, client = kernel
    idle = memory(manager)
    code = "for i in range(3): show(sample_image(320, 240))\nsample_image(200, 100)"
    for _ in range(30):
        run(client, code)
    warm = memory(manager)
    for _ in range(200):
        assert run(client, code)[0]["status"] == "ok"
    end = memory(manager)
    print(f"memory: {idle:.0f} MB idle, {warm:.0f} MB after 30 cells, {end:.0f} MB after 230")
    assert idle < 30
    assert end - warm < 10
