"""What can be done with a note by single clicks and by words: the menus and "Who said it"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QSize, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from cps_desktop.ui.kit.choices import Choice, RadioGroup
from cps_desktop.ui.kit.dialogs import QuestionDialog
from cps_desktop.ui.kit.form import FormRow
from cps_desktop.ui.kit.text_fields import LineField
from cps_desktop.ui.kit.words import plain
from cps_desktop.ui.theme import CORNER_NOTE, MARK, NOTE_COLOURS
from cps_desktop.ui.theme_state import set_type, theme
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.note_paint import paint_pattern
from cps_desktop.ui.wall.snapshot import (
    BY_INITIALS,
    BY_NAME,
    BY_NOBODY,
    TWO_VERSIONS,
    colour_name,
)

_FAR = 1_000_000


class NoteCommands(QObject):
    """Commands on one note, the same from the toolbar, the keyboard, the wall and the list."""

    done = Signal(str, str, bool)
    """Note id, a sentence that says what was done, whether to offer "Undo"."""
    edit_asked = Signal(str)
    delete_asked = Signal(str)
    choose_asked = Signal(str)
    """Two people changed the note: the person wants to choose."""

    def __init__(self, desk: PlannerDesk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over

    def move_to(self, note_id: str, box: str, index: int = _FAR) -> None:
        """Put a note in a box (at its end) and say so."""
        name = self._box_name(box)
        if self._desk.move(note_id, box, index):
            self.done.emit(note_id, f"Moved to {name}.", True)

    def step(self, note_id: str, by: int) -> None:
        """One place earlier (-1) or later (1) in its box."""
        if self._desk.step(note_id, by):
            place = self._desk.place_of(note_id)
            assert place is not None
            total = len(self._desk.notes_in(place[0]))
            self.done.emit(note_id, f"Now {place[1] + 1} of {total}.", False)

    def recolour(self, note_id: str, colour: str) -> None:
        self._desk.recolour(note_id, colour)
        note = self._desk.note(note_id)
        if note is None or note.colour != colour:
            return
        meaning = self._desk.planner.meaning(colour)
        self.done.emit(note_id, f"{colour_name(colour)}: {meaning}.", False)

    def copy_text(self, note_id: str) -> None:
        note = self._desk.note(note_id)
        if note is not None:
            QGuiApplication.clipboard().setText(note.text)
            self.done.emit(note_id, "Copied.", False)

    def _box_name(self, key: str) -> str:
        box = self._desk.box(key)
        return (box.name or box.prompt) if box else key

    def move_menu(self, note_id: str) -> QMenu:
        """Every place the note can go to, by single clicks."""
        menu = self._menu("Move to…")
        place = self._desk.place_of(note_id)
        if place is None:
            return menu
        last = len(self._desk.notes_in(place[0])) - 1
        self._add(menu, "Earlier in this box", partial(self.step, note_id, -1), on=place[1] > 0)
        self._add(menu, "Later in this box", partial(self.step, note_id, 1), on=place[1] < last)
        first = partial(self.move_to, note_id, place[0], 0)
        self._add(menu, "First in this box", first, on=place[1] > 0)
        for stage in self._desk.planner.stages:
            boxes = [one for one in self._desk.planner.boxes_of(stage.key) if one.takes]
            if boxes:
                menu.addSeparator()
            for box in boxes:
                words = f"{stage.title}: {box.name or box.prompt}"
                go = partial(self.move_to, note_id, box.key)
                self._add(menu, words, go, on=box.key != place[0])
        return menu

    def colour_menu(self, note_id: str) -> QMenu:
        """Colours by name and meaning."""
        menu = self._menu("Colour")
        note = self._desk.note(note_id)
        for key in NOTE_COLOURS:
            meaning = self._desk.planner.meaning(key)
            words = f"{colour_name(key)}: {meaning}" if meaning else colour_name(key)
            action = self._add(menu, words, partial(self.recolour, note_id, key))
            action.setIcon(_swatch(key))
            action.setCheckable(True)
            action.setChecked(note is not None and note.colour == key)
            if note is not None and note.colour == key:
                action.setText(plain(f"✓ {words}"))
        return menu

    def more_menu(self, note_id: str) -> QMenu:
        """The rest: edit, copy, delete."""
        menu = self._menu("More")
        self._add_choosing(menu, note_id)
        self._add(menu, "Edit the words\tEnter", partial(self.edit_asked.emit, note_id))
        self._add(menu, "Copy the words", partial(self.copy_text, note_id))
        menu.addSeparator()
        self._add(menu, "Delete the note\tDel", partial(self.delete_asked.emit, note_id))
        return menu

    def note_menu(self, note_id: str) -> QMenu:
        """Everything, for the second mouse button and the menu key."""
        menu = self._menu("This note")
        self._add_choosing(menu, note_id)
        self._add(menu, "Edit the words\tEnter", partial(self.edit_asked.emit, note_id))
        for words, inner in (
            ("Move to…", self.move_menu(note_id)),
            ("Colour", self.colour_menu(note_id)),
        ):
            inner.setTitle(words)
            inner.setParent(menu, inner.windowFlags())
            menu.addMenu(inner)
        self._add(menu, "Who said it…\tW", partial(self.ask_author, note_id))
        self._add(menu, "Copy the words", partial(self.copy_text, note_id))
        menu.addSeparator()
        self._add(menu, "Delete the note\tDel", partial(self.delete_asked.emit, note_id))
        return menu

    def _add_choosing(self, menu: QMenu, note_id: str) -> None:
        note = self._desk.note(note_id)
        if note is not None and note.contested:
            self._add(menu, f"{TWO_VERSIONS}…", partial(self.choose_asked.emit, note_id))
            menu.addSeparator()

    def ask_author(self, note_id: str) -> None:
        """Ask who said it and how they wish to be shown."""
        note = self._desk.note(note_id)
        if note is None or not self._desk.may_change(note_id):
            return
        dialog = AuthorDialog(note.author, note.named_as, self._desk.planner.people, self._over)
        if dialog.ask() == "keep":
            author, named_as = dialog.chosen()
            self._desk.set_author(note_id, author, named_as)
            shown = self._desk.note(note_id)
            if shown is not None:
                self.done.emit(note_id, f"Said by: {shown.shown_author}.", False)
        dialog.deleteLater()

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self._over)
        menu.setAccessibleName(name)
        set_type(menu, "body")
        return menu

    def _add(
        self, menu: QMenu, words: str, do: Callable[[], object], *, on: bool = True
    ) -> QAction:
        action = menu.addAction(plain(words))
        action.setEnabled(on)
        action.triggered.connect(lambda _checked=False: do())
        return action


def pop_up(menu: QMenu, at: QPoint) -> None:
    """Show a menu at a point of the screen; it goes for good once it is put away."""
    # The chosen action runs before the event loop comes round to deleting.
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)


def _swatch(key: str) -> QIcon:
    side = theme().px(MARK)
    picture = QPixmap(QSize(side, side))
    picture.fill(theme().colour("card"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colour("line"), 1))
    painter.setBrush(theme().colours.note(key))
    box = picture.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, CORNER_NOTE, CORNER_NOTE)
    if theme().colours.patterned:
        paint_pattern(painter, key, box)
    painter.end()
    return QIcon(picture)


class AuthorDialog(QuestionDialog):
    """Who said it: a name, typed or chosen, and how it is shown."""

    def __init__(
        self, author: str, named_as: str, people: tuple[str, ...], parent: QWidget
    ) -> None:
        super().__init__(
            "Who said it?",
            "People choose how they are shown. The name itself stays in this workspace.",
            (("keep", "Keep this"), ("leave", "Leave it as it was")),
            parent=parent,
        )
        self.name = LineField("Name", author)
        self.named_as = RadioGroup(
            "Show as",
            ((BY_NAME, "The name"), (BY_INITIALS, "Initials only"), (BY_NOBODY, "No name")),
            named_as if author else (BY_NAME if named_as == BY_NOBODY else named_as),
        )
        if people:
            options = (("", "Choose from those here"), *((name, name) for name in people))
            choice = Choice("People here", options)
            choice.chosen.connect(self._take)
            self.body.addWidget(FormRow("Someone here", choice))
        self.body.addWidget(FormRow("Name", self.name, "Leave it empty for no name."))
        self.body.addWidget(self.named_as)
        self.name.entered.connect(self.buttons["keep"].click)
        self.name.setFocus()

    def _take(self, name: str) -> None:
        if name:
            self.name.set_text(name)

    def chosen(self) -> tuple[str, str]:
        """Author and how to show them; without a name, nobody."""
        author = self.name.text()
        if not author.strip():
            return "", BY_NOBODY
        return author, self.named_as.key()
