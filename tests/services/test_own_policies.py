"""Policies of the workspace's own: kept by editions, handed over, nobody winning in silence."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import ClaimLine, LineKind, OwnPolicy, Vehicle
from cps_desktop.domain.policies import Edition
from cps_desktop.domain.policy_forms import BandForm, PolicyForm, VehicleForm
from cps_desktop.domain.policy_reading import read_policy
from cps_desktop.domain.policy_writing import write_policy
from cps_desktop.domain.records import RecordId
from cps_desktop.services import exchange, people
from cps_desktop.services.claims import add_line, start_claim
from cps_desktop.services.desk import Desk
from cps_desktop.services.own_policies import KeptPolicy, own_policies
from cps_desktop.services.policy_drafts import (
    begin_edition,
    begin_from,
    forget_draft,
    keep_draft,
    keep_form,
    kept_draft,
    look_through,
    priced_already,
    put_right,
)
from cps_desktop.services.policy_keeping import (
    both_hold,
    bring_in_policy,
    choose_edition,
    take_back,
)
from cps_desktop.services.version_words import record_words
from tests.services.desks import Pair, desk_of, pair
from tests.services.laptop import Laptop, laptop

AUTUMN, APRIL = "1 September 2026", "1 April 2027"


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as made:
        yield made


@pytest.fixture
def here(one: Laptop) -> Desk:
    return desk_of(one)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as made:
        yield made


def with_car(form: PolicyForm, pence: str) -> PolicyForm:
    return form.with_vehicle(VehicleForm("car", True, (BandForm(pence),)))


def first(desk: Desk, *, starts: str = AUTUMN, car: str = "45", **changed: Any) -> PolicyForm:
    """A policy begun from HMRC's, ready to be kept."""
    form = begin_from(desk.door, desk.policies, "hmrc")
    usual = {"name": "Eden trust", "source": "Travel policy 3", "checked": "1 March 2027"}
    return with_car(msgspec.structs.replace(form, **{**usual, "starts": starts, **changed}), car)


def following(desk: Desk, starts: str, car: str, **changed: Any) -> PolicyForm:
    """The next edition of the only policy."""
    form = begin_edition(only(desk))
    usual = {"starts": starts, "checked": "1 March 2027"}
    return with_car(msgspec.structs.replace(form, **{**usual, **changed}), car)


def only(desk: Desk) -> KeptPolicy:
    (kept,) = own_policies(desk.workspace)
    return kept


def car_of(edition: Edition) -> Fraction:
    """Pence a mile for a car."""
    rate = edition.rate_for(Vehicle.CAR)
    assert rate is not None
    return rate.bands[0].rate


def rates(desk: Desk) -> list[str]:
    """Every edition that holds: its first day, its rate for a car, and a ? where undecided."""
    policy = desk.policies.get(only(desk).policy.id)
    assert policy is not None
    return [
        f"{each.starts} {car_of(each)}{'?' if each.undecided else ''}" for each in policy.editions
    ]


def claim_on(desk: Desk, session: RecordId, day: dt.date, policy: str) -> ClaimLine:
    """A journey of ten miles by car, claimed from an agency that follows a policy."""
    agency = people.ensure_organisation(desk.door, "Eden trust", lead_agency=True)
    people.change_organisation(desk.door, agency, policy=policy)
    person = people.add_person(desk.door, name="Wren Hill (sample)")
    claim = start_claim(desk.door, session, person, agency)
    line = add_line(
        desk.door, desk.policies, claim, kind_of=LineKind.MILEAGE, day=day, miles_tenths=100
    )
    return desk.door.must_exist(ClaimLine, line)


def test_a_kept_policy_is_offered_and_undo_takes_it_back(here: Desk) -> None:
    keep_form(here.door, first(here))
    policy = only(here).policy
    assert policy in here.policies.choices()
    assert policy.guidance.startswith("The mileage rates are")
    assert here.policies.get("hmrc") is not None
    here.door.undo()
    assert own_policies(here.workspace) == ()
    assert [each.name for each in here.policies.choices()].count("Eden trust") == 0


def test_an_edition_follows_and_a_claim_keeps_the_one_that_priced_it(two: Pair) -> None:
    desk, session = two.here, two.session
    keep_form(desk.door, first(desk))
    line = claim_on(desk, session, dt.date(2027, 3, 18), only(desk).policy.id)
    assert line.pence == 450
    keep_form(desk.door, following(desk, APRIL, "60"))
    assert rates(desk) == ["2026-09-01 45", "2027-04-01 60"]
    assert only(desk).policy.editions[0].ends == dt.date(2027, 3, 31)
    priced_by = desk.policies.edition(line.policy, line.policy_edition)
    assert priced_by is not None
    assert car_of(priced_by) == 45
    later = claim_on(desk, session, dt.date(2027, 4, 1), line.policy)
    assert later.pence == 600
    kept = only(desk).holding
    assert [each.in_use for each in kept] == [True, True]
    with pytest.raises(InputRefused, match="stays as it is"):
        put_right(kept[0])
    with pytest.raises(InputRefused, match="so it stays"):
        take_back(desk.door, kept[1])
    forced = msgspec.structs.replace(following(desk, AUTUMN, "90"), replaces=kept[0].same)
    with pytest.raises(InputRefused, match=r"so it stays as it is\. Nothing was kept"):
        keep_form(desk.door, forced)
    assert rates(desk) == ["2026-09-01 45", "2027-04-01 60"]


def test_an_edition_that_priced_nothing_can_be_put_right_or_taken_back(here: Desk) -> None:
    keep_form(here.door, first(here))
    keep_form(here.door, following(here, APRIL, "6"))
    right = with_car(put_right(only(here).holding[1]), "60")
    assert right.starts == "Thursday 1 April 2027"
    keep_form(here.door, right)
    assert rates(here) == ["2026-09-01 45", "2027-04-01 60"]
    take_back(here.door, only(here).holding[1])
    assert rates(here) == ["2026-09-01 45"]
    here.door.undo()
    assert rates(here) == ["2026-09-01 45", "2027-04-01 60"]
    for _ in range(2):
        take_back(here.door, only(here).holding[0])
    assert own_policies(here.workspace) == ()


def test_gaps_and_overlaps_are_refused_with_the_days(here: Desk) -> None:
    keep_form(here.door, first(here, until="31 May 2027"))
    for starts, says in (
        ("1 September 2026", "begins on Tuesday 1 September 2026 already"),
        ("1 May 2027", "hold at once from Saturday 1 May 2027 to Monday 31 May 2027"),
        ("3 June 2027", "No edition would hold from Tuesday 1 June 2027 to Wednesday 2 June 2027"),
    ):
        form = following(here, starts, "60")
        looked = look_through(form, own_policies(here.workspace), here.door.today())
        assert says in looked.checked.problems[0].sentence
        with pytest.raises(InputRefused, match=says):
            keep_form(here.door, form)
    assert rates(here) == ["2026-09-01 45"]
    keep_form(here.door, following(here, "1 May 2027", "60", earlier_ends=True))
    assert rates(here) == ["2026-09-01 45", "2027-05-01 60"]
    assert only(here).policy.editions[0].ends == dt.date(2027, 4, 30)
    assert only(here).unaware == ()
    with pytest.raises(InputRefused, match="hold at once"):
        keep_form(here.door, following(here, "1 January 2027", "1", until="1 June 2027"))


def test_a_bundle_of_one_session_carries_the_policy_of_its_claims(two: Pair) -> None:
    desk = two.here
    keep_form(desk.door, first(desk))
    other = msgspec.structs.replace(first(desk), name="Nobody follows this")
    keep_form(desk.door, other)
    identity = own_policies(desk.workspace)[0].policy.id
    line = claim_on(desk, two.session, dt.date(2027, 3, 18), identity)
    keys = exchange.own_age_keys(two.there.workspace)
    to = exchange.Receiver("other", keys.recipient, device=two.there.workspace.device_key)
    plan = exchange.plan_handing_over(desk.workspace, to, sessions=[two.session])
    path = two.folder / "one session.cpsb"
    exchange.hand_over(desk.door, desk.workspace, plan, to, path)
    bundle = exchange.open_bundle(path, [keys.identity])
    two.there.door.came_in(exchange.bring_in(two.there.workspace, bundle).summary)
    assert [each.policy.name for each in own_policies(two.there.workspace)] == ["Eden trust"]
    assert two.there.policies.edition(line.policy, line.policy_edition) is not None
    record = two.there.workspace.find(OwnPolicy)[0]
    assert record_words(two.there, record) == (
        "Expense policy “Eden trust” from Tuesday 1 September 2026"
    )


def both_make(two: Pair, starts: Sequence[str], cars: Sequence[str]) -> None:
    """Each of two laptops makes the next edition, and both hear of the other's."""
    keep_form(two.here.door, first(two.here))
    two.send()
    for desk, day, car in zip((two.here, two.there), starts, cars, strict=True):
        keep_form(desk.door, following(desk, day, car))
    two.exchange()
    two.send()


def test_two_editions_for_one_day_are_asked_about_and_price_nothing(two: Pair) -> None:
    both_make(two, (APRIL, APRIL), ("50", "60"))
    for desk in (two.here, two.there):
        kept = only(desk)
        assert rates(desk)[0] == "2026-09-01 45"
        assert rates(desk)[1].endswith("?")
        ((one, other),) = kept.to_decide
        assert {car_of(one.edition), car_of(other.edition)} == {
            50,
            60,
        }
    assert rates(two.here) == rates(two.there)
    line = claim_on(two.here, two.session, dt.date(2027, 4, 2), only(two.here).policy.id)
    assert (line.pence, line.policy) == (0, "")
    assert "has two editions from Thursday 1 April 2027" in line.rule
    early = claim_on(two.here, two.session, dt.date(2027, 3, 18), only(two.here).policy.id)
    assert early.pence == 450
    (group,) = only(two.there).to_decide
    chosen = next(each for each in group if car_of(each.edition) == 60)
    choose_edition(two.there.door, chosen, [each for each in group if each is not chosen])
    two.answer()
    for desk in (two.here, two.there):
        assert rates(desk) == ["2026-09-01 45", "2027-04-01 60"]
        assert only(desk).to_decide == ()


def test_two_that_chose_differently_are_asked_again_and_alike_is_alike(two: Pair) -> None:
    both_make(two, (APRIL, APRIL), ("50", "60"))
    for desk, wanted in ((two.here, 50), (two.there, 60)):
        (group,) = only(desk).to_decide
        chosen = next(each for each in group if car_of(each.edition) == wanted)
        choose_edition(desk.door, chosen, [each for each in group if each is not chosen])
    two.exchange()
    assert [len(only(desk).to_decide) for desk in (two.here, two.there)] == [1, 1]
    for desk in (two.here, two.there):
        (group,) = only(desk).to_decide
        chosen = next(each for each in group if car_of(each.edition) == 50)
        choose_edition(desk.door, chosen, [each for each in group if each is not chosen])
    two.exchange()
    for desk in (two.here, two.there):
        assert rates(desk) == ["2026-09-01 45", "2027-04-01 50"]


def test_the_same_edition_made_twice_is_one(two: Pair) -> None:
    both_make(two, (APRIL, APRIL), ("50", "50"))
    for desk in (two.here, two.there):
        assert rates(desk) == ["2026-09-01 45", "2027-04-01 50"]


def test_two_for_different_days_both_hold_and_are_pointed_out_until_looked_at(two: Pair) -> None:
    both_make(two, (APRIL, "1 June 2027"), ("50", "60"))
    for desk in (two.here, two.there):
        assert rates(desk) == ["2026-09-01 45", "2027-04-01 50", "2027-06-01 60"]
        assert len(only(desk).unaware) == 1
    for desk in (two.here, two.there):
        both_hold(desk.door, *only(desk).unaware[0])
    two.exchange()
    for desk in (two.here, two.there):
        assert only(desk).unaware == ()
        assert rates(desk) == ["2026-09-01 45", "2027-04-01 50", "2027-06-01 60"]


def test_in_whatever_order_bundles_come_the_same_holds(tmp_path: Path) -> None:
    """The records of a tangled story, one in the place of another before that is there."""
    with laptop(tmp_path, seed=1) as one:
        desk = desk_of(one)
        keep_form(desk.door, first(desk))
        keep_form(desk.door, following(desk, APRIL, "50"))
        keep_form(desk.door, with_car(put_right(only(desk).holding[1]), "60"))
        made = desk.workspace.find(OwnPolicy)
        wanted = rates(desk)
    for seed, order in enumerate((made[::-1], (made[2], made[0], made[1])), start=2):
        with laptop(tmp_path, seed=seed) as other:
            for record in order:
                other.door.do("Keep an expense policy", creating(record))
            assert rates(desk_of(other)) == wanted


def test_an_edition_altered_after_it_was_kept_is_not_used(here: Desk) -> None:
    keep_form(here.door, first(here))
    (record,) = here.workspace.find(OwnPolicy)
    more = record.written.replace("pence = 45", "pence = 450")
    assert more != record.written
    here.door.do("Forge", setting(record, written=more))
    assert own_policies(here.workspace) == ()
    (sentence,) = here.policies.refused
    assert "was altered after it was kept" in sentence
    here.door.undo()
    assert rates(here) == ["2026-09-01 45"]


def test_the_draft_is_kept_as_it_was_typed(here: Desk) -> None:
    form = first(here, starts="31/02", car="£1.005")
    keep_draft(here.workspace, form)
    assert kept_draft(here.workspace) == form
    with pytest.raises(InputRefused, match="The draft is kept"):
        keep_form(here.door, form)
    for damaged in ("{", '{"policy": 4}', "[]", '{"policy": "own-x", "year": "lunar"}'):
        here.workspace.set_note("policy draft", damaged)
        assert kept_draft(here.workspace) is None
    forget_draft(here.workspace)
    assert kept_draft(here.workspace) is None


def test_a_policy_goes_out_as_a_file_and_comes_in_as_the_same(two: Pair) -> None:
    keep_form(two.here.door, first(two.here))
    keep_form(two.here.door, following(two.here, APRIL, "50"))
    policy = only(two.here).policy
    file = read_policy(write_policy(policy), "eden-trust")
    assert file.id == policy.id
    assert bring_in_policy(two.here.door, file) == (policy.id, 0)
    assert bring_in_policy(two.there.door, file) == (policy.id, 2)
    assert rates(two.there) == rates(two.here)
    assert only(two.there).unaware == ()
    two.exchange()
    for desk in (two.here, two.there):
        assert (only(desk).to_decide, only(desk).unaware) == ((), ())
    dearer = write_policy(policy).replace(b"pence = 50", b"pence = 70")
    other = read_policy(dearer, "eden-trust")
    with pytest.raises(InputRefused, match="is here already, and this file says something else"):
        bring_in_policy(two.here.door, other)
    identity, count = bring_in_policy(two.here.door, other, as_its_own=True)
    assert (identity != policy.id, count) == (True, 2)
    assert len(own_policies(two.here.workspace)) == 2


def test_a_hand_written_file_is_one_policy_on_every_laptop(two: Pair) -> None:
    written = two.here.resources / "policies" / "nhs-agenda-for-change.toml"
    policy = read_policy(written.read_bytes(), "our-trust")
    for desk in (two.here, two.there):
        assert bring_in_policy(desk.door, policy)[1] == 3
    two.exchange()
    kept = only(two.here)
    assert kept.policy.id == only(two.there).policy.id
    assert (kept.to_decide, kept.unaware) == ((), ())
    assert [each.starts.year for each in kept.policy.editions] == [2013, 2014, 2026]
    form = dataclasses.replace(policy, to_copy=True)
    with pytest.raises(InputRefused, match="an empty form to copy"):
        bring_in_policy(two.here.door, form)


def test_claims_for_the_time_of_a_new_edition_are_counted(two: Pair) -> None:
    desk = two.here
    keep_form(desk.door, first(desk))
    claim_on(desk, two.session, dt.date(2027, 3, 18), only(desk).policy.id)
    for starts, count in (("1 March 2027", 1), (APRIL, 0)):
        form = following(desk, starts, "50")
        looked = look_through(form, own_policies(desk.workspace), desk.door.today())
        assert priced_already(desk.workspace, form, looked) == count


def test_a_claim_keeps_the_edition_that_was_not_chosen(two: Pair) -> None:
    keep_form(two.here.door, first(two.here))
    two.send()
    day = dt.date(2027, 4, 2)
    lines = []
    for desk, car in ((two.here, "50"), (two.there, "60")):
        keep_form(desk.door, following(desk, APRIL, car))
        lines.append(claim_on(desk, two.session, day, only(desk).policy.id))
    assert [line.pence for line in lines] == [500, 600]
    two.exchange()
    (group,) = only(two.here).to_decide
    assert [each.lines for each in group] == [1, 1]
    choose_edition(two.here.door, group[0], group[1:])
    two.send()
    for desk in (two.here, two.there):
        found = [desk.policies.edition(line.policy, line.policy_edition) for line in lines]
        assert [car_of(each) for each in found if each is not None] == [50, 60]
        assert [desk.door.must_exist(ClaimLine, line.id).pence for line in lines] == [500, 600]


def test_an_edition_in_use_stays_as_it_is_when_the_next_one_ends_it(two: Pair) -> None:
    """Its last day is another then, and its rules are those that claims were priced by."""
    desk = two.here
    keep_form(desk.door, first(desk, until="31 March 2027"))
    shown = only(desk).holding[0]
    line = claim_on(desk, two.session, dt.date(2027, 3, 18), only(desk).policy.id)
    with pytest.raises(InputRefused, match="priced by this edition"):
        take_back(desk.door, shown)  # as it was on the screen, before the claim
    keep_form(desk.door, following(desk, "1 June 2027", "50", earlier_ends=True))
    earlier = only(desk).holding[0]
    assert (earlier.edition.name, earlier.lines) == (line.policy_edition, 1)
    with pytest.raises(InputRefused, match="stays as it is"):
        put_right(earlier)


def test_a_file_is_known_again_whatever_its_editions_were_called(two: Pair) -> None:
    """A file has one name and one guidance for all its editions; a last day may be given too."""
    desk = two.here
    keep_form(desk.door, first(desk, guidance="Ask in the office.", until="31 March 2027"))
    keep_form(desk.door, following(desk, APRIL, "50", guidance="Ask by mail.", name="Eden"))
    policy = only(desk).policy
    file = read_policy(write_policy(policy), "eden-trust")
    assert bring_in_policy(desk.door, file) == (policy.id, 0)
    dearer = read_policy(write_policy(policy).replace(b"pence = 45", b"pence = 46"), "eden-trust")
    with pytest.raises(InputRefused, match="says something else"):
        bring_in_policy(desk.door, dearer)


@pytest.mark.parametrize("file_first", [True, False])
def test_a_policy_that_comes_as_a_file_and_in_a_bundle_is_one(two: Pair, file_first: bool) -> None:
    """The file has the words of the last edition for all; an earlier one ends on a day it says."""
    desk = two.here
    keep_form(desk.door, first(desk, guidance="Ask in the office.", until="31 March 2027"))
    if not file_first:
        two.send()
    keep_form(desk.door, following(desk, APRIL, "50", guidance="Ask by mail.", name="Eden"))
    file = read_policy(write_policy(only(desk).policy), "eden")
    assert bring_in_policy(two.there.door, file)[1] == (2 if file_first else 1)
    two.exchange()
    for each in (two.here, two.there):
        kept = only(each)
        assert (kept.to_decide, kept.unaware) == ((), ())
        assert rates(each) == ["2026-09-01 45", "2027-04-01 50"]
        assert (kept.policy.name, kept.policy.guidance) == ("Eden", "Ask by mail.")
    # What stands in the place of one of them stands in the place of both.
    put = msgspec.structs.replace(put_right(only(two.here).holding[1]), guidance="Ask Ann.")
    keep_form(two.here.door, put)
    two.exchange()
    for each in (two.here, two.there):
        assert (only(each).to_decide, only(each).policy.guidance) == ((), "Ask Ann.")


def test_two_editions_whose_marks_were_made_to_fit_are_two(two: Pair) -> None:
    """Two of the same first day with one mark are found within seconds: 45p a mile, and £9."""
    written = (
        'format = 3\nidentity = "own-eden"\nname = "Eden"\n\n[[edition]]\nfrom = 2027-01-01\n'
        'source = "source {place}"\nchecked = 2026-01-01\nyear = "tax"\ndeclaration = "I did."\n\n'
        "[edition.mileage.car]\npence = {pence}\n"
    )
    for desk, place, pence in ((two.here, 23683, 45), (two.there, 29045, 900)):
        file = written.format(place=place, pence=pence).encode()
        assert bring_in_policy(desk.door, read_policy(file, "eden")) == ("own-eden", 1)
    assert only(two.here).holding[0].edition.name == only(two.there).holding[0].edition.name
    two.exchange()
    for desk in (two.here, two.there):
        assert [len(group) for group in only(desk).to_decide] == [2]


def test_words_that_were_put_right_on_two_laptops_are_asked_about(two: Pair) -> None:
    keep_form(two.here.door, first(two.here, guidance="Ask in the office."))
    two.send()
    for desk, words in ((two.here, "Ask Ann."), (two.there, "Ask Ben.")):
        form = put_right(only(desk).holding[0])
        keep_form(desk.door, msgspec.structs.replace(form, guidance=words))
    two.exchange()
    for desk in (two.here, two.there):
        (group,) = only(desk).to_decide
        assert {one.policy.guidance for one in group} == {"Ask Ann.", "Ask Ben."}
    chosen, other = only(two.here).to_decide[0]
    choose_edition(two.here.door, chosen, [other])
    two.exchange()
    for desk in (two.here, two.there):
        assert (only(desk).to_decide, only(desk).policy.guidance) == ((), chosen.policy.guidance)
