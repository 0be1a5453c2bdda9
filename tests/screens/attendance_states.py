"""Pictures of the Attendance page beyond its list: details, what to prepare, a list brought in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.kinds import Session
from cps_desktop.services.attendance import mark_left, tick_in
from cps_desktop.services.attendance_signing import sign_on_paper
from cps_desktop.services.badges import change_badge
from cps_desktop.services.consents import note_consent
from cps_desktop.services.desk import Desk
from cps_desktop.services.person_needs import set_need
from cps_desktop.services.sample import make_sample
from cps_desktop.services.sign_in_photos import (
    SignInPhoto,
    keep_sign_in,
    kept_pages,
    read_sheets,
)
from cps_desktop.services.sign_in_sheets import sign_in_bytes
from cps_desktop.services.standing_door import StandingDoor
from cps_desktop.ui.kit import Button
from cps_desktop.ui.pages_of_session.attendance import AttendancePage
from cps_desktop.ui.pages_of_session.attendance_door_window import DoorWindow
from cps_desktop.ui.paper_back.sign_in_dialog import SignedSheetsDialog, SignInDialog
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window
from tests.documents.photos import page as page_of
from tests.documents.photos import photo as photo_of
from tests.documents.photos import scribbled

Look = tuple[str, int]
_NEEDS = (
    ("interpreter", "Polish"),
    ("interpreter", "Polish"),
    ("large-print", ""),
    ("hearing-loop", ""),
    ("step-free", ""),
    ("allergy", "Nuts"),
)
_LIST = (
    "Participant\tCapacity\tOrganisation\tE-mail\tDietary requirements\n"
    "Ada Felgate (invented)\tCarer\t\t\tVegan\n"
    "New One (invented)\tStaff\tHub (sample)\tnew@example.invalid\t\n"
)


def _at_the_door(desk: Desk, page: AttendancePage, folder: Path) -> SignInPhoto:
    """Some came, one left, one signed and wants a badge; and a sheet that was signed."""
    rows, day = page.table.model.rows(), page.table.days[0]
    for row in rows[:6]:
        tick_in(desk.door, row.attendance, day)
    if page.desk.door.today() == page._view.days[0].date:
        mark_left(desk.door, rows[1].attendance, day)
    sign_on_paper(desk.door, page.session, day, [rows[0].attendance])
    change_badge(desk.door, rows[0].attendance, wanted=True, said="said AY-da", role=True)
    session = desk.door.must_exist(Session, page.session)
    pdf = sign_in_bytes(desk, session, day, font_cache=folder / "fonts")
    sheet = scribbled(page_of(pdf, 0, 120), (88, 45, 60, 10), 120 / 25.4)
    (photo,) = read_sheets(desk, page.session, photo_of(sheet), "IMG_0412.jpg", folder)
    assert isinstance(photo, SignInPhoto)
    return photo


def _take_door(
    window: Window,
    page: AttendancePage,
    photo: SignInPhoto,
    to: Path,
    look: str,
    take: Callable[[str], None],
    size: tuple[int, int],
) -> None:
    """The door as a queue sees it, somebody signing, the whole screen, and a signed sheet."""
    page.switch.findChildren(Button)[1].click()
    door = page.door_view
    door.search.set_text("a")
    door._seek()
    take(f"attendance-door-{look}")
    door.ask_signature.setChecked(True)
    door.search.set_text(page._view.rows[7].name)
    door._seek()
    door._enter()
    take(f"attendance-door-signing-{look}")
    window.desk.door.undo()
    door.ask_signature.setChecked(False)
    door.backs_out()
    whole = DoorWindow(window.desk, StandingDoor(page.session))
    whole.resize(*size)
    whole.show()
    whole.door.way.findChildren(Button)[1].click()
    whole.door.search.set_text("a")
    whole.door._seek()
    QApplication.processEvents()
    whole.grab().save(str(to / f"attendance-door-alone-{look}.png"))
    whole.door.way.findChildren(Button)[0].click()
    whole.door._tick(next(one for one in page._view.rows if not one.days[0].here))
    QApplication.processEvents()
    whole.grab().save(str(to / f"attendance-door-said-{look}.png"))
    window.desk.door.undo()
    whole.end()
    whole.deleteLater()
    keeping = SignInDialog(window, page.session, photo, window)
    dialogs: list[tuple[str, QDialog]] = [("keeping", keeping)]
    if not photo.here and not kept_pages(window.desk.workspace, page.session):
        keep_sign_in(window.desk, page.session, photo.day, photo)
    sheets = SignedSheetsDialog(window, page.session, window)
    while sheets.beside.busy:
        QApplication.processEvents()
    dialogs.append(("sheets", sheets))
    for name, dialog in dialogs:
        dialog.show()
        QApplication.processEvents()
        dialog.grab().save(str(to / f"attendance-{name}-{look}.png"))
        dialog.close()
        dialog.deleteLater()


def take_attendance(
    app: QApplication,
    folder: Path,
    to: Path,
    looks: Sequence[Look],
    size: tuple[int, int],
    settle: Callable[[Window], object],
) -> int:
    """Each state in every look."""
    del app
    desk = new_desk(folder / "attendance states", way="open")
    made = make_sample(desk)
    window = Window(desk)
    window.show()
    count = 0

    def take(name: str) -> None:
        nonlocal count
        settle(window)
        window.grab().save(str(to / f"{name}.png"))
        count += 1

    window.open_session(made.today, AttendancePage.KEY)
    page = window.stack.page
    assert isinstance(page, AttendancePage)
    rows = page.table.model.rows()
    for row, (key, detail) in zip(rows, _NEEDS, strict=False):
        set_need(desk.door, row.person, key, detail=detail)
    note_consent(desk.door, rows[0].person, desk.purposes[0], given=True)
    photo = _at_the_door(desk, page, folder)
    for name, scale in looks:
        theme().set_theme(name)
        theme().set_scale(scale)
        window.resize(*size)
        page.switch.findChildren(Button)[0].click()
        page.table.choose(rows[0].attendance)
        page.table.opened.emit(page.table.current())
        for fold in page.details.more.folds.values():
            fold.set_unfolded(True)
        take(f"attendance-details-{name}-{scale}")
        page.details.close_drawer()
        settle(window)
        page.switch.findChildren(Button)[2].click()
        take(f"attendance-to-prepare-{name}-{scale}")
        page.go_to("who came")
        while page.who_came.counted.background.busy:
            QApplication.processEvents()
        take(f"attendance-who-came-{name}-{scale}")
        page.bring_in.click()
        page.list_in.pasted.set_text(_LIST)
        page.list_in.look.click()
        settle(window)
        take(f"attendance-bring-in-{name}-{scale}")
        _take_door(window, page, photo, to, f"{name}-{scale}", take, size)
        count += 4
    window.close()
    return count
