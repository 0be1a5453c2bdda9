"""Whatever file a command is given: one sentence, exit code 3, nothing changed, nothing left."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cps_desktop.__main__ import main
from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.paths import log_file
from cps_desktop.services.sessions import create_session
from cps_desktop.storage.workspace import FILE_NAME
from tests.bad_disks import disk, fill, give_room, remount
from tests.commands.test_command_line import ROOT, empty, with_a_session

KEYS = "workspace.keys.json"
HUGE = 3 * 1024**3
WRONG = {
    "empty": b"",
    "a byte": b"\x00",
    "a letter": b"This is a letter, not what was asked for.\n" * 40,
    "newer": b"CPSB\x00\x63\x00\x63" + bytes(range(256)) * 8,
    "newer json": json.dumps({"format": 99, "wraps": []}).encode(),
    "deep": b"[" * 200_000,
    "binary": bytes(range(256)) * 64,
}


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Files that are not what they are given for, a folder, and names that lead nowhere."""
    place = tmp_path / "stick"
    place.mkdir()
    for name, content in WRONG.items():
        (place / name).write_bytes(content)
    with zipfile.ZipFile(place / "packed", "w") as archive:
        archive.writestr("letter.txt", "words")
    with (place / "huge").open("wb") as file:
        file.truncate(HUGE)
    (place / "a folder").mkdir()
    if os.name == "posix":
        (place / "nowhere").symlink_to("gone")
        (place / "in a circle").symlink_to("in a circle")
    return place


def wrong_paths(stick: Path) -> list[Path]:
    """All that is on the stick, what is not there, and a name no system takes."""
    return [*sorted(stick.iterdir()), stick / "missing", stick / ("n" * 300)]


def says(capsys: pytest.CaptureFixture[str], *words: object, code: int = 3) -> str:
    """What a command says to a person."""
    capsys.readouterr()
    found = main([str(one) for one in words])
    told = capsys.readouterr()
    assert not log_file().exists(), log_file().read_text()
    assert found == code, f"{words} → {found}: {told.err or told.out}"
    if code:
        assert told.err.strip().endswith("."), told.err
        assert "Traceback" not in told.err
    return told.err if code else told.out


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Every change of a workspace, and every file of its folder, is what it was."""
    before = state(folder)
    yield
    assert state(folder) == before


def state(folder: Path) -> tuple[int, list[str]]:
    desk = open_desk(folder)
    try:
        changes = desk.workspace.changes()
    finally:
        desk.close()
    return changes, sorted(str(one.relative_to(folder)) for one in folder.rglob("*"))


def cut_off(path: Path, stick: Path) -> list[Path]:
    """The same file, as a stick that was pulled out half-way leaves it."""
    whole, parts = path.read_bytes(), []
    for length in (1, 50, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        part = stick / f"cut off at {length}{path.suffix}"
        part.write_bytes(whole[:length])
        parts.append(part)
    return parts


def test_wrong_bundles(tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two, bundle = tmp_path / "one", tmp_path / "two", tmp_path / "good.cpsb"
    with_a_session(one)
    key = empty(two)
    says(capsys, "export", "--workspace", one, "--to", bundle, "--for", key, code=0)
    with unchanged(two):
        for path in [*wrong_paths(stick), *cut_off(bundle, stick)]:
            said = says(capsys, "import", path, "--workspace", two)
            assert said == says(capsys, "inspect", path, "--workspace", two)
    says(capsys, "import", "--accept-unknown", bundle, "--workspace", two, code=0)


def test_wrong_copies(tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, kept = tmp_path / "one", tmp_path / "kept.cpsbackup"
    with_a_session(one)
    says(capsys, "backup", "--workspace", one, "--to", kept, code=0)
    for made in cut_off(kept, stick):
        shutil.copy(f"{kept}.keys.json", f"{made}.keys.json")
    backups = [path for path in wrong_paths(stick) if path.suffix != ".json"]
    with unchanged(one):
        for path in backups:
            said = says(capsys, "restore", "--workspace", one, path)
            assert path.name in said or path.name == "a folder", said
    says(capsys, "restore", "--workspace", one, kept, code=0)


def test_what_is_no_copy_is_not_copied_to_find_that_out(
    tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resource = pytest.importorskip("resource", reason="the limit is POSIX's")
    one = tmp_path / "one"
    with_a_session(one)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000_000, hard))
    try:
        assert "huge is damaged, is no backup" in says(
            capsys, "restore", "--workspace", one, stick / "huge"
        )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("name", [KEYS, FILE_NAME])
def test_a_workspace_with_a_wrong_file_in_it(
    name: str, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, backup = tmp_path / "one", tmp_path / "never.cpsbackup"
    with_a_session(one)
    place = one / name
    whole = place.read_bytes()
    with unchanged(one):
        for path in wrong_paths(stick)[:-2]:
            place.unlink()
            if path.is_dir():
                place.mkdir()
            else:
                path.rename(place)
            for verb in (("list", "sessions"), ("check", "--rebuild"), ("backup", "--to", backup)):
                says(capsys, *verb, "--workspace", one)
                assert not backup.exists()
            place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink()
            place.write_bytes(whole)


def test_wrong_files_of_words_and_of_organisations(
    tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, target = tmp_path / "one", tmp_path / "never.cpsb"
    desk = new_desk(one, way="passphrase", passphrase="blue teapot hill")
    create_session(desk.door, kind_of="training", title="Letters", days=[])
    desk.close()
    right = tmp_path / "right"
    right.write_text("blue teapot hill\n")
    opening = ("--workspace", one, "--passphrase-file")
    export = ("export", "--all", "--to", target, *opening, right)
    for path in wrong_paths(stick):
        says(capsys, *export, "--for", path)
        words = path.name in ("a byte", "a letter", "newer json")  # readable, but not the words
        says(capsys, "list", "sessions", *opening, path, code=4 if words else 3)
        if path.name not in ("a letter", "newer json"):
            says(capsys, *export, "--bundle-passphrase-file", path)
        assert not target.exists()


@pytest.mark.parametrize(("place", "ending"), [("planners", ".json"), ("policies", ".toml")])
def test_wrong_planners_and_policies_keep_nothing_from_working(
    place: str, ending: str, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, paper = tmp_path / "one", tmp_path / "planner.pdf"
    session = with_a_session(one)
    key = empty(tmp_path / "two")
    shipped = next((ROOT / "resources" / place).rglob(f"*{ending}"))
    whole = shipped.read_bytes()
    for length in (1, len(whole) // 2, len(whole) - 2):
        (stick / f"cut-off-{length}").write_bytes(whole[:length])
    (one / place).mkdir()
    for path in stick.iterdir():
        path.rename(one / place / f"{path.name.replace(' ', '-')}{ending}")
    report = ("report", "--workspace", one, "--session", session, "--kind", "planner")
    says(capsys, *report, "--to", paper, code=0)
    assert paper.read_bytes().startswith(b"%PDF")
    says(capsys, "list", "planners", "--workspace", one, code=0)
    says(capsys, "check", "--workspace", one, code=0)
    out = tmp_path / "out.cpsb"
    says(capsys, "export", "--workspace", one, "--to", out, "--for", key, code=0)


def test_words_easy_to_guess_seal_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, words = tmp_path / "one", tmp_path / "words"
    with_a_session(one)
    words.write_text("short\n")
    export = ("export", "--workspace", one, "--all", "--to", tmp_path / "never.cpsb")
    said = says(capsys, *export, "--bundle-passphrase-file", words)
    assert said.startswith("A passphrase needs at least 10 letters.")
    assert not (tmp_path / "never.cpsb").exists()


def test_names_no_system_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, long = tmp_path / "one", tmp_path / ("n" * 300)
    session = with_a_session(one)
    key = empty(tmp_path / "two")
    report = ("report", "--workspace", one, "--session", session, "--kind", "planner")
    with unchanged(one):
        says(capsys, "list", "sessions", "--workspace", long)
        says(capsys, "export", "--workspace", one, "--all", "--to", long, "--for", key)
        says(capsys, *report, "--to", long)
        says(capsys, "backup", "--workspace", one, "--to", long)
        says(capsys, "restore", "--workspace", long, long)
        says(capsys, "demo", "--no-window", "--workspace", long)


def test_no_command_takes_the_place_of_somebodys_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    session = with_a_session(one)
    key = empty(two)
    says(capsys, "backup", "--workspace", two, "--to", two / "kept.cpsbackup", code=0)
    export = ("export", "--workspace", one, "--all", "--for", key, "--replace")
    report = ("report", "--workspace", one, "--session", session, "--kind", "planner", "--replace")
    names = (FILE_NAME, FILE_NAME.upper(), KEYS, "kept.cpsbackup", "kept.cpsbackup.keys.json")
    with unchanged(one), unchanged(two):
        for verb in (export, report):
            for target in (folder / name for folder in (one, two) for name in names):
                assert "somebody's work" in says(capsys, *verb, "--to", target)
            if os.name == "posix":
                assert "is not a file" in says(capsys, *verb, "--to", "/dev/full")


def test_the_story_on_paper_takes_away_only_what_it_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample, out = tmp_path / "sample", tmp_path / "out"
    tell = ("demo", "--workspace", sample, "--story", out)
    letters = out / "second workspace" / "letters"
    letters.mkdir(parents=True)
    (letters / "one.txt").write_text("the only copy of a letter")
    assert "It stays as it is" in says(capsys, *tell)
    assert (letters / "one.txt").read_text() == "the only copy of a letter"
    shutil.rmtree(out)
    with_a_session(out / "second workspace")
    with unchanged(out / "second workspace"):
        assert "It stays as it is" in says(capsys, *tell)


# -- disks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["full", "read-only"])
def test_nothing_is_left_on_a_stick_that_takes_nothing(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = tmp_path / "one"
    session = with_a_session(one)
    key = empty(tmp_path / "two")
    with disk(tmp_path / "stick", "size=16k" if how == "full" else "ro") as stick:
        if how == "full":
            fill(stick)
        before = list(stick.iterdir())
        with unchanged(one):
            export = ("export", "--workspace", one, "--all", "--for", key)
            says(capsys, *export, "--to", stick / "out.cpsb")
            for kind in ("planner", "register", "pack"):
                report = ("report", "--workspace", one, "--session", session, "--kind", kind)
                says(capsys, *report, "--to", stick / "out.pdf")
            says(capsys, "backup", "--workspace", one, "--to", stick / "out.cpsbackup")
            says(capsys, "demo", "--no-window", "--workspace", stick / "sample")
        assert list(stick.iterdir()) == before


@pytest.mark.parametrize("how", ["full", "read-only"])
def test_a_workspace_on_a_disk_that_takes_nothing(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, bundle, kept = tmp_path / "one", tmp_path / "good.cpsb", tmp_path / "kept.cpsbackup"
    with_a_session(one)
    with disk(tmp_path / "disk", "size=16m") as place:
        work = place / "work"
        key = empty(work)
        says(capsys, "export", "--workspace", one, "--to", bundle, "--for", key, code=0)
        says(capsys, "backup", "--workspace", one, "--to", kept, code=0)
        with unchanged(work):
            if how == "full":
                fill(place)
            else:
                remount(place, "ro")
            for verb in (
                ("list", "sessions"),
                ("import", bundle),
                ("export", "--all", "--to", tmp_path / "never.cpsb", "--for", key),
                ("check", "--rebuild"),
                ("restore", kept),
                ("backup", "--to", tmp_path / "never.cpsbackup"),
            ):
                said = says(capsys, *verb, "--workspace", work)
                assert ("room" if how == "full" else "written to") in said, said
            assert not list(tmp_path.glob("*never*"))
            if how == "full":
                give_room(place)
            else:
                remount(place, "rw")
        says(capsys, "import", "--accept-unknown", bundle, "--workspace", work, code=0)
        says(capsys, "check", "--workspace", work, code=0)


def test_a_workspace_of_nobody_and_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new_desk(tmp_path / "one", way="open").close()
    (tmp_path / "one" / FILE_NAME).unlink()
    assert "no workspace" in says(capsys, "list", "sessions", "--workspace", tmp_path / "one")
    assert "no workspace" in says(capsys, "check", "--workspace", tmp_path / "gone")
