"""What a box holds is counted in one way wherever it is said."""

from __future__ import annotations

from dataclasses import dataclass

from cps_desktop.domain.box_contents import how_much


@dataclass(frozen=True)
class Saying:
    """A note as far as it is counted."""

    text: str = ""
    given: str = ""
    done: bool = False
    pictured: bool = False


def test_a_checklist_is_filled_by_ticks_and_a_text_by_words_or_a_picture() -> None:
    remark, tick = Saying("we forgot the ramp", "ramp"), Saying(given="ramp", done=True)
    photo, empty = Saying(done=True, pictured=True), Saying("  ")
    assert how_much("checklist", [remark, photo, empty]) == 0
    assert how_much("checklist", [remark, tick]) == 1
    assert how_much("text", [empty, tick]) == 0
    assert how_much("text", [empty, remark, photo]) == 2
    for kind in ("notes", "choice", "scale", "table", "sketch"):
        assert how_much(kind, [remark, tick, photo]) == 3
