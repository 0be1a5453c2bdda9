"""The last pass over a drawn document: everything PDF/UA-1 and PDF/A-2a ask for besides the marks.

Done with pikepdf, which also gives the file an identifier made from its content, so that the same
input makes the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from cps_desktop.documents.bookmarks import Bookmark, add_bookmarks
from cps_desktop.documents.tags import structure_root_number
from cps_desktop.documents.text import one_line

if TYPE_CHECKING:
    import pikepdf

    from cps_desktop.domain.sheets import Imprint

_PRODUCER = "CPS Desktop documents"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def finished(
    tagged: bytes,
    drawn: bytes,
    title: str,
    imprint: Imprint,
    bookmarks: Sequence[Bookmark],
    pictures: Mapping[int, bytes],
) -> bytes:
    """The file to keep: ``tagged`` is ``drawn`` with its structure appended; ``pictures`` are the
    JPEGs that belong into its picture objects, by their numbers."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    title = one_line(title)
    with pikepdf.open(io.BytesIO(tagged)) as pdf:
        root = pdf.Root
        root.StructTreeRoot = pdf.get_object(structure_root_number(drawn), 0)
        root.MarkInfo = Dictionary(Marked=True)
        root.Lang = String(imprint.language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.PageMode = Name.UseOutlines if len(bookmarks) > 1 else Name.UseNone
        for number, page in enumerate(pdf.pages):
            page.obj.StructParents = number
            page.obj.Tabs = Name.S
            content = page.obj.Contents
            if content.read_raw_bytes().endswith(b"\r"):  # see saved
                content.write(content.read_bytes() + b" ")
            for needless in ("/Trans", "/Rotate"):
                if needless in page.obj:
                    del page.obj[needless]
        for number, jpeg in pictures.items():
            pdf.get_object(number, 0).write(jpeg, filter=Array([Name.DCTDecode]))
        _drop_unembedded_fonts(pdf)
        profile = pdf.make_stream(srgb_profile(), N=3, Alternate=Name.DeviceRGB)
        root.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String("sRGB"),
                    Info=String("sRGB IEC61966-2.1"),
                    DestOutputProfile=profile,
                )
            ]
        )
        xmp = pdf.make_stream(_metadata(title, imprint), Type=Name.Metadata, Subtype=Name.XML)
        root.Metadata = pdf.make_indirect(xmp)
        day = f"D:{imprint.printed_on:%Y%m%d}000000Z"
        pdf.trailer.Info = pdf.make_indirect(
            Dictionary(
                Title=String(title),
                Creator=String(one_line(imprint.program)),
                Producer=String(_PRODUCER),
                CreationDate=String(day),
                ModDate=String(day),
            )
        )
        if len(bookmarks) > 1:
            add_bookmarks(pdf, bookmarks)
        return saved(pdf)


def _drop_unembedded_fonts(pdf: pikepdf.Pdf) -> None:
    """reportlab lists Helvetica in every file; an archivable one may not name what it lacks."""
    if not len(pdf.pages):
        return
    fonts = pdf.pages[0].obj.Resources.Font  # one list for all pages
    for name in list(fonts.keys()):
        if "/FontDescriptor" not in fonts[name]:
            del fonts[name]


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The file's bytes, none of its streams ending in a carriage return.

    Such a stream is followed by CR LF "endstream", which strict checkers read as a length that is
    one too great. Which object streams end so is chance (1 in 256); a few more objects among them
    and all come out differently.
    """
    import pikepdf

    data = b""
    for extra in range(40):
        if extra:
            padding = [pdf.make_indirect(pikepdf.Dictionary(N=n)) for n in range(extra)]
            pdf.Root["/CPS_Padding"] = pikepdf.Array(padding)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
            min_version="1.7",
        )
        data = out.getvalue()
        if b"\r\nendstream" not in data:
            break
    return data


def _metadata(title: str, imprint: Imprint) -> bytes:
    return _XMP.format(
        title=escape(title),
        language=escape(imprint.language),
        program=escape(one_line(imprint.program)),
        producer=_PRODUCER,
        day=imprint.printed_on.isoformat(),
    ).encode("utf-8")


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """An sRGB colour profile, with the time of making taken out so that files stay the same."""
    from PIL import ImageCms

    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[24:36] = bytes.fromhex("07ea00010001000000000000")  # 1 January 2026
    data[84:100] = bytes(16)  # no profile identifier: it would have to be computed anew
    return bytes(data)
