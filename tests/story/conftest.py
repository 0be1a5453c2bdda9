"""The story's tests leave the theme as they found it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.tidying import tidy
from tests.ui.conftest import Dressed


@pytest.fixture(autouse=True)
def fresh_theme(qapp: QApplication) -> Iterator[None]:
    """The light theme at 100 %, before and after."""
    gc.disable()
    Dressed.dress(qapp)
    yield
    theme().set_theme("light")
    theme().set_scale(100)
    theme().set_less_movement(False)
    # As the program does: parts of windows are never taken down in a worker's thread.
    tidy()
    gc.enable()
