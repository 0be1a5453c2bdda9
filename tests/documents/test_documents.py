"""Whole documents: nothing lost, nothing clipped, the same bytes, and what the standards ask."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop.documents import (
    arrivals_pdf,
    claim_pdf,
    code_pdf,
    coded_pdf,
    form_pdf,
    pack_pdf,
    planner_pdf,
    register_pdf,
    subject_pdf,
)
from cps_desktop.documents.embedding import read_back
from cps_desktop.documents.pictures import printable_jpeg
from cps_desktop.documents.text import clean
from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.money import say_money
from cps_desktop.domain.planner_files import read_template
from cps_desktop.domain.sheets import (
    BoxOnSheet,
    ClaimLineOnSheet,
    DayMark,
    NoteOnSheet,
    PackSheet,
    PersonOnRegister,
    PlannerPage,
    PlannerSheet,
    ReceiptOnSheet,
    RegisterSheet,
    SignatureOnSheet,
    StageOnSheet,
)
from cps_desktop.services.paper_words import paper_words, stage_prompt
from cps_desktop.services.planner_sheets import box_on_sheet
from tests.bench_documents import bare_pack, bench_pack, store_photos
from tests.conformance import check_pdf
from tests.documents import rich_planners, rich_sheets, rich_subject
from tests.documents.nasty import NASTY
from tests.documents.reading import squeezed, words_by_pdfium, words_by_pypdf

ANYTHING = st.text(st.characters(codec=None), max_size=150)

KINDS: dict[str, Callable[[Path], bytes]] = {
    "planner": lambda fonts: planner_pdf(rich_sheets.planner(), font_cache=fonts),
    "full planner": lambda fonts: planner_pdf(rich_sheets.planner(times=5), font_cache=fonts),
    "blank planner": lambda fonts: planner_pdf(rich_sheets.planner(), font_cache=fonts, blank=True),
    "planner to read": lambda fonts: planner_pdf(rich_sheets.planner(page="A4"), font_cache=fonts),
    "planner in large print": lambda fonts: planner_pdf(
        rich_sheets.planner(page="A4 large print"), font_cache=fonts
    ),
    "planner on two sheets": lambda fonts: planner_pdf(
        rich_planners.kinds("A3 on two A4", more=4), font_cache=fonts
    ),
    "every kind of box": lambda fonts: planner_pdf(rich_planners.kinds(), font_cache=fonts),
    "every kind in large print": lambda fonts: planner_pdf(
        rich_planners.kinds("A4 large print"), font_cache=fonts
    ),
    "every kind, blank": lambda fonts: planner_pdf(
        rich_planners.kinds(), font_cache=fonts, blank=True
    ),
    "form": lambda fonts: form_pdf(
        rich_planners.kinds("A4"), rich_planners.STAMP, font_cache=fonts
    ),
    "sheets with codes": lambda fonts: coded_pdf(
        rich_planners.kinds("A4"), rich_planners.codes(5), font_cache=fonts
    ),
    "wall with codes": lambda fonts: planner_pdf(
        replace(rich_planners.kinds(), codes=rich_planners.codes(1)[0]),
        font_cache=fonts,
        blank=True,
    ),
    "register": lambda fonts: register_pdf(rich_sheets.register(), font_cache=fonts),
    "claim": lambda fonts: claim_pdf(rich_sheets.claim(), font_cache=fonts),
    "pack": lambda fonts: pack_pdf(rich_sheets.pack(), font_cache=fonts),
    "recovery sheet": lambda fonts: code_pdf(rich_sheets.code(), font_cache=fonts),
    "join sheet": lambda fonts: code_pdf(
        rich_sheets.code(rows=60, columns=1, squares=97), font_cache=fonts
    ),
    "subject access": lambda fonts: subject_pdf(rich_subject.subject(times=3), font_cache=fonts),
    "nasty subject access": lambda fonts: subject_pdf(
        rich_subject.nasty_subject(NASTY), font_cache=fonts
    ),
    "nasty code": lambda fonts: code_pdf(rich_sheets.nasty_code(NASTY), font_cache=fonts),
    "what came in": lambda fonts: arrivals_pdf(rich_sheets.arrivals(times=17), font_cache=fonts),
    "nasty planner": lambda fonts: planner_pdf(rich_sheets.nasty_planner(NASTY), font_cache=fonts),
}


@cache
def made(kind: str, fonts: Path) -> bytes:
    """A document of this kind, made once for all tests that look at it."""
    return KINDS[kind](fonts)


def letters(text: str) -> Counter[str]:
    """How often each character occurs, as it is read from a document."""
    return parts("".join(read_back(ord(c)) for c in squeezed(clean(text))))


def parts(text: str) -> Counter[str]:
    """The characters of a text, joined ones (ligatures, accented letters) as their parts."""
    return Counter(c for c in unicodedata.normalize("NFKD", text) if not c.isspace())


def test_everything_on_two_sheets_is_on_one_of_them_and_the_join_on_both(fonts: Path) -> None:
    sheet = rich_planners.kinds("A3 on two A4")
    whole = planner_pdf(replace(sheet, page="A3"), font_cache=fonts)
    one = parts(words_by_pypdf(whole)[0])
    left, right = words_by_pypdf(planner_pdf(sheet, font_cache=fonts))[:2]
    both = parts(left) + parts(right)
    assert not one - both
    assert sum((both - one).values()) > 100  # what crosses the join is on both
    assert "Think" in left
    assert "Think" not in right.replace("Think –", "")
    assert "Reflect" in right
    assert "Reflect" not in left
    assert "Cut along" in left
    assert "grey strip" in right


def test_reading_pages_hold_no_type_below_what_they_promise(fonts: Path) -> None:
    for page, least in (("A4", 10.0), ("A4 large print", 14.0)):
        sheet = rich_planners.kinds(page)  # type: ignore[arg-type]
        found = sizes_of(planner_pdf(sheet, font_cache=fonts))
        assert min(found) == least
        body = 12.0 if page == "A4" else 18.0
        assert {size for size in found if size < body} == {least}


def lacking(texts: tuple[str, ...], pdf: bytes) -> Counter[str]:
    """Characters of ``texts`` that are not in the document."""
    wanted: Counter[str] = Counter()
    for text in texts:
        wanted += letters(text)
    return wanted - parts("".join(words_by_pypdf(pdf)))


@pytest.mark.parametrize("kind", KINDS)
def test_documents_conform(kind: str, fonts: Path, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(made(kind, fonts))
    assert check_pdf(path) == []


def test_the_check_finds_what_is_wrong(fonts: Path, tmp_path: Path) -> None:
    import pikepdf

    path = tmp_path / "untagged.pdf"
    path.write_bytes(made("register", fonts))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.Root.Metadata
        pdf.save(path)
    found = check_pdf(path)
    assert any(each.startswith("ua1") for each in found)
    assert any(each.startswith("2a") for each in found)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_makes_the_same_bytes(kind: str, fonts: Path) -> None:
    assert KINDS[kind](fonts) == made(kind, fonts)


def test_another_run_makes_the_same_bytes(fonts: Path, tmp_path: Path) -> None:
    both = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.pdf"
        code = (
            "import sys; from pathlib import Path;"
            "from tests.documents.test_documents import KINDS;"
            "Path(sys.argv[2]).write_bytes(KINDS['pack'](Path(sys.argv[1])))"
        )
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(fonts), str(path)]
        subprocess.run(command, check=True, env=environment, cwd=Path(__file__).parents[2])
        both.append(path.read_bytes())
    assert both[0] == both[1]


@pytest.mark.parametrize("page", ["A3", "A4"])
def test_hundreds_of_notes_in_a_box_are_all_there(page: PlannerPage, fonts: Path) -> None:
    texts = [f"Note number {index:04d}: the letter came late." for index in range(700)]
    sheet = replace(rich_sheets.one_note_planner(texts), page=page)
    for words in (words_by_pdfium, words_by_pypdf):
        found = squeezed("".join(words(planner_pdf(sheet, font_cache=fonts))))
        assert [text for text in texts if squeezed(text) not in found] == []


@pytest.mark.parametrize("text", [t for t in NASTY if len(t) >= 1000], ids=lambda t: t[:3])
def test_long_notes_are_all_there(text: str, fonts: Path) -> None:
    sheet = rich_sheets.one_note_planner((text,))
    assert not lacking((text,), planner_pdf(sheet, font_cache=fonts))
    reading = replace(sheet, page="A4")
    assert not lacking((text,), planner_pdf(reading, font_cache=fonts))


def test_nasty_texts_are_all_there(fonts: Path) -> None:
    planner = planner_pdf(rich_sheets.one_note_planner(NASTY), font_cache=fonts)
    assert not lacking(NASTY, planner)
    some = (*(text for text in NASTY if len(text) < 1000), NASTY[-1])
    assert not lacking(some, register_pdf(rich_sheets.nasty_register(some), font_cache=fonts))
    assert not lacking(some, claim_pdf(rich_sheets.nasty_claim(some), font_cache=fonts))
    report = arrivals_pdf(rich_sheets.nasty_arrivals(some), font_cache=fonts)
    assert not lacking(some, report)


@given(text=ANYTHING)
@settings(max_examples=40)
def test_any_note_is_all_there(text: str, fonts: Path) -> None:
    pdf = planner_pdf(rich_sheets.one_note_planner((text,)), font_cache=fonts)
    assert not lacking((text,), pdf)


@given(texts=st.lists(ANYTHING, min_size=6, max_size=6))
@settings(max_examples=25)
def test_any_words_in_every_place_conform(
    texts: list[str], fonts: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    title, stage, prompt, help_, note, author = texts
    session = replace(rich_sheets.SESSION, title=title, venue=help_)
    box = BoxOnSheet("b", prompt, 12, 52, 60, 30, help_, notes=(NoteOnSheet(note, author),))
    empty = BoxOnSheet("e", note, 80, 52, 60, 30, help_)
    stages = (StageOnSheet(stage, (box, empty), author),)
    sheet = PlannerSheet(session, rich_sheets.IMPRINT, title, stage, stages)
    path = tmp_path_factory.mktemp("any") / "planner.pdf"
    path.write_bytes(planner_pdf(sheet, font_cache=fonts))
    assert check_pdf(path) == []


class Telling:
    """Long texts whose every word is different, so that any that is lost is known."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __call__(self, place: str, count: int) -> str:
        new = [f"{place}{number}q" for number in range(count)]
        self.words += new
        return " ".join(new)

    def lost(self, pdf: bytes) -> list[str]:
        """The words that are not in the document."""
        found = set(" ".join(words_by_pypdf(pdf)).replace("-", " ").split())
        return [word for word in self.words if word not in found]


@pytest.mark.parametrize("page", ["A3", "A4", "A4 large print"])
def test_long_words_in_every_place_of_a_planner_are_there(page: PlannerPage, fonts: Path) -> None:
    tell = Telling()
    session = replace(rich_sheets.SESSION, title=tell("title", 900), venue=tell("venue", 900))
    note = NoteOnSheet(tell("note", 2000), tell("author", 300), link=tell("link", 300))
    boxes = (
        BoxOnSheet("a", tell("prompt", 900), 12, 52, 128, 30, notes=(note, note)),
        BoxOnSheet("b", "Short", 12, 90, 128, 30, help=tell("help", 900)),
        BoxOnSheet("c", tell("both", 40), 12, 130, 128, 30, help=tell("more", 900)),
    )
    stages = (
        StageOnSheet(tell("stage", 300), boxes, tell("about", 900)),
        StageOnSheet("Next", (replace(boxes[1], x=150, help=""),), tell("beside", 40)),
    )
    title = tell("template", 900)
    meaning = tell("meaning", 900) if page == "A3" else ""
    legend = ((NoteColour.YELLOW, meaning),)
    sheet = PlannerSheet(session, rich_sheets.IMPRINT, title, "1", stages, page, legend)
    assert tell.lost(planner_pdf(sheet, font_cache=fonts)) == []


TEMPLATES = sorted((Path(__file__).parents[2] / "resources" / "planners").glob("*.json"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_planners_we_ship_fit_on_one_sheet_when_blank(template: Path, fonts: Path) -> None:
    """In every language they have: many say as much in longer words."""
    known = read_template(template.read_bytes(), template.name)
    for language in known.languages:
        spoken = known.in_language(language)
        stages = tuple(
            StageOnSheet(
                stage.title,
                tuple(box_on_sheet(one, (), language) for one in spoken.boxes_of(stage.key)),
                stage_prompt(spoken, stage),
            )
            for stage in spoken.stages
        )
        sheet = PlannerSheet(
            rich_sheets.SESSION,
            replace(rich_sheets.IMPRINT, language=language),
            spoken.title,
            "1",
            stages,
            "A3",
            tuple((one.colour, one.meaning) for one in spoken.colours),
            words=paper_words(language),
        )
        (page,) = words_by_pypdf(planner_pdf(sheet, font_cache=fonts, blank=True))
        for stage in stages:
            for text in (stage.title, stage.prompt, *(box.prompt for box in stage.boxes)):
                assert squeezed(text) in squeezed(page)


def test_long_words_in_every_place_of_a_claim_are_there(fonts: Path) -> None:
    tell = Telling()
    on = rich_sheets.DAYS[0]
    line = ClaimLineOnSheet(
        on, tell("what", 900), 1, tell("detail", 900), tell("rule", 900), tell("receipt", 300)
    )
    signature = SignatureOnSheet(tell("label", 300), tell("name", 900), tell("signed", 300))
    sheet = replace(
        rich_sheets.claim(),
        session=replace(rich_sheets.SESSION, title=tell("title", 900), venue=tell("venue", 900)),
        claimant=tell("claimant", 900),
        lead_agency=tell("agency", 900),
        lines=(line,),
        declaration=tell("declaration", 2000),
        signatures=(signature, replace(signature, name="R. Hartley"), SignatureOnSheet("Claimant")),
        reference=tell("reference", 300),
        cost_code=tell("cost", 300),
        payment=tell("payment", 900),
        missing=(tell("missing", 900),),
        receipts=(ReceiptOnSheet(tell("caption", 900), "A receipt", rich_sheets.photo()),),
    )
    assert tell.lost(claim_pdf(sheet, font_cache=fonts)) == []


def test_long_words_in_every_place_of_a_register_and_pack_are_there(fonts: Path) -> None:
    tell = Telling()
    session = replace(rich_sheets.SESSION, title=tell("title", 900), dates=tell("dates", 900))
    person = PersonOnRegister(tell("name", 900), tell("role", 300), tell("place", 300))
    sheet = replace(rich_sheets.register(), session=session, people=(person,))
    assert tell.lost(register_pdf(sheet, font_cache=fonts)) == []
    pack = PackSheet(session, rich_sheets.IMPRINT, register=sheet)
    assert tell.lost(pack_pdf(pack, font_cache=fonts)) == []


def test_a_full_box_says_where_it_goes_on(fonts: Path) -> None:
    texts = [f"A note of some length about letters, number {n}" for n in range(40)]
    first, second = words_by_pdfium(
        planner_pdf(rich_sheets.one_note_planner(texts), font_cache=fonts)
    )
    assert "continue on page 2" in first
    assert "continued from page 1" in second


def numbers(name: str, words: str) -> list[int]:
    """The numbers that stand right behind a name, in order."""
    return [int(number) for number in re.findall(rf"{name}(\d+)", words)]


@pytest.mark.parametrize("page", ["A4", "A4 large print"])
def test_a_short_note_stays_with_who_said_it(page: PlannerPage, fonts: Path) -> None:
    notes = [NoteOnSheet(f"said{n} {'again ' * (n * 7 % 53)}", f"by{n}.") for n in range(60)]
    boxes = [
        BoxOnSheet(f"b{n}", f"asked{n}", 12, 52, 60, 30, notes=tuple(notes[5 * n : 5 * n + 5]))
        for n in range(12)
    ]
    stages = tuple(StageOnSheet(f"stage{n}", tuple(boxes[2 * n : 2 * n + 2])) for n in range(6))
    sheet = replace(rich_sheets.planner(page=page), stages=stages)
    pages = words_by_pypdf(planner_pdf(sheet, font_cache=fonts))
    assert len(pages) > 3
    for words in pages:
        said = numbers("said", words)
        asked = numbers("asked", words)
        assert said == numbers("by", words)
        assert {5 * box for box in asked} <= set(said)
        assert {2 * stage for stage in numbers("stage", words)} <= set(asked)


def test_text_stays_on_the_page(fonts: Path) -> None:
    from pypdfium2 import PdfDocument

    document = PdfDocument(made("nasty planner", fonts))
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            assert left >= 10
            assert bottom >= 3
            assert right <= width - 10
            assert top <= height - 10
    document.close()


def sizes_of(pdf: bytes) -> set[float]:
    """The sizes of type on all pages."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        return {
            float(instruction.operands[1])
            for page in file.pages
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) == "Tf"
        }


def test_no_type_is_smaller_than_nine_points(fonts: Path) -> None:
    sizes = {size for kind in KINDS for size in sizes_of(made(kind, fonts))}
    assert min(sizes) >= 8  # the 8 is the mark before a missing receipt; words are never below 9
    assert sizes - {8.0} == {size for size in sizes if size >= 9}


@pytest.mark.parametrize("place", [(0, 0, 420, 297), (-50, 400, 900, 5), (12, 40, 30, 245)])
def test_boxes_anywhere_are_drawn_with_their_notes(
    place: tuple[float, float, float, float], fonts: Path
) -> None:
    x, y, w, h = place
    note = NoteOnSheet("It was heard, all of it.", "R.")
    box = BoxOnSheet("b", "What is it like?", x, y, w, h, notes=(note,))
    other = replace(box, key="c", x=x + 10, prompt="And now?")
    stages = (StageOnSheet("One", (box,)), StageOnSheet("Two", (other, box)))
    sheet = replace(rich_sheets.planner(), stages=stages)
    found = squeezed("".join(words_by_pypdf(planner_pdf(sheet, font_cache=fonts))))
    assert found.count(squeezed(note.text)) == 3


@given(pence=st.lists(st.integers(-(10**6), 10**8), max_size=12))
@settings(max_examples=25)
def test_the_claim_shows_the_sum_of_its_lines(pence: list[int], fonts: Path) -> None:
    lines = tuple(
        ClaimLineOnSheet(rich_sheets.DAYS[0], f"Line {n}", p) for n, p in enumerate(pence)
    )
    sheet = replace(rich_sheets.claim(receipts=0), lines=lines)
    words = "".join(words_by_pypdf(claim_pdf(sheet, font_cache=fonts)))
    found = squeezed(words)
    assert f"Total{squeezed(say_money(sum(pence)))}" in found
    # In one piece: a sum that is broken is read as another.
    assert re.search(rf"^Total\s?{re.escape(say_money(sum(pence)))}\s*$", words, re.MULTILINE)
    assert all(squeezed(say_money(each)) in found for each in pence)


@given(
    states=st.lists(
        st.tuples(
            st.sampled_from(["here", "apologies", "not seen"]),
            st.sampled_from(["lay", "staff", ""]),
        ),
        max_size=30,
    )
)
def test_register_counts_agree(states: list[tuple[str, str]]) -> None:
    people = tuple(
        PersonOnRegister(f"P{n}", group=group, days=(DayMark(state),))  # type: ignore[arg-type]
        for n, (state, group) in enumerate(states)
    )
    sheet = RegisterSheet(rich_sheets.SESSION, rich_sheets.IMPRINT, rich_sheets.DAYS[:1], people)
    assert sheet.count(0, "here") == [state for state, _ in states].count("here")
    assert sum(sheet.count(0, s) for s in ("here", "apologies", "not seen")) == len(states)
    assert sum(sheet.mix().values()) == len(sheet.came()) == sheet.count(0, "here")


def test_a_register_of_many_days_shows_them_all(fonts: Path) -> None:
    days = tuple(rich_sheets.DAYS[0] + timedelta(days=n) for n in range(11))
    found = squeezed(
        "".join(words_by_pypdf(register_pdf(rich_sheets.register(days=days), font_cache=fonts)))
    )
    for word in ("Thu18Mar", "Sun28Mar", "Thursday18toSunday21March2027"):
        assert word in found
    assert found.count("ŁukaszWójcik3") == 3


def test_a_table_row_taller_than_a_page_is_split(fonts: Path) -> None:
    words = tuple(f"word{n}" for n in range(3000))
    line = ClaimLineOnSheet(rich_sheets.DAYS[0], "Long", 100, detail=" ".join(words))
    sheet = replace(rich_sheets.claim(receipts=0), lines=(line,))
    found = "".join(words_by_pypdf(claim_pdf(sheet, font_cache=fonts))).split()
    assert [word for word in words if word not in found] == []


def test_draft_is_said_until_signed_off(fonts: Path) -> None:
    draft = "".join(words_by_pypdf(register_pdf(rich_sheets.register(), font_cache=fonts)))
    signed = rich_sheets.register(rich_sheets.SIGNED_OFF)
    final = "".join(words_by_pypdf(register_pdf(signed, font_cache=fonts)))
    assert "DRAFT" in draft
    assert "Draft, not yet signed off" in draft
    assert "draft" not in final.lower()


def test_every_page_says_which_of_how_many(fonts: Path) -> None:
    pages = words_by_pdfium(made("pack", fonts))
    for number, words in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in words
        assert "Printed Thursday 18 March 2027" in words
        assert "Contains personal information" in words


def test_the_pack_names_the_page_each_document_starts_on(fonts: Path) -> None:
    cover, *rest = words_by_pdfium(made("pack", fonts))
    register = next(n for n, words in enumerate(rest, 2) if "Signature" in words)
    assert f"Register page {register}" in cover.replace("\r\n", " ")


def test_readers_find_title_language_and_bookmarks(fonts: Path) -> None:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(made("planner", fonts)))
    assert reader.metadata is not None
    title = "Think – Plan – Reflect · Making discharge letters clearer (invented)"
    assert reader.metadata.title == title
    assert str(reader.root_object["/Lang"]) == "en-GB"
    first, below = reader.outline
    assert getattr(first, "title", "") == title
    assert isinstance(below, list)
    assert [getattr(each, "title", "") for each in below] == ["Think", "Plan", "Reflect"]


def test_a_broken_receipt_is_named_and_stops_nothing(fonts: Path) -> None:
    sheet = rich_sheets.nasty_claim(NASTY)
    found = "".join(words_by_pypdf(claim_pdf(sheet, font_cache=fonts)))
    assert found.count("cannot be shown") == 3


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_good_jpeg_is_taken_as_it_is(mode: str) -> None:
    jpeg = rich_sheets.photo(mode=mode)
    assert printable_jpeg(jpeg) == (jpeg, (600, 800))


def test_four_inks_become_three() -> None:
    found = printable_jpeg(rich_sheets.photo(mode="CMYK"))
    assert found is not None
    assert printable_jpeg(found[0]) == found


def test_the_bench_draws_the_same_words(fonts: Path, tmp_path: Path) -> None:
    sheet = replace(bench_pack(5, 60, 80), register=None)
    store_photos(sheet, tmp_path)
    ours = squeezed("".join(words_by_pypdf(pack_pdf(sheet, font_cache=fonts))))
    bare = squeezed("".join(words_by_pypdf(bare_pack(sheet, fonts, tmp_path))))
    latin = [
        note.text
        for box in sheet.planners[0].boxes()
        for note in box.notes
        if note.text[:2].isascii()
    ]
    assert len(latin) > 20
    for text in latin:
        assert squeezed(text[:12]) in ours
        assert squeezed(text[:12]) in bare
