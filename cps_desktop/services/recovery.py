"""Recovery: what the sheet opens, whether it was printed, and becoming a coordinator from it.

A recovery key comes in four shapes: the words of the sheet typed in, its QR code in a picture, a
text file with the words, and the plain key file that a coordinator saved (release 0.1 made these).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from pathlib import Path

from cps_desktop.domain.faults import InputRefused
from cps_desktop.services.code_sheets import QR_START
from cps_desktop.services.going_over import go_over
from cps_desktop.services.joining import new_key_waiting, read_small, takes_its_place
from cps_desktop.services.organisation import FIRST_UNKNOWN, one_line, sign_new, too_few
from cps_desktop.services.papers import (
    Joining,
    former_roots,
    joined,
    paper_now,
    papers_of,
    plain_words,
    root_secret,
    words_of_root,
)
from cps_desktop.services.receivers import own_age_keys
from cps_desktop.storage.folders import refuse_part_of_workspace
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundle_files import write_whole
from cps_desktop.sync.joining import CONTROLLER, COORDINATOR, Coordinator, root_of
from cps_desktop.sync.recovery_words import (
    PRIME,
    WORDS,
    Doubt,
    nearest,
    recovery_keys,
    secret_of,
    typed_words,
)
from cps_desktop.sync.sealed_age import is_identity

_PRINTED = "recovery sheet printed"
_LARGEST_KEY = 64 * 1024


@dataclasses.dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery sheet belongs to, found before anything is done with it.

    ``organisation`` and ``coordinators`` are those of the newest join file known here: "" and
    nothing where this laptop knows none. ``secret`` is never shown.
    """

    secret: bytes = dataclasses.field(repr=False)
    words: str = ""
    organisation: str = ""
    coordinators: tuple[Coordinator, ...] = ()
    known: int = 0


# -- the sheet ------------------------------------------------------------------------------------


def sheet_reminder(workspace: Workspace) -> str:
    """A sentence until the recovery sheet of the organisation made here was printed, else ""."""
    secret = root_secret(workspace)
    if secret is None or workspace.note(_PRINTED) == root_of(secret):
        return ""
    return (
        "The recovery sheet was not printed yet. Without it nobody can help when this laptop is "
        "lost."
    )


def still_lacking(workspace: Workspace) -> str:
    """What this laptop's organisation still lacks of it, the most pressing first; else ""."""
    return new_key_reminder(workspace) or sheet_reminder(workspace) or too_few(workspace)


def new_key_reminder(workspace: Workspace) -> str:
    """A sentence while the organisation's new key waits to be compared, else ""."""
    if new_key_waiting(workspace) is None:
        return ""
    return (
        "Your organisation has a new key. Ring a coordinator and compare its four words in "
        "Settings, under “Your coordinators”: until then this laptop follows the old one."
    )


def note_printed(workspace: Workspace) -> None:
    """The recovery sheet was printed, or saved to be printed elsewhere."""
    secret = root_secret(workspace)
    if secret is not None:
        workspace.set_note(_PRINTED, root_of(secret))


# -- what was typed or photographed ---------------------------------------------------------------


def secret_typed(text: str) -> bytes:
    """The root secret that typed words stand for. Raises InputRefused with which word is wrong."""
    found = secret_of(text, plain_words())
    if isinstance(found, Doubt):
        raise InputRefused(f"{doubt_words(found, typed_words(text))} Nothing was changed.")
    return found


def typed_words_problem(text: str) -> str:
    """While words are typed: how many are there, and which is on no sheet; "" once all are."""
    typed, known = typed_words(text), set(plain_words()[:PRIME])
    if any(is_identity(line.strip()) for line in text.splitlines()):
        return ""
    # The last word may still be in the middle of being typed.
    whole = typed if text[-1:].isspace() or len(typed) >= WORDS else typed[:-1]
    unknown = tuple(place for place, one in enumerate(whole, 1) if one not in known)
    if unknown:
        return _unknown_words(Doubt("unknown", unknown), typed)
    if len(typed) < WORDS:
        return f"{len(typed)} of {WORDS} words are there."
    found = secret_of(text, plain_words())
    return doubt_words(found, typed) if isinstance(found, Doubt) else ""


def doubt_words(doubt: Doubt, typed: list[str]) -> str:
    """What is not right with typed words, in words."""
    many = f"{len(typed)} words were typed; the sheet has {WORDS}."
    known = set(plain_words()[:PRIME])
    strange = tuple(place for place, one in enumerate(typed, 1) if one not in known)
    if doubt.why in {"few", "many"} and not doubt.places and strange:
        return f"{many} {_unknown_words(Doubt('unknown', strange), typed)}"
    if doubt.why == "few":
        after = f" after word {doubt.places[0]}" if doubt.places and doubt.places[0] else ""
        start = " at the beginning" if doubt.places and not doubt.places[0] else ""
        missing = f" “{doubt.instead}” is missing{after}{start}." if doubt.places else ""
        return f"{many}{missing}"
    if doubt.why == "many":
        return f"{many} Word {doubt.places[0]} is one too many." if doubt.places else many
    if doubt.why == "unknown":
        return _unknown_words(doubt, typed)
    if doubt.why == "wrong":
        place = doubt.places[0]
        return (
            f"Word {place} is not the one on the sheet: “{typed[place - 1]}” was typed. "
            f"Is it “{doubt.instead}”?"
        )
    if doubt.why == "order":
        first, second = doubt.places
        return f"Words {first} and {second} have changed places."
    return "Several words are not as on the sheet. Compare each with its number."


def _unknown_words(doubt: Doubt, typed: list[str]) -> str:
    said = []
    for place in doubt.places[:3]:
        word = typed[place - 1]
        like = doubt.instead or nearest(word, plain_words())
        said.append(
            f"Word {place}, “{word[:20]}”, is on no sheet." + (f" Is it “{like}”?" if like else "")
        )
    more = len(doubt.places) - len(said)
    if more > 0:
        said.append(f"{more} more {'word is' if more == 1 else 'words are'} on no sheet either.")
    return " ".join(said)


def secret_in(path: Path) -> bytes:
    """The root secret in a picture or PDF of the sheet, or in a text file with its words.

    A picture takes a while: call this from a worker thread. Raises InputRefused.
    """
    data = read_small(path, _LARGEST_KEY)
    text = _plain_text(data)
    if text is not None:
        return secret_typed(text)
    return _secret_in_picture(path)


def _plain_text(data: bytes | None) -> str | None:
    """A small text without its lines that begin with #; None for a picture."""
    from cps_desktop.services.pictures import kind_of_file

    if data is None or kind_of_file(data):
        return None
    lines = data.decode("utf-8", "replace").lstrip("\ufeff").splitlines()
    return "\n".join(one for one in lines if not one.lstrip().startswith("#"))


def _secret_in_picture(path: Path) -> bytes:
    from cps_desktop.services.qr_codes import codes_in

    for code in codes_in(path):
        if code.startswith(QR_START):
            return secret_typed(code.removeprefix(QR_START))
    raise InputRefused(
        f"No QR code of a recovery sheet was found in {path.name}. Nothing was changed. "
        "Take the photo again, straight from above and in good light, or type the words."
    )


def recovery_key_typed(text: str) -> str:
    """The recovery key of typed words; a key file's own line is taken as well. Raises
    InputRefused."""
    for line in text.splitlines():
        if is_identity(line.strip()):
            return line.strip()
    return recovery_keys(secret_typed(text)).identity


def key_from(source: str | Path) -> str:
    """The recovery key that was typed, or that a file holds. Raises InputRefused."""
    return recovery_key_typed(source) if isinstance(source, str) else recovery_key_in(source)


def recovery_key_in(path: Path) -> str:
    """The recovery key that a file holds, in any of its shapes. Raises InputRefused.

    A picture takes a while: call this from a worker thread.
    """
    refused = InputRefused(
        f"{path.name} is not a recovery key. Nothing was changed. Use a photo of the recovery "
        "sheet, its words, or the file that a coordinator saved as the recovery key."
    )
    try:
        data = read_small(path, _LARGEST_KEY)
    except InputRefused as error:
        raise refused from error
    text = _plain_text(data)
    if text is None:
        if data is None and not _is_picture(path):
            raise refused
        return recovery_keys(_secret_in_picture(path)).identity
    for line in text.splitlines():
        if is_identity(line.strip()):
            return line.strip()
    if len(typed_words(text)) < WORDS // 2:
        raise refused
    return recovery_keys(secret_typed(text)).identity


def _is_picture(path: Path) -> bool:
    from cps_desktop.services.pictures import kind_of_file

    return bool(kind_of_file(read_small(path, 1 << 12, whole=False) or b""))


# -- becoming a coordinator from it ---------------------------------------------------------------


def look_at_sheet(workspace: Workspace, secret: bytes) -> Recovered:
    """What a sheet belongs to, as far as this laptop knows. Nothing is changed."""
    root = root_of(secret)
    known = papers_of(workspace, root)
    newest = known[-1].join if known else None
    return Recovered(
        secret,
        words_of_root(root),
        newest.organisation if newest else "",
        newest.coordinators if newest else (),
        newest.sequence if newest else 0,
    )


def recover(
    workspace: Workspace,
    sheet: Recovered,
    *,
    organisation: str,
    name: str,
    leave_out: Collection[str] = (),
) -> Joining:
    """Make this laptop a coordinator's, with the organisation's root key: it signs a new join file.

    The coordinators known stay, but for those (device keys, hexadecimal) in ``leave_out``. From
    then on this laptop opens what was sealed to the recovery sheet. Raises InputRefused.
    """
    if not organisation.strip() or not name.strip():
        raise InputRefused("The organisation and your own name are needed. Nothing was changed.")
    held, now = root_secret(workspace), paper_now(workspace)
    root = root_of(sheet.secret)
    if held is not None and now is not None and now.join.root != root:
        raise InputRefused(
            "This laptop is the coordinator's own of another organisation. Nothing was changed. "
            "Recover on another laptop."
        )
    if root in former_roots(workspace):
        raise InputRefused(
            "This sheet is of the key that your organisation had before. Nothing was changed. "
            "Use the newest recovery sheet."
        )
    known = papers_of(workspace, root)
    newest = known[-1].join if known else None
    if newest is not None and takes_its_place(workspace, newest):
        # What this laptop alone had ruled under the former key is said again.
        go_over(workspace, known[-1])
    here = workspace.device_key.hex()
    others = tuple(
        one
        for one in (newest.coordinators if newest else ())
        if one.device not in leave_out and one.device != here
    )
    own = Coordinator(
        name=one_line(name),
        recipient=own_age_keys(workspace).recipient,
        device=here,
        roles=(COORDINATOR, CONTROLLER),
    )
    made = sign_new(
        workspace,
        sheet.secret,
        one_line(organisation),
        (own, *others),
        newest.expires if newest else "",
        at_least=0 if newest else FIRST_UNKNOWN,
    )
    note_printed(workspace)
    return made


# -- the plain key file of release 0.1 -------------------------------------------------------------


def save_recovery_key(workspace: Workspace, path: Path) -> None:
    """Write this coordinator's own key: it opens what is handed over to this laptop, the work of
    every laptop that joined, and this one.

    Raises InputRefused on a laptop that is no coordinator's, StorageFull.
    """
    here = joined(workspace)
    own = workspace.device_key.hex()
    mine = [one for one in here.join.coordinators if one.device == own] if here else []
    if here is None or not mine:
        raise InputRefused("Only a coordinator's laptop has a recovery key. Nothing was written.")
    refuse_part_of_workspace(path)
    keys = own_age_keys(workspace)
    said = [one for part in (mine[0].name, here.organisation) for one in part.splitlines()]
    head = [
        f"# Recovery key of {', '.join(said)} (CPS Desktop).",
        "# Whoever has this file can read what is handed over to this coordinator, and open the",
        "# work of every laptop that joined. Keep it on a stick, locked away.",
    ]
    write_whole(path, "\n".join([*head, keys.identity, ""]).encode("utf-8", "replace"))
    workspace.change_keys(lambda file, key: file.wrap_for(keys.recipient, mine[0].name, key))
