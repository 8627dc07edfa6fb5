"""Searching at the screen: found as it is typed, marked where it was found, and back to where one was."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from paperreader.models import Collection, Hidden, HubHit, Period, Search, View
from paperreader.store import Store
from paperreader.tui.dialogs.search_prompt import SearchPrompt
from paperreader.tui.widgets.paper_list import ActionRow
from tests.hub_server import HubServer
from tests.hub_server.items import item, papers
from tests.stores import a_paper
from tests.tui.conftest import SMALL, THU, WED, WIDE, Person, at_rest, fill, id_of, parsed, week


def some(store: Store) -> None:
    """A week of papers; two of them are about flows."""
    fill(store, week())
    day = list(parsed(week()[WED]))
    long = "A flow. " * 3 + "No more words. " * 150 + "The last flow."
    day[0] = day[0]._replace(title="Flow matching for all", abstract=long)
    day[2] = day[2]._replace(title="Something else", abstract="It is matched by a flow. " + "And more words. " * 200)
    store.save_day(WED, day, complete=True).result()


def bar(person: Person) -> str:
    assert isinstance(person.app.screen, SearchPrompt)
    return person.app.screen.said.render_line(0).text.strip()


async def look_for(person: Person, text: str) -> None:
    await person.press("slash", *text)
    await person.until(lambda: isinstance(person.view, Search) and person.view.text == text)


async def test_it_finds_while_it_is_typed_and_escape_goes_back(
    store: Store, reading: Any, extreme: tuple[int, int]
) -> None:
    some(store)
    async with reading(store, size=extreme) as person:
        await person.press("j", "j")
        before = (person.view, person.at, person.papers.scroll_offset, person.focus, person.lines())
        await look_for(person, "flow mat")
        await person.until(lambda: person.ids == [id_of(WED, 3), id_of(WED, 1)])
        assert bar(person).startswith("2 found, 2 unread")
        await person.press("escape")
        assert before == (person.view, person.at, person.papers.scroll_offset, person.focus, person.lines())


async def test_it_says_when_there_is_more_than_it_shows(store: Store, reading: Any) -> None:
    store.save_day(WED, [a_paper(n) for n in range(1_001)], complete=True).result()
    async with reading(store) as person:
        await look_for(person, "paper")
        await person.until(lambda: bar(person).startswith("1,000 and more found"))
        assert "1,000 papers and more, newest first" in person.status
        await person.press("escape")
        await look_for(person, "paper -1 -2")
        await person.until(lambda: bar(person).startswith("999 found"))
        assert "999 papers, newest first" in person.status


async def test_down_keeps_the_newest_first_and_enter_the_best(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store) as person:
        await look_for(person, "flow matching")
        await person.until(lambda: len(person.ids) == 2)
        await person.press("down")
        assert person.ids == [id_of(WED, 3), id_of(WED, 1)]
        assert "newest first" in person.status
        await person.press("slash", "enter")
        await person.until(lambda: person.ids == [id_of(WED, 1), id_of(WED, 3)])
        assert "best first" in person.status
        assert person.focus == "papers"
        await person.press("q")
        assert person.view == THU
        assert not person.left


async def test_marks_on_what_was_found_stay_and_move_nothing(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store) as person:
        await look_for(person, "flow is:unread")
        await person.until(lambda: len(person.ids) == 2)
        await person.press("down", "u", "b")
        assert person.ids == [id_of(WED, 3), id_of(WED, 1)]
        assert (person.entry.read, person.entry.starred) == (True, True)
        assert person.entry.found == ()
        await person.press("j", "u", "U")
        assert [person.entry.title[a:b] for a, b in person.entry.found] == ["Flow"]
        await person.until(lambda: person.entry.unread)
        await person.press("r")
        await person.until(lambda: person.ids == [id_of(WED, 1)])


async def test_matches_are_marked_and_n_goes_from_one_to_the_next(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store, size=WIDE) as person:
        await look_for(person, "title:matching flow")
        await person.until(lambda: person.ids == [id_of(WED, 1)])
        await person.press("down", "3")
        await person.until(lambda: "next match" in person.footer)
        marked = [span.text for line in person.page.draw(0) for span in line.spans if span.role == "match"]
        assert marked == ["Flow", "matching", "flow", "flow", "flow", "flow"]

        def here() -> list[tuple[int, str]]:
            lines = enumerate(person.page.draw(0))
            return [(y, span.text) for y, line in lines for span in line.spans if span.role == "match-here"]

        await person.press("n")
        assert here() == [(0, "Flow")]
        await person.press("n", "n")
        first = here()
        assert first[0][1] == "flow"
        await person.press("N", "N", "N")
        [(last, _)] = here()
        assert last > first[0][0]
        assert person.page.scroll_offset.y <= last < person.page.scroll_offset.y + person.page.size.height
        await person.press("n")
        assert here() == [(0, "Flow")]
        await person.press("2", "n")  # in the list it is what it always is
        assert person.at == id_of(WED, 1)


async def test_matches_come_back_with_the_paper_and_go_with_the_search(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store, size=WIDE) as person:
        await person.press("]", "j", "j")
        before = person.at
        await look_for(person, "title:something")
        await person.until(lambda: person.ids == [before])
        await person.press("enter")
        await person.until(lambda: person.page._matches)
        matches = person.page._matches
        await person.press("j")
        assert person.papers.entry is None
        await person.press("k")
        await person.until(lambda: person.page._matches == matches)
        await person.press("escape")
        assert (person.view, person.at) == (WED, before)
        assert person.page._matches == {}


async def test_without_a_hit_it_offers_a_word_less(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store) as person:
        await look_for(person, "matching unheard")
        await person.until(lambda: "Without “unheard”: 2" in person.text())
        await person.press("down", "enter")
        await person.until(lambda: len(person.ids) == 2)
        assert person.view == Search("matching", ranked=False)


async def test_all_in_one_burst_marks_nothing(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store) as person:
        await person.blind("slash", *"flow xuA", "enter")
        await person.until(lambda: isinstance(person.view, Search) and person.view.text == "flow xuA")
        assert person.marks() == {}


async def test_keys_of_one_burst_do_what_they_do_in_their_order(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store) as person:
        await person.press("slash", *"lost")
        await person.blind("ctrl+u", *"flow is:unr", "tab", *" mat", "home", *"-x ")
        await person.until(lambda: person.view == Search("-x flow is:unread mat", growing=True))
        await person.blind("end", "ctrl+u", *"flow matching", "enter", *"xuA")
        await person.until(lambda: person.ids == [id_of(WED, 1), id_of(WED, 3)])
        assert person.view == Search("flow matching", growing=True, ranked=True)
        assert person.marks() == {}


async def test_the_bar_begins_no_key_that_it_has_no_room_for(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store, size=(60, 20)) as person:
        await person.press("slash")
        assert bar(person) == "Enter best first   Esc back   F1 help   Down newest first"
        await person.press(*"flow matching")
        await person.until(lambda: bar(person) == "2 found, 2 unread  Enter best first   Esc back   F1 help")


async def test_the_status_says_how_the_search_sorts(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store) as person:
        for sort, said in (("upvotes", "papers by upvotes"), ("oldest", "papers, oldest first")):
            await person.press("slash", "ctrl+u", *f"flow sort:{sort}", "enter")
            await person.until(lambda said=said: said in person.status)


async def test_what_is_not_understood_is_said_and_tab_completes(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store, size=WIDE) as person:
        await person.press("slash", *"foo:x ")
        assert "there is no field foo" in bar(person)
        await person.press("ctrl+u", *"flow is:un", "tab")
        await person.until(lambda: person.view == Search("flow is:unread", growing=True))
        await person.press("f1")
        assert "What to search for" in person.text()
        await person.press("escape", "escape")
        assert person.view == THU


@pytest.mark.parametrize("text", ["has:foo", "is:foo", "upvotes:abc", "sort:foo"])
async def test_what_no_field_takes_is_words_at_once(store: Store, reading: Any, text: str) -> None:
    some(store)
    async with reading(store, size=WIDE) as person:
        await look_for(person, text)
        await person.until(lambda: bar(person).startswith("nothing found"))
        assert text.partition(":")[0] + ": takes" in bar(person)
        await person.until(lambda: "Nothing in the store has all of it" in person.text())
        await person.press("enter")
        await person.until(lambda: person.view == Search(text, growing=True, ranked=True))


async def test_what_is_only_begun_counts_nothing_and_enter_takes_it_as_it_is(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store, size=WIDE) as person:
        await look_for(person, "day")
        await person.until(lambda: "found" in bar(person))
        await person.press(*":2026-13")
        await person.until(lambda: person.view == THU)
        assert "found" not in bar(person)
        await person.press("enter")
        await person.until(lambda: person.view == Search("day:2026-13", ranked=True))
        assert person.toasts == ["day: takes 2026-07, 2026-06..2026-07, apr, 90d; “day:2026-13” is taken as words"]


async def test_escape_from_the_bar_over_a_search_leaves_it_as_it_was(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store, size=WIDE) as person:
        await person.press("slash", *"flow", "enter")
        await person.until(lambda: person.view == Search("flow", growing=True, ranked=True) and len(person.ids) > 1)
        await person.press("j")
        before = person.view, person.ids, person.at
        await person.press("slash")
        assert (person.view, person.ids, person.at) == before
        await person.press(*" xyz")
        await person.until(lambda: "nothing found" in bar(person))
        await person.press("escape")
        assert (person.view, person.ids, person.at) == before
        await person.press("escape")
        assert person.view == THU


@pytest.mark.parametrize("pane", ["1", "3"])
async def test_what_is_found_is_seen_where_there_is_one_pane(store: Store, reading: Any, pane: str) -> None:
    some(store)
    async with reading(store, size=SMALL) as person:
        await person.press(pane)
        await look_for(person, "flow")
        await person.until(lambda: "Flow matching for all" in person.text())
        await person.press("escape")
        assert person.focus == {"1": "days", "3": "page"}[pane]


async def test_the_hub_is_asked_and_what_it_knows_is_kept(store: Store, reading: Any, hub_server: HubServer) -> None:
    some(store)
    old = date(2025, 1, 6)
    hub_server.days.update(week())
    beyond = "Beyond the store"
    hub_server.days[old] = [
        {**item, "title": beyond, "paper": {**item["paper"], "id": f"2501.0000{n}", "title": beyond}}
        for n, item in enumerate(week()[THU])
    ]
    async with reading(store, hub=hub_server.url) as person:
        await at_rest(person)
        await look_for(person, "beyond")
        await person.press("ctrl+o")
        await person.until(lambda: isinstance(person.view, Search) and person.view.hub and person.ids)
        assert person.entry.title == "Beyond the store"
        assert [person.entry.title[a:b] for a, b in person.entry.found] == ["Beyond"]
        await person.press("b")
        await person.press("escape")
        assert person.view == THU
    assert store.entries(Collection.STARRED)[0].title == "Beyond the store"


async def test_offline_the_hub_is_not_asked(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store) as person:
        await look_for(person, "flow")
        await person.press("ctrl+o")
        assert person.toasts == ["offline: the hub is not asked"]
        assert isinstance(person.view, Search)


async def test_what_is_found_can_be_sorted_and_selected_and_the_next_search_is_not(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store) as person:
        await look_for(person, "flow matching")
        await person.until(lambda: len(person.ids) == 2)
        await person.press("down")
        offers = [row for row in person.papers.rows if isinstance(row, ActionRow)]
        before = person.ids
        await person.press("s", "t")
        assert person.ids == before[::-1]
        assert " by title" in person.status
        assert [row for row in person.papers.rows if isinstance(row, ActionRow)] == offers
        assert store.setting("order search") is None
        await person.press("s", "h")
        assert person.ids == before
        await person.press("s", "t")
        await person.press("V", "j", "b")
        assert all(entry.starred for entry in person.papers.entries)
        await person.press("escape")
        assert isinstance(person.view, Search), "the selection is dropped first"
        await person.press("v", "slash", "backspace", "down")
        await person.until(lambda: person.ids == before)
        assert " by title" not in person.status
        await person.press("escape", "escape")
        assert (person.view, person.papers.selected) == (THU, [])


async def find_late(text: str) -> list[HubHit]:
    """A hub that takes its time."""
    await asyncio.sleep(0.2)
    return []


async def has_stayed(person: Person, view: View | None) -> bool:
    """What was on its way would have come by now."""
    await person.stands_for(0.4)
    return person.view == view


@pytest.mark.parametrize(("key", "view"), [("]", THU), ("w", Period.of("week", THU))])
async def test_who_goes_on_is_not_called_back_by_the_rest_of_what_is_found(
    store: Store, reading: Any, key: str, view: View
) -> None:
    fill(store, {WED: papers(WED, 3), THU: papers(THU, 60)})
    async with reading(store) as person:
        await look_for(person, "thursday")
        await person.until(lambda: len(person.ids) == 60)
        await person.press("enter")
        await person.blind(key)
        assert person.view == view
        assert await has_stayed(person, view)


async def test_who_goes_on_is_not_called_back_by_the_hub(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store) as person:
        person.app.reader._searching._find = find_late
        await look_for(person, "flow")
        await person.press("ctrl+o")
        assert "Asking the hub" in person.text()
        await person.press("]")
        assert await has_stayed(person, THU)


async def test_a_text_that_is_taken_back_at_once_finds_nothing(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store) as person:
        await person.press("slash")
        await person.blind("f", "backspace")
        assert await has_stayed(person, THU)


def sidebar(person: Person) -> list[str]:
    rows = range(len(person.days.rows))
    return [" ".join(person.days.draw(index)[0].text.split()) for index in rows]


async def test_a_search_is_kept_in_the_sidebar_with_what_is_unread_of_it(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store, size=WIDE) as person:
        await person.press("slash", *"flow", "ctrl+s")
        await person.until(lambda: "flow 2" in sidebar(person))
        await person.press("escape", "1")
        person.days.move_to(sidebar(person).index("flow 2"))
        await person.until(lambda: person.ids == [id_of(WED, 3), id_of(WED, 1)])
        await person.press("2", "u")
        assert "flow 1" in sidebar(person)
        await person.press("escape")
        assert isinstance(person.view, Search)
        person.app.reader.keeping._rename("flow")
        await person.until(lambda: person.app.screen is not person.app.reader)
        await person.press("s", "enter")
        await person.until(lambda: "flows 1" in sidebar(person))
        assert "“flows”" in person.status
        [(_, forget), *_] = [each for each in person.app.reader.keeping.commands() if "delete" in each[0]]
        forget()
        await person.until(lambda: "flows 1" not in sidebar(person))


async def test_the_cursor_of_the_sidebar_stays_where_it_was_moved_to(store: Store, reading: Any) -> None:
    fill(store, {WED: papers(WED, 3), THU: papers(THU, 60)})
    for name in ("tokens", "thursday"):
        store.keep_search(name, name).result()
    async with reading(store, size=WIDE) as person:
        await person.press("1")
        search = sidebar(person).index("thursday 60")
        for start, keys, row in ((3, "kkkkk", -3), (3, "kkj", 2), (-2, "jk", -2)):
            person.days.move_to(search + start)
            await person.stands_for(0.4)
            for key in keys:
                await person.blind(key)
            await person.stands_for(0.4)
            assert person.days.cursor == search + row
            assert person.days.view in (None, person.view)


async def test_a_rule_says_what_it_would_hide_and_what_it_hid_can_be_seen(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store, size=WIDE) as person:
        before = person.ids
        author = person.page.paper.authors[0]  # type: ignore[union-attr]
        commands = dict(person.app.reader.keeping.commands())
        commands[f"Hide papers by {author}"]()
        await person.until(lambda: "hide them" in person.text())
        assert "of the last 21 papers" in person.text()
        await person.press("y")
        await person.until(lambda: person.ids != before)
        hidden = [id for id in before if id not in person.ids]
        assert f"{len(hidden)} hidden" in person.text()
        await person.press("G", "enter")
        await person.until(lambda: isinstance(person.view, Hidden))
        assert person.ids == hidden
        assert "hidden by author" in person.text()
        await person.press("escape")
        assert person.view == THU
        commands = dict(person.app.reader.keeping.commands())
        next(act for name, act in commands.items() if name.startswith("Rule") and "delete" in name)()
        await person.until(lambda: person.ids == before)


@pytest.mark.parametrize(("on", "then"), [(3, 4), (6, 4)])
async def test_who_hides_the_paper_under_the_cursor_stays_near_by(
    store: Store, reading: Any, on: int, then: int
) -> None:
    names = {3: "Ada Brook", 5: "Ada Brook", 6: "Ada Brook"}
    fill(store, {THU: [item(id_of(THU, n), authors=[names.get(n, f"Bo {n}")], day=THU) for n in range(1, 7)]})
    async with reading(store) as person:
        await person.press(*"j" * (on - 1))
        dict(person.app.reader.keeping.commands())["Hide papers by Ada Brook"]()
        await person.until(lambda: "hide them" in person.text())
        await person.press("y")
        await person.until(lambda: len(person.ids) == 3)
        assert person.at == id_of(THU, then)


async def test_what_a_rule_hides_is_gone_from_where_a_search_began_too(store: Store, reading: Any) -> None:
    some(store)
    async with reading(store, size=WIDE) as person:
        before = person.ids
        await person.press("slash", *"flow", "enter")
        await person.until(lambda: isinstance(person.view, Search) and person.ids)
        commands = dict(person.app.reader.keeping.commands())
        next(act for name, act in commands.items() if name.startswith("Hide papers by "))()
        await person.until(lambda: "hide them" in person.text())
        await person.press("y")
        await person.until(lambda: person.app.screen is person.app.reader and "hidden" in "".join(person.toasts))
        await person.press("escape")
        await person.until(lambda: person.view == THU and "hidden" in person.text())
        assert 0 < len(person.ids) < len(before)


async def test_a_saved_search_is_moved_as_far_as_there_are_others(store: Store, reading: Any) -> None:
    some(store)
    for name in ("first", "second", "third"):
        store.keep_search(name, name).result()
    async with reading(store, size=WIDE) as person:
        moves = [name for name, _ in person.app.reader.keeping.commands() if "move" in name]
        assert moves == [
            "Saved search “first”: move down",
            "Saved search “second”: move up",
            "Saved search “second”: move down",
            "Saved search “third”: move up",
        ]
