"""The sample workspace: rich enough to judge every page, wholly invented, always today."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.claim_states import Stands
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Alike,
    Attachment,
    Attendance,
    Claim,
    ClaimLine,
    ClaimState,
    ClaimStep,
    DayPresence,
    LineKind,
    Note,
    Organisation,
    PaymentBatch,
    PaymentForTime,
    Person,
    Planner,
    Presence,
    Receipt,
    Role,
    Session,
    SessionKind,
    Vehicle,
)
from cps_desktop.paths import resources
from cps_desktop.services import exchange
from cps_desktop.services.accruals import running_out
from cps_desktop.services.actions import actions_of
from cps_desktop.services.claim_steps import standing
from cps_desktop.services.desk import Desk
from cps_desktop.services.likeness import likenesses
from cps_desktop.services.own_policies import own_policies
from cps_desktop.services.payment_batches import batch_view, payables
from cps_desktop.services.planner_view import answered, planner_view
from cps_desktop.services.register import register_view
from cps_desktop.services.sample import SampleMade, make_sample
from cps_desktop.services.sample_content import DaySample, SampleContent
from cps_desktop.services.search import GROUPS, search
from cps_desktop.services.sessions import SessionState, session_rows, todays_session

TODAY = dt.date(2027, 3, 18)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, SampleMade]]:
    desk = new_desk(tmp_path_factory.mktemp("sample") / "workspace", way="open")
    yield desk, make_sample(desk, today=TODAY)
    desk.close()


@pytest.fixture
def desk(made: tuple[Desk, SampleMade]) -> Desk:
    return made[0]


@pytest.fixture
def sample(made: tuple[Desk, SampleMade]) -> SampleMade:
    return made[1]


def test_there_is_a_session_today_with_18_of_21_people(desk: Desk, sample: SampleMade) -> None:
    rows = session_rows(desk.workspace, TODAY, desk.workspace.session_counts())
    today = todays_session(rows)
    assert today is not None
    assert (today.session, today.title) == (sample.today, "Making discharge letters clearer")
    assert (today.day_words, today.people, today.claims) == ("Day 1 of 2", 21, 6)
    register = register_view(desk.workspace, sample.today)
    assert register.days[0].words == "18 of 21 people came, 1 has left"
    assert register.mix.lay
    assert register.mix.staff


def test_the_rpiw_has_69_ideas_and_24_improvement_plans(desk: Desk, sample: SampleMade) -> None:
    session = sample.sessions["session-complaints"]
    known = desk.workspace.find(Planner, session=session)
    ideas = [one for one in known if one.template == "ideas-wall"]
    plans = [one for one in known if one.template == "cps-a3"]
    assert len(ideas) == 1
    assert len(desk.workspace.find(Note, planner=ideas[0].id)) == 69
    assert len(plans) == 24
    for plan in plans:
        assert len(desk.workspace.find(Note, planner=plan.id, box="owner")) == 1
    rows = session_rows(desk.workspace, TODAY)
    (row,) = (row for row in rows if row.session == session)
    assert (len(row.days), row.kind_of) == (5, SessionKind.RPIW)
    assert all(day.weekday() < 5 for day in row.days)


def test_every_kind_of_session_and_state_is_there(desk: Desk) -> None:
    rows = session_rows(desk.workspace, TODAY)
    assert {row.kind_of for row in rows} == set(SessionKind)
    assert {row.state for row in rows} == {
        SessionState.PLANNED,
        SessionState.UNDER_WAY,
        SessionState.FINISHED,
    }


def test_claims_of_every_kind_with_receipts_that_are_pictures(desk: Desk) -> None:
    lines = desk.workspace.find(ClaimLine)
    assert {line.kind_of for line in lines} == set(LineKind)
    assert {line.vehicle for line in lines} == set(Vehicle)
    assert {claim.state for claim in desk.workspace.find(Claim)} == set(ClaimState)
    assert any(not line.pence for line in lines)
    pictures = desk.workspace.find(Attachment)
    with_receipt = {receipt.line for receipt in desk.workspace.find(Receipt)}
    assert pictures
    assert with_receipt < {line.id for line in lines}
    for picture in pictures:
        content = desk.workspace.attachment(picture.digest)
        assert content is not None
        with Image.open(BytesIO(content)) as opened:
            assert opened.format == "JPEG"
            assert not opened.getexif()


def test_claims_are_in_every_state_and_one_runs_out_of_time(desk: Desk) -> None:
    states = {standing(desk.workspace, one).state for one in desk.workspace.find(Claim)}
    wanted = {Stands.DRAFT, Stands.DECLARED, Stands.SUBMITTED, Stands.QUERIED, Stands.APPROVED}
    assert {*wanted, Stands.PAID} <= states
    views = [
        batch_view(desk.workspace, desk.policies, one.id)
        for one in desk.workspace.find(PaymentBatch)
    ]
    assert {bool(view.unpaid) for view in views} == {True, False}, "one is paid, one is not"
    assert all(view.rows and not view.undecided for view in views)
    assert any(payables(desk.workspace, one.lead_agency) for one in desk.workspace.find(Claim))
    assert desk.workspace.find(PaymentForTime)
    late = running_out(desk.workspace, desk.policies, TODAY)
    assert [one.claimant for one in late] == ["Wojciech Tarnowski-Fell (invented)"]
    said = {step.by for step in desk.workspace.find(ClaimStep)}
    assert all("(invented)" in name for name in said)


def test_a_policy_of_its_own_is_in_use_and_clearly_invented(desk: Desk) -> None:
    (kept,) = own_policies(desk.workspace)
    assert "(sample)" in kept.policy.name
    assert all("(invented)" in one.edition.source for one in kept.holding)
    assert [one.in_use for one in kept.holding] == [False, True]
    assert kept.policy.id in {one.policy for one in desk.workspace.find(Organisation)}


def test_a_planner_is_half_filled(desk: Desk, sample: SampleMade) -> None:
    view = planner_view(desk.workspace, desk.planners, sample.planners["main"])
    assert view is not None
    think, plan, reflect = view.stages
    assert think.next_gap is None
    assert plan.next_gap is not None
    assert plan.count
    assert not reflect.count
    assert {note.colour for note in view.notes()} >= {"yellow", "blue", "green", "pink", "lilac"}


def test_a_wall_has_themes_dots_a_link_a_drawing_actions_and_a_child(
    desk: Desk, sample: SampleMade
) -> None:
    view = planner_view(desk.workspace, desk.planners, sample.planners["main"])
    assert view is not None
    assert view.themes == ("Hard to read", "Too late", "Whom it is for")
    (grown,) = [one for one in view.notes() if one.child]
    assert (grown.child, grown.dots, len(grown.linked)) == (sample.planners["letter"], 9, 1)
    assert desk.workspace.attachment(grown.picture) is not None
    known = actions_of(desk.workspace, sample.today)
    assert {one.id for one in known} >= {one.action for one in view.notes() if one.action}
    assert {one.state for one in known} == {"open", "done"}
    assert all(one.due is not None and one.due > TODAY for one in known)
    kinds: Counter[str] = Counter()
    for planner in desk.workspace.find(Planner):
        shown = planner_view(desk.workspace, desk.planners, planner.id)
        assert shown is not None
        assert not shown.others
        for stage in shown.stages:
            kinds.update(one.box.kind for one in stage.boxes if answered(one))
    assert set(kinds) == {"notes", "text", "table", "choice", "scale", "checklist"}


def test_two_people_changed_a_note_and_the_venue(desk: Desk, sample: SampleMade) -> None:
    contested = {(one.KIND, one.contested): one for one in desk.workspace.contested()}
    assert set(contested) == {("session", ("venue",)), ("note", ("text",))}
    note = contested["note", ("text",)]
    versions = desk.workspace.versions(note, "text")
    assert len({version.value for version in versions}) == 2
    assert [version.own for version in versions].count(True) == 1
    assert "Penrith laptop (sample)" in {version.device for version in versions}
    assert contested["session", ("venue",)].id == sample.today


def test_a_bundle_waits_to_be_brought_in(desk: Desk, sample: SampleMade) -> None:
    identity = exchange.own_age_keys(desk.workspace).identity
    waiting = exchange.preview(desk.workspace, exchange.open_bundle(sample.waiting, [identity]))
    assert waiting.inspection.sender == "Penrith laptop (sample)"
    assert waiting.new_changes
    assert waiting.gaps == ()


def test_everybody_and_everything_is_plainly_invented(desk: Desk) -> None:
    for person in desk.workspace.find(Person):
        assert person.name.endswith("(invented)")
        assert not person.contact or person.contact.startswith("01632 960")
    for organisation in desk.workspace.find(Organisation):
        assert organisation.name.endswith("(sample)")
    assert desk.is_sample
    assert "invented" in str(desk.workspace.note("sample"))


def test_names_try_the_fonts_and_the_search(desk: Desk) -> None:
    names = " ".join(person.name for person in desk.workspace.find(Person))
    for letters in ("ŵ".upper(), "Ł", "ź", "Ż", "ح"):
        assert letters in names
    for typed in ("llyr wynn", "lukasiewicz", "أمينة", "amina"):
        assert [found.group for found in search(desk.workspace, typed)].count("People") == 1
    roles = {one.role for one in desk.workspace.find(Attendance)}
    assert roles == set(Role)
    states = {one.state for one in desk.workspace.find(DayPresence)}
    assert states == {Presence.HERE, Presence.APOLOGIES}


def test_one_person_is_perhaps_entered_twice(desk: Desk) -> None:
    (pair,) = likenesses(desk.workspace)
    assert pair.what == Alike.PERSON
    names = {desk.door.must_exist(Person, one).name for one in (pair.first, pair.second)}
    assert names == {"Mabel Cragwell (invented)", "Mable Cragwell (invented)"}


def test_making_it_leaves_nothing_to_undo_and_something_to_hand_over(desk: Desk) -> None:
    assert desk.door.can_undo == ""
    assert 0 < desk.workspace.segments.given.not_handed_over() < 400


def test_the_sample_is_not_put_among_a_persons_own_sessions(desk: Desk) -> None:
    before = len(desk.workspace.find(Session))
    with pytest.raises(InputRefused, match="holds sessions already"):
        make_sample(desk)
    assert len(desk.workspace.find(Session)) == before


def test_search_groups_what_it_finds_and_says_where_to_open_it(
    desk: Desk, sample: SampleMade
) -> None:
    found = search(desk.workspace, "letter")
    groups = [one.group for one in found]
    assert groups == sorted(groups, key=GROUPS.index)
    assert {one.page for one in found if one.group == "Notes"} == {"planner"}
    (person,) = search(desk.workspace, "rhona hart")
    assert (person.page, person.title) == ("attendance", "Rhona Hartley (invented)")
    assert person.session in sample.sessions.values()
    (organisation,) = search(desk.workspace, "akes and")
    assert organisation.detail.startswith("Formerly Lakes and Dales Trust (sample)")
    assert search(desk.workspace, " ") == ()


@given(st.dates(dt.date(2026, 1, 1), dt.date(2035, 1, 1)))
def test_past_is_past_and_to_come_is_to_come_whatever_day_it_is(today: dt.date) -> None:
    content = SampleContent(resources() / "sample")
    for name, session in content.sessions.items():
        days = [day.date(today) for day in session.days]
        if name == "session-today":
            assert days[0] == today
        elif session.finished:
            assert max(days) < today
        else:
            assert all(day > today for day in days)


def test_a_day_counts_from_today_or_from_this_weeks_monday() -> None:
    assert DaySample("09:00", "10:00", from_today=1).date(TODAY) == dt.date(2027, 3, 19)
    assert DaySample("09:00", "10:00", week=-1, weekday=4).date(TODAY) == dt.date(2027, 3, 12)


def test_every_person_the_sample_names_is_there() -> None:
    content = SampleContent(resources() / "sample")
    persons = {one.key for one in content.people}
    assert len(persons) == len(content.people)
    for session in content.sessions.values():
        listed = {one.person for one in session.people}
        assert listed | set(session.facilitators) <= persons
        assert {claim.person for claim in session.claims} <= listed
