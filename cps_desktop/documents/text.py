"""From anything a person can type to lines that can be drawn: safe, measured and broken.

No text is ever read as markup. What cannot be seen is made visible or left out, what no font has
is drawn as □ and remembered, words longer than the line are cut, and lines that run from right
to left are put into the order in which they are drawn.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cps_desktop.documents.fonts import REPLACEMENT, FontShelf, Weight

if TYPE_CHECKING:
    from cps_desktop.documents.embedding import EmbeddedFont

_NEWLINES = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_UNUSUAL = re.compile(
    "[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u058f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]"
)
# A line may end after spaces, and after a hyphen that joins two words.
_WORDS = re.compile(r"(?:[^\s-]|-(?![^\W\d_])|(?<![^\W\d_])-)+-?\s*|-\s*|\s+")
_SPACES = re.compile("[\t\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Parts of emoji that change the one before them. Ours has one shape and one colour, so they are
# drawn as nothing; but they stay in the text, so that it can be copied whole.
INVISIBLE = frozenset("\u200d\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_ZERO_WIDTH = 0x200B
_MOST_KEPT = 4000


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: size in points, weight, colour as hex digits, line pitch per size."""

    size: float
    weight: Weight = "regular"
    colour: str = "212b32"
    pitch: float = 1.32

    @property
    def leading(self) -> float:
        """Distance between two lines in points."""
        return self.size * self.pitch

    def coloured(self, colour: str) -> Style:
        """The same in another colour."""
        return replace(self, colour=colour)


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to be drawn from left to right; ``width`` in points without end spaces."""

    runs: tuple[tuple[EmbeddedFont, str], ...]
    width: float
    spoken: str = ""
    """The text in reading order where it differs from the drawing order, else empty."""
    from_right: bool = False
    missing: frozenset[int] = frozenset()


class _Widths(dict[str, float]):
    """Advance of every character in thousandths of the size, whichever font it comes from."""

    def __init__(self, setter: Typesetter, weight: Weight) -> None:
        super().__init__(setter.shelf.primary(weight).widths)
        self._setter, self._weight = setter, weight

    def __missing__(self, char: str) -> float:
        width = self._setter.font_of(char, self._weight).widths[char]
        self[char] = width
        return width


class Typesetter:
    """Breaks texts into lines for one font shelf; keeps no state but caches."""

    def __init__(self, shelf: FontShelf) -> None:
        self.shelf = shelf
        self._widths: dict[Weight, _Widths] = {}
        self._words: dict[Weight, dict[str, float]] = {"regular": {}, "bold": {}}
        self._broken: dict[tuple[str, float, Weight, float], list[Line]] = {}
        self._no_font: set[str] = set()

    def lines(self, text: str, style: Style, width: float) -> list[Line]:
        """The text as lines no wider than ``width`` points; at least one, be it empty.

        The list may be given out again for the same text: it is not to be changed.
        """
        key = (text, style.size, style.weight, width)
        known = self._broken.get(key)
        if known is not None:
            return known
        found = self._lines(text, style, width)
        if len(self._broken) >= _MOST_KEPT:
            self._broken.clear()
        self._broken[key] = found
        return found

    def _lines(self, text: str, style: Style, width: float) -> list[Line]:
        found: list[Line] = []
        for paragraph in clean(text).split("\n"):
            if _RTL.search(paragraph):
                found.extend(self._mixed(paragraph, style, width))
            else:
                for piece, used in self._break(paragraph, style, width):
                    found.append(self._line(piece, used, style.weight))
        return found

    def width(self, text: str, style: Style) -> float:
        """Width in points of a text on one line."""
        return self._measure(clean(text).rstrip(), style.weight) * style.size / 1000

    def font_of(self, char: str, weight: Weight) -> EmbeddedFont:
        """The font a character is drawn with: for one that no font has, the font of the □."""
        code = ord(char)
        primary = self.shelf.primary(weight)
        if char in INVISIBLE:
            primary.borrow(code, _ZERO_WIDTH)
            return primary
        face = self.shelf.face_for(code, weight)
        if face is not None:
            return face
        alike = _alike(char)
        if alike in primary.characters:
            primary.borrow(code, ord(alike))
            return primary
        self._no_font.add(char)
        primary.borrow(code, REPLACEMENT)
        return primary

    def _measure(self, text: str, weight: Weight) -> float:
        widths = self._widths.get(weight)
        if widths is None:
            widths = self._widths[weight] = _Widths(self, weight)
        return sum([widths[char] for char in text])

    def _word_width(self, word: str, weight: Weight) -> float:
        known = self._words[weight]
        width = known.get(word)
        if width is None:
            if len(known) > 20_000:
                known.clear()
            width = known[word] = self._measure(word, weight)
        return width

    def _break(
        self, text: str, style: Style, width: float, shape: Callable[[str], str] = str
    ) -> Iterator[tuple[str, float]]:
        """Pieces of one paragraph with their widths in points; spaces stay at the line's end.

        ``shape`` gives the forms letters take beside their neighbours, which are measured.
        """
        scale = style.size / 1000
        room = max(width, style.size) / scale + 0.01
        if len(text) * 80 < room or len(text) < 400:  # most texts: one look at the whole line
            whole = self._measure(shape(text), style.weight)
            if whole <= room:
                yield text, whole * scale
                return
        space = self._word_width(" ", style.weight)
        line: list[str] = []
        used = 0.0  # with the spaces at its end
        bare = 0.0  # without them
        for word in _WORDS.findall(text):
            trimmed = word.rstrip(" ")
            own = self._word_width(shape(trimmed), style.weight)
            if line and used + own > room:
                yield "".join(line), bare * scale
                line, used, bare = [], 0.0, 0.0
            if own > room:
                *full, (trimmed, own) = self._cut_word(trimmed, style.weight, room)
                for piece, piece_width in full:
                    yield piece, piece_width * scale
                own = self._word_width(shape(trimmed), style.weight)
            spaces = len(word) - len(word.rstrip(" "))
            line.append(trimmed + " " * spaces)
            bare = used + own
            used = bare + spaces * space
        yield "".join(line), bare * scale

    def _cut_word(self, word: str, weight: Weight, room: float) -> list[tuple[str, float]]:
        """Pieces of a word longer than a line, never cut before a combining mark."""
        pieces: list[tuple[str, float]] = []
        start, used = 0, 0.0
        widths = self._widths[weight]
        for at, char in enumerate(word):
            own = widths[char]
            if used + own > room and at > start and not unicodedata.combining(char):
                pieces.append((word[start:at], used))
                start, used = at, 0.0
            used += own
        pieces.append((word[start:], used))
        return pieces

    def _line(self, text: str, width: float, weight: Weight) -> Line:
        primary = self.shelf.primary(weight)
        if primary.characters.issuperset(text):
            return Line(((primary, text),) if text else (), width)
        return Line(self._runs(text, weight), width, missing=self._missing(text))

    def _runs(self, text: str, weight: Weight) -> tuple[tuple[EmbeddedFont, str], ...]:
        runs: list[tuple[EmbeddedFont, str]] = []
        primary = self.shelf.primary(weight)
        ordinary = primary.characters
        for char in text:
            plain = char in ordinary and char not in INVISIBLE
            font = primary if plain else self.font_of(char, weight)
            if runs:
                last = runs[-1][0]
                # A mark stays in the font of its letter where that font has it.
                if font is not last and unicodedata.combining(char) and char in last.characters:
                    font = last
                if font is last:
                    runs[-1] = (font, runs[-1][1] + char)
                    continue
            runs.append((font, char))
        return tuple(runs)

    def _missing(self, text: str) -> frozenset[int]:
        absent = self._no_font.intersection(text)
        return frozenset(map(ord, absent)) if absent else frozenset()

    def _mixed(self, paragraph: str, style: Style, width: float) -> Iterator[Line]:
        """Lines of a paragraph with right-to-left letters in it."""
        from cps_desktop.documents.embedding import as_typed

        from_right = _first_strong_is_rtl(paragraph)
        for piece, used in self._break(paragraph, style, width, _joined_up):
            drawn = _drawing_order(_joined_up(piece.rstrip(" ")), "R" if from_right else "L")
            yield Line(
                self._runs(drawn, style.weight),
                used,
                spoken="".join(as_typed(ord(char)) for char in piece),
                from_right=from_right,
                missing=self._missing(drawn),
            )


def clean(text: str) -> str:
    """The text without what would spoil a page; everything that can be seen stays.

    Line ends of all kinds become ``\\n``; control characters become their Unicode pictures (NUL is
    ␀). Invisible formatting (direction overrides, soft hyphens, byte order marks)
    is left out. What no font has, no writing uses or no file may hold (lone
    surrogates, private and unassigned code points) stays: it is drawn as □ and listed.
    """
    text = _NEWLINES.sub("\n", text)
    if not _UNUSUAL.search(text):
        return text.replace("\xa0", " ")
    text = _SPACES.sub(" ", text.replace("\t", "    ").replace("\xa0", " "))
    text = "".join([_shown(c) for c in text])
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """One line of text that any file format may hold."""
    line = " ".join(clean(text).split())
    return "".join(c if c.isprintable() else "\u25a1" for c in line)[:500]


@lru_cache(maxsize=8192)
def _shown(char: str) -> str:
    code = ord(char)
    if char in INVISIBLE:
        return char
    if char == "\n" or 0x20 <= code < 0x7F:
        return char
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    category = unicodedata.category(char)
    if category == "Cf" or code == 0x034F or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return ""
    return char


def says_something(text: str) -> bool:
    """True if anything of the text can be seen on paper."""
    return any(not char.isspace() and char not in INVISIBLE for char in clean(text))


def _alike(char: str) -> str:
    """A character of the same shape: A for a full-width or mathematical A, □ for ☐; or ""."""
    plain = unicodedata.normalize("NFKC", char)
    if char == "\u2610":
        return chr(REPLACEMENT)
    return plain if len(plain) == 1 and plain != char else ""


def code_point_name(code: int) -> str:
    """How a character no font has is named at the foot of the page: its code point."""
    if 0x2400 <= code <= 0x241F:
        code -= 0x2400
    elif code == 0x2421:
        code = 0x7F
    return f"U+{code:04X}"


@lru_cache(maxsize=1)
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"delete_harakat": False, "support_zwj": False})


@lru_cache(maxsize=1024)
def _joined_up(text: str) -> str:
    """Arabic letters in the forms they take beside their neighbours."""
    return str(_reshaper().reshape(text))


@lru_cache(maxsize=1)
def _signs() -> tuple[str, ...]:
    """Characters without a direction of their own that look the same from both sides."""
    signs = map(chr, range(0x2190, 0x2C00))
    return tuple(
        char
        for char in signs
        if unicodedata.bidirectional(char) == "ON" and not unicodedata.mirrored(char)
    )


@lru_cache(maxsize=1024)
def _drawing_order(text: str, base: str) -> str:
    # The quicker implementation of the package does not turn brackets round.
    from bidi.algorithm import get_display  # type: ignore[import-untyped]

    # It leaves out some characters and stops at those younger than this Python's Unicode tables.
    # They go through it as arrows and the like, which it moves like any sign between words.
    unfit = sorted({char for char in text if unicodedata.bidirectional(char) in ("", "BN")})
    spare = (char for char in _signs() if char not in text)
    there, back = "".join(unfit), "".join(sign for sign, _ in zip(spare, unfit, strict=False))
    there = there[: len(back)]
    drawn = get_display(text.translate(str.maketrans(there, back)), base_dir=base)
    return str(drawn).translate(str.maketrans(back, there))


def _first_strong_is_rtl(text: str) -> bool:
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction == "L":
            return False
        if direction in ("R", "AL"):
            return True
    return False
