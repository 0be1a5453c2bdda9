"""What other services make of walls: decisions in words, what is handed over, made one, listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.commands.listing import _rows
from cps_desktop.domain.kinds import Alike, Attachment, NamedAs, Note
from cps_desktop.domain.planner_templates import Box, PlannerTemplate
from cps_desktop.services import (
    actions,
    answers,
    exchange,
    note_pictures,
    people,
    planners,
    themes,
)
from cps_desktop.services.conflicts import Disagreement, disagreements, keep, write_together
from cps_desktop.services.handing_over import Scope, foresee
from cps_desktop.services.merging import make_one
from cps_desktop.services.version_words import content_words, value_words
from tests.services.desks import SHIPPED, Pair, pair
from tests.services.expenses import picture

FRIDAY = dt.date(2027, 3, 26)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as found:
        yield found


def asked(two: Pair) -> dict[tuple[str, str], Disagreement]:
    """What waits to be decided on the left laptop, by record and field."""
    two.exchange()
    return {one.key: one for one in disagreements(two.here)}


def box_of(template: PlannerTemplate, key: str) -> Box:
    found = template.box(key)
    assert found is not None
    return found


def words(one: Disagreement) -> set[str]:
    return {side.words for side in one.sides}


def test_two_themes_a_choice_and_a_remark_are_said_in_words(two: Pair) -> None:
    template = SHIPPED.get("pdsa")
    assert template is not None
    planner = planners.add_planner(two.left.door, two.session, template)
    answer = answers.answer_choice(two.left.door, planner, "match", "partly")
    cells = ["Ring people", "Ward clerk", "Ward two", "Tuesday"]
    row = answers.add_row(two.left.door, planner, "arrange", cells)
    two.send()
    options = {one.key: one.words for one in box_of(template, "match").options}
    keys = [one for one in options if one != "partly"][:2]
    for side, theme, given, when in (
        (two.left, "Post", keys[0], "Monday"),
        (two.right, "Letters", keys[1], "Friday"),
    ):
        themes.set_theme(side.door, [two.note], theme)
        answers.change_answer(side.door, answer, given, f"Since {when}")
        answers.edit_row(side.door, row, [*cells[:3], when])
    found = asked(two)
    grouped = found[two.note, "theme"]
    assert (grouped.label, words(grouped)) == ("Theme", {"Post", "Letters"})
    chosen, remark = found[answer, "given"], found[answer, "text"]
    assert words(chosen) == {options[one] for one in keys}
    assert not chosen.is_text
    assert not remark.can_keep_both, "an answer would be counted twice"
    cell = found[row, "text"]
    columns = [one.words for one in box_of(template, "arrange").columns]
    assert f"{columns[3]}: Monday" in "\n".join(words(cell))
    assert cell.can_keep_both
    both = cell.written_together
    note = Note(id=row, text=both)
    assert answers.row_cells(note, columns)[:3] == tuple(cells[:3])
    assert set(answers.row_cells(note, columns)[3].split("\n")) == {"Monday", "Friday"}
    write_together(two.here, cell, both)
    keep(two.here, grouped, grouped.sides[0])
    left = {one.key for one in disagreements(two.here)}
    assert (row, "text") not in left
    assert (two.note, "theme") not in left


def test_a_tick_and_an_action_are_said_in_words(two: Pair) -> None:
    (box,) = [one for one in SHIPPED.choices()[0].boxes if one.kind == "checklist"]
    item, tick = box.items[0], (two.planner, box.key, box.items[0].key)
    ticked = answers.tick_item(two.left.door, *tick, done=True)
    action = actions.add_action(two.left.door, two.session, "Ring the hall", due=FRIDAY)
    two.send()
    answers.tick_item(two.left.door, *tick, done=False)
    planners.delete_notes(two.right.door, [ticked])
    actions.edit_action(two.left.door, action, who="Bea", due=FRIDAY + dt.timedelta(7))
    actions.edit_action(two.right.door, action, who="Des", due=FRIDAY + dt.timedelta(14))
    found = asked(two)
    who = found[action, "who"]
    assert (who.about, who.kind_words) == ("Action “Ring the hall”", "Actions")
    assert words(who) == {"Bea", "Des"}
    assert words(found[action, "due"]) == {"Friday 2 April 2027", "Friday 9 April 2027"}
    gone = found[ticked, "deleted"]
    assert gone.about == f"“{item.words}” in “{box.name}”"
    assert words(gone) == {"Deleted", f"{item.words}: not ticked"}
    known = two.here.workspace.get(Note, ticked)
    assert known is not None
    assert [value_words(two.here, known, "done", one) for one in (True, False)] == [
        "Ticked",
        "Not ticked",
    ]


def test_a_note_says_all_that_would_be_missed(two: Pair) -> None:
    note = note_pictures.add_picture_note(
        two.here, two.planner, "now", picture("the stop"), "The bus stop"
    )
    themes.set_theme(two.left.door, [note], "Getting there")
    known = two.here.workspace.get(Note, note)
    assert known is not None
    assert content_words(two.here, known) == "The bus stop\nWith a picture\nTheme: Getting there"


def test_what_is_handed_over_says_who_does_what_and_whose_pictures(two: Pair) -> None:
    def personal() -> tuple[str, ...]:
        keys = exchange.own_age_keys(two.right.workspace)
        device = two.right.workspace.device_key
        to = exchange.Receiver("Penrith laptop", keys.recipient, device=device)
        found = foresee(two.left.workspace, to, Scope.SESSION, two.session)
        return found.personal

    assert personal() == ("who said what",)
    actions.add_action(two.left.door, two.session, "Ring the hall")
    assert personal() == ("who said what",)
    note_pictures.add_picture_note(two.here, two.planner, "now", picture("the stop"))
    action = actions.add_action(two.left.door, two.session, "Bring cake", who="Bea")
    actions.delete_actions(two.left.door, [action])
    assert personal() == ("who said what", "who will do what", "photos and drawings on notes")


def test_a_picture_goes_along_and_one_that_is_missing_is_still_to_come(two: Pair) -> None:
    photo, other = picture("the stop"), picture("the room")
    note = note_pictures.add_picture_note(two.here, two.planner, "now", photo)
    two.send()
    there = two.right.workspace
    assert note_pictures.picture_of(there, there, note) == photo.jpeg
    late = note_pictures.add_picture_note(two.here, two.planner, "now", other)
    two.left.workspace.connection.execute(
        "DELETE FROM attachment_content WHERE digest = ?", [other.sha256]
    )
    two.send()
    assert exchange.still_to_come(there) == 1
    assert note_pictures.picture_of(there, there, late) is None
    assert note_pictures.picture_digest(there, late) == other.sha256
    # Whoever takes the same photo again has it for all who ask.
    two.left.workspace.put_attachment(other.jpeg)
    planners.add_note(two.right.door, two.planner, "now", "Where is it?")
    two.answer()
    two.send()
    assert note_pictures.picture_of(there, there, late) == other.jpeg
    assert len(there.find(Attachment)) == 2


def test_people_who_are_made_one_leave_notes_and_actions_as_they_are(two: Pair) -> None:
    door = two.left.door
    first = people.add_person(door, name="Ann Bell")
    second = people.add_person(door, name="Anne Bell")
    planners.add_note(
        door, two.planner, "now", "I waited", author="Anne Bell", named_as=NamedAs.NAME
    )
    actions.add_action(door, two.session, "Ring", who="Anne Bell")
    before = (
        two.here.workspace.find(Note),
        actions.actions_of(two.here.workspace, two.session),
    )
    make_one(door, Alike.PERSON, first, second)
    assert before == (
        two.here.workspace.find(Note),
        actions.actions_of(two.here.workspace, two.session),
    )


def test_actions_are_listed(two: Pair) -> None:
    action = actions.add_action(two.left.door, two.session, "Ring\nthe hall", who="Bea", due=FRIDAY)
    (row,) = _rows(two.here, "actions", two.session)
    assert row["words"] == f"{action}  Ring the hall · Bea · by Friday 26 March 2027 · To do"
    assert _rows(two.here, "actions", "0" * 32) == []
