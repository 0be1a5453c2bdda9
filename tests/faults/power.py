"""The power fails at any moment of a long day, and the drive loses what was not synced.

The real program runs over SQLCipher once, and strace writes down every change of a file with its
bytes. Then, for as many moments as wanted, the drive is put together as a power cut could leave it
and opened with the real program.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from cps_desktop.bootstrap import open_desk
from cps_desktop.domain.faults import Fault
from tests.faults.figures import Figures
from tests.faults.places import LAPTOP, Examiner, lay_out, quick_folder, state_of
from tests.faults.recording import Call, Player, record
from tests.faults.tracing import why_not


class Cuts:
    """One recorded day, cut off at any moment."""

    def __init__(self, folder: Path) -> None:
        self._examiner = Examiner()
        self._place = folder / "place"
        self._folder = folder
        lay_out(self._place)
        shutil.copytree(self._place, folder / "before")
        self.calls: list[Call] = record("tests.faults.long_day", [str(self._place)], folder / "log")
        (folder / "log").unlink()
        self._states: list[str] = []
        self._put_back = False
        for said in self._player().play(self.calls):
            self._note_state(said)
        self._all = list(self._states)

    def _player(self) -> Player:
        # Paths in the recording are those of the place it was made in.
        shutil.rmtree(self._place)
        shutil.copytree(self._folder / "before", self._place)
        self._states = [self._state_of(self._folder / "before")]
        return Player(self._place)

    def _state_of(self, place: Path) -> str:
        fresh = self._folder / "fresh"
        shutil.copytree(place, fresh)
        desk = open_desk(fresh / LAPTOP)
        try:
            return state_of(desk.workspace)
        finally:
            desk.close()
            shutil.rmtree(fresh)

    def _note_state(self, said: str) -> None:
        if said.startswith("state ") and said.removeprefix("state ") != self._states[-1]:
            self._states.append(said.removeprefix("state "))

    def cuts(self, seed: int, each: float) -> Iterator[tuple[str, list[str]]]:
        """``each`` cuts after every call that changed the drive (a fraction: after some calls):
        what each came to, and what was wrong."""
        chance = random.Random(seed)
        player = self._player()
        promised: dict[str, None] = {}
        self._put_back = False
        for number, said in enumerate(player.play(self.calls)):
            if said.startswith("there "):
                promised[said.removeprefix("there ")] = None
            self._put_back = self._put_back or said == "putting back"
            self._note_state(said)
            if said != "done":
                continue
            wanted = int(each) + (chance.random() < each % 1)
            for _ in range(wanted):
                self._put_down(player.drive.after_cut(chance), chance)
                outcome, wrong = self._look(len(self._states) - 1, promised)
                yield outcome, [f"cut after call {number} of seed {seed}: {one}" for one in wrong]

    def _put_down(self, found: dict[str, bytes | None], chance: random.Random) -> None:
        shutil.rmtree(self._place)
        for path, content in sorted(found.items()):
            if content is None:
                Path(path).mkdir()
            elif not path.endswith("-shm"):
                Path(path).write_bytes(content)
            elif chance.random() < 0.5:
                # Never synced by anybody: anything may be in it.
                Path(path).write_bytes(chance.randbytes(len(content)))

    def _look(self, acknowledged: int, promised: dict[str, None]) -> tuple[str, list[str]]:
        try:
            desk = open_desk(self._place / LAPTOP)
        except Fault as fault:
            return "does not open", [str(fault)]
        try:
            wrong = self._examiner.problems(self._place, desk.workspace, put_back=self._put_back)
            state = state_of(desk.workspace)
        finally:
            desk.close()
        for one in promised:
            if not (self._place / one).exists():
                wrong.append(f"{one} was said to be there, and is not")
        if state == self._all[acknowledged]:
            return "what was acknowledged", wrong
        if state in self._all[acknowledged + 1 : acknowledged + 2]:
            return "and the step just being done", wrong
        return "something lost", [*wrong, "it is not as was acknowledged"]


def run(wanted: int, seed: int = 1) -> list[Figures]:
    """So many cuts, spread over the day; one row."""
    row = Figures("power cut")
    if why_not():
        row.skipped = why_not()
        return [row]
    with quick_folder() as folder:
        cuts = Cuts(folder)
        moments = sum(1 for said in cuts._player().play(cuts.calls) if said == "done")
        tries = cuts.cuts(seed, wanted / moments * 1.02)
        ended = False
        while not ended:
            with row.timed():
                came = next(tries, None)
            ended = came is None
            if came is not None:
                row.outcomes[came[0]] += 1
                row.wrong += came[1]
        row.tried -= 1
    return [row]
