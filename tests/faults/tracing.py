"""A program under strace: which system calls it makes, and an end at any one of them.

strace is a Debian package and a matter of Linux; inside some containers it may not watch anything.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.faults.places import ROOT

CHANGING = (
    "write,pwrite64,writev,pwritev,sendfile,copy_file_range,fallocate,ftruncate,truncate,"
    "fsync,fdatasync,sync_file_range,openat,rename,renameat,renameat2,unlink,unlinkat,"
    "link,linkat,symlink,symlinkat,mkdir,mkdirat,rmdir,chmod,fchmod,fchmodat"
)
"""What can change anything outside the process. Between two of these nothing changes, so an end
at each of them is an end anywhere."""

_CALL = re.compile(r"(\d+) +(\w+)\((.*)")


@functools.cache
def why_not() -> str:
    """Why strace cannot be used here; empty where it can."""
    if not sys.platform.startswith("linux"):
        return "strace is a matter of Linux"
    if shutil.which("strace") is None:
        return "there is no strace here"
    try:
        run = subprocess.run(
            ["strace", "-qq", "-o", os.devnull, "-e", "inject=chdir:signal=KILL", "true"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if run.returncode:
        return (run.stderr.strip().splitlines() or ["strace may not watch here"])[-1]
    return ""


def around() -> dict[str, str]:
    """The environment of what is watched: nothing is written but by the work itself."""
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


def calls_of(module: str, arguments: Sequence[str], log: Path) -> tuple[list[str], list[str]]:
    """Run a module to its end. What it printed, and every changing call after it said "begin", as
    ``name:N``: the N-th call of that name since the process began."""
    command = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", str(log), "-e", f"trace={CHANGING}"]
    command += ["-e", "signal=none", sys.executable, "-m", module, *arguments]
    run = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT, env=around(), timeout=120
    )
    counted: Counter[str] = Counter()
    points: list[str] = []
    first, begun = "", False
    for line in log.read_text(errors="replace").splitlines():
        found = _CALL.match(line)
        if found is None:
            continue
        process, name, given = found.groups()
        first = first or process
        if process != first:
            continue
        counted[name] += 1
        changes = not (name == "openat" and "O_CREAT" not in given)
        if begun and changes and not (name == "write" and given.startswith("1, ")):
            points.append(f"{name}:{counted[name]}")
        begun = begun or (name == "write" and '"begin' in given)
    return run.stdout.split("\n"), points


def failed_at(
    module: str, arguments: Sequence[str], point: str, error: str
) -> tuple[list[str], str]:
    """Run a module in which one call (``name:N``) fails with an error (such as "ENOSPC"). What it
    printed, and what it wrote of an error that nobody expected."""
    name, number = point.split(":")
    command = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", os.devnull, "-e", f"trace={name}"]
    command += ["-e", "signal=none", "-e", f"inject={name}:error={error}:when={number}"]
    command += [sys.executable, "-m", module, *arguments]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=around(), timeout=120
    )
    return run.stdout.split("\n"), run.stderr if run.returncode else ""


def ended_at(module: str, arguments: Sequence[str], point: str) -> tuple[list[str], bool]:
    """Run a module until a call (``name:N``), where it is killed before the call is done. What it
    printed, and whether it was killed."""
    name, number = point.split(":")
    # Not with --seccomp-bpf, which is quicker: strace then lets the process live.
    command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={name}"]
    command += ["-e", f"inject={name}:signal=KILL:when={number}"]
    command += [sys.executable, "-m", module, *arguments]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=around(), timeout=120
    )
    killed = run.returncode in (128 + signal.SIGKILL, -signal.SIGKILL)
    if not killed and run.returncode:
        raise AssertionError(f"{point}: {run.stderr[-2000:]}")
    return run.stdout.split("\n"), killed
