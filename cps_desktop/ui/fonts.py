"""The letters we bring with us, so every screen looks the same and no name prints as boxes.

Inter carries the window; Noto families follow it for other scripts. They are variable fonts: the
weight is set on the ``wght`` axis, for asking Qt for "bold" would smear the regular outlines.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from cps_desktop.ui.theme import TypeRole

_PACKAGES: Final = (
    "fontpkg_inter",
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_devanagari",
)
_FALLBACKS: Final = ("DejaVu Sans", "Noto Color Emoji", "Segoe UI Emoji", "Apple Color Emoji")
# macOS counts 72 dots to the inch where the others count 96; words must be as large there.
_POINT: Final = 96 / 72 if sys.platform == "darwin" else 1.0


@cache
def families() -> tuple[str, ...]:
    """Load our fonts once (a ``QGuiApplication`` must exist) and give their names, best first."""
    loaded: list[str] = []
    for package in _PACKAGES:
        for path in _upright_files(package):
            loaded += QFontDatabase.applicationFontFamilies(
                QFontDatabase.addApplicationFont(str(path))
            )
    return (*loaded, *_FALLBACKS)


def _upright_files(package: str) -> list[Path]:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent / "files"
    return [path for path in sorted(folder.glob("*.ttf")) if "Italic" not in path.name]


def make_font(role: TypeRole, percent: float) -> QFont:
    """The font of a type role at ``percent`` of its size (100 = as designed)."""
    font = QFont(list(families()))
    font.setPointSizeF(max(1.0, role.points * percent / 100 * _POINT))
    font.setVariableAxis(QFont.Tag("wght"), role.weight)
    if role.tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
