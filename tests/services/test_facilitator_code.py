"""The code that leads out of the participant view: a hash, slow to guess, not the only way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cps_desktop.domain.faults import InputRefused
from cps_desktop.services.facilitator_code import (
    FREE_TRIES,
    PASSPHRASE,
    RESCUE,
    WAITS_S,
    choose_code,
    code_problem,
    has_code,
    try_code,
    try_passphrase,
    try_rescue_words,
    wait_s,
    ways_when_forgotten,
)
from cps_desktop.services.own_keys import keep_in_keyring, keep_under_passphrase
from cps_desktop.services.participant_view import (
    ParticipantView,
    begin_view,
    end_view,
    view_in_force,
)
from tests.services.laptop import laptop

PASSPHRASE_OF_TEST = "three plain words"


@pytest.mark.parametrize(
    "code", ["", "123", "123456789", "12a4", "1111", "1234", "8765", "١٢٣٤", "12 34"]
)
def test_what_is_no_code_is_said_in_a_sentence(code: str) -> None:
    assert code_problem(code, code).endswith(".")


def test_two_codes_must_be_the_same() -> None:
    assert "not the same" in code_problem("2580", "2508")
    assert code_problem("2580", "2580") == ""


def test_only_the_code_leads_out_and_it_is_nowhere_kept_as_it_is(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        assert not has_code(one.workspace)
        choose_code(one.workspace, "2580")
        assert has_code(one.workspace)
        assert "2580" not in json.dumps(one.workspace.note("facilitator code"))
        assert not try_code(one.workspace, "2581").right
        assert try_code(one.workspace, " 2580 ").right
        choose_code(one.workspace, "97531")
        assert not try_code(one.workspace, "2580").right
        with pytest.raises(InputRefused):
            choose_code(one.workspace, "1111")
        assert try_code(one.workspace, "97531").right


def test_wrong_tries_wait_longer_each_time_and_a_restart_does_not_help(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        choose_code(one.workspace, "2580")
        for _ in range(FREE_TRIES):
            assert try_code(one.workspace, "0001").wait_s == 0
        for wait in (*WAITS_S, WAITS_S[-1]):
            assert try_code(one.workspace, "0001").wait_s == wait
            # Within the wait not even the right one is looked at.
            assert not try_code(one.workspace, "2580").right
            with one.workspace.beside() as again:
                assert wait_s(again) > 0
            one.clock.later(wait + 1)
        assert try_code(one.workspace, "2580").right
        assert try_code(one.workspace, "0001").wait_s == 0


def test_a_clock_that_was_set_back_locks_nobody_out_for_long(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        choose_code(one.workspace, "2580")
        for _ in range(FREE_TRIES + 1):
            try_code(one.workspace, "0001")
        one.clock.later(-86_400)
        assert wait_s(one.workspace) <= WAITS_S[0]


def test_who_forgot_it_shows_the_passphrase_which_no_key_store_answers_for(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        keep_under_passphrase(one.workspace, PASSPHRASE_OF_TEST)
        keep_in_keyring(one.workspace)
        assert choose_code(one.workspace, "2580") == ""
        assert ways_when_forgotten(one.workspace) == (PASSPHRASE,)
        assert not try_passphrase(one.workspace, "not this one").right
        assert try_passphrase(one.workspace, PASSPHRASE_OF_TEST).right


def test_without_a_passphrase_five_words_are_kept_for_it(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        keep_in_keyring(one.workspace)
        words = choose_code(one.workspace, "2580")
        assert len(words.split()) == 5
        assert RESCUE in ways_when_forgotten(one.workspace)
        assert not try_rescue_words(one.workspace, "five words of no meaning").right
        assert try_rescue_words(one.workspace, f"  {words.upper()} ").right


def test_that_participants_have_the_keyboard_outlives_the_program(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        assert view_in_force(one.workspace) is None
        shown = ParticipantView("some planner", "vote", True)
        begin_view(one.workspace, shown)
        with one.workspace.beside() as again:
            assert view_in_force(again) == shown
        # Whatever a newer version wrote: participants are not let out by it.
        one.workspace.set_note("participant view", {"planner": 7, "doing": "dance"})
        assert view_in_force(one.workspace) == ParticipantView("")
        end_view(one.workspace)
        assert view_in_force(one.workspace) is None
