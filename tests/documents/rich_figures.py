"""Figures, certificates and a training record, full of what may be in them; names are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from cps_desktop.domain.figure_sheets import FigureBlock, FigureReport, FigureRow, FigureTable
from cps_desktop.domain.training_sheets import CertificateSheet, TrainedOnSheet, TrainingSheet
from tests.documents.rich_sheets import DAYS, SIGNED_OFF

REPORT = FigureReport(
    "Who came",
    ("Making discharge letters clearer", "Thursday 18 and Friday 19 March 2027"),
    ("31 people came.", "Lay people made up 55 % of those who came."),
    (
        FigureBlock(
            "Lay people and staff",
            (
                FigureRow("Lay people", 17),
                FigureRow("Carer", 9, within=True),
                FigureRow("Member of the public", None, within=True),
                FigureRow("Staff", 14),
                FigureRow("Nobody of these", 0),
            ),
            whole=31,
        ),
        FigureBlock("Without bars", (FigureRow("A thing", 3),), "What it means, in words."),
    ),
    FigureTable(
        "Day by day",
        ("Day", "People", "Lay people"),
        (("Thursday 18 March 2027", (28, 15)), ("Friday 19 March 2027", (1024, None))),
    ),
    ("Everybody counts once.",),
)
CERTIFICATE = CertificateSheet(
    "Jadwiga Szczęsna (invented)",
    "First steps in improving: training for everybody",
    "Training",
    "Tuesday 2 and Tuesday 9 March 2027",
    "10 hours 30 minutes",
    ("Morag Teal (invented)", "Desmond Brackenrigg (invented)"),
    "North Cumbria (sample)",
    DAYS[0],
)
TRAINING = TrainingSheet(
    "Jadwiga Szczęsna (invented)",
    SIGNED_OFF,
    ("2 sessions on 7 days, 44 hours 30 minutes.",),
    (
        (
            "Training",
            (
                TrainedOnSheet("First steps", "Tuesday 2 March 2027", "7 hours", "Keswick Library"),
                TrainedOnSheet("Measuring", "1 day", ""),
            ),
        ),
    ),
)


def certificates() -> tuple[CertificateSheet, ...]:
    """One of each: as usual, to be written on by hand, and led by many."""
    many = tuple(f"Facilitator number {n} (invented)" for n in range(1, 8))
    return (
        CERTIFICATE,
        msgspec.structs.replace(
            CERTIFICATE, name="", kind="", hours="", facilitators=(), agency=""
        ),
        msgspec.structs.replace(
            CERTIFICATE, facilitators=many, remark="Sample: every name is invented"
        ),
    )


def nasty_report(texts: Sequence[str]) -> FigureReport:
    """The same places, filled with texts that have broken programs."""
    texts = [text[:300] for text in texts]
    rows = tuple(FigureRow(text, number, number % 2 == 1) for number, text in enumerate(texts))
    return FigureReport(
        texts[14],
        tuple(texts[:3]),
        tuple(texts),
        (FigureBlock(texts[19], rows, texts[20], whole=len(texts)),),
        FigureTable(texts[21], ("A", "B"), tuple((text, (1,)) for text in texts)),
        tuple(texts),
    )


def nasty_certificates(texts: Sequence[str]) -> tuple[CertificateSheet, ...]:
    """A certificate for each text, all places filled with it."""
    return tuple(
        msgspec.structs.replace(
            CERTIFICATE,
            **dict.fromkeys(("name", "title", "kind", "days", "hours", "agency", "remark"), text),
            facilitators=(text,) * (number % 6),
        )
        for number, text in enumerate(texts)
    )


def nasty_training(texts: Sequence[str]) -> TrainingSheet:
    """A session for each text."""
    some = tuple(TrainedOnSheet(text, text[:200], text[:80], text[:300]) for text in texts)
    stamp = replace(SIGNED_OFF, program=texts[16], classification=texts[24])
    return TrainingSheet(texts[19], stamp, tuple(texts), ((texts[14], some),))
