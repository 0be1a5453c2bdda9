"""``report`` of who came: figures as a PDF or a table, and a person's training record."""

from __future__ import annotations

import argparse
import datetime as dt

from cps_desktop.commands.opening import counted, say
from cps_desktop.domain.faults import InputRefused
from cps_desktop.paths import cache_folder
from cps_desktop.services.desk import Desk
from cps_desktop.services.figures import FigureScope

SESSIONLESS = ("figures", "training")
"""Kinds that may be of no session: figures of a period, what one person was at."""


def written(desk: Desk, options: argparse.Namespace) -> bool:
    """Write it where it is one of these and no session's paper; whether it was."""
    from cps_desktop.services.figure_papers import TABLES

    ending = options.to.suffix.casefold().lstrip(".")
    if options.kind == "figures" and ending in tuple(TABLES):
        _table(desk, options, ending)
        return True
    if options.kind == "training":
        _save(options, _training(desk, options))
        return True
    if options.kind == "figures" and not options.session:
        _save(options, _period(desk, options))
        return True
    return False


def _save(options: argparse.Namespace, pdf: bytes) -> None:
    from cps_desktop.documents import page_count, save_pdf

    save_pdf(pdf, options.to)
    pages = page_count(pdf)
    done = {"file": options.to, "pages": pages, "bytes": len(pdf)}
    say(options, done, f"{options.to}: {counted(pages, 'page')}")


def _training(desk: Desk, options: argparse.Namespace) -> bytes:
    from cps_desktop.services.training_paper import make_training

    if not options.record:
        raise InputRefused(
            "Say whose training record with --record; `list people` names them. "
            "Nothing was written."
        )
    return make_training(desk, options.record, font_cache=cache_folder() / "fonts").pdf


def _period(desk: Desk, options: argparse.Namespace) -> bytes:
    from cps_desktop.services.figure_papers import period_pdf

    scope = _scope(options)
    assert scope.first is not None
    assert scope.last is not None
    fonts = cache_folder() / "fonts"
    small = options.every_figure
    return period_pdf(desk, scope.first, scope.last, small=small, font_cache=fonts)


def _table(desk: Desk, options: argparse.Namespace, ending: str) -> None:
    from cps_desktop.services.figure_papers import make_figures_table
    from cps_desktop.services.giving_lists import save_list
    from cps_desktop.services.list_kinds import ListKind

    made = make_figures_table(desk, _scope(options), ListKind(ending), small=options.every_figure)
    save_list(made, options.to)
    done = {"file": options.to, "bytes": len(made.data)}
    say(options, done, f"{options.to}: {made.words}")


def _scope(options: argparse.Namespace) -> FigureScope:
    if options.session:
        return FigureScope(options.session, options.record)
    first, last = (_day(one) for one in (options.since, options.until))
    if first is None or last is None:
        raise InputRefused(
            "Say of which session with --session, or of which days with --from and --until. "
            "Nothing was written."
        )
    return FigureScope(first=first, last=last)


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputRefused(
            f"“{text}” is not a day. Write it as 2027-03-18. Nothing was written."
        ) from None
