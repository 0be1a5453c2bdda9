"""The preview is the very file, and a file is saved whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cps_desktop.documents import page_count, register_pdf, render_pages, save_pdf
from cps_desktop.domain.faults import InputRefused, StorageFull
from tests.documents import rich_sheets


@pytest.fixture(scope="module")
def document(fonts: Path) -> bytes:
    """A register of two pages."""
    return register_pdf(rich_sheets.register(), font_cache=fonts)


def test_pages_come_as_pixels(document: bytes) -> None:
    pages = list(render_pages(document, 50))
    assert len(pages) == page_count(document) == 2
    for page in pages:
        assert abs(page.width - 297 / 25.4 * 50) <= 1
        assert abs(page.height - 210 / 25.4 * 50) <= 1
        assert len(page.rgb) == page.width * page.height * 3
        assert page.rgb[:3] == b"\xff\xff\xff"
        assert len(set(page.rgb)) > 10
    blue = bytes.fromhex("005eb8")
    assert blue in pages[0].rgb  # red first: the rule under the title is blue, not brown


def test_some_pages_only(document: bytes) -> None:
    (second,) = render_pages(document, 40, [1])
    assert second == list(render_pages(document, 40))[1]


def test_a_huge_resolution_is_held_back(document: bytes) -> None:
    (page,) = render_pages(document, 20_000, [0])
    assert page.width * page.height <= 61_000_000


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\n", b"\x00" * 5000])
def test_what_is_no_pdf_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InputRefused, match="Nothing was changed"):
        page_count(data)
    with pytest.raises(InputRefused):
        list(render_pages(data, 50))


def test_saved_whole(document: bytes, tmp_path: Path) -> None:
    path = tmp_path / "Register – Łódź.pdf"
    path.write_bytes(b"old")
    save_pdf(document, path)
    assert path.read_bytes() == document
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Writing more than ``size`` bytes to a file fails, as on a full disk."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_file(document: bytes, tmp_path: Path) -> None:
    path = tmp_path / "register.pdf"
    path.write_bytes(b"old")
    with no_file_larger_than(1000), pytest.raises(StorageFull, match="Free 1 MB or choose"):
        save_pdf(document, path)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_folder_that_is_gone(document: bytes, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="is not there any more"):
        save_pdf(document, tmp_path / "gone" / "register.pdf")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputRefused, match="is not there any more"):
        save_pdf(document, tmp_path / "file" / "register.pdf")


def test_a_folder_in_the_way(document: bytes, tmp_path: Path) -> None:
    (tmp_path / "register.pdf").mkdir()
    with pytest.raises(InputRefused, match="is a folder"):
        save_pdf(document, tmp_path / "register.pdf")
    assert [each.name for each in tmp_path.iterdir()] == ["register.pdf"]


def test_a_read_only_place(document: bytes) -> None:
    place = Path("/sys")
    if not place.is_dir():
        pytest.skip("no place here that not even an administrator may write to")
    with pytest.raises(StorageFull, match="the place is read-only"):
        save_pdf(document, place / "register.pdf")
