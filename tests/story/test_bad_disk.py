"""A disk that is full or may only be read, a stick that is pulled out: the window says so."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import open_desk
from cps_desktop.domain.kinds import Note, Session
from cps_desktop.storage.workspace import FILE_NAME
from tests.bad_disks import disk, fill, give_room, remount
from tests.story.person import Person
from tests.story.program import spend_day
from tests.story.test_bad_input import KEPT, LARGE, changes_in, folder, nothing_changed, wrong_files

__all__ = ["folder", "wrong_files"]

KEYS = "workspace.keys.json"


@pytest.fixture(params=["full", "read-only"])
def bad_stick(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A stick with no room, or one that cannot be written to."""
    how = "size=16k" if request.param == "full" else "ro,size=1m"
    with disk(tmp_path / "bad stick", how) as place:
        if request.param == "full":
            fill(place)
        yield place


def test_a_stick_that_takes_nothing(qapp: QApplication, folder: Path, bad_stick: Path) -> None:
    there = sorted(bad_stick.iterdir())

    def use(person: Person) -> None:
        person.press("Carry on")
        person.turns_to("Hand over")
        with person.naming("Choose a place", bad_stick):
            person.press("Choose a place…")
        person.press_primary("Hand over")
        person.waits_for("Try again")
        assert not person.sees("read back and whole")
        person.turns_to("Print")
        person.chooses("What to print", "Register")
        person.waits_until(lambda: person.can_press("Save the PDF…"), "the register is drawn")
        with person.naming("Save the PDF", bad_stick / "register.pdf"):
            person.press("Save the PDF…")
        closes_the_message(person)
        person.goes_to_settings()
        with person.naming("Where should the copy go?", bad_stick):
            person.press("Save a copy elsewhere…")
        closes_the_message(person)

    nothing_changed(folder, use)
    assert sorted(bad_stick.iterdir()) == there


def closes_the_message(person: Person) -> None:
    person.waits_until(lambda: person.can_press("Close this message"), "a message")
    person.press("Close this message")


def to_details(person: Person) -> None:
    person.key("Ctrl+K")
    person.types("session details")
    person.key("Enter")


@pytest.fixture
def small_disk(folder: Path, tmp_path: Path) -> Iterator[Path]:
    """The workspace on a disk of its own."""
    with disk(tmp_path / "disk", "size=8m") as place:
        shutil.copytree(folder, place / "work")
        yield place


def test_no_word_is_lost_when_the_disk_is_full(
    qapp: QApplication, small_disk: Path, tmp_path: Path
) -> None:
    from PIL import Image

    work, photo = small_disk / "work", tmp_path / "receipt.jpg"
    Image.effect_noise((900, 1200), 60).convert("RGB").save(photo, "JPEG", quality=90)
    purpose = "Typed on a full disk. " * 40

    def use(person: Person) -> None:
        person.press("Carry on")
        fill(small_disk)
        to_details(person)
        person.goes_to("Purpose")
        person.pastes(purpose)
        person.waits_for("There is no room left on this laptop.")
        assert person.sees("■ Not saved")
        closes_the_message(person)
        person.turns_to("Expenses")
        person.opens_row("Claims", "Ann Example")
        person.press("Change Parking, Townfoot")
        person.drops("Write a line", photo)
        closes_the_message(person)
        assert not person.sees("Receipt added.")
        person.turns_to("Planner")
        person.press(KEPT)
        person.key("Enter", "End")
        person.types(" And more.")
        person.key("Esc")
        person.press("‹ All sessions")
        person.waits_for("The words typed last are not kept yet, so they stay on the screen.")
        with person.answering("The words typed last", lambda: person.press("Keep the window open")):
            person.closes_the_window()
        to_details(person)
        assert person.reads_field("Purpose") == purpose
        give_room(small_disk)
        person.waits_for("✔ Saved on this laptop")
        person.press("‹ All sessions")
        closes_the_message(person)

    spend_day(work, use)
    assert words_in(work) == (purpose, f"{KEPT} And more.")


def test_who_closes_on_a_full_disk_is_asked_first(qapp: QApplication, small_disk: Path) -> None:
    work = small_disk / "work"

    def use(person: Person) -> None:
        person.press("Carry on")
        to_details(person)
        person.writes("Purpose", "Kept.")
        person.waits_until(lambda: person.sees("✔ Saved on this laptop"), "it is kept")
        fill(small_disk)
        person.pastes(" Not kept." * 400)
        person.waits_for("■ Not saved")
        closes_the_message(person)
        with person.answering("The words typed last", lambda: person.press("Close without them")):
            person.closes_the_window()

    spend_day(work, use)
    give_room(small_disk)
    assert words_in(work) == ("Kept.", KEPT)


def words_in(work: Path) -> tuple[str, str]:
    """What is kept of the session's purpose and of its note."""
    desk = open_desk(work)
    try:
        (session,), (note,) = desk.workspace.find(Session), desk.workspace.find(Note)
        return session.purpose, note.text
    finally:
        desk.close()


# -- before there is a window ---------------------------------------------------------------------


@pytest.mark.parametrize("name", [KEYS, FILE_NAME])
def test_a_workspace_with_a_wrong_file_in_it(
    qapp: QApplication, folder: Path, wrong_files: dict[str, Path], name: str
) -> None:
    place = folder / name
    whole = place.read_bytes()
    wrong = [path.read_bytes() for path in wrong_files.values() if path.stat().st_size < LARGE]
    wrong += [whole[: len(whole) // 2], whole[:-1]] if name == KEYS else [whole[:5000]]
    said = "The file workspace.keys.json" if name == KEYS else "The workspace file"

    def puts_in(content: bytes) -> Callable[[Person], None]:
        def then(person: Person) -> None:
            place.write_bytes(content)
            person.press("Try again")

        return then

    before = changes_in(folder)
    place.write_bytes(wrong[0])
    first = [(said, puts_in(content)) for content in (*wrong[1:], whole)]
    spend_day(folder, lambda person: person.press("Carry on"), *first)
    assert changes_in(folder) == before


@pytest.mark.parametrize("how", ["full", "read-only"])
def test_a_workspace_opened_on_a_disk_that_takes_nothing(
    qapp: QApplication, small_disk: Path, how: str
) -> None:
    if how == "full":
        fill(small_disk)
    else:
        remount(small_disk, "ro")

    def mends(person: Person) -> None:
        if how == "full":
            give_room(small_disk)
        else:
            remount(small_disk, "rw")
        person.press("Try again")

    said = "There is no room left" if how == "full" else "The folder work cannot be written to"
    spend_day(small_disk / "work", lambda person: person.press("Carry on"), (said, mends))
    assert words_in(small_disk / "work") == ("", KEPT)
