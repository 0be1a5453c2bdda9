"""A coordinator's nightly job meets laptops that nobody introduced to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cps_desktop.bootstrap import open_desk
from cps_desktop.services.arrivals import kept_reports
from cps_desktop.services.bringing_in import refuse_all
from cps_desktop.services.coordination import become_coordinator
from cps_desktop.services.exchange import name_this_device
from cps_desktop.services.inbox import look_at
from cps_desktop.services.kept_bundles import kept_files, refusals
from tests.commands.test_command_line import empty, run_here, told_here, with_a_session


@pytest.fixture
def office(tmp_path: Path) -> Path:
    empty(tmp_path / "office")
    desk = open_desk(tmp_path / "office")
    become_coordinator(desk.workspace, "Invented Care", "Anna Invented")
    desk.close()
    return tmp_path / "office"


def giver(folder: Path, office: Path, name: str) -> Path:
    """A laptop with a session of its own, and a bundle of it for the office."""
    place = folder / name
    with_a_session(place, f"A session of {name}")
    desk = open_desk(place)
    name_this_device(desk.workspace, name)
    desk.close()
    return hand_over(folder, office, name, f"{name}.cpsb")


def hand_over(folder: Path, office: Path, name: str, file: str) -> Path:
    from tests.commands.test_nightly_jobs import empty_key

    run_here("export", "--all", "--workspace", folder / name, "--to", folder / file, "--for",
        empty_key(office))  # fmt: skip
    return folder / file


def nightly(office: Path, *words: object, code: int = 0) -> tuple[list[dict[str, Any]], str]:
    done = run_here("import", *words, "--workspace", office, "--json", code=code)
    return list(json.loads(done.stdout)["bundles"]), done.stderr


def titles(office: Path) -> set[str]:
    return {one["title"] for one in told_here("list", "sessions", "--workspace", office)["records"]}


def test_known_laptops_come_in_and_others_wait_until_somebody_decides(
    office: Path, tmp_path: Path
) -> None:
    alston, wigton = (giver(tmp_path, office, name) for name in ("Alston", "Wigton"))
    run_here("import", alston, "--workspace", office, "--accept-unknown")
    with_a_session(tmp_path / "other", "unused")
    again = hand_over(tmp_path, office, "Alston", "Alston 2.cpsb")
    rows, sentence = nightly(office, again, wigton, code=3)
    assert [sorted({"kept", "new_changes"} & set(one)) for one in rows] == [
        ["new_changes"],
        ["kept"],
    ]
    assert rows[1]["unknown_laptops"][0]["name"] == "Wigton"
    assert "“Wigton”, which was never met here" in sentence
    assert "--accept-unknown" in sentence
    assert titles(office) == {"A session of Alston"}
    (kept,) = kept_files(office)
    wigton_bytes = wigton.read_bytes()
    assert kept.read_bytes() == wigton_bytes

    rows, _ = nightly(office, again, wigton, code=3)
    assert "kept" in rows[1], "it is said again, and kept once"
    assert kept_files(office) == (kept,)

    desk = open_desk(office)
    latest, _ = kept_reports(desk.workspace)  # the second night told nothing new
    assert latest.words == "1 bundle kept to be looked at"
    refuse_all(desk, [look_at(desk.workspace, kept)])
    desk.close()
    rows, sentence = nightly(office, again, wigton)
    assert "passed_over" in rows[1]
    assert sentence == ""
    assert "refused here before" in run_here("import", wigton, "--workspace", office).stdout
    assert titles(office) == {"A session of Alston"}


def test_accepting_does_not_let_in_who_was_refused(office: Path, tmp_path: Path) -> None:
    wigton = giver(tmp_path, office, "Wigton")
    desk = open_desk(office)
    refuse_all(desk, [look_at(desk.workspace, wigton)])
    desk.close()
    later = hand_over(tmp_path, office, "Wigton", "later.cpsb")
    rows, sentence = nightly(office, later, "--accept-unknown", code=3)
    assert rows[0]["unknown_laptops"][0]["why"] == "refused"
    assert "which was refused here before" in sentence
    assert "--accept-unknown" not in sentence, "it would not help"
    assert titles(office) == set()
    desk = open_desk(office)
    assert len(refusals(desk.workspace)) == 1
    desk.close()


def test_a_preview_says_who_would_be_asked_about(office: Path, tmp_path: Path) -> None:
    wigton = giver(tmp_path, office, "Wigton")
    (row,) = told_here("import", "--preview", wigton, "--workspace", office)["bundles"]
    assert [(one["name"], one["why"]) for one in row["unknown_laptops"]] == [("Wigton", "new")]
    said = run_here("import", "--preview", wigton, "--workspace", office).stdout
    assert "1 laptop to be looked at first" in said
    assert kept_files(office) == ()


def test_without_an_organisation_whoever_names_the_file_has_looked(tmp_path: Path) -> None:
    here = tmp_path / "here"
    empty(here)
    wigton = giver(tmp_path, here, "Wigton")
    rows, sentence = nightly(here, wigton)
    assert [one["name"] for one in rows[0]["accepted_laptops"]] == ["Wigton"]
    assert sentence == ""
    assert titles(here) == {"A session of Wigton"}
