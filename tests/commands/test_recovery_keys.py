"""A coordinator opens work on the command line with the recovery sheet, in each of its shapes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.services.exchange import hand_over, plan_handing_over
from cps_desktop.services.joining import accept_joining, read_joining, save_join_file
from cps_desktop.services.organisation import become_coordinator
from cps_desktop.services.papers import coordinators, plain_words, root_secret
from cps_desktop.services.qr_codes import qr_modules
from cps_desktop.services.sessions import create_session
from cps_desktop.sync.recovery_words import words_of
from tests.commands.test_command_line import run_here, told_here

PASSPHRASE = "heather lapwing drystone"


@pytest.fixture
def words(tmp_path: Path) -> str:
    """The words of an organisation whose facilitator's workspace is in "field", and a bundle."""
    office = new_desk(tmp_path / "office", way="open")
    become_coordinator(office.workspace, "Fellside CPS (sample)", "Anna Bell (invented)")
    save_join_file(office.workspace, tmp_path / "f.cpsjoin")
    secret = root_secret(office.workspace)
    assert secret is not None
    office.close()
    new_desk(tmp_path / "field", way="passphrase", passphrase=PASSPHRASE).close()
    field = open_desk(tmp_path / "field", passphrase=PASSPHRASE)
    accept_joining(field.workspace, read_joining(field.workspace, tmp_path / "f.cpsjoin"))
    create_session(field.door, title="Clearer letters")
    (to,) = coordinators(field.workspace)
    plan = plan_handing_over(field.workspace, to)
    hand_over(field.door, field.workspace, plan, to, tmp_path / "out.cpsb")
    field.close()
    return " ".join(words_of(secret, plain_words()))


def picture(text: str) -> bytes:
    modules = qr_modules(text)
    image = Image.new("L", (len(modules) + 8, len(modules) + 8), 255)
    for row, squares in enumerate(modules):
        for column, dark in enumerate(squares):
            if dark == "1":
                image.putpixel((column + 4, row + 4), 0)
    out = io.BytesIO()
    image.resize((image.width * 6, image.height * 6), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


def test_a_workspace_opens_with_the_words_or_a_picture_of_them(tmp_path: Path, words: str) -> None:
    field = tmp_path / "field"
    run_here("list", "sessions", "--workspace", field, code=4)
    (tmp_path / "words.txt").write_text(f"# Fellside CPS (sample)\n{words.upper()}\n")
    (tmp_path / "sheet.png").write_bytes(picture(f"CPSR {words.upper()}"))
    for name in ("words.txt", "sheet.png"):
        found = told_here(
            "list", "sessions", "--workspace", field, "--recovery-key-file", tmp_path / name
        )
        assert [one["title"] for one in found["records"]] == ["Clearer letters"]
    typed = words.split()
    typed[3] = "xyzzy"
    (tmp_path / "wrong.txt").write_text(" ".join(typed))
    wrong = run_here(
        *("list", "sessions", "--workspace", field),
        *("--recovery-key-file", tmp_path / "wrong.txt"),
        code=3,
    )
    assert "Word 4, “xyzzy”, is on no sheet" in wrong.stderr
    gone = run_here(
        *("list", "sessions", "--workspace", field),
        *("--recovery-key-file", tmp_path / "gone.txt"),
        code=3,
    )
    assert "gone.txt is not a recovery key" in gone.stderr


def test_a_copy_comes_back_and_a_bundle_is_looked_into(tmp_path: Path, words: str) -> None:
    field, copy = tmp_path / "field", tmp_path / "copy.cpsbackup"
    (tmp_path / "words.txt").write_text(words)
    key = ("--recovery-key-file", tmp_path / "words.txt")
    run_here("backup", "--workspace", field, "--to", copy, *key)
    run_here("restore", "--workspace", tmp_path / "new", copy, code=4)
    run_here("restore", "--workspace", tmp_path / "new", copy, *key)
    found = told_here("list", "sessions", "--workspace", tmp_path / "new", *key)
    assert found["count"] == 1
    run_here("inspect", tmp_path / "out.cpsb", "--workspace", tmp_path / "nothing", code=4)
    (seen,) = told_here(
        "inspect", tmp_path / "out.cpsb", "--workspace", tmp_path / "nothing", *key
    )["bundles"]
    assert [one["title"] for one in seen["sessions"]] == ["Clearer letters"]
