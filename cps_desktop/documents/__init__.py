"""Records on paper: every document the program prints, its preview, and saving it.

The only place that knows reportlab, pikepdf and pypdfium2, all of which are loaded when the first
document is made and not before.
"""

from __future__ import annotations

from cps_desktop.documents.preview import PageImage, page_count, render_pages
from cps_desktop.documents.printing import (
    arrivals_pdf,
    badges_pdf,
    certificates_pdf,
    claim_pdf,
    code_pdf,
    coded_pdf,
    figures_pdf,
    form_pdf,
    form_places,
    pack_pdf,
    plain_pdf,
    planner_pdf,
    preparation_pdf,
    prepare_fonts,
    register_pdf,
    sign_in_pdf,
    subject_pdf,
    training_pdf,
)
from cps_desktop.documents.saving import save_pdf

__all__ = [
    "PageImage",
    "arrivals_pdf",
    "badges_pdf",
    "certificates_pdf",
    "claim_pdf",
    "code_pdf",
    "coded_pdf",
    "figures_pdf",
    "form_pdf",
    "form_places",
    "pack_pdf",
    "page_count",
    "plain_pdf",
    "planner_pdf",
    "preparation_pdf",
    "prepare_fonts",
    "register_pdf",
    "render_pages",
    "save_pdf",
    "sign_in_pdf",
    "subject_pdf",
    "training_pdf",
]
