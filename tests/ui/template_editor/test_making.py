"""Making a planner: by keys, by mouse, by numbers; checked as one goes; kept, given, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.domain.planner_files import read_template
from cps_desktop.domain.planner_templates import Area, Box, PlannerTemplate
from cps_desktop.domain.planner_translations import lacking
from cps_desktop.services import planners
from cps_desktop.services.own_templates import own_templates
from cps_desktop.services.planner_view import planner_view
from cps_desktop.services.template_drafts import kept_draft
from cps_desktop.ui.kit import Button
from cps_desktop.ui.template_editor.page import TemplatesPage
from cps_desktop.ui.theme_state import theme
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston, type_into


def box_of(page: TemplatesPage, key: str) -> Box:
    found = page.editing.template.box(key)
    assert found is not None
    return found


def say(page: TemplatesPage, **words: str) -> None:
    """Type into the fields of the chosen box."""
    for name, text in words.items():
        field = page.editing.box.words[name]
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        field.flush()


def own(host: Host) -> list[PlannerTemplate]:
    listed = own_templates(host.desk.workspace)
    return [one.template for one in listed if one.template is not None]


def make(page: TemplatesPage, title: str = "Tea round") -> None:
    """A planner with one box, from an empty sheet, kept."""
    page.start.new.begin.click()
    say(page, name="Tea", prompt="What tea?", plain="What tea do you like?")
    page.editing.planner.title.set_text("")
    page.editing.part.choose(1)
    QTest.keyClicks(page.editing.planner.title, title)
    page.keep.click()


def test_a_planner_from_an_empty_sheet_is_kept_and_offered(page: TemplatesPage, host: Host) -> None:
    page.start.new.begin.click()
    page.keep.click()
    (sentence,) = host.faults
    assert sentence.startswith("The planner has no title yet. The draft is kept.")
    page.back.click()
    make(page)
    (made,) = own(host)
    assert (made.title, made.edition, made.boxes[0].plain) == (
        "Tea round",
        1,
        "What tea do you like?",
    )
    assert made in host.desk.planners.choices()
    assert host.said[-1] == "Tea round is kept and offered."
    assert kept_draft(host.desk.workspace) is None
    assert [row.edition.template for row in page.start.rows] == [made]


def test_keys_move_size_and_take_out_a_box_and_every_step_goes_back(page: TemplatesPage) -> None:
    page.start.new.begin.click()
    sheet = page.editing.sheet
    here = sheet.boxes["box-1"]
    assert here.hasFocus()
    QTest.keyClick(here, Qt.Key.Key_Right)
    QTest.keyClick(here, Qt.Key.Key_Down)
    assert box_of(page, "box-1").area == Area(14, 54, 196, 110)
    QTest.keyClick(here, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert box_of(page, "box-1").area == Area(14, 54, 194, 110)
    assert "14 mm from the left" in here.accessibleDescription()
    page.editing.add_box.click()
    assert sheet.boxes["box-2"].hasFocus()
    QTest.keyClick(sheet.boxes["box-2"], Qt.Key.Key_Delete)
    assert here.hasFocus()
    assert "box-2" not in sheet.boxes
    QTest.keyClick(here, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "box-2" in sheet.boxes
    QTest.keyClick(here, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert "box-2" not in sheet.boxes
    for _ in range(3):
        QTest.keyClick(here, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert box_of(page, "box-1").area == Area(12, 52, 196, 110)
    assert not page.editing.undo_button.isEnabled()


def drag(widget: QWidget, start: QPoint, by: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(widget, left, pos=start)
    QTest.mouseMove(widget, start + by / 2)
    QApplication.processEvents()
    # The box went along under the mouse: from there it is the other half of the way.
    QTest.mouseMove(widget, start + by / 2)
    QTest.mouseRelease(widget, left, pos=start)


def test_the_mouse_moves_a_box_and_sizes_it_at_its_corner(page: TemplatesPage) -> None:
    page.start.new.begin.click()
    here = page.editing.sheet.boxes["box-1"]
    before = box_of(page, "box-1").area
    drag(here, QPoint(20, 20), QPoint(80, 40))
    moved = box_of(page, "box-1").area
    assert (moved.width, moved.height) == (before.width, before.height)
    assert moved.x > before.x
    assert moved.y > before.y
    assert moved.x % 2 == 0
    corner = here.rect().bottomRight() - QPoint(4, 4)
    drag(here, corner, QPoint(-60, -30))
    sized = box_of(page, "box-1").area
    assert (sized.x, sized.y) == (moved.x, moved.y)
    assert sized.width < moved.width
    assert sized.height < moved.height
    page.editing.undo()
    assert box_of(page, "box-1").area == moved
    page.editing.undo()
    assert box_of(page, "box-1").area == before


def test_a_drag_is_kept_when_the_box_lies_and_a_click_keeps_nothing(
    host: Host, page: TemplatesPage
) -> None:
    page.start.new.begin.click()
    here = page.editing.sheet.boxes["box-1"]
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(here, left, pos=QPoint(20, 20))
    before = box_of(page, "box-1").area
    QTest.mousePress(here, left, pos=QPoint(20, 20))
    QTest.mouseMove(here, QPoint(80, 60))
    assert box_of(page, "box-1").area != before
    assert kept_draft(host.desk.workspace) is None
    QTest.mouseRelease(here, left, pos=QPoint(20, 20))
    assert kept_draft(host.desk.workspace) == page.editing.template


def test_a_place_can_be_given_in_numbers_and_nonsense_changes_nothing(page: TemplatesPage) -> None:
    page.start.new.begin.click()
    fields = page.editing.box.place
    for name, text, area in (
        ("width", "95,5", Area(12, 52, 95.5, 110)),
        ("x", "20 mm", Area(20, 52, 95.5, 110)),
        ("y", "wide", Area(20, 52, 95.5, 110)),
    ):
        field = fields.fields[name]
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        field.flush()
        assert box_of(page, "box-1").area == area
    assert "such as 96" in fields.rows["y"].beneath()


def test_what_is_to_be_put_right_is_said_and_leads_to_its_box(
    page: TemplatesPage, qtbot: QtBot
) -> None:
    page._begin("we-said-we-did")
    checks = page.editing.checks
    assert checks.heading.text().startswith("This planner can be kept.")
    page.editing.steps.place("told", Area(140, 180, 100, 80))
    assert "The boxes “We said, we did” and “How people were told” overlap." in checks.sentences
    page.editing.choose("said")
    show = next(one for one in checks.findChildren(Button) if "overlap" in one.accessibleName())
    show.click()
    assert page.editing.chosen == "promises"
    assert page.editing.sheet.boxes["promises"].hasFocus()
    assert "has to be put right" in page.editing.sheet.boxes["told"].accessibleName()
    page.editing.choose("said")
    before = len(lacking(page.editing.template, "cy"))
    say(page, help="word " * 16)
    assert any("has 16 words" in one for one in checks.sentences)
    said_now = f"Cymraeg (Welsh): {before + 1} texts not translated. English is shown there."
    assert any(one.startswith(said_now) for one in checks.sentences)


def test_a_box_can_be_of_any_kind_with_what_that_needs(page: TemplatesPage) -> None:
    page.start.new.begin.click()
    fields = page.editing.box
    for kind in ("choice", "table", "checklist", "scale", "text", "sketch", "notes"):
        fields.kind.chosen.emit(kind)
        assert box_of(page, "box-1").kind == kind
        assert fields.rows["parts"].isHidden() is (kind not in {"choice", "table", "checklist"})
        assert fields.scale.isHidden() is (kind != "scale")
    fields.kind.chosen.emit("choice")
    fields.parts.setFocus()
    fields.parts.selectAll()
    type_into(fields.parts, "Often\nNow and then\nNever")
    fields.parts.flush()
    assert [one.words for one in box_of(page, "box-1").options] == [
        "Often",
        "Now and then",
        "Never",
    ]
    fields.kind.chosen.emit("scale")
    field = fields.scale.fields["highest"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "7")
    field.flush()
    scale = box_of(page, "box-1").scale
    assert scale is not None
    assert scale.highest == 7
    fields.picture.chosen.emit("clock")
    assert box_of(page, "box-1").picture == "clock"
    assert fields.drawing.accessibleName() == "A clock"


def waiting(page: TemplatesPage) -> str:
    """What is said of a draft that waits; "" for none."""
    return page.start.waiting.panel.accessibleName() if page.start.waiting.panel is not None else ""


def test_the_draft_is_there_after_going_away(page: TemplatesPage, host: Host) -> None:
    page.start.new.begin.click()
    say(page, plain="What shall we keep?")
    page.leave()
    again = TemplatesPage(host)
    again.refresh(None)
    assert "You were making" in waiting(again)
    again._carry_on()
    assert box_of(again, "box-1").plain == "What shall we keep?"
    again._back()
    again._let_go()
    assert waiting(again) == ""
    assert kept_draft(host.desk.workspace) is None
    again.deleteLater()


def test_changing_a_kept_planner_makes_an_edition_and_leaves_the_first_alone(
    page: TemplatesPage, host: Host
) -> None:
    make(page)
    (first,) = own(host)
    session = session_in_alston(host.desk)
    planner = planners.add_planner(host.desk.door, session, first)
    page.start.rows[0].buttons["change"].click()
    say(page, plain="And what cake?")
    page.keep.click()
    assert host.faults == []
    second = own(host)[1]
    assert (second.id, second.edition) == (first.id, 2)
    assert "Planners begun before stay as they are." in host.said[-1]
    view = planner_view(host.desk.workspace, host.desk.planners, planner)
    assert view is not None
    assert view.template == first
    page.start.rows[1].buttons["offer"].click()
    assert host.desk.planners.newest(first.id) == 1
    assert page.start.rows[1].buttons["offer"].text() == "Offer it again"


def test_a_planner_goes_out_as_a_file_and_comes_in_again(
    page: TemplatesPage, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(page)
    (made,) = own(host)
    target = tmp_path / "tea.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.start.rows[0].buttons["save"].click()
    assert read_template(target.read_bytes(), "tea.json") == made
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    page.start.new.bring_in.click()
    assert host.said[-1] == "Tea round is here already."
    text = target.read_text(encoding="utf-8")
    target.write_text(text.replace(made.id, "tea-round"), encoding="utf-8")
    page.start.new.bring_in.click()
    assert [one.id for one in own(host)] == [made.id, "tea-round"]
    target.write_text("{", encoding="utf-8")
    page.start.new.bring_in.click()
    assert "cut short" in host.faults[-1]
    target.write_text(text.replace('"planner_format": 1', '"planner_format": 9'), encoding="utf-8")
    page.start.new.bring_in.click()
    assert "newer version" in host.faults[-1]
    assert len(own(host)) == 2
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "where.json"), "")
    )
    page.start.rows[0].buttons["save"].click()
    assert "could not be saved there" in host.faults[-1]


def test_parts_and_colours_are_named_added_and_taken_out(page: TemplatesPage) -> None:
    page.start.new.begin.click()
    fields = page.editing.planner
    page.editing.part.choose(1)
    page.editing._turn_to(1)
    fields.add.click()
    assert [one.key for one in page.editing.template.stages] == ["part-1", "part-2"]
    title = fields.stages["part-2"].title
    assert title.hasFocus()
    title.selectAll()
    QTest.keyClicks(title, "Then")
    page.editing.flush()
    assert page.editing.template.stages[1].title == "Then"
    assert fields.stages["part-2"].count.text() == "1 box"
    fields.stages["part-2"].take_out.click()
    assert [one.key for one in page.editing.template.boxes] == ["box-1"]
    assert not fields.stages["part-1"].take_out.isEnabled()
    colours = page.editing.colours
    page.editing.part.choose(2)
    page.editing._turn_to(2)
    colours.fields["pink"].setFocus()
    QTest.keyClicks(colours.fields["pink"], "No")
    page.editing.flush()
    assert page.editing.template.meaning("pink") == "No"


@pytest.mark.parametrize("scale", [100, 200])
def test_everything_has_a_name_and_fits(page: TemplatesPage, qtbot: QtBot, scale: int) -> None:
    theme().set_scale(scale)
    qtbot.waitUntil(lambda: faults_of(page) == [])
    assert not page.keep.isVisible()
    page._begin("customer-journey")
    qtbot.waitUntil(lambda: faults_of(page) == [])
    assert page.keep.font().pointSizeF() == theme().font("button").pointSizeF()
    assert all(one.width() >= 24 for one in page.editing.sheet.boxes.values())
