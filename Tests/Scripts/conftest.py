"""Makes the modules of Scripts importable, those without an ending too."""
import importlib.machinery
import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "Scripts"
sys.path.insert(0, str(SCRIPTS))
sys.dont_write_bytecode = True


@pytest.fixture(scope="session")
def check_docs():
    loader = importlib.machinery.SourceFileLoader("check_docs", str(SCRIPTS / "check-docs"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module
