"""In which languages paper can be printed, and what the program itself says there in each."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from functools import cache
from typing import Final

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.paper_words import ENGLISH, PaperWords
from cps_desktop.domain.planner_templates import PlannerTemplate, Stage
from cps_desktop.paths import resources

_NAMES: Final = {
    "en": "English",
    "cy": "Cymraeg",
    "pl": "Polski",
    "ar": "العربية",
    "bn": "বাংলা",
    "bg": "български",
    "cs": "čeština",
    "es": "español",
    "fa": "فارسی",
    "fr": "français",
    "gu": "ગુજરાતી",
    "hi": "हिन्दी",
    "hu": "magyar",
    "it": "italiano",
    "lt": "lietuvių",
    "lv": "latviešu",
    "pa": "ਪੰਜਾਬੀ",
    "pt": "português",
    "ro": "română",
    "ru": "русский",
    "sk": "slovenčina",
    "so": "Soomaali",
    "tr": "Türkçe",
    "uk": "українська",
    "ur": "اردو",
    "zh": "中文",
}
"""What languages a planner is offered to be translated into call themselves."""


def paper_words(language: str) -> PaperWords:
    """The words for a language such as "cy" or "pl-PL"; English where there are none."""
    return _read(language.split("-", maxsplit=1)[0])


def language_name(language: str) -> str:
    """What a language calls itself; its tag, such as "gd", where that is not known here."""
    return _NAMES.get(language.split("-", maxsplit=1)[0].lower(), language)


def languages_of(templates: Iterable[PlannerTemplate]) -> tuple[str, ...]:
    """Every language at least one of these planners has words in, their own languages first."""
    some = tuple(templates)
    own = dict.fromkeys(one.language for one in some)
    return tuple(dict.fromkeys([*own, *(two for one in some for two in one.languages)]))


def spoken_in(template: PlannerTemplate, language: str) -> PlannerTemplate:
    """A planner in the language that was chosen; "" is its own, "cy-GB" will do with "cy".

    Raises InputRefused where it has no words in that language.
    """
    if not language or has_language(template, language):
        return template.in_language(language) if language else template
    offered = ", ".join(f"{language_name(one)} ({one})" for one in template.languages)
    raise InputRefused(
        f"“{template.title}” has no words in “{language[:20]}”; it has {offered}. Nothing was "
        "printed. Choose one of those, or add the words under Planners of our own."
    )


def has_language(template: PlannerTemplate, language: str) -> bool:
    """Whether a planner has words in a language, be it of another country."""
    short = language.split("-", maxsplit=1)[0]
    own = (template.language, template.language.split("-", maxsplit=1)[0])
    return language in (*own, *template.translations) or short in (own[1], *template.translations)


def stage_prompt(template: PlannerTemplate, stage: Stage) -> str:
    """The line beneath a stage's title; "" where it is not there in the template's language now."""
    words = template.translations.get(template.language)
    said = words is None or "prompt" in words.get("stages", {}).get(stage.key, {})
    return stage.prompt if said else ""


def shown_title(given: str, known: Iterable[PlannerTemplate]) -> str:
    """A planner's title: the one people gave it, or that of its template, the last of these.

    A planner that has the title of its template in any of its languages was given none.
    """
    every = tuple(known)
    usual = {one.title for one in every}
    return every[-1].title if given in ("", *usual) else given


@cache
def _read(spoken: str) -> PaperWords:
    path = resources() / "words" / f"paper.{spoken}.json"
    if not path.is_file():
        return ENGLISH
    said = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    return dataclasses.replace(ENGLISH, language=spoken, **said)
