"""The language beside Python: the small programs in python_programs print the same in both, and end in the same error.

Programs are separated by lines of `# ---`. They use nothing that docs/language.md says is missing or other than in Python.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DREAMKIT", PACKAGE / ".build/debug/dreamkit")).resolve()
PROGRAMS = [
    pytest.param(program, id=f"{path.stem}-{number}")
    for path in sorted((Path(__file__).parent / "python_programs").glob("*.py"))
    for number, program in enumerate(path.read_text(encoding="utf-8").split("# ---\n"))
]


def outcome(command, program, folder):
    """What a program prints, and the name of the error that ends it."""
    (folder / "program.py").write_text(program, encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([*command, "program.py"], cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    errors = re.findall(r"^(\w+Error)\b", done.stderr, re.MULTILINE)
    # Python's parser tells several kinds of syntax errors apart.
    error = errors[-1].replace("IndentationError", "SyntaxError") if done.returncode else None
    return done.stdout, error


def test_there_are_programs():
    assert len(PROGRAMS) > 200


@pytest.mark.parametrize("program", PROGRAMS)
def test_prints_what_python_prints(program, tmp_path):
    # Isolated, so that nothing of this environment is imported.
    assert outcome([BINARY, "run"], program, tmp_path) == outcome([sys.executable, "-I"], program, tmp_path)
