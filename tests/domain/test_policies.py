"""Policies as data: what the shipped files say, and what becomes of files that say nonsense."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import LineKind, Vehicle
from cps_desktop.domain.policies import DEFAULT_POLICY, Evidence, LimitSpan, Policy, TimeLimit
from cps_desktop.domain.policy_reading import LONGEST_FILE, read_policy
from cps_desktop.services.policy_files import load_policies, read_policy_file

FOLDER = Path(__file__).parents[2] / "resources" / "policies"
SHIPPED = sorted(FOLDER.glob("*.toml"))

SMALL = """\
format = 1
name = "Eden trust"

[[edition]]
from = 2026-04-06
source = "Travel policy 3"
checked = 2026-11-22

[edition.mileage.car]
bands = [{ up_to = 100, pence = 45.5 }, { pence = 25 }]
passenger = 5

[edition.pays.fare]
receipt = "over £5.00"
limit = "£25.00 a day"
"""


def read(text: str) -> Policy:
    return read_policy(text.encode(), "eden-trust")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_policy_reads_and_answers_everything_a_claim_asks(path: Path) -> None:
    policy = read_policy_file(path)
    assert policy.doubts == ()
    assert policy.guidance
    for edition in policy.editions:
        assert edition.source
        assert edition.declaration
        assert edition.checked >= edition.starts
        for kind_of in LineKind:
            assert edition.category(kind_of) is not None, kind_of
        if not policy.to_copy:
            for vehicle in Vehicle:
                assert edition.rate_for(vehicle) is not None, vehicle
    assert policy.editions[-1].ends is None, "the latest edition holds until it is replaced"


def test_the_three_policies_are_there_and_the_empty_one_is_never_applied() -> None:
    policies = load_policies([FOLDER])
    assert policies.refused == ()
    assert {one.id for one in policies} == {
        "hmrc",
        "nhs-agenda-for-change",
        "your-lead-agency",
    }
    assert [one.id for one in policies.choices()] == ["hmrc", "nhs-agenda-for-change"]
    assert policies.get("your-lead-agency") is None
    assert policies.get("") is policies.get(DEFAULT_POLICY)
    assert policies.get("somewhere-else") is None


def test_the_empty_policy_becomes_a_working_one_by_the_steps_it_names(tmp_path: Path) -> None:
    """What docs/adding-a-policy.md promises: a copy, two edits, no Python."""
    text = (FOLDER / "your-lead-agency.toml").read_text(encoding="utf-8")
    text = text.replace("to_copy = true\n", "", 1)
    for line in ("[edition.mileage.bicycle]", "pence = 20"):
        text = text.replace(f"# {line}", line)
    (tmp_path / "eden-valley-trust.toml").write_text(text, encoding="utf-8")
    policies = load_policies([FOLDER, tmp_path])
    assert policies.refused == ()
    copy = policies.get("eden-valley-trust")
    assert copy is not None
    rate = copy.editions[0].rate_for(Vehicle.BICYCLE)
    assert rate is not None
    assert rate.bands[0].rate == 20


def test_a_broken_file_is_named_and_keeps_no_other_out(tmp_path: Path) -> None:
    (tmp_path / "a-broken-one.toml").write_text("format = 1\nname = ", encoding="utf-8")
    (tmp_path / "eden-trust.toml").write_text(SMALL, encoding="utf-8")
    policies = load_policies([tmp_path, tmp_path / "not there"])
    assert policies.get("eden-trust") is not None
    assert len(policies.refused) == 1
    assert "a-broken-one" in policies.refused[0]


def test_what_is_written_is_what_is_held() -> None:
    edition = read(SMALL).editions[0]
    car = edition.rate_for(Vehicle.CAR)
    assert car is not None
    assert [(one.rate, one.up_to_tenths) for one in car.bands] == [
        (Fraction(91, 2), 1000),
        (Fraction(25), None),
    ]
    assert car.passenger == 5
    assert edition.rate_for(Vehicle.BICYCLE) is None
    fare = edition.category(LineKind.FARE)
    assert fare is not None
    assert (fare.evidence, fare.evidence_over_pence) == (Evidence.OVER, 500)
    assert (fare.needs_receipt(500), fare.needs_receipt(501)) == (False, True)
    assert (fare.limit_pence, fare.limit_span) == (2500, LimitSpan.DAY)
    assert edition.category(LineKind.PARKING) is None


def test_an_odd_rate_is_asked_about_and_never_changed() -> None:
    policy = read(SMALL.replace("pence = 45.5", "pence = 0.45"))
    car = policy.editions[0].rate_for(Vehicle.CAR)
    assert car is not None
    assert car.bands[0].rate == Fraction(45, 100)
    assert policy.doubts == (
        (
            "the edition from Monday 6 April 2026, car: 0.45p a mile is less than a penny. "
            "Were pounds meant?"
        ),
    )


REFUSED = {
    "": "it is empty",
    " \n": "it is empty",
    SMALL[:150]: "ends in the middle",
    SMALL[:-3]: "ends in the middle",
    SMALL[:20]: "ends in the middle",
    SMALL[:31]: "at least one entry",
    "x" * (LONGEST_FILE + 1): "larger than 256 KB",
    '{"format": 1}': "line 1",
    "a,b\n1,2\n": "line 1",
    "[" * 50_000: "",
    "a = " + "[" * 50_000: "",
    "a = 1" + "0" * 5000: "",
    "a = 2027-02-31": "",
    SMALL.replace("format = 1", "format = 4"): "newer version",
    SMALL.replace("format = 1\n", ""): "does not begin with “format = 1”",
    SMALL.replace("format = 1", "format = true"): "does not begin",
    SMALL.replace("[[edition]]", "[edition]"): "at least one entry",
    SMALL.replace("from = 2026-04-06", "from = 06/04/2026"): "line 5",
    SMALL.replace("from = 2026-04-06", 'from = "6 April"'): "is a date such as",
    SMALL.replace("from = 2026-04-06", "from = 2026-04-06T10:00:00"): "is a date such as",
    SMALL.replace("from = 2026-04-06\n", ""): "“from” is missing",
    SMALL.replace("from = 2026-04-06\n", "from = 2026-04-06\nuntil = 2026-04-05\n"): "before it",
    SMALL.replace("checked = 2026-11-22\n", ""): "“checked” is missing",
    SMALL.replace('source = "Travel policy 3"', 'source = ""'): "“source” needs",
    SMALL.replace("pence = 25", "pence = -25"): "between 0 and 1,000",
    SMALL.replace("pence = 25", "pence = nan"): "between 0 and 1,000",
    SMALL.replace("pence = 25", "pence = inf"): "between 0 and 1,000",
    SMALL.replace("pence = 25", "pence = 1e999999"): "between 0 and 1,000",
    SMALL.replace("pence = 25", "pence = 1e-999999"): "six places",
    SMALL.replace("pence = 25", 'pence = "25p"'): "number of pence",
    SMALL.replace("pence = 25", "pence = true"): "number of pence",
    SMALL.replace("pence = 25", "pense = 25"): "“pence” is missing",
    SMALL.replace("pence = 25", "pence = 25, up_to = 500"): "the last band has no",
    SMALL.replace("up_to = 100, ", ""): "“up_to” is a whole number",
    SMALL.replace("up_to = 100", "up_to = 0"): "“up_to” is a whole number",
    SMALL.replace("up_to = 100", "up_to = 1e3"): "“up_to” is a whole number",
    SMALL.replace("mileage.car", "mileage.camel"): "“camel” is not a vehicle",
    SMALL.replace("pays.fare", "pays.fairs"): "“fairs” is not a kind of line",
    SMALL.replace("limit =", "limmit ="): "“limmit” is not a word",
    SMALL.replace("£25.00 a day", "£25.005 a day"): "“limit” is written like",
    SMALL.replace("£25.00 a day", "25"): "“limit” is written like",
    SMALL.replace("over £5.00", "sometimes"): "“receipt” is",
    SMALL.replace("checked =", 'year = "lunar"\nchecked ='): "“year” is one of",
    SMALL.replace("checked =", 'year_begins = "07-01"\nchecked ='): "goes with year",
    SMALL.replace("checked =", 'year = "scheme"\nyear_begins = "02-29"\nchecked ='): "07-01",
    SMALL.replace("checked =", 'year = "scheme"\nchecked ='): "07-01",
    SMALL.replace("checked =", 'claim_within = "soon"\nchecked ='): "28 days",
    SMALL.replace("checked =", 'declaration = "' + "x" * 10_001 + '"\nchecked ='): "10,000",
}


@pytest.mark.parametrize(("text", "says"), REFUSED.items(), ids=range(len(REFUSED)))
def test_a_file_that_does_not_fit_gets_one_sentence(text: str, says: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read(text)
    sentence = str(refused.value)
    assert says in sentence
    assert sentence.startswith("The policy file “eden-trust” cannot be used: ")
    assert sentence.endswith(" Nothing was changed.")
    assert "\n" not in sentence
    assert len(sentence) < 300


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04\x00\xff", b"\xff\xfef\x00"])
def test_another_kind_of_file_gets_one_sentence(data: bytes) -> None:
    with pytest.raises(InputRefused, match="some other kind of file"):
        read_policy(data, "eden-trust")


@pytest.mark.parametrize("name", ["", "../hmrc", "HMRC", "a b", "x" * 61, "é"])
def test_a_file_name_that_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(InputRefused, match="file name"):
        read_policy(SMALL.encode(), name)


def test_a_file_from_windows_reads_the_same() -> None:
    windows = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    assert read_policy(windows, "eden-trust") == read(SMALL)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_do_anything_but_read_or_be_refused(data: bytes) -> None:
    with pytest.raises(InputRefused):
        read_policy(data, "eden-trust")


@given(st.integers(0, len(SMALL) - 1), st.sampled_from(["", "\0", '"', "9", "\n", "=", "é"]))
def test_a_damaged_file_reads_or_is_refused_and_nothing_else(place: int, put: str) -> None:
    try:
        policy = read(SMALL[:place] + put + SMALL[place + 1 :])
    except InputRefused:
        return
    assert policy.editions


SECOND = SMALL[SMALL.index("[[edition]]") :]


def two(first_until: str, second_from: str) -> str:
    first = SMALL.replace("checked", f"until = {first_until}\nchecked") if first_until else SMALL
    return first + SECOND.replace("2026-04-06", second_from)


@pytest.mark.parametrize("until", ["", "2027-04-05"])
def test_an_edition_holds_until_the_day_before_the_next(until: str) -> None:
    policy = read(two(until, "2027-04-06"))
    for day, starts in [
        (dt.date(2026, 4, 6), dt.date(2026, 4, 6)),
        (dt.date(2027, 4, 5), dt.date(2026, 4, 6)),
        (dt.date(2027, 4, 6), dt.date(2027, 4, 6)),
        (dt.date.max, dt.date(2027, 4, 6)),
    ]:
        edition = policy.edition_on(day)
        assert edition is not None
        assert edition.starts == starts
    assert policy.edition_on(dt.date(2026, 4, 5)) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            two("2027-01-31", "2027-04-06"),
            "no edition holds from Monday 1 February 2027 to Monday 5 April 2027",
        ),
        (
            two("2027-04-30", "2027-04-06"),
            "two editions hold at once from Tuesday 6 April 2027 to Friday 30 April 2027",
        ),
        (two("", "2026-04-06"), "two editions begin on Monday 6 April 2026"),
    ],
)
def test_gaps_and_overlaps_in_time_are_refused_with_the_dates(text: str, says: str) -> None:
    with pytest.raises(InputRefused, match=says):
        read(text)


def test_a_policy_that_ended_says_so() -> None:
    policy = read(SMALL.replace("checked", "until = 2027-04-05\nchecked"))
    assert policy.edition_on(dt.date(2027, 4, 6)) is None
    assert policy.why_not_on(dt.date(2027, 4, 6)) == (
        "Eden trust ended on Monday 5 April 2027, so Tuesday 6 April 2027 has no rate."
    )
    assert policy.why_not_on(dt.date(2020, 1, 1)) == (
        "Eden trust begins on Monday 6 April 2026, so Wednesday 1 January 2020 has no rate."
    )


@pytest.mark.parametrize(
    ("limit", "day", "last", "words"),
    [
        (TimeLimit(days=28), dt.date(2027, 3, 18), dt.date(2027, 4, 15), "28 days"),
        (TimeLimit(days=1), dt.date(2027, 12, 31), dt.date(2028, 1, 1), "1 day"),
        (TimeLimit(months=1), dt.date(2027, 1, 31), dt.date(2027, 2, 28), "1 month"),
        (TimeLimit(months=1), dt.date(2028, 1, 31), dt.date(2028, 2, 29), "1 month"),
        (TimeLimit(months=3), dt.date(2027, 11, 18), dt.date(2028, 2, 18), "3 months"),
        (TimeLimit(days=28), dt.date(9999, 12, 30), dt.date.max, "28 days"),
        (TimeLimit(months=9999), dt.date(9999, 12, 30), dt.date.max, "9999 months"),
    ],
)
def test_the_last_day_to_claim(limit: TimeLimit, day: dt.date, last: dt.date, words: str) -> None:
    assert limit.last_day(day) == last
    assert limit.words == words


@pytest.mark.parametrize(
    ("year", "day", "starts"),
    [
        ('year = "tax"', dt.date(2027, 4, 5), dt.date(2026, 4, 6)),
        ('year = "tax"', dt.date(2027, 4, 6), dt.date(2027, 4, 6)),
        ('year = "calendar"', dt.date(2027, 12, 31), dt.date(2027, 1, 1)),
        ('year = "scheme"\nyear_begins = "07-01"', dt.date(2027, 6, 30), dt.date(2026, 7, 1)),
        ('year = "scheme"\nyear_begins = "07-01"', dt.date(2028, 2, 29), dt.date(2027, 7, 1)),
        ('year = "tax"', dt.date(1, 1, 1), dt.date(1, 1, 1)),
    ],
)
def test_the_year_in_which_miles_are_counted(year: str, day: dt.date, starts: dt.date) -> None:
    edition = read(SMALL.replace("checked", f"{year}\nchecked")).editions[0]
    assert edition.year_start(day) == starts
