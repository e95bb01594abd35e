"""Figures in pages without a kernel: saved as HTML, and in an example notebook that was exported to HTML."""
import os
import subprocess
import sys

import pytest

from conftest import BINARY, PACKAGE, SCREENS

SCRIPT = """
img = sample_image(160, 120)
save(compare(img, 255 - img, titles=['sky', 'negative']), 'compare.html')
save(scrub(dream(img, SqueezeNet(weights=None), layers=['fire2/concat'], steps=4)), 'scrub.html')
save(grid([img, 255 - img], titles=['one', 'two']), 'grid.html')
"""


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """A folder with the figures' pages, and with the example of one's own photo as it is saved in the repository."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "figures.dream").write_text(SCRIPT)
    subprocess.run([BINARY, "run", "figures.dream", "--out", "out"], cwd=folder, check=True)
    export = [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", folder, "--output", "notebook"]
    subprocess.run([*export, PACKAGE / "examples/06-your-own-photo.ipynb"], cwd=folder, check=True, env=os.environ)
    return folder


@pytest.fixture
def shown(browser, pages, request):
    """Opens one of the pages; a picture of what it showed last is kept."""
    opened = []

    def open_page(name, **settings):
        context = browser.new_context(viewport={"width": 1100, "height": 900}, **settings)
        page = context.new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(error))
        page.goto((pages / f"{name}.html").as_uri(), wait_until="domcontentloaded")
        opened.append((context, page, errors))
        return page

    yield open_page
    SCREENS.mkdir(parents=True, exist_ok=True)
    for context, page, errors in opened:
        assert errors == []
        page.screenshot(path=SCREENS / f"{request.node.name.replace('/', '-')}.png")
        context.close()


def click_at(slider, share):
    """Clicks into a slider, so far from its left end."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    slider.page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
    slider.page.wait_for_timeout(200)


@pytest.mark.parametrize("name", ["compare", "notebook"])
def test_the_border_between_two_pictures_moves(shown, name):
    page = shown(name)
    slider = page.get_by_label("how much of the first picture").first

    def share():
        return slider.evaluate("e => { const box = e.previousElementSibling; "
                               "return box.firstElementChild.getBoundingClientRect().width / box.clientWidth }")

    assert share() == pytest.approx(0.5, abs=0.02)
    click_at(slider, 0.8)
    assert share() == pytest.approx(0.8, abs=0.05)
    click_at(slider, 0.1)
    assert share() == pytest.approx(0.1, abs=0.05)


@pytest.mark.parametrize("name", ["scrub", "notebook"])
def test_the_scrubber_moves_and_plays(shown, name):
    page = shown(name)
    slider = page.get_by_label("step", exact=True)

    def place():
        """The step at which the slider stands, and the one that is seen."""
        return slider.evaluate("e => { const strip = e.parentNode.previousElementSibling; "
                               "return [+e.value, strip.scrollLeft / strip.clientWidth] }")

    last = int(slider.get_attribute("max"))
    assert last > 1 and place() == [0, 0]
    click_at(slider, 0.5)
    page.wait_for_function("e => { const strip = e.parentNode.previousElementSibling; "
                           "return Math.abs(strip.scrollLeft / strip.clientWidth - e.value) < 0.02 }", arg=slider.element_handle())
    assert place()[0] == last // 2
    # The strip drawn by hand takes the slider along.
    slider.evaluate("e => { const strip = e.parentNode.previousElementSibling; strip.scrollLeft = strip.clientWidth }")
    page.wait_for_function("e => e.value == 1", arg=slider.element_handle())
    button = page.get_by_label("play", exact=True)
    button.click()
    page.wait_for_function("e => e.value > 1", arg=slider.element_handle())
    button.click()
    stopped = place()[0]
    page.wait_for_timeout(700)
    assert place()[0] == stopped


@pytest.mark.parametrize("name", ["compare", "scrub", "grid", "notebook"])
def test_without_scripts_the_pictures_and_their_captions_are_there(shown, name):
    page = shown(name, java_script_enabled=False)
    pictures = page.locator("img[src^='data:image']")
    assert pictures.count() >= 2 and pictures.first.is_visible()
    captions = {"compare": "negative", "scrub": "Step 4", "grid": "two", "notebook": "The picture at the start"}
    assert page.get_by_text(captions[name]).count() > 0
