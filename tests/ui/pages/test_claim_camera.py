"""Photos that arrive are offered beside the claim, and asked about where one came before."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Attendance, LineKind, Receipt, Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.claims import add_line, start_claim
from cps_desktop.services.receipt_intake import pictures_of_bytes
from cps_desktop.ui.kit import QuestionDialog
from cps_desktop.ui.pages_of_session.expenses import ExpensesPage
from tests.documents.rich_sheets import photo
from tests.processes import nothing_starts
from tests.ui.accessibility import read_out, small_targets, unnamed_controls
from tests.ui.pages.host import THURSDAY, Host, session_in_alston

_WAITS = "Looking at it…"


def _opened(host: Host) -> tuple[ExpensesPage, RecordId]:
    session = session_in_alston(host.desk)
    door = host.desk.door
    agency = door.must_exist(Session, session).lead_agency
    person = add_to_list(door, session, name="R. Hartley (invented)")
    listed = door.must_exist(Attendance, person)
    claim = start_claim(door, session, listed.person, agency)
    for words, pence in (("Townfoot", 280), ("Station", 500)):
        add_line(
            door,
            host.desk.policies,
            claim,
            kind_of=LineKind.PARKING,
            day=THURSDAY,
            description=words,
            pence=pence,
        )
    page = ExpensesPage(host, session)
    host.show_page(page)
    page.open_claim(claim)
    return page, claim


def _arrives(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (1_800_000_000, 1_800_000_000 - len(name)))


def test_a_photo_that_arrives_is_offered_added_by_hand_and_asked_about_when_it_came_twice(
    qtbot: QtBot, host: Host, tmp_path: Path
) -> None:
    page, _ = _opened(host)
    camera, records = page.sheet.camera, host.desk.door.records
    assert "Nothing is added by itself" in camera.words.text()
    assert page.sheet.copy.isVisible(), "the claimant's own copy is offered with the claim"
    phone = tmp_path / "Camera"
    phone.mkdir()
    camera.watch_folder(phone)
    assert "Watching the folder Camera" in camera.words.text()
    ticket = photo(300, 400, 1)
    _arrives(phone, "IMG_1.jpg", ticket)
    _arrives(phone, "broken.jpg", b"\xff\xd8\xff\xe0 broken off")
    camera.gather()

    def offered() -> set[str]:
        """The names of all that are offered, once each was looked at."""
        rows = [(one[0], row) for one, row in camera.rows.items()]
        return {name for name, row in rows if _WAITS not in [words for _, words in read_out(row)]}

    qtbot.waitUntil(lambda: offered() == {"IMG_1.jpg", "broken.jpg"})
    assert records.find(Receipt) == (), "nothing is added by itself"
    rows = {one[0]: row for one, row in camera.rows.items()}
    assert rows["broken.jpg"].add_button.isHidden()
    assert any("is damaged" in words for _, words in read_out(rows["broken.jpg"]))
    rows["broken.jpg"].aside_button.click()
    rows["IMG_1.jpg"].add_button.click()
    (receipt,) = records.find(Receipt)
    assert host.said[-1] == "Receipt added."
    qtbot.waitUntil(lambda: not camera.rows)

    _arrives(phone, "IMG_1 copy.jpg", ticket)
    camera.gather()
    qtbot.waitUntil(lambda: offered() == {"IMG_1 copy.jpg"})
    (row,) = camera.rows.values()
    assert any("is a receipt already: Parking, Townfoot" in words for _, words in read_out(row))
    assert page.sheet.view is not None
    second = next(one.line.id for one in page.sheet.view.lines if one.line.id != receipt.line)
    row.lines.set_key(second)
    row.lines.activated.emit(row.lines.currentIndex())
    row.lines.setFocus()
    _arrives(phone, "IMG_2.jpg", photo(300, 400, 2))
    camera.gather()
    qtbot.waitUntil(lambda: offered() == {"IMG_1 copy.jpg", "IMG_2.jpg"})
    other = next(each for each in camera.rows.values() if each is not row)
    assert row in camera.rows.values(), "what arrives takes nobody's place"
    assert (row.lines.key(), page.window().focusWidget()) == (second, row.lines)
    other.aside_button.setFocus()
    other.aside_button.click()
    qtbot.waitUntil(lambda: list(camera.rows.values()) == [row])
    assert page.window().focusWidget() is row.lines, "the keyboard stays with what is offered"
    assert row.lines.key() == second
    asked: list[str] = []

    def answer(key: str) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QuestionDialog)
        asked.append(dialog.accessibleDescription())
        dialog.buttons[key].click()

    QTimer.singleShot(0, lambda: answer("later"))
    row.add_button.click()
    assert len(records.find(Receipt)) == 1
    QTimer.singleShot(0, lambda: answer("add"))
    row.add_button.click()
    assert {one.line for one in records.find(Receipt)} == {receipt.line, second}
    assert all("Does it belong here too?" in words for words in asked)
    host.desk.door.undo()
    qtbot.waitUntil(lambda: offered() == {"IMG_1 copy.jpg"})
    assert unnamed_controls(page) == []
    assert small_targets(page, 24) == []
    camera.watch_folder(None)
    qtbot.waitUntil(lambda: not camera.rows)


def test_a_photo_is_opened_once_more_and_what_was_left_aside_is_offered_again(
    qtbot: QtBot, host: Host, tmp_path: Path
) -> None:
    page, _ = _opened(host)
    camera = page.sheet.camera
    phone = tmp_path / "Camera"
    phone.mkdir()
    camera.watch_folder(phone)
    pictures_of_bytes(photo(30, 40, 2), "one before")  # by the process that may wait already
    with nothing_starts(tmp_path):
        _arrives(phone, "IMG_1.jpg", photo(300, 400, 1))
        camera.gather()
        qtbot.waitUntil(lambda: any(row.again_button.isVisible() for row in camera.rows.values()))
        (row,) = camera.rows.values()
        said = [words for _, words in read_out(row)]
        assert any("did not start what opens pictures" in words for words in said)
        assert unnamed_controls(page) == []
    row.again_button.click()
    qtbot.waitUntil(lambda: any(row.add_button.isVisible() for row in camera.rows.values()))
    assert camera.aside_link.isHidden()
    (row,) = camera.rows.values()
    row.aside_button.click()
    qtbot.waitUntil(lambda: not camera.rows)
    assert camera.aside_link.text() == "Left aside: 1…"
    dialog = camera.aside()
    assert not dialog.buttons["offer"].isEnabled()
    (tick,) = dialog.ticks.values()
    assert tick.text().startswith("IMG_1.jpg, from ")
    tick.click()
    dialog.buttons["offer"].click()
    qtbot.waitUntil(lambda: len(camera.rows) == 1)
    assert camera.aside_link.isHidden()
