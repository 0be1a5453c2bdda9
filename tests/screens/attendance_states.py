"""Pictures of the Attendance page beyond its list: details, what to prepare, a list brought in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk
from cps_desktop.services.consents import note_consent
from cps_desktop.services.person_needs import set_need
from cps_desktop.services.sample import make_sample
from cps_desktop.ui.kit import Button
from cps_desktop.ui.pages_of_session.attendance import AttendancePage
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window

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
        page.bring_in.click()
        page.list_in.pasted.set_text(_LIST)
        page.list_in.look.click()
        settle(window)
        take(f"attendance-bring-in-{name}-{scale}")
    window.close()
    return count
