"""Lists that are text: from a mail, separated by commas, semicolons or tabs, or address cards."""

from __future__ import annotations

import csv
import io
import quopri
import re
from typing import Final

import msgspec

MOST_LINES: Final = 20_000
"""Lines of a list; the largest hall holds fewer people."""
MOST_COLUMNS: Final = 100
_BINARY: Final = "is not a list: it is some other kind of file"
_MADE_SAFE: Final = re.compile(r"'+[=+\-@|%\t\r\n]")
_QUOTED: Final = re.compile(r'\s*"(?:[^"]|"")*"\s*(?:\n|$)')
_NOTHING_BETWEEN: Final = "\x1f"
_END: Final = "\x1e"
_UNCLOSED: Final = "does not read as a list: a quotation mark in it is never closed"
_ADDRESS: Final = re.compile(r"<[^\S\n]*(?P<mail>[^<>\s@]+@[^<>\s@]+)[^\S\n]*>")
"""Where a name would begin is not sought by it: a long line would be gone over once a letter."""
_BULLET: Final = re.compile(r"^\s*(?:[-*•·–>]+|\(?\d{1,3}[.)])\s+")


class Read(msgspec.Struct):
    """A table of texts, and sentences (without their full stop) about how it was read."""

    rows: list[list[str]]
    remarks: list[str] = []


_A_PDF: Final = (
    "is a PDF, and its names cannot be told from the rest. Ask for the list as an Excel file, or "
    "copy the names and paste them here"
)
_A_PAGE: Final = (
    "is a web page, whatever its name says. Open it in Excel or LibreOffice, save it as .xlsx, and "
    "choose that file"
)
_NO_LISTS: Final = (
    (re.compile(rb"%PDF-"), _A_PDF),
    (re.compile(rb"<(!doctype\s+)?html|<table|<\?xml", re.IGNORECASE), _A_PAGE),
    (re.compile(rb"\{\\rtf"), _BINARY),
)
"""How files begin that are text and no list, and what to say of them."""


def rows_of_text(data: bytes) -> Read | str:
    """The table in a text file's bytes, or the end of a sentence that says why not."""
    begins = data[:256].removeprefix(b"\xef\xbb\xbf").strip(b"\x00 \t\r\n")
    if not begins and not data.strip(b"\x00 \t\r\n"):
        return "is empty"
    for kind, why in _NO_LISTS:
        if kind.match(begins):
            return why
    text = _decoded(data)
    return _BINARY if text is None else rows_of_words(text)


def rows_of_words(text: str) -> Read | str:
    """The table in a text, such as what was pasted from a mail."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return "is empty"
    if re.match(r"\s*BEGIN:VCARD", text, re.IGNORECASE):
        return _cards(text)
    if _ADDRESS.search(text) and not _has_headings(text):
        return Read(_addresses(text), [])
    return _separated(text)


def too_many(lines: int) -> str:
    """The end of the sentence for a list that is too long."""
    return (
        f"has {lines:,} lines; a list of people may have {MOST_LINES:,}. "
        "Save the part you need as a file of its own"
    )


def _decoded(data: bytes) -> str | None:
    """Text by its mark, else UTF-8, else what Windows wrote (cp1252); None where it is no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16")):  # fmt: skip
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\x00" in data:
        return _unmarked(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _unmarked(data: bytes) -> str | None:
    """UTF-16 whose mark is lacking, as some programs write it: every other byte is nothing, for
    most letters are plain ones. None for what is no text."""
    halves = data[0::2], data[1::2]
    for encoding, high, low in (("utf-16-le", *halves[::-1]), ("utf-16-be", *halves)):
        if b"\x00" not in low and 2 * high.count(0) > len(high):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


# -- separated by commas, semicolons, tabs -----------------------------------------------------


def _separated(text: str) -> Read | str:
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r"\ufeff?sep=(.)\s*", first, re.IGNORECASE)
    delimiter = said[1] if said else _delimiter(text)
    body = rest if said else text
    if not delimiter and _QUOTED.match(body):
        delimiter = _NOTHING_BETWEEN  # one column, between quotation marks
    csv.field_size_limit(1024 * 1024)
    rows: list[list[str]] = []
    if not delimiter:
        rows = [[_BULLET.sub("", line)] for line in body.split("\n")]
    else:
        try:
            # Behind the last line one of our own, to be found again: else the rest of the list
            # stands in one cell.
            ended = f"{body}{_END}" if body.endswith("\n") else f"{body}\n{_END}"
            for row in csv.reader(io.StringIO(ended), delimiter=delimiter):
                rows.append([_as_written(cell) for cell in row[:MOST_COLUMNS]])
                if len(rows) > MOST_LINES + 1:
                    return too_many(body.count("\n"))
        except csv.Error:
            return _UNCLOSED
        if rows.pop() != [_END]:
            return _UNCLOSED
    if len(rows) > MOST_LINES:
        return too_many(len(rows))
    return Read(rows, [])


def _delimiter(text: str) -> str:
    """What stands between cells: what most of the first lines have, and as often as each other."""
    lines = [_outside_quotes(line) for line in text.split("\n")[:50] if line.strip()]
    best, score = "", 0.0
    for one in ("\t", ";", ",", "|"):
        counts = [line.count(one) for line in lines]
        having = [count for count in counts if count]
        if 2 * len(having) <= len(lines):
            continue
        usual = max(set(having), key=having.count)
        alike = having.count(usual) / len(lines)
        if alike + usual / 1000 > score:
            best, score = one, alike + usual / 1000
    # "Bell, Ann" on every line is one column of names, not two.
    if best == "," and all(line.count(",") == 1 for line in lines) and not _has_headings(text):
        return "" if all("@" not in line and not re.search(r"\d", line) for line in lines) else best
    return best


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _has_headings(text: str) -> bool:
    from cps_desktop.domain.guest_lists import recognise

    first = next((line for line in text.split("\n") if line.strip()), "")
    cells = tuple(re.split(r"[\t;,|]", first))
    return len(cells) > 1 and recognise((cells,)).first > 0


def _as_written(cell: str) -> str:
    """A cell as it was before it was made safe for spreadsheets (``'=1`` is ``=1``)."""
    return cell[1:] if _MADE_SAFE.match(cell) else cell


# -- from a mail -------------------------------------------------------------------------------


def _addresses(text: str) -> list[list[str]]:
    rows = []
    for line in text.split("\n"):
        found = list(_ADDRESS.finditer(line))
        begins = 0
        for one in found:
            before = re.split("[<>;]", line[begins : one.start()])[-1].strip()
            begins = one.end()
            name = re.sub(r"^(?:to|cc|bcc|from)\s*:", "", before, flags=re.IGNORECASE)
            rows.append([name.strip(" ,;\"'\t"), one["mail"]])
        if not found and line.strip():
            rows += [
                [_BULLET.sub("", part).strip(), ""] for part in line.split(";") if part.strip()
            ]
    return rows


# -- address cards (vCard 2.1, 3.0 and 4.0) ------------------------------------------------------

_CARD_COLUMNS: Final = ("Name", "E-mail", "Phone", "Organisation", "Known as")


def _cards(text: str) -> Read | str:
    rows: list[list[str]] = [list(_CARD_COLUMNS)]
    card: dict[str, str] | None = None
    for line in _unfolded(text):
        head, colon, value = line.partition(":")
        if not colon:
            continue
        name, *parameters = head.upper().split(";")
        name = name.rpartition(".")[2]
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            card = {}
        elif name == "END" and card is not None:
            rows.append(_card_row(card))
            card = None
            if len(rows) > MOST_LINES:
                return too_many(len(rows))
        elif card is not None and name in ("FN", "N", "EMAIL", "TEL", "ORG", "NICKNAME"):
            card.setdefault(name, _card_value(value, parameters))
    return Read(rows, []) if len(rows) > 1 else "holds no address card that can be read"


def _unfolded(text: str) -> list[str]:
    """Whole lines: one that begins with a space goes on from the one before, as does what comes
    after a quoted-printable line that ends with an equals sign."""
    lines: list[str] = []
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        if line[:1] in (" ", "\t") and lines:
            lines[-1] += line[1:]
        elif before.endswith("=") and "QUOTED-PRINTABLE" in before.partition(":")[0].upper():
            lines[-1] = before[:-1] + line
        else:
            lines.append(line)
    return lines


def _card_value(value: str, parameters: list[str]) -> str:
    if any("QUOTED-PRINTABLE" in one for one in parameters):
        charset = next((one[8:] for one in parameters if one.startswith("CHARSET=")), "utf-8")
        raw = quopri.decodestring(value.encode("utf-8", "replace"))
        try:
            return raw.decode(charset, "replace")
        except LookupError:
            return raw.decode("utf-8", "replace")
    return value


def _card_row(card: dict[str, str]) -> list[str]:
    name = _plain(card.get("FN", ""))
    if not name.strip():
        family, given, *_rest = [*(_plain(one) for one in _parts(card.get("N", ""))), "", ""]
        name = f"{given} {family}"
    phone = re.sub(r"^tel:", "", _plain(card.get("TEL", "")), flags=re.IGNORECASE)
    parts = [_plain(one).strip() for one in _parts(card.get("ORG", ""))]
    organisation = next((one for one in parts if one), "")
    mail = re.sub(r"^mailto:", "", _plain(card.get("EMAIL", "")), flags=re.IGNORECASE)
    return [
        name.strip(),
        mail.strip(),
        phone.strip(),
        organisation,
        _plain(card.get("NICKNAME", "")),
    ]


def _parts(value: str) -> list[str]:
    return re.split(r"(?<!\\);", value)


def _plain(value: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda one: " " if one[1] in "nN" else one[1], value)
