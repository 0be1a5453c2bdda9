"""One session, end to end, by hand: a village hall with no signal, a stick, a coordinator.

Two laptops with real windows, used through what is written on the screen. Every name is invented.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import open_desk
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.records import KINDS, Record
from tests.conformance import check_pdf
from tests.documents.reading import squeezed, words_by_pypdf
from tests.story.person import Person
from tests.story.program import spend_day

SECRET = "copper lantern meadow seven"
TITLE = "Making discharge letters clearer"
PLANNER = "Use this planner: Think – Plan – Reflect"
LATE, WALK, SHOUT = "The letter came late", "Walk the ward first", "Nobody reads page two"
GOAL = "A letter on one page, by June"
PEOPLE = ("Ann Example", "Bert Sample", "Cath Invented", "Dev Madeup")


def today() -> dt.date:
    return dt.datetime.now().astimezone().date()


class Story:
    """The two laptops, the stick between them, and what was noted on paper."""

    def __init__(self, folder: Path) -> None:
        self.hall = folder / "hall laptop" / "work"
        self.office = folder / "office laptop" / "work"
        self.stick = folder / "stick"
        self.folder = folder
        self.stick.mkdir()
        self.five_words = ""
        self.four_words = ""

    def bundles(self) -> list[Path]:
        return sorted(self.stick.glob("*.cpsb"), key=lambda one: one.stat().st_mtime_ns)


def test_one_session_end_to_end(qapp: QApplication, tmp_path: Path) -> None:
    story = Story(tmp_path)
    first_day_in_the_hall(story)
    first_day_in_the_office(story)
    # The office has its own join file beside what came from the hall; it goes back with a bundle.
    assert kept_in(story.hall, SECRET) == {**kept_in(story.office), "paper": []}
    third_day_in_the_hall(story)
    third_day_in_the_office(story)
    last_day_in_the_hall(story)
    last_day_in_the_office(story)
    assert kept_in(story.hall, SECRET) == kept_in(story.office)


def kept_in(folder: Path, passphrase: str | None = None) -> dict[str, list[Record]]:
    """Every record of a workspace by kind, deleted ones as well."""
    desk = open_desk(folder, passphrase=passphrase)
    try:
        return {
            name: sorted(
                (*desk.workspace.find(kind), *desk.workspace.find(kind, deleted=True)),
                key=lambda one: one.id,
            )
            for name, kind in KINDS.items()
        }
    finally:
        desk.close()


# -- the first day in the village hall ------------------------------------------------------------


def first_day_in_the_hall(story: Story) -> None:
    def use(fay: Person) -> None:
        fay.waits_for("There is no session here yet.")
        assert fay.sees("◐ Cream")
        begins_a_session(fay)
        fills_the_planner(fay)
        takes_attendance(fay)
        writes_expenses(fay, story)
        prints(fay, story)
        hands_over_under_five_words(fay, story)
        # Left on the note that was written first, which is where she finds it again.
        fay.turns_to("Planner")
        fay.press(LATE)

    spend_day(story.hall, use, ("Welcome", introduces_herself))


def introduces_herself(fay: Person) -> None:
    fay.writes("Your name", "Fay Cilitator")
    fay.key("Enter")
    assert fay.on() == "Your organisation"
    fay.types("Eden Valley Trust")
    fay.writes("This laptop's name", "Hall laptop")
    fay.chooses("Text size", "125 %")
    fay.press("Cream")
    fay.chooses("Text size", "100 %")
    fay.press("With a passphrase, asked for each time")
    fay.writes("New passphrase", SECRET)
    fay.key("Enter")
    fay.types("something else")
    fay.press("Begin")
    assert fay.sees("The two")
    fay.writes("The same passphrase again", SECRET)
    fay.key("Enter")


def begins_a_session(fay: Person) -> None:
    fay.key("Ctrl+N")
    assert fay.on() == "Title"
    fay.press("Begin the session")
    assert fay.sees("Give the session a title first.")
    fay.types(TITLE)
    fay.chooses("Kind", "RPIW")
    fay.writes("Purpose", "Letters that people can read the first time.")
    wrong = today().replace(year=today().year - 2, day=1)
    fay.writes("Day 1", f"{wrong:%d/%m/%Y}")
    fay.waits_for(f"{say_date(wrong)} is more than a year ago. Is the year right?")
    assert fay.reads_field("Day 1") == f"{wrong:%d/%m/%Y}"
    fay.writes("Day 1", "today")
    fay.waits_until(lambda: not fay.sees("more than a year ago"), "the question goes")
    fay.writes("Day 1 starts", "9.30")
    fay.writes("Day 1 ends", "4pm")
    fay.press("Add a day")
    fay.press("Add a day")
    fay.waits_for(say_date(today() + dt.timedelta(days=2)))
    fay.writes("Venue", "Alston Village Hall")
    fay.writes("Lead agency", "Eden Valley Trust")
    fay.writes("Add to organisations taking part", "Friends of the Hall")
    fay.key("Enter")
    assert fay.sees("Friends of the Hall")
    fay.writes("Integrated Care Community", "Upper Eden")
    fay.press("Begin the session")
    fay.waits_for("Day 1 of 3")
    assert fay.sees("Alston Village Hall")


def fills_the_planner(fay: Person) -> None:
    fay.turns_to("Planner")
    fay.press(PLANNER)
    fay.waits_for("Think – Plan – Reflect is ready to be filled.")
    fay.key("Enter")
    fay.types(f"{LATE}\n{WALK}\n{SHOUT}")
    fay.key("Esc")
    # Said in other words.
    assert fay.on() == SHOUT
    fay.key("Enter", "End")
    fay.types(", ever")
    fay.key("Esc")
    assert fay.sees(f"{SHOUT}, ever")
    # Within its box by keys, to another by words, to a third by the pointer.
    fay.key("Alt+Up")
    fay.key("M")
    fay.picks("First in this box")
    assert fay.on() == f"{SHOUT}, ever"
    fay.press(WALK)
    fay.press("Move to…")
    fay.picks("Plan: What we will try")
    fay.waits_for("Moved to What we will try.")
    fay.drags(f"{SHOUT}, ever", fay.place_of("What can change here, and what cannot?"))
    fay.waits_for("Moved to What can change.")
    # Colour, and who said it, in all three ways.
    fay.press(LATE)
    fay.press("Colour")
    fay.picks("Blue")
    says_who(fay, LATE, "Ann Example", "The name")
    says_who(fay, WALK, "Bert Sample", "Initials only")
    says_who(fay, f"{SHOUT}, ever", "Cath Invented", "No name")
    # Deleted, back by undo, gone by redo, back again.
    fay.press(f"{SHOUT}, ever")
    fay.key("Del")
    fay.waits_for("Note deleted.")
    assert not fay.can_press(f"{SHOUT}, ever")
    fay.key("Ctrl+Z")
    fay.waits_for("Undone: Delete a note")
    assert fay.can_press(f"{SHOUT}, ever")
    fay.key("Ctrl+Y")
    assert not fay.can_press(f"{SHOUT}, ever")
    fay.press("Undo: Delete a note")
    assert fay.can_press(f"{SHOUT}, ever")
    fay.press("Show as: List")
    assert fay.sees("Nobody reads page two, ever")
    fay.press("Show as: Wall")


def says_who(fay: Person, note: str, name: str, way: str) -> None:
    fay.press(note)

    def answer() -> None:
        fay.writes("Name", name)
        fay.press(way)
        fay.press("Keep this")

    with fay.answering("Who said it?", answer):
        fay.press("More")
        fay.picks("Who said it…")


def takes_attendance(fay: Person) -> None:
    fay.turns_to("Attendance")
    fay.goes_to("Name")
    fay.types("".join(f"{name}\n" for name in PEOPLE))
    fay.waits_until(lambda: fay.rows("People on the list") == 4, "four people")
    assert fay.on() == "Name"
    for name in PEOPLE[:2]:
        fay.goes_to_row("People on the list", name)
        fay.key("Space")
    assert "Here" in fay.row_says("People on the list", "Bert Sample")
    fay.goes_to_row("People on the list", "Dev Madeup")
    fay.press("Apologies")
    fay.waits_for("Dev Madeup sent apologies.")
    # Somebody comes in from the street.
    fay.press("Show attendance as: Door")
    fay.press("Someone new")
    fay.writes("Name of the new person", "Eve Passing")
    fay.press("Tick in")
    fay.waits_for("Eve Passing")
    fay.press("Show attendance as: List")
    assert "Here" in fay.row_says("People on the list", "Eve Passing")
    # When one came and went.
    fay.goes_to_row("People on the list", "Ann Example")
    fay.key("Enter")
    day = next(one for one in fay.names() if one.endswith(": arrived"))
    fay.writes(day, "9.35")
    fay.writes(day.replace("arrived", "left"), "3.30pm")
    fay.press("Close")
    assert "09:35" in fay.row_says("People on the list", "Ann Example")
    assert "15:30" in fay.row_says("People on the list", "Ann Example")


def writes_expenses(fay: Person, story: Story) -> None:
    photo = story.folder / "receipt.jpg"
    photograph(photo)
    fay.turns_to("Expenses")
    fay.press("New claim")
    fay.types("Ann Example")
    fay.key("Enter")
    fay.press("Add a line")
    assert fay.on() == "What for"
    fay.writes("From", "Penrith")
    fay.writes("Miles", "12.3")
    fay.press("There and back")
    fay.press("That is one way: double it")
    fay.chooses("Passengers", "1 passenger")
    fay.waits_for("£12.30")
    fay.press("Done")
    fay.press("Add a line")
    fay.chooses("What for", "Bus")
    fay.writes("Amount", "4.50")
    fay.press("Done")
    fay.press("Add a line")
    fay.chooses("What for", "Parking")
    fay.writes("Where did you park?", "Townfoot")
    fay.writes("Amount", "£3.20")
    fay.drops("Write a line", photo)
    fay.waits_for("Receipt added.")
    fay.waits_until(lambda: fay.can_press("Look at receipt 1"), "the receipt, small")
    fay.press("Done")
    fay.press("Add a line")
    fay.chooses("What for", "Transport for additional needs")
    fay.writes("What was it?", "Taxi with a ramp")
    fay.writes("Amount", "18")
    fay.writes("Agreed beforehand by", "Fay Cilitator")
    fay.key("Enter")
    fay.waits_for("£38.00")
    fay.press("Ready to sign")
    fay.waits_for("Ready to sign. Print it, or go on later.")


def photograph(path: Path) -> None:
    """A photo as a telephone takes it, with the place it was taken at written inside."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "Telephone maker"
    exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 48.0, 42.0), 3: "W", 4: (2.0, 26.0, 24.0)})
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(path, exif=exif)
    assert b"Telephone maker" in path.read_bytes()


def prints(fay: Person, story: Story) -> None:
    fay.press("Print the claim")
    wanted = {
        "Expense claims": ("Ann Example", "£38.00", "24.6 miles", "Taxi with a ramp"),
        "Planner": (TITLE, LATE, WALK, f"{SHOUT}, ever", "Ann Example", "B. S."),
        "Register": ("Ann Example", "Eve Passing", "09:35", "Alston Village Hall"),
        "Everything, in one file": (LATE, "Eve Passing", "£38.00"),
    }
    for paper, texts in wanted.items():
        fay.chooses("What to print", paper)
        fay.waits_until(lambda: fay.can_press("Save the PDF…"), f"{paper} is drawn")
        fay.waits_for("Page 1 of ")
        path = story.folder / f"{paper}.pdf"
        with fay.naming("Save the PDF", path):
            fay.key("Ctrl+S")
        fay.waits_for(f"Saved as {path.name}")
        found = squeezed("".join(words_by_pypdf(path.read_bytes())))
        for text in texts:
            assert squeezed(text) in found, f"{text} in {paper}"
        assert "CathInvented" not in found or paper != "Planner", "She wished no name."
    assert check_pdf(story.folder / "Everything, in one file.pdf") == []


def hands_over_under_five_words(fay: Person, story: Story) -> None:
    fay.turns_to("Hand over")
    fay.waits_for(" in 1 session")
    fay.turns_to("Hand over")
    fay.press("Everything not yet handed over")
    with fay.naming("Choose a place", story.stick):
        fay.press("Choose a place…")
    fay.hands_over()
    story.five_words = fay.five_words()
    assert len(story.five_words.split()) == 5
    assert fay.sees("Everything written on this laptop was handed over.")


# -- the first day in the office ------------------------------------------------------------------


def first_day_in_the_office(story: Story) -> None:
    def use(colin: Person) -> None:
        becomes_coordinator(colin, story)
        brings_in_the_first(colin, story)
        brings_it_in_again(colin, story)

    spend_day(story.office, use, ("Welcome", introduces_himself))


def introduces_himself(colin: Person) -> None:
    colin.writes("Your name", "Colin Ordinator")
    colin.writes("Your organisation", "Eden Valley Trust")
    colin.writes("This laptop's name", "Office laptop")
    colin.press("Begin")


def becomes_coordinator(colin: Person, story: Story) -> None:
    colin.press("More…")
    colin.picks("Settings…")

    def make() -> None:
        assert colin.reads_field("Organisation") == "Eden Valley Trust"
        assert colin.reads_field("Your name") == "Colin Ordinator"
        colin.press("Make it")
        colin.waits_for("Step 2 of 4")
        colin.press("The rest later")

    with colin.answering("Make an organisation", make):
        colin.press("Make an organisation…")
    colin.waits_for("This laptop coordinates Eden Valley Trust.")
    colin.waits_until(lambda: colin.sees("Its four words: "), "the four words")
    told = next(one for one in colin.reads() if one.startswith("Its four words: "))
    story.four_words = told.removeprefix("Its four words: ")
    with colin.naming("Save the join file", story.folder / "eden.cpsjoin"):
        colin.press("Save the join file…")
    colin.waits_for("The join file is saved.")
    colin.key("Esc")


def brings_in_the_first(colin: Person, story: Story) -> None:
    colin.press("Bring in a bundle")
    with colin.naming("Choose bundles", story.bundles()[0]):
        colin.key("Ctrl+O")
    colin.waits_for("Asks for its words")
    colin.writes("The five words", "five quite other small words")
    colin.press("Open it")
    colin.waits_until(lambda: colin.can_press("Open it"), "wrong words")
    colin.writes("The five words", story.five_words.upper())
    colin.key("Enter")
    colin.waits_for(f"{TITLE} (new here)")
    assert colin.sees("From Hall laptop")
    assert colin.sees("all new here.")
    assert colin.sees("which was never met here.")
    colin.press("Accept and bring in")
    colin.waits_for("It was brought in.")
    colin.press(TITLE)
    colin.waits_for("Alston Village Hall")


def brings_it_in_again(colin: Person, story: Story) -> None:
    before = records_on_screen(colin)
    colin.key("Ctrl+K")
    colin.types("bring in a bundle")
    colin.key("Enter")
    with colin.naming("Choose bundles", story.bundles()[0]):
        colin.press("Choose files…")
    colin.waits_for("The five words")
    colin.writes("The five words", story.five_words)
    colin.key("Enter")
    colin.waits_for("Nothing in it is new: everything is here already.")
    colin.press("Bring in")
    colin.waits_for("It was brought in.")
    colin.press("Close this report")
    colin.key("Esc")
    colin.press("Carry on")
    assert records_on_screen(colin) == before


def records_on_screen(colin: Person) -> list[str]:
    """The numbers beside the pages of the session."""
    colin.turns_to("Today")
    colin.waits_until(lambda: any(one.startswith("Expenses, 1") for one in colin.names()), "counts")
    return [one for one in colin.names() if one.split(",")[0] in {"Planner", "Attendance"}]


# -- both write on ---------------------------------------------------------------------------------


def third_day_in_the_hall(story: Story) -> None:
    def use(fay: Person) -> None:
        # The window is where it was: on the planner, on the note.
        assert fay.on() == LATE
        changes_a_note(fay, LATE, ", said the hall")
        adds_a_note(fay, "A note from the hall")
        finds_everything(fay)
        joins(fay, story)
        fay.hands_over(beside=story.bundles()[0])
        assert fay.sees("for Colin Ordinator.")

    spend_day(story.hall, use, ("This workspace asks for its passphrase", unlocks))


def unlocks(fay: Person) -> None:
    fay.types("not the passphrase\n")
    fay.waits_for("That passphrase does not open")
    fay.writes("Passphrase", SECRET)
    fay.key("Enter")


def changes_a_note(person: Person, note: str, more: str) -> None:
    person.press(note)
    person.key("Enter", "End")
    person.types(more)
    person.key("Esc")
    assert person.on() == f"{note}{more}"


def adds_a_note(person: Person, text: str) -> None:
    person.key("N")
    person.types(text)
    person.key("Esc")
    assert person.on() == text


def finds_everything(fay: Person) -> None:
    for words, where in (("walk ward", WALK), ("eve pass", "Eve Passing"), ("clearer", TITLE)):
        fay.key("Ctrl+K")
        fay.types(words)
        fay.waits_for(where)
        fay.key("Enter")
        fay.waits_for(where)
    fay.key("Ctrl+K")
    fay.types("no such thing")
    fay.waits_for("Nothing here has these words.")
    fay.key("Esc")


def joins(fay: Person, story: Story) -> None:
    fay.turns_to("Hand over")
    with fay.naming("Open a join file", story.folder / "eden.cpsjoin"):
        fay.press("Open a join file…")
    # Compared by telephone.
    fay.waits_for(story.four_words)
    fay.press("They are the same")
    fay.waits_for("This laptop now belongs to Eden Valley Trust.")
    assert fay.can_press("Colin Ordinator, coordinator")


def third_day_in_the_office(story: Story) -> None:
    def use(colin: Person) -> None:
        colin.turns_to("Planner")
        changes_a_note(colin, LATE, ", says the office")
        adds_a_note(colin, "A note from the office")
        brings_in_the_latest(colin, story)
        colin.waits_for("1 thing waits for you to decide; both versions are kept until then.")
        hands_over_to_the_hall(colin, story)

    spend_day(story.office, use)


def brings_in_the_latest(person: Person, story: Story) -> None:
    person.key("Ctrl+K")
    person.types("bring in a bundle")
    person.key("Enter")
    with person.naming("Choose bundles", story.bundles()[-1]):
        person.press("Choose files…")
    person.waits_until(lambda: person.can_press("Bring in"), "ready to be brought in")
    person.press("Bring in")
    person.waits_for("It was brought in.")


def hands_over_to_the_hall(colin: Person, story: Story) -> None:
    colin.press("Close this report")
    colin.key("Esc")
    colin.press("Carry on")
    colin.turns_to("Hand over")
    colin.press_one_of("A laptop met on ", "which calls itself “Hall laptop”")
    with colin.naming("Choose a place", story.stick):
        colin.press("Choose a place…")
    colin.hands_over()


def last_day_in_the_hall(story: Story) -> None:
    def use(fay: Person) -> None:
        brings_in_the_latest(fay, story)
        fay.press("Decide…")
        fay.waits_for("Two people changed this")
        for version in (f"{LATE}, said the hall", f"{LATE}, says the office"):
            assert fay.sees(version)
        fay.press_one_of("Keep this: ", "says the office")
        fay.waits_for("Chosen.")
        fay.waits_for("Nothing waits to be decided.")
        fay.key("Esc")
        fay.press("Carry on")
        fay.turns_to("Planner")
        for note in (f"{LATE}, says the office", "A note from the hall", "A note from the office"):
            assert fay.can_press(note), note
        fay.turns_to("Hand over")
        fay.hands_over(beside=story.bundles()[0])

    spend_day(story.hall, use, ("This workspace asks for its passphrase", unlocks))


def last_day_in_the_office(story: Story) -> None:
    def use(colin: Person) -> None:
        brings_in_the_latest(colin, story)
        assert not colin.sees("decide; both versions")
        colin.key("Ctrl+K")
        colin.types("two people changed this")
        colin.key("Enter")
        colin.waits_for("Nothing waits to be decided.")

    spend_day(story.office, use)
