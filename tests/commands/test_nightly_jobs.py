"""What a job that nobody watches may never do: give work away, write over, say what is not so."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from cps_desktop.__main__ import main
from cps_desktop.bootstrap import desk_on, new_desk, open_desk
from cps_desktop.commands import bringing_in, listing
from cps_desktop.domain.changes import setting
from cps_desktop.domain.kinds import Note
from cps_desktop.paths import log_file
from cps_desktop.services.bringing_in import bring_in_one
from cps_desktop.services.coordination import (
    accept_joining,
    become_coordinator,
    read_joining,
    save_join_file,
)
from cps_desktop.services.exchange import (
    BroughtIn,
    Progress,
    name_this_device,
    own_age_keys,
)
from cps_desktop.services.inbox import Look
from cps_desktop.services.known_laptops import Stranger
from cps_desktop.services.sessions import create_session
from cps_desktop.storage.workspace import Workspace
from tests.commands.test_command_line import (
    empty,
    run_here,
    told_here,
    with_a_session,
)


def met(here: Path, stranger: Path, folder: Path) -> None:
    """A stranger, who calls itself a coordinator, has a bundle brought in here."""
    desk = open_desk(stranger)
    name_this_device(desk.workspace, "Colin Ordinator, coordinator")
    desk.close()
    bundle = folder / "from a stranger.cpsb"
    run_here("export", "--workspace", stranger, "--to", bundle, "--for", empty_key(here))
    run_here("import", bundle, "--workspace", here, "--accept-unknown")


def empty_key(folder: Path) -> str:
    desk = open_desk(folder)
    try:
        return own_age_keys(desk.workspace).recipient
    finally:
        desk.close()


def test_with_nothing_new_an_answer_says_so_in_words(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    first, back, answer = (tmp_path / f"{at}.cpsb" for at in range(3))
    with_a_session(one)
    recipient = empty(two)
    run_here("export", "--workspace", one, "--to", first, "--for", recipient)
    run_here("import", first, "--workspace", two)
    said = run_here("export", "--workspace", two, "--to", back, "--for", empty_key(one)).stdout
    assert "nothing new; it only says what this laptop has" in said
    assert (
        "it only says what that laptop has" in run_here("inspect", back, "--workspace", one).stdout
    )
    assert told_here("import", back, "--workspace", one)["bundles"][0]["new_changes"] == 0
    # Nothing came from there since, and it was heard of: there is nothing to hand over.
    refused = run_here("export", "--workspace", one, "--to", answer, "--for", recipient, code=3)
    assert "There is nothing to hand over yet." in refused.stderr
    assert not answer.exists()


def test_nothing_is_sealed_to_a_laptop_merely_met(tmp_path: Path) -> None:
    here, stranger, office = tmp_path / "here", tmp_path / "stranger", tmp_path / "office"
    with_a_session(here)
    with_a_session(stranger, "Another session")
    met(here, stranger, tmp_path)
    out = tmp_path / "out.cpsb"
    refused = run_here("export", "--all", "--workspace", here, "--to", out, code=3)
    assert "no coordinator yet" in refused.stderr
    assert "--for" in refused.stderr
    assert not out.exists()
    (row,) = told_here("list", "laptops", "--workspace", here)["records"]
    assert row["coordinator"] is False
    said = run_here("list", "laptops", "--workspace", here).stdout
    assert "which calls itself “Colin Ordinator, coordinator”" in said

    empty(office)
    desk = open_desk(office)
    become_coordinator(desk.workspace, "North Cumbria (invented)", "Anna Bell")
    save_join_file(desk.workspace, tmp_path / "org.cpsjoin")
    desk.close()
    desk = open_desk(here)
    joining = read_joining(desk.workspace, tmp_path / "org.cpsjoin")
    accept_joining(desk.workspace, joining, tmp_path / "org.cpsjoin")
    desk.close()
    assert told_here("export", "--all", "--workspace", here, "--to", out)["for"] == "Anna Bell"
    run_here("import", out, "--workspace", stranger, code=4)
    run_here("import", out, "--workspace", office, "--accept-unknown")


def test_a_file_is_written_over_only_when_asked(tmp_path: Path) -> None:
    here, words = tmp_path / "here", tmp_path / "words"
    session = with_a_session(here)
    words.write_text("acorn basil cedar daisy elder")
    export = ["export", "--workspace", here, "--bundle-passphrase-file", words, "--all"]
    report = ["report", "--workspace", here, "--session", session, "--kind", "planner"]
    for verb, begins in ((export, b"age-encryption"), (report, b"%PDF")):
        target = tmp_path / f"{verb[0]} of mine"
        target.write_text("the only copy of a letter")
        refused = run_here(*verb, "--to", target, code=3)
        assert f"There is a file {target.name} there already." in refused.stderr
        assert "--replace" in refused.stderr
        assert target.read_text() == "the only copy of a letter"
        assert "is a folder" in run_here(*verb, "--to", tmp_path, "--replace", code=3).stderr
        run_here(*verb, "--to", target, "--replace")
        assert target.read_bytes().startswith(begins)


def two_that_contradict(folder: Path, recipient: str) -> tuple[Path, Path]:
    """Bundles of two laptops that both hold "the same" changes, with different words in them."""
    giver = folder / "giver"
    with_a_session(giver)
    made = []
    for number, text in enumerate(("One", "Another"), start=1):
        copy = folder / f"copy {number}"
        shutil.copytree(giver, copy)
        workspace = Workspace.open(copy, entropy=random.Random(7).randbytes)
        desk = desk_on(workspace)
        (note,) = workspace.find(Note)
        desk.door.do("Change a note", setting(note, text=text))
        desk.close()
        bundle = folder / f"{number}.cpsb"
        run_here("export", "--all", "--workspace", copy, "--to", bundle, "--for", recipient)
        made.append(bundle)
    return made[0], made[1]


def test_of_several_files_each_is_told_what_became_of_it(tmp_path: Path) -> None:
    here = tmp_path / "here"
    recipient = empty(here)
    first, second = two_that_contradict(tmp_path, recipient)
    third = tmp_path / "third.cpsb"
    with_a_session(tmp_path / "other")
    run_here("export", "--workspace", tmp_path / "other", "--to", third, "--for", recipient)
    nonsense = tmp_path / "nonsense.cpsb"
    nonsense.write_bytes(b"not a bundle at all")

    done = run_here("import", third, nonsense, "--workspace", here, "--json", code=3)
    assert f"{nonsense}: " in done.stderr
    assert "None of the other files was brought in either." in done.stderr
    rows = json.loads(done.stdout)["bundles"]
    assert [one["file"] for one in rows] == [str(third), str(nonsense)]
    assert all("refused" in one for one in rows)
    assert told_here("list", "sessions", "--workspace", here)["count"] == 0

    let_in = ["--workspace", here, "--accept-unknown"]
    done = run_here("import", first, second, third, *let_in, "--json", code=3)
    assert done.stderr.startswith(f"{second}: ")
    assert f"What came in before it stays: {first}." in done.stderr
    assert f"Not brought in: {third}." in done.stderr
    assert "Nothing was changed" not in done.stderr
    rows = json.loads(done.stdout)["bundles"]
    assert [one["file"] for one in rows] == [str(first), str(second), str(third)]
    assert rows[0]["new_changes"] > 0
    assert ["refused" in one for one in rows] == [False, True, True]
    assert told_here("list", "sessions", "--workspace", here)["count"] == 1
    assert [one["record"]["text"] for one in records(here, "notes")] == ["One"]

    said = run_here("import", third, first, second, *let_in, code=3)
    assert f"{third}: " in said.stdout
    assert str(second) not in said.stdout
    assert told_here("list", "sessions", "--workspace", here)["count"] == 2


def records(folder: Path, kind: str) -> list[dict[str, Any]]:
    return list(told_here("list", kind, "--workspace", folder)["records"])


def test_who_stops_it_is_told_what_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = tmp_path / "here"
    recipient = empty(here)
    bundles = []
    for name in ("a", "b"):
        with_a_session(tmp_path / name)
        bundles.append(tmp_path / f"{name}.cpsb")
        run_here("export", "--workspace", tmp_path / name, "--to", bundles[-1], "--for", recipient)

    def stopped_at_the_second(
        workspace: Workspace, look: Look, tell: Progress, *, accepting: bool
    ) -> tuple[BroughtIn, tuple[Stranger, ...]]:
        if look.path == bundles[1]:
            raise KeyboardInterrupt
        return bring_in_one(workspace, look, tell, accepting=accepting)

    monkeypatch.setattr(bringing_in, "bring_in_one", stopped_at_the_second)
    words = ["import", *map(str, bundles), "--workspace", str(here), "--accept-unknown"]
    assert main(words) == 3
    said = capsys.readouterr()
    assert said.err.startswith(f"{bundles[1]}: Stopped.")
    assert f"What came in before it stays: {bundles[0]}." in said.err
    assert "Nothing was changed" not in said.err
    assert str(bundles[0]) in said.out


def test_a_mistake_of_our_own_is_one_sentence_and_gives_nothing_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = tmp_path / "here"
    with_a_session(here)

    def mistaken(*_: object) -> None:
        raise ZeroDivisionError("Morag Teal is owed £12.40")

    monkeypatch.setattr(listing, "session_rows", mistaken)
    assert main(["list", "sessions", "--workspace", str(here)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith("Something went wrong in CPS Desktop itself; it is not your doing.")
    assert str(log_file()) in line
    kept = log_file().read_text(encoding="utf-8")
    assert "ZeroDivisionError" in kept
    assert "test_nightly_jobs.py" in kept
    assert "Teal" not in kept + said.err
    monkeypatch.undo()
    run_here("list", "sessions", "--workspace", here)


def test_a_check_says_what_is_to_be_known_and_what_it_mended(tmp_path: Path) -> None:
    giver, here = tmp_path / "giver", tmp_path / "here"
    desk = new_desk(giver, way="open")
    create_session(desk.door, kind_of="training", title="One", days=[])
    second = create_session(desk.door, kind_of="training", title="Another", days=[])
    desk.close()
    recipient = empty(here)
    out = tmp_path / "out.cpsb"
    words = ["export", "--workspace", giver, "--session", second, "--to", out]
    run_here(*words, "--for", recipient)
    run_here("import", out, "--workspace", here, "--accept-unknown")
    found = told_here("check", "--workspace", here)
    assert found["whole"] is True
    assert found["mended"] == []
    (note,) = found["notes"]
    assert "have not come in yet" in note
    assert f"To be known: {note}" in run_here("check", "--workspace", here).stdout

    desk = open_desk(giver)
    desk.workspace.connection.execute(
        "CREATE TRIGGER theirs AFTER INSERT ON this_laptop BEGIN SELECT 1; END"
    )
    desk.close()
    instructions = "The file holds instructions that are not of this program."
    wrong = run_here("check", "--workspace", giver, "--json", code=3)
    assert json.loads(wrong.stdout)["problems"] == [instructions]
    said = run_here("check", "--workspace", giver, "--rebuild").stdout
    assert f"Mended: {instructions}" in said
    assert "This workspace is whole." in said
