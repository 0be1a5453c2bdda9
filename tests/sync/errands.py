"""What a person does on a laptop whose program is another version, at the word of a test.

Run as a process of its own, with that version's source in PYTHONPATH (this file may be younger):
it reads pickled questions from its input and writes pickled answers. An older version knows fewer
kinds, fields and choices than this one; tomorrow's, which is today's source with a few lines more
(``TOMORROW``), knows more.
"""

from __future__ import annotations

import importlib
import os
import pickle
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.sync.replicas import Replica

_CHOICE = '    ORANGE = "orange"\n'
_FIELD = '    theme: str = field(Shape.TEXT, "Theme", participant=True, searched=True)\n'
_KIND = """
@kind("map", root=True)
class Map(Record):
    scale: int = field(Shape.INTEGER, "Scale", 10_000)
    title: str = field(Shape.TEXT, "Title", searched=True)


"""
TOMORROW = {
    "cps_desktop.domain.kinds.planners": [
        (_CHOICE, _CHOICE + '    ULTRAVIOLET = "ultraviolet"\n'),
        (_FIELD, _FIELD + '    mood: str = field(Shape.TEXT, "Mood", searched=True)\n'),
        ('@kind("dot")\n', _KIND + '@kind("dot")\n'),
    ]
}
"""A choice, a kind and a field that nobody knows today (but see ``Laptops.newer``)."""

Errand = Callable[..., Any]
ERRANDS: dict[str, Errand] = {}


def errand(do: Errand) -> Errand:
    """Something that can be asked for by its name."""
    ERRANDS[do.__name__] = do
    return do


# -- exchange ------------------------------------------------------------------------------------


@errand
def receiver(laptop: Replica) -> tuple[str, bytes]:
    """Whom to seal to: age recipient and device key."""
    return laptop.receiver.recipient, laptop.receiver.device


@errand
def sessions(laptop: Replica) -> list[str]:
    """The sessions that can be handed over by themselves."""
    from cps_desktop.domain.kinds import Session

    return [one.id for one in laptop.workspace.find(Session)]


@errand
def bundle(
    laptop: Replica,
    to: tuple[str, bytes],
    path: Path,
    sessions: list[str],
    everything: bool,
) -> bool:
    """As :meth:`Replica.bundle`."""
    from cps_desktop.services.exchange import Receiver

    class _To:
        receiver = Receiver("laptop", to[0], device=to[1])

    somebody: Any = _To()
    return laptop.bundle(somebody, path, sessions=sessions, everything=everything)


@errand
def take(laptop: Replica, path: Path) -> int:
    """As :meth:`Replica.take`."""
    return laptop.take(path)


@errand
def told(laptop: Replica) -> dict[str, Any]:
    """As :func:`tests.sync.replicas.told`."""
    from tests.sync.replicas import told

    return told(laptop.workspace)


@errand
def problems(laptop: Replica) -> list[str]:
    """What the check of a workspace finds."""
    from cps_desktop.services.checking import check_workspace

    return check_workspace(laptop.workspace).problems


@errand
def rebuild(laptop: Replica) -> None:
    """Make what is shown anew from the journal."""
    laptop.workspace.rebuild()


# -- work ----------------------------------------------------------------------------------------


@errand
def set_now(laptop: Replica, now: int) -> None:
    """Set the laptop's clock."""
    laptop.now = now


@errand
def relaunch(laptop: Replica) -> None:
    """Close the program and launch it again."""
    laptop.close()
    laptop.open()


@errand
def add(laptop: Replica, which: int, text: str) -> None:
    """Add a note to a planner, or a session with one."""
    from cps_desktop.domain.kinds import Planner

    planners = laptop.workspace.find(Planner)
    if planners and which % 3:
        laptop.new_note(planners[which % len(planners)], text)
    else:
        laptop.new_person(f"Ida {text}")
        laptop.new_planner(laptop.new_session(text).id)


@errand
def write(laptop: Replica, which: int, field: str, value: str) -> None:
    """Write a field of a note."""
    from cps_desktop.domain.changes import setting
    from cps_desktop.domain.kinds import Note

    notes = [one for one in laptop.workspace.find(Note) if not one.newer]
    if notes:
        laptop.door.do("Write", setting(notes[which % len(notes)], **{field: value}))


@errand
def delete(laptop: Replica, which: int, kind: str) -> None:
    """Delete a record of a kind."""
    from cps_desktop.domain.records import KINDS

    some = [one for one in laptop.workspace.find(KINDS[kind]) if not one.newer]
    if some:
        laptop.delete(some[which % len(some)])


@errand
def draw(laptop: Replica, which: int, scale: int) -> None:
    """Add a map, which nobody has today, or give one another scale."""
    from cps_desktop.domain.changes import creating, setting
    from cps_desktop.domain.records import KINDS

    kind: Any = KINDS["map"]
    maps = [one for one in laptop.workspace.find(kind) if not one.newer]
    if maps and which % 2:
        laptop.door.do("Write", setting(maps[which % len(maps)], scale=scale))
    else:
        one = kind(id=laptop.door.new_id(), scale=scale, title=f"Map {which}")
        laptop.door.do("Draw", creating(one))


@errand
def undo(laptop: Replica) -> None:
    """Undo."""
    from cps_desktop.domain.faults import InputRefused

    try:
        laptop.door.undo()
    except InputRefused as error:
        if "newer version" not in str(error):
            raise


# -- the process ---------------------------------------------------------------------------------


def _serve() -> None:
    """Answer questions until there are none: (errand, folder, arguments) → (how it went, what)."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if "--tomorrow" in sys.argv:
        planting: Any = importlib.import_module("tests.faults.planting")
        for module, pieces in TOMORROW.items():
            sys.meta_path.insert(0, planting.Planter(module, pieces))
    from cps_desktop.domain.faults import BundleRefused, InputRefused
    from tests.sync.replicas import Replica

    laptops: dict[Path, Replica] = {}
    answers.write(pickle.dumps(("ready", None)))
    answers.flush()
    while True:
        try:
            name, folder, rest = pickle.load(questions)
        except EOFError:
            return
        said: tuple[str, Any]
        try:
            if name == "open":
                laptops[folder] = Replica(folder, *rest)
                said = ("done", None)
            elif name == "close":
                laptops.pop(folder).close()
                said = ("done", None)
            else:
                said = ("done", ERRANDS[name](laptops[folder], *rest))
        except BundleRefused as error:
            said = ("bundle refused", str(error))
        except InputRefused as error:
            said = ("refused", str(error))
        except Exception:  # noqa: BLE001 - the test is to say what it was
            said = ("broken", traceback.format_exc())
        answers.write(pickle.dumps(said))
        answers.flush()


if __name__ == "__main__":
    _serve()
