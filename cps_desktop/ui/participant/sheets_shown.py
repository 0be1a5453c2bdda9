"""The page in front, the one that waits beneath it, and those whose words could not be kept yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from cps_desktop.ui.kit.reading_order import put_in_order, reading_order
from cps_desktop.ui.participant.sheet import Sheet


class SheetsShown:
    """``leave`` keeps what was typed and silences the voice; ``begun`` is told of each page that
    takes another's place, ``turned`` whenever another one is in front."""

    def __init__(
        self,
        column: QVBoxLayout,
        *,
        leave: Callable[[], object],
        begun: Callable[[Sheet], object],
        turned: Callable[[], object],
    ) -> None:
        self._column = column
        self._leave, self._begun, self._turned = leave, begun, turned
        self.front: Sheet | None = None
        self._under: Sheet | None = None
        self._waiting: list[Sheet] = []
        """Pages that are gone, with words that could not be kept yet."""

    def show(self, sheet: Sheet) -> None:
        """Put a page in place of the one before; what was typed there is kept first."""
        self._leave()
        before, under = self.front, self._under
        self.front, self._under = sheet, None
        self._column.addWidget(sheet)
        for old in (before, under):
            if old is not None:
                self._put_away(old)
        sheet.show()
        put_in_order(reading_order(sheet))
        self._begun(sheet)
        self._turned()

    def show_over(self, sheet: Sheet) -> None:
        """Put a page over the one that is there, which waits beneath."""
        if self.front is not None and self._under is None:
            self._leave()
            self._under, self.front = self.front, sheet
            self._under.hide()
            self._column.addWidget(sheet)
            sheet.show()
            sheet.begin()
            self._turned()

    def uncover(self) -> None:
        """Back to the page beneath."""
        over, under = self.front, self._under
        if over is not None and under is not None:
            over.write_down()
            self._put_away(over)
            self.front, self._under = under, None
            under.show()
            under.begin()
            self._turned()

    def let_go(self) -> None:
        """Pages put away go as soon as nothing on them waits to be kept."""
        gone = [one for one in self._waiting if not one.unkept]
        self._waiting = [one for one in self._waiting if one.unkept]
        for sheet in gone:
            sheet.deleteLater()

    def _put_away(self, sheet: Sheet) -> None:
        self._column.removeWidget(sheet)
        sheet.hide()
        self._waiting.append(sheet)
        self.let_go()
