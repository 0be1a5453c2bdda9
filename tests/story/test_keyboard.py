"""Without a pointer: Tab goes through a page as one reads it, and nothing is out of reach."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.story.person import Person
from tests.story.program import spend_day

NEW_SESSION = (
    "Title",
    "Purpose",
    "Day 1",
    "Calendar for Day 1",
    "Day 1 starts",
    "Day 1 ends",
    "Remove day 1",
    "Day 2",
    "Calendar for Day 2",
    "Day 2 starts",
    "Day 2 ends",
    "Remove day 2",
    "Add a day",
    "Venue",
    "Lead agency",
    "Remove Eden Valley Trust",
    "Add to organisations taking part",
)


def tabbed(person: Person, until: str, key: str = "Tab") -> list[str]:
    """The names the keyboard comes by, from where it is."""
    met = [person.on()]
    while met[-1] != until and len(met) < 60:
        person.key(key)
        met.append(person.on())
    return met


def test_tab_goes_through_a_new_session_as_one_reads(qapp: QApplication, tmp_path: Path) -> None:
    def use(person: Person) -> None:
        person.key("Ctrl+N")
        person.types("Clearer letters")
        person.writes("Day 1", "today")
        person.press("Add a day")
        person.goes_to("Title")
        assert tabbed(person, NEW_SESSION[-1]) == list(NEW_SESSION)
        back = tabbed(person, "Title", "Shift+Tab")
        assert back == list(reversed(NEW_SESSION))

    def first(person: Person) -> None:
        person.writes("Your organisation", "Eden Valley Trust")
        person.press("Begin")

    spend_day(tmp_path / "work", use, ("Welcome", first))


def test_tab_goes_through_a_claim_line_as_one_reads(qapp: QApplication, tmp_path: Path) -> None:
    def use(person: Person) -> None:
        person.key("Ctrl+N")
        person.types("Clearer letters")
        person.key("Ctrl+Return")
        person.turns_to("Attendance")
        person.types("Ann Example\n")
        person.turns_to("Expenses")
        person.press("New claim")
        person.types("Ann Example\tEden\n")
        person.press("Add a line")
        met = tabbed(person, "Done")
        assert met[:4] == ["What for", "Date", "Calendar for Date", "From"]
        assert met[4:8] == ["To", "There and back", "Miles", "Vehicle"]
        assert met[8:] == ["Passengers", "Add a photo…", "Paste a photo", "Done"]

    spend_day(tmp_path / "work", use, ("Welcome", lambda person: person.press("Begin")))


def test_a_page_can_be_used_at_once_after_alt_and_a_number(
    qapp: QApplication, tmp_path: Path
) -> None:
    def use(person: Person) -> None:
        person.key("Ctrl+N")
        person.types("Clearer letters")
        person.key("Ctrl+Return")
        person.key("Alt+2")
        person.key("Enter")  # takes the first planner
        person.key("Enter")
        person.types("Somebody said this")
        person.key("Esc", "Alt+3")
        person.types("Ann Example\n")
        assert person.rows("People on the list") == 1
        person.key("Alt+4", "Enter")  # begins a claim
        person.types("Ann Example\tEden\n")
        assert person.sees("Claim for Ann Example")
        person.key("Alt+2")
        assert person.on() == "Somebody said this"
        person.key("Alt+3")
        assert person.on() == "Name"

    spend_day(tmp_path / "work", use, ("Welcome", lambda person: person.press("Begin")))
