"""What is to be put right on a planner that is being made, in sentences that lead to the box."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cps_desktop.domain.planner_checks import Problem, problems
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.planner_translations import lacking
from cps_desktop.domain.planner_words import advice, missing_words
from cps_desktop.ui.kit import Button, Words
from cps_desktop.ui.template_editor.translating import language_words
from cps_desktop.ui.template_editor.words import said
from cps_desktop.ui.theme import SPACE_M, SPACE_S

_MOST_SHOWN: Final = 12
_LANGUAGE: Final = "language:"
"""Before a language where else the key of a box stands; no key has a colon."""


def what_is_wrong(template: PlannerTemplate) -> list[Problem]:
    """Everything that keeps this planner from being used, words that are missing among it."""
    return [*missing_words(template), *problems(template)]


class Checks(QWidget):
    """What is to be put right, as one sees it, and what would make the words easier."""

    asked = Signal(str)
    """The key of the box a sentence is about."""
    language_asked = Signal(str)
    """The language a sentence is about."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What is to be put right")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self.heading = Words("", "strong")
        self._column.addWidget(self.heading)
        self._lines: list[QWidget] = []
        self._shown: tuple[str, list[tuple[str, str]]] = ("", [])
        self._column.addStretch(1)

    def show_checks(self, template: PlannerTemplate, wrong: list[Problem]) -> None:
        """Show the problems first, then the advice."""
        lines = [(said(one, template), next(iter(one.boxes), "")) for one in wrong]
        hints = [(said(one, template), next(iter(one.boxes), "")) for one in advice(template)]
        hints += [
            (sentence, f"{_LANGUAGE}{language}")
            for language, sentence in _languages_lacking(template)
        ]
        if wrong:
            heading = (
                "1 thing is to be put right"
                if len(wrong) == 1
                else f"{len(wrong)} things are to be put right"
            )
        else:
            heading = "This planner can be kept." + (" It could be easier still:" if hints else "")
        every = [*lines, *hints]
        if (heading, every) == self._shown:
            return
        self._shown = (heading, every)
        self.heading.setText(heading)
        for old in self._lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = []
        for number, (sentence, box) in enumerate(every[:_MOST_SHOWN]):
            self._add(sentence, box, is_wrong=number < len(lines))
        if len(every) > _MOST_SHOWN:
            self._add(f"And {len(every) - _MOST_SHOWN} more.", "", is_wrong=False)

    def _add(self, sentence: str, about: str, *, is_wrong: bool) -> None:
        """A line; ``about`` is the box or language it leads to."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(Words(sentence, "body", "danger" if is_wrong else "quiet"), 1)
        if about:
            show = Button("Show", lambda: self._ask_for(about), kind="link")
            show.setAccessibleName(f"Show: {sentence}")
            row.addWidget(show)
        self._lines.append(line)
        self._column.insertWidget(self._column.count() - 1, line)

    def _ask_for(self, about: str) -> None:
        if about.startswith(_LANGUAGE):
            self.language_asked.emit(about.removeprefix(_LANGUAGE))
        else:
            self.asked.emit(about)

    @property
    def sentences(self) -> list[str]:
        """What is said, line by line."""
        return [sentence for sentence, _ in self._shown[1]]


def _languages_lacking(template: PlannerTemplate) -> list[tuple[str, str]]:
    """Each language that lacks words, with a sentence on which."""
    found = []
    own = language_words(template.language)
    for language in sorted(template.translations):
        missing = lacking(template, language)
        if not missing:
            continue
        texts = "1 text" if len(missing) == 1 else f"{len(missing)} texts"
        names = {one.key: one.name or one.key for one in template.boxes}
        boxes = list(dict.fromkeys(names[one.box] for one in missing if one.box in names))
        where = f" In: {', '.join(boxes[:3])}{' and others' if len(boxes) > 3 else ''}."
        found.append(
            (
                language,
                f"{language_words(language)}: {texts} not translated. {own} is shown there."
                + (where if boxes else ""),
            )
        )
    return found
