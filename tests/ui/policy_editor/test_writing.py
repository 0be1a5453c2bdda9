"""Writing an expense policy: typed, checked as one goes, kept, followed, decided, passed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import ClaimLine, LineKind, Organisation
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claims import add_line, start_claim
from cps_desktop.services.inbox_places import Found
from cps_desktop.services.own_policies import KeptPolicy, own_policies
from cps_desktop.services.people import add_person
from cps_desktop.services.policy_drafts import keep_form, kept_draft
from cps_desktop.ui.home import HomePage
from cps_desktop.ui.kit import Button, DateField, QuestionDialog, Words
from cps_desktop.ui.kit.text_fields import TextField
from cps_desktop.ui.policy_editor.editing import CLAIMING, COSTS, MILEAGE
from cps_desktop.ui.policy_editor.page import PoliciesPage
from cps_desktop.ui.settings_content import ContentCard
from cps_desktop.ui.theme_state import theme
from tests.screens.policy_states import first_policy, next_edition, two_for_one_day
from tests.services.desks import pair
from tests.ui.accessibility import out_of_order, twins, untold_states
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston


def say(page: PoliciesPage, field: str, text: str) -> None:
    """Type into a field as a person does, and go on."""
    page.editing.go_to(field)
    row = page.editing._rows_in_sight()[field]
    here: QWidget = row.field.line if isinstance(row.field, DateField) else row.field
    assert isinstance(here, TextField)
    here.setFocus()
    here.selectAll()
    QTest.keyClick(here, Qt.Key.Key_Delete)
    QTest.keyClicks(here, text)
    here.flush()


def beneath(page: PoliciesPage, field: str) -> str:
    return page.editing._rows_in_sight()[field].beneath()


def words_of(widget: QWidget) -> list[Words]:
    return list(widget.findChildren(Words))


def is_waiting(page: PoliciesPage) -> bool:
    """Whether a draft is offered to go on with."""
    return page.start.waiting.panel is not None


def only(host: Host) -> KeptPolicy:
    (kept,) = own_policies(host.desk.workspace)
    return kept


def answering(key: str) -> list[str]:
    """Answer the next question by its button; the list gets what was asked."""
    asked: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QuestionDialog):
            QTimer.singleShot(10, answer)
            return
        asked.append(dialog.accessibleDescription())
        dialog.buttons[key].click()

    QTimer.singleShot(0, answer)
    return asked


def write(page: PoliciesPage, name: str = "Eden trust") -> None:
    """A policy begun from HMRC's amounts with what has to be said."""
    page.start.new.origin.set_key("hmrc")
    page.start.new.begin.click()
    for field, text in (
        ("name", name),
        ("starts", "1 April 2027"),
        ("source", "Travel policy 3"),
        ("checked", "18 March 2027"),
    ):
        say(page, field, text)


def test_a_finance_officer_writes_keeps_and_follows_a_policy(
    page: PoliciesPage, host: Host
) -> None:
    assert "There is no lead agency yet" in " ".join(each.text() for each in words_of(page.start))
    page.start.add_agency.click()
    assert "An organisation needs a name" in page.start.agency_row.beneath()
    page.start.agency.set_text("North Cumbria (sample)")
    page.start.add_agency.click()
    assert not page.start.add_agency.isVisible()
    session = session_in_alston(host.desk)
    page.start.new.begin.click()
    checks = page.editing.live.checks
    assert checks.heading.text() == "4 things are still to be said"
    page._back()
    assert not is_waiting(page)
    write(page)
    say(page, "mileage.car.0.pence", "50")
    say(page, "within", "21")
    assert checks.heading.text() == "This can be kept."
    example = page.editing.live.example
    assert example.said.text() == ("120 miles by car on Monday 3 May 2027: £60.00, at 50p a mile.")
    assert example.others.sentences == [
        "Money spent on Monday 3 May 2027 can be claimed until Monday 24 May 2027."
    ]
    example.before.setFocus()
    example.before.selectAll()
    QTest.keyClicks(example.before, "9,950")
    example.flush()
    assert "of which £25.00 for 50 miles at 50p and £17.50 for 70 miles" in example.said.text()
    changes = page.editing.live.changes
    assert changes.heading.text() == "What differs from HMRC approved amounts"
    assert "Time to claim: 28 days becomes 21 days." in changes.lines.sentences
    page.keep.click()
    assert host.faults == []
    assert host.said[-1] == "Eden trust is kept. It holds from Thursday 1 April 2027."
    assert kept_draft(host.desk.workspace) is None
    kept = only(host)
    assert kept.policy in host.desk.policies.choices()
    assert [card.accessibleName() for card in page.start.cards] == ["Eden trust"]
    (choice,) = page.start.follows.values()
    assert choice.key() == "hmrc"
    choice.setFocus()
    choice.set_key(kept.policy.id)
    choice.activated.emit(choice.currentIndex())
    (agency,) = host.desk.workspace.find(Organisation)
    assert agency.policy == kept.policy.id
    line = claimed(host, session, agency.id, dt.date(2027, 4, 1))
    assert (line.pence, line.policy) == (500, kept.policy.id)
    assert line.rule.startswith("50p a mile: Eden trust, in force on the day")


def claimed(host: Host, session: RecordId, agency: RecordId, day: dt.date) -> ClaimLine:
    desk = host.desk
    person = add_person(desk.door, name="Wren Hill (sample)")
    claim = start_claim(desk.door, session, person, agency)
    line = add_line(
        desk.door, desk.policies, claim, kind_of=LineKind.MILEAGE, day=day, miles_tenths=100
    )
    return desk.door.must_exist(ClaimLine, line)


def test_odd_figures_have_a_sentence_and_a_way_there(page: PoliciesPage, host: Host) -> None:
    write(page)
    say(page, "pays.taxi.limit", "£1.005")
    say(page, "mileage.car.0.pence", "0.45p")
    say(page, "mileage.bicycle.0.pence", "-20")
    say(page, "starts", "31/02/2027")
    assert "Write £1.00 or £1.01." in beneath(page, "pays.taxi.limit")
    assert "For 45p write 45." in beneath(page, "mileage.car.0.pence")
    assert "cannot be below nothing" in beneath(page, "mileage.bicycle.0.pence")
    checks = page.editing.live.checks
    assert checks.heading.text() == "3 things are to be put right"
    page.keep.click()
    assert "“31/02/2027” is no day" in host.faults[-1]
    assert "The draft is kept." in host.faults[-1]
    assert own_policies(host.desk.workspace) == ()
    show = next(one for one in checks.findChildren(Button) if "£1.005" in one.accessibleName())
    show.click()
    limit = page.editing._rows_in_sight()["pays.taxi.limit"].field
    assert limit.hasFocus()
    assert page.editing.part.chosen() == COSTS
    assert "£1.005" in limit.accessibleDescription() or limit.accessibleDescription()
    for field, text in (
        ("pays.taxi.limit", "£25"),
        ("mileage.bicycle.0.pence", "20"),
        ("starts", "1/4/27"),
    ):
        say(page, field, text)
    asked = answering("back")
    page.keep.click()
    assert "0.45p a mile is less than a penny" in asked[0]
    assert own_policies(host.desk.workspace) == ()
    answering("keep")
    page.keep.click()
    assert only(host).policy.doubts != ()


def test_a_draft_lasts_and_every_step_goes_back(page: PoliciesPage, host: Host) -> None:
    write(page)
    car = page.editing.mileage.vehicles["car"]
    page.editing.turn_to(MILEAGE)
    car.more.click()
    assert len(page.editing.form.vehicle("car").bands) == 3
    assert car.rows["1.up_to"].field.hasFocus()
    QTest.keyClicks(car.rows["1.up_to"].field, "12,000")
    page.editing.flush()
    page.leave()
    again = PoliciesPage(host)
    again.refresh(None)
    assert again.start.waiting.panel is not None
    assert "You were writing “Eden trust”." in again.start.waiting.panel.accessibleName()
    again._carry_on()
    assert again.editing.form.vehicle("car").bands[1].up_to == "12,000"
    again.deleteLater()
    page.activateWindow()
    page.editing.undo_button.setFocus()
    key, held = Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    for _ in range(2):
        QTest.keyClick(page.editing.undo_button, key, held)
    assert len(page.editing.form.vehicle("car").bands) == 2
    QTest.keyClick(page.editing.undo_button, Qt.Key.Key_Y, held)
    assert len(page.editing.form.vehicle("car").bands) == 3
    car.less.click()
    assert len(page.editing.form.vehicle("car").bands) == 2
    QTest.keyClick(page.editing.undo_button, Qt.Key.Key_Escape)
    assert is_waiting(page)
    page._let_go()
    assert kept_draft(host.desk.workspace) is None
    assert not is_waiting(page)


def test_a_draft_that_waits_is_let_go_of_only_on_purpose(page: PoliciesPage, host: Host) -> None:
    write(page)
    page._back()
    asked = answering("leave")
    page.start.new.begin.click()
    assert asked == ["One policy is written at a time. It is kept as a draft until you let it go."]
    assert is_waiting(page)
    answering("on")
    page.start.new.begin.click()
    assert page.editing.form.name == "Eden trust"
    page.keep.click()
    assert not is_waiting(page)
    host.desk.door.undo()
    assert own_policies(host.desk.workspace) == ()
    assert is_waiting(page)
    answering("anew")
    page.start.new.begin.click()
    assert page.editing.form.name == ""
    page._back()
    assert not is_waiting(page)


def test_choices_open_what_belongs_to_them(page: PoliciesPage) -> None:
    write(page)
    page.editing.turn_to(COSTS)
    card = page.editing.costs.cards["carer_care"]
    card.fold.set_unfolded(True)
    fields = card.fields()
    assert fields.rows["agreed_over"].isHidden()
    fields.rows["agreed"].field.chosen.emit("over")  # type: ignore[attr-defined]
    assert not fields.rows["agreed_over"].isHidden()
    say(page, "pays.carer_care.agreed_over", "£20")
    say(page, "pays.carer_care.rate", "£12.50")
    card.fold.set_unfolded(False)
    assert card.said.text() == "£12.50 an hour, a receipt, agreed beforehand over £20."
    assert "2½ hours of care at home: £31.25, at £12.50 an hour." in (
        page.editing.live.example.others.sentences
    )
    fields.paid.click()
    assert card.said.text() == "Not paid."
    page.editing.turn_to(CLAIMING)
    page.editing.claiming.bank.click()
    assert page.editing.form.bank_details
    page.editing.turn_to(MILEAGE)
    first = page.editing.mileage.rows["year_begins"]
    assert first.isHidden()
    page.editing.mileage.rows["year"].field.chosen.emit("scheme")  # type: ignore[attr-defined]
    assert not first.isHidden()
    assert any("such as 1 July" in one for one in page.editing.live.checks.sentences)


def test_a_new_edition_leaves_claims_alone_and_says_what_changes(
    page: PoliciesPage, host: Host
) -> None:
    session = session_in_alston(host.desk)
    (agency,) = host.desk.workspace.find(Organisation)
    keep_form(host.desk.door, first_policy(host.desk))
    page.acts.follow(agency.id, only(host).policy.id)
    line = claimed(host, session, agency.id, dt.date(2027, 3, 18))
    page.refresh(None)
    (card,) = page.start.cards
    assert "Followed by North Cumbria (sample)." in [one.text() for one in words_of(card)]
    assert card.rows[0].buttons == {}
    assert any("1 line of claims priced by it." in one.text() for one in words_of(card))
    card.next.click()
    say(page, "starts", "1 March 2027")
    say(page, "checked", "18 March 2027")
    say(page, "mileage.car.0.pence", "52.5")
    lines = page.editing.live.changes.lines.sentences
    assert lines == [
        "Car: 45p a mile to 5,000 miles, then 25p becomes 52.5p a mile to 5,000 miles, then 25p."
    ]
    asked = answering("keep")
    page.keep.click()
    assert "They keep the edition they were priced by." in asked[0]
    assert host.faults == []
    assert host.desk.door.must_exist(ClaimLine, line.id) == line
    (card,) = page.start.cards
    newest, oldest = card.rows
    assert sorted(newest.buttons) == ["back", "right"]
    assert oldest.buttons == {}
    newest.buttons["right"].click()
    assert page.editing.form.starts == "Monday 1 March 2027"
    say(page, "mileage.car.0.pence", "55")
    answering("keep")
    page.keep.click()
    assert len(only(host).holding) == 2
    page.start.cards[0].rows[0].buttons["back"].click()
    assert len(only(host).holding) == 1
    assert host.said[-1] == "The edition is taken back."


def test_a_gap_is_refused_with_its_days_and_can_be_closed(page: PoliciesPage, host: Host) -> None:
    write(page)
    say(page, "until", "31 May 2027")
    page.keep.click()
    page.start.cards[0].next.click()
    say(page, "checked", "18 March 2027")
    say(page, "starts", "1 May 2027")
    overlap = "Two editions would hold at once from Saturday 1 May 2027 to Monday 31 May 2027."
    assert overlap in beneath(page, "starts")
    page.keep.click()
    assert overlap in host.faults[-1]
    say(page, "starts", "3 June 2027")
    assert "No edition would hold from Tuesday 1 June 2027" in beneath(page, "starts")
    earlier = page.editing.basics.earlier
    assert not earlier.isHidden()
    earlier.click()
    assert page.editing.live.checks.heading.text() == "This can be kept."
    page.keep.click()
    assert [one.ends for one in only(host).policy.editions] == [dt.date(2027, 6, 2), None]


def test_two_editions_for_one_day_are_shown_until_one_is_kept(
    page: PoliciesPage, host: Host
) -> None:
    keep_form(host.desk.door, first_policy(host.desk))
    two_for_one_day(host.desk, 30)
    (card,) = page.start.cards
    (panel,) = card.panels
    assert "Two editions of “Eden Valley trust (sample)” begin on" in panel.accessibleName()
    said = " ".join(one.text() for one in words_of(panel))
    assert "becomes 50p a mile" in said
    assert "becomes 60p a mile" in said
    card.save.click()
    assert "Say first which of them holds" in host.faults[-1]
    panel.buttons[0].click()
    assert page.start.cards[0].panels == []
    assert len(only(host).holding) == 2


def test_two_desks_that_changed_one_policy_see_it_in_the_window(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with pair(tmp_path) as two:
        keep_form(two.here.door, first_policy(two.here))
        two.send()
        keep_form(two.here.door, next_edition(two.here, 30, "50"))
        keep_form(two.there.door, next_edition(two.there, 60, "60"))
        host = Host(two.here)
        qtbot.addWidget(host)
        shown = PoliciesPage(host)
        host.show_page(shown)
        assert shown.start.cards[0].panels == []
        two.answer()
        (panel,) = shown.start.cards[0].panels
        assert "neither knowing of the other" in panel.accessibleName()
        panel.buttons[0].click()
        assert shown.start.cards[0].panels == []


def test_a_policy_goes_out_as_a_file_and_comes_in_again(
    page: PoliciesPage, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(page)
    page.keep.click()
    target = tmp_path / "Eden Trust 2027.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    page.start.cards[0].save.click()
    assert host.said[-1] == "Saved as Eden Trust 2027.toml."
    page.start.new.bring_in.click()
    assert host.said[-1] == "Eden trust is here already."
    text = target.read_text(encoding="utf-8")
    target.write_text(text.replace("pence = 24", "pence = 26"), encoding="utf-8")
    asked = answering("leave")
    page.start.new.bring_in.click()
    assert "says something else" in asked[0]
    assert len(own_policies(host.desk.workspace)) == 1
    answering("own")
    page.start.new.bring_in.click()
    assert len(own_policies(host.desk.workspace)) == 2
    for hostile, says in (
        (b"", "it is empty"),
        (text[: len(text) // 2].encode(), "cannot be used"),
        (b"PK\x03\x04\x00\xff", "some other kind of file"),
        (b"x" * 300_000, "far too long"),
        (text.replace("format = 3", "format = 99").encode(), "newer version"),
        (text.replace("pence = 24", "pence = 1e999999").encode(), "between 0 and 1,000"),
    ):
        target.write_bytes(hostile)
        page.start.new.bring_in.click()
        assert says in host.faults[-1]
    assert len(own_policies(host.desk.workspace)) == 2


def test_the_settings_lead_there(host: Host) -> None:
    card = ContentCard(host)
    here = next(one for one in card.findChildren(Button) if "Expense policies" in one.text())
    here.click()
    assert host.opened == [("expense_policies", "")]
    card.deleteLater()


def walked(host: Host, page: PoliciesPage, qtbot: QtBot) -> None:
    """Everything has one name, is told, is large enough, fits, and Tab goes as one reads."""
    qtbot.waitUntil(lambda: faults_of(page) == [])
    assert [*twins(page), *untold_states(page)] == []
    qtbot.waitUntil(lambda: out_of_order(host, page, columns=True) == [])


@pytest.mark.parametrize("scale", [100, 200])
def test_everything_has_a_name_and_fits(
    page: PoliciesPage, host: Host, qtbot: QtBot, scale: int
) -> None:
    session_in_alston(host.desk)
    keep_form(host.desk.door, first_policy(host.desk))
    two_for_one_day(host.desk, 30)
    theme().set_scale(scale)
    walked(host, page, qtbot)
    page.start.cards[0].next.click()
    steps: list[Callable[[], object]] = [
        lambda: page.editing.turn_to(MILEAGE),
        lambda: page.editing.go_to("pays.child_care.rate"),
        lambda: page.editing.turn_to(CLAIMING),
    ]
    for step in steps:
        step()
        walked(host, page, qtbot)


def test_the_first_page_says_that_an_edition_is_to_be_chosen(host: Host) -> None:
    keep_form(host.desk.door, first_policy(host.desk))
    home = HomePage(host)
    host.show_page(home)
    home._show_due(Found((), watched_there=True))
    asked = "Two editions of an expense policy"
    assert asked not in [one.text() for one in words_of(home.due)]
    two_for_one_day(host.desk, 30)
    home._show_due(Found((), watched_there=True))
    assert asked in [one.text() for one in words_of(home.due)]
    link = next(one for one in home.due.findChildren(Button) if asked in one.accessibleName())
    link.click()
    assert host.opened[-1] == ("expense_policies", "")
    home.hide()
    host.desk.workspace.close()
    home._show_due(
        Found((), watched_there=True)
    )  # it came back late: nobody looks, nothing is read
