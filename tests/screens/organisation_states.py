"""Pictures of the page Organisations with a pair, a merger, and its dialogues; and of a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog

from cps_desktop.bootstrap import new_desk
from cps_desktop.services.organisations import became_part_of, organisation_rows
from cps_desktop.services.people import ensure_organisation
from cps_desktop.services.sample import make_sample
from cps_desktop.ui.organisation_dialogs import NameDialog, PartOfDialog, SameDialog
from cps_desktop.ui.organisations import OrganisationsPage
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.who_came import WhoCamePage
from cps_desktop.ui.window import Window

Look = tuple[str, int]


def take_organisations(
    folder: Path,
    to: Path,
    looks: Sequence[Look],
    size: tuple[int, int],
    settle: Callable[[Window], object],
) -> int:
    """Each state in every look."""
    desk = new_desk(folder / "organisation states", way="open")
    make_sample(desk)
    ensure_organisation(desk.door, "The Eden Valley NHS Trust (sample)")
    today = desk.door.today()
    first, *_others, last = organisation_rows(desk.workspace, today)
    became_part_of(desk.door, first.organisation, last.name, since=today)
    first = organisation_rows(desk.workspace, today)[0]
    window = Window(desk)
    window.show()
    count = 0
    for name, scale in looks:
        theme().set_theme(name)
        theme().set_scale(scale)
        window.resize(*size)
        window.open_page(OrganisationsPage.KEY, first.organisation)
        page = window.stack.page
        assert isinstance(page, OrganisationsPage)
        while page.background.busy:
            QApplication.processEvents()
        settle(window)
        window.grab().save(str(to / f"organisations-pair-{name}-{scale}.png"))
        dialogs: tuple[tuple[str, QDialog], ...] = (
            ("rename", NameDialog(first, window)),
            ("part-of", PartOfDialog(desk, first, window)),
            ("same", SameDialog(desk, first, window)),
        )
        for key, dialog in dialogs:
            dialog.show()
            QApplication.processEvents()
            dialog.grab().save(str(to / f"organisations-{key}-{name}-{scale}.png"))
            dialog.close()
            dialog.deleteLater()
        window.open_page(WhoCamePage.KEY)
        figures = window.stack.page
        assert isinstance(figures, WhoCamePage)
        while figures.counted.background.busy:
            QApplication.processEvents()
        settle(window)
        window.grab().save(str(to / f"who-came-counted-{name}-{scale}.png"))
        count += len(dialogs) + 2
    window.close()
    desk.close()
    return count
