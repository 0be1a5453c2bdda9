"""Erasing: one person out of 400,000 changes, everywhere in the file and its log."""

from __future__ import annotations

import random
import statistics
import tempfile
from pathlib import Path

from cps_desktop import paths
from cps_desktop.domain.kinds import Attendance, Person
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.erasing import erase, foresee_person
from cps_desktop.services.exchange import bring_in, open_for, own_age_keys
from cps_desktop.storage.workspace import Workspace, system_clock
from tests.bench.made_changes import make_bundle
from tests.bench.measuring import Result, seconds
from tests.services.organisation import Organisation, join

CHANGES = 400_000
PEOPLE = 11


def measure() -> list[Result]:
    """Eleven people, one after the other; the medians of foreseeing and of erasing."""
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        place = Path(folder)
        with Workspace.create(place / "workspace", way="open") as workspace:
            changes = make_bundle(place / "b", CHANGES, own_age_keys(workspace).recipient)
            bring_in(workspace, open_for(workspace, place / "b"))
            door = Door(workspace, system_clock, random.Random(1).randbytes)
            desk = Desk(workspace, door, resources=paths.resources())
            join(desk, Organisation().paper([desk]))
            looks, erasures = _times(desk)
    return [
        Result(
            "erasing one person",
            1000 * statistics.median(erasures),
            50,
            unit="ms",
            note=f"{changes:,} changes, log emptied; slowest {1000 * max(erasures):.0f} ms",
        ),
        Result(
            "foreseeing what would go",
            1000 * statistics.median(looks),
            2000,
            unit="ms",
            note="every text there is was read for the name",
        ),
    ]


def _times(desk: Desk) -> tuple[list[float], list[float]]:
    looks, erasures = [], []
    people = desk.workspace.find(Person)
    for person in people[:: max(1, len(people) // PEOPLE)][:PEOPLE]:
        assert desk.workspace.find(Attendance, person=person.id)
        found = []
        looks.append(seconds(lambda: found.append(foresee_person(desk.workspace, person.id))))  # noqa: B023
        erasures.append(seconds(lambda: erase(desk, found[0], "asked for it")))  # noqa: B023
        assert desk.workspace.get(Person, person.id) is None
    return looks, erasures
