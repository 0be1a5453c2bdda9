"""Where somebody on the list reads large print, the view begins with large letters for all."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Planner
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.people import add_person
from cps_desktop.services.person_needs import clear_need, set_need
from cps_desktop.ui.participant.lent_look import LARGE
from cps_desktop.ui.theme_state import theme
from tests.ui.participant.asking import asked


def test_letters_are_large_for_everybody_and_nobody_is_named(qtbot: QtBot, tmp_path: Path) -> None:
    with asked(tmp_path) as one:
        assert theme().scale == 100
        session = one.desk.door.must_exist(Planner, one.planner).session
        person = add_person(one.desk.door, name="Ruth Hartley")
        add_to_list(one.desk.door, session, person=person)
        set_need(one.desk.door, person, "large-print", detail="18 point")
        one.window.look.begin_anew()
        assert theme().scale == LARGE
        theme().set_scale(200)
        one.window.look.begin_anew()
        assert theme().scale == LARGE, "each next person begins alike"
        one.window.look.give_back()
        assert theme().scale == 100
        clear_need(one.desk.door, person, "large-print")
        one.window.look.begin_anew()
        assert theme().scale == 100
