"""Where a policy is begun: the draft, those kept, a copy or a file, and who follows which."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Organisation
from cps_desktop.domain.policies import DEFAULT_POLICY, Policies
from cps_desktop.domain.policy_forms import PolicyForm
from cps_desktop.services.own_policies import KeptPolicy
from cps_desktop.ui.form_column import FormColumn
from cps_desktop.ui.kit import (
    Button,
    Card,
    Choice,
    FormRow,
    LineField,
    Option,
    Words,
    empty,
)
from cps_desktop.ui.kit.beginning import BeginCard, WaitingDraft
from cps_desktop.ui.kit.panels import page_note
from cps_desktop.ui.pages_of_session.across import Flowing
from cps_desktop.ui.policy_editor.fields import narrow
from cps_desktop.ui.policy_editor.kept import PolicyCard, Wishes
from cps_desktop.ui.theme import SPACE_L

_NOBODY: Final = (
    "There is no lead agency yet. It is who pays: the organisation named as lead agency in a "
    "session, or on a claim. Add it here, or with the session, and choose its policy."
)


class Start(Flowing):
    """What there is to begin with."""

    followed = Signal(str, str)
    """A lead agency, and the policy it is to follow."""
    agency_named = Signal(str)
    """The name of a lead agency that is to be added."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Expense policies of our own")
        self.wishes = Wishes(self)
        """What is wished for on the cards of those that are kept."""
        self.waiting = WaitingDraft()
        self.new = BeginCard("A new policy", "Write a policy", "Bring in a policy file…")
        narrow(self.new.origin)
        self._kept = QVBoxLayout()
        self._kept.setSpacing(SPACE_L)
        self.cards: list[PolicyCard] = []
        self.follows: dict[str, Choice] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        kept = QWidget()
        kept.setLayout(self._kept)
        self._kept.setContentsMargins(0, 0, 0, 0)
        self._agencies = Card(name="Who follows which policy")
        self._agency_rows = QVBoxLayout()
        self._agency_rows.setSpacing(SPACE_L)
        self._agencies.add(Words("Who follows which policy", "section"))
        self._nobody = self._nobody_yet()
        self._agencies.add(self._nobody)
        self._agencies.column.addLayout(self._agency_rows)
        self._agencies.add(
            page_note("Claims are priced by the policy of their lead agency, on the day of each.")
        )
        column.addWidget(FormColumn(self.waiting, kept, self.new, self._agencies))
        column.addStretch(1)

    def _nobody_yet(self) -> QWidget:
        """How to come by a lead agency, where there is none yet."""
        self.agency = LineField("Lead agency")
        self.add_agency = Button("Add it", self._name_agency)
        self.add_agency.setAccessibleName("Add this lead agency")
        self.agency.entered.connect(self._name_agency)
        self.agency_row = FormRow("Lead agency", self.agency, "Such as: North Cumbria.")
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        column.addWidget(Words(_NOBODY))
        column.addWidget(self.agency_row)
        column.addWidget(self.add_agency, 0, Qt.AlignmentFlag.AlignLeft)
        return both

    def _name_agency(self) -> None:
        self.agency_named.emit(self.agency.text())

    # -- showing --------------------------------------------------------------------------------

    def show_start(
        self,
        policies: Policies,
        kept: Sequence[KeptPolicy],
        draft: PolicyForm | None,
        agencies: Sequence[Organisation],
    ) -> None:
        """Show what is kept, what can be begun with, the draft that waits, and who follows what."""
        choices: list[Option] = [(one.id, one.name) for one in policies.choices()]
        self.new.offer("An empty form", choices, DEFAULT_POLICY)
        name = draft.name.strip() if draft is not None else ""
        said = "" if draft is None else f"You were writing “{name or 'a policy'}”."
        self.waiting.show_draft(said)
        following: dict[str, list[str]] = {}
        for one in agencies:
            following.setdefault(one.policy, []).append(one.name)
        empty(self._kept)
        self.cards = [
            PolicyCard(one, following.get(one.policy.id, ()), self.wishes) for one in kept
        ]
        for card in self.cards:
            self._kept.addWidget(card)
        if not kept:
            self._kept.addWidget(
                page_note(
                    "There is no policy of your own yet. Begin with a copy of one that is here, "
                    "or bring in a file that somebody gave you."
                )
            )
        self._show_agencies(policies, agencies)

    def _show_agencies(self, policies: Policies, agencies: Sequence[Organisation]) -> None:
        empty(self._agency_rows)
        self.follows = {}
        usual = policies.get("")
        options: list[Option] = [(one.id, one.name) for one in policies.choices()]
        for one in agencies:
            choice = narrow(Choice(f"Policy of {one.name}", options))
            key = one.policy or (usual.id if usual is not None else "")
            if key not in dict(options):
                choice.set_options([*options, (key, "A policy that is not on this laptop yet")])
            choice.set_key(key)
            choice.chosen.connect(partial(self.followed.emit, one.id))
            self.follows[one.id] = choice
            self._agency_rows.addWidget(FormRow(one.name, choice))
        self._nobody.setVisible(not agencies)
