"""Privacy: what is kept longer than it is needed, who looked, and the papers to be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.retention import KeepingRule, Takes, due_on
from cps_desktop.services.access_log import forget_looks, in_words, looked, looks, looks_before
from cps_desktop.services.desk import Desk
from cps_desktop.services.erasing import Foreseen, may_erase
from cps_desktop.services.handing_over import counted, say_moment
from cps_desktop.services.print_preview import Made
from cps_desktop.services.privacy_papers import make_notice, make_record
from cps_desktop.services.progress import Progress
from cps_desktop.services.retention import (
    MOST_AT_ONCE,
    Due,
    choose_months,
    due_now,
    foresee_due,
    keeping_times,
    reason_for,
    say_months,
)
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.form_column import FormColumn
from cps_desktop.ui.kit import (
    Button,
    Card,
    Choice,
    Fold,
    FormRow,
    LineField,
    Words,
    buttons_row,
    empty,
)
from cps_desktop.ui.made_papers import MadePapers
from cps_desktop.ui.person_data_preview import ErasingCard
from cps_desktop.ui.session_page import SessionPage, Shell

_TITLE: Final = "Privacy"
_LINE: Final = "Nothing about people is kept for ever, and nothing goes without a yes."
_MOST_LOOKS: Final = 60


class DueCard(ErasingCard):
    """What may go now: found when asked, each ticked, gone on a yes."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "What may go now")
        self.look = Button("Show what may go", self._look)
        self.said = Words("")
        self.said.hide()
        self.add(
            Words("What may go now", "section"),
            Words(
                "Whatever was kept as long as it is needed is listed here. Untick what has to stay."
            ),
            self.look,
            self.said,
            self._preview,
        )

    def _looked_from(self) -> QWidget:
        return self.look

    def _look(self) -> None:
        desk = self._shell.desk
        allowed = may_erase(desk.workspace)

        def job(progress: Progress) -> tuple[tuple[Due, ...], Foreseen]:
            with desk_beside(desk) as beside:
                due = due_now(beside)
                some = due[:MOST_AT_ONCE] if allowed else ()
                return due, foresee_due(beside.workspace, some, progress)

        self._shell.run("Looking through everything held", job, lambda found: self.show_due(*found))

    def show_due(self, due: tuple[Due, ...], foreseen: Foreseen) -> None:
        """Show what is due, and offer it to whoever may erase."""
        self._forget()
        if not due:
            said = "Nothing is kept longer than it is needed."
        elif not may_erase(self._shell.desk.workspace):
            said = (
                f"{counted(len(due), 'thing')} may go. A coordinator who may erase decides: they "
                "find it on this page of their laptop."
            )
        elif len(due) > MOST_AT_ONCE:
            said = f"{counted(len(due), 'thing')} may go. These are the {MOST_AT_ONCE} longest due."
        else:
            said = f"{counted(len(due), 'thing')} may go."
        self.said.setText(said)
        self.said.show()
        if foreseen.groups:
            self.show_foreseen(foreseen, reason_for(due[:MOST_AT_ONCE]))


class TimesCard(Card):
    """How long things are kept; whoever may erase can choose other times."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="How long things are kept")
        self._shell = shell
        self.rules = Card(tight=True, name="The times")
        self.which = Choice("What is kept", [])
        self.months = LineField("Months")
        self.keep = Button("Keep it so long", self._keep)
        changing = Card(tight=True, name="Other times")
        changing.add(
            FormRow("What is kept", self.which),
            FormRow("Months", self.months, "A year is 12. It counts for every laptop of yours."),
        )
        changing.column.addLayout(buttons_row(self.keep))
        self.changing = Fold("Choose other times", changing)
        self.which.chosen.connect(lambda _key: self._show_months())
        self.add(Words("How long things are kept", "section"), self.rules, self.changing)

    def refresh(self) -> None:
        """Show the times as they are now."""
        rules = self._rules()
        empty(self.rules.column)
        for one in rules:
            self.rules.add(Words(f"{one.what}: {say_months(one.months)}", "strong"))
            self.rules.add(Words(one.why, "body", "quiet"))
        chosen = self.which.key()
        self.which.set_options([(one.key, one.what) for one in rules])
        if chosen:
            self.which.set_key(chosen)
        self._show_months()
        self.changing.setVisible(may_erase(self._shell.desk.workspace))

    def _rules(self) -> tuple[KeepingRule, ...]:
        times = self._shell.attempt(lambda: keeping_times(self._shell.desk))
        return times.rules if times is not None else ()

    def _show_months(self) -> None:
        for one in self._rules():
            if one.key == self.which.key():
                self.months.set_text(str(one.months))

    def _keep(self) -> None:
        door, words = self._shell.desk.door, self.months.text().strip()
        rule = next(one for one in self._rules() if one.key == self.which.key())
        months = int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0
        if self._shell.attempt(lambda: choose_months(door, rule, months)) is not None:
            self._shell.say(f"{rule.what}: kept {say_months(months)} from now on.", undo=True)


class PapersCard(Card):
    """The papers people and authorities may ask for."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Papers")
        self._papers = MadePapers(shell, self)
        self._shell = shell
        self.add(
            Words("Papers", "section"),
            Words("Made from what is really held in this workspace today."),
        )
        self.buttons: dict[str, Button] = {}
        for words, help_text, make in (
            ("Privacy notice", "One page for those who take part, in plain words.", make_notice),
            ("Record of processing", "For whoever looks after data protection.", make_record),
        ):
            self._offer(words, help_text, make)

    def _offer(self, words: str, help_text: str, make: Callable[[Desk], Made]) -> None:
        desk, doing = self._shell.desk, f"Making the {words.lower()}"
        save = Button("Save as PDF…", lambda: self._papers.save(doing, partial(make, desk)))
        out = Button("Print…", lambda: self._papers.print_it(doing, partial(make, desk)))
        save.setAccessibleName(f"{words}: save as PDF")
        out.setAccessibleName(f"{words}: print")
        self.buttons[words] = save
        self.add(Words(words, "strong"), Words(help_text, "body", "quiet"))
        self.column.addLayout(buttons_row(save, out))


class LooksCard(Card):
    """Who looked at what is sensitive, on this laptop."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Who looked")
        self._shell = shell
        self._list = Card(tight=True, name="The latest looks")
        self.fold = Fold("The latest looks", self._list)
        self.line = Words("")
        self.forget = Button("Forget the old ones", self._forget)
        self.add(
            Words("Who looked", "section"),
            Words(
                "Whoever opens a person's details, their data, their claim, or what people need "
                "for a session is written down on this laptop. It is never handed over."
            ),
            self.line,
            self.forget,
            self.fold,
        )

    def refresh(self) -> None:
        """Show the looks that are written down."""
        workspace = self._shell.desk.workspace
        some, months = looks(workspace), self._months()
        old = looks_before(workspace, self._before(months))
        self.line.setText(f"{counted(len(some), 'look')} written down.")
        self.forget.setText(f"Forget {counted(old, 'look')} older than {say_months(months)}")
        self.forget.setVisible(old > 0)
        empty(self._list.column)
        for one in in_words(workspace, some[:_MOST_LOOKS]):
            who = f" by {one.who}" if one.who else ""
            about = f": {one.about}" if one.about else ""
            self._list.add(Words(f"{one.page}{about}"))
            self._list.add(Words(f"{say_moment(one.at)}{who}", "small", "quiet"))
        self.fold.setVisible(bool(some))

    def _months(self) -> int:
        times = keeping_times(self._shell.desk)
        return next(one.months for one in times.rules if one.takes is Takes.LOOKED)

    def _before(self, months: int) -> dt.date:
        return due_on(self._shell.desk.door.today(), -months)

    def _forget(self) -> None:
        workspace, before = self._shell.desk.workspace, self._before(self._months())
        gone = self._shell.attempt(lambda: forget_looks(workspace, before))
        if gone is not None:
            self._shell.say(f"{counted(gone, 'look')} forgotten.")
            self.refresh()


class PrivacyPage(SessionPage):
    """Reached from the menu of all sessions, and by search."""

    KEY: ClassVar[str] = "privacy"
    NAME: ClassVar[str] = _TITLE

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, _TITLE, _LINE)
        self.due = DueCard(shell)
        self.times = TimesCard(shell)
        self.papers = PapersCard(shell)
        self.looks = LooksCard(shell)
        parts: list[QWidget] = [self.due, self.times, self.papers, self.looks]
        self.add(FormColumn(*parts))

    def showEvent(self, event: QShowEvent) -> None:
        # The page is kept once it is made: what counts is that it comes to the front.
        looked(self.desk.workspace, "privacy", "", self.desk.door.now_ms())
        super().showEvent(event)

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is None or summary.concerns("keeping_time", "paper", "ruling"):
            self.times.refresh()
        if summary is None or summary.concerns("keeping_time", "person"):
            self.looks.refresh()
