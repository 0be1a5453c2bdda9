"""An organisation on paper: the recovery sheet, and the join file to be photographed or typed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from cps_desktop import __version__
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.sheets import CodeSheet, Imprint
from cps_desktop.services.papers import (
    Paper,
    paper_now,
    plain_words,
    root_secret,
    words_of_root,
)
from cps_desktop.services.qr_codes import qr_modules
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.joining_on_paper import paper_rows, qr_text
from cps_desktop.sync.recovery_words import WORDS, words_of

if TYPE_CHECKING:
    from cps_desktop.services.print_preview import Made

QR_START = "CPSR "
"""Before the words in the QR code of a recovery sheet."""

LOCK_AWAY = "Lock it away: whoever has it can read everything"


def recovery_sheet(workspace: Workspace, today: dt.date) -> CodeSheet:
    """The recovery sheet of the organisation this laptop made. Raises InputRefused."""
    secret, now = root_secret(workspace), paper_now(workspace)
    if secret is None or now is None:
        raise InputRefused(
            "Only the laptop that made the organisation has its recovery sheet. "
            "Nothing was printed."
        )
    words = words_of(secret, plain_words())
    name = now.join.organisation
    return CodeSheet(
        title=f"Recovery sheet of {name}",
        imprint=_imprint(today, LOCK_AWAY),
        opening=(
            (
                "Whoever holds this sheet can open the work of every laptop that belongs to "
                f"{name}, read what is handed over to its coordinators, and name new coordinators. "
                "It is the way on when a key is forgotten or a coordinator's laptop is lost."
            ),
            (
                "Keep it in a locked place, in an envelope signed over the flap. Keep no photo of "
                "it. A second copy in another building is worth having."
            ),
        ),
        code=qr_modules(QR_START + " ".join(words).upper()),
        code_words=f"QR code with the {WORDS} words of this sheet",
        heading=f"The {WORDS} words",
        how="Type them in this order. Capitals, commas and lines do not matter.",
        rows=words,
        columns=4,
        closing=(
            (
                "When somebody lost the key to their work",
                (
                    "On their laptop, where it asks for its passphrase, choose “I have lost my "
                    "key”. Type these words, or choose a photo of the code."
                ),
            ),
            (
                "When the coordinator's laptop is lost",
                (
                    "On another laptop, open Settings, “Your coordinators”, “Recover from the "
                    "sheet”. That laptop then signs the join files."
                ),
            ),
            ("What it belongs to", _about(now)),
        ),
    )


def _about(now: Paper) -> str:
    names = ", ".join(one.name for one in now.join.coordinators)
    return (
        f"{now.join.organisation}; its four words: {words_of_root(now.join.root)}. When this was "
        f"printed, its join file had the number {now.join.sequence}, and its coordinators were: "
        f"{names}."
    )


def join_sheet(workspace: Workspace, today: dt.date) -> CodeSheet:
    """The join file of this laptop's organisation on paper. Raises InputRefused."""
    now = paper_now(workspace)
    if now is None:
        raise InputRefused("This laptop does not belong to an organisation yet.")
    rows = paper_rows(now.text.encode())
    join = now.join
    until = ""
    if join.expires:
        until = f" It is meant to be used until {_day(join.expires)}."
    return CodeSheet(
        title=f"Join {join.organisation}",
        imprint=_imprint(today, ""),
        opening=(
            (
                "With this sheet a laptop comes to belong to the organisation: what is handed over "
                "there is then sealed for its coordinators alone. Nothing on it is secret."
            ),
            (
                "On the laptop, open Settings, “Your coordinators”, “Join from paper”. Choose a "
                "photo of the code, or type the rows in."
            ),
        ),
        code=qr_modules(qr_text(rows)),
        code_words="QR code with the rows of this sheet",
        heading="The rows to type",
        how="Any case, with or without spaces. There is no O, I, 0 or 1 in them. A row that is "
        "not right is named by its number.",
        # A wider gap, so that the eye does not lose its group.
        rows=tuple(one.replace(" ", "\u2002 ") for one in rows),
        columns=1,
        closing=(
            (
                "Then compare four words",
                (
                    "Ring a coordinator, at a number you know: "
                    f"{', '.join(one.name for one in join.coordinators)}. Join only if they read "
                    "out the same four words as the laptop shows. They are not printed here on "
                    "purpose."
                ),
            ),
            ("What it says", f"Join file number {join.sequence} of {join.organisation}.{until}"),
        ),
    )


def _day(text: str) -> str:
    try:
        return say_date(dt.date.fromisoformat(text))
    except ValueError:
        return text


def _imprint(today: dt.date, classification: str) -> Imprint:
    return Imprint(today, f"CPS Desktop {__version__}", classification)


def made_sheet(sheet: CodeSheet, font_cache: Path) -> Made:
    """The sheet as a PDF, to be saved or printed. Takes a second or two the first time."""
    from cps_desktop import documents
    from cps_desktop.services.handing_over import safe_name
    from cps_desktop.services.print_preview import Made

    pdf = documents.code_pdf(sheet, font_cache=font_cache)
    return Made(
        pdf=pdf,
        pages=documents.page_count(pdf),
        name=f"{safe_name(sheet.title) or 'Sheet'}.pdf",
        title=sheet.title,
        classification=sheet.imprint.classification,
        state="",
    )
