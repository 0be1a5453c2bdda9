"""What a session can be printed as, and that the file says what it should and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.faults import InputRefused, StorageFull
from cps_desktop.domain.kinds import LineKind, NamedAs, Role, Session
from cps_desktop.services import attendance, claims, people, planners, sessions
from cps_desktop.services.claim_sheets import claim_sheet
from cps_desktop.services.desk import Desk
from cps_desktop.services.print_preview import (
    ALL,
    PAGES,
    Wanted,
    choices_of,
    make,
    nothing_to_print,
    picture,
    save,
)
from cps_desktop.services.printing import Paper, make_pdf
from tests.documents.reading import squeezed, words_by_pdfium
from tests.services.desks import desk_of
from tests.services.laptop import THURSDAY, laptop


class Room:
    """A session with a planner, a named note, a person and a claim."""

    def __init__(self, desk: Desk) -> None:
        self.desk, door = desk, desk.door
        self.session = sessions.create_session(door, title="Letters")
        self.planner = planners.add_planner(door, self.session, desk.planners.choices()[0])
        planners.add_note(door, self.planner, "now", "Too many forms")
        self.person = people.add_person(door, name="Gwenllian Hughes", role=Role.CARER)
        attendance.add_to_list(door, self.session, person=self.person)
        self.agency = people.ensure_organisation(door, "Trust", lead_agency=True)

    def claim(self, person: str) -> str:
        made = claims.start_claim(self.desk.door, self.session, person, self.agency)
        claims.add_line(
            self.desk.door, self.desk.policies, made, kind_of=LineKind.PARKING, day=THURSDAY,
            description="Townfoot", pence=280,
        )  # fmt: skip
        return made

    def found(self) -> Session:
        found = self.desk.workspace.get(Session, self.session)
        assert found is not None
        return found

    def text(self, wanted: Wanted) -> str:
        return squeezed("".join(words_by_pdfium(make(self.desk, self.session, wanted).pdf)))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with laptop(tmp_path) as one:
        yield Room(desk_of(one))


def test_the_planner_says_draft_until_the_session_is_finished(room: Room) -> None:
    made = make(room.desk, room.session, Wanted())
    assert "DRAFT" in made.state
    assert "Toomanyforms" in room.text(Wanted())
    assert "DRAFT" in room.text(Wanted())
    sessions.finish_session(room.desk.door, room.session)
    assert make(room.desk, room.session, Wanted()).state == ""
    assert "DRAFT" not in room.text(Wanted())


def test_the_planner_is_personal_only_where_it_names_somebody(room: Room) -> None:
    assert "names nobody" in make(room.desk, room.session, Wanted()).classification
    assert "personal" not in room.text(Wanted())
    planners.add_note(
        room.desk.door, room.planner, "now", "More", author="Ann", named_as=NamedAs.NAME
    )
    made = make(room.desk, room.session, Wanted())
    assert made.classification.startswith("Contains personal information")
    assert "Containspersonalinformation" in room.text(Wanted())


def test_notes_of_no_box_are_printed_whole_after_the_wall(room: Room) -> None:
    def pages() -> list[str]:
        made = make(room.desk, room.session, Wanted(Paper.PLANNER, room.planner)).pdf
        return [squeezed(one) for one in words_by_pdfium(made)]

    (before,) = pages()
    words = [f"word{number:04}" for number in range(1500)]
    planners.add_note(room.desk.door, room.planner, "a box of another edition", " ".join(words))
    planners.add_note(room.desk.door, room.planner, "", "Who rings the pharmacy?")
    wall, *after = pages()
    assert after, "there is a page after the wall"
    pointer = "Othernotes:2notesonpage2→"
    assert wall.count(pointer) == 1
    pages_of = f"Page1of{1 + len(after)}"
    assert wall.replace(pointer, "").replace(pages_of, "Page1of1") == before
    assert after[0].count("Othernotes") == 1
    later = "".join(after)
    assert [one for one in words if one not in later] == []
    assert "Whoringsthepharmacy?" in later


@pytest.mark.parametrize("page", PAGES)
def test_a_blank_planner_is_nobodys_business_and_no_draft(room: Room, page: str) -> None:
    (first, *_rest) = choices_of(room.desk, room.session, Paper.PLANNER, blank=True)
    size = next(one for one in PAGES if one == page)
    wanted = Wanted(Paper.PLANNER, first[0], size, blank=True)
    made = make(room.desk, room.session, wanted)
    said = room.text(wanted)
    assert "Toomanyforms" not in said
    assert "DRAFT" not in said
    assert made.state == ""
    assert made.classification.startswith("Nothing personal")
    assert made.name.endswith("to write on - Letters.pdf")


def test_every_template_can_be_printed_blank_those_in_use_first(room: Room) -> None:
    door = room.desk.door
    lean = next(one for one in room.desk.planners.choices() if one.id == "lean-a3")
    other = sessions.create_session(door, title="Another")
    planners.add_planner(door, other, lean)
    offered = [key for key, _ in choices_of(room.desk, other, Paper.PLANNER, blank=True)]
    assert offered[0] == "lean-a3"
    assert sorted(offered) == sorted(one.id for one in room.desk.planners.choices())


def test_one_or_all_planners(room: Room) -> None:
    assert [key for key, _ in choices_of(room.desk, room.session, Paper.PLANNER)] == [room.planner]
    second = planners.add_planner(room.desk.door, room.session, room.desk.planners.choices()[1])
    planners.add_note(room.desk.door, second, "background", "Second planner")
    keys = [key for key, _ in choices_of(room.desk, room.session, Paper.PLANNER)]
    assert keys == [room.planner, second, ALL]
    assert "Toomanyforms" not in room.text(Wanted(Paper.PLANNER, second))
    both = room.text(Wanted(Paper.PLANNER, ALL))
    assert "Toomanyforms" in both
    assert "Secondplanner" in both


def test_one_claim_or_all_and_no_name_in_the_files_name(room: Room) -> None:
    assert "Nobody has claimed" in nothing_to_print(
        room.desk, room.session, Wanted(Paper.CLAIMS, ALL)
    )
    first = room.claim(room.person)
    second = room.claim(people.add_person(room.desk.door, name="Bob Bell"))
    offered = dict(choices_of(room.desk, room.session, Paper.CLAIMS))
    assert set(offered) == {first, second, ALL}
    assert offered[first] == "Gwenllian Hughes, £2.80"
    one = make(room.desk, room.session, Wanted(Paper.CLAIMS, first))
    assert "Gwenllian" not in one.name
    assert one.name.startswith("Claim ")
    assert "ready to sign" in one.state
    assert "BobBell" not in room.text(Wanted(Paper.CLAIMS, first))
    every = room.text(Wanted(Paper.CLAIMS, ALL))
    assert "BobBell" in every
    assert "GwenllianHughes" in every
    claims.mark_ready(room.desk.door, first)
    assert make(room.desk, room.session, Wanted(Paper.CLAIMS, first)).state == ""


def test_the_last_day_to_send_a_claim_is_said_once(room: Room) -> None:
    claim = room.claim(room.person)
    said = room.text(Wanted(Paper.CLAIMS, claim))
    assert said.count("Sendby") == 1
    assert "Sendby" + squeezed(claim_sheet(room.desk, room.found(), claim).send_by) in said


def test_an_empty_session_says_what_is_missing_but_prints_a_register(room: Room) -> None:
    other = sessions.create_session(room.desk.door, title="Empty")
    assert "no planner yet" in nothing_to_print(room.desk, other, Wanted())
    assert nothing_to_print(room.desk, other, Wanted(Paper.REGISTER)) == ""
    assert make(room.desk, other, Wanted(Paper.REGISTER)).pages == 1
    with pytest.raises(InputRefused, match="no planner yet"):
        make(room.desk, other, Wanted())


def test_a_session_that_is_gone_prints_nothing(room: Room) -> None:
    sessions.delete_session(room.desk.door, room.session)
    with pytest.raises(InputRefused, match="not in this workspace"):
        make(room.desk, room.session, Wanted())
    sessions.bring_back_session(room.desk.door, room.session)
    with pytest.raises(InputRefused, match="template is not on this laptop"):
        make(room.desk, room.session, Wanted(Paper.PLANNER, "no-such", "A3", blank=True))


def test_what_is_seen_is_drawn_from_what_is_saved(room: Room, tmp_path: Path) -> None:
    made = make(room.desk, room.session, Wanted(Paper.PACK))
    path = tmp_path / made.name
    save(made.pdf, path)
    assert path.read_bytes() == made.pdf
    first = picture(made.pdf, 0, 30)
    assert len(first.rgb) == first.width * first.height * 3
    assert picture(path.read_bytes(), 0, 30) == first
    with pytest.raises((InputRefused, StorageFull)):
        save(made.pdf, tmp_path / "gone" / "x.pdf")


def test_the_command_line_prints_a_blank_one_however_many_planners_there_are(
    room: Room, fonts: Path
) -> None:
    planners.add_planner(room.desk.door, room.session, room.desk.planners.choices()[1])
    pdf = make_pdf(room.desk, room.session, Paper.PLANNER, blank=True, font_cache=fonts)
    said = squeezed("".join(words_by_pdfium(pdf)))
    assert "Toomanyforms" not in said
    assert "DRAFT" not in said
    assert "Whatisitlikenow" in said


def test_a_form_and_sheets_with_codes_hold_nothing_anybody_said(room: Room) -> None:
    form = Wanted(Paper.PLANNER, room.planner, form=True)
    coded = Wanted(Paper.PLANNER, room.planner, "A4", coded=True)
    for wanted in (form, coded):
        made = make(room.desk, room.session, wanted)
        assert "Nothing personal" in made.classification
        assert "Toomanyforms" not in squeezed("".join(words_by_pdfium(made.pdf)))
    known = choices_of(room.desk, room.session, Paper.PLANNER, form=True)
    assert [key for key, _ in known] == [room.planner]
    offered = choices_of(room.desk, room.session, Paper.PLANNER, coded=True)
    assert offered[0][0] == room.planner
    # Every template without a planner here can be written on too.
    assert len(offered) == len(room.desk.planners.choices())
    other = sessions.create_session(room.desk.door, title="Another one")
    assert "no planner yet" in nothing_to_print(room.desk, other, form)
    assert make(room.desk, room.session, form).pdf != make(room.desk, room.session, form).pdf
