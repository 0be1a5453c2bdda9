"""Laptops with two versions of the program on them, side by side, in two processes.

What the older does not know it keeps and hands on; when a laptop gets the newer one, it shows what
it had kept all along.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.kinds import Dot, Note
from tests.sync.other_program import ROOT, OtherLaptop, OtherProgram
from tests.sync.replicas import Laptop, Replica
from tests.sync.test_exchange_machine import CLOCKS, MOST_LAPTOPS, PICK, Laptops, tried

FIRST_RELEASE = "088382aca26b852399e4726ec28f278cd91d3043"
"""The commit whose program wrote tests/data/release-0.1."""
WORDS = st.sampled_from(["p", "q", "r"])


class TwoPrograms(Laptops):
    """As ever, with one laptop more, on which the other program runs."""

    program: ClassVar[OtherProgram]
    """The other one."""

    def __init__(self) -> None:
        super().__init__()
        self.others: list[OtherLaptop] = []

    @property
    def everybody(self) -> Sequence[Laptop]:
        """All that take part in exchange."""
        return [*self.laptops, *self.others]

    @initialize(now=CLOCKS)
    def begin_elsewhere(self, now: int) -> None:
        self.others.append(OtherLaptop(self.program, self.folder / "other", 500, now))

    def _other(self, pick: int) -> OtherLaptop:
        return self.others[pick % len(self.others)]

    # -- work there --------------------------------------------------------------------------------

    @precondition(lambda self: self.others)
    @rule(who=PICK, which=PICK, text=WORDS)
    def add_there(self, who: int, which: int, text: str) -> None:
        self._other(who).do("add", which, text)

    @precondition(lambda self: self.others)
    @rule(who=PICK, which=PICK, text=WORDS, field=st.sampled_from(["text", "author"]))
    def write_there(self, who: int, which: int, text: str, field: str) -> None:
        self._other(who).do("write", which, field, text)

    @precondition(lambda self: self.others)
    @rule(who=PICK, which=PICK, kind=st.sampled_from(["note", "session", "planner", "person"]))
    def delete_there(self, who: int, which: int, kind: str) -> None:
        self._other(who).do("delete", which, kind)

    @precondition(lambda self: self.others)
    @rule(who=PICK)
    def undo_there(self, who: int) -> None:
        self._other(who).do("undo")

    @precondition(lambda self: self.others)
    @rule(who=PICK)
    def relaunch_there(self, who: int) -> None:
        self._other(who).do("relaunch")

    @precondition(lambda self: self.others)
    @rule(who=PICK, now=CLOCKS)
    def set_clock_there(self, who: int, now: int) -> None:
        self._other(who).now = now

    # -- in the end ------------------------------------------------------------------------------

    def _upgrade(self) -> Sequence[Laptop]:
        """Give every laptop the newer program; all the laptops there are then."""
        raise NotImplementedError

    def _finish(self) -> None:
        super()._finish()
        self._all_the_same(self.others)
        sealed = [one.told()["segments"] for one in self.everybody]
        assert sealed.count(sealed[0]) == len(sealed)
        # From the journal, which was whole, what is shown is made anew.
        self._all_the_same(self._upgrade())


class TomorrowsBeside(TwoPrograms):
    """The older program is today's. It knows not the field, the choice and the kind of the other's.

    One laptop after another gets tomorrow's.
    """

    @rule(who=PICK, which=PICK, text=WORDS)
    def say_mood(self, who: int, which: int, text: str) -> None:
        self._other(who).do("write", which, "mood", text)

    @rule(who=PICK, which=PICK)
    def choose_newer(self, who: int, which: int) -> None:
        self._other(who).do("write", which, "colour", "ultraviolet")

    @rule(who=PICK, which=PICK, scale=st.sampled_from([10_000, 25_000, 50_000]))
    def draw(self, who: int, which: int, scale: int) -> None:
        self._other(who).do("draw", which, scale)

    @rule(who=PICK, which=PICK)
    def delete_newer(self, who: int, which: int) -> None:
        self._other(who).do("delete", which, "map")

    @precondition(lambda self: len(self.laptops) > 1)
    @rule(who=PICK)
    def get_newer(self, who: int) -> None:
        self._get_newer(self._laptop(who))

    def _get_newer(self, laptop: Replica) -> None:
        laptop.close()
        self.laptops.remove(laptop)
        newer = OtherLaptop(self.program, laptop.folder, 500 + self._next(), laptop.now)
        self.others.append(newer)
        self.handed = [(path, newer if to is laptop else to) for path, to in self.handed]

    def _upgrade(self) -> Sequence[Laptop]:
        for laptop in list(self.laptops):
            self._get_newer(laptop)
        return self.others


class FirstReleaseBeside(TwoPrograms):
    """The older program is that of release 0.1, which knows fewer kinds and fields than today's."""

    @rule(who=PICK, which=PICK, text=WORDS)
    def say_more(self, who: int, which: int, text: str) -> None:
        laptop = self._laptop(who)
        notes = [one for one in laptop.workspace.find(Note) if not one.newer]
        if notes:
            laptop.door.do("Write", setting(notes[which % len(notes)], theme=text, done=True))

    @rule(who=PICK, which=PICK)
    def give_dot(self, who: int, which: int) -> None:
        laptop = self._laptop(who)
        notes = laptop.workspace.find(Note)
        if notes:
            note = notes[which % len(notes)]
            dot = Dot(
                id=laptop.door.new_id(),
                root=note.root,
                session=note.session,
                planner=note.planner,
                note=note.id,
            )
            laptop.door.do("Give a dot", creating(dot))

    @precondition(lambda self: self.others)
    @rule(who=PICK)
    def get_newer(self, who: int) -> None:
        self._get_newer(self._other(who))

    @precondition(lambda self: not self.others and len(self.laptops) <= MOST_LAPTOPS)
    @rule(now=CLOCKS)
    def join_with_older(self, now: int) -> None:
        number = self._next()
        self.others.append(
            OtherLaptop(self.program, self.folder / f"joined {number}", 500 + number, now)
        )

    def _get_newer(self, laptop: OtherLaptop) -> None:
        laptop.close()
        self.others.remove(laptop)
        newer = Replica(laptop.folder, 500 + self._next(), laptop.now)
        self.laptops.append(newer)
        self.handed = [(path, newer if to is laptop else to) for path, to in self.handed]

    def _upgrade(self) -> Sequence[Laptop]:
        for laptop in list(self.others):
            self._get_newer(laptop)
        return self.laptops


def test_todays_program_beside_tomorrows_keeps_what_it_does_not_know() -> None:
    with OtherProgram(tomorrow=True) as TomorrowsBeside.program:
        tried(TomorrowsBeside, steps=40, few=4)


@contextmanager
def first_release_in() -> Iterator[Path | None]:
    """The source of release 0.1, out of the history; None where that does not reach back so far."""
    if shutil.which("git") is None:
        yield None
        return
    archive = subprocess.run(
        ["git", "archive", FIRST_RELEASE, "cps_desktop", "tests/sync", "resources"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if archive.returncode:
        yield None
        return
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place)
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as kept:
            kept.extractall(tree, filter="data")
        # Some package calls itself "tests", too; and whoever comes first is it.
        (tree / "tests" / "__init__.py").touch()
        yield tree


def test_the_first_release_beside_todays_program_keeps_what_it_does_not_know() -> None:
    with first_release_in() as tree:
        if tree is None:
            pytest.skip("the history of this checkout does not reach back to release 0.1")
        with OtherProgram(tree) as FirstReleaseBeside.program:
            tried(FirstReleaseBeside, steps=40, few=3)
