"""Consents: asked in the words of the file, kept with them, taken back at any time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from cps_desktop.domain.changes import ChangeSummary, creating
from cps_desktop.domain.consents import LONGEST_FILE, Purpose, Standing, read_purposes, standing
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Consent, ConsentWay, Person
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records

WAY_WORDS = {
    ConsentWay.SPOKEN: "said it",
    ConsentWay.PAPER: "signed it on paper",
    ConsentWay.SCREEN: "ticked it on screen",
}


def load_purposes(folders: Iterable[Path]) -> tuple[Purpose, ...]:
    """What is asked on this laptop; a later file's purpose takes the place of one of its key."""
    found: dict[str, Purpose] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            try:
                with path.open("rb") as file:
                    read = read_purposes(file.read(LONGEST_FILE + 1), path.name)
            except (InputRefused, OSError):
                continue  # the words that came with the program are asked instead
            found.update((one.key, one) for one in read)
    return tuple(found.values())


def consents_of(records: Records, person: RecordId) -> dict[str, Standing]:
    """What holds for a person, by the key of the purpose; only those they were asked about."""
    said: dict[str, list[Consent]] = {}
    for one in records.find(Consent, person=person):
        said.setdefault(one.purpose, []).append(one)
    return {purpose: standing(some) for purpose, some in said.items()}


def said_so_far(records: Records, person: RecordId, purpose: str) -> tuple[Consent, ...]:
    """Everything they said to one purpose, the earliest first."""
    found = records.find(Consent, person=person, purpose=purpose)
    return tuple(sorted(found, key=lambda one: (one.day or dt.date.min, one.id)))


def note_consent(
    door: Door,
    person: RecordId,
    purpose: Purpose,
    *,
    given: bool,
    way: ConsentWay = ConsentWay.SPOKEN,
    day: dt.date | None = None,
    initiator: object | None = None,
) -> ChangeSummary:
    """Note a yes or a no, with the words that were shown and the day (today, if none is given).

    What holds already is not noted a second time. Raises InputRefused where the person is not
    here any more, and for a day still to come.
    """
    door.must_exist(Person, person)
    today = door.today()
    day = day or today
    if day > today:
        raise InputRefused(
            f"{say_date(day)} is still to come; nobody can have agreed by then. "
            "Nothing was changed."
        )
    now = consents_of(door.records, person).get(purpose.key, Standing())
    if now.given is given and not now.differing and now.wording == purpose.wording:
        return ChangeSummary("Note a consent", initiator=initiator)
    said = Consent(
        id=door.new_id(),
        root=person,
        person=person,
        purpose=purpose.key,
        given=given,
        day=day,
        wording=purpose.wording,
        edition=purpose.edition,
        way=way,
        after=tuple(one.id for one in now.heads),
    )
    what = "Note a consent" if given else "Note that they said no"
    return door.do(what, creating(said), initiator=initiator)


def standing_words(one: Standing, wording: str = "") -> str:
    """What holds, in a few words; ``wording`` is what is asked today."""
    if one.given is None:
        return "Not asked yet"
    day = f" on {say_date(one.day)}" if one.day else ""
    if one.differing:
        return f"Two answers were noted, so it is a no for now{day}: please ask again"
    if not one.given:
        return f"Said no{day}"
    other = " to other words than these" if wording and one.wording != wording else ""
    return f"Said yes{day}{other}"
