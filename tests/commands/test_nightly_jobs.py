"""What a job that nobody watches may never do: give work away, write over, say what is not so."""

from __future__ import annotations

from pathlib import Path

from cps_desktop.bootstrap import open_desk
from cps_desktop.services.coordination import (
    accept_joining,
    become_coordinator,
    read_joining,
    save_join_file,
)
from cps_desktop.services.exchange import name_this_device
from tests.commands.test_command_line import empty, run, told, with_a_session


def met(here: Path, stranger: Path, folder: Path) -> None:
    """A stranger, who calls itself a coordinator, has a bundle brought in here."""
    desk = open_desk(stranger)
    name_this_device(desk.workspace, "Colin Ordinator, coordinator")
    desk.close()
    bundle = folder / "from a stranger.cpsb"
    run("export", "--workspace", stranger, "--to", bundle, "--for", empty_key(here))
    run("import", bundle, "--workspace", here)


def empty_key(folder: Path) -> str:
    from cps_desktop.services.exchange import own_age_keys

    desk = open_desk(folder)
    try:
        return own_age_keys(desk.workspace).recipient
    finally:
        desk.close()


def test_nothing_is_sealed_to_a_laptop_merely_met(tmp_path: Path) -> None:
    here, stranger, office = tmp_path / "here", tmp_path / "stranger", tmp_path / "office"
    with_a_session(here)
    with_a_session(stranger, "Another session")
    met(here, stranger, tmp_path)
    out = tmp_path / "out.cpsb"
    refused = run("export", "--all", "--workspace", here, "--to", out, code=3)
    assert "no coordinator yet" in refused.stderr
    assert "--for" in refused.stderr
    assert not out.exists()
    (row,) = told("list", "laptops", "--workspace", here)["records"]
    assert row["coordinator"] is False
    said = run("list", "laptops", "--workspace", here).stdout
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
    assert told("export", "--all", "--workspace", here, "--to", out)["for"] == "Anna Bell"
    run("import", out, "--workspace", stranger, code=4)
    run("import", out, "--workspace", office)


def test_a_file_is_written_over_only_when_asked(tmp_path: Path) -> None:
    here, words = tmp_path / "here", tmp_path / "words"
    session = with_a_session(here)
    words.write_text("acorn basil cedar daisy elder")
    export = ["export", "--workspace", here, "--bundle-passphrase-file", words, "--all"]
    report = ["report", "--workspace", here, "--session", session, "--kind", "planner"]
    for verb, begins in ((export, b"age-encryption"), (report, b"%PDF")):
        target = tmp_path / f"{verb[0]} of mine"
        target.write_text("the only copy of a letter")
        refused = run(*verb, "--to", target, code=3)
        assert f"There is a file {target.name} there already." in refused.stderr
        assert "--replace" in refused.stderr
        assert target.read_text() == "the only copy of a letter"
        assert "is a folder" in run(*verb, "--to", tmp_path, "--replace", code=3).stderr
        run(*verb, "--to", target, "--replace")
        assert target.read_bytes().startswith(begins)
