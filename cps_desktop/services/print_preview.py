"""What a session can be printed as, the very file made from it, and its pages as pictures."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cps_desktop import paths
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import ClaimState, Planner, Session
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import PlannerPage
from cps_desktop.services import printing
from cps_desktop.services.claim_view import claims_of_session
from cps_desktop.services.desk import Desk
from cps_desktop.services.handing_over import safe_name
from cps_desktop.services.paper_words import (
    has_language,
    language_name,
    languages_of,
    spoken_in,
)
from cps_desktop.services.planner_sheets import names_somebody
from cps_desktop.services.planner_view import planner_view
from cps_desktop.services.planners import planners_of
from cps_desktop.services.printing import Paper
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.sessions import day_title, days_of
from cps_desktop.services.sheet_heads import PERSONAL
from cps_desktop.services.training import who_may_have_one
from cps_desktop.storage.folders import refuse_part_of_workspace

ALL: Final = "all"
PAGES: Final[tuple[PlannerPage, ...]] = ("A3", "A3 on two A4", "A4", "A4 large print")

# The library that draws pages may be used by one thread at a time.
_DRAWING = threading.Lock()


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed: which paper, which one of them (or ``ALL``), on which page size.

    For a blank planner ``which`` is a template's id and ``blank`` is set. ``coded`` are blank
    sheets with codes: ``which`` is a planner's id, or a template's. ``form`` is to be typed into.
    ``language`` is that of the planner's own words, "" for the one it was written in. Of a register
    and of figures ``which`` is a day, of certificates a person; ``small`` shows every figure.
    """

    paper: Paper = Paper.PLANNER
    which: str = ALL
    page: PlannerPage = "A3"
    blank: bool = False
    coded: bool = False
    form: bool = False
    language: str = ""
    small: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing anybody said is on it."""
        return self.blank or self.coded or self.form


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """A document as it will be saved: its bytes and what to say of it.

    ``classification`` and ``state`` are sentences for the person; ``name`` a file name.
    """

    pdf: bytes
    pages: int
    name: str
    title: str
    classification: str
    state: str


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """One page as pixels: ``width`` × ``height``, three bytes (red, green, blue) each."""

    number: int
    width: int
    height: int
    rgb: bytes


def choices_of(
    desk: Desk,
    session: RecordId,
    paper: Paper,
    *,
    blank: bool = False,
    coded: bool = False,
    form: bool = False,
) -> tuple[tuple[str, str], ...]:
    """Which ones there are of a paper: (id or template, name), and all of them where many."""
    if coded or form:
        planners = planners_of(desk.workspace, session)
        known = [
            (one.id, _planner_title(desk, one.id))
            for one in planners
            if desk.planners.get(one.template, one.edition) is not None
        ]
        if form:
            return tuple(known)
        begun = {one.template for one in planners}
        rest = [one for one in desk.planners.choices() if one.id not in begun]
        return (*known, *((one.id, one.title) for one in rest))
    if blank:
        here = [one.template for one in planners_of(desk.workspace, session)]
        every = sorted(desk.planners.choices(), key=lambda one: one.id not in here)
        return tuple((one.id, one.title) for one in every)
    if paper is Paper.PLANNER:
        some = [
            (one.id, _planner_title(desk, one.id)) for one in planners_of(desk.workspace, session)
        ]
        return (*some, (ALL, "All planners")) if len(some) > 1 else tuple(some)
    if paper is Paper.CLAIMS:
        rows = claims_of_session(desk.workspace, desk.policies, session)
        some = [(row.claim, f"{row.claimant}, {row.total}") for row in rows]
        return ((ALL, "All claims"), *some) if len(some) > 1 else tuple(some)
    if paper is Paper.CERTIFICATES:
        some = [(one.person, one.name) for one in who_may_have_one(desk.workspace, session)]
        return ((ALL, "Everybody who came"), *some) if some else ()
    if paper in (Paper.REGISTER, Paper.FIGURES):
        days = [one for one in days_of(desk.workspace, session) if one.day is not None]
        some = [(one.id, day_title(one)) for one in days]
        return ((ALL, "All days"), *some) if len(some) > 1 else ()
    return ()


def _planner_title(desk: Desk, planner: RecordId) -> str:
    view = planner_view(desk.workspace, desk.planners, planner)
    return view.title if view else "A planner"


def nothing_to_print(desk: Desk, session: RecordId, wanted: Wanted) -> str:
    """A sentence where there is nothing to print; "" where there is."""
    if wanted.blank or _choices(desk, session, wanted):
        return ""
    if wanted.form:
        return "This session has no planner yet. Add one on the Planner page; then print its form."
    if wanted.paper is Paper.PLANNER:
        return "This session has no planner yet. Add one on the Planner page, or print a blank one."
    if wanted.paper is Paper.CLAIMS:
        return "Nobody has claimed expenses in this session yet."
    if wanted.paper is Paper.CERTIFICATES:
        return "A certificate is for who was there, and nobody is ticked in yet."
    # An empty register is what one takes to the door.
    return ""


def _choices(desk: Desk, session: RecordId, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    return choices_of(
        desk, session, wanted.paper, blank=wanted.blank, coded=wanted.coded, form=wanted.form
    )


def make(desk: Desk, session: RecordId, wanted: Wanted) -> Made:
    """Make a document from a worker thread. Raises InputRefused where there is nothing to print."""
    with desk_beside(desk) as beside, _DRAWING:
        from cps_desktop.documents import page_count

        found = printing.session_to_print(beside, session)
        pdf = pdf_of(beside, found, wanted)
        return Made(
            pdf=pdf,
            pages=page_count(pdf),
            name=f"{safe_name(_title(beside, found, wanted)) or 'Document'}.pdf",
            title=_title(beside, found, wanted),
            classification=_classification(beside, found, wanted),
            state=" ".join(
                one
                for one in (_stay(beside, session, wanted), _state(beside, found, wanted))
                if one
            ),
        )


def as_made(draw: Callable[[], bytes], *, title: str, classification: str) -> Made:
    """Any other document, drawn now: what is seen is the very file that is saved."""
    from cps_desktop.documents import page_count

    with _DRAWING:
        pdf = draw()
        pages = page_count(pdf)
    return Made(pdf, pages, f"{safe_name(title) or 'Document'}.pdf", title, classification, "")


def pdf_of(desk: Desk, session: Session, wanted: Wanted) -> bytes:
    """The document alone. Raises InputRefused where there is nothing to print."""
    fonts = paths.cache_folder() / "fonts"
    if wanted.form:
        from cps_desktop.documents import form_pdf
        from cps_desktop.services.paper_forms import form_sheet

        sheet, stamp = form_sheet(desk, session, wanted.which, wanted.language)
        return form_pdf(sheet, stamp, font_cache=fonts)
    if wanted.coded:
        return _coded(desk, session, wanted, fonts)
    if wanted.blank:
        template = _template(desk, wanted.which)
        if template is None:
            raise InputRefused("This template is not on this laptop. Nothing was printed.")
        spoken = spoken_in(template, wanted.language)
        return printing.blank_pdf(desk, session, spoken, wanted.page, font_cache=fonts)
    return printing.make_pdf(
        desk,
        session.id,
        wanted.paper,
        record="" if wanted.which == ALL else wanted.which,
        page=wanted.page,
        language=wanted.language,
        small=wanted.small,
        font_cache=fonts,
    )


def _coded(desk: Desk, session: Session, wanted: Wanted, fonts: Path) -> bytes:
    from cps_desktop.services.coded_printing import coded_sheets_pdf

    planner = desk.workspace.get(Planner, wanted.which)
    template = _template(desk, wanted.which)
    if template is None:
        raise InputRefused("This template is not on this laptop. Nothing was printed.")
    own = planner.id if planner is not None else ""
    return coded_sheets_pdf(
        desk,
        session,
        own,
        template,
        wanted.page,
        font_cache=fonts,
        language=wanted.language,
    )


def _template(desk: Desk, which: str) -> PlannerTemplate | None:
    """The template of a planner in its edition, or the newest one of this name."""
    planner = desk.workspace.get(Planner, which)
    if planner is None:
        return desk.planners.get(which)
    return desk.planners.get(planner.template, planner.edition)


def languages_for(desk: Desk, session: RecordId, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """The languages a paper can be printed in: (tag, what to call it), the usual one first.

    Several planners that were written in different languages come each in its own ("") unless
    another is chosen; a language that only some of them have says how many. None for papers on
    which no planner asks anything.
    """
    some = [one for _, one in _templates(desk, session, wanted)]
    have = {one: sum(has_language(of, one) for of in some) for one in languages_of(some)}
    named: dict[str, str] = {}
    for one in sorted(have, key=lambda language: -have[language]):
        of = "" if have[one] == len(some) else f" ({have[one]} of {len(some)} planners)"
        if language_name(one) + of not in named.values():
            named[one] = language_name(one) + of
    if len({language_name(one.language) for one in some}) > 1:
        return (("", "Each in its own"), *named.items())
    return tuple(named.items())


def _templates(
    desk: Desk, session: RecordId, wanted: Wanted
) -> tuple[tuple[str, PlannerTemplate], ...]:
    """The planners that are wanted: (title, template) of each."""
    if wanted.paper is not Paper.PLANNER:
        return ()
    every = {key: title for key, title in _choices(desk, session, wanted) if key != ALL}
    chosen = every if wanted.which == ALL else [wanted.which]
    found = ((every.get(one, ""), _template(desk, one)) for one in chosen)
    return tuple((title, one) for title, one in found if one is not None)


def _stay(desk: Desk, session: RecordId, wanted: Wanted) -> str:
    """Which planners stay in their own language, though another was chosen; "" where none does."""
    if not wanted.language or wanted.which != ALL:
        return ""
    stay = [
        f"“{title}”"
        for title, one in _templates(desk, session, wanted)
        if not has_language(one, wanted.language)
    ]
    named = language_name(wanted.language)
    return f"Not in {named}, so in its own language: {', '.join(stay)}." if stay else ""


def _title(desk: Desk, session: Session, wanted: Wanted) -> str:
    names = dict(_choices(desk, session.id, wanted))
    every = wanted.which == ALL
    what = {
        Paper.PLANNER: "Planners" if every else names.get(wanted.which, "Planner"),
        Paper.REGISTER: _of_day("Register", names, wanted),
        Paper.FIGURES: _of_day("Who came", names, wanted),
        Paper.CERTIFICATES: "Certificates" if every else f"Certificate {wanted.which[-8:].upper()}",
        # A claimant's name does not belong into the name of a file on a stick.
        Paper.CLAIMS: "Claims" if every else f"Claim {wanted.which[-8:].upper()}",
        Paper.PACK: "Print pack",
    }[wanted.paper]
    if wanted.empty:
        kind = "form to type into" if wanted.form else "to photograph" if wanted.coded else ""
        what = f"{what} {kind or 'to write on'}"
    names = dict(languages_for(desk, session.id, wanted))
    if wanted.language and wanted.language != next(iter(names), ""):
        what = f"{what} ({names.get(wanted.language, wanted.language)})"
    return f"{what} - {session.title}" if session.title else what


def _of_day(paper: str, names: dict[str, str], wanted: Wanted) -> str:
    day = "" if wanted.which == ALL else names.get(wanted.which, "")
    return f"{paper}, {day}" if day else paper


def _classification(desk: Desk, session: Session, wanted: Wanted) -> str:
    sample = " Every name in it is invented." if desk.is_sample else ""
    if wanted.empty:
        return f"Nothing personal is on it.{sample}"
    if wanted.paper is Paper.PLANNER:
        every = [one.id for one in planners_of(desk.workspace, session.id)]
        chosen = every if wanted.which == ALL else [wanted.which]
        if len(chosen) == 1 and not _names_somebody(desk, chosen[0]):
            return f"It names nobody who wrote a note.{sample}"
    if wanted.paper is Paper.FIGURES and not wanted.small:
        return f"It names nobody, and figures under 5 are not shown.{sample}"
    if wanted.paper is Paper.FIGURES:
        return f"It names nobody, but small figures may say who somebody is.{sample}"
    if wanted.paper is Paper.CERTIFICATES:
        return f"Nothing of a person is on it but the name.{sample}"
    return f"{PERSONAL}, and says so at the top of each page. Keep it safe.{sample}"


def _names_somebody(desk: Desk, planner: RecordId) -> bool:
    view = planner_view(desk.workspace, desk.planners, planner)
    return view is not None and names_somebody(desk, view)


def _state(desk: Desk, session: Session, wanted: Wanted) -> str:
    if wanted.form:
        return "Send it to one person; it can be typed into, and brought in again when it is back."
    if wanted.coded:
        return "A photo or scan of a sheet finds its boxes again by the codes in its corners."
    if wanted.blank:
        return ""
    if wanted.paper is Paper.CERTIFICATES:
        return "" if session.finished else "The session goes on: later days are not on it yet."
    if wanted.paper is Paper.CLAIMS:
        rows = claims_of_session(desk.workspace, desk.policies, session.id)
        chosen = [row for row in rows if wanted.which in (ALL, row.claim)]
        drafts = sum(row.state != ClaimState.READY for row in chosen)
        if len(chosen) > 1:
            return _pack_state(session)
        return "It says DRAFT until the claim is marked ready to sign." if drafts else ""
    return _pack_state(session)


def _pack_state(session: Session) -> str:
    return "" if session.finished else "It says DRAFT until the session is finished."


def picture(pdf: bytes, page: int, dpi: float) -> Picture:
    """One page of a document, counted from 0, as it will be printed. Raises InputRefused."""
    from cps_desktop.documents import render_pages

    with _DRAWING:
        image = next(iter(render_pages(pdf, dpi, [page])))
    return Picture(page, image.width, image.height, image.rgb)


def save(pdf: bytes, path: Path) -> None:
    """Write a document, whole or not at all. Raises StorageFull or InputRefused."""
    from cps_desktop.documents import save_pdf

    refuse_part_of_workspace(path)
    save_pdf(pdf, path)
