"""Whatever a person drops on the window: one sentence, nothing changed, and the work goes on."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.dates import DayTimes
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.claims import add_line, start_claim
from cps_desktop.services.exchange import Receiver, hand_over, own_age_keys, plan_handing_over
from cps_desktop.services.people import ensure_organisation
from cps_desktop.services.planners import add_note, add_planner
from cps_desktop.services.register import register_view
from cps_desktop.services.session_making import SessionDraft, begin_session
from tests.story.person import Person
from tests.story.program import spend_day

LARGE = 100 * 1024 * 1024
KEPT = "The note that has to stay"
WRONG = {
    "empty": b"",
    "a byte": b"\x00",
    "some words": b"This is a letter, not what was asked for.\n" * 40,
    "newer": b"cps-bundle 99\n" + bytes(range(256)) * 8,
    "json": b'{"planner_format": 99, "format": 99}',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a session of today, a note and a claim."""
    desk = new_desk(tmp_path / "work", way="open")
    door = desk.door
    day = DayTimes(door.today(), dt.time(9, 30), dt.time(16))
    session = begin_session(door, SessionDraft("Clearer letters", days=(day,), venue="Hall"))
    template = next(one for one in desk.planners.choices() if one.id == "think-plan-reflect")
    add_note(door, add_planner(door, session, template), "now", KEPT)
    add_to_list(door, session, name="Ann Example")
    ann = register_view(door.records, session).rows[0].person
    claim = start_claim(door, session, ann, ensure_organisation(door, "Eden", lead_agency=True))
    add_line(door, desk.policies, claim, kind_of="parking", pence=320, description="Townfoot")
    desk.close()
    return tmp_path / "work"


@pytest.fixture
def wrong_files(tmp_path: Path) -> dict[str, Path]:
    """Files that are not what they are called, in every way that comes to mind."""
    from PIL import Image

    place = tmp_path / "stick"
    place.mkdir()
    made = {name: place / f"{name}.bin" for name in WRONG}
    for name, content in WRONG.items():
        made[name].write_bytes(content)
    picture = place / "a picture.bin"
    Image.new("RGB", (40, 30), "green").save(picture, "PNG")
    cut = place / "a picture, cut off.bin"
    cut.write_bytes(picture.read_bytes()[:60])
    packed = place / "packed.bin"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("letter.txt", "words")
    large = place / "large.bin"
    with large.open("wb") as file:
        file.truncate(LARGE)
    return made | {"a picture": picture, "cut off": cut, "packed": packed, "large": large}


def called(paths: dict[str, Path], ending: str, *, without: tuple[str, ...] = ()) -> list[Path]:
    """The same files under an ending that promises something else."""
    found = []
    for name, path in paths.items():
        if name not in without:
            other = path.with_name(f"{name}{ending}")
            os.link(path, other)
            found.append(other)
    return found


def changes_in(folder: Path) -> int:
    desk = open_desk(folder)
    try:
        return desk.workspace.changes()
    finally:
        desk.close()


def nothing_changed(folder: Path, use: Callable[[Person], object]) -> None:
    """Use the program, and see that the work is what it was before."""
    before = changes_in(folder)
    spend_day(folder, use)
    assert changes_in(folder) == before


def test_wrong_bundles(qapp: QApplication, folder: Path, wrong_files: dict[str, Path]) -> None:
    bundles = called(wrong_files, ".cpsb")

    def use(person: Person) -> None:
        person.press("Bring in a bundle")
        person.drops("Bring in", *bundles)
        person.waits_until(lambda: person.rows("Bundles") == len(bundles), "all in the list")
        person.waits_until(lambda: not person.sees("Looking inside…"), "all looked into")
        for one in bundles:
            said = person.row_says("Bundles", one.name)
            assert "Cannot be used" in said, said
            assert is_a_sentence(said.split(" | ")[-1]), said
        assert not person.can_press("Bring in")

    nothing_changed(folder, use)


def a_true_bundle(folder: Path, place: Path) -> tuple[Path, str]:
    """What another laptop handed over to this one, and what its session is called."""
    desk = open_desk(folder)
    key = own_age_keys(desk.workspace).recipient
    desk.close()
    other = new_desk(place / "other", way="open")
    begin_session(other.door, SessionDraft("From another laptop", days=()))
    receiver = Receiver("The office", key)
    plan = plan_handing_over(other.workspace, receiver)
    hand_over(other.door, other.workspace, plan, receiver, place / "true.cpsb")
    other.close()
    return place / "true.cpsb", "From another laptop"


def test_a_stick_pulled_out_half_way(qapp: QApplication, folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    true, title = a_true_bundle(folder, tmp_path)
    whole = true.read_bytes()
    parts = [stick / f"cut off {length}.cpsb" for length in (1, 200, len(whole) - 1)]
    for path in parts:
        path.write_bytes(whole[: int(path.stem.split()[-1])])
    gone, photo = stick / "gone.cpsb", stick / "photo.jpg"
    gone.write_bytes(whole)

    def use(person: Person) -> None:
        person.press("Bring in a bundle")
        person.drops("Bring in", *parts, gone)
        person.waits_until(lambda: person.rows("Bundles") == 4, "all in the list")
        person.waits_until(lambda: not person.sees("Looking inside…"), "all looked into")
        for one in parts:
            assert "Cannot be used" in person.row_says("Bundles", one.name)
        person.goes_to_row("Bundles", title)
        person.waits_until(lambda: person.can_press("Accept and bring in"), "ready")
        # It was looked into; now the stick is pulled out, and then another is put in.
        gone.unlink()
        person.press("Accept and bring in")
        person.waits_for("There is no file gone.cpsb there.")
        person.press("‹ All sessions")
        person.press("Carry on")
        person.turns_to("Expenses")
        person.opens_row("Claims", "Ann Example")
        person.press("Change Parking, Townfoot")
        person.drops("Write a line", photo)
        person.waits_for("photo.jpg")
        assert not person.sees("Receipt added.")

    nothing_changed(folder, use)


def test_no_document_takes_the_place_of_the_work(qapp: QApplication, folder: Path) -> None:
    def use(person: Person) -> None:
        person.press("Carry on")
        person.turns_to("Print")
        person.chooses("What to print", "Register")
        for name in ("workspace.cps", "workspace.keys.json"):
            person.waits_until(lambda: person.can_press("Save the PDF…"), "the register is drawn")
            with person.naming("Save the PDF", folder / name, over=True):
                person.press("Save the PDF…")
            person.waits_for(f"{name} is the name of somebody's work")
            person.press("Close this message")

    nothing_changed(folder, use)


def test_wrong_receipts(qapp: QApplication, folder: Path, wrong_files: dict[str, Path]) -> None:
    photos = called(wrong_files, ".jpg", without=("a picture",))

    def use(person: Person) -> None:
        person.press("Carry on")
        person.turns_to("Expenses")
        person.opens_row("Claims", "Ann Example")
        person.press("Change Parking, Townfoot")
        for one in photos:
            person.drops("Write a line", one)
            person.waits_for(f"“{one.name}”")
            assert not person.sees("Receipt added.")

    nothing_changed(folder, use)


def test_wrong_join_files(qapp: QApplication, folder: Path, wrong_files: dict[str, Path]) -> None:
    joins = called(wrong_files, ".cpsjoin")

    def use(person: Person) -> None:
        person.press("Carry on")
        person.turns_to("Hand over")
        for one in joins:
            with person.naming("Open a join file", one):
                person.press("Open a join file…")
            person.waits_for("Close this message")
            assert not person.sees("Join an organisation")
            person.press("Close this message")

    nothing_changed(folder, use)


def test_wrong_copies(qapp: QApplication, folder: Path, wrong_files: dict[str, Path]) -> None:
    copies = called(wrong_files, ".cpsbackup", without=("a byte", "json"))

    def use(person: Person) -> None:
        for one in copies:
            person.goes_to_settings()
            with (
                person.answering("Bring this copy back?", lambda: person.press("Bring it back")),
                person.naming("Choose a copy", one),
            ):
                person.press("Bring back from a file…")
            person.waits_for("Close this message")
            person.press("Close this message")

    nothing_changed(folder, use)


def test_wrong_planners_and_policies(
    qapp: QApplication, folder: Path, wrong_files: dict[str, Path]
) -> None:
    for place, ending in (("planners", ".json"), ("policies", ".toml")):
        (folder / place).mkdir()
        for name, path in wrong_files.items():
            os.link(path, folder / place / f"{name.replace(' ', '-')}{ending}")

    def use(person: Person) -> None:
        person.press("Carry on")
        person.turns_to("Planner")
        assert person.can_press(KEPT)
        person.press("Planners")
        person.press("Add a planner")
        assert person.can_press("Use this planner: Think – Plan – Reflect")
        assert person.sees("packed.json")
        person.turns_to("Expenses")
        assert "£3.20" in person.row_says("Claims", "Ann Example")

    nothing_changed(folder, use)


def is_a_sentence(text: str) -> bool:
    return text[:1].isupper() and text.rstrip().endswith((".", "!", "?"))
