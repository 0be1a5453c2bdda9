"""The fields of every other cost: paid or not, evidence, limit, agreed beforehand, in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import CARE, LineKind
from cps_desktop.domain.policies import LimitSpan
from cps_desktop.domain.policy_forms import COSTS, CostForm, PolicyForm
from cps_desktop.services.claim_lines import KIND_WORDS
from cps_desktop.ui.kit import Card, Choice, Fold, FormRow, LineField, Option, TickBox, Words
from cps_desktop.ui.kit.text_fields import TextField
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.policy_editor.fields import FigureField, FormFields, narrow
from cps_desktop.ui.theme import SPACE_L, SPACE_M

_RECEIPT: Final[Sequence[Option]] = (
    ("always", "Always"),
    ("over", "Over a sum"),
    ("never", "Never"),
)
_AGREED: Final[Sequence[Option]] = (
    ("no", "Nobody has to agree"),
    ("yes", "Always"),
    ("over", "Over a sum"),
)
_SPANS: Final = {
    LimitSpan.LINE.value: "each time",
    LimitSpan.DAY.value: "a day",
    LimitSpan.HOUR.value: "an hour",
}


def summary(cost: CostForm) -> str:
    """What the rule for a kind of cost says, as it was typed, in one line."""
    if not cost.paid:
        return "Not paid."
    said = []
    if cost.rate.strip():
        said.append(f"{cost.rate.strip()} an hour")
    if cost.receipt == "over":
        said.append(f"a receipt over {cost.receipt_over.strip() or '…'}")
    else:
        said.append("a receipt" if cost.receipt == "always" else "no receipt")
    if cost.limit.strip():
        said.append(f"up to {cost.limit.strip()} {_SPANS.get(cost.limit_span, '')}".rstrip())
    if cost.agreed == "over":
        said.append(f"agreed beforehand over {cost.agreed_over.strip() or '…'}")
    elif cost.agreed == "yes":
        said.append("agreed beforehand")
    line = ", ".join(said)
    return f"{line[:1].upper()}{line[1:]}."


class CostsFields(FormFields):
    """A card for each kind of cost, folded away under what it says."""

    def __init__(self) -> None:
        super().__init__("Other costs")
        self.column.setSpacing(SPACE_M)
        self.cards: dict[str, CostCard] = {}
        for kind_of in COSTS:
            card = CostCard(kind_of, self)
            self.cards[kind_of.value] = card
            self.column.addWidget(card)
        self.column.addStretch(1)

    def change_cost(self, kind_of: str, what: str, amend: str, **values: Any) -> None:
        """Give fields of one kind's rule new values."""
        cost = msgspec.structs.replace(self.form.cost(kind_of), **values)
        words = f"Change: {KIND_WORDS[kind_of]}, {what}"
        place = f"{kind_of} {amend}" if amend else ""
        self.put(words, place, costs=self.form.with_cost(cost).costs)

    def show_form(self, form: PolicyForm) -> None:
        super().show_form(form)
        for kind_of, card in self.cards.items():
            card.show_cost(form.cost(kind_of))

    def row_of(self, name: str) -> FormRow | None:
        """The field a sentence is about, in sight: "pays.taxi.limit"."""
        _, _, rest = name.partition("pays.")
        kind_of, _, field = rest.partition(".")
        card = self.cards.get(kind_of)
        return None if card is None else card.fields().rows.get(field)

    def unfold(self, name: str) -> None:
        """Unfold the kind of cost a sentence is about."""
        kind_of = name.partition("pays.")[2].partition(".")[0]
        if kind_of in self.cards:
            self.cards[kind_of].fold.set_unfolded(True)


class CostCard(Card):
    """One kind of cost: its rule in a line, and its fields when it is unfolded."""

    def __init__(self, kind_of: LineKind, costs: CostsFields) -> None:
        super().__init__(name=KIND_WORDS[kind_of], tight=True)
        self._kind_of = kind_of
        self._costs = costs
        self._cost = CostForm(kind_of.value)
        self.made: CostFields | None = None
        """Its fields, where they were needed already."""
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.said = Words("", "body", "quiet")
        self.fold = Fold(KIND_WORDS[kind_of], self._inside)
        self.fold.toggled.connect(self._unfolded)
        self.add(self.said)
        self.column.insertWidget(0, self.fold)

    def _unfolded(self, on: bool) -> None:
        if on:
            self.fields()
        self.said.setVisible(not on)

    def fields(self) -> CostFields:
        """Its fields, made when they are first needed."""
        if self.made is None:
            self.made = CostFields(self._kind_of, self._costs)
            self._column.addWidget(self.made)
            self.made.show_cost(self._cost)
        return self.made

    def show_cost(self, cost: CostForm) -> None:
        """Show the rule as it stands now."""
        self._cost = cost
        self.said.setText(summary(cost))
        if self.made is not None:
            self.made.show_cost(cost)


class CostFields(QWidget):
    """The fields of one kind of cost."""

    def __init__(self, kind_of: LineKind, costs: CostsFields) -> None:
        super().__init__()
        self._kind = KIND_WORDS[kind_of]
        self.setAccessibleName(self._kind)
        self._change = partial(costs.change_cost, kind_of.value)
        self.rows: dict[str, FormRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        self.paid = TickBox("We pay this back")
        self.paid.setAccessibleName(f"We pay this back: {self._kind}")
        self.paid.ticked.connect(lambda on: self._change("paid or not", "", paid=on))
        column.addWidget(self.paid)
        self._rule = QWidget()
        column.addWidget(self._rule)
        inside = QVBoxLayout(self._rule)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_L)
        care = kind_of in CARE
        if care:
            inside.addWidget(
                self._line(
                    "rate",
                    "We pay, an hour",
                    "Such as £12.50. Empty: what was paid for an hour is paid back.",
                    figure=True,
                )
            )
        receipt = self._choice("receipt", "A receipt is needed", _RECEIPT)
        inside.addWidget(_side_by_side(receipt, self._line("receipt_over", "Over", figure=True)))
        inside.addWidget(
            self._line("evidence", "What is good evidence", "Such as: the ticket, or a picture.")
        )
        spans = [
            (key, words) for key, words in _SPANS.items() if care or key != LimitSpan.HOUR.value
        ]
        limit = self._line(
            "limit", "Limit", "Empty for none. What is over it is asked about.", figure=True
        )
        inside.addWidget(_side_by_side(limit, self._choice("limit_span", "Counted", spans)))
        agreed = self._choice("agreed", "Agreed beforehand", _AGREED)
        inside.addWidget(_side_by_side(agreed, self._line("agreed_over", "Over", figure=True)))
        inside.addWidget(self._line("words", "The rule, as people read it"))
        inside.addWidget(
            self._line("cost_code", "Cost code", "Only where it is another than that of all.")
        )

    def _line(self, name: str, label: str, help_text: str = "", *, figure: bool = False) -> FormRow:
        field = (FigureField if figure else LineField)(f"{label}, {self._kind}")
        field.edited.connect(lambda said: self._change(label.lower(), name, **{name: said}))
        self.rows[name] = FormRow(label, field, help_text)
        return self.rows[name]

    def _choice(self, name: str, label: str, options: Sequence[Option]) -> FormRow:
        field = narrow(Choice(f"{label}, {self._kind}", options))
        field.chosen.connect(lambda key: self._change(label.lower(), "", **{name: key}))
        self.rows[name] = FormRow(label, field)
        return self.rows[name]

    def show_cost(self, cost: CostForm) -> None:
        """Show the rule as it stands now."""
        self.paid.set_ticked(cost.paid)
        self._rule.setVisible(cost.paid)
        for name, row in self.rows.items():
            value = getattr(cost, name)
            if isinstance(row.field, Choice):
                row.field.set_key(value)
            elif isinstance(row.field, TextField):
                row.field.update_text(value)
        self.rows["receipt_over"].setVisible(cost.receipt == "over")
        self.rows["agreed_over"].setVisible(cost.agreed == "over")


def _side_by_side(*rows: FormRow) -> Across:
    """Fields that belong together."""
    return Across(*((row, 1) for row in rows))
