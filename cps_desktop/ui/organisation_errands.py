"""What people do with an organisation, each a question or two: for the settings and for the guide.

Every errand changes data through the services alone, says what happened in ``said``, and tells
whoever listens that something changed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cps_desktop import paths
from cps_desktop.domain.sheets import CodeSheet
from cps_desktop.services import organisation, recovery, revoking
from cps_desktop.services.code_sheets import join_sheet, made_sheet, recovery_sheet
from cps_desktop.services.desk import Desk
from cps_desktop.services.handing_over import safe_name
from cps_desktop.services.joining import (
    accept_joining,
    new_key_waiting,
    refuse_new_key,
    save_join_file,
)
from cps_desktop.services.own_details import own_name, own_organisation
from cps_desktop.services.papers import Joining, Who, joined
from cps_desktop.ui.errand import Errand
from cps_desktop.ui.kit import DateField, FormRow, LineField, QuestionDialog, Words
from cps_desktop.ui.kit.words import in_short
from cps_desktop.ui.retiring_dialogs import LOST, OUT, ROLE, STOP, TakeOut, TakeRight

CARDS = "Coordinator cards (*.cpscard);;All files (*)"


class Errands(Errand):
    """The errands over one window or dialog."""

    # -- belonging to one ------------------------------------------------------------------------

    def join_from_file(self) -> None:
        """Choose a join file, or a picture of one, and compare."""
        from cps_desktop.ui.typed_dialogs import JOIN_FILES

        path = self._open_name("Open a join file", JOIN_FILES)
        if path is not None:
            self.open_join_file(path)

    def open_join_file(self, path: Path) -> None:
        """Show what a join file says, and join once its four words were compared."""
        from cps_desktop.ui.typed_dialogs import read_beside

        joining = self._attempt(lambda: read_beside(self._desk, path))
        if joining is not None:
            self._compare(joining)

    def join_from_paper(self) -> None:
        """Type a join file in, or choose a photo of it, and compare."""
        from cps_desktop.ui.typed_dialogs import GO, JoinFromPaper

        dialog = JoinFromPaper(self._desk, self._window())
        if dialog.ask() == GO and dialog.joining is not None:
            self._compare(dialog.joining)

    def _compare(self, joining: Joining) -> None:
        from cps_desktop.ui.joining_dialogs import DIFFER, SAME, comparing

        answer = comparing(joining, self._window()).ask()
        if answer == DIFFER:
            refuse_new_key(self._desk.workspace, joining)
            self._done("This laptop does not ask about that key again. Tell your coordinator.")
        if answer != SAME:
            return

        def join(desk: Desk) -> bool:
            accept_joining(desk.workspace, joining)
            return True

        if self._decide("Joining", join):
            self._done(f"This laptop belongs to {in_short(joining.organisation, 80)} now.")

    def compare_new_key(self) -> None:
        """Compare the four words of the organisation's new key, which came in with a bundle."""
        waiting = new_key_waiting(self._desk.workspace)
        if waiting is not None:
            self._compare(waiting)

    def save_card(self) -> None:
        """Save this laptop's coordinator card, and show its four words."""
        workspace = self._desk.workspace
        name = LineField("Your name", own_name(workspace))
        question = QuestionDialog(
            "Save a coordinator card",
            "Give this small file to whoever made the organisation: they add you as a "
            "coordinator. Nothing in it is secret.",
            (("save", "Save the card…"), ("leave", "Not now")),
            parent=self._window(),
        )
        question.body.addWidget(FormRow("Your name", name))
        if question.ask() != "save":
            return
        name.flush()
        file = f"{safe_name(name.text()) or 'Coordinator'}.cpscard"
        path = self._save_name("Save a coordinator card", file, CARDS)
        if path is not None:
            self.save_card_to(path, name.text())

    def save_card_to(self, path: Path, name: str) -> None:
        """Write the card, and show what is to be compared."""
        words = self._decide(
            "Saving the card", lambda desk: organisation.save_card(desk.workspace, path, name)
        )
        if words is None:
            return
        told = QuestionDialog(
            "The card is saved",
            "Whoever adds you sees these four words as well. Read them out to them by phone or in "
            "person. Their next bundle or join file then makes you a coordinator.",
            (("close", "Close"),),
            parent=self._window(),
        )
        shown = Words(words, "total")
        shown.setAccessibleName(f"The four words: {words}")
        told.body.addWidget(shown)
        told.ask()
        self._done(f"The card is saved: {path.name}. Its four words: {words}.")

    # -- coordinating one -----------------------------------------------------------------------

    def change_names(self) -> None:
        """Another name of the organisation, or of oneself, and until when the join file is used."""
        workspace = self._desk.workspace
        here = joined(workspace)
        if here is None:
            return
        own = workspace.device_key.hex()
        mine = [one.name for one in here.join.coordinators if one.device == own]
        title = LineField("Organisation", here.organisation)
        name = LineField("Your name", mine[0] if mine else own_name(workspace))
        until = DateField("Use the join file until", today=self._desk.door.today())
        until.set_value(organisation.expiry_of(here.join))
        question = QuestionDialog(
            "Change the join file",
            "A new join file takes the place of the old one. It reaches the other laptops with "
            "the next bundles; nothing has to be compared again.",
            (("make", "Make the new join file"), ("leave", "Leave it as it is")),
            parent=self._window(),
        )
        question.body.addWidget(FormRow("Organisation", title))
        question.body.addWidget(FormRow("Your name", name))
        question.body.addWidget(
            FormRow(
                "Use the join file until",
                until,
                "Laptops only warn after that day. Leave it empty for no end.",
            )
        )
        if question.ask() != "make":
            return
        said = title.text(), name.text(), until.value()
        made = self._decide(
            "Making the join file", lambda desk: organisation.change(desk.workspace, *said)
        )
        if made is not None:
            self._done(f"Join file number {made.join.sequence} is made.")

    def add_coordinator(self) -> None:
        """Choose a coordinator card, and add them once four words were compared."""
        path = self._open_name("Open a coordinator card", CARDS)
        if path is not None:
            self.open_card(path)

    def open_card(self, path: Path) -> None:
        """Show a coordinator card, and add them once its four words were compared."""
        from cps_desktop.ui.joining_dialogs import same_card

        card = self._decide("Reading the card", lambda _desk: organisation.open_card(path))
        if card is None:
            return
        same, erases = same_card(card, self._window())
        if not same:
            return
        made = self._decide(
            "Adding them",
            lambda desk: organisation.add_coordinator(desk.workspace, card, controller=erases),
        )
        if made is not None:
            self._done(f"{in_short(card.name, 80)} is a coordinator now. Give them the join file.")

    def take_out(self, who: Who) -> None:
        """Take a coordinator out, once that was confirmed, and stop their laptop where wanted."""
        name = in_short(who.name, 80)
        asked = TakeOut(who, self._window())
        answer, reason = asked.ask(), asked.why()
        if answer == STOP:
            self._retire(who, reason)
        if answer != OUT:
            return
        made = self._decide(
            "Taking them out",
            lambda desk: organisation.remove_coordinator(desk.workspace, who.device),
        )
        if made is not None:
            self._done(f"{name} is no coordinator any more. Their laptop is not stopped.")

    def change_role(self, who: Who) -> None:
        """Let a coordinator erase, or no longer: then it is said what that does not end."""
        name = in_short(who.name, 80)
        if who.controller and not who.own:
            asked = TakeRight(who, self._window())
            answer, reason = asked.ask(), asked.why()
            if answer == STOP:
                self._retire(who, reason)
            if answer != ROLE:
                return
        gets = not who.controller
        made = self._decide(
            "Making the join file",
            lambda desk: organisation.set_roles(desk.workspace, who.device, controller=gets),
        )
        if made is not None:
            may = "may not erase any more" if who.controller else "may erase people's data"
            self._done(f"{name} {may}.")

    def change_root(self) -> None:
        """A new key for the organisation, once it was said what that means for everybody."""
        question = QuestionDialog(
            "Make a new key for the organisation?",
            "For when the recovery sheet was lost, or somebody read it. There is a new sheet to "
            "print, and every laptop compares four words with you again: tell them first. What "
            "was erased stays erased, and laptops that were stopped stay stopped. Whoever has the "
            "old sheet still opens what was handed over until then.",
            (("make", "Make a new key"), ("leave", "Keep the key")),
            parent=self._window(),
        )
        if question.ask() != "make":
            return
        made = self._decide(
            "Making the new key", lambda desk: organisation.change_root(desk.workspace)
        )
        if made is not None:
            self._done(
                f"The new key is made. Its four words: {made.words}. Print the new recovery sheet "
                "now, and give the new join file, or your next bundles, to everybody."
            )

    def _retire(self, who: Who, reason: str) -> None:
        if self._decide(
            "Stopping their laptop", lambda desk: revoking.retire(desk, who.device, reason)
        ):
            self._done(
                f"{in_short(who.name, 80)} is no coordinator any more, and their laptop is "
                "stopped. Hand over soon, so that others know."
            )

    # -- on paper and in files -------------------------------------------------------------------

    def save_join_file(self) -> None:
        """Choose where the join file goes."""
        here = joined(self._desk.workspace)
        name = f"{safe_name(here.organisation) or 'organisation'}.cpsjoin" if here else ""
        path = self._save_name("Save the join file", name, "Join files (*.cpsjoin)")
        if path is not None:
            self.save_join_file_to(path)

    def save_join_file_to(self, path: Path) -> None:
        """Write the join file."""

        def save(desk: Desk) -> bool:
            save_join_file(desk.workspace, path)
            return True

        if self._decide("Saving the join file", save):
            self._done("The join file is saved. Give it to your facilitators.")

    def join_sheet(self) -> None:
        """Show the join file on paper, to be printed or saved."""
        self._paper(
            lambda desk: join_sheet(desk.workspace, desk.door.today()),
            "For a laptop that no stick reaches: its picture is read, or its rows are typed in.",
            done="Close",
            later="Not now",
            saved="Give it to your facilitators.",
        )

    def recovery_sheet(self) -> None:
        """Show the recovery sheet; once it is on paper, nobody is reminded of it any more."""
        if self._paper(
            lambda desk: recovery_sheet(desk.workspace, desk.door.today()),
            "Whoever has this sheet can open everything. Print it here, if you can, rather than "
            "saving it, and lock it away.",
            done="It is printed and locked away",
            later="Not yet",
            saved="Print it, then delete the file: whoever has it can open everything.",
        ):
            recovery.note_printed(self._desk.workspace)
            self._done("The recovery sheet is printed. Keep it locked away.")

    def _paper(
        self,
        sheet: Callable[[Desk], CodeSheet],
        explanation: str,
        *,
        done: str,
        later: str,
        saved: str,
    ) -> bool:
        from cps_desktop.ui.paper_dialog import DONE, PaperDialog

        fonts = paths.cache_folder() / "fonts"
        made = self._decide("Making the sheet", lambda desk: made_sheet(sheet(desk), fonts))
        if made is None:
            return False
        dialog = PaperDialog(
            made,
            explanation,
            done=done,
            later=later,
            saved_words=saved,
            parent=self._window(),
        )
        answer = dialog.ask()
        dialog.deleteLater()
        return answer == DONE

    def save_key(self) -> None:
        """Save this coordinator's own recovery key, once that was explained."""
        question = QuestionDialog(
            "Save the recovery key?",
            "Whoever has it can read all that is handed over to you, and open the work of every "
            "laptop that joined. Save it on a stick, and lock the stick away.",
            (("save", "Save it…"), ("leave", "Not now")),
            parent=self._window(),
        )
        if question.ask() != "save":
            return
        path = self._save_name("Save the recovery key", "recovery key.txt", "Recovery keys (*.txt)")
        if path is not None:
            self.save_key_to(path)

    def save_key_to(self, path: Path) -> None:
        """Write the recovery key into a file."""

        def save(desk: Desk) -> bool:
            recovery.save_recovery_key(desk.workspace, path)
            return True

        if self._decide("Saving the recovery key", save):
            self._done("The recovery key is saved. Lock the stick away.")

    def recover(self) -> None:
        """Become a coordinator from the recovery sheet."""
        from cps_desktop.ui.joining_dialogs import RecoverDialog, TakeOver
        from cps_desktop.ui.typed_dialogs import GO

        workspace = self._desk.workspace
        asked = RecoverDialog(self._desk, self._window())
        sheet = asked.sheet if asked.ask() == GO else None
        asked.deleteLater()
        if sheet is None:
            return
        take = TakeOver(
            sheet,
            joined(workspace),
            own_organisation(workspace),
            own_name(workspace),
            self._window(),
        )
        if take.ask() != "take":
            return
        title, name, left_out, stops = (
            take.organisation.text(),
            take.name.text(),
            take.left_out,
            take.stops,
        )

        def take_over(desk: Desk) -> Joining:
            made = recovery.recover(
                desk.workspace, sheet, organisation=title, name=name, leave_out=left_out
            )
            for device in left_out if stops else ():
                revoking.revoke(desk, bytes.fromhex(device), LOST)
            return made

        made = self._decide("Recovering", take_over)
        if made is not None:
            self._done(
                f"This laptop coordinates {in_short(made.organisation, 80)}. "
                "Give the new join file to everybody."
            )
