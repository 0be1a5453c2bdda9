"""A list sorts, filters and keeps its place, with the keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cps_desktop.ui.kit import Column, EmptyState, RecordModel, RecordTable, State
from cps_desktop.ui.kit.record_cells import row_height
from cps_desktop.ui.kit.status import AT_RISK, ON_TRACK
from cps_desktop.ui.theme import ROW
from cps_desktop.ui.theme_state import theme


@dataclass(frozen=True)
class Person:
    number: int
    name: str
    miles: int
    state: State = ON_TRACK


COLUMNS: tuple[Column[Person], ...] = (
    Column("Name", lambda p: p.name, strong=True, wide=True),
    Column("Miles", lambda p: f"{p.miles} mi", sort=lambda p: p.miles, number=True),
    Column("State", lambda p: p.state.word, state=lambda p: p.state),
)
PEOPLE = (
    Person(1, "Ruth", 9),
    Person(2, "amina", 120, AT_RISK),
    Person(3, "Zofia Łąka", 30),
)


def _table(qtbot: QtBot, begun: list[str] | None = None) -> RecordTable[Person]:
    empty = EmptyState("Nobody yet.", ("Add a person", lambda: (begun or []).append("add")))
    table = RecordTable("People", COLUMNS, key=lambda p: p.number, empty=empty)
    qtbot.addWidget(table)
    table.resize(700, 400)
    table.show()
    return table


def _names(table: RecordTable[Person]) -> list[str]:
    return [person.name for person in table.model.rows()]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["rows", "filter", "sort"]),
            st.lists(st.builds(Person, st.integers(0, 9), st.text(max_size=4), st.integers())),
        ),
        max_size=8,
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_model_keeps_qts_rules(qapp: object, steps: list[tuple[str, list[Person]]]) -> None:
    model = RecordModel(COLUMNS, key=lambda p: p.number)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for what, people in steps:
        if what == "rows":
            model.set_rows(people)
        elif what == "filter":
            model.set_filter(people[0].name if people else "")
        else:
            model.sort(len(people) % 3, Qt.SortOrder.DescendingOrder)
        assert model.rowCount() == len(model.rows()) <= model.total()
    tester.deleteLater()


def test_the_model_passes_the_testers_checks(qtmodeltester: ModelTester) -> None:
    model = RecordModel(COLUMNS, key=lambda p: p.number)
    model.set_rows(PEOPLE)
    qtmodeltester.check(model)


def test_a_heading_sorts_by_value_and_again_backwards(qtbot: QtBot) -> None:
    table = _table(qtbot)
    table.set_rows(PEOPLE)
    assert _names(table) == ["Ruth", "amina", "Zofia Łąka"]
    header = table.view.horizontalHeader()
    for expected in (["Ruth", "Zofia Łąka", "amina"], ["amina", "Zofia Łąka", "Ruth"]):
        x = header.sectionViewportPosition(1) + 10
        QTest.mouseClick(
            header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().topLeft() + _at(x)
        )
        assert _names(table) == expected
    assert table.model.headerData(1, Qt.Orientation.Horizontal) == "Miles ▼"
    table.sort_by(0)
    assert _names(table) == ["amina", "Ruth", "Zofia Łąka"]


def _at(x: int) -> QPoint:
    return QPoint(x, 10)


def test_the_filter_looks_in_every_column_and_says_how_many(qtbot: QtBot) -> None:
    table = _table(qtbot)
    table.set_rows(PEOPLE)
    QTest.keyClicks(table.filter, "risk AMI")
    assert _names(table) == ["amina"]
    assert table.count.text() == "1 of 3"
    QTest.keyClicks(table.filter, "zzz")
    assert _names(table) == []
    assert "has these words" in _shown_sentence(table)
    table.show_all()
    assert len(_names(table)) == 3


def _shown_sentence(table: RecordTable[Person]) -> str:
    shown = [e for e in table.findChildren(EmptyState) if e.isVisible()]
    return shown[0].sentence.text() if shown else ""


def test_an_empty_list_says_what_to_do(qtbot: QtBot) -> None:
    begun: list[str] = [""]
    table = _table(qtbot, begun)
    assert _shown_sentence(table) == "Nobody yet."
    assert not table.filter.isVisible()
    empty = next(e for e in table.findChildren(EmptyState) if e.isVisible())
    QTest.mouseClick(empty.buttons[0], Qt.MouseButton.LeftButton)
    assert begun == ["", "add"]
    table.set_rows(PEOPLE)
    assert _shown_sentence(table) == ""


def test_the_chosen_record_stays_chosen_whatever_moves(qtbot: QtBot) -> None:
    table = _table(qtbot)
    table.set_rows(PEOPLE)
    table.choose(2)
    table.sort_by(1, descending=True)
    assert table.current() == PEOPLE[1]
    table.set_rows([replace(p, miles=p.miles + 1) for p in PEOPLE])
    current = table.current()
    assert current is not None
    assert (current.number, current.miles) == (2, 121)
    # When it goes, the keyboard is on its neighbour, never nowhere.
    table.set_rows([p for p in PEOPLE if p.number != 2])
    current = table.current()
    assert current is not None
    assert current.number in {1, 3}


def test_keys_open_and_delete(qtbot: QtBot) -> None:
    table = _table(qtbot)
    table.set_rows(PEOPLE)
    table.choose(1)
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == [PEOPLE[1]]
    with qtbot.waitSignal(table.delete_asked) as gone:
        QTest.keyClick(table.view, Qt.Key.Key_Delete)
    assert gone.args == [PEOPLE[1]]


@pytest.mark.parametrize("text", ["a\x00b", "x" * 10_000, "مرحبا", "one\ntwo", "<b>"])
def test_any_words_can_stand_in_a_row(qtbot: QtBot, text: str) -> None:
    table = _table(qtbot)
    table.set_rows([Person(1, text, 1)])
    table.view.viewport().repaint()
    assert table.model.index(0, 0).data() == text


def test_where_words_do_not_fit_they_go_on_beneath_and_nothing_lies_to_the_side(
    qtbot: QtBot,
) -> None:
    table = _table(qtbot)
    table.resize(800, 400)
    table.set_rows([*PEOPLE, Person(4, "Aleksandra Wiśniewska-Brzęczyszczykiewicz", 1)])
    theme().set_scale(300)
    columns, view = table.model.columns, table.view
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() == 0)
    widths = [view.columnWidth(number) for number in range(len(columns))]
    assert sum(widths) <= view.viewport().width()
    tall = [view.rowHeight(number) for number in range(4)]
    assert tall == [row_height(columns, row, widths) for row in table.model.rows()]
    assert tall[3] > theme().px(ROW), "a long name stands in several lines"
    # With room again a row is one line.
    theme().set_scale(100)
    table.resize(900, 400)
    qtbot.waitUntil(lambda: {view.rowHeight(number) for number in range(4)} == {ROW})


def test_what_changes_while_a_list_is_not_seen_fits_when_it_is(qtbot: QtBot) -> None:
    long = replace(PEOPLE[0], name="Long words that go on and on " * 6)
    seen, behind = _table(qtbot), _table(qtbot)
    for table in (seen, behind):
        table.resize(320, 400)
    behind.hide()
    for table in (seen, behind):
        table.set_rows([long, *PEOPLE[1:]])
    theme().set_scale(200)
    behind.show()

    def stands(table: RecordTable[Person]) -> list[tuple[int, int]]:
        view = table.view
        return [(view.rowHeight(number), view.columnWidth(number)) for number in range(3)]

    qtbot.waitUntil(lambda: stands(seen) == stands(behind))
    tall = [height for height, _ in stands(behind)]
    theme().set_scale(100)
    assert tall[0] > 2 * tall[1]
