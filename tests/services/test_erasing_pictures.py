"""Pictures on somebody's notes: offered with what is erased, and gone only where nothing else
shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.kinds import Attachment, NamedAs, Note
from cps_desktop.services import actions, dots, erasing, note_pictures, planners
from cps_desktop.services.erasing_groups import PICTURES
from cps_desktop.services.planner_view import planner_view
from tests.services.desks import SHIPPED
from tests.services.erased_person import NAME, SURNAME, World
from tests.services.expenses import picture
from tests.services.laptop import laptop
from tests.storage.plain_pages import holds

PHOTO, SHARED = "a photo of them", "a photo of the room"


class Pictured(World):
    """As before, and with pictures on notes that carry the name."""

    def add_pictures(self) -> None:
        self.photo = self.show(PHOTO, "Me at the bus stop")
        self.shared = self.show(SHARED, "The room")
        others = note_pictures.add_picture_note(self.here, self.planner, "try", picture(SHARED))
        planners.delete_notes(self.left.door, [others])
        dots.give_dot(self.left.door, self.photo)
        self.send()

    def show(self, seed: str, text: str) -> str:
        """A picture on a note that carries the name."""
        return note_pictures.add_picture_note(
            self.here,
            self.planner,
            "now",
            picture(seed),
            text,
            author=NAME,
            named_as=NamedAs.NAME,
        )

    def digests(self) -> set[str]:
        return self.left.workspace.attachment_digests()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Pictured]:
    with laptop(tmp_path, seed=1) as left, laptop(tmp_path, seed=2, hour=10) as right:
        yield Pictured(left, right, tmp_path)


def test_a_picture_on_their_note_goes_when_it_is_chosen_and_the_note_stays(world: Pictured) -> None:
    world.add_pictures()
    action = actions.add_action(world.left.door, world.session, "Ring the hall", who=NAME)
    workspace = world.left.workspace
    found = erasing.foresee_person(workspace, world.person)
    (group,) = [one for one in found.groups if one.key == PICTURES]
    assert (group.words, group.ticked) == ("1 picture on notes that carry their name", False)
    assert picture(PHOTO).sha256 not in found.digests
    erasing.erase(world.here, found.choosing([one.key for one in found.groups]), "asked for it")
    world.exchange()
    for one in (world.left, world.right):
        assert one.workspace.attachment_digests() == {picture(SHARED).sha256}
        view = planner_view(one.workspace, SHIPPED, world.planner)
        assert view is not None
        shown = {each.note: each for each in view.notes()}
        photo = shown[world.photo]
        assert (photo.text, photo.author, photo.pictured) == (
            "Me at the bus stop",
            "No name",
            False,
        )
        assert photo.dots == 1
        assert shown[world.shared].picture == picture(SHARED).sha256
        kept = actions.actions_of(one.workspace, world.session)
        assert [(each.id, each.what, each.who) for each in kept] == [(action, "Ring the hall", "")]
    for folder in ("laptop 1", "laptop 2"):
        key = (workspace if folder == "laptop 1" else world.right.workspace).key
        assert holds(world.folder / folder, key, SURNAME) == []
        assert holds(world.folder / folder, key, PHOTO) == []


def test_erasing_the_picture_of_one_note_takes_it_where_nothing_else_shows_it(
    world: Pictured,
) -> None:
    world.add_pictures()
    workspace = world.left.workspace
    for note, gone in ((world.photo, PHOTO), (world.shared, "")):
        found = erasing.foresee_field(workspace, Note.KIND, note, "picture")
        before = world.digests()
        erasing.erase(world.here, found, "a face in it")
        expected = {picture(gone).sha256} if gone else set()
        assert before - world.digests() == expected
        known = workspace.get(Note, note)
        assert known is not None
        assert (known.picture, known.deleted) == ("", False)
    assert [one.digest for one in workspace.find(Attachment)].count(picture(SHARED).sha256) == 1
