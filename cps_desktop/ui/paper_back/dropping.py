"""Forms and photos dropped on a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from cps_desktop.ui.dropping import dropped_files, may_be_dropped
from cps_desktop.ui.session_page import SessionPage

_ENDINGS: Final = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".heic", ".heif"})


Take = Callable[[list[Path]], object]


def accept_paper(page: SessionPage, take: Take | None = None) -> None:
    """Let forms and photos be dropped anywhere on a page; ``take`` is given them, where they are
    not to be put into boxes."""
    page.setAcceptDrops(True)
    page.installEventFilter(_Drops(page, take))


class _Drops(QObject):
    """Takes files that may be paper; what else is dropped goes its own way."""

    def __init__(self, page: SessionPage, take: Take | None) -> None:
        super().__init__(page)
        self._page = page
        self._take = take or self._into_boxes

    def _into_boxes(self, files: list[Path]) -> None:
        # What reads paper is read when the first one comes.
        from cps_desktop.ui.paper_back.choosing import take_files

        take_files(self._page, self._page.shell, self._page.session, files)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if may_be_dropped(event.mimeData()) and _papers(event):
                event.acceptProposedAction()
                return True
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            files = _papers(event)
            if files:
                event.acceptProposedAction()
                page = self._page
                # After the drop has ended: the program the file comes from is waiting for that.
                QTimer.singleShot(0, page, lambda: self._take(files))
                return True
        return super().eventFilter(watched, event)


def _papers(event: QDropEvent) -> list[Path]:
    every = dropped_files(event.mimeData())
    return [one for one in every if one.suffix.lower() in _ENDINGS]
