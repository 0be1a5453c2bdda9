"""The story's tests leave the theme as they found it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from cps_desktop.ui.theme_state import install_theme, theme


@pytest.fixture(autouse=True)
def fresh_theme(qapp: QApplication) -> Iterator[None]:
    """The light theme at 100 %, before and after."""
    install_theme(qapp)
    yield
    theme().set_theme("light")
    theme().set_scale(100)
    theme().set_less_movement(False)
