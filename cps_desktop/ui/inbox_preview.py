"""What is inside the chosen bundle, beside the list; and what came in, above it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.clock import clock_ahead_words
from cps_desktop.domain.records import RecordId
from cps_desktop.services.handing_over import counted, say_size
from cps_desktop.services.inbox import Look, Report
from cps_desktop.ui.kit import (
    Button,
    Card,
    FormRow,
    LineField,
    LinkButton,
    MessagePanel,
    Words,
    announce,
)
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.theme import SPACE_M, SPACE_S

MOST_LINKS = 6


class LookCard(Card):
    """One bundle: from whom, when, what is new, what is missing, and what to know before."""

    words_given = Signal(str)

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
        self.add(self._nothing, self._holder, self.row, self.open_it)
        self.column.addStretch(1)
        self.look: Look | None = None
        self.show_look(None)

    def show_look(self, look: Look | None, *, came: bool = False) -> None:
        """Show one bundle; None shows that none is chosen."""
        before = self.look.path if self.look else None
        self.look = look
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        asks = look is not None and look.asks and not look.ready
        self._nothing.setVisible(look is None)
        self._holder.setVisible(look is not None)
        self.row.setVisible(asks)
        self.open_it.setVisible(asks)
        if look is None or look.path != before:
            self.field.set_text("")
        if look is None:
            return
        if look.preview is None:
            self._show_problem(look)
        else:
            self._show_inside(look, came=came)
        self.setAccessibleName(f"What is inside {look.path.name}")

    def _put(self, text: str, role: str = "body", tone: str = "") -> None:
        self._add(Words(text, role, tone))

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        part.show()

    def _show_problem(self, look: Look) -> None:
        self._put(look.path.name, "strong")
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
        self._put(f"{look.path.name}, made on {look.when}", "body", "quiet")
        for title in look.sessions[:MOST_LINKS]:
            new = title in {name for _, name in seen.new_sessions}
            self._put(f"{title} (new here)" if new else title, "strong")
        if len(look.sessions) > MOST_LINKS:
            self._put(f"and {len(look.sessions) - MOST_LINKS} more sessions")
        for sentence in _numbers(look, came=came):
            self._put(sentence)
        if look.laptops_first_met and not came:
            names = ", ".join(look.laptops_first_met)
            self._add(
                MessagePanel(
                    "question",
                    f"Met for the first time: {names}.",
                    to_do="Ask the person whose laptop it is before you bring it in.",
                )
            )
        for sentence in (*look.gap_words, *map(clock_ahead_words, look.clocks_ahead)):
            self._put(sentence, "body", "amber")

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
    if seen.nothing_new:
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
        said.append(f"{counted(seen.inspection.attachments, 'picture')} ({size}) come with it.")
    if look.missing:
        said.append(f"{counted(look.missing, 'picture')} will still be to come.")
    return said


class ReportCard(Card):
    """What came in, in plain words, with links to where it is."""

    def __init__(
        self,
        report: Report,
        sessions: tuple[tuple[RecordId, str], ...],
        *,
        open_session: Callable[[RecordId], object],
        decide: Callable[[], object],
        close: Callable[[], object],
    ) -> None:
        failed = [one for one in report.outcomes if one.problem]
        kind = "warning" if failed else "done" if report.came else "accent"
        super().__init__(kind, name="What came in", tight=True)
        self.said = [report.words]
        if report.stopped:
            self.said.append("You stopped it. Bundles that were in stay; the others are untouched.")
        if report.to_decide:
            things = "1 thing waits" if report.to_decide == 1 else f"{report.to_decide} things wait"
            self.said.append(f"{things} for you to decide; both versions are kept until then.")
        if report.missing:
            self.said.append(f"{counted(report.missing, 'picture')} are still to come.")
        self.said += map(clock_ahead_words, report.clocks_ahead)
        self.add(Words(self.said[0], "strong"), *(Words(one) for one in self.said[1:]))
        for one in failed:
            self.add(Words(f"{one.look.path.name}: {one.problem}"))
            self.said.append(one.problem)
        self.links: list[Button] = []
        if report.to_decide:
            self.links.append(Button("Decide…", decide))
        if report.new:
            for session, title in sessions[:MOST_LINKS]:
                self.links.append(LinkButton(title, _opening(open_session, session)))
        self.links.append(Button("Close this report", close))
        self.add(Across(*((one, 0) for one in self.links), spacing=SPACE_M))

    def speak(self) -> None:
        """Have it read out."""
        announce(self, " ".join(self.said))


def _opening(open_session: Callable[[RecordId], object], session: RecordId) -> Callable[[], object]:
    return lambda: open_session(session)
