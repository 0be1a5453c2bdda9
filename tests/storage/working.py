"""A program that works on a workspace until it is killed; it says what it has finished, at once.

python -m tests.storage.working FOLDER BUNDLES WORDS…
"""

from __future__ import annotations

import sys
from pathlib import Path

from cps_desktop.services.backups import make_backup
from tests.sync.replicas import Replica


def main(folder: Path, bundles: Path) -> None:
    """Add notes, bring bundles in, hand over and back up, round after round."""
    laptop = Replica(folder, 77)
    planner = laptop.new_planner(laptop.new_session("Killed").id)
    friend = Replica(folder.with_name("friend of it"), 78)
    waiting = sorted(bundles.glob("*.cpsb"))
    say("ready")
    for at in range(10_000):
        laptop.new_note(planner, f"note {at}")
        say(f"note {at}")
        if at % 3 == 0 and waiting:
            path = waiting.pop(0)
            laptop.take(path)
            say(f"bundle {path.name}")
        if at % 4 == 1:
            target = folder.with_name("out") / f"{at}.cpsb"
            laptop.bundle(friend, target, everything=True)
            say(f"out {target.name}")
        if at % 5 == 2:
            path = make_backup(laptop.workspace)
            say(f"backup {path.name}")
            laptop.now += 60_000


def say(text: str) -> None:
    """Say what is finished."""
    print(text, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
