"""The words of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from cps_desktop import __version__

LISTS = (
    "sessions",
    "people",
    "organisations",
    "planners",
    "notes",
    "actions",
    "attendance",
    "claims",
    "running-out",
    "batches",
    "accruals",
    "policies",
    "conflicts",
    "alike",
    "laptops",
    "standings",
    "backups",
)

REPORTS = (
    "planner",
    "blank",
    "form",
    "sheets",
    "register",
    "sign-in",
    "badges",
    "figures",
    "certificates",
    "training",
    "claims",
    "claimants-copy",
    "expenses-card",
    "pack",
)
"""What ``report`` writes: the planner as it stands, to write on, to type into, to write on and
photograph; and what else a session has."""

TABLES = ("batch", "accruals", "running-out")
"""What ``table`` writes."""

_FUNCTIONS = {"list": "list_"}
"""Where the function of a verb cannot have the verb's own name."""

_EPILOG = """Without a verb the window opens.

Exit codes: 0 done; 1 a mistake of our own; 2 wrong usage; 3 input refused (what is refused changed
nothing); 4 cannot be opened with this key; 5 the workspace is in use."""


def _later(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """The function of a verb, imported when it is called: the window must not wait for them all."""

    def call(options: argparse.Namespace) -> int:
        from importlib import import_module

        command: Callable[[argparse.Namespace], int] = getattr(
            import_module(f"cps_desktop.commands.{module}"), name
        )
        return command(options)

    return call


def _common(missing: str | None = None) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, argument_default=missing)
    common.add_argument(
        "--workspace", type=Path, metavar="DIR", help="the workspace folder (default: your own)"
    )
    common.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="a file with the workspace passphrase"
    )
    common.add_argument(
        "--recovery-key-file",
        type=Path,
        metavar="FILE",
        help="open with a recovery key: the sheet's words in a text, a photo of it, or a key file",
    )
    common.add_argument("--json", action="store_const", const=True, help="say the result as JSON")
    return common


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; wrong usage ends the program with 2."""
    parser = argparse.ArgumentParser(
        prog="cps-desktop",
        description="Run an improvement or co-production session where there is no signal.",
        epilog=_EPILOG,
        parents=[_common()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"CPS Desktop {__version__}")
    parser.set_defaults(command=_later("window", "window"))
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")

    def verb(name: str, module: str, text: str) -> argparse.ArgumentParser:
        # A default of the verb would overrule what stood before it, so it has none.
        again = _common(argparse.SUPPRESS)
        made = verbs.add_parser(name, help=text, description=text, parents=[again])
        made.set_defaults(command=_later(module, _FUNCTIONS.get(name, name.replace("-", "_"))))
        return made

    demo = verb("demo", "demonstration", "Make the sample workspace and open it.")
    demo.add_argument("--no-window", action="store_true", help="only make it")
    demo.add_argument(
        "--story", type=Path, metavar="DIR", help="then hand over, bring in and print into DIR"
    )
    listing = verb("list", "listing", "List what a workspace holds.")
    listing.add_argument("kind", choices=LISTS, metavar="KIND", help=", ".join(LISTS))
    listing.add_argument("--session", metavar="ID", help="only what belongs to this session")
    _bundle_verbs(verb)
    _paper_verbs(verb)
    _table_verb(verb)
    _list_verbs(verb)
    _policy_verbs(verb)
    subject = verb("subject", "subject", "Give a person what is held about them: PDF and JSON.")
    subject.add_argument("--person", required=True, metavar="ID")
    subject.add_argument(
        "--to", required=True, type=Path, metavar="FOLDER", help="a new folder is made in it"
    )
    subject.add_argument(
        "--with-mentions", action="store_true", help="also notes of others that name them"
    )
    check = verb("check", "upkeep", "Check that a workspace is whole.")
    check.add_argument("--rebuild", action="store_true", help="make what is shown again")
    backup = verb("backup", "upkeep", "Write a backup of a workspace.")
    backup.add_argument("--to", required=True, type=Path, metavar="FILE")
    restore = verb("restore", "upkeep", "Put a workspace back to a backup.")
    restore.add_argument("file", type=Path, metavar="FILE")
    _ruling_verbs(verb)
    verb("self-test", "proving", "Prove this installation in a temporary folder.")
    options = parser.parse_args(arguments)
    if getattr(options, "needs_session", False) and not options.session:
        from cps_desktop.commands.who_came import SESSIONLESS

        if options.kind not in SESSIONLESS:
            parser.error("the following arguments are required: --session")
    return options


def _table_verb(verb: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    table = verb("table", "tables", "Write a payment batch or other sums as Excel or CSV.")
    table.add_argument("kind", choices=TABLES, metavar="KIND", help=", ".join(TABLES))
    table.add_argument("--to", required=True, type=Path, metavar="FILE", help=".xlsx or .csv")
    _may_replace(table)
    table.add_argument("--record", default="", metavar="ID", help="which batch")
    table.add_argument("--session", metavar="ID", help="only claims of this session")


def _policy_verbs(verb: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    look = verb("check-policy", "policies", "Look expense policy files through; keeps nothing.")
    look.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".toml")
    add = verb("add-policy", "policies", "Keep an expense policy file as a policy of our own.")
    add.add_argument("file", type=Path, metavar="FILE", help=".toml")
    add.add_argument(
        "--as-another", action="store_true", help="as a policy of its own, whatever it says it is"
    )
    add.add_argument(
        "--followed-by",
        action="append",
        default=[],
        metavar="NAME",
        help="a lead agency whose claims are priced by it from now on",
    )
    give = verb("give-policy", "policies", "Write an expense policy of our own as a file.")
    give.add_argument("--record", required=True, metavar="ID", help="which; see list policies")
    give.add_argument("--to", required=True, type=Path, metavar="FILE", help=".toml")
    _may_replace(give)


def _list_verbs(verb: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    bring = verb("bring-list", "lists", "Bring a list of people in: Excel, ODS, CSV or vCard.")
    bring.add_argument("--session", required=True, metavar="ID")
    bring.add_argument("--preview", action="store_true", help="only say what would become of it")
    bring.add_argument(
        "--perhaps",
        choices=("leave", "same", "new"),
        default="leave",
        help="who looks like somebody known: left for a person to look at (as usual), is that "
        "person, or is somebody new",
    )
    bring.add_argument("file", type=Path, metavar="FILE")
    give = verb("give-list", "lists", "Write a session's list, or its invitation, as a file.")
    give.add_argument("--session", required=True, metavar="ID")
    give.add_argument(
        "--to", required=True, type=Path, metavar="FILE", help=".xlsx, .ods, .csv, .vcf or .ics"
    )
    _may_replace(give)


def _paper_verbs(verb: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    report = verb("report", "reporting", "Write a session's document, or figures of a period.")
    report.add_argument("--session", default="", metavar="ID", help="of which session")
    report.set_defaults(needs_session=True)
    report.add_argument("--kind", required=True, choices=REPORTS, help="which document")
    report.add_argument("--to", required=True, type=Path, metavar="FILE")
    _may_replace(report)
    report.add_argument(
        "--record",
        default="",
        metavar="ID",
        help="one planner or one claim; for blank and sheets also a planner template; one day of "
        "a register or of figures; one person's certificate or training record",
    )
    report.add_argument(
        "--from", dest="since", default="", metavar="DAY", help="figures of all sessions from then"
    )
    report.add_argument("--until", default="", metavar="DAY", help="to then, as in 2027-03-18")
    report.add_argument(
        "--every-figure", action="store_true", help="show figures under 5 too, for ourselves"
    )
    report.add_argument("--blank", action="store_true", help="the same as --kind blank")
    report.add_argument(
        "--page",
        choices=("A3", "A3 on two A4", "A4", "A4 large print"),
        default="A3",
        help="of a planner; sheets are A3 or A4",
    )
    report.add_argument(
        "--language",
        default="",
        metavar="TAG",
        help="of the planner's own words, such as cy or pl (default: its own language)",
    )
    back = verb("bring-back", "paper_back", "Bring back filled forms and photographed sheets.")
    back.add_argument("--session", required=True, metavar="ID")
    back.add_argument("--preview", action="store_true", help="only say what is in them")
    back.add_argument("files", nargs="+", type=Path, metavar="FILE", help="PDF, JPEG, PNG or HEIC")


def _ruling_verbs(verb: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    erase = verb("erase", "ruling", "Erase a person, here and everywhere, for good.")
    erase.add_argument("--person", required=True, metavar="ID")
    why = erase.add_mutually_exclusive_group(required=True)
    why.add_argument("--reason", metavar="TEXT", help="why; kept, handed on, and naming nobody")
    why.add_argument("--preview", action="store_true", help="only say what would go")
    erase.add_argument(
        "--leave-out", action="append", default=[], metavar="GROUP", help="such as: claims"
    )
    erase.add_argument(
        "--also", action="append", default=[], metavar="GROUP", help="such as: texts"
    )
    revoke = verb("revoke", "ruling", "Let nothing more of a laptop count, from now on.")
    revoke.add_argument("--laptop", required=True, metavar="KEY", help="how its key begins")
    reinstate = verb("reinstate", "ruling", "Take a revocation back.")
    reinstate.add_argument("--ruling", required=True, metavar="ID")
    for one in (revoke, reinstate):
        one.add_argument("--reason", required=True, metavar="TEXT")


def _may_replace(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--replace", action="store_true", help="write over a file of that name")


def _bundle_verbs(verb: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    export = verb("export", "bundles", "Hand over: write a bundle.")
    export.add_argument("--to", required=True, type=Path, metavar="FILE")
    _may_replace(export)
    export.add_argument("--session", action="append", default=[], metavar="ID")
    export.add_argument("--all", action="store_true", help="everything, handed over before or not")
    seal = export.add_mutually_exclusive_group()
    seal.add_argument(
        "--for", dest="receiver", metavar="KEY-OR-JOIN-FILE", help="seal it to this receiver"
    )
    seal.add_argument(
        "--bundle-passphrase-file", type=Path, metavar="FILE", help="seal it under these words"
    )
    inspect = verb("inspect", "bundles", "Say what bundles hold; nothing is brought in.")
    bring = verb("import", "bundles", "Bring bundles in.")
    bring.set_defaults(command=_later("bundles", "bring_in_files"))
    bring.add_argument("--preview", action="store_true", help="only say what would change")
    bring.add_argument(
        "--accept-unknown",
        action="store_true",
        help="let in laptops never met; on a laptop that belongs to an organisation their bundles "
        "are kept to be looked at by default",
    )
    for one in (inspect, bring):
        one.add_argument("files", nargs="+", type=Path, metavar="FILE")
        one.add_argument(
            "--bundle-passphrase-file", type=Path, metavar="FILE", help="the words it is under"
        )
