"""Every document of the program, from a sheet to the bytes of a PDF.

``font_cache`` is a folder of the program's own where cut fonts are kept from one run to the next.
All of these may be called from any thread.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cps_desktop.documents.words import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cps_desktop.documents.fillable import PlacedField
    from cps_desktop.documents.paper import Paper
    from cps_desktop.documents.sign_in import CodesOf
    from cps_desktop.domain.door_sheets import BadgeSheet, SignInSheet
    from cps_desktop.domain.figure_sheets import FigureReport
    from cps_desktop.domain.paper_forms import FormStamp
    from cps_desktop.domain.preparation_sheets import PreparationSheet
    from cps_desktop.domain.sheets import (
        ArrivalsSheet,
        ClaimSheet,
        CodeSheet,
        Imprint,
        PackSheet,
        PlannerSheet,
        RegisterSheet,
        SheetCodes,
    )
    from cps_desktop.domain.subject_sheets import PlainSheet, SubjectSheet
    from cps_desktop.domain.training_sheets import CertificateSheet, TrainingSheet


def planner_pdf(sheet: PlannerSheet, *, font_cache: Path, blank: bool = False) -> bytes:
    """A planner on A3, on two A4, or as A4 reading pages; ``blank`` to be written on."""
    title = joined((sheet.template_title, sheet.session.title))
    paper = _paper(title, sheet.imprint, font_cache)
    _planner(paper, sheet, blank)
    return _closed(paper)


def form_pdf(sheet: PlannerSheet, stamp: FormStamp, *, font_cache: Path) -> bytes:
    """A planner as a form on A4 to be typed into by somebody who was not there."""
    from cps_desktop.documents.fonts import font_shelf
    from cps_desktop.documents.form_widgets import with_fields

    paper, fields = _form(sheet, stamp, font_cache)
    face = font_shelf(font_cache).file("regular")
    return with_fields(_closed(paper), fields, stamp_json(stamp), face)


def coded_pdf(sheet: PlannerSheet, codes: Sequence[SheetCodes], *, font_cache: Path) -> bytes:
    """Blank A4 sheets to write on, each with codes by which a photo of it is known again."""
    from cps_desktop.documents.coded_sheets import draw_coded

    title = joined((sheet.template_title, sheet.session.title))
    paper = _paper(title, sheet.imprint, font_cache)
    draw_coded(paper, sheet, codes)
    return _closed(paper)


def form_places(
    sheet: PlannerSheet, stamp: FormStamp, *, font_cache: Path
) -> Sequence[PlacedField]:
    """Where the fields of that form stand, for a copy that has none any more."""
    return _form(sheet, stamp, font_cache)[1]


def _form(
    sheet: PlannerSheet, stamp: FormStamp, font_cache: Path
) -> tuple[Paper, list[PlacedField]]:
    from cps_desktop.documents.fillable import draw_form

    title = joined((sheet.template_title, sheet.session.title))
    paper = _paper(sheet.words.form_title.format(title=title), sheet.imprint, font_cache)
    return paper, draw_form(paper, sheet, stamp)


def stamp_json(stamp: FormStamp) -> bytes:
    """The stamp as the file that goes along with a form."""
    import dataclasses
    import json

    return json.dumps({"cps_form": 1, **dataclasses.asdict(stamp)}, sort_keys=True).encode()


def register_pdf(sheet: RegisterSheet, *, font_cache: Path) -> bytes:
    """The attendance register on A4 landscape."""
    from cps_desktop.documents.register import draw_register

    paper = _paper(joined(("Register", sheet.session.title)), sheet.imprint, font_cache)
    draw_register(paper, sheet)
    return _closed(paper)


def figures_pdf(report: FigureReport, imprint: Imprint, *, font_cache: Path) -> bytes:
    """Figures of who came, on A4."""
    from cps_desktop.documents.figures import draw_figures

    paper = _paper(joined((report.title, *report.about[:1])), imprint, font_cache)
    draw_figures(paper, report, imprint)
    return _closed(paper)


def certificates_pdf(
    sheets: Sequence[CertificateSheet], imprint: Imprint, *, font_cache: Path
) -> bytes:
    """Certificates of attendance, one a page on A4 landscape."""
    from cps_desktop.documents.certificates import draw_certificates

    whose = sheets[0].name if len(sheets) == 1 else sheets[0].title
    paper = _paper(joined(("Certificate of attendance", whose)), imprint, font_cache)
    draw_certificates(paper, sheets)
    return _closed(paper)


def training_pdf(sheet: TrainingSheet, *, font_cache: Path) -> bytes:
    """A person's training record, on A4."""
    from cps_desktop.documents.training import draw_training

    paper = _paper(joined(("Training record", sheet.name)), sheet.imprint, font_cache)
    draw_training(paper, sheet)
    return _closed(paper)


def preparation_pdf(sheet: PreparationSheet, *, font_cache: Path) -> bytes:
    """What has to be got ready for a session, on A4."""
    from cps_desktop.documents.preparation import draw_preparation

    paper = _paper(joined(("To prepare", sheet.session.title)), sheet.imprint, font_cache)
    draw_preparation(paper, sheet)
    return _closed(paper)


def sign_in_pdf(sheet: SignInSheet, codes: CodesOf, *, font_cache: Path) -> bytes:
    """A sheet to sign in on, on A4; ``codes`` gives each page its own."""
    from cps_desktop.documents.sign_in import draw_sign_in

    paper = _paper(joined(("Sign-in sheet", sheet.session.title)), sheet.imprint, font_cache)
    draw_sign_in(paper, sheet, codes)
    return _closed(paper)


def badges_pdf(sheet: BadgeSheet, *, font_cache: Path) -> bytes:
    """Badges on A4, to be cut out."""
    from cps_desktop.documents.badges import draw_badges

    paper = _paper(joined(("Badges", sheet.session.title)), sheet.imprint, font_cache)
    draw_badges(paper, sheet)
    return _closed(paper)


def claim_pdf(sheet: ClaimSheet, *, font_cache: Path) -> bytes:
    """One claim form on A4 with its receipts behind it."""
    from cps_desktop.documents.claim import draw_claim

    title = joined((f"Expenses claim for {sheet.claimant}", sheet.session.title))
    paper = _paper(title, sheet.imprint, font_cache)
    draw_claim(paper, sheet)
    return _closed(paper)


def arrivals_pdf(sheet: ArrivalsSheet, *, font_cache: Path) -> bytes:
    """What came in with bundles, on A4 landscape."""
    from cps_desktop.documents.arrivals import draw_arrivals

    paper = _paper(joined((sheet.title, sheet.when)), sheet.imprint, font_cache)
    draw_arrivals(paper, sheet)
    return _closed(paper)


def pack_pdf(sheet: PackSheet, *, font_cache: Path) -> bytes:
    """All documents of a session in one file, behind a cover that lists them."""
    from cps_desktop.documents.claim import draw_claim
    from cps_desktop.documents.pack import Cover
    from cps_desktop.documents.register import draw_register

    paper = _paper(joined(("Print pack", sheet.session.title)), sheet.imprint, font_cache)
    cover = Cover(paper, sheet)
    for planner in sheet.planners:
        cover.begin()
        _planner(paper, planner, False)
    if sheet.register is not None:
        cover.begin()
        draw_register(paper, sheet.register)
    for claim in sheet.claims:
        cover.begin()
        draw_claim(paper, claim)
    cover.finish()
    return _closed(paper)


def code_pdf(sheet: CodeSheet, *, font_cache: Path) -> bytes:
    """A recovery sheet, or a join file on paper, on A4."""
    from cps_desktop.documents.codes import draw_code

    paper = _paper(sheet.title, sheet.imprint, font_cache)
    draw_code(paper, sheet)
    return _closed(paper)


def subject_pdf(sheet: SubjectSheet, *, font_cache: Path) -> bytes:
    """Everything held about one person, on A4, with receipts behind it."""
    from cps_desktop.documents.subject import draw_subject, title_of

    paper = _paper(title_of(sheet), sheet.imprint, font_cache)
    draw_subject(paper, sheet)
    return _closed(paper)


def plain_pdf(sheet: PlainSheet, *, font_cache: Path) -> bytes:
    """Headings and sentences about no session, such as a privacy notice, on A4."""
    from cps_desktop.documents.subject import draw_plain

    paper = _paper(sheet.title, sheet.imprint, font_cache)
    draw_plain(paper, sheet)
    return _closed(paper)


def prepare_fonts(font_cache: Path) -> None:
    """Cut the fonts every document needs, so that the first one does not wait some seconds."""
    from cps_desktop.documents.fonts import font_shelf

    font_shelf(font_cache).prepare()


def _paper(title: str, imprint: Imprint, font_cache: Path) -> Paper:
    from cps_desktop.documents.fonts import font_shelf
    from cps_desktop.documents.paper import Paper

    return Paper(title or "Document", imprint, font_shelf(font_cache))


def _planner(paper: Paper, sheet: PlannerSheet, blank: bool) -> None:
    if sheet.page in ("A3", "A3 on two A4"):
        from cps_desktop.documents.planner import draw_wall

        draw_wall(paper, sheet, blank=blank)
    else:
        from cps_desktop.documents.reading import draw_reading

        draw_reading(paper, sheet, blank=blank)


def _closed(paper: Paper) -> bytes:
    from cps_desktop.documents.furniture import furnish
    from cps_desktop.documents.notdrawn import list_missing
    from cps_desktop.documents.placing import place_pages

    list_missing(paper)
    furnish(paper)
    place_pages(paper)
    return paper.close()
