"""From nothing to an open workspace: first questions, passphrase, what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop import paths
from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.faults import CannotUnlock, Fault, WorkspaceInUse, WorkspaceTooNew
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import device_name
from cps_desktop.services.own_details import own_name, own_organisation
from cps_desktop.services.own_keys import passphrase_problem, strength, ways_to_open
from cps_desktop.ui.first_run import PASSPHRASE, Beginning, FirstRun
from cps_desktop.ui.kit import QuestionDialog
from cps_desktop.ui.laptop_settings import (
    LaptopSettings,
    apply_settings,
    keep_settings_up_to_date,
    load_settings,
    save_settings,
    theme_like,
)
from cps_desktop.ui.opening import Doors, GivenUp, WantsSample, opened_desk
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.unlock import UnlockDialog
from tests.ui.accessibility import small_targets, unnamed_controls

DOORS = Doors(open_desk, new_desk)
WORDS = "heather lapwing drystone"


def answering(*answers: Callable[[QWidget], object]) -> None:
    """Have each dialog that comes up answered in turn; not one that rests while it is at work."""
    left = list(answers)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.isEnabled() and left:
            left.pop(0)(dialog)
        if left:
            QTimer.singleShot(30, look)

    QTimer.singleShot(30, look)


def no_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    monkeypatch.setattr(keyring.core, "_keyring_backend", Keyring())  # type: ignore[no-untyped-call]
    assert keyring.get_keyring() is not before


def test_the_first_questions_make_a_workspace(qtbot: QtBot, tmp_path: Path) -> None:
    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, FirstRun)
        assert unnamed_controls(dialog) == []
        assert small_targets(dialog, 24) == []
        qtbot.keyClicks(dialog.name, "Fay Cilitator")
        qtbot.keyClicks(dialog.organisation, "Eden Valley Trust")
        dialog.laptop.selectAll()
        qtbot.keyClicks(dialog.laptop, "Penrith laptop")
        dialog.look.colours.chosen.emit("cream")
        assert theme().name == "cream"
        dialog.begin.click()

    answering(fill)
    desk = opened_desk(tmp_path / "new", DOORS, offer_sample=False)
    try:
        assert own_name(desk.workspace) == "Fay Cilitator"
        assert own_organisation(desk.workspace) == "Eden Valley Trust"
        assert device_name(desk.workspace) == "Penrith laptop"
        assert ways_to_open(desk.workspace) == ("keyring",)
    finally:
        desk.close()
    open_desk(tmp_path / "new").close()


def test_the_questions_can_be_skipped(qtbot: QtBot, tmp_path: Path) -> None:
    answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    desk = opened_desk(tmp_path / "new", DOORS, offer_sample=False)
    assert ways_to_open(desk.workspace) == ("keyring",)
    assert own_name(desk.workspace) == ""
    desk.close()


@pytest.mark.parametrize("by_key", [True, False])
def test_skipping_throws_away_nothing_that_was_typed_or_chosen(
    qtbot: QtBot, tmp_path: Path, by_key: bool
) -> None:
    def leave(dialog: QWidget) -> None:
        assert isinstance(dialog, FirstRun)

        def skip() -> None:
            if by_key:
                qtbot.keyClick(dialog, Qt.Key.Key_Escape)
            else:
                dialog.skip.click()

        qtbot.keyClicks(dialog.name, "Fay Cilitator")
        qtbot.keyClicks(dialog.organisation, "Eden Valley Trust")
        dialog.keys.way.set_key(PASSPHRASE)
        dialog.keys.way.chosen.emit(PASSPHRASE)
        qtbot.keyClicks(dialog.keys.passphrase.first.line, WORDS)
        skip()
        assert dialog.isVisible(), "half a passphrase is not thrown away either"
        assert dialog.keys.passphrase.first.text() == WORDS
        qtbot.keyClicks(dialog.keys.passphrase.second.line, WORDS)
        skip()

    answering(leave)
    desk = opened_desk(tmp_path / "new", DOORS, offer_sample=False)
    assert ways_to_open(desk.workspace) == ("passphrase",)
    assert own_name(desk.workspace) == "Fay Cilitator"
    assert own_organisation(desk.workspace) == "Eden Valley Trust"
    desk.close()
    open_desk(tmp_path / "new", passphrase=WORDS).close()


def test_a_name_typed_before_skipping_is_kept(qtbot: QtBot, tmp_path: Path) -> None:
    def leave(dialog: QWidget) -> None:
        assert isinstance(dialog, FirstRun)
        qtbot.keyClicks(dialog.name, "Fay Cilitator")
        qtbot.keyClick(dialog.name, Qt.Key.Key_Escape)

    answering(leave)
    desk = opened_desk(tmp_path / "new", DOORS, offer_sample=False)
    assert ways_to_open(desk.workspace) == ("keyring",)
    assert own_name(desk.workspace) == "Fay Cilitator"
    desk.close()


def test_without_a_key_store_a_passphrase_is_the_only_thing_asked(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_key_store(monkeypatch)
    asked: list[str] = []

    def skip(dialog: QWidget) -> None:
        assert isinstance(dialog, FirstRun)
        dialog.skip.click()
        asked.append(dialog.keys.missing.text())
        assert dialog.name.isHidden() or not dialog.name.isVisible()
        assert not dialog.look.isVisible()
        dialog.begin.click()
        assert dialog.isVisible(), "nothing was typed yet"
        qtbot.keyClicks(dialog.keys.passphrase.first.line, WORDS)
        qtbot.keyClicks(dialog.keys.passphrase.second.line, WORDS + "x")
        dialog.begin.click()
        assert dialog.isVisible(), "the two are not the same"
        qtbot.keyClick(dialog.keys.passphrase.second.line, Qt.Key.Key_Backspace)
        dialog.begin.click()

    answering(skip)
    desk = opened_desk(tmp_path / "new", DOORS, offer_sample=False)
    assert ways_to_open(desk.workspace) == ("passphrase",)
    assert "passphrase" in asked[0]
    desk.close()
    with pytest.raises(CannotUnlock):
        open_desk(tmp_path / "new")
    open_desk(tmp_path / "new", passphrase=WORDS).close()


def test_a_folder_that_cannot_be_written_to_is_said_and_nothing_is_left(
    qtbot: QtBot, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    said: list[str] = []

    def give_up(dialog: QWidget) -> None:
        assert isinstance(dialog, FirstRun)
        dialog.skip.click()
        said.append(dialog.notices.sentence)
        dialog.reject()

    answering(give_up)
    with pytest.raises(GivenUp):
        opened_desk(in_the_way / "work", DOORS, offer_sample=False)
    assert "cannot be written to" in said[0]
    assert in_the_way.read_text() == "not a folder"


def test_one_can_look_at_the_sample_first(tmp_path: Path) -> None:
    def sample(dialog: QWidget) -> None:
        assert isinstance(dialog, FirstRun)
        assert dialog.sample.isVisible()
        dialog.sample.click()

    answering(sample)
    with pytest.raises(WantsSample):
        opened_desk(tmp_path / "new", DOORS, offer_sample=True)
    assert not (tmp_path / "new").exists()


def test_a_passphrase_opens_what_it_locks(qtbot: QtBot, tmp_path: Path) -> None:
    new_desk(tmp_path / "locked", way="passphrase", passphrase=WORDS).close()
    problems: list[str] = []

    def try_twice(dialog: QWidget) -> None:
        assert isinstance(dialog, UnlockDialog)
        assert unnamed_controls(dialog) == []
        qtbot.keyClicks(dialog.secret.line, "something else")
        dialog.buttons["open"].click()
        problems.append(dialog.row.beneath())
        qtbot.keyClicks(dialog.secret.line, WORDS)
        dialog.secret.entered.emit()

    answering(try_twice)
    desk = opened_desk(tmp_path / "locked", DOORS, offer_sample=False)
    desk.close()
    assert "does not open this workspace" in problems[0]


def test_a_closed_question_ends_with_the_faults_own_code(tmp_path: Path) -> None:
    new_desk(tmp_path / "locked", way="passphrase", passphrase=WORDS).close()
    answering(lambda dialog: dialog.close())
    with pytest.raises(GivenUp) as given_up:
        opened_desk(tmp_path / "locked", DOORS, offer_sample=False)
    assert given_up.value.fault is not None
    assert given_up.value.fault.exit_code == 4


@pytest.mark.parametrize(
    "fault",
    [
        WorkspaceInUse("This workspace is open already. Nothing was changed."),
        WorkspaceTooNew("This was written by a newer version. Update the program."),
    ],
)
def test_what_stands_in_the_way_is_said_and_can_be_tried_again(
    fault: Fault, tmp_path: Path
) -> None:
    new_desk(tmp_path / "work", way="open").close()
    tries: list[int] = []

    def opens(folder: Path, **asked: object) -> Desk:
        tries.append(1)
        if len(tries) == 1:
            raise fault
        return open_desk(folder)

    said: list[str] = []

    def again(dialog: QWidget) -> None:
        assert isinstance(dialog, QuestionDialog)
        said.append(f"{dialog.accessibleName()} {dialog.accessibleDescription()}")
        dialog.buttons["again"].click()

    answering(again)
    desk = opened_desk(tmp_path / "work", Doors(opens, new_desk), offer_sample=False)
    desk.close()
    assert said == [str(fault)]


def test_a_damaged_workspace_goes_back_to_a_copy(tmp_path: Path) -> None:
    from cps_desktop.domain.kinds import Session
    from cps_desktop.services.backups import make_backup
    from tests.ui.window_on import begin

    folder = tmp_path / "work"
    desk = new_desk(folder, way="open")
    begin(desk, "Kept in the copy")
    make_backup(desk.workspace)
    desk.close()
    (folder / "workspace.cps").write_bytes(b"not a database" * 1000)

    def bring_back(dialog: QWidget) -> None:
        assert isinstance(dialog, QuestionDialog)
        dialog.buttons["backup"].click()

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, QuestionDialog)
        dialog.buttons["back"].click()

    answering(bring_back, choose)
    desk = opened_desk(folder, DOORS, offer_sample=False)
    assert [one.title for one in desk.workspace.find(Session)] == ["Kept in the copy"]
    desk.close()


def test_what_is_left_of_a_workspace_is_never_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    new_desk(folder, way="open").close()
    (folder / "workspace.keys.json").unlink()
    before = (folder / "workspace.cps").read_bytes()
    answering(lambda dialog: dialog.close())
    with pytest.raises(GivenUp):
        opened_desk(folder, DOORS, offer_sample=False)
    assert (folder / "workspace.cps").read_bytes() == before


@pytest.mark.parametrize(
    ("first", "second", "problem"),
    [
        ("", "", "Choose a passphrase."),
        ("short", "short", "A passphrase needs at least"),
        (WORDS, "another thing", "The two are not the same yet."),
        (WORDS, WORDS, ""),
    ],
)
def test_a_new_passphrase_is_long_and_typed_twice(first: str, second: str, problem: str) -> None:
    assert passphrase_problem(first, second).startswith(problem)
    assert bool(passphrase_problem(first, second)) == bool(problem)


def test_strength_is_said_in_words() -> None:
    assert strength("") == ""
    assert strength("aaaaaaaaaaaaaaaaaaaaaaaa").startswith("Easy")
    assert strength("heather lap").startswith("Fair")
    assert strength(WORDS) == "Very good."


def test_the_look_is_remembered_on_this_laptop(tmp_path: Path) -> None:
    assert load_settings(paths.settings_file()) == LaptopSettings()
    keep_settings_up_to_date(paths.settings_file())
    theme().set_theme("contrast")
    theme().set_scale(250)
    theme().set_less_movement(True)
    kept = load_settings(paths.settings_file())
    assert kept == LaptopSettings("contrast", 250, less_movement=True)
    text = paths.settings_file().read_text(encoding="utf-8")
    assert set(text.split('"')) & {"name", "organisation"} == set()
    theme().set_theme("light")
    apply_settings(kept)
    assert (theme().name, theme().scale) == ("contrast", 250)


def test_until_one_is_chosen_the_look_is_that_of_the_system(tmp_path: Path) -> None:
    no, high = Qt.ContrastPreference.NoPreference, Qt.ContrastPreference.HighContrast
    scheme = Qt.ColorScheme
    looks = [theme_like(one, no) for one in (scheme.Unknown, scheme.Light, scheme.Dark)]
    assert looks == ["light", "light", "dark"]
    assert {theme_like(one, high) for one in scheme} == {"contrast"}
    theme().set_theme("cream")
    hints = QApplication.styleHints()
    apply_settings(load_settings(tmp_path / "none.json"))
    assert theme().name == theme_like(
        hints.colorScheme(), hints.accessibility().contrastPreference()
    )


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"theme": 7, "scale": true}', b"[" * 100_000]
)
def test_a_broken_settings_file_is_no_wish_at_all(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert load_settings(path) == LaptopSettings()
    save_settings(path, LaptopSettings("dark"))
    assert load_settings(path).theme == "dark"


def test_an_empty_beginning_is_refused_by_nobody(tmp_path: Path) -> None:
    """The dialog alone: what begin refuses is shown, and the dialog stays."""
    given: list[Beginning] = []
    dialog = FirstRun(given.append)
    dialog.show()
    dialog.keys.way.set_key(PASSPHRASE)
    dialog.keys.way.chosen.emit(PASSPHRASE)
    dialog.begin.click()
    assert given == []
    assert dialog.result() != QDialog.DialogCode.Accepted
    dialog.skip.click()
    assert [one.way for one in given] == ["keyring"]
    dialog.deleteLater()
