"""Which expense policy does the lead agency follow? Asked on a claim while this is not known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cps_desktop.services.claim_questions import Asks, Question
from cps_desktop.services.claim_view import ClaimView
from cps_desktop.services.claims import has_amount, reprice_line
from cps_desktop.services.people import change_organisation
from cps_desktop.ui.kit import Button, Choice, MessagePanel
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell


def policy_panel(shell: Shell, view: ClaimView, asked: Sequence[Question]) -> MessagePanel:
    """The question with the policies there are to choose from."""
    policies = shell.desk.policies.choices()
    choice = Choice("Expense policy", [(one.id, one.name) for one in policies])
    panel = MessagePanel(
        "question",
        " ".join(one.words for one in asked),
        safe="Nothing that was written is lost; it is priced as soon as the policy is known.",
    )
    if any(one.about is Asks.POLICY for one in asked) and policies:
        use = Button("Use this policy", lambda: _use_policy(shell, view, choice.key()))
        own = Button("Write one of our own…", lambda: shell.open_page("expense_policies"))
        panel.add(choice, Across((use, 0), (own, 0)))
    return panel


def _use_policy(shell: Shell, view: ClaimView, policy: str) -> None:
    desk, agency = shell.desk, view.claim.lead_agency
    changed = shell.attempt(lambda: change_organisation(desk.door, agency, policy=policy))
    if changed is None:
        return
    for one in view.lines:
        if not has_amount(one.line):
            shell.attempt(partial(reprice_line, desk.door, desk.policies, one.line.id))
