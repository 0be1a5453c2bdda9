"""Payment batches through the real dialog: chosen, put together, written, paid."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel

from cps_desktop.domain.kinds import LineKind, PaymentBatch, Signing
from cps_desktop.domain.records import RecordId
from cps_desktop.services import claim_steps
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.claim_view import claims_of_session
from cps_desktop.services.claims import add_line, start_claim
from cps_desktop.services.list_kinds import ListKind
from cps_desktop.services.payment_batches import batch_view
from cps_desktop.services.people import add_person, ensure_organisation
from cps_desktop.ui.kit import LinkButton
from cps_desktop.ui.pages_of_session.expenses import ExpensesPage
from cps_desktop.ui.pages_of_session.payment_batches import BatchesDialog
from tests.ui.accessibility import unnamed_controls
from tests.ui.pages.host import THURSDAY, Host, session_in_alston

OFFICE = Who("Anna Bell (invented)")


def _approved(host: Host, session: RecordId, name: str, pence: int) -> RecordId:
    door, policies = host.desk.door, host.desk.policies
    pays = ensure_organisation(door, "North Cumbria (sample)", lead_agency=True)
    claim = start_claim(door, session, add_person(door, name=name), pays)
    add_line(door, policies, claim, kind_of=LineKind.BUS, day=THURSDAY, pence=pence)
    claim_steps.declare(door, claim, Who(name), signing=Signing.PAPER)
    claim_steps.confirm_attendance(door, claim, OFFICE, "Seen.")
    claim_steps.submit(door, claim, OFFICE)
    claim_steps.approve(door, claim, OFFICE)
    return claim


def _words(dialog: BatchesDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if not one.isHidden())


def test_a_batch_from_approval_to_payment(host: Host, tmp_path: Path) -> None:
    session = session_in_alston(host.desk)
    page = ExpensesPage(host, session)
    host.show_page(page)
    assert page.batches_button.isHidden(), "nothing is approved yet"
    first = _approved(host, session, "R. Hartley (invented)", 420)
    second = _approved(host, session, "B. Moss (invented)", 280)
    assert not page.batches_button.isHidden()
    dialog = page.batches()
    dialog.show()
    assert set(dialog.ticks) == {first, second}
    assert dialog.total.text() == "Control total £7.00"
    dialog.ticks[second].click()
    assert dialog.total.text() == "Control total £4.20"
    dialog.make.click()
    assert "Write who makes" in _words(dialog)
    dialog.who.set_text(OFFICE.name)
    dialog.make.click()
    assert "Give the batch a reference" in _words(dialog)
    dialog.reference.set_text("2027-03")
    dialog.make.click()
    assert set(dialog.ticks) == {second}
    assert "2027-03 · 1 claim, £4.20" in _words(dialog)
    assert unnamed_controls(dialog) == []
    (batch,) = host.desk.door.records.find(PaymentBatch)
    view = batch_view(host.desk.door.records, host.desk.policies, batch.id)
    for kind in (ListKind.XLSX, ListKind.CSV):
        dialog.save_to(dialog.made(view, kind), tmp_path / f"batch.{kind.value}")
    assert (tmp_path / "batch.xlsx").read_bytes().startswith(b"PK")
    assert "Control total" in (tmp_path / "batch.csv").read_text("utf-8-sig")
    assert host.said[-1] == "batch.csv is written: 1 claim, £4.20."
    dialog.save_to(dialog.made(None, ListKind.CSV), tmp_path / "aside.csv")
    assert "£7.00" in (tmp_path / "aside.csv").read_text("utf-8-sig")
    dialog.save_to(dialog.made(view, ListKind.CSV), tmp_path / "not there" / "batch.csv")
    assert "not there any more" in host.faults[-1]
    paying = dialog.paying(view)
    paying.buttons["do"].click()
    assert "reference" in paying.problem
    assert paying.words is not None
    paying.words.set_text("BACS 7")
    paying.buttons["do"].click()
    assert "✔ Paid" in _words(dialog)
    rows = claims_of_session(host.desk.door.records, host.desk.policies, session)
    assert {row.claim: row.state_words for row in rows} == {
        first: "✔ Paid",
        second: "✔ Approved",
    }
    assert unnamed_controls(dialog) == []
    link = next(one for one in dialog.findChildren(LinkButton) if "not paid" in one.text())
    assert link.accessibleName() == "R. Hartley (invented) in batch 2027-03 was not paid after all"
    view = batch_view(host.desk.door.records, host.desk.policies, batch.id)
    striking = dialog.striking_out(view, view.rows[0])
    assert striking.words is not None
    striking.words.set_text("The bank sent it back.")
    striking.buttons["do"].click()
    said = _words(dialog)
    assert "2027-03 · 0 claims, £0.00" in said
    assert "Not in the total: £4.20 struck out." in said
    assert "○ Struck out" in said
    assert f"{OFFICE.name} struck this payment out: The bank sent it back." in said
    assert set(dialog.ticks) == {first, second}
    dialog.close()


def test_the_expenses_card_is_written_as_a_document(host: Host, tmp_path: Path) -> None:
    page = ExpensesPage(host, session_in_alston(host.desk))
    host.show_page(page)
    page.save_card(tmp_path / "card.pdf")
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")
    assert host.said == ["card.pdf is written."]
