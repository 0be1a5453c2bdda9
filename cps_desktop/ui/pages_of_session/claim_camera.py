"""Pictures that arrive from a telephone or scanner, offered beside the claim: never attached by
themselves, and asked about where one came before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.domain.records import RecordId
from cps_desktop.services.camera_folder import (
    Arrived,
    CameraLookout,
    among_others,
    camera_folder,
    leave_aside,
    lookout,
    offer_again,
    receipt_already,
    was_taken,
    watch_camera_folder,
)
from cps_desktop.services.claim_view import ClaimView
from cps_desktop.services.claims import attach_receipt
from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.inbox_places import Stamp
from cps_desktop.services.pictures import NothingOpensIt
from cps_desktop.services.receipt_intake import pictures_of_files
from cps_desktop.ui.folder_watch import FolderWatch
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import (
    Card,
    LinkButton,
    QuestionDialog,
    TickBox,
    Words,
    put_in_place,
    scrolling,
)
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.claim_camera_row import ArrivedRow, Looked
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_M, SPACE_S
from cps_desktop.ui.theme_state import theme

_ASK: Final = "As they arrive in a folder, they can be offered here. Nothing is added by itself."
_WATCHING: Final = "Watching the folder {name}. What arrives is offered here."
_NOT_THERE: Final = "The folder {name} is not there now. It is looked for every few seconds."
_ASIDE_HEIGHT: Final = 260


class _Gathered(msgspec.Struct, frozen=True):
    """What is known, what lies in the folder, and which of it is a receipt already."""

    lookout: CameraLookout
    arrived: Arrived
    used: Mapping[Stamp, str]


class CameraCard(Card):
    """The folder that is watched, and what arrived in it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Photos from a phone or scanner")
        self._shell = shell
        self._view: ClaimView | None = None
        self._arrived = Arrived()
        self._made: dict[Stamp, Looked] = {}
        self._reading: Stamp | None = None
        self._beside = Background(self)
        self.words = Words(_ASK, "body", "quiet")
        self.choose = LinkButton("Watch a folder…", self.choose_folder)
        self.stop = LinkButton("Stop watching", lambda: self.watch_folder(None))
        self.aside_link = LinkButton("Left aside…", lambda: self.aside().ask())
        self.rows: dict[Stamp, ArrivedRow] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_M)
        links = WrappingRow(SPACE_S)
        for link in (self.choose, self.stop, self.aside_link):
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
        workspace = self._shell.desk.workspace
        made = {one: looked.pictures for one, looked in self._made.items()}

        def job() -> _Gathered:
            with workspace.beside() as own:
                out = lookout(own)
                used = {one: receipt_already(own, some) for one, some in made.items()}
            return _Gathered(out, out.find(), used)

        self._beside.do("find", job, self._gathered)

    def _gathered(self, found: _Gathered) -> None:
        if not self.isVisible():
            return  # it is looked for again once somebody sees it
        self._lookout, self._arrived = found.lookout, found.arrived
        self.watch.seen(found.arrived)
        folder = camera_folder(self._shell.desk.workspace)
        watched = folder is not None and found.arrived.there
        self.watch.watch([str(folder)] if watched else [])
        stamps = {one for _, one in found.arrived.files}
        self._made = {
            one: msgspec.structs.replace(looked, used=found.used.get(one, looked.used))
            for one, looked in self._made.items()
            if one in stamps
        }
        self._show()
        self._read_on()

    def _read_on(self) -> None:
        """Read the next one that nobody read yet."""
        unread = [(path, one) for path, one in self._arrived.files if one not in self._made]
        if not unread or self._reading == unread[0][1]:
            return
        path, one = unread[0]
        self._reading = one
        workspace = self._shell.desk.workspace

        def job() -> Looked:
            try:
                some = pictures_of_files([path], more=len(unread) > 1)
            except Fault as fault:
                return Looked(problem=str(fault), again=isinstance(fault, NothingOpensIt))
            with workspace.beside() as own:
                return Looked(some, used=receipt_already(own, some))

        self._beside.do("read", job, partial(self._read, one))

    def _read(self, one: Stamp, looked: Looked) -> None:
        self._made[one] = looked
        self._reading = None
        if not self.isVisible():
            return
        self._show()
        self._read_on()

    def _again(self, one: Stamp, _on: bool = False) -> None:
        """Somebody wants a photo to be opened once more."""
        self._made.pop(one, None)
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
        aside = len(self._arrived.aside)
        self.aside_link.set_words(f"Left aside: {aside}…")
        self.aside_link.setVisible(folder is not None and bool(aside))
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
        looked, twice, old = self._made.get(one), self._twice(one), self.rows.get(one)
        if old is None or not old.says(looked, twice):
            row = ArrivedRow(path, one, looked, twice)
            row.add_button.clicked.connect(partial(self._add, one))
            row.again_button.clicked.connect(partial(self._again, one))
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
        """In a sentence where a picture came before, as far as is known; "" for a new one."""
        looked = self._made.get(one)
        if looked is None or looked.used:
            return looked.used if looked is not None else ""
        place = [each for _, each in self._arrived.files].index(one)
        others = [
            picture.sha256
            for _, each in self._arrived.files[place + 1 :]
            if (beside := self._made.get(each)) is not None
            for picture in beside.pictures
        ]
        return among_others(looked.pictures, others)

    # -- what is decided ----------------------------------------------------------------------

    def _add(self, one: Stamp, _on: bool = False) -> None:
        line, looked = self.rows[one].lines.key(), self._made.get(one)
        if not line or looked is None or not looked.pictures:
            return
        # Asked once more: it may have become a receipt since it was looked for.
        twice = receipt_already(self._shell.desk.door.records, looked.pictures) or self._twice(one)
        answer = _asking(twice, self.window()).ask() if twice else "add"
        if answer == "aside":
            self._aside(one)
        elif answer == "add":
            self.put_on(one, line)

    def put_on(self, one: Stamp, line: RecordId) -> None:
        """Put a picture that arrived on a line, as its receipt."""
        desk, looked = self._shell.desk, self._made.get(one)
        if looked is None or not looked.pictures:
            return
        receipts = self._shell.attempt(
            lambda: attach_receipt(desk.door, desk.workspace, line, looked.pictures)
        )
        if receipts:
            was_taken(desk.workspace, one, receipts)
            self._shell.say("Receipt added.", undo=True)
            self.gather()

    def _aside(self, one: Stamp, _on: bool = False) -> None:
        leave_aside(self._shell.desk.workspace, one)
        self.gather()

    def aside(self) -> AsideDialog:
        """What was left aside, so that it can be offered again."""
        return AsideDialog(self._arrived.aside, self._offer_again, self.window())

    def _offer_again(self, some: Sequence[Stamp]) -> None:
        offer_again(self._shell.desk.workspace, some)
        self.gather()


def _asking(twice: str, parent: QWidget) -> QuestionDialog:
    """The question about a picture that came before."""
    return QuestionDialog(
        "Is it the same receipt?",
        f"{twice} Does it belong here too?",
        (("add", "Add it all the same"), ("aside", "Leave it aside"), ("later", "Not now")),
        parent=parent,
    )


class AsideDialog(QuestionDialog):
    """Photos that were left aside and still lie in the folder; some may be offered again."""

    HELP = "expenses"

    def __init__(
        self,
        aside: Sequence[tuple[Path, Stamp]],
        offer: Callable[[Sequence[Stamp]], object],
        parent: QWidget,
    ) -> None:
        super().__init__(
            "Photos that were left aside",
            "They are in the folder as before. Tick what is a receipt after all.",
            (("offer", "Offer these again"), ("leave", "Leave them aside")),
            parent=parent,
        )
        self._offer = offer
        self.ticks = {
            one: TickBox(f"{path.name}, from {say_moment(one[2] // 1_000_000)}")
            for path, one in aside
        }
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for tick in self.ticks.values():
            tick.ticked.connect(lambda _on: self._count())
            column.addWidget(tick)
        column.addStretch(1)
        area = scrolling(inside, "What was left aside")
        area.setMinimumHeight(min(inside.sizeHint().height() + SPACE_M, theme().px(_ASIDE_HEIGHT)))
        self.body.addWidget(area, 1)
        self._count()

    def _chosen(self) -> list[Stamp]:
        return [one for one, tick in self.ticks.items() if tick.isChecked()]

    def _count(self) -> None:
        self.buttons["offer"].setEnabled(bool(self._chosen()))

    def _answered(self, key: str) -> None:
        if key == "offer":
            self._offer(self._chosen())
        super()._answered(key)
