"""What is done with policies that are kept: which edition holds, who follows which, and files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog

from cps_desktop.domain.faults import Fault, InputRefused
from cps_desktop.domain.policies import Policy
from cps_desktop.services import policy_keeping
from cps_desktop.services.own_policies import KeptEdition, KeptPolicy
from cps_desktop.services.people import change_organisation, ensure_organisation
from cps_desktop.services.policy_files import file_name, read_given_file, save_policy_file
from cps_desktop.services.policy_keeping import bring_in_policy, choose_edition
from cps_desktop.ui.asking_where import ask_where
from cps_desktop.ui.kit import QuestionDialog
from cps_desktop.ui.policy_editor.start import Start
from cps_desktop.ui.session_page import Shell

_FILES: Final = "Expense policy (*.toml)"


class KeptActs:
    """Each is one step through the services; ``start`` shows what is kept, and asks for it."""

    def __init__(self, shell: Shell, start: Start) -> None:
        self._shell = shell
        self._start = start
        start.new.brought_in.connect(self.bring_in)
        start.followed.connect(self.follow)
        start.agency_named.connect(self.add_agency)
        wishes = start.wishes
        wishes.back_asked.connect(self.take_back)
        wishes.save_asked.connect(self.save_as)
        wishes.chosen.connect(self.choose)
        wishes.both_asked.connect(self.both_hold)

    def take_back(self, kept: KeptEdition) -> None:
        """Take an edition back that no claim was priced by."""
        door = self._shell.desk.door
        if self._shell.attempt(lambda: policy_keeping.take_back(door, kept)) is not None:
            self._shell.say("The edition is taken back.", undo=True)
        self._start.new.begin.setFocus()

    def choose(self, chosen: KeptEdition, over: list[KeptEdition]) -> None:
        """Say which of several editions for one day holds."""
        door = self._shell.desk.door
        if self._shell.attempt(lambda: choose_edition(door, chosen, over)) is not None:
            self._shell.say("Chosen. Claims keep the edition they were priced by.", undo=True)
        self._start.new.begin.setFocus()

    def both_hold(self, first: KeptEdition, second: KeptEdition) -> None:
        """Say of two editions made apart that both are right."""
        door = self._shell.desk.door
        if self._shell.attempt(lambda: policy_keeping.both_hold(door, first, second)) is not None:
            self._shell.say("Both hold on their own days.", undo=True)
        self._start.new.begin.setFocus()

    def follow(self, agency: str, policy: str) -> None:
        """A lead agency follows this policy from now on."""
        door = self._shell.desk.door
        self._shell.attempt(lambda: change_organisation(door, agency, policy=policy))
        if agency in self._start.follows:
            self._start.follows[agency].setFocus()

    def add_agency(self, name: str) -> None:
        """An organisation is a lead agency from now on, and can follow a policy."""
        self._start.agency_row.set_problem("")
        try:
            agency = ensure_organisation(self._shell.desk.door, name, lead_agency=True)
        except Fault as fault:
            self._start.agency_row.set_problem(str(fault))
            return
        self._start.agency.set_text("")
        if agency in self._start.follows:
            self._start.follows[agency].setFocus()

    def save_as(self, kept: KeptPolicy) -> None:
        """Write a policy into a file."""
        if kept.to_decide:
            self._shell.report(
                InputRefused(
                    "Two editions of this policy begin on one day. Nothing was written. Say first "
                    "which of them holds."
                )
            )
            return
        begin = file_name(kept.policy.name)
        path = ask_where(self._start, "Save the policy as a file", f"{begin}.toml", _FILES)
        saved = (
            self._shell.attempt(lambda: save_policy_file(path, kept.policy))
            if path is not None
            else None
        )
        if saved is not None:
            self._shell.say(f"Saved as {saved.name}.")

    def bring_in(self) -> None:
        """Read a policy from a file that somebody gave."""
        chosen, _ = QFileDialog.getOpenFileName(self._start, "Bring in a policy file", "", _FILES)
        policy = self._shell.attempt(lambda: read_given_file(Path(chosen))) if chosen else None
        if policy is None:
            return
        door = self._shell.desk.door
        try:
            _, count = bring_in_policy(door, policy)
        except InputRefused as why:
            self._offer_as_its_own(policy, why)
            return
        if count:
            self._shell.say(f"{policy.name} is brought in and can be followed.", undo=True)
        else:
            self._shell.say(f"{policy.name} is here already.")

    def _offer_as_its_own(self, policy: Policy, why: InputRefused) -> None:
        """The file does not fit what is here: it can be a policy beside that."""
        if policy.to_copy:
            self._shell.report(why)
            return
        question = QuestionDialog(
            "This policy is here already",
            str(why),
            (("own", "Bring it in as another policy"), ("leave", "Leave it")),
            parent=self._start.window(),
        )
        if question.ask() != "own":
            return
        door = self._shell.desk.door
        if self._shell.attempt(lambda: bring_in_policy(door, policy, as_its_own=True)) is not None:
            self._shell.say(f"{policy.name} is brought in as another policy.", undo=True)
