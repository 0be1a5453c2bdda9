"""Lists of people in by ``bring-list`` and out by ``give-list``."""

from __future__ import annotations

from pathlib import Path

from cps_desktop.bootstrap import open_desk
from cps_desktop.domain.kinds import Attendance, Person
from cps_desktop.services.list_kinds import ListKind
from tests.commands.test_command_line import run_here, told_here, with_a_session

LIST = "Name,E-mail,Role\nZofia Łąka,zofia@example.invalid,Carer\nAled Hughes,,Staff\n"
LATER = LIST.replace("zofia@", "z.laka@") + "Bea Bly,,\nBea Bly,,\n"


def people(folder: Path) -> tuple[list[str], int]:
    """Whom a workspace knows, and how many stand on a list."""
    desk = open_desk(folder)
    try:
        names = sorted(one.name for one in desk.workspace.find(Person))
        return names, len(desk.workspace.find(Attendance))
    finally:
        desk.close()


def test_a_list_comes_in_once_and_who_is_not_sure_waits_for_a_person(tmp_path: Path) -> None:
    folder, path = tmp_path / "one", tmp_path / "invited.csv"
    session = with_a_session(folder)
    bring = ("bring-list", "--workspace", folder, "--session", session)
    path.write_text(LIST, encoding="utf-8")

    seen = told_here(*bring, "--preview", path)
    assert [one["means"] for one in seen["columns"]] == ["Name", "E-mail", "Role"]
    assert [one["fate"] for one in seen["lines"]] == ["new", "new"]
    assert people(folder) == ([], 0)
    assert told_here(*bring, path)["kept"] == 2
    assert told_here(*bring, path)["kept"] == 0
    assert people(folder) == (["Aled Hughes", "Zofia Łąka"], 2)

    path.write_text(LATER, encoding="utf-8")
    left = run_here(*bring, path, code=3)
    assert "1 line brought in." in left.stdout
    assert "Line 2: perhaps somebody known already, so left out." in left.stderr
    assert "Zofia" not in left.stderr
    assert people(folder) == (["Aled Hughes", "Bea Bly", "Zofia Łąka"], 3)
    assert told_here(*bring, "--perhaps", "same", path)["lines"][0]["fate"] == "perhaps"
    assert people(folder)[1] == 3
    run_here(*bring, "--perhaps", "new", path)
    assert people(folder) == (["Aled Hughes", "Bea Bly", "Zofia Łąka", "Zofia Łąka"], 4)


def test_what_is_no_list_changes_nothing(tmp_path: Path) -> None:
    folder, path = tmp_path / "one", tmp_path / "invited.csv"
    bring = ("bring-list", "--workspace", folder, "--session", with_a_session(folder))
    path.write_text("Amount,Total\n1,2\n", encoding="utf-8")
    assert "no column of names" in run_here(*bring, path, code=3).stderr
    path.write_bytes(b"%PDF-1.7 names")
    assert "“invited.csv” is a PDF" in run_here(*bring, path, code=3).stderr
    path.write_text(LIST, encoding="utf-8")
    other = ("bring-list", "--workspace", folder, "--session", "f" * 32)
    for more in ((), ("--preview",)):
        assert "not here any more" in run_here(*other, *more, path, code=3).stderr
    assert people(folder) == ([], 0)


def test_the_list_is_given_in_every_kind_and_comes_back(tmp_path: Path) -> None:
    folder, path = tmp_path / "one", tmp_path / "invited.csv"
    session = with_a_session(folder)
    give = ("give-list", "--workspace", folder, "--session", session, "--to")
    nobody = run_here(*give, tmp_path / "list.xlsx", code=3)
    assert "Nobody is on the list yet" in nobody.stderr
    path.write_text(LIST, encoding="utf-8")
    bring = ("bring-list", "--workspace", folder, "--session", session)
    run_here(*bring, path)
    for kind in ListKind:
        target = tmp_path / f"list.{kind.value}"
        assert "written" in run_here(*give, target).stdout
        assert "already" in run_here(*give, target, code=3).stderr
        assert told_here(*give, target, "--replace")["bytes"] == target.stat().st_size
        if kind is not ListKind.CALENDAR:
            assert [one["fate"] for one in told_here(*bring, target)["lines"]] == ["listed"] * 2
    assert b"BEGIN:VEVENT" in (tmp_path / "list.ics").read_bytes()
    assert b"Zofia" not in (tmp_path / "list.ics").read_bytes()
    assert ".ics" in run_here(*give, tmp_path / "list.docx", code=3).stderr
    assert people(folder)[1] == 2
