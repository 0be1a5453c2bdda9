"""All parts of the kit on one page, to look at: ``python -m tests.ui.kit.gallery FOLDER``."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from cps_desktop.ui.dressing import install_theme
from cps_desktop.ui.kit import (
    Button,
    Card,
    Choice,
    Column,
    DateField,
    EmptyState,
    Fold,
    FormRow,
    LineField,
    LinkButton,
    MessagePanel,
    MoneyField,
    PageFrame,
    ProgressPanel,
    RadioGroup,
    RecordTable,
    StatusChip,
    Switch,
    TextField,
    TickBox,
    TimeField,
    Toast,
)
from cps_desktop.ui.kit.status import (
    AT_RISK,
    COMPLETE,
    HANDED_OVER,
    ON_TRACK,
    OVERDUE,
    PLANNED,
    UNDER_WAY,
    State,
)
from cps_desktop.ui.theme import SPACE_L, THEMES
from cps_desktop.ui.theme_state import theme

TODAY = date(2027, 3, 10)


@dataclass(frozen=True)
class Row:
    """An invented session in the sample list."""

    when: date
    title: str
    kind: str
    venue: str
    people: int
    state: State


ROWS = (
    Row(date(2027, 3, 22), "Clinic letters on time", "RPIW", "Penrith Hall", 14, PLANNED),
    Row(date(2027, 4, 14), "Conversation with… carers", "Event", "Wigton Hall", 40, UNDER_WAY),
    Row(date(2027, 2, 1), "Complaints answered once", "RPIW", "Workington", 16, ON_TRACK),
    Row(
        date(2027, 1, 21), "Getting to the stroke group", "Co-production", "Millom", 11, HANDED_OVER
    ),
)


def session_table() -> RecordTable[Row]:
    """The list of sample sessions."""
    table: RecordTable[Row] = RecordTable(
        "Sessions",
        (
            Column("When", lambda r: f"{r.when:%d %b}", sort=lambda r: r.when),
            Column("Session", lambda r: r.title, quiet=lambda r: r.kind, strong=True, wide=True),
            Column("Where", lambda r: r.venue),
            Column("People", lambda r: str(r.people), sort=lambda r: r.people, number=True),
            Column("State", lambda r: r.state.word, state=lambda r: r.state),
        ),
        key=lambda r: r.title,
        empty=EmptyState("No session yet.", ("New session", lambda: None)),
        filter_hint="Filter sessions",
    )
    table.set_rows(ROWS)
    return table


def gallery() -> PageFrame:
    """A page with every part of the kit."""
    switch = Switch("Show as", ("Wall", "List"), lambda _n: None)
    page = PageFrame(
        "Everything in the kit",
        "What a page is made of. Nothing here is real.",
        secondary=(switch, Button("Print…")),
        primary=Button("New session", kind="primary"),
    )
    left = Card(name="Form")
    lead = FormRow("Title", LineField(text="Making discharge letters clearer"), "As on the door.")
    day = FormRow("First day", DateField("First day", date(2010, 3, 18), today=TODAY))
    day.set_questions(["Did you mean 2027? Thursday 18 March 2010 is long before the other days."])
    starts = TimeField("Starts")
    starts.line.set_text("930")
    sum_field = MoneyField("Parking")
    sum_field.line.set_text("4.5")
    left.add(
        lead,
        day,
        FormRow("Starts", starts),
        FormRow("Parking", sum_field, "From the ticket."),
        FormRow("Kind", Choice("Kind", (("rpiw", "RPIW"), ("co", "Co-production")), "co")),
        FormRow("What is it for?", TextField(text="To make letters people can read.")),
    )
    right = Card(name="More")
    right.add(
        RadioGroup("Which", (("a", "Everyone"), ("b", "Only facilitators")), "a"),
        TickBox("They may be contacted", on=True),
        TickBox("Photographs"),
        *(StatusChip(s) for s in (ON_TRACK, AT_RISK, OVERDUE, COMPLETE, PLANNED, UNDER_WAY)),
        Fold("More about the venue", StatusChip(HANDED_OVER), unfolded=True),
        LinkButton("Show the history"),
        Button("Delete for good", kind="danger"),
    )
    across = QWidget()
    row = QHBoxLayout(across)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_L)
    row.addWidget(left, 3)
    row.addWidget(right, 2)
    progress = ProgressPanel("Writing the bundle")
    progress.show_progress(37, 100, "37 of 100 changes")
    table = session_table()
    table.setMinimumHeight(theme().px(280))
    page.add(
        table,
        MessagePanel(
            "warning",
            "This stick is full.",
            safe="Nothing was lost.",
            to_do="Free 12 MB or choose another place.",
            actions=(("Choose another place…", lambda: None),),
        ),
        progress,
        across,
    )
    return page


def main(folder: Path) -> None:
    """Write a picture of the gallery in each theme, and at 200 %."""
    app = QApplication.instance() or QApplication([])
    install_theme(app)
    for name, scale in [*((n, 100) for n in THEMES), ("light", 200)]:
        theme().set_theme(name)
        theme().set_scale(scale)
        window = QWidget()
        box = QVBoxLayout(window)
        box.setContentsMargins(0, 0, 0, 0)
        page = gallery()
        box.addWidget(page)
        window.resize(1366, 1500)
        window.show()
        toast = Toast(window)
        toast.say("Note deleted.")
        lead = page.findChild(LineField)
        assert lead is not None
        lead = page.findChildren(LineField)[1]
        window.activateWindow()
        lead.setFocus()
        for _ in range(20):
            app.processEvents()
        QApplication.instance().thread().msleep(200)  # type: ignore[union-attr]
        app.processEvents()
        window.grab().save(str(folder / f"kit-{name}-{scale}.png"))
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
