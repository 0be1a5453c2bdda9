"""Files and folders that are dropped on a page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def may_be_dropped(data: QMimeData) -> bool:
    """Whether there is a file or folder of this laptop in what hovers over a page."""
    return any(one.isLocalFile() for one in data.urls())


def dropped_files(data: QMimeData) -> list[Path]:
    """The files and folders that were dropped."""
    return [Path(one.toLocalFile()) for one in data.urls() if one.isLocalFile()]
