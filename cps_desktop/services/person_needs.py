"""What a person needs: chosen from the list, with words beside it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from cps_desktop.domain.changes import (
    ChangeSummary,
    Edit,
    bringing_back,
    creating,
    deleting,
    setting,
)
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Need, Person
from cps_desktop.domain.needs import NeedList
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records


def needs_of(records: Records, person: RecordId) -> dict[str, str]:
    """What a person needs: the detail of each, by key."""
    return {one.need: one.detail for one in records.find(Need, person=person)}


def needs_of_all(records: Records) -> dict[RecordId, dict[str, str]]:
    """What everybody needs, by person: one look for a whole list."""
    found: dict[RecordId, dict[str, str]] = {}
    for one in records.find(Need):
        found.setdefault(one.person, {})[one.need] = one.detail
    return found


def need_id(records: Records, person: RecordId, key: str) -> RecordId:
    """The identity of a need, the same on every laptop; where it was erased when its time was
    over, and is needed again, the next one."""
    tried = (
        derived_id("need", person, key, *([str(again)] if again else []))
        for again in itertools.count()
    )
    return next(one for one in tried if not records.is_erased(Need, one, person))


def need_edits(records: Records, person: RecordId, key: str, detail: str = "") -> list[Edit]:
    """The edits after which a person needs this; one need of a kind, on every laptop."""
    identity = need_id(records, person, key)
    detail = " ".join(detail.split())
    known = records.get(Need, identity)
    if known is None:
        return creating(Need(id=identity, root=person, person=person, need=key, detail=detail))
    back = bringing_back([known]) if known.deleted else []
    return [*back, *setting(known, detail=detail)]


def set_need(
    door: Door,
    person: RecordId,
    key: str,
    *,
    detail: str = "",
    initiator: object | None = None,
) -> ChangeSummary:
    """Note that a person needs this; keystrokes in its detail are one step.

    Raises InputRefused where the person is not here any more.
    """
    door.must_exist(Person, person)
    edits = need_edits(door.records, person, key, detail)
    return door.do("Note what they need", edits, initiator=initiator, amend=("need", person, key))


def clear_need(
    door: Door, person: RecordId, key: str, *, initiator: object | None = None
) -> ChangeSummary:
    """They do not need this after all."""
    known = door.records.get(Need, need_id(door.records, person, key))
    gone = [known] if known is not None and not known.deleted else []
    # What came in filed otherwise (an older merge) goes too: it would be shown all the same.
    gone += [one for one in door.records.find(Need, person=person, need=key) if one not in gone]
    return door.do("Note what they need", deleting(gone), initiator=initiator)


def needs_words(offered: NeedList, chosen: Mapping[str, str], words: str = "") -> tuple[str, ...]:
    """Everything somebody needs, one sentence each, in the order of the list; then their words."""
    order = sorted(chosen, key=lambda key: (offered.place(key), key))
    said = [offered.words(key, chosen[key]) for key in order]
    return (*said, *(line.strip() for line in words.splitlines() if line.strip()))
