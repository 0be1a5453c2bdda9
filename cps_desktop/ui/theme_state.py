"""The theme in force: what the person chose, and the signals that say it changed.

``theme()`` gives the one state of this program. Widgets ask it for colours, fonts and lengths, and
repaint on ``changed``; words set with ``set_type`` follow the text size by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from cps_desktop.ui.fonts import make_font
from cps_desktop.ui.stylesheet import stylesheet
from cps_desktop.ui.theme import COLOURS, MOVEMENT_MS, SCALES, TYPE, Colours

STYLE: Final = "Fusion"
_TYPE_PROPERTY = "type_role"


class ThemeState(QObject):
    """Theme, text size (per cent) and "less movement", applied to the whole program at once."""

    changed = Signal()
    """Anything below changed; colours and fonts must be asked for again."""
    theme_changed = Signal(str)
    scale_changed = Signal(int)
    movement_changed = Signal(bool)
    easy_words_changed = Signal(bool)
    reads_aloud_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = "light"
        self._scale = 100
        self._less_movement = False
        self.easy_words = False
        """Questions in their plain wording, wherever there is one."""
        self.reads_aloud = False
        """Whatever the keyboard comes to is read out."""
        self.lent = False
        """A participant has the laptop: what they choose is theirs, and nobody remembers it."""
        self._is_dressed = False
        self._fonts: dict[tuple[str, float], QFont] = {}

    @property
    def name(self) -> str:
        """The theme's key: ``light``, ``dark``, ``contrast`` or ``cream``."""
        return self._theme

    @property
    def colours(self) -> Colours:
        return COLOURS[self._theme]

    @property
    def scale(self) -> int:
        """Text size in per cent, 100–300."""
        return self._scale

    @property
    def less_movement(self) -> bool:
        return self._less_movement

    @property
    def movement_ms(self) -> int:
        """How long a movement may last: 0 where the person asked for less of it."""
        return 0 if self._less_movement else MOVEMENT_MS

    def colour(self, token: str) -> QColor:
        """A colour by token name, for painting: ``theme().colour("primary")``."""
        return QColor(cast(str, getattr(self.colours, token)))

    def font(self, role: str, percent: float | None = None) -> QFont:
        """The font of a type role at the chosen text size, or at ``percent`` of its design size."""
        size = float(min(self._scale, TYPE[role].most) if percent is None else percent)
        key = (role, size)
        if key not in self._fonts:
            if len(self._fonts) > 500:
                self._fonts.clear()
            self._fonts[key] = make_font(TYPE[role], size)
        return QFont(self._fonts[key])

    def px(self, length: int) -> int:
        """A length that grows with the text (rows, marks, columns), in pixels."""
        return round(length * self._scale / 100)

    def set_theme(self, name: str) -> None:
        """Change the theme; an unknown name (settings of a newer version) is left aside."""
        if name == self._theme or name not in COLOURS:
            return
        self._theme = name
        self.apply()
        self.theme_changed.emit(name)

    def set_scale(self, percent: int) -> None:
        """Change the text size, kept within 100–300 %."""
        percent = max(SCALES[0], min(SCALES[-1], percent))
        if percent == self._scale:
            return
        self._scale = percent
        self.apply()
        self.scale_changed.emit(percent)

    def step_scale(self, steps: int) -> None:
        """The next larger (or smaller) of the offered text sizes."""
        nearest = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - self._scale))
        self.set_scale(SCALES[max(0, min(len(SCALES) - 1, nearest + steps))])

    def set_less_movement(self, less: bool) -> None:
        if less == self._less_movement:
            return
        self._less_movement = less
        self.movement_changed.emit(less)
        self.changed.emit()

    def set_easy_words(self, easy: bool) -> None:
        if easy != self.easy_words:
            self.easy_words = easy
            self.easy_words_changed.emit(easy)
            self.changed.emit()

    def set_reads_aloud(self, reads: bool) -> None:
        if reads != self.reads_aloud:
            self.reads_aloud = reads
            self.reads_aloud_changed.emit(reads)

    def apply(self) -> None:
        """Put palette, stylesheet and fonts on the program; needs a ``QApplication``."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        app.setFont(self.font("body"))
        app.setPalette(make_palette(self.colours))
        if self._is_dressed:
            self._dress_anew(app)
        self.changed.emit()

    def dress(self) -> None:
        """Put the stylesheet on, where it is not yet: before anything is shown.

        A window that is put together before that is dressed once, and not part by part at each
        step, which takes an eighth of the start.
        """
        app = QApplication.instance()
        if not self._is_dressed and isinstance(app, QApplication):
            app.setStyleSheet(stylesheet(self.colours, self._scale))
            self._is_dressed = True

    def _dress_anew(self, app: QApplication) -> None:
        # Taking the old one off first is four times quicker with hundreds of widgets.
        app.setStyleSheet("")
        app.setStyleSheet(stylesheet(self.colours, self._scale))
        # After the stylesheet: setting one puts back the fonts widgets had before.
        for widget in app.allWidgets():
            role = widget.property(_TYPE_PROPERTY)
            if isinstance(role, str):
                widget.setFont(self.font(role))
                # Hints in empty fields and headings of lists are painted in the viewport's
                # letters, which keep the size they had before a stylesheet came and went.
                if isinstance(widget, QAbstractScrollArea):
                    widget.viewport().setFont(self.font(role))


@cache
def program_theme() -> ThemeState:
    """The program's one theme state, made on first use."""
    return ThemeState()


_seen_in: list[ThemeState] = []


def theme() -> ThemeState:
    """The theme state in force: the program's, or inside :func:`seen_in` that of one window."""
    return _seen_in[-1] if _seen_in else program_theme()


@contextmanager
def seen_in(state: ThemeState) -> Iterator[None]:
    """Lay out and paint in another look than the program's: the projector has its own.

    Only for the length of a ``with``, on the window's thread: whoever asks ``theme()`` in there
    is answered by ``state``. Nothing is to be connected to ``theme().changed`` inside.
    """
    _seen_in.append(state)
    try:
        yield
    finally:
        _seen_in.pop()


def set_type(widget: QWidget, role: str) -> None:
    """Set a widget's words in a type role; they follow the text size from now on."""
    widget.setProperty(_TYPE_PROPERTY, role)
    widget.setFont(theme().font(role))


def make_palette(colours: Colours) -> QPalette:
    """The Qt palette of a theme, for everything the stylesheet does not paint."""
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, colours.page),
        (role.WindowText, colours.text),
        (role.Base, colours.card),
        (role.AlternateBase, colours.hover),
        (role.Text, colours.text),
        (role.Button, colours.card),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.danger),
        (role.PlaceholderText, colours.quiet),
        (role.Highlight, colours.primary),
        (role.HighlightedText, colours.on_primary),
        (role.ToolTipBase, colours.card),
        (role.ToolTipText, colours.text),
        (role.Link, colours.primary),
        (role.LinkVisited, colours.primary),
        (role.Accent, colours.primary),
        (role.Light, colours.hover),
        (role.Midlight, colours.hairline),
        (role.Mid, colours.line),
        (role.Dark, colours.line),
        (role.Shadow, colours.shadow),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours.quiet))
    return palette
