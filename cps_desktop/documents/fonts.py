"""The fonts on paper: Inter first, then one fallback after another, chosen character by character.

The packages bring variable fonts, of which reportlab embeds only the default weight. So each face
is cut to one fixed weight the first time it is needed and kept in a folder the caller names.
What each font can draw is read once and kept there too, so that a start costs a few milliseconds.
"""

from __future__ import annotations

import bisect
import importlib.util
import json
import os
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cps_desktop.documents.embedding import EmbeddedFont

Weight = Literal["regular", "bold"]

_CUT = 3  # raise it when the way fonts are cut changes: the old files are then left aside

_WGHT: dict[Weight, int] = {"regular": 400, "bold": 600}
_OPSZ = 14

# The order is the order of preference for a character that several fonts have.
_FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("Inter", "fontpkg_inter", "files/Inter[opsz,wght].ttf"),
    ("NotoSans", "manimgx_fonts", "NotoSans[wght].ttf"),
    ("NotoSymbols", "manimgx_fonts", "NotoSansSymbols[wght].ttf"),
    ("NotoEmoji", "manimgx_fonts", "NotoEmoji[wght].ttf"),
    ("NotoArabic", "manimgx_fonts", "NotoSansArabic[wght].ttf"),
    ("NotoHebrew", "manimgx_fonts", "NotoSansHebrew[wght].ttf"),
    ("NotoArmenian", "manimgx_fonts", "NotoSansArmenian[wght].ttf"),
    ("NotoGeorgian", "manimgx_fonts", "NotoSansGeorgian[wght].ttf"),
    ("NotoThai", "manimgx_fonts", "NotoSansThai[wght].ttf"),
    ("NotoLao", "manimgx_fonts", "NotoSansLao[wght].ttf"),
    ("NotoEthiopic", "manimgx_fonts", "NotoSansEthiopic[wght].ttf"),
    ("NotoDevanagari", "manimgx_fonts", "NotoSansDevanagari[wght].ttf"),
    ("NotoBengali", "manimgx_fonts", "NotoSansBengali[wght].ttf"),
    ("NotoGurmukhi", "manimgx_fonts", "NotoSansGurmukhi[wght].ttf"),
    ("NotoGujarati", "manimgx_fonts", "NotoSansGujarati[wght].ttf"),
    ("NotoTamil", "manimgx_fonts", "NotoSansTamil[wght].ttf"),
    ("NotoTelugu", "manimgx_fonts", "NotoSansTelugu[wght].ttf"),
    ("NotoKannada", "manimgx_fonts", "NotoSansKannada[wght].ttf"),
    ("NotoMalayalam", "manimgx_fonts", "NotoSansMalayalam[wght].ttf"),
    ("NotoSinhala", "manimgx_fonts", "NotoSansSinhala[wght].ttf"),
    ("NotoKhmer", "manimgx_fonts", "NotoSansKhmer[wght].ttf"),
    ("NotoMyanmar", "manimgx_fonts", "NotoSansMyanmar[wght].ttf"),
)
REPLACEMENT = 0x25A1  # WHITE SQUARE: stands for a character no font has; Inter draws it

# Hinting and layout tables: not used on paper, and a third of the size of every file.
_UNUSED_TABLES = (
    *("GSUB", "GPOS", "GDEF", "BASE", "JSTF", "MATH", "STAT", "HVAR", "VVAR", "MVAR", "avar"),
    *("cvar", "cvt ", "fpgm", "prep", "gasp", "DSIG", "meta", "kern", "vhea", "vmtx"),
)


@dataclass(slots=True)
class _Family:
    name: str
    source: Path
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def has(self, code: int) -> bool:
        at = bisect.bisect_right(self.starts, code) - 1
        return at >= 0 and code <= self.ends[at]


class FontShelf:
    """The faces of this computer's documents, cut on demand and kept in ``folder``.

    One shelf serves any number of documents, also at the same time. Where ``folder`` cannot be
    written to, a temporary folder is used for this run: printing matters more than the cache.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = _writable(folder)
        self._lock = threading.Lock()
        self._faces: dict[tuple[str, Weight], EmbeddedFont] = {}
        self._by_code: dict[tuple[int, Weight], EmbeddedFont | None] = {}
        self._families = [_Family(n, _package_file(p, f)) for n, p, f in _FAMILIES]
        self._read_coverage()

    def primary(self, weight: Weight) -> EmbeddedFont:
        """The face all ordinary text is set in."""
        return self._face(self._families[0], weight)

    def face_for(self, code: int, weight: Weight) -> EmbeddedFont | None:
        """The first face that can draw the character, or None when no font has it."""
        key = (code, weight)
        if key not in self._by_code:
            family = next((f for f in self._families if f.has(code)), None)
            self._by_code[key] = None if family is None else self._face(family, weight)
        return self._by_code[key]

    def file(self, weight: Weight) -> Path:
        """The file of the face all ordinary text is set in."""
        self.primary(weight)
        return self._path(self._families[0], weight)

    def prepare(self) -> None:
        """Cut the faces every document needs now, so that the first print does not wait."""
        self.primary("regular")
        self.primary("bold")

    def _face(self, family: _Family, weight: Weight) -> EmbeddedFont:
        key = (family.name, weight)
        face = self._faces.get(key)
        if face is not None:
            return face
        from cps_desktop.documents.embedding import EmbeddedFont

        with self._lock:
            face = self._faces.get(key)
            if face is None:
                path = self._path(family, weight)
                if not path.is_file():
                    _cut(family.source, path, f"{family.name}-{weight.title()}", _WGHT[weight])
                face = EmbeddedFont(f"{family.name}-{weight.title()}", path)
                self._faces[key] = face
            return face

    def _path(self, family: _Family, weight: Weight) -> Path:
        stem = f"{family.name}-{weight}-{family.source.stat().st_size}-{_CUT}"
        return self._folder / f"{stem}.ttf"

    def _read_coverage(self) -> None:
        sizes = "-".join(str(f.source.stat().st_size) for f in self._families)
        path = self._folder / f"coverage-{_CUT}.json"
        try:
            kept = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            kept = {}
        if not isinstance(kept, dict) or kept.get("sizes") != sizes:
            kept = {"sizes": sizes, "ranges": {f.name: _ranges(f.source) for f in self._families}}
            _write(path, json.dumps(kept).encode("utf-8"))
        for family in self._families:
            pairs = kept["ranges"][family.name]
            family.starts, family.ends = [a for a, _ in pairs], [b for _, b in pairs]


@lru_cache(maxsize=4)
def font_shelf(folder: Path) -> FontShelf:
    """The shelf of a cache folder; the same one for the same folder."""
    return FontShelf(folder)


def _package_file(package: str, inside: str) -> Path:
    """A file of an installed font package, found alike in source, wheel and frozen program."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"font package {package} is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / inside


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="cps-fonts-"))


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, so that a second program never reads half a font."""
    handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    Path(beside).replace(path)


def _ranges(source: Path) -> list[tuple[int, int]]:
    from fontTools.ttLib import TTFont

    with TTFont(source, lazy=True) as font:
        codes = sorted(font.getBestCmap())
    return _as_ranges(codes)


def _as_ranges(codes: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def _cut(source: Path, target: Path, name: str, wght: int) -> None:
    """Write the one weight of a variable font that is printed, without the tables paper ignores."""
    import io

    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font: Any = TTFont(source, recalcTimestamp=False)
    for tag in _UNUSED_TABLES:
        if tag in font and tag not in ("HVAR", "MVAR", "avar"):
            del font[tag]
    axes = {a.axisTag: (a.minValue, a.maxValue) for a in font["fvar"].axes}
    at = {"wght": wght, "opsz": _OPSZ, "wdth": 100}
    fixed = {t: max(low, min(high, at[t])) for t, (low, high) in axes.items()}
    font = instantiateVariableFont(font, fixed, inplace=True)
    for tag in _UNUSED_TABLES:
        if tag in font:
            del font[tag]
    font["name"].names = []
    for record in (1, 4, 6):
        font["name"].setName(name, record, 3, 1, 0x409)
    out = io.BytesIO()
    font.save(out)
    _write(target, out.getvalue())
