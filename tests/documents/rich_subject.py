"""What a person is given of their own data, full of what may be in it; every name is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cps_desktop.domain.sheets import ReceiptOnSheet
from cps_desktop.domain.subject_sheets import SubjectEntry, SubjectSection, SubjectSheet
from tests.documents.rich_sheets import SIGNED_OFF, photo


def subject(*, times: int = 1) -> SubjectSheet:
    """A person who came to many sessions."""
    entry = SubjectEntry(
        "Your entry",
        (("Name", "Jadwiga Szczęsna (invented)"), ("Access and dietary needs", "Ramp\nNo nuts")),
    )
    days = tuple(f"Thursday {n} March 2027: here, arrived 09:2{n % 10}." for n in range(1, 6))
    listed = SubjectEntry("Making discharge letters clearer", (("Role", "Carer"),), days * times)
    return SubjectSheet(
        "Jadwiga Szczęsna (invented)",
        SIGNED_OFF,
        ("This is what is held about you.", "What says something of others is left out."),
        (
            SubjectSection("What is written about you", "Where and when.", (entry,)),
            SubjectSection("Sessions", "", (listed,) * times),
            SubjectSection("Your expenses", "", (), "No claim of yours is held."),
        ),
        (ReceiptOnSheet("Receipt 1", "Photograph of receipt 1", photo()),),
    )


def nasty_subject(texts: Sequence[str]) -> SubjectSheet:
    """The same places, filled with texts that have broken programs."""
    entries = tuple(
        SubjectEntry(text or "–", ((text[:80] or "–", text),), (text,)) for text in texts
    )
    return SubjectSheet(
        texts[19],
        replace(SIGNED_OFF, program=texts[16], classification=texts[24]),
        tuple(texts[:12]),
        (SubjectSection(texts[14] or "–", texts[15], entries),),
        (ReceiptOnSheet(texts[14], texts[15], b"no picture"),),
    )
