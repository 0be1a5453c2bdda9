"""Figures, certificates and training records as two readers find them on the page."""

from __future__ import annotations

from pathlib import Path

from cps_desktop.documents import certificates_pdf, figures_pdf, training_pdf
from tests.documents import rich_figures
from tests.documents.reading import squeezed, words_by_pdfium, words_by_pypdf
from tests.documents.rich_sheets import SIGNED_OFF


def test_every_figure_is_a_number_or_not_shown(fonts: Path) -> None:
    pdf = figures_pdf(rich_figures.REPORT, SIGNED_OFF, font_cache=fonts)
    found = squeezed("".join(words_by_pypdf(pdf)))
    for words in (
        "Laypeople1755%",
        "Carer929%",
        "Memberofthepublicnotshown",
        "Nobodyofthese00%",
        "Athing3",
        "FridayMarch2027"[:6],
        "1,024notshown",
        "Howthiswascounted",
    ):
        assert words in found


def test_a_certificate_says_one_name_and_what_it_is_for(fonts: Path) -> None:
    some = rich_figures.certificates()
    pages = words_by_pdfium(certificates_pdf(some, SIGNED_OFF, font_cache=fonts))
    assert len(pages) == len(some), "one a page"
    first = squeezed(pages[0])
    for words in (
        rich_figures.CERTIFICATE.name,
        rich_figures.CERTIFICATE.title,
        rich_figures.CERTIFICATE.days,
        rich_figures.CERTIFICATE.hours,
        *rich_figures.CERTIFICATE.facilitators,
        "Given on Thursday 18 March 2027",
    ):
        assert squeezed(words) in first
    assert "Contains" not in pages[0], "it is given away: nothing of ours stands in its margins"
    assert "Szcz" not in pages[1]
    assert "number 7" in pages[2]


def test_the_longest_name_stays_on_its_page_and_says_that_it_goes_on(fonts: Path) -> None:
    (long,) = rich_figures.nasty_certificates(["Ann of many words " * 60])
    pages = words_by_pdfium(certificates_pdf([long], SIGNED_OFF, font_cache=fonts))
    assert len(pages) == 1
    assert "…" in pages[0]


def test_a_training_record_says_where_hours_are_not_noted(fonts: Path) -> None:
    found = squeezed("".join(words_by_pypdf(training_pdf(rich_figures.TRAINING, font_cache=fonts))))
    assert "KeswickLibrary" in found
    assert "7hours" in found
    assert "Measuring1dayNotnoted" in found
