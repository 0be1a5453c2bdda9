"""One page of the participants' window: what is said and asked, and its buttons beneath.

The row that leads on stands still while the rest scrolls. Where letters are large the quiet links
scroll with the rest, and only on a screen too small for anything else the row does so, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cps_desktop.services.participant_words import ParticipantWords
from cps_desktop.ui.kit import (
    Button,
    LinkButton,
    ParticipantButton,
    TextField,
    Words,
    announce,
    rule,
    scrolling,
)
from cps_desktop.ui.kit.reading_order import put_in_order, reading_order
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.reading_aloud.marking import SpokenWords
from cps_desktop.ui.reading_aloud.reader import Spoken
from cps_desktop.ui.theme import (
    PARTICIPANT_WIDTH,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XL,
    SPACE_XXL,
    TARGET_LARGE,
)
from cps_desktop.ui.theme_state import set_type, theme

_LINKS_STAND_UNTIL = 175
"""Per cent of text size from which on the quiet links scroll with the rest."""
_DONE_STANDS_UNTIL = 200
"""Per cent until which the way to be done is always in sight, on a line of its own if need be."""
_MOST_FOR_BUTTONS = 0.4
"""What the row that leads on may take of the screen; where it is more, it scrolls as well."""

Targets = list[list[QWidget]]
"""What one switch goes through: rows of controls; a row of one is that control."""


class Ways(msgspec.Struct, frozen=True):
    """What can be done from every page."""

    easier: Callable[[], object]
    facilitator: Callable[[], object]
    write: Callable[[TextField], object]
    """Letters on the screen for a field."""


class Sheet(QWidget):
    """A page. ``names`` is how a screen reader calls it."""

    def __init__(self, words: ParticipantWords, ways: Ways, name: str) -> None:
        super().__init__()
        self.words, self.ways = words, ways
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        self._spoken: list[SpokenWords] = []
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._inside, whole = _centred(SPACE_L, SPACE_XXL)
        self.column = QVBoxLayout()
        self.column.setSpacing(SPACE_XL)
        whole.addLayout(self.column, 1)
        self._tail = QVBoxLayout()
        whole.addLayout(self._tail)
        self._scroll = scrolling(self._inside, name)
        self._outer.addWidget(self._scroll, 1)
        self._edge = rule()
        self._outer.addWidget(self._edge)
        self.footer, self._foot = _centred(SPACE_S, SPACE_M)
        first, self._quiet, self._second = QWidget(), QWidget(), QWidget()
        self._row: list[QWidget] = []
        self._far: list[QWidget] = []
        self._buttons = WrappingRow(SPACE_M, last_right=True, parent=first)
        self._links = WrappingRow(SPACE_M, last_right=True, parent=self._quiet)
        self._beneath = WrappingRow(SPACE_M, last_right=True, parent=self._second)
        self.told = SpokenWords("", "participant_words")
        self.told.hide()
        for part in (self.told, first, self._second, self._quiet):
            self._foot.addWidget(part)
        self.saved = LevelWords("", "section", "done")
        self.saved.hide()
        self.is_saved = False
        """A part that goes to another row is hidden for a moment: it cannot be asked itself."""
        self._build_links()
        theme().changed.connect(self._place_footer)
        self._place_footer()

    # -- what subclasses put in -----------------------------------------------------------------

    def say(self, text: str, role: str = "participant_words", tone: str = "") -> SpokenWords:
        """Words of the page; those it begins with are what is read aloud."""
        shown = SpokenWords(text, role, tone)
        self._spoken.append(shown)
        self.column.addWidget(shown)
        return shown

    def add_buttons(self, *buttons: Button) -> None:
        """The row beneath, from its beginning; the last of them stands at the far end."""
        self._row += buttons
        self._place_footer()

    def is_the_way_to_ease(self) -> None:
        """This page is where its link to make things easier leads."""
        self._ways.pop(0).hide()
        self._place_footer()

    def add_link(self, button: Button) -> None:
        """A quiet one at the far end of the last row."""
        self._far.append(button)
        self._place_footer()

    def show_reading(self, reading: bool) -> None:
        """The voice began or ended: the button that reads this page stops it now, or reads it."""
        for button in self.findChildren(ReadButton):
            button.show_reading(reading)

    def first(self) -> QWidget | None:
        """Where the keyboard begins."""
        return next((one for one in reading_order(self._inside) if one.isEnabled()), None)

    def begin(self) -> None:
        """The page is on the screen."""
        first = self.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.verticalScrollBar().setValue(0)

    def focusNextPrevChild(self, on: bool) -> bool:
        # What somebody said is listed as it comes; Tab goes there in the order one reads.
        put_in_order(reading_order(self))
        return super().focusNextPrevChild(on)

    def write_down(self) -> None:
        """Keep what was typed and is not yet kept."""

    @property
    def unkept(self) -> bool:
        """Whether something of it could not be kept yet."""
        return False

    def spoken(self) -> Sequence[Spoken]:
        """What "Read it to me" says."""
        return [Spoken(one.text(), one.mark_spoken, one) for one in self._spoken]

    def targets(self) -> Targets:
        """What one switch goes through, in reading order."""
        found = reading_order(self)
        return [[one] for one in found if isinstance(one, QAbstractButton | TextField)]

    def press(self, target: QWidget) -> None:
        """One switch chose this."""
        if isinstance(target, TextField):
            self.ways.write(target)
        elif isinstance(target, QAbstractButton):
            target.click()

    def bring_into_view(self, target: QWidget) -> None:
        """Scroll so far that it is seen."""
        if self._inside.isAncestorOf(target):
            self._scroll.ensureWidgetVisible(target, SPACE_L, SPACE_XXL)

    def seen_height(self) -> int:
        """How much of the page is seen at a time, in pixels."""
        return self._scroll.height()

    def saved_in_sight(self) -> bool:
        """Whether that it is saved stands where it does not scroll away."""
        return theme().scale <= _LINKS_STAND_UNTIL or self._buttons.indexOf(self.saved) >= 0

    def show_saved(self, *, kept: bool) -> None:
        """Say quietly that what was said is kept; or plainly that it could not be."""
        self.saved.setText(f"✔ {self.words('saved')}")
        self.is_saved = kept
        self.saved.setVisible(kept)
        self._place_footer()
        if kept:
            self.told.hide()
        elif self.told.isHidden() or self.told.text() != self.words("not_saved"):
            # Told once; then it is tried again in silence.
            self.tell(self.words("not_saved"), "danger")

    def tell(self, sentence: str, tone: str = "") -> None:
        """A sentence above the buttons, on the screen and to a screen reader."""
        self.told.setText(sentence)
        self.told.set_tone(tone)
        self.told.show()
        announce(self, sentence)

    # -- inside ---------------------------------------------------------------------------------

    def _build_links(self) -> None:
        self._ways = [
            BigLink(self.words("make_easier"), self.ways.easier),
            BigLink(self.words("for_the_facilitator"), self.ways.facilitator),
        ]
        # At the far end where a page puts no other link.
        self._nothing = QWidget()
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, _most: self._level_footer())

    def _place_footer(self) -> None:
        large = theme().scale > _LINKS_STAND_UNTIL
        with_row = self._beside_buttons() if large else []
        _fill(self._buttons, [*self._row[:-1], *with_row, *self._row[-1:]])
        tall = max((one.sizeHint().height() for one in self._row), default=0)
        for one in (*self._far, self.saved):
            one.setMinimumHeight(tall if one in with_row else 0)
        quiet = [one for one in (self.saved, *self._ways) if one not in with_row]
        far = [one for one in self._far if one not in with_row]
        beneath = far if large and theme().scale <= _DONE_STANDS_UNTIL else []
        _fill(self._beneath, beneath)
        self._second.setVisible(bool(beneath))
        _fill(self._links, [*quiet, *([] if beneath else far or [self._nothing])])
        fixed = not large or self._leaves_room()
        for holder, part in (
            (self._outer if fixed else self._tail, self.footer),
            (self._tail if large and fixed else self._foot, self._quiet),
        ):
            if holder.indexOf(part) < 0:
                holder.addWidget(part)
        self._fixed = fixed
        self._level_footer()
        self.footer.show()

    def _beside_buttons(self) -> list[QWidget]:
        """What else stands on one line with the buttons: the way to be done, that it is saved."""
        room = self.width() - 2 * SPACE_XXL - self._scroll.verticalScrollBar().sizeHint().width()
        found: list[QWidget] = []
        for one in (*self._far, self.saved):
            line = [*self._row, *found, one]
            if sum(part.sizeHint().width() + SPACE_M for part in line) - SPACE_M <= room:
                found.append(one)
        return found[::-1]

    def _leaves_room(self) -> bool:
        needed = self.footer.heightForWidth(self.width())
        return needed <= self.height() * _MOST_FOR_BUTTONS

    def _level_footer(self) -> None:
        """The buttons stand beneath what is asked, also where a scroll bar takes some room."""
        bar = self._scroll.verticalScrollBar()
        scrolls = bar.maximum() > 0
        self._edge.setVisible(self._fixed and scrolls)
        layout = self.footer.layout()
        assert layout is not None
        beside = SPACE_XXL if self._fixed else 0
        taken = bar.sizeHint().width() if self._fixed and scrolls else 0
        turned = self.isRightToLeft()
        layout.setContentsMargins(
            beside + (taken if turned else 0),
            SPACE_M,
            beside + (0 if turned else taken),
            SPACE_M if self._fixed else 0,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_footer()


def _fill(row: WrappingRow, parts: Sequence[QWidget]) -> None:
    """Have these stand in the row, in this order."""
    now = [item.widget() for at in range(row.count()) if (item := row.itemAt(at)) is not None]
    if now == list(parts):
        return
    while row.takeAt(0) is not None:
        pass
    for one in parts:
        row.addWidget(one)


class BigLink(LinkButton):
    """A quiet button, large enough for a finger."""

    def __init__(self, text: str, on_click: Callable[[], object]) -> None:
        super().__init__(text, on_click)
        self.setProperty("kind", "big_link")
        set_type(self, "participant_link")

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(TARGET_LARGE, TARGET_LARGE))


class ReadButton(ParticipantButton):
    """Reads the page aloud, and stops: known by its sign to who cannot read its words."""

    def __init__(self, words: ParticipantWords, read: Callable[[], object]) -> None:
        super().__init__("", read)
        self._in_words = words
        self.show_reading(False)

    def show_reading(self, reading: bool) -> None:
        """The voice began or ended."""
        said = self._in_words("stop_reading" if reading else "read_to_me")
        self.set_words(f"{'■' if reading else '▶'} {said}")
        self.setAccessibleName(said)


class LevelWords(Words):
    """Words beside large buttons: as tall as those, so that they stand on one line."""

    def __init__(self, text: str, role: str = "participant_words", tone: str = "") -> None:
        super().__init__(text, role, tone, wrap=False)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), TARGET_LARGE))


def big_row(*parts: QWidget, words: str = "") -> QWidget:
    """Large controls side by side, with words before them that say what they are for."""
    whole = QWidget()
    whole.setAccessibleName(words)
    row = WrappingRow(SPACE_M, parent=whole)
    tall = max(one.sizeHint().height() for one in parts)
    if words:
        shown = LevelWords(words)
        shown.setMinimumHeight(tall)
        row.addWidget(shown)
    for one in parts:
        if isinstance(one, QLabel):
            one.setMinimumHeight(tall)
        row.addWidget(one)
    return whole


def _centred(spacing: int, above: int) -> tuple[QWidget, QVBoxLayout]:
    """A widget whose one column stands in the middle and is never too wide to read."""
    widget = QWidget()
    widget.setProperty("ground", "page")
    row = QHBoxLayout(widget)
    row.setContentsMargins(SPACE_XXL, above, SPACE_XXL, SPACE_M)
    inside = _Readable()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    row.addStretch(1)
    row.addWidget(inside, 1000)
    row.addStretch(1)
    return widget, column


class _Readable(QWidget):
    """No wider than can be read."""

    def __init__(self) -> None:
        super().__init__()
        theme().changed.connect(self._widen)
        self._widen()

    def _widen(self) -> None:
        # Larger letters need a longer line to say as much.
        self.setMaximumWidth(round(PARTICIPANT_WIDTH * min(theme().scale, 200) / 100))
