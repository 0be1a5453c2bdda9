"""A form that came back: who filled it in, and each answer as new, changed or the same."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import NamedAs
from cps_desktop.services.form_answers import FormLine, Standing
from cps_desktop.services.paper_forms import ReturnedForm, as_person, bring_in
from cps_desktop.ui.attempts import Attempts
from cps_desktop.ui.kit import Choice, FormRow, MessagePanel, QuestionDialog, TickBox, Words, empty
from cps_desktop.ui.paper_back.room import as_large_as, scrolling
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_M, SPACE_S

_BRING, _NOT = "bring", "not"
_SHOWN = {
    NamedAs.NAME: "Shown with the name.",
    NamedAs.INITIALS: "Shown with initials.",
    NamedAs.NOBODY: "Shown with no name.",
}
_BEFORE = {
    Standing.NEW: "New",
    Standing.CHANGED: "Changed",
    Standing.SAME: "The same as here",
    Standing.GONE: "Taken away here since it came in",
    Standing.UNCLEAR: "Not clear",
}
_LONGEST = 300


class FormDialog(QuestionDialog):
    """Shows what a form says; ``ask`` brings in what is ticked."""

    HELP = "paper-back"

    def __init__(self, shell: Shell, form: ReturnedForm, parent: QWidget | None = None) -> None:
        who = form.who.name or "Somebody who gave no name"
        super().__init__(
            f"A form from {who}"[:90],
            f"{form.name}, form {form.stamp.short}. {form.summary}.",
            ((_BRING, "Bring in"), (_NOT, "Not now")),
            parent=parent,
        )
        self._shell, self._first = shell, form
        self.form = form
        self.ticks: dict[str, TickBox] = {}
        for warning in form.warnings:
            self.body.addWidget(MessagePanel("warning", warning))
        self.body.addWidget(Words(_SHOWN[NamedAs(form.who.named_as)], "small", "quiet"))
        self.person: Choice | None = None
        if form.earlier:
            self._ask_who(form)
        holder = QWidget()
        self._lines = QVBoxLayout(holder)
        self._lines.setContentsMargins(0, 0, SPACE_M, 0)
        self._lines.setSpacing(SPACE_S)
        self.body.addWidget(scrolling("What the form says", holder), 1)
        self._fill()
        self.keeps(self._keep, _BRING)
        as_large_as(self, DIALOG_WIDTH + DIALOG_WIDTH // 3, DIALOG_WIDTH)

    def _ask_who(self, form: ReturnedForm) -> None:
        new = f"{form.who.name or 'Nobody named'}: another person"
        options = [("", new)]
        options += [(name, f"{name or 'Nobody named'}: the same person") for name in form.earlier]
        self.person = Choice("Who filled it in", options)
        self.person.chosen.connect(self._person_chosen)
        self.body.addWidget(
            FormRow(
                "Who filled it in",
                self.person,
                "A copy of this form came in before under another name.",
            )
        )

    def _person_chosen(self, name: str) -> None:
        known = self.person is not None and self.person.currentIndex() > 0
        self.form = as_person(self._shell.desk, self._first, name) if known else self._first
        self._fill()

    def _fill(self) -> None:
        empty(self._lines)
        self.ticks.clear()
        question = ""
        offered = {one.key for one in self.form.offered}
        for line in self.form.lines:
            if line.question != question:
                question = line.question
                self._lines.addWidget(Words(question, "strong"))
            self._line(line, ticked=line.key in offered)
        self._lines.addStretch(1)
        self._count()

    def _line(self, line: FormLine, *, ticked: bool) -> None:
        words = _short(line.words)
        if line.standing in (Standing.SAME, Standing.UNCLEAR):
            self._lines.addWidget(Words(f"{_BEFORE[line.standing]}: {words}", "body", "quiet"))
        else:
            # Its words stand beneath, where they can be broken; a listener hears both at once.
            tick = TickBox(_BEFORE[line.standing], on=ticked)
            tick.setAccessibleName(f"{_BEFORE[line.standing]}: {words}")
            tick.toggled.connect(lambda _on: self._count())
            self.ticks[line.key] = tick
            self._lines.addWidget(tick)
            self._lines.addWidget(Words(words))
        if line.before:
            self._lines.addWidget(Words(f"Here now: {_short(line.before)}", "small", "quiet"))
        if line.remark:
            self._lines.addWidget(Words(line.remark, "small", "amber"))

    @property
    def chosen(self) -> set[str]:
        """The keys of the lines that are ticked."""
        return {key for key, tick in self.ticks.items() if tick.isChecked()}

    def _count(self) -> None:
        count = len(self.chosen)
        self.buttons[_BRING].set_words(
            f"Bring in {count} answer{'' if count == 1 else 's'}" if count else "Bring in"
        )
        self.buttons[_BRING].setEnabled(count > 0)

    def _keep(self) -> str:
        desk, form, chosen = self._shell.desk, self.form, self.chosen
        return Attempts(self._shell).why_not(lambda: bring_in(desk, form, chosen))

    def ask(self) -> str:
        """Show it; bring in what is ticked, and say so with a way back."""
        answer = super().ask()
        if answer == _BRING:
            count = len(self.chosen)
            said = "1 answer was" if count == 1 else f"{count} answers were"
            self._shell.say(f"{said} brought in from the form.", undo=True)
        return answer


def _short(text: str) -> str:
    line = " / ".join(part for part in text.replace("\t", " | ").split("\n") if part.strip())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"
