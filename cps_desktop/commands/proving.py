"""``self-test``: proves this installation in a temporary folder."""

from __future__ import annotations

import argparse

from cps_desktop.commands.opening import say


def self_test(options: argparse.Namespace) -> int:
    """Run every proof; 0 when all hold, 3 when one does not."""
    from cps_desktop.selftest import prove

    results = prove()
    broken = [one for one in results if one.problem]
    say(
        options,
        {"passed": not broken, "proofs": [{"name": r.name, "problem": r.problem} for r in results]},
        *(
            f"{'■' if one.problem else '✔'} {one.name}{': ' + one.problem if one.problem else ''}"
            for one in results
        ),
        f"{len(results) - len(broken)} of {len(results)} proofs hold.",
    )
    return 3 if broken else 0
