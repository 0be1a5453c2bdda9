"""What this laptop remembers of how the window should look, before anything is unlocked.

Only how it looks and reads, and whether participants have it: nothing personal. A file that is
missing, broken or from a newer version counts as no wishes at all and never keeps the program from
starting.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from cps_desktop.ui.theme_state import theme

_LARGEST = 64 * 1024
_FLAGS = ("less_movement", "easy_words", "reads_aloud", "sample_lent", "round_sound")


class LaptopSettings(msgspec.Struct, frozen=True):
    """Theme key ("": as the system has it), text size in per cent, less movement, easy words,
    reading aloud.

    ``sample_lent``: participants were shown the sample when the program ended, and find it again.
    ``round_sound``: a soft sound at the end of a round.
    """

    theme: str = ""
    scale: int = 100
    less_movement: bool = False
    easy_words: bool = False
    reads_aloud: bool = False
    sample_lent: bool = False
    round_sound: bool = False


def load_settings(path: Path) -> LaptopSettings:
    """Read the wishes; what cannot be read is left at its default."""
    usual = LaptopSettings()
    try:
        with path.open("rb") as file:
            kept = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return usual
    if not isinstance(kept, dict):
        return usual
    name, scale = kept.get("theme"), kept.get("scale")
    return LaptopSettings(
        name if isinstance(name, str) else usual.theme,
        scale if isinstance(scale, int) and not isinstance(scale, bool) else usual.scale,
        *(kept.get(flag) is True for flag in _FLAGS),
    )


def save_settings(path: Path, settings: LaptopSettings) -> None:
    """Keep the wishes. A folder that cannot be written to costs the wish, never the work."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(msgspec.structs.asdict(settings), indent=1), encoding="utf-8")
        beside.replace(path)


def theme_like(scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> str:
    """The theme nearest to how a system is set: of strong contrast, dark, or else light."""
    if contrast is Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if scheme is Qt.ColorScheme.Dark else "light"


def _theme_of_the_system() -> str:
    hints = QGuiApplication.styleHints()
    return theme_like(hints.colorScheme(), hints.accessibility().contrastPreference())


def apply_settings(settings: LaptopSettings) -> None:
    """Put the wishes on the theme; where none was chosen, the system's own."""
    state = theme()
    state.set_theme(settings.theme or _theme_of_the_system())
    state.set_scale(settings.scale)
    state.set_less_movement(settings.less_movement)
    state.set_easy_words(settings.easy_words)
    state.set_reads_aloud(settings.reads_aloud)


def wishes_now() -> LaptopSettings:
    """What is wished for now, as the theme has it."""
    state = theme()
    return LaptopSettings(
        state.name, state.scale, state.less_movement, state.easy_words, state.reads_aloud
    )


def note_sample_lent(path: Path, lent: bool) -> None:
    """Remember that participants were shown the sample, or that they no longer are."""
    save_settings(path, msgspec.structs.replace(load_settings(path), sample_lent=lent))


def note_round_sound(path: Path, wanted: bool) -> None:
    """Remember whether the end of a round is to be heard."""
    save_settings(path, msgspec.structs.replace(load_settings(path), round_sound=wanted))


def keep_settings_up_to_date(path: Path) -> None:
    """Write the wishes down whenever the person changes one, from now on."""

    def keep() -> None:
        if not state.lent:
            heard = load_settings(path).round_sound
            save_settings(path, msgspec.structs.replace(wishes_now(), round_sound=heard))

    state = theme()
    for changed in (
        state.theme_changed,
        state.scale_changed,
        state.movement_changed,
        state.easy_words_changed,
        state.reads_aloud_changed,
    ):
        changed.connect(lambda _wish: keep())
