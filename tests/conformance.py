"""Every document the program prints, checked against PDF/UA-1 and PDF/A-2a and read back.

A form to be typed into is PDF/UA-1 and PDF/A-3a: a file lies beside its pages.

``python -m tests.conformance`` makes all kinds from rich data, and everything the sample workspace
can be printed as, and checks them; with ``made`` or ``sample`` only the one or the other.
``python -m tests.conformance FILE…`` checks finished files.
Prints a line for each file, and ends with 1 if anything was found.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path

from cps_desktop.bootstrap import new_desk
from cps_desktop.documents import (
    arrivals_pdf,
    badges_pdf,
    certificates_pdf,
    claim_pdf,
    code_pdf,
    figures_pdf,
    form_pdf,
    pack_pdf,
    planner_pdf,
    register_pdf,
    sign_in_pdf,
    subject_pdf,
    training_pdf,
)
from cps_desktop.documents.text import INVISIBLE
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Attendance, Claim, Session
from cps_desktop.domain.sheets import SheetCodes
from cps_desktop.services.badges import change_badge, make_badges
from cps_desktop.services.claim_copies import make_copy
from cps_desktop.services.desk import Desk
from cps_desktop.services.expenses_card import make_card
from cps_desktop.services.figure_papers import period_pdf
from cps_desktop.services.planners import planners_of
from cps_desktop.services.preparation_paper import make_preparation
from cps_desktop.services.print_preview import PAGES, Wanted, nothing_to_print, pdf_of
from cps_desktop.services.printing import Paper, make_pdf
from cps_desktop.services.privacy_papers import make_notice, make_record
from cps_desktop.services.sample import make_sample
from cps_desktop.services.sessions import days_of
from cps_desktop.services.sign_in_sheets import codes_of_page, make_sign_in
from cps_desktop.services.training import who_may_have_one
from cps_desktop.services.training_paper import make_training
from tests.documents import rich_figures, rich_planners, rich_sheets, rich_subject
from tests.documents.nasty import NASTY
from tests.documents.reading import words_by_pdfium, words_by_pypdf

_PROFILES = ("ua1", "2a")
_PROFILES_OF_A_FORM = ("ua1", "3a")
# What differs between readers and is no loss: brackets turned round in right-to-left text, and
# the hyphen at a line's end, which PDFium reports as the noncharacter U+FFFE.
_TURNED = str.maketrans("([{<«‹\ufffe", ")]}>»›-")


def check_pdf(path: Path) -> list[str]:
    """What is wrong with a finished document, in words; nothing for a good one."""
    return [*_standards(path), *_structure(path), *_syntax(path), *_texts(path)]


def _standards(path: Path) -> list[str]:
    import page

    found = []
    form = b"<pdfaid:part>3<" in path.read_bytes()
    for profile in _PROFILES_OF_A_FORM if form else _PROFILES:
        report = page.validate_pdf(path, profile=profile)
        found += [f"{profile}: {each.rule_id} {each.message}" for each in report.failures]
        if not report.is_compliant and not report.failures:
            found.append(f"{profile}: not compliant")
    return found


def _structure(path: Path) -> list[str]:
    """Every marked piece of every page has an element that says what it is.

    The standards' checkers do not ask: a file whose elements were all missing passed them.
    """
    import pikepdf

    found = []
    with pikepdf.open(path) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        tree = root.get("/ParentTree") if root is not None else None
        if root is None or tree is None or "/K" not in root.K:
            return ["structure: there is none"]
        nums = list(tree.Nums)
        owners = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
        for number, page in enumerate(pdf.pages, 1):
            marked = page.obj.Contents.read_bytes().count(b"/MCID ")
            of_page = owners.get(int(page.obj.StructParents))
            held = 0 if of_page is None else len(of_page)
            named = 0 if of_page is None else [one is None for one in of_page].count(False)
            # A page of a form may hold nothing but fields, each of which has a tag of its own.
            if not marked == held == named or not (marked or "/Annots" in page.obj):
                found.append(f"structure: page {number} has {marked} pieces, {named} of them named")
    return found


def _syntax(path: Path) -> list[str]:
    import pikepdf

    with pikepdf.open(path) as pdf:
        found = [f"syntax: {problem}" for problem in pdf.check_pdf_syntax()]
        found += [f"font not embedded: {name}" for name in _unembedded(pdf)]
    qpdf = shutil.which("qpdf")
    if qpdf is not None:
        done = subprocess.run([qpdf, "--check", path], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            found.append(f"qpdf: {done.stderr.strip() or done.stdout.strip()}")
    return found


def _unembedded(pdf: object) -> Iterator[str]:
    import pikepdf

    for item in pdf.objects:  # type: ignore[attr-defined]
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == pikepdf.Name.Font:
            described = item.get("/FontDescriptor")
            if described is None or "/FontFile2" not in described:
                yield str(item.get("/BaseFont"))


def _texts(path: Path) -> list[str]:
    """Two readers must find the same letters on every page, and letters on every page."""
    found = []
    first, second = words_by_pdfium(path.read_bytes()), words_by_pypdf(path.read_bytes())
    if len(first) != len(second):
        return [f"one reader finds {len(first)} pages, the other {len(second)}"]
    for number, (one, other) in enumerate(zip(first, second, strict=True), 1):
        if not one.strip():
            found.append(f"page {number}: no text")
        left, right = _letters(one), _letters(other)
        if left != right:
            extra, lacking = left - right, right - left
            found.append(f"page {number}: readers differ: {dict(extra)} against {dict(lacking)}")
    return found


def _letters(text: str) -> Counter[str]:
    """How often each letter occurs; ligatures as their letters, without marks on letters.

    PDFium leaves out marks and emoji modifiers that have no shape of their own.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_TURNED))
    return Counter(
        c for c in plain if not c.isspace() and not unicodedata.combining(c) and c not in INVISIBLE
    )


def documents() -> Iterator[tuple[str, bytes]]:
    """Every kind of document in every state, made from rich data."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        for word, imprint in (
            ("draft", rich_sheets.IMPRINT),
            ("signed-off", rich_sheets.SIGNED_OFF),
        ):
            planner = rich_sheets.planner(imprint)
            yield f"planner-{word}", planner_pdf(planner, font_cache=cache)
            yield f"planner-blank-{word}", planner_pdf(planner, font_cache=cache, blank=True)
            yield (
                f"register-{word}",
                register_pdf(rich_sheets.register(imprint), font_cache=cache),
            )
            yield f"claim-{word}", claim_pdf(rich_sheets.claim(imprint), font_cache=cache)
        for page in ("A3 on two A4", "A4", "A4 large print"):
            planner = replace(rich_sheets.planner(), page=page)
            yield f"planner-{page.replace(' ', '-')}", planner_pdf(planner, font_cache=cache)
            kinds = rich_planners.kinds(page)
            yield f"kinds-{page.replace(' ', '-')}", planner_pdf(kinds, font_cache=cache)
            blank = planner_pdf(kinds, font_cache=cache, blank=True)
            yield f"kinds-blank-{page.replace(' ', '-')}", blank
        kinds = rich_planners.kinds()
        yield "kinds", planner_pdf(kinds, font_cache=cache)
        yield "kinds-blank", planner_pdf(kinds, font_cache=cache, blank=True)
        yield "form", form_pdf(kinds, rich_planners.STAMP, font_cache=cache)
        yield "planner-full", planner_pdf(rich_sheets.planner(times=12), font_cache=cache)
        yield "planner-nasty", planner_pdf(rich_sheets.nasty_planner(NASTY), font_cache=cache)
        yield "register-nasty", register_pdf(rich_sheets.nasty_register(NASTY), font_cache=cache)
        yield "claim-nasty", claim_pdf(rich_sheets.nasty_claim(NASTY), font_cache=cache)
        yield "arrivals", arrivals_pdf(rich_sheets.arrivals(), font_cache=cache)
        yield "arrivals-fifty", arrivals_pdf(rich_sheets.arrivals(17), font_cache=cache)
        yield (
            "arrivals-nasty",
            arrivals_pdf(rich_sheets.nasty_arrivals(NASTY), font_cache=cache),
        )
        for times in (1, 12):
            subject = rich_subject.subject(times=times)
            yield f"subject-{times}", subject_pdf(subject, font_cache=cache)
        nasty = rich_subject.nasty_subject(NASTY)
        yield "subject-nasty", subject_pdf(nasty, font_cache=cache)
        report = rich_figures.REPORT
        yield "figures", figures_pdf(report, rich_sheets.SIGNED_OFF, font_cache=cache)
        report = rich_figures.nasty_report(NASTY)
        yield "figures-nasty", figures_pdf(report, rich_sheets.IMPRINT, font_cache=cache)
        for word, sheets in (
            ("certificates", rich_figures.certificates()),
            ("certificates-nasty", rich_figures.nasty_certificates(NASTY)),
        ):
            yield word, certificates_pdf(sheets, rich_sheets.SIGNED_OFF, font_cache=cache)
        yield "training", training_pdf(rich_figures.TRAINING, font_cache=cache)
        yield "training-nasty", training_pdf(rich_figures.nasty_training(NASTY), font_cache=cache)
        for times, word in ((1, "sign-in"), (9, "sign-in-many")):
            signed = rich_sheets.sign_in(times=times)
            yield word, sign_in_pdf(signed, _codes, font_cache=cache)
        signed = rich_sheets.nasty_sign_in(NASTY)
        yield "sign-in-nasty", sign_in_pdf(signed, _codes, font_cache=cache)
        yield "badges", badges_pdf(rich_sheets.badges(), font_cache=cache)
        yield "badges-nasty", badges_pdf(rich_sheets.nasty_badges(NASTY), font_cache=cache)
        yield "pack", pack_pdf(rich_sheets.pack(), font_cache=cache)
        yield "recovery-sheet", code_pdf(rich_sheets.code(), font_cache=cache)
        rows = rich_sheets.code(rows=60, columns=1, squares=97)
        yield "join-sheet", code_pdf(rows, font_cache=cache)
        yield "code-nasty", code_pdf(rich_sheets.nasty_code(NASTY), font_cache=cache)


def _codes(page: int) -> SheetCodes:
    return codes_of_page("session", "day", page)


def sample_documents() -> Iterator[tuple[str, bytes]]:
    """Every document the sample workspace can be printed as: each session, each kind of paper."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        desk = new_desk(place / "sample", way="open")
        try:
            make_sample(desk)
            for number, session in enumerate(desk.workspace.find(Session), start=1):
                for paper in Paper:
                    if nothing_to_print(desk, session.id, Wanted(paper)):
                        continue
                    pdf = make_pdf(desk, session.id, paper, font_cache=place / "fonts")
                    yield f"sample-{number}-{paper}", pdf
                yield from _of_days(desk, session, place / "fonts")
                yield from _of_the_door(desk, session, place / "fonts")
                prepared = make_preparation(desk, session.id, font_cache=place / "fonts")
                yield f"sample-{number}-to-prepare", prepared.pdf
                for claim in desk.workspace.find(Claim, session=session.id)[:2]:
                    copy = make_copy(desk, claim.id, font_cache=place / "fonts")
                    yield f"sample-{number}-copy-{claim.id[-8:]}", copy.pdf
                # Where no policy is in force there is no card.
                with suppress(InputRefused):
                    card = make_card(desk, session.id, font_cache=place / "fonts")
                    yield f"sample-{number}-expenses-card", card
            every = desk.workspace.find(Session)
            yield from _to_write_on(
                desk, next(one for one in every if planners_of(desk.workspace, one.id))
            )
            last = desk.door.today()
            period = period_pdf(
                desk, last - timedelta(days=365), last, small=True, font_cache=place / "fonts"
            )
            yield "sample-figures-of-a-year", period
            trained = next(
                one.person for held in every for one in who_may_have_one(desk.workspace, held.id)
            )
            yield "sample-training", make_training(desk, trained, font_cache=place / "fonts").pdf
            yield "sample-privacy-notice", make_notice(desk).pdf
            yield "sample-record-of-processing", make_record(desk).pdf
        finally:
            desk.close()


def _of_days(desk: Desk, session: Session, fonts: Path) -> Iterator[tuple[str, bytes]]:
    """The register and every figure of one day."""
    for day in days_of(desk.workspace, session.id)[:1]:
        for paper in (Paper.REGISTER, Paper.FIGURES):
            pdf = make_pdf(desk, session.id, paper, record=day.id, small=True, font_cache=fonts)
            yield f"sample-{paper}-of-a-day-{session.id[-4:]}", pdf


def _of_the_door(desk: Desk, session: Session, fonts: Path) -> Iterator[tuple[str, bytes]]:
    """The sign-in sheet of the first day, and badges of everybody."""
    for day in days_of(desk.workspace, session.id)[:1]:
        made = make_sign_in(desk, session.id, day.id, font_cache=fonts)
        yield f"sample-sign-in-{session.id[-4:]}", made.pdf
    listed = desk.workspace.find(Attendance, session=session.id)
    for one in listed:
        change_badge(desk.door, one.id, wanted=True, role=True)
    if listed:
        yield (
            f"sample-badges-{session.id[-4:]}",
            make_badges(desk, session.id, font_cache=fonts).pdf,
        )


def _to_write_on(desk: Desk, session: Session) -> Iterator[tuple[str, bytes]]:
    """Every paper of one planner that is written on, with its drawings, in other languages."""
    planner = planners_of(desk.workspace, session.id)[0].id
    for page in PAGES:
        wanted = Wanted(Paper.PLANNER, planner, page, blank=True, language="cy")
        yield f"blank-{page.replace(' ', '-')}-cy", pdf_of(desk, session, wanted)
    yield "form-pl", pdf_of(desk, session, Wanted(which=planner, form=True, language="pl"))
    for size in (PAGES[0], PAGES[2]):
        wanted = Wanted(Paper.PLANNER, planner, size, coded=True, language="pl")
        yield f"sheets-{size}-pl", pdf_of(desk, session, wanted)


PARTS = {"made": documents, "sample": sample_documents}


def main(arguments: list[str]) -> int:
    """Check the files named, or the documents made here (all, or those of one part); 1 if anything
    was found."""
    bad = 0
    wanted = [PARTS[each] for each in arguments or PARTS if each in PARTS]
    with tempfile.TemporaryDirectory() as folder:
        paths: list[Path] = [Path(each) for each in arguments if each not in PARTS]
        for name, pdf in chain.from_iterable(part() for part in wanted):
            path = Path(folder) / f"{name}.pdf"
            path.write_bytes(pdf)
            paths.append(path)
        for path in paths:
            found = check_pdf(path)
            bad += bool(found)
            print(f"{path.name}: {'good' if not found else f'{len(found)} findings'}")
            for each in found[:20]:
                print(f"    {each}")
    print(f"{len(paths)} documents, {bad} with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
