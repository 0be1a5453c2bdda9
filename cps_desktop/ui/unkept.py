"""Words on the screen that the disk did not take: told again until they are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.kit import TextField

TRY_AGAIN_MS: Final = 5_000
STAY: Final = (
    "The words typed last are not kept yet, so they stay on the screen. "
    "Free some space on this laptop; they are then kept by themselves."
)


class UnkeptWords(QObject):
    """The fields whose words could not be kept, tried again every few seconds, in silence."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fields: list[TextField] = []
        self.trying = False
        """While they are tried again: what stands in the way was said the first time."""
        self._timer = QTimer(self)
        self._timer.setInterval(TRY_AGAIN_MS)
        self._timer.timeout.connect(self.try_again)

    def __contains__(self, field: TextField) -> bool:
        return any(one is field for one in self._waiting())

    def __bool__(self) -> bool:
        return bool(self._waiting())

    def add(self, field: TextField) -> None:
        """The words of this field could not be kept: it holds them until they are."""
        field.hold()
        if not any(one is field for one in self._fields):
            self._fields.append(field)
            field.destroyed.connect(lambda: self._gone(field))
        self._timer.start()

    def try_again(self) -> None:
        """Have each say its words again."""
        self.trying = True
        try:
            for field in self._waiting():
                field.flush()
        finally:
            self.trying = False
        if not self._waiting():
            self._timer.stop()

    def _waiting(self) -> list[TextField]:
        # One that was typed in since has said its words by itself, and they were kept.
        return [one for one in self._fields if one.held]

    def _gone(self, field: TextField) -> None:
        self._fields = [one for one in self._fields if one is not field]


class ShowsWords(Protocol):
    """What shows words it may not have kept (the pages of a window)."""

    @property
    def unkept(self) -> bool: ...


def words_left(fields: UnkeptWords, pages: ShowsWords, write_down: Callable[[], object]) -> bool:
    """Whether there are words on the screen that cannot be kept, even now."""
    if not fields and not pages.unkept:
        return False
    write_down()
    return bool(fields) or pages.unkept


def may_lose_them(parent: QWidget) -> bool:
    """Ask before words that are not kept are lost; True to go on without them."""
    from cps_desktop.ui.kit import QuestionDialog

    question = QuestionDialog(
        "The words typed last are not kept yet",
        "There is no room for them on this laptop. Free some space and they are kept by "
        "themselves; close now and they are lost.",
        (("close", "Close without them"), ("stay", "Keep the window open")),
        danger="close",
        parent=parent,
    )
    answer = question.ask()
    question.deleteLater()
    return answer == "close"
