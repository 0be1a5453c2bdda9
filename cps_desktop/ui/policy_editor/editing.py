"""Writing an edition of a policy: its fields, and beside them what they come to as one types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cps_desktop.domain.policies import Edition, Policies
from cps_desktop.domain.policy_form_checks import Finding
from cps_desktop.domain.policy_forms import PolicyForm
from cps_desktop.services.draft_steps import DraftSteps
from cps_desktop.services.own_policies import KeptPolicy
from cps_desktop.services.policy_drafts import Looked, look_through
from cps_desktop.ui.kit import Button, FormRow, Switch, announce, scrolling
from cps_desktop.ui.kit.text_fields import TextField
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.across import Flowing
from cps_desktop.ui.policy_editor.cost_fields import CostsFields
from cps_desktop.ui.policy_editor.fields import BasicFields, ClaimingFields, FormFields
from cps_desktop.ui.policy_editor.live import Live
from cps_desktop.ui.policy_editor.mileage_fields import MileageFields
from cps_desktop.ui.theme import FOCUS_WIDTH, NARROW, SPACE_L, SPACE_M, SPACE_S
from cps_desktop.ui.theme_state import theme

PARTS: Final = ("The policy", "Mileage", "Other costs", "Claiming")
BASICS, MILEAGE, COSTS, CLAIMING = range(4)
_CLAIMING: Final = frozenset({"within", "declaration", "when_paid", "cost_code"})


def part_of(field: str) -> int:
    """On which part the field stands that a sentence is about."""
    if field.startswith(("mileage", "year", "pays.mileage")):
        return MILEAGE
    if field.startswith("pays."):
        return COSTS
    return CLAIMING if field in _CLAIMING else BASICS


class Editing(QWidget):
    """A form under way. ``changed`` is told after every step, so that the draft is kept."""

    changed = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        """``today`` is asked anew at every look: a window may stay open over midnight."""
        super().__init__()
        self._today = today
        self._every: Sequence[KeptPolicy] = ()
        self._policies: Policies | None = None
        self.draft = DraftSteps(PolicyForm(""))
        self.looked: Looked = look_through(self.draft.now, (), today())
        self.basics = BasicFields(today())
        self.mileage = MileageFields()
        self.costs = CostsFields()
        self.claiming = ClaimingFields()
        self.fields: tuple[FormFields, ...] = (
            self.basics,
            self.mileage,
            self.costs,
            self.claiming,
        )
        self.live = Live(today())
        self.part = Switch("Show", PARTS, self.turn_to)
        self.undo_button = Button("Undo", self.undo, tip="Ctrl+Z")
        self.redo_button = Button("Redo", self.redo, tip="Ctrl+Y")
        self._stack = QStackedWidget()
        self._areas: list[QScrollArea] = []
        self._build()
        for one in self.fields:
            one.changed.connect(self._do)
        self.live.asked.connect(self.go_to)
        theme().changed.connect(self._arrange)

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "page")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._row.setContentsMargins(FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH)
        self._row.setSpacing(SPACE_L)
        # A part of its own: Tab goes through all the fields before it comes to what is beside.
        fields_side = QWidget()
        left = QVBoxLayout(fields_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(SPACE_M)
        tools = WrappingRow(SPACE_S)
        for part in (self.part, self.undo_button, self.redo_button):
            tools.addWidget(part)
        left.addLayout(tools)
        for name, fields in zip(PARTS, self.fields, strict=True):
            ground = Flowing()
            column = QVBoxLayout(ground)
            # Room for the ring around a field that has the keyboard, and for the scroll bar.
            column.setContentsMargins(FOCUS_WIDTH, FOCUS_WIDTH, SPACE_M, FOCUS_WIDTH)
            column.addWidget(fields)
            self._areas.append(scrolling(ground, name))
            self._stack.addWidget(self._areas[-1])
        left.addWidget(self._stack, 1)
        self._beside = scrolling(self.live, "What it comes to")
        self._row.addWidget(fields_side, 3)
        self._row.addWidget(self._beside, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._whole = scrolling(inside, "Writing an expense policy")
        whole.addWidget(self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Fields and checks beside one another, or beneath where letters are large."""
        narrow_here = self.width() < theme().px(NARROW) * 3 // 4
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if narrow_here else across)
        self._stack.setMinimumHeight(self.height() * 3 // 4 if narrow_here else 0)
        self._beside.setMinimumHeight(self.height() // 2 if narrow_here else 0)

    # -- showing --------------------------------------------------------------------------------

    def begin(self, form: PolicyForm, every: Sequence[KeptPolicy], policies: Policies) -> None:
        """Write this form; nothing of the one before can be undone any more."""
        self._every, self._policies = every, policies
        self.draft = DraftSteps(form)
        self.live.example.begin()
        self.turn_to(BASICS)
        self._show()
        self.basics.rows["starts" if form.name else "name"].field.setFocus()

    def look_again(self, every: Sequence[KeptPolicy], policies: Policies) -> None:
        """Other editions came or went elsewhere."""
        self._every, self._policies = every, policies
        self._show()

    @property
    def form(self) -> PolicyForm:
        """The form as it stands now, with what is still being typed."""
        self.flush()
        return self.draft.now

    def flush(self) -> None:
        """Take what was typed and not yet told."""
        for one in self.fields:
            one.flush()

    def turn_to(self, part: int) -> None:
        """Show this part of the form."""
        self.flush()
        self.part.choose(part)
        self._stack.setCurrentIndex(part)

    def _origin(self) -> Edition | None:
        """The edition a new policy was begun from."""
        wanted = self.draft.now.origin
        known = self._policies or ()
        found = next((one for one in known if one.id == wanted and one.editions), None)
        return found.latest if found is not None else None

    def _show(self) -> None:
        form = self.draft.now
        self.looked = look_through(form, self._every, self._today())
        for one in self.fields:
            one.show_form(form)
        self.basics.show_earlier(self.looked.earlier is not None)
        self.live.show_looked(self.looked, self._origin(), form.begun_from)
        self._show_findings()
        for button, words, what in (
            (self.undo_button, "Undo", self.draft.can_undo),
            (self.redo_button, "Redo", self.draft.can_redo),
        ):
            button.setEnabled(bool(what))
            button.setAccessibleName(f"{words}: {what}" if what else words)

    def _show_findings(self) -> None:
        """Say beneath each field what is to be put right in it, and what is asked."""
        checked = self.looked.checked
        problems, questions = _by_field(checked.problems), _by_field(checked.questions)
        rows = self._rows_in_sight()
        for name, row in rows.items():
            row.set_problem(" ".join(problems.get(name, ())))
            row.set_questions(questions.get(name, ()))

    def _rows_in_sight(self) -> dict[str, FormRow]:
        rows = {name: row for one in self.fields for name, row in one.rows.items()}
        for vehicle, card in self.mileage.vehicles.items():
            rows |= {f"mileage.{vehicle}.{name}": row for name, row in card.rows.items()}
        for kind_of, cost in self.costs.cards.items():
            if cost.made is not None:
                rows |= {f"pays.{kind_of}.{name}": row for name, row in cost.made.rows.items()}
        return rows

    def go_to(self, field: str) -> None:
        """Bring the field a sentence is about into sight, and give it the keyboard."""
        self.turn_to(part_of(field))
        if field.startswith("pays."):
            self.costs.unfold(field)
            self._show_findings()
        row = self._rows_in_sight().get(field)
        here: QWidget = row.field if row is not None else self.mileage.vehicles["car"].paid
        here.setFocus()
        area = self._areas[self._stack.currentIndex()]
        seen: QWidget = row if row is not None else here
        # Where a fold was opened just now, its place is known once it has been laid out.
        QTimer.singleShot(0, area, lambda: self._bring_into_view(area, seen))

    def _bring_into_view(self, area: QScrollArea, part: QWidget) -> None:
        """Scroll to a part, its label and the sentence beneath it; the whole, too, where it is."""
        inside = area.widget()
        layout = inside.layout() if inside is not None else None
        if inside is not None and layout is not None:
            layout.activate()
        for one in (area, self._whole):
            QTimer.singleShot(0, one, lambda one=one: one.ensureWidgetVisible(part, 0, SPACE_L))

    # -- doing ----------------------------------------------------------------------------------

    def _do(self, what: str, form: PolicyForm, amend: str) -> None:
        if self.draft.change(what, form, amend):
            self._show()
            self.changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        self.flush()
        what = self.draft.can_undo
        if self.draft.undo():
            self._stepped(f"Undone: {what}")

    def redo(self) -> None:
        """Do the last undone step again."""
        self.flush()
        what = self.draft.can_redo
        if self.draft.redo():
            self._stepped(f"Done again: {what}")

    def _stepped(self, words: str) -> None:
        self._show()
        self.changed.emit()
        announce(self, words)

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not in the draft yet."""
        return any(field.unsaved for one in self.fields for field in one.findChildren(TextField))


def _by_field(findings: Sequence[Finding]) -> dict[str, list[str]]:
    """The sentences for each field, without those it says by itself or where it is empty yet."""
    found: dict[str, list[str]] = {}
    for one in findings:
        if not one.shown_by_field and not one.missing:
            found.setdefault(one.field, []).append(one.sentence)
    return found
