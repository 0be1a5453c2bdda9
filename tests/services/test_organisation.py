"""An organisation through its life: coordinators come and go, join files cross, one holds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop import paths
from cps_desktop.domain.changes import creating, deleting, setting
from cps_desktop.domain.faults import CannotUnlock, Fault, InputRefused
from cps_desktop.domain.kinds import JoinPaper, Person, Session
from cps_desktop.services import coordination, exchange, organisation
from cps_desktop.services.backups import make_backup
from cps_desktop.services.desk import Desk
from cps_desktop.services.erasing import erase, foresee_person
from cps_desktop.services.joining import (
    accept_joining,
    joining_typed,
    read_joining,
    save_join_file,
    typed_problem,
    typed_so_far,
)
from cps_desktop.services.organisation import (
    add_coordinator,
    become_coordinator,
    open_card,
    remove_coordinator,
    save_card,
    set_roles,
)
from cps_desktop.services.papers import (
    coordinators,
    expiry_warning,
    identities,
    joined,
    own_roles,
    paper_now,
    papers,
    root_secret,
    sealed_for,
    verified,
    warrant,
    who_coordinates,
)
from cps_desktop.services.receivers import ANYONE, Receiver
from cps_desktop.services.sessions import create_session
from cps_desktop.services.taking_up_papers import take_up, take_up_papers, taken_up_at
from cps_desktop.storage.backups import keys_beside
from cps_desktop.storage.driver import DriverError
from cps_desktop.storage.keys import KeyFile
from cps_desktop.sync.joining import write_join_file
from cps_desktop.sync.joining_on_paper import paper_rows
from cps_desktop.sync.recovery_words import recovery_keys
from tests.services.laptop import Laptop, give, laptop


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Laptop]:
    """The laptop that makes the organisation."""
    with laptop(tmp_path, seed=1) as one:
        become_coordinator(one.workspace, "Fellside CPS", "Anna Bell")
        yield one


@pytest.fixture
def ben(tmp_path: Path) -> Iterator[Laptop]:
    """A second coordinator's laptop."""
    with laptop(tmp_path, seed=2) as one:
        yield one


@pytest.fixture
def fay(tmp_path: Path) -> Iterator[Laptop]:
    """A facilitator's laptop."""
    with laptop(tmp_path, seed=3) as one:
        yield one


def card_of(one: Laptop, folder: Path, name: str) -> organisation.Card:
    path = folder / f"{name}.cpscard"
    words = save_card(one.workspace, path, name)
    card = open_card(path)
    assert card.words == words, "both see the same four"
    return card


def join(one: Laptop, of: Laptop, folder: Path) -> None:
    path = folder / "now.cpsjoin"
    path.unlink(missing_ok=True)
    save_join_file(of.workspace, path)
    accept_joining(one.workspace, read_joining(one.workspace, path), path)


def escrowed(one: Laptop) -> set[str]:
    return {name for _, name in one.workspace.keys.escrowed}


def opens(one: Laptop, identity: str) -> bool:
    others = json.loads((one.workspace.folder / "workspace.keys.json").read_text())
    others["wraps"] = [each for each in others["wraps"] if each["way"] == "escrow"]
    try:
        return KeyFile(Path(), others).unlock(escrow_identity=identity) == one.workspace.key
    except CannotUnlock:
        return False


def test_whoever_makes_it_coordinates_and_may_erase(anna: Laptop, fay: Laptop) -> None:
    assert own_roles(anna.workspace) == {"coordinator", "controller"}
    assert own_roles(fay.workspace) == frozenset()
    now = joined(anna.workspace)
    assert now is not None
    assert now.join.recovery == recovery_keys(root_secret(anna.workspace) or b"").recipient
    assert (warrant(fay.workspace), papers(fay.workspace)) == ("", ())
    assert verified(warrant(anna.workspace)).join == now.join
    assert organisation.too_few(anna.workspace)


def test_a_second_coordinator_comes_and_goes(
    anna: Laptop, ben: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    join(fay, anna, tmp_path)
    card = card_of(ben, tmp_path, "Ben Carr")
    made = add_coordinator(anna.workspace, card)
    assert (made.join.sequence, made.coordinators) == (2, ("Anna Bell", "Ben Carr"))
    assert organisation.too_few(anna.workspace) == ""
    assert [one.name for one in who_coordinates(anna.workspace)] == ["Anna Bell", "Ben Carr"]
    join(ben, anna, tmp_path)
    assert own_roles(ben.workspace) == {"coordinator"}
    assert coordination.is_coordinator(ben.workspace)
    assert root_secret(ben.workspace) is None, "only one laptop signs"
    with pytest.raises(InputRefused, match="does not sign join files"):
        organisation.renew(ben.workspace, organisation="Ours")

    join(fay, anna, tmp_path)
    ben_identity = exchange.own_age_keys(ben.workspace).identity
    assert escrowed(fay) == {"Anna Bell", "Ben Carr", "Recovery sheet of Fellside CPS"}
    assert opens(fay, ben_identity)

    set_roles(anna.workspace, ben.workspace.device_key.hex(), controller=True)
    set_roles(anna.workspace, anna.workspace.device_key.hex(), controller=False)
    with pytest.raises(InputRefused, match="Somebody must be able to erase"):
        set_roles(anna.workspace, ben.workspace.device_key.hex(), controller=False)
    assert own_roles(anna.workspace) == {"coordinator"}

    remove_coordinator(anna.workspace, ben.workspace.device_key.hex())
    assert own_roles(anna.workspace) == {"coordinator", "controller"}, "somebody must be able to"
    join(fay, anna, tmp_path)
    assert escrowed(fay) == {"Anna Bell", "Recovery sheet of Fellside CPS"}
    assert not opens(fay, ben_identity)
    with pytest.raises(InputRefused, match="not in the join file any more"):
        remove_coordinator(anna.workspace, ben.workspace.device_key.hex())
    with pytest.raises(InputRefused, match="signs the join files"):
        remove_coordinator(anna.workspace, anna.workspace.device_key.hex())


def test_the_copies_here_open_to_who_coordinates_now(
    anna: Laptop, ben: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    create_session(fay.door, title="Letters")
    copy = make_backup(fay.workspace)
    assert KeyFile.read_file(keys_beside(copy)).escrowed == frozenset()
    join(fay, anna, tmp_path)
    assert KeyFile.read_file(keys_beside(copy)).escrowed == fay.workspace.keys.escrowed


def test_cards_that_are_forged_or_ones_own_are_refused(
    anna: Laptop, ben: Laptop, tmp_path: Path
) -> None:
    with pytest.raises(InputRefused, match="card of this laptop"):
        add_coordinator(anna.workspace, card_of(anna, tmp_path, "Anna"))
    card_of(ben, tmp_path, "Ben")
    text = json.loads((tmp_path / "Ben.cpscard").read_text())
    recipient = exchange.own_age_keys(anna.workspace).recipient
    stolen = {**text, "card": {**text["card"], "recipient": recipient}}
    for number, content in enumerate(
        (
            json.dumps(stolen).encode(),
            json.dumps({**text, "card": {**text["card"], "name": "Bob"}}).encode(),
            json.dumps({**text, "signature": "00" * 64}).encode(),
            json.dumps({"card": [], "signature": 5}).encode(),
            b"",
            b"x" * 20_000,
        )
    ):
        path = tmp_path / f"{number}.cpscard"
        path.write_bytes(content)
        with pytest.raises(InputRefused, match="not a coordinator card"):
            open_card(path)
    with pytest.raises(InputRefused, match="name is needed"):
        save_card(ben.workspace, tmp_path / "none.cpscard", "  ")
    assert not (tmp_path / "none.cpscard").exists()
    assert paper_now(anna.workspace) == papers(anna.workspace)[-1]


def test_an_organisation_whose_making_was_interrupted_is_made_whole(fay: Laptop) -> None:
    """The battery went after the root key was kept and before its first join file was."""
    fay.workspace.set_note("organisation root", {"secret": "5a" * 32, "sequence": 1})
    assert joined(fay.workspace) is None
    assert identities(fay.workspace)
    made = become_coordinator(fay.workspace, "Fellside CPS", "Fay")
    assert made.join.sequence == 1
    assert root_secret(fay.workspace) == bytes.fromhex("5a" * 32)
    assert own_roles(fay.workspace) == {"coordinator", "controller"}


def test_names_that_never_end_or_break_lines_are_made_fit(fay: Laptop) -> None:
    made = become_coordinator(fay.workspace, "A\nB\x00 \ud800" + "x" * 9000, " Fay\tC ")
    assert "\n" not in made.organisation
    assert len(made.organisation) < 300
    assert made.coordinators == ("Fay C",)


# -- papers ---------------------------------------------------------------------------------------


def test_a_newer_join_file_comes_with_a_bundle_and_is_taken_up(
    anna: Laptop, ben: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    join(fay, anna, tmp_path)
    add_coordinator(anna.workspace, card_of(ben, tmp_path, "Ben Carr"))
    assert [one.name for one in coordinators(fay.workspace)] == ["Anna Bell"]
    give(anna, fay, tmp_path)
    assert [one.name for one in coordinators(fay.workspace)] == ["Anna Bell", "Ben Carr"]
    assert "Ben Carr" in escrowed(fay)
    assert taken_up_at(fay.workspace)
    assert [one.join.sequence for one in papers(fay.workspace)] == [1, 2]
    give(fay, anna, tmp_path)
    assert paper_now(anna.workspace) == paper_now(fay.workspace)


def test_a_bundle_of_one_session_brings_papers_as_well(
    anna: Laptop, ben: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    join(fay, anna, tmp_path)
    session = create_session(anna.door, title="Letters")
    create_session(anna.door, title="Another")
    add_coordinator(anna.workspace, card_of(ben, tmp_path, "Ben Carr"))
    keys = exchange.own_age_keys(fay.workspace)
    to = Receiver("Fay", keys.recipient, device=fay.workspace.device_key)
    plan = exchange.plan_handing_over(anna.workspace, to, sessions=[session])
    exchange.hand_over(anna.door, anna.workspace, plan, to, tmp_path / "one.cpsb")
    exchange.bring_in(fay.workspace, exchange.open_bundle(tmp_path / "one.cpsb", [keys.identity]))
    assert [one.title for one in fay.workspace.find(Session)] == ["Letters"]
    assert [one.name for one in coordinators(fay.workspace)] == ["Anna Bell", "Ben Carr"]


def test_whatever_order_papers_come_in_every_laptop_ends_at_the_same(
    anna: Laptop, ben: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    join(fay, anna, tmp_path)
    join(ben, anna, tmp_path)
    organisation.renew(anna.workspace, organisation="Fellside One")
    give(anna, ben, tmp_path)
    organisation.renew(anna.workspace, organisation="Fellside Two")
    give(anna, fay, tmp_path)
    give(ben, fay, tmp_path)
    assert [getattr(joined(one.workspace), "organisation", "") for one in (ben, fay)] == [
        "Fellside One",
        "Fellside Two",
    ]
    give(fay, ben, tmp_path)
    assert paper_now(ben.workspace) == paper_now(fay.workspace) == paper_now(anna.workspace)


def test_of_two_with_one_number_every_laptop_keeps_the_same(
    anna: Laptop, ben: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    """Two laptops with the root key, such as after a recovery, may sign at once."""
    secret, now = root_secret(anna.workspace), paper_now(anna.workspace)
    assert secret is not None
    assert now is not None
    two = [
        verified(
            write_join_file(
                msgspec.structs.replace(now.join, organisation=f"Name {n}", sequence=7), secret
            ).decode()
        )
        for n in range(6)
    ]
    lesser, *_, greater = sorted(two, key=lambda one: one.rank)
    files = []
    for one in (lesser, greater):
        path = tmp_path / f"{one.join.organisation}.cpsjoin"
        path.write_text(one.text)
        files.append(path)
    join(ben, anna, tmp_path)
    join(fay, anna, tmp_path)
    for laptop_, order in ((ben, files), (fay, files[::-1])):
        first = read_joining(laptop_.workspace, order[0])
        assert first.warning == ""
        accept_joining(laptop_.workspace, first)
    with pytest.raises(InputRefused, match="two join files with the number 7"):
        read_joining(fay.workspace, files[0])
    second = read_joining(ben.workspace, files[1])
    assert "another join file with the number 7" in second.warning
    assert second.same_root
    give(fay, ben, tmp_path)
    assert paper_now(ben.workspace) == paper_now(fay.workspace) == greater
    again = read_joining(ben.workspace, files[1])
    assert again.warning == "", "the very same file once more"


def test_papers_of_others_are_kept_and_handed_on_but_not_obeyed(
    anna: Laptop, ben: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    become_coordinator(ben.workspace, "Another", "Ben")
    organisation.renew(ben.workspace, organisation="Another still")
    join(fay, anna, tmp_path)
    give(ben, fay, tmp_path)
    assert joined(fay.workspace) is not None
    assert getattr(joined(fay.workspace), "organisation", "") == "Fellside CPS"
    assert [one.join.organisation for one in papers(fay.workspace)] == ["Fellside CPS"]
    assert len(fay.workspace.find(JoinPaper)) == 3
    give(fay, anna, tmp_path)
    assert len(anna.workspace.find(JoinPaper)) == 3
    assert getattr(joined(anna.workspace), "organisation", "") == "Fellside CPS"


def test_nobody_takes_a_paper_back_or_forges_one(
    anna: Laptop, ben: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    join(fay, anna, tmp_path)
    join(ben, anna, tmp_path)
    organisation.renew(anna.workspace, organisation="Fellside Two")
    give(anna, ben, tmp_path)
    # Ben writes over every paper he knows, takes them away, and makes one up.
    records = ben.workspace.find(JoinPaper)
    forged = (
        warrant(anna.workspace)
        .replace("Fellside Two", "Fellside 3")
        .replace('"sequence": 2', '"sequence": 9')
    )
    ben.door.do("Spoil", [edit for one in records for edit in setting(one, written=forged)])
    ben.door.do("Spoil", deleting(list(records)))
    made_up = ben.door.new_id()
    ben.door.do("Spoil", creating(JoinPaper(id=made_up, root=made_up, written=forged)))
    make_odd = ben.door.new_id()
    ben.door.do("Spoil", creating(JoinPaper(id=make_odd, root=make_odd, written="{")))
    give(ben, fay, tmp_path)
    assert getattr(joined(fay.workspace), "organisation", "") == "Fellside Two"
    assert [one.join.sequence for one in papers(fay.workspace)] == [1, 2]
    assert take_up_papers(ben.workspace) is None
    assert getattr(joined(ben.workspace), "organisation", "") == "Fellside Two"


def test_a_file_put_under_a_papers_name_first_does_not_keep_it_out(
    anna: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    (true,) = anna.workspace.find(JoinPaper)
    fay.workspace.append("First", creating(replace(true, written="nothing")))
    join(fay, anna, tmp_path)
    assert true.written in fay.workspace.reader.ever_said(JoinPaper, "written")
    assert [one.join.sequence for one in papers(fay.workspace)] == [1]


def test_looking_into_a_bundle_takes_nothing_up(anna: Laptop, fay: Laptop, tmp_path: Path) -> None:
    join(fay, anna, tmp_path)
    before = fay.workspace.keys.escrowed
    organisation.renew(anna.workspace, organisation="Fellside Two")
    keys = exchange.own_age_keys(fay.workspace)
    to = Receiver("Fay", keys.recipient, device=fay.workspace.device_key)
    plan = exchange.plan_handing_over(anna.workspace, to)
    exchange.hand_over(anna.door, anna.workspace, plan, to, tmp_path / "new.cpsb")
    bundle = exchange.open_for(fay.workspace, tmp_path / "new.cpsb")
    with fay.workspace.trial():
        exchange.bring_in(fay.workspace, bundle)
    assert getattr(joined(fay.workspace), "organisation", "") == "Fellside CPS"
    assert fay.workspace.keys.escrowed == before
    exchange.bring_in(fay.workspace, bundle)
    assert getattr(joined(fay.workspace), "organisation", "") == "Fellside Two"


def test_what_release_0_1_left_is_made_whole_on_opening(fay: Laptop) -> None:
    """A laptop that joined by release 0.1 has its join file as a note alone."""
    secret = bytes(range(32))
    root = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw().hex()
    content = {
        "coordinators": [
            {
                "device": "ab" * 32,
                "name": "Anna",
                "recipient": recovery_keys(b"x" * 32).recipient,
                "roles": ["coordinator"],
            }
        ],
        "expires": "",
        "format": 1,
        "organisation": "Old ones",
        "root": root,
        "sequence": 4,
        "what": "CPS Desktop join file",
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    signature = Ed25519PrivateKey.from_private_bytes(secret).sign(
        b"cps join file\x00" + canonical.encode()
    )
    text = json.dumps({"join": content, "signature": signature.hex()}, indent=1, sort_keys=True)
    fay.workspace.set_note("join file", text)
    assert take_up_papers(fay.workspace) is None
    assert escrowed(fay) == {"Anna"}
    assert [one.text for one in papers(fay.workspace)] == [text]
    assert [one.written for one in fay.workspace.find(JoinPaper)] == [text]
    assert take_up_papers(fay.workspace) is None
    assert len(fay.workspace.find(JoinPaper)) == 1
    # Its maker's laptop goes on from there, and learns of the sheet and the new role.
    fay.workspace.set_note("organisation root", {"secret": secret.hex(), "sequence": 4})
    made = organisation.change_names(fay.workspace, "Old ones", "Fay")
    assert made.join.sequence == 5
    assert made.join.recovery
    assert own_roles(fay.workspace) == {"coordinator", "controller"}


# -- what is sealed to whom -----------------------------------------------------------------------


def test_bundles_for_a_coordinator_open_with_the_recovery_sheet_as_well(
    anna: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    join(fay, anna, tmp_path)
    create_session(fay.door, title="Letters")
    (to,) = coordinators(fay.workspace)
    secret = root_secret(anna.workspace)
    assert secret is not None
    recovery = recovery_keys(secret)
    assert sealed_for(fay.workspace, to) == [to.recipient, recovery.recipient]
    plan = exchange.plan_handing_over(fay.workspace, to)
    exchange.hand_over(fay.door, fay.workspace, plan, to, tmp_path / "b.cpsb")
    for identity in (exchange.own_age_keys(anna.workspace).identity, recovery.identity):
        assert exchange.open_bundle(tmp_path / "b.cpsb", [identity]).inspection.changes
    assert recovery.identity in identities(anna.workspace)
    assert identities(fay.workspace) == (exchange.own_age_keys(fay.workspace).identity,)
    stranger = Receiver("A laptop met", recovery_keys(b"y" * 32).recipient)
    assert sealed_for(fay.workspace, stranger) == [stranger.recipient]
    assert Receiver("words", passphrase="five").key == ANYONE


# -- expiry and typing -----------------------------------------------------------------------------


def test_expiry_warns_and_nothing_more(anna: Laptop, fay: Laptop, tmp_path: Path) -> None:
    organisation.renew(anna.workspace, expires="2027-03-17")
    path = tmp_path / "old.cpsjoin"
    save_join_file(anna.workspace, path)
    joining = read_joining(fay.workspace, path)
    assert "meant to be used until Wednesday 17 March 2027. It still works." in joining.warning
    accept_joining(fay.workspace, joining, path)
    assert coordinators(fay.workspace)
    made = organisation.renew(anna.workspace, expires="")
    assert made.join.expires == ""
    assert expiry_warning(made.join, dt.date(2099, 1, 1)) == ""
    on_the_day = organisation.renew(anna.workspace, expires="2027-03-18")
    assert expiry_warning(on_the_day.join, dt.date(2027, 3, 18)) == ""


def test_a_laptop_joins_by_typing(anna: Laptop, fay: Laptop) -> None:
    rows = list(paper_rows(warrant(anna.workspace).encode()))
    assert typed_problem(typed_so_far("\n".join(rows[:4]))) == (
        f"4 of {len(rows)} rows are there. Row 5 comes next."
    )
    wrong = [*rows]
    # The first two letters of a row are its number: one after them is of what it holds.
    wrong[2] = wrong[2][:3] + ("2" if wrong[2][3] != "2" else "3") + wrong[2][4:]
    with pytest.raises(InputRefused, match="Row 3 is not as on the paper"):
        joining_typed(fay.workspace, "\n".join(wrong))
    wrong[5] = wrong[5][:-2]
    with pytest.raises(InputRefused, match="Row 6 has 23 letters"):
        joining_typed(fay.workspace, "\n".join(wrong))
    wrong[6] = "O" + wrong[6][1:]
    with pytest.raises(InputRefused, match="Row 7 holds a sign"):
        joining_typed(fay.workspace, "\n".join([*rows[:6], *wrong[6:]]))
    with pytest.raises(InputRefused, match="Type the rows"):
        joining_typed(fay.workspace, "")
    joining = joining_typed(fay.workspace, "\n".join(rows).lower())
    accept_joining(fay.workspace, joining)
    assert paper_now(fay.workspace) == paper_now(anna.workspace)


@given(st.binary(max_size=600))
def test_no_file_makes_reading_a_join_file_fall(content: bytes) -> None:
    for text in (content, b'{"join":' + content, b"{" + content + b"}"):
        with pytest.raises(InputRefused):
            verified(text.decode("utf-8", "replace"))


def test_a_join_file_is_taken_up_with_what_it_makes_hold_or_not_at_all(
    anna: Laptop, fay: Laptop, tmp_path: Path
) -> None:
    join(fay, anna, tmp_path)
    person = Person(id=fay.door.new_id(), name="Ida Quillfeather")
    fay.door.do("Add a person", creating(person))
    give(fay, anna, tmp_path)
    with laptop(tmp_path, seed=9) as late:
        give(fay, late, tmp_path)
        desk = Desk(anna.workspace, anna.door, resources=paths.resources())
        erase(desk, foresee_person(anna.workspace, person.id), "asked to")
        narrowed = tmp_path / "rulings.cpsb"
        keys = exchange.own_age_keys(late.workspace)
        to = Receiver("late", keys.recipient, device=late.workspace.device_key)
        session = create_session(anna.door, title="Letters")
        plan = exchange.plan_handing_over(anna.workspace, to, sessions=(session,))
        exchange.hand_over(anna.door, anna.workspace, plan, to, narrowed)
        exchange.bring_in(late.workspace, exchange.open_for(late.workspace, narrowed))
        assert late.workspace.get(Person, person.id) is not None
        late.workspace.connection.execute(
            "CREATE TRIGGER full BEFORE UPDATE OF value ON journal_change"
            " BEGIN SELECT raise(ABORT, 'no room'); END"
        )
        text = warrant(anna.workspace)
        with pytest.raises((Fault, DriverError)):
            take_up(late.workspace, verified(text))
        assert paper_now(late.workspace) is None
        late.workspace.connection.execute("DROP TRIGGER full")
        take_up(late.workspace, verified(text))
        assert late.workspace.get(Person, person.id) is None
