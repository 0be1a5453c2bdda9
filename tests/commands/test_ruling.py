"""Erasing and revoking from the command line."""

from __future__ import annotations

from pathlib import Path

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.kinds import Person
from cps_desktop.services.people import add_person
from tests.commands.test_command_line import run_here, told_here
from tests.services.organisation import Organisation, join
from tests.storage.plain_pages import holds


def with_a_person(folder: Path) -> str:
    """A coordinator's workspace with one person."""
    desk = new_desk(folder, way="open")
    try:
        join(desk, Organisation().paper([desk]))
        return add_person(desk.door, name="Ida Quillfeather")
    finally:
        desk.close()


def test_a_person_is_erased_after_a_preview(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    person = with_a_person(folder)
    asked = ("erase", "--workspace", folder, "--person", person)
    seen = told_here(*asked, "--preview")
    assert [(one["key"], one["goes"]) for one in seen["groups"]] == [("entry", True)]
    assert "Ida Quillfeather" in run_here("list", "--workspace", folder, "people").stdout
    assert (
        "nothing called claims"
        in run_here(*asked, "--reason", "x", "--leave-out", "claims", code=3).stderr
    )
    run_here(*asked, code=2)
    done = told_here(*asked, "--reason", "asked for it")
    assert done["erased"]["records"] == 1
    assert done["backups_left"] == []
    desk = open_desk(folder)
    try:
        assert desk.workspace.find(Person) == ()
        assert holds(folder, desk.workspace.key, "Quillfeather") == []
    finally:
        desk.close()


def test_a_laptop_that_may_not_is_told_so(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "w", way="open")
    person = add_person(desk.door, name="Ida")
    desk.close()
    said = run_here(
        "erase", "--workspace", tmp_path / "w", "--person", person, "--reason", "x", code=3
    )
    assert "may erase" in said.stderr
    said = run_here(
        "revoke", "--workspace", tmp_path / "w", "--laptop", "00", "--reason", "x", code=3
    )
    assert "no laptop here" in said.stderr


def test_a_laptop_is_revoked_and_taken_back(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    with_a_person(folder)
    desk = open_desk(folder)
    lost = bytes(range(32))
    desk.workspace.name_device(lost, "Lost laptop")
    desk.close()
    rows = told_here("list", "--workspace", folder, "standings")["records"]
    assert [(one["coordinator"], one["revoked"]) for one in rows] == [(True, False), (False, False)]
    done = told_here(
        "revoke", "--workspace", folder, "--laptop", lost.hex()[:8], "--reason", "left it"
    )
    assert done["name"] == "Lost laptop"
    assert "Revoked on" in run_here("list", "--workspace", folder, "standings").stdout
    told_here(
        "reinstate", "--workspace", folder, "--ruling", done["ruling"], "--reason", "found it"
    )
    rows = told_here("list", "--workspace", folder, "standings")["records"]
    assert not any(one["revoked"] for one in rows)
