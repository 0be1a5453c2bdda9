"""A policy that is kept: its editions in time, what each changed, and what is to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.policies import Edition
from cps_desktop.services.handing_over import counted
from cps_desktop.services.own_policies import KeptEdition, KeptPolicy
from cps_desktop.services.policy_differences import differences, edition_words
from cps_desktop.ui.kit import Button, Card, Fold, MessagePanel, Words
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.theme import SPACE_L, SPACE_S

_COUNTS: Final = {2: "Two", 3: "Three", 4: "Four"}


class Wishes(QObject):
    """What can be wished for on the card of a policy that is kept."""

    edition_asked = Signal(object)
    right_asked = Signal(object)
    back_asked = Signal(object)
    save_asked = Signal(object)
    chosen = Signal(object, object)
    both_asked = Signal(object, object)


class PolicyCard(Card):
    """One policy of our own."""

    def __init__(self, kept: KeptPolicy, followed_by: Sequence[str], wishes: Wishes) -> None:
        super().__init__(name=kept.policy.name)
        self.kept = kept
        self.column.setSpacing(SPACE_L)
        self.add(Words(kept.policy.name, "section"))
        who = ", ".join(followed_by)
        self.add(Words(f"Followed by {who}." if who else "Nobody follows it yet.", "body", "quiet"))
        self.panels = [_to_decide(kept, group, wishes) for group in kept.to_decide]
        self.panels += [_unaware(pair, wishes) for pair in kept.unaware]
        self.add(*self.panels)
        waiting = {one.record.id for group in kept.to_decide for one in group}
        self.rows = [
            EditionRow(one, shown, self._before(shown), wishes)
            for one in reversed(kept.holding)
            if one.record.id not in waiting
            and (shown := _as_it_holds(kept, one.edition)) is not None
        ]
        self.add(*self.rows)
        self.next = Button("New edition…", partial(wishes.edition_asked.emit, kept))
        self.next.setToolTip("For a change of rates or rules, from a day on")
        self.save = Button("Save as a file…", partial(wishes.save_asked.emit, kept))
        buttons = WrappingRow(SPACE_S)
        for button in (self.next, self.save):
            button.setAccessibleName(f"{button.text()} {kept.policy.name}")
            buttons.addWidget(button)
        self.column.addLayout(buttons)

    def _before(self, edition: Edition) -> Edition | None:
        earlier = [one for one in self.kept.policy.editions if one.starts < edition.starts]
        return earlier[-1] if earlier else None


def _as_it_holds(kept: KeptPolicy, edition: Edition) -> Edition | None:
    """The edition with the day on which it ends because another one begins."""
    return next((one for one in kept.policy.editions if one.name == edition.name), None)


class EditionRow(QWidget):
    """One edition: when it holds, whether claims were priced by it, and what it changed."""

    def __init__(
        self, kept: KeptEdition, edition: Edition, before: Edition | None, wishes: Wishes
    ) -> None:
        super().__init__()
        self.kept = kept
        days = edition_words(edition)
        self.setAccessibleName(days)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(Words(days, "strong"))
        used = (
            f"{counted(kept.lines, 'line')} of claims priced by it. It stays as it is."
            if kept.in_use
            else "No claim was priced by it yet."
        )
        checked = f"{edition.source}, checked on {say_date(edition.checked)}."
        column.addWidget(Words(f"{checked} {used}", "body", "quiet"))
        if before is not None:
            inside = QWidget()
            lines = QVBoxLayout(inside)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(SPACE_S)
            for sentence in differences(before, edition) or ("Nothing but the days.",):
                lines.addWidget(Words(sentence))
            column.addWidget(Fold(f"What changes on {say_date(edition.starts)}", inside))
        self.buttons: dict[str, Button] = {}
        if not kept.in_use:
            self.buttons["right"] = Button("Put right…", partial(wishes.right_asked.emit, kept))
            self.buttons["back"] = Button("Take back", partial(wishes.back_asked.emit, kept))
            row = WrappingRow(SPACE_S)
            for button in self.buttons.values():
                button.setAccessibleName(f"{button.text()} {days}")
                row.addWidget(button)
            column.addLayout(row)


def _to_decide(kept: KeptPolicy, group: Sequence[KeptEdition], wishes: Wishes) -> MessagePanel:
    """Editions for one day, side by side, until somebody says which holds."""
    starts = group[0].edition.starts
    count = _COUNTS.get(len(group), str(len(group)))
    panel = MessagePanel(
        "question",
        f"{count} editions of “{kept.policy.name}” begin on {say_date(starts)}. "
        "They were made on different laptops.",
        safe="Nothing is lost. Until you choose, mileage for those days is not priced.",
    )
    earlier = [one for one in kept.policy.editions if one.starts < starts and not one.undecided]
    cards = []
    for number, one in enumerate(group, start=1):
        others = [each for each in group if each is not one]
        compared = earlier[-1] if earlier else others[0].edition
        said = [*differences(compared, one.edition), *_told_apart(group, one)]
        said = said or ["The same as the edition before."]
        if one.in_use:
            said.append(f"{counted(one.lines, 'line')} of claims priced by it.")
        name = f"Edition {number}: {one.edition.source}"
        button = Button("Keep this", partial(wishes.chosen.emit, one, others))
        button.setAccessibleName(f"Keep this: {name}")
        card = Card(name=name, tight=True)
        card.add(Words(name, "strong"), *(Words(sentence) for sentence in said))
        card.column.addStretch(1)
        card.add(button)
        cards.append(card)
        panel.buttons.append(button)
    panel.add(Across(*((card, 1) for card in cards), even=True))
    return panel


def _told_apart(group: Sequence[KeptEdition], one: KeptEdition) -> Iterator[str]:
    """What no rule says, where the editions of a group differ in it."""
    ends = one.edition.ends
    if len({each.edition.ends for each in group}) > 1:
        yield "It has no last day." if ends is None else f"It ends on {say_date(ends)}."
    if len({each.policy.name for each in group}) > 1:
        yield f"It is called “{one.policy.name}”."
    if len({each.policy.guidance for each in group}) > 1:
        said = one.policy.guidance
        yield f"What people should know: “{said}”" if said else "It says nothing to people."


def _unaware(pair: tuple[KeptEdition, KeptEdition], wishes: Wishes) -> MessagePanel:
    """Two editions for different days, made without knowing of one another."""
    first, second = sorted(pair, key=lambda one: one.edition.starts)
    days = [say_date(one.edition.starts) for one in (first, second)]
    return MessagePanel(
        "question",
        f"The editions from {days[0]} and from {days[1]} were made on two laptops, neither knowing "
        "of the other.",
        safe="Each holds on its own days. Look whether the later one keeps what the earlier one "
        "changed: " + " ".join(differences(first.edition, second.edition)),
        actions=(("Both are right", partial(wishes.both_asked.emit, first, second)),),
    )
