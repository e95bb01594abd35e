"""What check-docs finds, and what it leaves alone."""
import json

import pytest


@pytest.fixture
def faults(check_docs, tmp_path):
    def of(text):
        page = tmp_path / "page.md"
        page.write_text(text)
        return [fault.removeprefix(f"{page}:") for fault in check_docs.faults_of(page)]

    return of


def test_long_lines_are_found_but_in_the_messages_that_tests_hold(faults):
    long = "x" * 121
    assert faults(f"short\n{long}\n") == ["2: 121 characters, 120 at most"]
    assert faults(f"```python\n{long}\n```\n") == ["2: 121 characters, 120 at most"]
    assert faults(f"```text\n{long}\n```\n") == []


def test_links_lead_to_files_and_headings(faults, tmp_path):
    (tmp_path / "other.md").write_text("# One `code` (and more)\n\n## Twice\n\n## Twice\n")
    fine = "[a](other.md) [b](other.md#one-code-and-more) [c](other.md#twice-1) [d](#here) [e](https://example.org/x)\n\n# Here\n"
    assert faults(fine) == []
    assert faults("[a](gone.md)") == ["1: 'gone.md' leads nowhere"]
    assert faults("[a](other.md#twice-2)") == ["1: 'other.md#twice-2' leads nowhere"]
    assert faults("`[a](gone.md)`\n```\n[a](gone.md)\n```\n") == ["1: 'gone.md' leads nowhere"]


def test_paths_of_the_repository_exist(faults):
    assert faults("`Scripts/check-docs` and `Sources/Nothing.swift`, `a/b`") == ["1: there is no 'Sources/Nothing.swift'"]


@pytest.mark.parametrize("text", ["drawn by chance", "the way back", "It goes on with that.", "a broken number"])
def test_words_that_the_glossary_replaces_are_found_outside_of_code(faults, text):
    assert len(faults(text)) == 1
    assert faults(f"```python\n# {text}\n```\n") == []


def test_notebooks_are_checked_cell_by_cell_and_sources_for_words_alone(check_docs, tmp_path):
    notebook, source = tmp_path / "a.ipynb", tmp_path / "A.swift"
    cells = [{"cell_type": "code", "source": ["# by chance"]}, {"cell_type": "markdown", "source": ["Drawn\n", "by chance."]}]
    notebook.write_text(json.dumps({"cells": cells}))
    assert [fault.split(": ")[0] for fault in check_docs.faults_of(notebook)] == [f"{notebook}:2"]
    source.write_text("/// Drawn by chance. [a](gone.md)\n" + "x" * 200)
    assert list(check_docs.faults_of(source)) == [f"{source}:1: write 'at random' instead of 'by chance'"]
