"""Payments for time: written down apart, in no total of the claims."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from cps_desktop.domain.kinds import LineKind, PaymentForTime
from cps_desktop.services.accruals import accruals
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.claims import add_line, start_claim
from cps_desktop.services.people import add_person, ensure_organisation
from cps_desktop.ui.pages_of_session.expenses import ExpensesPage
from tests.ui.accessibility import unnamed_controls
from tests.ui.pages.host import THURSDAY, Host, session_in_alston


def test_a_payment_for_time_is_in_no_total_of_the_claims(host: Host) -> None:
    desk = host.desk
    session = session_in_alston(desk)
    person = add_person(desk.door, name="R. Hartley (invented)")
    add_to_list(desk.door, session, person=person)
    pays = ensure_organisation(desk.door, "North Cumbria (sample)", lead_agency=True)
    claim = start_claim(desk.door, session, person, pays)
    add_line(desk.door, desk.policies, claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
    page = ExpensesPage(host, session)
    host.show_page(page)
    dialog = page.time_payments()
    dialog.show()

    def said() -> str:
        return "\n".join(one.text() for one in dialog.findChildren(QLabel))

    dialog.add_button.click()
    assert "Write what the payment is for" in said()
    dialog.what.set_text("Half a day on the panel")
    dialog.amount.line.set_text("0.455")
    dialog.add_button.click()
    assert "A payment is between £0.01" in said()
    assert not desk.door.records.find(PaymentForTime)
    dialog.amount.line.set_text("75")
    dialog.add_button.click()
    (kept,) = desk.door.records.find(PaymentForTime)
    assert (kept.person, kept.pence, kept.lead_agency) == (person, 7500, pays)
    assert "For time, in all £75.00" in said()
    assert unnamed_controls(dialog) == []
    page.refresh(None)
    assert page.foot_total.text() == "£4.20"
    assert sum(one.claimed for one in accruals(desk.door.records, desk.policies)) == 420
    desk.door.undo()
    dialog.show_all()
    assert "Nobody was paid for their time." in said()
    dialog.close()
