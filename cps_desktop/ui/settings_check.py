"""In the settings: whether everything on this laptop is whole, and mending what can be mended."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.services.checking import Findings, check_workspace
from cps_desktop.services.exchange import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.kit import Button, Card, MessagePanel, Words
from cps_desktop.ui.session_page import Shell

EXPLAINED = (
    "Every change, seal, picture and word that can be searched is looked at. It takes a while, "
    "changes nothing, and can be stopped."
)
WHOLE = "Everything is whole."
MEND = "Make it again"
MOST_SAID = 8


class CheckCard(Card):
    """Checks the workspace, says what was found, and offers to mend what can be made again."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Is everything whole?")
        self._shell = shell
        self.check = Button("Check my work", self._check)
        self.result: MessagePanel | None = None
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._holder.hide()
        self.add(Words("Is everything whole?", "section"), self.check, self._holder)
        self.add(Words(EXPLAINED, "small", "quiet"))

    def _check(self) -> None:
        self._look("Checking your work", mending=False)

    def _mend(self) -> None:
        self._look("Making it again", mending=True)

    def _look(self, doing: str, *, mending: bool) -> None:
        desk = self._shell.desk

        def job(tell: Progress) -> Findings:
            with desk_beside(desk) as beside:
                return check_workspace(beside.workspace, rebuild=mending, progress=tell)

        def done(found: Findings) -> None:
            if found.mended:
                desk.workspace.forget_caches()
                desk.door.came_in(ChangeSummary("Made again", everything=True))
            self.show_findings(found)

        self._shell.run(doing, job, done)

    def show_findings(self, found: Findings) -> None:
        """Say what was found, in sentences; what a mending cannot help says what to do."""
        if self.result is not None:
            self.result.hide()
            self.result.deleteLater()
        mended = _in_words("It was made again: ", found.mended)
        told = " ".join(one for one in (mended, *found.notes[:MOST_SAID]) if one)
        if found.problems:
            can = any(one.mendable for one in found.findings)
            to_do = (
                "What is shown can be made again from what was written; nothing is lost by it."
                if can
                else "This program cannot mend that. Show it to your coordinator before you go on."
            )
            self.result = MessagePanel(
                "warning",
                _in_words("", found.problems),
                safe=told,
                to_do=to_do,
                actions=((MEND, self._mend),) if can else (),
            )
        else:
            looked = f"Looked at: {', '.join(found.checked)}."
            self.result = MessagePanel("done", WHOLE, safe=f"{looked} {told}".strip())
        self._column.addWidget(self.result)
        self._holder.show()
        self.result.speak()


def _in_words(begin: str, sentences: tuple[str, ...] | list[str]) -> str:
    if not sentences:
        return ""
    more = len(sentences) - MOST_SAID
    last = f" And {more} more." if more > 0 else ""
    return begin + " ".join(sentences[:MOST_SAID]) + last
