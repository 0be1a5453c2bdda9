"""A photo that arrived, as it is offered for a claim."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_view import ClaimView
from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.inbox_places import Stamp
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.ui.kit import Button, Choice, QuestionDialog, Words, rule
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.claim_receipts import THUMBNAIL
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_M, SPACE_S
from cps_desktop.ui.theme_state import theme

_NO_LINE: Final = "Add a line first; then it can be put on it."
_READING: Final = "Looking at it…"


class Looked(msgspec.Struct, frozen=True):
    """What came of opening a photo: its pictures, or in a sentence why there are none. ``used``: in
    a sentence where it is a receipt already; ``again``: opening it once more may well do."""

    pictures: tuple[PreparedPicture, ...] = ()
    problem: str = ""
    used: str = ""
    again: bool = False


class ArrivedRow(QWidget):
    """One picture: how it looks, which line it may be for, and what can be done with it."""

    def __init__(self, path: Path, stamp: Stamp, looked: Looked | None, twice: str) -> None:
        """``looked``: None as long as nobody opened it."""
        super().__init__()
        self.stamp = stamp
        self.chosen: RecordId = ""
        """The line somebody chose; "" for the one that is offered."""
        self._looked, self._twice = looked, twice
        self._shown: object = None
        self._had: QWidget | None = None
        picture = QLabel()
        picture.setFixedSize(theme().px(THUMBNAIL), theme().px(THUMBNAIL))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setAccessibleName(f"Picture {path.name}")
        if looked is not None and looked.pictures:
            picture.setPixmap(_pixmap(looked.pictures[0].jpeg, picture.size()))
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(Words(path.name, "strong"))
        column.addWidget(Words(self._detail(stamp), "small", "quiet"))
        if twice:
            column.addWidget(Words(twice, "small_strong", "amber"))
        self._no_line = Words(_NO_LINE, "small", "quiet")
        column.addWidget(self._no_line)
        self.lines = Choice(f"The line {path.name} is for", ())
        self.lines.chosen.connect(self._choose)
        self.add_button = Button("Add it")
        self.add_button.setAccessibleName(f"Add {path.name} to this line")
        self.look_button = Button("Look at it", self.look)
        self.look_button.setAccessibleName(f"Look at {path.name}")
        self.again_button = Button("Try again")
        self.again_button.setAccessibleName(f"Try to open {path.name} again")
        self.again_button.setVisible(looked is not None and looked.again)
        self.aside_button = Button("Leave it aside")
        self.aside_button.setAccessibleName(f"Leave {path.name} aside")
        buttons = WrappingRow(SPACE_S)
        for part in self._parts():
            buttons.addWidget(part)
        self.look_button.setVisible(self._is_ready)
        column.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_M)
        outer.addWidget(Across((picture, 0), (said, 1), spacing=SPACE_M))
        outer.addWidget(rule())

    def says(self, looked: Looked | None, twice: str) -> bool:
        """Whether it says just this."""
        return (looked, twice) == (self._looked, self._twice)

    def show_lines(self, view: ClaimView | None) -> None:
        """Offer the lines of this claim: the one that was chosen, or the first without a receipt
        that needs one."""
        lines = view.lines if view is not None else ()
        missing = view.missing[0].line if view is not None and view.missing else ""
        options = [(each.line.id, f"{each.title}, {each.amount}") for each in lines]
        if self.chosen not in dict(options):
            self.chosen = ""
        if self._shown == (options, missing):
            return
        self._shown = (options, missing)
        self.lines.set_options(options, self.chosen or missing)
        self._no_line.setVisible(self._is_ready and not lines)
        for part in (self.lines, self.add_button):
            part.setVisible(self._is_ready and bool(lines))

    def _choose(self, line: RecordId) -> None:
        self.chosen = line

    @property
    def _is_ready(self) -> bool:
        return self._looked is not None and bool(self._looked.pictures)

    def _parts(self) -> tuple[QWidget, ...]:
        return (
            self.lines,
            self.add_button,
            self.look_button,
            self.again_button,
            self.aside_button,
        )

    def note_keyboard(self) -> bool:
        """Whether the keyboard is on a part of it; which one, is remembered."""
        here = self.window().focusWidget()
        self._had = next((part for part in self._parts() if part is here), None)
        return self._had is not None

    def take_keyboard(self, part_of: ArrivedRow) -> None:
        """The keyboard is on the part it was on in the row that was there before."""
        for mine, old in zip(self._parts(), part_of._parts(), strict=True):
            if old is part_of._had:
                mine.setFocus()

    def _detail(self, one: Stamp) -> str:
        if self._looked is None:
            return _READING
        if not self._looked.pictures:
            return self._looked.problem
        count = len(self._looked.pictures)
        pages = f" · {count} pages" if count > 1 else ""
        return f"From {say_moment(one[2] // 1_000_000)}{pages}"

    def look(self) -> None:
        """Show it large."""
        self.looking().ask()

    def looking(self) -> QuestionDialog:
        """The window that shows it large."""
        dialog = QuestionDialog("Photo", "", (("close", "Close"),), parent=self.window())
        room = QSize(self.window().width() * 2 // 3, max(DIALOG_WIDTH, self.window().height() // 2))
        if self._looked is not None and self._looked.pictures:
            shown = QLabel()
            shown.setAccessibleName("The photo")
            shown.setPixmap(_pixmap(self._looked.pictures[0].jpeg, room))
            dialog.body.addWidget(shown, 0, Qt.AlignmentFlag.AlignHCenter)
        return dialog


def _pixmap(jpeg: bytes, room: QSize) -> QPixmap:
    image = QImage.fromData(jpeg)
    if image.isNull():
        return QPixmap()
    return QPixmap.fromImage(
        image.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    )
