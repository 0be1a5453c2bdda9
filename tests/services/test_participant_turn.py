"""A participant's turn on a real workspace: only one's own can be seen, changed and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import NamedAs, Note
from cps_desktop.domain.records import RecordId
from cps_desktop.services import answers, planners, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.dots import dots_of
from cps_desktop.services.participant_turn import Turn, said_by_others
from tests.services.desks import SHIPPED, desk_of
from tests.services.laptop import THURSDAY, laptop


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with laptop(tmp_path) as one:
        yield desk_of(one)


@pytest.fixture
def planner(desk: Desk) -> RecordId:
    session = sessions.create_session(
        desk.door, title="Letters", venue="Hall", days=[DayTimes(THURSDAY)]
    )
    return planners.add_planner(desk.door, session, SHIPPED.choices()[0])


def texts(desk: Desk, planner: RecordId, box: str) -> list[str]:
    return [one.text for one in planners.notes_in(desk.door.records, planner, box)]


def test_a_note_grows_as_it_is_typed_and_goes_with_its_last_letter(
    desk: Desk, planner: RecordId
) -> None:
    turn = Turn(desk, planner)
    assert turn.say("now", "  ") == ""
    note = turn.say("now", "The le")
    assert turn.say("now", "The letter came late.", note) == note
    assert texts(desk, planner, "now") == ["The letter came late."]
    other = turn.say("now", "I rang.")
    assert [one.id for one in turn.notes("now")] == [note, other]
    assert turn.say("now", "", note) == ""
    assert texts(desk, planner, "now") == ["I rang."]
    turn.bring_back(note)
    assert sorted(texts(desk, planner, "now")) == ["I rang.", "The letter came late."]


def test_nothing_of_anybody_else_is_seen_or_can_be_changed(desk: Desk, planner: RecordId) -> None:
    first = Turn(desk, planner)
    first.introduce("Gwen Hughes (invented)", NamedAs.NAME)
    hers = first.say("now", "Mine.")
    second = Turn(desk, planner)
    assert second.notes("now") == ()
    for forbidden in (
        lambda: second.say("now", "Yours?", hers),
        lambda: second.take_back(hers),
        lambda: second.bring_back(hers),
        lambda: second.draw("now", None, "x", hers),
    ):
        with pytest.raises(InputRefused):
            forbidden()
    assert texts(desk, planner, "now") == ["Mine."]
    second.say("now", "Mine too.")
    assert said_by_others(desk, planner, "now", second.notes) == ("Mine.",)


@pytest.mark.parametrize(
    ("named_as", "kept"),
    [
        (NamedAs.NAME, ("Gwen Hughes (invented)", "name")),
        (NamedAs.INITIALS, ("Gwen Hughes (invented)", "initials")),
        (NamedAs.NOBODY, ("", "nobody")),
    ],
)
def test_a_name_is_written_down_only_for_who_wishes_it(
    desk: Desk, planner: RecordId, named_as: str, kept: tuple[str, str]
) -> None:
    turn = Turn(desk, planner)
    early = turn.say("now", "Before I said who I am.")
    turn.introduce(" Gwen Hughes (invented) ", named_as)
    late = turn.say("now", "After.")
    for one in (early, late):
        note = desk.door.records.get(Note, one)
        assert note is not None
        assert (note.author, note.named_as) == kept
    assert Turn(desk, planner).name == ""


def test_what_is_brought_back_has_the_name_wished_for_now(desk: Desk, planner: RecordId) -> None:
    turn = Turn(desk, planner)
    turn.introduce("Gwen Hughes (invented)", NamedAs.NAME)
    note = turn.say("now", "Taken back for a moment.")
    turn.take_back(note)
    turn.introduce("", NamedAs.NOBODY)
    turn.bring_back(note)
    (kept,) = planners.notes_in(desk.door.records, planner, "now")
    assert (kept.author, kept.named_as) == ("", "nobody")


def test_words_of_another_are_not_taken_for_ones_own(desk: Desk, planner: RecordId) -> None:
    turn = Turn(desk, planner)
    turn.write("goal", "an")
    # The facilitator puts something else there meanwhile, or it came from another laptop.
    answers.write_text(desk.door, planner, "goal", "Ann rings anybody.")
    turn.write("goal", "and more")
    assert texts(desk, planner, "goal") == ["Ann rings anybody.\nand more"]


def test_one_text_for_all_keeps_what_others_wrote(desk: Desk, planner: RecordId) -> None:
    first, second = Turn(desk, planner), Turn(desk, planner)
    first.write("goal", "A shorter letter.")
    second.write("goal", "A lett")
    second.write("goal", "A letter in Polish.")
    assert texts(desk, planner, "goal") == ["A shorter letter.\nA letter in Polish."]
    assert second.written("goal") == "A letter in Polish."
    assert Turn(desk, planner).written("goal") == ""
    first.write("goal", "A much shorter letter.")
    assert texts(desk, planner, "goal") == ["A much shorter letter.\nA letter in Polish."]
    second.write("goal", "")
    assert texts(desk, planner, "goal") == ["A much shorter letter."]


def test_an_answer_is_one_for_each_person(desk: Desk, planner: RecordId) -> None:
    first, second = Turn(desk, planner), Turn(desk, planner)
    first.choose("goal", "yes", "")
    first.choose("goal", "no", "because")
    second.choose("goal", "4", "")
    given = [(one.given, one.text) for one in planners.notes_in(desk.door.records, planner, "goal")]
    assert sorted(given) == [("4", ""), ("no", "because")]


def test_only_ones_own_ticks_and_dots_can_be_taken_away(desk: Desk, planner: RecordId) -> None:
    first, second = Turn(desk, planner), Turn(desk, planner)
    first.tick("goal", "phone", True)
    assert first.ticks("goal") == {"phone": True}
    assert second.ticks("goal") == {"phone": False}
    with pytest.raises(InputRefused):
        second.tick("goal", "phone", False)
    second.tick("goal", "phone", True)
    with pytest.raises(InputRefused):
        second.tick("goal", "phone", False)
    first.tick("goal", "phone", False)
    assert second.ticks("goal") == {}

    note = planners.add_note(desk.door, planner, "now", "An idea")
    first.votes.give(note)
    with pytest.raises(InputRefused):
        second.votes.take_back(note)
    for _ in range(3):
        second.votes.give(note)
    with pytest.raises(InputRefused):
        second.votes.give(note)
    given = [one.votes.on(note) for one in (first, second)]
    assert given == [1, 3]
    second.votes.take_back(note)
    assert dots_of(desk.door.records, planner) == {note: 3}
    assert second.votes.left == 1


def test_a_row_is_gone_with_its_last_cell(desk: Desk, planner: RecordId) -> None:
    turn = Turn(desk, planner)
    note = turn.row("goal", ("Ring", "Ann"))
    turn.row("goal", ("Ring the ward", ""), note)
    kept = desk.door.records.get(Note, note)
    assert kept is not None
    assert answers.row_cells(kept, (1, 2)) == ("Ring the ward", "")
    assert turn.row("goal", ("", ""), note) == ""
    assert turn.notes("goal") == ()
