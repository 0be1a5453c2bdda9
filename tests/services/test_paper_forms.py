"""Forms that come back: filled in by several programs, brought in; and all that is no form."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.documents import form_pdf, form_places
from cps_desktop.documents.fillable import PlacedField
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import NamedAs, Note
from cps_desktop.domain.paper_forms import FormStamp, find_stamp
from cps_desktop.services import planners, sessions
from cps_desktop.services.answers import item_note_id, text_note_id, tick_item, write_text
from cps_desktop.services.form_answers import Standing, restored
from cps_desktop.services.paper_forms import (
    ReturnedForm,
    as_person,
    bring_in,
    form_sheet,
    read_form,
)
from tests.documents.fills import by_pdfium, by_pikepdf, by_pypdf
from tests.services.all_kinds import Room
from tests.services.laptop import laptop

WORDS = "Ŵyn, ŷd: zażółć gęślą jaźń\nسميرة says (\\) “yes”"
ANSWERS = {
    "who": "Siân Ŵyn-Jones",
    "now:1": WORDS,
    "now:3": "third",
    "goal:1": "One page",
    "said:2:1": "by May",
    "said:2:2": "done",
    "how:given": "bus",
    "how:words": "it is late",
    "feel:given": "4",
    "ready:item:tea": "tea",
    "draw:1": "a house",
}


@dataclass
class Form:
    """A form of a room's planner, as it is sent out."""

    room: Room
    fonts: Path
    pdf: bytes
    stamp: FormStamp
    places: list[PlacedField]

    def read(self, data: bytes, name: str = "form.pdf", session: str = "") -> ReturnedForm:
        return read_form(self.room.desk, session or self.room.session, data, name, self.fonts)

    def filled(self, **more: str) -> bytes:
        return by_pikepdf(self.pdf, {**ANSWERS, **more})


@pytest.fixture
def form(tmp_path: Path, fonts: Path) -> Iterator[Form]:
    with laptop(tmp_path) as one:
        room = Room(one)
        sheet, stamp = form_sheet(room.desk, room.found(), room.planner)
        pdf = form_pdf(sheet, stamp, font_cache=fonts)
        places = list(form_places(sheet, stamp, font_cache=fonts))
        yield Form(room, fonts, pdf, stamp, places)


def brought_in(form: Form) -> None:
    room = form.room
    assert room.texts("now") == [WORDS, "third"]
    assert room.texts("said") == ["by May\tdone"]
    assert room.texts("draw") == ["a house"]
    assert [(one.given, one.text) for one in room.notes("how")] == [("bus", "it is late")]
    assert [one.given for one in room.notes("feel")] == ["4"]
    text = room.desk.workspace.get(Note, text_note_id(room.planner, "goal"))
    assert text is not None
    assert text.text.endswith("One page")
    assert "Siân Ŵyn-Jones" in text.text
    tick = room.desk.workspace.get(Note, item_note_id(room.planner, "ready", "tea"))
    assert tick is not None
    assert tick.done
    own = [one for one in room.notes() if one.box in ("now", "said", "how", "feel", "draw")]
    assert {(one.author, one.named_as) for one in own} == {("Siân Ŵyn-Jones", NamedAs.NAME)}


@pytest.mark.parametrize("program", ["pikepdf", "pypdf", "pdfium"])
def test_what_was_typed_comes_in_with_the_name_as_one_step(form: Form, program: str) -> None:
    pdf = {
        "pikepdf": lambda: by_pikepdf(form.pdf, ANSWERS),
        "pypdf": lambda: by_pypdf(form.pdf, ANSWERS),
        "pdfium": lambda: by_pdfium(form.pdf, form.places, ANSWERS),
    }[program]()
    back = form.read(pdf)
    assert {one.standing for one in back.lines} == {Standing.NEW}
    assert len(back.lines) == 8
    assert not back.warnings
    assert not form.room.notes()
    bring_in(form.room.desk, back)
    brought_in(form)
    assert form.room.desk.door.can_undo == "Bring in a form from Siân Ŵyn-Jones"
    form.room.desk.door.undo()
    assert not form.room.notes()


def test_a_second_import_adds_nothing(form: Form) -> None:
    bring_in(form.room.desk, form.read(form.filled()))
    again = form.read(form.filled())
    assert {one.standing for one in again.lines} == {Standing.SAME}
    count = len(form.room.notes())
    assert bring_in(form.room.desk, again, {one.key for one in again.lines}).changes == 0
    assert len(form.room.notes()) == count
    brought_in(form)


def test_a_corrected_copy_shows_what_changed(form: Form) -> None:
    bring_in(form.room.desk, form.read(form.filled()))
    corrected = {"now:3": "third, corrected", "goal:1": "Two pages", "how:given": "walk"}
    back = form.read(form.filled(**corrected))
    changed = [one for one in back.lines if one.standing is Standing.CHANGED]
    assert [one.box for one in changed] == ["now", "goal", "how"]
    assert changed[0].before == "third"
    assert back.offered == tuple(changed)
    bring_in(form.room.desk, back)
    assert form.room.texts("now") == [WORDS, "third, corrected"]
    assert "One page" not in form.room.texts("goal")[0]
    assert form.room.texts("goal")[0].endswith("Two pages")
    assert [one.given for one in form.room.notes("how")] == ["walk"]


def test_what_was_changed_in_the_room_since_is_not_undone_by_the_old_form(form: Form) -> None:
    bring_in(form.room.desk, form.read(form.filled()))
    third = next(one for one in form.room.notes("now") if one.text == "third")
    planners.edit_note(form.room.desk.door, third.id, "third, as we agreed")
    again = form.read(form.filled())
    assert not again.offered
    assert any("as we agreed" in one.remark for one in again.lines)


def test_what_was_deleted_here_comes_back_only_when_chosen(form: Form) -> None:
    bring_in(form.room.desk, form.read(form.filled()))
    third = next(one for one in form.room.notes("now") if one.text == "third")
    planners.delete_notes(form.room.desk.door, [third.id])
    again = form.read(form.filled())
    gone = [one for one in again.lines if one.standing is Standing.GONE]
    assert [one.words for one in gone] == ["third"]
    bring_in(form.room.desk, again)
    assert "third" not in form.room.texts("now")
    bring_in(form.room.desk, again, {gone[0].key})
    assert "third" in form.room.texts("now")


def test_two_people_with_copies_of_one_file_are_told_apart(form: Form) -> None:
    bring_in(form.room.desk, form.read(form.filled()))
    back = form.read(form.filled(who="Łukasz Wójcik"))
    assert {one.standing for one in back.lines if one.box == "now"} == {Standing.NEW}
    assert back.earlier == ("Siân Ŵyn-Jones",)
    same = as_person(form.room.desk, back, "siân  ŵyn-jones")
    assert {one.standing for one in same.lines if one.box == "now"} == {Standing.SAME}
    bring_in(form.room.desk, back)
    assert form.room.texts("now") == [WORDS, "third"] * 2
    assert {one.author for one in form.room.notes("now")} == {"Siân Ŵyn-Jones", "Łukasz Wójcik"}


@pytest.mark.parametrize(
    ("shown", "author"), [("initials", "Siân Ŵyn-Jones"), ("nobody", ""), ("with no name", "")]
)
def test_the_name_is_shown_as_its_owner_wished(form: Form, shown: str, author: str) -> None:
    bring_in(form.room.desk, form.read(form.filled(shown=shown)))
    assert {one.author for one in form.room.notes("now")} == {author}
    if not author:
        assert not any("Siân" in one.text for one in form.room.notes())


def test_two_forms_of_one_planner_are_two_forms(form: Form) -> None:
    bring_in(form.room.desk, form.read(form.filled()))
    sheet, stamp = form_sheet(form.room.desk, form.room.found(), form.room.planner)
    other = by_pikepdf(form_pdf(sheet, stamp, font_cache=form.fonts), ANSWERS)
    assert {one.standing for one in form.read(other).lines if one.box != "ready"} == {Standing.NEW}


def test_a_label_is_as_good_as_a_value_and_nonsense_is_said(form: Form) -> None:
    back = form.read(form.filled(**{"how:given": "On foot", "feel:given": "9"}))
    by_box = {one.box: one for one in back.lines}
    assert by_box["how"].note is not None
    assert by_box["how"].note.given == "walk"
    assert by_box["feel"].standing is Standing.UNCLEAR
    bring_in(form.room.desk, back)
    assert not form.room.notes("feel")


def test_emoji_that_pdfium_spoils_are_put_right_and_said(form: Form) -> None:
    pdf = by_pdfium(form.pdf, form.places, {**ANSWERS, "now:1": "Good 👍 better 😀"})
    back = form.read(pdf)
    first = next(one for one in back.lines if one.box == "now")
    assert first.words == "Good 👍 better 😀"
    assert "emoji" in first.remark


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Co", "Cn", "Cc", "So", "Sk"))))
def test_what_is_not_spoilt_is_left_alone(text: str) -> None:
    assert not restored(text)[1] or any("\uf900" <= char <= "\ufaff" for char in text)


def test_what_people_in_the_room_wrote_in_a_shared_text_stays(form: Form) -> None:
    write_text(form.room.desk.door, form.room.planner, "goal", "Said in the room")
    tick_item(form.room.desk.door, form.room.planner, "ready", "room", True)
    bring_in(form.room.desk, form.read(form.filled()))
    text = form.room.texts("goal")[0]
    assert text.startswith("Said in the room\n\n")
    assert text.endswith("One page")
    assert sum(one.done for one in form.room.notes("ready")) == 2


# -- flattened ------------------------------------------------------------------------------------


def test_words_of_a_flattened_copy_are_found_in_their_boxes_with_a_warning(form: Form) -> None:
    # What PDFium prints of a field lacks letters beyond those of Western Europe.
    plain = {**ANSWERS, "who": "Siân Jones", "now:1": "first thing", "now:2": "second thing"}
    back = form.read(by_pdfium(form.pdf, form.places, plain, flat=True))
    assert any("plain print" in one for one in back.warnings)
    assert back.who.name == "Siân Jones"
    by_box = [(one.box, one.words) for one in back.lines]
    assert by_box[:3] == [("now", "first thing"), ("now", "second thing"), ("now", "third")]
    assert ("how", "By bus: it is late") in by_box
    assert ("feel", "4") in by_box
    assert ("ready", "Tea and coffee: done") in by_box
    assert ("said", "by May | done") in by_box


def test_a_flattened_copy_of_another_size_is_not_guessed_at(form: Form) -> None:
    flat = by_pdfium(form.pdf, form.places, ANSWERS, flat=True)
    with pikepdf.open(io.BytesIO(flat)) as file:
        for page in file.pages:
            page.contents_add(b"0.7 0 0 0.7 0 0 cm", prepend=True)
        out = io.BytesIO()
        file.save(out)
    with pytest.raises(InputRefused, match="another size"):
        form.read(out.getvalue())


def test_a_copy_that_is_only_pictures_says_so(form: Form) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PDF")
    with pytest.raises(InputRefused, match="only pictures"):
        form.read(out.getvalue())


# -- what is no form of ours, or not this one's ---------------------------------------------------


def changed(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def saved(file: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    out = io.BytesIO()
    file.save(out, encryption=encryption or False)
    file.close()
    return out.getvalue()


def test_a_form_that_was_not_filled_in_says_so(form: Form) -> None:
    with pytest.raises(InputRefused, match="not filled in"):
        form.read(form.pdf)


def test_a_locked_form_says_so(form: Form) -> None:
    lock = pikepdf.Encryption(owner="o", user="u")
    with pytest.raises(InputRefused, match="password"):
        form.read(saved(changed(form.filled()), encryption=lock))
    open_to_all = pikepdf.Encryption(owner="o", user="")
    assert form.read(saved(changed(form.filled()), encryption=open_to_all)).offered


def test_scripts_are_not_run_and_said(form: Form) -> None:
    file = changed(form.filled())
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    file.Root.OpenAction = script
    back = form.read(saved(file))
    assert any("scripts" in one for one in back.warnings)
    assert len(back.lines) == 8


def test_a_form_of_another_session_or_a_removed_planner_goes_nowhere(form: Form) -> None:
    door = form.room.desk.door
    other = sessions.create_session(door, title="Another one")
    with pytest.raises(InputRefused, match="another session, “Letters”"):
        form.read(form.filled(), session=other)
    planners.remove_planner(door, form.room.planner)
    with pytest.raises(InputRefused, match="removed"):
        form.read(form.filled())
    assert not form.room.notes()


def test_a_form_of_a_laptop_nobody_knows_goes_nowhere(form: Form) -> None:
    strange = FormStamp("a" * 32, "b" * 32, "all-kinds", 1, "c" * 32, "en-GB")
    sheet, _ = form_sheet(form.room.desk, form.room.found(), form.room.planner)
    pdf = by_pikepdf(form_pdf(sheet, strange, font_cache=form.fonts), ANSWERS)
    with pytest.raises(InputRefused, match="not on this laptop"):
        form.read(pdf)


def test_an_edition_that_is_not_here_is_not_read_as_another_one(form: Form) -> None:
    newer = FormStamp(form.stamp.session, form.stamp.planner, "all-kinds", 7, "c" * 32, "en-GB")
    sheet, _ = form_sheet(form.room.desk, form.room.found(), form.room.planner)
    pdf = by_pikepdf(form_pdf(sheet, newer, font_cache=form.fonts), ANSWERS)
    with pytest.raises(InputRefused, match="edition"):
        form.read(pdf)


def test_a_stamp_that_was_changed_is_no_stamp(form: Form) -> None:
    words = form.stamp.words
    assert find_stamp(f"x {words[:60]}\n{words[60:]} y") == form.stamp
    assert find_stamp(words.replace("all-kinds", "all-kindz")) is None
    other = by_pikepdf(form.filled(), {"cps": words.replace("/1/", "/2/")})
    # The file beside the pages still says where it belongs.
    assert form.read(other).stamp == form.stamp


def test_two_stamps_that_differ_are_not_believed(form: Form) -> None:
    other = FormStamp(form.stamp.session, form.stamp.planner, "all-kinds", 1, "c" * 32, "en-GB")
    with pytest.raises(InputRefused, match="two different"):
        form.read(by_pikepdf(form.filled(), {"cps": other.words}))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\nnothing",
        b"\xff\xd8\xff\xe0 a picture",
        b"just words",
        b"%PDF-" + b"(" * 90000,
    ],
)
def test_what_is_no_form_says_so(form: Form, data: bytes) -> None:
    with pytest.raises(InputRefused, match="Nothing was changed"):
        form.read(data)


def test_anybody_elses_form_says_so(form: Form) -> None:
    file = pikepdf.new()
    file.add_blank_page()
    field = pikepdf.Dictionary(
        FT=pikepdf.Name.Tx, T=pikepdf.String("surname"), V=pikepdf.String("x")
    )
    file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([file.make_indirect(field)]))
    with pytest.raises(InputRefused, match="no form of this program"):
        form.read(saved(file))


def test_fields_that_lead_in_circles_end(form: Form) -> None:
    file = changed(form.filled())
    field = file.make_indirect(pikepdf.Dictionary(T=pikepdf.String("round")))
    field.Kids = pikepdf.Array([field])
    file.Root.AcroForm.Fields.append(field)
    with pytest.raises(InputRefused, match="more fields"):
        form.read(saved(file))


def test_strange_fields_are_left_alone_and_a_book_in_one_is_cut(form: Form) -> None:
    file = changed(form.filled(**{"now:1": "x" * 500_000}))
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("other"), V=pikepdf.String("x"))
    file.Root.AcroForm.Fields.append(file.make_indirect(field))
    back = form.read(saved(file))
    assert any("none of ours" in one for one in back.warnings)
    bring_in(form.room.desk, back)
    assert max(len(one.text) for one in form.room.notes()) == 20_000
