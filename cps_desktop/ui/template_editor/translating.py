"""Translating a planner: the language at the top, and the same words to be said in it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.planner_templates import PlannerTemplate, runs_right_to_left
from cps_desktop.domain.planner_translations import (
    OwnWords,
    Place,
    in_other_words,
    lacking,
    to_translate,
)
from cps_desktop.services.paper_words import language_name
from cps_desktop.services.planner_view import COLOUR_WORDS
from cps_desktop.ui.kit import Button, Choice, EmptyState, FormRow, LineField, Words, empty
from cps_desktop.ui.template_editor.box_fields import narrow
from cps_desktop.ui.template_editor.words import (
    FIELD_WORDS,
    LANGUAGES,
    STAGE_WORDS,
    TRANSLATED_INTO,
)
from cps_desktop.ui.theme import SPACE_L, SPACE_S

OWN: Final = "-"
"""Chosen where the planner's own words are shown."""
_MISSING: Final = "Not translated yet."
_MAY_STAY_EMPTY: Final = "It may stay empty: the plain question then stands there."


def language_words(language: str) -> str:
    """What a language is called, for example "Cymraeg (Welsh)"; its tag where nobody knows."""
    known = dict(LANGUAGES).get(language)
    if known:
        return known
    locale = QLocale(language)
    if locale.language() == QLocale.Language.C:
        return language
    named = language_name(language)
    # Qt's own name is that of a country as well: "American English".
    own = named if named != language else locale.nativeLanguageName()
    english = QLocale.languageToString(locale.language())
    return f"{own} ({english})" if own and own != english else english or language


class LanguageBar(QWidget):
    """Which language the words are shown in, and how many it lacks."""

    chosen = Signal(str)
    """The language, "" for the planner's own."""
    next_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Language of the words")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        self.language = narrow(Choice("Words in", ()))
        self.language.chosen.connect(lambda key: self.chosen.emit("" if key == OWN else key))
        column.addWidget(FormRow("Words in", self.language))
        self.state = Words("", "small_strong", "quiet")
        self.next = Button("Next that is missing", self.next_asked.emit, kind="link")
        column.addWidget(self.state)
        column.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft)

    def show_languages(self, template: PlannerTemplate, language: str) -> None:
        """Offer the planner's own language, those it has, and the others one may add."""
        own = template.language.split("-", maxsplit=1)[0]
        begun = sorted(template.translations)
        others = [one for one in TRANSLATED_INTO if one != own and one not in begun]
        options = [(OWN, f"{language_words(template.language)}, its own words")]
        options += [(one, language_words(one)) for one in [*begun, *others]]
        if language and language not in dict(options):
            options.append((language, language_words(language)))
        if [self.language.itemData(row) for row in range(self.language.count())] != [
            key for key, _ in options
        ]:
            self.language.set_options(options, language or OWN)
        self.language.set_key(language or OWN)
        count = len(lacking(template, language)) if language else 0
        total = len(to_translate(template))
        self.state.setVisible(bool(language))
        self.next.setVisible(count > 0)
        texts = "1 text is" if count == 1 else f"{count} of {total} texts are"
        self.state.setText(f"{texts} not translated yet." if count else "All is translated.")


class TranslationFields(QWidget):
    """The words of one box, of the whole planner, or of the colours, in another language."""

    changed = Signal(object, str)
    """The place of the words, and what is said there."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Words in another language")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_L)
        self._shown: tuple[str, tuple[Place, ...]] = ("", ())
        self.fields: dict[Place, LineField] = {}
        self.rows: dict[Place, FormRow] = {}

    def show_words(self, template: PlannerTemplate, language: str, part: str, box: str) -> None:
        """Show the words of a part: "Box", "Planner" or "Colours"."""
        some = [one for one in to_translate(template) if _belongs(one, part, box)]
        wanted = (f"{language} {part} {box}", tuple(one.place for one in some))
        if wanted != self._shown:
            self._build(template, some, language, part)
            self._shown = wanted
        missing = {one.place for one in lacking(template, language)}
        for one in some:
            self.fields[one.place].update_text(in_other_words(template, language, one.place))
            beside = f" {_MAY_STAY_EMPTY}" if one.box and one.place[-1] == "prompt" else ""
            self.rows[one.place].set_help(f"“{one.words}”{beside}")
            self.rows[one.place].set_questions([_MISSING] if one.place in missing else ())

    def _build(
        self, template: PlannerTemplate, some: list[OwnWords], language: str, part: str
    ) -> None:
        empty(self._column)
        self.fields.clear()
        self.rows.clear()
        if not some:
            self._column.addWidget(EmptyState("There is nothing to translate here."))
        way = Qt.LayoutDirection.LeftToRight
        if runs_right_to_left(language):
            way = Qt.LayoutDirection.RightToLeft
        for one in some:
            label = _label(template, one)
            field = LineField(f"{label}, {language_words(language)}")
            field.setLayoutDirection(way)
            field.edited.connect(partial(self.changed.emit, one.place))
            self.fields[one.place] = field
            self.rows[one.place] = FormRow(label, field)
            self._column.addWidget(self.rows[one.place])
        self._column.addStretch(1)

    def go_to(self, place: Place) -> None:
        """The keyboard goes to the words of a place."""
        if place in self.fields:
            self.fields[place].setFocus()

    def flush(self) -> None:
        """Say what was typed and not yet told."""
        for field in list(self.fields.values()):
            field.flush()


def part_of(place: Place) -> str:
    """Which of the fields hold the words of a place."""
    return {"boxes": "Box", "colours": "Colours"}.get(place[0], "Planner")


def _belongs(one: OwnWords, part: str, box: str) -> bool:
    return part_of(one.place) == part and (part != "Box" or one.box == box)


def _label(template: PlannerTemplate, one: OwnWords) -> str:
    place = one.place
    if place[0] == "colours":
        return COLOUR_WORDS[place[1]]
    if place[0] == "stages":
        number = [stage.key for stage in template.stages].index(place[1]) + 1
        return f"Part {number}: {STAGE_WORDS[place[2]]}"
    return FIELD_WORDS[place[2] if len(place) == 4 and place[2] != "scale" else place[-1]]
