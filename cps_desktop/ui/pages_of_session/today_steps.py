"""What to do next in a session, in plain words, the most pressing first."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Final

from cps_desktop.domain.kinds import ClaimState, Session, SessionDay
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_view import ClaimRow
from cps_desktop.services.planner_view import PlannerView
from cps_desktop.services.preparation import PreparationList
from cps_desktop.services.register import RegisterView

MOST: Final = 4
TO_PREPARE: Final = "to prepare"
WHO_CAME: Final = "who came"
"""Views of the Attendance page that a step leads to."""


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """Something to do: a sentence, and the button that leads to where it is done."""

    words: str
    button: str
    page: str
    record: RecordId = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """Everything that is known of a session just now."""

    session: Session
    days: tuple[SessionDay, ...]
    register: RegisterView
    planners: tuple[PlannerView, ...]
    claims: tuple[ClaimRow, ...]
    today: dt.date
    ready: PreparationList | None = None

    @property
    def is_over(self) -> bool:
        dates = [one.day for one in self.days if one.day is not None]
        return self.session.finished or (bool(dates) and max(dates) < self.today)


def next_steps(now: Standing) -> tuple[Step, ...]:
    """At most four things to do, the most pressing first; at least one, always."""
    people, ready = tuple(_people(now)), tuple(_ready(now))
    # Whoever stands at the door goes before what should have been ready by now.
    came_first = now.register.day_on(now.today) is not None
    found = [*_undecided(now), *_before(now)]
    found += (*people, *ready) if came_first else (*ready, *people)
    found += (*_planner(now), *_claims(now))
    found += _after(now)
    return tuple(found[:MOST])


def _undecided(now: Standing) -> Iterable[Step]:
    if now.session.contested or any(row.contested for row in now.register.rows):
        yield Step(
            "Two people changed the same thing. Both versions are kept; choose one.",
            "Choose a version",
            "conflicts",
        )


def _before(now: Standing) -> Iterable[Step]:
    if not any(one.day for one in now.days):
        yield Step("Say on which days this session is.", "Session details", "details")
    elif not now.session.venue:
        yield Step("Say where this session is.", "Session details", "details")


def _ready(now: Standing) -> Iterable[Step]:
    """What people need is got ready before they come: it is said until it is."""
    if now.ready is None or now.is_over:
        return
    waiting = sum(not one.ready for one in now.ready.items)
    alone = sum(not one.adult for one in now.ready.young)
    said = []
    if waiting:
        thing = "thing that people need is" if waiting == 1 else "things that people need are"
        said.append(f"{waiting} {thing} still to be got ready.")
    if alone:
        who = "1 person" if alone == 1 else f"{alone} people"
        said.append(f"Nobody is named as responsible for {who} under 18.")
    if said:
        yield Step(" ".join(said), "See what to prepare", "attendance", TO_PREPARE)


def _people(now: Standing) -> Iterable[Step]:
    if not now.register.rows:
        yield Step("Put the people who are coming on the list.", "Add people", "attendance")
        return
    day = now.register.day_on(now.today)
    waiting = day.listed - day.here - day.apologies if day is not None else 0
    if waiting > 0 and not now.session.finished:
        who = "1 person is" if waiting == 1 else f"{waiting} people are"
        yield Step(f"{who} not ticked in yet today.", "Tick people in", "attendance")


def _planner(now: Standing) -> Iterable[Step]:
    if not now.planners:
        yield Step("Choose a planner to write on.", "Choose a planner", "planner")
        return
    if now.is_over:
        return
    for planner in now.planners:
        gap = next((one.next_gap for one in planner.stages if one.next_gap is not None), None)
        if gap is not None:
            yield Step(
                f"The next gap on “{planner.title}” is “{gap.name}”.",
                "Go on with the planner",
                "planner",
                planner.planner,
            )
            return


def _claims(now: Standing) -> Iterable[Step]:
    unpriced = next((one for one in now.claims if one.unpriced), None)
    if unpriced is not None:
        yield Step(
            f"A line on the claim for {unpriced.claimant} has no amount yet.",
            "Open the claim",
            "expenses",
            unpriced.claim,
        )
    missing = sum(one.missing for one in now.claims)
    if missing:
        what = "1 receipt is" if missing == 1 else f"{missing} receipts are"
        yield Step(f"{what} still to come.", "See the claims", "expenses")
    drafts = [one for one in now.claims if one.state == ClaimState.DRAFT and one.lines]
    if drafts and now.is_over and not missing:
        what = "1 claim is" if len(drafts) == 1 else f"{len(drafts)} claims are"
        yield Step(f"{what} not ready to sign yet.", "See the claims", "expenses")


def _after(now: Standing) -> Iterable[Step]:
    if now.is_over:
        yield Step(
            "The session is over: hand it over to the coordinator.", "Hand over", "hand_over"
        )
        if any(row.came for row in now.register.rows):
            yield Step("See who came, and print certificates.", "Who came", "attendance", WHO_CAME)
        yield Step("Print the record for those who want it on paper.", "Print", "print")
    else:
        yield Step("At the end of the day, hand over what was written.", "Hand over", "hand_over")
