"""What every test stands on: no screen, no real home, no real keyring, and the same examples."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_ACCESSIBILITY", "1")
os.environ["PYTHON_KEYRING_BACKEND"] = "tests.file_keyring.FileKeyring"

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def keep_away_from_midnight() -> None:
    """Late in the evening, move to a place where it is noon: no run meets midnight on its way.

    That "today" becomes another day is tested by clocks that a test turns. A run that is to meet
    midnight all the same asks for it: CPS_TEST_ANY_HOUR=1.
    """
    now = dt.datetime.now(dt.UTC).astimezone()
    offset = now.utcoffset()
    if now.hour < 21 or offset is None or os.name != "posix" or "CPS_TEST_ANY_HOUR" in os.environ:
        return
    # POSIX counts hours west of Greenwich.
    west = int((dt.timedelta(hours=10) - offset).total_seconds())
    hours, seconds = divmod(abs(west), 3600)
    os.environ["TZ"] = f"NOON{'-' if west < 0 else '+'}{hours}:{seconds // 60:02}"
    time.tzset()


keep_away_from_midnight()

# Speed is never tested here, so no example has a deadline. A change is judged by the same examples
# every time: what breaks one is to be the change, not chance. "full" is for hunting, by hand, with
# other examples each time: python3 dev.py test --hypothesis-profile=full
SLOW_IS_FINE = [HealthCheck.too_slow]
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=40,
    print_blob=True,
    suppress_health_check=SLOW_IS_FINE,
)
settings.register_profile("full", settings.get_profile("ci"), derandomize=False, max_examples=1500)
settings.load_profile("ci")


LONG = ("tests/story/", "tests/access/", "tests/faults/", "tests/test_dev.py")
"""Here a single test may take a minute."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the work, what takes long comes first: nobody waits at the
    end for one of them."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda one: not one.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What can be made again is made once for all the tests of a run, whatever process they are in.

    The program puts it there whole or not at all, so it does not matter who is first.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cache"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def fonts(cache: Path) -> Path:
    """Where the program keeps cut fonts: two faces take four seconds, all of them thirty."""
    from cps_desktop.paths import APP_FOLDER

    folder = cache / APP_FOLDER / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def tmp_home(
    cache: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Give each test a home and a keyring of its own, so that none can touch a person's."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name, folder in {
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CONFIG_HOME": ".config",
        "XDG_RUNTIME_DIR": ".run",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
    }.items():
        place = home / folder
        place.mkdir(parents=True, mode=0o700)
        monkeypatch.setenv(name, str(place))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("CPS_TEST_KEYRING", str(home / "keyring.json"))
    yield home
    shutil.rmtree(home, ignore_errors=True)
