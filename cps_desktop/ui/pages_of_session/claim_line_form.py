"""A claim line being written, in its place on the form: fields, live price, receipts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Claim, ClaimLine
from cps_desktop.domain.money import say_money
from cps_desktop.domain.pricing import Priced
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_lines import LineView
from cps_desktop.services.claim_pricing import price_now
from cps_desktop.services.claim_questions import Asks, Question
from cps_desktop.services.claims import add_line, change_line
from cps_desktop.services.earlier_journeys import Journey, earlier_journeys
from cps_desktop.ui.kit import Button, LinkButton, Words
from cps_desktop.ui.kit.text_fields import TextField
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.claim_line_fields import LineFields
from cps_desktop.ui.pages_of_session.claim_receipts import (
    PictureGround,
    Pictures,
    ReceiptShelf,
    taken_from,
)
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL

_LAST = "f" * 32
"""An id after every other: a line that is not there yet comes after the others of its day."""


class LineForm(PictureGround):
    """Writes one line. Every field keeps itself; the line comes into being with the first."""

    done = Signal()
    made = Signal()
    """What is written here is a line now."""
    move_asked = Signal(int)
    """-1 for one place up, 1 for one place down."""
    remove_asked = Signal()

    def __init__(
        self, shell: Shell, pictures: Pictures, claim: Claim, line: RecordId, initiator: object
    ) -> None:
        super().__init__()
        self._shell = shell
        self._claim = claim
        self._initiator = initiator
        self._known: ClaimLine | None = None
        self.line = line
        self.making = False
        """The line comes into being just now: its id is known in a moment."""
        self.setProperty("ground", "card")
        self.setAccessibleName("Write a line")
        self.fields = LineFields(shell.desk.door.today())
        self.price = Words("", "section")
        self.rule_words = Words("", "small", "quiet")
        self.questions_words = Words("", "small_strong", "amber")
        self.shelf = ReceiptShelf(shell, pictures, self.ensure_line, initiator)
        self.finish = Button("Done", self.close_form)
        self.up = Button("Move up", lambda: self.move_asked.emit(-1))
        self.down = Button("Move down", lambda: self.move_asked.emit(1))
        self.remove = Button("Remove the line", self.remove_asked.emit, kind="danger")
        self._build()
        self.fields.edited.connect(self._keep)
        self.fields.looked.connect(self._preview)
        self.fields.entered.connect(self.close_form)
        self.dropped.connect(self.shelf.take)

    def _build(self) -> None:
        buttons = WrappingRow(SPACE_M)
        for button in (self.finish, self.up, self.down, self.remove):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        column.setSpacing(SPACE_M)
        self._before = QWidget()
        before = QVBoxLayout(self._before)
        before.setContentsMargins(0, 0, 0, 0)
        before.setSpacing(SPACE_S // 2)
        before.addWidget(Words("A journey claimed before", "small", "quiet"))
        self._journeys = WrappingRow(SPACE_M)
        before.addLayout(self._journeys)
        self._before.hide()
        column.addWidget(self._before)
        column.addWidget(self.fields)
        told = QVBoxLayout()
        told.setSpacing(SPACE_S // 2)
        for words in (self.price, self.rule_words, self.questions_words):
            told.addWidget(words)
        column.addLayout(told)
        column.addWidget(Words("Receipt", "strong"))
        column.addWidget(self.shelf)
        column.addLayout(buttons)
        for field in self.findChildren(TextField):
            field.installEventFilter(self)
        self._show_buttons()

    # -- showing ------------------------------------------------------------------------------

    def begin(self, day: dt.date | None, venue: str) -> None:
        """Start an empty line: the day and the way to the venue are likely; nothing is kept yet."""
        blank = self._candidate()
        self.fields.venue = venue
        self.fields.show_line(_with(blank, day=day, to_place=venue))
        self.fields.put_problems_away()
        self._offer_journeys(venue)
        self._preview()
        self.fields.kind.setFocus()

    def _offer_journeys(self, venue: str) -> None:
        records = self._shell.desk.door.records
        found = earlier_journeys(records, self._claim.person, venue)
        for journey in found:
            link = LinkButton(journey.words, partial(self._take_journey, journey))
            link.setAccessibleName(f"Same journey as before: {journey.words}")
            self._journeys.addWidget(link)
        self._before.setVisible(bool(found))

    def _take_journey(self, journey: Journey) -> None:
        self.fields.take_journey(journey)
        self.fields.day.setFocus()

    def show_line(self, view: LineView, questions: tuple[Question, ...], *, own: bool) -> None:
        """Show what is kept. ``own``: it was typed here, so the fields show it already."""
        if not own:
            self.fields.show_line(view.line, self._known)
        self._known = view.line
        self.fields.show_questions(questions)
        other = [one.words for one in questions if one.about in {Asks.POLICY, Asks.RECEIPT}]
        self.questions_words.setText("\n".join(other))
        self.questions_words.setVisible(bool(other))
        self.shelf.show_receipts(view.receipts)
        self._show_buttons()
        self._preview()

    def _show_buttons(self) -> None:
        if self.line:
            self._before.hide()
        for button in (self.up, self.down):
            button.setVisible(bool(self.line))
        self.remove.setVisible(bool(self.line))

    def focus_first(self) -> None:
        self.fields.kind.setFocus()

    def _candidate(self) -> ClaimLine:
        return ClaimLine(
            id=self.line or _LAST,
            root=self._claim.root,
            session=self._claim.session,
            claim=self._claim.id,
        )

    def _preview(self) -> None:
        """Price what stands in the fields, at every keystroke; nothing is kept by it."""
        desk = self._shell.desk
        line = _with(self._candidate(), **self.fields.values())
        found = price_now(desk.door.records, desk.policies, line)
        mileage, worked_out = self.fields.is_mileage, self.fields.is_worked_out
        enough = line.miles_tenths > 0 if mileage else not worked_out or line.minutes > 0
        if isinstance(found, Priced):
            self.price.setText(say_money(found.pence) if enough and found.pence else "")
            self.rule_words.setText(found.rule if enough or not worked_out else "")
        else:
            self.price.setText("")
            self.rule_words.setText(found.sentence)
        self.price.setVisible(bool(self.price.text()))
        self.rule_words.setVisible(bool(self.rule_words.text()))
        self.price.setAccessibleName(f"Comes to {self.price.text()}")

    # -- keeping ------------------------------------------------------------------------------

    def ensure_line(self) -> RecordId:
        """The line's id; it is made now where there is none yet."""
        if not self.line:
            self._make()
        return self.line

    def _make(self, field: str = "kind_of") -> None:
        desk = self._shell.desk
        values = self.fields.values()

        def make() -> None:
            self.line = add_line(
                desk.door, desk.policies, self._claim.id, initiator=self._initiator, **values
            )

        self.making = True
        self._try(field, make)
        self.making = False
        self.made.emit()

    def _keep(self, field: str, value: object) -> None:
        self.fields.put_problems_away()
        if not self.line:
            self._make(field)
            return
        desk = self._shell.desk
        fields = {field: value}
        typed = self.fields.values()
        if field == "kind_of":
            # What a ticket cost is typed anew; what a journey came to is worked out.
            fields["pence"] = typed["pence"]
        elif field == "minutes":
            fields |= {name: typed[name] for name in ("starts", "ends")}
        self._try(
            field,
            lambda: change_line(
                desk.door, desk.policies, self.line, initiator=self._initiator, **fields
            ),
        )

    def _try(self, field: str, action: Callable[[], object]) -> None:
        try:
            action()
        except Fault as fault:
            self.fields.say_problem(field, str(fault))

    def leave(self) -> None:
        """Write down what was typed and not yet kept."""
        self.fields.flush()

    def close_form(self) -> None:
        self.leave()
        self.done.emit()

    # -- pasting a photo while in a text field ------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Paste)
            and not QGuiApplication.clipboard().mimeData().hasText()
            and taken_from(QGuiApplication.clipboard().mimeData()) is not None
        ):
            self.shelf.paste_picture()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.shelf.paste_picture()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in {
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
        }:
            self.move_asked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


def day_to_begin_with(days: list[dt.date], today: dt.date) -> dt.date | None:
    """Today where it is a day of the session, else its first day."""
    return today if today in days else min(days, default=None)


def say_by(day: dt.date | None, within: str) -> str:
    """ "Claim by Thursday 15 April 2027 (28 days)."; "" where there is no limit."""
    return f"Claim by {say_date(day)} ({within})." if day is not None else ""


def _with(line: ClaimLine, **values: object) -> ClaimLine:
    import dataclasses

    return dataclasses.replace(line, **values)  # type: ignore[arg-type]
