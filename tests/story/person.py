"""A person at a window: sees what is on the screen, presses what has a name, types.

Everything is found by what is written on it, or by the name a screen reader says; nothing is
reached for that a person could not. A part that is hidden, switched off or covered by a question
cannot be used.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTextEdit,
    QWidget,
)

W = TypeVar("W", bound=QWidget)
PATIENCE_S = 300
"""How long a person waits for something to happen before giving up."""
MOST_SAID = 100
"""Of a text on the screen, so much is told when something is missing."""
TALLEST = 1_000
"""No window of the story is as tall as this: it would not be on the screen."""


class NotThere(AssertionError):
    """What the person looked for is not on the screen."""


class Person:
    """Somebody who uses the program with eyes, keyboard and pointer."""

    # -- looking --------------------------------------------------------------------------------

    def screen(self) -> QWidget:
        """What is in front: a menu, a question, or the window."""
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if front is not None:
            return front
        there = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        windows = [one for one in there if isinstance(one, QMainWindow)]
        if not windows:
            raise NotThere("There is no window.")
        stray = [one for one in there if one.windowType() is Qt.WindowType.Window]
        assert stray == windows, f"A stray window: {[_name(one) for one in stray]}"
        assert windows[-1].height() < TALLEST, "What somebody wrote made the window too tall."
        return windows[-1]

    def parts(self, kind: type[W]) -> list[W]:
        """Every part of a kind that can be seen, or reached by scrolling."""
        ground = self.screen()
        return [one for one in ground.findChildren(kind) if one.isVisibleTo(ground)]

    def reads(self) -> list[str]:
        """Every text on the screen: words, buttons, fields, rows."""
        said = [one.text() for one in self.parts(QLabel)]
        said += [one.text() for one in self.parts(QAbstractButton)]
        said += [one.accessibleName() for one in self.parts(QAbstractButton)]
        said += [self.text_in(one) for one in self.parts(QPlainTextEdit)]
        said += [one.text() for one in self.parts(QLineEdit)]
        said += [one.toPlainText() for one in self.parts(QTextEdit)]
        said += [one.currentText() for one in self.parts(QComboBox)]
        for view in self.parts(QAbstractItemView):
            said += _texts(view)
        return [one for one in said if one]

    def sees(self, words: str) -> bool:
        """Whether these words stand anywhere on the screen."""
        return any(words in one for one in self.reads())

    def waits_for(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        self.waits_until(lambda: self.sees(words), words)

    def waits_until(self, ready: Callable[[], bool], what: str) -> None:
        """Wait, with the window alive, until it is so."""
        end = time.monotonic() + PATIENCE_S
        pause = 25.0
        while not ready():
            if time.monotonic() > end:
                seen = " | ".join(one[:MOST_SAID] for one in dict.fromkeys(self.reads()))
                raise NotThere(f"Waited in vain for “{what}”. On the screen: {seen}")
            QTest.qWait(round(pause))
            # Looking all over a window again and again takes from whatever is waited for.
            pause = min(pause * 1.2, 200)

    def names(self) -> list[str]:
        """The name of every button and field."""
        kinds = (QAbstractButton, QPlainTextEdit, QLineEdit, QComboBox, QAbstractItemView)
        names = [_name(one) for kind in kinds for one in self.parts(kind)]
        return [one for one in dict.fromkeys(names) if one]

    def can_press(self, name: str) -> bool:
        """Whether there is a button of this name that is switched on."""
        found = self._named(QAbstractButton, name)
        return bool(found) and found[0].isEnabled()

    def reads_field(self, name: str) -> str:
        """What a field of this name holds."""
        return self.text_in(self._field(name))

    def on(self) -> str:
        """The name of what has the keyboard."""
        return _name(self._hands())

    # -- pressing and typing --------------------------------------------------------------------

    def press(self, name: str) -> None:
        """Click on the button of this name (or of a name that begins so, before a comma)."""
        button = self._one(QAbstractButton, name)
        if not button.isEnabled():
            raise NotThere(f"“{name}” is switched off.")
        self._bring_into_sight(button)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=_where_to_press(button))
        self.breathes()

    def press_one_of(self, beginning: str, words: str) -> None:
        """Press the button whose name begins so and has these words."""
        buttons = self.parts(QAbstractButton)
        found = [n for n in map(_name, buttons) if n.startswith(beginning) and words in n]
        if not found:
            raise NotThere(f"No “{beginning}…” with “{words}”. {self._what_there_is()}")
        self.press(found[0])

    def turns_to(self, page: str) -> None:
        """To another page of the session: by the list at the left, or where that is folded away
        (a narrow window, large text) by the drop-down."""
        if self._named(QComboBox, "Page"):
            self.chooses("Page", page)
        else:
            self.press(page)

    def press_primary(self, name: str) -> None:
        """The main button of the page, where something else has the same name."""
        here = [one for one in self.parts(QAbstractButton) if _name(one) == name]
        button = next(one for one in here if one.property("kind") == "primary")
        self.waits_until(button.isEnabled, f"“{name}” can be pressed")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def five_words(self) -> str:
        """What is told over the telephone after a handing over under words."""
        told = next(one for one in self.reads() if one.startswith("The five words are: "))
        return told.removeprefix("The five words are: ").partition(".")[0]

    def closes_the_window(self) -> None:
        """By the cross of its frame."""
        self.screen().close()
        self.breathes()

    def goes_to_settings(self) -> None:
        """By the search box, from wherever one is."""
        self.key("Ctrl+K")
        self.types("settings")
        self.key("Enter")

    def hands_over(self, *, beside: Path | None = None) -> None:
        """The button of its page, not the page of that name in the list.

        ``beside``: a file that is on the stick already. Its name is written anew, for the day in
        the suggested one may have become another since; what is handed over is written beside it.
        """
        if beside is not None:
            self.writes("Name of the file", beside.stem)
        self.press_primary("Hand over")
        if beside is not None:
            self.waits_for("It stays as it is; nothing is written over it.")
            self.press_one_of("Write ", ".cpsb")
        self.waits_for("It is written, read back and whole.")

    def double_click(self, name: str) -> None:
        button = self._one(QAbstractButton, name)
        self._bring_into_sight(button)
        QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
        self.breathes()

    def key(self, *keys: str) -> None:
        """Press keys, such as "Ctrl+Z" or "Enter"."""
        for one in keys:
            held = QKeySequence(one)[0]  # type: ignore[index]
            QTest.keyClick(self._hands(), held.key(), held.keyboardModifiers())
            self.breathes()

    def types(self, text: str) -> None:
        """Type where the keyboard is, letter by letter."""
        for letter in text:
            target = self._hands()
            if letter == "\n":
                QTest.keyClick(target, Qt.Key.Key_Return)
            elif letter.isascii():
                QTest.keyClicks(target, letter)
            else:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    # As a keyboard of another language sends it.
                    event = QKeyEvent(
                        kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter
                    )
                    QApplication.sendEvent(target, event)
        self.breathes()

    def writes(self, field: str, text: str) -> None:
        """Click into a field, take out what it holds, and type."""
        self.goes_to(field)
        self.key("Ctrl+A")
        if self.reads_field(field):
            self.key("Del")
        self.types(text)

    def pastes(self, text: str) -> None:
        """Paste where the keyboard is."""
        QGuiApplication.clipboard().setText(text)
        self.key("Ctrl+V")

    def goes_to(self, field: str) -> None:
        """Click into a field."""
        part = self._field(field)
        self._bring_into_sight(part)
        inside = part.viewport() if isinstance(part, QPlainTextEdit) else part
        QTest.mouseClick(inside, Qt.MouseButton.LeftButton)
        self.waits_until(lambda: self._hands() is part, f"the keyboard in “{field}”")

    def chooses(self, name: str, words: str) -> None:
        """Choose from a drop-down, by the arrow keys."""
        box = self._one(QComboBox, name)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        wanted = next((n for n in range(box.count()) if box.itemText(n).startswith(words)), -1)
        if wanted < 0:
            offered = [box.itemText(n) for n in range(box.count())]
            raise NotThere(f"“{words}” is not offered in “{name}”: {offered}")
        for _ in range(box.count()):
            if box.currentIndex() == wanted:
                break
            down = box.currentIndex() < wanted
            QTest.keyClick(box, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
        assert box.currentIndex() == wanted
        self.breathes()

    def picks(self, words: str) -> None:
        """Choose from the menu that is open."""
        menu = self.screen()
        if not isinstance(menu, QMenu):
            raise NotThere("No menu is open.")
        action = _action(menu, words)
        if not action.isEnabled():
            raise NotThere(f"“{words}” is switched off.")
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        self.breathes()

    # -- lists ----------------------------------------------------------------------------------

    def goes_to_row(self, table: str, words: str, column: int = 0) -> None:
        """Click on the row that has these words; the keyboard is on it then."""
        self._comes_forward()
        view, index = self._row(table, words, column)
        view.scrollTo(index)
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
        )
        view.setFocus()
        self.breathes()

    def opens_row(self, table: str, words: str) -> None:
        """Go to a row and press Enter."""
        self.goes_to_row(table, words)
        self.key("Enter")

    def row_says(self, table: str, words: str) -> str:
        """Everything that stands in the row with these words."""
        view, index = self._row(table, words, 0)
        model = view.model()
        cells = [index.siblingAtColumn(n) for n in range(model.columnCount(index.parent()))]
        return " | ".join(str(one.data() or "") for one in cells)

    def rows(self, table: str) -> int:
        """How many rows a list has; none while it is not on the screen."""
        found = self._named(QAbstractItemView, table)
        return found[0].model().rowCount() if found else 0

    # -- the pointer ----------------------------------------------------------------------------

    def drags(self, name: str, to: QPoint) -> None:
        """Drag the part of this name to a point of the screen."""
        part = self._one(QAbstractButton, name)
        self._bring_into_sight(part)
        left = Qt.MouseButton.LeftButton
        start = part.rect().center()
        QTest.mousePress(part, left, pos=start)
        end = part.mapFromGlobal(to)
        for step in (1, 2, 3, 4):
            QTest.mouseMove(part, start + (end - start) * step / 4)
            self.breathes()
        QTest.mouseRelease(part, left, pos=end)
        self.breathes()

    def place_of(self, name: str) -> QPoint:
        """The middle of the part of this name, as a point of the screen."""
        part = next((one for one in self.parts(QWidget) if _name(one) == name), None)
        if part is None:
            raise NotThere(f"There is nothing called “{name}”.")
        return part.mapToGlobal(part.rect().center())

    def drops(self, name: str, *paths: Path) -> None:
        """Drop files on the part of this name, from the system's file window."""
        found = [one for one in self.parts(QWidget) if _name(one) == name]
        target: QWidget | None = found[0] if found else None
        while target is not None and not target.acceptDrops():
            target = target.parentWidget()
        if target is None:
            raise NotThere(f"Nothing can be dropped on “{name}”.")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(one)) for one in paths])
        middle, copy = target.rect().center(), Qt.DropAction.CopyAction
        how = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        enter = QDragEnterEvent(middle, copy, *how)
        QApplication.sendEvent(target, enter)
        if not enter.isAccepted():
            raise NotThere(f"“{name}” does not take what was dragged on it.")
        QApplication.sendEvent(target, QDropEvent(QPointF(middle), copy, *how))
        self.breathes()

    # -- windows in front -----------------------------------------------------------------------

    @contextmanager
    def answering(self, name: str, answer: Callable[[], object]) -> Iterator[None]:
        """Whatever is done inside brings up a window of this name; ``answer`` is done in it."""
        timer = QTimer()
        timer.setInterval(10)
        raised: list[BaseException] = []
        met: list[str] = []

        begun = time.monotonic()

        def look() -> None:
            window = QApplication.activeModalWidget()
            if window is None or met:
                return
            title = window.accessibleName() or window.windowTitle()
            waited = time.monotonic() - begun > PATIENCE_S
            if not title.startswith(name) and not waited:
                return
            met.append(title)
            timer.stop()
            try:
                assert title.startswith(name), f"“{title}” came up instead of “{name}”."
                answer()
                # Answered means gone: a window that stays is a person left standing.
                self.waits_until(lambda: not window.isVisible(), f"{title} goes away")
            except BaseException as error:  # noqa: BLE001 - raised again outside the window
                raised.append(error)
                window.close()

        timer.timeout.connect(look)
        timer.start()
        try:
            yield
            if not met:
                self.waits_until(lambda: bool(met), f"the window “{name}”")
        finally:
            timer.stop()
        if raised:
            raise raised[0]

    @contextmanager
    def naming(self, window: str, path: Path, *, over: bool = False) -> Iterator[None]:
        """Whatever is done inside asks for a file or folder; this one is named.

        ``over``: a file of that name is there, and one says yes to writing over it.
        """

        def says_yes() -> None:
            question = QApplication.activeModalWidget()
            if isinstance(question, QMessageBox):
                question.button(QMessageBox.StandardButton.Yes).click()

        def name() -> None:
            yes = QTimer()
            yes.setInterval(10)
            yes.timeout.connect(says_yes)
            if over:
                yes.start()
            dialog = self.screen()
            assert isinstance(dialog, QFileDialog)
            field = next(one for one in self.parts(QLineEdit) if one.objectName() == "fileNameEdit")
            field.setFocus()
            field.setText(str(path))
            QTest.keyClick(field, Qt.Key.Key_Return)

        with self.answering(window, name):
            yield

    # -- within ---------------------------------------------------------------------------------

    def breathes(self) -> None:
        """Let the window catch up."""
        QApplication.processEvents()

    def text_in(self, field: QWidget) -> str:
        """What a field holds, as the person would copy it out."""
        if isinstance(field, QLineEdit):
            return field.text()
        text = getattr(field, "text", None)
        return str(text()) if callable(text) else ""

    def _hands(self) -> QWidget:
        """Where a key goes that is pressed now."""
        ground = self._comes_forward()
        if isinstance(ground, QMenu):
            return ground
        held: QWidget | None = QApplication.focusWidget()
        left: QWidget | None = ground.focusWidget()
        return held or left or ground

    def _comes_forward(self) -> QWidget:
        """What is in front has the keyboard; a screen that is not there lets go of it at times."""
        ground = self.screen()
        if not isinstance(ground, QMenu) and QApplication.activeWindow() is not ground:
            ground.activateWindow()
            QTest.qWaitForWindowActive(ground)
        return ground

    def _field(self, name: str) -> QWidget:
        found: list[QWidget] = [*self._named(QPlainTextEdit, name), *self._named(QLineEdit, name)]
        if not found:
            raise NotThere(f"There is no field called “{name}”. {self._what_there_is()}")
        return found[0]

    def _named(self, kind: type[W], name: str) -> list[W]:
        parts = self.parts(kind)
        exact = [one for one in parts if _name(one) == name]
        return exact or [one for one in parts if _name(one).startswith(f"{name},")]

    def _one(self, kind: type[W], name: str) -> W:
        found = self._named(kind, name)
        if not found:
            raise NotThere(f"There is no “{name}” here. {self._what_there_is()}")
        return found[0]

    def _what_there_is(self) -> str:
        return f"There is: {' | '.join(one[:MOST_SAID] for one in self.names())}"

    def _row(self, table: str, words: str, column: int) -> tuple[QAbstractItemView, QModelIndex]:
        view = self._one(QAbstractItemView, table)
        model = view.model()
        for row in range(model.rowCount()):
            cells = [model.index(row, n) for n in range(model.columnCount())]
            if any(words in str(one.data() or "") for one in cells):
                return view, cells[column]
        raise NotThere(f"No row of “{table}” has “{words}”: {_texts(view)}")

    def _bring_into_sight(self, part: QWidget) -> None:
        """Scroll until it is seen; a part that cannot be scrolled to cannot be used."""
        self._comes_forward()

        def scrolled() -> bool:
            walk = part.parentWidget()
            while walk is not None:
                if isinstance(walk, QScrollArea):
                    walk.ensureWidgetVisible(part)
                walk = walk.parentWidget()
            self.breathes()
            return not part.visibleRegion().isEmpty()

        self.waits_until(scrolled, f"“{_name(part)}” in sight")


def _name(part: QWidget) -> str:
    if part.accessibleName():
        return part.accessibleName()
    return part.text().replace("&", "") if isinstance(part, QAbstractButton) else ""


def _where_to_press(button: QAbstractButton) -> QPoint:
    # A tick box or round button is pressed on its mark: its words may end before its middle.
    middle = button.rect().center()
    on_mark = isinstance(button, QCheckBox | QRadioButton)
    return QPoint(12, middle.y()) if on_mark else middle


def _texts(view: QAbstractItemView) -> list[str]:
    """What stands in a list, table or tree."""
    model = view.model()
    if isinstance(view, QListView):
        return [str(model.index(row, 0).data() or "") for row in range(model.rowCount())]
    said: list[str] = []
    waiting = [QModelIndex()]
    while waiting:
        parent = waiting.pop()
        for row in range(model.rowCount(parent)):
            cells = [model.index(row, n, parent) for n in range(model.columnCount(parent))]
            said += [str(one.data() or "") for one in cells]
            waiting += cells[:1]
    return said


def _action(menu: QMenu, words: str) -> QAction:
    for action in menu.actions():
        shown = action.text().replace("&&", "&").split("\t")[0].removeprefix("✓ ")
        if shown == words or shown.startswith(words):
            return action
    raise NotThere(f"“{words}” is not in this menu: {[one.text() for one in menu.actions()]}")
