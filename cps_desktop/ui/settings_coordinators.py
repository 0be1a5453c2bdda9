"""In the settings: the organisation whose coordinators receive what is handed over."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cps_desktop.domain.dates import say_date
from cps_desktop.services.joining import new_key_waiting
from cps_desktop.services.organisation import expiry_of, too_few
from cps_desktop.services.papers import (
    Joining,
    expiry_warning,
    is_coordinator,
    joined,
    root_secret,
    who_coordinates,
)
from cps_desktop.services.recovery import new_key_reminder, sheet_reminder
from cps_desktop.services.taking_up_papers import taken_up_at
from cps_desktop.ui.coordinators_list import CoordinatorsList
from cps_desktop.ui.errand import Errand
from cps_desktop.ui.four_words import FourWords
from cps_desktop.ui.kit import Button, Card, MessagePanel, Words
from cps_desktop.ui.kit.words import in_short
from cps_desktop.ui.organisation_errands import Errands
from cps_desktop.ui.organisation_guide import Founding
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell

EXPLAINED = (
    "A coordinator gives you a join file, on a stick, by mail or on paper. Then what you hand "
    "over is sealed for them alone, and their recovery sheet opens your work if your own key is "
    "lost."
)
LOST = (
    "Whoever forgot their key, or lost a laptop: the recovery sheet is the way on. It is with "
    "whoever made the organisation, in a locked place."
)
NO_SHEET_YET = (
    "This join file was made by release 0.1, which knew no recovery sheet. Choose “Change the "
    "join file…” once to make a new one."
)


class CoordinatorsCard(Card):
    """Which organisation this laptop belongs to, joining one, and being its coordinator."""

    locks_changed = Signal()
    """Somebody else's key opens the work now."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Your coordinators")
        self._shell = shell
        self.errands = Errands(shell.desk, self, shell.report)
        self.founding = Founding(shell.desk, self, shell.report)
        for some in (self.errands, self.founding):
            some.changed.connect(partial(self._something_changed, some))
        errands = self.errands
        self.now = Words("")
        self.words = FourWords("Its four words")
        self.number = Words("", "small", "quiet")
        self.reminders = QWidget()
        self.reminders_of: tuple[str, ...] = ()
        self.list = CoordinatorsList(errands.take_out, errands.change_role)
        self.join = Button("Open a join file…", errands.join_from_file)
        self.from_paper = Button("Join from paper…", errands.join_from_paper)
        self.become = Button("Make an organisation…", self.founding.make)
        self.change = Button("Change the join file…", errands.change_names)
        self.add_one = Button("Add a coordinator…", errands.add_coordinator)
        self.save = Button("Save the join file…", errands.save_join_file)
        self.paper = Button("Join sheet on paper…", errands.join_sheet)
        self.sheet = Button("Recovery sheet…", errands.recovery_sheet)
        self.key = Button("Save the recovery key…", errands.save_key)
        self.card = Button("Save a coordinator card…", errands.save_card)
        self.recover = Button("Recover from the sheet…", errands.recover)
        self.new_key = Button("Make a new key…", errands.change_root)
        self.compare = Button("Compare the new key…", errands.compare_new_key)
        self.add(Words("Your coordinators", "section"), self.now, self.list)
        self.add(self.words, self.number)
        self.add(_row(self.compare, self.join, self.from_paper, self.add_one, self.change))
        self.to_coordinate = Words("If you are to coordinate", "strong")
        self.add(self.to_coordinate, _row(self.become, self.card))
        self.giving = Words("For other laptops", "strong")
        self.add(self.giving, _row(self.save, self.paper))
        self.add(Words("If a key or a laptop is lost", "strong"))
        self.add(_row(self.sheet, self.key, self.recover, self.new_key))
        self.add(Words(LOST, "small", "quiet"), Words(EXPLAINED, "small", "quiet"))

    def show_them(self) -> None:
        """Say whom this laptop belongs to."""
        workspace = self._shell.desk.workspace
        here = self._shell.attempt(lambda: joined(workspace))
        signs = here is not None and root_secret(workspace) is not None
        ours = here is not None and is_coordinator(workspace)
        self.now.setText(_now_words(here, coordinates=ours))
        self.words.show_of(here)
        self.number.setText(self._number_words(here))
        self.number.setVisible(here is not None)
        self.list.show_them(who_coordinates(workspace), signs=signs)
        self.join.set_words("Open a newer join file…" if here else "Open a join file…")
        for part in (self.join, self.from_paper):
            part.setVisible(not signs)
        self.become.setVisible(here is None)
        for part in (self.add_one, self.change, self.sheet, self.new_key):
            part.setVisible(signs)
        self.compare.setVisible(new_key_waiting(workspace) is not None)
        for thing in (self.giving, self.save, self.paper):
            thing.setVisible(here is not None)
        self.key.setVisible(ours and any(one.own for one in who_coordinates(workspace)))
        for other in (self.recover, self.card, self.to_coordinate):
            other.setVisible(not signs)
        self._remind(self._reminders(here, signs=signs))

    def _number_words(self, here: Joining | None) -> str:
        if here is None:
            return ""
        said = f"Join file number {here.join.sequence}"
        until = expiry_of(here.join)
        if until is not None:
            said += f", to be used until {say_date(until)}"
        when = taken_up_at(self._shell.desk.workspace)
        if when:
            day = dt.datetime.fromtimestamp(when / 1000, dt.UTC).astimezone().date()
            said += f". It came with a bundle on {say_date(day)}"
        return f"{said}."

    def _reminders(self, here: Joining | None, *, signs: bool) -> tuple[str, ...]:
        workspace = self._shell.desk.workspace
        expired = expiry_warning(here.join, self._shell.desk.door.today()) if here else ""
        no_sheet = NO_SHEET_YET if here and signs and not here.join.recovery else ""
        some = (
            new_key_reminder(workspace),
            no_sheet or sheet_reminder(workspace),
            too_few(workspace),
            expired,
        )
        return tuple(one for one in some if one)

    def _remind(self, some: tuple[str, ...]) -> None:
        if some == self.reminders_of:
            return
        self.reminders_of = some
        self.column.removeWidget(self.reminders)
        self.reminders.hide()
        self.reminders.deleteLater()
        self.reminders = MessagePanel("question", some[0] if some else "", safe=" ".join(some[1:]))
        self.column.insertWidget(5, self.reminders)
        self.reminders.setVisible(bool(some))

    def _something_changed(self, errand: Errand) -> None:
        self.show_them()
        self.locks_changed.emit()
        if errand.said:
            self._shell.say(errand.said)

    def open_file(self, path: Path) -> None:
        """Show what a join file says, and join once its four words were compared."""
        self.errands.open_join_file(path)

    def save_key(self, path: Path) -> None:
        """Write the recovery key into a file."""
        self.errands.save_key_to(path)


def _row(*buttons: Button) -> Across:
    return Across(*((one, 0) for one in buttons))


def _now_words(here: Joining | None, *, coordinates: bool) -> str:
    if here is None:
        return "This laptop does not belong to an organisation yet."
    name = in_short(here.organisation, 80)
    if coordinates:
        return f"This laptop coordinates {name}."
    return f"This laptop belongs to {name}. Its coordinators:"
