"""A sample of what ``python3 dev.py faults --full`` tries; the figures are in docs/decisions."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.faults import bad_places, bombs, kills, mutating, power
from tests.faults.figures import Figures
from tests.faults.one_operation import NAMES
from tests.faults.places import lay_out, quick_folder
from tests.faults.tracing import why_not

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="what is measured and broken here is told in POSIX's ways"
)


def nothing_wrong(rows: Iterable[Figures]) -> int:
    """How much was tried, if it all came out as it has to; skips where nothing could be tried."""
    found = list(rows)
    assert [one for row in found for one in row.wrong] == []
    if all(row.skipped for row in found):
        pytest.skip(found[0].skipped)
    return sum(row.tried for row in found)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder with what every operation begins with."""
    if why_not():
        pytest.skip(why_not())
    with quick_folder() as made:
        lay_out(made / "laid out")
        yield made


@pytest.mark.parametrize("name", NAMES)
def test_killed_or_refused_at_some_system_calls_nothing_is_lost(name: str, folder: Path) -> None:
    """Killed, everything is as before or after; a call that fails is a sentence."""
    one = kills.Killing(folder / "laid out", name, folder)
    assert nothing_wrong([kills.killed(one, 2)]) == 2
    assert nothing_wrong([kills.failed(one, 1)]) == 1


def test_no_power_cut_takes_what_was_acknowledged() -> None:
    assert nothing_wrong(power.run(60)) >= 40


def test_no_altered_bundle_is_accepted() -> None:
    assert nothing_wrong(mutating.run(360)) == 360


def test_bombs_are_refused_soon_and_cheaply() -> None:
    assert nothing_wrong(bombs.run(bombs.SOME)) == len(bombs.SOME)


def test_bad_disks_sticks_clocks_and_neighbours() -> None:
    assert nothing_wrong(bad_places.run(1, ["export"])) > 10
