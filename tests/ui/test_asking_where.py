"""Where a file shall lie: the ending it gets from us never writes over a file unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.ui.asking_where import ask_where
from cps_desktop.ui.kit import QuestionDialog


@pytest.mark.parametrize(
    ("typed", "answer", "chosen"),
    [
        ("", None, None),
        ("new", None, "new.pdf"),
        ("there", "over", "there.pdf"),
        ("there", "leave", None),
        # Of a name with its ending the system's own dialog has asked.
        ("there.pdf", None, "there.pdf"),
        ("there.txt", None, "there.txt"),
    ],
)
def test_a_file_that_gets_its_ending_here_is_asked_about_here(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    typed: str,
    answer: str | None,
    chosen: str | None,
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    (tmp_path / "there.pdf").write_bytes(b"%PDF")
    name = str(tmp_path / typed) if typed else ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, ""))
    asked: list[str] = []

    def say() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QuestionDialog):
            asked.append(dialog.accessibleName())
            dialog.buttons[answer or "leave"].click()

    QTimer.singleShot(0, say)
    assert ask_where(over, "Save the PDF", "Planner.pdf") == (tmp_path / chosen if chosen else None)
    assert asked == (["“there.pdf” is there already"] if answer else [])
