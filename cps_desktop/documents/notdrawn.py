"""The last page's word on characters that no font of ours can draw."""

from __future__ import annotations

from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.furniture import MOST_NAMED
from cps_desktop.documents.ink import BODY
from cps_desktop.documents.paper import Paper, missing_words


def list_missing(paper: Paper) -> None:
    """Add a page naming all of them, when there are more than the page feet have room for."""
    codes = paper.missing()
    if max((len(page.missing) for page in paper.pages), default=0) <= MOST_NAMED:
        return
    flow = Flow(paper, A4, "Characters that could not be drawn", paper.root.add("Sect"))
    flow.heading(1, "Characters that could not be drawn")
    flow.paragraph(
        "The text is complete and can be copied, but this program has no letter shapes for some "
        "of its characters."
    )
    flow.paragraph(missing_words(codes, len(codes)), BODY)
