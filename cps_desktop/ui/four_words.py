"""The four words of an organisation, worked out beside the window: it takes a moment on purpose."""

from __future__ import annotations

from cps_desktop.services.papers import Joining
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Words


class FourWords(Words):
    """Says them after a beginning such as "Its four words"."""

    def __init__(self, before: str, role: str = "strong") -> None:
        super().__init__("", role)
        self._before = before
        self._root = ""
        self._beside = Background(self)

    def show_of(self, here: Joining | None) -> None:
        """Those of the organisation this laptop belongs to; nothing where there is none."""
        self.setVisible(here is not None)
        root = here.join.root if here else ""
        if root == self._root:
            return
        self._root = root
        self.setText("Working out the four words…" if here else "")
        if here is not None:
            self._beside.do("words", lambda: here.words, self._say)

    def _say(self, words: str) -> None:
        self.setText(f"{self._before}: {words}")
