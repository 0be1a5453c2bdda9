"""``list``: what a workspace holds."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from cps_desktop.commands.opening import desk_of, folder_of, say
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
from cps_desktop.domain.money import say_money
from cps_desktop.domain.records import Record
from cps_desktop.services.actions import action_words
from cps_desktop.services.claim_view import claims_of_session
from cps_desktop.services.conflicts import disagreements
from cps_desktop.services.coordination import coordinators, receivers
from cps_desktop.services.desk import Desk
from cps_desktop.services.likeness import likenesses
from cps_desktop.services.people import shown_name
from cps_desktop.services.receivers import how_met
from cps_desktop.services.sessions import session_rows

_KINDS: dict[str, type[Record]] = {
    "people": Person,
    "organisations": Organisation,
    "planners": Planner,
    "notes": Note,
    "actions": Action,
    "attendance": Attendance,
}


def list_(options: argparse.Namespace) -> int:
    """List one kind of thing."""
    if options.kind == "backups":
        return _backups(options)
    with desk_of(options) as desk:
        rows = _rows(desk, options.kind, options.session or "")
    lines = [row["words"] for row in rows]
    result = [{name: cell for name, cell in row.items() if name != "words"} for row in rows]
    say(options, {"kind": options.kind, "count": len(rows), "records": result}, *lines)
    return 0


def _backups(options: argparse.Namespace) -> int:
    from cps_desktop.services.backups import list_backups

    found = list_backups(folder_of(options))
    say(options, {"kind": "backups", "count": len(found), "records": found}, *map(str, found))
    return 0


def _rows(desk: Desk, kind: str, session: str) -> list[dict[str, Any]]:
    if kind == "sessions":
        return _sessions(desk)
    if kind == "claims":
        return _claims(desk, session)
    if kind in ("running-out", "batches", "accruals"):
        return _of_money(desk, kind, session)
    if kind == "policies":
        from cps_desktop.commands.policies import listed

        return listed(desk)
    if kind == "conflicts":
        return [
            {
                "record": one.record.id,
                "kind": one.record.KIND,
                "field": one.field,
                "session": one.session,
                "values": [side.value for side in one.sides],
                "words": f"{one.record.id}  {one.about}: {one.label}, {len(one.sides)} versions",
            }
            for one in disagreements(desk, session)
        ]
    if kind == "alike":
        return [
            {
                "what": one.what,
                "first": one.first,
                "second": one.second,
                "score": one.score,
                "reason": one.reason,
                "words": f"{one.first}  {one.second}  {one.what}: {one.reason}",
            }
            for one in likenesses(desk.workspace)
        ]
    if kind == "laptops":
        first = coordinators(desk.workspace)
        return [
            {
                "name": one.name,
                "recipient": one.recipient,
                "coordinator": one in first,
                "words": f"{one.recipient}  "
                + (f"{one.name}, coordinator" if one in first else how_met(desk.workspace, one)),
            }
            for one in receivers(desk.workspace)
        ]
    if kind == "standings":
        return _standings(desk)
    cls = _KINDS[kind]
    found = (
        desk.workspace.find(cls, session=session)
        if session and cls not in (Person, Organisation)
        else desk.workspace.find(cls)
    )
    return [{"record": one, "words": f"{one.id}  {_name(desk, one)}"} for one in found]


def _standings(desk: Desk) -> list[dict[str, Any]]:
    from cps_desktop.services.revoking import standings

    return [
        {
            "laptop": one.key,
            "name": one.name,
            "coordinator": one.coordinator,
            "revoked": one.revoked,
            "ruling": one.ruling,
            "changes": one.changes,
            "not_counting": one.not_counting,
            "words": f"{one.key.hex()}  {one.name or 'without a name'}: {one.words}",
        }
        for one in standings(desk.workspace)
    ]


def _sessions(desk: Desk) -> list[dict[str, Any]]:
    rows = session_rows(desk.workspace, desk.door.today(), desk.workspace.session_counts())
    return [
        {
            "id": one.session,
            "title": one.title,
            "kind": one.kind_of,
            "days": one.days,
            "venue": one.venue,
            "people": one.people,
            "notes": one.notes,
            "claims": one.claims,
            "state": one.state,
            "words": f"{one.session}  {one.title} · {one.kind_words} · {one.dates} · "
            f"{one.people} people, {one.notes} notes, {one.claims} claims · {one.state_words}",
        }
        for one in rows
    ]


def _claims(desk: Desk, session: str) -> list[dict[str, Any]]:
    chosen = [session] if session else [one.id for one in desk.workspace.find(Session)]
    return [
        {
            "id": row.claim,
            "session": one,
            "claimant": row.claimant,
            "lead_agency": row.lead_agency,
            "lines": row.lines,
            "pence": row.total_pence,
            "state": row.state,
            "words": f"{row.claim}  {row.claimant} · {row.lead_agency} · "
            f"{say_money(row.total_pence)} · {row.state_words}",
        }
        for one in chosen
        for row in claims_of_session(desk.workspace, desk.policies, one)
    ]


def _of_money(desk: Desk, kind: str, session: str) -> list[dict[str, Any]]:
    from cps_desktop.services.accruals import accruals, running_out
    from cps_desktop.services.payment_batches import agencies_that_pay, batch_view, batches

    records, policies = desk.workspace, desk.policies
    if kind == "running-out":
        late = running_out(records, policies, desk.door.today(), session)
        return [
            {**msgspec.structs.asdict(one), "words": f"{one.claim}  {one.words}"} for one in late
        ]
    if kind == "accruals":
        return [
            {
                **msgspec.structs.asdict(one),
                "words": f"{one.session} · {one.lead_agency} · {one.category} · {one.month} · "
                f"claimed {say_money(one.claimed)}, approved {say_money(one.approved)}, "
                f"paid {say_money(one.paid)}, to set aside {say_money(one.owed)}",
            }
            for one in accruals(records, policies)
        ]
    every = [one.id for agency in agencies_that_pay(records) for one in batches(records, agency.id)]
    views = [batch_view(records, policies, one) for one in every]
    return [
        {
            **msgspec.structs.asdict(one),
            "control_pence": one.control_pence,
            "words": f"{one.batch}  {one.reference} · {one.lead_agency} · {one.words}"
            + (f" · {len(one.undecided)} to decide" if one.undecided else "")
            + (f" · {len(one.struck)} struck out" if one.struck else ""),
        }
        for one in views
    ]


def _name(desk: Desk, record: Record) -> str:
    if isinstance(record, Person):
        return shown_name(record)
    if isinstance(record, Note):
        return " ".join(record.text.split())[:80]
    if isinstance(record, Action):
        return action_words(record)
    if isinstance(record, Attendance):
        person = desk.workspace.get(Person, record.person)
        return f"{shown_name(person)} · {record.role or 'role not said'}"
    if isinstance(record, Planner):
        return record.title or record.template
    if isinstance(record, Organisation):
        return record.name
    return record.id if not isinstance(record, Claim) else record.state
