"""The claim form for out-of-pocket expenses, with its receipts behind it."""

from __future__ import annotations

from dataclasses import replace

from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import (
    BODY,
    CELL,
    CELL_STRONG,
    DANGER,
    EDGE,
    GROUND,
    HEADING,
    LINE,
    MM,
    QUIET,
    SMALL,
    STRONG,
)
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.pictures import printable_jpeg
from cps_desktop.documents.signature_ink import draw_strokes
from cps_desktop.documents.tables import Cell, Column, Table, cell
from cps_desktop.documents.words import counted, joined
from cps_desktop.domain.dates import say_short_date
from cps_desktop.domain.money import say_money
from cps_desktop.domain.sheets import ClaimSheet, ReceiptOnSheet, SignatureOnSheet
from cps_desktop.domain.signatures import read_strokes

_RULE = replace(SMALL, size=9.5)
_LABEL = replace(SMALL, size=9.5)
_SIGN_HEIGHT = 20 * MM
_SIGN_GAP = 3.5 * MM
_INK_HEIGHT = 14 * MM


def draw_claim(paper: Paper, sheet: ClaimSheet) -> None:
    """Draw the form, then each receipt on a page of its own."""
    title = joined((f"Expenses claim for {sheet.claimant}", sheet.session.title))
    flow = Flow(paper, A4, title, paper.root.add("Sect"))
    flow.heading(1, f"Expenses claim for {sheet.claimant.strip() or 'a person not named'}")
    reference = f"Claim {sheet.reference}" if sheet.reference.strip() else ""
    flow.paragraph(joined((reference, status_words(sheet.imprint))), SMALL, after=6)
    flow.rule()
    _details(flow, sheet)
    flow.space(6)
    flow.heading(2, "What is claimed", keep=90, bookmark=False)
    _lines(flow, sheet)
    _missing(flow, sheet)
    _signing(flow, sheet)
    _history(flow, sheet)
    within = f"Expenses claim for {sheet.claimant}"
    for number, receipt in enumerate(sheet.receipts, 1):
        draw_receipt(paper, within, receipt, number, len(sheet.receipts))


def _details(flow: Flow, sheet: ClaimSheet) -> None:
    """Two columns of a small label and what is known; left out where nothing is."""
    session = sheet.session
    known = [
        ("Claimant", sheet.claimant),
        ("Paid by (lead agency)", sheet.lead_agency),
        ("Session", joined((session.title, session.kind))),
        ("Dates", session.dates),
        ("Venue", session.venue),
        ("Facilitated by", session.facilitators),
        ("How to pay", sheet.payment),
        ("Send by", sheet.send_by),
    ]
    known = [(label, text) for label, text in known if text.strip()]
    gap = 6 * MM
    width = (flow.width - gap) / 2
    setter, paper = flow.paper.setter, flow.paper
    for at in range(0, len(known), 2):
        pair = [(label, setter.lines(text, CELL, width)) for label, text in known[at : at + 2]]
        height = max(len(lines) for _, lines in pair) * CELL.leading + _LABEL.leading
        if height > 90 * MM:  # a very long text runs over the whole width, and over pages
            for label, _ in pair:
                text = dict(known)[label]
                flow.paragraph(label, _LABEL, after=0)
                flow.paragraph(text, after=5)
            continue
        flow.need(height)
        for side, (label, lines) in enumerate(pair):
            left = flow.left + side * (width + gap)
            tag = flow.tag.add("P")
            name = setter.lines(label + " ", _LABEL, width)
            paper.lines(flow.page, tag, name, (left, flow.top), _LABEL)
            spot = (left, flow.top + _LABEL.leading)
            paper.lines(flow.page, tag, lines, spot, CELL, width=width)
        flow.top += height + 5


def _lines(flow: Flow, sheet: ClaimSheet) -> None:
    columns = (
        Column("Date", 36.5),
        Column("What", 95.5),
        Column("Receipt", 30),
        Column("Amount", 24, "right"),
    )
    table = Table(flow, columns)
    for line in sheet.lines:
        what = (
            (line.description or "(not described)", CELL_STRONG),
            (line.detail, CELL),
            (line.rule, _RULE),
        )
        table.row(
            [
                cell(say_short_date(line.on)),
                Cell(what, header=True),
                cell(line.receipt),
                cell(say_money(line.pence), CELL_STRONG),
            ]
        )
    if not sheet.lines:
        table.row([Cell((("Nothing has been claimed yet.", CELL),), span=3), cell("")])
    # Larger than the amounts above it, it stands in the empty cell beside it as well.
    total = Cell((("Total", HEADING),), header=True, span=2)
    amount = Cell(((say_money(sheet.total_pence), HEADING),), span=2, align="right")
    table.row([total, amount], fill=GROUND, strong_line=True)


def _missing(flow: Flow, sheet: ClaimSheet) -> None:
    """Receipts still to come: a bar beside the list, and the words say it too."""
    if not sheet.missing:
        return
    flow.space(12)
    number = len(sheet.missing)
    verb = "is" if number == 1 else "are"
    flow.heading(2, f"{counted(number, 'receipt')} {verb} still to come", keep=30, bookmark=False)
    listing = flow.tag.add("L")
    listing.numbering = "Disc"
    for words in sheet.missing:
        item = listing.add("LI")
        lines = flow.paper.setter.lines(words, BODY, flow.width - 14)
        flow.need(min(len(lines), 3) * BODY.leading)
        bullet = flow.paper.setter.lines("■", replace(BODY, colour=DANGER, size=8), 20)
        spot = (flow.left + 2, flow.top + 3)
        label = item.add("Lbl")
        flow.paper.lines(flow.page, label, bullet, spot, replace(BODY, colour=DANGER, size=8))
        flow.put(item.add("LBody"), lines, BODY, indent=14)


def _signing(flow: Flow, sheet: ClaimSheet) -> None:
    gap = 5 * MM
    width = (flow.width - gap) / 2
    flow.space(8)
    signatures = [_spelled_out(flow, each, width) for each in sheet.signatures]
    pairs = [signatures[at : at + 2] for at in range(0, len(signatures), 2)]
    heights = [max(_sign_height(flow, each, width) for each in pair) for pair in pairs]
    words = flow.paper.setter.lines(sheet.declaration, BODY, flow.width)
    together = sum(heights) + len(heights) * _SIGN_GAP
    together += HEADING.leading + (len(words) + 1) * BODY.leading + 16
    if together <= flow.full_height:  # nobody should sign below words on another page
        flow.need(together)
    flow.heading(2, "Declaration", keep=60, bookmark=False)
    flow.paragraph(sheet.declaration, after=6)
    for pair, height in zip(pairs, heights, strict=True):
        flow.need(height)
        for side, each in enumerate(pair):
            _sign_box(flow, each, flow.left + side * (width + gap), width, height)
        flow.top += height + _SIGN_GAP
    code = sheet.cost_code.strip()
    flow.need(BODY.leading)
    flow.paragraph(f"Cost code: {code}" if code else "Cost code: ................................")


def _history(flow: Flow, sheet: ClaimSheet) -> None:
    """Who did what and when, beneath the boxes."""
    if not sheet.history:
        return
    flow.space(8)
    flow.heading(2, "What was done", keep=40, bookmark=False)
    for words in sheet.history:
        flow.paragraph(words, SMALL, after=3)


def _spelled_out(flow: Flow, each: SignatureOnSheet, width: float) -> SignatureOnSheet:
    """The signature as its box can hold it; what is longer stands above the boxes in full."""
    inner, setter = width - 6 * MM, flow.paper.setter
    label = setter.lines(each.label, STRONG, inner)
    name = setter.lines(each.name, BODY, inner)
    signed = setter.lines(_signed(each), _LABEL, inner)
    if len(label) <= 3 and len(name) <= 4 and len(signed) <= 1:
        return each
    flow.paragraph(joined((each.label, each.name, each.signed)))
    return SignatureOnSheet("As above", strokes=each.strokes)


def _signed(each: SignatureOnSheet) -> str:
    if not each.signed.strip():
        return "Signature and date"
    return f"{'Signed ' if each.label == 'Claimant' else ''}{each.signed}"


def _sign_height(flow: Flow, each: SignatureOnSheet, width: float) -> float:
    inner = width - 6 * MM
    names = flow.paper.setter.lines(each.name, BODY, inner) if each.name.strip() else []
    labels = flow.paper.setter.lines(each.label, STRONG, inner)
    height = len(names) * BODY.leading + len(labels) * STRONG.leading
    drawn = _INK_HEIGHT if read_strokes(each.strokes) else 0
    return max(_SIGN_HEIGHT, height + 12 * MM) + drawn


def _sign_box(flow: Flow, each: SignatureOnSheet, left: float, width: float, height: float) -> None:
    paper, page, top = flow.paper, flow.page, flow.top
    paper.box(page, (left, top, width, height), edge=EDGE, corner=4)
    inner, spot = width - 6 * MM, top + 2 * MM
    tag = flow.tag.add("P")
    for text, style in ((each.label, STRONG), (each.name, BODY)):
        if text.strip():
            lines = paper.setter.lines(text + " ", style, inner)
            spot += paper.lines(page, tag, lines, (left + 3 * MM, spot), style, width=inner)
    line = top + height - 6.5 * MM
    strokes = read_strokes(each.strokes)
    if strokes:
        figure = flow.tag.add("Figure")
        figure.alt = f"Signature of {each.name.strip() or each.label}, given on screen"
        at = (left + 3 * MM, line - _INK_HEIGHT, inner, _INK_HEIGHT)
        draw_strokes(page, figure, strokes, at)
    right = left + width - 3 * MM
    paper.rule(page, (left + 3 * MM, line), (right, line), LINE, 0.8)
    small = paper.setter.lines(_signed(each), _LABEL, inner)
    paper.lines(page, tag, small, (left + 3 * MM, line + 1), _LABEL, width=inner)


def draw_receipt(paper: Paper, within: str, receipt: ReceiptOnSheet, number: int, of: int) -> None:
    """Draw a receipt on a page of its own, in the part of the document that was begun last."""
    title = joined((f"Receipt {number}", within))
    flow = Flow(paper, A4, title, paper.root.kids[-1])  # type: ignore[arg-type]
    flow.heading(2, f"Receipt {number} of {of}", bookmark=False)
    flow.paragraph(receipt.caption, after=8)
    picture = printable_jpeg(receipt.jpeg)
    if picture is None:
        flow.paragraph(
            "The picture of this receipt cannot be shown: the file is damaged or of an unknown "
            "kind. It is still kept with the claim.",
            STRONG,
        )
        return
    jpeg, (wide, high) = picture
    if flow.room < 60 * MM:
        flow.new_page()
    # No larger than 130 dots an inch would make it: a small picture blown up is no clearer.
    scale = min(flow.width / wide, flow.room / high, 72 / 96)
    figure = flow.tag.add("Figure")
    figure.alt = receipt.alt.strip() or f"Photograph of receipt {number}"
    width, height = wide * scale, high * scale
    left = flow.left + (flow.width - width) / 2
    paper.picture(flow.page, figure, jpeg, (left, flow.top, width, height))
    paper.box(flow.page, (left, flow.top, width, height), edge=QUIET, line=0.5)
