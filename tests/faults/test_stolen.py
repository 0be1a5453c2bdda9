"""Somebody has the folder, the stick, the log and the temporary files: not one typed word is told.

The system's keyring, which holds the key, is not among what was stolen.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from cps_desktop import paths
from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.faults import CannotUnlock
from cps_desktop.services.backups import make_backup, restore_backup
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import Receiver, hand_over, plan_handing_over
from cps_desktop.services.printing import Paper, make_pdf
from cps_desktop.services.sample import make_sample
from cps_desktop.services.search import search
from cps_desktop.sync.sealed_age import new_age_keys

SHORTEST = 6
"""Bytes. Anything shorter may stand in encrypted bytes by chance."""
SLICE = 32


def typed_in(desk: Desk) -> set[bytes]:
    """Every text anybody put into a workspace, as it would stand in a file."""
    texts: set[str] = set()

    def gather(value: object) -> None:
        if isinstance(value, str):
            texts.add(value)
        elif isinstance(value, list):
            for one in value:
                gather(one)

    connection = desk.workspace.connection
    for (value,) in connection.execute("SELECT value FROM journal_change"):
        if value is not None:
            gather(msgspec.msgpack.decode(value))
    forms = {form for one in texts for form in (one, one.casefold())}
    written = {form.encode(how) for form in forms for how in ("utf-8", "utf-16-le")}
    for (content,) in connection.execute("SELECT content FROM attachment_content"):
        written.add(content[len(content) // 2 :][:SLICE])
    return {one for one in written if len(one) >= SHORTEST}


def told_by(files: Iterable[Path], typed: set[bytes], known: set[bytes] | None = None) -> list[str]:
    """Which files hold any of it.

    ``known``: digests of what was looked through before and held none of it; added to. A thousand
    texts are looked for in every byte, and most files stay as they were.
    """
    known = set() if known is None else known
    found = []
    for path in files:
        content = path.read_bytes()
        digest = hashlib.sha256(content).digest()
        if digest in known:
            continue
        known.add(digest)
        hits = [one for one in typed if one in content]
        found += [f"{path.name}: {one!r}" for one in hits[:3]]
    return found


def all_files(*places: Path) -> Iterator[Path]:
    for place in places:
        yield from (one for one in place.rglob("*") if one.is_file())


@pytest.fixture
def stolen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """Where the program may leave anything: its folder, a stick, temporary files, a home."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    return tmp_path / "work", tmp_path / "stick", temporary


def test_a_stolen_folder_tells_nothing_that_was_typed(
    stolen: tuple[Path, ...], tmp_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, stick, _ = stolen
    places = (*stolen, *(one for one in tmp_home.iterdir() if one.is_dir()))
    desk = new_desk(folder, way="keyring")
    made = make_sample(desk)
    found = search(desk.workspace, "bus")
    assert found
    pdf = make_pdf(desk, made.today, Paper.PACK, font_cache=paths.cache_folder() / "fonts")
    assert pdf.startswith(b"%PDF")
    make_backup(desk.workspace)
    to = Receiver("somebody", new_age_keys().recipient)
    plan = plan_handing_over(desk.workspace, to)
    hand_over(desk.door, desk.workspace, plan, to, stick / "out.cpsb")
    backup = make_backup(desk.workspace, stick / "copy.cpsbackup")
    typed = typed_in(desk)
    assert len(typed) > 500
    plain = tmp_path / "plain.db"
    desk.workspace.connection.execute("ATTACH DATABASE ? AS plain KEY ''", [str(plain)])
    desk.workspace.connection.execute("SELECT sqlcipher_export('plain')").fetchone()
    desk.workspace.connection.execute("DETACH DATABASE plain")
    # Taken while the window is open, with its log; and after it was closed.
    known: set[bytes] = set()
    assert told_by(all_files(*places), typed, known) == []
    desk.close()
    assert told_by(all_files(*places), typed, known) == []
    restore_backup(folder, backup)
    open_desk(folder).close()
    assert told_by(all_files(*places), typed, known) == []
    monkeypatch.setenv("CPS_TEST_KEYRING", str(tmp_home / "another keyring.json"))
    with pytest.raises(CannotUnlock):
        open_desk(folder)
    # And what was looked for would have been found: here it is without its encryption.
    in_utf_8 = [one for one in typed if b"\x00" not in one]
    told = plain.read_bytes()
    assert sum(one in told for one in in_utf_8) > len(in_utf_8) // 3
    assert told_by([plain], typed)
