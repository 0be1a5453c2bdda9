"""Laptops that exchange bundles: real encrypted workspaces, with clocks that the test sets."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

from cps_desktop.domain.changes import creating, deleting, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import new_record_id
from cps_desktop.domain.kinds import Note, Person, Planner, Session
from cps_desktop.domain.records import KINDS, Record
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.door import Door
from cps_desktop.services.exchange import (
    Receiver,
    bring_in,
    hand_over,
    open_bundle,
    own_age_keys,
    plan_handing_over,
)
from cps_desktop.storage.counting import HEAD
from cps_desktop.storage.workspace import Workspace

NOON = 1_805_371_200_000
"""Thursday 18 March 2027, 12:00 UTC, in milliseconds since 1970."""
YEAR = 365 * 24 * 3600 * 1000


class SomebodyToGiveTo(Protocol):
    """A laptop, or whoever else can open a bundle."""

    @property
    def receiver(self) -> Receiver:
        """Whom to seal it to."""
        ...


class Laptop(SomebodyToGiveTo, Protocol):
    """A laptop that takes part in exchange, whatever version of the program runs on it."""

    def sessions(self) -> list[str]:
        """The sessions there."""
        ...

    def bundle(
        self,
        to: SomebodyToGiveTo,
        path: Path,
        *,
        sessions: Sequence[str] = (),
        everything: bool = False,
    ) -> bool:
        """Write a bundle for another laptop; False where there is nothing to hand over."""
        ...

    def take(self, path: Path) -> int:
        """Bring a bundle in; how many changes were new."""
        ...

    def told(self) -> dict[str, Any]:
        """Everything there is."""
        ...

    def problems(self) -> list[str]:
        """What the check of a workspace finds."""
        ...

    def rebuild(self) -> None:
        """Make what is shown anew from the journal."""
        ...

    def close(self) -> None:
        """Close the program."""
        ...


class Replica:
    """One laptop: its folder, its clock (``now``, moved only by the test) and its open workspace."""  # noqa: E501

    def __init__(self, folder: Path, seed: int, now: int = NOON) -> None:
        self.folder = folder
        self.now = now
        self.random = random.Random(f"replica {seed}")
        if (folder / "workspace.cps").exists():
            self.open()
        else:
            self._use(Workspace.create(folder, wall=self._wall, entropy=self.random.randbytes))

    def _wall(self) -> int:
        return self.now

    def _use(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.door = Door(workspace, self._wall, self.random.randbytes)

    def open(self) -> None:
        """Launch the program on this laptop again."""
        self._use(Workspace.open(self.folder, wall=self._wall, entropy=self.random.randbytes))

    def close(self) -> None:
        """Close the program."""
        self.workspace.close()

    def copy(self, folder: Path, seed: int) -> Replica:
        """Copy the folder as it lies there, the program still open on it."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*.lock"))
        return Replica(folder, seed, self.now)

    @property
    def receiver(self) -> Receiver:
        """This laptop as somebody to hand over to."""
        keys = own_age_keys(self.workspace)
        return Receiver("laptop", keys.recipient, device=self.workspace.device_key)

    # -- work ------------------------------------------------------------------------------------

    def new_session(self, title: str = "Falls at home") -> Session:
        """Add a session."""
        session = Session(id=self.door.new_id(), title=title)
        self.door.do("Add a session", creating(session))
        return session

    def new_person(self, name: str = "Ida Invented") -> Person:
        """Add a person."""
        person = Person(id=self.door.new_id(), name=name)
        self.door.do("Add a person", creating(person))
        return person

    def new_planner(self, session: str) -> Planner:
        """Add a planner to a session."""
        planner = Planner(
            id=self.door.new_id(), root=session, session=session, template="t", title="Planner"
        )
        self.door.do("Add a planner", creating(planner))
        return planner

    def new_note(self, planner: Planner, text: str, box: str = "think") -> Note:
        """Add a note to a planner."""
        note = Note(
            id=self.door.new_id(),
            root=planner.session,
            session=planner.session,
            planner=planner.id,
            box=box,
            order="V",
            text=text,
        )
        self.door.do("Add a note", creating(note))
        return note

    def write(self, note: str, text: str) -> None:
        """Give a note another text."""
        found = self.workspace.get(Note, note)
        assert found is not None
        self.door.do("Write", setting(found, text=text))

    def delete(self, record: Record) -> None:
        """Delete a record."""
        self.door.do("Delete", deleting([record]))

    def say_newer(self, kind: str, record: str, root: str, field: str, value: bytes) -> None:
        """Keep a change as a newer version of the program would: we know not what it means."""
        workspace = self.workspace
        journal, projector = workspace._journal, workspace.projector
        with workspace.one_transaction():
            journal._mint_site()
            launch = workspace._launch
            time = workspace._clock.tick()
            identity, root_bytes = bytes.fromhex(record), bytes.fromhex(root)
            workspace.connection.execute(
                "INSERT OR IGNORE INTO journal_record (id, kind, root, made) VALUES (?, ?, ?, ?)",
                [identity, projector.number(kind), root_bytes, time],
            )
            filed = projector.filed(kind, identity, root_bytes)
            assert filed is not None
            workspace.connection.execute(
                "UPDATE journal_record SET made = min(made, ?) WHERE n = ?", [time, filed.n]
            )
            number = projector.number(field)
            heads = journal._heads(filed.n, number)
            launch.last_seq += 1
            workspace.connection.execute(
                "INSERT INTO journal_change (site, seq, time, record, field, value, sees, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    launch.number,
                    launch.last_seq,
                    time,
                    filed.n,
                    number,
                    value,
                    msgspec.msgpack.encode([part for head in heads for part in head[:2]])
                    if heads
                    else None,
                    HEAD,
                ],
            )
            projector.settle_states(filed.n)
            projector.project([filed.n])

    def some_id(self) -> str:
        """An identity for a record of a newer version."""
        return new_record_id(self.now, self.random.randbytes)

    # -- exchange ----------------------------------------------------------------------------------

    def sessions(self) -> list[str]:
        """The sessions here."""
        return [one.id for one in self.workspace.find(Session)]

    def told(self) -> dict[str, Any]:
        """Everything there is."""
        return told(self.workspace)

    def problems(self) -> list[str]:
        """What the check of a workspace finds."""
        return check_workspace(self.workspace).problems

    def rebuild(self) -> None:
        """Make what is shown anew from the journal."""
        self.workspace.rebuild()

    def bundle(
        self,
        to: SomebodyToGiveTo,
        path: Path,
        *,
        sessions: Sequence[str] = (),
        everything: bool = False,
    ) -> bool:
        """Write a bundle for another laptop; False where there is nothing to hand over."""
        try:
            plan = plan_handing_over(
                self.workspace, to.receiver, sessions=sessions, everything=everything
            )
        except InputRefused:
            return False
        hand_over(self.door, self.workspace, plan, to.receiver, path)
        return True

    def take(self, path: Path) -> int:
        """Bring a bundle in; how many changes were new."""
        opened = open_bundle(path, [own_age_keys(self.workspace).identity])
        came = bring_in(self.workspace, opened)
        self.door.came_in(came.summary)
        return came.new_changes

    def give(self, to: Replica, path: Path, *, everything: bool = False) -> int:
        """Hand over and bring in, in one go; how many changes were new there (-1: no bundle)."""
        if not self.bundle(to, path, everything=everything):
            return -1
        return to.take(path)


# -- everything there is, told the same on every laptop ----------------------------------------------  # noqa: E501


def changes(workspace: Workspace) -> dict[tuple[bytes, int], tuple[Any, ...]]:
    """Every change of the journal by its identity, in words that are the same on every laptop."""
    projector = workspace.projector
    rows = workspace.connection.execute(
        "SELECT site, seq, time, journal_record.id, kind, root, field, value, sees, state"
        " FROM journal_change JOIN journal_record ON journal_record.n = record"
    ).fetchall()
    return {
        (projector.site(site), seq): (
            time,
            record,
            projector.word(kind),
            root,
            projector.word(field),
            value,
            tuple(projector.seen(sees)) if sees else (),
            state,
        )
        for site, seq, time, record, kind, root, field, value, sees, state in rows
    }


def shown(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Every projection row of every kind (all columns but the local number), search, what waits."""
    connection, projector = workspace.connection, workspace.projector
    tables = {
        kind: sorted(row[1:] for row in connection.execute(f'SELECT * FROM "{kind}"'))
        for kind in KINDS
    }
    tables["search"] = sorted(
        connection.execute("SELECT words, kind, record, root FROM search").fetchall()
    )
    tables["made"] = sorted(
        (identity, root, projector.word(kind), made)
        for identity, root, kind, made in connection.execute(
            "SELECT id, root, kind, made FROM journal_record"
        )
    )
    tables["waiting"] = sorted(
        (identity, projector.word(field), count)
        for identity, field, count in connection.execute(
            "SELECT id, field, changes FROM journal_waiting"
            " JOIN journal_record ON journal_record.n = record"
        )
    )
    return tables


def versions(workspace: Workspace) -> set[tuple[Any, ...]]:
    """Every version of every contested field."""
    return {
        (record.id, field, one.change, one.value, one.readable, one.time)
        for record in workspace.contested()
        for field in record.contested
        for one in workspace.versions(record, field)
    }


def told(workspace: Workspace) -> dict[str, Any]:
    """Everything that must be the same on two laptops that have exchanged everything."""
    return {
        "changes": changes(workspace),
        "shown": shown(workspace),
        "versions": versions(workspace),
        "segments": workspace.segments.digests(),
    }
