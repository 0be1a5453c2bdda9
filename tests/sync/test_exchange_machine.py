"""Laptops work apart and exchange bundles in every way people do, until all have all."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

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
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.rulings import law_of
from tests.sync.relays import ALTERING, HONEST, Relay
from tests.sync.replicas import NOON, YEAR, Replica, changes, told

MOST_LAPTOPS = 4
VALUE = 5
"""Where a change's value stands in :func:`changes`."""
PICK = st.integers(0, 1000)
CLOCKS = st.sampled_from([NOON, NOON, NOON + 1, NOON + 31 * YEAR, NOON - 31 * YEAR, 0, -YEAR])
encode = msgspec.msgpack.encode


class Laptops(RuleBasedStateMachine):
    """Two or three laptops to begin with; copies of their folders may join."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name)
        self.laptops: list[Replica] = []
        self.handed: list[tuple[Path, int]] = []
        self.count = 0
        self.relay = Relay(0)

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _laptop(self, pick: int) -> Replica:
        return self.laptops[pick % len(self.laptops)]

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

    @rule(who=PICK, to=PICK, how=st.sampled_from(["new", "new", "all", "session"]), which=PICK)
    def hand_over(self, who: int, to: int, how: str, which: int) -> None:
        giver, to = self._laptop(who), to % len(self.laptops)
        if giver is self.laptops[to]:
            return
        path = self.folder / f"bundle {self._next()}"
        sessions = [one.id for one in giver.workspace.find(Session)]
        chosen = [sessions[which % len(sessions)]] if how == "session" and sessions else []
        if giver.bundle(self.laptops[to], path, sessions=chosen, everything=how == "all"):
            self.handed.append((path, to))

    @rule(which=PICK)
    def bring_in(self, which: int) -> None:
        if self.handed:
            path, to = self.handed[which % len(self.handed)]
            laptop = self.laptops[to]
            laptop.take(path)
            before = told(laptop.workspace)
            assert laptop.take(path) == 0
            assert told(laptop.workspace) == before

    # -- a carrier who is no friend ----------------------------------------------------------------

    @rule(who=PICK)
    def give_to_carrier(self, who: int) -> None:
        path = self.folder / f"bundle {self._next()}"
        laptop = self._laptop(who)
        if laptop.bundle(self.relay, path):
            self.relay.take(path)

    @precondition(lambda self: self.relay.carries)
    @rule(to=PICK, how=st.sampled_from([*HONEST, "all", "some"]))
    def carry(self, to: int, how: str) -> None:
        laptop = self._laptop(to)
        path = self.folder / f"bundle {self._next()}"
        self.relay.give(laptop.receiver.recipient, path, how)
        laptop.take(path)

    @precondition(lambda self: self.relay.carries)
    @rule(to=PICK, how=st.sampled_from(ALTERING))
    def carry_altered(self, to: int, how: str) -> None:
        laptop = self._laptop(to)
        path = self.folder / f"bundle {self._next()}"
        self.relay.give(laptop.receiver.recipient, path, how)
        before = told(laptop.workspace)
        try:
            laptop.take(path)
        except BundleRefused:
            assert told(laptop.workspace) == before
        else:
            # Only what was to be erased anyway may be missing.
            assert how == "value dropped with its key", f"what the carrier did was not seen: {how}"
            assert check_workspace(laptop.workspace).problems == []

    # -- in the end ------------------------------------------------------------------------------

    def teardown(self) -> None:
        try:
            if self.laptops:
                self._finish()
        finally:
            for laptop in self.laptops:
                laptop.close()
            self.place.cleanup()

    def _finish(self) -> None:  # noqa: C901
        union: dict[tuple[bytes, int], list[object]] = {}
        for laptop in self.laptops:
            for identity, change in changes(laptop.workspace).items():
                # Everything but the state, which depends on what else is here.
                known = union.setdefault(identity, list(change[:-1]))
                if known[VALUE] is None:
                    known[VALUE] = change[VALUE]
                if change[VALUE] is not None:
                    assert known == list(change[:-1])
        for _ in range(4):
            for giver in self.laptops:
                for taker in self.laptops:
                    if giver is not taker:
                        giver.give(taker, self.folder / f"bundle {self._next()}")
        # What only the laptop lacks has come; what two copies sealed twice need not come twice.
        first = told(self.laptops[0].workspace)
        erased = law_of(self.laptops[0].workspace).in_effect.erased
        assert set(first["changes"]) == set(union)
        for identity, change in first["changes"].items():
            _, record, kind, root, *_ = change
            if erased.covers(RecordKey(root, record, kind), *identity):
                union[identity][VALUE] = None
            assert list(change[:-1]) == union[identity]
        for laptop in self.laptops:
            same(told(laptop.workspace), first, but=("segments",))
        for _ in range(2):
            for giver in self.laptops:
                for taker in self.laptops:
                    if giver is not taker:
                        path = self.folder / f"bundle {self._next()}"
                        giver.give(taker, path, everything=True)
        first = told(self.laptops[0].workspace)
        for laptop in self.laptops:
            same(told(laptop.workspace), first)
            assert check_workspace(laptop.workspace).problems == []
            laptop.workspace.rebuild()
            same(told(laptop.workspace), first)


def same(one: dict[str, object], two: dict[str, object], but: tuple[str, ...] = ()) -> None:
    """Assert part by part, so that a failure says which part differs."""
    for part, there in two.items():
        assert part in but or one[part] == there, part


def tried(machine: type[Laptops], steps: int) -> None:
    """Run a machine of laptops: a few stories in everyday runs, 1,500 by hand (profile "full")."""
    chosen = settings.get_profile(settings._current_profile or "ci")
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=chosen.max_examples if chosen.max_examples > 100 else 20,
            stateful_step_count=steps,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_laptops_that_exchange_everything_hold_the_same_and_lose_nothing() -> None:
    tried(Laptops, steps=40)
