"""Laptops work apart and exchange bundles in every way people do, until all have all."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cps_desktop.domain.changes import bringing_back, setting
from cps_desktop.domain.faults import BundleRefused, InputRefused
from cps_desktop.domain.kinds import Note, NoteColour, Person, Planner, Session
from cps_desktop.domain.rulings import RecordKey
from cps_desktop.services import actions, answers, dots, note_links, note_shaping
from cps_desktop.services.backups import list_backups, make_backup, restore_backup
from cps_desktop.services.rulings import law_of
from tests.examples import few_or_many
from tests.sync.relays import ALTERING, HONEST, Relay
from tests.sync.replicas import NOON, YEAR, Laptop, Replica

MOST_LAPTOPS = 4
VALUE = 5
"""Where a change's value stands in :func:`changes`."""
PICK = st.integers(0, 1000)
WAYS: st.SearchStrategy[str] = st.runner().flatmap(lambda machine: st.sampled_from(machine.ways))
CLOCKS = st.sampled_from([NOON, NOON, NOON + 1, NOON + 31 * YEAR, NOON - 31 * YEAR, 0, -YEAR])
encode = msgspec.msgpack.encode
Union = dict[tuple[bytes, int], list[Any]]


class Laptops(RuleBasedStateMachine):
    """Two or three laptops to begin with; copies of their folders may join."""

    ways: ClassVar[Sequence[str]] = ("new", "new", "all", "session")
    """What is handed over: all that was not acknowledged, all there is, one session."""
    strangers: ClassVar[bool] = True
    """Whether bundles also go through the hands of a carrier who is no friend."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name)
        self.laptops: list[Replica] = []
        self.handed: list[tuple[Path, Laptop]] = []
        self.count = 0
        self.relay = Relay(0)

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _laptop(self, pick: int) -> Replica:
        return self.laptops[pick % len(self.laptops)]

    @property
    def everybody(self) -> Sequence[Laptop]:
        """All that take part in exchange."""
        return self.laptops

    def _anyone(self, pick: int) -> Laptop:
        return self.everybody[pick % len(self.everybody)]

    @initialize(number=st.integers(2, 3), clocks=st.lists(CLOCKS, min_size=3, max_size=3))
    def begin(self, number: int, clocks: list[int]) -> None:
        for at in range(number):
            laptop = Replica(self.folder / f"laptop {at}", at, clocks[at])
            self.laptops.append(laptop)
        session = self.laptops[0].new_session()
        planner = self.laptops[0].new_planner(session.id)
        self.laptops[0].new_note(planner, "first")
        for other in self.laptops[1:]:
            self.laptops[0].give(other, self.folder / f"bundle {self._next()}")

    # -- work ------------------------------------------------------------------------------------

    @rule(who=PICK, text=st.sampled_from(["a", "b", ""]), again=st.booleans())
    def add(self, who: int, text: str, again: bool) -> None:
        laptop = self._laptop(who)
        planners = laptop.workspace.find(Planner)
        if planners and again:
            laptop.new_note(planners[who % len(planners)], text)
        else:
            laptop.new_person(f"Ida {text}")
            session = laptop.new_session(text)
            laptop.new_planner(session.id)

    @rule(who=PICK, which=PICK, text=st.sampled_from(["x", "y", "z"]), colour=st.booleans())
    def write(self, who: int, which: int, text: str, colour: bool) -> None:
        laptop = self._laptop(who)
        notes = [one for one in laptop.workspace.find(Note) if not one.newer]
        if notes:
            note = notes[which % len(notes)]
            edits = setting(note, text=text)
            if colour:
                edits += setting(note, colour=NoteColour.BLUE)
            laptop.door.do("Write", edits)

    @rule(who=PICK, which=PICK, what=st.integers(0, 5))
    def shape(self, who: int, which: int, what: int) -> None:
        laptop = self._laptop(who)
        door = laptop.door
        notes = [one for one in laptop.workspace.find(Note) if not one.newer]
        if not notes:
            return
        note = notes[which % len(notes)]
        beside = [one for one in notes if one.planner == note.planner]
        # Refused where it is alone on its planner, an item, or written by a newer version.
        with contextlib.suppress(InputRefused):
            if what == 0:
                note_shaping.merge_notes(door, [note.id, beside[-1].id])
            elif what == 1:
                note_shaping.split_note(door, note.id, ["a", "b"])
            elif what == 2:
                dots.give_dot(door, note.id)
            elif what == 3:
                note_links.link_notes(door, note.id, beside[0].id)
            elif what == 4:
                actions.action_from_note(door, note.id)
            else:
                answers.tick_item(door, note.planner, "ready", "coffee", done=which % 2 == 0)

    @rule(who=PICK, which=PICK, kind=st.sampled_from([Note, Session, Person, Planner]))
    def delete(self, who: int, which: int, kind: type[Note]) -> None:
        laptop = self._laptop(who)
        some = [one for one in laptop.workspace.find(kind) if not one.newer]
        if some:
            laptop.delete(some[which % len(some)])

    @rule(who=PICK, which=PICK)
    def bring_back(self, who: int, which: int) -> None:
        laptop = self._laptop(who)
        some = [one for one in laptop.workspace.find(Note, deleted=True) if not one.newer]
        if some:
            laptop.door.do("Bring back", bringing_back([some[which % len(some)]]))

    @rule(who=PICK)
    def undo(self, who: int) -> None:
        self._try(self._laptop(who).door.undo)

    @rule(who=PICK)
    def redo(self, who: int) -> None:
        self._try(self._laptop(who).door.redo)

    @staticmethod
    def _try(step: object) -> None:
        assert callable(step)
        try:
            step()
        except InputRefused as error:
            # What was to be undone has since been written by a newer version.
            assert "newer version" in str(error)  # noqa: PT017

    @rule(who=PICK, which=PICK)
    def decide(self, who: int, which: int) -> None:
        laptop = self._laptop(who)
        some = [
            one
            for one in laptop.workspace.contested()
            if isinstance(one, Note) and "text" in one.contested and not one.newer
        ]
        if some:
            laptop.door.do("Decide", setting(some[which % len(some)], text="decided"))

    @rule(who=PICK, which=PICK, what=st.integers(0, 3))
    def newer(self, who: int, which: int, what: int) -> None:
        laptop = self._laptop(who)
        notes = laptop.workspace.find(Note)
        if what == 0:
            identity = laptop.some_id()
            laptop.say_newer("map", identity, identity, "scale", encode(25_000))
        elif notes:
            note = notes[which % len(notes)]
            field, value = [
                ("text", encode({"rich": [1.5]})),
                ("mood", encode("glad")),
                ("colour", encode("ultraviolet")),
            ][what - 1]
            laptop.say_newer("note", note.id, note.root, field, value)

    # -- laptops ---------------------------------------------------------------------------------

    @rule(who=PICK, now=CLOCKS)
    def set_clock(self, who: int, now: int) -> None:
        self._laptop(who).now = now

    @rule(who=PICK, seconds=st.integers(0, 100_000))
    def time_passes(self, who: int, seconds: int) -> None:
        self._laptop(who).now += seconds * 1000

    @rule(who=PICK)
    def relaunch(self, who: int) -> None:
        laptop = self._laptop(who)
        laptop.close()
        laptop.open()

    @rule(who=PICK)
    def back_up(self, who: int) -> None:
        make_backup(self._laptop(who).workspace)

    @rule(who=PICK, which=PICK)
    def restore(self, who: int, which: int) -> None:
        laptop = self._laptop(who)
        found = list_backups(laptop.folder)
        if found:
            laptop.close()
            restore_backup(laptop.folder, found[which % len(found)].path)
            laptop.open()

    @precondition(lambda self: len(self.laptops) < MOST_LAPTOPS)
    @rule(who=PICK)
    def copy_folder(self, who: int) -> None:
        number = self._next()
        self.laptops.append(self._laptop(who).copy(self.folder / f"copy {number}", 100 + number))

    # -- exchange --------------------------------------------------------------------------------

    @rule(who=PICK, to=PICK, how=WAYS, which=PICK)
    def hand_over(self, who: int, to: int, how: str, which: int) -> None:
        giver, taker = self._anyone(who), self._anyone(to)
        if giver is taker:
            return
        path = self.folder / f"bundle {self._next()}"
        sessions = giver.sessions() if how == "session" else []
        chosen = [sessions[which % len(sessions)]] if sessions else []
        if giver.bundle(taker, path, sessions=chosen, everything=how == "all"):
            self.handed.append((path, taker))

    @rule(which=PICK)
    def bring_in(self, which: int) -> None:
        if self.handed:
            path, laptop = self.handed[which % len(self.handed)]
            laptop.take(path)
            before = laptop.told()
            assert laptop.take(path) == 0
            assert laptop.told() == before

    # -- a carrier who is no friend ----------------------------------------------------------------

    @precondition(lambda self: self.strangers)
    @rule(who=PICK)
    def give_to_carrier(self, who: int) -> None:
        path = self.folder / f"bundle {self._next()}"
        if self._anyone(who).bundle(self.relay, path):
            self.relay.take(path)

    @precondition(lambda self: self.relay.carries)
    @rule(to=PICK, how=st.sampled_from([*HONEST, "all", "some"]))
    def carry(self, to: int, how: str) -> None:
        laptop = self._anyone(to)
        path = self.folder / f"bundle {self._next()}"
        self.relay.give(laptop.receiver.recipient, path, how)
        self._take_from_carrier(laptop, path)

    def _take_from_carrier(self, laptop: Laptop, path: Path) -> None:
        """Nothing in it was altered."""
        laptop.take(path)

    @precondition(lambda self: self.relay.carries)
    @rule(to=PICK, how=st.sampled_from(ALTERING))
    def carry_altered(self, to: int, how: str) -> None:
        laptop = self._anyone(to)
        path = self.folder / f"bundle {self._next()}"
        self.relay.give(laptop.receiver.recipient, path, how)
        before = laptop.told()
        try:
            laptop.take(path)
        except BundleRefused:
            assert laptop.told() == before
        else:
            # Only what was to be erased anyway may be missing.
            assert how == "value dropped with its key", f"what the carrier did was not seen: {how}"
            assert laptop.problems() == []

    # -- in the end ------------------------------------------------------------------------------

    def teardown(self) -> None:
        try:
            if self.laptops:
                self._finish()
        finally:
            for laptop in self.everybody:
                laptop.close()
            self.place.cleanup()

    def _finish(self) -> None:
        union = self._all_there_is()
        self._exchange_until_nothing_is_new()
        # What only the laptop lacks has come; what two copies sealed twice need not come twice.
        self._nothing_is_lost(union)
        first = self.laptops[0].told()
        for laptop in self.laptops[1:]:
            same(laptop.told(), first, but=("segments",))
        hub, *others = self.everybody
        for giver, taker in [(one, hub) for one in others] + [(hub, one) for one in others]:
            self._give(giver, taker, everything=True)
        self._all_the_same(self.laptops)

    def pairs(self) -> list[tuple[Laptop, Laptop]]:
        """Who hands over to whom in the end."""
        return [(one, two) for one in self.everybody for two in self.everybody if one is not two]

    def _give(self, giver: Laptop, taker: Laptop, *, everything: bool = False) -> int:
        """Hand over and bring in; how many changes were new there."""
        path = self.folder / f"bundle {self._next()}"
        came = giver.bundle(taker, path, everything=everything) and taker.take(path)
        path.unlink(missing_ok=True)
        return came

    def _exchange_until_nothing_is_new(self) -> None:
        """With what was not acknowledged alone; nobody may have to wait for ever.

        A round in which nothing is new may still tell somebody what another lacks: two such.
        """
        quiet = 0
        for _ in range(2 * len(self.everybody) + 3):
            came = sum([self._give(giver, taker) for giver, taker in self.pairs()])
            quiet = 0 if came else quiet + 1
            if quiet == 2:
                return
        raise AssertionError("something is always new")

    def _all_there_is(self) -> Union:
        """Every change that is anywhere; the same wherever it is."""
        union: Union = {}
        for laptop in self.everybody:
            for identity, change in laptop.told()["changes"].items():
                # Everything but the state, which depends on what else is here.
                known = union.setdefault(identity, list(change[:-1]))
                if known[VALUE] is None:
                    known[VALUE] = change[VALUE]
                if change[VALUE] is not None:
                    assert known == list(change[:-1])
        return union

    def _nothing_is_lost(self, union: Union) -> None:
        erased = law_of(self.laptops[0].workspace).in_effect.erased
        for (site, seq), (_, record, kind, root, *_) in union.items():
            if erased.covers(RecordKey(root, record, kind), site, seq):
                union[site, seq][VALUE] = None
        for laptop in self.everybody:
            here = {one: list(change[:-1]) for one, change in laptop.told()["changes"].items()}
            assert here == union

    @staticmethod
    def _all_the_same(laptops: Sequence[Laptop]) -> None:
        first = laptops[0].told() if laptops else {}
        for laptop in laptops:
            same(laptop.told(), first)
            assert laptop.problems() == []
            laptop.rebuild()
            same(laptop.told(), first)


def same(one: dict[str, Any], two: dict[str, Any], but: tuple[str, ...] = ()) -> None:
    """Assert part by part, so that a failure says which part differs."""
    for part, there in two.items():
        assert part in but or one[part] == there, part


def tried(machine: type[Laptops], steps: int, few: int) -> None:
    """Run a machine of laptops: a few stories in everyday runs, 1,500 by hand (profile "full")."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=few_or_many(few),
            stateful_step_count=steps,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_laptops_that_exchange_everything_hold_the_same_and_lose_nothing() -> None:
    tried(Laptops, steps=40, few=8)
