"""Receipts as they come in: readable, upright, small, and with nothing beside the picture."""

from __future__ import annotations

import contextlib
import hashlib
import io
import multiprocessing
import random
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from cps_desktop.documents.receipt_pages import receipt_pages
from cps_desktop.domain.faults import InputRefused
from cps_desktop.services import picture_child
from cps_desktop.services.picture_bounds import LARGEST_FILE, LONGEST_SIDE, PdfPages
from cps_desktop.services.pictures import (
    PreparedPicture,
    ahead,
    kind_of_file,
    prepare_receipt,
    read_receipt_file,
)
from tests.services import odd_pages

HEIC = Path(__file__).parents[1] / "data" / "receipt.heic"
RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)
SECRETS = (
    b"GPSSECRET",
    b"XMPSECRET",
    b"COMMENTSECRET",
    b"TEXTSECRET",
    b"ICCSECRET",
    b"CAMERASECRET",
)


def halves(width: int = 60, height: int = 40) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def prepared(data: bytes, name: str = "photo.jpg", **how: Any) -> PreparedPicture:
    (picture,) = prepare_receipt(data, name, **how)
    return picture


def opened(picture: PreparedPicture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.jpeg), formats=["JPEG"])
    image.load()
    assert (image.width, image.height) == (picture.width, picture.height)
    assert image.mode == "RGB"
    return image


def near(found: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 30 for one, other in zip(found, colour, strict=True))


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "CAMERASECRET"
    where = tags.get_ifd(0x8825)
    where[1], where[2], where[29] = "N", (54.0, 48.0, 0.0), "GPSSECRET"
    return tags


def loud_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile + b"ICCSECRET"


def loud_jpeg(orientation: int = 1) -> bytes:
    """A JPEG with everything a camera and an editor can write beside the picture."""
    data = saved(
        halves(),
        "JPEG",
        exif=exif(orientation),
        icc_profile=loud_profile(),
        xmp=b"<x:xmpmeta>XMPSECRET</x:xmpmeta>",
        comment=b"COMMENTSECRET",
    )
    thumbnail = b"\xff\xed" + struct.pack(">H", 2 + 12) + b"TEXTSECRET\0\0"
    return data[:2] + thumbnail + data[2:] + b"TEXTSECRET after the end"


def loud_png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "COMMENTSECRET")
    notes.add_itxt("XML:com.adobe.xmp", "XMPSECRET")
    notes.add_text("Author", "TEXTSECRET", zip=False)
    return saved(halves(), "PNG", pnginfo=notes, exif=exif(), icc_profile=loud_profile())


@pytest.mark.parametrize("data", [loud_jpeg(), loud_png()], ids=["jpeg", "png"])
def test_nothing_beside_the_picture_comes_along(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as before:
        before.load()
        assert before.getexif().get_ifd(0x8825), "the example must hold what is to go"
        assert "icc_profile" in before.info
    assert sum(secret in data for secret in SECRETS) >= 3
    picture = prepared(data)
    assert [secret for secret in SECRETS if secret in picture.jpeg] == []
    image = opened(picture)
    assert not image.getexif()
    # Only what every JPEG has: its version and a density of nothing in particular.
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert segments(picture.jpeg) == {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
    assert picture.jpeg.endswith(b"\xff\xd9")


def segments(jpeg: bytes) -> set[int]:
    """The markers before the picture's own data (ITU T.81 B.1.1.3)."""
    found, at = set(), 2
    while True:
        marker, length = struct.unpack(">xBH", jpeg[at : at + 4])
        found.add(marker)
        if marker == 0xDA:
            return found
        at += 2 + length


def test_a_picture_from_a_phone_that_saves_heic() -> None:
    picture = prepared(HEIC.read_bytes(), "IMG.heic")
    assert (picture.width, picture.height) == (40, 64), "it was held sideways"
    assert b"INVENTED-CAMERA" in HEIC.read_bytes()
    assert b"INVENTED-CAMERA" not in picture.jpeg
    image = opened(picture)
    assert near(image.getpixel((20, 8)), RED)
    assert near(image.getpixel((20, 56)), BLUE)


@pytest.mark.parametrize("orientation", range(10))
def test_a_photo_stands_as_the_camera_was_held(orientation: int) -> None:
    """Red was at the camera's top left; the tag says where that is (EXIF 2.3, 0x0112)."""
    upright = Image.new("RGB", (60, 40), BLUE)
    upright.paste(RED, (0, 0, 30, 20))
    # What each orientation means, put the other way round: how the camera stored an upright scene.
    stored = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    turn = stored.get(orientation)
    as_stored = upright if turn is None else upright.transpose(turn)
    tags = Image.Exif()
    tags[0x0112] = orientation
    found = picture_child.prepare(saved(as_stored, "JPEG", exif=tags, quality=95), "jpeg", None)
    assert isinstance(found, list)
    image = Image.open(io.BytesIO(found[0][0]))
    assert image.size == (60, 40)
    assert near(image.getpixel((10, 10)), RED)
    assert all(near(image.getpixel(at), BLUE) for at in ((50, 10), (10, 30), (50, 30)))


@pytest.mark.parametrize(("size", "becomes"), [((4000, 3000), (2000, 1500)), ((90, 60), (90, 60))])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_large_ones_shrink_and_small_ones_stay(
    kind: str, size: tuple[int, int], becomes: tuple[int, int]
) -> None:
    picture = prepared(saved(halves(*size), kind))
    assert (picture.width, picture.height) == becomes
    image = opened(picture)
    assert near(image.getpixel((5, 5)), RED)
    assert near(image.getpixel((becomes[0] - 5, 5)), BLUE)


def test_a_very_long_till_receipt_keeps_its_shape() -> None:
    picture = prepared(saved(halves(60, 9000), "PNG"))
    assert (picture.width, picture.height) == (13, LONGEST_SIDE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "RGB"])
def test_every_kind_of_png_becomes_plain_colour(mode: str) -> None:
    image = Image.new("I;16", (60, 40), 51_200) if mode == "I;16" else halves().convert(mode)
    picture = opened(prepared(saved(image, "PNG")))
    left = picture.getpixel((5, 5))
    if mode == "I;16":
        assert near(left, (200, 200, 200)), "sixteen bits are scaled, not cut off"
    elif mode in {"P", "RGBA", "RGB"}:
        assert near(left, RED)


def test_what_is_see_through_becomes_white_paper() -> None:
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    image.paste((*RED, 255), (0, 0, 30, 40))
    picture = opened(prepared(saved(image, "PNG")))
    assert near(picture.getpixel((5, 5)), RED)
    assert near(picture.getpixel((55, 5)), WHITE)


def test_a_printers_cmyk_jpeg_is_readable() -> None:
    picture = opened(prepared(saved(halves().convert("CMYK"), "JPEG")))
    assert near(picture.getpixel((5, 5)), RED)


def test_the_same_photo_is_the_same_bytes() -> None:
    one, two = prepared(loud_jpeg()), prepared(loud_jpeg(), "another name.jpg")
    assert one.jpeg == two.jpeg
    assert one.sha256 == hashlib.sha256(one.jpeg).hexdigest()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("IMG 1.jpg", "IMG 1.jpg"),
        ("/home/somebody/private/IMG 1.jpg", "IMG 1.jpg"),
        ("C:\\Users\\Somebody\\IMG 1.jpg", "IMG 1.jpg"),
        ("x" * 500, "x" * 200),
        ("", ""),
    ],
)
def test_only_the_files_own_name_is_kept(name: str, kept: str) -> None:
    assert prepared(saved(halves(), "JPEG"), name).name == kept


# --------------------------------------------------------------------------------------------
# Files that are not what they should be


def png(width: int, height: int, *, bits: int = 1, rows: int | None = None) -> bytes:
    """A PNG written by hand: ``rows`` rows of nothing (all of them unless told)."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    line = b"\0" * (1 + (width * bits + 7) // 8)
    head = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    body = zlib.compress(line * (height if rows is None else rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


GOOD = saved(Image.effect_noise((300, 200), 50), "JPEG")

REFUSED = {
    "empty": (b"", "is empty"),
    "text": (b"a receipt", "is not a picture"),
    "gif": (b"GIF89a" + b"\0" * 50, "is not a picture"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a picture"),
    "zip": (b"PK\x03\x04" + b"\0" * 50, "is not a picture"),
    "first bytes only": (GOOD[:3], "is damaged or broken off"),
    "half a jpeg": (GOOD[: len(GOOD) // 2], "is damaged or broken off"),
    "half a png": (saved(halves(400, 400), "PNG")[:-200], "is damaged or broken off"),
    "half a heic": (HEIC.read_bytes()[:-100], "is damaged or broken off"),
    "jpeg without picture": (b"\xff\xd8\xff\xd9", "is damaged or broken off"),
    "64 megapixels": (png(8000, 8000), "is larger than 60 megapixels"),
    "a bomb": (png(60_000, 60_000, rows=1), "is larger than 60 megapixels"),
    "the largest bomb": (png(2**31 - 1, 2**31 - 1, rows=0), "is larger than 60 megapixels"),
    "no size": (png(0, 0), "is damaged or broken off"),
    "pdf where none is drawn": (b"%PDF-1.7", "is not a picture"),
    "too large": (b"\xff\xd8\xff" + b"\0" * LARGEST_FILE, "is larger than 40 MB"),
}


@pytest.mark.parametrize(("data", "says"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_good_gets_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(InputRefused) as refused:
        prepare_receipt(data, "IMG 1.jpg")
    sentence = str(refused.value)
    assert sentence.startswith(f"“IMG 1.jpg” {says}")
    assert sentence.endswith(" Nothing was added.")


def test_just_under_the_limit_is_taken() -> None:
    picture = prepared(png(7_700, 7_700))
    assert (picture.width, picture.height) == (2000, 2000)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(place=st.floats(0, 1), cut=st.booleans(), seed=st.integers(0, 2**32))
@pytest.mark.parametrize("name", ["jpeg", "png", "heif"])
def test_damage_anywhere_gives_a_picture_or_a_sentence(
    name: str, place: float, cut: bool, seed: int
) -> None:
    good = {"jpeg": loud_jpeg(6), "png": loud_png(), "heif": HEIC.read_bytes()}[name]
    at = int(place * (len(good) - 1))
    noise = random.Random(seed).randbytes(8)
    data = good[:at] if cut else good[:at] + noise + good[at + 8 :]
    found = picture_child.prepare(data, name, None)
    if isinstance(found, str):
        assert found.startswith(("is damaged", "is larger", "is too large"))
    else:
        ((jpeg, width, height),) = found
        assert Image.open(io.BytesIO(jpeg)).size == (width, height)
        assert max(width, height) <= LONGEST_SIDE


@given(st.binary(max_size=64))
def test_any_bytes_are_known_or_unknown(data: bytes) -> None:
    assert kind_of_file(data) in {"", "jpeg", "png", "heif", "pdf"}


def test_a_file_on_disk(tmp_path: Path) -> None:
    good = tmp_path / "IMG 1.jpg"
    good.write_bytes(GOOD)
    assert read_receipt_file(good) == GOOD
    with pytest.raises(InputRefused, match=r"“gone\.jpg” cannot be read"):
        read_receipt_file(tmp_path / "gone.jpg")
    with pytest.raises(InputRefused, match="cannot be read"):
        read_receipt_file(tmp_path)
    with (tmp_path / "huge.jpg").open("wb") as huge:
        huge.truncate(LARGEST_FILE + 1)
    with pytest.raises(InputRefused, match="larger than 40 MB"):
        read_receipt_file(tmp_path / "huge.jpg")


# --------------------------------------------------------------------------------------------
# The process of its own


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        (odd_pages.crashing, "is damaged or broken off, or is not a picture"),
        (odd_pages.chatty, "is damaged or broken off, or is not a picture"),
        (odd_pages.refusing, "is locked with a password"),
        (odd_pages.empty, "has no pages"),
        pytest.param(
            odd_pages.greedy,
            "is too large to open",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="memory is not bounded there"),
        ),
    ],
)
def test_what_goes_wrong_over_there_is_a_sentence_here(
    pages: PdfPages, says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputRefused, match=f"“a.pdf” {says}"):
        prepare_receipt(b"%PDF-1.7", "a.pdf", pdf_pages=pages)
    assert capfd.readouterr() == ("", "")


def test_a_file_that_never_ends_is_given_up() -> None:
    with pytest.raises(InputRefused, match="took too long to open"):
        prepare_receipt(b"%PDF-1.7", "a.pdf", pdf_pages=odd_pages.endless, seconds=2)


def test_each_page_is_a_picture() -> None:
    found = prepare_receipt(b"%PDF-1.7", "a.pdf", pdf_pages=odd_pages.two)
    assert [(one.width, one.height) for one in found] == [(2, 1), (1, 2)]


def pdf(pages: int, size: tuple[float, float] = (595, 842), **how: Any) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            page = document.add_blank_page(page_size=size)
            page.contents_add(b"0.8 0.1 0.1 rg 100 400 200 200 re f")
        document.save(out, **how)
    return out.getvalue()


def test_a_pdf_receipt_is_drawn_page_by_page() -> None:
    found = prepare_receipt(pdf(2), "ticket.pdf", pdf_pages=receipt_pages)
    assert len(found) == 2
    image = opened(found[0])
    assert (image.width, image.height) == (1240, 1755)
    assert near(image.getpixel((400, 700)), (204, 26, 26))
    assert near(image.getpixel((20, 20)), WHITE)


def test_a_pdf_with_scripts_is_drawn_and_nothing_of_them_is_run_or_kept(tmp_path: Path) -> None:
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    trace = tmp_path / "run"
    code = String(f"app.launchURL('file://{trace}'); this.getField('a').value = 'RUNSECRET';")
    with pikepdf.open(io.BytesIO(pdf(1))) as made:
        script = Dictionary(S=Name.JavaScript, JS=code)
        started = Dictionary(S=Name.Launch, F=String(f"/bin/sh -c 'touch {trace}'"))
        made.Root.OpenAction = script
        made.Root.AA = Dictionary(WC=script, DP=started)
        made.pages[0].obj.AA = Dictionary(O=started, C=script)
        names = Array([String("start"), made.make_indirect(script)])
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=names))
        out = io.BytesIO()
        made.save(out)
    assert b"RUNSECRET" in out.getvalue()
    (plain,) = prepare_receipt(pdf(1), "ticket.pdf", pdf_pages=receipt_pages)
    (found,) = prepare_receipt(out.getvalue(), "ticket.pdf", pdf_pages=receipt_pages)
    assert found.jpeg == plain.jpeg, "the picture of the page, and nothing else"
    assert b"RUNSECRET" not in found.jpeg
    assert not trace.exists()


def test_only_the_first_pages_of_a_long_pdf_are_kept_and_none_is_too_large() -> None:
    found = prepare_receipt(pdf(12, (14_400, 200)), "long.pdf", pdf_pages=receipt_pages)
    assert len(found) == 10
    assert found[0].width <= LONGEST_SIDE


@pytest.mark.parametrize("cut", [8, 200, -60])
def test_a_broken_off_pdf_gets_a_sentence_or_its_pages(cut: int) -> None:
    with contextlib.suppress(InputRefused):
        assert len(prepare_receipt(pdf(1)[:cut], "ticket.pdf", pdf_pages=receipt_pages)) == 1


def test_a_locked_pdf_says_so() -> None:
    import pikepdf

    locked = pdf(1, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(InputRefused, match="is locked with a password"):
        prepare_receipt(locked, "ticket.pdf", pdf_pages=receipt_pages)


def test_a_process_begun_ahead_answers_once_and_nothing_of_a_file_is_left_for_the_next() -> None:
    before = set(multiprocessing.active_children())
    opener = ahead(odd_pages.crashing)
    opener.prepare()
    with pytest.raises(InputRefused, match="is damaged"):
        prepare_receipt(b"%PDF-1.7", "a.pdf", pdf_pages=odd_pages.crashing, by=opener, more=True)
    (photo,) = prepare_receipt(GOOD, "a.jpg", by=opener)
    assert photo == prepare_receipt(GOOD, "a.jpg")[0]
    (again,) = prepare_receipt(GOOD, "a.jpg", by=opener)
    assert again == photo, "none waits any more, so one is begun"
    assert set(multiprocessing.active_children()) <= before


def test_where_the_process_that_waited_is_gone_another_opens_the_file() -> None:
    before = set(multiprocessing.active_children())
    opener = ahead()
    opener.prepare()
    (waits,) = set(multiprocessing.active_children()) - before
    waits.kill()
    waits.join()
    (photo,) = prepare_receipt(GOOD, "a.jpg", by=opener)
    assert photo.width
    opener.prepare()
    opener.end()
    assert set(multiprocessing.active_children()) <= before
