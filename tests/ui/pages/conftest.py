"""A host window on a real workspace for every page test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.pages.host import Host, host_on


@pytest.fixture
def host(qtbot: QtBot, tmp_path: Path) -> Iterator[Host]:
    """A shown and active window at nine in the morning of Thursday 18 March 2027."""
    with host_on(tmp_path) as (window, _clock):
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        yield window
