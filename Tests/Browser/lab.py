"""What a person does in JupyterLab, by the names of what is on the screen."""
import time

import nbformat


class Lab:
    def __init__(self, page, address, folder, screens, name):
        self.page, self.address, self.folder, self.screens = page, address, folder, screens
        self.name = name.replace("test_", "", 1)
        page.set_default_timeout(60_000)

    def new(self, *cells):
        """Opens a new notebook of such cells."""
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        made.metadata["kernelspec"] = {"name": "dreamkit", "display_name": "DreamKit", "language": "dreamkit"}
        nbformat.write(made, self.folder / f"{self.name}.ipynb")
        self.open(f"{self.name}.ipynb")

    def open(self, notebook):
        """Opens a notebook and waits for its kernel."""
        self.page.goto(f"{self.address}/lab/workspaces/{self.name}/tree/{notebook}?reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        self.page.wait_for_function(f"{PANEL}.sessionContext.session?.kernel?.status === 'idle'")

    def close(self):
        """Ends the kernel and closes the window."""
        self.page.evaluate(f"{PANEL}.sessionContext.shutdown()")
        self.page.close()

    def command(self, name):
        """Does what an entry of a menu does, without waiting for its end."""
        self.page.evaluate(f"void window.jupyterapp.commands.execute('{name}')")

    def cell(self, number):
        """A cell, by its place."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(number)

    def click_into(self, number):
        self.cell(number).locator(".cm-content").click()

    def run(self, number=0):
        """Runs a cell, and does not wait for its end."""
        self.click_into(number)
        self.page.keyboard.press("Control+Enter")

    def wait_for_idle(self, seconds=120):
        """Waits until all that was asked for has run."""
        done = (
            f"{PANEL}.sessionContext.session.kernel.status === 'idle' && "
            f"[...{PANEL}.content.model.cells].every(cell => cell.type !== 'code' || cell.executionState !== 'running')")
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(done, timeout=1000 * seconds)

    def cells(self):
        """The notebook's cells as it would be saved now."""
        return self.page.evaluate(f"{PANEL}.content.model.toJSON()")["cells"]

    def outputs(self, number):
        return self.cells()[number]["outputs"]

    def start_debugger(self):
        """Presses the button with the bug, until it stays down: JupyterLab hears nothing while it still asks the kernel."""
        button, pressed = self.page.locator(".jp-DebuggerBugButton").first, "[aria-pressed='true']"
        for _ in range(10):
            button.click()
            self.page.wait_for_timeout(2000)
            if self.page.locator(f".jp-DebuggerBugButton{pressed}").count():
                return
        raise AssertionError("The debugger does not start.")

    def break_at(self, line):
        """Sets a breakpoint in the first cell, by a click beside the line."""
        self.cell(0).locator(".cm-breakpoint-gutter .cm-gutterElement").nth(line).click()
        self.page.wait_for_selector(".jp-DebuggerBreakpoint")

    def variables(self):
        """The names and values in the debugger's panel."""
        lines = self.page.locator(".jp-DebuggerVariables-body").first.inner_text().splitlines()
        words = [line.strip().rstrip(":") for line in lines if line.strip()]
        return list(zip(words, words[1:]))

    def wait_until(self, condition, seconds=60):
        """Waits until a condition holds, and returns what it gave."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := condition():
                return found
            self.page.wait_for_timeout(100)
        raise AssertionError("It did not happen in time.")

    def screen(self, name):
        """Keeps a picture of the screen."""
        self.page.screenshot(path=self.screens / f"{self.name}-{name}.png")


# The notebook that is open.
PANEL = "[...window.jupyterapp.shell.widgets('main')].find(panel => panel.content?.model?.cells)"
