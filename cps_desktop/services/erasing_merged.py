"""What a merge that was taken back left of a person in somebody else's entry.

While two were one, what was known of the one was written into the entry of the other. Taken apart,
the other shows what it said before; the journal keeps what it said in between.
"""

from __future__ import annotations

from collections.abc import Sequence

from cps_desktop.domain.kinds import Person, Sameness
from cps_desktop.storage.erasing import Said, said_of
from cps_desktop.storage.workspace import Workspace


def left_by_merges(workspace: Workspace, people: Sequence[Person]) -> list[Said]:
    """Earlier wordings in entries that were once said to be one with theirs, in which a line says
    what theirs said in the same field. What such an entry shows now is its own, and stays."""
    ids = {one.id for one in people}
    merges = (*workspace.find(Sameness), *workspace.find(Sameness, deleted=True))
    others = {each for one in merges if ids & {*one.people} for each in one.people} - ids
    if not others:
        return []
    theirs: dict[str, set[str]] = {}
    for person in people:
        for said in said_of(workspace, person):
            theirs.setdefault(said.field, set()).update(_lines(said.value))
    return [
        said
        for one in sorted(others)
        if (other := workspace.get(Person, one)) is not None
        for said in said_of(workspace, other)
        if getattr(other, said.field, None) != said.value
        and theirs.get(said.field, set()) & _lines(said.value)
    ]


def _lines(value: object) -> set[str]:
    if not isinstance(value, str):
        return set()
    return {line.strip() for line in value.splitlines() if line.strip()}
