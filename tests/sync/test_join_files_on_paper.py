"""What is typed from paper: any one mistake is found and named, any case and spacing is taken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given
from hypothesis import strategies as st

from cps_desktop.domain.faults import InputRefused
from cps_desktop.services.papers import plain_words
from cps_desktop.sync.bech32 import IDENTITY, RECIPIENT, to_bytes, to_text
from cps_desktop.sync.joining import (
    CONTROLLER,
    COORDINATOR,
    Coordinator,
    JoinFile,
    as_written,
    read_join_file,
    root_of,
    write_join_file,
)
from cps_desktop.sync.joining_on_paper import join_file_from, paper_rows, qr_text, rows_in_qr
from cps_desktop.sync.paper_rows import LARGEST, LETTERS, ROW, TypedRows, read_rows, rows_of
from cps_desktop.sync.recovery_words import (
    PRIME,
    WORDS,
    Doubt,
    recovery_keys,
    secret_of,
    typed_words,
    words_of,
)
from cps_desktop.sync.sealed_age import new_age_keys

LIST = plain_words()
SECRET = bytes(range(32))
SECRETS = st.binary(min_size=32, max_size=32)


def signed(content: dict[str, Any], secret: bytes = SECRET) -> bytes:
    """A join file with these fields, signed as docs/formats/join-file.md says."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    signature = Ed25519PrivateKey.from_private_bytes(secret).sign(
        b"cps join file\x00" + canonical.encode()
    )
    return as_written(content, signature.hex()).encode()


def join(*names: str, **other: Any) -> JoinFile:
    some = tuple(
        Coordinator(
            name=name,
            recipient=new_age_keys().recipient,
            device=bytes([number] * 32).hex(),
            roles=(COORDINATOR, CONTROLLER) if number == 0 else (COORDINATOR,),
        )
        for number, name in enumerate(names)
    )
    return JoinFile(
        organisation=other.pop("organisation", "Fellside CPS (sample)"),
        sequence=other.pop("sequence", 3),
        root=root_of(SECRET),
        coordinators=some,
        recovery=recovery_keys(SECRET).recipient,
        **other,
    )


# -- rows -----------------------------------------------------------------------------------------


@given(st.binary(max_size=400), st.randoms(use_true_random=False), st.data())
def test_rows_are_read_back_whatever_their_case_and_spacing(
    data: bytes, chance: Any, draw: st.DataObject
) -> None:
    between = st.sampled_from(["", " ", "  ", "-", " – ", "."])
    typed = []
    for number, row in enumerate(rows_of(data), 1):
        label = draw.draw(st.sampled_from(["", f"{number}. ", f"{number}) ", f" {number}:", ""]))
        letters = [chance.choice([one.lower(), one]) for one in row.replace(" ", "")]
        typed.append(label + "".join(one + draw.draw(between) for one in letters[:3]))
        typed[-1] += "".join(letters[3:])
    assert read_rows("\n\n".join(typed)).data == data
    assert read_rows("".join(rows_of(data))).data == data, "a QR code holds them in one line"


@given(st.binary(min_size=1, max_size=300), st.data())
def test_any_one_wrong_letter_names_its_row(data: bytes, draw: st.DataObject) -> None:
    rows = [row.replace(" ", "") for row in rows_of(data)]
    number = draw.draw(st.integers(0, len(rows) - 1))
    place = draw.draw(st.integers(0, ROW - 1))
    wrong = draw.draw(st.sampled_from([*LETTERS, "0", "O", "1", "I", "Ä", "?"]))
    assume(wrong != rows[number][place])
    rows[number] = rows[number][:place] + wrong + rows[number][place + 1 :]
    found = read_rows("\n".join(rows))
    assert found.data is None
    assert [one.row for one in found.doubts] == [number + 1]
    assert found.doubts[0].why == ("wrong" if wrong in LETTERS else "letters") or (
        found.doubts[0].why == "place"
    )


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_letter_left_out_put_in_or_swapped_names_its_row(
    data: bytes, draw: st.DataObject
) -> None:
    rows = [row.replace(" ", "") for row in rows_of(data)]
    number = draw.draw(st.integers(0, len(rows) - 1))
    place = draw.draw(st.integers(0, ROW - 2))
    row = rows[number]
    how = draw.draw(st.sampled_from(["out", "in", "swapped", "two"]))
    if how == "out":
        rows[number] = row[:place] + row[place + 1 :]
    elif how == "in":
        rows[number] = row[:place] + draw.draw(st.sampled_from(LETTERS)) + row[place:]
    elif how == "swapped":
        assume(row[place] != row[place + 1])
        rows[number] = row[:place] + row[place + 1] + row[place] + row[place + 2 :]
    else:
        other = draw.draw(st.text(LETTERS, min_size=2, max_size=2))
        assume(other != row[place : place + 2])
        rows[number] = row[:place] + other + row[place + 2 :]
    if how == "in" and len(rows) == 1:
        return  # one line of 26 cannot be told from the beginning of a QR code's
    found = read_rows("\n".join(rows))
    assert found.data is None
    assert [one.row for one in found.doubts] == [number + 1]


@given(st.binary(min_size=40, max_size=300), st.data())
def test_rows_that_changed_places_say_whose_place_it_is(data: bytes, draw: st.DataObject) -> None:
    rows = list(rows_of(data))
    first = draw.draw(st.integers(0, len(rows) - 2))
    assume(rows[first] != rows[first + 1])
    rows[first], rows[first + 1] = rows[first + 1], rows[first]
    found = read_rows("\n".join(rows))
    assert [(one.row, one.why, one.found) for one in found.doubts] == [
        (first + 1, "place", first + 2),
        (first + 2, "place", first + 1),
    ]


def test_no_single_wrong_letter_looks_like_another_row_of_the_same_paper() -> None:
    """Every letter of a row in the place of every letter; rows of 200 were named once in many."""
    rows = [one.replace(" ", "") for one in rows_of(bytes(range(250)))]
    for place in range(ROW):
        for letter in set(LETTERS) - {rows[2][place]}:
            typed = [*rows]
            typed[2] = rows[2][:place] + letter + rows[2][place + 1 :]
            (doubt,) = read_rows("\n".join(typed)).doubts
            assert (doubt.row, doubt.why) == (3, "wrong"), (place, letter)


def test_while_it_is_typed_it_says_how_many_rows_there_are() -> None:
    rows = rows_of(bytes(100))
    some = read_rows("\n".join(rows[:2]))
    assert (some.rows, some.wanted, some.doubts, some.data) == (2, len(rows), (), None)
    assert read_rows("").rows == 0
    more = read_rows("\n".join([*rows, rows[-1]]))
    assert more.data is None
    with pytest.raises(ValueError, match="more than fits"):
        rows_of(bytes(LARGEST + 1))
    assert read_rows("\n".join(rows_of(bytes(LARGEST)))).data == bytes(LARGEST)


# -- join files -----------------------------------------------------------------------------------


def test_a_join_file_comes_back_from_its_rows_byte_by_byte() -> None:
    for one in (
        join("Anna Bell (invented)"),
        join("Zoë Ó Briain", "Łukasz", "李 (invented)", expires="2028-03-31", sequence=70_000),
        join(*[f"Number {n}" for n in range(12)], organisation="Œ" * 60),
    ):
        data = write_join_file(one, SECRET)
        rows = paper_rows(data)
        assert join_file_from("\n".join(rows).lower()) == data
        held = rows_in_qr(qr_text(rows))
        assert held is not None
        assert join_file_from(held) == data
        assert read_join_file(data) == one
    assert len(paper_rows(write_join_file(join("Anna", "Ben"), SECRET))) <= 24
    assert rows_in_qr("somebody's telephone number") is None


def test_files_of_other_versions_fit_on_paper_as_they_are() -> None:
    content = json.loads(write_join_file(join("Anna"), SECRET))["join"]
    earlier = {name: value for name, value in content.items() if name != "recovery"}
    assert read_join_file(signed(earlier)).recovery == ""
    later = {**content, "colours": ["red"], "coordinators": content["coordinators"]}
    later["coordinators"][0]["telephone"] = "0"
    for data in (signed(earlier), signed(later)):
        assert join_file_from("\n".join(paper_rows(data))) == data
    assert len(paper_rows(signed(earlier))) < len(paper_rows(signed(later)))


def test_rows_that_hold_something_else_are_no_join_file() -> None:
    forged = json.loads(write_join_file(join("Anna"), SECRET))
    forged["join"]["organisation"] = "Another"
    some = [b"", b"\x01", b"\x02junk", b"\x03" + bytes(90), b"\x01" + bytes(40), b"\x02" + bytes(9)]
    for data in some:
        with pytest.raises(InputRefused, match="not a join file"):
            join_file_from("\n".join(rows_of(data)))
    text = as_written(forged["join"], forged["signature"]).encode()
    with pytest.raises(InputRefused, match="not a join file"):
        join_file_from("\n".join(paper_rows(text)))
    assert isinstance(join_file_from("nothing of the kind"), TypedRows)


def test_too_many_coordinators_for_paper_say_so() -> None:
    data = write_join_file(join(*[f"{n} " + "x" * 90 for n in range(32)]), SECRET)
    with pytest.raises(InputRefused, match="too many coordinators for paper"):
        paper_rows(data)


@pytest.mark.parametrize(
    "change",
    [
        {"recovery": "age1nothing"},
        {"recovery": 5},
        {"sequence": -1},
        {"coordinators": []},
        {"what": "Something else"},
        {"root": "00"},
        {"format": "1"},
    ],
)
def test_what_is_signed_but_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    content = json.loads(write_join_file(join("Anna"), SECRET))["join"]
    with pytest.raises(InputRefused):
        read_join_file(signed({**content, **change}))


# -- words ----------------------------------------------------------------------------------------


@given(SECRETS, st.data())
def test_words_are_read_back_whatever_stands_between_them(
    secret: bytes, draw: st.DataObject
) -> None:
    words = words_of(secret, LIST)
    assert len(words) == WORDS
    typed = ""
    for number, word in enumerate(words, 1):
        typed += draw.draw(st.sampled_from(["", f"{number}. ", f"({number})"]))
        typed += draw.draw(st.sampled_from([word, word.upper(), word.title()]))
        typed += draw.draw(st.sampled_from([" ", ", ", "\n", "; ", " - "]))
    assert secret_of(typed, LIST) == secret


@given(SECRETS, st.integers(0, WORDS - 1), st.integers(0, PRIME - 1))
def test_any_one_wrong_word_is_named_with_the_right_one(
    secret: bytes, place: int, other: int
) -> None:
    words = list(words_of(secret, LIST))
    right = words[place]
    assume(LIST[other] != right)
    words[place] = LIST[other]
    assert secret_of(" ".join(words), LIST) == Doubt("wrong", (place + 1,), right)
    words[place] = "qqqq"
    assert secret_of(" ".join(words), LIST) == Doubt("unknown", (place + 1,), right)


@given(SECRETS, st.data())
def test_two_wrong_words_are_never_taken_for_a_secret(secret: bytes, draw: st.DataObject) -> None:
    words = list(words_of(secret, LIST))
    places = draw.draw(st.lists(st.integers(0, WORDS - 1), min_size=2, max_size=2, unique=True))
    for place in places:
        words[place] = draw.draw(st.sampled_from(LIST[:PRIME]).filter(words[place].__ne__))
    found = secret_of(" ".join(words), LIST)
    assert isinstance(found, Doubt)
    assert found.why in {"several", "order"}, "a wrong place named would mislead"


@given(SECRETS, st.integers(0, WORDS - 1))
def test_a_word_left_out_or_typed_twice_is_found(secret: bytes, place: int) -> None:
    words = list(words_of(secret, LIST))
    missing = secret_of(" ".join(words[:place] + words[place + 1 :]), LIST)
    assert isinstance(missing, Doubt)
    assert (missing.why, missing.instead) == ("few", words[place])
    twice = secret_of(" ".join([*words[: place + 1], words[place], *words[place + 1 :]]), LIST)
    assert isinstance(twice, Doubt)
    assert twice.why == "many"
    assert twice.places[0] in {place + 1, place + 2}


@given(SECRETS, st.integers(0, WORDS - 2))
def test_two_words_that_changed_places_are_named(secret: bytes, place: int) -> None:
    words = list(words_of(secret, LIST))
    assume(words[place] != words[place + 1])
    words[place], words[place + 1] = words[place + 1], words[place]
    assert secret_of(" ".join(words), LIST) == Doubt("order", (place + 1, place + 2))


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fall(text: str) -> None:
    assert isinstance(secret_of(text, LIST), Doubt)
    assert read_rows(text).data is None
    assert all(one == one.casefold() for one in typed_words(text))


def test_a_number_too_large_for_a_secret_is_no_secret() -> None:
    # 25 digits hold a little more than 32 bytes: what is above is nobody's secret.
    words = [LIST[PRIME - 1]] * 25
    digits = [PRIME - 1] * 25
    number = 0
    for digit in digits:
        number = number * PRIME + digit
    assert number >> 256
    for last in range(3):
        assert isinstance(secret_of(" ".join([*words, *LIST[last : last + 3]]), LIST), Doubt)


def test_the_golden_words_of_this_release() -> None:
    """What is on paper in somebody's safe must be read by every later version."""
    words = words_of(SECRET, LIST)
    assert " ".join(words) == GOLDEN_WORDS
    assert recovery_keys(SECRET).recipient == GOLDEN_RECIPIENT
    assert rows_of(SECRET) == GOLDEN_ROWS
    assert len(LIST) == 1338, "the four words of every organisation are drawn modulo this"


GOLDEN_WORDS = (
    "acorn adult pirate elf castle pipe church wind spring stadium bone soup panda "
    "bamboo ivy bear volcano jigsaw pine page gecko country town station quarter ivy "
    "train lip"
)
GOLDEN_RECIPIENT = "age1ytldtxda24vntuxvxe7t0yrh88pmsug2xexn8pm8uktynevzgg3s7rvmuy"
GOLDEN_ROWS = (
    "22J22 2A42E 42C3J 9326J N4SYF",
    "E3N92 Y62K4 ABKA7 AQ4WE 3L8UA",
    "JV5JG KW9S2 22222 22222 222QJ",
)


@given(SECRETS)
def test_keys_as_age_writes_them(data: bytes) -> None:
    import pyrage

    keys = recovery_keys(data)
    identity = pyrage.x25519.Identity.from_str(keys.identity)
    assert str(identity.to_public()) == keys.recipient
    assert to_bytes(RECIPIENT, to_text(RECIPIENT, data)) == data
    assert to_bytes(IDENTITY, keys.identity.lower()) is not None
    text = to_text(RECIPIENT, data)
    assert to_bytes(RECIPIENT, text[:-1] + ("q" if text[-1] != "q" else "p")) is None
    assert to_bytes(IDENTITY, text) is None
