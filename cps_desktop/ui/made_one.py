"""What was made one: each with a button that takes it apart again, and what could not go back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.records import RecordId
from cps_desktop.services.merging import Merging
from cps_desktop.services.unmerging import they_are_two
from cps_desktop.ui.kit import Button, Card, MessagePanel, Words, empty
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell


class MadeOne(Card):
    """Hidden while nothing was made one. ``stays`` is put where it is seen at once."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Made one")
        self._shell = shell
        self._shown: tuple[tuple[Merging, str], ...] = ()
        self.parting: dict[tuple[RecordId, RecordId], Button] = {}
        self.stays = QWidget()
        self._stays_column = QVBoxLayout(self.stays)
        self._stays_column.setContentsMargins(0, 0, 0, 0)
        self.stays.hide()
        self.hide()

    def show_merged(self, merged: Sequence[tuple[Merging, str]]) -> None:
        """Show what was made one, in words."""
        if tuple(merged) == self._shown:
            return
        self._shown = tuple(merged)
        empty(self.column)
        self.parting = {}
        self.setVisible(bool(merged))
        self.add(Words("Made one", "section"))
        for merging, words in merged:
            button = Button("They are two after all", self._parter(merging))
            button.setAccessibleName(f"They are two after all: {words}")
            self.parting[merging.pair] = button
            self.add(Across((Words(words), 1), (button, 0), middle=True))

    def put_stays_away(self) -> None:
        """What could not be put back was read."""
        empty(self._stays_column)
        self.stays.hide()

    def _parter(self, merging: Merging) -> Callable[[], None]:
        def part() -> None:
            desk = self._shell.desk
            parted = self._shell.attempt(lambda: they_are_two(desk, merging))
            if parted is None:
                return
            self.put_stays_away()
            self._shell.say("They are two again.", undo=True)
            if parted.stays:
                panel = MessagePanel(
                    "warning",
                    "They are two again. Not everything could be put back:",
                    safe="\n".join(parted.stays),
                    to_do="Look at these and put them where they belong.",
                    actions=(("Close", self.put_stays_away),),
                )
                self._stays_column.addWidget(panel)
                self.stays.show()
                panel.speak()

        return part
