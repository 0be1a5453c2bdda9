"""Paper that came back: filled forms and photos of sheets, by a button or by dropping the file."""

from __future__ import annotations

from cps_desktop.ui.paper_back.choosing import choose_paper, is_paper, take_files
from cps_desktop.ui.paper_back.dropping import accept_paper

__all__ = ["accept_paper", "choose_paper", "is_paper", "take_files"]
