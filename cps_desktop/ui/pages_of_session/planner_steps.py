"""What is done with whole planners of a session: begin, rename, remove, put in order."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cps_desktop.domain.kinds import Planner
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services import planners
from cps_desktop.ui.attempts import Attempts
from cps_desktop.ui.kit import announce
from cps_desktop.ui.pages_of_session.planner_list import RenameDialog
from cps_desktop.ui.session_page import Shell


class PlannersOfSession(QObject):
    """Each is one step through the services; ``over`` is the page its dialogs stand over."""

    done = Signal(str)
    """The planner that the keyboard belongs to now."""

    def __init__(self, shell: Shell, session: RecordId, over: QWidget) -> None:
        super().__init__(over)
        self._shell = shell
        self._door = shell.desk.door
        self._session = session
        self._over = over

    def known(self) -> list[RecordId]:
        """The planners of the session, in their order."""
        return [one.id for one in planners.planners_of(self._door.records, self._session)]

    def add(self, template: PlannerTemplate) -> RecordId:
        """Begin a planner; its id, or "" where it could not be."""
        made = self._shell.attempt(
            lambda: planners.add_planner(self._door, self._session, template)
        )
        return made or ""

    def rename(self, planner: RecordId) -> None:
        """Ask for another title."""
        known = self._door.records.get(Planner, planner)
        if known is None:
            return
        dialog = RenameDialog(known.title, self._over)

        def keep() -> str:
            title = dialog.name.text()
            return Attempts(self._shell).why_not(
                lambda: planners.rename_planner(self._door, planner, title, initiator=self._over)
            )

        dialog.keeps(keep, "keep")
        dialog.ask()
        dialog.deleteLater()
        self.done.emit(planner)

    def remove(self, planner: RecordId) -> bool:
        """Remove a planner with its notes; whether it was there to be removed."""
        known = self._door.records.get(Planner, planner)
        if known is None or known.deleted:
            return False
        if self._shell.attempt(lambda: planners.remove_planner(self._door, planner)) is None:
            return False
        self._shell.say(f"{known.title} is removed, with its notes.", undo=True)
        return True

    def move(self, planner: RecordId, by: int) -> None:
        """One place earlier or later among the session's planners."""
        known = self.known()
        place = known.index(planner) + by
        moved = self._shell.attempt(lambda: planners.move_planner(self._door, planner, place))
        if moved is not None:
            self.done.emit(planner)
            announce(self._over, f"Now {place + 1} of {len(known)}.")

    def move_to_new_edition(self, planner: RecordId) -> None:
        """Show what moves where in the newest edition of its template, and do it when asked to."""
        from cps_desktop.ui.template_editor.moving import ask_to_move

        ask_to_move(self._shell, planner, self._over)
        self.done.emit(planner)

    def bring_back(self, planner: RecordId) -> None:
        """Bring back one that was removed here while notes came in from elsewhere."""
        self._shell.attempt(lambda: planners.bring_back_planner(self._door, planner))
