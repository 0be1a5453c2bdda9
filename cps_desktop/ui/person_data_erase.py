"""The cards that erase a person, or one field, for everybody: what goes, why, and what remains."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.kinds import Person
from cps_desktop.domain.records import RecordId, meanings
from cps_desktop.services.erasing import (
    Erased,
    Foreseen,
    Group,
    ask_for_erasure,
    erase,
    foresee_field,
    foresee_person,
)
from cps_desktop.services.progress import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.kit import (
    Button,
    Card,
    Choice,
    FormRow,
    MessagePanel,
    QuestionDialog,
    TextField,
    TickBox,
    Words,
    buttons_row,
    empty,
    rule,
)
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_S, SPACE_XL

EVERYTHING: Final = "everything"
_FIELDS: Final = ("contact", "needs", "known_as", "role", "organisation", "name")
_MOST_TEXTS: Final = 100
_LINE: Final = (
    "What is erased is gone for good: here, from backups here, and with the next bundle on every "
    "other laptop. Old bundles bring nothing of it back. Undo does not bring it back either."
)
_NOT_RECALLED: Final = (
    "It cannot be called back from bundles on sticks or in mails, from copies of the folder, from "
    "backups kept elsewhere, and from paper."
)


class EraseCard(Card):
    """For a coordinator who may erase. ``erased`` when it is done."""

    erased = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Erase")
        self._shell = shell
        self._person: RecordId = ""
        self._foreseen: Foreseen | None = None
        self.ticks: dict[str, TickBox] = {}
        self.text_ticks: dict[str, dict[RecordId, TickBox]] = {}
        labels = meanings(Person)
        options = [(EVERYTHING, "Everything about them")]
        options += [(name, f"Only: {labels[name].label}") for name in _FIELDS]
        self.what = Choice("What to erase", options)
        self.what.chosen.connect(lambda _key: self._forget())
        self.look = Button("Show what would go", self._look)
        self.add(
            Words("Erase", "section"),
            Words(_LINE),
            FormRow("What to erase", self.what),
            self.look,
        )
        self._preview = QWidget()
        self._column = QVBoxLayout(self._preview)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._preview.hide()
        self.add(self._preview)

    def show_person(self, person: RecordId) -> None:
        """From now on it is about this person."""
        if person != self._person:
            self._person = person
            self.what.set_key(EVERYTHING)
            self.what.setEnabled(True)
            self.look.setEnabled(True)
            self._forget()

    # -- what would go ----------------------------------------------------------------------------

    def _look(self) -> None:
        desk, person, field = self._shell.desk, self._person, self.what.key()

        def job(_progress: Progress) -> Foreseen:
            with desk_beside(desk) as beside:
                if field == EVERYTHING:
                    return foresee_person(beside.workspace, person)
                return foresee_field(beside.workspace, Person.KIND, person, field)

        self._shell.run("Looking through everything held", job, self._show)

    def _show(self, foreseen: Foreseen) -> None:
        self._forget()
        self._foreseen = foreseen
        self._preview.show()
        self._column.addWidget(rule())
        if not foreseen.groups:
            self._column.addWidget(Words("Nothing is written there, so nothing can be erased."))
            return
        self._column.addWidget(Words("This would go", "strong"))
        for group in foreseen.groups:
            self._show_group(group)
        self.reason = TextField("Why it is erased")
        self.reason.edited.connect(lambda _text: self._fit())
        self._reason_row = FormRow(
            "Why it is erased", self.reason, "Kept for good and seen by others. Name nobody in it."
        )
        self._column.addWidget(self._reason_row)
        self._column.addWidget(Words(_NOT_RECALLED, "body", "quiet"))
        self.erase = Button("Erase for good…", self._sure, kind="danger")
        self.leave = Button("Leave it", self._leave)
        self._column.addLayout(buttons_row(self.erase, self.leave))
        self._fit()
        (next(iter(self.ticks.values()), None) or self.reason).setFocus()

    def _show_group(self, group: Group) -> None:
        tick = TickBox(group.words, on=group.ticked)
        tick.ticked.connect(lambda _on: self._fit())
        self.ticks[group.key] = tick
        self._column.addWidget(tick)
        if group.note:
            self._column.addWidget(_indented(Words(group.note, "small", "quiet")))
        texts: dict[RecordId, TickBox] = {}
        for one in group.found[:_MOST_TEXTS]:
            if one.record in texts:
                continue
            said = one.words if one.now else f"{one.words} (an earlier wording)"
            texts[one.record] = TickBox(said, on=True)
            self._column.addWidget(_indented(texts[one.record]))
        if texts:
            self.text_ticks[group.key] = texts
        more = len({one.record for one in group.found}) - len(texts)
        if more > 0:
            words = f"{more:,} more are not listed and go along with these."
            self._column.addWidget(_indented(Words(words, "small", "quiet")))

    def chosen(self) -> Foreseen:
        """What is ticked of what was foreseen."""
        assert self._foreseen is not None
        some = self._foreseen.choosing([key for key, one in self.ticks.items() if one.isChecked()])
        for key, texts in self.text_ticks.items():
            unticked = {record for record, one in texts.items() if not one.isChecked()}
            group = next(one for one in some.groups if one.key == key)
            left = {one.record for one in group.found} - unticked
            if unticked:
                some = some.narrowed(key, left)
        return some

    def _fit(self) -> None:
        self.erase.setEnabled(
            bool(self.reason.text().strip()) and any(one.isChecked() for one in self.ticks.values())
        )

    def _leave(self) -> None:
        self._forget()
        self.look.setFocus()

    def _forget(self) -> None:
        self._foreseen = None
        self.ticks = {}
        self.text_ticks = {}
        empty(self._column)
        self._preview.hide()

    # -- erasing ----------------------------------------------------------------------------------

    def _sure(self) -> None:
        foreseen = self.chosen()
        going = "\n".join(f"• {one.words}" for one in foreseen.going)
        answer = QuestionDialog(
            f"Erase {foreseen.about} for good?",
            f"{going}\n\nNobody can bring it back, here or anywhere else.",
            (("erase", "Erase for good"), ("leave", "Leave it")),
            danger="erase",
            parent=self,
        ).ask()
        if answer == "erase":
            self.erase_now(foreseen, self.reason.text())

    def erase_now(self, foreseen: Foreseen, reason: str) -> None:
        """Erase what is given, in a thread."""
        desk = self._shell.desk

        def job(progress: Progress) -> Erased:
            with desk_beside(desk) as beside:
                return erase(beside, foreseen, reason, progress)

        self._shell.run("Erasing", job, self._done)

    def _done(self, erased: Erased) -> None:
        self._forget()
        desk = self._shell.desk
        desk.workspace.forget_caches()
        self._say(erased)
        left = desk.workspace.get(Person, self._person) is not None
        self.what.setEnabled(left)
        self.look.setEnabled(left)
        desk.door.came_in(ChangeSummary("Erase", everything=True))
        self.erased.emit()

    def _say(self, erased: Erased) -> None:
        went = list(erased.went)
        if erased.backups_cleaned:
            word = "backup" if erased.backups_cleaned == 1 else "backups"
            went.append(f"Also taken out of {erased.backups_cleaned} {word} here")
        panel = MessagePanel(
            "done",
            f"Erased: {erased.about}",
            safe="\n".join(f"• {one}" for one in went),
            to_do="\n".join(erased.cannot_recall),
        )
        self._column.addWidget(panel)
        self._preview.show()
        panel.speak()


class AskCard(Card):
    """For everybody else: ask those who may."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Ask a coordinator to erase")
        self._shell = shell
        self._person: RecordId = ""
        self.why = TextField("Why it should be erased")
        self.ask = Button("Ask a coordinator to erase", self._ask)
        self.ask.setEnabled(False)
        self.why.edited.connect(lambda text: self.ask.setEnabled(bool(text.strip())))
        self.add(
            Words("Ask a coordinator to erase", "section"),
            Words(
                "A coordinator who may erase sees what you ask with your next bundle, and decides."
            ),
            FormRow("Why it should be erased", self.why, "For example: they asked for it."),
            self.ask,
        )

    def show_person(self, person: RecordId) -> None:
        """From now on it is about this person."""
        if person != self._person:
            self._person = person
            self.why.set_text("")
            self.ask.setEnabled(False)

    def _ask(self) -> None:
        door, words = self._shell.desk.door, self.why.text()
        if self._shell.attempt(lambda: ask_for_erasure(door, self._person, words)):
            self.why.set_text("")
            self.ask.setEnabled(False)
            self._shell.say("Asked. It goes along with your next bundle.", undo=True)


def _indented(widget: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(SPACE_XL, 0, 0, 0)
    column.addWidget(widget)
    return holder
