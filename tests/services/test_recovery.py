"""The recovery sheet: what it opens, who coordinates after it, and every wrong way of typing it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cps_desktop import documents
from cps_desktop.domain.faults import CannotUnlock, InputRefused
from cps_desktop.domain.kinds import Session
from cps_desktop.services import coordination, exchange, organisation
from cps_desktop.services.backups import make_backup, restore_backup
from cps_desktop.services.code_sheets import QR_START, join_sheet, made_sheet, recovery_sheet
from cps_desktop.services.joining import accept_joining, read_joining, save_join_file
from cps_desktop.services.organisation import add_coordinator, become_coordinator, open_card
from cps_desktop.services.papers import (
    coordinators,
    joined,
    own_roles,
    paper_now,
    plain_words,
    root_secret,
    verified,
    warrant,
)
from cps_desktop.services.qr_codes import codes_in, codes_of, qr_modules
from cps_desktop.services.recovery import (
    key_from,
    look_at_sheet,
    note_printed,
    recover,
    recovery_key_in,
    recovery_key_typed,
    save_recovery_key,
    secret_in,
    secret_typed,
    sheet_reminder,
    still_lacking,
    typed_words_problem,
)
from cps_desktop.services.sessions import create_session
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.recovery_words import WORDS, recovery_keys, words_of
from tests.documents.reading import squeezed, words_by_pdfium
from tests.services.laptop import THURSDAY, Laptop, give, laptop

SECRET = bytes(range(32))
SHEET = " ".join(words_of(SECRET, plain_words()))


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Laptop]:
    """The laptop that made the organisation, and is then lost."""
    with laptop(tmp_path, seed=1) as one:
        become_coordinator(one.workspace, "Fellside CPS", "Anna Bell")
        yield one


@pytest.fixture
def fay(tmp_path: Path, anna: Laptop) -> Iterator[Laptop]:
    """A facilitator's laptop that joined, with a session on it."""
    with laptop(tmp_path, seed=2) as one:
        join(one, anna, tmp_path)
        create_session(one.door, title="Clearer letters")
        yield one


@pytest.fixture
def dee(tmp_path: Path) -> Iterator[Laptop]:
    """A new laptop, for whoever takes over."""
    with laptop(tmp_path, seed=3) as one:
        yield one


def join(one: Laptop, of: Laptop, folder: Path) -> None:
    path = folder / f"{one.clock()}.cpsjoin"
    save_join_file(of.workspace, path)
    accept_joining(one.workspace, read_joining(one.workspace, path))


def secret_of(one: Laptop) -> bytes:
    secret = root_secret(one.workspace)
    assert secret is not None
    return secret


def sheet_of(one: Laptop) -> str:
    return " ".join(words_of(secret_of(one), plain_words()))


def photo(text: str, *, turned: float = 4.0, ground: int = 225) -> bytes:
    """A photo of a sheet with this code, as a telephone takes it."""
    modules = qr_modules(text)
    each = 9
    side = len(modules) * each
    paper = Image.new("L", (1400, 1900), ground)
    for row, squares in enumerate(modules):
        for column, dark in enumerate(squares):
            if dark == "1":
                place = (300 + column * each, 300 + row * each)
                paper.paste(35, (*place, place[0] + each, place[1] + each))
    assert 300 + side < 1400
    out = io.BytesIO()
    paper.rotate(turned, expand=True, fillcolor=90).save(out, "JPEG", quality=75)
    return out.getvalue()


# -- what the sheet opens --------------------------------------------------------------------------


def test_the_sheet_opens_the_work_of_who_lost_every_key(
    anna: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    key = recovery_key_typed(sheet_of(anna).upper())
    folder = fay.workspace.folder
    copy = make_backup(fay.workspace)
    fay.workspace.change_keys(lambda keys, own: keys.wrap_with_passphrase(own, "forgotten words"))
    fay.workspace.change_keys(lambda keys, own: keys.forget("open"))
    fay.workspace.close()
    with pytest.raises(CannotUnlock):
        Workspace.open(folder)
    with pytest.raises(CannotUnlock, match="recovery key does not open"):
        Workspace.open(folder, escrow_identity=recovery_key_typed(SHEET))
    with Workspace.open(folder, escrow_identity=key) as again:
        assert [one.title for one in again.find(Session)] == ["Clearer letters"]
    restore_backup(tmp_path / "new place", copy, escrow_identity=key)
    with Workspace.open(tmp_path / "new place", escrow_identity=key) as there:
        assert [one.title for one in there.find(Session)] == ["Clearer letters"]


def test_whoever_has_the_sheet_takes_over_from_a_lost_coordinator(
    anna: Laptop, fay: Laptop, dee: Laptop, tmp_path: Path
) -> None:
    (to,) = coordinators(fay.workspace)
    plan = exchange.plan_handing_over(fay.workspace, to)
    exchange.hand_over(fay.door, fay.workspace, plan, to, tmp_path / "sealed.cpsb")
    join(dee, anna, tmp_path)
    words = sheet_of(anna)
    with pytest.raises(CannotUnlock):
        exchange.open_for(dee.workspace, tmp_path / "sealed.cpsb")

    sheet = look_at_sheet(dee.workspace, secret_typed(words))
    assert (sheet.organisation, sheet.known) == ("Fellside CPS", 1)
    assert [one.name for one in sheet.coordinators] == ["Anna Bell"]
    assert words.split()[0] not in repr(sheet)
    assert "secret" not in repr(sheet)
    made = recover(
        dee.workspace,
        sheet,
        organisation="Fellside CPS",
        name="Dee Oyelaran",
        leave_out=[anna.workspace.device_key.hex()],
    )
    assert (made.join.sequence, made.coordinators) == (2, ("Dee Oyelaran",))
    assert own_roles(dee.workspace) == {"coordinator", "controller"}
    assert sheet_reminder(dee.workspace) == "", "it is in their hand"
    bundle = exchange.open_for(dee.workspace, tmp_path / "sealed.cpsb")
    exchange.bring_in(dee.workspace, bundle)
    assert [one.title for one in dee.workspace.find(Session)] == ["Clearer letters"]

    give(dee, fay, tmp_path)
    assert [one.name for one in coordinators(fay.workspace)] == ["Dee Oyelaran"]
    assert {name for _, name in fay.workspace.keys.escrowed} == {
        "Dee Oyelaran",
        "Recovery sheet of Fellside CPS",
    }
    give(dee, anna, tmp_path)
    assert own_roles(anna.workspace) == frozenset(), "the lost laptop is named no more"


def test_on_a_laptop_that_knows_no_join_file_the_new_one_still_counts_above_the_old(
    anna: Laptop, fay: Laptop, dee: Laptop, tmp_path: Path
) -> None:
    for n in range(3):
        organisation.renew(anna.workspace, organisation=f"Fellside {n}")
    sheet = look_at_sheet(dee.workspace, secret_of(anna))
    assert (sheet.organisation, sheet.coordinators, sheet.known) == ("", (), 0)
    with pytest.raises(InputRefused, match="needed"):
        recover(dee.workspace, sheet, organisation=" ", name="Dee")
    made = recover(dee.workspace, sheet, organisation="Fellside CPS", name="Dee")
    assert made.join.sequence == organisation.FIRST_UNKNOWN
    join(fay, dee, tmp_path)
    give(anna, fay, tmp_path)
    assert [one.name for one in coordinators(fay.workspace)] == ["Dee"]
    assert organisation.renew(dee.workspace, organisation="Fellside").join.sequence == 1001


def test_a_coordinator_of_another_organisation_does_not_take_over_there(
    anna: Laptop, dee: Laptop
) -> None:
    become_coordinator(dee.workspace, "Another", "Dee")
    sheet = look_at_sheet(dee.workspace, secret_of(anna))
    with pytest.raises(InputRefused, match="another organisation"):
        recover(dee.workspace, sheet, organisation="Fellside CPS", name="Dee")
    assert getattr(joined(dee.workspace), "organisation", "") == "Another"


def test_a_second_coordinator_stays_unless_left_out(
    anna: Laptop, dee: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    organisation.save_card(dee.workspace, tmp_path / "dee.cpscard", "Dee")
    add_coordinator(anna.workspace, open_card(tmp_path / "dee.cpscard"), controller=True)
    give(anna, fay, tmp_path)
    sheet = look_at_sheet(fay.workspace, secret_of(anna))
    made = recover(
        fay.workspace,
        sheet,
        organisation="Fellside CPS",
        name="Fay",
        leave_out=[anna.workspace.device_key.hex()],
    )
    assert made.coordinators == ("Fay", "Dee")
    assert made.join.sequence == 3


# -- reminding -------------------------------------------------------------------------------------


def test_one_is_reminded_until_the_sheet_is_printed(anna: Laptop, fay: Laptop) -> None:
    assert "not printed yet" in sheet_reminder(anna.workspace)
    assert still_lacking(anna.workspace) == sheet_reminder(anna.workspace)
    assert sheet_reminder(fay.workspace) == still_lacking(fay.workspace) == ""
    note_printed(fay.workspace)
    note_printed(anna.workspace)
    assert sheet_reminder(anna.workspace) == ""
    assert "only one coordinator" in still_lacking(anna.workspace)


# -- on paper and back -----------------------------------------------------------------------------


def test_the_sheet_says_its_words_and_is_read_back_from_its_own_pdf(
    anna: Laptop, fay: Laptop, tmp_path: Path, fonts: Path
) -> None:
    made = made_sheet(recovery_sheet(anna.workspace, THURSDAY), fonts)
    (text,) = words_by_pdfium(made.pdf)
    assert made.pages == 1
    assert "Fellside CPS" in text
    assert "Lock it away" in text
    for word in sheet_of(anna).split():
        assert word in squeezed(text)
    (tmp_path / made.name).write_bytes(made.pdf)
    assert secret_in(tmp_path / made.name) == secret_of(anna)
    assert recovery_key_in(tmp_path / made.name) == recovery_keys(secret_of(anna)).identity
    with pytest.raises(InputRefused, match="Only the laptop that made"):
        recovery_sheet(fay.workspace, THURSDAY)


def test_a_laptop_joins_from_a_scan_of_the_sheet(
    anna: Laptop, dee: Laptop, tmp_path: Path, fonts: Path
) -> None:
    made = made_sheet(join_sheet(anna.workspace, THURSDAY), fonts)
    for word in (getattr(joined(anna.workspace), "words", "") or "none").split():
        assert word not in " ".join(words_by_pdfium(made.pdf)).split(), (
            "they are asked for by phone"
        )
    (tmp_path / "sheet.pdf").write_bytes(made.pdf)
    (page,) = documents.render_pages(made.pdf, 110, [0])
    Image.frombytes("RGB", (page.width, page.height), page.rgb).rotate(90, expand=True).save(
        tmp_path / "scan.jpg", quality=60
    )
    assert read_joining(dee.workspace, tmp_path / "sheet.pdf").text == warrant(anna.workspace)
    joining = read_joining(dee.workspace, tmp_path / "scan.jpg")
    accept_joining(dee.workspace, joining, tmp_path / "scan.jpg")
    assert paper_now(dee.workspace) == paper_now(anna.workspace)
    with (
        laptop(tmp_path, seed=9) as other,
        pytest.raises(InputRefused, match="does not belong to an organisation"),
    ):
        join_sheet(other.workspace, THURSDAY)


def test_a_photo_of_the_code_is_enough(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(photo(QR_START + SHEET.upper()))
    assert secret_in(tmp_path / "photo.jpg") == SECRET
    assert key_from(tmp_path / "photo.jpg") == recovery_keys(SECRET).identity
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"no picture")
    with pytest.raises(InputRefused, match="damaged or broken off"):
        secret_in(tmp_path / "photo.png")
    (tmp_path / "other.jpg").write_bytes(photo("somebody's telephone number"))
    with pytest.raises(InputRefused, match="No QR code of a recovery sheet"):
        secret_in(tmp_path / "other.jpg")
    with laptop(tmp_path, seed=5) as one:
        for name in ("other.jpg", "photo.jpg"):
            with pytest.raises(InputRefused, match="No QR code of a join file"):
                read_joining(one.workspace, tmp_path / name)
        (tmp_path / "hello.jpg").write_bytes(b"hello")
        with pytest.raises(InputRefused, match="not a join file"):
            read_joining(one.workspace, tmp_path / "hello.jpg")


def test_pictures_without_codes_and_what_is_no_picture(tmp_path: Path) -> None:
    empty = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(empty, "PNG")
    (tmp_path / "empty.png").write_bytes(empty.getvalue())
    assert codes_in(tmp_path / "empty.png") == ()
    with pytest.raises(InputRefused, match="not a picture"):
        codes_of(b"GIF89a", "a.gif")
    with pytest.raises(InputRefused, match="too long for one QR code"):
        qr_modules("A" * 9000)
    two = io.BytesIO()
    first, second = (Image.open(io.BytesIO(photo(one))) for one in ("first", "second"))
    both = Image.new("L", (first.width * 2, first.height), 200)
    both.paste(first, (0, 0))
    both.paste(second, (first.width, 0))
    both.save(two, "PNG")
    assert set(codes_of(two.getvalue(), "two.png")) == {"first", "second"}


# -- typing ----------------------------------------------------------------------------------------


def test_every_shape_of_a_recovery_key_is_taken(anna: Laptop, tmp_path: Path) -> None:
    identity = recovery_keys(SECRET).identity
    numbered = "\n".join(f"{n}. {word}," for n, word in enumerate(SHEET.split(), 1))
    for text in (SHEET, SHEET.title(), numbered, f"# of Fellside\n{numbered}", f"\ufeff{SHEET}"):
        (tmp_path / "words.txt").write_text(text, encoding="utf-8")
        assert recovery_key_in(tmp_path / "words.txt") == identity
    assert key_from(numbered) == identity
    save_recovery_key(anna.workspace, tmp_path / "key.txt")
    own = exchange.own_age_keys(anna.workspace).identity
    assert recovery_key_in(tmp_path / "key.txt") == own
    assert recovery_key_typed((tmp_path / "key.txt").read_text()) == own
    (tmp_path / "few.txt").write_text("just a few words of no use")
    with pytest.raises(InputRefused, match="is not a recovery key"):
        recovery_key_in(tmp_path / "few.txt")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: [*w[:6], "marmalade", *w[7:]], "Word 7, “marmalade”, is on no sheet. Is it"),
        (lambda w: [w[1], w[0], *w[2:]], "Words 1 and 2 have changed places."),
        (lambda w: w[:9] + w[10:], "27 words were typed; the sheet has 28."),
        (lambda w: [*w[:9], w[9], *w[9:]], "29 words were typed; the sheet has 28. Word 1"),
        (lambda w: ["q" * 30] * 5 + w[5:], "2 more words are on no sheet either."),
        (lambda w: w[::-1], "Several words are not as on the sheet."),
        (lambda w: [], "0 words were typed"),
        (lambda w: ["acorn", "xyzzy"], "the sheet has 28. Word 2, “xyzzy”, is on no sheet."),
    ],
)
def test_what_is_wrong_with_typed_words_is_said(change: object, said: str) -> None:
    assert callable(change)
    with pytest.raises(InputRefused) as refused:
        secret_typed(" ".join(change(SHEET.split())))
    assert said in str(refused.value)
    assert str(refused.value).endswith("Nothing was changed.")


def test_a_missing_word_is_told_with_its_place() -> None:
    words = SHEET.split()
    with pytest.raises(InputRefused, match=f"“{words[0]}” is missing at the beginning"):
        secret_typed(" ".join(words[1:]))
    with pytest.raises(InputRefused, match=f"“{words[12]}” is missing after word 12"):
        secret_typed(" ".join(words[:12] + words[13:]))


@given(st.integers(0, WORDS - 1), st.integers(0, 1326))
def test_one_word_taken_for_another_is_named_with_its_number(place: int, other: int) -> None:
    words = SHEET.split()
    right, words[place] = words[place], plain_words()[other]
    if words[place] == right:
        assert secret_typed(" ".join(words)) == SECRET
        return
    with pytest.raises(InputRefused) as refused:
        secret_typed(" ".join(words))
    assert f"Word {place + 1} is not the one on the sheet" in str(refused.value)
    assert f"Is it “{right}”?" in str(refused.value)


def test_while_one_types_it_says_how_far_it_is() -> None:
    words = SHEET.split()
    assert typed_words_problem("") == "0 of 28 words are there."
    assert typed_words_problem(" ".join(words[:5])) == "5 of 28 words are there."
    assert typed_words_problem(f"{words[0]} xyz") == "2 of 28 words are there.", "still being typed"
    assert "Word 2, “xyz”, is on no sheet" in typed_words_problem(f"{words[0]} xyz ")
    assert typed_words_problem(SHEET) == ""
    assert typed_words_problem(recovery_keys(SECRET).identity) == ""
    assert "Words 1 and 2" in typed_words_problem(" ".join([words[1], words[0], *words[2:]]))


def test_what_others_need_is_named_in_one_place() -> None:
    for name in coordination.__all__:
        assert getattr(coordination, name)
    assert verified.cache_info().maxsize
