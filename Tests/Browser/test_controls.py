"""Live controls in a real JupyterLab: a person's moves reach a dream while it is dreamt, and run functions again."""

DREAM = """network = SqueezeNet(weights=None)
model = Model(outputs=network.get_layer('fire3/concat').output)
strength = slider(0.0, 0.2, value=0.05, label='step_size')"""

INTERACT = """def picture(side, grey):
    img = sample_image(side, side)
    print('side', side)
    return deprocess(preprocess_input(img) * 0) if grey else img
interact(picture, side=(40, 200, 20), grey=False)"""


def tap(lab, cell, place):
    """Clicks on a cell's slider, at a place from 0 to 1."""
    slider = lab.cell(cell).locator(".noUi-target").first
    box = slider.bounding_box()
    lab.page.mouse.click(box["x"] + place * box["width"], box["y"] + box["height"] / 2)


def pictures(outputs):
    return [output for output in outputs if "image/png" in output.get("data", {})]


def test_a_slider_moves_a_dream(lab):
    """The slider's value is read by the dream under way; the bar, the line and the picture are widgets, and the end is plain."""
    lab.new(DREAM, "d = run_deep_dream_simple(sample_image(300, 220), steps=100000, step_size=strength, model=model)")
    lab.run(0)
    lab.page.wait_for_selector(".noUi-target")
    lab.wait_for_idle()
    lab.run(1)
    image = lab.cell(1).locator(".widget-image, .jupyter-widgets img").first
    image.wait_for()
    assert lab.cell(1).locator(".widget-hprogress, .jupyter-widget-hprogress, .progress").count()
    first = image.get_attribute("src")
    lab.wait_until(lambda: image.get_attribute("src") != first)
    lab.screen("dreaming")
    tap(lab, 0, 0.0)
    lab.wait_until(lambda: lab.cell(0).locator(".widget-readout").inner_text().startswith("0.0"))

    def pixels():
        return lab.page.evaluate("image => fetch(image.src).then(r => r.arrayBuffer()).then(b => b.byteLength)", image.element_handle())

    def stands():
        before = pixels()
        lab.page.wait_for_timeout(1500)
        return before == pixels()

    lab.wait_until(stands)
    lab.screen("standing")
    lab.page.locator("[data-command='notebook:interrupt-kernel']").first.click()
    lab.wait_for_idle()
    outputs = lab.outputs(1)
    assert len(pictures(outputs)) == 1
    assert not [output for output in outputs if "application/vnd.jupyter.widget-view+json" in output.get("data", {})]
    lab.screen("stopped")


def test_interact(lab):
    """A move runs the function again, and its output takes the place of the one before, also while a cell computes."""
    lab.new(INTERACT, "while True: pass")
    lab.run(0)
    lab.page.wait_for_selector(".noUi-target")
    lab.wait_for_idle()
    before = len(lab.outputs(0))
    assert pictures(lab.outputs(0))
    lab.screen("first")
    tap(lab, 0, 0.99)
    lab.wait_until(lambda: "side 200" in lab.cell(0).inner_text())
    assert len(lab.outputs(0)) == before
    lab.run(1)
    lab.page.wait_for_timeout(500)
    tap(lab, 0, 0.01)
    lab.wait_until(lambda: "side 40" in lab.cell(0).inner_text())
    lab.cell(0).locator("input[type=checkbox]").click()
    lab.page.wait_for_timeout(1000)
    lab.screen("moved")
    lab.page.locator("[data-command='notebook:interrupt-kernel']").first.click()
    lab.wait_for_idle()
    assert len(lab.outputs(0)) == before


def test_controls_after_a_restart(lab):
    """A kernel that was started anew learns that there are controls, and asks the person in the notebook."""
    lab.new("n = slider(0, 10, label='n')", "name = input('Name: ')\nprint('Hello', name)")
    lab.run(0)
    lab.page.wait_for_selector(".noUi-target")
    lab.page.evaluate("[...window.jupyterapp.shell.widgets('main')].find(panel => panel.content?.model?.cells).sessionContext.restartKernel()")
    lab.wait_for_idle()
    lab.page.wait_for_timeout(2000)
    lab.run(0)
    lab.wait_for_idle()
    assert "application/vnd.jupyter.widget-view+json" in lab.outputs(0)[0]["data"]
    lab.cell(0).locator(".noUi-target").wait_for()
    lab.run(1)
    line = lab.page.locator(".jp-Stdin-input")
    line.wait_for()
    line.fill("Ada")
    lab.screen("asked")
    line.press("Enter")
    lab.wait_until(lambda: "Hello Ada" in lab.cell(1).inner_text())


def test_interact_over_a_command(lab):
    """Layers to choose, and a step size: each choice dreams anew in place."""
    lab.new(
        "network = SqueezeNet(weights=None)\npicture = sample_image(200, 150)",
        "interact(dream, img=picture, model=network, layers=['fire2/concat', 'fire3/concat'], "
        "step_size=(0.002, 0.05), steps=fixed(4), octaves=fixed(2))")
    lab.run(0)
    lab.run(1)
    lab.cell(1).locator("select").wait_for()
    lab.wait_for_idle()
    lab.wait_until(lambda: pictures(lab.outputs(1)))
    before = [output.get("data", {}).get("image/png") for output in lab.outputs(1)]
    lab.screen("first")
    lab.cell(1).locator("select").select_option(index=1)
    lab.wait_until(lambda: len(pictures(lab.outputs(1))) == 1 and [o.get("data", {}).get("image/png") for o in lab.outputs(1)] != before)
    assert len(lab.outputs(1)) == len(before)
    lab.screen("chosen")
