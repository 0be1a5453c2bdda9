"""The dialogs of a claim's steps: what each asks for, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.claim_states import Stands
from cps_desktop.domain.kinds import ClaimStep, Signing
from cps_desktop.domain.money import say_money
from cps_desktop.domain.sentences import set_apart
from cps_desktop.services import claim_payments, claim_steps
from cps_desktop.services.bank_details import given
from cps_desktop.services.claim_lines import STEP_WORDS, payment_words
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.claim_view import ClaimView
from cps_desktop.services.own_details import own_name
from cps_desktop.ui.pages_of_session.claim_step_dialog import StepDialog
from cps_desktop.ui.session_page import Shell


class ClaimDialogs:
    """The dialogs for one claim as it is now."""

    def __init__(self, shell: Shell, view: ClaimView, parent: QWidget) -> None:
        self._shell, self._view, self._parent = shell, view, parent

    def of(self, key: str) -> StepDialog:
        """The dialog of a step: "sign", "paper", "attend", "submit", "approve", "query", "refuse",
        "pay"."""
        make: dict[str, Callable[[], StepDialog]] = {
            "sign": partial(self._signing, Signing.SCREEN),
            "paper": partial(self._signing, Signing.PAPER),
            "attend": self._attending,
            "submit": self._handing_in,
            "approve": self._approving,
            "query": self._asking,
            "refuse": self._refusing,
            "pay": self._paying,
        }
        return make[key]()

    def _me(self) -> str:
        return own_name(self._shell.desk.workspace)

    def _signing(self, how: Signing) -> StepDialog:
        view, door = self._view, self._shell.desk.door

        def do(dialog: StepDialog) -> None:
            strokes = dialog.signature.strokes() if dialog.signature is not None else ""
            who = Who(dialog.who.text(), view.claim.person)
            claim_steps.declare(door, view.claim.id, who, signing=how, strokes=strokes)

        paper = how is Signing.PAPER
        dialog = StepDialog(
            f"{set_apart(view.claimant)} claims {view.total}",
            view.declaration,
            "It is signed on paper" if paper else "Sign",
            do,
            who=view.claimant,
            who_label="Who signed" if paper else "Who signs",
            parent=self._parent,
        )
        if not paper:
            dialog.ask_signature()
        return dialog

    def _attending(self) -> StepDialog:
        view, desk = self._view, self._shell.desk
        says = claim_steps.register_says(desk.door.records, view.claim)
        dialog = StepDialog(
            f"Confirm that {set_apart(view.claimant)} came",
            "Only somebody else can confirm it.",
            "Confirm attendance",
            lambda one: claim_steps.confirm_attendance(
                desk.door, view.claim.id, Who(one.who.text()), one.said()
            ),
            who=self._me(),
            parent=self._parent,
        )
        dialog.ask_words("How do you know?" if says.mismatch else "A note, if one is needed")
        for words, tone in ((says.mismatch, "amber"), (says.words, "")):
            if words:
                dialog.say(words, tone)
        return dialog

    def _handing_in(self) -> StepDialog:
        view, door = self._view, self._shell.desk.door
        asked = view.standing.state in {Stands.QUERIED, Stands.REFUSED}
        missing = f" {view.missing_words}; they can follow." if view.missing else ""
        dialog = StepDialog(
            f"Hand in {set_apart(view.claimant)}'s claim over {view.total}",
            f"It goes to {view.lead_agency} with the next hand-over.{missing}",
            "Hand in",
            lambda one: claim_steps.submit(door, view.claim.id, Who(one.who.text()), one.said()),
            who=self._me(),
            parent=self._parent,
        )
        dialog.ask_words("Your answer" if asked else "A note, if one is needed")
        return dialog

    def _approving(self) -> StepDialog:
        view, door = self._view, self._shell.desk.door
        asks = "\n".join(one.words for one in view.questions)
        dialog = StepDialog(
            f"Approve {view.total} for {set_apart(view.claimant)}",
            "It is frozen as it is now. Nobody approves their own claim.",
            "Approve",
            lambda one: claim_steps.approve(door, view.claim.id, Who(one.who.text()), one.said()),
            who=self._me(),
            parent=self._parent,
        )
        dialog.ask_words("A note, if one is needed")
        for words in (view.missing_words, asks):
            if words:
                dialog.say(words, "amber")
        return dialog

    def _asking(self) -> StepDialog:
        view, door = self._view, self._shell.desk.door
        dialog = StepDialog(
            f"Ask about {set_apart(view.claimant)}'s claim",
            "The question stays with the claim and goes back with the next hand-over.",
            "Ask",
            lambda one: claim_steps.query(door, view.claim.id, Who(one.who.text()), one.said()),
            who=self._me(),
            parent=self._parent,
        )
        dialog.ask_words("What do you want to know?")
        return dialog

    def _refusing(self) -> StepDialog:
        view, door = self._view, self._shell.desk.door
        dialog = StepDialog(
            f"Refuse {set_apart(view.claimant)}'s claim",
            "The reason is read by the claimant. It can be handed in again.",
            "Refuse",
            lambda one: claim_steps.refuse(door, view.claim.id, Who(one.who.text()), one.said()),
            who=self._me(),
            parent=self._parent,
        )
        dialog.ask_words("Why?")
        return dialog

    def _paying(self) -> StepDialog:
        view, door = self._view, self._shell.desk.door

        def do(dialog: StepDialog) -> None:
            day = dialog.day.value() if dialog.day is not None else None
            claim_payments.record_payment(
                door,
                view.claim.id,
                Who(dialog.who.text()),
                reference=dialog.said(),
                day=day or door.today(),
            )

        dialog = StepDialog(
            f"{say_money(max(0, view.standing.due_pence))} for {set_apart(view.claimant)} is paid",
            "No account number here, please: the reference is enough.",
            "Write it down",
            do,
            who=self._me(),
            parent=self._parent,
        )
        dialog.ask_words("Reference of the payment", short=True)
        dialog.ask_day("Paid on", door.today())
        return dialog

    def taking_back(self, step: ClaimStep) -> StepDialog:
        """The dialog that takes a step back, with a reason."""
        door = self._shell.desk.door
        name = STEP_WORDS.get(step.step, "A step")
        dialog = StepDialog(
            f"Take back: {name}",
            "It stays readable, with your reason.",
            "Take it back",
            lambda one: claim_steps.take_back(door, step.id, Who(one.who.text()), one.said()),
            who=self._me(),
            parent=self._parent,
        )
        dialog.ask_words("Why?")
        return dialog

    def striking_out(self, payment: ClaimStep) -> StepDialog:
        """The dialog that strikes a payment out, with a reason."""
        view, door = self._view, self._shell.desk.door
        dialog = StepDialog(
            f"{say_money(payment.pence)} for {set_apart(view.claimant)}: not paid after all?",
            f"It was written down as {payment_words(payment)}. That stays readable, with your "
            "reason. The claim is approved as before, and goes into one payment batch again.",
            "Strike the payment out",
            lambda one: claim_payments.strike_out(
                door, payment.id, Who(one.who.text()), one.said()
            ),
            who=self._me(),
            parent=self._parent,
        )
        if view.bank_details and given(door.records, view.claim.person) is None:
            dialog.say("The bank details were erased meanwhile. Ask for them again.", "amber")
        dialog.ask_words("What happened?", "Such as: the bank sent it back. Or: it was another's.")
        return dialog
