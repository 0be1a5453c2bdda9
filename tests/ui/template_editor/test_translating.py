"""Adding a language to a planner in the window, without a text editor."""

from __future__ import annotations

from PySide6.QtTest import QTest

from cps_desktop.domain.planner_translations import lacking
from cps_desktop.services.own_templates import own_templates
from cps_desktop.services.paper_words import language_name
from cps_desktop.ui.kit import Button
from cps_desktop.ui.template_editor.page import TemplatesPage
from cps_desktop.ui.template_editor.translating import language_words
from cps_desktop.ui.template_editor.words import TRANSLATED_INTO
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host
from tests.ui.template_editor.test_making import say


def begin(page: TemplatesPage) -> None:
    page.start.new.begin.click()
    say(page, name="Tea", prompt="What tea?", plain="What tea do you like?")
    page.editing.planner.title.set_text("Tea round")
    page.editing.steps.change_planner("title", "Tea round")


def test_welsh_is_added_text_by_text_until_none_is_missing(page: TemplatesPage, host: Host) -> None:
    begin(page)
    editing = page.editing
    editing.bar.language.chosen.emit("cy")
    assert faults_of(page) == []
    missing = lacking(editing.template, "cy")
    assert {one.place[-1] for one in missing} == {"title", "name", "plain", "meaning"}
    while missing:
        editing.bar.next.click()
        shown = next(p for p in editing.translation.fields if p in {m.place for m in missing})
        assert "Not translated yet" in editing.translation.rows[shown].beneath()
        field = editing.translation.fields[shown]
        QTest.keyClicks(field, f"cy {shown[-1]}")
        field.flush()
        assert "Not translated yet" not in editing.translation.rows[shown].beneath()
        left = lacking(editing.template, "cy")
        assert len(left) == len(missing) - 1
        missing = left
    assert editing.bar.state.text() == "All is translated."
    assert not editing.bar.next.isVisible()
    page.keep.click()
    (made,) = [one.template for one in own_templates(host.desk.workspace)]
    assert made is not None
    assert made.languages == ("en-GB", "cy")
    assert made.in_language("cy").boxes[0].plain.startswith("cy ")


def test_who_cannot_say_a_text_yet_goes_on_to_the_next(page: TemplatesPage) -> None:
    begin(page)
    editing = page.editing
    editing.bar.language.chosen.emit("cy")
    missing = [one.place for one in lacking(editing.template, "cy")]
    gone_to = []
    for _ in range(len(missing) + 1):
        editing.bar.next.click()
        gone_to.append(editing._sought)
        assert editing._sought in editing.translation.fields
    assert set(gone_to) == set(missing)
    assert gone_to[0] == gone_to[-1], "it begins again where all were passed by"


def test_each_language_on_offer_has_a_name_of_its_own_that_is_no_countrys() -> None:
    names = [language_name(one) for one in TRANSLATED_INTO]
    assert not set(names) & set(TRANSLATED_INTO)
    assert len(set(names)) == len(names)
    assert language_words("en") == "English"
    assert language_words("es") == "español (Spanish)"


def test_what_lacks_a_translation_is_said_and_leads_there(page: TemplatesPage) -> None:
    page._begin("we-said-we-did")
    editing = page.editing
    say(page, plain="What did we hear?")
    shows = [
        one for one in editing.checks.findChildren(Button) if "Cymraeg" in one.accessibleName()
    ]
    shows[0].click()
    assert editing.language == "cy"
    assert editing.bar.language.key() == "cy"
    assert editing.translation.fields["boxes", editing.chosen, "plain"].text() == ""
    editing.steps.translate("cy", ("boxes", editing.chosen, "plain"), "Beth glywon ni?")
    assert editing.translation.fields["boxes", editing.chosen, "plain"].text() == "Beth glywon ni?"
    editing.undo()
    assert editing.translation.fields["boxes", editing.chosen, "plain"].text() == ""
    editing.bar.language.chosen.emit("-")
    assert editing.language == ""
    assert editing.box.isVisible()
