"""A signed sheet: its picture, whose day it is, who signed on it; and the sheets that are kept."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Presence
from cps_desktop.domain.records import RecordId
from cps_desktop.services.access_log import looked
from cps_desktop.services.register import register_view
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.sign_in_photos import (
    KeptPage,
    SignInPhoto,
    drop_page,
    keep_sign_in,
    kept_pages,
)
from cps_desktop.ui.attempts import Attempts
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Button, Choice, FormRow, QuestionDialog, TickBox, Words, empty
from cps_desktop.ui.paper_back.room import as_large_as, picture_width, scrolling
from cps_desktop.ui.paper_back.sheet_dialog import show_picture, small_enough
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_L, SPACE_M, SPACE_S

_KEEP, _NOT = "keep", "not"
_COMING = "Its picture is being read…"
_ELSEWHERE = "Its picture is on another laptop and comes with the next bundle from there."
_ONLY_HERE = (
    "The picture is kept with its day as evidence, for facilitators. It is never shown to "
    "participants, and nobody is given it with their own data, because it names others."
)


class SignInDialog(QuestionDialog):
    """Keeps the picture of a signed sheet with its day, and notes who is ticked as having signed.

    Where nobody knows which day it is of, that is asked.
    """

    HELP = "attendance"

    def __init__(
        self, shell: Shell, session: RecordId, photo: SignInPhoto, parent: QWidget | None = None
    ) -> None:
        page = f", page {photo.page}" if photo.page else ""
        title = f"Signed sheet of {photo.day_words}{page}"
        said = [photo.problem, f"{photo.name}. {_ONLY_HERE}"]
        if photo.here:
            said.insert(0, "This picture is kept already; who signed can still be ticked.")
        elif photo.day and not photo.straight:
            said.insert(0, "Not all of the sheet is in the picture, so it is kept as it was taken.")
        super().__init__(
            title if photo.day else "Which day was this signed on?",
            " ".join(one for one in said if one),
            ((_KEEP, "Keep it"), (_NOT, "Not now")),
            parent=parent,
        )
        self._shell, self._session, self._photo = shell, session, photo
        self._view = register_view(shell.desk.door.records, session)
        days = [(one.day, one.title) for one in self._view.days]
        self.day = Choice("Day", days)
        if photo.day:
            self.day.set_key(photo.day)
        else:
            self.body.addWidget(FormRow("The day it was signed on", self.day))
        self.ticks: dict[RecordId, TickBox] = {}
        inside = QWidget()
        self._names = QVBoxLayout(inside)
        self._names.setContentsMargins(0, 0, SPACE_M, 0)
        self._names.setSpacing(SPACE_S)
        both = QHBoxLayout()
        both.setSpacing(SPACE_L)
        width = picture_width(self, DIALOG_WIDTH)
        picture = show_picture(photo.picture.jpeg, "Picture of the signed sheet", width)
        both.addWidget(scrolling("The signed sheet", picture), 1)
        both.addWidget(scrolling("Who signed on it", inside), 1)
        self.body.addLayout(both, 1)
        self.day.chosen.connect(lambda _day: self._show_names())
        self._show_names()
        self.buttons[_KEEP].setEnabled(bool(days))
        self.keeps(self._keep, _KEEP)
        as_large_as(self, 2 * DIALOG_WIDTH, DIALOG_WIDTH)

    def _show_names(self) -> None:
        empty(self._names)
        self.ticks = {}
        self._names.addWidget(Words("Who signed on it?", "strong"))
        day = self.day.key()
        place = next((at for at, one in enumerate(self._view.days) if one.day == day), None)
        rows = [] if place is None else self._view.rows
        for row in rows:
            mark = row.days[place or 0]
            if mark.state == Presence.APOLOGIES and not mark.signed:
                continue
            if mark.signed:
                self._names.addWidget(Words(f"✔ {row.name}", "body", "quiet"))
                continue
            tick = TickBox(row.name)
            self.ticks[row.attendance] = tick
            self._names.addWidget(tick)
        if not rows:
            self._names.addWidget(Words("Nobody is on the list of this day yet.", "body", "quiet"))
        self._names.addStretch(1)

    def _keep(self) -> str:
        desk, day = self._shell.desk, self.day.key()
        signed = [entry for entry, tick in self.ticks.items() if tick.isChecked()]
        return Attempts(self._shell).why_not(
            lambda: keep_sign_in(desk, self._session, day, self._photo, signed)
        )

    def ask(self) -> str:
        """Show it; keep it if somebody says so, with a way back."""
        answer = super().ask()
        if answer == _KEEP:
            count = sum(tick.isChecked() for tick in self.ticks.values())
            people = {0: "", 1: ", and 1 person noted"}.get(count, f", and {count} people noted")
            self._shell.say(f"The signed sheet is kept{people}.", undo=True)
        return answer


class SignedSheetsDialog(QuestionDialog):
    """The signed sheets of a session, one under the other; each can be taken away."""

    HELP = "attendance"

    def __init__(self, shell: Shell, session: RecordId, parent: QWidget | None = None) -> None:
        super().__init__("Signed sheets", _ONLY_HERE, (("close", "Close"),), parent=parent)
        self._shell, self._session = shell, session
        self.beside = Background(self)
        inside = QWidget()
        self._sheets = QVBoxLayout(inside)
        self._sheets.setContentsMargins(0, 0, SPACE_M, 0)
        self._sheets.setSpacing(SPACE_M)
        self.away: dict[RecordId, Button] = {}
        self.body.addWidget(scrolling("The signed sheets", inside), 1)
        self._show()
        looked(shell.desk.workspace, "signed", "", shell.desk.door.now_ms())
        as_large_as(self, DIALOG_WIDTH + DIALOG_WIDTH // 3, DIALOG_WIDTH)

    def _show(self) -> None:
        empty(self._sheets)
        self.away = {}
        some = kept_pages(self._shell.desk.door.records, self._session)
        for one in some:
            self._sheet(one)
        if not some:
            words = "No signed sheet is kept yet. Photograph one, and bring it in under Papers."
            self._sheets.addWidget(Words(words, "body", "quiet"))
        self._sheets.addStretch(1)

    def _sheet(self, one: KeptPage) -> None:
        self._sheets.addWidget(Words(one.title, "strong"))
        picture = QLabel()
        picture.hide()
        words = Words(_COMING, "body", "quiet")
        self._sheets.addWidget(picture)
        self._sheets.addWidget(words)
        self._look_beside(one, picture, words)
        button = Button("Take it away", lambda: self._drop(one))
        button.setAccessibleName(f"Take the sheet of {one.title} away")
        self.away[one.record] = button
        self._sheets.addWidget(button)

    def _look_beside(self, one: KeptPage, picture: QLabel, words: Words) -> None:
        """Read and make small in a thread: a session of many sheets opens at once all the same."""
        desk, width = self._shell.desk, picture_width(self, DIALOG_WIDTH)

        def read() -> QImage | None:
            with desk_beside(desk) as beside:
                jpeg = beside.workspace.attachment(one.digest) if one.digest else None
            return small_enough(jpeg, width) if jpeg is not None else None

        def show(image: QImage | None) -> None:
            # It may have been taken away meanwhile.
            if not isValid(picture):
                return
            if image is None or image.isNull():
                words.setText(_ELSEWHERE)
                return
            picture.setPixmap(QPixmap.fromImage(image))
            picture.setAccessibleName(f"Signed sheet of {one.title}")
            picture.show()
            words.hide()

        def not_read(fault: Fault) -> None:
            if isValid(words):
                words.setText(str(fault))

        self.beside.do(one.record, read, show, not_read)

    def _drop(self, one: KeptPage) -> None:
        door = self._shell.desk.door
        if self._shell.attempt(lambda: drop_page(door, one.record)) is not None:
            self._shell.say(f"The sheet of {one.title} was taken away.", undo=True)
            self._show()
