"""The folder in which a telephone's or scanner's pictures arrive: new ones are offered for a claim.

Nothing is attached by itself. Which folder it is, and what was left aside, is this laptop's own
and never handed over. Only names, sizes and times are looked at to find what is new.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Attachment, Claim, ClaimLine, Person, Receipt
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_lines import line_title
from cps_desktop.services.door import Records
from cps_desktop.services.inbox_places import Stamp, is_there, stamp
from cps_desktop.services.people import shown_name
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.storage.workspace import Workspace

SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".pdf"})
MOST_FILES: Final = 5_000
"""Pictures that may lie in the folder; more is somebody's whole album."""

MOST_OFFERED: Final = 12
"""So many are offered at a time, the newest first."""

MOST_ASIDE: Final = 40
"""So many of what was left aside are named, the newest first."""

MOST_LOOKED_AFTER: Final = 200
"""So many pictures that were taken last are offered again where they are taken off their line."""

RECENT_DAYS: Final = 2
"""What came within so many days before the folder was chosen is new as well."""

_STILL_COMING_SECONDS: Final = 1.5
"""A file that was written to just now may not be whole yet."""

_FOLDER, _KNOWN = "camera folder", "camera known"
_ASIDE: Final = "aside"
"""Of a picture that was left aside, beside the receipt of one that was taken."""


class Arrived(msgspec.Struct, frozen=True):
    """What is new in the folder: each file with its stamp, the newest first. ``there``: the folder
    can be looked into (True where none is watched)."""

    files: tuple[tuple[Path, Stamp], ...] = ()
    there: bool = True
    aside: tuple[tuple[Path, Stamp], ...] = ()
    """What was left aside and still lies there."""


class CameraLookout(msgspec.Struct, frozen=True):
    """Where to look and what is known already: enough to look from any thread."""

    folder: Path | None
    known: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()

    def find(self) -> Arrived:
        """Look now. A folder that does not answer holds up only the thread this is in."""
        if self.folder is None:
            return Arrived()
        if not is_there(self.folder):
            return Arrived(there=False)
        now = time.time()
        every = [(path, one, _key(one)) for path, one in _stamps(self.folder)]
        found = [
            (path, one)
            for path, one, key in every
            if key not in self.known and abs(now - one[2] / 1e9) > _STILL_COMING_SECONDS
        ]
        aside = [(path, one) for path, one, key in every if key in self.aside]
        return Arrived(tuple(found[:MOST_OFFERED]), aside=tuple(aside[:MOST_ASIDE]))


def camera_folder(workspace: Workspace) -> Path | None:
    """The folder that was chosen, if any; it need not be there now."""
    kept = workspace.note(_FOLDER)
    return Path(kept) if isinstance(kept, str) and kept else None


def watch_camera_folder(workspace: Workspace, folder: Path | None, *, now_ms: int) -> None:
    """Offer what arrives in this folder from now on, and what came in the last two days; None
    watches none. Raises InputRefused for a folder with thousands of pictures, or none at all."""
    if folder is None:
        workspace.set_note(_FOLDER, "")
        return
    if not is_there(folder):
        raise InputRefused("This folder is not there now. Nothing was changed. Choose another one.")
    stamps = _stamps(folder)
    if len(stamps) > MOST_FILES:
        raise InputRefused(
            f"There are more than {MOST_FILES:,} pictures in this folder. Nothing was changed. "
            "Choose one into which only new photos come."
        )
    recent = (now_ms - RECENT_DAYS * 86_400_000) * 1_000_000
    _keep(workspace, {_key(one): "" for _, one in stamps if one[2] < recent})
    workspace.set_note(_FOLDER, str(folder))


def lookout(workspace: Workspace) -> CameraLookout:
    """Where pictures arrive. One that was put on a line is known as long as it is there: taken off
    again, by undo or by hand, it is offered again."""
    folder = camera_folder(workspace)
    if folder is None:
        return CameraLookout(None)
    known = _known(workspace)
    taken = [one for one in known.values() if one not in {"", _ASIDE}][-MOST_LOOKED_AFTER:]
    there = workspace.several(Receipt, taken)
    off = {one for one in taken if one not in there or there[one].deleted}
    aside = frozenset(key for key, one in known.items() if one == _ASIDE)
    kept = frozenset(key for key, one in known.items() if one not in off)
    return CameraLookout(folder, kept, aside)


def leave_aside(workspace: Workspace, one: Stamp) -> None:
    """This picture is no receipt: it is not offered again before somebody says so."""
    _keep(workspace, _known(workspace) | {_key(one): _ASIDE})


def offer_again(workspace: Workspace, some: Iterable[Stamp]) -> None:
    """These pictures were left aside by mistake."""
    again = {_key(one) for one in some}
    _keep(workspace, {key: kept for key, kept in _known(workspace).items() if key not in again})


def was_taken(workspace: Workspace, one: Stamp, receipts: Sequence[RecordId]) -> None:
    """This picture was put on a line, as these receipts."""
    known = {key: kept for key, kept in _known(workspace).items() if key != _key(one)}
    _keep(workspace, known | {_key(one): receipts[0] if receipts else ""})


class Use(msgspec.Struct, frozen=True):
    """Where a picture is a receipt already."""

    claim: RecordId
    line: RecordId
    words: str
    """ "Parking, Townfoot, of R. Hartley"."""


def uses(records: Records, digest: str) -> tuple[Use, ...]:
    """The lines of living claims on which this very picture is a receipt."""
    found = []
    for picture in records.find(Attachment, digest=digest):
        for receipt in records.find(Receipt, attachment=picture.id):
            line = records.get(ClaimLine, receipt.line)
            claim = records.get(Claim, line.claim) if line is not None else None
            if line is None or claim is None or line.deleted or claim.deleted:
                continue
            whose = shown_name(records.get(Person, claim.person))
            of = f", of {whose}" if whose else ""
            found.append(Use(claim.id, line.id, f"{line_title(line)}{of}"))
    return tuple(found)


def receipt_already(records: Records, pictures: Sequence[PreparedPicture]) -> str:
    """A sentence where a picture is a receipt already; "" for one that is new. It takes some
    milliseconds where there are thousands: many are looked for in a worker."""
    for one in pictures:
        before = uses(records, one.sha256)
        if before:
            more = f" and {len(before) - 1} more" if len(before) > 1 else ""
            return f"The same picture is a receipt already: {before[0].words}{more}."
    return ""


def among_others(pictures: Sequence[PreparedPicture], others: Iterable[str]) -> str:
    """A sentence where a picture came under another name too, among ``others`` (the digests of what
    is offered beside it); "" where it did not."""
    if {one.sha256 for one in pictures} & set(others):
        return "The same picture came twice, under another name."
    return ""


def _stamps(folder: Path) -> list[tuple[Path, Stamp]]:
    """The pictures right in a folder, the newest first; none where it cannot be read."""
    try:
        paths = [
            one
            for one in folder.iterdir()
            if one.suffix.casefold() in SUFFIXES and not one.name.startswith(".") and one.is_file()
        ]
    except OSError:
        return []
    found = [(one, stamp(one)) for one in paths]
    return sorted((one for one in found if one[1][1]), key=lambda one: (-one[1][2], one[1][0]))


def _key(one: Stamp) -> str:
    """A file as it is remembered: not by its name, which may say where somebody was."""
    return hashlib.blake2b(repr(one).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _known(workspace: Workspace) -> dict[str, str]:
    kept = workspace.note(_KNOWN)
    return dict(cast(Mapping[str, str], kept)) if isinstance(kept, dict) else {}


def _keep(workspace: Workspace, known: Mapping[str, str]) -> None:
    latest = list(known.items())[-2 * MOST_FILES :]
    workspace.set_note(_KNOWN, dict(latest))
