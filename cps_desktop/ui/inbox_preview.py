"""What is inside the chosen bundle, beside the list, and what can be decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.clock import clock_ahead_words
from cps_desktop.services.handing_over import counted, say_size
from cps_desktop.services.inbox import Look
from cps_desktop.services.known_laptops import Stranger, who_words
from cps_desktop.ui.inbox_table import Row
from cps_desktop.ui.kit import Button, Card, FormRow, LineField, MessagePanel, Words, empty
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.theme import SPACE_M, SPACE_S

MOST_LINES: Final = 6
_SCOPES: Final = {
    "session": "One session.",
    "all": "Everything on that laptop.",
    "new": "Everything its receiver had not yet.",
}


class LookCard(Card):
    """One bundle: from whom, when, what is new, what is missing, and what to know before."""

    words_given = Signal(str)
    keep_asked = Signal()
    refuse_asked = Signal()
    throw_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__(name="What is inside", tight=True)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._nothing = Words("Choose a bundle to see what is inside.", "body", "quiet")
        self.field = LineField("The five words")
        self.open_it = Button("Open it", self._give)
        self.row = FormRow(
            "The five words", self.field, "As you were told them; capitals do not matter."
        )
        self.field.entered.connect(self._give)
        self.keep = Button("Keep for later", self.keep_asked.emit, tip="Alt+K")
        self.refuse = Button("Refuse", self.refuse_asked.emit, tip="Alt+R")
        self.throw = Button("Throw away…", self.throw_asked.emit)
        self.back = Button("Take back", self.back_asked.emit)
        self._decisions = Across(
            (self.keep, 0), (self.refuse, 0), (self.throw, 0), (self.back, 0), spacing=SPACE_M
        )
        self.add(self._nothing, self._holder, self.row, self.open_it, self._decisions)
        self.column.addStretch(1)
        self.look: Look | None = None
        self._shown: tuple[Row, ...] | None = None
        self.show_rows(())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show the chosen bundle, or how many are; none shows that none is chosen."""
        rows = tuple(rows)
        self._offer(rows)
        if rows == self._shown:
            return
        self._shown = rows
        before = self.look.path if self.look else None
        one = rows[0] if len(rows) == 1 else None
        self.look = look = one.look if one is not None else None
        empty(self._column)
        asks = look is not None and look.asks and not look.ready
        self._nothing.setVisible(not rows)
        self._holder.setVisible(bool(rows))
        self.row.setVisible(asks)
        self.open_it.setVisible(asks)
        if look is None or look.path != before:
            self.field.set_text("")
        name = "What is inside"
        if len(rows) > 1:
            self._show_many(rows)
        elif one is not None and one.refusal is not None:
            self._put(one.refusal.name, "strong")
            self._put(one.refusal.words)
        elif look is None or look.refused:
            self._put("Looking inside…", "body", "quiet")
        else:
            name = f"What is inside {look.called}"
            if look.preview is None:
                self._show_problem(look)
            else:
                self._show_inside(look, came=one is not None and one.came)
        self.setAccessibleName(name)

    def _offer(self, rows: Sequence[Row]) -> None:
        """Offer what can be decided on these."""
        self.keep.setVisible(any(row.keepable for row in rows))
        self.refuse.setVisible(any(row.refusable for row in rows))
        self.throw.setVisible(any(row.kept for row in rows))
        self.back.setVisible(any(row.refusal is not None for row in rows))
        self._decisions.setVisible(
            any(row.refusal is not None or row.refusable or row.keepable for row in rows)
        )

    def _put(self, text: str, role: str = "body", tone: str = "") -> None:
        self._add(Words(text, role, tone))

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        part.show()

    def _show_many(self, rows: Sequence[Row]) -> None:
        self._put(f"{len(rows)} bundles are chosen", "section")
        states: dict[str, int] = {}
        for row in rows:
            states[row.state.word] = states.get(row.state.word, 0) + 1
        for word, number in states.items():
            self._put(f"{word}: {number}")
        new = sum(row.look.new for row in rows if row.ready and row.look is not None)
        if new:
            self._put(f"{counted(new, 'change')} in them are new here, counted bundle by bundle.")
        asked = [
            one for row in rows if row.ready and row.look is not None for one in row.look.strangers
        ]
        if asked:
            self._ask_about(asked, "They hold")

    def _show_problem(self, look: Look) -> None:
        self._put(look.called, "strong")
        if look.asks:
            self._put(look.problem)
        else:
            happened, _, rest = look.problem.partition(". ")
            self._add(MessagePanel("warning", f"{happened.rstrip('.')}.", to_do=rest))

    def _show_inside(self, look: Look, *, came: bool) -> None:
        seen = look.preview
        if seen is None:
            return
        self._put(f"From {look.sender}", "section")
        self._put(f"{look.called}, made on {look.when}", "body", "quiet")
        if look.strangers and not came:
            self._ask_about(look.strangers, only_answers=seen.inspection.only_answers)
        for title in look.sessions[:MOST_LINES]:
            new = title in {name for _, name in seen.new_sessions}
            self._put(f"{title} (new here)" if new else title, "strong")
        if len(look.sessions) > MOST_LINES:
            self._put(f"and {len(look.sessions) - MOST_LINES} more sessions")
        for sentence in _numbers(look, came=came):
            self._put(sentence)
        for sentence in (*look.gap_words, *map(clock_ahead_words, look.clocks_ahead)):
            self._put(sentence, "body", "amber")
        for sentence in _about(look):
            self._put(sentence, "small", "quiet")

    def _ask_about(
        self, who: Sequence[Stranger], they: str = "It holds", *, only_answers: bool = False
    ) -> None:
        to_do = (
            "Ask the person whose laptop it is. Accept it and it is known from then on, keep it "
            "for later, or refuse it."
        )
        if len({one.device for one in who}) > 1:
            to_do = (
                "Ask the people whose laptops they are. Accept them and they are known from then "
                "on, keep them for later, or refuse them."
            )
        asks = "It is from" if only_answers else f"{they} work of"
        self._add(MessagePanel("question", f"{asks} {who_words(who)}.", to_do=to_do))

    def _give(self) -> None:
        self.field.flush()
        if self.field.text().strip():
            self.words_given.emit(self.field.text())


def _numbers(look: Look, *, came: bool) -> list[str]:
    seen = look.preview
    if seen is None:
        return []
    if came:
        return ["It was brought in."]
    said = []
    if seen.inspection.only_answers:
        said.append(
            "No work is in it. It says what that laptop has: bring it in, and what it lacks goes "
            "along the next time you hand over to it."
        )
    elif seen.nothing_new:
        said.append(
            "Nothing in it is new: everything is here already. Bringing it in changes nothing."
        )
    elif seen.new_changes == seen.inspection.changes:
        said.append(f"{counted(seen.new_changes, 'change')}, all new here.")
    else:
        said.append(
            f"{seen.new_changes:,} of {counted(seen.inspection.changes, 'change')} are new here."
        )
    if look.to_decide is None:
        said.append("How much there is to decide is known once it is in.")
    elif look.to_decide:
        things = "1 thing was" if look.to_decide == 1 else f"{look.to_decide} things were"
        said.append(f"{things} changed here and there: you decide afterwards, both are kept.")
    if seen.inspection.attachments:
        size = say_size(seen.inspection.attachment_bytes)
        come = "comes" if seen.inspection.attachments == 1 else "come"
        said.append(f"{counted(seen.inspection.attachments, 'picture')} ({size}) {come} with it.")
    if look.missing:
        said.append(f"{counted(look.missing, 'picture')} will still be to come.")
    return said


def _about(look: Look) -> list[str]:
    """What else the bundle says of itself."""
    seen = look.preview
    if seen is None:
        return []
    about = seen.inspection
    said = ["" if about.only_answers else _SCOPES.get(about.scope, "")]
    others = [name for name in look.laptops if name != look.sender]
    if others:
        named = ", ".join(others[:MOST_LINES])
        more = f" and {len(others) - MOST_LINES} more" if len(others) > MOST_LINES else ""
        said.append(f"It carries work of {named}{more}, too.")
    if about.unknown_frames:
        parts = counted(about.unknown_frames, "part")
        said.append(f"{parts} of it can only be read by a newer version of this program.")
    return [one for one in said if one]
