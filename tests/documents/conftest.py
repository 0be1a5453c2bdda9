"""Fonts are cut once for all the document tests of a process."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder cut fonts are kept in."""
    return tmp_path_factory.mktemp("fonts")
