"""A new root key of the organisation: compared anew, and nothing that was ruled is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Person
from cps_desktop.services import erasing, organisation, revoking
from cps_desktop.services.coordination import (
    accept_joining,
    become_coordinator,
    paper_now,
    read_joining,
    root_secret,
    save_join_file,
)
from cps_desktop.services.desk import Desk
from cps_desktop.services.joining import new_key_waiting, refuse_new_key
from cps_desktop.services.papers import Joining, former_roots, joined
from cps_desktop.services.people import add_person
from cps_desktop.services.recovery import look_at_sheet, recover, still_lacking
from cps_desktop.services.rulings import what_holds
from cps_desktop.services.sessions import create_session
from cps_desktop.sync.joining import (
    FormerRoot,
    JoinFile,
    followed,
    read_join_file,
    released,
    root_of,
    write_join_file,
)
from cps_desktop.sync.joining_on_paper import join_file_from, paper_rows
from tests.services.desks import desk_of
from tests.services.laptop import Laptop, give, laptop

REASON = "Asked by the person"


class Three:
    """A coordinator who signs, a second who may erase, and a facilitator; all joined and met."""

    def __init__(self, laptops: list[Laptop], folder: Path) -> None:
        self.anna, self.ben, self.fay = laptops
        self.folder = folder
        become_coordinator(self.anna.workspace, "Fellside CPS", "Anna Bell")
        card = folder / "ben.cpscard"
        organisation.save_card(self.ben.workspace, card, "Ben Carr")
        organisation.add_coordinator(
            self.anna.workspace, organisation.open_card(card), controller=True
        )
        for one in (self.ben, self.fay):
            self.join(one)
        self.names = [
            add_person(self.fay.door, name=f"{name} Invented") for name in ("Ida", "Bea", "Cleo")
        ]
        self.around()

    def join(self, one: Laptop) -> None:
        path = self.folder / "now.cpsjoin"
        path.unlink(missing_ok=True)
        save_join_file(self.anna.workspace, path)
        accept_joining(one.workspace, read_joining(one.workspace, path), path)

    def around(self) -> None:
        """Everybody hands over to Anna, and she to everybody."""
        create_session(self.ben.door, title="Something new to say")
        for one in (self.fay, self.ben):
            give(one, self.anna, self.folder)
        for one in (self.fay, self.ben):
            give(self.anna, one, self.folder)

    def erase(self, by: Laptop, person: str) -> None:
        desk: Desk = desk_of(by)
        erasing.erase(desk, erasing.foresee_person(by.workspace, person), REASON)

    def people(self, one: Laptop) -> set[str]:
        return {found.id for found in one.workspace.find(Person)}


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with (
        laptop(tmp_path, seed=1) as anna,
        laptop(tmp_path, seed=2) as ben,
        laptop(tmp_path, seed=3) as fay,
    ):
        yield Three([anna, ben, fay], tmp_path)


def now(one: Laptop) -> JoinFile:
    found = paper_now(one.workspace)
    assert found is not None
    return found.join


def waiting(one: Laptop) -> Joining:
    found = new_key_waiting(one.workspace)
    assert found is not None
    return found


def test_a_new_key_is_compared_by_everybody_and_all_rulings_hold_under_it(three: Three) -> None:
    anna, ben, fay = three.anna, three.ben, three.fay
    ida, bea, cleo = three.names
    three.erase(anna, ida)
    three.erase(ben, bea)
    stopped = b"\x07" * 32
    revoking.revoke(desk_of(anna), stopped, "Lost")
    three.around()
    before, held = now(anna), what_holds(anna.workspace)
    # Ben erases once more, which nobody has heard of when the key is changed.
    three.erase(ben, cleo)
    made = organisation.change_root(anna.workspace)
    assert made.join.root != before.root
    assert (made.join.sequence, followed(made.join)) == (before.sequence + 1, (before.root,))
    assert what_holds(anna.workspace) == held, "nothing was taken back with the old key"
    assert still_lacking(anna.workspace).startswith("The recovery sheet was not printed yet")
    # With bundles it is offered, and never taken up by itself: a thief could have signed it.
    three.around()
    for one in (ben, fay):
        assert now(one).root == before.root
        assert "new key" in still_lacking(one.workspace)
        offered = waiting(one)
        assert (offered.words, offered.new_key) == (made.words, True)
        accept_joining(one.workspace, offered)
        assert new_key_waiting(one.workspace) is None
        assert now(one).root == made.join.root
    assert three.people(ben) == set(), "what Ben alone had ruled holds on his laptop"
    three.around()
    for one in (anna, ben, fay):
        assert three.people(one) == set()
        assert set(what_holds(one.workspace).distrusted) == {stopped}
    # Who comes late learns of it as well, from any later join file.
    assert followed(organisation.renew(anna.workspace, organisation="Renamed").join)[:1] == (
        before.root,
    )


def test_what_is_missing_for_a_former_key_is_no_lie_and_not_obeyed(three: Three) -> None:
    anna, ben = three.anna, three.ben
    ida, *others = three.names
    new_here = add_person(ben.door, name="Dot Invented")
    organisation.change_root(anna.workspace)
    for person in (ida, new_here):
        three.erase(ben, person)
    create_session(ben.door, title="Something to say")
    give(ben, anna, three.folder)
    assert three.people(anna) == {ida, *others}, "a thief may have the old key"


def test_a_key_that_was_not_theirs_is_refused_once_and_the_true_one_offered(three: Three) -> None:
    """Both were signed with the old key: the coordinator's, and a thief's with a greater number."""
    anna, fay = three.anna, three.fay
    secret, before = root_secret(anna.workspace), now(anna)
    assert secret is not None
    theirs = b"\x09" * 32
    forged = msgspec.structs.replace(
        before,
        sequence=9_999,
        root=root_of(theirs),
        former_root=before.root,
        former_signature=released(secret, root_of(theirs)),
    )
    path = three.folder / "forged.cpsjoin"
    path.write_bytes(write_join_file(forged, theirs))
    with laptop(three.folder, seed=9) as thief:
        accept_joining(thief.workspace, read_joining(thief.workspace, path), path)
        create_session(thief.door, title="Something to carry it")
        give(thief, fay, three.folder)
    made = organisation.change_root(anna.workspace)
    three.around()
    assert waiting(fay).join.root == forged.root
    refuse_new_key(fay.workspace, waiting(fay))
    assert waiting(fay).words == made.words
    accept_joining(fay.workspace, waiting(fay))
    assert now(fay).root == made.join.root
    assert new_key_waiting(fay.workspace) is None


def test_who_missed_a_change_compares_the_last_key_and_the_sheet_forgets_none(
    three: Three,
) -> None:
    """The coordinator reads out the words of the last key, and those in between count as well."""
    anna, ben, fay = three.anna, three.ben, three.fay
    first = now(anna).root
    three.erase(ben, three.names[0])
    second = organisation.change_root(anna.workspace).join.root
    third = organisation.change_root(anna.workspace)
    three.around()
    for one in (ben, fay):
        assert (waiting(one).words, waiting(one).new_key) == (third.words, True)
        accept_joining(one.workspace, waiting(one))
        assert now(one).root == third.join.root
        assert new_key_waiting(one.workspace) is None
        assert three.people(one) == set(three.names[1:])
        assert set(former_roots(one.workspace)) == {first, second}
    # Where no join file is known a sheet does not say whose place its key took.
    secret = root_secret(anna.workspace)
    assert secret is not None
    with laptop(three.folder, seed=7) as new:
        sheet = look_at_sheet(new.workspace, secret)
        recover(new.workspace, sheet, organisation="Fellside CPS", name="Nan Invented")
        assert now(new).former_root == ""
        create_session(new.door, title="Something to carry it")
        give(new, fay, three.folder)
    assert now(fay).former_root == ""
    assert set(former_roots(fay.workspace)) == {first, second}


def test_a_join_file_of_the_third_key_is_enough_for_whoever_missed_the_second(
    three: Three,
) -> None:
    """No bundle came in between: the file itself says what took the place of what."""
    anna, ben, fay = three.anna, three.ben, three.fay
    first, secret = now(anna).root, root_secret(anna.workspace)
    assert secret is not None
    sheet = look_at_sheet(ben.workspace, secret)
    recover(ben.workspace, sheet, organisation="Fellside CPS", name="Ben Carr")
    assert root_secret(ben.workspace) == secret, "an old coordinator who signs as well"
    three.erase(anna, three.names[0])
    second = organisation.change_root(anna.workspace).join.root
    organisation.change_root(anna.workspace)
    third = organisation.renew(anna.workspace)
    path = three.folder / "third.cpsjoin"
    save_join_file(anna.workspace, path)
    for one in (ben, fay):
        joining = read_joining(one.workspace, path)
        assert (joining.new_key, joining.same_root) == (True, False)
        accept_joining(one.workspace, joining, path)
        assert now(one).root == third.join.root
        assert set(former_roots(one.workspace)) == {first, second}
    three.around()
    assert three.people(fay) == set(three.names[1:])
    cut = msgspec.structs.replace(now(anna), earlier=(FormerRoot(first, "00" * 64),))
    assert followed(cut) == (second,), "as far as each key signed the one after it"
    assert followed(msgspec.structs.replace(now(anna), former_signature="00")) == ()
    many = msgspec.structs.replace(now(anna), earlier=now(anna).earlier * 33)
    with pytest.raises(InputRefused, match="not a join file"):
        read_join_file(write_join_file(many, b"\x02" * 32))


def test_whoever_takes_over_with_the_new_sheet_says_their_own_rulings_again(three: Three) -> None:
    anna, ben = three.anna, three.ben
    organisation.change_root(anna.workspace)
    secret = root_secret(anna.workspace)
    assert secret is not None
    three.around()
    three.erase(ben, three.names[0])
    held = what_holds(ben.workspace)
    sheet = look_at_sheet(ben.workspace, secret)
    recover(ben.workspace, sheet, organisation="Fellside CPS", name="Ben Carr")
    assert root_secret(ben.workspace) == secret
    assert held.erased
    assert what_holds(ben.workspace) == held


def test_what_is_erased_under_a_new_key_hinders_nobody_who_has_not_compared_it(
    three: Three,
) -> None:
    anna, fay = three.anna, three.fay
    dot = add_person(anna.door, name="Dot Invented")
    made = organisation.change_root(anna.workspace)
    for person in (dot, three.names[0]):
        three.erase(anna, person)
    three.around()
    assert three.people(fay) == set(three.names), "not obeyed before the words are compared"
    accept_joining(fay.workspace, waiting(fay))
    assert now(fay).root == made.join.root
    assert three.people(fay) == set(three.names[1:])


def test_the_old_join_file_and_the_old_sheet_lead_nobody_back(three: Three) -> None:
    anna, fay = three.anna, three.fay
    secret, path = root_secret(anna.workspace), three.folder / "old.cpsjoin"
    assert secret is not None
    save_join_file(anna.workspace, path)
    made = organisation.change_root(anna.workspace)
    three.join(fay)
    with pytest.raises(InputRefused, match="key that your organisation had before"):
        read_joining(fay.workspace, path)
    with pytest.raises(InputRefused, match="key that your organisation had before"):
        recover(fay.workspace, look_at_sheet(fay.workspace, secret), organisation="F", name="Fay")
    assert now(fay).root == made.join.root


def test_only_the_old_key_says_whose_place_a_new_one_takes(three: Three) -> None:
    made = organisation.change_root(three.anna.workspace).join
    for changed in (
        msgspec.structs.replace(made, former_root=made.root),
        msgspec.structs.replace(made, root=root_of(b"\x01" * 32)),
        msgspec.structs.replace(made, former_signature="no"),
    ):
        assert followed(changed) == ()
    old = msgspec.structs.replace(made, former_root="", former_signature="")
    written = write_join_file(old, b"\x02" * 32)
    assert b"former" not in written, "as versions write it that know no such field"


def test_it_goes_on_paper_and_only_where_the_key_is_and_may_erase(three: Three) -> None:
    anna, ben = three.anna, three.ben
    with pytest.raises(InputRefused, match="does not sign join files"):
        organisation.change_root(ben.workspace)
    own = anna.workspace.device_key.hex()
    organisation.set_roles(anna.workspace, own, controller=False)
    with pytest.raises(InputRefused, match="may not erase"):
        organisation.change_root(anna.workspace)
    organisation.set_roles(anna.workspace, own, controller=True)
    organisation.change_root(anna.workspace)
    here = joined(anna.workspace)
    assert here is not None
    found = join_file_from("\n".join(paper_rows(here.text.encode())))
    assert isinstance(found, bytes)
    assert followed(read_join_file(found)) == (here.join.former_root,)
