"""Colours, type sizes and spaces on paper: the light theme of the screen, in one place.

Sizes and spaces are in points. Body text is 12 points or more, as print guidance for the public
asks; small print never goes below 9. Every pair of text and ground has a contrast above 4.5 : 1.
"""

from __future__ import annotations

from cps_desktop.documents.text import Style
from cps_desktop.domain.kinds import NoteColour

MM = 72 / 25.4
"""One millimetre in points."""

TEXT = "212b32"
QUIET = "4c6272"
LINE = "aeb7bd"
EDGE = "6b7d89"
PRIMARY = "005eb8"
DONE = "00662f"
DANGER = "b3261e"
GROUND = "f0f4f5"
CARD = "ffffff"
WATERMARK = "eef1f3"

NOTE_FILL: dict[NoteColour, str] = {
    NoteColour.YELLOW: "fff1a8",
    NoteColour.BLUE: "cfe8ff",
    NoteColour.GREEN: "cdf2d6",
    NoteColour.PINK: "ffd9e4",
    NoteColour.LILAC: "e6dcff",
    NoteColour.ORANGE: "ffe0bd",
}
NOTE_EDGE: dict[NoteColour, str] = {
    NoteColour.YELLOW: "d9bf3a",
    NoteColour.BLUE: "7db4e6",
    NoteColour.GREEN: "79c790",
    NoteColour.PINK: "ec93ae",
    NoteColour.LILAC: "b09de6",
    NoteColour.ORANGE: "e6a765",
}

WALL_TITLE = Style(20, "bold", TEXT, 1.15)
WALL_DETAILS = Style(10.5, "regular", TEXT, 1.3)
WALL_SMALL = Style(9, "regular", QUIET, 1.25)
TITLE = Style(22, "bold", TEXT, 1.2)
HEADING = Style(16, "bold", TEXT, 1.25)
SUBHEADING = Style(13, "bold", TEXT, 1.28)
BODY = Style(12, "regular", TEXT, 1.36)
STRONG = Style(12, "bold", TEXT, 1.36)
SMALL = Style(10, "regular", QUIET, 1.36)
CELL = Style(11, "regular", TEXT, 1.32)
CELL_STRONG = Style(11, "bold", TEXT, 1.32)
FOOT = Style(9, "regular", QUIET, 1.3)
FOOT_STRONG = Style(9, "bold", TEXT, 1.3)
