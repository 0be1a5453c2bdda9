"""What this laptop remembers of how the window should look, before anything is unlocked.

Only theme, text size and less movement: nothing personal. A file that is missing, broken or from
a newer version counts as no wishes at all and never keeps the program from starting.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import msgspec

from cps_desktop.ui.theme_state import theme

_LARGEST = 64 * 1024


class LaptopSettings(msgspec.Struct, frozen=True):
    """Theme key, text size in per cent, and whether things should move less."""

    theme: str = "light"
    scale: int = 100
    less_movement: bool = False


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
    name, scale, less = kept.get("theme"), kept.get("scale"), kept.get("less_movement")
    return LaptopSettings(
        name if isinstance(name, str) else usual.theme,
        scale if isinstance(scale, int) and not isinstance(scale, bool) else usual.scale,
        less if isinstance(less, bool) else usual.less_movement,
    )


def save_settings(path: Path, settings: LaptopSettings) -> None:
    """Keep the wishes. A folder that cannot be written to costs the wish, never the work."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(msgspec.structs.asdict(settings), indent=1), encoding="utf-8")
        beside.replace(path)


def apply_settings(settings: LaptopSettings) -> None:
    """Put the wishes on the theme."""
    state = theme()
    state.set_theme(settings.theme)
    state.set_scale(settings.scale)
    state.set_less_movement(settings.less_movement)


def keep_settings_up_to_date(path: Path) -> None:
    """Write the wishes down whenever the person changes one, from now on."""

    def keep() -> None:
        state = theme()
        save_settings(path, LaptopSettings(state.name, state.scale, state.less_movement))

    theme().theme_changed.connect(lambda _name: keep())
    theme().scale_changed.connect(lambda _percent: keep())
    theme().movement_changed.connect(lambda _less: keep())
