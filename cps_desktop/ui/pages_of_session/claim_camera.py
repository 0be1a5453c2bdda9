"""Pictures that arrive from a telephone or scanner, offered beside the claim: never attached by
themselves, and asked about where one came before."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.domain.records import RecordId
from cps_desktop.services.camera_folder import (
    Arrived,
    came_twice,
    camera_folder,
    leave_aside,
    lookout,
    was_taken,
    watch_camera_folder,
)
from cps_desktop.services.claim_view import ClaimView
from cps_desktop.services.claims import attach_receipt
from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.inbox_places import Stamp
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.receipt_intake import pictures_of_files
from cps_desktop.ui.folder_watch import FolderWatch
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Button, Card, Choice, LinkButton, QuestionDialog, Words, empty, rule
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.claim_receipts import THUMBNAIL
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_M, SPACE_S
from cps_desktop.ui.theme_state import theme

_ASK: Final = "As they arrive in a folder, they can be offered here. Nothing is added by itself."
_WATCHING: Final = "Watching the folder {name}. What arrives is offered here."
_NOT_THERE: Final = "The folder {name} is not there now. It is looked for every few seconds."
_NO_LINE: Final = "Add a line first; then it can be put on it."
_READING: Final = "Looking at it…"

Made = tuple[PreparedPicture, ...]


class CameraCard(Card):
    """The folder that is watched, and what arrived in it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Photos from a phone or scanner")
        self._shell = shell
        self._view: ClaimView | None = None
        self._arrived = Arrived()
        self._made: dict[Stamp, Made | str] = {}
        self._reading: Stamp | None = None
        self._shown: object = None
        self._beside = Background(self)
        self.words = Words(_ASK, "body", "quiet")
        self.choose = LinkButton("Watch a folder…", self.choose_folder)
        self.stop = LinkButton("Stop watching", lambda: self.watch_folder(None))
        self.rows: dict[Stamp, ArrivedRow] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_M)
        links = WrappingRow(SPACE_S)
        for link in (self.choose, self.stop):
            links.addWidget(link)
        self.add(Words("Photos from a phone or scanner", "section"))
        self.column.addLayout(self._rows)
        self.add(self.words)
        self.column.addLayout(links)
        self.watch = FolderWatch(self, lambda: lookout(shell.desk.workspace).find)
        self.watch.changed.connect(self.gather)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if camera_folder(self._shell.desk.workspace) is not None:
            self.watch.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.rest()

    # -- which folder -------------------------------------------------------------------------

    def choose_folder(self) -> None:
        """Ask in which folder they arrive."""
        known = camera_folder(self._shell.desk.workspace)
        chosen = QFileDialog.getExistingDirectory(
            self, "In which folder do the photos arrive?", str(known or Path.home())
        )
        if chosen:
            self.watch_folder(Path(chosen))

    def watch_folder(self, folder: Path | None) -> None:
        """Offer what arrives in this folder from now on; None stops that."""
        desk = self._shell.desk
        now = desk.door.now_ms()
        self._shell.attempt(lambda: watch_camera_folder(desk.workspace, folder, now_ms=now))
        if camera_folder(desk.workspace) is not None and self.isVisible():
            self.watch.begin()
        else:
            self.watch.rest()
        self._arrived = Arrived()
        self._show()
        self.gather()

    # -- what arrived -------------------------------------------------------------------------

    def show_claim(self, view: ClaimView) -> None:
        """Offer pictures for the lines of this claim."""
        self._view = view
        if camera_folder(self._shell.desk.workspace) is None:
            self._show()
        else:
            self.gather()

    def gather(self) -> None:
        """Find what is new, and read it, beside the window."""
        self._beside.do("find", lookout(self._shell.desk.workspace).find, self._gathered)

    def _gathered(self, arrived: Arrived) -> None:
        if not self.isVisible():
            return  # it is looked for again once somebody sees it
        self._arrived = arrived
        self.watch.seen(arrived)
        folder = camera_folder(self._shell.desk.workspace)
        self.watch.watch([str(folder)] if folder is not None and arrived.there else [])
        stamps = {one for _, one in arrived.files}
        self._made = {one: made for one, made in self._made.items() if one in stamps}
        self._show()
        self._read_on()

    def _read_on(self) -> None:
        """Read the next one that nobody read yet."""
        unread = [(path, one) for path, one in self._arrived.files if one not in self._made]
        if not unread or self._reading == unread[0][1]:
            return
        path, one = unread[0]
        self._reading = one

        def job() -> Made | str:
            try:
                return pictures_of_files([path], more=len(unread) > 1)
            except Fault as fault:
                return str(fault)

        self._beside.do("read", job, partial(self._read, one))

    def _read(self, one: Stamp, made: Made | str) -> None:
        self._made[one] = made
        self._reading = None
        if not self.isVisible():
            return
        self._show()
        self._read_on()

    def _show(self) -> None:
        folder = camera_folder(self._shell.desk.workspace)
        name = (folder.name or str(folder)) if folder is not None else ""
        words = _ASK
        if folder is not None:
            words = (_WATCHING if self._arrived.there else _NOT_THERE).format(name=name)
        self.words.setText(words)
        self.stop.setVisible(folder is not None)
        self.choose.set_words("Another folder…" if folder is not None else "Watch a folder…")
        view = self._view
        shown = (
            [(one, one in self._made, self._twice(one)) for _, one in self._arrived.files],
            [(one.line.id, one.title, one.amount) for one in view.lines] if view else [],
            view.missing[:1] if view is not None else (),
        )
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._rows)
        self.rows = {}
        for path, one in self._arrived.files:
            row = ArrivedRow(path, one, self._made.get(one, ""), self._view, self._twice(one))
            row.add_button.clicked.connect(partial(self._add, one))
            row.aside_button.clicked.connect(partial(self._aside, one))
            self.rows[one] = row
            self._rows.addWidget(row)
            self._rows.addWidget(rule())

    def _twice(self, one: Stamp) -> str:
        made = self._made.get(one)
        if not made or isinstance(made, str):
            return ""
        place = [each for _, each in self._arrived.files].index(one)
        others = [
            picture.sha256
            for _, each in self._arrived.files[place + 1 :]
            if not isinstance(beside := self._made.get(each, ""), str)
            for picture in beside
        ]
        return came_twice(self._shell.desk.door.records, made, others)

    # -- what is decided ----------------------------------------------------------------------

    def _add(self, one: Stamp, _on: bool = False) -> None:
        row, made = self.rows[one], self._made.get(one)
        line = row.lines.key()
        if not line or not made or isinstance(made, str):
            return
        twice = self._twice(one)
        answer = self.asking(twice).ask() if twice else "add"
        if answer == "aside":
            self._aside(one)
        elif answer == "add":
            self.put_on(one, line)

    def asking(self, twice: str) -> QuestionDialog:
        """The question about a picture that came before."""
        return QuestionDialog(
            "Is it the same receipt?",
            f"{twice} Does it belong here too?",
            (("add", "Add it all the same"), ("aside", "Leave it aside"), ("later", "Not now")),
            parent=self.window(),
        )

    def put_on(self, one: Stamp, line: RecordId) -> None:
        """Put a picture that arrived on a line, as its receipt."""
        desk, made = self._shell.desk, self._made.get(one)
        if not made or isinstance(made, str):
            return
        if self._shell.attempt(lambda: attach_receipt(desk.door, desk.workspace, line, made)):
            was_taken(desk.workspace, one, made)
            self._shell.say("Receipt added.", undo=True)
            self.gather()

    def _aside(self, one: Stamp, _on: bool = False) -> None:
        leave_aside(self._shell.desk.workspace, one)
        self.gather()


class ArrivedRow(QWidget):
    """One picture: how it looks, which line it may be for, and what can be done with it."""

    def __init__(
        self, path: Path, one: Stamp, made: Made | str, view: ClaimView | None, twice: str
    ) -> None:
        super().__init__()
        self._made = made
        picture = QLabel()
        picture.setFixedSize(theme().px(THUMBNAIL), theme().px(THUMBNAIL))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setAccessibleName(f"Picture {path.name}")
        if made and not isinstance(made, str):
            picture.setPixmap(_pixmap(made[0].jpeg, picture.size()))
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(Words(path.name, "strong"))
        column.addWidget(Words(self._detail(one), "small", "quiet"))
        if twice:
            column.addWidget(Words(twice, "small_strong", "amber"))
        lines = view.lines if view is not None else ()
        missing = view.missing[0].line if view is not None and view.missing else ""
        options = [(each.line.id, f"{each.title}, {each.amount}") for each in lines]
        self.lines = Choice(f"The line {path.name} is for", options, missing)
        self.add_button = Button("Add it")
        self.add_button.setAccessibleName(f"Add {path.name} to this line")
        self.look_button = Button("Look at it", self.look)
        self.look_button.setAccessibleName(f"Look at {path.name}")
        self.aside_button = Button("Leave it aside")
        self.aside_button.setAccessibleName(f"Leave {path.name} aside")
        ready = bool(made) and not isinstance(made, str)
        if ready and not lines:
            column.addWidget(Words(_NO_LINE, "small", "quiet"))
        buttons = WrappingRow(SPACE_S)
        for part, shown in (
            (self.lines, ready and bool(lines)),
            (self.add_button, ready and bool(lines)),
            (self.look_button, ready),
            (self.aside_button, True),
        ):
            part.setVisible(shown)
            buttons.addWidget(part)
        column.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Across((picture, 0), (said, 1), spacing=SPACE_M))

    def _detail(self, one: Stamp) -> str:
        if isinstance(self._made, str):
            return self._made or _READING
        pages = f" · {len(self._made)} pages" if len(self._made) > 1 else ""
        return f"From {say_moment(one[2] // 1_000_000)}{pages}"

    def look(self) -> None:
        """Show it large."""
        self.looking().ask()

    def looking(self) -> QuestionDialog:
        """The window that shows it large."""
        dialog = QuestionDialog("Photo", "", (("close", "Close"),), parent=self.window())
        room = QSize(self.window().width() * 2 // 3, max(DIALOG_WIDTH, self.window().height() // 2))
        if self._made and not isinstance(self._made, str):
            shown = QLabel()
            shown.setAccessibleName("The photo")
            shown.setPixmap(_pixmap(self._made[0].jpeg, room))
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
