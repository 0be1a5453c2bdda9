"""The right answer part for each kind of box."""

from __future__ import annotations

from typing import Final

from cps_desktop.ui.participant.answer import Answer, Asking
from cps_desktop.ui.participant.answer_choosing import ChecklistAnswer, ChoosingAnswer
from cps_desktop.ui.participant.answer_notes import NotesAnswer, TableAnswer, TextAnswer
from cps_desktop.ui.participant.answer_sketch import SketchAnswer

_KINDS: Final[dict[str, type[Answer]]] = {
    "notes": NotesAnswer,
    "text": TextAnswer,
    "table": TableAnswer,
    "choice": ChoosingAnswer,
    "scale": ChoosingAnswer,
    "checklist": ChecklistAnswer,
    "sketch": SketchAnswer,
}


def answer_to(asking: Asking) -> Answer | None:
    """What a box of this kind is answered in; None for a kind of a newer version."""
    made = _KINDS.get(asking.box.kind)
    return made(asking) if made is not None else None
