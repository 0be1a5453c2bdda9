"""Paper that came back, in the window: a form, a sheet, a picture nobody knows, typing up."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.documents import form_pdf
from cps_desktop.domain.faults import InputRefused, StorageFull
from cps_desktop.domain.kinds import Note, Planner, Session
from cps_desktop.services import planners
from cps_desktop.services.answers import by_item, tick_item
from cps_desktop.services.coded_printing import coded_sheets_pdf
from cps_desktop.services.note_pictures import add_picture_note
from cps_desktop.services.paper_back import read_paper
from cps_desktop.services.paper_forms import ReturnedForm, form_sheet
from cps_desktop.services.paper_photos import BoxPicture, SheetPhoto
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.planner_view import planner_view
from cps_desktop.services.planners import notes_in
from cps_desktop.services.sheet_keeping import to_type_up
from cps_desktop.ui.kit import QuestionDialog
from cps_desktop.ui.pages_of_session.printing import PrintPage
from cps_desktop.ui.paper_back import choosing
from cps_desktop.ui.paper_back.choosing import is_paper
from cps_desktop.ui.paper_back.dropping import accept_paper
from cps_desktop.ui.paper_back.form_dialog import FormDialog
from cps_desktop.ui.paper_back.sheet_dialog import PhotoDialog, SheetDialog
from cps_desktop.ui.paper_back.typing_dialog import TypingDialog
from cps_desktop.ui.paper_back.typing_parts import NotesPart, RowsPart, TicksPart
from tests.documents.fills import by_pikepdf
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston

LONG = 240_000
FULL = "This disk is full. Nothing was lost."


class Table:
    """A session with a planner, and papers of it."""

    def __init__(self, host: Host, folder: Path, fonts: Path) -> None:
        self.host, self.folder, self.fonts = host, folder, fonts
        self.session = session_in_alston(host.desk)
        template = next(one for one in host.desk.planners.choices() if one.box("now") is not None)
        self.planner = planners.add_planner(host.desk.door, self.session, template)
        self.box = template.boxes[0].key

    def form(self, name: str = "form.pdf", **values: str) -> Path:
        found = self.host.desk.door.must_exist(Session, self.session)
        sheet, stamp = form_sheet(self.host.desk, found, self.planner)
        pdf = form_pdf(sheet, stamp, font_cache=self.fonts)
        path = self.folder / name
        path.write_bytes(by_pikepdf(pdf, {"who": "Siân", f"{self.box}:1": "typed", **values}))
        return path

    def notes(self) -> list[Note]:
        return list(self.host.desk.workspace.find(Note, planner=self.planner))

    def picture(self, colour: str) -> PreparedPicture:
        import hashlib

        out = io.BytesIO()
        Image.new("RGB", (800, 500), colour).save(out, "JPEG")
        jpeg = out.getvalue()
        return PreparedPicture(jpeg, 800, 500, hashlib.sha256(jpeg).hexdigest(), "photo.jpg")

    def photo(self) -> SheetPhoto:
        note = "a" * 32
        box = BoxPicture(
            self.box, "What is it like now?", self.picture("#ffffee"), True, note, False
        )
        other = BoxPicture("none", "Another", self.picture("#eeffff"), False, "b" * 32, False)
        whole = self.picture("white")
        title = "Letters, sheet 1"
        return SheetPhoto("photo.jpg", whole, "a photo 1", self.planner, title, (box, other))


@pytest.fixture
def table(host: Host, tmp_path: Path, fonts: Path) -> Table:
    return Table(host, tmp_path, fonts)


@contextmanager
def full_disk(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def full(*_args: object, **_named: object) -> None:
        raise StorageFull(FULL)

    with monkeypatch.context() as patched:
        patched.setattr(type(table.host.desk.workspace), "append", full)
        yield


def press(qtbot: QtBot, dialog: QuestionDialog, key: str) -> Callable[[], int]:
    """Instead of waiting for somebody, press Enter on an answer."""

    def pressed() -> int:
        qtbot.keyClick(dialog.buttons[key], Qt.Key.Key_Return)
        assert not dialog.isVisible()
        return 1

    return pressed


def test_a_form_is_shown_and_what_is_ticked_comes_in(
    qtbot: QtBot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table.form(**{f"{table.box}:2": "not this one"})
    (form,) = read_paper(table.host.desk, table.session, path)
    assert isinstance(form, ReturnedForm)
    dialog = FormDialog(table.host, form)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "Siân" in dialog.windowTitle()
    assert dialog.buttons["bring"].text() == "Bring in 2 answers"
    assert not table.notes()
    dialog.ticks[form.lines[1].key].setChecked(False)
    assert dialog.buttons["bring"].text() == "Bring in 1 answer"
    assert faults_of(dialog) == []
    with full_disk(table, monkeypatch):
        dialog.buttons["bring"].click()
        dialog.reject()
    assert dialog.isVisible()
    assert dialog.unkept.text().startswith(FULL)
    dialog.exec = press(qtbot, dialog, "bring")  # type: ignore[method-assign]
    assert dialog.ask() == "bring"
    assert table.host.said == ["1 answer was brought in from the form."]
    assert [(one.text, one.author) for one in table.notes()] == [("typed", "Siân")]
    table.host.desk.door.undo()
    assert not table.notes()


def test_the_same_form_of_another_name_asks_who_it_was(qtbot: QtBot, table: Table) -> None:
    from cps_desktop.services.paper_forms import bring_in

    path = table.form()
    (form,) = read_paper(table.host.desk, table.session, path)
    assert isinstance(form, ReturnedForm)
    bring_in(table.host.desk, form)
    path.write_bytes(by_pikepdf(path.read_bytes(), {"who": "Sian W."}))
    (again,) = read_paper(table.host.desk, table.session, path)
    assert isinstance(again, ReturnedForm)
    dialog = FormDialog(table.host, again)
    qtbot.addWidget(dialog)
    assert dialog.person is not None
    assert len(dialog.chosen) == 1
    dialog.person.set_key("Siân")
    dialog.person.chosen.emit("Siân")
    assert not dialog.chosen
    assert not dialog.buttons["bring"].isEnabled()


def test_a_sheets_pictures_are_kept_and_typed_up(
    qtbot: QtBot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = SheetDialog(table.host, table.photo())
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.chosen == {table.box}
    assert faults_of(dialog) == []
    with full_disk(table, monkeypatch):
        dialog.buttons["type"].click()
    assert dialog.isVisible()
    assert not table.notes()
    dialog.exec = press(qtbot, dialog, "type")  # type: ignore[method-assign]
    dialog.ask()
    (waiting,) = to_type_up(table.host.desk.workspace, table.planner)
    assert dialog.to_type_up == [waiting.id]
    typing = TypingDialog(table.host, waiting.id, "1 of 1")
    qtbot.addWidget(typing)
    typing.show()
    assert faults_of(typing) == []
    part = typing.part
    assert isinstance(part, NotesPart)
    part.fields[0].set_text("first")
    part.add_field().set_text("third")
    typing.who.set_text("Ann")
    typing.exec = typing.buttons["keep"].click  # type: ignore[method-assign,assignment]
    assert typing.ask() == "keep"
    assert sorted(one.text for one in table.notes()) == ["first", "third"]
    assert {one.author for one in table.notes()} == {"Ann"}


def test_a_picture_nobody_knows_goes_only_into_a_box_somebody_names(
    qtbot: QtBot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = SheetPhoto(
        "photo.jpg", table.picture("#336699"), "another 1", problem="It shows no sheet."
    )
    dialog = PhotoDialog(table.host, table.session, unknown)
    qtbot.addWidget(dialog)
    dialog.exec = lambda: 0  # type: ignore[method-assign]
    dialog.ask()
    assert not table.notes()
    dialog.show()
    dialog.box.set_key(f"{table.planner}/{table.box}")
    with full_disk(table, monkeypatch):
        dialog.buttons["keep"].click()
    assert dialog.isVisible()
    assert not table.notes()
    dialog.exec = press(qtbot, dialog, "keep")  # type: ignore[method-assign]
    dialog.ask()
    assert [one.box for one in table.notes()] == [table.box]


def test_a_dropped_form_is_looked_at_and_other_files_are_left_alone(
    qtbot: QtBot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(choosing, "_show", lambda *given: seen.extend(given[-1]))
    page = PrintPage(table.host, table.session)
    qtbot.addWidget(page)
    accept_paper(page)
    for name, content in (("words.txt", b"x"), (table.form().name, None)):
        path = table.folder / name
        if content is not None:
            path.write_bytes(content)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        no_key = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, no_key)
        QApplication.sendEvent(page, enter)
        assert enter.isAccepted() == (content is None)
        QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), copy, data, left, no_key))
    qtbot.waitUntil(lambda: len(seen) == 1, timeout=LONG)
    assert isinstance(seen[0], ReturnedForm)


def test_our_papers_are_known_from_other_pictures_and_files(table: Table) -> None:
    """So that one that is dropped on a box of the wall does not become a picture there."""
    assert is_paper(table.form())
    found = table.host.desk.door.must_exist(Session, table.session)
    known = table.host.desk.door.must_exist(Planner, table.planner)
    template = table.host.desk.planners.get(known.template, known.edition)
    assert template is not None
    sheet = table.folder / "sheet.pdf"
    sheet.write_bytes(
        coded_sheets_pdf(table.host.desk, found, known.id, template, "A3", font_cache=table.fonts)
    )
    assert is_paper(sheet)
    photo = table.folder / "photo.jpg"
    photo.write_bytes(table.picture("#336699").jpeg)
    assert not is_paper(photo)
    assert not is_paper(table.folder / "none.pdf")


def test_what_is_neither_says_so(table: Table) -> None:
    path = table.folder / "words.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(InputRefused, match="Nothing was"):
        read_paper(table.host.desk, table.session, path)


def test_rows_and_ticks_of_a_photographed_sheet_are_typed_up_as_such(
    qtbot: QtBot, table: Table
) -> None:
    desk = table.host.desk
    template = desk.planners.get("pdsa")
    assert template is not None
    planner = planners.add_planner(desk.door, table.session, template)
    note = add_picture_note(desk, planner, "arrange", table.picture("#ffffee"))
    typing = TypingDialog(table.host, note, "1 of 1")
    qtbot.addWidget(typing)
    typing.show()
    assert faults_of(typing) == []
    rows = typing.part
    assert isinstance(rows, RowsPart)
    rows.rows[0][1].set_text("Ann")
    rows.add_row()[0].set_text("Tea")
    typing.exec = typing.buttons["keep"].click  # type: ignore[method-assign,assignment]
    assert typing.ask() == "keep"
    assert [one.text.split("\t")[:2] for one in notes_in(desk.workspace, planner, "arrange")] == [
        ["", "Ann"],
        ["Tea", ""],
    ]
    assert not to_type_up(desk.workspace, planner)


def test_ticks_typed_up_are_the_planners_own(qtbot: QtBot, table: Table) -> None:
    desk = table.host.desk
    some = (one for one in desk.planners.choices() for box in one.boxes if box.kind == "checklist")
    template = next(some)
    box = next(one for one in template.boxes if one.kind == "checklist")
    planner = planners.add_planner(desk.door, table.session, template)
    first, second, third = box.items[:3]
    tick_item(desk.door, planner, box.key, second.key, True)
    note = add_picture_note(desk, planner, box.key, table.picture("#eeffff"))
    typing = TypingDialog(table.host, note, "1 of 1")
    qtbot.addWidget(typing)
    typing.show()
    assert faults_of(typing) == []
    part = typing.part
    assert isinstance(part, TicksPart)
    assert part.ticks[second.key].isChecked()
    part.ticks[first.key].setChecked(True)
    part.remarks[first.key].set_text("by Ann")
    tick_item(desk.door, planner, box.key, third.key, True)  # elsewhere, meanwhile
    typing.exec = typing.buttons["keep"].click  # type: ignore[method-assign,assignment]
    typing.ask()
    by = by_item(notes_in(desk.workspace, planner, box.key))
    assert (by[first.key].done, by[first.key].text) == (True, "by Ann")
    assert by[second.key].done
    assert by[third.key].done
    view = planner_view(desk.workspace, desk.planners, planner)
    assert view is not None
    (shown,) = [one for stage in view.stages for one in stage.boxes if one.box.key == box.key]
    assert shown.count == 3
    assert not to_type_up(desk.workspace, planner)
    desk.door.undo()
    assert [one.id for one in to_type_up(desk.workspace, planner)] == [note]
