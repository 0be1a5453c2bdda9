"""Words of the editor: kinds of box, places, and what is wrong, as one would say it."""

from __future__ import annotations

from typing import Final

from cps_desktop.domain.planner_checks import Problem
from cps_desktop.domain.planner_templates import Area, PlannerTemplate

KIND_WORDS: Final = {
    "notes": "Notes",
    "text": "One text",
    "table": "Table",
    "choice": "Choose one",
    "scale": "Scale",
    "checklist": "Ticks",
    "sketch": "Drawing",
}
KIND_HELP: Final = {
    "notes": "Each answer is a note that can be moved.",
    "text": "Everybody writes into one text.",
    "table": "Rows with columns, such as action, who, by when.",
    "choice": "Each person chooses one answer, and may say why.",
    "scale": "Each person gives a number, and may say why.",
    "checklist": "Things to tick, each with a remark.",
    "sketch": "Drawings and photos.",
}
PARTS_LABEL: Final = {"columns": "Columns", "options": "Answers", "items": "Things to tick"}
FIELD_WORDS: Final = {
    "title": "Title",
    "purpose": "What it is for",
    "name": "Short name",
    "prompt": "Question on the wall",
    "plain": "Plain question",
    "help": "Help",
    "example": "Example",
    "columns": "Column",
    "options": "Answer",
    "items": "Thing to tick",
    "lowest_words": "The lowest means",
    "highest_words": "The highest means",
}
"""What each text of a planner is called where it is translated."""
STAGE_WORDS: Final = {"title": "title", "prompt": "line beneath the title"}
TRANSLATED_INTO: Final = (
    *("cy", "pl", "en", "ar", "bn", "bg", "cs", "es", "fa", "fr", "gu", "hi", "hu", "it"),
    *("lt", "lv", "pa", "pt", "ro", "ru", "sk", "so", "tr", "uk", "ur", "zh"),
)
"""Languages a planner is offered to be translated into; a file may hold any."""
LANGUAGES: Final = (("en-GB", "English"), ("cy", "Cymraeg (Welsh)"), ("pl", "Polski (Polish)"))


def millimetres(value: float) -> str:
    """ "12" or "95.5"."""
    return f"{value:g}"


def place_words(area: Area) -> str:
    """Where a box stands, as a screen reader says it."""
    return (
        f"{millimetres(area.x)} mm from the left, {millimetres(area.y)} mm from the top, "
        f"{millimetres(area.width)} wide, {millimetres(area.height)} high"
    )


def said(problem: Problem, template: PlannerTemplate) -> str:
    """A problem with the names people gave in place of the keys of the file."""
    sentence = problem.sentence
    for box in template.boxes:
        sentence = sentence.replace(f"“{box.key}”", f"“{box.name}”")
    for stage in template.stages:
        sentence = sentence.replace(f"“{stage.key}”", f"“{stage.title or stage.key}”")
    return sentence[:1].upper() + sentence[1:]
