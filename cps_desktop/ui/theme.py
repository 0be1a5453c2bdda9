"""Every colour, size and length of the window, by name. No such literal stands elsewhere in ``ui``.

Four themes, six note colours (with a name and a meaning, for colour never speaks alone), a scale
of spaces and corners, and the type roles at 100 %. ``theme_state`` is what the widgets look at.
Contrasts are computed in ``tests/ui/test_theme.py`` from these very values.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

HAIR: Final = 1
SPACE_XS: Final = 4
SPACE_S: Final = 8
SPACE_M: Final = 12
SPACE_L: Final = 16
SPACE_XL: Final = 24
SPACE_XXL: Final = 32
SPACE_HUGE: Final = 48

CORNER_CARD: Final = 6
CORNER_INPUT: Final = 4
CORNER_NOTE: Final = 2

TARGET: Final = 32
"""Smallest side of anything to click, in pixels at 100 %."""
LINE: Final = 18
"""A line of words on a button, in pixels at 100 %."""
TARGET_LARGE: Final = 44
"""The same in participant, door and wall views."""
ROW: Final = 36
FOCUS_WIDTH: Final = 3
MARK: Final = 18
"""Side of a tick box, a radio ring, a status shape's cell."""
ACCENT: Final = 5
"""Width of the strong edge that marks a chosen page or an important card."""
LINE_LENGTH: Final = 75
"""Longest line of running text, in characters."""
DRAWER_WIDTH: Final = 340
SIDE_WIDTH: Final = 212
"""The list of a session's pages."""
FORM_WIDTH: Final = 860
"""A form is no wider than this: eyes should not have to travel."""
PARTICIPANT_WIDTH: Final = 920
"""A question and its answer, in participant view."""
WINDOW_WIDTH: Final = 1366
WINDOW_HEIGHT: Final = 768
FIELD_WIDTH: Final = 280
LARGE_TEXT: Final = 150
"""Per cent; from here on a page leaves out what is also said elsewhere, for the paper's sake."""
MINIATURE_WIDTH: Final = 296
"""Of a planner's sheet on the card that offers it."""
DIALOG_WIDTH: Final = 520
PAGE_LEAST: Final = 160
"""What a page is about is at least so tall at 100 %; where there is less room, the page scrolls."""
TITLE_BAR: Final = 40
"""What the system puts above a window, at the most: a dialog leaves room for it."""
NARROW: Final = 900
"""A window narrower than this folds its side list and its page headings."""

SHEET_MM_ACROSS: Final = 2.6
SHEET_MM_DOWN: Final = 1.8
"""Pixels a millimetre of the A3 takes on screen at 100 %. Less down than across: on screen a box
grows with its notes, so an empty one need not be as tall as on paper."""
NOTE_LEAST_WIDTH: Final = 140
NOTE_LEAST_HEIGHT: Final = 62
NOTE_SHADOW: Final = 3
PATTERN: Final = 16
"""Side of the pattern corner of a note in high contrast."""
DOT: Final = 9
"""Across a dot that somebody gave a note; between two of them is ``DOT_GAP``."""
DOT_GAP: Final = 3
INSERT_MARK: Final = 4
ZOOM_LEAST: Final = 0.25
ZOOM_MOST: Final = 4.0
FIT_LEAST: Final = 0.8
"""Fitting the page's width into a small window stops here: smaller words cannot be read."""
ZOOM_STEP: Final = 1.15
ZOOM_SETTLE_MS: Final = 160
"""After the last turn of the wheel the scaled picture gives way to the real wall."""
SCROLL_EDGE: Final = 36
SCROLL_TICK_MS: Final = 16

DEBOUNCE_MS: Final = 400
"""From the first unsaved keystroke to the moment it is handed on; never over 500."""
MOVEMENT_MS: Final = 150
TOAST_MS: Final = 20_000
"""How long an Undo line stays; never under ten seconds."""

SCALES: Final = (100, 125, 150, 175, 200, 250, 300)
THEMES: Final[Mapping[str, str]] = MappingProxyType(
    {"light": "Light", "dark": "Dark", "contrast": "High contrast", "cream": "Cream"}
)


class TypeRole(msgspec.Struct, frozen=True):
    """How one kind of words is set: points at 100 % and weight (the ``wght`` axis, 400–700).

    ``most``: per cent at which words that are large from the start stop growing; three times as
    large they would leave room for a word or two on a line.
    """

    points: float
    weight: int = 400
    tabular: bool = False
    most: int = 300


TYPE: Final[Mapping[str, TypeRole]] = MappingProxyType(
    {
        "body": TypeRole(11),
        "strong": TypeRole(11, 650),
        "button": TypeRole(11, 600),
        "small": TypeRole(10),
        "small_strong": TypeRole(10, 650),
        "number": TypeRole(11, tabular=True),
        "section": TypeRole(13, 700),
        "title": TypeRole(18, 700),
        "total": TypeRole(16, 700, tabular=True),
        "box_prompt": TypeRole(11, 650),
        "note": TypeRole(11),
        "note_author": TypeRole(9.5),
        "wall_prompt": TypeRole(16, 650),
        "participant_prompt": TypeRole(28, 700, most=200),
        "participant_answer": TypeRole(22, most=200),
        "participant_words": TypeRole(16, most=250),
        "participant_strong": TypeRole(16, 700, most=250),
        "participant_button": TypeRole(15, 650, most=185),
        "participant_link": TypeRole(13, most=165),
    }
)

ROOM_TYPE: Final[Mapping[str, TypeRole]] = MappingProxyType(
    {
        "note_author": TypeRole(11),
        "small": TypeRole(11),
        "small_strong": TypeRole(11, 650),
        "box_prompt": TypeRole(12, 650),
        "section": TypeRole(14, 700),
        "timer": TypeRole(26, 700, tabular=True),
    }
)
"""What is set otherwise on the room's window: nothing is smaller than a note's words."""
ROOM_TEXT: Final = 24
"""Pixels that words on the room's window are high at the least, where it is 1366 × 768."""
ROOM_TEXT_MOST: Final = 40
"""And at the most: beyond, a page of few words shouts."""
ROOM_TEXT_STEP: Final = 4
ROOM_NEW_MS: Final = 6_000
"""How long a note that came just now is told apart there."""
ROOM_TURN_MS: Final = 20_000
"""How long each page stays where the pages turn by themselves."""
ROOM_RULE: Final = 3
"""Under a heading there."""
ROOM_WIDTH: Final = 1366
ROOM_HEIGHT: Final = 768


class NoteColour(msgspec.Struct, frozen=True):
    """A note colour as people speak of it; the paint is in ``Colours.notes``."""

    key: str
    name: str
    meaning: str
    pattern: str
    """What its corner shows in high contrast: ``plain``, ``bars``, ``dots``, ``cross``, …"""


NOTE_COLOURS: Final[Mapping[str, NoteColour]] = MappingProxyType(
    {
        c.key: c
        for c in (
            NoteColour("yellow", "Yellow", "a thought or an idea", "solid"),
            NoteColour("blue", "Blue", "a fact, how it is now", "bars"),
            NoteColour("green", "Green", "something that works", "dots"),
            NoteColour("pink", "Pink", "a worry or an obstacle", "cross"),
            NoteColour("lilac", "Lilac", "something to try", "ring"),
            NoteColour("orange", "Orange", "a question", "stairs"),
        )
    }
)
DEFAULT_NOTE_COLOUR: Final = "yellow"

PAPER: Final = "#ffffff"
"""A printed page on the screen: white in every theme, as it comes out of the printer."""
INK: Final = "#212b32"
"""What is drawn on it."""


_RESTING: Final = "#a6a6a6"
"""Where quiet words are as strong as all others, as in high contrast: still 8:1 on black."""


class Colours(msgspec.Struct, frozen=True):
    """One theme's paint. Every value is ``#rrggbb``."""

    page: str
    card: str
    text: str
    quiet: str
    line: str
    """Edges that must be seen: inputs, header rules (3:1 at least)."""
    hairline: str
    """Decoration only: the edge of a card, between rows. Nothing depends on seeing it."""
    primary: str
    on_primary: str
    primary_hover: str
    done: str
    danger: str
    amber: str
    """Words that ask a question or mark a risk."""
    selected: str
    on_selected: str
    hover: str
    focus_outer: str
    focus_inner: str
    note_text: str
    note_quiet: str
    note_edge: str
    shadow: str
    """Under notes; the same as the ground where a theme has no shadow."""
    notes: Mapping[str, str]
    patterned: bool = False
    """Notes are told apart by a pattern in the corner, not by paint."""

    @property
    def resting(self) -> str:
        """Words of what cannot be pressed now."""
        return _RESTING if self.quiet == self.text else self.quiet

    @property
    def resting_edge(self) -> str:
        """Its edge: broken, where there are no colours to tell it by."""
        return "dashed" if self.quiet == self.text else "solid"

    def note(self, key: str) -> str:
        """The paint of a note colour; an unknown one (from a newer version) shows as the first."""
        return self.notes.get(key, self.notes[DEFAULT_NOTE_COLOUR])


_LIGHT_NOTES = MappingProxyType(
    {
        "yellow": "#fff1a8",
        "blue": "#cfe8ff",
        "green": "#cdf2d6",
        "pink": "#ffd9e4",
        "lilac": "#e6dcff",
        "orange": "#ffe0bd",
    }
)
_DARK_NOTES = MappingProxyType(
    {
        "yellow": "#5c4d00",
        "blue": "#0d3d66",
        "green": "#0f4d28",
        "pink": "#66203b",
        "lilac": "#3f2f73",
        "orange": "#663a08",
    }
)
_BLACK_NOTES = MappingProxyType(dict.fromkeys(_LIGHT_NOTES, "#000000"))

COLOURS: Final[Mapping[str, Colours]] = MappingProxyType(
    {
        "light": Colours(
            page="#f0f4f5",
            card="#ffffff",
            text="#212b32",
            quiet="#4c6272",
            line="#6b7d89",
            hairline="#d3dbe0",
            primary="#005eb8",
            on_primary="#ffffff",
            primary_hover="#004a93",
            done="#007c3a",
            danger="#b3261e",
            amber="#8a4b00",
            selected="#e1edf8",
            on_selected="#212b32",
            hover="#e8eef1",
            focus_outer="#212b32",
            focus_inner="#ffeb3b",
            note_text="#212b32",
            note_quiet="#3f4c55",
            note_edge="#d8dde0",
            shadow="#9aa7af",
            notes=_LIGHT_NOTES,
        ),
        "dark": Colours(
            page="#10171c",
            card="#1b252c",
            text="#f0f4f5",
            quiet="#b7c5cd",
            line="#8296a3",
            hairline="#34424b",
            primary="#8ccbff",
            on_primary="#10171c",
            primary_hover="#b5dcff",
            done="#6fdc9a",
            danger="#ff9d92",
            amber="#ffc266",
            selected="#173a57",
            on_selected="#f0f4f5",
            hover="#263440",
            focus_outer="#ffeb3b",
            focus_inner="#10171c",
            note_text="#f5f7f8",
            note_quiet="#e3e8eb",
            note_edge="#1b252c",
            shadow="#0a0f12",
            notes=_DARK_NOTES,
        ),
        "contrast": Colours(
            page="#000000",
            card="#000000",
            text="#ffffff",
            quiet="#ffffff",
            line="#ffffff",
            hairline="#ffffff",
            primary="#ffeb3b",
            on_primary="#000000",
            primary_hover="#fff59d",
            done="#7dffb0",
            danger="#ffb3ab",
            amber="#ffd27a",
            selected="#ffffff",
            on_selected="#000000",
            hover="#262626",
            focus_outer="#ffeb3b",
            focus_inner="#000000",
            note_text="#ffffff",
            note_quiet="#ffffff",
            note_edge="#ffffff",
            shadow="#000000",
            notes=_BLACK_NOTES,
            patterned=True,
        ),
        "cream": Colours(
            page="#f7eed9",
            card="#fffaf0",
            text="#2b2416",
            quiet="#5a4d35",
            line="#7d6e52",
            hairline="#e0d3b6",
            primary="#0b4f8a",
            on_primary="#ffffff",
            primary_hover="#083c69",
            done="#0c6b3a",
            danger="#9c2218",
            amber="#7a4300",
            selected="#e3e6e0",
            on_selected="#2b2416",
            hover="#f1e7cf",
            focus_outer="#2b2416",
            focus_inner="#ffeb3b",
            note_text="#2b2416",
            note_quiet="#4a402c",
            note_edge="#ddcfae",
            shadow="#b3a587",
            notes=_LIGHT_NOTES,
        ),
    }
)


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio of two ``#rrggbb`` colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
