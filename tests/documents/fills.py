"""Forms filled in by other programs, as they come back."""

from __future__ import annotations

import ctypes
import io
import warnings
from collections.abc import Mapping, Sequence

from cps_desktop.documents.fillable import PlacedField
from cps_desktop.documents.preview import PDFIUM


def by_pikepdf(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """Values written straight into the fields; a button's value is its name."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as file:
        for field in file.Root.AcroForm.Fields:
            value = values.get(str(field.T))
            if value is None:
                continue
            if field.FT == "/Btn":
                field.V = pikepdf.Name(f"/{value}") if value else pikepdf.Name.Off
            else:
                field.V = pikepdf.String(value)
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def by_pypdf(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """As pypdf fills a form in; it leaves the file beside the pages out."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(io.BytesIO(pdf))
    buttons = {name for name, one in (reader.get_fields() or {}).items() if one["/FT"] == "/Btn"}
    typed = {name: f"/{one}" if name in buttons else one for name, one in values.items()}
    writer = PdfWriter()
    writer.append(reader)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for page in writer.pages:
            writer.update_page_form_field_values(page, typed, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def by_pdfium(
    pdf: bytes, fields: Sequence[PlacedField], values: Mapping[str, str], *, flat: bool = False
) -> bytes:
    """As many browsers do it: clicked into and typed. ``flat`` makes the fields plain print."""
    import pypdfium2
    from pypdfium2 import raw

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        document.init_forms()
        environment = document.formenv
        pages = [document[number] for number in range(len(document))]
        for field in fields:
            wanted = values.get(field.name)
            if not wanted or (field.button and field.button != wanted):
                continue
            page = pages[field.page]
            across, up = (field.rect[0] + field.rect[2]) / 2, (field.rect[1] + field.rect[3]) / 2
            raw.FORM_OnMouseMove(environment, page, 0, across, up)
            raw.FORM_OnLButtonDown(environment, page, 0, across, up)
            raw.FORM_OnLButtonUp(environment, page, 0, across, up)
            if not field.button:
                raw.FORM_SelectAllText(environment, page)
                data = wanted.encode("utf-16-le") + b"\0\0"
                text = (ctypes.c_ushort * (len(data) // 2)).from_buffer_copy(data)
                raw.FORM_ReplaceSelection(environment, page, text)
            raw.FORM_ForceToKillFocus(environment)
        if flat:
            for page in pages:
                raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)
        out = io.BytesIO()
        document.save(out)
        document.close()
        return out.getvalue()
