"""A session's list for other programs, and its days for people's calendars.

Needs are not in it: who has to know them has the preparation list.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from cps_desktop.domain.dates import say_short_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Coming, Person, Presence, Session, SessionDay
from cps_desktop.domain.list_sheets import CardOnSheet, EventOnSheet, ListSheet
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Records
from cps_desktop.services.handing_over import safe_name
from cps_desktop.services.list_kinds import ListKind, ListMade, table_bytes
from cps_desktop.services.reaching import reach_of
from cps_desktop.services.register import DayOfPerson, RegisterRow, register_view
from cps_desktop.services.sessions import days_of, session_heading

_COMING: Final = {
    Coming.EXPECTED: "Expected",
    Coming.WALK_IN: "Walked in",
    Coming.APOLOGIES: "Sent apologies",
}


def people_sheet(records: Records, session: RecordId, title: str) -> ListSheet:
    """Everybody on the list with how to reach them, and a column a day."""
    view = register_view(records, session)
    days = [say_short_date(one.date) if one.date else "No date" for one in view.days]
    headings = (
        "Name", "Known as", "Role", "Organisation", "Integrated Care Community", "E-mail",
        "Phone", "Coming", *days,
    )  # fmt: skip
    people = records.several(Person, [one.person for one in view.rows])
    return ListSheet(title, headings, tuple(_row(one, people.get(one.person)) for one in view.rows))


def _row(row: RegisterRow, person: Person | None) -> tuple[str, ...]:
    reach = reach_of(person) if person is not None else None
    return (
        row.name,
        row.known_as,
        row.role_words,
        row.organisation,
        person.community if person is not None else "",
        reach.email if reach else "",
        reach.phone if reach else "",
        _COMING.get(Coming(row.coming), "") if row.coming in set(Coming) else "",
        *(_mark(day) for day in row.days),
    )


def _mark(day: DayOfPerson) -> str:
    if day.state == Presence.APOLOGIES:
        return "Apologies"
    if not day.here:
        return ""
    times = [one.strftime("%H:%M") if one else "" for one in (day.arrived, day.left)]
    return f"Here {'–'.join(times)}" if all(times) else f"Here {times[0] or times[1]}".strip()


def cards_of(records: Records, session: RecordId) -> tuple[CardOnSheet, ...]:
    """Everybody on the list as an address card."""
    cards = []
    rows = register_view(records, session).rows
    people = records.several(Person, [one.person for one in rows])
    for row in rows:
        person = people.get(row.person)
        if person is not None:
            reach = reach_of(person)
            cards.append(
                CardOnSheet(row.name, row.known_as, row.organisation, reach.email, reach.phone)
            )
    return tuple(cards)


def invitation_of(records: Records, session: Session, today: dt.date) -> tuple[EventOnSheet, ...]:
    """Every day of a session that has a date; nobody is named in it."""
    heading = session_heading(records, session, today)
    days = [one for one in days_of(records, session.id) if one.day is not None]
    return tuple(
        _event(session, one, number, len(days), heading.title) for number, one in enumerate(days, 1)
    )


def _event(session: Session, day: SessionDay, number: int, of: int, title: str) -> EventOnSheet:
    assert day.day is not None
    return EventOnSheet(
        uid=f"{day.id}@cps-desktop",
        title=title if of == 1 else f"{title} (day {number} of {of})",
        day=day.day,
        starts=day.starts,
        ends=day.ends,
        place=session.venue,
        words=session.purpose,
    )


def make_list(desk: Desk, session: RecordId, kind: ListKind) -> ListMade:
    """A session's list or its invitation as a file. Raises InputRefused where there is nothing."""
    from cps_desktop.documents import list_files

    found = desk.workspace.get(Session, session)
    if found is None or found.deleted:
        raise InputRefused("This session is not in this workspace. Nothing was written.")
    title = found.title or "Session"
    if kind is ListKind.CALENDAR:
        events = invitation_of(desk.workspace, found, desk.door.today())
        if not events:
            raise InputRefused(
                "This session has no day yet, so there is nothing to put into a calendar. "
                "Add its days on the page Session details."
            )
        made = dt.datetime.fromtimestamp(desk.door.now_ms() / 1000, dt.UTC)
        data = list_files.calendar_bytes(events, made)
        return ListMade(data, f"{safe_name(title) or 'Session'}.ics", "It names nobody.")
    sheet = people_sheet(desk.workspace, session, f"People - {title}")
    if not sheet.rows:
        raise InputRefused("Nobody is on the list yet, so nothing was written.")
    if kind is ListKind.CARDS:
        data = list_files.vcard_bytes(cards_of(desk.workspace, session))
    else:
        data = table_bytes(sheet, kind)
    name = f"{safe_name(sheet.title) or 'People'}.{kind.value}"
    return ListMade(data, name, "It holds names and how to reach people. Keep it safe.")


def save_list(made: ListMade, path: Path) -> None:
    """Write it, whole or not at all. Raises StorageFull or InputRefused."""
    from cps_desktop.services.print_preview import save

    save(made.data, path)
