"""A stranger's well-signed bundle says things of our records: it must take nothing over."""

from __future__ import annotations

from pathlib import Path

import pytest

from cps_desktop.domain.changes import Edit, creating
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import Claim, ClaimLine, LineKind, Note, Person, Session
from cps_desktop.services import planners, sessions
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from tests.services.laptop import THURSDAY, Laptop, give, laptop

ELSEWHERE = "0" * 31 + "7"


def our_session(ours: Laptop) -> tuple[str, str, str, str]:
    door = ours.door
    session = sessions.create_session(door, title="Ours", days=[DayTimes(THURSDAY)])
    planner = planners.add_planner(door, session, PlannerCatalogue.shipped().choices()[0])
    note = planners.add_note(door, planner, "now", "our words")
    claim = Claim(id=door.new_id(), root=session, session=session)
    line = ClaimLine(
        id=door.new_id(),
        root=session,
        session=session,
        claim=claim.id,
        kind_of=LineKind.PARKING,
        pence=1240,
    )
    door.do("Claim", [*creating(claim), *creating(line)])
    return session, planner, note, claim.id


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_a_stranger_takes_no_record_over(tmp_path: Path, first: str) -> None:
    with laptop(tmp_path, seed=1) as ours, laptop(tmp_path, seed=2) as stranger:
        session, planner, note, claim = our_session(ours)
        line = stranger.door.new_id()
        stranger.workspace.append(
            "Forge",
            [
                Edit("session", session, ELSEWHERE, "title", "FORGED"),
                Edit("person", session, ELSEWHERE, "name", "FORGED"),
                Edit("note", note, ELSEWHERE, "text", "FORGED"),
                Edit("note", note, ELSEWHERE, "session", session),
                Edit("note", note, ELSEWHERE, "planner", planner),
                Edit("note", note, ELSEWHERE, "box", "now"),
                Edit("claim_line", line, ELSEWHERE, "session", session),
                Edit("claim_line", line, ELSEWHERE, "claim", claim),
                Edit("claim_line", line, ELSEWHERE, "pence", 999_999),
            ],
        )
        if first == "ours":
            give(stranger, ours, tmp_path)
            here = ours.workspace
        else:
            # A coordinator who met the forgery before the true session.
            with laptop(tmp_path, seed=3) as coordinator:
                give(stranger, coordinator, tmp_path)
                give(ours, coordinator, tmp_path)
                check(coordinator, session, planner, claim)
            return
        check(ours, session, planner, claim)
        assert [one.text for one in here.find(Note, planner=planner)] == ["our words"]
        found = here.get(Note, note)
        assert found is not None
        assert found.text == "our words"
        assert check_workspace(here).problems == []


def check(one: Laptop, session: str, planner: str, claim: str) -> None:
    workspace = one.workspace
    for _ in range(2):
        found = workspace.get(Session, session)
        assert found is not None
        assert found.title == "Ours"
        assert workspace.get(Person, session) is None
        assert [line.pence for line in workspace.find(ClaimLine, claim=claim)] == [1240]
        assert [line.pence for line in workspace.find(ClaimLine, session=session)] == [1240]
        assert [note.text for note in workspace.find(Note, session=session)] == ["our words"]
        assert all(hit.root != session for hit in workspace.search("forged"))
        workspace.rebuild()
