"""What is kept longer than it is needed: found, shown, and gone on a coordinator's yes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.bank_details import Account
from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Alike,
    Attachment,
    BankDetails,
    Claim,
    JoinPaper,
    LineKind,
    Need,
    Person,
    Receipt,
    Session,
    Signing,
)
from cps_desktop.services import (
    access_log,
    attendance,
    bank_details,
    claim_payments,
    claim_steps,
    claims,
    people,
    person_needs,
    retention,
    sessions,
)
from cps_desktop.services.bringing_in_guests import bring_in_edits, foresee, look_at
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.erasing import erase
from cps_desktop.services.erasing_foreseen import foresee_person
from cps_desktop.services.guest_matching import Fate
from cps_desktop.services.list_reading import read_pasted
from cps_desktop.services.merging import make_one
from tests.bad_disks import disk, fill, give_room
from tests.services.desks import desk_of
from tests.services.erased_person import is_gone, is_whole
from tests.services.expenses import picture
from tests.services.laptop import Laptop, laptop
from tests.services.organisation import Organisation

YEAR_S = 365.25 * 24 * 3600


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path, seed=1) as one:
        Organisation().found([one], [])
        yield one


class Held:
    """Two people of a session in March 2027: one with needs, a claim and a way to be reached."""

    def __init__(self, left: Laptop) -> None:
        self.left, self.desk, door = left, desk_of(left), left.door
        self.session = sessions.create_session(
            door, title="Letters", days=[DayTimes(dt.date(2027, 3, 18))]
        )
        self.ann = people.add_person(
            door, name="Ann Quillfeather", contact="aq@example.invalid", needs="rhubarb"
        )
        self.tom = people.add_person(door, name="Tom Other")
        need = Need(id=door.new_id(), root=self.ann, person=self.ann, need="large-print")
        door.do("Need", creating(need))
        for person in (self.ann, self.tom):
            attendance.add_to_list(door, self.session, person=person)
        session = door.must_exist(Session, self.session)
        door.do("Facilitate", setting(session, facilitators=(self.ann, self.tom)))
        self.agency = people.ensure_organisation(door, "Hall Trust", lead_agency=True)
        self.claim = claims.start_claim(door, self.session, self.ann, self.agency)
        self.line = claims.add_line(
            door,
            self.desk.policies,
            self.claim,
            kind_of=LineKind.PARKING,
            day=dt.date(2027, 3, 20),
            description="Zebbing car park",
            pence=310,
        )

    def after(self, years: float) -> list[tuple[str, str, dt.date]]:
        self.left.clock.later(years * YEAR_S)
        return [(one.name, one.rule.key, one.due) for one in retention.due_now(self.desk)]

    def erase(self) -> tuple[str, ...]:
        due = retention.due_now(self.desk)
        found = retention.foresee_due(self.left.workspace, due)
        return erase(self.desk, found, retention.reason_for(due)).went


@pytest.fixture
def held(left: Laptop) -> Held:
    return Held(left)


def test_nothing_is_due_while_it_is_needed(held: Held) -> None:
    assert held.after(0.2) == []


def test_needs_go_first_and_the_person_stays(held: Held) -> None:
    assert held.after(0.3) == [("Ann Quillfeather", "needs", dt.date(2027, 6, 18))]
    assert held.erase() == (
        "Ann Quillfeather: access and dietary needs (last needed Thursday 18 March 2027)",
    )
    workspace = held.left.workspace
    ann = workspace.get(Person, held.ann)
    assert ann is not None
    assert (ann.needs, ann.contact) == ("", "aq@example.invalid")
    assert not workspace.find(Need)
    is_gone(workspace, ("rhubarb", "large-print"))
    is_whole(workspace)
    assert held.after(0) == []


def test_after_years_whole_people_go_and_nothing_of_them_twice(held: Held) -> None:
    assert held.after(7.01) == [
        ("Tom Other", "people", dt.date(2034, 3, 18)),
        ("Ann Quillfeather", "people", dt.date(2034, 3, 20)),
    ], "a person stays as long as their claim has to"
    went = held.erase()
    assert went == (
        "Tom Other: everything about them (last needed Thursday 18 March 2027)",
        "Ann Quillfeather: everything about them (last needed Thursday 18 March 2027)",
    )
    workspace = held.left.workspace
    assert not workspace.find(Person)
    assert not workspace.find(Claim)
    session = workspace.get(Session, held.session)
    assert session is not None
    assert session.facilitators == ()
    is_gone(workspace, ("Quillfeather", "rhubarb", "Zebbing"))
    is_whole(workspace)


def test_claims_go_while_the_person_comes_still(held: Held) -> None:
    door, shot = held.left.door, picture("a ticket")
    claims.attach_receipt(door, held.left.workspace, held.line, [shot])
    held.left.clock.later(6 * YEAR_S)
    later = sessions.create_session(door, title="Again", days=[DayTimes(dt.date(2033, 3, 18))])
    attendance.add_to_list(door, later, person=held.ann)
    assert [one for one in held.after(1.05) if one[0] != "Tom Other"] == [
        ("Ann Quillfeather", "needs", dt.date(2033, 6, 18)),
        ("Ann Quillfeather", "claims", dt.date(2034, 3, 20)),
    ]
    held.erase()
    workspace = held.left.workspace
    assert not workspace.find(Claim)
    assert workspace.get(Person, held.ann) is not None
    is_gone(workspace, ("Zebbing", "rhubarb"))
    is_whole(workspace)
    # Somebody finds that there is something to be paid for that session after all.
    again = claims.start_claim(door, held.session, held.ann, held.agency)
    assert again != held.claim, "what was erased cannot be written into"
    assert again == claims.start_claim(door, held.session, held.ann, held.agency)
    line = claims.add_line(door, held.desk.policies, again, kind_of=LineKind.BUS, pence=420)
    assert [one.id for one in workspace.find(Claim)] == [again]
    claims.attach_receipt(door, workspace, line, [shot])
    (receipt,) = workspace.find(Receipt)
    assert workspace.get(Attachment, receipt.attachment) is not None
    is_whole(workspace)


def test_who_still_waits_for_their_money_goes_only_where_somebody_ticks_it(held: Held) -> None:
    door, dodd = held.left.door, Who("A. Dodd")
    claim_steps.declare(door, held.claim, Who("Ann Quillfeather"), signing=Signing.PAPER)
    claim_steps.confirm_attendance(door, held.claim, dodd, "I saw her.")
    claim_steps.submit(door, held.claim, dodd)
    held.after(7.01)
    due = retention.due_now(held.desk)
    found = retention.foresee_due(held.left.workspace, due)
    ann = "Ann Quillfeather: everything about them, with 1 claim neither paid nor refused"
    last = "(last needed Thursday 18 March 2027)"
    assert [(one.ticked, one.key in found.chosen, one.words) for one in found.groups] == [
        (True, True, f"Tom Other: everything about them {last}"),
        (False, False, f"{ann} {last}"),
    ]
    held.erase()
    assert held.left.workspace.get(Claim, held.claim) is not None


def test_who_was_made_one_is_needed_as_long_as_either(held: Held) -> None:
    door = held.left.door
    twice = people.add_person(door, name="Ann Quillfeather", needs="a chair")
    later = sessions.create_session(door, title="Later", days=[DayTimes(dt.date(2027, 9, 1))])
    attendance.add_to_list(door, later, person=twice)
    make_one(door, Alike.PERSON, twice, held.ann, {})
    assert held.after(0.4) == []
    assert {one[2] for one in held.after(0.4) if one[1] == "needs"} == {dt.date(2027, 12, 1)}


def test_an_organisation_chooses_its_own_months_and_can_take_it_back(held: Held) -> None:
    rule = next(one for one in retention.keeping_times(held.desk).rules if one.key == "needs")
    retention.choose_months(held.left.door, rule, 12)
    retention.choose_months(held.left.door, rule, 24)
    assert held.after(1) == []
    held.left.door.undo()
    assert [one[1] for one in held.after(0.1)] == ["needs"]
    with pytest.raises(InputRefused):
        retention.choose_months(held.left.door, rule, 0)


def test_what_is_said_for_it_names_nobody(held: Held) -> None:
    held.left.clock.later(7.1 * YEAR_S)
    said = retention.reason_for(retention.due_now(held.desk))
    assert said == "Kept as long as it was needed (People who no longer come: 7 years)."


def test_who_is_on_a_list_without_a_day_yet_is_still_needed(held: Held) -> None:
    door = held.left.door
    assert held.after(0.2) == []
    planned = sessions.create_session(door, title="No day yet")
    assert [one[0] for one in held.after(0.1)] == ["Ann Quillfeather"]
    attendance.add_to_list(door, planned, person=held.ann)
    assert held.after(0) == [], "they were asked for a day that is still to come"
    assert [one[1] for one in held.after(0.3)] == ["needs"]


def test_what_went_when_its_time_was_over_can_be_needed_again(held: Held) -> None:
    door, workspace = held.left.door, held.left.workspace
    person_needs.set_need(door, held.ann, "large-print-papers", detail="18 point")
    held.after(0.3)
    held.erase()
    assert not workspace.find(Need)
    for detail in ("20 point", "24 point"):
        person_needs.set_need(door, held.ann, "large-print-papers", detail=detail)
        assert person_needs.needs_of(workspace, held.ann) == {"large-print-papers": detail}
    person_needs.clear_need(door, held.ann, "large-print-papers")
    assert person_needs.needs_of(workspace, held.ann) == {}
    twice = people.add_person(door, name="Ann Quillfeather")
    person_needs.set_need(door, twice, "large-print-papers", detail="20 point")
    make_one(door, Alike.PERSON, held.ann, twice, {})
    assert [one for one in workspace.find(Need) if one.person == held.ann]


def test_an_old_list_brings_nobody_back_who_was_erased(held: Held) -> None:
    door, workspace = held.left.door, held.left.workspace

    def bring(line: int | None = None) -> list[Fate]:
        found = look_at(read_pasted("Name,E-mail\nZeb Zobby,z@example.invalid\nBea Bly,"))
        some = foresee(workspace, held.session, found)
        left_out = [one.guest.line for one in some if not one.usually and one.guest.line != line]
        door.do("Bring in", bring_in_edits(workspace, held.session, some, left_out=left_out))
        return [one.fate for one in some]

    def named() -> set[str]:
        return {one.name for one in workspace.find(Person)}

    assert bring() == [Fate.NEW, Fate.NEW]
    (zeb,) = (one.id for one in workspace.find(Person) if one.name == "Zeb Zobby")
    erase(held.desk, foresee_person(workspace, zeb), "They asked.")
    assert bring() == [Fate.TAKEN_OFF, Fate.LISTED]
    assert "Zeb Zobby" not in named()
    assert bring(2) == [Fate.TAKEN_OFF, Fate.LISTED], "who asks to come again can"
    assert "Zeb Zobby" in named()
    assert bring() == [Fate.LISTED, Fate.LISTED]


def test_many_are_looked_at_a_few_at_a_time(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 1)
    held.left.clock.later(7.1 * YEAR_S)
    due = retention.due_now(held.desk)
    assert len(retention.foresee_due(held.left.workspace, due).groups) == 1


# -- who looked ---------------------------------------------------------------------------------


def test_a_look_is_written_down_once_and_says_who_and_whom(held: Held) -> None:
    workspace, now = held.left.workspace, held.left.clock.ms
    for later in (0, 60_000, 11 * 60_000):
        access_log.looked(workspace, "claim", held.ann, now + later)
    access_log.looked(workspace, "claim", held.tom, now)
    some = access_log.looks(workspace)
    assert [(one.page, one.about, one.at - now) for one in some] == [
        ("claim", held.ann, 660_000),
        ("claim", held.ann, 0),
        ("claim", held.tom, 0),
    ]
    assert [one.about for one in access_log.in_words(workspace, some)] == [
        "Ann Quillfeather",
        "Ann Quillfeather",
        "Tom Other",
    ]
    held.left.clock.later(7.1 * YEAR_S)
    held.erase()
    words = access_log.in_words(workspace, access_log.looks(workspace))
    assert {one.about for one in words} == {"Somebody who was erased"}


def test_old_looks_are_forgotten_by_the_day(held: Held) -> None:
    workspace, now = held.left.workspace, held.left.clock.ms
    day = 24 * 3600 * 1000
    for days in (0, 1, 2):
        access_log.looked(workspace, "details", held.ann, now + days * day)
    before = dt.date(2027, 3, 20)
    assert access_log.looks_before(workspace, before) == 2
    assert access_log.forget_looks(workspace, before) == 2
    assert [one.at for one in access_log.looks(workspace)] == [now + 2 * day]


def test_what_a_newer_program_wrote_about_looks_is_left(held: Held) -> None:
    workspace = held.left.workspace
    strange = [{"at": "yesterday"}]
    workspace.set_note("looked 2027-03-18", strange)
    access_log.looked(workspace, "details", held.ann, held.left.clock.ms)
    kept = workspace.note("looked 2027-03-18")
    assert isinstance(kept, list)
    assert kept[0] == strange[0]
    assert len(access_log.looks(workspace)) == 1


def test_bank_details_go_as_soon_as_everything_is_paid(held: Held) -> None:
    door, workspace = held.left.door, held.left.workspace
    account = Account("Ann Quillfeather", "123456", "12345678")
    bank_details.keep_account(door, workspace, held.ann, account)
    assert held.after(0.01) == []
    ann, dodd, patel = Who("Ann Quillfeather"), Who("A. Dodd"), Who("B. Patel")
    claim_steps.declare(door, held.claim, ann, signing=Signing.PAPER)
    claim_steps.confirm_attendance(door, held.claim, dodd, "I saw her.")
    claim_steps.submit(door, held.claim, dodd)
    claim_steps.approve(door, held.claim, patel)
    assert held.after(0) == []
    claim_payments.record_payment(door, held.claim, patel, reference="7", day=door.today())
    assert [(one[0], one[1]) for one in held.after(0)] == [("Ann Quillfeather", "bank")]
    (kept,) = workspace.find(BankDetails)
    held.erase()
    assert not workspace.find(BankDetails)
    is_gone(workspace, (kept.sealed[120:180],))
    is_whole(workspace)


def test_bank_details_nobody_pays_by_go_after_months(held: Held) -> None:
    door, workspace = held.left.door, held.left.workspace
    account = Account("Tom Other", "123456", "12345678")
    bank_details.keep_account(door, workspace, held.tom, account)
    assert [one for one in held.after(0.45) if one[1] == "bank"] == []
    assert [one[0] for one in held.after(0.1) if one[1] == "bank"] == ["Tom Other"]


def test_on_a_full_disk_a_page_opens_all_the_same(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "size=8m") as place, laptop(place) as one:
        person = people.add_person(one.door, name="Ann")
        fill(place)
        access_log.looked(one.workspace, "details", person, one.clock.ms)
        assert access_log.looks(one.workspace) == ()
        # Nor does looking for what nobody wrote yet write a word down.
        assert one.workspace.reader.ever_said(JoinPaper, "written") == ()
        give_room(place)
        access_log.looked(one.workspace, "details", person, one.clock.ms)
        assert len(access_log.looks(one.workspace)) == 1
