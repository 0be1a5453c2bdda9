"""``report``: a session's document as a PDF."""

from __future__ import annotations

import argparse

from cps_desktop.commands.opening import counted, desk_of, not_there_yet, say
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Claim
from cps_desktop.domain.records import RecordId
from cps_desktop.paths import cache_folder
from cps_desktop.services.desk import Desk
from cps_desktop.services.print_preview import Wanted


def report(options: argparse.Namespace) -> int:
    """Write one document; the file is whole or not there."""
    from cps_desktop.commands.who_came import written
    from cps_desktop.documents import page_count, save_pdf
    from cps_desktop.services.print_preview import pdf_of
    from cps_desktop.services.printing import session_to_print

    not_there_yet(options.to, replace=options.replace)
    with desk_of(options) as desk:
        if written(desk, options):
            return 0
        session = session_to_print(desk, options.session)
        beside = _beside_session(desk, options)
        pdf = pdf_of(desk, session, _wanted(desk, options)) if beside is None else beside
    save_pdf(pdf, options.to)
    pages = page_count(pdf)
    say(
        options,
        {"file": options.to, "pages": pages, "bytes": len(pdf)},
        f"{options.to}: {counted(pages, 'page')}",
    )
    return 0


def _beside_session(desk: Desk, options: argparse.Namespace) -> bytes | None:
    """What is for those who take part, or for the door; None for every other paper."""
    from cps_desktop.services.claim_copies import make_copy
    from cps_desktop.services.expenses_card import make_card

    if options.kind == "expenses-card":
        return make_card(desk, options.session, font_cache=cache_folder() / "fonts")
    if options.kind in ("sign-in", "badges"):
        return _for_the_door(desk, options)
    if options.kind != "claimants-copy":
        return None
    claim = desk.workspace.get(Claim, options.record) if options.record else None
    if claim is None or claim.session != options.session:
        raise InputRefused(
            "Say whose claim with --record; `list claims --session` names them. "
            "Nothing was written."
        )
    return make_copy(desk, claim.id).pdf


def _for_the_door(desk: Desk, options: argparse.Namespace) -> bytes:
    """The sign-in sheet of a day, or the badges of whoever wants one. Raises InputRefused."""
    from cps_desktop.services.badges import badges_bytes
    from cps_desktop.services.printing import session_to_print
    from cps_desktop.services.sign_in_sheets import day_to_print, sign_in_bytes

    session, fonts = session_to_print(desk, options.session), cache_folder() / "fonts"
    if options.kind == "badges":
        return badges_bytes(desk, session, font_cache=fonts)
    day = day_to_print(desk, session.id, options.record)
    return sign_in_bytes(desk, session, day, font_cache=fonts)


def _wanted(desk: Desk, options: argparse.Namespace) -> Wanted:
    from cps_desktop.services.print_preview import ALL
    from cps_desktop.services.printing import Paper

    kind = "blank" if options.blank else options.kind
    if kind not in ("blank", "form", "sheets"):
        which = options.record or ALL
        small = options.every_figure
        return Wanted(Paper(kind), which, options.page, language=options.language, small=small)
    if kind == "sheets" and options.page not in ("A3", "A4"):
        raise InputRefused(
            "Sheets to photograph are A3 or A4. Say --page A3 or --page A4. Nothing was written."
        )
    return Wanted(
        Paper.PLANNER,
        options.record or _the_planner(desk, options.session, first=kind == "blank"),
        options.page,
        blank=kind == "blank",
        coded=kind == "sheets",
        form=kind == "form",
        language=options.language,
    )


def _the_planner(desk: Desk, session: RecordId, *, first: bool) -> RecordId:
    """The session's planner, or the first of several where that will do. Raises InputRefused."""
    from cps_desktop.services.planners import planners_of

    some = planners_of(desk.workspace, session)
    if not some:
        raise InputRefused("This session has no planner yet. Nothing was written.")
    if len(some) > 1 and not first:
        raise InputRefused(
            "This session has more than one planner. Say which with --record; "
            "`list planners` names them. Nothing was written."
        )
    return some[0].id
