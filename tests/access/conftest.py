"""As for every window test: the theme as it is at the start, and patience."""

from __future__ import annotations

from tests.ui.conftest import fresh_theme, qtbot

__all__ = ["fresh_theme", "qtbot"]
