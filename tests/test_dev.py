"""dev.py itself: run as a person runs it, in a copy of its own, with packages made on the spot."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
METADATA = "Metadata-Version: 2.1\nName: tiny\n"
WHEEL = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="a matter of Linux")


class Copy:
    """A folder with dev.py, and requirements that ask for one tiny package lying beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wheels = folder / "wheels"

    def make(self) -> None:
        """Lay it out as after a clone: nothing is installed yet."""
        folder = self.folder
        self.wheels.mkdir()
        (folder / "requirements").mkdir()
        shutil.copy(TOP / "dev.py", folder)
        # Stands where the program stands: says which of its words it was given.
        (folder / "cps_desktop").mkdir()
        (folder / "cps_desktop" / "__init__.py").touch()
        (folder / "cps_desktop" / "__main__.py").write_text(
            "import sys, tiny\nprint('tiny', tiny.EDITION, *sys.argv[1:])\nsys.exit(7)\n"
        )
        self.ask_for(edition=1)

    def ask_for(self, edition: int) -> None:
        """Write a new edition of the tiny package and pin it by its hash."""
        name = f"tiny-{edition}.0"
        entries = {
            "tiny.py": f"EDITION = {edition}\n",
            f"{name}.dist-info/METADATA": METADATA + f"Version: {edition}.0\n",
            f"{name}.dist-info/WHEEL": WHEEL,
        }
        record = ""
        for path, text in entries.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
            record += f"{path},sha256={digest.decode().rstrip('=')},{len(text)}\n"
        entries[f"{name}.dist-info/RECORD"] = f"{record}{name}.dist-info/RECORD,,\n"
        wheel = self.wheels / f"{name}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as packed:
            for path, text in entries.items():
                packed.writestr(path, text)
        pinned = hashlib.sha256(wheel.read_bytes()).hexdigest()
        for which in ("run", "dev"):
            place = self.folder / "requirements" / f"{which}.txt"
            place.write_text(f"tiny=={edition}.0 \\\n    --hash=sha256:{pinned}\n")

    def dev(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run dev.py with pip kept to the folder of wheels, as a person's own settings would."""
        around = {
            **os.environ,
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            **settings,
        }
        return subprocess.run(
            [sys.executable, "dev.py", *words],
            cwd=self.folder,
            env=around,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Return a copy in which nothing is set up."""
    fresh = Copy(tmp_path)
    fresh.make()
    return fresh


@pytest.fixture(scope="module")
def first_run(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Copy, subprocess.CompletedProcess[str]]:
    """Return a copy that has been run once, and what it said; not to be changed."""
    first = Copy(tmp_path_factory.mktemp("first"))
    first.make()
    return first, first.dev("run", "list", "--json")


@pytest.fixture
def ready(first_run: tuple[Copy, object], tmp_path: Path) -> Copy:
    """Return a copy of its own that is set up already."""
    shutil.copytree(first_run[0].folder, tmp_path / "ready", symlinks=True)
    return Copy(tmp_path / "ready")


def test_help_is_given_without_setting_anything_up(copy: Copy) -> None:
    for words in ((), ("help",), ("--help",)):
        told = copy.dev(*words)
        assert told.returncode == 0
        for word in ("run", "test", "check", "bench", "faults", "screenshots"):
            assert f"\n  {word} " in told.stdout
    assert not (copy.folder / ".venv").exists()


def test_an_unknown_word_is_answered_with_the_known_ones(copy: Copy) -> None:
    told = copy.dev("tset")
    assert told.returncode == 2
    assert told.stderr == (
        "There is no word 'tset' here; "
        "there are run, test, check, bench, faults, screenshots and help.\n"
    )
    assert not (copy.folder / ".venv").exists()


def test_run_sets_itself_up_and_hands_on_words_and_exit_code(
    first_run: tuple[Copy, subprocess.CompletedProcess[str]],
) -> None:
    told = first_run[1]
    assert told.returncode == 7, told.stderr
    assert told.stdout.startswith("Making a virtual environment")
    assert told.stdout.endswith("tiny 1 list --json\n")


def test_the_second_run_asks_for_nothing(ready: Copy) -> None:
    shutil.rmtree(ready.wheels)
    told = ready.dev("run", "list")
    assert (told.returncode, told.stdout) == (7, "tiny 1 list\n")


def test_new_requirements_are_installed_into_the_same_environment(ready: Copy) -> None:
    kept = ready.folder / ".venv" / "kept"
    kept.touch()
    ready.ask_for(edition=2)
    assert ready.dev("run", "x").stdout.endswith("tiny 2 x\n")
    assert kept.exists()


@pytest.mark.parametrize("spoilt_by", ["pip interrupted", "python gone"])
def test_an_environment_left_half_way_is_made_again(ready: Copy, spoilt_by: str) -> None:
    environment = ready.folder / ".venv"
    leftover = environment / "leftover"
    leftover.touch()
    if spoilt_by == "pip interrupted":
        (environment / "unfinished").touch()
    else:
        (environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")).unlink()
    told = ready.dev("run", "x")
    assert told.stdout.startswith("Making a virtual environment")
    assert told.stdout.endswith("tiny 1 x\n")
    assert not leftover.exists()


def test_without_the_packages_it_says_so_and_the_next_try_goes_on(ready: Copy) -> None:
    ready.ask_for(edition=2)
    wheel = ready.wheels / "tiny-2.0-py3-none-any.whl"
    aside = wheel.rename(ready.folder / wheel.name)
    told = ready.dev("run", "x")
    assert told.returncode == 3
    assert told.stderr == (
        "The packages could not be fetched: connect to a network where pip works "
        "(behind a proxy, set pip's own settings) and run it again.\n"
    )
    aside.rename(wheel)
    told = ready.dev("run", "x")
    assert told.stdout.endswith("tiny 2 x\n")
    assert "Making a virtual environment" not in told.stdout


def test_a_package_other_than_the_pinned_one_is_refused(ready: Copy) -> None:
    ready.ask_for(edition=2)
    with (ready.wheels / "tiny-2.0-py3-none-any.whl").open("ab") as wheel:
        wheel.write(b"\0")
    for _ in range(2):  # nor is it taken for installed the second time
        told = ready.dev("run", "x")
        assert told.returncode == 3
        assert "came down altered and nothing of it was installed" in told.stderr


@linux_only
def test_run_without_a_screen_goes_the_way_without_one(ready: Copy) -> None:
    sample = str(ready.folder / ".cache" / "sample")
    blind = ready.dev("run", DISPLAY="", WAYLAND_DISPLAY="")
    assert "There is no screen here" in blind.stdout
    assert f"tiny 1 demo --workspace {sample} --no-window --story" in blind.stdout

    # A name of a screen is not a screen: nothing listens there.
    dead = ready.dev("run", DISPLAY=":4711", WAYLAND_DISPLAY="wayland-7")
    assert "There is no screen here" in dead.stdout

    # One that answers is. Only that it listens is asked, so any listening socket will do.
    with socket.socket(socket.AF_UNIX) as screen:
        screen.bind(f"{os.environ['XDG_RUNTIME_DIR']}/wayland-7")
        screen.listen()
        seeing = ready.dev("run", DISPLAY="", WAYLAND_DISPLAY="wayland-7")
    assert seeing.stdout == f"tiny 1 demo --workspace {sample}\n"


@linux_only
def test_the_whole_suite_lies_in_memory_and_is_gone_afterwards(ready: Copy) -> None:
    (ready.folder / "pytest.py").write_text(
        "import os, pathlib, sys, tempfile\n"
        "print(tempfile.gettempdir(), 'PYTHONDONTWRITEBYTECODE' in os.environ, *sys.argv[1:])\n"
        "pathlib.Path(tempfile.gettempdir(), 'left').touch()\n"
    )
    (ready.folder / "left").mkdir()
    here = {"TMPDIR": str(ready.folder / "left"), "PYTHONDONTWRITEBYTECODE": "1", "PATH": ""}
    assert ready.dev("test", "one.py", **here).stdout.endswith(f"{here['TMPDIR']} True one.py\n")
    assert ready.dev("test", **here).stdout.startswith(f"{here['TMPDIR']} False -n auto")

    place, kept, *_ = ready.dev("test", **(here | {"TMPDIR": ""})).stdout.split()
    assert kept == "False"
    if place.startswith("/dev/shm/cps-"):  # where there is memory enough
        assert not Path(place).exists()
    else:
        (Path(place) / "left").unlink()


@linux_only
def test_libraries_that_cannot_be_installed_name_the_one_command(copy: Copy) -> None:
    """On a Debian where nothing Qt needs is there, and neither root's way nor sudo leads on."""
    programs = copy.folder / "programs"
    programs.mkdir()
    for name in ("dpkg-query", "apt-get", "sudo"):
        program = programs / name
        program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        program.chmod(0o755)
    told = copy.dev("run", "x", PATH=str(programs))
    assert told.returncode == 3
    assert "This machine lacks system libraries that windows need" in told.stderr
    assert "\n  sudo apt-get update && sudo apt-get install -y libgl1 libegl1 " in told.stderr
    assert not (copy.folder / ".venv").exists()
