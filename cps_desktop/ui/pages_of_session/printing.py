"""Print: choose a paper, see the very file, save it or print it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Claim, Note, Person, Planner, SessionDay
from cps_desktop.domain.records import RecordId
from cps_desktop.services.preparation import papers_wanted
from cps_desktop.services.print_preview import (
    ALL,
    PAGES,
    Made,
    Wanted,
    choices_of,
    languages_for,
    make,
    nothing_to_print,
)
from cps_desktop.services.printing import Paper
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Button, Card, Choice, EmptyState, FormRow, MessagePanel, Words, empty
from cps_desktop.ui.made_papers import MadePapers
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.printing_preview import Preview
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import DEBOUNCE_MS, SPACE_S

BLANK: Final = "blank"
CODED: Final = "coded"
FORM: Final = "form"
EVERY_FIGURE: Final = "every figure"
_PAPERS: Final = (
    (Paper.PLANNER.value, "Planner"),
    (BLANK, "Planner to write on"),
    (CODED, "Sheets to write on and photograph"),
    (FORM, "Form to type into, for who was not here"),
    (Paper.REGISTER.value, "Register"),
    (Paper.FIGURES.value, "Figures of who came, for others"),
    (EVERY_FIGURE, "Figures of who came, for ourselves"),
    (Paper.CERTIFICATES.value, "Certificates of attendance"),
    (Paper.CLAIMS.value, "Expense claims"),
    (Paper.PACK.value, "Everything, in one file"),
)
_WHICH: Final = {
    Paper.PLANNER.value: "Which planner",
    BLANK: "Which planner",
    CODED: "Which planner",
    FORM: "Which planner",
    Paper.CLAIMS.value: "Whose claim",
    Paper.REGISTER.value: "Which day",
    Paper.FIGURES.value: "Which day",
    EVERY_FIGURE: "Which day",
    Paper.CERTIFICATES.value: "Whose certificate",
}
_ALL_IN_ONE: Final = (Paper.PACK,)
"""Papers of which there is only one to choose."""
_SIZES: Final = {
    "A3": "A3, as on the wall",
    "A3 on two A4": "A3 on two A4 sheets, to join",
    "A4": "A4, to read",
    "A4 large print": "A4, large print",
}
_LARGE: Final = "A4 large print"
_LARGE_WHY: Final = "Large print is wanted by somebody on the list."
_CHECK_AFTER_MS: Final = 2 * DEBOUNCE_MS
_BAR_AFTER_MS: Final = 700


class PrintPage(SessionPage):
    """The papers of a session: what is seen is the file that is saved."""

    KEY: ClassVar[str] = "print"
    NAME: ClassVar[str] = "Print"

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__(shell, session, "Print", "What you see is the very file that is saved.")
        self.background = Background(self)
        self.made: Made | None = None
        self._papers = MadePapers(shell, self)
        self._stale = True
        self._drawing = False
        self.saver = Button("Save the PDF…", self.ask_where, tip="Ctrl+S", kind="primary")
        self.printer = Button("Print…", self.print_it, tip="Ctrl+P")
        self.back = Button("Paper that came back…", self.paper_back)
        self.set_buttons((self.back, self.printer), self.saver)
        self.paper = Choice("What to print", _PAPERS)
        self.which = Choice("Which", ())
        self.page_size = Choice("Page size", [(one, _SIZES[one]) for one in PAGES])
        self.language = Choice("Language", ())
        self._which_row = FormRow("Which planner", self.which)
        self._size_row = FormRow("Page size", self.page_size)
        self._language_row = FormRow("Language", self.language)
        self.choices = Across(
            (FormRow("What to print", self.paper), 0),
            (self._which_row, 0),
            (self._size_row, 0),
            (self._language_row, 0),
        )
        self._large = "large print" in papers_wanted(
            self.desk.workspace, self.desk.needs.needs, session
        )
        if self._large:
            self._size_row.set_help(_LARGE_WHY)
        self.paper.chosen.connect(self._paper_chosen)
        self.which.chosen.connect(self._chosen)
        self.page_size.chosen.connect(self._chosen)
        self.language.chosen.connect(self._chosen)
        self.words = Words("", "small", "quiet")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Drawing the pages")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.hide()
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(_BAR_AFTER_MS)
        self._long.timeout.connect(self.bar.show)
        self.preview = Preview(self.background)
        self._nothing = QWidget()
        self._nothing_column = QVBoxLayout(self._nothing)
        self._nothing_column.setContentsMargins(0, 0, 0, 0)
        self._problem: MessagePanel | None = None
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_CHECK_AFTER_MS)
        self._later.timeout.connect(self._make_if_seen)
        for keys, do in (
            (QKeySequence.StandardKey.Print, self.print_it),
            (QKeySequence.StandardKey.Save, self.ask_where),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        self._offer()
        self._say_ready()

    def _lay_out(self) -> None:
        self.card = Card(name="Preview", tight=True)
        self.card.column.setSpacing(SPACE_S)
        self.card.add(self.words, self.bar)
        self.card.column.addWidget(self.preview, 1)
        self.add(self.choices, self._nothing, self.card)
        self.column.setStretchFactor(self.card, 100)
        self._nothing.hide()

    # -- what is wanted ---------------------------------------------------------------------------

    @property
    def wanted(self) -> Wanted:
        """What the choices at the top ask for."""
        key = self.paper.key()
        empty = key in (BLANK, CODED, FORM)
        every = key == EVERY_FIGURE
        paper = Paper.PLANNER if empty else Paper.FIGURES if every else Paper(key)
        size = next((one for one in PAGES if one == self.page_size.key()), PAGES[0])
        return Wanted(
            paper,
            ALL if paper in _ALL_IN_ONE else self.which.key() or ALL,
            size if paper is Paper.PLANNER else PAGES[0],
            blank=key == BLANK,
            coded=key == CODED,
            form=key == FORM,
            language=self.language.key() or "",
            small=every,
        )

    def paper_back(self) -> None:
        """Bring in a filled form, or a photo of a sheet that was written on."""
        from cps_desktop.ui.paper_back import choose_paper

        choose_paper(self, self.shell, self.session)

    def _paper_chosen(self, key: str) -> None:
        self.which.set_options(())
        if key == BLANK and self._large:
            self.page_size.set_key(_LARGE)
        self._chosen("")

    def _chosen(self, _key: str) -> None:
        self.preview.begin_again()
        self.made = None
        self._offer()
        self._make()

    def _offer(self) -> None:
        """Offer what there is of the chosen paper; what was chosen stays chosen."""
        wanted = self.wanted
        options = choices_of(
            self.desk,
            self.session,
            wanted.paper,
            blank=wanted.blank,
            coded=wanted.coded,
            form=wanted.form,
        )
        before = self.which.key()
        kept = before if before in dict(options) else ""
        self.which.set_options(options, kept or (options[0][0] if options else ""))
        self._which_row.label.setText(_WHICH.get(self.paper.key(), ""))
        self.which.setAccessibleName(_WHICH.get(self.paper.key(), "Which"))
        self._which_row.setVisible(bool(options))
        sizes = [one for one in PAGES if not wanted.coded or one in ("A3", "A4")]
        if self.page_size.count() != len(sizes):
            size = self.page_size.key() if self.page_size.key() in sizes else sizes[0]
            self.page_size.set_options([(one, _SIZES[one]) for one in sizes], size)
        self._size_row.setVisible(wanted.paper is Paper.PLANNER and not wanted.form)
        self._offer_languages()

    def _offer_languages(self) -> None:
        """Offer what the chosen planner can be read in; the language chosen stays where it can."""
        options = languages_for(self.desk, self.session, self.wanted)
        before = self.language.key()
        kept = before if before in dict(options) else ""
        self.language.set_options(options, kept or (options[0][0] if options else ""))
        self._language_row.setVisible(len(options) > 1)

    # -- the contract of a page -----------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        self._offer()
        self._stale = True
        if summary is None:
            self._make_if_seen()
        else:
            self._later.start()

    def go_to(self, record: RecordId) -> None:
        """Choose a planner, a claim, a person's certificate or a day's register to print.

        A note brings its planner; a paper's own key brings all there is of it, "figures/" with a
        day that day's.
        """
        note = self.desk.workspace.get(Note, record)
        if note is not None:
            record = note.planner
        if self.desk.workspace.get(Planner, record) is not None:
            self._choose(Paper.PLANNER.value, record)
        elif self.desk.workspace.get(Claim, record) is not None:
            self._choose(Paper.CLAIMS.value, record)
        elif self.desk.workspace.get(Person, record) is not None:
            self._choose(Paper.CERTIFICATES.value, record)
        elif self.desk.workspace.get(SessionDay, record) is not None:
            self._choose(Paper.REGISTER.value, record)
        elif record.partition("/")[0] in dict(_PAPERS):
            paper, _, which = record.partition("/")
            self._choose(paper, which)

    def _choose(self, paper: str, which: RecordId) -> None:
        self.paper.set_key(paper)
        self.which.set_options(())
        self._offer()
        if any(self.which.itemData(row) == which for row in range(self.which.count())):
            self.which.set_key(which)
        self.preview.begin_again()
        self.made = None
        self._make()

    def place(self) -> RecordId:
        which = self.which.key()
        key = self.paper.key()
        chosen = key in (Paper.PLANNER, Paper.CLAIMS) and which not in ("", ALL)
        return which if chosen else key

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make_if_seen()

    # -- making ---------------------------------------------------------------------------------

    def _make_if_seen(self) -> None:
        if self._stale and self.isVisible():
            self._make()

    def _make(self) -> None:
        self._later.stop()
        self._stale = False
        self._clear_nothing()
        wanted = self.wanted
        sentence = nothing_to_print(self.desk, self.session, wanted)
        if sentence:
            self.background.forget("document")
            self.made = None
            self._drawing = False
            self._no_bar()
            self._show_nothing(sentence, wanted)
            self._say_ready()
            return
        self.card.show()
        self.words.setText("Drawing the pages…")
        self._drawing = True
        self._long.start()
        desk, session = self.desk, self.session
        self.background.do(
            "document", lambda: make(desk, session, wanted), self._show, self._refused
        )
        self._say_ready()

    def _show(self, made: Made) -> None:
        self.made = made
        self._drawing = False
        self._no_bar()
        self.words.setText(" ".join(one for one in (made.state, made.classification) if one))
        self.preview.show_document(made)
        self._say_ready()

    def _no_bar(self) -> None:
        self._long.stop()
        self.bar.hide()

    def _refused(self, fault: Fault) -> None:
        self.made = None
        self._drawing = False
        self._no_bar()
        self.card.hide()
        self._put(MessagePanel("warning", str(fault)))
        self._say_ready()

    def _show_nothing(self, sentence: str, wanted: Wanted) -> None:
        self.card.hide()
        if wanted.form:
            action = ("Go to the planner", lambda: self.shell.open_page("planner"))
        elif wanted.paper is Paper.PLANNER:
            action = ("Print a blank planner", lambda: self._choose(BLANK, ""))
        elif wanted.paper is Paper.CERTIFICATES:
            action = ("Go to Attendance", lambda: self.shell.open_page("attendance"))
        else:
            action = ("Go to Expenses", lambda: self.shell.open_page("expenses"))
        self._put(EmptyState(sentence, action))

    def _put(self, widget: QWidget) -> None:
        self._clear_nothing()
        self._nothing_column.addWidget(widget)
        self._nothing.show()

    def _clear_nothing(self) -> None:
        empty(self._nothing_column)
        self._nothing.hide()

    def _say_ready(self) -> None:
        # The paper chosen before is not what is wanted now, though its pages are still in sight.
        ready = self.made is not None and not self._stale and not self._drawing
        self.saver.setEnabled(ready)
        self.printer.setEnabled(ready)

    # -- saving and printing --------------------------------------------------------------------

    def ask_where(self) -> None:
        """Ask for a place, and save the file that is seen there."""
        if self.made is None or not self.saver.isEnabled():
            return
        path = self._papers.ask_where(self.made)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save exactly what is seen."""
        if self.made is not None:
            self._papers.save_to(self.made, path)

    def print_it(self) -> None:
        """Ask for a printer, and draw the pages that are seen on it."""
        if self.made is not None and self.printer.isEnabled():
            self._papers.print_made(self.made, self._no_printer)

    def _no_printer(self, fault: Fault) -> None:
        self._put(
            MessagePanel("question", str(fault), actions=(("Save the PDF…", self.ask_where),))
        )
