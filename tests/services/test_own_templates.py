"""Templates of the workspace's own: kept, offered, handed over, alike on every laptop."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.changes import setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import OwnTemplate
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.services import exchange, planners, sessions
from cps_desktop.services.own_templates import (
    catalogue_of,
    keep_template,
    new_template_id,
    next_edition,
    offer_template,
    own_templates,
)
from cps_desktop.services.planner_view import planner_view
from tests.services.desks import SHIPPED, desk_of
from tests.services.laptop import Laptop, give, laptop


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as one:
        yield one


def of_our_own(one: Laptop, title: str = "Tea round") -> PlannerTemplate:
    shipped = SHIPPED.get("ideas-wall")
    assert shipped is not None
    return dataclasses.replace(shipped, id=new_template_id(one.door), edition=1, title=title)


def test_a_kept_template_is_offered_and_keeping_it_again_adds_nothing(here: Laptop) -> None:
    template = of_our_own(here)
    record = keep_template(here.door, template)
    assert keep_template(here.door, template) == record
    (listed,) = own_templates(here.workspace)
    assert (listed.template, listed.offered, listed.planners, listed.says) == (
        template,
        True,
        0,
        "",
    )
    assert template in catalogue_of(here.workspace, SHIPPED).choices()
    here.door.undo()
    assert template not in catalogue_of(here.workspace, SHIPPED).choices()


def test_the_desk_offers_it_at_once(here: Laptop) -> None:
    desk = desk_of(here)
    before = len(desk.planners.choices())
    keep_template(here.door, of_our_own(here))
    assert len(desk.planners.choices()) == before + 1
    here.door.undo()
    assert len(desk.planners.choices()) == before


def test_an_edition_does_not_change_and_the_next_one_is_a_number_higher(here: Laptop) -> None:
    template = of_our_own(here)
    keep_template(here.door, template)
    other = dataclasses.replace(template, title="Tea and cake")
    with pytest.raises(InputRefused, match="Keep this as a new edition"):
        keep_template(here.door, other)
    known = catalogue_of(here.workspace, SHIPPED)
    assert next_edition(known, template.id) == 2
    keep_template(here.door, dataclasses.replace(other, edition=2))
    known = catalogue_of(here.workspace, SHIPPED)
    assert known.editions(template.id) == (1, 2)
    assert known.get(template.id, 1) == template
    assert [one.title for one in known.choices() if one.id == template.id] == ["Tea and cake"]


def test_what_is_not_as_it_should_be_is_not_kept(here: Laptop) -> None:
    template = of_our_own(here)
    one, other, *rest = template.boxes
    moved = dataclasses.replace(template, boxes=(one, dataclasses.replace(other, area=one.area)))
    with pytest.raises(InputRefused, match="overlap"):
        keep_template(here.door, dataclasses.replace(moved, boxes=(*moved.boxes, *rest)))
    words = {f"x{n}": {"purpose": "x" * 400} for n in "abcdefgh"}
    long = {f"a{one}{two}": words["xa"] for one in "abcdefghijklmnop" for two in "abcdefghijklmnop"}
    with pytest.raises(InputRefused, match="more words than a planner can have"):
        keep_template(here.door, dataclasses.replace(template, translations=long))
    assert own_templates(here.workspace) == ()


def test_who_offers_it_no_more_leaves_planners_as_they_are(here: Laptop) -> None:
    template = of_our_own(here)
    record = keep_template(here.door, template)
    session = sessions.create_session(here.door, title="S")
    planner = planners.add_planner(here.door, session, template)
    offer_template(here.door, record, offered=False)
    known = catalogue_of(here.workspace, SHIPPED)
    assert template not in known.choices()
    assert known.newest(template.id) == 0
    view = planner_view(here.workspace, known, planner)
    assert view is not None
    assert view.template == template
    assert own_templates(here.workspace)[0].planners == 1
    offer_template(here.door, record, offered=True)
    assert template in catalogue_of(here.workspace, SHIPPED).choices()


def test_a_bundle_of_one_session_carries_the_template_of_its_planner(
    here: Laptop, tmp_path: Path
) -> None:
    template, other = of_our_own(here), of_our_own(here, "Of another session")
    keep_template(here.door, template)
    keep_template(here.door, other)
    session = sessions.create_session(here.door, title="S")
    planner = planners.add_planner(here.door, session, template)
    planners.add_note(here.door, planner, "this-week", "hello")
    with laptop(tmp_path, seed=2) as there:
        keys = exchange.own_age_keys(there.workspace)
        to = exchange.Receiver("other", keys.recipient, device=there.workspace.device_key)
        plan = exchange.plan_handing_over(here.workspace, to, sessions=[session])
        path = tmp_path / "one session.cpsb"
        exchange.hand_over(here.door, here.workspace, plan, to, path)
        bundle = exchange.open_bundle(path, [keys.identity])
        there.door.came_in(exchange.bring_in(there.workspace, bundle).summary)
        known = catalogue_of(there.workspace, SHIPPED)
        view = planner_view(there.workspace, known, planner)
        assert view is not None
        assert (view.template, view.count, view.others) == (template, 1, ())
        assert known.get(other.id) is None


def test_two_laptops_that_made_the_same_edition_use_the_same_one_and_lose_none(
    here: Laptop, tmp_path: Path
) -> None:
    with laptop(tmp_path, seed=2, hour=11) as there:
        template = of_our_own(here)
        keep_template(here.door, template)
        give(here, there, tmp_path)
        ours = dataclasses.replace(template, edition=2, title="Ours")
        theirs = dataclasses.replace(template, edition=2, title="Theirs")
        keep_template(there.door, theirs)
        keep_template(here.door, ours)
        give(here, there, tmp_path)
        give(there, here, tmp_path)
        for one in (here, there):
            known = catalogue_of(one.workspace, SHIPPED)
            assert known.get(template.id, 2) == ours
            (sentence,) = known.refused
            assert "made on two laptops" in sentence
            kept = [edition.template for edition in own_templates(one.workspace)]
            assert all(each in kept for each in (template, ours, theirs))


def test_a_template_of_a_newer_program_is_one_sentence_and_the_notes_are_there(
    here: Laptop,
) -> None:
    template = of_our_own(here)
    record = keep_template(here.door, template)
    session = sessions.create_session(here.door, title="S")
    planner = planners.add_planner(here.door, session, template)
    planners.add_note(here.door, planner, "this-week", "hello")
    known = here.workspace.get(OwnTemplate, record)
    assert known is not None
    newer = known.written.replace('"planner_format":1', '"planner_format":99')
    assert newer != known.written
    here.door.do("A newer program", setting(known, written=newer))
    catalogue = catalogue_of(here.workspace, SHIPPED)
    (sentence,) = catalogue.refused
    assert "newer version of this program" in sentence
    view = planner_view(here.workspace, catalogue, planner)
    assert view is not None
    assert view.template is None
    assert [note.text for note in view.others] == ["hello"]


def test_a_record_that_says_it_is_another_template_is_not_used(here: Laptop) -> None:
    template = of_our_own(here)
    record = keep_template(here.door, template)
    known = here.workspace.get(OwnTemplate, record)
    assert known is not None
    here.door.do("Forged", setting(known, template="think-plan-reflect"))
    catalogue = catalogue_of(here.workspace, SHIPPED)
    assert catalogue.get("think-plan-reflect") == SHIPPED.get("think-plan-reflect")
    assert "is another" in catalogue.refused[0]
