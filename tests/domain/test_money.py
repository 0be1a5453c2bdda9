"""Sums of money are exact both ways and nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.money import parse_money, say_money


@given(st.integers(-999_999_999_999, 999_999_999_999))
def test_what_is_said_reads_back_as_the_same_pence(pence: int) -> None:
    assert parse_money(say_money(pence)) == pence


@given(st.integers(0, 9_999_999_999), st.integers(0, 99))
def test_plain_typing_is_exact(pounds: int, pence: int) -> None:
    assert parse_money(f"{pounds}.{pence:02d}") == pounds * 100 + pence
    assert parse_money(f" £ {pounds} ") == pounds * 100


@given(st.text())
def test_any_text_is_read_or_left_aside(text: str) -> None:
    pence = parse_money(text)
    assert pence is None or parse_money(say_money(pence)) == pence


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("4.5", 450),
        ("4", 400),
        ("4.", 400),
        (".5", 50),
        ("£1,234.50", 123_450),
        ("50p", 50),
        ("150 pence", 150),
        ("-£4.50", -450),
        ("0", 0),
    ],
)
def test_sums_as_people_write_them(text: str, pence: int) -> None:
    assert parse_money(text) == pence


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "£",
        "1.005",
        "£1.005",
        "0.45p",
        "0.45 p",
        "4,50",
        "12,34",
        "1,2345",
        "4.50p",
        "four",
        "٤",
        "²",
        "1e3",
        "--1",
    ],
)
def test_what_cannot_be_read_exactly_is_asked_about(text: str) -> None:
    assert parse_money(text) is None


def test_said_as_on_the_form() -> None:
    assert say_money(1240) == "£12.40"
    assert say_money(123_456_789) == "£1,234,567.89"
    assert say_money(-5) == "\N{MINUS SIGN}£0.05"
