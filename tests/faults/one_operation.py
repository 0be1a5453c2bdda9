"""A program that does one thing on a laid-out laptop and says, at once, how far it is.

Where the disk does not do what is asked of it, it says the sentence a person would read.

python -m tests.faults.one_operation PLACE NAME
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from cps_desktop import paths
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Person
from cps_desktop.services import erasing
from cps_desktop.services.backups import make_backup, restore_backup
from cps_desktop.services.desk import Desk
from cps_desktop.services.erasing_foreseen import foresee_person
from cps_desktop.services.exchange import bring_in, hand_over, open_for, plan_handing_over
from tests.faults.places import (
    ERASED,
    LAPTOP,
    STICK,
    add_picture,
    friend_of,
    picture,
    planner_of,
    session_of,
    state_of,
)
from tests.sync.replicas import NOON, Replica


def say(text: str) -> None:
    """Say it without any buffer between."""
    os.write(1, text.encode() + b"\n")


def edit(laptop: Replica, place: Path) -> None:
    """Add, write, take back, add a picture, delete."""
    del place
    note = laptop.new_note(planner_of(laptop), "A new idea")
    say(f"state {state_of(laptop.workspace)}")
    laptop.write(note.id, "A better idea")
    say(f"state {state_of(laptop.workspace)}")
    laptop.door.undo()
    say(f"state {state_of(laptop.workspace)}")
    add_picture(laptop, session_of(laptop).id, picture(3))
    say(f"state {state_of(laptop.workspace)}")
    laptop.delete(note)


def export(laptop: Replica, place: Path) -> None:
    """Hand everything over to the friend."""
    receiver = friend_of(place)
    plan = plan_handing_over(laptop.workspace, receiver)
    hand_over(laptop.door, laptop.workspace, plan, receiver, place / STICK / "out.cpsb")
    say("out")


def take(laptop: Replica, place: Path) -> None:
    """Bring in what lies on the stick."""
    opened = open_for(laptop.workspace, place / STICK / "in.cpsb")
    laptop.door.came_in(bring_in(laptop.workspace, opened).summary)


def backup(laptop: Replica, place: Path) -> None:
    """Make one of the workspace's own backups, which thins out the earlier ones."""
    del place
    make_backup(laptop.workspace)


def backup_out(laptop: Replica, place: Path) -> None:
    """Make a backup on the stick."""
    make_backup(laptop.workspace, place / STICK / "later.cpsbackup")
    say("out")


def keys(laptop: Replica, place: Path) -> None:
    """Let a coordinator open the workspace too, as joining an organisation does."""
    recipient = friend_of(place).recipient
    laptop.workspace.change_keys(lambda file, key: file.wrap_for(recipient, "friend", key))


def erase(laptop: Replica, place: Path) -> None:
    """Erase a person: from here, and from the workspace's own backups."""
    del place
    (person,) = laptop.workspace.find(Person, name=ERASED)
    desk = Desk(laptop.workspace, laptop.door, resources=paths.resources())
    erasing.erase(desk, foresee_person(laptop.workspace, person.id), "They asked for it.")


OPEN: dict[str, Callable[[Replica, Path], None]] = {
    "edit": edit,
    "export": export,
    "import": take,
    "backup": backup,
    "backup-to-stick": backup_out,
    "keys": keys,
    "erase": erase,
}


def main(place: Path, name: str) -> None:
    """Do it. ``begin`` is said before the workspace is opened, ``end`` once it is closed."""
    say("begin")
    try:
        if name == "restore":
            restore_backup(place / LAPTOP, place / STICK / "earlier.cpsbackup")
        elif name == "create":
            Replica(place / "new", 9).close()
        else:
            _at_work(place, name)
    except Fault as fault:
        say(f"fault {type(fault).__name__}: {fault}")
    say("end")


def _at_work(place: Path, name: str) -> None:
    laptop = Replica(place / LAPTOP, 7, NOON + 3_600_000)
    try:
        say(f"state {state_of(laptop.workspace)}")
        OPEN[name](laptop, place)
        say(f"state {state_of(laptop.workspace)}")
    finally:
        laptop.close()


NAMES = (*OPEN, "restore", "create")

if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
