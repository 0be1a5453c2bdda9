"""Beside the fields: what is to be put right, a worked example, and what changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import Vehicle
from cps_desktop.domain.policies import Edition, Policy
from cps_desktop.domain.policy_examples import journey_example, other_examples
from cps_desktop.domain.policy_form_checks import Finding
from cps_desktop.domain.pricing import parse_miles
from cps_desktop.services.policy_differences import differences
from cps_desktop.services.policy_drafts import Looked
from cps_desktop.ui.kit import (
    Button,
    Card,
    Choice,
    DateField,
    Fold,
    FormRow,
    Words,
    empty,
)
from cps_desktop.ui.kit.text_fields import TextField
from cps_desktop.ui.pages_of_session.across import Across, Flowing
from cps_desktop.ui.policy_editor.fields import FigureField, narrow
from cps_desktop.ui.theme import SPACE_M, SPACE_S

_MOST_SHOWN: Final = 12
_MOST_PASSENGERS: Final = 8
_VEHICLES: Final = (
    (Vehicle.CAR.value, "Car or van"),
    (Vehicle.MOTORCYCLE.value, "Motorcycle"),
    (Vehicle.BICYCLE.value, "Bicycle"),
)


class Lines(QWidget):
    """Sentences beneath one another, made anew only where they are others."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self.sentences: list[str] = []

    def show_lines(self, sentences: Sequence[str]) -> None:
        """Show these, each a line."""
        if list(sentences) == self.sentences:
            return
        self.sentences = list(sentences)
        empty(self._column)
        for sentence in sentences:
            self._column.addWidget(Words(sentence))


class Checks(Card):
    """What is to be put right, and what is asked, as one goes; each line leads to its field."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(name="What is to be put right", tight=True)
        self.heading = Words("", "section")
        self.add(self.heading)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_S)
        self.column.addLayout(self._lines)
        self._shown: tuple[list[Finding], list[Finding]] | None = None

    def show_checks(self, problems: Sequence[Finding], questions: Sequence[Finding]) -> None:
        """Show the problems first, then the questions."""
        shown = (list(problems), list(questions))
        if shown == self._shown:
            return
        self._shown = shown
        self.heading.setText(_heading(problems))
        empty(self._lines)
        every = [(one, "text" if one.missing else "danger") for one in problems]
        every += [(one, "amber") for one in questions]
        for finding, tone in every[:_MOST_SHOWN]:
            self._add(finding, tone)
        if len(every) > _MOST_SHOWN:
            self._lines.addWidget(Words(f"And {len(every) - _MOST_SHOWN} more.", "body", "quiet"))

    def _add(self, finding: Finding, tone: str) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(Words(finding.sentence, "body", tone), 1)
        show = Button("Show", lambda: self.asked.emit(finding.field), kind="link")
        show.setAccessibleName(f"Show: {finding.sentence}")
        row.addWidget(show)
        self._lines.addWidget(line)

    @property
    def sentences(self) -> list[str]:
        """What is said, line by line."""
        problems, questions = self._shown or ([], [])
        return [one.sentence for one in (*problems, *questions)]


def _heading(problems: Sequence[Finding]) -> str:
    """How much there is still to do."""
    if not problems:
        return "This can be kept."
    count = len(problems)
    things = "1 thing is" if count == 1 else f"{count} things are"
    return f"{things} {'still to be said' if _is_begun(problems) else 'to be put right'}"


def _is_begun(problems: Sequence[Finding]) -> bool:
    """Whether nothing is wrong, and some of it is only not written yet."""
    return all(one.missing for one in problems)


class Example(Card):
    """What a journey would come to under the policy as it stands just now."""

    def __init__(self, today: dt.date) -> None:
        super().__init__(name="An example", tight=True)
        self._policy: Policy | None = None
        self._edition: Edition | None = None
        self._own_day = False
        self.said = Words("", "strong")
        self.others = Lines("More examples")
        self.miles = FigureField("Miles of the example", "120")
        self.vehicle = narrow(Choice("Vehicle of the example", _VEHICLES))
        self.day = DateField("Day of the example", today=today)
        self.passengers = FigureField("Passengers of the example", "0")
        self.before = FigureField("Miles claimed before in the year, in the example", "0")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        figures: list[tuple[FormRow, int]] = []
        for label, field in (
            ("Miles", self.miles),
            ("Vehicle", self.vehicle),
            ("Passengers", self.passengers),
            ("Miles claimed before in the year", self.before),
        ):
            figures.append((FormRow(label, field), 1))
        column.addWidget(Across(*figures))
        column.addWidget(FormRow("Day", self.day))
        for text in (self.miles, self.passengers, self.before):
            text.edited.connect(lambda _said: self._show())
        self.vehicle.chosen.connect(lambda _key: self._show())
        self.day.text_edited.connect(self._day_given)
        self.add(
            Words("An example", "section"),
            self.said,
            self.others,
            Fold("Another example", inside),
        )

    def show_policy(self, policy: Policy | None, edition: Edition | None) -> None:
        """Work the example out by this policy; ``edition`` is the one being written."""
        self._policy, self._edition = policy, edition
        if edition is not None and not self._own_day:
            self.day.set_value(_example_day(edition))
        self._show()

    def begin(self) -> None:
        """Another policy is written: the day is chosen anew."""
        self._own_day = False

    def _day_given(self, said: str) -> None:
        self._own_day = bool(said.strip())
        self._show()

    def flush(self) -> None:
        """Work out what was typed."""
        for field in self.findChildren(TextField):
            field.flush()

    def _show(self) -> None:
        policy, edition = self._policy, self._edition
        if policy is None or edition is None:
            self.said.setText("There is an example as soon as nothing is to be put right.")
            self.others.show_lines(())
            return
        day = self.day.value()
        miles, before = parse_miles(self.miles.text()), parse_miles(self.before.text() or "0")
        people = self.passengers.text().strip() or "0"
        if day is None or miles is None or before is None or not people.isdecimal():
            self.said.setText("Write miles, passengers and a day, and it is worked out.")
            return
        self.said.setText(
            journey_example(
                policy,
                day,
                Vehicle(self.vehicle.key()),
                miles_tenths=miles,
                passengers=min(int(people[:3]), _MOST_PASSENGERS),
                before_tenths=before,
            )
        )
        self.others.show_lines(other_examples(policy, edition, day))


def _example_day(edition: Edition) -> dt.date:
    """A day on which the edition holds: a month after it begins, or its last one."""
    later = edition.starts + dt.timedelta(days=32)
    return min(later, edition.ends) if edition.ends is not None else later


class Changes(Card):
    """What is different from the edition before, or from the policy it was begun from."""

    def __init__(self) -> None:
        super().__init__(name="What changes", tight=True)
        self.heading = Words("", "section")
        self.lines = Lines("What changes")
        self.add(self.heading, self.lines)

    def show_changes(self, looked: Looked, origin: Edition | None, origin_words: str) -> None:
        """Show them; ``origin`` is what a new policy was begun from."""
        edition = looked.checked.edition
        before = looked.before if looked.before is not None else origin
        self.setVisible(edition is not None and before is not None)
        if edition is None or before is None:
            return
        if looked.before is not None:
            self.heading.setText(f"What changes on {say_date(edition.starts)}")
        else:
            self.heading.setText(f"What differs from {origin_words}")
        self.lines.show_lines(differences(before, edition) or ("Nothing but the days.",))


class Live(Flowing):
    """Checks, example and changes beneath one another."""

    asked = Signal(str)

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        self.checks = Checks()
        self.example = Example(today)
        self.changes = Changes()
        for part in (self.checks, self.example, self.changes):
            column.addWidget(part)
        column.addStretch(1)
        self.checks.asked.connect(self.asked)

    def show_looked(self, looked: Looked, origin: Edition | None, origin_words: str) -> None:
        """Show what a form comes to."""
        checked = looked.checked
        self.checks.show_checks(checked.problems, checked.questions)
        self.example.show_policy(looked.policy, checked.edition)
        self.changes.show_changes(looked, origin, origin_words)
