"""Pictures of a claim from signing to payment, of care by the hour, and of the dialogs between."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.kinds import Attachment, Claim, LineKind, Signing
from cps_desktop.services import claim_steps
from cps_desktop.services.accruals import running_out
from cps_desktop.services.claim_payments import strike_out
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.claim_view import claims_of_session
from cps_desktop.services.desk import Desk
from cps_desktop.services.own_details import keep_own_name
from cps_desktop.services.paying_batches import make_batch, pay_batch
from cps_desktop.services.payment_batches import batch_view
from cps_desktop.services.sample import make_sample
from cps_desktop.services.sessions import session_rows, todays_session
from cps_desktop.ui.claims_running_out import RunningOutDialog
from cps_desktop.ui.kit import Card
from cps_desktop.ui.pages_of_session.expenses import ExpensesPage
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window

_WAIT_MS = 350
_PHOTOS, _PHOTOS_MS = 3, 20_000
_OFFICE = Who("Anna Bell (invented)")

Look = tuple[str, int]


def take_claims(
    app: QApplication, folder: Path, to: Path, looks: Sequence[Look], size: tuple[int, int]
) -> int:
    """A picture of every state in every look."""
    count = 0
    for name, scale in looks:
        desk = new_desk(folder / f"claims {name} {scale}", way="open")
        make_sample(desk)
        keep_own_name(desk.workspace, _OFFICE.name)
        theme().set_theme(name)
        theme().set_scale(scale)
        count += _pictures(app, desk, size, partial(_save, to, f"{name}-{scale}"))
        desk.close()
    return count


def _save(to: Path, look: str, key: str, of: QWidget) -> None:
    of.grab().save(str(to / f"claim-{key}-{look}.png"))


def _pictures(
    app: QApplication, desk: Desk, size: tuple[int, int], take: Callable[[str, QWidget], object]
) -> int:
    rows = session_rows(desk.workspace, desk.door.today(), desk.workspace.session_counts())
    today = todays_session(rows)
    assert today is not None
    window = Window(desk)
    window.resize(*size)
    window.show()
    window.open_session(today.session, "expenses")
    page = window.stack.page
    assert isinstance(page, ExpensesPage)
    claims = claims_of_session(desk.workspace, desk.policies, today.session)
    chosen = max(claims, key=lambda row: row.lines)
    count = 0

    def picture(key: str, of: QWidget) -> None:
        nonlocal count
        _wait(app)
        take(key, of)
        count += 1

    page.open_claim(chosen.claim)
    page.sheet.begin_line()
    form = page.sheet.form
    assert form is not None
    form.fields.kind.set_key(LineKind.CHILD_CARE)
    form.fields.kind.chosen.emit(LineKind.CHILD_CARE)
    _wait(app)
    QTest.keyClicks(form.fields.description, "Childminder")
    QTest.keyClicks(form.fields.hours, "10:00 to 13:30")
    QTest.keyClicks(form.fields.hour_cost.line, "12")
    picture("care", window)
    page.sheet.finish_line()
    _photos_arrive(app, page, desk.folder)
    next(iter(page.sheet.camera.rows.values())).aside_button.click()
    _wait(app)
    _show(page, page.sheet.camera, top=True)
    picture("camera", window)
    aside = page.sheet.camera.aside()
    aside.show()
    picture("aside", aside)
    aside.close()
    way, door, claim = page.sheet.way, desk.door, chosen.claim
    signing = way.dialog("sign")
    signing.show()
    _wait(app)
    _scrawl(signing)
    picture("signing", signing)
    signing.close()
    claim_steps.declare(
        door, claim, Who(chosen.claimant), signing=Signing.SCREEN, strokes="1,1 9,9"
    )
    attending = way.dialog("attend")
    attending.show()
    picture("attending", attending)
    attending.close()
    claim_steps.confirm_attendance(door, claim, _OFFICE, "I saw them at the door.")
    claim_steps.submit(door, claim, _OFFICE)
    _show(page, way)
    picture("submitted", window)
    claim_steps.query(door, claim, _OFFICE, "Which train was it?")
    claim_steps.submit(door, claim, _OFFICE, "The 10:14.")
    claim_steps.approve(door, claim, _OFFICE)
    _show(page, way)
    picture("approved", window)
    agency = desk.door.must_exist(Claim, claim).lead_agency
    batch = make_batch(door, agency, _OFFICE, "2027-03", frozenset({claim}))
    page.show_list()
    picture("list", window)
    batches = page.batches()
    batches.show()
    picture("batches", batches)
    day = door.today()
    pay_batch(door, desk.policies, batch, _OFFICE, reference="BACS 7", day=day)
    batches.show_all()
    view = batch_view(desk.workspace, desk.policies, batch)
    striking = batches.striking_out(view, view.rows[0])
    striking.show()
    picture("striking-out", striking)
    strike_out(door, view.rows[0].payment, _OFFICE, "The bank sent it back: a wrong sort code.")
    striking.close()
    batches.show_all()
    _wait(app)
    areas = batches.findChildren(QScrollArea)
    card = next(one for one in batches.findChildren(Card) if "2027-03" in one.accessibleName())
    areas[0].ensureWidgetVisible(card)
    picture("batches-struck-out", batches)
    batches.close()
    page.open_claim(claim)
    _show(page, page.sheet.way)
    picture("struck-out", window)
    page.show_list()
    time_payments = page.time_payments()
    time_payments.show()
    picture("time", time_payments)
    time_payments.close()
    window.open_home()
    picture("home", window)
    late = running_out(desk.workspace, desk.policies, desk.door.today())
    limit = RunningOutDialog(window, late, window)
    limit.show()
    picture("near-limit", limit)
    limit.close()
    window.close()
    return count


def _photos_arrive(app: QApplication, page: ExpensesPage, folder: Path) -> None:
    """Three photos in a folder, the last one the same as the first."""
    phone = folder / "Camera"
    phone.mkdir()
    page.sheet.camera.watch_folder(phone)
    desk = page.desk
    known = desk.workspace.find(Attachment)
    for number, one in enumerate((known[0], known[1], known[0]), 1):
        content = desk.workspace.attachment(one.digest)
        assert content is not None
        path = phone / f"IMG_{number}.jpg"
        path.write_bytes(content)
        moment = desk.door.now_ms() / 1000 - 60 * number
        os.utime(path, (moment, moment))
    page.sheet.camera.gather()
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < _PHOTOS_MS:
        app.processEvents()
        rows = list(page.sheet.camera.rows.values())
        if len(rows) == _PHOTOS and all(not row.look_button.isHidden() for row in rows):
            break


def _scrawl(signing: QWidget) -> None:
    """Something like a signature."""
    box = getattr(signing, "signature", None)
    assert box is not None
    paper = box.paper
    QTest.mousePress(paper, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    for step in range(30):
        QTest.mouseMove(paper, QPoint(40 + 6 * step, 60 + (20 if step % 2 else -20)))
    QTest.mouseRelease(paper, Qt.MouseButton.LeftButton, pos=QPoint(230, 70))


def _show(page: ExpensesPage, part: QWidget, *, top: bool = False) -> None:
    walk = part.parentWidget()
    while walk is not None and not isinstance(walk, QScrollArea):
        walk = walk.parentWidget()
    QTest.qWait(50)
    if isinstance(walk, QScrollArea):
        inside = walk.widget()
        wanted = part.mapTo(inside, QPoint(0, 0)).y() if top and inside is not None else 10**6
        walk.verticalScrollBar().setValue(wanted)
    page.update()


def _wait(app: QApplication) -> None:
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < _WAIT_MS:
        app.processEvents()
