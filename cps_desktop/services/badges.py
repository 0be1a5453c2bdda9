"""Badges: for whoever wants one, with the name they want on it; their role only if they wish."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from cps_desktop import paths
from cps_desktop.domain.changes import ChangeSummary, setting
from cps_desktop.domain.door_sheets import BadgeOnSheet, BadgeSheet
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Attendance, Person, Session
from cps_desktop.domain.records import RecordId, Value
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.people import ROLE_WORDS, folded, shown_name
from cps_desktop.services.print_preview import Made, as_made
from cps_desktop.services.printing import session_to_print
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.sheet_heads import imprint, session_on_sheet
from cps_desktop.services.who_stands import entries_each

NOBODY = (
    "Nobody on the list wants a badge yet. Nothing was printed. Open somebody's details and tick "
    "“Wants a badge”."
)


def change_badge(
    door: Door,
    attendance: RecordId,
    *,
    wanted: bool | None = None,
    name: str | None = None,
    said: str | None = None,
    role: bool | None = None,
    initiator: object | None = None,
) -> ChangeSummary:
    """Say whether somebody wants a badge, and what it is to say; None leaves a thing as it is."""
    known = door.must_exist(Attendance, attendance)
    asked: dict[str, Value] = {
        "badge": wanted,
        "badge_name": name.strip() if name is not None else None,
        "badge_said": said.strip() if said is not None else None,
        "badge_role": role,
    }
    fields = {field: value for field, value in asked.items() if value is not None}
    return door.do("Change a badge", setting(known, **fields), initiator=initiator)


def usual_name(person: Person | None) -> str:
    """What stands on a badge where nothing else was asked for: what they like to be called."""
    if person is None:
        return ""
    return person.known_as.strip() or shown_name(person)


def badge_of(listed: Attendance, person: Person | None) -> BadgeOnSheet:
    """What one badge says."""
    role = listed.role or (person.role if person else "")
    return BadgeOnSheet(
        listed.badge_name.strip() or usual_name(person),
        listed.badge_said.strip(),
        ROLE_WORDS.get(role, "") if listed.badge_role else "",
    )


def badge_sheet(desk: Desk, session: Session) -> BadgeSheet:
    """The badges of a session as they are printed, by name. Raises InputRefused without any."""
    each = entries_each(desk.workspace, session.id)
    wanted = {
        who: next(one for one in some if one.badge)
        for who, some in each.items()
        if any(one.badge for one in some)
    }
    people = desk.workspace.several(Person, wanted)
    made = [(badge_of(one, people.get(who)), one.id) for who, one in wanted.items()]
    badges = [(badge, each) for badge, each in made if badge.name]
    if not badges:
        raise InputRefused(NOBODY)
    badges.sort(key=lambda one: (folded(one[0].name), one[1]))
    return BadgeSheet(
        session=session_on_sheet(desk, session),
        imprint=dataclasses.replace(imprint(desk, session, personal=True), draft=False),
        badges=tuple(badge for badge, _ in badges),
    )


def badges_bytes(desk: Desk, session: Session, *, font_cache: Path) -> bytes:
    """The badges as a PDF. Raises InputRefused where nobody wants one."""
    from cps_desktop.documents import badges_pdf

    return badges_pdf(badge_sheet(desk, session), font_cache=font_cache)


def make_badges(desk: Desk, session: RecordId, *, font_cache: Path | None = None) -> Made:
    """The badges as a PDF, from a worker thread. Raises InputRefused where nobody wants one."""
    from cps_desktop.documents import badges_pdf

    with desk_beside(desk) as beside:
        sheet = badge_sheet(beside, session_to_print(beside, session))
    fonts = font_cache or paths.cache_folder() / "fonts"
    title = sheet.session.title
    return as_made(
        lambda: badges_pdf(sheet, font_cache=fonts),
        title=f"Badges - {title}" if title else "Badges",
        classification=sheet.imprint.classification,
    )
