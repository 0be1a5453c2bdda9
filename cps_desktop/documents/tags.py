"""The structure of a tagged document, and how it is written into a finished PDF.

A tag holds tags, or pieces of page content ``(page, number)``. Thousands of them are written, so
they are formatted as text and added as an incremental update, which pikepdf then reads in one go:
ten times quicker than building each object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Tag:
    """A structure element: its type ("P", "TH"), its children in reading order, its attributes."""

    kind: str
    kids: list[Tag | tuple[int, int]] = field(default_factory=list)
    alt: str = ""
    scope: str = ""
    """"Column" or "Row", for a TH."""
    column_span: int = 1
    box: tuple[float, float, float, float] | None = None
    """Where a Figure stands on its page: left, bottom, right, top in points."""
    spoken: list[str] = field(default_factory=list)
    """The lines drawn for this tag, in reading order; written only if ``reordered``."""
    reordered: bool = False
    """True when some of its text runs from right to left, so that drawing order misleads."""
    language: str = ""
    """BCP 47 tag of its words where they are not in the document's language."""
    numbering: str = ""
    """ListNumbering of an L ("None", "Disc", "Decimal")."""

    def add(self, kind: str) -> Tag:
        """A new last child."""
        child = Tag(kind)
        self.kids.append(child)
        return child

    def walk(self) -> Iterator[Tag]:
        """This tag and all below it, in reading order."""
        stack = [self]
        while stack:
            tag = stack.pop()
            yield tag
            stack.extend(kid for kid in reversed(tag.kids) if isinstance(kid, Tag))

    def prune(self) -> None:
        """Take out branches that hold no content: an empty tag says nothing to a listener."""
        for kid in self.kids:
            if isinstance(kid, Tag):
                kid.prune()
        self.kids = [k for k in self.kids if not isinstance(k, Tag) or k.kids or k.kind in _KEPT]


# An empty cell keeps its place in the row; a form field gets its widget when the file is finished.
_KEPT = ("TD", "TH", "Form")


def pdf_text(text: str) -> str:
    """A PDF text string, in hexadecimal UTF-16 so that it needs no escaping."""
    return "<FEFF" + text.encode("utf-16-be", "replace").hex().upper() + ">"


def _attributes(tag: Tag) -> str:
    parts = []
    table = ""
    if tag.scope:
        table += f"/Scope /{tag.scope} "
    if tag.column_span > 1:
        table += f"/ColSpan {tag.column_span} "
    if table:
        parts.append(f"<</O /Table {table}>>")
    if tag.numbering:
        parts.append(f"<</O /List /ListNumbering /{tag.numbering}>>")
    if tag.box:
        left, bottom, right, top = tag.box
        box = f"[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]"
        parts.append(f"<</O /Layout /Placement /Block /BBox {box}>>")
    if not parts:
        return ""
    return "/A " + (parts[0] if len(parts) == 1 else "[" + " ".join(parts) + "]")


def with_structure(pdf: bytes, root: Tag, pages: list[int], content_counts: list[int]) -> bytes:
    """``pdf`` with the tree below ``root`` appended as objects.

    ``pages`` are the object numbers of the pages, ``content_counts`` how many marked pieces each
    has. The structure tree root is the object number returned by ``structure_root_number``.
    """
    first = structure_root_number(pdf)
    tree_number = first + 1  # the parent tree
    tags = list(root.walk())
    numbers = {id(tag): first + 2 + at for at, tag in enumerate(tags)}
    owners = [[0] * count for count in content_counts]
    parents: dict[int, int] = {id(root): first}
    objects = [""] * len(tags)
    for at, tag in enumerate(tags):
        number = numbers[id(tag)]
        kids = []
        page_of_tag = next((k[0] for k in tag.kids if not isinstance(k, Tag)), None)
        for kid in tag.kids:
            if isinstance(kid, Tag):
                parents[id(kid)] = number
                kids.append(f"{numbers[id(kid)]} 0 R")
                continue
            page, piece = kid
            owners[page][piece] = number
            if page == page_of_tag:
                kids.append(str(piece))
            else:
                kids.append(f"<</Type /MCR /Pg {pages[page]} 0 R /MCID {piece}>>")
        where = "" if page_of_tag is None else f"/Pg {pages[page_of_tag]} 0 R "
        alt = f"/Alt {pdf_text(tag.alt)} " if tag.alt else ""
        alt += f"/Lang {pdf_text(tag.language)} " if tag.language else ""
        if tag.reordered and tag.spoken and not any(isinstance(k, Tag) for k in tag.kids):
            alt += f"/ActualText {pdf_text(' '.join(tag.spoken))} "
        joined = kids[0] if len(kids) == 1 else "[" + " ".join(kids) + "]"
        content = f"/K {joined} " if kids else ""
        objects[at] = (
            f"<</Type /StructElem /S /{tag.kind} /P {parents[id(tag)]} 0 R "
            f"{where}{alt}{content}{_attributes(tag)}>>"
        )
    rows = []
    for page, held in enumerate(owners):
        rows.append(f"{page} [" + " ".join(f"{n} 0 R" for n in held) + "]")
    tree = "<</Nums [" + "\n".join(rows) + "]>>"
    top = (
        f"<</Type /StructTreeRoot /K {numbers[id(root)]} 0 R /ParentTree {tree_number} 0 R "
        f"/ParentTreeNextKey {len(pages)}>>"
    )
    return _appended(pdf, first, [top, tree, *objects])


def structure_root_number(pdf: bytes) -> int:
    """The first free object number of a file: the one its structure tree root will have."""
    size = pdf.rindex(b"/Size")
    return int(pdf[size + 5 : size + 25].split()[0])


def _appended(pdf: bytes, first: int, objects: list[str]) -> bytes:
    """An incremental update with ``objects`` numbered from ``first``."""
    trailer = pdf.rindex(b"trailer")
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    entries = pdf[trailer + 7 : pdf.rindex(b"startxref")].strip().decode("latin-1")
    size = f"/Size {first}"
    if size not in entries:
        raise ValueError("the trailer of the drawn document is not where it was expected")
    entries = entries.replace(size, f"/Size {first + len(objects)} /Prev {start}", 1)
    out = [b"\n"]
    at = len(pdf) + 1
    offsets = []
    for number, text in enumerate(objects, first):
        data = f"{number} 0 obj\n{text}\nendobj\n".encode("ascii")
        offsets.append(f"{at:010d} 00000 n \n")
        at += len(data)
        out.append(data)
    table = f"xref\n{first} {len(objects)}\n{''.join(offsets)}trailer\n{entries}\n"
    return pdf + b"".join(out) + f"{table}startxref\n{at}\n%%EOF\n".encode("latin-1")
