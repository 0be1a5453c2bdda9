"""In the settings: which planners and expense policies this laptop has, and which it cannot use."""

from __future__ import annotations

from cps_desktop.services.handing_over import counted
from cps_desktop.ui.kit import Button, Card, Words
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell


class ContentCard(Card):
    """How many planners there are to choose from, and each file that could not be used."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Planners and expense policies")
        desk = shell.desk
        planners = counted(len(desk.planners.choices()), "planner")
        count = len(desk.policies.choices())
        policies = "1 expense policy" if count == 1 else f"{count} expense policies"
        here = f"{planners} and {policies}"
        self.unused = [
            Words(sentence, "body", "amber")
            for sentence in (*desk.planners.refused, *desk.policies.refused)
        ]
        self.add(
            Words("Planners and expense policies", "section"),
            Words(f"{here} to choose from. Every file of a planner or policy here can be used.")
            if not self.unused
            else Words(f"{here} to choose from. These files cannot be used:"),
            *self.unused,
            Across(
                (Button("Planners of our own…", lambda: shell.open_page("planner_templates")), 0),
                (
                    Button(
                        "Expense policies of our own…",
                        lambda: shell.open_page("expense_policies"),
                    ),
                    0,
                ),
            ),
        )
