"""Every paper by ``report``, and what was typed or written on it by ``bring-back``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cps_desktop.bootstrap import open_desk
from cps_desktop.commands.parsing import REPORTS
from cps_desktop.documents.coded_sheets import a4_places
from cps_desktop.domain.kinds import Note, Session
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.badges import change_badge
from cps_desktop.services.planner_sheets import blank_sheet
from cps_desktop.services.planners import add_planner, planners_of
from cps_desktop.services.sessions import days_of
from tests.commands.test_command_line import run_here, told_here, with_a_session
from tests.documents.fills import by_pikepdf
from tests.documents.photos import page, photo, scribbled
from tests.documents.reading import squeezed, words_by_pdfium


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("papers") / "one"
    return folder, with_a_session(folder)


def test_every_paper_is_written_in_the_language_asked_for(
    work: tuple[Path, str], tmp_path: Path
) -> None:
    folder, session = work
    report = ("report", "--workspace", folder, "--session", session, "--kind")
    desk = open_desk(folder)
    template = desk.planners.choices()[0]
    desk.close()
    welsh = squeezed(template.in_language("cy").stages[0].title)
    for number, more in enumerate(
        (
            ("planner", "--page", "A4 large print"),
            ("planner", "--page", "A3 on two A4"),
            ("blank", "--record", template.id),
            ("form",),
            ("sheets", "--page", "A4"),
        )
    ):
        target = tmp_path / f"{number}.pdf"
        run_here(*report, *more, "--language", "cy", "--to", target)
        assert welsh in squeezed("".join(words_by_pdfium(target.read_bytes())))
    assert {"planner", "blank", "form", "sheets"} < set(REPORTS)
    lost = run_here(*report, "form", "--language", "uk", "--to", tmp_path / "x.pdf", code=3)
    assert "no words in “uk”" in lost.stderr
    run_here(*report, "sheets", "--page", "A4 large print", "--to", tmp_path / "x.pdf", code=3)
    run_here(*report, "unicorn", "--to", tmp_path / "x.pdf", code=2)
    assert not (tmp_path / "x.pdf").exists()


def test_papers_come_back_once_and_what_is_not_ours_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    session = with_a_session(folder)
    report = ("report", "--workspace", folder, "--session", session, "--kind")
    back = ("bring-back", "--workspace", folder, "--session", session)
    form, sheets = tmp_path / "form.pdf", tmp_path / "sheets.pdf"
    run_here(*report, "form", "--to", form)
    run_here(*report, "sheets", "--page", "A4", "--to", sheets)
    desk = open_desk(folder)
    try:
        template = desk.planners.choices()[0]
        coded = a4_places(blank_sheet(desk, desk.door.must_exist(Session, session), template))[0]
    finally:
        desk.close()
    key = template.boxes[1].key
    form.write_bytes(by_pikepdf(form.read_bytes(), {"who": "Siân", f"{key}:1": "typed"}))
    sheet = scribbled(page(sheets.read_bytes(), 0, 150), coded.boxes[0][1], 150 / 25.4)
    shot, other = tmp_path / "photo.jpg", tmp_path / "other.pdf"
    shot.write_bytes(photo(sheet, size=(1800, 2400)))
    other.write_bytes(b"%PDF-1.4 nothing of ours")

    seen = told_here(*back, "--preview", form, shot)["papers"]
    assert [one["paper"] for one in seen] == ["form", "sheet"]
    assert [one["offered"] for one in seen] == [1, 1]
    assert "kept" not in seen[0]
    assert seen[0]["answers"][0]["standing"] == "new"
    refused = run_here(*back, form, other, "--json", code=3)
    assert [one.get("kept", -1) for one in json.loads(refused.stdout)["papers"]] == [-1, -1]
    assert "Nothing of the other files was kept" in refused.stderr
    assert told_here("list", "notes", "--workspace", folder)["count"] == 1

    came = run_here(*back, form, shot)
    assert "1 answer brought in" in came.stdout
    assert "1 picture brought in" in came.stdout
    assert told_here("list", "notes", "--workspace", folder)["count"] == 3
    again = told_here(*back, form, shot)["papers"]
    assert [one["kept"] for one in again] == [0, 0]


def test_of_several_planners_one_has_to_be_named(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    session = with_a_session(folder)
    desk = open_desk(folder)
    add_planner(desk.door, session, desk.planners.choices()[1])
    second = planners_of(desk.workspace, session)[1].id
    assert desk.workspace.find(Note, planner=second) == ()
    desk.close()
    report = ("report", "--workspace", folder, "--session", session, "--kind", "form")
    done = run_here(*report, "--to", tmp_path / "form.pdf", code=3)
    assert "--record" in done.stderr
    run_here(*report, "--record", second, "--to", tmp_path / "form.pdf")


def test_the_papers_of_the_door_are_written_and_a_signed_sheet_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    session = with_a_session(folder)
    report = ("report", "--workspace", folder, "--session", session, "--kind")
    sheet, badges, shot = (tmp_path / one for one in ("sheet.pdf", "badges.pdf", "shot.jpg"))
    run_here(*report, "badges", "--to", badges, code=3)
    assert not badges.exists()
    desk = open_desk(folder)
    try:
        entry = add_to_list(desk.door, session, name="Ada Felgate")
        change_badge(desk.door, entry, wanted=True, name="Ada")
        (day, *_) = days_of(desk.workspace, session)
    finally:
        desk.close()
    run_here(*report, "badges", "--to", badges)
    assert "Ada" in words_by_pdfium(badges.read_bytes())[0]
    run_here(*report, "sign-in", "--record", day.id, "--to", sheet)
    assert "Ada Felgate" in words_by_pdfium(sheet.read_bytes())[0]
    refused = run_here(*report, "sign-in", "--record", session, "--to", tmp_path / "x", code=3)
    assert "does not have this day" in refused.stderr
    page(sheet.read_bytes(), 0, 130).save(shot, "JPEG", quality=90)
    back = ("bring-back", "--workspace", folder, "--session", session, shot)
    (seen,) = told_here(*back, "--preview")["papers"]
    assert (seen["paper"], seen["day"], seen["offered"]) == ("signed sheet", day.id, 1)
    assert "1 picture brought in" in run_here(*back).stdout
    (again,) = told_here(*back)["papers"]
    assert again["kept"] == 0
