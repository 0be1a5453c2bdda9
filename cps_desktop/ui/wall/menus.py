"""The menus of the planner: what can be done by single clicks, with the keys that do the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QAction, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from cps_desktop.ui.kit.words import in_short, plain
from cps_desktop.ui.theme import CORNER_NOTE, MARK, NOTE_COLOURS
from cps_desktop.ui.theme_state import set_type, theme
from cps_desktop.ui.wall.arranging import ORDERS
from cps_desktop.ui.wall.note_pattern import paint_pattern
from cps_desktop.ui.wall.snapshot import TWO_VERSIONS, NoteSnapshot, colour_name, counted

if TYPE_CHECKING:
    from cps_desktop.ui.wall.acts import NoteActs
    from cps_desktop.ui.wall.commands import NoteCommands
    from cps_desktop.ui.wall.desk import PlannerDesk


class PlannerMenus:
    """Makes the menus. ``more`` are lines for the whole planner that the wall itself offers."""

    def __init__(
        self, desk: PlannerDesk, commands: NoteCommands, acts: NoteActs, over: QWidget
    ) -> None:
        self._desk = desk
        self._commands = commands
        self._acts = acts
        self._over = over
        self.more: list[tuple[str, Callable[[], object]]] = []

    def move(self, note_id: str) -> QMenu:
        """Every place the note can go to, by single clicks."""
        menu = self._menu("Move to…")
        place = self._desk.place_of(note_id)
        if place is None:
            return menu
        commands = self._commands
        several = len(self._desk.chosen.targets(note_id)) > 1
        if not several:
            earlier, _ = self._desk.shown.way(note_id, -1)
            later, _ = self._desk.shown.way(note_id, 1)
            step = commands.step
            self._add(
                menu, "Earlier in this box\tAlt+Left", partial(step, note_id, -1), on=earlier >= 0
            )
            self._add(
                menu, "Later in this box\tAlt+Right", partial(step, note_id, 1), on=later >= 0
            )
        first = partial(commands.move_to, note_id, place[0], 0)
        self._add(menu, "First in this box", first, on=place[1] > 0 or several)
        for stage in self._desk.planner.stages:
            boxes = [one for one in self._desk.planner.boxes_of(stage.key) if one.takes]
            if boxes:
                menu.addSeparator()
            for box in boxes:
                words = f"{stage.title}: {box.title}"
                go = partial(commands.move_to, note_id, box.key)
                self._add(menu, words, go, on=several or box.key != place[0])
        return menu

    def colour(self, note_id: str) -> QMenu:
        """Colours by name and meaning; without a note, what they mean."""
        menu = self._menu("Colour")
        note = self._desk.note(note_id)
        for key in NOTE_COLOURS:
            meaning = self._desk.planner.meaning(key)
            words = f"{colour_name(key)}: {meaning}" if meaning else colour_name(key)
            do = partial(self._commands.recolour, note_id, key)
            action = self._add(menu, words, do, on=note is not None)
            action.setIcon(_swatch(key))
            action.setCheckable(True)
            action.setChecked(note is not None and note.colour == key)
            if note is not None and note.colour == key:
                action.setText(plain(f"✓ {words}"))
        return menu

    def whole(self, note_id: str, box: str) -> QMenu:
        """ "More": the rest of what can be done, to the note and to the planner."""
        menu = self._menu("More")
        note = self._desk.note(note_id)
        if note is not None:
            self._note_lines(menu, note, whole=False)
            menu.addSeparator()
        pictures = self._menu("Add a picture")
        self._pictures(pictures, box, "")
        self._put_in(menu, "Add a picture", pictures)
        whole = self._menu("This planner")
        self._planner_lines(whole)
        self._put_in(menu, "This planner", whole)
        return menu

    def note(self, note_id: str) -> QMenu:
        """Everything for a note, for the second mouse button and the menu key."""
        menu = self._menu("This note")
        note = self._desk.note(note_id)
        if note is None:
            return menu
        for words, inner in (("Move to…", self.move(note_id)), ("Colour", self.colour(note_id))):
            self._put_in(menu, words, inner)
        menu.addSeparator()
        self._note_lines(menu, note, whole=True)
        return menu

    def box(self, box: str) -> QMenu:
        """What can be done in a box, for the second mouse button and the menu key."""
        menu = self._menu("This box")
        known = self._desk.box(box)
        items = known.items if known is not None and known.kind == "checklist" else ()
        for item in items:
            words = f"Write beside “{in_short(item.words, 40)}”…\tN"
            self._add(menu, words, partial(self._acts.remark, box, item.key))
        if not items:
            self._add(menu, "Add a note\tN", partial(self._acts.write_asked.emit, box))
        self._pictures(menu, box, "")
        return menu

    def _note_lines(self, menu: QMenu, note: NoteSnapshot, *, whole: bool) -> None:
        """``whole``: with what stands among the tools as well."""
        commands, acts, one = self._commands, self._acts, note.id
        several = len(self._desk.chosen.targets(one))
        if note.contested:
            self._add(menu, f"{TWO_VERSIONS}…", partial(commands.choose_asked.emit, one))
            menu.addSeparator()
        many = f" {several} notes" if several > 1 else ""
        self._add(menu, "Edit the words\tEnter", partial(commands.edit_asked.emit, one))
        self._add(menu, "Who said it…\tW", partial(commands.ask_author, one))
        self._add(menu, "Details\tI", partial(acts.details_asked.emit, one))
        menu.addSeparator()
        self._add(menu, f"Merge{many or ' with…'}\tJ", partial(acts.merge, one))
        self._add(menu, "Split into several…\tS", partial(acts.split, one), on=several < 2)
        self._add(menu, f"Theme{many and ' for' + many}…\tT", partial(acts.theme, one))
        if whole:
            self._add(menu, f"Link{many or ' with…'}\tL", partial(acts.link, one))
        self._add(menu, "Give a dot\t.", partial(acts.dot, one, 1))
        self._add(menu, "Take a dot back\t,", partial(acts.dot, one, -1), on=note.dots > 0)
        menu.addSeparator()
        action = "Go to the action" if note.action else "Turn into an action…"
        self._add(menu, f"{action}\tA", partial(acts.action, one))
        child = "Go to its A3" if note.child else "Begin an A3 for this…"
        self._add(menu, f"{child}\t3", partial(acts.child, one))
        if note.leads:
            self._add(menu, "Go where it leads\tO", partial(acts.follow, one))
        self._put_in(menu, "Picture", self._picture_menu(note))
        menu.addSeparator()
        self._add(menu, "Copy the words", partial(commands.copy_text, one))
        self._add(
            menu,
            f"Delete{many or ' the note'}\tDel",
            partial(commands.delete_asked.emit, one),
        )

    def _picture_menu(self, note: NoteSnapshot) -> QMenu:
        menu = self._menu("Picture")
        self._pictures(menu, note.box, note.id)
        if note.pictured:
            from cps_desktop.ui.wall.wishes import TakePicture

            off = partial(self._desk.wish, TakePicture(note.id))
            self._add(menu, "Take the picture off", off)
        return menu

    def _pictures(self, menu: QMenu, box: str, note_id: str) -> None:
        acts = self._acts
        on = self._desk.takes(box)
        where = " on this note" if note_id else ""
        key = "" if note_id else "\tP"
        photos, draw = partial(acts.photos, box, note_id), partial(acts.sketch, box, note_id)
        self._add(menu, f"A photo{where}…", photos, on=on)
        self._add(menu, f"A drawing{where}…{key}", draw, on=on)
        if not note_id:
            self._add(menu, "Paste a picture\tCtrl+V", partial(acts.paste_picture, box), on=on)

    def _planner_lines(self, menu: QMenu) -> None:
        acts, shown = self._acts, self._desk.shown
        for words, do in self.more:
            self._add(menu, words, do)
        order = self._menu("Order in the boxes")
        for key, words in ORDERS:
            action = self._add(order, words, partial(shown.set_order, key))
            action.setCheckable(True)
            action.setChecked(shown.order == key)
        self._put_in(menu, "Order in the boxes", order)
        dots = self._menu("Dots")
        each = self._desk.planner.dots_each
        self._add(dots, f"Each person has {counted(each, 'dot')}…", acts.ask_dots_each)
        any_dots = any(one.dots for one in self._desk.rows)
        self._add(dots, "Take all dots off…", acts.clear_dots, on=any_dots)
        self._put_in(menu, "Dots", dots)

    def _put_in(self, menu: QMenu, words: str, inner: QMenu) -> None:
        inner.setTitle(words)
        inner.setParent(menu, inner.windowFlags())
        menu.addMenu(inner)

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
