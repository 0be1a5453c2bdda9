"""Pictures that arrive: only new ones are offered, none twice without a word, none by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import LineKind, Receipt
from cps_desktop.services import camera_folder
from cps_desktop.services.camera_folder import (
    among_others,
    leave_aside,
    lookout,
    offer_again,
    receipt_already,
    uses,
    was_taken,
    watch_camera_folder,
)
from cps_desktop.services.claims import add_line, attach_receipt
from tests.services.expenses import POLICIES, Expenses, picture
from tests.services.laptop import THURSDAY, laptop


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Expenses]:
    with laptop(tmp_path / "laptop") as one:
        yield Expenses(one)


def arrives(at: Expenses, folder: Path, name: str, *, days_ago: float = 0) -> Path:
    """A file of that age as this laptop's clock has it."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(f"the picture {name}".encode())
    moment = (at.door.now_ms() / 1000) - days_ago * 86_400
    os.utime(path, (moment, moment))
    return path


def offered(at: Expenses) -> list[str]:
    return [path.name for path, _ in lookout(at.laptop.workspace).find().files]


def watch(at: Expenses, folder: Path) -> None:
    watch_camera_folder(at.laptop.workspace, folder, now_ms=at.door.now_ms())


def test_what_is_new_is_offered_newest_first_and_nothing_else(at: Expenses, tmp_path: Path) -> None:
    phone = tmp_path / "phone"
    arrives(at, phone, "old.jpg", days_ago=3)
    arrives(at, phone, "today.jpg", days_ago=0.5)
    assert offered(at) == [], "no folder is watched"
    watch(at, phone)
    assert offered(at) == ["today.jpg"]
    # A copied photo keeps the time it was taken: it is new because it was not there before.
    arrives(at, phone, "copied.HEIC", days_ago=9)
    arrives(at, phone, "scan.pdf", days_ago=0.1)
    for name in (".hidden.jpg", "words.txt", "film.mp4"):
        arrives(at, phone, name)
    (phone / "empty.jpg").write_bytes(b"")
    (phone / "folder.jpg").mkdir()
    assert offered(at) == ["scan.pdf", "today.jpg", "copied.HEIC"]
    fresh = phone / "still-coming.jpg"
    fresh.write_bytes(b"half of it")
    assert "still-coming.jpg" not in offered(at), "it may not be whole yet"
    assert at.records.find(Receipt) == ()


def test_what_is_left_aside_stays_aside_and_another_file_of_that_name_is_new(
    at: Expenses, tmp_path: Path
) -> None:
    phone = tmp_path / "phone"
    phone.mkdir()
    watch(at, phone)
    arrives(at, phone, "a.jpg")
    ((_, stamp),) = lookout(at.laptop.workspace).find().files
    leave_aside(at.laptop.workspace, stamp)
    assert offered(at) == []
    ((aside, same),) = lookout(at.laptop.workspace).find().aside
    assert (aside.name, same) == ("a.jpg", stamp)
    offer_again(at.laptop.workspace, [stamp])
    assert offered(at) == ["a.jpg"], "it was left aside by mistake"
    assert lookout(at.laptop.workspace).find().aside == ()
    leave_aside(at.laptop.workspace, stamp)
    (phone / "a.jpg").write_bytes(b"another picture under the name of the first")
    os.utime(phone / "a.jpg", (1_800_000_000, 1_800_000_000))
    assert offered(at) == ["a.jpg"]


def test_a_picture_put_on_a_line_is_offered_again_once_it_is_taken_off(
    at: Expenses, tmp_path: Path
) -> None:
    phone = tmp_path / "phone"
    phone.mkdir()
    watch(at, phone)
    arrives(at, phone, "a.jpg")
    ((_, stamp),) = lookout(at.laptop.workspace).find().files
    line = add_line(at.door, POLICIES, at.claim, kind_of=LineKind.PARKING, day=THURSDAY, pence=280)
    shot = picture("a ticket")
    receipts = attach_receipt(at.door, at.laptop.workspace, line, [shot])
    was_taken(at.laptop.workspace, stamp, receipts)
    assert offered(at) == []
    at.door.undo()
    assert offered(at) == ["a.jpg"]


def test_a_picture_that_came_before_is_said(at: Expenses) -> None:
    line = add_line(
        at.door,
        POLICIES,
        at.claim,
        kind_of=LineKind.PARKING,
        day=THURSDAY,
        description="Townfoot",
        pence=280,
    )
    shot, other = picture("a ticket"), picture("another")
    assert receipt_already(at.records, [shot]) == ""
    assert among_others([shot], [other.sha256]) == ""
    assert among_others([shot], [other.sha256, shot.sha256]).startswith("The same")
    attach_receipt(at.door, at.laptop.workspace, line, [shot])
    assert receipt_already(at.records, [other, shot]) == (
        "The same picture is a receipt already: Parking, Townfoot, of R. Hartley (invented)."
    )
    assert [one.line for one in uses(at.records, shot.sha256)] == [line]
    at.door.undo()
    assert receipt_already(at.records, [shot]) == ""


def test_a_folder_that_is_not_there_or_holds_an_album_is_refused(
    at: Expenses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputRefused, match="not there now"):
        watch(at, tmp_path / "nowhere")
    monkeypatch.setattr(camera_folder, "MOST_FILES", 2)
    phone = tmp_path / "phone"
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        arrives(at, phone, name)
    with pytest.raises(InputRefused, match="only new photos"):
        watch(at, phone)
    assert lookout(at.laptop.workspace).folder is None
    (phone / "c.jpg").unlink()
    watch(at, phone)
    phone.rename(tmp_path / "stick pulled out")
    assert not lookout(at.laptop.workspace).find().there
    watch_camera_folder(at.laptop.workspace, None, now_ms=0)
    assert offered(at) == []
