"""Fonts are cut once for all the document tests of a run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder cut fonts are kept in, the same one for all processes of a run.

    A font is put there whole or not at all, so it does not matter who cuts it first; twenty
    scripts take a process half a minute.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "fonts"
    folder.mkdir(exist_ok=True)
    return folder
