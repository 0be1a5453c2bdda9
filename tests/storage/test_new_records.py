"""Records that a step makes are kept together: what comes of it is what comes of it one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cps_desktop.domain.changes import Edit, creating, deleting, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Attendance, Coming, Person, Session
from cps_desktop.domain.records import DELETED
from cps_desktop.domain.rulings import Erased, Erasure, InEffect, RecordKey
from cps_desktop.services.checking import check_workspace
from cps_desktop.storage import journal
from cps_desktop.storage.in_effect import save_in_effect
from tests.services.laptop import Laptop, laptop

PEOPLE = 60
BEGUN = 3
"""People who are known before the step, so that it is not all new."""


def _tables(one: Laptop) -> dict[str, list[Any]]:
    """All that is kept and shown, without when and as which change."""
    execute = one.workspace.connection.execute
    kept = execute(
        "SELECT hex(here.id), hex(here.root), kind.word, field.word,"
        " iif(field.word = 'deleted', value = x'c2', value), sees IS NULL, state"
        " FROM journal_change JOIN journal_record AS here ON here.n = record"
        " JOIN journal_word AS kind ON kind.n = kind JOIN journal_word AS field ON field.n = field"
        " ORDER BY 1, 2, 3, 4, 5"
    ).fetchall()
    shown = {
        kind: execute(f'SELECT * FROM "{kind}" ORDER BY id').fetchall()
        for kind in ("person", "attendance", "session")
    }
    bare = {kind: [(row[1:3] + row[5:]) for row in rows] for kind, rows in shown.items()}
    search = execute("SELECT words, kind, record, root FROM search ORDER BY record").fetchall()
    return {"kept": kept, "search": search, **bare}


def _step(one: Laptop) -> list[Edit]:
    """A list as it comes in: new people, known ones who are changed, one who was deleted."""
    session = Session(id=derived_id("session"), title="Letters")
    people = [Person(id=derived_id(f"{n}"), name=f"Ann {n}") for n in range(PEOPLE)]
    before = [edit for person in people[:BEGUN] for edit in creating(person)]
    one.door.do("Before", [*creating(session), *before])
    one.door.do("Gone", deleting([people[0]]))
    known = one.workspace.several(Person, [person.id for person in people])
    edits = [
        Edit(Person.KIND, people[0].id, people[0].id, DELETED, value=False),
        *setting(known[people[1].id], email="ann@example.invalid"),
    ]
    for n, person in enumerate(people):
        if n >= BEGUN:
            edits += creating(person)
        # Said at two places of one step: the later one counts.
        edits += (
            [Edit(Person.KIND, person.id, person.id, "name", f"Bea\0 {n}")] if n % 7 == 0 else []
        )
        edits += creating(
            Attendance(
                id=derived_id(session.id, person.id),
                root=session.id,
                session=session.id,
                person=person.id,
                coming=Coming.WALK_IN if n % 2 else Coming.EXPECTED,
            )
        )
    # Of this one nothing is said but that it is there, of that one it is gone again at once.
    edits += creating(Person(id=derived_id("silent")))
    edits += [*creating(Person(id=derived_id("brief"), name="Brief")),
              *deleting([Person(id=derived_id("brief"))])]  # fmt: skip
    return edits


def _after(folder: Path) -> list[Any]:
    with laptop(folder) as one:
        said = one.door.do("Bring in a list", _step(one))
        found: list[Any] = [said.touched, said.changes, _tables(one)]
        order = [person.name for person in one.workspace.find(Person)]
        assert check_workspace(one.workspace).problems == []
        live = one.workspace.connection.execute('SELECT * FROM "person" ORDER BY n').fetchall()
        words = one.workspace.connection.execute("SELECT rowid, * FROM search").fetchall()
        one.workspace.rebuild()
        rows = one.workspace.connection.execute
        assert rows('SELECT * FROM "person" ORDER BY n').fetchall() == live
        assert sorted(rows("SELECT rowid, * FROM search").fetchall()) == sorted(words)
        one.door.undo()
        found.append(_tables(one)["person"])
        one.door.redo()
        found.append(_tables(one)["person"])
        assert check_workspace(one.workspace).problems == []
        times = one.workspace.connection.execute("SELECT time FROM journal_change ORDER BY seq")
        readings = [row[0] for row in times]
        assert len(set(readings)) == len(readings)
        return [*found, sorted(order)]


def test_many_together_come_to_the_same_as_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = _after(tmp_path / "together")
    monkeypatch.setattr(journal, "made_anew", lambda *_: {})
    assert together == _after(tmp_path / "one by one")


def test_what_is_new_is_kept_without_asking_what_it_replaces(tmp_path: Path) -> None:
    asked: list[str] = []
    with laptop(tmp_path) as one:
        one.workspace.connection.set_trace_callback(asked.append)
        one.door.do("Add a person", creating(Person(id=derived_id("new"), name="Ann")))
        one.workspace.connection.set_trace_callback(None)
        assert any("INTO journal_change" in statement for statement in asked)
        assert not [one for one in asked if "FROM journal_change" in one]


def test_what_cannot_be_kept_takes_the_whole_step_back(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        people = [Person(id=derived_id(f"{n}"), name=f"Ann {n}") for n in range(300)]
        edits = [edit for person in people for edit in creating(person)]
        long = Edit(Person.KIND, people[9].id, people[9].id, "needs", "x" * (1024 * 1024 + 1))
        with pytest.raises(InputRefused, match="too long to keep"):
            one.workspace.append("Bring in a list", [*edits, long])
        before = one.workspace.changes()
        assert (one.workspace.find(Person), before) == ((), 0)
        one.door.do("Bring in a list", edits)
        # Once more, as if another window had been quicker: nothing is there twice.
        one.door.do("Bring in a list", edits)
        assert len(one.workspace.find(Person)) == 300
        assert check_workspace(one.workspace).problems == []


def test_who_was_erased_elsewhere_and_never_stood_here_does_not_come_in_with_a_list(
    tmp_path: Path,
) -> None:
    with laptop(tmp_path) as one:
        people = [Person(id=derived_id(f"{n}"), name=f"Ann {n}") for n in range(300)]
        gone = bytes.fromhex(people[9].id)
        erased = Erased([Erasure(frozenset({RecordKey(gone, gone, Person.KIND)}))])
        with one.workspace.one_transaction():
            save_in_effect(one.workspace.connection, InEffect(erased))
        one.workspace.forget_caches()
        with pytest.raises(InputRefused, match="erased for good"):
            one.door.do("Bring in a list", [edit for each in people for edit in creating(each)])
        assert (one.workspace.find(Person), one.workspace.changes()) == ((), 0)
