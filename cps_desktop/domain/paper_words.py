"""What the program itself says on paper that people write on, in one language.

What a planner asks stands in its template. English stands here, because paper is printed whatever
files are there; every other language is a file, ``resources/words/paper.cy.json``.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from cps_desktop.domain.kinds import NoteColour


@dataclasses.dataclass(frozen=True, slots=True)
class PaperWords:
    """The words; what stands in braces is filled in by whoever draws."""

    language: str = "en-GB"
    form_title: str = "Form: {title}"
    not_there: str = (
        "You were not in the room, but what you think counts. Type into the boxes on the next "
        "pages. You need not fill in all of them. Then save this file and send it back."
    )
    again_later: str = (
        "You can open it again later and change it. You can also print it and write on it."
    )
    about_you: str = "About you"
    your_name: str = "Your name, if you like to be named"
    how_shown: str = "How shall your notes be shown?"
    with_name: str = "with my name"
    with_initials: str = "with my initials"
    with_nobody: str = "with no name"
    form_is: str = "Form {form}. The program knows it again by this:"
    which_form: str = "Which form this is"
    anything_to_add: str = "Anything to add?"
    say_drawing: str = "Say in words what you would draw, or draw it and send a photo."
    answer_of: str = "Answer {number} of {total}"
    row_of: str = "Row {number}."
    photograph: str = (
        "Write on this sheet, then photograph it whole, with all four codes in the picture."
    )
    sheet_is: str = "Sheet {number}"
    led_by: str = "Facilitated by {names}"
    edition_is: str = "Planner edition {edition}"
    other_notes: str = "Other notes"
    yellow: str = "yellow"
    blue: str = "blue"
    green: str = "green"
    pink: str = "pink"
    lilac: str = "lilac"
    orange: str = "orange"

    def colour(self, colour: NoteColour) -> str:
        """What a note colour is called."""
        return str(getattr(self, colour.value))


ENGLISH: Final = PaperWords()
