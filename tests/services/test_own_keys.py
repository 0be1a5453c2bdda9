"""How a workspace is opened, and what is left of the way it was opened before."""

from __future__ import annotations

import json
import os
from pathlib import Path

import keyring
import pytest
from keyring.errors import PasswordDeleteError

from cps_desktop.domain.faults import CannotUnlock
from cps_desktop.services.backups import make_backup, restore_backup
from cps_desktop.services.own_keys import keep_in_keyring, keep_under_passphrase
from cps_desktop.storage.keys import FILE_NAME
from cps_desktop.storage.workspace import Workspace
from tests.file_keyring import FileKeyring

PASSPHRASE = "blue teapot hill"


def kept_in_the_keyring() -> list[str]:
    place = Path(os.environ["CPS_TEST_KEYRING"])
    kept = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
    return [one for service in kept.values() for one in service.values()]


class Unwilling(FileKeyring):
    """A keyring that gives nothing back."""

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("no")


def test_under_a_passphrase_the_key_is_gone_from_the_keyring(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    with Workspace.create(folder, way="keyring") as one:
        before = (folder / FILE_NAME).read_bytes()
        backup = make_backup(one)
        assert len(kept_in_the_keyring()) == 1
        assert keep_under_passphrase(one, PASSPHRASE)
    assert kept_in_the_keyring() == []
    with pytest.raises(CannotUnlock, match="asks for its passphrase"):
        Workspace.open(folder)
    Workspace.open(folder, passphrase=PASSPHRASE).close()
    now = (folder / FILE_NAME).read_bytes()
    (folder / FILE_NAME).write_bytes(before)
    with pytest.raises(CannotUnlock):
        Workspace.open(folder)
    (folder / FILE_NAME).write_bytes(now)
    # The backup's own key file alone opens it, with the passphrase and not without.
    other = tmp_path / "elsewhere"
    with pytest.raises(CannotUnlock):
        restore_backup(other, backup)
    restore_backup(other, backup, passphrase=PASSPHRASE)
    Workspace.open(other, passphrase=PASSPHRASE).close()


def test_a_keyring_that_does_not_let_go_is_told_and_can_be_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    usual = keyring.get_keyring()
    with Workspace.create(folder, way="keyring") as one:
        keyring.set_keyring(Unwilling())  # type: ignore[no-untyped-call]
        try:
            assert not keep_under_passphrase(one, PASSPHRASE)
            assert not keep_under_passphrase(one, PASSPHRASE)
        finally:
            keyring.set_keyring(usual)
        assert one.keys.ways == ("passphrase",)
        assert keep_under_passphrase(one, PASSPHRASE)
    assert kept_in_the_keyring() == []


def test_back_in_the_keyring_it_opens_by_itself(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    with Workspace.create(folder, way="passphrase", passphrase=PASSPHRASE) as one:
        keep_in_keyring(one)
    Workspace.open(folder).close()
