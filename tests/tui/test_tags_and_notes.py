"""Tags and notes on the screen: the prompts, the page, signs in the list, the sidebar and the palette."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.mark_fields import NOTE
from paperreader.models import Cause, MarkChange
from paperreader.store import Store
from paperreader.tui.commands.palette import palette_entries
from paperreader.tui.dialogs.note_prompt import NotePrompt
from paperreader.tui.dialogs.tag_chooser import TagChooser
from paperreader.tui.widgets.sidebar_rows import Heading, Tag
from paperreader.views import DayView, Search
from tests.hub_server.items import papers
from tests.stored_days import THU, WED, fill, id_of, ids_of, with_config
from tests.tui.conftest import NARROW, WIDE, User


@pytest.fixture(autouse=True)
def _no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store, {THU: papers(THU, 5), WED: papers(WED, 3)})
    return store


def tags(user: User) -> list[tuple[str, ...]]:
    return [entry.tags for entry in user.rows.entries]


def choices(user: User) -> list[str]:
    chooser = user.app.screen
    assert isinstance(chooser, TagChooser)
    return [row if isinstance(row, str) else "+".join(row.tags) for row in chooser.entries.rows]


def tag_rows(user: User) -> list[object]:
    return [row for row in user.days.rows if isinstance(row, Heading | Tag)]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_the_key_tags_the_paper_and_the_same_tag_removes_it(
    filled: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    async with open_reader(filled, size=size) as user:
        await user.press("#")
        assert choices(user) == ["No tags yet: type one"]
        await user.press("enter", *"#To-Cite, vision", "enter")
        assert tags(user)[:2] == [("to-cite", "vision"), ()]
        await user.until(lambda: "Tags to-cite, vision on “" in user.toasts[-1])
        assert "· U undo" in user.toasts[-1]
        assert "# to-cite vision" in user.text()
        await user.press("#", *"to", "enter")
        assert tags(user)[0] == ("vision",)
        await user.until(lambda: "Tag to-cite removed from “" in user.toasts[-1])
        await user.press("U", "U")
        await user.until(lambda: tags(user)[0] == ())
        await user.press("ctrl+r")
        await user.until(lambda: tags(user)[0] == ("to-cite", "vision"))


async def test_enter_alone_removes_no_tag_and_a_chosen_one_is_toggled(filled: Store, open_reader: Any) -> None:
    filled.marks.set("tag:to-cite", True, ids_of(THU, 1, 2), Cause.BY_HAND).result()
    async with open_reader(filled) as user:
        await user.press("#")
        assert choices(user) == ["", "to-cite"]
        assert "leave the tags as they are" in user.text()
        await user.press("enter")
        assert not isinstance(user.app.screen, TagChooser)
        assert tags(user)[:2] == [("to-cite",), ("to-cite",)]
        await user.press("#", "down", "enter")
        assert tags(user)[:2] == [(), ("to-cite",)]


async def test_many_tags_make_no_long_message(filled: Store, open_reader: Any) -> None:
    async with open_reader(filled) as user:
        await user.press("#", *" ".join(f"t{number}" for number in range(20)), "enter")
        assert len(tags(user)[0]) == 20
        assert user.toasts[-1].startswith("Tags t0, t1, t2, t3, t4 and 15 more on “")
        await user.press("#", *"t7 new", "enter")
        assert user.toasts[-1].startswith("Tag t7 removed from “")
        assert "”, tag new on it · U undo" in user.toasts[-1]
        await user.press("U", "U")
        await user.until(lambda: "and 15 more removed from “" in user.toasts[-1])
        assert user.toasts[-1].count("removed from") == 1


async def test_messages_keep_to_ascii_too(filled: Store, open_reader: Any) -> None:
    async with open_reader(filled, config=with_config(glyphs="ascii")) as user:
        await user.press("#", *"loom", "enter")
        await user.until(lambda: user.toasts[-1].endswith("” - U undo"))


async def test_a_tag_of_a_selection_is_removed_only_if_all_have_it(filled: Store, open_reader: Any) -> None:
    async with open_reader(filled) as user:
        await user.press("#", *"loom", "enter", "v", "j", "v", "#")
        assert choices(user) == ["loom"]
        assert "on 1 of 2" in user.text()
        await user.press("enter")
        assert tags(user)[:3] == [("loom",), ("loom",), ()]
        assert "Tag loom on 1 of 2 papers · U undo" in user.toasts
        await user.press("#", *"loom", "enter")
        assert tags(user)[:3] == [(), (), ()]
        await user.press("U")
        await user.until(lambda: tags(user)[:3] == [("loom",), ("loom",), ()])
        await user.press("#", *"a b", "enter")
        assert tags(user)[:2] == [("a", "b", "loom")] * 2
        await user.press("U")  # all of it was one step
        await user.until(lambda: tags(user)[:3] == [("loom",), ("loom",), ()])


async def test_tags_are_completed_while_they_are_typed(filled: Store, open_reader: Any) -> None:
    names = ("to-cite", "to-read", "café", "topic-one")
    changes = [MarkChange(f"tag:{name}", True, [id_of(THU, 2)]) for name in names]
    filled.marks.apply([*changes, MarkChange("tag:mine", True, [id_of(THU, 1)])], Cause.BY_HAND).result()
    async with open_reader(filled) as user:
        await user.press("#")
        assert choices(user) == ["mine", "café", "to-cite", "to-read", "topic-one"]
        assert user.app.screen.entries.entry.tag == "café"
        await user.press(*"to")
        assert choices(user) == ["to-cite", "to-read", "topic-one", "to"]
        await user.press(*"-r")
        assert choices(user) == ["to-read", "to-r"]
        await user.press(",")
        assert choices(user)[:2] == ["to-r", "to-r+mine"]
        await user.press(*"CAF")
        assert choices(user) == ["to-r+café", "to-r+caf"]
        await user.press("backspace", "backspace", "backspace", *"one", "tab", "enter")
        assert tags(user)[0] == ("mine", "one", "to-r")


@pytest.mark.parametrize(
    ("typed", "why"), [('a"b', "it has a quote or *"), ("none", "tag:none has a meaning"), ("x" * 60, "50 is the most")]
)
async def test_what_is_no_tag_is_said_and_not_taken(filled: Store, open_reader: Any, typed: str, why: str) -> None:
    async with open_reader(filled) as user:
        await user.press("#", *typed)
        assert why in user.text()
        await user.press("enter")
        assert isinstance(user.app.screen, TagChooser)
        await user.press("escape")
        assert user.marks() == {}


async def test_used_tags_are_in_the_sidebar_and_lead_to_their_papers(filled: Store, open_reader: Any) -> None:
    filled.marks.set("tag:café", True, ids_of(THU, 1, 3), Cause.BY_HAND).result()
    async with open_reader(filled, size=WIDE) as user:
        assert tag_rows(user) == [Heading.TAGS, Tag("café", 2)]
        await user.press("#", *"loom", "enter")
        assert tag_rows(user) == [Heading.TAGS, Tag("café", 2), Tag("loom", 1)]
        user.days.select(Search('tag:"café"'))
        await user.press("1", "enter")
        await user.until(lambda: user.ids == ids_of(THU, 3, 1))
        assert user.view == Search('tag:"café"')
        assert "Ask the Hub" not in user.text(), "what the user calls their papers is nobody else's business"
        await user.press("#", *"café", "enter")
        assert user.ids == ids_of(THU, 3, 1), "nothing moves"
        assert tag_rows(user) == [Heading.TAGS, Tag("café", 1), Tag("loom", 1)]


async def test_many_tags_do_not_bury_the_days(filled: Store, open_reader: Any) -> None:
    names = [f"topic-{number:03}" for number in range(200)]
    filled.marks.apply([MarkChange(f"tag:{name}", True, ids_of(THU, 1)) for name in names], Cause.BY_HAND).result()
    async with open_reader(filled, size=WIDE) as user:
        assert tag_rows(user) == [Heading.TAGS]
        assert user.day_line(THU) in user.text()
        user.days.cursor = user.days.rows.index(Heading.TAGS)
        await user.press("1", "enter")
        assert tag_rows(user) == [Heading.TAGS, *(Tag(name, 1) for name in names)]
        await user.press("j", "h")
        assert tag_rows(user) == [Heading.TAGS]
        entries = [entry for entry in palette_entries(user.app.reader.context) if entry.name == "Tag topic-150"]
        assert [entry.about for entry in entries] == ["1 paper"]
        entries[0].run()
        await user.until(lambda: user.view == Search("tag:topic-150"))


async def test_the_search_prompt_completes_tags(filled: Store, open_reader: Any) -> None:
    filled.marks.set("tag:to-cite", True, ids_of(THU, 2), Cause.BY_HAND).result()
    async with open_reader(filled) as user:
        await user.press("/", *"tag:to", "tab", "enter")
        await user.until(lambda: user.ids == ids_of(THU, 2))
        assert user.view is not None
        assert "tag:to-cite" in user.text()


async def test_without_an_editor_a_prompt_takes_the_note_and_keeps_its_lines(filled: Store, open_reader: Any) -> None:
    async with open_reader(filled, size=WIDE) as user:
        await user.press("e", *"Look", "enter")
        await user.until(lambda: "Note 31 July 2026" in user.text())
        assert filled.papers.note(id_of(THU, 1)).text == "Look"
        await user.until(lambda: "Note saved · U undo" in user.toasts)
        filled.marks.set(NOTE, "one\n\n  two", ids_of(THU, 1), Cause.BY_HAND).result()
        user.session.reload()
        await user.press("e")
        assert isinstance(user.app.screen, NotePrompt)
        assert user.app.screen.text == "one↵↵  two"
        await user.press("enter")
        assert filled.papers.note(id_of(THU, 1)).text == "one\n\n  two"
        await user.press("e", *" more", "enter")
        await user.until(lambda: filled.papers.note(id_of(THU, 1)).text == "one\n\n  two more")
        await user.until(lambda: "two more" in user.text())
        await user.press("e", "ctrl+u", "enter")
        await user.until(lambda: "Note removed · U undo" in user.toasts)
        assert filled.papers.note(id_of(THU, 1)).text == ""
        await user.press("U")
        await user.until(lambda: "two more" in user.text())


async def test_a_note_is_a_sign_in_the_list_and_a_block_of_the_page(filled: Store, open_reader: Any) -> None:
    text = "- a line that is long enough to be wrapped, twice, in the narrow pane of a page of a paper\n    deep"
    filled.marks.set(NOTE, text, ids_of(THU, 1), Cause.BY_HAND).result()
    async with open_reader(filled, size=WIDE) as user:
        assert "✎" in user.papers.line_at(user.papers.start_of(0) + 1).text
        assert "✎" not in user.papers.line_at(user.papers.start_of(1) + 1).text
        note = [line.text for line in user.page._lines if line.section == "Note" and line.offset >= 0]
        assert note[0].startswith("- a line that is long")
        assert note[1].startswith("  ")
        assert not note[1].startswith("   ")
        assert note[-1] == "    deep"
        await user.press("/", *"note:wrapped", "enter")
        await user.until(lambda: user.page.has_matches)
        await user.press("j")
        assert user.page.paper is not None


async def test_what_a_note_also_said_is_shown_until_it_is_deleted(filled: Store, open_reader: Any) -> None:
    filled.marks.set(NOTE, "at home", ids_of(THU, 1), Cause.BY_HAND).result()
    ours = next(mark for mark in filled.marks.all() if mark.field == NOTE)
    filled.marks.merge([ours._replace(value="at work", at="2026-08-01T12:00:00.000000Z", device="theirs")]).result()
    async with open_reader(filled, size=WIDE) as user:
        assert "at work" in user.text()
        assert "Also written on 31 July 2026, on this machine" in user.text()
        assert "e opens all of it: what you save is the note." in user.text()
        await user.press(":", *"delete the other texts", "enter")
        await user.until(lambda: "Also written" not in user.text())
        await user.until(lambda: "1 text deleted · U undo" in user.toasts)
        await user.press("U")
        await user.until(lambda: "Also written" in user.text())


async def test_a_click_on_a_tag_of_the_page_lists_its_papers(filled: Store, open_reader: Any) -> None:
    filled.marks.set("tag:loom", True, ids_of(THU, 1, 2), Cause.BY_HAND).result()
    async with open_reader(filled, size=WIDE) as user:
        left = user.page.region.x
        y, line = next((y, line) for y, line in enumerate(user.lines()) if "# loom" in line[left:])
        await user.click(line.index("loom", left) + 1, y)
        await user.until(lambda: user.view == Search("tag:loom"))
        assert user.ids == ids_of(THU, 2, 1)


async def test_the_marks_of_another_program_are_shown(filled: Store, open_reader: Any, path: Any, clock: Any) -> None:
    async with open_reader(filled, size=WIDE) as user:
        other = Store(path, now=clock)
        other.marks.apply(
            [MarkChange("tag:loom", True, ids_of(THU, 1)), MarkChange(NOTE, "from afar", ids_of(THU, 1))],
            Cause.BY_HAND,
        ).result()
        other.close()
        await user.until(lambda: "from afar" in user.text() and "# loom" in user.text())
        assert user.view == DayView(THU).date
