"""Expense policies of our own, by command: looked through, kept, followed, listed and given."""

from __future__ import annotations

from pathlib import Path

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.changes import creating
from cps_desktop.domain.kinds import Organisation
from cps_desktop.services.people import ensure_organisation
from tests.commands.test_command_line import run_here, told_here

SHIPPED = Path(__file__).parents[2] / "resources" / "policies"


def test_from_a_file_to_a_policy_that_is_followed_and_out_again(tmp_path: Path) -> None:
    folder, given, bad = tmp_path / "one", tmp_path / "ours.toml", tmp_path / "bad.toml"
    desk = new_desk(folder, way="open")
    ensure_organisation(desk.door, "North Cumbria (sample)", lead_agency=True)
    ensure_organisation(desk.door, "Ward 5")
    twice = [Organisation(id=desk.door.new_id(), name="Twice", lead_agency=True) for _ in "12"]
    desk.door.do("Two of a name", [edit for each in twice for edit in creating(each)])
    desk.close()
    text = (SHIPPED / "hmrc.toml").read_text("utf-8")
    given.write_text(text.replace("pence = 45", "pence = 0.45", 1), "utf-8")
    bad.write_text("this is no policy", "utf-8")
    looked = told_here("check-policy", given)["files"]
    assert looked[0]["name"] == "HMRC approved amounts"
    assert looked[0]["editions"]
    assert any("0.45p" in each for each in looked[0]["odd"])
    said = run_here("check-policy", bad, given, code=3)
    assert "The policy file “bad” cannot be used" in said.stderr
    assert "HMRC approved amounts" in said.stdout, "one bad file keeps no other out"

    at = ("--workspace", folder)
    assert told_here("list", "policies", *at)["records"] == []
    wrong = run_here("add-policy", given, "--followed-by", "Nobody", *at, code=3)
    assert "No organisation here is called “Nobody”" in wrong.stderr
    wrong = run_here("add-policy", given, "--followed-by", "twice", *at, code=3)
    assert "2 organisations here are called “twice”" in wrong.stderr
    wrong = run_here("add-policy", given, "--followed-by", "Ward 5", *at, code=3)
    assert "no lead agency" in wrong.stderr
    assert told_here("list", "policies", *at)["records"] == [], "all or nothing"
    added = told_here("add-policy", given, "--followed-by", "north cumbria (SAMPLE)", *at)
    assert (added["kept"], added["followed_by"]) == (1, ["North Cumbria (sample)"])
    assert told_here("add-policy", given, *at)["kept"] == 0, "nothing comes in twice"
    (row,) = told_here("list", "policies", *at)["records"]
    assert (row["policy"], row["followed_by"]) == (added["policy"], ["North Cumbria (sample)"])
    line = run_here("list", "policies", *at).stdout.strip()
    ending = "1 edition · 0 lines priced · followed by North Cumbria (sample)"
    assert line.endswith(f"HMRC approved amounts · {ending}")
    other = tmp_path / "dearer.toml"
    out = tmp_path / "out.toml"
    given_out = told_here("give-policy", "--record", row["policy"], "--to", out, *at)
    assert given_out["editions"] == 1
    assert (
        "already"
        in run_here("give-policy", "--record", row["policy"], "--to", out, *at, code=3).stderr
    )
    unnamed = run_here(
        "give-policy", "--record", row["policy"], "--to", out.with_suffix(""), *at, code=3
    )
    assert "There is a file out.toml there already" in unnamed.stderr
    missing = run_here("give-policy", "--record", "none", "--to", other, *at, code=3)
    assert "list policies" in missing.stderr
    assert not other.exists()
    other.write_text(out.read_text("utf-8").replace("pence = 0.45", "pence = 0.5"), "utf-8")
    refused = run_here("add-policy", other, *at, code=3)
    assert "says something else" in refused.stderr
    assert told_here("add-policy", other, "--as-another", *at)["policy"] != row["policy"]
    assert len(told_here("list", "policies", *at)["records"]) == 2


def test_a_name_in_a_file_gives_the_terminal_no_orders(tmp_path: Path) -> None:
    file = tmp_path / "given.toml"
    text = (SHIPPED / "hmrc.toml").read_text("utf-8")
    file.write_text(text.replace("HMRC approved", "\\u001b[2J\\u009bHMRC approved"), "utf-8")
    said = run_here("check-policy", file).stdout
    assert "\ufffd[2J\ufffdHMRC approved amounts" in said
    assert not {"\x1b", "\x9b"} & set(said)
    file.write_text(text.replace("name =", '"\\u001b[2J" = 1\nname =', 1), "utf-8")
    refused = run_here("check-policy", file, code=3).stderr
    assert "\ufffd[2J" in refused
    assert "\x1b" not in refused
