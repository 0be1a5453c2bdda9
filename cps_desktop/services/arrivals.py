"""Reports of what came in: kept with every decision, to be read and printed again later.

Of sessions only their ids are kept; titles are looked up when a report is shown, so that what was
erased since is not in it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

from cps_desktop import __version__, paths
from cps_desktop.domain.clock import clock_ahead_words
from cps_desktop.domain.dates import say_date, say_short_date, say_time
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.sheets import ArrivalsSheet, BundleOnSheet, Imprint
from cps_desktop.services.after_erasure import after_words
from cps_desktop.services.coordination import joined
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import device_name
from cps_desktop.services.handing_over import counted, say_moment
from cps_desktop.services.inbox import gaps_by_laptop
from cps_desktop.services.known_laptops import NO_NAME
from cps_desktop.services.print_preview import Made, as_made
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.sheet_heads import PERSONAL
from cps_desktop.storage.arrivals import Arrival, keep_arrivals, kept_arrivals
from cps_desktop.storage.workspace import Workspace

if TYPE_CHECKING:
    from cps_desktop.services.outcomes import Outcome, Report

MOST_READ = 5_000
"""So many bundles back reports are shown."""

_WAYS = {
    "in": "Brought in",
    "kept": "Kept to be looked at",
    "refused": "Refused",
    "failed": "Not brought in",
}


@dataclasses.dataclass(frozen=True, slots=True)
class KeptReport:
    """One report: what was decided on in one go."""

    batch: str
    at: int
    rows: tuple[Arrival, ...]

    @property
    def when(self) -> str:
        """The moment it is of, in words."""
        return say_moment(self.at)

    @property
    def words(self) -> str:
        """ "3 bundles brought in with 512 changes, 1 kept, 1 refused"."""
        by_way = {way: [one for one in self.rows if one.way == way] for way in _WAYS}
        said = []
        if came := by_way["in"]:
            changes = counted(sum(one.changes for one in came), "new change")
            said.append(f"{counted(len(came), 'bundle')} brought in with {changes}")
        for way, word in (
            ("kept", "kept to be looked at"),
            ("refused", "refused"),
            ("failed", "could not be brought in"),
        ):
            if by_way[way]:
                said.append(f"{counted(len(by_way[way]), 'bundle')} {word}")
        return ", ".join(said)


def keep_report(workspace: Workspace, report: Report) -> None:
    """Keep what became of these bundles."""
    at = workspace.now_ms()
    keep_arrivals(
        workspace, [_arrival(one, at, report.batch, report.stopped) for one in report.outcomes]
    )


def _arrival(outcome: Outcome, at: int, batch: str, stopped: bool) -> Arrival:
    look, came = outcome.look, outcome.came
    told: dict[str, Any] = {"batch": batch, "stopped": stopped, "problem": outcome.problem}
    seen = look.preview
    if seen is not None:
        told |= {
            "made": seen.inspection.made,
            "of": seen.inspection.changes,
            "new": seen.new_changes,
            "sessions": [one for one, _ in seen.inspection.sessions],
            "new sessions": [one for one, _ in seen.new_sessions],
            "laptops": list(look.laptops),
            "gaps": [list(one) for one in gaps_by_laptop(seen)],
            "strangers": [[one.name, str(one.why)] for one in look.strangers],
            "pictures": seen.inspection.attachments,
            "clocks ahead": list(look.clocks_ahead),
        }
    if came is not None:
        told |= {
            "to decide": came.to_decide,
            "missing": came.missing_attachments,
            "after erasure": came.after_erasure,
            "accepted": [one.name or NO_NAME for one in outcome.accepted],
        }
    return Arrival(
        bundle=b"" if look.bundle is None else look.bundle.contents.manifest.id,
        way=str(outcome.way),
        at=at,
        device=seen.inspection.sender_key if seen is not None else b"",
        name=look.sender,
        place=look.called,
        changes=came.new_changes if came is not None else 0,
        report=told,
    )


def kept_reports(workspace: Workspace) -> tuple[KeptReport, ...]:
    """The reports kept here, the latest first."""
    found: dict[str, list[Arrival]] = {}
    for one in kept_arrivals(workspace, MOST_READ):
        found.setdefault(str(one.report.get("batch", "")), []).append(one)
    reports = [KeptReport(batch, rows[-1].at, tuple(rows)) for batch, rows in found.items()]
    return tuple(reversed(reports))


def report_of(workspace: Workspace, batch: str) -> KeptReport:
    """One report. Raises InputRefused where it is not kept here."""
    found = next((one for one in kept_reports(workspace) if one.batch == batch), None)
    if found is None:
        raise InputRefused("This report is not on this laptop any more. Nothing was changed.")
    return found


# -- on paper --------------------------------------------------------------------------------------


def arrivals_sheet(desk: Desk, batch: str) -> ArrivalsSheet:
    """A report as it is printed. Raises InputRefused where it is not kept here."""
    report = report_of(desk.workspace, batch)
    here = joined(desk.workspace)
    sample = ["Sample: every name is invented"] if desk.is_sample else []
    return ArrivalsSheet(
        imprint=Imprint(
            printed_on=desk.door.today(),
            program=f"CPS Desktop {__version__}",
            classification=" · ".join([PERSONAL, *sample]),
        ),
        title="What came in",
        where=device_name(desk.workspace) or NO_NAME,
        who=str(desk.workspace.note("own name") or ""),
        organisation=here.organisation if here else "",
        when=report.when,
        summary=_summary(report),
        bundles=tuple(_on_sheet(desk.workspace, one) for one in report.rows),
    )


def _summary(report: KeptReport) -> tuple[str, ...]:
    came = [one for one in report.rows if one.way == "in"]
    said = [f"{report.words}."]
    decide = sum(one.report.get("to decide", 0) for one in came)
    if decide:
        things = "1 thing waits" if decide == 1 else f"{decide:,} things wait"
        said.append(f"{things} to be decided; both versions are kept until then.")
    missing = came[-1].report.get("missing", 0) if came else 0
    if missing:
        are = "is" if missing == 1 else "are"
        said.append(f"{counted(missing, 'picture')} {are} still to come.")
    if any(one.report.get("stopped") for one in report.rows):
        said.append("It was stopped before the end: other bundles were not touched.")
    return tuple(said)


def _on_sheet(workspace: Workspace, one: Arrival) -> BundleOnSheet:
    told = one.report
    return BundleOnSheet(
        file=one.place,
        sender=one.name or "Not known",
        made=_short_moment(told.get("made")),
        outcome=_WAYS.get(one.way, one.way),
        changes=_changes(one),
        sessions=tuple(_titles(workspace, told)),
        remarks=tuple(_remarks(one)),
    )


def _changes(one: Arrival) -> str:
    held = one.report.get("of")
    if held is None:
        return "–"
    new = one.changes if one.way == "in" else one.report.get("new", 0)
    return f"{new:,} new of {held:,}"


def _short_moment(milliseconds: object) -> str:
    if not isinstance(milliseconds, int):
        return ""
    try:
        moment = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).astimezone()
    except (OverflowError, ValueError, OSError):
        return "a day this laptop cannot tell"
    return f"{say_short_date(moment.date())}, {say_time(moment.time())}"


def _titles(workspace: Workspace, told: dict[str, Any]) -> list[str]:
    new = set(told.get("new sessions", ()))
    titles = []
    for one in told.get("sessions", ()):
        known = workspace.get(Session, one)
        title = (known.title or "A session without a title") if known else "A session not here"
        titles.append(f"{title} (new here)" if known and one in new else title)
    return titles


def _remarks(one: Arrival) -> list[str]:
    """What else is to be said of a bundle, a sentence each."""
    told = one.report
    said = [str(told["problem"])] if told.get("problem") else []
    if told.get("to decide"):
        said.append(f"To be decided: {told['to decide']:,}.")
    if told.get("missing"):
        said.append(f"Pictures still to come: {told['missing']:,}.")
    said += [f"{name}: {spans} missing." for name, spans in told.get("gaps", ())]
    if told.get("after erasure"):
        said.append(after_words(told["after erasure"]))
    accepted = told.get("accepted", ())
    if accepted:
        said.append(f"Let in for the first time: {', '.join(accepted)}.")
    elif told.get("strangers"):
        names = ", ".join(name or NO_NAME for name, _ in told["strangers"])
        said.append(f"Not known here: {names}.")
    return [*said, *(clock_ahead_words(name) for name in told.get("clocks ahead", ()))]


def report_paragraphs(desk: Desk, batch: str) -> tuple[str, ...]:
    """A report to be read on the screen: first the whole in short, then a paragraph a bundle."""
    sheet = arrivals_sheet(desk, batch)
    paragraphs = [" ".join(sheet.summary)]
    for one in sheet.bundles:
        parts = [f"{one.outcome}: {one.file}, from {one.sender}", one.changes]
        paragraphs.append("\n".join(["; ".join([*parts, *one.sessions]) + ".", *one.remarks]))
    return tuple(paragraphs)


def make_report(desk: Desk, batch: str) -> Made:
    """The report as a PDF, from a worker thread. Raises InputRefused where it is not kept here."""
    from cps_desktop.documents import arrivals_pdf

    with desk_beside(desk) as beside:
        sheet = arrivals_sheet(beside, batch)
        at = report_of(beside.workspace, batch).at
    day = dt.datetime.fromtimestamp(at / 1000, dt.UTC).astimezone().date()
    return as_made(
        lambda: arrivals_pdf(sheet, font_cache=paths.cache_folder() / "fonts"),
        title=f"What came in on {say_date(day)}",
        classification=sheet.imprint.classification,
    )
