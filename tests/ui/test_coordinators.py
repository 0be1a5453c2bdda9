"""A coordinator makes an organisation; who joins it can be helped when every key is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from keyring.errors import PasswordDeleteError
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.faults import CannotUnlock, InputRefused
from cps_desktop.domain.kinds import Session
from cps_desktop.services import coordination
from cps_desktop.services.coordination import joined, recovery_key_in, save_recovery_key
from cps_desktop.services.exchange import own_age_keys
from cps_desktop.services.own_keys import KEYRING_SERVICE, ways_of
from cps_desktop.services.sessions import create_session
from cps_desktop.storage.keys import KeyFile
from cps_desktop.storage.workspace import Workspace
from cps_desktop.ui.kit import QuestionDialog, Words
from cps_desktop.ui.opening import opened_desk
from cps_desktop.ui.organisation_guide import OrganisationGuide
from cps_desktop.ui.settings import SettingsPage
from cps_desktop.ui.theme import TARGET
from cps_desktop.ui.typed_dialogs import LostKey
from cps_desktop.ui.unlock import NewLockDialog, UnlockDialog
from cps_desktop.ui.window import Window
from tests.file_keyring import FileKeyring
from tests.ui.accessibility import small_targets, unnamed_controls
from tests.ui.test_first_run import DOORS, WORDS, answering, no_key_store
from tests.ui.window_on import window_on

NEW_WORDS = "curlew whinberry gatepost"


def answered(*answers: Callable[[QWidget], object]) -> None:
    """Have each dialog that comes up answered in turn; one that was not answered is put away."""

    def ending(answer: Callable[[QWidget], object]) -> Callable[[QWidget], object]:
        def act(dialog: QWidget) -> None:
            try:
                answer(dialog)
            finally:
                if dialog.isVisible():
                    dialog.close()

        return act

    answering(*map(ending, answers))


def settings(window: Window) -> SettingsPage:
    window.open_page("settings")
    page = window.stack.page
    assert isinstance(page, SettingsPage)
    return page


def said(ground: QWidget) -> str:
    return "\n".join(one.text() for one in ground.findChildren(Words) if not one.isHidden())


def make_organisation(window: Window) -> None:
    """In the settings of the coordinator's laptop, with the guide; the rest is left for later."""

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, OrganisationGuide)
        assert unnamed_controls(dialog) == []
        dialog.organisation.set_text("Fellside CPS (sample)")
        dialog.name.set_text("Anna Bell (invented)")
        for _step in range(4):
            assert small_targets(dialog, TARGET) == []
            dialog.next.click()

    answered(fill)
    settings(window).coordinators.become.click()


@pytest.fixture
def join_file(qtbot: QtBot, tmp_path: Path) -> Path:
    """What a coordinator's laptop saved, with its recovery key beside it."""
    with window_on(tmp_path / "office") as window:
        page = settings(window)
        assert page.coordinators.save.isHidden()
        assert page.coordinators.key.isHidden()
        make_organisation(window)
        here = joined(window.desk.workspace)
        assert here is not None
        shown = said(page.coordinators)
        assert "coordinates Fellside CPS (sample)." in shown
        assert "Anna Bell (invented), this laptop · may erase people's data" in shown
        assert "The recovery sheet was not printed yet" in shown
        assert "There is only one coordinator" in shown
        qtbot.waitUntil(lambda: here.words in said(page.coordinators))
        coordination.save_join_file(window.desk.workspace, tmp_path / "f.cpsjoin")
        assert not page.coordinators.key.isHidden()
        page.coordinators.save_key(tmp_path / "key.txt")
        assert "recovery sheet" in said(page.lock), "it opens this laptop's own work, too"
        assert recovery_key_in(tmp_path / "key.txt") == own_age_keys(window.desk.workspace).identity
    return tmp_path / "f.cpsjoin"


def join(window: Window, join_file: Path, answer: str) -> str:
    """Open a join file in the settings; what the question said."""
    asked: list[str] = []

    def compare(dialog: QWidget) -> None:
        assert isinstance(dialog, QuestionDialog)
        asked.append(said(dialog))
        assert unnamed_controls(dialog) == []
        dialog.buttons[answer].click()

    answered(compare)
    settings(window).coordinators.open_file(join_file)
    return asked[0]


@pytest.fixture
def locked(join_file: Path, tmp_path: Path) -> Path:
    """A facilitator's workspace under a passphrase that nobody remembers, which joined."""
    new_desk(tmp_path / "field", way="passphrase", passphrase=WORDS).close()
    desk = open_desk(tmp_path / "field", passphrase=WORDS)
    create_session(desk.door, title="Clearer letters")
    window = Window(desk)
    window.show()
    try:
        page = settings(window)
        assert "does not belong to an organisation yet" in said(page.coordinators)
        assert "Join only if they read out the same words" in join(window, join_file, "leave")
        assert joined(desk.workspace) is None
        question = join(window, join_file, "join")
        here = joined(desk.workspace)
        assert here is not None
        assert here.words in question
        shown = said(page.coordinators)
        assert "belongs to Fellside CPS (sample)." in shown
        assert "Anna Bell (invented)" in shown
        assert "A coordinator can open it with the recovery sheet." in said(page.lock)
    finally:
        window.close()
        window.close_desk()
        window.deleteLater()
    return tmp_path / "field"


def test_the_coordinators_key_opens_it_when_all_others_are_lost(
    locked: Path, tmp_path: Path
) -> None:
    keys = json.loads((locked / "workspace.keys.json").read_text())
    keys["wraps"] = [one for one in keys["wraps"] if one["way"] == "escrow"]
    (locked / "workspace.keys.json").write_text(json.dumps(keys))
    with pytest.raises(CannotUnlock):
        Workspace.open(locked, passphrase=WORDS)
    stranger = tmp_path / "stranger"
    with (
        Workspace.create(stranger, way="open") as other,
        pytest.raises(CannotUnlock, match="recovery key does not open"),
    ):
        Workspace.open(locked, escrow_identity=own_age_keys(other).identity)
    with Workspace.open(locked, escrow_identity=recovery_key_in(tmp_path / "key.txt")) as workspace:
        assert [one.title for one in workspace.find(Session)] == ["Clearer letters"]


def test_i_have_a_recovery_key(qtbot: QtBot, locked: Path, tmp_path: Path) -> None:
    problems: list[str] = []
    (tmp_path / "shopping.txt").write_text("milk\nAGE-SECRET-KEY-1NOT\n")

    def lost(dialog: QWidget) -> None:
        assert isinstance(dialog, UnlockDialog)
        assert unnamed_controls(dialog) == []
        assert small_targets(dialog, TARGET) == []
        assert dialog.buttons["recover"].text() == "I have lost my key…"
        answered(recover, choose)
        dialog.buttons["recover"].click()

    def recover(dialog: QWidget) -> None:
        assert isinstance(dialog, LostKey)
        assert unnamed_controls(dialog) == []
        assert small_targets(dialog, TARGET) == []
        dialog.take_file(tmp_path / "shopping.txt")
        problems.append(dialog.row.beneath())
        assert dialog.isEnabled()
        dialog.take_file(tmp_path / "key.txt")

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, NewLockDialog)
        assert unnamed_controls(dialog) == []
        qtbot.keyClicks(dialog.passphrase.first.line, NEW_WORDS)
        qtbot.keyClicks(dialog.passphrase.second.line, NEW_WORDS)
        dialog.buttons["keep"].click()

    answered(lost)
    desk = opened_desk(locked, DOORS, offer_sample=False)
    assert [one.title for one in desk.workspace.find(Session)] == ["Clearer letters"]
    desk.close()
    assert "shopping.txt is not a recovery key" in problems[0]
    open_desk(locked, passphrase=NEW_WORDS).close()
    with pytest.raises(CannotUnlock):
        open_desk(locked, passphrase=WORDS)
    assert "escrow" in ways_of(locked), "a coordinator can still open it"


class Unwilling(FileKeyring):
    """A key store that gives nothing back."""

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("no")


@pytest.mark.parametrize("trouble", ["key store", "disk"])
def test_what_goes_wrong_with_the_new_passphrase_is_said(
    trouble: str, qtbot: QtBot, locked: Path, tmp_path: Path
) -> None:
    willing = keyring.get_keyring()
    store = Unwilling() if trouble == "key store" else willing  # type: ignore[no-untyped-call]
    store.set_password(KEYRING_SERVICE, KeyFile.read(locked).fingerprint, "of an earlier day")
    shown: list[str] = []

    def lost(dialog: QWidget) -> None:
        assert isinstance(dialog, UnlockDialog)
        answered(recover, choose, told)
        dialog.buttons["recover"].click()

    def recover(dialog: QWidget) -> None:
        assert isinstance(dialog, LostKey)
        dialog.take_file(tmp_path / "key.txt")

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, NewLockDialog)
        if trouble == "disk":
            (locked / "workspace.keys.json.new").mkdir()
        qtbot.keyClicks(dialog.passphrase.first.line, NEW_WORDS)
        qtbot.keyClicks(dialog.passphrase.second.line, NEW_WORDS)
        dialog.buttons["keep"].click()

    def told(dialog: QWidget) -> None:
        assert isinstance(dialog, QuestionDialog)
        shown.append(said(dialog))
        dialog.buttons["on"].click()

    keyring.set_keyring(store)
    answered(lost)
    try:
        opened_desk(locked, DOORS, offer_sample=False).close()
    finally:
        keyring.set_keyring(willing)
    if trouble == "key store":
        assert "did not let go of the old key" in shown[0]
        open_desk(locked, passphrase=NEW_WORDS).close()
    else:
        assert "cannot be written to" in shown[0]
        (locked / "workspace.keys.json.new").rmdir()
        open_desk(locked, passphrase=WORDS).close()


def test_without_a_key_store_and_passphrase_the_key_is_asked_for(
    qtbot: QtBot, locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = json.loads((locked / "workspace.keys.json").read_text())
    keys["wraps"] = [one for one in keys["wraps"] if one["way"] == "escrow"]
    (locked / "workspace.keys.json").write_text(json.dumps(keys))
    no_key_store(monkeypatch)
    shown: list[str] = []

    def lost(dialog: QWidget) -> None:
        assert isinstance(dialog, UnlockDialog)
        assert dialog.row.isHidden()
        shown.append(said(dialog))
        answered(recover, later)
        dialog.buttons["recover"].click()

    def recover(dialog: QWidget) -> None:
        assert isinstance(dialog, LostKey)
        dialog.take_file(tmp_path / "key.txt")

    def later(dialog: QWidget) -> None:
        assert isinstance(dialog, NewLockDialog), "no key store took it, so words are asked for"
        dialog.buttons["later"].click()

    answered(lost)
    desk = opened_desk(locked, DOORS, offer_sample=False)
    desk.close()
    assert "The key of this workspace is not here" in shown[0]


def test_only_a_coordinators_laptop_has_a_recovery_key(tmp_path: Path) -> None:
    with (
        Workspace.create(tmp_path / "w", way="open") as workspace,
        pytest.raises(InputRefused, match="Only a coordinator"),
    ):
        save_recovery_key(workspace, tmp_path / "key.txt")
    assert not (tmp_path / "key.txt").exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"x" * 300_000, b"AGE-SECRET-KEY-1"])
def test_what_is_no_recovery_key_says_so(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes(content)
    for path in (tmp_path / "odd.txt", tmp_path / "gone.txt", tmp_path):
        with pytest.raises(InputRefused, match="is not a recovery key"):
            recovery_key_in(path)
