"""Lists that other people made: read, recognised, matched, brought in once, and given again."""

from __future__ import annotations

import datetime as dt
import io
import multiprocessing
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop import paths
from cps_desktop.documents.list_files import calendar_bytes, csv_bytes, ods_bytes, xlsx_bytes
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.guest_lists import Means, guests_of, recognise, role_of
from cps_desktop.domain.kinds import Attendance, Organisation, Person, Role
from cps_desktop.domain.list_sheets import EventOnSheet, ListSheet
from cps_desktop.domain.records import Record
from cps_desktop.services import attendance, sessions
from cps_desktop.services.bringing_in_guests import (
    BRING_IN,
    bring_in_edits,
    foresee,
    look_at,
    words_of,
)
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Records
from cps_desktop.services.giving_lists import make_list
from cps_desktop.services.guest_matching import Fate
from cps_desktop.services.list_child import read
from cps_desktop.services.list_kinds import ListKind
from cps_desktop.services.list_reading import ListRead, get_ready, read_list_file, read_pasted
from cps_desktop.services.list_texts import Read, rows_of_words
from cps_desktop.services.organisations import became_part_of
from cps_desktop.services.people import add_person, change_person, ensure_organisation
from cps_desktop.services.reaching import read_reach
from cps_desktop.storage.workspace import Workspace
from tests.services.laptop import THURSDAY, Laptop, give, laptop
from tests.services.lists_made import HEADINGS, ROWS, names, table, workbook

# -- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_text_list_is_read_in_every_way_programs_write_it(encoding: str, between: str) -> None:
    text = "\r\n".join(between.join(row) for row in (HEADINGS, *ROWS))
    assert table(read(text.encode(encoding))) == [list(row) for row in (HEADINGS, *ROWS)]


def test_what_windows_wrote_and_what_excel_says_of_itself_are_understood() -> None:
    assert table(read("sep=;\r\nName;Role\r\nZoë Müller;Carer\r\n".encode("cp1252"))) == [
        ["Name", "Role"],
        ["Zoë Müller", "Carer"],
    ]
    quoted = b'Name,Needs\n"Bell, Ann","Large print,\nby post"\n'
    assert table(read(quoted))[1] == ["Bell, Ann", "Large print,\nby post"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Bell <ann@example.invalid>; Bob Cole <bob@example.invalid>",
         ["Ann Bell", "Bob Cole"]),
        ("To: Ann Bell <ann@example.invalid>,\n Bob Cole <bob@example.invalid>",
         ["Ann Bell", "Bob Cole"]),
        ("1. Ann Bell\n2) Bob Cole\n- Cy Dee\n\n• Di Eve",
         ["Ann Bell", "Bob Cole", "Cy Dee", "Di Eve"]),
        ("Bell, Ann\nCole, Bob", ["Ann Bell", "Bob Cole"]),
        ("Ann Bell\t01632 960010\nBob Cole\t01632 960011", ["Ann Bell", "Bob Cole"]),
    ],
)  # fmt: skip
def test_what_is_pasted_from_a_mail_is_a_list(text: str, expected: list[str]) -> None:
    found = look_at(read_pasted(text))
    assert [one.name for one in found.guests.people] == expected


def test_a_number_of_the_line_is_no_telephone_and_a_lost_nought_comes_back() -> None:
    rows = (
        ("Number", "Name", "Mobile"),
        ("1", "Ann Bell", "7700900123"),
        ("2", "Bea Bly", "+44 7700 900124"),
        ("3", "Cy Coe", "07700900125"),
        ("4", "Di Dee", "5551234567"),
    )
    layout = recognise(rows)
    assert layout.columns == (Means.NOTHING, Means.NAME, Means.PHONE)
    phones = [one.phone for one in guests_of(rows, layout).people]
    assert phones == ["07700900123", "+44 7700 900124", "07700900125", "5551234567"]


def test_many_empty_cells_and_endless_lines_are_gone_over_once() -> None:
    # Were they gone over once a letter, this would not come to its end.
    assert names(rows_of_words("Ann Bell" + "\t" * 60_000 + "\n" + "\t\n" * 5_000)) == ["Ann Bell"]
    assert isinstance(rows_of_words("a" * 200_000 + "@ <"), Read)
    assert read_reach("a" * 100_000).other == "a" * 100_000


def test_address_cards_of_three_versions_are_read() -> None:
    cards = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
        "=C5=81=C4=85ka;Zofia\r\nTEL;CELL:01632 960010\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Aled Hugh\n es\n"
        "item1.EMAIL;TYPE=INTERNET:al@example.invalid\n"
        "ORG:North\\, Cumbria;Ward 4\nNICKNAME:Al\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Ola\nTEL;VALUE=uri:tel:+44-1632-960012\nEND:VCARD\n"
    )
    rows = table(read(cards.encode()))
    assert rows[1:] == [
        ["Zofia Łąka", "", "01632 960010", "", ""],
        ["Aled Hughes", "al@example.invalid", "", "North, Cumbria", "Al"],
        ["Ola", "", "+44-1632-960012", "", ""],
    ]


def test_a_workbook_with_a_title_two_header_lines_merged_cells_and_formulas() -> None:
    found = read(workbook("More"))
    assert isinstance(found, Read)
    assert found.remarks == ["Only the sheet “Invited” was read"]
    rows = tuple(tuple(row) for row in found.rows)
    layout = recognise(rows)
    assert layout.first == 4
    assert layout.columns[:5] == (
        Means.FIRST_NAME, Means.SURNAME, Means.EMAIL, Means.PHONE, Means.NEEDS,
    )  # fmt: skip
    people = guests_of(rows, layout).people
    assert [one.name for one in people] == [
        "Zofia Łąka", "Aled Hughes", "Beth Gill", "=1+1 Formula",
    ]  # fmt: skip
    assert (people[0].phone, people[0].needs) == ("01632960010", "Vegan"), "the lost nought is back"


def test_formulas_are_never_worked_out_and_a_cell_that_looks_like_one_is_text() -> None:
    shown = table(read(workbook()))
    assert "=1+1" in [row[0] for row in shown]
    assert not any("HYPERLINK" in cell for row in shown for cell in row)


def test_files_are_read_in_a_process_of_their_own_and_said_with_their_name(tmp_path: Path) -> None:
    path = tmp_path / "invited.xlsx"
    path.write_bytes(workbook())
    assert look_at(read_list_file(path)).guests.people[0].name == "Zofia Łąka"
    others = set(multiprocessing.active_children())
    get_ready()
    (waits,) = set(multiprocessing.active_children()) - others
    assert look_at(read_list_file(path)).guests.people[0].name == "Zofia Łąka"
    assert waits not in multiprocessing.active_children(), "gone, with all that it read"
    path.write_bytes(workbook()[:900])
    with pytest.raises(InputRefused, match=r"“invited\.xlsx” is damaged.*Nothing was changed\.$"):
        read_list_file(path)
    with pytest.raises(InputRefused, match="cannot be read just now"):
        read_list_file(tmp_path / "not there.csv")
    with pytest.raises(InputRefused, match="“What was pasted” is empty"):
        read_pasted(" \n ")


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_no_pasted_text_is_more_than_a_list_or_a_sentence(text: str) -> None:
    found = rows_of_words(text)
    if isinstance(found, Read):
        listed = look_at(ListRead("pasted", tuple(map(tuple, found.rows))))
        assert all(one.name.strip() and "\n" not in one.name for one in listed.guests.people)
    else:
        assert found


def test_roles_are_known_in_the_words_people_use() -> None:
    said = {"Service User": "patient", "family carer": "carer", "NHS staff": "staff",
            "VCSE": "third_sector", "Lay member": "public", "Wizard": ""}  # fmt: skip
    assert {words: role_of(words) for words in said} == said
    rows = (("Name", "Role"), ("Ann", "Wizard"), ("", "Carer"), ("Name", "Role"), ("Bob", "Carer"))
    found = guests_of(rows, recognise(rows))
    assert [(one.name, one.role) for one in found.people] == [("Ann", ""), ("Bob", Role.CARER)]
    assert (found.nameless, found.strange_roles) == ((3,), ("Wizard",))


# -- bringing in -----------------------------------------------------------------------------------


class Hall:
    """A session on one laptop, and lists brought into it."""

    def __init__(self, one: Laptop) -> None:
        self.laptop, self.door, self.workspace = one, one.door, one.workspace
        self.session = sessions.create_session(
            one.door, title="Letters", venue="Alston", days=[DayTimes(THURSDAY, dt.time(9, 30))]
        )

    def bring(self, text: str, *, same: tuple[int, ...] = (), again: Laptop | None = None) -> str:
        """Bring a pasted list in; says in words what was foreseen."""
        one = again or self.laptop
        found = look_at(read_pasted(text))
        matches = foresee(one.workspace, self.session, found)
        left = [each.guest.line for each in matches if not each.usually]
        edits = bring_in_edits(
            one.workspace,
            self.session,
            matches,
            left_out=left,
            same=same,
            today=one.door.today(),
        )
        one.door.do(BRING_IN, edits)
        return words_of(matches)

    def fates(self, text: str) -> list[Fate]:
        found = look_at(read_pasted(text))
        return [one.fate for one in foresee(self.workspace, self.session, found)]

    @property
    def listed(self) -> list[str]:
        people = [
            self.workspace.get(Person, one.person)
            for one in self.workspace.find(Attendance, session=self.session)
        ]
        return sorted(one.name for one in people if one is not None)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with laptop(tmp_path) as one:
        yield Hall(one)


LIST = "\n".join(",".join(row) for row in (HEADINGS, *ROWS, ("Ann Bell", "", "", "")))


def test_the_same_list_again_adds_nothing_here_or_on_another_laptop(
    hall: Hall, tmp_path: Path
) -> None:
    assert hall.bring(LIST) == "3 people would come onto the list, 3 of them new."
    assert hall.listed == ["Aled Hughes", "Ann Bell", "Zofia Łąka"]
    changes = hall.workspace.changes()
    assert hall.bring(LIST) == "0 people would come onto the list; 3 are on it already."
    assert hall.workspace.changes() == changes
    with laptop(tmp_path, seed=2) as other:
        give(hall.laptop, other, tmp_path)
        hall.bring(LIST, again=other)
        change_person(other.door, other.workspace.find(Person)[0].id, name="Called otherwise now")
        hall.bring(LIST, again=other)
        assert len(other.workspace.find(Person)) == 3
        give(other, hall.laptop, tmp_path)
    assert len(hall.workspace.find(Person)) == 3
    hall.bring(LIST)
    assert len(hall.workspace.find(Person)) == 3


def test_the_same_list_with_more_people_and_a_changed_address(hall: Hall) -> None:
    """Nobody comes in twice: of who is there already nothing changes but what is said of them."""
    hall.bring(LIST)
    later = LIST.replace("zofia@example.invalid", "z.laka@example.invalid")
    later += "\nBea Bly,,,bea@example.invalid\nCy Coe,,,\nDi Dee,Carer,,"
    assert hall.fates(later) == [Fate.PERHAPS, *[Fate.LISTED] * 2, *[Fate.NEW] * 3]
    found = look_at(read_pasted(later))
    asked = foresee(hall.workspace, hall.session, found)[0]
    assert asked.why == "Zofia Łąka (Carer, Carers Eden (sample), on this list)"
    assert hall.bring(later, same=(asked.guest.line,)).startswith(
        "4 people would come onto the list, 4 of them new; 1 is perhaps known already: please look;"
    )
    assert hall.listed == [
        "Aled Hughes", "Ann Bell", "Bea Bly", "Cy Coe", "Di Dee", "Zofia Łąka",
    ]  # fmt: skip
    assert len(hall.workspace.find(Person)) == 6
    zofia = hall.workspace.get(Person, asked.like)
    assert zofia is not None
    assert zofia.email == "zofia@example.invalid", "nothing is written over"


def test_one_step_of_undo_takes_all_of_it_back_and_it_can_come_again(hall: Hall) -> None:
    hall.bring(LIST)
    assert hall.door.can_undo == BRING_IN
    hall.door.undo()
    assert hall.listed == []
    assert hall.workspace.find(Person) == ()
    assert hall.workspace.find(Organisation) == ()
    assert hall.fates(LIST) == [Fate.NEW] * 3
    hall.bring(LIST)
    assert len(hall.listed) == 3
    assert len(hall.workspace.find(Organisation)) == 2


def test_whoever_is_known_is_not_made_twice_and_nothing_known_is_written_over(hall: Hall) -> None:
    person = add_person(
        hall.door, name="zofia laka", organisation="Carers Eden (sample)", contact="01632 960010"
    )
    assert hall.fates(LIST)[0] is Fate.KNOWN
    hall.bring(LIST)
    known = hall.workspace.get(Person, person)
    assert known is not None
    assert (known.name, known.contact, known.email) == (
        "zofia laka", "01632 960010", "zofia@example.invalid",
    )  # fmt: skip
    assert len(hall.workspace.find(Person)) == 3


def test_who_only_looks_like_somebody_is_asked_about(hall: Hall) -> None:
    known = add_person(hall.door, name="Ann Bell", organisation="Healthwatch (sample)")
    add_person(hall.door, name="Bartholomew Scarfoot")
    text = "Name,Organisation\nAnn Bell,North Cumbria (sample)\nBartholomew Scarfot,\nNobody Near,"
    found = look_at(read_pasted(text))
    matches = foresee(hall.workspace, hall.session, found)
    assert [one.fate for one in matches] == [Fate.PERHAPS, Fate.PERHAPS, Fate.NEW]
    assert matches[0].why == "Ann Bell (Healthwatch (sample))"
    hall.bring(text, same=(matches[0].guest.line,))
    entries = {one.person for one in hall.workspace.find(Attendance, session=hall.session)}
    assert known in entries
    assert len(hall.workspace.find(Person)) == 4
    person = hall.workspace.get(Person, known)
    assert person is not None
    organisation = hall.workspace.get(Organisation, person.organisation)
    assert organisation is not None
    assert organisation.name == "Healthwatch (sample)"


def test_a_line_twice_is_one_and_who_was_taken_off_stays_off(hall: Hall) -> None:
    text = "Name,Phone\nAnn Bell,01632 960010\nann  bell,+44 1632 960010\nAnn Bell,01632 960099"
    assert hall.fates(text) == [Fate.NEW, Fate.TWICE, Fate.NEW]
    hall.bring(text)
    assert hall.listed == ["Ann Bell", "Ann Bell"]
    for one in hall.workspace.find(Attendance, session=hall.session):
        attendance.remove_from_list(hall.door, one.id)
    assert hall.fates(text) == [Fate.TAKEN_OFF, Fate.TWICE, Fate.TAKEN_OFF]
    hall.bring(text)
    assert hall.listed == []


# -- giving ----------------------------------------------------------------------------------------

ANYTHING = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=20
).map(str.strip).filter(bool)  # fmt: skip


ODD = st.sampled_from(["=1+1", "+44 1632", "-5", "@SUM(A1)", "'=x", "''=x", "'plain", "|cmd", "x"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(ANYTHING, ODD), min_size=1, max_size=4))
def test_what_goes_out_comes_back_as_it_was_and_is_never_a_formula(
    rows: list[tuple[str, str]],
) -> None:
    sheet = ListSheet("People", ("Name", "Known as"), tuple(rows))
    expected = [["Name", "Known as"], *[list(row) for row in rows]]
    written = csv_bytes(sheet)
    assert table(read(written)) == expected
    for line in written.decode("utf-8-sig").split("\r\n")[:-1]:
        assert not line.startswith(('"=', '"@', '"|'))
    for write in (xlsx_bytes, ods_bytes):
        assert table(read(write(sheet))) == expected
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(sheet))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_list_that_was_given_can_be_brought_in_again_and_adds_nothing(
    hall: Hall, tmp_path: Path
) -> None:
    hall.bring(LIST)
    (day,) = sessions.days_of(hall.workspace, hall.session)
    entry = hall.workspace.find(Attendance, session=hall.session)[0].id
    attendance.tick_in(hall.door, entry, day.id, arrived=dt.time(9, 5))
    desk = Desk(hall.workspace, hall.door, resources=paths.resources())
    for kind in (ListKind.CSV, ListKind.XLSX, ListKind.ODS, ListKind.CARDS):
        made = make_list(desk, hall.session, kind)
        assert made.name == f"People - Letters.{kind.value}"
        found = read(made.data)
        assert sorted(names(found)) == hall.listed
        again = look_at(ListRead("again", tuple(map(tuple, table(found)))))
        matches = foresee(hall.workspace, hall.session, again)
        assert [one.fate for one in matches] == [Fate.LISTED] * 3
    assert "Here 09:05" in [cell for row in table(read(make_list(
        desk, hall.session, ListKind.XLSX).data)) for cell in row]  # fmt: skip
    empty = sessions.create_session(hall.door, title="Empty")
    with pytest.raises(InputRefused, match="Nobody is on the list yet"):
        make_list(desk, empty, ListKind.CSV)
    with pytest.raises(InputRefused, match="no day yet"):
        make_list(desk, empty, ListKind.CALENDAR)


def test_an_invitation_names_nobody_and_is_the_same_entry_again(hall: Hall) -> None:
    hall.bring(LIST)
    desk = Desk(hall.workspace, hall.door, resources=paths.resources())
    text = make_list(desk, hall.session, ListKind.CALENDAR).data.decode()
    (day,) = sessions.days_of(hall.workspace, hall.session)
    lines = text.split("\r\n")
    for line in (f"UID:{day.id}@cps-desktop", "DTSTART:20270318T093000", "SUMMARY:Letters",
                 "LOCATION:Alston"):  # fmt: skip
        assert line in lines
    assert "Zofia" not in text
    long = EventOnSheet("a@b", "Łetters; and, more " * 8, THURSDAY)
    folded = calendar_bytes([long], dt.datetime(2027, 3, 1, 8, 0, tzinfo=dt.UTC))
    assert all(len(line) <= 75 for line in folded.split(b"\r\n"))
    whole = folded.decode().replace("\r\n ", "")
    assert "SUMMARY:" + long.title.replace(";", "\\;").replace(",", "\\,") in whole
    assert "DTSTART;VALUE=DATE:20270318\r\nDTEND;VALUE=DATE:20270319" in whole


def test_an_organisation_is_itself_until_the_day_it_becomes_part_of_another(hall: Hall) -> None:
    old = ensure_organisation(hall.door, "West Trust")
    tomorrow = hall.door.today() + dt.timedelta(1)
    became_part_of(hall.door, old, "Fells Trust", since=tomorrow)
    rows = ("Ann Bell,West Trust", "Bob Lowe,WEST TRUST", "Cy Moss,Hub", "Di Ash,hub")
    hall.bring("\n".join(("Name,Organisation", *rows)))
    of = {one.name: one.organisation for one in hall.workspace.find(Person)}
    assert of["Ann Bell"] == of["Bob Lowe"] == old
    assert of["Cy Moss"] == of["Di Ash"] != old
    assert len(hall.workspace.find(Organisation)) == 3


class _Reads:
    """A workspace that remembers what was looked through."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.looked: list[type[Record]] = []

    def find(self, cls: type[Record], **wanted: Any) -> tuple[Record, ...]:
        self.looked.append(cls)
        return self._workspace.find(cls, **wanted)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workspace, name)


def test_organisations_are_read_once_however_many_a_list_names(hall: Hall) -> None:
    ensure_organisation(hall.door, "Trust 1")
    rows = [f"Person {one},Trust {one}" for one in range(30)]
    found = look_at(read_pasted("\n".join(("Name,Organisation", *rows))))
    matches = foresee(hall.workspace, hall.session, found)
    reads = _Reads(hall.workspace)
    edits = bring_in_edits(cast(Records, reads), hall.session, matches)
    assert reads.looked.count(Organisation) == 1
    assert len({one.record for one in edits if one.kind == Organisation.KIND}) == 29
