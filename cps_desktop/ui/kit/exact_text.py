"""Between the text people wrote and the text a Qt document can hold, without losing a character.

A Qt document makes a paragraph of every carriage return, U+2029, U+FDD0 and U+FDD1; a one-line
field has no room for line breaks either. Such characters are shown as visible marks (``␍``) and
given back as they were; a mark the person wrote is told apart by an escape (``␛``) before it.
"""

from __future__ import annotations

import re
from typing import Final

_ESCAPE: Final = "\u241b"
_PARAGRAPH: Final = "\u2029"
_ALWAYS: Final = {
    "\r": "\u240d",
    _PARAGRAPH: "\u2424",
    "\ufdd0": "\u2425",
    "\ufdd1": "\u2426",
}
_ONE_LINE: Final = {**_ALWAYS, "\n": "\u240a", "\u2028": "\u2423"}
_LONE_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def _table(marks: dict[str, str]) -> dict[int, str]:
    escaped = {mark: _ESCAPE + mark for mark in (*_ONE_LINE.values(), _ESCAPE)}
    return str.maketrans({**escaped, **marks})


_TO_DOCUMENT: Final = _table(_ALWAYS)
_TO_LINE: Final = _table(_ONE_LINE)
_BACK: Final = {mark: char for char, mark in _ONE_LINE.items()}
_MARKED: Final = re.compile(f"{_ESCAPE}?[{''.join(_BACK)}{_ESCAPE}]")


def for_document(text: str, *, one_line: bool) -> str:
    """What to put into a Qt document so that ``from_document`` gives ``text`` back.

    Half a surrogate pair is no character and cannot be kept by any file; it becomes U+FFFD.
    """
    whole = _LONE_SURROGATES.sub("\ufffd", text)
    return whole.translate(_TO_LINE if one_line else _TO_DOCUMENT)


def from_document(raw: str) -> str:
    """The person's text from ``QTextDocument.toRawText()`` or a cursor's ``selectedText()``."""
    return _MARKED.sub(_unmark, raw.replace(_PARAGRAPH, "\n"))


def _unmark(found: re.Match[str]) -> str:
    marked = found[0]
    return marked[1] if len(marked) == 2 else _BACK.get(marked, marked)
