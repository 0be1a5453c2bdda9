"""The fields of a finished form: widgets with an appearance of their own, tagged and named.

Written with pikepdf, because reportlab's own fields cannot hold ŵ, are limited to 100 characters
and are not tagged. The font that readers type with is embedded. A file beside the pages says the
same as the stamp. Only PDF/A's third part allows a file that is itself no PDF/A, so a form is
PDF/A-3a.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cps_desktop.documents.fillable import PlacedField
from cps_desktop.documents.finish import saved
from cps_desktop.documents.text import clean
from cps_desktop.domain.paper_forms import ATTACHED

if TYPE_CHECKING:
    import pikepdf

_PRINTED = 4
_READ_ONLY, _LINES, _RADIO = 1, 1 << 12, 1 << 15
_FONT = "Inter"
_SMALL = 9.0


def with_fields(
    pdf: bytes, fields: Sequence[PlacedField], attached: bytes, font_file: Path
) -> bytes:
    """The form's file with its fields; ``font_file`` is the face readers are to type with."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        _Widgets(file, font_file).add(fields)
        _attach(file, attached)
        xmp = file.Root.Metadata.read_bytes()
        part3 = xmp.replace(b"<pdfaid:part>2<", b"<pdfaid:part>3<")
        file.Root.Metadata = file.make_indirect(
            file.make_stream(part3, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        )
        return saved(file)


class _Widgets:
    def __init__(self, file: pikepdf.Pdf, font_file: Path) -> None:
        self._file = file
        self._font = _font(file, font_file)
        self._forms = _form_tags(file)
        tree = file.Root.StructTreeRoot
        self._parents = tree.ParentTree.Nums
        self._next = int(tree.ParentTreeNextKey)
        self._groups: dict[str, Any] = {}

    def add(self, fields: Sequence[PlacedField]) -> None:
        """Put every field into the file, in reading order."""
        from pikepdf import Array, Dictionary, Name, String

        if len(self._forms) != len(fields):
            raise ValueError("every field has one tag")
        top = Array([])
        for field, tag in zip(fields, self._forms, strict=True):
            widget = self._widget(field)
            page = self._file.pages[field.page].obj
            widget.P = page
            widget.StructParent = self._next
            if "/Annots" not in page:
                page.Annots = Array([])
            page.Annots.append(widget)
            tag.Pg = page
            tag.K = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page)
            self._parents.append(self._next)
            self._parents.append(tag)
            self._next += 1
            if "/Parent" not in widget:
                top.append(widget)
        for group in self._groups.values():
            top.append(group)
        self._file.Root.StructTreeRoot.ParentTreeNextKey = self._next
        self._file.Root.AcroForm = self._file.make_indirect(
            Dictionary(
                Fields=top,
                DA=String(f"/{_FONT} 0 Tf 0 g"),
                DR=Dictionary(Font=Dictionary({f"/{_FONT}": self._font})),
            )
        )

    def _widget(self, field: PlacedField) -> Any:
        from pikepdf import Array, Dictionary, Name, String

        widget = self._file.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                F=_PRINTED,
                Rect=Array([*field.rect]),
                TU=String(clean(field.said)[:1000]),
            )
        )
        if field.button:
            self._as_button(widget, field)
            return widget
        widget.FT = Name.Tx
        widget.T = String(field.name)
        widget.DA = String(f"/{_FONT} 0 Tf 0 g")
        widget.V = String(field.value)
        widget.DV = String(field.value)
        widget.Ff = (_LINES if field.lines else 0) | (_READ_ONLY if field.value else 0)
        widget.AP = Dictionary(N=self._appearance(field.rect, _said(field)))
        return widget

    def _as_button(self, widget: Any, field: PlacedField) -> None:
        from pikepdf import Dictionary, Name, String

        sign, size = ("X", 0.9) if field.alone else ("\u2022", 1.6)
        off = self._appearance(field.rect, "")
        on = self._appearance(field.rect, _sign(field, sign, size))
        widget.AP = Dictionary(N=Dictionary({f"/{field.button}": on, "/Off": off}))
        widget.AS = Name.Off
        widget.MK = Dictionary(CA=String("8" if field.alone else "l"))
        if field.alone:
            widget.FT, widget.T, widget.V = Name.Btn, String(field.name), Name.Off
            return
        group = self._groups.get(field.name)
        if group is None:
            group = self._groups[field.name] = self._file.make_indirect(
                Dictionary(
                    FT=Name.Btn,
                    T=String(field.name),
                    TU=String(clean(field.said)[:1000]),
                    Ff=_RADIO,
                    V=Name.Off,
                    Kids=[],
                )
            )
        widget.Parent = group
        group.Kids.append(widget)

    def _appearance(self, rect: Sequence[float], code: str) -> Any:
        from pikepdf import Array, Dictionary, Name

        left, bottom, right, top = rect
        drawn = f"/Tx BMC\n{code}EMC\n" if code else "/Tx BMC EMC\n"
        fonts = Dictionary(Font=Dictionary({f"/{_FONT}": self._font}))
        return self._file.make_stream(
            _not_ending_in_cr(drawn.encode("cp1252")),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, round(right - left, 2), round(top - bottom, 2)]),
            Resources=fonts,
        )


def _said(field: PlacedField) -> str:
    """The stamp, broken over as many lines as it needs."""
    if not field.value:
        return ""
    wide, high = field.rect[2] - field.rect[0], field.rect[3] - field.rect[1]
    most = int(wide / (_SMALL * 0.66))
    lines = [field.value[at : at + most] for at in range(0, len(field.value), most)]
    start = f"q BT /{_FONT} {_SMALL:g} Tf 0.3 g {_SMALL * 1.25:g} TL 2 {high - _SMALL - 1:.2f} Td\n"
    return start + "".join(f"({line}) Tj T*\n" for line in lines) + "ET Q\n"


def _sign(field: PlacedField, sign: str, size: float) -> str:
    """A sign in the middle of a button, drawn as a letter so that flattened copies keep it."""
    side = field.rect[3] - field.rect[1]
    points = side * size
    width = points * (0.68 if sign == "X" else 0.43)
    lift = points * 0.364
    left, low = (side - width) / 2, side / 2 - lift
    return f"q BT /{_FONT} {points:.2f} Tf 0 g {left:.2f} {low:.2f} Td ({sign}) Tj ET Q\n"


def _form_tags(file: pikepdf.Pdf) -> list[Any]:
    """The structure's form elements, in reading order."""
    import pikepdf

    found = []
    stack = [file.Root.StructTreeRoot.K]
    while stack:
        one = stack.pop()
        if isinstance(one, pikepdf.Array):
            stack.extend(reversed(list(one)))
        elif isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem":
            if one.S == "/Form":
                found.append(one)
            elif "/K" in one:
                stack.append(one.K)
    return found


def _attach(file: pikepdf.Pdf, data: bytes) -> None:
    from pikepdf import Array, Dictionary, Name, String

    stream = file.make_stream(
        _not_ending_in_cr(data),
        Type=Name.EmbeddedFile,
        Subtype=Name("/application/json"),
        Params=Dictionary(Size=len(data), ModDate=file.trailer.Info.ModDate),
    )
    spec = file.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(ATTACHED),
            UF=String(ATTACHED),
            Desc=String("Which planner this form belongs to"),
            AFRelationship=Name.Data,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    file.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(ATTACHED), spec])))
    file.Root.AF = Array([spec])


def _font(file: pikepdf.Pdf, font_file: Path) -> Any:
    """The face as a simple font with the letters of Western Europe; readers bring the others."""
    from pikepdf import Array, Dictionary, Name

    data, widths, box, ascent, descent = _western(font_file)
    descriptor = file.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/CPSINT+Inter"),
            Flags=32,
            FontBBox=Array(list(box)),
            ItalicAngle=0,
            Ascent=ascent,
            Descent=descent,
            CapHeight=round(ascent * 0.75),
            StemV=80,
            FontFile2=file.make_stream(_not_ending_in_cr(data), Length1=len(data)),
        )
    )
    return file.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/CPSINT+Inter"),
            Encoding=Name.WinAnsiEncoding,
            FirstChar=32,
            LastChar=255,
            Widths=Array(list(widths)),
            FontDescriptor=descriptor,
        )
    )


@lru_cache(maxsize=2)
def _western(
    path: Path,
) -> tuple[bytes, tuple[int, ...], tuple[int, int, int, int], int, int]:
    """The face cut to what one byte can say: its file, widths from 32 to 255, box and heights."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    letters = [bytes([code]).decode("cp1252", "replace") for code in range(32, 256)]
    options = Options(layout_features=[], name_IDs=[1, 2, 6], notdef_outline=True, hinting=False)
    with TTFont(path, recalcTimestamp=False) as font:
        cutter = Subsetter(options)
        cutter.populate(unicodes=[ord(one) for one in letters if one != "\ufffd"])
        cutter.subset(font)
        em = font["head"].unitsPerEm
        names, advance = font.getBestCmap(), font["hmtx"]
        widths = tuple(
            round(advance[names.get(ord(one), ".notdef")][0] * 1000 / em) for one in letters
        )
        head, heights = font["head"], font["hhea"]
        box = tuple(round(v * 1000 / em) for v in (head.xMin, head.yMin, head.xMax, head.yMax))
        out = io.BytesIO()
        font.save(out)
        ascent, descent = heights.ascent * 1000 // em, heights.descent * 1000 // em
    return out.getvalue(), widths, (box[0], box[1], box[2], box[3]), ascent, descent


def _not_ending_in_cr(data: bytes) -> bytes:
    """Padded so that its compressed form does not end in a carriage return (see finish.py)."""
    while zlib.adler32(data) & 0xFF == 0x0D:
        data += b"\n"
    return data
