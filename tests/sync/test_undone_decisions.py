"""A decision that is undone reopens what was decided: on this laptop, on others, and rebuilt."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop.domain.changes import bringing_back, deleting, setting
from cps_desktop.domain.kinds import Note, NoteColour
from cps_desktop.services.checking import check_workspace
from tests.examples import few_or_many
from tests.sync.replicas import NOON, Replica, shown, told

TEXTS = st.sampled_from(["", "a", "b", "ab"])
STEPS = st.lists(st.sampled_from(["undo", "redo", "give"]), max_size=8)
ACTS = st.sampled_from(["write", "paint", "delete", "nothing"])


def act(laptop: Replica, what: str, text: str) -> None:
    (note,) = laptop.workspace.find(Note)
    if what == "write":
        laptop.door.do("Write", setting(note, text=text))
    elif what == "paint":
        edits = setting(note, text=text, colour=NoteColour.PINK if text else NoteColour.BLUE)
        laptop.door.do("Write", edits)
    elif what == "delete":
        laptop.delete(note)


def decide(laptop: Replica, text: str, *, gone: bool) -> bool:
    """One step that decides everything that waits; whether anything did."""
    some = laptop.workspace.contested()
    edits = []
    for one in some:
        assert isinstance(one, Note)
        wanted = {"text": text, "colour": NoteColour.GREEN}
        edits += setting(one, **{name: wanted[name] for name in one.contested if name in wanted})
        if "deleted" in one.contested:
            edits += deleting([one]) if gone else bringing_back([one])
    laptop.door.do("Decide", edits)
    return bool(some)


@settings(max_examples=few_or_many(16), deadline=None)
@given(
    acts=st.tuples(ACTS, ACTS),
    texts=st.tuples(TEXTS, TEXTS, TEXTS),
    gone=st.booleans(),
    steps=STEPS,
    later=st.integers(-2, 2),
)
def test_undoing_a_decision_reopens_it_everywhere(
    acts: tuple[str, str], texts: tuple[str, str, str], gone: bool, steps: list[str], later: int
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, bundles = Path(place), iter(range(1000))
        left, right = Replica(folder / "left", 1), Replica(folder / "right", 2, NOON + later)

        def give(one: Replica, other: Replica) -> None:
            one.give(other, folder / f"bundle {next(bundles)}")

        try:
            left.new_note(left.new_planner(left.new_session().id), "first")
            give(left, right)
            act(left, acts[0], texts[0])
            act(right, acts[1], texts[1])
            give(left, right)
            give(right, left)
            before = (shown_without_times(left), values(left))
            if not decide(left, texts[2], gone=gone):
                return
            after = (shown_without_times(left), values(left))
            assert left.workspace.contested() == ()
            done = True
            for step in [*steps, "undo" if steps.count("give") % 2 else "give"]:
                if step == "give":
                    give(left, right)
                elif (step == "undo") is done:
                    assert (left.door.undo if done else left.door.redo)() is not None
                    done = not done
                assert (shown_without_times(left), values(left)) == (after if done else before)
            give(left, right)
            give(right, left)
            assert shown(right.workspace) == shown(left.workspace)
            assert values(right) == values(left) == (after if done else before)[1]
            for laptop in (left, right):
                live = told(laptop.workspace)
                assert check_workspace(laptop.workspace).problems == []
                laptop.workspace.rebuild()
                assert told(laptop.workspace) == live
        finally:
            left.close()
            right.close()


def values(laptop: Replica) -> list[tuple[object, ...]]:
    """What each contested field's values are, the shown one first, and who said them when."""
    return [
        (one.id, field, said.value, said.readable, said.time)
        for one in laptop.workspace.contested()
        for field in sorted(one.contested)
        for said in laptop.workspace.versions(one, field)
    ]


def shown_without_times(laptop: Replica) -> list[tuple[object, ...]]:
    return sorted(
        (one.id, one.text, one.colour, one.deleted, one.contested)
        for deleted in (False, True)
        for one in laptop.workspace.find(Note, deleted=deleted)
    )
