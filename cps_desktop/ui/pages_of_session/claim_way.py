"""The way of a claim beneath its lines: what was done, by whom, when, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from cps_desktop.domain.claim_states import DECISIONS, Stands
from cps_desktop.domain.kinds import ClaimStep, Signing, StepKind
from cps_desktop.domain.money import say_money
from cps_desktop.services import claim_steps
from cps_desktop.services.claim_lines import (
    STEP_WORDS,
    overpaid_words,
    payment_words,
    step_remark,
    struck_words,
)
from cps_desktop.services.claim_steps import FROZEN, NOT_HERE
from cps_desktop.services.claim_view import ClaimView
from cps_desktop.services.handing_over import say_moment
from cps_desktop.ui.kit import Button, Card, LinkButton, QuestionDialog, Words, empty, rule
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.claim_dialogs import ClaimDialogs
from cps_desktop.ui.pages_of_session.claim_step_dialog import StepDialog
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_M, SPACE_S

_NEXT: Final[dict[Stands, str]] = {
    Stands.DRAFT: "When everything is on it, the claimant signs: on this screen or on paper.",
    Stands.READY: "Next, the claimant signs: on this screen or on paper.",
    Stands.DECLARED: "Next, somebody who was there confirms that the claimant came.",
    Stands.ATTENDED: "Next, the claim is handed in to the lead agency.",
    Stands.SUBMITTED: "A coordinator approves it, asks about it, or refuses it.",
    Stands.QUERIED: "It is being asked about. Answer, and hand it in again.",
    Stands.REFUSED: "It was refused. When something new is known, it can be handed in again.",
    Stands.APPROVED: "It is approved and stays as it is until it is paid.",
    Stands.PAID: "It is paid. Nothing is left to do.",
    Stands.CONTESTED: "It was decided in two ways. A coordinator decides which one holds.",
}
_DOUBTED: Final = (
    "It was decided, written down as paid, or struck out, on a laptop that is no coordinator's. A "
    "coordinator looks at it and decides."
)
_MARKS: Final[dict[str, str]] = {
    StepKind.QUERIED: "◆",
    StepKind.TAKEN_BACK: "◆",
    StepKind.STRUCK_OUT: "◆",
    StepKind.REFUSED: "■",
}
_CHANGED: Final = (
    "It is another now than was approved. Put it back as it was, or have it signed, confirmed and "
    "handed in again; what was approved stays written down."
)


class ClaimWay(Card):
    """Steps and what comes next."""

    open_asked = Signal()
    """Somebody wants to change a claim that is approved or paid."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="What was done with this claim")
        self._shell = shell
        self._view: ClaimView | None = None
        self._shown: object = None
        self.next_words = Words("", "body")
        self._done = QVBoxLayout()
        self._done.setSpacing(SPACE_S)
        self.buttons: dict[str, Button] = {}
        self._row = WrappingRow(SPACE_M)
        self.open_link = LinkButton("Change it all the same…", self._ask_to_open)
        self.add(Words("From signing to payment", "section"))
        self.column.addLayout(self._done)
        self.add(self.next_words)
        self.column.addLayout(self._row)
        self.column.addWidget(self.open_link, 0, Qt.AlignmentFlag.AlignLeft)

    # -- showing ------------------------------------------------------------------------------

    def show_claim(self, view: ClaimView) -> None:
        """Show the way of a claim as it is now."""
        self._view = view
        self.setVisible(bool(view.lines) or bool(view.steps))
        shown = (view.steps, view.standing, view.claim.id, view.total_pence)
        if shown == self._shown:
            return
        self._shown = shown
        state = view.standing.state
        empty(self._done)
        for step in view.steps:
            self._show_step(view, step)
        if view.steps:
            self._done.addWidget(rule())
        said = _DOUBTED if view.standing.doubted else _NEXT[state]
        odd = _CHANGED if view.standing.changed else overpaid_words(view.standing)
        self.next_words.setText(odd or said)
        self.next_words.set_tone("amber" if odd else "")
        self.open_link.setVisible(state in FROZEN)
        self._show_buttons(view)

    def _show_step(self, view: ClaimView, step: ClaimStep) -> None:
        standing = view.standing
        on = {Signing.SCREEN: " on screen", Signing.PAPER: " on paper"}
        mark = _MARKS.get(step.step, "✔")
        mark = "◆" if step.newer else "○" if step in standing.struck else mark
        how = on.get(Signing(step.signing), "") if step.signing in set(Signing) else ""
        name = f"{mark} {STEP_WORDS.get(step.step, 'A step')}{how}"
        when = say_moment(step.when_done) if step.when_done else ""
        self._done.addWidget(Words(f"{name} · {step.by} · {when}", "strong"))
        more = []
        if step.step == StepKind.APPROVED:
            more.append(say_money(step.pence))
        if step.step == StepKind.PAID:
            more.append(payment_words(step))
        elif step.step == StepKind.STRUCK_OUT:
            more.append(struck_words(step, view.steps))
        elif step.words:
            more.append(step.words)
        if remark := step_remark(step, standing):
            more.append(remark)
        if more:
            self._done.addWidget(Words(" · ".join(more), "small", "quiet"))
        counts = {standing.declared, standing.attended, standing.submitted, *standing.deciding}
        ours = step.step not in DECISIONS or self._decides()
        if step in counts and ours and standing.state is not Stands.PAID:
            self._offer("Take this back…", f"Take back: {name}", partial(self._take_back, step))
        if step in standing.payments and self._decides():
            words = f"Not paid after all: {payment_words(step)}"
            self._offer("It was not paid after all…", words, partial(self._strike_out, step))

    def _offer(self, words: str, name: str, do: Callable[[], None]) -> None:
        link = LinkButton(words, do)
        link.setAccessibleName(name)
        self._done.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_buttons(self, view: ClaimView) -> None:
        empty(self._row)
        self.buttons = {}
        offered = _for_claimants(view)
        state, decided = view.standing.state, bool(view.standing.deciding)
        open_to_decide = state is Stands.SUBMITTED or (decided and state is not Stands.PAID)
        if open_to_decide and not view.standing.changed:
            if self._decides():
                offered += _for_coordinators(view)
            else:
                self.next_words.setText(f"{self.next_words.text()} {NOT_HERE}")
        for key, words in offered:
            button = Button(words, partial(self.begin, key))
            self.buttons[key] = button
            self._row.addWidget(button)

    def _decides(self) -> bool:
        return claim_steps.decides(self._shell.desk.door.records)

    # -- doing --------------------------------------------------------------------------------

    def begin(self, key: str) -> None:
        """Ask for what a step needs, and do it."""
        self.dialog(key).ask()

    def dialog(self, key: str) -> StepDialog:
        """The dialog of a step, by the name of its button (:class:`ClaimDialogs`)."""
        return self._dialogs().of(key)

    def _dialogs(self) -> ClaimDialogs:
        assert self._view is not None
        return ClaimDialogs(self._shell, self._view, self.window())

    def _take_back(self, step: ClaimStep) -> None:
        self.taking_back(step).ask()

    def taking_back(self, step: ClaimStep) -> StepDialog:
        """The dialog that takes a step back, with a reason."""
        return self._dialogs().taking_back(step)

    def _strike_out(self, payment: ClaimStep) -> None:
        self.striking_out(payment).ask()

    def striking_out(self, payment: ClaimStep) -> StepDialog:
        """The dialog that strikes a payment out, with a reason."""
        return self._dialogs().striking_out(payment)

    def _ask_to_open(self) -> None:
        answer = QuestionDialog(
            "Change a claim that is approved?",
            "What was approved stays written down. The claim is asked about until it is signed, "
            "confirmed, handed in and approved anew, or put back as it was.",
            (("open", "Change it"), ("leave", "Leave it as it is")),
            parent=self.window(),
        ).ask()
        if answer == "open":
            self.open_asked.emit()


def _for_claimants(view: ClaimView) -> list[tuple[str, str]]:
    """What can be done before a claim is decided on, and when it is asked about."""
    standing = view.standing
    state = standing.state
    if state in {Stands.DRAFT, Stands.READY} or standing.changed:
        if not view.lines:
            return []
        if standing.declared is None:
            return [("sign", "Sign on this screen…"), ("paper", "It is signed on paper…")]
        if standing.attended is None:
            return [("attend", "Confirm attendance…")]
        return [("submit", "Hand in again…")]
    if state is Stands.DECLARED:
        return [("attend", "Confirm attendance…")]
    if state is Stands.ATTENDED:
        return [("submit", "Hand in…")]
    if state in {Stands.QUERIED, Stands.REFUSED}:
        return _again(view)
    return []


def _again(view: ClaimView) -> list[tuple[str, str]]:
    """How a claim that was asked about or refused goes on: what was changed is signed again."""
    if view.standing.declared is None:
        return [("sign", "Sign on this screen…"), ("paper", "It is signed on paper…")]
    if view.standing.attended is None:
        return [("attend", "Confirm attendance…")]
    return [("submit", "Answer and hand in again…")]


def _for_coordinators(view: ClaimView) -> list[tuple[str, str]]:
    """What a coordinator can decide."""
    offered = [("query", "Ask about it…"), ("refuse", "Refuse…")]
    if view.standing.state is Stands.APPROVED:
        return [("pay", "Write the payment down…"), *offered]
    if view.standing.submitted is not None:
        return [("approve", "Approve…"), *offered]
    return offered
