"""Organisations through a real page: suggested, compared, merged, and taken apart again."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Organisation
from cps_desktop.services.people import add_person, ensure_organisation
from cps_desktop.ui.organisation_dialogs import NameDialog, PartOfDialog, SameDialog
from cps_desktop.ui.organisations import OrganisationsPage
from cps_desktop.ui.theme_state import theme
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host


@pytest.fixture
def page(qtbot: QtBot, host: Host) -> OrganisationsPage:
    door = host.desk.door
    for name in ("Eden Valley Trust", "The Eden Valley NHS Trust", "Hub", "Carers' Circle"):
        ensure_organisation(door, name)
    add_person(door, name="Ann Bell (invented)", organisation="Hub")
    made = OrganisationsPage(host)
    host.show_page(made)
    qtbot.waitUntil(lambda: len(made.cards) == 1)
    return made


def names(host: Host) -> list[str]:
    return sorted(one.name for one in host.desk.workspace.find(Organisation))


def choose(page: OrganisationsPage, host: Host, name: str) -> None:
    (found,) = [one for one in host.desk.workspace.find(Organisation) if one.name == name]
    page.go_to(found.id)
    assert page.place() == found.id


def test_what_looks_the_same_is_offered_and_made_one_only_on_a_word(
    qtbot: QtBot, host: Host, page: OrganisationsPage
) -> None:
    (card,) = page.cards
    assert card.likeness.reason == "Same name but for small words"
    assert len(names(host)) == 4
    card.make_one.click()
    card.choices["name"].set_key("left")
    card.sure.click()
    qtbot.waitUntil(page.merged.isVisible)
    assert len(names(host)) == 3
    assert not page.cards
    (back,) = page.merged.parting.values()
    back.click()
    qtbot.waitUntil(lambda: not page.merged.isVisible())
    assert len(names(host)) == 4
    assert not page.cards, "who said that they are two is not asked again"


def test_two_with_different_names_are_compared_first(
    qtbot: QtBot, host: Host, page: OrganisationsPage
) -> None:
    choose(page, host, "Hub")
    row = page.table.current()
    assert row is not None
    page.compare(row, "nowhere")
    assert "no other organisation" in host.faults[-1]
    page.compare(row, "carers' circle")
    assert page.cards[0].likeness.reason == "You chose the two"
    assert len(page.cards) == 2, "what was suggested stays beneath"
    assert len(names(host)) == 4
    page.cards[0].keep_two.click()
    qtbot.waitUntil(lambda: len(page.cards) == 1)
    assert len(names(host)) == 4


def test_a_merger_on_a_day_and_back(host: Host, page: OrganisationsPage) -> None:
    choose(page, host, "Hub")
    row = page.table.current()
    assert row is not None
    assert not page.own.isVisible()
    page.became(row, "Riverside", dt.date(2027, 3, 1))
    assert host.said[-1] == "Hub counts as part of Riverside now."
    assert "Riverside" in names(host)
    choose(page, host, "Hub")
    shown = page.table.current()
    assert shown is not None
    assert (shown.state_words, shown.since_words) == ("Part of Riverside", "Mon 1 Mar 2027")
    assert page.own.isVisible()
    page.own.click()
    assert not page.own.isVisible()
    page.became(row, "Riverside", dt.date(2031, 4, 1))
    assert host.said[-1] == "Hub becomes part of Riverside on Tuesday 1 April 2031."
    page.became(row, "Hub", None)
    assert "part of itself" in host.faults[-1]
    page.rename_to(row, "The Hub")
    choose(page, host, "The Hub")
    renamed = page.table.current()
    assert renamed is not None
    assert renamed.formerly == ("Hub",)


@pytest.mark.parametrize("scale", [100, 200])
def test_every_control_is_named_and_nothing_is_cut(
    qtbot: QtBot, host: Host, page: OrganisationsPage, scale: int
) -> None:
    theme().set_scale(scale)
    qtbot.waitUntil(lambda: faults_of(page) == [])
    choose(page, host, "Hub")
    row = page.table.current()
    assert row is not None
    for dialog in (
        NameDialog(row, page),
        PartOfDialog(host.desk, row, page),
        SameDialog(host.desk, row, page),
    ):
        with qtbot.waitExposed(dialog):
            dialog.show()
        assert faults_of(dialog) == []
        dialog.close()


def test_the_list_has_all_the_room_that_the_cards_leave(
    qtbot: QtBot, host: Host, page: OrganisationsPage
) -> None:
    (card,) = page.cards
    beside = page.table.height()
    card.keep_two.click()
    qtbot.waitUntil(lambda: not page.cards)
    around = page.table.parentWidget()
    assert around is not None
    qtbot.waitUntil(lambda: page.table.geometry().bottom() >= around.height() - 1)
    assert page.table.height() > beside
