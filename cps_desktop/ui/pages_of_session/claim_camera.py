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
    CameraLookout,
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
from cps_desktop.ui.kit import (
    Button,
    Card,
    Choice,
    LinkButton,
    QuestionDialog,
    Words,
    put_in_place,
    rule,
)
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
        self._lookout = CameraLookout(None)
        """What is known already, as it was when last looked for: read anew with every gathering."""
        self.watch = FolderWatch(self, lambda: self._lookout.find)
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
        self._lookout = lookout(self._shell.desk.workspace)
        self._beside.do("find", self._lookout.find, self._gathered)

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
        had = next((row for row in self.rows.values() if row.note_keyboard()), None)
        before, self.rows = (
            self.rows,
            {one: self._row(path, one) for path, one in self._arrived.files},
        )
        put_in_place(self._rows, before.values(), list(self.rows.values()))
        if had is not None and had not in self.rows.values():
            self._keyboard_after(had)

    def _row(self, path: Path, one: Stamp) -> ArrivedRow:
        """The row of a picture: the one that is there, where it says the same. What was chosen in
        it stays chosen, whatever else arrives meanwhile."""
        made, twice, old = self._made.get(one, ""), self._twice(one), self.rows.get(one)
        if old is None or not old.says(made, twice):
            row = ArrivedRow(path, one, made, twice)
            row.add_button.clicked.connect(partial(self._add, one))
            row.aside_button.clicked.connect(partial(self._aside, one))
            row.chosen = old.chosen if old is not None else ""
        else:
            row = old
        row.show_lines(self._view)
        return row

    def _keyboard_after(self, gone: ArrivedRow) -> None:
        """Where the row that had the keyboard is gone, it is where it was in the row that took its
        place; or else where a key that is pressed twice does no harm."""
        row = self.rows.get(gone.stamp)
        if row is not None:
            row.take_keyboard(gone)
            return
        others = [one.lines for one in self.rows.values() if not one.lines.isHidden()]
        (others[0] if others else self.choose).setFocus()

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
        receipts = self._shell.attempt(
            lambda: attach_receipt(desk.door, desk.workspace, line, made)
        )
        if receipts:
            was_taken(desk.workspace, one, receipts)
            self._shell.say("Receipt added.", undo=True)
            self.gather()

    def _aside(self, one: Stamp, _on: bool = False) -> None:
        leave_aside(self._shell.desk.workspace, one)
        self.gather()


class ArrivedRow(QWidget):
    """One picture: how it looks, which line it may be for, and what can be done with it."""

    def __init__(self, path: Path, stamp: Stamp, made: Made | str, twice: str) -> None:
        super().__init__()
        self.stamp = stamp
        self.chosen: RecordId = ""
        """The line somebody chose; "" for the one that is offered."""
        self._made, self._twice = made, twice
        self._shown: object = None
        self._had: QWidget | None = None
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
        self.aside_button = Button("Leave it aside")
        self.aside_button.setAccessibleName(f"Leave {path.name} aside")
        buttons = WrappingRow(SPACE_S)
        for part in (self.lines, self.add_button, self.look_button, self.aside_button):
            buttons.addWidget(part)
        self.look_button.setVisible(self._is_ready)
        column.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_M)
        outer.addWidget(Across((picture, 0), (said, 1), spacing=SPACE_M))
        outer.addWidget(rule())

    def says(self, made: Made | str, twice: str) -> bool:
        """Whether it says just this."""
        return (made, twice) == (self._made, self._twice)

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
        return bool(self._made) and not isinstance(self._made, str)

    def _parts(self) -> tuple[QWidget, ...]:
        return self.lines, self.add_button, self.look_button, self.aside_button

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
