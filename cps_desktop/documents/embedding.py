"""reportlab's embedded TrueType font, with the faults mended that would spoil our documents.

* Its ToUnicode map writes characters above U+FFFF as five hex digits, which no reader understands,
  and puts more than 100 entries in a block. Both are against the PDF reference.
* A character without a glyph prints as a blank. Here it borrows the glyph of □ but keeps its own
  place in the ToUnicode map: people see that something stands there, and copied text is complete.
* Arabic is drawn with presentation forms; the map gives back the letters people typed.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, TTFontFace


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """One face of one weight, embedded as subsets of at most 256 characters."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), asciiReadable=True, shapable=False)
        face = self.face
        face.__class__ = _Face
        self.widths: dict[str, float] = {chr(c): w for c, w in face.charWidths.items()}
        self.characters = frozenset(self.widths)
        self.ascent: float = face.ascent
        self.descent: float = face.descent
        self.cap_height: float = face.capHeight or 700

    def borrow(self, code: int, glyph_of: int) -> None:
        """Let ``code`` be drawn with the glyph of ``glyph_of`` and be read as itself."""
        face = self.face
        face.charToGlyph.setdefault(code, face.charToGlyph[glyph_of])
        face.charWidths.setdefault(code, face.charWidths[glyph_of])
        self.widths.setdefault(chr(code), face.charWidths[glyph_of])

    def middle(self, char: str) -> float:
        """Where the middle of a character's shape is, in thousandths from its start."""
        face = self.face
        glyph = face.charToGlyph[ord(char)]
        start = face.get_table_pos("glyf")[0] + face.glyphPos[glyph]
        if face.glyphPos[glyph + 1] == face.glyphPos[glyph]:
            return 0.0
        left, _, right = struct.unpack(">hhh", face.get_chunk(start + 2, 6))
        return float((left + right) / 2 * 1000 / face.unitsPerEm)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Write the subsets used in ``doc``; called by reportlab when the document is closed."""
        state = self.state[doc]
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            internal = self.getSubsetInternalName(number, doc)[1:]
            base = (SUBSETN(number) + b"+" + self.face.name).decode("ascii")
            font = pdfdoc.PDFTrueTypeFont()
            font.Name = internal
            font.BaseFont = base
            font.FirstChar = 0
            font.LastChar = len(subset) - 1
            font.Widths = pdfdoc.PDFArray([self.face.getCharWidth(code) for code in subset])
            readable = pdfdoc.PDFStream()
            readable.content = _not_ending_in_cr(to_unicode(base, subset).encode("ascii"))
            readable.filters = [pdfdoc.PDFZCompress]
            font.ToUnicode = doc.Reference(readable, "toUnicodeCMap:" + base)
            font.FontDescriptor = self.face.addSubsetObjects(doc, base, subset)
            doc.Reference(font, internal)
            doc.idToObject["BasicFonts"].dict[internal] = font
        del self.state[doc]


def _not_ending_in_cr(data: bytes) -> bytes:
    """Padded so that its compressed form does not end in a carriage return (see finish.py)."""
    while zlib.adler32(data) & 0xFF == 0x0D:  # the last byte of a zlib stream
        data += b"\n"
    return data


class _Face(TTFontFace):  # type: ignore[misc]
    """A face whose embedded subsets are padded in the same way."""

    def makeSubset(self, subset: list[int]) -> bytes:  # noqa: N802 - reportlab's name
        return _not_ending_in_cr(bytes(super().makeSubset(subset)))


@lru_cache(maxsize=4096)
def as_typed(code: int) -> str:
    """What is read for a character that is drawn.

    Letters for Arabic presentation forms; □ for what a file must not hold as text: control
    characters, halves of surrogate pairs, private and unassigned code points (PDF/A).
    """
    char = chr(code)
    if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn"):
        return "\u25a1"
    if 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        plain = unicodedata.normalize("NFKC", char)
        # Isolated harakat decompose to space + mark; the space was never typed.
        return plain.replace(" ", "") or char if len(plain) <= 4 else char
    return char


def read_back(code: int) -> str:
    """What the font's own map gives for a drawn character: one letter, as far as there is one.

    A ligature keeps its own code point. Readers turn right-to-left text round letter by letter,
    and would turn the two letters of a lam-alef the wrong way; they know its code point.
    """
    typed = as_typed(code)
    return typed if len(typed) == 1 else chr(code)


def to_unicode(name: str, subset: list[int]) -> str:
    """The CMap that turns the codes of a subset back into text."""
    pairs = []
    for place, code in enumerate(subset):
        if code == 0 or (code == 32 and place != 32) or code == 0xFEFF:
            continue
        pairs.append(f"<{place:02X}> <{read_back(code).encode('utf-16-be').hex().upper()}>")
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += [
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines)
