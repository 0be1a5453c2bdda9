"""Laptops that work apart as ever, while a coordinator erases people and revokes laptops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ParamSpec, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from cps_desktop import paths
from cps_desktop.domain.changes import ChangeSummary, Edit
from cps_desktop.domain.faults import BundleRefused, InputRefused
from cps_desktop.domain.kinds import Note, Person
from cps_desktop.domain.rulings import RecordKey
from cps_desktop.services import erasing, revoking
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.rulings import MISSING, what_holds
from cps_desktop.storage.workspace import Workspace
from tests.services.organisation import Organisation
from tests.storage.plain_pages import holds
from tests.sync.replicas import Laptop, Replica
from tests.sync.test_exchange_machine import CLOCKS, PICK, Laptops, tried

_TOLD = ("revoked this laptop", "erased for good")

P = ParamSpec("P")
T = TypeVar("T")


class PatientDoor(Door):
    """Where a laptop was revoked or a record erased, a person is told so and goes on elsewhere."""

    def do(
        self,
        what: str,
        edits: Sequence[Edit],
        *,
        initiator: object | None = None,
        amend: object | None = None,
    ) -> ChangeSummary:
        try:
            return super().do(what, edits, initiator=initiator, amend=amend)
        except InputRefused as error:
            if not any(one in str(error) for one in _TOLD):
                raise
            return ChangeSummary(what)

    def undo(self, initiator: object | None = None) -> ChangeSummary | None:
        return _patiently(super().undo, initiator)

    def redo(self, initiator: object | None = None) -> ChangeSummary | None:
        return _patiently(super().redo, initiator)


def _patiently(step: Callable[P, T | None], *args: P.args, **kwargs: P.kwargs) -> T | None:
    try:
        return step(*args, **kwargs)
    except InputRefused as error:
        if "revoked this laptop" not in str(error):
            raise
        return None


class RuledReplica(Replica):
    """A laptop with somebody patient at it."""

    def _use(self, workspace: Workspace) -> None:
        super()._use(workspace)
        self.door = PatientDoor(workspace, self._wall, self.random.randbytes)

    def copy(self, folder: Path, seed: int) -> RuledReplica:
        made = super().copy(folder, seed)
        made.close()
        return RuledReplica(folder, seed, self.now)

    @property
    def desk(self) -> Desk:
        """What people do on it."""
        return Desk(self.workspace, self.door, resources=paths.resources())


class RuledLaptops(Laptops):
    """The first laptop is a coordinator's, who may do everything."""

    def __init__(self) -> None:
        super().__init__()
        self.names = 0
        self.erased: set[str] = set()

    @initialize(number=st.integers(2, 3), clocks=st.lists(CLOCKS, min_size=3, max_size=3))
    def begin(self, number: int, clocks: list[int]) -> None:
        self.laptops = [
            RuledReplica(self.folder / f"laptop {at}", at, clocks[at]) for at in range(number)
        ]
        Organisation().found(self.laptops[:1], self.laptops[1:])
        first = self.laptops[0]
        planner = first.new_planner(first.new_session().id)
        first.new_note(planner, "first")
        self.add_person(0)
        for other in self.laptops[1:]:
            first.give(other, self.folder / f"bundle {self._next()}")

    @rule(who=PICK)
    def add_person(self, who: int) -> None:
        self.names += 1
        self._laptop(who).new_person(f"Ida Quill{self.names:03}feather")

    @rule(who=PICK, which=PICK, text=st.sampled_from(["ramp", "bus", ""]))
    def write_of_person(self, who: int, which: int, text: str) -> None:
        laptop = self._laptop(who)
        people = laptop.workspace.find(Person)
        if people:
            person = people[which % len(people)]
            edit = Edit("person", person.id, person.id, "needs", f"{person.name}: {text}")
            laptop.door.do("Write", [edit])

    @rule(which=PICK, texts=st.booleans())
    def erase(self, which: int, texts: bool) -> None:
        first = self.laptops[0]
        assert isinstance(first, RuledReplica)
        people = [one for one in first.workspace.find(Person) if "Quill" in one.name]
        if people:
            person = people[which % len(people)]
            found = erasing.foresee_person(first.workspace, person.id)
            if texts:
                found = found.choosing([one.key for one in found.groups])
            erasing.erase(first.desk, found, "asked for it")
            self.erased.add(person.name.split()[1])

    @rule(which=PICK)
    def erase_words(self, which: int) -> None:
        first = self.laptops[0]
        assert isinstance(first, RuledReplica)
        notes = first.workspace.find(Note)
        if notes:
            note = notes[which % len(notes)]
            found = erasing.foresee_field(first.workspace, Note.KIND, note.id, "text")
            if found.erasure.changes:
                erasing.erase(first.desk, found, "said too much")

    @rule(which=PICK)
    def revoke(self, which: int) -> None:
        first = self.laptops[0]
        assert isinstance(first, RuledReplica)
        others = {
            one.workspace.device_key: None
            for one in self.laptops
            if one.workspace.device_key != first.workspace.device_key
        }
        if others:
            revoking.revoke(first.desk, list(others)[which % len(others)], "lost")

    @rule(which=PICK)
    def reinstate(self, which: int) -> None:
        first = self.laptops[0]
        assert isinstance(first, RuledReplica)
        held = [one.ruling for one in revoking.standings(first.workspace) if one.ruling]
        if held:
            revoking.reinstate(first.desk, held[which % len(held)], "found")

    def _take_from_carrier(self, laptop: Laptop, path: Path) -> None:
        """A carrier who gives what was erased and holds back why gives nothing: no laptop can tell
        that from a value somebody took out on the way."""
        before = laptop.told()
        try:
            super()._take_from_carrier(laptop, path)
        except BundleRefused as refused:
            if not self.relay.held_back_a_ruling or str(refused) != MISSING:
                raise
            assert laptop.told() == before

    # -- in the end ------------------------------------------------------------------------------

    def _finish(self) -> None:
        super()._finish()
        for laptop in self.laptops:
            for name in self.erased - self._filed_elsewhere_by_the_carrier(laptop):
                assert holds(laptop.folder, laptop.workspace.key, name) == []

    def _filed_elsewhere_by_the_carrier(self, laptop: Replica) -> set[str]:
        """Names that the carrier read and put into a record of its own, under another root: that
        is its own word, which an erasure of ours does not name (docs/decisions/erasure.md)."""
        erased = what_holds(laptop.workspace).erased
        rows = laptop.workspace.connection.execute(
            "SELECT root, journal_record.id, kind, journal_site.id, seq, value FROM journal_change"
            " JOIN journal_record ON journal_record.n = record"
            " JOIN journal_site ON journal_site.n = journal_change.site"
            " JOIN journal_device ON journal_device.n = journal_site.device"
            " WHERE journal_device.key = ? AND journal_record.id != root AND value IS NOT NULL",
            [self.relay.device],
        ).fetchall()
        said = b" ".join(
            value
            for root, one, kind, site, seq, value in rows
            if not erased.covers(RecordKey(root, one, kind), site, seq)
        )
        return {name for name in self.erased if name.encode() in said}


def test_laptops_under_rulings_come_to_the_same_and_keep_nothing_that_was_erased() -> None:
    tried(RuledLaptops, steps=30, few=8)
