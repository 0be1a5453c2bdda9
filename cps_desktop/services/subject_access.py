"""A person's own data, given to them: a document to read, a file to take elsewhere, and pictures.

What is in it and what is left out: :mod:`cps_desktop.services.subject_data`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from cps_desktop import __version__
from cps_desktop.domain.dates import say_date, say_time
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.money import say_money
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import Imprint, ReceiptOnSheet
from cps_desktop.domain.subject_sheets import SubjectEntry, SubjectSection, SubjectSheet
from cps_desktop.services.access_log import looked
from cps_desktop.services.desk import Desk
from cps_desktop.services.handing_over import counted, safe_name
from cps_desktop.services.progress import Progress
from cps_desktop.services.subject_data import (
    Claimed,
    Day,
    Entry,
    Line,
    Listed,
    SubjectData,
    gather,
    pictures_of,
    total_words,
    with_files,
)
from cps_desktop.services.subject_said import Doing, Said
from cps_desktop.storage.folders import is_workspace

FORMAT: Final = "cps-subject-access"
VERSION: Final = 1
_CLASSIFICATION: Final = "Contains personal information"


class Given(msgspec.Struct, frozen=True):
    """What was written: the folder, the two files in it, and how many pictures.

    ``missing`` pictures are still to come to this laptop.
    """

    folder: Path
    pdf: Path
    json: Path
    pictures: int
    missing: int
    mentions_found: int


def give_to_person(
    desk: Desk,
    person: RecordId,
    folder: Path,
    *,
    font_cache: Path,
    with_mentions: bool = False,
    progress: Progress | None = None,
) -> Given:
    """Write a person's data into a new folder inside ``folder``: PDF, JSON and pictures.

    For a worker's thread, on a desk of its own. Nothing that is there is written over. Raises
    InputRefused and StorageFull; what was begun is then taken away again.
    """
    if is_workspace(folder) or folder.resolve().is_relative_to(desk.folder.resolve()):
        raise InputRefused(
            "That is a workspace's own folder, where nothing but the work belongs. Nothing was "
            "written. Choose another place."
        )
    tell: Progress = progress or (lambda _what, _done, _of: None)
    tell("Looking through everything held", 0, 3)
    step = desk.workspace.connections.go_on
    data = gather(desk, person, with_mentions=with_mentions, step=step)
    contents = {
        digest: content
        for digest in pictures_of(data)
        if (content := desk.workspace.attachment(digest)) is not None
    }
    labels = _labels(data, contents)
    files = {digest: f"{label.lower().replace(' ', '-')}.jpg" for digest, label in labels.items()}
    data = with_files(data, files)
    tell("Drawing the document", 1, 3)
    from cps_desktop.documents import save_pdf, subject_pdf

    pdf = subject_pdf(subject_sheet(desk, data, contents), font_cache=font_cache)
    tell("Writing the files", 2, 3)
    place = _new_folder(folder, f"Data about {safe_name(data.name)}")
    written: list[Path] = []
    try:
        for digest, name in files.items():
            save_pdf(contents[digest], place / name)
            written.append(place / name)
        save_pdf(as_json(desk, data).encode(), place / "data.json")
        written.append(place / "data.json")
        save_pdf(pdf, place / "data.pdf")
    except BaseException:
        _take_away(place, written)
        raise
    tell("Done", 3, 3)
    looked(desk.workspace, "given", person, desk.door.now_ms())
    missing = len(pictures_of(data)) - len(contents)
    return Given(
        place, place / "data.pdf", place / "data.json", len(contents), missing, data.mentions_found
    )


def _new_folder(folder: Path, name: str) -> Path:
    for number in range(1, 1000):
        place = folder / (name if number == 1 else f"{name} ({number})")
        try:
            place.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise InputRefused(
                f"Nothing can be written in {folder.name or folder}. Nothing was written. Choose "
                "another place."
            ) from error
        return place
    raise InputRefused(
        "There are a thousand folders of this name already. Nothing was written. Choose another "
        "place."
    )


def _take_away(place: Path, written: list[Path]) -> None:
    for path in written:
        path.unlink(missing_ok=True)
    try:
        place.rmdir()
    except OSError:
        return


# -- the file ------------------------------------------------------------------------------------


def as_json(desk: Desk, data: SubjectData) -> str:
    """The file, as docs/formats/subject-access.md describes it."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "made_on": desk.door.today().isoformat(),
        "program": f"CPS Desktop {__version__}",
        **msgspec.to_builtins(data),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


# -- the document --------------------------------------------------------------------------------


def subject_sheet(desk: Desk, data: SubjectData, contents: dict[str, bytes]) -> SubjectSheet:
    """Everything as it stands in the document; ``contents`` are the pictures by digest."""
    sample = "Sample: every name is invented"
    labels = _labels(data, contents)
    words = [_CLASSIFICATION, *([sample] if desk.is_sample else [])]
    return SubjectSheet(
        name=data.name,
        imprint=Imprint(desk.door.today(), f"CPS Desktop {__version__}", " · ".join(words)),
        intro=_intro(data),
        sections=_sections(data, labels),
        receipts=tuple(
            ReceiptOnSheet(labels[digest], f"Photograph: {labels[digest].lower()}", content)
            for digest, content in contents.items()
        ),
    )


def _labels(data: SubjectData, contents: Iterable[str]) -> dict[str, str]:
    """ "Receipt 1", "Picture 1": what the pictures that are here are called, by digest."""
    receipts = {
        picture.sha256
        for claim in data.expenses
        for line in claim.lines
        for picture in line.receipts
    }
    counts: Counter[str] = Counter()
    labels = {}
    for digest in contents:
        word = "Receipt" if digest in receipts else "Picture"
        counts[word] += 1
        labels[digest] = f"{word} {counts[word]}"
    return labels


_INTRO: Final = """\
This is what is held about you in this workspace of CPS Desktop: what you or others wrote down \
when you took part. You can ask for it to be put right or to be erased.
What says something about somebody else is left out or marked. Other laptops may hold what has \
not come here yet."""
_OPEN: Final = """\
Two people wrote different things about you in some places. Both are shown until somebody decides \
which is right."""


def _intro(data: SubjectData) -> tuple[str, ...]:
    return (*_INTRO.splitlines(), *([_OPEN] if data.to_decide else []))


def _sections(data: SubjectData, labels: dict[str, str]) -> tuple[SubjectSection, ...]:
    parts = [
        SubjectSection(
            "What is written about you",
            "Where and when each was written last stands beneath it.",
            tuple(_entry(one) for one in data.entries),
        ),
        SubjectSection(
            "Sessions you are on the list of",
            "",
            tuple(_listed(one) for one in data.sessions),
            "You are on no list.",
        ),
        SubjectSection(
            "Your expenses",
            "The pictures of receipts stand at the end.",
            tuple(_claimed(one, labels) for one in data.expenses),
            "No claim of yours is held.",
        ),
        SubjectSection(
            "What you were paid for your time",
            "This is no expense, and stands in no claim.",
            (SubjectEntry("Payments for time", lines=data.for_time),) if data.for_time else (),
            "No such payment is held.",
        ),
        SubjectSection(
            "Notes with your name",
            "A note carries a name, not an entry: somebody else of the same name may have said it.",
            tuple(_said(one, labels) for one in data.notes),
            "No note carries your name.",
        ),
        SubjectSection(
            "What you said you would do",
            "An action carries a name, not an entry: it may be somebody else's of the same name.",
            tuple(_doing(one) for one in data.actions),
            "No action carries your name.",
        ),
        _mentions(data),
        SubjectSection(
            "Consents",
            "",
            tuple(SubjectEntry(one) for one in data.consents),
            "You were not asked to agree to anything.",
        ),
        SubjectSection(
            "What you asked for",
            "",
            tuple(
                SubjectEntry("Asked to be erased", (("Why", one.why), ("When", one.asked_at)))
                for one in data.requests
            ),
            "No request of yours is recorded.",
        ),
        SubjectSection(
            "Who has it",
            "As far as this laptop knows. Papers, sticks and mails are not known to it.",
            tuple(SubjectEntry(one.laptop, lines=(f"{one.how}.",)) for one in data.handed),
            "As far as this laptop knows, your entry is on this laptop alone.",
        ),
    ]
    return tuple(parts)


def _mentions(data: SubjectData) -> SubjectSection:
    title = "Where others named you"
    if data.mentions is None:
        found = counted(data.mentions_found, "text")
        nothing = (
            f"Your name occurs in {found} of others. These were left out; ask for them if you "
            "wish to read them."
            if data.mentions_found
            else "Your name occurs in no note or action of others."
        )
        return SubjectSection(title, "", (), nothing)
    return SubjectSection(
        title,
        "Who wrote these is left out.",
        tuple(_said(one) for one in data.mentions),
        "Your name occurs in no note or action of others.",
    )


def _entry(one: Entry) -> SubjectEntry:
    facts = []
    for fact in one.facts:
        if fact.says:
            where = ", ".join(part for part in (fact.written_on, fact.written_at) if part)
            facts.append((fact.label, f"{fact.says}\n{where}" if where else fact.says))
    title = "An entry that was made one with yours" if one.merged else "Your entry"
    return SubjectEntry(title, tuple(facts))


def _listed(one: Listed) -> SubjectEntry:
    facts = [("Where", one.venue), ("Role", one.role), ("On the list as", one.coming)]
    if one.facilitated:
        facts.append(("Also", "Facilitator of this session"))
    return SubjectEntry(
        one.title or "A session without a title",
        tuple(fact for fact in facts if fact[1]),
        tuple(_day(day) for day in one.days),
    )


def _day(one: Day) -> str:
    times = [
        f"{word} {say_time(moment)}"
        for word, moment in (("arrived", one.arrived), ("left", one.left))
        if moment is not None
    ]
    day = say_date(one.day) if one.day else "A day without a date"
    part = [one.part.lower()] if one.part else []
    said = f"{day}: {', '.join([one.state.lower(), *part, *times, *one.signed])}."
    if not one.sheets:
        return said
    held = "1 picture is" if one.sheets == 1 else f"{one.sheets} pictures are"
    return (
        f"{said} {held} held of sheets that were signed that day. Others signed on them too, so "
        "they are not given out."
    )


def _claimed(one: Claimed, labels: dict[str, str]) -> SubjectEntry:
    return SubjectEntry(
        one.session or "A session without a title",
        (("To", one.lead_agency), ("State", one.state), ("Total", total_words(one))),
        (*(_line(line, labels) for line in one.lines), *one.steps),
    )


def _line(one: Line, labels: dict[str, str]) -> str:
    day = say_date(one.day) if one.day else "No date"
    amount = say_money(one.pence) if one.pence is not None else "no amount yet"
    said = f"{day}: {one.title}, {amount}."
    if one.rule:
        said += f" {one.rule.rstrip('.')}."
    if one.agreed_by:
        said += f" Agreed beforehand by {one.agreed_by}."
    for picture in one.receipts:
        label = labels.get(picture.sha256)
        said += f" {label}." if label else " A receipt, whose picture is not here yet."
    return said


def _said(one: Said, labels: Mapping[str, str] | None = None) -> SubjectEntry:
    """A note; with the labels of pictures it is theirs, without it is somebody else's."""
    facts = [("Planner", one.planner), ("Answer", one.answer), ("Says", one.text)]
    if labels is not None:
        if one.picture is not None:
            not_here = "A picture, which is not here yet"
            facts.append(("Picture", labels.get(one.picture.sha256, not_here)))
        facts += [("Theme", one.theme), ("Shown", one.shown_as), ("Written", one.written_at)]
    return SubjectEntry(
        one.session or "A session without a title", tuple(fact for fact in facts if fact[1])
    )


def _doing(one: Doing) -> SubjectEntry:
    facts = [
        ("Action", one.what),
        ("By when", say_date(one.due) if one.due else ""),
        ("State", one.state),
        ("Planner", one.planner),
        ("Written", one.written_at),
    ]
    return SubjectEntry(
        one.session or "A session without a title", tuple(fact for fact in facts if fact[1])
    )
