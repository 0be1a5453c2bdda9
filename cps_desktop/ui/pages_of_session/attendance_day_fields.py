"""One day of a person: here or not, when they came and left, for which part, and whether they
signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import DayPart, Presence
from cps_desktop.domain.records import RecordId
from cps_desktop.services.attendance import (
    apologies,
    mark_left,
    not_left,
    set_part,
    set_times,
    tick_in,
    untick,
)
from cps_desktop.services.attendance_signing import (
    sign_on_paper,
    sign_on_screen,
    take_signatures_away,
)
from cps_desktop.services.door import Door
from cps_desktop.services.register import DayCount, DayOfPerson
from cps_desktop.ui.attempts import Attempts
from cps_desktop.ui.kit import Button, Choice, FormRow, Option, QuestionDialog, TimeField, Words
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.claim_signing import SignatureBox
from cps_desktop.ui.pages_of_session.person_needs_fields import short
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_S

_PRESENCE: tuple[Option, ...] = (
    (Presence.NOT_SEEN, "Not seen"),
    (Presence.HERE, "Here"),
    (Presence.APOLOGIES, "Sent apologies"),
)
PART_WORDS: Final = {
    DayPart.WHOLE: "Whole day",
    DayPart.MORNING: "Morning",
    DayPart.AFTERNOON: "Afternoon",
}
_BY_TIMES: Final = "As the times say"
_SIGNED: Final = {"": "Not signed", "screen": "✔ Signed on screen", "paper": "✔ Signed on paper"}
_SIGN, _NOT = "sign", "not"


class SigningDialog(QuestionDialog):
    """A box to sign in; ``ask`` keeps what was drawn."""

    HELP = "attendance"

    def __init__(
        self,
        shell: Shell,
        words: str,
        entry: RecordId,
        day: RecordId,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, "", ((_SIGN, "Sign"), (_NOT, "Not now")), parent=parent)
        self._shell, self._entry, self._day = shell, entry, day
        self.signature = SignatureBox()
        self.body.addWidget(self.signature, 1)
        self.signature.signed.connect(self._drawn)
        self.keeps(self._keep, _SIGN)
        self._drawn()
        self.signature.paper.setFocus()

    def _drawn(self) -> None:
        self.buttons[_SIGN].setEnabled(bool(self.signature.strokes()))

    def _keep(self) -> str:
        door, strokes = self._shell.desk.door, self.signature.strokes()
        return Attempts(self._shell).why_not(
            lambda: sign_on_screen(door, self._entry, self._day, strokes)
        )


class DayFields(QWidget):
    """One day of a person. Each field keeps itself."""

    def __init__(self, shell: Shell, session: RecordId, day: DayCount) -> None:
        super().__init__()
        self._shell = shell
        self._session = session
        self._day = day.day
        self._title = day.title
        self._attendance: RecordId = ""
        self._name = ""
        self._shown: DayOfPerson | None = None
        title = day.title
        self.presence = Choice(f"{title}: here or not", _PRESENCE)
        self.arrived = TimeField(f"{title}: arrived")
        self.left = TimeField(f"{title}: left")
        self.leaves = Button("Leaves now", self._leaves)
        self.part = Choice(f"{title}: part of the day", ())
        short(self.part)
        self._part_row = FormRow("Part of the day", self.part)
        self.signed = Words(_SIGNED[""], "body", "quiet")
        self.sign = Button("Sign here…", self.ask_to_sign)
        self.on_paper = Button("Signed on paper", self._on_paper)
        self.unsign = Button("Take the signature away", self._unsign)
        for button in (self.leaves, self.sign, self.on_paper, self.unsign):
            button.setAccessibleName(f"{title}: {button.text()}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(Words(title, "strong"))
        column.addWidget(self.presence, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(
            Across(
                (FormRow("Arrived", self.arrived), 0),
                (FormRow("Left", self.left), 0),
                spacing=SPACE_S,
            )
        )
        column.addWidget(self.leaves, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._part_row)
        column.addWidget(self.signed)
        column.addWidget(
            Across((self.sign, 0), (self.on_paper, 0), (self.unsign, 0), spacing=SPACE_S)
        )
        self.presence.chosen.connect(self._presence_chosen)
        self.arrived.text_edited.connect(self._times_edited)
        self.left.text_edited.connect(self._times_edited)
        self.part.chosen.connect(self._part_chosen)

    def show_day(self, attendance: RecordId, name: str, day: DayOfPerson) -> None:
        """Show what is so now; a time that is being typed stays as it is."""
        other = attendance != self._attendance
        self._attendance, self._name, self._shown = attendance, name, day
        self.presence.set_key(day.state)
        for field, value in ((self.arrived, day.arrived), (self.left, day.left)):
            # What is being typed ("9") must not turn into 09:00 under the fingers.
            if other or (not field.line.unsaved and field.value() != value):
                field.set_value(value)
        self.leaves.setVisible(day.here)
        words = "Is here still" if day.gone else "Leaves now"
        self.leaves.set_words(words)
        self.leaves.setAccessibleName(f"{self._title}: {words}")
        self._part_row.setVisible(day.here)
        if day.here:
            part = DayPart(day.part) if day.part in set(DayPart) else DayPart.WHOLE
            by_times = _BY_TIMES
            if day.part_said == DayPart.BY_THE_TIMES:
                by_times = f"{_BY_TIMES}: {PART_WORDS.get(part, '').lower()}"
            options = [(DayPart.BY_THE_TIMES.value, by_times)]
            options += [(one.value, words) for one, words in PART_WORDS.items()]
            self.part.set_options(options, day.part_said)
        self.signed.setText(_SIGNED.get(day.signed, _SIGNED[""]))
        for button in (self.sign, self.on_paper):
            button.setVisible(not day.signed)
        self.unsign.setVisible(bool(day.signed))

    def flush(self) -> None:
        """Keep what was typed and is not kept yet."""
        self.arrived.flush()
        self.left.flush()

    def _presence_chosen(self, state: str) -> None:
        if state == Presence.HERE:
            self._do(lambda: tick_in(self._door, self._attendance, self._day))
        elif state == Presence.APOLOGIES:
            self._do(lambda: apologies(self._door, self._attendance, self._day))
        else:
            self._do(lambda: untick(self._door, self._attendance, self._day))

    @property
    def _door(self) -> Door:
        return self._shell.desk.door

    def _do(self, change: Callable[[], object]) -> None:
        self._shell.attempt(change)

    def _times_edited(self, _text: str) -> None:
        arrived, left = self.arrived.value(), self.left.value()
        unclear = (arrived is None and self.arrived.text().strip()) or (
            left is None and self.left.text().strip()
        )
        if unclear:
            return
        door, entry, day = self._door, self._attendance, self._day
        self._do(lambda: set_times(door, entry, day, arrived=arrived, left=left))

    def _leaves(self) -> None:
        door, entry, day = self._door, self._attendance, self._day
        change = not_left if self._shown is not None and self._shown.gone else mark_left
        self._do(lambda: change(door, entry, day))

    def _part_chosen(self, part: str) -> None:
        door, entry, day = self._door, self._attendance, self._day
        self._do(lambda: set_part(door, entry, day, DayPart(part)))

    def signing(self) -> SigningDialog:
        """The box in which they sign for this day."""
        words = f"{self._name} came on {self._title}"
        return SigningDialog(self._shell, words, self._attendance, self._day, self.window())

    def ask_to_sign(self) -> None:
        """Show that box, and say that it is kept."""
        dialog = self.signing()
        if dialog.ask() == _SIGN:
            self._shell.say("The signature is kept.", undo=True)

    def _on_paper(self) -> None:
        door, session, day, entry = self._door, self._session, self._day, self._attendance
        self._do(lambda: sign_on_paper(door, session, day, [entry]))

    def _unsign(self) -> None:
        door, entry, day = self._door, self._attendance, self._day
        if self._shell.attempt(lambda: take_signatures_away(door, entry, day)) is not None:
            self._shell.say("The signature was taken away.", undo=True)
