"""The command line as a coordinator's scheduled job runs it: real processes on real workspaces."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from cps_desktop.__main__ import main
from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.dates import DayTimes
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import own_age_keys
from cps_desktop.services.planners import add_note, add_planner
from cps_desktop.services.sessions import create_session

ROOT = Path(__file__).resolve().parents[2]
WORDS = "acorn basil cedar daisy elder"


def run(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own, as a scheduled job has it."""
    done = subprocess.run(
        [sys.executable, "-m", "cps_desktop", *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


def run_here(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """One command in this process: what it does, without the start of another Python."""
    given = [str(one) for one in words]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            ended = main(given)
        except SystemExit as wrong_usage:
            ended = cast(int, wrong_usage.code)
    assert ended == code, out.getvalue() + err.getvalue()
    return subprocess.CompletedProcess(given, ended, out.getvalue(), err.getvalue())


def told(*words: object) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(run(*words, "--json").stdout))


def told_here(*words: object) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(run_here(*words, "--json").stdout))


def with_a_session(folder: Path, title: str = "Making letters clearer") -> str:
    desk: Desk = new_desk(folder, way="open")
    try:
        day = DayTimes(desk.door.today(), None, None)
        session = create_session(desk.door, kind_of="coproduction", title=title, days=[day])
        template = desk.planners.choices()[0]
        planner = add_planner(desk.door, session, template)
        add_note(desk.door, planner, template.boxes[0].key, "Nobody said who to ring")
        return session
    finally:
        desk.close()


def empty(folder: Path) -> str:
    desk = new_desk(folder, way="open")
    try:
        return own_age_keys(desk.workspace).recipient
    finally:
        desk.close()


def test_a_session_goes_from_one_workspace_to_another(tmp_path: Path) -> None:
    one, two, bundle = tmp_path / "one", tmp_path / "two", tmp_path / "out.cpsb"
    session = with_a_session(one)
    recipient = empty(two)

    out = told("export", "--workspace", one, "--to", bundle, "--for", recipient)
    assert out["changes"] > 0
    assert out["sessions"] == 1
    seen = told("inspect", bundle, "--workspace", two)["bundles"][0]
    assert seen["sessions"] == [{"id": session, "title": "Making letters clearer"}]
    ahead = told("import", "--preview", bundle, "--workspace", two)["bundles"][0]
    assert ahead["new_changes"] == out["changes"]
    assert told("list", "sessions", "--workspace", two)["count"] == 0
    came = told("import", bundle, "--workspace", two)["bundles"][0]
    assert came["new_changes"] == out["changes"]
    again = told("import", bundle, "--workspace", two)["bundles"][0]
    assert again["new_changes"] == 0
    for kind in ("sessions", "notes", "planners"):
        assert (
            told("list", kind, "--workspace", one)["records"]
            == told("list", kind, "--workspace", two)["records"]
        )


def test_a_bundle_under_words_opens_with_them_alone(tmp_path: Path) -> None:
    one, two, bundle = tmp_path / "one", tmp_path / "two", tmp_path / "out.cpsb"
    with_a_session(one)
    empty(two)
    words, others = tmp_path / "words", tmp_path / "others"
    words.write_text(WORDS + "\n")
    others.write_text("not these words at all")
    run_here("export", "--workspace", one, "--to", bundle, "--bundle-passphrase-file", words)
    wrong = run_here(
        "import", bundle, "--workspace", two, "--bundle-passphrase-file", others, code=4
    )
    assert "do not open this bundle" in wrong.stderr
    run_here("import", bundle, "--workspace", two, code=4)
    run_here("import", bundle, "--workspace", two, "--bundle-passphrase-file", words)
    assert told_here("list", "notes", "--workspace", two)["count"] == 1


def test_a_join_file_names_the_receiver(tmp_path: Path) -> None:
    from cps_desktop.bootstrap import open_desk
    from cps_desktop.services.coordination import become_coordinator, save_join_file

    one, two = tmp_path / "one", tmp_path / "two"
    with_a_session(one)
    empty(two)
    desk = open_desk(two)
    become_coordinator(desk.workspace, "North Cumbria (invented)", "C. Ordinator")
    save_join_file(desk.workspace, tmp_path / "org.cpsjoin")
    desk.close()
    run_here(
        "export", "--workspace", one, "--to", tmp_path / "b.cpsb", "--for", tmp_path / "org.cpsjoin"
    )
    (came,) = told_here("import", tmp_path / "b.cpsb", "--workspace", two, "--accept-unknown")[
        "bundles"
    ]
    assert came["new_changes"]
    assert len(came["accepted_laptops"]) == 1


@pytest.mark.parametrize("kind", ["planner", "register", "claims", "pack"])
def test_every_kind_of_report_is_a_pdf(tmp_path: Path, kind: str) -> None:
    session = with_a_session(tmp_path / "one")
    target = tmp_path / "out.pdf"
    words = ["report", "--workspace", tmp_path / "one", "--session", session]
    if kind == "claims":
        done = run_here(*words, "--kind", kind, "--to", target, code=3)
        assert "no claim yet" in done.stderr
        assert not target.exists()
        return
    run_here(*words, "--kind", kind, "--to", target)
    assert target.read_bytes().startswith(b"%PDF")


def test_wrong_usage_is_two() -> None:
    run("fly", code=2)
    run_here("list", "unicorns", code=2)
    run_here("export", code=2)


def test_refused_input_is_three_and_one_sentence(tmp_path: Path) -> None:
    empty(tmp_path / "one")
    nonsense = tmp_path / "nonsense.cpsb"
    nonsense.write_bytes(b"not a bundle at all")
    done = run_here("import", nonsense, "--workspace", tmp_path / "one", code=3)
    assert "not a CPS Desktop bundle" in done.stderr
    assert "Traceback" not in done.stderr
    run_here("list", "sessions", "--workspace", tmp_path / "nowhere", code=3)
    run_here(
        "export", "--workspace", tmp_path / "one", "--to", tmp_path / "x", "--for", "age1x", code=3
    )


def test_a_workspace_in_use_is_five(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "one", way="open")
    try:
        done = run("list", "sessions", "--workspace", tmp_path / "one", code=5)
        assert "open already" in done.stderr
    finally:
        desk.close()


def test_a_passphrase_opens_and_another_does_not(tmp_path: Path) -> None:
    new_desk(tmp_path / "one", way="passphrase", passphrase="blue teapot hill").close()
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("blue teapot hill\n")
    wrong.write_text("red teapot hill\n")
    run_here("list", "sessions", "--workspace", tmp_path / "one", "--passphrase-file", right)
    run_here(
        "list", "sessions", "--workspace", tmp_path / "one", "--passphrase-file", wrong, code=4
    )
    run_here("list", "sessions", "--workspace", tmp_path / "one", code=4)


def test_backup_check_and_restore(tmp_path: Path) -> None:
    one, kept = tmp_path / "one", tmp_path / "kept.cpsbackup"
    with_a_session(one)
    run_here("backup", "--workspace", one, "--to", kept)
    assert told_here("check", "--workspace", one)["whole"] is True
    assert told_here("check", "--workspace", one, "--rebuild")["whole"] is True
    desk_session = with_a_second_session(one)
    assert told_here("list", "sessions", "--workspace", one)["count"] == 2
    run_here("restore", "--workspace", one, kept)
    left = told_here("list", "sessions", "--workspace", one)["records"]
    assert [row["id"] for row in left] != [desk_session]
    assert len(left) == 1


def with_a_second_session(folder: Path) -> str:
    from cps_desktop.bootstrap import open_desk

    desk = open_desk(folder)
    try:
        return create_session(desk.door, kind_of="training", title="Another", days=[])
    finally:
        desk.close()


def test_the_demo_is_made_once_and_never_over_somebodys_work(tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    run("demo", "--workspace", sample, "--no-window")
    first = told("list", "sessions", "--workspace", sample)
    assert first["count"] >= 4
    run("demo", "--workspace", sample, "--no-window")
    assert told("list", "sessions", "--workspace", sample) == first
    empty(tmp_path / "own")
    refused = run("demo", "--workspace", tmp_path / "own", "--no-window", code=3)
    assert "not the sample" in refused.stderr


def test_the_installation_proves_itself() -> None:
    assert told("self-test")["passed"] is True


def test_a_person_gets_their_data_and_who_is_entered_twice_is_listed(tmp_path: Path) -> None:
    from cps_desktop.services.people import add_person

    desk = new_desk(tmp_path / "one", way="open")
    people = [add_person(desk.door, name="Ann Bell", contact="01632 960 010") for _ in range(2)]
    desk.close()
    (pair,) = told_here("list", "alike", "--workspace", tmp_path / "one")["records"]
    assert [pair["first"], pair["second"]] == people
    assert pair["reason"] == "Same name and telephone number"
    words = ["--workspace", tmp_path / "one", "--to", tmp_path / "given"]
    given = told_here("subject", "--person", people[0], *words)
    data = json.loads(Path(given["json"]).read_text(encoding="utf-8"))
    assert (data["format"], data["person"], data["mentions"]) == (
        "cps-subject-access",
        people[0],
        None,
    )
    assert Path(given["pdf"]).read_bytes().startswith(b"%PDF")
    run_here("subject", "--person", "0" * 32, *words, code=3)
    words = ["--workspace", tmp_path / "one", "--to", tmp_path / "one"]
    run_here("subject", "--person", people[0], *words, code=3)
