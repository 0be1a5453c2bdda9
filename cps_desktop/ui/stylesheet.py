"""The one stylesheet of the program, written from the tokens. It never sets a font (see fonts)."""

from __future__ import annotations

from cps_desktop.ui.theme import (
    ACCENT,
    CORNER_CARD,
    CORNER_INPUT,
    HAIR,
    LINE,
    MARK,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XL,
    SPACE_XS,
    TARGET,
    Colours,
)


def stylesheet(c: Colours, percent: int) -> str:
    """Qt style sheet of a theme at a text size (per cent)."""
    return "\n".join(
        (_ground(c), _buttons(c, percent), _inputs(c, percent), _lists(c), _bars(c, percent))
    )


def _ground(c: Colours) -> str:
    # A thick left edge does not go round a corner: Qt would draw it as two hooks.
    square_left = (
        f"border-radius: {CORNER_CARD}px; border-top-left-radius: 0; border-bottom-left-radius: 0;"
    )
    return f"""
QMainWindow, QDialog, QWidget[ground="page"] {{ background: {c.page}; }}
QWidget[ground="card"], QFrame[ground="card"] {{ background: {c.card}; }}
QFrame[kind="card"] {{
    background: {c.card}; border: {HAIR}px solid {c.hairline}; border-radius: {CORNER_CARD}px; }}
QFrame[kind="accent"] {{
    background: {c.card}; border: {HAIR}px solid {c.hairline};
    border-left: {ACCENT}px solid {c.primary}; {square_left} }}
QFrame[kind="warning"] {{
    background: {c.card}; border: {HAIR}px solid {c.hairline};
    border-left: {ACCENT}px solid {c.danger}; {square_left} }}
QFrame[kind="question"] {{
    background: {c.card}; border: {HAIR}px solid {c.hairline};
    border-left: {ACCENT}px solid {c.amber}; {square_left} }}
QFrame[kind="done"] {{
    background: {c.card}; border: {HAIR}px solid {c.hairline};
    border-left: {ACCENT}px solid {c.done}; {square_left} }}
QFrame[kind="toast"] {{
    background: {c.text}; border: {HAIR}px solid {c.page}; border-radius: {CORNER_CARD}px; }}
QFrame[kind="toast"] QLabel {{ color: {c.page}; }}
QFrame[kind="drawer"] {{ background: {c.card}; border-left: {HAIR}px solid {c.line}; }}
QFrame[kind="topbar"] {{ background: {c.card}; border-bottom: {HAIR}px solid {c.hairline}; }}
QFrame[kind="bottombar"] {{ background: {c.card}; border-top: {HAIR}px solid {c.hairline}; }}
QFrame[kind="sidebar"] {{ background: {c.card}; border-right: {HAIR}px solid {c.hairline}; }}
QFrame[kind="rule"] {{ background: {c.hairline}; border: none; }}
QFrame[kind="strong_rule"] {{ background: {c.text}; border: none; }}
QLabel {{ background: transparent; }}
QLabel[tone="quiet"] {{ color: {c.quiet}; }}
QLabel[tone="done"] {{ color: {c.done}; }}
QLabel[tone="danger"] {{ color: {c.danger}; }}
QLabel[tone="amber"] {{ color: {c.amber}; }}
QLabel[tone="primary"] {{ color: {c.primary}; }}
QToolTip {{
    color: {c.text}; background: {c.card}; border: {HAIR}px solid {c.line};
    padding: {SPACE_XS}px {SPACE_S}px; }}
"""


def _buttons(c: Colours, percent: int) -> str:
    # As high as a field of one line: they stand beside one another.
    inner = SPACE_S
    # What is said here is all that a tight layout leaves of a button: never less than its words.
    words = round(LINE * percent / 100)
    least = max(TARGET - 2 * SPACE_S, words)
    least_bare = max(TARGET - 2 * SPACE_XS - 2, words)
    least_big = max(TARGET, words)
    return f"""
QPushButton {{
    color: {c.text}; background: {c.card}; border: {HAIR}px solid {c.line};
    border-radius: {CORNER_INPUT}px; padding: {inner}px {SPACE_L}px; min-height: {least}px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed, QPushButton:checked {{
    background: {c.selected}; color: {c.on_selected}; border-color: {c.primary}; }}
QPushButton:disabled {{
    color: {c.resting}; background: {c.page}; border: {HAIR}px {c.resting_edge} {c.hairline}; }}
QPushButton[kind="primary"] {{
    color: {c.on_primary}; background: {c.primary}; border-color: {c.primary}; }}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {{
    background: {c.primary_hover}; border-color: {c.primary_hover}; color: {c.on_primary}; }}
QPushButton[kind="primary"]:disabled {{
    color: {c.resting}; background: {c.page}; border-color: {c.line}; }}
QPushButton[kind="danger"] {{ color: {c.danger}; border-color: {c.danger}; }}
QPushButton[kind="big"] {{ padding: {SPACE_M}px {SPACE_XL}px; min-height: {least_big}px; }}
QPushButton[kind="big_primary"] {{
    color: {c.on_primary}; background: {c.primary}; border-color: {c.primary};
    padding: {SPACE_M}px {SPACE_XL}px; min-height: {least_big}px; }}
QPushButton[kind="big_primary"]:hover {{ background: {c.primary_hover}; }}
QPushButton[kind="link"], QPushButton[kind="fold"], QPushButton[kind="bar"] {{
    background: transparent; border: {HAIR}px solid transparent;
    padding: {SPACE_XS}px {SPACE_S}px; min-height: {least_bare}px; }}
QPushButton[kind="link"] {{ color: {c.primary}; }}
QPushButton[kind="big_link"] {{
    color: {c.primary}; background: transparent; border: {HAIR}px solid transparent;
    padding: {SPACE_XS}px {SPACE_S}px; min-height: {least_bare}px; text-decoration: underline; }}
QPushButton[kind="big_link"]:hover {{ background: {c.hover}; }}
QPushButton[kind="fold"], QPushButton[kind="fold"]:checked {{
    background: transparent; color: {c.text}; border-color: transparent; text-align: left; }}
QPushButton[kind="link"]:hover, QPushButton[kind="fold"]:hover, QPushButton[kind="bar"]:hover {{
    background: {c.hover}; }}
QPushButton[kind="link"]:disabled {{ color: {c.resting}; border-color: transparent; }}
QPushButton[kind="nav"] {{
    background: transparent; border: none; border-left: {ACCENT}px solid transparent;
    border-radius: {CORNER_INPUT}px; border-top-left-radius: 0; border-bottom-left-radius: 0;
    text-align: left; padding: {SPACE_S}px {SPACE_M}px; }}
QPushButton[kind="nav"]:hover {{ background: {c.hover}; }}
QPushButton[kind="nav"]:checked {{
    background: {c.selected}; color: {c.on_selected}; border-left-color: {c.primary}; }}
QPushButton[kind="field"]:hover {{ background: {c.card}; border-color: {c.primary}; }}
QPushButton[kind="bar"]:disabled {{
    color: {c.resting}; background: transparent; border-color: transparent; }}
QPushButton[kind="toast"] {{
    color: {c.page}; background: transparent; border: {HAIR}px solid {c.page}; }}
QPushButton[segment="first"] {{ border-top-right-radius: 0; border-bottom-right-radius: 0; }}
QPushButton[segment="last"] {{
    border-top-left-radius: 0; border-bottom-left-radius: 0; border-left: none; }}
QPushButton[segment="middle"] {{ border-radius: 0; border-left: none; }}
QPushButton::menu-indicator {{ width: 0; height: 0; }}
"""


def _inputs(c: Colours, percent: int) -> str:
    mark = round(MARK * percent / 100)
    edge = f"border: {HAIR}px solid {c.line}; border-radius: {CORNER_INPUT}px;"
    # As with buttons: a tight layout leaves no less of a choice than its words.
    least = max(TARGET - 2 * SPACE_S, round(LINE * percent / 100))
    return f"""
QPlainTextEdit, QTextBrowser, QComboBox, QLineEdit {{
    color: {c.text}; background: {c.card}; {edge}
    selection-background-color: {c.primary}; selection-color: {c.on_primary};
    placeholder-text-color: {c.quiet}; }}
QPlainTextEdit:disabled, QComboBox:disabled {{ color: {c.resting}; background: {c.page}; }}
QPlainTextEdit[kind="note"] {{
    border: none; border-radius: 0; background: transparent; color: {c.note_text}; }}
QTextBrowser {{ border: none; background: transparent; }}
QComboBox {{
    padding: {SPACE_S}px {SPACE_XL + mark}px {SPACE_S}px {SPACE_M}px;
    min-height: {least}px; }}
QComboBox::drop-down {{ border: none; width: {SPACE_XL + mark}px; }}
QComboBox QAbstractItemView {{
    color: {c.text}; background: {c.card}; border: {HAIR}px solid {c.line};
    selection-background-color: {c.primary}; selection-color: {c.on_primary}; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {TARGET}px; padding-left: {SPACE_S}px; }}
QCheckBox, QRadioButton {{ spacing: {SPACE_S}px; background: transparent; }}
QCheckBox::indicator, QRadioButton::indicator {{
    width: {mark}px; height: {mark}px; border: none; background: transparent; image: none; }}
QCalendarWidget QWidget {{ background: {c.card}; color: {c.text}; }}
QCalendarWidget QToolButton {{
    background: {c.card}; color: {c.text}; border: {HAIR}px solid {c.line};
    border-radius: {CORNER_INPUT}px; padding: {SPACE_XS}px {SPACE_S}px;
    min-height: {TARGET - 2 * SPACE_XS}px; min-width: {TARGET}px; }}
QCalendarWidget QToolButton::menu-indicator {{ width: 0; height: 0; image: none; }}
QCalendarWidget QAbstractItemView {{
    selection-background-color: {c.primary}; selection-color: {c.on_primary}; }}
QProgressBar {{
    color: {c.text}; background: {c.page}; {edge} text-align: center; min-height: {SPACE_L}px; }}
QProgressBar::chunk {{ background: {c.primary}; border-radius: {CORNER_INPUT - 1}px; }}
"""


def _lists(c: Colours) -> str:
    return f"""
QTableView, QTreeView, QListView {{
    color: {c.text}; background: {c.card}; border: none; outline: none;
    gridline-color: {c.hairline}; selection-background-color: {c.selected};
    selection-color: {c.on_selected}; }}
QTreeView::item {{ min-height: {TARGET}px; border: none; }}
QTreeView::item:selected {{ background: {c.selected}; color: {c.on_selected}; }}
QTreeView::item:hover:!selected {{ background: {c.hover}; }}
QHeaderView {{ background: {c.card}; border: none; }}
QHeaderView::section {{
    color: {c.quiet}; background: {c.card}; border: none;
    border-bottom: 2px solid {c.line}; padding: {SPACE_S}px {SPACE_M}px; }}
QHeaderView::section:hover {{ background: {c.hover}; color: {c.text}; }}
QTableCornerButton::section {{ background: {c.card}; border: none; }}
QMenu {{
    color: {c.text}; background: {c.card}; border: {HAIR}px solid {c.line};
    padding: {SPACE_XS}px; menu-scrollable: 1; }}
QMenu::item {{
    padding: {SPACE_S}px {SPACE_XL}px {SPACE_S}px {SPACE_M}px;
    border: 2px solid transparent; border-radius: {CORNER_INPUT}px; }}
QMenu::item:selected {{
    background: {c.selected}; color: {c.on_selected}; border-color: {c.primary}; }}
QMenu::item:disabled {{ color: {c.resting}; }}
QMenu::icon {{ padding-left: {SPACE_S}px; }}
QMenu::separator {{
    height: {HAIR}px; background: {c.hairline}; margin: {SPACE_XS}px {SPACE_S}px; }}
"""


def _bars(c: Colours, percent: int) -> str:
    width = SPACE_M + (SPACE_XS if percent > 100 else 0)
    return f"""
QScrollArea {{ border: none; background: transparent; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {width}px; }}
QScrollBar:horizontal {{ height: {width}px; }}
QScrollBar::handle {{
    background: {c.line}; border-radius: {CORNER_INPUT}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {TARGET}px; }}
QScrollBar::handle:horizontal {{ min-width: {TARGET}px; }}
QScrollBar::handle:hover {{ background: {c.quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {c.hairline}; }}
"""
