"""What is asked of a person only where it is needed: folded away until somebody wants it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Person
from cps_desktop.domain.records import RecordId, meanings
from cps_desktop.services.people import ROLE_WORDS, change_person
from cps_desktop.services.reaching import reach_of
from cps_desktop.ui.kit import Fold, FormRow, LineField, TickBox, Words
from cps_desktop.ui.pages_of_session.person_consents import ConsentFields
from cps_desktop.ui.pages_of_session.person_needs_fields import NeedsFields
from cps_desktop.ui.pages_of_session.person_training import PersonTraining
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_M, SPACE_S

NEEDS = "What they need"
REACH = "How to reach them"
CONSENTS = "What they agreed to"
SAFETY = "In an emergency, and under 18"
ABOUT = "Place and other roles"
TRAINING = "Training and sessions"


class PersonMore(QWidget):
    """Folds: needs, reach, consents, safety, place and other roles, training.

    What holds something is said in the fold's heading, so that nothing is overlooked for being
    folded away.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._person: RecordId = ""
        self._said = meanings(Person)
        self.needs = NeedsFields(shell)
        self.consents = ConsentFields(shell)
        self.training = PersonTraining(shell)
        self.email = LineField("E-mail")
        self.phone = LineField("Phone")
        self.contact = LineField("Another way to reach them")
        self.emergency = LineField("In an emergency, ring")
        self.under_18 = TickBox("Under 18")
        self.adult = LineField("Responsible adult")
        self.community = LineField("Integrated Care Community")
        self.roles = {key: TickBox(words) for key, words in ROLE_WORDS.items()}
        self._adult_row = self._row("responsible_adult", self.adult)
        self.folds = {
            NEEDS: Fold(NEEDS, self.needs),
            REACH: Fold(REACH, self._reach()),
            CONSENTS: Fold(CONSENTS, self.consents),
            SAFETY: Fold(SAFETY, self._safety()),
            ABOUT: Fold(ABOUT, self._about()),
            TRAINING: Fold(TRAINING, self.training),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for fold in self.folds.values():
            column.addWidget(fold)
        self._connect()

    # -- laying out ---------------------------------------------------------------------------

    def _reach(self) -> QWidget:
        return _column(
            self._row("email", self.email),
            self._row("phone", self.phone),
            FormRow(
                "Another way to reach them",
                self.contact,
                "Such as through a relative or a support worker. Only if they wish it.",
            ),
        )

    def _safety(self) -> QWidget:
        why = Words(self._said["under_18"].help, "small", "quiet")
        self.under_18.setAccessibleDescription(self._said["under_18"].help)
        return _column(
            self._row("emergency_contact", self.emergency), self.under_18, why, self._adult_row
        )

    def _about(self) -> QWidget:
        heading = Words("Other roles", "strong")
        why = Words(self._said["other_roles"].help, "small", "quiet")
        for box in self.roles.values():
            box.setAccessibleDescription(self._said["other_roles"].help)
        return _column(self._row("community", self.community), heading, why, *self.roles.values())

    def _row(self, field: str, widget: QWidget) -> FormRow:
        said = self._said[field]
        return FormRow(said.label, widget, said.help)

    def _connect(self) -> None:
        for line in (self.email, self.phone, self.contact):
            line.edited.connect(self._reach_edited)
        self.emergency.edited.connect(partial(self._set, "emergency_contact"))
        self.adult.edited.connect(partial(self._set, "responsible_adult"))
        self.community.edited.connect(partial(self._set, "community"))
        self.under_18.ticked.connect(self._under_18)
        for box in self.roles.values():
            box.ticked.connect(self._roles_ticked)
        self.needs.counted.connect(
            lambda some: self.folds[NEEDS].set_title(f"{NEEDS} ({some})" if some else NEEDS)
        )
        self.training.counted.connect(
            lambda some: self.folds[TRAINING].set_title(
                f"{TRAINING} ({some})" if some else TRAINING
            )
        )
        self.consents.counted.connect(
            lambda some: self.folds[CONSENTS].set_title(
                f"{CONSENTS} ({some})" if some else CONSENTS
            )
        )

    # -- showing ------------------------------------------------------------------------------

    def show_person(self, person: Person, *, other: bool) -> None:
        """Show what is so now; ``other`` where it is somebody else than before."""
        self._person = person.id
        reach = reach_of(person)
        fields = (
            (self.email, reach.email),
            (self.phone, reach.phone),
            (self.contact, reach.other),
            (self.emergency, person.emergency_contact),
            (self.adult, person.responsible_adult),
            (self.community, person.community),
        )
        for line, value in fields:
            (line.set_text if other else line.update_text)(value)
        self.under_18.set_ticked(person.under_18)
        self._adult_row.setVisible(person.under_18 or bool(person.responsible_adult))
        roles = person.other_roles.split()
        for key, box in self.roles.items():
            box.set_ticked(key in roles)
        self.needs.show_person(person, other=other)
        self.consents.show_person(person)
        self.training.show_person(person.id)
        kept = {
            REACH: bool(reach.words),
            SAFETY: bool(person.emergency_contact or person.under_18 or person.responsible_adult),
            ABOUT: bool(person.community or roles),
        }
        for name, some in kept.items():
            self.folds[name].set_title(f"{name} (kept)" if some else name)
        if other:
            for name, fold in self.folds.items():
                fold.set_unfolded(name == NEEDS and bool(self.needs.rows or person.needs))

    def lines(self) -> tuple[LineField, ...]:
        """Every field of one line."""
        return (
            self.email, self.phone, self.contact, self.emergency, self.adult, self.community,
        )  # fmt: skip

    def flush(self) -> None:
        """Keep what was typed and not yet kept."""
        for line in self.lines():
            line.flush()
        self.needs.flush()

    # -- keeping ------------------------------------------------------------------------------

    def _change(self, **fields: Any) -> None:
        if self._person:
            door, person = self._shell.desk.door, self._person
            self._shell.attempt(lambda: change_person(door, person, **fields))

    def _set(self, field: str, text: str) -> None:
        self._change(**{field: text})

    def _reach_edited(self, _text: str) -> None:
        # What stood in the one field of before goes to where it belongs as soon as it is touched.
        self._change(email=self.email.text(), phone=self.phone.text(), contact=self.contact.text())

    def _under_18(self, on: bool) -> None:
        self._change(under_18=on)
        if on:
            self._adult_row.show()
            self.adult.setFocus()

    def _roles_ticked(self, _on: bool) -> None:
        chosen = [key for key, box in self.roles.items() if box.isChecked()]
        self._change(other_roles="\n".join(chosen))


def _column(*parts: QWidget) -> QWidget:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_M)
    for part in parts:
        column.addWidget(part)
    return inside
