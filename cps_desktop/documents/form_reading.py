"""Reading a form that came back. Called in a process of its own: the file is a stranger's.

Only the values of fields are read. Nothing in the file is run, drawn or followed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.paper_forms import ATTACHED, LONGEST_VALUE

if TYPE_CHECKING:
    import pikepdf

MOST_FIELDS: Final = 4_000
MOST_PAGES: Final = 60
_DEEPEST = 12
_MOST_ATTACHED = 64 * 1024
_MOST_TEXT = 400_000

FormRead = dict[str, Any]
"""``fields`` (name to text, or the name of the button), ``said`` (the file beside the pages),
``text`` (of the pages, where there are no fields), ``scripts``, ``pages``."""


def read_form(data: bytes) -> FormRead:
    """What stands in a PDF's fields. Raises InputRefused with the end of a sentence that begins
    with the file's name.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as file:
            found: FormRead = {
                "fields": _fields(file),
                "said": _attached(file),
                "scripts": _has_scripts(file),
                "pages": len(file.pages),
                "text": "",
            }
    except pikepdf.PasswordError:
        raise InputRefused("is locked with a password. Ask for a copy without one") from None
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError, KeyError, RecursionError):
        raise InputRefused("is damaged or broken off, or is no PDF. Ask for it again") from None
    if not found["fields"]:
        found["text"] = _text(data)
    return found


def texts_in(
    data: bytes, places: Sequence[tuple[int, tuple[float, float, float, float]]]
) -> list[str]:
    """The text that stands in each place (page from 0; left, bottom, right, top in points).

    Line breaks of the print are kept only where a line ends early. Raises InputRefused.
    """
    import pypdfium2

    found: list[str] = []
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            pages: dict[int, Any] = {}
            for number, rect in places:
                if number >= min(len(document), MOST_PAGES):
                    found.append("")
                    continue
                if number not in pages:
                    pages[number] = document[number].get_textpage()
                found.append(_text_in(pages[number], rect))
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise InputRefused("is damaged or broken off. Ask for it again") from None
    return found


def _text_in(page: Any, rect: tuple[float, float, float, float]) -> str:
    left, bottom, right, top = rect
    text = str(page.get_text_bounded(left - 1, bottom - 1, right + 1, top + 1))[:LONGEST_VALUE]
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    lines = [line for line in lines if line]
    longest = max((len(line) for line in lines), default=0)
    joined = ""
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else ""
        wrapped = len(before) > 0.75 * longest and longest > 40
        joined += ("" if not at else " " if wrapped else "\n") + line
    return joined


def _text(data: bytes) -> str:
    """The words of all pages, for the stamp that is printed on the first."""
    import pypdfium2

    parts: list[str] = []
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(min(len(document), MOST_PAGES)):
                parts.append(str(document[number].get_textpage().get_text_range()))
                if sum(map(len, parts)) > _MOST_TEXT:
                    break
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        return ""
    return "\n".join(parts)[:_MOST_TEXT]


def _fields(file: pikepdf.Pdf) -> dict[str, str]:
    form = file.Root.get("/AcroForm")
    found: dict[str, str] = {}
    if form is None or "/Fields" not in form:
        return found
    stack = [(one, "", 0) for one in list(form.Fields)[:MOST_FIELDS]]
    seen = 0
    while stack:
        field, above, depth = stack.pop()
        seen += 1
        if seen > MOST_FIELDS or depth > _DEEPEST:
            raise InputRefused("has more fields than any form of ours")
        own = str(field.get("/T", ""))
        name = f"{above}.{own}" if above and own else own or above
        kids = field.get("/Kids")
        if kids is not None and any("/T" in kid for kid in kids):
            stack += [(kid, name, depth + 1) for kid in list(kids)[:MOST_FIELDS]]
            continue
        if name and name not in found:
            found[name] = _value(field)
    return found


def _value(field: Any) -> str:
    """The value alone, never the appearance: that is what the reader saved, and all of it."""
    import pikepdf

    value = field.get("/V")
    if value is None or isinstance(value, pikepdf.Stream):
        return value.read_bytes()[:LONGEST_VALUE].decode("utf-8", "replace") if value else ""
    if isinstance(value, pikepdf.Name):
        text = str(value)[1:]
        return "" if text == "Off" else text
    if isinstance(value, pikepdf.Array):
        return str(value[0]) if len(value) else ""
    return str(value)[:LONGEST_VALUE]


def _attached(file: pikepdf.Pdf) -> str:
    try:
        found = file.attachments.get(ATTACHED)
        if found is None:
            return ""
        return found.get_file().read_bytes()[:_MOST_ATTACHED].decode("utf-8", "replace")
    except (ValueError, KeyError, AttributeError, RuntimeError):
        return ""


def _has_scripts(file: pikepdf.Pdf) -> bool:
    root = file.Root
    if "/OpenAction" in root or "/AA" in root:
        return True
    names = root.get("/Names")
    return names is not None and "/JavaScript" in names
