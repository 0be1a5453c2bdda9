"""Joining an organisation: a join file from a stick, from a QR code on paper, or typed in.

Reading one changes nothing. It is accepted after four words were compared with a coordinator.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import cast

from cps_desktop.domain.faults import InputRefused
from cps_desktop.services.going_over import go_over
from cps_desktop.services.papers import (
    Joining,
    Paper,
    expiry_warning,
    following,
    former_roots,
    joined,
    paper_now,
    root_secret,
    verified,
)
from cps_desktop.services.receivers import Receiver
from cps_desktop.services.taking_up_papers import take_up
from cps_desktop.storage.folders import refuse_part_of_workspace
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundle_files import write_whole
from cps_desktop.sync.joining import LARGEST, NOT_ONE, JoinFile, followed
from cps_desktop.sync.joining_on_paper import join_file_from, rows_in_qr
from cps_desktop.sync.paper_rows import RowDoubt, TypedRows

_NOT_THEIRS = "new keys that were not theirs"
_NEWER_HERE = "This laptop already has a newer join file of this organisation. Nothing was changed."
_FORMER = (
    "This join file is of the key that your organisation had before. Nothing was changed. "
    "Ask a coordinator for the newest one."
)
_TWO_ALIKE = (
    "There are two join files with the number {number}. Nothing was changed: every laptop keeps "
    "the same one of the two, and it is the one that is here. Ask a coordinator to make a new one."
)
_TWO_ALIKE_NEW = (
    "There is another join file with the number {number} on this laptop. Every laptop keeps the "
    "same one of the two, and it is this one. Ask a coordinator to make a new one."
)


def save_join_file(workspace: Workspace, path: Path) -> None:
    """Write this laptop's join file, for others to open. Raises InputRefused, StorageFull."""
    now = paper_now(workspace)
    if now is None:
        raise InputRefused("This laptop does not belong to an organisation yet.")
    refuse_part_of_workspace(path)
    write_whole(path, now.text.encode())


def read_joining(workspace: Workspace, path: Path) -> Joining:
    """Read a join file to be compared; a picture or PDF is looked through for its QR code.

    Nothing is changed. A picture takes a while: call this from a worker thread. Raises
    InputRefused.
    """
    return _to_compare(workspace, _paper_in(path))


def joining_typed(workspace: Workspace, text: str) -> Joining:
    """A join file that was typed from its paper, to be compared. Raises InputRefused with what is
    missing or not right."""
    found = join_file_from(text)
    if isinstance(found, TypedRows):
        raise InputRefused(f"{typed_problem(found)} Nothing was changed.")
    return _to_compare(workspace, verified(found.decode()))


def typed_so_far(text: str) -> TypedRows:
    """What typed rows hold so far: how many, of how many, and which are not right."""
    from cps_desktop.sync.paper_rows import read_rows

    return read_rows(text)


def typed_problem(typed: TypedRows) -> str:
    """What is missing or not right with typed rows, in words; "" where they are whole."""
    if typed.doubts:
        said = [_row_words(one) for one in typed.doubts[:3]]
        more = len(typed.doubts) - len(said)
        if more > 0:
            said.append(f"{more} more {'row is' if more == 1 else 'rows are'} not right either.")
        return " ".join(said)
    if not typed.rows:
        return "Type the rows of letters as they stand on the paper."
    if typed.wanted and typed.rows < typed.wanted:
        return f"{typed.rows} of {typed.wanted} rows are there. Row {typed.rows + 1} comes next."
    if typed.data is None:
        return f"There are {typed.rows} rows, and the paper has {typed.wanted}."
    return ""


def _row_words(doubt: RowDoubt) -> str:
    row = f"Row {doubt.row}"
    if doubt.why == "short":
        return f"{row} has {doubt.found} letters; a row has 25."
    if doubt.why == "long":
        return f"{row} has {doubt.found} letters; a row has 25. Begin each row on a new line."
    if doubt.why == "letters":
        return f"{row} holds a sign that is on no such paper: there is no O, I, 0 or 1."
    if doubt.why == "place":
        return f"{row} is row {doubt.found} of the paper."
    return f"{row} is not as on the paper. Look at it again, letter by letter."


def _paper_in(path: Path) -> Paper:
    data = read_small(path, LARGEST)
    if data is not None and data.lstrip()[:1] == b"{":
        return verified(data.decode("utf-8", "replace"))
    from cps_desktop.services.pictures import kind_of_file
    from cps_desktop.services.qr_codes import codes_in

    head = read_small(path, 1 << 12, whole=False) or b""
    if not kind_of_file(head):
        raise InputRefused(NOT_ONE)
    for code in codes_in(path):
        rows = rows_in_qr(code)
        found = join_file_from(rows) if rows is not None else None
        if isinstance(found, bytes):
            return verified(found.decode())
    raise InputRefused(
        f"No QR code of a join file was found in {path.name}. Nothing was changed. "
        "Take the photo again, straight from above and in good light, or type the rows in."
    )


def read_small(path: Path, most: int, *, whole: bool = True) -> bytes | None:
    """A small file's bytes; None where it is larger than ``most``. Raises InputRefused."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError as error:
        raise InputRefused(
            f"There is no file {path.name} there any more. Nothing was changed. "
            "Put the stick back in and try again."
        ) from error
    except (OSError, ValueError) as error:
        raise InputRefused(
            f"{path.name} could not be read. Nothing was changed. "
            "Put the stick back in and try again, or ask the coordinator for it again."
        ) from error
    if len(data) > most:
        return None if whole else data[:most]
    return data


def _to_compare(workspace: Workspace, paper: Paper) -> Joining:
    before, join = paper_now(workspace), paper.join
    same = before is None or before.join.root == join.root
    if join.root in former_roots(workspace):
        raise InputRefused(_FORMER)
    warning = ""
    if before is not None and same:
        if join.sequence < before.join.sequence:
            raise InputRefused(_NEWER_HERE)
        if join.sequence == before.join.sequence and paper.text != before.text:
            if paper.rank < before.rank:
                raise InputRefused(_TWO_ALIKE.format(number=join.sequence))
            warning = _TWO_ALIKE_NEW.format(number=join.sequence)
    today = dt.datetime.fromtimestamp(workspace.now_ms() / 1000, dt.UTC).astimezone().date()
    return Joining(
        join,
        before.join.organisation if before else "",
        same,
        paper.text,
        warning or expiry_warning(join, today),
        not same and takes_its_place(workspace, join),
    )


def accept_joining(workspace: Workspace, joining: Joining, path: Path | None = None) -> None:
    """Belong to this organisation from now on; the words were compared.

    The workspace key is wrapped for its coordinators and its recovery sheet as well, beside the
    ways it has; those of an earlier join file can open it no longer. ``path`` is the file it was
    read from, where it must still be the same. Raises InputRefused, StorageFull.
    """
    if path is not None and _paper_in(path).text != joining.text:
        raise InputRefused("The join file changed while you compared it. Nothing was changed.")
    before, after = paper_now(workspace), verified(joining.text)
    if before is not None and takes_its_place(workspace, after.join):
        go_over(workspace, after)
        return
    if before is not None and before.join.root != after.join.root and root_secret(workspace):
        raise InputRefused(
            "This laptop is the coordinator's own of another organisation. Nothing was changed. "
            "Open the file on another laptop."
        )
    take_up(workspace, after)


def new_key_waiting(workspace: Workspace) -> Joining | None:
    """A join file that came in and says that the organisation has a new key, signed with the one
    this laptop knows; to be compared, not taken up by itself: a thief could have signed it.

    None where there is none, or all were compared and found not to be the coordinator's.
    """
    refused = set(cast(list[str], workspace.note(_NOT_THEIRS) or []))
    found = [one for one in following(workspace) if one.join.root not in refused]
    # Where it was changed twice, a coordinator reads out the words of the last one.
    return _to_compare(workspace, found[-1]) if found else None


def takes_its_place(workspace: Workspace, join: JoinFile) -> bool:
    """Whether a join file's key takes the place of ours, or of one that does."""
    now = paper_now(workspace)
    if now is None or join.root == now.join.root:
        return False
    roots = {one.join.root for one in following(workspace)}
    return join.root in roots or not {*roots, now.join.root}.isdisjoint(followed(join))


def refuse_new_key(workspace: Workspace, joining: Joining) -> None:
    """Its four words were not the coordinator's: it is not offered again."""
    refused = cast(list[str], workspace.note(_NOT_THEIRS) or [])
    if joining.new_key and joining.join.root not in refused:
        workspace.set_note(_NOT_THEIRS, [*refused, joining.join.root])


def receiver_in(workspace: Workspace, path: Path) -> Receiver:
    """The first coordinator of a join file, without joining. Raises InputRefused."""
    one = read_joining(workspace, path).join.coordinators[0]
    return Receiver(one.name, one.recipient, "", bytes.fromhex(one.device))


def belongs(workspace: Workspace) -> bool:
    """Whether this laptop belongs to an organisation."""
    return joined(workspace) is not None
