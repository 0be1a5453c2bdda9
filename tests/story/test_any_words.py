"""Ten thousand signs of anything, wherever one can type: given back unchanged, everywhere."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.kinds import Claim, ClaimLine, Note, Planner, Session
from cps_desktop.domain.kinds import Person as Somebody
from tests.documents.reading import squeezed, words_by_pdfium
from tests.story.person import Person
from tests.story.program import spend_day
from tests.story.test_bad_input import KEPT, folder, nothing_changed
from tests.texts import NAUGHTY

__all__ = ["folder"]

# What a clipboard takes unchanged, ten thousand signs of it.
EVERY_KIND = "\n".join(
    text for text, kept in NAUGHTY.values() if text == kept and len(text) < 1_000 and text.strip()
)
EVERY_KIND = (EVERY_KIND * 20)[:9_999] + "."
# A fold of a person's details, and a field of words inside it.
PERSONS_FOLDS = {
    "What they need": "Access and dietary needs in words",
    "In an emergency, and under 18": "In an emergency, ring",
    "Place and other roles": "Integrated Care Community",
}


def test_any_words_in_every_field(qapp: QApplication, tmp_path: Path) -> None:
    here, there = tmp_path / "here" / "work", tmp_path / "there" / "work"

    def write(person: Person) -> None:
        person.key("Ctrl+N")
        for field in ("Title", "Purpose", "Venue", "Lead agency", "Integrated Care Community"):
            takes(person, field, EVERY_KIND)
        person.key("Ctrl+Return")
        person.waits_until(lambda: person.can_press("Add people"), "the session")
        person.turns_to("Planner")
        person.press("Use this planner: Think – Plan – Reflect")
        person.key("Enter")
        takes(person, "Words on the note", EVERY_KIND)
        person.key("Esc")
        person.turns_to("Attendance")
        takes(person, "Name", EVERY_KIND)
        person.key("Enter")
        person.waits_until(lambda: person.rows("People on the list") == 1, "on the list")
        person.goes_to_row("People on the list", "")
        person.key("Enter")
        takes(person, "Known as", EVERY_KIND)
        for fold, field in PERSONS_FOLDS.items():
            person.press(fold)
            takes(person, field, EVERY_KIND)
        person.press("Close")
        person.turns_to("Expenses")
        person.press("New claim")
        person.types("Ann Example\tEden\n")
        person.press("Add a line")
        person.chooses("What for", "Something else")
        takes(person, "What was it?", EVERY_KIND)
        takes(person, "Agreed beforehand by", EVERY_KIND)
        person.writes("Amount", "4.50")
        person.press("Done")
        refuses_a_million(person)

    def look(person: Person) -> None:
        person.key("Ctrl+K")
        person.types("session details")
        person.key("Enter")
        for field in ("Title", "Purpose", "Venue", "Integrated Care Community"):
            assert person.reads_field(field) == EVERY_KIND, field
        person.turns_to("Print")
        for paper in ("Planner", "Register", "Expense claims"):
            person.chooses("What to print", paper)
            person.waits_until(lambda: person.can_press("Save the PDF…"), f"{paper} is drawn")
            path = tmp_path / f"{paper}.pdf"
            with person.naming("Save the PDF", path):
                person.press("Save the PDF…")
            person.waits_for(f"Saved as {path.name}")
            found = squeezed("".join(words_by_pdfium(path.read_bytes())))
            assert "DROPTABLEnote" in found, paper
            assert "<script>alert(1)</script>" in found, paper
        person.turns_to("Hand over")
        with person.naming("Choose a place", tmp_path):
            person.press("Choose a place…")
        person.hands_over()
        words.append(person.five_words())

    def bring_in(person: Person) -> None:
        person.press("Bring in a bundle")
        with person.naming("Choose bundles", next(tmp_path.glob("*.cpsb"))):
            person.press("Choose files…")
        person.waits_for("Asks for its words")
        person.writes("The five words", words[0])
        person.key("Enter")
        person.waits_until(lambda: person.can_press("Accept and bring in"), "ready")
        person.press("Accept and bring in")
        person.waits_for("It was brought in.")

    words: list[str] = []
    new_desk(here, way="open").close()
    new_desk(there, way="open").close()
    spend_day(here, write)
    kept = texts_in(here)
    # Five of the session, a note, five of a person, two of a line.
    assert kept.count(EVERY_KIND) == 13
    spend_day(here, look)
    spend_day(there, bring_in)
    assert texts_in(there) == kept


def takes(person: Person, field: str, text: str) -> None:
    person.goes_to(field)
    person.key("Ctrl+A")
    person.pastes(text)
    assert person.reads_field(field) == text, field


def refuses_a_million(person: Person) -> None:
    person.turns_to("Attendance")
    person.writes("Organisation", "Eden")
    person.pastes("ab" * 500_000)
    person.waits_for("That is more than one field can hold")
    assert person.reads_field("Organisation") == "Eden"


def texts_in(folder: Path) -> list[str]:
    """Every text that was written, in an order of its own."""
    desk = open_desk(folder)
    found: list[str] = []
    try:
        for kind in (Session, Note, Somebody, Claim, ClaimLine):
            for record in desk.workspace.find(kind):
                found += [v for v in astuple(record) if isinstance(v, str) and " " in v]
    finally:
        desk.close()
    return sorted(found)


def test_any_words_about_oneself(qapp: QApplication, tmp_path: Path) -> None:
    fields = ("Your name", "Your organisation", "This laptop's name")

    def introduces(person: Person) -> None:
        for field in fields:
            takes(person, field, EVERY_KIND)
        person.press("Begin")

    def reads(person: Person) -> None:
        person.goes_to_settings()
        for field in fields:
            assert person.reads_field(field) == EVERY_KIND, field

    spend_day(tmp_path / "work", reads, ("Welcome", introduces))
    spend_day(tmp_path / "work", reads)


def test_any_words_on_a_planner_and_a_journey(qapp: QApplication, folder: Path) -> None:
    def names(person: Person) -> None:
        takes(person, "Title", EVERY_KIND)
        person.press("Keep this name")

    def says_who(person: Person) -> None:
        takes(person, "Name", EVERY_KIND)
        person.press("The name")
        person.press("Keep this")

    def write(person: Person) -> None:
        person.press("Carry on")
        person.turns_to("Planner")
        person.press(KEPT)
        with person.answering("Who said it?", lambda: says_who(person)):
            person.press("More")
            person.picks("Who said it…")
        person.press("Planners")
        with person.answering("Rename the planner", lambda: names(person)):
            person.press("Rename…")
        person.turns_to("Expenses")
        person.opens_row("Claims", "Ann Example")
        person.press("Add a line")
        takes(person, "From", EVERY_KIND)
        takes(person, "To", EVERY_KIND)
        person.writes("Miles", "3")
        person.press("Done")

    spend_day(folder, write)
    desk = open_desk(folder)
    (planner,), (note,) = desk.workspace.find(Planner), desk.workspace.find(Note)
    (line,) = (one for one in desk.workspace.find(ClaimLine) if one.from_place)
    desk.close()
    assert (planner.title, note.author) == (EVERY_KIND, EVERY_KIND)
    assert (line.from_place, line.to_place) == (EVERY_KIND, EVERY_KIND)

    def look(person: Person) -> None:
        assert person.sees("3 miles")
        person.turns_to("Planner")
        assert person.can_press(KEPT)

    nothing_changed(folder, look)


def test_what_is_no_day_no_amount_and_no_words(
    qapp: QApplication, folder: Path, tmp_path: Path
) -> None:
    def use(person: Person) -> None:
        person.press("Carry on")
        person.key("Ctrl+K")
        person.types("session details")
        person.key("Enter")
        for field in ("Day 1", "Day 1 starts", "Day 1 ends"):
            takes(person, field, EVERY_KIND)
        person.turns_to("Expenses")
        person.opens_row("Claims", "Ann Example")
        person.press("Change Parking, Townfoot")
        takes(person, "Amount", EVERY_KIND)
        takes(person, "Date", EVERY_KIND)
        person.turns_to("Hand over")
        takes(person, "Name of the file", EVERY_KIND)
        with person.naming("Choose a place", tmp_path):
            person.press("Choose a place…")
        person.key("Ctrl+K")
        person.pastes(EVERY_KIND)
        person.key("Enter")
        person.key("Esc")
        person.press("‹ All sessions")

    nothing_changed(folder, use)
    desk = open_desk(folder)
    (session,) = desk.workspace.find(Session)
    desk.close()
    assert session.title == "Clearer letters"
