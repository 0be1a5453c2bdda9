"""The habits of the house that no other tool checks: imports, names, sizes, pins, licences."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tomllib
import wave
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as XmlTree

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

TOP = Path(__file__).resolve().parents[1]
PACKAGE = TOP / "cps_desktop"

# Only these folders may import these packages, not even from the composition root.
HOME_OF = {
    "PySide6": "ui",
    "shiboken6": "ui",
    "sqlite3": "storage",
    "sqlite_utils": "storage",
    "sqlcipher3": "storage",
    "pysqlite3": "storage",
    "reportlab": "documents",
    "pikepdf": "documents",
    "pypdfium2": "documents",
}
# What the domain may know of the world. No clock, chance, files, network or processes.
DOMAIN_MAY_IMPORT = {
    "__future__",
    "bisect",
    "calendar",
    "collections",
    "contextlib",
    "cps_desktop",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "hmac",
    "itertools",
    "json",
    "math",
    "msgspec",
    "operator",
    "re",
    "string",
    "struct",
    "textwrap",
    "tomllib",
    "types",
    "typing",
    "unicodedata",
    "uuid",
}
DOMAIN_MAY_NOT_CALL = {"now", "today", "utcnow", "uuid1", "uuid4", "open", "print", "input"}
HEAVY = {
    "PIL",
    "cryptography",
    "pikepdf",
    "pypdfium2",
    "pyrage",
    "reportlab",
    "segno",
    "zstandard",
    "zxingcpp",
}
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "stuff"}


@cache
def parsed() -> tuple[tuple[Path, ast.Module], ...]:
    """Every Python file of the package with its syntax tree: read once for all that look at it."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def modules(folder: Path = PACKAGE) -> Iterator[tuple[Path, ast.Module]]:
    """Yield every Python file below this folder of the package with its syntax tree."""
    return (one for one in parsed() if folder in one[0].parents)


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and top-level name of every import, also of those inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module.split(".")[0]


def own_imports() -> dict[str, set[str]]:
    """Which of our modules each of them imports, also in functions and for types alone."""
    trees = {
        ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__"): tree
        for path, tree in parsed()
    }
    found: dict[str, set[str]] = {name: set() for name in trees}
    for name, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found[name].update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                found[name] |= {one if one in trees else node.module for one in whole}
    return {name: some & trees.keys() - {name} for name, some in found.items()}


def circle_in(imports: Mapping[str, set[str]]) -> list[str]:
    """Modules each of which imports the next, and the last the first; none where there are none."""
    left = {name: set(some) for name, some in imports.items()}
    while going := {name for name, some in left.items() if not some}:
        left = {name: some - going for name, some in left.items() if name not in going}
    way = [min(left)] if left else []
    while left and (after := min(left[way[-1]])) not in way:
        way.append(after)
    return way[way.index(after) :] if left else []


def own_files() -> Iterator[Path]:
    """Yield every file of the project that people wrote, not what tools made of it."""
    made = {".git", ".venv", ".cache", ".hypothesis", "build", "dist", "__pycache__"}
    for folder, inside, files in os.walk(TOP):
        # What tools made is not gone into: the packages alone are twenty thousand files.
        inside[:] = sorted(
            one for one in inside if one not in made and not one.endswith(("_cache", ".egg-info"))
        )
        yield from (Path(folder, one) for one in sorted(files) if one not in made)


def where(path: Path, line: int, what: str) -> str:
    return f"{path.relative_to(TOP)}:{line}: {what}"


def test_qt_sql_and_pdf_stay_at_home() -> None:
    astray = [
        where(path, line, name)
        for path, tree in modules()
        for line, name in imported(tree)
        if name in HOME_OF and path.relative_to(PACKAGE).parts[0] != HOME_OF[name]
    ]
    assert astray == []


def test_no_imports_run_in_a_circle() -> None:
    """Two modules that need one another are one, or lack a third that both need."""
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == ["b", "c"]
    imports = own_imports()
    assert sum(map(len, imports.values())) > 1000
    assert circle_in(imports) == []


def test_the_domain_is_told_the_time_and_reads_nothing() -> None:
    astray = []
    for path, tree in modules(PACKAGE / "domain"):
        astray += [
            where(path, line, f"imports {name}")
            for line, name in imported(tree)
            if name not in DOMAIN_MAY_IMPORT
        ]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else ""
                name = called.id if isinstance(called, ast.Name) else name
                if name in DOMAIN_MAY_NOT_CALL:
                    astray.append(where(path, node.lineno, f"calls {name}()"))
    assert astray == []


def test_heavy_packages_wait_until_they_are_needed() -> None:
    """Asking for the program's help must not load what only printing or sealing needs."""
    if not (PACKAGE / "__main__.py").exists():
        pytest.skip("there is no command line yet")
    ask = "import sys, cps_desktop.__main__; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", ask], cwd=TOP, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "cps_desktop" in loaded
    assert HEAVY & set(loaded) == set()


def test_module_names_say_what_is_in_them() -> None:
    paths = PACKAGE.rglob("*.py")
    vague = [path for path in paths if set(path.stem.split("_")) & SAYS_NOTHING]
    assert vague == []


def test_nothing_has_grown_out_of_all_measure() -> None:
    """Bounds far above what is good: what meets them hides several things in one."""
    grown = []
    for path, tree in modules():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > 600:
            grown.append(where(path, lines, "a file over 600 lines"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 120:
                grown.append(where(path, node.lineno, f"{node.name} is over 120 lines"))
            if isinstance(node, ast.ClassDef):
                methods = sum(isinstance(part, ast.FunctionDef) for part in node.body)
                if methods > 40:
                    grown.append(where(path, node.lineno, f"{node.name} has {methods} methods"))
    assert grown == []


def test_no_loose_ends_and_no_registry_host_in_any_file() -> None:
    # The brackets keep this line from finding itself.
    unwanted = re.compile(
        r"\b(?:T[O]DO|FIX[M]E|X[X]X)\b|py[p]i\.org|python[h]osted|npm[j]s\.|deb\.[d]ebian\.org"
    )
    found = []
    for path in own_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        for number, line in enumerate(text.splitlines(), 1):
            if match := unwanted.search(line):
                found.append(where(path, number, match[0]))
    assert found == []


def parses_as_text(path: Path) -> None:
    """Read as UTF-8 without a byte order mark; raise on anything else."""
    if path.read_bytes().startswith(b"\xef\xbb\xbf"):
        raise ValueError(f"{path.name} starts with a byte order mark")
    path.read_text(encoding="utf-8")


def parses_as_picture(path: Path) -> None:
    """Decode every pixel; raise when the file is cut short or no picture."""
    from PIL import Image

    with Image.open(path) as picture:
        picture.load()


def parses_as_sound(path: Path) -> None:
    """Read every frame; raise when the file is cut short or no sound."""
    with wave.open(str(path), "rb") as sound:
        frames = sound.readframes(sound.getnframes())
        if len(frames) != sound.getnframes() * sound.getsampwidth() * sound.getnchannels():
            raise ValueError(f"{path.name} is cut short")


PARSERS: dict[str, Callable[[Path], object]] = {
    ".json": lambda path: json.loads(path.read_text(encoding="utf-8")),
    ".toml": lambda path: tomllib.loads(path.read_text(encoding="utf-8")),
    ".svg": XmlTree.parse,
    ".md": parses_as_text,
    ".txt": parses_as_text,
    ".csv": parses_as_text,
    ".png": parses_as_picture,
    ".jpg": parses_as_picture,
    ".jpeg": parses_as_picture,
    ".wav": parses_as_sound,
}


def test_every_resource_parses() -> None:
    resources = [path for path in own_files() if (TOP / "resources") in path.parents]
    assert resources
    for path in resources:
        if path.name.startswith("."):
            continue
        assert path.suffix in PARSERS, f"{path.name}: say in this test how such a file is read"
        PARSERS[path.suffix](path)


# --- what we build on -------------------------------------------------------------------------


def pins(which: str) -> dict[str, set[str]]:
    """Return package name to versions (several where systems differ) of a requirements file."""
    found: dict[str, set[str]] = {}
    text = (TOP / "requirements" / f"{which}.txt").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", text, re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("which", ["run", "dev"])
def test_every_requirement_is_pinned_by_hash_and_names_no_index(which: str) -> None:
    text = (TOP / "requirements" / f"{which}.txt").read_text(encoding="utf-8")
    entries = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+ ", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert "--index" not in text
    assert "--extra-index" not in text


def test_tests_run_on_the_versions_that_people_get() -> None:
    run, dev = pins("run"), pins("dev")
    assert {name: dev.get(name) for name in run} == run


def test_what_the_project_asks_for_is_what_is_pinned() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = pins("run")
    for wanted in project["dependencies"]:
        name, version = wanted.split(";")[0].strip().split("==")
        pinned = run[name.lower().replace("_", "-")]
        assert any(one == version or one.startswith(version.rstrip("*")) for one in pinned), wanted


def licence_rows() -> dict[str, str]:
    text = (TOP / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]+) \|", text, re.MULTILINE)
    return {name: licence.strip() for name, licence in rows}


def test_the_licence_list_holds_exactly_what_we_ship() -> None:
    assert sorted(licence_rows()) == sorted(pins("run"))


def is_strong_copyleft(licence: str) -> bool:
    """Tell whether every licence on offer is the GPL or AGPL (the Lesser GPL is not meant)."""
    lesser = re.sub(r"LGPL|Lesser[^|]*?(?:GPL|General Public License)", "", licence)
    offers = re.split(r" OR | or ", lesser)
    return all(re.search(r"GPL|General Public License", offer) for offer in offers)


def test_nothing_we_ship_is_under_the_gpl() -> None:
    assert not is_strong_copyleft("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only")
    assert is_strong_copyleft("AGPL-3.0-or-later")
    assert not any(is_strong_copyleft(licence) for licence in licence_rows().values())
    read = 0
    for name in pins("run"):
        try:
            metadata = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # made for another system
        classifiers = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License")]
        short = [text.splitlines()[0] for text in metadata.get_all("License") or []]
        said = " ".join(metadata.get_all("License-Expression") or short or classifiers)
        assert not is_strong_copyleft(said), f"{name}: {said}"
        read += 1
    assert read > 40


def test_of_qt_nothing_is_used_that_is_only_to_be_had_under_the_gpl() -> None:
    ours = "".join(path.read_text(encoding="utf-8") for path in TOP.glob("cps_desktop/**/*.py"))
    parts = set(re.findall(r"PySide6\.(Qt\w+)", ours))
    essentials = {"QtCore", "QtGui", "QtPrintSupport", "QtSvg", "QtSvgWidgets", "QtWidgets"}
    assert parts <= essentials | {"QtTextToSpeech"}


class Strokes(QWidget):
    """Paints with many calls that return nothing, as every page of ours does."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for step in range(20):
            painter.save()
            painter.setPen(QColor(Qt.GlobalColor.black))
            painter.translate(QPoint(1, 0))
            painter.drawLine(0, step, 50, step)
            painter.fillRect(QRect(0, step, 5, 1), QColor(Qt.GlobalColor.red))
            painter.restore()
        painter.end()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be lost from Python 3.12 on")
def test_painting_loses_no_reference_to_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 gives back one None too few a call, and Python aborts when they run out."""
    widget = Strokes()
    qtbot.addWidget(widget)
    widget.grab()
    before = sys.getrefcount(None)
    for _ in range(20):
        widget.grab()
    # 20 × 20 × 6 calls; what else goes on moves the count by a few.
    assert abs(sys.getrefcount(None) - before) < 200
