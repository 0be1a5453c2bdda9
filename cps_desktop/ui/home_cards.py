"""The cards above the list: today's session, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cps_desktop.domain.dates import say_date, say_time
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records
from cps_desktop.services.sessions import SessionRow
from cps_desktop.ui.kit import BigButton, Card, LinkButton, Words, empty
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import NARROW, SPACE_XS
from cps_desktop.ui.theme_state import theme

if TYPE_CHECKING:
    from cps_desktop.services.accruals import RunningOut
    from cps_desktop.ui.claims_running_out import RunningOutDialog


class TodayCard(Card):
    """Today's session, large, with the one button that matters."""

    def __init__(self, carry_on: Callable[[RecordId], object]) -> None:
        super().__init__("accent", name="Today's session", across=True)
        self._session: RecordId = ""
        self._line = Words("", "body", "quiet")
        self._title = Words("", "title")
        self._detail = Words("", "body", "quiet")
        said = QWidget()
        names = QVBoxLayout(said)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(SPACE_XS)
        for words in (self._line, self._title, self._detail):
            names.addWidget(words)
        self.button = BigButton("Carry on", lambda: carry_on(self._session), primary=True)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.column.addWidget(said, 1)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_session(self, records: Records, row: SessionRow | None, today: dt.date) -> None:
        """Show a session, or nothing where there is none today."""
        self.setVisible(row is not None)
        if row is None:
            return
        self._session = row.session
        parts = ("Today", row.day_words, row.venue)
        self._line.setText(" · ".join(part for part in parts if part))
        self._title.setText(" ".join(row.title.split()))
        self._detail.setText(_how_far(records, row, today))
        self.setAccessibleName(f"Today's session: {row.title}")
        self.button.setAccessibleDescription(row.title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(NARROW) * 2 // 3
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self.column.setDirection(down if narrow else across)


def in_sentences(text: str) -> tuple[str, str]:
    """The first sentence of a text, without its full stop, and the rest."""
    first, _, rest = text.partition(". ")
    return first.removesuffix("."), rest


def _how_far(records: Records, row: SessionRow, today: dt.date) -> str:
    from cps_desktop.services.register import register_view

    day = register_view(records, row.session).day_on(today)
    parts: list[str] = []
    if day is not None and day.listed:
        parts.append(day.words)
    for number, one, many in ((row.notes, "note", "notes"), (row.claims, "claim", "claims")):
        if number:
            parts.append(f"{number} {one if number == 1 else many}")
    moment = dt.datetime.fromtimestamp(row.last_worked / 1000, dt.UTC).astimezone()
    if moment.date() == today:
        parts.append(f"last worked on {say_time(moment.time())}")
    else:
        parts.append(f"last worked on {say_date(moment.date())}")
    return " · ".join(parts)


class DueCards(QWidget):
    """Short cards, only where something is due. Nothing due: nothing shown."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._cards: list[QWidget] = []
        self._shown: tuple[object, ...] = ()
        self.setAccessibleName("What is due")
        self.hide()

    def show_due(
        self,
        *,
        bundles: Sequence[Path],
        to_decide: int,
        waiting: Sequence[SessionRow],
        today: dt.date,
        organisation: str = "",
        asked: int = 0,
        after: int = 0,
        running: Sequence[RunningOut] = (),
        policies: Sequence[str] = (),
    ) -> None:
        """Show bundles to bring in, what waits for a decision, sessions long over that nobody
        else has yet, how many people it is ``asked`` to erase, ``after`` how many erasures
        something came in, claims ``running`` out of time, ``policies`` of which somebody has to say
        which edition holds, and what an organisation made here still lacks."""
        sessions = tuple(row.session for row in waiting)
        shown = (
            *(tuple(bundles), to_decide, sessions, today, organisation, asked, after),
            *(tuple(running), tuple(policies)),
        )
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._rows)
        self._cards.clear()
        if bundles:
            many = len(bundles) > 1
            self._add(
                f"{len(bundles)} bundles are waiting" if many else "1 bundle is waiting",
                ", ".join(path.stem for path in bundles[:2]) + (" …" if len(bundles) > 2 else ""),
                "Bring in…",
                lambda: self._shell.open_page("inbox"),
            )
        if to_decide:
            words = "1 decision is waiting" if to_decide == 1 else f"{to_decide} decisions wait"
            self._add(
                words,
                "Two people changed the same thing. Both are kept.",
                "Look at them",
                lambda: self._shell.open_page("conflicts"),
            )
        if waiting:
            oldest = min(waiting, key=lambda row: row.days[-1])
            many = len(waiting) > 1
            words = f"{len(waiting)} sessions are" if many else "1 session is"
            days = (today - oldest.days[-1]).days
            self._add(
                f"{words} not yet handed over",
                f"{oldest.title}, over for {days} days",
                "Hand over…",
                lambda: self._shell.open_session(oldest.session, "hand_over"),
            )
        if asked:
            self._add(
                "1 person to be erased" if asked == 1 else f"{asked} people to be erased",
                "Somebody asked for it, and you decide.",
                "Look at it",
                lambda: self._shell.open_page("person_data"),
            )
        if after:
            erasures = f"{after} erasures" if after > 1 else "an erasure"
            self._add(
                f"Something came in after {erasures}",
                "A laptop had not heard of it. You decide whether that goes too.",
                "Look at it",
                lambda: self._shell.open_page("person_data"),
            )
        if running:
            self._running_out(running)
        self._policies_to_decide(policies)
        if organisation:
            words, detail = in_sentences(organisation)
            self._add(
                words,
                detail,
                "Look at it",
                lambda: self._shell.open_page("settings", "coordinators"),
            )
        if self._cards:
            # What is due is found after the first paint, and so is the way it is laid out.
            from cps_desktop.ui.pages_of_session.across import Across

            self._rows.addWidget(Across(*((card, 1) for card in self._cards), even=True))
        self.setVisible(bool(self._cards))

    def _policies_to_decide(self, policies: Sequence[str]) -> None:
        if policies:
            self._add(
                "Two editions of an expense policy",
                f"{policies[0]}: somebody has to say which holds.",
                "Look at them",
                lambda: self._shell.open_page("expense_policies"),
            )

    def _running_out(self, running: Sequence[RunningOut]) -> None:
        first = running[0]
        when = f"The first on {say_date(first.last_day)}"
        if first.days_left <= 0:
            when = "For one the time ends today" if not first.days_left else "For one it has ended"
        self._add(
            "1 claim near its limit"
            if len(running) == 1
            else f"{len(running)} claims near their limit",
            when,
            "Look at them",
            lambda: self.running_out(running).exec(),
        )

    def running_out(self, running: Sequence[RunningOut]) -> RunningOutDialog:
        """The list of claims whose time runs out."""
        from cps_desktop.ui.claims_running_out import RunningOutDialog

        return RunningOutDialog(self._shell, running, self.window())

    def _add(self, words: str, detail: str, button: str, do: Callable[[], object]) -> None:
        card = Card(name=words, tight=True, across=True)
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(Words(words, "strong"))
        column.addWidget(Words(detail, "body", "quiet"))
        link = LinkButton(button, do)
        link.setAccessibleName(f"{button} {words}")
        link.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        card.column.addWidget(said, 1)
        card.column.addWidget(link, 0, Qt.AlignmentFlag.AlignVCenter)
        self._cards.append(card)
