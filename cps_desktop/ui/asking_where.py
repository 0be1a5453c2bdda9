"""Asking where a file shall lie, so that nothing is written over that nobody was asked about."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cps_desktop.ui.kit import QuestionDialog


def ask_where(over: QWidget, title: str, name: str, files: str = "") -> Path | None:
    """Where it shall lie: a path with an ending, ``name``'s own where none was typed.

    ``name`` is the one it has to begin with, in the person's own folder. None where the question
    was put away, or another file was not to be written over.
    """
    begin = Path.home() / name
    chosen, _ = QFileDialog.getSaveFileName(over, title, str(begin), files)
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix:
        return path
    path = path.with_suffix(begin.suffix)
    # The file dialog asked about the name as it was typed, not about the one with its ending.
    return path if not path.exists() or _written_over(over, path) else None


def _written_over(over: QWidget, path: Path) -> bool:
    dialog = QuestionDialog(
        f"“{path.name}” is there already",
        "Write over it? What it holds now would be gone.",
        (("over", "Write over it"), ("leave", "Leave it as it was")),
        danger="over",
        parent=over.window(),
    )
    answer = dialog.ask()
    dialog.deleteLater()
    return answer == "over"
