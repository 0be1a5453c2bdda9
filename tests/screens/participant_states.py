"""Pictures of the participant view: every kind of question, and what comes before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from cps_desktop.ui.theme_state import theme
from tests.ui.participant.asking import KINDS, Asked, asked, settle

Look = tuple[str, int]


def take_participants(
    app: QApplication, folder: Path, to: Path, looks: Sequence[Look], size: tuple[int, int]
) -> int:
    """Take them in every look, and in cream at 300 %. Returns how many there are."""
    count = 0
    with asked(folder / "participants") as one:
        one.window.resize(*size)
        for name, scale in (*looks, ("cream", 300)):
            one.window.next_person()
            theme().set_theme(name)
            theme().set_scale(scale)
            for state, show in _states(one).items():
                show()
                settle()
                app.processEvents()
                one.window.grab().save(str(to / f"participant-{state}-{name}-{scale}.png"))
                count += 1
    return count


def _states(one: Asked) -> dict[str, Callable[[], object]]:
    way = one.window.pages
    answering: dict[str, Callable[[Any], object]] = {
        "notes": _two_notes,
        "table": lambda answer: answer.cells[0].put_in("The ward clerk"),
        "choice": lambda answer: answer.options["by"].click(),
        "scale": lambda answer: answer.options["4"].click(),
        "checklist": lambda answer: answer.items["ring"].click(),
    }

    def ask(kind: str) -> None:
        answer = one.ask(kind)
        answering.get(kind, lambda _answer: None)(answer)

    questions = {kind: (lambda kind=kind: ask(kind)) for kind in KINDS}
    return {
        "welcome": way.welcome,
        **questions,
        "letters": lambda: way.write(one.ask("notes").field),
        "last": way.last,
        "next-person": way.sure,
        "thanks": way.thanks,
        "easier": way.easier,
        "one-switch": way.switch,
        "code": way.facilitator,
        "dots": way.vote,
    }


def _two_notes(answer: Any) -> None:
    answer.field.put_in("The letter came late.")
    answer.add_another()
    answer.field.put_in("Tell me who I can ring")
    answer.write_down()
