"""``check``, ``backup`` and ``restore``: keeping a workspace whole."""

from __future__ import annotations

import argparse

from cps_desktop.commands.opening import desk_of, folder_of, recovery_key_of, say, secret_in


def check(options: argparse.Namespace) -> int:
    """Check that everything in a workspace is whole; ``--rebuild`` mends what it can."""
    from cps_desktop.services.checking import check_workspace

    with desk_of(options) as desk:
        findings = check_workspace(desk.workspace, rebuild=options.rebuild)
    whole = not findings.problems
    say(
        options,
        {
            "whole": whole,
            "checked": findings.checked,
            "problems": findings.problems,
            "notes": findings.notes,
            "mended": findings.mended,
        },
        *(f"Mended: {one}" for one in findings.mended),
        *findings.problems,
        *(f"To be known: {one}" for one in findings.notes),
        "This workspace is whole." if whole else "This workspace is not whole.",
    )
    return 0 if whole else 3


def backup(options: argparse.Namespace) -> int:
    """Write a backup to a file."""
    from cps_desktop.services.backups import make_backup

    with desk_of(options) as desk:
        written = make_backup(desk.workspace, options.to)
    say(options, {"file": written}, f"{written}: written and checked.")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a workspace back to a backup; what was there is kept beside as a backup."""
    from cps_desktop.services.backups import restore_backup

    kept = restore_backup(
        folder_of(options),
        options.file,
        passphrase=secret_in(options.passphrase_file),
        escrow_identity=recovery_key_of(options),
    )
    say(
        options,
        {"restored": options.file, "kept": kept},
        f"Restored from {options.file}."
        + (f" What was there before is kept as {kept}." if kept else ""),
    )
    return 0
