"""The command line: the window by default, and verbs for scheduled jobs (DESIGN §8).

Exit codes: 0 done; 1 a mistake of our own; 2 wrong usage; 3 input refused (a sentence on stderr;
what is refused changed nothing); 4 cannot be opened with this key; 5 the workspace is in use.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or the window. Returns the exit code."""
    if getattr(sys, "frozen", False):
        # A frozen program is its own Python: a child process (it opens photographs) begins here.
        import multiprocessing

        multiprocessing.freeze_support()
    from cps_desktop.commands.parsing import parsed

    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parsed(given)
    from cps_desktop.domain.faults import Fault

    try:
        return int(options.command(options))
    except Fault as fault:
        from cps_desktop.domain.sentences import harmless

        print(harmless(str(fault)), file=sys.stderr)
        return fault.exit_code
    except KeyboardInterrupt:
        print(
            "Stopped. What was finished before stays; what was not is as it was.", file=sys.stderr
        )
        return 3
    except BrokenPipeError:
        # Whoever read our output has closed it (such as `… list | head`): nothing to complain of.
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001 - our own mistake: written down, and told plainly
        return _own_mistake(error)


def _own_mistake(error: Exception) -> int:
    """Say in a sentence that the mistake is ours and where it is written down; 1."""
    from cps_desktop import paths
    from cps_desktop.ui.mistakes import write_down

    log = paths.log_file()
    kept = write_down(error, log, aloud=False)
    place = f" Where it happened is written down, without names or notes, in {log}." if kept else ""
    print(
        "Something went wrong in CPS Desktop itself; it is not your doing. What was finished "
        f"before stays; what was not is as it was.{place}",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
