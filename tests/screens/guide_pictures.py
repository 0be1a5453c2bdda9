"""Pictures for the user guide: joining, bringing in, deciding, erasing, recovery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.kinds import Person
from cps_desktop.services.code_sheets import made_sheet, recovery_sheet
from cps_desktop.services.desk import Desk
from cps_desktop.services.joining import read_joining, save_join_file
from cps_desktop.services.organisation import become_coordinator
from cps_desktop.services.sample import WAITING_BUNDLE, make_sample
from cps_desktop.ui.conflicts import ConflictsPage
from cps_desktop.ui.inbox import InboxPage
from cps_desktop.ui.joining_dialogs import comparing
from cps_desktop.ui.paper_dialog import PaperDialog
from cps_desktop.ui.person_data import PersonDataPage
from cps_desktop.ui.settings import SettingsPage
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window
from tests.screens.inbox_states import is_busy

_STEP_MS, _MOST_MS = 400, 30_000
_SHADE = 70
"""How dark what lies behind a dialog is, out of 255."""


def take_guide(app: QApplication, folder: Path, size: tuple[int, int], to: Path) -> int:
    """Each picture, light, at the size of a small laptop; ``to`` is where the guide looks."""
    theme().set_theme("light")
    theme().set_scale(100)
    to.mkdir(exist_ok=True)
    office, field = (new_desk(folder / f"guide {name}", way="open") for name in ("office", "field"))
    make_sample(office)
    become_coordinator(office.workspace, "Fellside CPS (sample)", "Anna Bell (invented)")
    save_join_file(office.workspace, folder / "guide.cpsjoin")
    pictures = {
        "joining": _joining(app, field, folder / "guide.cpsjoin", size),
        "bundle-preview": _bundle(app, office, size),
        "conflicts": _conflicts(app, office, size),
        "erasure-preview": _erasure(app, office, size),
        "recovery": _recovery(app, office, folder, size),
    }
    for name, picture in pictures.items():
        picture.save(str(to / f"{name}.png"))
    for desk in (office, field):
        desk.close()
    return len(pictures)


def _wait(app: QApplication, until: Callable[[], bool] = lambda: True) -> None:
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < _STEP_MS or (not until() and timer.elapsed() < _MOST_MS):
        app.processEvents()


def _window(app: QApplication, desk: Desk, size: tuple[int, int], page: str) -> Window:
    window = Window(desk)
    window.resize(*size)
    window.show()
    window.open_page(page)
    _wait(app, lambda: not window.worker.busy)
    return window


def _settings(app: QApplication, desk: Desk, size: tuple[int, int]) -> Window:
    window = _window(app, desk, size, "settings")
    page = window.stack.page
    assert isinstance(page, SettingsPage)
    page.show_coordinators()
    _wait(app)
    return window


def _taken(window: Window) -> QPixmap:
    picture = window.grab()
    window.close()
    window.deleteLater()
    return picture


def _over(app: QApplication, window: Window, dialog: QDialog) -> QPixmap:
    """A window with a dialog before it, as it stands on the screen."""
    dialog.show()
    _wait(app)
    front = dialog.grab()
    picture = _taken(window)
    painter = QPainter(picture)
    painter.fillRect(picture.rect(), QColor(0, 0, 0, _SHADE))
    painter.drawPixmap(
        (picture.width() - front.width()) // 2, (picture.height() - front.height()) // 2, front
    )
    painter.end()
    dialog.close()
    dialog.deleteLater()
    return picture


def _joining(app: QApplication, desk: Desk, file: Path, size: tuple[int, int]) -> QPixmap:
    window = _settings(app, desk, size)
    return _over(app, window, comparing(read_joining(desk.workspace, file), window))


def _bundle(app: QApplication, desk: Desk, size: tuple[int, int]) -> QPixmap:
    window = _window(app, desk, size, "inbox")
    page = window.stack.page
    assert isinstance(page, InboxPage)
    bundle = desk.folder / WAITING_BUNDLE
    page.add_files([bundle])
    _wait(app, lambda: not is_busy(page))
    page.table.choose(bundle)
    _wait(app, lambda: not is_busy(page))
    return _taken(window)


def _conflicts(app: QApplication, desk: Desk, size: tuple[int, int]) -> QPixmap:
    window = _window(app, desk, size, "conflicts")
    assert isinstance(window.stack.page, ConflictsPage)
    return _taken(window)


def _erasure(app: QApplication, desk: Desk, size: tuple[int, int]) -> QPixmap:
    window = _window(app, desk, size, "person_data")
    page = window.stack.page
    assert isinstance(page, PersonDataPage)
    whom = next(one for one in desk.workspace.find(Person) if one.known_as == "Gwen")
    page.show_person(whom.id)
    page.erase.look.click()
    _wait(app, lambda: bool(page.erase.ticks) and not window.worker.busy)
    page.erase.reason.set_text("They asked for it")
    page.erase.reason.edited.emit("They asked for it")
    _wait(app)
    around = page.erase.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    assert isinstance(around, QScrollArea)
    around.ensureWidgetVisible(page.erase.erase)
    _wait(app)
    return _taken(window)


def _recovery(app: QApplication, desk: Desk, folder: Path, size: tuple[int, int]) -> QPixmap:
    window = _settings(app, desk, size)
    sheet = made_sheet(recovery_sheet(desk.workspace, desk.door.today()), folder / "fonts")
    dialog = PaperDialog(
        sheet,
        "Whoever has this sheet can open everything. Print it here, if you can, rather than "
        "saving it, and lock it away.",
        done="It is printed and locked away",
        later="Not yet",
        saved_words="",
        parent=window,
    )
    return _over(app, window, dialog)
