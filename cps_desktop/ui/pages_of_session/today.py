"""Today: the session at a glance, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import say_date, say_time
from cps_desktop.domain.kinds import Session, SessionDay
from cps_desktop.domain.money import say_money
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_view import claims_of_session
from cps_desktop.services.planner_view import PlannerView, planner_view
from cps_desktop.services.planners import planners_of
from cps_desktop.services.preparation import preparation_list
from cps_desktop.services.register import register_view
from cps_desktop.services.sessions import (
    day_questions,
    day_title,
    days_of,
    finish_session,
    session_heading,
)
from cps_desktop.ui.kit import Button, Card, Words, empty, rule, scrolling
from cps_desktop.ui.pages_of_session.across import Across, Flowing
from cps_desktop.ui.pages_of_session.attendance_day import count_words, day_for
from cps_desktop.ui.pages_of_session.expenses import total_words
from cps_desktop.ui.pages_of_session.today_steps import Standing, Step, next_steps
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import FIELD_WIDTH, FOCUS_WIDTH, SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from cps_desktop.ui.theme_state import theme

_NOT_SAID = "Not said yet"
_LABEL_WIDTH = FIELD_WIDTH * 3 // 4


def standing(shell: Shell, session: Session) -> Standing:
    """Everything that is known of a session just now."""
    desk = shell.desk
    records = desk.door.records
    shown = [
        planner_view(records, desk.planners, one.id) for one in planners_of(records, session.id)
    ]
    return Standing(
        session=session,
        days=days_of(records, session.id),
        register=register_view(records, session.id),
        planners=tuple(one for one in shown if one is not None),
        claims=claims_of_session(records, desk.policies, session.id),
        today=desk.door.today(),
        ready=preparation_list(records, desk.needs.needs, session.id),
    )


def times_of(day: SessionDay) -> str:
    """ "09:30 to 16:00"; what is not known is left out."""
    if day.starts and day.ends:
        return f"{say_time(day.starts)} to {say_time(day.ends)}"
    if day.starts:
        return f"from {say_time(day.starts)}"
    return f"until {say_time(day.ends)}" if day.ends else ""


def planner_words(planners: Sequence[PlannerView]) -> tuple[str, str]:
    """What stands on the planner's card: how much there is, and how far it is."""
    if not planners:
        return "No planner yet", ""
    notes = sum(one.count for one in planners)
    said = "1 note" if notes == 1 else f"{notes} notes"
    if len(planners) > 1:
        said += f" on {len(planners)} planners"
    first = planners[0]
    boxes = sum(len(stage.boxes) for stage in first.stages)
    filled = sum(stage.filled for stage in first.stages)
    far = f"{first.title}: {filled} of {boxes} boxes have something in them" if boxes else ""
    return said, far


class _Glance(Card):
    """One thing at a glance: heading, strong words, quiet words, the button to its page."""

    def __init__(self, name: str, button: str, shell: Shell, page: str) -> None:
        super().__init__(name=name, tight=True)
        self.strong = Words("", "section")
        self.quiet = Words("", "body", "quiet")
        self.button = Button(button, lambda: shell.open_page(page))
        self.add(Words(name, "small", "quiet"), self.strong, self.quiet)
        self.column.addStretch(1)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, strong: str, quiet: str) -> None:
        self.strong.setText(strong)
        self.quiet.setText(quiet)
        self.quiet.setVisible(bool(quiet))


class _StepRow(QWidget):
    """A sentence and its button; the first of them is the page's primary one."""

    def __init__(self, step: Step, shell: Shell, *, primary: bool) -> None:
        super().__init__()
        self.step = step
        self.button = Button(
            step.button,
            lambda: shell.open_page(step.page, step.record),
            kind="primary" if primary else "secondary",
        )
        self.button.setAccessibleDescription(step.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_XS, 0, SPACE_XS)
        column.addWidget(
            Across(
                (Words(step.words, "strong" if primary else "body"), 1),
                (self.button, 0),
                middle=True,
            )
        )


class TodayPage(SessionPage):
    """What matters now. Nothing is typed here; everything leads to where it is."""

    KEY: ClassVar[str] = "today"
    NAME: ClassVar[str] = "Today"

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__(shell, session, "Today", scrolls=False)
        self.details_button = Button("Session details", lambda: shell.open_page("details"))
        self.finish_button = Button("Finish the session", self._finish)
        self.set_buttons((self.details_button, self.finish_button))
        self._next = Card("accent", name="What to do next")
        self._next.add(Words("What to do next", "section"))
        self._steps = QVBoxLayout()
        self._steps.setSpacing(SPACE_S)
        self._next.column.addLayout(self._steps)
        self.people = _Glance("People", "Attendance", shell, "attendance")
        self.planner = _Glance("Planner", "Planner", shell, "planner")
        self.claims = _Glance("Expenses", "Expenses", shell, "expenses")
        self._told: object = None
        self._facts = Card(name="About this session")
        self._facts.add(Words("About this session", "section"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_M)
        self._facts.column.addLayout(self._rows)
        inside = Flowing()
        column = QVBoxLayout(inside)
        column.setContentsMargins(FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH)
        column.setSpacing(SPACE_L)
        for part in (
            self._next,
            Across((self.people, 1), (self.planner, 1), (self.claims, 1), even=True),
            self._facts,
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.set_content(scrolling(inside, "Today"))
        theme().changed.connect(self._fit)

    def _fit(self) -> None:
        """Labels grow with the text."""
        for label in self._facts.findChildren(_Label):
            label.fit()

    def refresh(self, summary: ChangeSummary | None) -> None:
        if (
            summary is not None
            and not summary.concerns_root(self.session)
            and not summary.concerns("person", "organisation", "need")
        ):
            return
        session = self.desk.door.records.get(Session, self.session)
        if session is None:
            return
        now = standing(self.shell, session)
        heading = session_heading(self.desk.door.records, session, now.today)
        day = " · ".join(one for one in (say_date(now.today), heading.day_words) if one)
        self.set_title("Today", day)
        self.finish_button.set_words(
            "Carry on with the session" if session.finished else "Finish the session"
        )
        self._show_steps(now)
        self._show_glances(now)
        self._show_facts(now)

    def steps(self) -> tuple[Step, ...]:
        """What is offered to do next."""
        return tuple(row.step for row in self._step_rows())

    def _step_rows(self) -> list[_StepRow]:
        items = (self._steps.itemAt(place) for place in range(self._steps.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [one for one in widgets if isinstance(one, _StepRow)]

    def _show_steps(self, now: Standing) -> None:
        wanted = next_steps(now)
        if wanted == self.steps():
            return
        empty(self._steps)
        for place, step in enumerate(wanted):
            self._steps.addWidget(_StepRow(step, self.shell, primary=place == 0))

    def _show_glances(self, now: Standing) -> None:
        view = now.register
        day = day_for(view, now.today)
        if not view.rows:
            self.people.say("Nobody on the list yet", "")
        elif day is None:
            people = len(view.rows)
            self.people.say(f"{people} {'person' if people == 1 else 'people'} on the list", "")
        else:
            came = any(one.here for row in view.rows for one in row.days)
            self.people.say(count_words(day, now.today), f"{view.mix.words}." if came else "")
        self.planner.say(*planner_words(now.planners))
        if now.claims:
            total = say_money(sum(one.total_pence for one in now.claims))
            self.claims.say(total, total_words(now.claims))
        else:
            self.claims.say("No claims yet", "Nobody should be out of pocket for helping.")

    def _show_facts(self, now: Standing) -> None:
        heading = session_heading(self.desk.door.records, now.session, now.today)
        days = "\n".join(
            " · ".join(part for part in (day_title(one), times_of(one)) if part) for one in now.days
        )
        facts = (
            ("Kind", heading.kind_words),
            ("Days" if len(now.days) > 1 else "Day", days or _NOT_SAID),
            ("Venue", heading.venue or _NOT_SAID),
            ("Lead agency", heading.lead_agency or _NOT_SAID),
            ("Taking part", ", ".join(heading.organisations)),
            ("Community", heading.community),
            ("Facilitators", ", ".join(heading.facilitators)),
            ("Purpose", now.session.purpose or _NOT_SAID),
        )
        asked = day_questions(self.desk.door.records, self.session, now.today)
        told = (facts, () if now.is_over else tuple(asked))
        if told == self._told:
            return
        self._told = told
        empty(self._rows)
        for label, words in facts:
            if words:
                self._rows.addWidget(_fact(label, words))
        if told[1]:
            self._rows.addWidget(rule())
            self._rows.addWidget(Words("\n".join(asked), "small_strong", "amber"))

    def _finish(self) -> None:
        session = self.desk.door.records.get(Session, self.session)
        if session is None:
            return
        finished = not session.finished
        door = self.desk.door
        done = self.shell.attempt(lambda: finish_session(door, self.session, finished=finished))
        if done is not None:
            said = "The session is finished. You can carry on with it at any time."
            self.shell.say(said if finished else "The session goes on.", undo=True)


class _Label(Words):
    """The name of a fact, in a column of its own."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "body", "quiet")
        self.fit()

    def fit(self) -> None:
        self.setFixedWidth(theme().px(_LABEL_WIDTH))


def _fact(label: str, words: str) -> QWidget:
    name = _Label(label)
    said = Words(words)
    said.setAccessibleName(f"{label}: {words}")
    return Across((name, 0), (said, 1))
