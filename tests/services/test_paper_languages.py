"""Paper in another language: what the planner asks, what the program says, and reading it back."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from cps_desktop.documents import form_pdf, form_places
from cps_desktop.documents.coded_sheets import a4_places
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.paper_words import ENGLISH, PaperWords
from cps_desktop.paths import resources
from cps_desktop.services import planners, sessions
from cps_desktop.services.coded_printing import coded_sheets_pdf
from cps_desktop.services.desk import Desk
from cps_desktop.services.own_templates import keep_template
from cps_desktop.services.paper_forms import form_sheet, read_form
from cps_desktop.services.paper_photos import read_photo
from cps_desktop.services.paper_words import paper_words
from cps_desktop.services.planner_sheets import blank_sheet
from cps_desktop.services.print_preview import Wanted, languages_for, make
from cps_desktop.services.printing import Paper, make_pdf
from tests.documents.fills import by_pdfium, by_pikepdf
from tests.documents.photos import page, photo, scribbled
from tests.documents.reading import squeezed, words_by_pdfium
from tests.services.desks import SHIPPED, desk_of
from tests.services.laptop import laptop


class Room:
    """A session with a planner that has words in Welsh and Polish."""

    def __init__(self, desk: Desk, fonts: Path) -> None:
        self.desk, self.fonts = desk, fonts
        self.session = sessions.create_session(desk.door, title="Letters")
        template = SHIPPED.get("pdsa")
        assert template is not None
        self.template = template
        self.planner = planners.add_planner(desk.door, self.session, template)

    def found(self) -> Session:
        return self.desk.door.must_exist(Session, self.session)

    def text(self, wanted: Wanted) -> str:
        return squeezed("".join(words_by_pdfium(make(self.desk, self.session, wanted).pdf)))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, fonts: Path) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("languages")
    with laptop(folder) as one:
        yield Room(desk_of(one), fonts)


def test_what_the_program_says_on_paper_is_there_in_welsh_and_polish() -> None:
    for language in ("cy", "pl"):
        path = resources() / "words" / f"paper.{language}.json"
        said = json.loads(path.read_text(encoding="utf-8"))
        assert set(said) == set(PaperWords.__dataclass_fields__) - {"language"}
        for key, words in said.items():
            assert words.strip()
            blanks = {"title", "form", "number", "total", "names", "edition"}
            of = {one for one in blanks if f"{{{one}}}" in getattr(ENGLISH, key)}
            assert {one for one in blanks if f"{{{one}}}" in words} == of, key
        assert paper_words(f"{language}-XX").language == language
    assert paper_words("uk") is ENGLISH


def test_every_paper_of_a_planner_is_printed_in_the_language_chosen(room: Room) -> None:
    welsh = room.template.in_language("cy")
    question, stage = squeezed(welsh.boxes[1].plain), squeezed(welsh.stages[0].title)
    own = Wanted(Paper.PLANNER, room.planner)
    assert [one for one, _ in languages_for(room.desk, room.session, own)] == ["en-GB", "cy", "pl"]
    assert not languages_for(room.desk, room.session, Wanted(Paper.REGISTER))
    for wanted in (
        Wanted(Paper.PLANNER, room.planner, language="cy"),
        Wanted(Paper.PLANNER, "pdsa", "A4 large print", blank=True, language="cy-GB"),
        Wanted(Paper.PLANNER, room.planner, form=True, language="cy"),
        Wanted(Paper.PLANNER, room.planner, "A4", coded=True, language="cy"),
    ):
        said = room.text(wanted)
        assert question in said
        assert stage in said
        assert squeezed(room.template.boxes[1].prompt) not in said
    made = make(room.desk, room.session, Wanted(Paper.PLANNER, room.planner, language="cy"))
    assert "Cymraeg" in made.name
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "cy"
        assert b"<FEFF0065006E002D00470042>" in made.pdf or _some_english(pdf)


def _some_english(pdf: pikepdf.Pdf) -> bool:
    """Whether a piece says that it is in English: days are, on paper in any language."""
    return any(
        isinstance(one, pikepdf.Dictionary) and str(one.get("/Lang", "")) == "en-GB"
        for one in pdf.objects
    )


def test_a_language_the_planner_lacks_is_refused_by_name(room: Room) -> None:
    with pytest.raises(InputRefused, match=r"no words in “uk”.*Cymraeg \(cy\)"):
        make_pdf(
            room.desk,
            room.session,
            Paper.PLANNER,
            record=room.planner,
            language="uk",
            font_cache=room.fonts,
        )


def test_a_welsh_form_comes_back_typed_into_and_flattened(room: Room) -> None:
    sheet, stamp = form_sheet(room.desk, room.found(), room.planner, "cy")
    assert stamp.language == "cy"
    pdf = form_pdf(sheet, stamp, font_cache=room.fonts)
    places = list(form_places(sheet, stamp, font_cache=room.fonts))
    key, choice = room.template.boxes[1].key, room.template.box("decide")
    assert choice is not None
    typed = {"who": "Siân", "shown": "initials", f"{key}:1": "Llythyr byr", "decide:given": "adapt"}
    for filled in (by_pikepdf(pdf, typed), by_pdfium(pdf, places, typed, flat=True)):
        back = read_form(room.desk, room.session, filled, "ffurflen.pdf", room.fonts)
        assert back.who.name == "Siân"
        assert back.who.named_as == "initials"
        words = [one.words for one in back.lines]
        assert words == ["Llythyr byr", choice.part_words("adapt")]


def test_a_photo_of_a_polish_sheet_finds_what_was_written(room: Room) -> None:
    pdf = coded_sheets_pdf(
        room.desk,
        room.found(),
        room.planner,
        room.template,
        "A4",
        font_cache=room.fonts,
        language="pl",
    )
    (coded, *_) = a4_places(blank_sheet(room.desk, room.found(), room.template))
    sheet = page(pdf, 0, 150)
    scribbled(sheet, coded.boxes[1][1], 150 / 25.4)
    (seen,) = read_photo(
        room.desk, room.session, photo(sheet, size=(1800, 2400)), "zdjęcie.jpg", room.fonts
    )
    assert seen.problem == ""
    assert [one.box for one in seen.offered] == [coded.boxes[1][0].key]


def test_planners_of_several_languages_are_printed_each_in_its_own_unless_one_is_chosen(
    tmp_path: Path,
) -> None:
    with laptop(tmp_path) as one:
        desk = desk_of(one)
        shipped = SHIPPED.get("pdsa")
        assert shipped is not None
        welsh = dataclasses.replace(
            shipped.in_language("cy"), id="ours", title="Ein cynllun ni", translations={}
        )
        keep_template(desk.door, welsh)
        ours = desk.planners.get("ours")
        assert ours is not None
        session = sessions.create_session(desk.door, title="Letters")
        for template in (shipped, ours):
            planners.add_planner(desk.door, session, template)
        every = Wanted(Paper.PLANNER)
        assert languages_for(desk, session, every) == (
            ("", "Each in its own"),
            ("cy", "Cymraeg"),
            ("en-GB", "English (1 of 2 planners)"),
            ("pl", "Polski (1 of 2 planners)"),
        )
        questions = [squeezed(two.boxes[1].prompt) for two in (shipped, ours)]
        own = make(desk, session, every)
        assert all(two in squeezed("".join(words_by_pdfium(own.pdf))) for two in questions)
        assert "Not in" not in own.state
        polish = make(desk, session, dataclasses.replace(every, language="pl"))
        assert "Not in Polski, so in its own language: “Ein cynllun ni”." in polish.state
        assert questions[1] in squeezed("".join(words_by_pdfium(polish.pdf)))
