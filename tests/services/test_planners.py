"""Planners and notes, on a real workspace; and templates dropped into a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cps_desktop.domain.changes import Edit, bringing_back
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import NamedAs, Note, NoteColour, Planner
from cps_desktop.domain.planner_files import read_template
from cps_desktop.services import answers, planners, sessions
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.planner_view import author_words, planner_view
from tests.services.laptop import Laptop, laptop
from tests.services.walls import SHIPPED, Wall


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


@pytest.fixture
def wall(one: Laptop) -> Wall:
    return Wall(one)


def test_notes_stand_where_they_were_put(wall: Wall) -> None:
    first = wall.add("first")
    wall.add("last")
    wall.add("top", index=0)
    planners.add_note(wall.door, wall.planner, "now", "second", after=first)
    planners.add_note(wall.door, wall.planner, "now", "before first", before=first)
    wall.add("far", index=99)
    assert wall.texts() == ["top", "before first", "first", "second", "last", "far"]


def test_what_only_says_that_it_is_on_a_planner_is_neither_shown_nor_counted(
    one: Laptop, wall: Wall
) -> None:
    wall.add("first")
    elsewhere = sessions.create_session(one.door, title="Another")
    note = one.door.new_id()
    told = {"session": wall.session, "planner": wall.planner, "box": "now", "text": "Sneaked in"}
    edits = [Edit("note", note, elsewhere, field, value) for field, value in told.items()]
    one.workspace.append("From a stranger", edits)
    assert one.workspace.get(Note, note) is not None
    counted = one.workspace.tally(Note, ("planner", "box"), "planner", [wall.planner])
    assert counted == {(wall.planner, "now"): 1}
    assert len(one.workspace.find(Note, planner=wall.planner)) == 1


def test_every_step_has_its_words_and_is_undone_and_done_again(one: Laptop, wall: Wall) -> None:
    note = wall.add("one")
    wall.add("two")
    one.told.clear()
    planners.move_note(wall.door, note, "now")
    planners.move_note(wall.door, note, "try", 0)
    planners.set_colour(wall.door, [note], NoteColour.PINK)
    planners.set_author(wall.door, note, "Mair (invented)", NamedAs.INITIALS)
    planners.delete_notes(wall.door, [note])
    assert [told.what for told in one.told] == [
        "Move a note",
        "Move a note",
        "Colour a note",
        "Say who said it",
        "Delete a note",
    ]
    assert wall.texts("try") == []
    for _ in range(5):
        wall.door.undo()
    assert wall.texts() == ["one", "two"]
    for _ in range(4):
        wall.door.redo()
    (shown,) = wall.view().notes()[1:]
    assert (shown.text, shown.colour, shown.author) == ("one", "pink", "M.")
    assert shown.colour_meaning == "No, this cannot change now"


def test_typing_in_a_note_is_one_step(one: Laptop, wall: Wall) -> None:
    note = wall.add("")
    for typed in ("T", "Th", "The letter came late"):
        planners.edit_note(wall.door, note, typed)
    assert wall.texts() == ["The letter came late"]
    wall.door.undo()
    assert wall.texts() == [""]


def test_a_note_moved_to_where_it_stands_changes_nothing(one: Laptop, wall: Wall) -> None:
    notes = [wall.add(text) for text in "abc"]
    one.told.clear()
    planners.move_note(wall.door, notes[1], "now", 1)
    planners.move_note(wall.door, notes[2], "now")
    assert one.told == []
    planners.move_note(wall.door, notes[2], "now", 0)
    assert wall.texts() == ["c", "a", "b"]


def test_several_notes_move_together_in_their_order(wall: Wall) -> None:
    notes = [wall.add(text) for text in "abcde"]
    wall.add("x", "try")
    wall.add("y", "try")
    planners.move_notes(wall.door, [notes[3], notes[0], notes[3]], "try", 1)
    assert wall.texts("try") == ["x", "d", "a", "y"]
    assert wall.texts() == ["b", "c", "e"]
    wall.door.undo()
    assert wall.texts() == list("abcde")


def test_notes_of_two_planners_do_not_move_together(one: Laptop, wall: Wall) -> None:
    other = Wall(one)
    with pytest.raises(InputRefused, match="different planners"):
        planners.move_notes(wall.door, [wall.add("a"), other.add("b")], "now")


def test_a_place_is_found_between_notes_that_two_laptops_gave_the_same_key(wall: Wall) -> None:
    notes = [wall.add(text) for text in "abcd"]
    for note in notes[:3]:
        wall.give_order(note, "V")
    wall.give_order(notes[3], "W")
    same = wall.texts()[:3]
    wall.add("new", index=1)
    assert wall.texts() == [same[0], "new", *same[1:], "d"]
    known = wall.workspace.get(Note, notes[3])
    assert known is not None
    assert known.order == "W"
    planners.move_note(wall.door, notes[3], "now", 2)
    assert wall.texts() == [same[0], "new", "d", *same[1:]]


def test_a_key_that_no_version_of_ours_wrote_is_lived_with(wall: Wall) -> None:
    notes = [wall.add(text) for text in "ab"]
    wall.give_order(notes[1], "~~")
    wall.add("c")
    wall.add("d", index=1)
    assert wall.texts() == ["a", "d", "b", "c"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(data=st.data())
def test_any_adding_and_moving_gives_the_order_that_was_asked_for(
    one: Laptop, data: st.DataObject
) -> None:
    wall = Wall(one)
    expected: list[str] = []
    known: dict[str, str] = {}
    for number in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(expected)))
        clash, moving = data.draw(st.tuples(st.booleans(), st.booleans()))
        if expected and moving:
            text = expected[data.draw(st.integers(0, len(expected) - 1))]
            expected.remove(text)
            place = min(place, len(expected))
            expected.insert(place, text)
            planners.move_note(wall.door, known[text], "now", place)
        else:
            text = str(number)
            known[text] = wall.add(text, index=place)
            expected.insert(place, text)
        if clash:
            # Another laptop put this one where its neighbour stands.
            keys = planners.notes_in(wall.workspace, wall.planner, "now")
            wall.give_order(keys[place].id, keys[max(0, place - 1)].order)
            expected = wall.texts()
        assert wall.texts() == expected


@pytest.mark.parametrize(
    ("author", "named_as", "words"),
    [
        ("Gwenllian Hughes (invented)", NamedAs.NAME, "Gwenllian Hughes (invented)"),
        ("Gwenllian Hughes (invented)", NamedAs.INITIALS, "G. H."),
        ("M.", NamedAs.INITIALS, "M."),
        ("łucja", NamedAs.INITIALS, "Ł."),
        ("Table 2", NamedAs.NOBODY, "No name"),
        ("  ", NamedAs.NAME, "No name"),
        ("1", NamedAs.INITIALS, "No name"),
    ],
)
def test_authors_are_shown_as_they_wish(author: str, named_as: str, words: str) -> None:
    assert author_words(author, named_as) == words


def test_who_wishes_no_name_is_not_written_down(wall: Wall) -> None:
    planners.add_note(wall.door, wall.planner, "now", "x", author="Eve", named_as=NamedAs.NOBODY)
    note = planners.add_note(
        wall.door, wall.planner, "now", "y", author="Eve", named_as=NamedAs.NAME
    )
    planners.set_author(wall.door, note, "Eve", NamedAs.NOBODY)
    assert [shown.author_kept for shown in wall.view().notes()] == ["", ""]


def test_stages_say_how_far_they_are_and_what_is_still_open(wall: Wall) -> None:
    wall.add("a")
    wall.add("b", "scope")
    think, plan, reflect = wall.view().stages
    assert (think.count, think.filled) == (2, 2)
    assert think.progress == "2 notes · next gap: Who is involved"
    assert plan.progress == "Nothing here yet"
    for box in ("achieved", "feel", "said-did"):
        wall.add("x", box)
    answers.tick_item(wall.door, wall.planner, "look-again", "3-months", True)
    assert wall.view().stages[2].progress == "4 notes"
    assert reflect.next_gap is not None


def test_a_note_whose_box_is_gone_is_shown_among_other_notes(wall: Wall) -> None:
    wall.add("kept", "box of another edition")
    view = wall.view()
    assert [note.text for note in view.others] == ["kept"]
    assert view.count == 1
    assert [note.text for note in view.notes()] == ["kept"]


def test_a_planner_without_its_template_shows_every_note_and_says_so(wall: Wall) -> None:
    wall.add("a")
    view = wall.view(PlannerCatalogue([]))
    assert (view.stages, [note.text for note in view.others]) == ((), ["a"])
    assert "not on this laptop" in view.notice


def test_planners_are_ordered_renamed_moved_and_removed_with_their_notes(
    one: Laptop, wall: Wall
) -> None:
    lean = SHIPPED.get("lean-a3")
    assert lean is not None
    second = planners.add_planner(one.door, wall.session, lean, title="Letters")
    third = planners.add_planner(one.door, wall.session, lean)
    planners.move_planner(one.door, third, 0)
    planners.rename_planner(one.door, second, "Letters on time")

    def titles() -> list[str]:
        return [known.title for known in planners.planners_of(one.workspace, wall.session)]

    assert titles() == ["Lean A3", "Think – Plan – Reflect", "Letters on time"]
    wall.add("a")
    planners.remove_planner(one.door, wall.planner)
    assert titles() == ["Lean A3", "Letters on time"]
    assert planner_view(one.workspace, SHIPPED, wall.planner) is None
    one.door.undo()
    assert wall.texts() == ["a"]


def test_a_removed_planner_with_a_note_from_elsewhere_stays_in_sight(
    one: Laptop, wall: Wall
) -> None:
    wall.add("a")
    planners.remove_planner(one.door, wall.planner)
    known = one.workspace.find(Note, deleted=True, planner=wall.planner)[0]
    one.door.do("Elsewhere", bringing_back([known]))
    view = wall.view()
    assert view.removed
    assert "removed here" in view.notice
    assert [one.id for one in planners.planners_of(one.workspace, wall.session)] == [wall.planner]


# -- templates dropped into a folder -------------------------------------------------------------


def minimal(**changed: object) -> str:
    return json.dumps(
        {
            "planner_format": 1,
            "id": "my-first",
            "edition": 1,
            "title": "My first planner",
            "stages": [{"key": "all", "title": "All"}],
            "boxes": [
                {
                    "key": "left",
                    "stage": "all",
                    "x": 12,
                    "y": 52,
                    "width": 190,
                    "height": 200,
                    "prompt": "What do we know?",
                    "plain": "What do you know?",
                },
                {
                    "key": "right",
                    "stage": "all",
                    "x": 210,
                    "y": 52,
                    "width": 190,
                    "height": 200,
                    "prompt": "What do we not know?",
                    "plain": "What would you like to know?",
                },
            ],
            **changed,
        }
    )


def test_a_new_file_in_a_folder_is_found_laid_out_and_used(one: Laptop, tmp_path: Path) -> None:
    own = tmp_path / "planners"
    own.mkdir()
    (own / "my-first.json").write_text(minimal(), encoding="utf-8")
    catalogue = PlannerCatalogue.shipped(own)
    assert catalogue.refused == ()
    template = catalogue.get("my-first")
    assert template is not None
    assert template in catalogue.choices()
    area = template.stage_area("all")
    assert (area.x, area.y, area.width, area.height) == (12, 42, 388, 210)
    session = sessions.create_session(one.door, title="Mine")
    planner = planners.add_planner(one.door, session, template)
    planners.add_note(one.door, planner, "right", "How many?")
    view = planner_view(one.workspace, catalogue, planner)
    assert view is not None
    assert view.title == "My first planner"
    assert view.stages[0].progress == "1 note · next gap: What do we know?"


def test_the_example_in_the_guide_is_a_planner_that_works() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "adding-a-planner.md").read_text("utf-8")
    example = guide.split("```json\n")[1].split("```")[0]
    template = read_template(example.encode(), "tea-round.json")
    assert len(template.boxes) >= 2


def test_a_bad_file_hides_nothing_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "a-broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "b-good.json").write_text(minimal(), encoding="utf-8")
    (tmp_path / "c-folder.json").mkdir()
    catalogue = PlannerCatalogue.from_folders([tmp_path, tmp_path / "not there"])
    assert [template.id for template in catalogue.choices()] == ["my-first"]
    broken, folder = catalogue.refused
    assert "a-broken.json" in broken
    assert "c-folder.json" in folder


def test_a_planner_keeps_the_edition_it_began_with(one: Laptop, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(minimal(), encoding="utf-8")
    begun = PlannerCatalogue.from_folders([tmp_path]).get("my-first")
    assert begun is not None
    session = sessions.create_session(one.door, title="Mine")
    planner = planners.add_planner(one.door, session, begun)
    (tmp_path / "two.json").write_text(minimal(edition=2, title="Second"), encoding="utf-8")
    both = PlannerCatalogue.from_folders([tmp_path])
    view = planner_view(one.workspace, both, planner)
    assert view is not None
    assert view.template == begun
    assert view.notice == ""
    assert both.choices()[0].edition == 2
    (tmp_path / "one.json").unlink()
    newer_only = planner_view(one.workspace, PlannerCatalogue.from_folders([tmp_path]), planner)
    assert newer_only is not None
    assert "edition 2" in newer_only.notice
    assert one.workspace.find(Planner)[0].edition == 1
