"""DreamKit in a real JupyterLab. What the screen shows is kept in out/browser, to be looked at."""

from lab import PANEL

NETWORK = "deepdream = DeepDream(Model(outputs=DreamNet().get_layer('mixed3').output))"

LOOP = """def double(x):
    y = x * 2
    return y

picture = sample_image(320, 240)
total = 0
for i in range(3):
    total += double(i)
print('total', total)"""


def pictures(outputs):
    return [output for output in outputs if "image/png" in output.get("data", {})]


def text(outputs):
    return "".join("".join(output.get("text", "")) for output in outputs)


def test_example(lab):
    """All cells of an example run, with pictures and progress."""
    lab.open("example.ipynb")
    lab.command("notebook:run-all-cells")
    lab.wait_for_idle(240)
    cells = [cell for cell in lab.cells() if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] for cell in cells)
    assert not [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"]
    assert len([cell for cell in cells if pictures(cell["outputs"])]) >= 2
    lab.page.locator(".jp-OutputArea img[src^='data:image/png']").last.scroll_into_view_if_needed()
    lab.screen("pictures")


def test_interrupt(lab):
    """A dream shows its progress; the stop button ends it and keeps the picture; the notebook goes on."""
    lab.new(f"{NETWORK}\ndream_img = run_deep_dream_simple(sample_image(300, 220), steps=100000)", "dream_img.shape")
    lab.run(0)
    lab.page.wait_for_selector(".jp-OutputArea img")
    first = lab.page.locator(".jp-OutputArea img").first.get_attribute("src")
    lab.wait_until(lambda: lab.page.locator(".jp-OutputArea img").first.get_attribute("src") != first)
    assert lab.page.evaluate(f"{PANEL}.sessionContext.session.kernel.status") == "busy"
    lab.screen("dreaming")
    lab.page.locator("[data-command='notebook:interrupt-kernel']").first.click()
    lab.wait_for_idle()
    outputs = lab.outputs(0)
    assert len(pictures(outputs)) == 1
    assert [output["ename"] for output in outputs if output["output_type"] == "error"] == ["Interrupted"]
    lab.run(1)
    lab.wait_until(lambda: lab.outputs(1))
    lab.screen("stopped")


def test_progress(lab):
    """Where JupyterLab knows widgets, a dream's progress is a real one, under which the picture has its own size."""
    lab.new(f"{NETWORK}\ndream_img = run_deep_dream_simple(sample_image(300, 220), steps=20)")
    lab.run(0)
    lab.page.wait_for_selector(".jp-OutputArea .progress-bar")
    picture = lab.page.wait_for_selector(".jp-OutputArea img")
    lab.wait_until(lambda: picture.evaluate("picture => picture.naturalWidth") == 300)
    shown = picture.bounding_box()
    lab.screen("bar")
    lab.wait_for_idle()
    assert (round(shown["width"]), round(shown["height"])) == (300, 220)
    assert len(pictures(lab.outputs(0))) == 1
    lab.screen("done")


def test_slider(lab):
    """A slider that is moved while a dream runs changes its step size; a loop that waits for the move goes on."""
    lab.new(
        "strength = slider(0.0, 0.05, value=0.01, label='step size')\nstrength",
        f"{NETWORK}\nwhile strength < 0.02: dream_img = run_deep_dream_simple(sample_image(200, 150), steps=5, step_size=strength)\n"
        "print('moved')")
    lab.run(0)
    handle = lab.page.wait_for_selector(".jp-OutputArea .noUi-handle")
    lab.run(1)
    lab.page.wait_for_selector(".jp-OutputArea img")
    box, track = handle.bounding_box(), lab.page.locator(".jp-OutputArea .noUi-base").first.bounding_box()
    lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lab.page.mouse.down()
    lab.page.mouse.move(track["x"] + track["width"] * 0.4, box["y"] + box["height"] / 2, steps=5)
    lab.screen("moving")
    lab.page.mouse.move(track["x"] + track["width"] * 0.8, box["y"] + box["height"] / 2, steps=5)
    lab.page.mouse.up()
    lab.wait_until(lambda: "moved" in text(lab.outputs(1)))
    lab.screen("moved")


def test_completion(lab):
    """Tab proposes commands, and layer names inside strings; Shift-Tab shows the signature."""
    lab.new("base_model = DreamNet()", "run_deep_dream_s", "base_model.get_layer('mixed")
    lab.run(0)
    lab.wait_for_idle()
    lab.click_into(1)
    lab.page.keyboard.press("End")
    lab.page.keyboard.press("Tab")
    lab.page.wait_for_selector(".jp-Completer:not(.jp-mod-outofview)")
    lab.page.keyboard.press("Enter")
    lab.wait_until(lambda: "run_deep_dream_simple" in lab.cell(1).locator(".cm-content").inner_text())
    lab.page.keyboard.type("(")
    lab.page.keyboard.press("Shift+Tab")
    tooltip = lab.page.wait_for_selector(".jp-Tooltip")
    assert "step_size" in tooltip.inner_text()
    lab.screen("tooltip")
    lab.page.keyboard.press("Escape")
    lab.click_into(2)
    lab.page.keyboard.press("End")
    lab.page.keyboard.press("Tab")
    proposals = lab.page.wait_for_selector(".jp-Completer:not(.jp-mod-outofview)").inner_text()
    assert "mixed0" in proposals and "mixed10" in proposals
    lab.screen("layers")
    lab.page.keyboard.press("Escape")


def test_debugger(lab):
    """A cell with a loop stops at a breakpoint; the panel shows frames and variables; steps go into the function."""
    lab.new(LOOP)
    frames = lab.page.locator(".jp-DebuggerCallstackFrame")
    lab.start_debugger()
    lab.break_at(8)
    lab.run(0)
    # The panel draws the variables and the frames one after the other.
    lab.wait_until(lambda: frames.count() == 1 and {("total", "0"), ("i", "0")} <= set(lab.variables()))
    lab.screen("stopped")
    lab.command("debugger:stepIn")
    lab.wait_until(lambda: frames.count() == 2 and lab.variables() == [("x", "0")])
    lab.screen("in-function")
    lab.command("debugger:stepOut")
    # On the loop's own line, before the next pass.
    lab.wait_until(lambda: frames.count() == 1 and ("i", "0") in lab.variables())
    lab.command("debugger:continue")
    for value in ["1", "2"]:
        lab.wait_until(lambda: ("i", value) in lab.variables())
        lab.command("debugger:continue")
    lab.wait_until(lambda: "total 6" in text(lab.outputs(0)))
    lab.wait_until(lambda: frames.count() == 0)
    lab.screen("ended")


def test_debugger_shows_pictures(lab):
    """At a breakpoint, a variable that is a picture is rendered as one."""
    lab.new(LOOP)
    lab.start_debugger()
    lab.break_at(9)
    lab.run(0)
    lab.wait_until(lambda: ("total", "6") in lab.variables())
    lab.page.locator(".jp-DebuggerVariables-body").first.get_by_text("picture").click()
    lab.command("debugger:render-mime-variable")
    picture = lab.page.wait_for_selector(".jp-DebuggerRichVariable img")
    lab.wait_until(lambda: picture.evaluate("picture => picture.naturalWidth") == 256)
    lab.screen("picture")


def test_debugger_stops_at_errors(lab):
    """With the filter of errors chosen, a cell is held where it fails."""
    lab.new("def f(x):\n    return 1 / x\n\nf(0)")
    lab.start_debugger()
    lab.page.evaluate("void window.jupyterapp.commands.execute('debugger:pause-on-exceptions', {filter: 'errors'})")
    lab.page.wait_for_timeout(500)
    lab.run(0)
    lab.wait_until(lambda: lab.variables() == [("x", "0")])
    lab.screen("stopped")
    lab.command("debugger:terminate")
    lab.wait_until(lambda: [output["ename"] for output in lab.outputs(0)] == ["ZeroDivisionError"])
