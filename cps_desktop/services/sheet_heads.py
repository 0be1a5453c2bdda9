"""What every printed sheet of a session says of it: its heading, and what stands in the margins."""

from __future__ import annotations

from typing import Final

from cps_desktop import __version__
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.sheets import Imprint, SessionOnSheet
from cps_desktop.services.desk import Desk
from cps_desktop.services.sessions import session_heading

PERSONAL: Final = "Contains personal information"


def session_on_sheet(desk: Desk, session: Session) -> SessionOnSheet:
    """What every sheet says of its session."""
    heading = session_heading(desk.workspace, session, desk.door.today())
    return SessionOnSheet(
        title=heading.title,
        kind=heading.kind_words,
        dates=heading.dates,
        venue=heading.venue,
        lead_agency=heading.lead_agency,
        community=heading.community,
        facilitators=", ".join(heading.facilitators),
    )


def imprint(desk: Desk, session: Session, *, personal: bool, language: str = "en-GB") -> Imprint:
    """What stands in the margins: DRAFT until the session is finished."""
    sample = "Sample: every name is invented"
    words = [PERSONAL] if personal else []
    return Imprint(
        printed_on=desk.door.today(),
        program=f"CPS Desktop {__version__}",
        classification=" · ".join([*words, *([sample] if desk.is_sample else [])]),
        draft=not session.finished,
        language=language,
    )
