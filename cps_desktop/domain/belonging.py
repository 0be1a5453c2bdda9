"""What is a person's, told from the kinds themselves: whatever is erased, or found after an
erasure, is looked for by this, so that a new kind cannot be forgotten.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from cps_desktop.domain.kinds import Person
from cps_desktop.domain.records import KINDS, Record, Shape, meanings

_SESSION: Final = "session"


class Belonging(NamedTuple):
    """Records of kind ``cls`` belong to whatever of the kind ``parent`` their ``field`` names.

    ``branch`` is the kind that names the person: this one, or the one it hangs on in the end.
    """

    cls: type[Record]
    field: str
    parent: str
    branch: str


@cache
def belongings() -> tuple[Belonging, ...]:
    """Every kind whose records are one person's, what they hang on always before them.

    A record belongs to what its first reference names, besides the session it is filed with; what
    it names after that, such as who approved a claim, is only mentioned.
    """
    first = {
        cls: named
        for cls in KINDS.values()
        for named in [
            [
                (name, one.refers_to)
                for name, one in meanings(cls).items()
                if one.shape is Shape.REFERENCE and name != _SESSION
            ][:1]
        ]
        if named
    }
    found: list[Belonging] = []
    branches = {Person.KIND: ""}
    # What hangs on what was just found may come before it in the list of kinds.
    while new := [
        Belonging(cls, field, parent, branches[parent] or cls.KIND)
        for cls, [(field, parent)] in first.items()
        if parent in branches and cls.KIND not in branches
    ]:
        found += new
        branches |= {one.cls.KIND: one.branch for one in new}
    return tuple(found)
