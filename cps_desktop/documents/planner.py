"""A planner as it hangs on the wall: one A3, and further A3 pages for what its boxes cannot hold.

What does not fit goes on on a further page, with the page numbers written at both ends. Nothing
is ever cut off or set smaller.
"""

from __future__ import annotations

from collections.abc import Sequence

from cps_desktop.documents.boards import Board, Place, has_place, placed
from cps_desktop.documents.box_entries import Entry, blank_entries, entries_of, stands_alone
from cps_desktop.documents.cards import (
    Piece,
    Region,
    card_width,
    columns_for,
    fill,
    fits,
)
from cps_desktop.documents.continuation import A3, Continuation, Rest, Words
from cps_desktop.documents.fitting import largest, pieces
from cps_desktop.documents.furniture import EDGE, status_words
from cps_desktop.documents.ink import (
    CARD,
    HEADING,
    LINE,
    MM,
    NOTE_EDGE,
    NOTE_FILL,
    PRIMARY,
    SMALL,
    SUBHEADING,
    WALL_DETAILS,
    WALL_SMALL,
    WALL_TITLE,
)
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.table_cards import piece_of, tags_of
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Style, says_something
from cps_desktop.documents.words import counted, joined
from cps_desktop.domain.paper_words import ENGLISH, PaperWords
from cps_desktop.domain.planner_templates import MARGIN, TITLE_BLOCK
from cps_desktop.domain.sheets import (
    BoxOnSheet,
    PlannerSheet,
    SessionOnSheet,
    StageOnSheet,
)

_PAD = 3 * MM
_WRITING_LINE = 9 * MM
_DRAWING = 14 * MM
_LEGEND = 122 * MM
_FOOTLINE = 13.0
"""Points kept free at the foot of a box for the line that says where it goes on."""
_LEGEND_FOOT = (MARGIN + TITLE_BLOCK) * MM - _FOOTLINE
_BETWEEN_COLOURS = 2.5


def draw_wall(paper: Paper, sheet: PlannerSheet, *, blank: bool = False) -> None:
    """Draw the planner; ``blank`` leaves the notes out and gives lines to write on."""
    _Wall(paper, sheet, blank).draw()


def session_words(session: SessionOnSheet, words: PaperWords = ENGLISH) -> str:
    """What, when, where and with whom, on one line."""
    who = session.facilitators
    led = words.led_by.format(names=who) if who.strip() else ""
    parts = (session.kind, session.dates, session.venue, session.lead_agency, session.community)
    return joined((*parts, led))


def edition_words(sheet: PlannerSheet) -> str:
    """Which planner this is, in which edition; "" where nothing is known of it."""
    version = sheet.template_version
    return sheet.words.edition_is.format(edition=version) if version else ""


def foreign(sheet: PlannerSheet) -> str:
    """The language of dates and the program's own line on the sheet, where its own is another."""
    return "" if sheet.imprint.language.startswith("en") else "en-GB"


def titled(text: str, otherwise: str) -> str:
    """A heading's text; a heading must say something, or a listener loses the thread."""
    return text if says_something(text) else otherwise


class _Wall:
    def __init__(self, paper: Paper, sheet: PlannerSheet, blank: bool) -> None:
        self._paper = paper
        self._sheet = sheet
        self._blank = blank
        self._tag = paper.root.add("Sect")
        self._head = joined((titled(sheet.template_title, "Planner"), sheet.session.title))
        self._page = paper.new_page(*A3, self._head)
        self._page.halved = sheet.page == "A3 on two A4"
        self._page.codes = sheet.codes if blank else None
        self._further = Continuation(paper, self._head, halved=self._page.halved)
        self._rest: list[Rest] = []
        self._top_words: list[Words] = []
        """Words of the title block, legend and stage headings that found no room."""

    def draw(self) -> None:
        """The first page, then what did not fit on it."""
        self._title_block()
        self._legend()
        for board in placed([one for one in self._sheet.stages if has_place(one)]):
            self._stage(board)
        for stage in self._sheet.stages:
            if not has_place(stage) and not self._blank:
                self._apart(stage)
        if self._top_words:
            right = self._page.width - EDGE
            spot = (right - 140, (MARGIN + TITLE_BLOCK) * MM - _FOOTLINE, 140.0)
            rest = Rest("The top of the page", self._page, spot, self._top_words, [], "right")
            self._rest.insert(0, rest)
        if self._rest:
            self._further.draw(self._rest)

    def _title_block(self) -> None:
        sheet, paper, page = self._sheet, self._paper, self._page
        paper.bookmark(1, self._head, page, 0)
        width = page.width - 2 * EDGE - _LEGEND
        edition = edition_words(sheet)
        small = joined((edition, status_words(sheet.imprint)))
        words = [
            ("H1", titled(sheet.template_title, "Planner"), WALL_TITLE),
            ("P", sheet.session.title, SUBHEADING),
            ("P", session_words(sheet.session, sheet.words), WALL_DETAILS),
            ("P", small, WALL_SMALL),
        ]
        top, bottom = MARGIN * MM, (MARGIN + TITLE_BLOCK) * MM
        words = [each for each in words if says_something(each[1])]
        for at, (kind, text, style) in enumerate(words):
            later = sum(style.leading for _, _, style in words[at + 1 :])
            most = max(1, int((bottom - top - later) // style.leading))
            tag = self._tag.add(kind)
            tag.language = foreign(sheet) if style in (WALL_DETAILS, WALL_SMALL) else ""
            lines = paper.setter.lines(text, style, width)
            top += paper.lines(page, tag, lines[:most], (EDGE, top), style, width=width)
            if lines[most:]:
                self._top_words.append((tag, lines[most:], style))

    def _legend(self) -> None:
        """What each colour that is used means, in words beside a patch of it."""
        used = {note.colour for box in self._sheet.boxes() for note in box.notes}
        shown = [(c, w) for c, w in self._sheet.legend if self._blank or c in used]
        if not shown:
            return
        paper, page = self._paper, self._page
        words = [f"{self._sheet.words.colour(c).capitalize()}: {said}" for c, said in shown]
        column = _LEGEND / 2
        listing = self._tag.add("L")
        listing.numbering = "None"
        rows = (len(shown) + 1) // 2
        style = self._legend_style(words, rows)
        tops = [(MARGIN + 1) * MM] * 2
        for number, (colour, _) in enumerate(shown):
            side = number // rows
            body = listing.add("LI").add("LBody")
            lines = paper.setter.lines(words[number], style, column - 9 * MM)
            height = len(lines) * style.leading
            if tops[side] + height > _LEGEND_FOOT:
                self._top_words.append((body, lines, SMALL))
                continue
            left = page.width - EDGE - _LEGEND + 6 * MM + side * (column - 2 * MM)
            patch = (left, tops[side] + 2, 4 * MM, style.leading - 4)
            paper.box(page, patch, fill=NOTE_FILL[colour], edge=NOTE_EDGE[colour], corner=1)
            spot = (left + 6 * MM, tops[side])
            paper.lines(page, body, lines, spot, style, width=column - 9 * MM)
            tops[side] += height + _BETWEEN_COLOURS

    def _legend_style(self, words: Sequence[str], rows: int) -> Style:
        """The larger type in which the whole legend has room, or the smaller one."""
        width = _LEGEND / 2 - 9 * MM
        heights = [
            len(self._paper.setter.lines(one, SMALL, width)) * SMALL.leading + _BETWEEN_COLOURS
            for one in words
        ]
        tallest = max(sum(heights[:rows]), sum(heights[rows:])) - _BETWEEN_COLOURS
        return SMALL if (MARGIN + 1) * MM + tallest <= _LEGEND_FOOT else WALL_SMALL

    def _stage(self, board: Board) -> None:
        paper, page = self._paper, self._page
        left, top, width, height = (v * MM for v in board.heading)
        section = self._tag.add("Sect")
        rule = top + height - 2.2 * MM
        title = titled(board.stage.title, "Stage")
        said = "" if self._blank else counted(sum(len(b.notes) for b in board.stage.boxes), "note")
        side = paper.setter.width(said, SMALL) + 8 if said else 0.0
        tag = section.add("H2")
        lines = paper.setter.lines(title, HEADING, width - side)
        spot = rule - HEADING.leading - 2
        paper.bookmark(2, title, page, top, left)
        paper.lines(page, tag, lines[:1], (left, spot), HEADING, width=width - side)
        if lines[1:]:
            self._top_words.append((tag, lines[1:], HEADING))
        small = rule - SMALL.leading - 3
        beside = 0.0 if lines[1:] or lines[0].from_right else lines[0].width + 10
        foot = (left + beside, rule - 3)
        spare = width - side - beside
        whole = paper.setter.width(board.stage.prompt, WALL_SMALL)
        if beside and spare < whole <= width - beside:  # the sentence tells more than the number
            said, spare = "", width - beside
        self._stage_prompt(section, board.stage.prompt, foot, spare, beside > 0)
        if said:
            count = paper.setter.lines(said, SMALL, width)
            tag = section.add("P")
            paper.lines(page, tag, count, (left, small), SMALL, width=width, align="right")
        paper.rule(page, (left, rule), (left + width, rule), PRIMARY, 2.2)
        for box, place in board.boxes:
            self._box(section, board.stage, box, place)

    def _stage_prompt(
        self, section: Tag, prompt: str, foot: tuple[float, float], room: float, beside: bool
    ) -> None:
        """The stage's own sentence beside its title, if there is room for it on one line."""
        if not says_something(prompt):
            return
        tag = section.add("P")
        for style in (SMALL, WALL_SMALL):
            lines = self._paper.setter.lines(prompt, style, room)
            if beside and len(lines) == 1 and lines[0].width <= room:
                at = (foot[0], foot[1] - style.leading)
                self._paper.lines(self._page, tag, lines, at, style, width=room)
                return
        whole = self._paper.setter.lines(prompt, SMALL, self._further.width)
        self._top_words.append((tag, whole, SMALL))

    def _box(self, section: Tag, stage: StageOnSheet, box: BoxOnSheet, place: Place) -> None:
        paper, page = self._paper, self._page
        left, top, width, height = (v * MM for v in place)
        paper.box(page, (left, top, width, height), fill=CARD, edge=LINE, line=1, corner=4)
        part = section.add("Sect")
        left, inner = left + _PAD, width - 2 * _PAD
        spot, bottom = top + _PAD - 2, top + height - _PAD + 3
        entries = blank_entries(box) if self._blank else entries_of(box)
        filled = bool(entries) and not self._blank
        words = [("H3", box.prompt, SUBHEADING), ("P", "" if filled else box.help, SMALL)]
        words = [each for each in words if says_something(each[1])]
        side = self._side_of_drawing(box, words, entries, (left, spot, inner, bottom))
        beside = inner - side - _PAD if side else inner
        kept: list[Words] = []
        head = spot
        for kind, text, style in words:
            tag = part.add(kind)
            lines = paper.setter.lines(text, style, beside)
            most = max(0, int((bottom - _FOOTLINE - spot) // style.leading))
            if spot + len(lines) * style.leading <= bottom and not filled:
                most = len(lines)
            spot += paper.lines(page, tag, lines[:most], (left, spot), style, width=beside)
            if lines[most:]:
                kept.append((tag, lines[most:], style))
        if side:
            figure = part.add("Figure")
            figure.alt = box.drawing_words
            paper.drawing(page, figure, box.drawing, (left + inner - side, head + 3, side))
            spot = max(spot, head + 3 + side)
        tags = tags_of(part, entries)
        alone = stands_alone(box.kind)
        region = Region(page, left, spot + 2, inner, bottom, 1 if alone else columns_for(inner))
        cards = largest(paper, region, tags, entries, alone=alone)
        rest = cards if kept else fill(paper, region, cards, reserve=_FOOTLINE)
        over = len(entries) - len(cards)
        if self._blank and not kept and not rest:
            self._to_write_in(part, box, left, region.top, inner, bottom)
        if kept or rest or over:
            title = joined((titled(stage.title, "Stage"), box.prompt))
            at = (left, bottom - _FOOTLINE + 2, inner)
            again = self._again(rest, over, tags, entries, alone=alone)
            columns = 1 if alone else 0
            self._rest.append(Rest(title, page, at, kept, again, "left", columns=columns))

    def _side_of_drawing(
        self,
        box: BoxOnSheet,
        words: Sequence[tuple[str, str, Style]],
        entries: Sequence[Entry],
        room: tuple[float, float, float, float],
    ) -> float:
        """How large the box's drawing stands beside its question; 0 where there is no room.

        Only on sheets to write on: it takes nothing from what is written nor from what is offered.
        """
        left, top, width, bottom = room
        if not self._blank or not box.drawing or width < 4 * _DRAWING:
            return 0.0
        beside = width - _DRAWING - _PAD
        high = sum(
            len(self._paper.setter.lines(text, style, beside)) * style.leading
            for _, text, style in words
        )
        under = top + max(high, _DRAWING) + 5
        if bottom - under < max(2 * _WRITING_LINE, (bottom - top) / 2):
            return 0.0
        region = Region(self._page, left, under, width, bottom, 1)
        cards = pieces(self._paper, tags_of(Tag("Sect"), entries), entries, width)
        return _DRAWING if fits(region, cards) else 0.0

    def _apart(self, stage: StageOnSheet) -> None:
        """Notes that stand nowhere on the wall, whole under a heading of their own after it."""
        entries = [entry for box in stage.boxes for entry in entries_of(box)]
        if not entries:
            return
        section = self._tag.add("Sect")
        heading = section.add("H2")
        tags = tags_of(section, entries)
        width = card_width(self._further.width, self._further.columns)
        cards = pieces(self._paper, tags, entries, width)
        # Under the legend, at the left of where it says that the top of the page goes on.
        left = self._page.width - EDGE - _LEGEND + 6 * MM
        spot = (left, (MARGIN + TITLE_BLOCK) * MM - _FOOTLINE, _LEGEND - 6 * MM - 145)
        title = titled(stage.title, "Notes in no box")
        self._rest.append(Rest(title, self._page, spot, [], cards, "left", heading))

    def _again(
        self,
        rest: Sequence[Piece],
        over: int,
        tags: Sequence[Tag],
        entries: Sequence[Entry],
        *,
        alone: bool,
    ) -> list[Piece]:
        """Whole cards that are left over are broken for the wider columns of a full page.

        The last ``over`` entries have no card yet.
        """
        if not rest and not over:
            return []
        width = self._further.width
        if not alone:
            width = card_width(width, self._further.columns)
        by_tag = {id(tag): entry for tag, entry in zip(tags, entries, strict=True)}
        cards = [
            card if card.continued else piece_of(self._paper, card.tag, by_tag[id(card.tag)], width)
            for card in rest
        ]
        first = len(entries) - over
        cards += pieces(self._paper, tags[first:], entries[first:], width)
        head = entries[0]
        if head.head and cards[0].tag is not tags[0]:
            cards.insert(0, piece_of(self._paper, tags[0], head, cards[0].width, again=True))
        return cards

    def _to_write_in(
        self, part: Tag, box: BoxOnSheet, left: float, top: float, width: float, bottom: float
    ) -> None:
        """Lines to write on, the columns of a table, or an empty place to draw."""
        if box.kind == "sketch":
            return
        if box.kind == "table" and box.parts:
            top = self._columns(part, box, left, top, width, bottom)
        self._writing_lines(left, top, width, bottom)

    def _columns(
        self, part: Tag, box: BoxOnSheet, left: float, top: float, width: float, bottom: float
    ) -> float:
        """The names of a table's columns over ruled columns; where the rows begin."""
        paper, page = self._paper, self._page
        each = width / len(box.parts)
        row = part.add("P")
        heights = [0.0]
        for number, column in enumerate(box.parts):
            spot = left + number * each
            lines = paper.setter.lines(column.words, SMALL, each - 6)
            heights.append(paper.lines(page, row, lines, (spot + 3, top), SMALL, width=each - 6))
            if number:
                paper.rule(page, (spot, top), (spot, bottom), LINE, 0.7)
        top += max(heights) + 2
        paper.rule(page, (left, top), (left + width, top), LINE, 1)
        return top

    def _writing_lines(self, left: float, top: float, width: float, bottom: float) -> None:
        spot = top + _WRITING_LINE
        while spot <= bottom:
            ends = (left, spot), (left + width, spot)
            self._paper.rule(self._page, *ends, LINE, 0.7, dash="1 2.4")
            spot += _WRITING_LINE
