"""A day on a laid-out laptop, said step by step: what power cuts are let loose upon.

python -m tests.faults.long_day PLACE
"""

from __future__ import annotations

import sys
from pathlib import Path

from cps_desktop.services.backups import make_backup, restore_backup
from cps_desktop.services.exchange import hand_over, plan_handing_over
from tests.faults.one_operation import erase, keys, say
from tests.faults.places import (
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


class Day:
    """One launch of the program after another on the same laptop."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._launches = 0
        self._notes = 0
        self.laptop = self._launched()

    def _launched(self) -> Replica:
        self._launches += 1
        later = NOON + self._launches * 3_600_000
        laptop = Replica(self._place / LAPTOP, 100 + self._launches, later)
        say(f"state {state_of(laptop.workspace)}")
        return laptop

    def kept(self) -> None:
        """What was done just now was kept, as the program says: this is how it stands."""
        self.laptop.now += 60_000
        say(f"state {state_of(self.laptop.workspace)}")

    def write(self, count: int) -> None:
        """Add, change and take back notes."""
        planner = planner_of(self.laptop)
        for _ in range(count):
            self._notes += 1
            note = self.laptop.new_note(planner, f"Thought {self._notes}")
            self.kept()
            if self._notes % 3 == 0:
                self.laptop.write(note.id, f"Second thought {self._notes} " * 40)
                self.kept()
            if self._notes % 4 == 0:
                self.laptop.door.undo()
                self.kept()

    def take_picture(self) -> None:
        """Put a picture in."""
        self._notes += 1
        add_picture(self.laptop, session_of(self.laptop).id, picture(self._notes))
        self.kept()

    def take(self, name: str) -> None:
        """Bring a bundle in."""
        self.laptop.take(self._place / STICK / name)
        self.kept()

    def hand_over(self, name: str) -> None:
        """Hand over what the friend has not got yet."""
        to = friend_of(self._place)
        plan = plan_handing_over(self.laptop.workspace, to)
        laptop = self.laptop
        hand_over(laptop.door, laptop.workspace, plan, to, self._place / STICK / name)
        say(f"there {STICK}/{name}")
        self.kept()

    def back_up(self, name: str = "") -> None:
        """Make a backup."""
        target = self._place / STICK / name if name else None
        made = make_backup(self.laptop.workspace, target)
        say(f"there {made.relative_to(self._place)}")
        self.kept()

    def erase(self) -> None:
        """Erase somebody who asked for it."""
        erase(self.laptop, self._place)
        self.kept()

    def again(self) -> None:
        """Close the program and open it."""
        self.laptop.close()
        self.laptop = self._launched()

    def restore(self) -> None:
        """Put back the backup of the stick."""
        self.laptop.close()
        say("putting back")
        restore_backup(self._place / LAPTOP, self._place / STICK / "earlier.cpsbackup")
        self.laptop = self._launched()


def main(place: Path) -> None:
    """The day."""
    say("begin")
    day = Day(place)
    day.write(5)
    day.take("in.cpsb")
    day.hand_over("one.cpsb")
    day.write(3)
    day.take_picture()
    day.back_up()
    day.again()
    day.write(3)
    day.hand_over("two.cpsb")
    day.back_up("later.cpsbackup")
    keys(day.laptop, place)
    day.kept()
    day.write(2)
    day.erase()
    day.again()
    day.write(1)
    day.restore()
    day.write(3)
    day.take("in.cpsb")
    day.hand_over("one.cpsb")
    day.laptop.close()
    say("end")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
