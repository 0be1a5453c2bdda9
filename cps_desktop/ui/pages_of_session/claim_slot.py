"""One line of a claim on the form: date, words, quiet rule, amount; and the form to change it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import CARE, LineKind
from cps_desktop.domain.pricing import Priced
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_lines import LineView, ReceiptView
from cps_desktop.services.claim_pricing import price_now
from cps_desktop.services.claim_questions import Asks, Question
from cps_desktop.services.claims import reprice_line
from cps_desktop.ui.kit import LinkButton, Words, rule
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.claim_receipts import (
    PictureGround,
    Pictures,
    Thumbnails,
    look_at_receipt,
    take_receipt,
)
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import FIELD_WIDTH, SPACE_L, SPACE_S, SPACE_XL, SPACE_XS
from cps_desktop.ui.theme_state import theme

_DATE_WIDTH = FIELD_WIDTH * 3 // 4
_AMOUNT_WIDTH = FIELD_WIDTH // 3


class LineSlot(PictureGround):
    """A line as the paper form has it. Photos can be dropped on it."""

    change_asked = Signal(str)
    """The line to change."""
    receipt_asked = Signal(str)
    """The line to add a receipt to."""

    def __init__(self, shell: Shell, pictures: Pictures, line: RecordId) -> None:
        super().__init__()
        self._shell = shell
        self.line = line
        self.date = Words("", "body")
        self.title = Words("", "strong")
        self.detail = Words("", "body")
        self.rule_words = Words("", "small", "quiet")
        self.receipt_words = Words("", "small", "quiet", wrap=False)
        self.questions_words = Words("", "small_strong", "amber")
        self.problem = Words("", "small_strong", "danger")
        self.amount = Words("", "section", wrap=False)
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.change = LinkButton("Change", lambda: self.change_asked.emit(self.line))
        self.add_receipt = LinkButton("Add a receipt…", self._ask_receipt)
        self.reprice = LinkButton("Price it again", self._reprice)
        self._frozen = False
        self._thumbnails = Thumbnails(pictures, partial(self._look_at, pictures))
        self._summary = self._build()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(self._summary)
        self._form: QWidget | None = None
        self._outer.addWidget(rule())
        self.dropped.connect(
            lambda taken: take_receipt(shell, taken, lambda: self.line, self.say_problem)
        )
        theme().changed.connect(self._fit)
        self._fit()

    def _build(self) -> QWidget:
        middle = QWidget()
        words = QVBoxLayout(middle)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(SPACE_XS)
        for part in (
            self.title,
            self.detail,
            self.rule_words,
            self.questions_words,
            self.problem,
        ):
            words.addWidget(part)
        links = WrappingRow(SPACE_S)
        for link in (self.receipt_words, self.add_receipt, self.reprice):
            links.addWidget(link)
        words.addLayout(links)
        words.addLayout(self._thumbnails)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.amount)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignRight)
        summary = QWidget()
        inside = QVBoxLayout(summary)
        inside.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_S)
        inside.addWidget(Across((self.date, 0), (middle, 1), (right, 0)))
        return summary

    def _fit(self) -> None:
        self.date.setFixedWidth(theme().px(_DATE_WIDTH))
        self.amount.setMinimumWidth(theme().px(_AMOUNT_WIDTH))

    def show_line(
        self, view: LineView, questions: tuple[Question, ...], *, frozen: bool = False
    ) -> None:
        """Show a line; ``frozen``: it is approved and is not changed in passing."""
        self._frozen = frozen
        self.setAcceptDrops(not frozen)
        self.date.setText(view.date)
        self.title.setText(view.title)
        self.amount.setText(view.amount)
        self.amount.set_tone("" if view.amount.startswith("£") else "quiet")
        came = bool(view.receipts)
        receipt = f"✔ {view.receipt_words}" if came else view.receipt_words
        for words, text in (
            (self.detail, view.detail),
            (self.rule_words, view.rule),
            (self.receipt_words, receipt),
            (self.questions_words, "\n".join(one.words for one in questions)),
        ):
            words.setText(text)
            words.setVisible(bool(text))
        self.problem.setVisible(bool(self.problem.text()))
        self.add_receipt.setVisible(view.needs_receipt and not came and not frozen)
        self.change.setVisible(not frozen)
        beside = self.add_receipt.sizeHint().height() if not self.add_receipt.isHidden() else 0
        self.receipt_words.setMinimumHeight(beside)
        self.reprice.setVisible(not frozen and self._can_reprice(view, questions))
        self._thumbnails.show_receipts(view.receipts)
        self.change.setAccessibleName(f"Change {view.title}")
        self.add_receipt.setAccessibleName(f"Add a receipt for {view.title}")
        self.setAccessibleName(f"{view.title}, {view.date}, {view.amount}")

    def _can_reprice(self, view: LineView, questions: tuple[Question, ...]) -> bool:
        if view.line.kind_of != LineKind.MILEAGE and view.line.kind_of not in CARE:
            return False
        if not any(one.about is Asks.PRICE for one in questions):
            return False
        desk = self._shell.desk
        return isinstance(price_now(desk.door.records, desk.policies, view.line), Priced)

    def show_form(self, form: QWidget | None) -> None:
        """Put the form in the place of the words, or take it away again."""
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
        self._form = form
        self._summary.setVisible(form is None)
        if form is not None:
            self._outer.insertWidget(1, form)
            form.show()

    def say_problem(self, sentence: str) -> None:
        """Say on the line what could not be taken."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _look_at(self, pictures: Pictures, receipt: ReceiptView) -> None:
        look_at_receipt(self._shell, pictures, receipt, self, frozen=self._frozen)

    def _ask_receipt(self) -> None:
        self.receipt_asked.emit(self.line)

    def _reprice(self) -> None:
        desk = self._shell.desk
        self._shell.attempt(lambda: reprice_line(desk.door, desk.policies, self.line))
