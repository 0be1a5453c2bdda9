"""Ctrl+K: sessions, people, notes, actions, organisations by their words; with the page to open."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Final, Protocol, TypeVar

from cps_desktop.domain.dates import say_date, say_days
from cps_desktop.domain.kinds import (
    Action,
    Attendance,
    Claim,
    Note,
    Organisation,
    Person,
    Planner,
    Session,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services.actions import STATE_WORDS
from cps_desktop.services.answers import BETWEEN_CELLS
from cps_desktop.services.door import Records
from cps_desktop.services.people import (
    ROLE_WORDS,
    PeopleFinder,
    folded,
    organisation_name,
    shown_name,
)
from cps_desktop.services.planner_view import author_words
from cps_desktop.services.sessions import KIND_WORDS, days_of

GROUPS: Final = ("Sessions", "People", "Notes", "Actions", "Organisations")
"""The groups of results, in the order they are shown."""


class Hit(Protocol):
    """What storage's full-text search finds."""

    @property
    def kind(self) -> str:
        """The record's kind."""

    @property
    def record(self) -> RecordId:
        """The record's id."""

    @property
    def excerpt(self) -> str:
        """The words around the match, with the match between ‹ and ›."""


class Searchable(Records, Protocol):
    """An open workspace, as far as search needs it."""

    def search(self, text: str, limit: int = 50) -> tuple[Hit, ...]:
        """Records that hold all the words, best first."""


@dataclasses.dataclass(frozen=True, slots=True)
class SearchResult:
    """One result: what it is called, what tells it apart, and where it opens.

    ``page`` is the page's name ("today", "planner", "actions", "attendance", "expenses", "people"),
    ``session`` the session it opens in ("" outside one), ``target`` the record to show there.
    """

    group: str
    title: str
    detail: str
    page: str
    session: RecordId
    target: RecordId
    record: RecordId
    excerpt: str = ""


def search(workspace: Searchable, text: str, *, limit: int = 24) -> tuple[SearchResult, ...]:
    """What these words find, by group, the best first within each.

    People are found by any part of their name, the rest by words and the beginning of the last.
    Nothing is found for nothing.
    """
    if not text.strip():
        return ()
    sessions = workspace.find(Session)
    results = [
        _person(workspace, one.person, one.detail, sessions)
        for one in PeopleFinder(workspace).find(text, limit=limit)
    ]
    known = {one.record for one in results}
    known_organisations = _organisations(workspace, text, sessions)
    results += known_organisations
    known |= {one.record for one in known_organisations}
    for hit in workspace.search(text, limit * 2):
        if hit.record in known:
            continue
        found = _result(workspace, hit, sessions)
        if found is not None:
            known.add(hit.record)
            results.append(found)
    return tuple(one for group in GROUPS for one in results if one.group == group)[: limit * 2]


def _result(workspace: Searchable, hit: Hit, sessions: Sequence[Session]) -> SearchResult | None:
    if hit.kind == Session.KIND:
        return _session(workspace, hit)
    if hit.kind == Note.KIND:
        return _note(workspace, hit)
    if hit.kind == Planner.KIND:
        return _planner(workspace, hit)
    if hit.kind == Action.KIND:
        return _action(workspace, hit)
    if hit.kind == Person.KIND:
        return _person(workspace, hit.record, "", sessions)
    if hit.kind == Organisation.KIND:
        return _organisation(workspace, hit.record, sessions)
    return None


def _session(workspace: Searchable, hit: Hit) -> SearchResult | None:
    one = workspace.get(Session, hit.record)
    if one is None or one.deleted:
        return None
    days = [day.day for day in days_of(workspace, one.id) if day.day is not None]
    parts = (KIND_WORDS.get(one.kind_of, ""), say_days(days), one.venue)
    return SearchResult(
        group="Sessions",
        title=one.title,
        detail=" · ".join(part for part in parts if part),
        page="today",
        session=one.id,
        target=one.id,
        record=one.id,
        excerpt=hit.excerpt,
    )


def _note(workspace: Searchable, hit: Hit) -> SearchResult | None:
    one = workspace.get(Note, hit.record)
    session = workspace.get(Session, one.session) if one is not None else None
    if one is None or one.deleted or session is None or session.deleted:
        return None
    planner = workspace.get(Planner, one.planner)
    parts = (
        author_words(one.author, one.named_as),
        f"Theme: {one.theme}" if one.theme else "",
        planner.title if planner else "",
    )
    return SearchResult(
        group="Notes",
        title=_in_a_line(one),
        detail=" · ".join(part for part in (*parts, session.title) if part),
        page="planner",
        session=one.session,
        target=one.id,
        record=one.id,
        excerpt=hit.excerpt,
    )


def _in_a_line(note: Note) -> str:
    cells = (" ".join(cell.split()) for cell in note.text.split(BETWEEN_CELLS))
    words = " · ".join(cell for cell in cells if cell)[:200]
    return words or ("A picture" if note.picture else "A note without words")


def _action(workspace: Searchable, hit: Hit) -> SearchResult | None:
    one = workspace.get(Action, hit.record)
    session = workspace.get(Session, one.session) if one is not None else None
    if one is None or one.deleted or session is None or session.deleted:
        return None
    parts = (
        one.who,
        f"by {say_date(one.due)}" if one.due else "",
        STATE_WORDS.get(one.state, one.state),
        session.title,
    )
    return SearchResult(
        group="Actions",
        title=" ".join(one.what.split())[:200] or "An action without words",
        detail=" · ".join(part for part in parts if part),
        page="actions",
        session=one.session,
        target=one.id,
        record=one.id,
        excerpt=hit.excerpt,
    )


def _planner(workspace: Searchable, hit: Hit) -> SearchResult | None:
    one = workspace.get(Planner, hit.record)
    session = workspace.get(Session, one.session) if one is not None else None
    if one is None or one.deleted or session is None or session.deleted:
        return None
    return SearchResult(
        group="Notes",
        title=one.title,
        detail=f"Planner · {session.title}",
        page="planner",
        session=one.session,
        target=one.id,
        record=one.id,
        excerpt=hit.excerpt,
    )


def _person(
    workspace: Searchable, person: RecordId, detail: str, sessions: Sequence[Session]
) -> SearchResult:
    """A person opens where they last came, or else a session they lead or claimed for."""
    known = workspace.get(Person, person)
    if not detail and known is not None:
        words = (ROLE_WORDS.get(known.role, ""), organisation_name(workspace, known.organisation))
        detail = " · ".join(word for word in words if word)
    came = _latest(workspace, workspace.find(Attendance, person=person))
    claimed = _latest(workspace, workspace.find(Claim, person=person))
    led = _last_session(one for one in sessions if person in one.facilitators)
    page, session, target, how = "people", "", person, "on no session's list yet"
    if came is not None:
        page, session, target, how = "attendance", came.session, came.id, "at"
    elif led is not None:
        page, session, target, how = "today", led.id, led.id, "facilitates"
    elif claimed is not None:
        page, session, target, how = "expenses", claimed.session, claimed.id, "claimed for"
    return SearchResult(
        group="People",
        title=shown_name(known),
        detail=_known_from(workspace, detail, how, session),
        page=page,
        session=session,
        target=target,
        record=person,
    )


InSession = TypeVar("InSession", Attendance, Claim)


def _latest(workspace: Searchable, some: Iterable[InSession]) -> InSession | None:
    """The one of these that came into being last, in a session that is still there."""
    here = [one for one in some if _is_there(workspace, one.session)]
    return max(here, key=lambda one: (one.made, one.id), default=None)


def _last_session(some: Iterable[Session]) -> Session | None:
    return max(some, key=lambda one: (one.made, one.id), default=None)


def _known_from(workspace: Searchable, detail: str, how: str, session: RecordId) -> str:
    """What tells a person or an organisation apart, and from which session they are known."""
    known = workspace.get(Session, session) if session else None
    where = f"{how} {known.title or 'a session without a title'}" if known is not None else how
    return f"{detail} · {where}" if detail else where[:1].upper() + where[1:]


def _is_there(workspace: Searchable, session: RecordId) -> bool:
    known = workspace.get(Session, session)
    return known is not None and not known.deleted


def _organisations(
    workspace: Searchable, text: str, sessions: Sequence[Session]
) -> list[SearchResult]:
    """Organisations by any part of their name, present or former: there are few of them."""
    parts = folded(text).split()
    if not parts:
        return []
    return [
        _organisation_result(workspace, one, sessions)
        for one in workspace.find(Organisation)
        if all(part in folded(f"{one.name} {one.former_names}") for part in parts)
    ]


def _organisation(
    workspace: Searchable, organisation: RecordId, sessions: Sequence[Session]
) -> SearchResult | None:
    one = workspace.get(Organisation, organisation)
    return None if one is None or one.deleted else _organisation_result(workspace, one, sessions)


def _organisation_result(
    workspace: Searchable, one: Organisation, sessions: Sequence[Session]
) -> SearchResult:
    """An organisation opens the last session it leads or takes part in, or its people came to."""
    former = ", ".join(line for line in one.former_names.splitlines() if line)
    part = _last_session(
        session
        for session in sessions
        if one.id == session.lead_agency or one.id in session.organisations
    )
    page, session, target, how = "people", "", one.id, "in no session yet"
    if part is not None:
        leads = part.lead_agency == one.id
        page, session, target = "today", part.id, part.id
        how = "leads" if leads else "takes part in"
    else:
        people = workspace.find(Person, organisation=one.id)
        came = _latest(
            workspace, (at for who in people for at in workspace.find(Attendance, person=who.id))
        )
        if came is not None:
            page, session, target, how = "attendance", came.session, came.id, "its people were at"
    return SearchResult(
        group="Organisations",
        title=one.name,
        detail=_known_from(workspace, f"Formerly {former}" if former else "", how, session),
        page=page,
        session=session,
        target=target,
        record=one.id,
    )
