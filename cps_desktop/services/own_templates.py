"""Planner templates of the workspace's own: kept as records, so that they travel in bundles.

An edition that is kept never changes: its record's id is derived from what it says. Two laptops
that made the same edition without knowing of one another have two records then; the first made
one is used, alike everywhere, and the other is named in a sentence and kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final

from cps_desktop.domain.changes import Edit, bringing_back, creating, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import OwnTemplate, Planner
from cps_desktop.domain.planner_files import read_template, write_template
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import LONGEST_TEXT, Door, Records
from cps_desktop.services.planner_catalogue import PlannerCatalogue

OWN: Final = "own-"
"""How the id of a template begins that was made in this program."""


@dataclasses.dataclass(frozen=True, slots=True)
class OwnEdition:
    """One kept edition as it is listed; ``template`` is None where it cannot be read here."""

    record: RecordId
    template: PlannerTemplate | None
    offered: bool
    planners: int
    """How many planners of this workspace were begun with it."""
    says: str = ""
    """One sentence where it cannot be used as it stands; else ""."""


def new_template_id(door: Door) -> str:
    """An id for a template that is made here; no other laptop makes the same."""
    return f"{OWN}{door.new_id()}"


def keep_template(door: Door, template: PlannerTemplate) -> RecordId:
    """Keep a template in the workspace, to be offered with the others and handed over with them.

    The same template again changes nothing but that it is offered. Raises InputRefused where it
    is not as it should be, is too long, or would change an edition that is kept already.
    """
    written = write_template(template, close=True).decode()
    read_template(written.encode(), f"{template.title or template.id}.json")
    if len(written) > LONGEST_TEXT:
        raise InputRefused(
            f"“{template.title}” has more words than a planner can have: {len(written):,} "
            f"characters, and {LONGEST_TEXT:,} fit. Nothing was kept. Take out a translation or "
            "some boxes."
        )
    record = derived_id("planner template", template.id, str(template.edition), written)
    known = door.records.get(OwnTemplate, record)
    if known is not None:
        _offer(door, known, offered=True)
        return record
    taken = door.records.find(OwnTemplate, template=template.id, edition=template.edition)
    if taken:
        raise InputRefused(
            f"Edition {template.edition} of “{template.title}” is kept already, and an edition "
            "does not change. Nothing was kept. Keep this as a new edition."
        )
    made = OwnTemplate(
        id=record, root=record, template=template.id, edition=template.edition, written=written
    )
    door.do("Keep a planner template", creating(made))
    return record


def offer_template(door: Door, record: RecordId, *, offered: bool) -> None:
    """Offer an own template when people choose a planner, or do so no more; planners keep it."""
    _offer(door, door.must_exist(OwnTemplate, record), offered=offered)


def _offer(door: Door, known: OwnTemplate, *, offered: bool) -> None:
    edits: list[Edit] = bringing_back([known]) if known.deleted else []
    edits += setting(known, offered=offered)
    door.do("Offer a planner template" if offered else "Offer a planner template no more", edits)


def own_templates(records: Records) -> tuple[OwnEdition, ...]:
    """Every edition kept in the workspace, the first made first."""
    used: dict[tuple[str, int], int] = {}
    for planner in records.find(Planner):
        key = (planner.template, planner.edition)
        used[key] = used.get(key, 0) + 1
    seen: set[tuple[str, int]] = set()
    listed = []
    for one in _kept(records):
        key = (one.template, one.edition)
        if one.deleted and key not in used:
            continue
        template, says = _read(one)
        if template is not None and key in seen:
            says = (
                f"Edition {one.edition} of “{template.title}” was made on two laptops. The first "
                "is used; this one is kept, and can be kept again as a new edition."
            )
        if template is not None:
            seen.add(key)
        offered = one.offered and not one.deleted
        listed.append(OwnEdition(one.id, template, offered, used.get(key, 0), says))
    return tuple(listed)


def next_edition(catalogue: PlannerCatalogue, template: str) -> int:
    """The number of the edition that would come after all that are here; 1 for a new template."""
    return max(catalogue.editions(template), default=0) + 1


def catalogue_of(records: Records, shipped: PlannerCatalogue) -> PlannerCatalogue:
    """The shipped templates and the workspace's own, the same on every laptop that has both."""
    listed = own_templates(records)
    usable = [one for one in listed if one.template is not None]
    withdrawn = {
        (one.template.id, one.template.edition)
        for one in usable
        if one.template is not None and not one.offered and not one.says
    }
    return shipped.together_with(
        [one.template for one in usable if one.template is not None],
        [one.says for one in listed if one.says],
        withdrawn,
    )


def templates_used(records: Records, sessions: Iterable[RecordId]) -> set[RecordId]:
    """The records of own templates that planners of these sessions were begun with."""
    used = {
        (one.template, one.edition)
        for session in sessions
        for one in records.find(Planner, session=session)
    }
    return {one.id for one in _kept(records) if (one.template, one.edition) in used}


def _kept(records: Records) -> list[OwnTemplate]:
    every = [*records.find(OwnTemplate), *records.find(OwnTemplate, deleted=True)]
    return sorted(every, key=lambda one: (one.made, one.id))


def _read(one: OwnTemplate) -> tuple[PlannerTemplate | None, str]:
    try:
        template = read_template(one.written.encode(), f"{one.template}, edition {one.edition}")
    except InputRefused as problem:
        return None, str(problem)
    if (template.id, template.edition) != (one.template, one.edition):
        return None, (
            f"A planner template in this workspace says that it is “{one.template[:60]}”, and is "
            "another. It is not used. Nothing was changed."
        )
    return template, ""
