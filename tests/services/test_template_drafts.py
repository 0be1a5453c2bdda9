"""A planner under way: step by step back and forth, and there again after a restart."""

from __future__ import annotations

from pathlib import Path

from cps_desktop.domain import planner_edits as edits
from cps_desktop.services.template_drafts import Draft, forget_draft, keep_draft, kept_draft
from tests.services.laptop import laptop


def test_steps_go_back_and_come_again_and_typing_is_one_step() -> None:
    first = edits.empty_planner("own-a")
    draft = Draft(first)
    for title in ("T", "Te", "Tea"):
        assert draft.change("Change the title", edits.with_words(draft.template, title=title), "t")
    assert not draft.change("Change the title", draft.template, "t")
    draft.settle()
    draft.change("Change the title", edits.with_words(draft.template, title="Tea round"), "t")
    assert draft.can_undo == "Change the title"
    assert draft.undo()
    assert draft.template.title == "Tea"
    assert draft.undo()
    assert draft.template == first
    assert not draft.undo()
    assert draft.redo()
    assert draft.redo()
    assert not draft.redo()
    assert draft.template.title == "Tea round"
    draft.undo()
    draft.change("Change the title", edits.with_words(draft.template, title="Cake"))
    assert draft.can_redo == ""


def test_a_draft_is_there_again_and_can_be_let_go(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        assert kept_draft(one.workspace) is None
        template, _ = edits.add_box(edits.empty_planner("own-a"), "part-1")
        keep_draft(one.workspace, template)
        assert kept_draft(one.workspace) == template
        forget_draft(one.workspace)
        assert kept_draft(one.workspace) is None
        one.workspace.set_note("planner draft", 7)
        assert kept_draft(one.workspace) is None
