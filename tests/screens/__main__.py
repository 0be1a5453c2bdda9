"""Takes a picture of every page with the sample workspace, to be opened and looked at.

python3 dev.py screenshots                  every page: light, dark, high contrast, cream, 200 %
python3 dev.py screenshots --to DIR         somewhere else than .cache/screenshots
python3 dev.py screenshots --docs           also the pictures of README and guide, in docs/pictures
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication, QDialog

from cps_desktop.bootstrap import new_desk
from cps_desktop.services.code_sheets import made_sheet, recovery_sheet
from cps_desktop.services.joining import accept_joining, read_joining, save_join_file
from cps_desktop.services.organisation import become_coordinator
from cps_desktop.services.papers import root_secret, warrant
from cps_desktop.services.recovery import key_from, look_at_sheet
from cps_desktop.services.sample import make_sample
from cps_desktop.services.sessions import session_rows, todays_session
from cps_desktop.sync.joining_on_paper import paper_rows
from cps_desktop.ui import pages
from cps_desktop.ui.app import make_application
from cps_desktop.ui.joining_dialogs import TakeOver
from cps_desktop.ui.organisation_guide import OrganisationGuide
from cps_desktop.ui.paper_dialog import PaperDialog
from cps_desktop.ui.settings import SettingsPage
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.typed_dialogs import JoinFromPaper, LostKey
from cps_desktop.ui.unlock import UnlockDialog
from cps_desktop.ui.window import Window
from tests.screens.attendance_states import take_attendance
from tests.screens.claim_states import take_claims
from tests.screens.dialogue_states import take_dialogues
from tests.screens.guide_pictures import take_guide
from tests.screens.inbox_states import take_inbox
from tests.screens.organisation_states import take_organisations
from tests.screens.participant_states import take_participants
from tests.screens.planner_states import take_planner
from tests.screens.policy_states import take_policies
from tests.screens.room_states import take_room
from tests.screens.template_states import take_templates

ROOT = Path(__file__).resolve().parents[2]
LOOKS = (("light", 100), ("dark", 100), ("contrast", 100), ("cream", 100), ("light", 200))
LARGE = (("dark", 200), ("contrast", 200), ("cream", 200))
SIZE = (1366, 768)
_IN_README = {"home": "home.png", "planner": "planner.png", "expenses": "expenses.png"}
_SETTLE_MS = 350
_WORK_MS = 20_000


def main() -> int:
    """Take the pictures and say where they lie."""
    parser = argparse.ArgumentParser(prog="dev.py screenshots")
    parser.add_argument("--to", type=Path, default=ROOT / ".cache" / "screenshots")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cps-screens-") as folder:
        # What this laptop remembers of a person's own looks must not show, nor be changed.
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
            os.environ[name] = folder
        app = make_application()
        count = _take_all(app, Path(folder), options.to, docs=options.docs)
    print(f"{count} pictures in {options.to}")
    return 0


def _take_all(app: QApplication, folder: Path, to: Path, *, docs: bool) -> int:
    desk = new_desk(folder / "sample", way="open")
    make_sample(desk)
    rows = session_rows(desk.workspace, desk.door.today(), desk.workspace.session_counts())
    today = todays_session(rows)
    assert today is not None
    window = Window(desk)
    window.show()
    count = 0
    for name, scale in LOOKS:
        theme().set_theme(name)
        theme().set_scale(scale)
        window.resize(*SIZE)
        for key, entry in pages.offered().items():
            if entry.in_session:
                window.open_session(today.session, key)
            elif key == pages.HOME:
                window.open_home()
            else:
                window.open_page(key)
            _settle(app, window)
            picture = window.grab()
            picture.save(str(to / f"{key}-{name}-{scale}.png"))
            count += 1
            if docs and (name, scale) == LOOKS[0] and key in _IN_README:
                place = ROOT / "docs" / "pictures"
                place.mkdir(exist_ok=True)
                picture.save(str(place / _IN_README[key]))
    theme().set_theme("light")
    theme().set_scale(100)
    window.open_session(today.session, "planner")
    count += take_room(window, lambda: _settle(app, window), to)
    count += take_dialogues(window, today.session, to, (*LOOKS, *LARGE), lambda: _wait(app))
    window.close()
    desk.close()
    count += take_planner(app, folder, to, LOOKS, SIZE)
    count += take_templates(app, folder, to, LOOKS, SIZE, lambda shown: _settle(app, shown))
    count += take_policies(app, folder, to, LOOKS, SIZE, lambda shown: _settle(app, shown))
    count += take_participants(app, folder, to, LOOKS, SIZE)
    count += take_attendance(app, folder, to, LOOKS, SIZE, lambda shown: _settle(app, shown))
    count += take_organisations(folder, to, LOOKS, SIZE, lambda shown: _settle(app, shown))
    count += take_claims(app, folder, to, LOOKS, SIZE)
    count += take_inbox(app, folder, to, LOOKS, SIZE, ROOT / "docs" / "pictures" if docs else None)
    if docs:
        count += take_guide(app, folder, SIZE, ROOT / "docs" / "pictures")
    return count + _organisation(app, folder, to)


def _organisation(app: QApplication, folder: Path, to: Path) -> int:
    """The dialogs of an organisation, from making it to the recovery sheet, in every look."""
    desks = [new_desk(folder / name, way="open") for name in ("office", "field")]
    office, field = desks
    become_coordinator(office.workspace, "Fellside CPS (sample)", "Anna Bell (invented)")
    save_join_file(office.workspace, folder / "f.cpsjoin")
    accept_joining(field.workspace, read_joining(field.workspace, folder / "f.cpsjoin"))
    secret = root_secret(office.workspace)
    assert secret is not None
    sheet = made_sheet(recovery_sheet(office.workspace, office.door.today()), folder / "fonts")
    rows = paper_rows(warrant(office.workspace).encode())
    count = 0
    for name, scale in LOOKS:
        theme().set_theme(name)
        theme().set_scale(scale)
        typed = JoinFromPaper(field)
        typed.field.set_text("\n".join(rows[:3]))
        lost = LostKey(key_from)
        lost.field.set_text("acorn xyzzy")
        lost.take()
        guide = OrganisationGuide(field, "Fellside CPS (sample)", "Anna Bell (invented)")
        taking = look_at_sheet(field.workspace, secret)
        dialogs: dict[str, QDialog] = {
            "making": guide,
            "joining-by-typing": typed,
            "lost-key": lost,
            "unlocking": UnlockDialog(lambda _words: None, recover=lambda _source: None),
            "taking-over": TakeOver(taking, None, "", "Dee Oyelaran (invented)"),
            "recovery-sheet": PaperDialog(
                sheet, "Lock it away.", done="It is printed", later="Not yet", saved_words=""
            ),
        }
        for key, dialog in dialogs.items():
            dialog.show()
            _wait(app)
            dialog.grab().save(str(to / f"organisation-{key}-{name}-{scale}.png"))
            dialog.close()
            dialog.deleteLater()
            count += 1
        for desk, whose in ((office, "coordinator"), (field, "facilitator")):
            window = Window(desk)
            window.resize(*SIZE)
            window.show()
            window.open_page("settings")
            _settle(app, window)
            page = window.stack.page
            assert isinstance(page, SettingsPage)
            page.show_coordinators()
            _settle(app, window)
            window.grab().save(str(to / f"organisation-{whose}-{name}-{scale}.png"))
            window.close()
            count += 1
    for desk in desks:
        desk.close()
    return count


def _wait(app: QApplication) -> None:
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < _SETTLE_MS:
        app.processEvents()


def _settle(app: QApplication, window: Window) -> None:
    """Let the page draw itself, and finish work it does in the background."""
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < _SETTLE_MS or (window.worker.busy and timer.elapsed() < _WORK_MS):
        app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
