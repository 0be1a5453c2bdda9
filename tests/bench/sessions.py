"""One session handed over and brought in; fifty bundles of one session against one with all."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from cps_desktop.domain.changes import creating
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Attendance, Note, Person, Planner, Role, Session, SessionDay
from cps_desktop.domain.ordering import key_between
from cps_desktop.services.bringing_in import bring_in_many
from cps_desktop.services.door import Door
from cps_desktop.services.exchange import (
    Receiver,
    bring_in,
    hand_over,
    open_for,
    own_age_keys,
    plan_handing_over,
)
from cps_desktop.services.inbox import look_into
from cps_desktop.storage.workspace import Workspace, system_clock
from tests.bench.made_changes import some_text
from tests.bench.measuring import Result

_PEOPLE, _DAYS, _NOTES = 12, 3, 30
_RUNS = 15
_SESSIONS = 50


def measure() -> list[Result]:
    """One session out and in, in milliseconds, and its size."""
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        place = Path(folder)
        with Workspace.create(place / "giver", way="open") as giver:
            door = Door(giver, system_clock, os.urandom)
            session = _prepare(door, random.Random(1))
            changes = giver.changes()
            out: list[float] = []
            into: list[float] = []
            size = 0
            for run in range(_RUNS):
                path = place / f"{run}.cpsb"
                with Workspace.create(place / f"taker {run}", way="open") as taker:
                    receiver = _receiver(taker)
                    start = perf_counter()
                    size = _hand_over(door, giver, receiver, (session,), path)
                    between = perf_counter()
                    bring_in(taker, open_for(taker, path))
                    into.append(perf_counter() - between)
                    out.append(between - start)
    note = f"{changes} changes, {_PEOPLE} people, {_NOTES} notes; median of {_RUNS}"
    return [
        Result("one session out", statistics.median(out) * 1000, 20, unit="ms", note=note),
        Result("one session in", statistics.median(into) * 1000, 20, unit="ms", note=note),
        Result("one session, size", size / 1000, 20, unit="KB"),
    ]


def measure_many() -> list[Result]:
    """Fifty bundles of one session each, brought in in one go, against one bundle with all."""
    ours: list[float] = []
    floor: list[float] = []
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        place = Path(folder)
        with Workspace.create(place / "giver", way="open") as giver:
            door = Door(giver, system_clock, os.urandom)
            sessions = [_prepare(door, random.Random(seed)) for seed in range(_SESSIONS)]
            for run in range(3):
                ours.append(_together(place / f"many {run}", door, giver, [(s,) for s in sessions]))
                floor.append(_together(place / f"one {run}", door, giver, [tuple(sessions)]))
            changes = giver.changes()
    return [
        Result(
            f"{_SESSIONS} bundles of one session against one with all",
            statistics.median(ours),
            1.3,
            statistics.median(floor),
            note=f"{changes:,} changes; medians of 3",
        )
    ]


def _together(place: Path, door: Door, giver: Workspace, bundles: list[tuple[str, ...]]) -> float:
    place.mkdir()
    with Workspace.create(place / "taker", way="open") as taker:
        receiver = _receiver(taker)
        paths = [place / f"{number}.cpsb" for number in range(len(bundles))]
        for path, sessions in zip(paths, bundles, strict=True):
            _hand_over(door, giver, receiver, sessions, path)
        # As the window brings many in: each verified once, several made durable together.
        start = perf_counter()
        looks = [look_into(taker, path, None) for path in paths]
        report = bring_in_many(taker, looks, "", accepting=True)
        taken = perf_counter() - start
        assert len(report.came) == len(paths)
        return taken


def _receiver(taker: Workspace) -> Receiver:
    return Receiver("laptop", own_age_keys(taker).recipient)


def _hand_over(
    door: Door, giver: Workspace, receiver: Receiver, sessions: tuple[str, ...], path: Path
) -> int:
    """Hand sessions over as a whole; returns the size of the file."""
    plan = plan_handing_over(giver, receiver, sessions=sessions, everything=True)
    return hand_over(door, giver, plan, receiver, path).size


def _prepare(door: Door, chance: random.Random) -> str:
    """A session with days, people, attendance, a planner and notes, as people make them."""
    session = Session(
        id=door.new_id(), kind_of="rpiw", title=some_text(chance, 4), purpose=some_text(chance, 15)
    )
    door.do("Begin", creating(session))
    for _ in range(_DAYS):
        day = SessionDay(id=door.new_id(), root=session.id, session=session.id)
        door.do("Add a day", creating(day))
    for _ in range(_PEOPLE):
        person = Person(id=door.new_id(), name=some_text(chance, 2), role=chance.choice(list(Role)))
        attendance = Attendance(
            id=derived_id(session.id, person.id),
            root=session.id,
            session=session.id,
            person=person.id,
            role=person.role,
        )
        door.do("Add a person", [*creating(person), *creating(attendance)])
    planner = Planner(
        id=door.new_id(), root=session.id, session=session.id, template="think-plan-reflect"
    )
    door.do("Add a planner", creating(planner))
    order = ""
    for _ in range(_NOTES):
        order = key_between(order)
        note = Note(
            id=door.new_id(),
            root=session.id,
            session=session.id,
            planner=planner.id,
            box=f"box-{chance.randrange(9)}",
            order=order,
            text=some_text(chance, chance.randrange(3, 20)),
            author=some_text(chance, 2),
        )
        door.do("Add a note", creating(note))
    return session.id
