"""Pictures of bringing in: strangers, many at once, kept and refused, what came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk
from cps_desktop.services import exchange, planners
from cps_desktop.services.arrivals import kept_reports
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import Receiver
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.services.sample import make_sample
from cps_desktop.services.sessions import create_session
from cps_desktop.ui.inbox import InboxPage
from cps_desktop.ui.inbox_report import ReportsDialog
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window

_GIVERS = ("Keswick laptop (sample)", "Maryport laptop (sample)", "Wigton laptop (sample)")
_STEP_MS, _MOST_MS = 700, 30_000

Look = tuple[str, int]


def take_inbox(
    app: QApplication,
    folder: Path,
    to: Path,
    looks: Sequence[Look],
    size: tuple[int, int],
    for_docs: Path | None,
) -> int:
    """A picture of every state in every look; the first one also for the documents."""
    count = 0
    for name, scale in looks:
        place = folder / f"inbox {name} {scale}"
        place.mkdir()
        desk = new_desk(place / "office", way="open")
        make_sample(desk)
        stick = place / "STICK"
        stick.mkdir()
        _fill(desk, place, stick)
        theme().set_theme(name)
        theme().set_scale(scale)
        window = Window(desk)
        window.resize(*size)
        window.show()
        for state in _states(app, window, stick):
            picture = window.grab()
            picture.save(str(to / f"inbox-{state}-{name}-{scale}.png"))
            count += 1
            if for_docs is not None and state == "stranger" and (name, scale) == looks[0]:
                picture.save(str(for_docs / "inbox.png"))
        dialog = ReportsDialog(desk, kept_reports(desk.workspace), window)
        dialog.show()
        _wait(app, lambda: False)
        dialog.grab().save(str(to / f"inbox-reports-{name}-{scale}.png"))
        dialog.close()
        window.close()
        desk.close()
        count += 1
    return count


def _fill(office: Desk, place: Path, stick: Path) -> None:
    keys = exchange.own_age_keys(office.workspace)
    to = Receiver("office", keys.recipient, "", office.workspace.device_key)
    for number, name in enumerate(_GIVERS, start=1):
        desk = new_desk(place / name, way="open")
        exchange.name_this_device(desk.workspace, name)
        session = create_session(desk.door, title=f"Shorter waits, part {number} (sample)")
        template = desk.planners.choices()[0]
        planner = planners.add_planner(desk.door, session, template)
        planners.add_note(desk.door, planner, template.boxes[0].key, "Nobody says who to ring")
        give(desk, to, Scope.ALL, "", stick / f"{name}.cpsb")
        desk.close()
    (stick / "half a file.cpsb").write_bytes((stick / f"{_GIVERS[0]}.cpsb").read_bytes()[:600])


def _states(app: QApplication, window: Window, stick: Path) -> Iterator[str]:
    """Goes from state to state; each is to be pictured before the next."""
    window.open_page("inbox")
    page = window.stack.page
    assert isinstance(page, InboxPage)
    page.list.watch_folder(stick)
    _wait(app, lambda: is_busy(page))
    page.table.choose(stick / f"{_GIVERS[2]}.cpsb")
    _wait(app, lambda: is_busy(page))
    yield "stranger"
    page.keep_chosen()
    _wait(app, lambda: is_busy(page))
    page.table.choose(stick / "half a file.cpsb")
    page.refuse_chosen()
    page.list.refused.click()
    _wait(app, lambda: is_busy(page))
    yield "kept-and-refused"
    page.list.refused.click()
    page.table.view.selectAll()
    _wait(app, lambda: is_busy(page))
    yield "many"
    page.bring_in_chosen()
    _wait(app, lambda: is_busy(page) or page.report is None)
    yield "came-in"


def is_busy(page: InboxPage) -> bool:
    """Whether a bundle is still looked into."""
    looking = any(row.state.word == "Looking inside…" for row in page.table.model.rows())
    return page.background.busy or page.list.watch.soon.isActive() or looking


def _wait(app: QApplication, busy: Callable[[], bool]) -> None:
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < _STEP_MS or (busy() and timer.elapsed() < _MOST_MS):
        app.processEvents()
