"""A sample of what ``python3 dev.py faults --full`` tries; the figures are in docs/decisions."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import pytest

from tests.faults import bad_places, bombs, kills, mutating, power
from tests.faults.figures import Figures
from tests.faults.one_operation import NAMES

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


@pytest.mark.parametrize("name", NAMES)
def test_killed_at_some_system_calls_everything_is_as_before_or_after(name: str) -> None:
    assert nothing_wrong(kills.run(2, [name])) == 2


@pytest.mark.parametrize("name", NAMES)
def test_a_call_that_fails_is_a_sentence_and_nothing_is_lost(name: str) -> None:
    assert nothing_wrong(kills.run_errors(1, [name])) == 1


def test_no_power_cut_takes_what_was_acknowledged() -> None:
    assert nothing_wrong(power.run(60)) >= 40


def test_no_altered_bundle_is_accepted() -> None:
    assert nothing_wrong(mutating.run(360)) == 360


def test_bombs_are_refused_soon_and_cheaply() -> None:
    assert nothing_wrong(bombs.run(bombs.SOME)) == len(bombs.SOME)


def test_bad_disks_sticks_clocks_and_neighbours() -> None:
    assert nothing_wrong(bad_places.run(1, ["export"])) > 10
