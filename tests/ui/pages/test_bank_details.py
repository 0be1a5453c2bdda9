"""Bank details through a real window: typed, sealed, said to be here, shown to who pays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import BankDetails
from cps_desktop.services import bank_details
from cps_desktop.services.people import add_person
from cps_desktop.ui.bank_details import KEEP, AccountDialog, BankDetailsDialog, PayCard
from cps_desktop.ui.kit import LineField, Words
from cps_desktop.ui.theme_state import theme
from tests.services.organisation import Organisation
from tests.ui.accessibility import small_targets, unnamed_controls
from tests.ui.pages.host import Host, type_into

NAME = "Ann Bell (invented)"


@pytest.fixture
def person(host: Host) -> str:
    Organisation().found([host.desk], [])
    return add_person(host.desk.door, name=NAME)


def asked(host: Host, person: str, qtbot: QtBot) -> BankDetailsDialog:
    dialog = BankDetailsDialog(host.desk, person, host)
    with qtbot.waitActive(dialog):
        dialog.show()
    return dialog


def test_what_is_typed_is_sealed_and_kept(host: Host, person: str, qtbot: QtBot) -> None:
    dialog = asked(host, person, qtbot)
    assert dialog.name.text() == NAME
    qtbot.waitUntil(dialog.code.hasFocus)
    type_into(dialog.code, "12-34-56")
    type_into(dialog.number, "12345678\n")
    assert dialog.answer == KEEP
    workspace = host.desk.workspace
    account = bank_details.read_account_of(host.desk.door, workspace, person)
    assert (account.sort_code, account.number, account.name) == ("123456", "12345678", NAME)


def test_what_is_no_account_is_said_and_stays_to_be_mended(
    host: Host, person: str, qtbot: QtBot
) -> None:
    dialog = asked(host, person, qtbot)
    type_into(dialog.code, "12")
    dialog.keep()
    assert dialog.isVisible()
    assert "A sort code is six digits" in dialog.problem.text()
    assert dialog.code.text() == "12"
    assert not host.desk.workspace.find(BankDetails)


def test_the_card_is_there_where_it_is_wanted_and_says_who_can_read(
    host: Host, person: str, qtbot: QtBot
) -> None:
    card = PayCard(host)
    qtbot.addWidget(card)
    card.show_person(person, wanted=False)
    assert card.isHidden()
    card.show_person(person, wanted=True)
    assert not card.isHidden()
    assert not card.show_them.isVisibleTo(card)

    def type_them() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BankDetailsDialog)
        dialog.code.set_text("12-34-56")
        dialog.number.set_text("12345678")
        dialog.keep()

    QTimer.singleShot(0, type_them)
    card.take.click()
    assert card.line.text() == (
        "Bank details were given on Thursday 18 March 2027. Only Coordinator 0 can read them."
    )
    seen: list[str] = []

    def read_them() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AccountDialog)
        seen.extend(one.text() for one in dialog.findChildren(Words))
        dialog.accept()

    QTimer.singleShot(0, read_them)
    card.show_them.click()
    assert "12-34-56" in seen
    assert "12345678" in seen


@pytest.mark.parametrize("percent", [100, 200])
def test_every_field_is_named_and_in_sight(
    host: Host, person: str, qtbot: QtBot, percent: int
) -> None:
    theme().set_scale(percent)
    dialog = asked(host, person, qtbot)
    assert not [*unnamed_controls(dialog), *small_targets(dialog, 24)]
    assert dialog.height() <= 768 or percent == 200
    for field in dialog.findChildren(LineField):
        assert dialog.rect().contains(field.rect().translated(field.mapTo(dialog, QPoint(0, 0))))
