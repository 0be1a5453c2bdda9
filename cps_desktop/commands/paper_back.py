"""``bring-back``: filled forms and photographed sheets, as under "Paper that came back"; and sheets
that people signed in on, kept with their day."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cps_desktop.commands.opening import counted, desk_of, say
from cps_desktop.domain.faults import Fault, InputRefused
from cps_desktop.services.desk import Desk
from cps_desktop.services.paper_back import Paper, read_paper
from cps_desktop.services.paper_forms import ReturnedForm
from cps_desktop.services.paper_photos import SheetPhoto
from cps_desktop.services.sign_in_photos import SignInPhoto

Row = dict[str, Any]


def bring_back(options: argparse.Namespace) -> int:
    """Read every file first; then keep what is new in them, each paper as one step of undo.

    Where one is not understood nothing of any is kept. Raises InputRefused.
    """
    from cps_desktop.services.printing import session_to_print

    with desk_of(options) as desk:
        session_to_print(desk, options.session)
        rows: list[Row] = []
        papers: list[tuple[Paper, Row]] = []
        for path in options.files:
            for paper, row in _looked_at(desk, options.session, path):
                rows.append(row)
                if paper is not None:
                    papers.append((paper, row))
        refused = [str(row["refused"]) for row in rows if "refused" in row]
        if not options.preview and not refused:
            for paper, row in papers:
                row["kept"] = _kept(desk, options.session, paper)
    said = [line for row in rows if "refused" not in row for line in _lines(row)]
    say(options, {"papers": rows}, *(said if options.preview or not refused else ()))
    if refused:
        rest = "" if options.preview or len(rows) == 1 else " Nothing of the other files was kept."
        raise InputRefused(" ".join(refused) + rest)
    return 0


def _looked_at(desk: Desk, session: str, path: Path) -> list[tuple[Paper | None, Row]]:
    try:
        found = read_paper(desk, session, path)
    except Fault as fault:
        return [(None, {"file": path, "refused": str(fault)})]
    some: list[tuple[Paper | None, Row]] = []
    for one in found:
        if isinstance(one, ReturnedForm):
            some.append((one, _form_row(path, one)))
        elif one.problem:
            some.append((None, {"file": path, "refused": one.problem}))
        elif isinstance(one, SignInPhoto):
            some.append((one, _signed_row(path, one)))
        else:
            some.append((one, _sheet_row(path, one)))
    return some


def _kept(desk: Desk, session: str, paper: Paper) -> int:
    """Keep what is offered of a paper; how many answers or pictures that is."""
    from cps_desktop.services.paper_forms import bring_in
    from cps_desktop.services.sheet_keeping import keep_pictures
    from cps_desktop.services.sign_in_photos import keep_sign_in

    if isinstance(paper, SignInPhoto):
        keep_sign_in(desk, session, paper.day, paper)
        return int(not paper.here)
    if isinstance(paper, ReturnedForm):
        bring_in(desk, paper)
    else:
        keep_pictures(desk, paper)
    return len(paper.offered)


def _form_row(path: Path, form: ReturnedForm) -> Row:
    return {
        "file": path,
        "paper": "form",
        "form": form.stamp.short,
        "planner": form.planner,
        "who": form.who.name,
        "named_as": form.who.named_as,
        "came_before_as": form.earlier,
        "warnings": form.warnings,
        "answers": [
            {
                "standing": line.standing,
                "box": line.box,
                "words": line.words,
                "before": line.before,
                "remark": line.remark,
            }
            for line in form.lines
        ],
        "summary": form.summary,
        "offered": len(form.offered),
    }


def _sheet_row(path: Path, sheet: SheetPhoto) -> Row:
    return {
        "file": path,
        "paper": "sheet",
        "page": sheet.name,
        "planner": sheet.planner,
        "title": sheet.title,
        "boxes": [
            {"box": one.box, "written": one.written, "here": one.here} for one in sheet.boxes
        ],
        "offered": len(sheet.offered),
    }


def _signed_row(path: Path, sheet: SignInPhoto) -> Row:
    return {
        "file": path,
        "paper": "signed sheet",
        "day": sheet.day,
        "title": f"Signed sheet of {sheet.day_words}, page {sheet.page}",
        "straight": sheet.straight,
        "offered": int(not sheet.here),
    }


def _lines(row: Row) -> list[str]:
    count = row["kept"] if "kept" in row else row["offered"]
    if row["paper"] == "form":
        who = row["who"] or "somebody who gave no name"
        what = f"form {row['form']} from {who}: {row['summary']}"
        outcome = counted(count, "answer")
    elif row["paper"] == "signed sheet":
        what, outcome = row["title"], counted(count, "picture")
    else:
        what = f"{row['title']}: {counted(len(row['boxes']), 'box', 'boxes')}"
        outcome = counted(count, "picture")
    done = f"{outcome} brought in" if "kept" in row else f"{outcome} would come in"
    return [f"{row['file']}: {what}; {done}", *(f"  {one}" for one in row.get("warnings", ()))]
