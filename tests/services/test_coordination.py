"""A coordinator makes an organisation; a facilitator compares four words and belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.faults import InputRefused
from cps_desktop.services import coordination, exchange
from cps_desktop.services.coordination import (
    accept_joining,
    become_coordinator,
    coordinators,
    joined,
    new_words,
    plain_words,
    read_joining,
    receivers,
    save_join_file,
)
from tests.services.laptop import Laptop, laptop


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Laptop]:
    """A coordinator's laptop."""
    with laptop(tmp_path, seed=1) as one:
        become_coordinator(one.workspace, "Cumbria CPS", "Anna Bell")
        yield one


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Laptop]:
    """A facilitator's laptop."""
    with laptop(tmp_path, seed=2) as one:
        yield one


@pytest.fixture
def join_file(office: Laptop, tmp_path: Path) -> Path:
    path = tmp_path / "Cumbria.cpsjoin"
    save_join_file(office.workspace, path)
    return path


def test_both_see_the_same_four_words(office: Laptop, field: Laptop, join_file: Path) -> None:
    joining = read_joining(field.workspace, join_file)
    mine = joined(office.workspace)
    assert mine is not None
    assert joining.words == mine.words
    assert len(joining.words.split()) == 4
    assert set(joining.words.split()) <= set(plain_words())
    assert (joining.organisation, joining.coordinators) == ("Cumbria CPS", ("Anna Bell",))
    assert joined(field.workspace) is None, "reading it changes nothing"


def test_once_accepted_bundles_can_be_sealed_to_the_coordinator(
    office: Laptop, field: Laptop, join_file: Path
) -> None:
    accept_joining(field.workspace, read_joining(field.workspace, join_file), join_file)
    (anna,) = coordinators(field.workspace)
    assert anna.name == "Anna Bell"
    assert anna.recipient == exchange.own_age_keys(office.workspace).recipient
    assert anna.key == office.workspace.device_key
    assert receivers(field.workspace) == (anna,)
    assert coordinators(office.workspace) == (), "nobody hands over to themselves"


def test_the_coordinator_can_open_the_workspace_of_a_laptop_that_joined(
    office: Laptop, field: Laptop, join_file: Path
) -> None:
    accept_joining(field.workspace, read_joining(field.workspace, join_file), join_file)
    identity = exchange.own_age_keys(office.workspace).identity
    assert field.workspace.keys.unlock(escrow_identity=identity) == field.workspace.key
    assert field.workspace.keys.ways.count("escrow") == 2, "and the recovery sheet"


def test_joining_another_organisation_takes_the_first_ones_key_away(
    field: Laptop, join_file: Path, tmp_path: Path
) -> None:
    accept_joining(field.workspace, read_joining(field.workspace, join_file), join_file)
    with laptop(tmp_path, seed=3) as other:
        become_coordinator(other.workspace, "Another", "Bob")
        path = tmp_path / "other.cpsjoin"
        save_join_file(other.workspace, path)
        joining = read_joining(field.workspace, path)
        assert (joining.same_root, joining.replaces) == (False, "Cumbria CPS")
        accept_joining(field.workspace, joining, path)
        assert [one.name for one in coordinators(field.workspace)] == ["Bob"]
    assert {name for _, name in field.workspace.keys.escrowed} == {
        "Bob",
        "Recovery sheet of Another",
    }


def test_a_newer_join_file_replaces_and_an_older_one_is_refused(
    office: Laptop, field: Laptop, join_file: Path, tmp_path: Path
) -> None:
    become_coordinator(office.workspace, "Cumbria CPS", "Anna Bell-Smith")
    newer = tmp_path / "newer.cpsjoin"
    save_join_file(office.workspace, newer)
    accept_joining(field.workspace, read_joining(field.workspace, newer), newer)
    assert [one.name for one in coordinators(field.workspace)] == ["Anna Bell-Smith"]
    with pytest.raises(InputRefused, match="newer join file"):
        read_joining(field.workspace, join_file)
    assert [one.name for one in coordinators(field.workspace)] == ["Anna Bell-Smith"]


def test_a_file_that_changed_while_it_was_compared_is_refused(
    office: Laptop, field: Laptop, join_file: Path
) -> None:
    joining = read_joining(field.workspace, join_file)
    become_coordinator(office.workspace, "Cumbria CPS", "Somebody else")
    join_file.unlink()
    save_join_file(office.workspace, join_file)
    with pytest.raises(InputRefused, match="changed while you compared"):
        accept_joining(field.workspace, joining, join_file)
    assert joined(field.workspace) is None


def test_a_file_that_is_gone_or_somebody_elses_says_so(
    field: Laptop, join_file: Path, tmp_path: Path
) -> None:
    joining = read_joining(field.workspace, join_file)
    join_file.unlink()
    with pytest.raises(InputRefused, match=r"no file Cumbria\.cpsjoin there any more"):
        accept_joining(field.workspace, joining, join_file)
    for content in (b"", b"hello", b"\xff" * 300_000, b'{"join": {}, "signature": ""}'):
        path = tmp_path / "odd.cpsjoin"
        path.write_bytes(content)
        with pytest.raises(InputRefused, match="not a join file"):
            read_joining(field.workspace, path)
    with pytest.raises(InputRefused, match="could not be read"):
        read_joining(field.workspace, tmp_path)


def test_one_changed_letter_in_a_join_file_is_noticed(field: Laptop, join_file: Path) -> None:
    join_file.write_bytes(join_file.read_bytes().replace(b"Anna", b"Anne"))
    with pytest.raises(InputRefused, match="not a join file"):
        read_joining(field.workspace, join_file)


def test_a_laptop_that_joined_does_not_become_coordinator_by_mistake(
    field: Laptop, join_file: Path
) -> None:
    accept_joining(field.workspace, read_joining(field.workspace, join_file), join_file)
    with pytest.raises(InputRefused, match="belongs to Cumbria CPS already"):
        become_coordinator(field.workspace, "Mine", "Me")
    assert not coordination.is_coordinator(field.workspace)


def test_a_coordinators_laptop_does_not_join_another_organisation(
    office: Laptop, tmp_path: Path
) -> None:
    with laptop(tmp_path, seed=3) as other:
        become_coordinator(other.workspace, "Another", "Bob")
        path = tmp_path / "other.cpsjoin"
        save_join_file(other.workspace, path)
    joining = read_joining(office.workspace, path)
    with pytest.raises(InputRefused, match="another organisation"):
        accept_joining(office.workspace, joining, path)
    mine = joined(office.workspace)
    assert mine is not None
    assert mine.organisation == "Cumbria CPS"


def test_five_new_words_are_new_each_time() -> None:
    some = {new_words() for _ in range(50)}
    assert len(some) == 50
    assert all(len(one.split()) == 5 for one in some)


@pytest.mark.parametrize(("organisation", "name"), [("", "Anna"), ("Cumbria", " ")])
def test_an_organisation_and_its_coordinator_need_names(
    field: Laptop, organisation: str, name: str
) -> None:
    with pytest.raises(InputRefused, match="needed"):
        become_coordinator(field.workspace, organisation, name)
    assert not coordination.is_coordinator(field.workspace)
