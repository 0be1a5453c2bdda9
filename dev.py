"""Everything a developer runs, in one file of standard library: ``python3 dev.py WORD``.

Each word first sets itself up: a virtual environment in .venv with the packages of requirements/
(pinned by hash) and, on Debian and Ubuntu, the system libraries Qt needs. A second run finds all of
it in place and costs well under a second. The same on Linux, Windows and macOS.

Exit codes: that of the tool that ran; 2 wrong usage; 3 this machine could not be set up.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UNFINISHED = VENV / "unfinished"  # there while pip works; if it still is, pip was interrupted
OLDEST, TOO_NEW = (3, 11), (3, 15)  # PySide6 6.11 stops below 3.15
MEMORY_NEEDED = 2_000_000_000  # bytes; the tests use a fifth of it

LIBRARIES = """
    libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
    libpulse0 libspeechd2
"""
TEST_TOOLS = """
    xvfb xauth qpdf poppler-utils strace
    dbus at-spi2-core gir1.2-atspi-2.0 python3-gi
"""

HELP = """CPS Desktop, for those who work on it.  python3 dev.py WORD [more]

  run          open the window on a sample workspace; without a screen, do the same job on paper
               (anything after `run` is handed to cps-desktop instead: dev.py run list --json ...)
  test         run the tests (anything after it is handed to pytest)
  check        style, types and import contracts
  bench        measure speed and memory, as ratios
  faults       break it on purpose: kill, power cuts, altered bundles, bad disks (--full: all)
  screenshots  take a picture of every page
  help         this text

Each word sets itself up first: .venv, the packages in requirements/, and Qt's system libraries."""


class CannotSetUp(Exception):
    """This machine lacks something; the text says what to do, in one sentence or two."""


def say(text: str) -> None:
    """Tell the person what is going on, at once even when the output is a file."""
    print(text, flush=True)


def surroundings() -> dict[str, str]:
    """Return the environment for everything we start, without what would mix two Pythons."""
    mixed = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
    kept = {name: value for name, value in os.environ.items() if name not in mixed}
    kept.setdefault("PYTHONUTF8", "1")
    kept.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    kept["PIP_USER"] = "0"
    return kept


def output_of(command: list[str]) -> tuple[int, str]:
    """Run a command to its end without showing anything; return exit code and what it printed."""
    try:
        done = subprocess.run(
            command,
            env=surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as fault:
        return 127, str(fault)
    return done.returncode, done.stdout


# --- Python -----------------------------------------------------------------------------------


def suitable_python() -> list[str]:
    """Return the command of a Python new enough and not too new: this one, or one on the path."""
    if OLDEST <= sys.version_info[:2] < TOO_NEW:
        return [sys.executable]
    for minor in range(TOO_NEW[1] - 1, OLDEST[1] - 1, -1):
        named = [f"python3.{minor}"] if os.name != "nt" else ["py", f"-3.{minor}"]
        if output_of([*named, "-c", ""])[0] == 0:
            return named
    raise CannotSetUp(
        f"CPS Desktop needs Python 3.{OLDEST[1]} to 3.{TOO_NEW[1] - 1} and this is "
        f"{sys.version_info[0]}.{sys.version_info[1]}: install one of those and run this again."
    )


def environment() -> None:
    """Make .venv, or make it again when it is broken or was left half-way."""
    sound = f"import pip, sys; sys.exit(not {OLDEST} <= sys.version_info[:2] < {TOO_NEW})"
    if not UNFINISHED.exists() and output_of([str(PYTHON), "-I", "-c", sound])[0] == 0:
        return
    base = suitable_python()
    able = [*base, "-c", "import ensurepip, venv"]
    if output_of(able)[0] != 0:
        version = output_of([*base, "-c", "import sys; print('3.%d' % sys.version_info[1])"])[1]
        debian([f"python{version.strip()}-venv"], "the part of Python that makes environments")
    if output_of(able)[0] != 0:
        raise CannotSetUp(
            "This Python cannot make virtual environments: install its venv and ensurepip modules "
            "(python3-venv on Debian and Ubuntu) and run this again."
        )
    say("Making a virtual environment in .venv ...")
    for _ in range(20):  # a virus scanner, or a pip that outlived its parent, may still be at it
        shutil.rmtree(VENV, ignore_errors=True)
        if not VENV.exists():
            break
        time.sleep(1)
    VENV.mkdir()
    code, heard = output_of([*base, "-I", "-m", "venv", str(VENV)])
    if code != 0:
        raise CannotSetUp(reason(heard, "The virtual environment"))


def reason(output: str, what: str) -> str:
    """Turn what a tool printed when it failed into one sentence that says what to do."""
    # Making the environment does not say so itself when the room runs out.
    if re.search(r"No space left|Errno 28", output) or shutil.disk_usage(ROOT).free < 50_000_000:
        return f"{what} could not be installed, the disk is full: free about 2 GB and run it again."
    if re.search(r"DO NOT MATCH THE HASHES|mismatch", output):
        return (
            f"{what} came down altered and nothing of it was installed: "
            "try another network, or ask who runs this one, and run it again."
        )
    if re.search(r"Permission denied|Read-only file system|Errno 13|Errno 30", output):
        return f"{what} could not be installed, this folder is read-only: copy it and run it there."
    if re.search(r"[Cc]onnection|[Tt]imed? ?out|resolution|ProxyError|SSL|No matching", output):
        return (
            f"{what} could not be fetched: connect to a network where pip works "
            "(behind a proxy, set pip's own settings) and run it again."
        )
    heard = "\n".join(output.strip().splitlines()[-8:]) or "nothing was said why"
    return f"{heard}\n{what} could not be installed: mend what it says here and run it again."


def packages(name: str) -> None:
    """Install requirements/NAME.txt into .venv unless its stamp says that it is there already."""
    wanted = ROOT / "requirements" / f"{name}.txt"
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    stamp = VENV / f"installed-{name}"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    count = sum("==" in line for line in wanted.read_text(encoding="utf-8").splitlines())
    say(f"Fetching up to {count} packages (the first time, some minutes and 450 MB) ...")
    started = time.monotonic()
    # The file is complete, so pip need not work out what else is needed (--no-deps); a package
    # that would have to be compiled here is refused.
    command = [str(PYTHON), "-I", "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--only-binary=:all:", "--progress-bar=off", "--no-input", "-r", str(wanted)]
    output = ""
    UNFINISHED.touch()
    with subprocess.Popen(
        command,
        env=surroundings(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        for line in pip.stdout or ():
            output += line
            if line.startswith("Collecting ") and sys.stdout.isatty():
                print(f"\r  {line.split()[1][:60]:<60}", end="", flush=True)
            elif line.startswith("Installing collected"):
                say(("\r" if sys.stdout.isatty() else "") + f"{'Putting them in place ...':<62}")
    if pip.returncode != 0:
        if "Installing collected" not in output:  # nothing was touched: what is there is sound
            UNFINISHED.unlink()
        raise CannotSetUp(reason(output, "The packages"))
    stamp.write_text(digest, encoding="ascii")
    UNFINISHED.unlink(missing_ok=True)
    say(f"Ready after {time.monotonic() - started:.0f} s.")


# --- system libraries -------------------------------------------------------------------------


def debian(names: list[str], what: str) -> None:
    """Install what is missing of some Debian packages; does nothing on any other system."""
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    # Since 2024 a library's package may carry "t64" behind its name.
    query = ["dpkg-query", "-W", "-f=${db:Status-Status} ${Package}\n"]
    listing = output_of([*query, *names, *(f"{name}t64" for name in names)])[1].splitlines()
    there = {line.split()[1].removesuffix("t64") for line in listing if line.startswith("inst")}
    missing = [name for name in names if name not in there]
    if not missing:
        return
    by_hand = f"sudo apt-get update && sudo apt-get install -y {' '.join(missing)}"
    root = os.name == "posix" and os.geteuid() == 0
    if not root and output_of(["sudo", "-n", "true"])[0] != 0:
        raise CannotSetUp(f"This machine lacks {what}. Run this, then the same again:\n  {by_hand}")
    say(f"Installing {what}: {' '.join(missing)} ...")
    path = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
    apt = [] if root else ["sudo", "-n"]
    apt += ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", f"PATH={path}", "apt-get", "-q"]
    apt += ["-o", "DPkg::Lock::Timeout=300"]  # another program may be installing something
    install = [*apt, "install", "-y", "--no-install-recommends", *missing]
    code, heard = output_of(install)
    if code != 0:  # as on a new machine, whose lists of packages are empty or old
        output_of([*apt, "update"])
        code, heard = output_of(install)
    if code != 0:
        raise CannotSetUp(
            f"This machine lacks {what}, and apt-get could not install them:\n"
            f"{heard.strip()[-600:]}\n"
            f"Connect to a network, run this, then the same again:\n  {by_hand}"
        )


def set_up(word: str) -> None:
    """Put in place all that a word needs, and nothing that it does not."""
    if sys.platform == "linux" and word != "check":
        debian(LIBRARIES.split(), "system libraries that windows need")
        if word != "run":
            debian(TEST_TOOLS.split(), "programs that the tests use")
    environment()
    # dev.txt holds all of run.txt: whoever has it need not install twice.
    complete = (VENV / "installed-dev").exists()
    packages("dev" if complete or word != "run" else "run")


# --- the words --------------------------------------------------------------------------------


def screen_answers() -> bool:
    """Tell whether a window can be shown; on Linux, whether a display server answers."""
    if sys.platform != "linux":
        return True
    tries: list[tuple[socket.AddressFamily, str | tuple[str, int]]] = []
    if os.environ.get("WAYLAND_DISPLAY"):
        folder = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
        tries.append((socket.AF_UNIX, str(folder / os.environ["WAYLAND_DISPLAY"])))
    display = re.fullmatch(r"([^:]*):(\d+)(\.\d+)?", os.environ.get("DISPLAY", ""))
    if display and display[1] in {"", "unix"}:
        place = f"/tmp/.X11-unix/X{display[2]}"  # noqa: S108 - where every X server listens
        tries += [(socket.AF_UNIX, place), (socket.AF_UNIX, f"\0{place}")]
    elif display:
        tries.append((socket.AF_INET, (display[1], 6000 + int(display[2]))))
    for family, address in tries:
        with socket.socket(family, socket.SOCK_STREAM) as line, contextlib.suppress(OSError):
            line.settimeout(2)
            line.connect(address)
            return True
    return False


def python(*arguments: str, offscreen: bool = False, **settings: str) -> int:
    """Run the environment's Python in this folder and return its exit code."""
    around = surroundings() | settings
    if offscreen:
        around.setdefault("QT_QPA_PLATFORM", "offscreen")
    code = subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=around, check=False).returncode
    return code if code >= 0 else 128 - code


def run(more: list[str]) -> int:
    """Open the window on the sample; without a screen, carry the sample all the way to paper."""
    if more:
        return python("-m", "cps_desktop", *more)
    sample, story = ROOT / ".cache" / "sample", ROOT / ".cache" / "story"
    demo = ["-m", "cps_desktop", "demo", "--workspace", str(sample)]
    if screen_answers():
        return python(*demo)
    say("There is no screen here, so the sample goes all the way without one: a workspace, a")
    say("bundle, a second workspace that takes it in, the documents, and pictures of their pages.")
    return python(*demo, "--no-window", "--story", str(story), offscreen=True)


def check(_more: list[str]) -> int:
    """Run every check, also after one has found something; 1 if any did."""
    worst = 0
    contracts = "from importlinter.cli import lint_imports_command as lint; lint()"
    for title, arguments in {
        "style": ["-m", "ruff", "check", "--quiet"],
        "layout": ["-m", "ruff", "format", "--quiet", "--check"],
        "types": ["-m", "mypy"],
        "import contracts": ["-c", contracts, "--no-logo"],
    }.items():
        say(f"== {title}")
        worst = max(worst, int(python(*arguments) != 0))
    say("Something is to be mended; see above." if worst else "All checks passed.")
    return worst


@contextlib.contextmanager
def memory_folder() -> Iterator[str]:
    """A folder that lies in memory, gone afterwards; "" where there is none with room enough.

    The tests make thousands of workspaces, and each change in one waits for the disk as a person's
    would: a third of the suite's time.
    """
    memory = Path("/dev/shm")  # noqa: S108 - what is made there is ours alone
    try:
        state = os.statvfs(memory)
        fits = state.f_bavail * state.f_frsize > MEMORY_NEEDED and not state.f_flag & os.ST_NOEXEC
    except (AttributeError, OSError):  # Windows and macOS have none
        fits = False
    if not fits or not os.access(memory, os.W_OK):
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="cps-", dir=memory, ignore_cleanup_errors=True) as one:
        yield one


def test(more: list[str]) -> int:
    """Run the tests that were picked in one process, or the whole suite on all the cores."""
    if more:
        return python("-m", "pytest", *more, offscreen=True)
    # Several hundred programs are started: what is compiled once is kept for the next of them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    suite = ["-m", "pytest", "-n", "auto", "--dist", "worksteal"]
    with memory_folder() as folder:
        settings = {"TMPDIR": folder} if folder and not os.environ.get("TMPDIR") else {}
        return python(*suite, offscreen=True, **settings)


def main(arguments: list[str]) -> int:
    """Do the word that was asked for; returns the exit code."""
    word, more = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if word in {"help", "-h", "--help"}:
        print(HELP)
        return 0
    words = {
        "run": lambda: run(more),
        "test": lambda: test(more),
        "check": lambda: check(more),
        "bench": lambda: python("-m", "tests.bench", *more, offscreen=True),
        "faults": lambda: python("-m", "tests.faults", *more, offscreen=True),
        "screenshots": lambda: python("-m", "tests.screens", *more, offscreen=True),
    }
    if word not in words:
        known = ", ".join(words)
        print(f"There is no word '{word}' here; there are {known} and help.", file=sys.stderr)
        return 2
    try:
        set_up(word)
    except CannotSetUp as lack:
        print(lack, file=sys.stderr)
        return 3
    except OSError as fault:
        print(reason(str(fault), "What this needs"), file=sys.stderr)
        return 3
    return words[word]()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped; the same command takes it up again.")
