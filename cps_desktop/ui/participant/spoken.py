"""In which language a person is asked: the words of the program, and the planner in it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt

from cps_desktop.domain.kinds import Planner
from cps_desktop.domain.planner_templates import PlannerTemplate, runs_right_to_left
from cps_desktop.services.desk import Desk
from cps_desktop.services.paper_words import language_name
from cps_desktop.services.participant_view import ParticipantView
from cps_desktop.services.participant_words import participant_words


class Spoken:
    """``language`` is a tag, ``words`` what the program says, ``template`` the planner's questions:
    None where the planner, or its template, is not here."""

    def __init__(self, desk: Desk, view: ParticipantView) -> None:
        self._desk = desk
        self._view = view
        self.speak_own()

    def speak_own(self) -> None:
        """From now on the language the planner was written in."""
        template = self._template("")
        self.speak(template.language if template is not None else "en")

    def speak(self, language: str) -> None:
        """From now on this language."""
        self.language = language
        self.words = participant_words(language)
        self.template = self._template(language)

    @property
    def direction(self) -> Qt.LayoutDirection:
        """From which side it is read."""
        sides = Qt.LayoutDirection
        return sides.RightToLeft if runs_right_to_left(self.language) else sides.LeftToRight

    def languages(self) -> list[tuple[str, str]]:
        """The languages this planner can be asked in, each by its own name."""
        whole = self._template("")
        known = whole.languages if whole is not None else ()
        found: dict[str, str] = {}
        for one in known:
            spoken = one.split("-", maxsplit=1)[0]
            words = participant_words(one)
            own = words("language_name") if words.language == spoken else ""
            named = language_name(one)
            # Qt's own name is that of a country as well, such as "español de España".
            known_as = named if named != one else QLocale(one).nativeLanguageName()
            found.setdefault(spoken, own or known_as or one)
        return list(found.items())

    def _template(self, language: str) -> PlannerTemplate | None:
        known = self._desk.door.records.get(Planner, self._view.planner)
        if known is None or known.deleted or known.newer:
            return None
        found = self._desk.planners.get(known.template, known.edition)
        return found.in_language(language) if found is not None and language else found
