"""Pictures of writing an expense policy: begun, odd figures, what changes, what is to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.changes import bringing_back
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import ClaimLine, LineKind
from cps_desktop.domain.policy_forms import BandForm, CostForm, PolicyForm, VehicleForm
from cps_desktop.services.claims import add_line, start_claim
from cps_desktop.services.desk import Desk
from cps_desktop.services.own_policies import new_policy_id, own_policies
from cps_desktop.services.people import add_person, change_organisation, ensure_organisation
from cps_desktop.services.policy_drafts import begin_edition, begin_from, keep_draft, keep_form
from cps_desktop.services.sessions import create_session
from cps_desktop.ui.policy_editor.editing import COSTS, MILEAGE
from cps_desktop.ui.policy_editor.page import PoliciesPage
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window

Look = tuple[str, int]
NAME = "Eden Valley trust (sample)"


def with_car(form: PolicyForm, pence: str) -> PolicyForm:
    """The form with this rate for a car, and less after 5,000 miles."""
    bands = (BandForm(pence, "5,000"), BandForm("25"))
    return form.with_vehicle(VehicleForm("car", True, bands, "5"))


def first_policy(desk: Desk, name: str = NAME) -> PolicyForm:
    """A policy begun from HMRC's amounts, in force for a year and a half."""
    today = desk.door.today()
    form = msgspec.structs.replace(
        begin_from(desk.door, desk.policies, "hmrc"),
        name=name,
        source="Travel policy 3",
        starts=say_date(today - dt.timedelta(days=500)),
        checked=say_date(today),
    )
    return with_car(form, "45")


def next_edition(desk: Desk, days: int, pence: str) -> PolicyForm:
    """The next edition of the first policy, from so many days on."""
    today = desk.door.today()
    form = msgspec.structs.replace(
        begin_edition(own_policies(desk.workspace)[0]),
        starts=say_date(today + dt.timedelta(days=days)),
        checked=say_date(today),
        source="Travel policy 4",
    )
    form = form.with_cost(
        CostForm("taxi", receipt="over", receipt_over="£5.00", limit="£25.00", limit_span="a day")
    )
    return with_car(form, pence)


def _in_use(desk: Desk) -> None:
    """An agency that follows it, and a claim that was priced by it."""
    policy = own_policies(desk.workspace)[0].policy.id
    agency = ensure_organisation(desk.door, NAME, lead_agency=True)
    change_organisation(desk.door, agency, policy=policy)
    ensure_organisation(desk.door, "North Cumbria (sample)", lead_agency=True)
    session = create_session(desk.door, title="Letters (sample)", lead_agency=agency)
    person = add_person(desk.door, name="Wren Hill (sample)")
    claim = start_claim(desk.door, session, person, agency)
    day = desk.door.today() - dt.timedelta(days=7)
    line = add_line(
        desk.door, desk.policies, claim, kind_of=LineKind.MILEAGE, day=day, miles_tenths=200
    )
    assert desk.door.must_exist(ClaimLine, line).policy == policy


def two_for_one_day(desk: Desk, days: int) -> None:
    """As after a bundle from a laptop on which an edition for the same day was made."""
    forms = [next_edition(desk, days, pence) for pence in ("50", "60")]
    keep_form(desk.door, forms[0])
    made = own_policies(desk.workspace)[0].holding[-1].record
    desk.door.undo()
    keep_form(desk.door, forms[1])
    known = desk.workspace.get(type(made), made.id)
    assert known is not None
    desk.door.do("Bring in", bringing_back([known]))


def take_policies(
    app: QApplication,
    folder: Path,
    to: Path,
    looks: Sequence[Look],
    size: tuple[int, int],
    settle: Callable[[Window], object],
) -> int:
    """Each state in every look."""
    desk = new_desk(folder / "policy states", way="open")
    window = Window(desk)
    window.show()
    count = 0

    def take(name: str) -> None:
        nonlocal count
        settle(window)
        window.grab().save(str(to / f"policies-{name}.png"))
        count += 1

    def each(state: str, show: Callable[[PoliciesPage], object]) -> None:
        for name, scale in looks:
            theme().set_theme(name)
            theme().set_scale(scale)
            window.resize(*size)
            window.open_page("expense_policies")
            page = window.stack.page
            assert isinstance(page, PoliciesPage)
            page._turn_to(0)
            page.refresh(None)
            show(page)
            take(f"{state}-{name}-{scale}")

    each("empty", lambda page: None)
    each("begun", lambda page: page._begin("-"))
    keep_form(desk.door, first_policy(desk))
    _in_use(desk)
    other = first_policy(desk, "Another trust (sample)")
    keep_form(desk.door, msgspec.structs.replace(other, policy=new_policy_id(desk.door)))
    each("next", lambda page: page._edit(next_edition(desk, 30, "50.5")))
    odd = with_car(next_edition(desk, 30, "0.45p"), "0.45p").with_cost(
        CostForm("taxi", limit="£1.005", limit_span="a day")
    )
    odd = msgspec.structs.replace(odd, starts="31/02/2027", source="")

    def on(part: int) -> Callable[[PoliciesPage], object]:
        def show(page: PoliciesPage) -> None:
            page._edit(odd)
            page.editing.turn_to(part)
            if part == COSTS:
                page.editing.go_to("pays.taxi.limit")

        return show

    each("odd", on(0))
    each("odd-mileage", on(MILEAGE))
    each("odd-costs", on(COSTS))
    each("claiming", on(3))
    keep_draft(desk.workspace, odd)
    two_for_one_day(desk, 30)
    each("decide", lambda page: None)
    window.close()
    desk.close()
    app.processEvents()
    return count
