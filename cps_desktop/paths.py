"""Where things live: one rule for a source checkout, an installed wheel and a frozen program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

APP_FOLDER = "CPS Desktop"


@cache
def resources() -> Path:
    """The folder of content: planners, policies, help, the sample. Raises FileNotFoundError."""
    here = Path(__file__).resolve().parent
    bundled = getattr(sys, "_MEIPASS", None)
    places = [
        *([Path(bundled) / "resources"] if bundled else []),
        here.parent / "resources",
        here / "resources",
        Path(sys.prefix) / "share" / "cps-desktop" / "resources",
    ]
    for place in places:
        if (place / "planners").is_dir():
            return place
    raise FileNotFoundError("the resources folder is missing from this installation")


def default_workspace() -> Path:
    """The user's own workspace folder."""
    from platformdirs import user_data_path

    return user_data_path(APP_FOLDER, appauthor=False) / "workspace"


def sample_workspace() -> Path:
    """Where the sample workspace is made when no other place is named."""
    from platformdirs import user_data_path

    return user_data_path(APP_FOLDER, appauthor=False) / "sample"


def cache_folder() -> Path:
    """Where things are kept that can be made again, such as cut fonts."""
    from platformdirs import user_cache_path

    return user_cache_path(APP_FOLDER, appauthor=False)


def settings_file() -> Path:
    """This laptop's text size and theme: read before unlocking, nothing personal in it."""
    from platformdirs import user_config_path

    return user_config_path(APP_FOLDER, appauthor=False) / "settings.json"


def log_file() -> Path:
    """Where our own mistakes are written down, without names, notes or amounts."""
    from platformdirs import user_log_path

    return user_log_path(APP_FOLDER, appauthor=False) / "mistakes.log"
