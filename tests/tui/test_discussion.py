"""The discussion on the screen: opening and leaving it, moving, folding, links, and what the list says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from paperreader.discussion.blocks import with_blocks
from paperreader.discussion.comment import Comment
from paperreader.discussion.threads import in_reading_order
from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.comments import comment, discussion
from tests.hub_server.items import papers
from tests.stored_days import THU, fill, id_of
from tests.tui.conftest import NARROW, PLAIN, WIDE, User

LONG = "\n\n".join(f"Line {n} of a long story." for n in range(60))
CODE = "```\nloom(3)\n```\nSee [the page](https://example.org/loom)."
LINK = f"https://huggingface.co/papers/{id_of(THU, 2)}"
GIVEN = (
    Comment("a", "", "Ada Brook", "ada", text="We **weave** models.", roles=("author", "submitter")),
    Comment(
        "b",
        "a",
        "Tove Berg",
        "tove",
        text="```\nloom(3)\n```\nSee [the page](https://example.org/loom).",
        roles=("HF",),
    ),
    Comment("c", "b", "Sigrid Dahl", "sigrid", text="> quoted\n\n- one\n- two"),
    Comment("d", "", "Long Writer", "long", text=LONG),
    Comment(
        "e", "", "Loom Bot", "loom-bot", text=f"Similar: https://huggingface.co/papers/{id_of(THU, 2)}", roles=("bot",)
    ),
    Comment("f", "", "", "", text="Spam", is_hidden=True),
)


def with_discussion(store: Store, given: Sequence[Comment] = GIVEN, listed: int = 6) -> None:
    """Thursday with four papers; the first has this discussion."""
    items = papers(THU, 4)
    items[0]["numComments"] = listed
    fill(store, {THU: items})
    save(store, given)


def save(store: Store, given: Sequence[Comment]) -> None:
    store.discussions.save(id_of(THU, 1), list(with_blocks(in_reading_order(given)))).result()


def shown(user: User) -> list[str]:
    """The lines of the page pane that are on the screen, without the one on top."""
    pane = user.panes.shown_page
    region = pane.content_region
    return [line[region.x : region.right - 1].rstrip() for line in user.lines()[region.y : region.bottom]]


def here(user: User) -> str:
    """The comment under the cursor."""
    discussion = user.session.discussion
    return discussion.comments[discussion.here].id


async def test_c_shows_the_discussion_and_c_the_page_again(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    with_discussion(store)
    async with open_reader(store, size=size) as user:
        before, displayed = user.text(), user.displayed
        await user.press("c")
        assert user.panes.focused is user.panes.discussion
        lines = shown(user)
        assert lines[:2] == ["  Ada Brook  author, submitter", "  We weave models."]
        assert "▏   Tove Berg  HF" in lines
        assert "▏     loom(3)" in lines
        assert "▏ ▏   Sigrid Dahl" in lines
        assert "comment 1 of 6" in user.status
        await user.press("c")
        assert (user.focus, user.displayed) == ("papers", displayed)
        assert user.text() == before


async def test_escape_leaves_it_with_focus_and_zoom_as_they_were(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("3", "z", "c")
        assert user.panes.has_class("-zoomed")
        await user.press("escape")
        assert (user.focus, user.panes.has_class("-zoomed"), user.left) == ("page", True, False)


async def test_f_goes_to_the_text_and_c_back(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=PLAIN) as user:
        await user.press("c", "f")
        assert (user.session.text.is_open, user.session.discussion.is_open) == (True, False)
        assert user.panes.focused is user.panes.text
        await user.press("c")
        assert (user.session.text.is_open, user.session.discussion.is_open) == (False, True)
        await user.press("escape")
        assert user.panes.shown_page is user.page


async def test_j_and_k_go_from_comment_to_comment_and_through_a_long_one(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=PLAIN) as user:
        await user.press("c", "j", "j", "j")
        assert here(user) == "d"
        pane = user.panes.discussion
        assert pane is not None
        await user.press("l")  # all of it is longer than the pane
        await user.until(lambda: pane.is_laid_out)
        top = pane.scroll_offset.y
        await user.press("j", "j", "j")
        assert (here(user), pane.scroll_offset.y) == ("d", top + 3)
        await user.press("k")
        assert (here(user), pane.scroll_offset.y) == ("d", top + 2)
        await user.press("}")
        assert here(user) == "e"
        await user.press("{", "{")
        assert here(user) == "a"
        await user.press("G")
        assert here(user) == "f"
        await user.press("g")
        assert (here(user), pane.scroll_offset.y) == ("a", 0)


async def test_space_pages_through_it_and_then_reads_on(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=NARROW) as user:
        await user.press("c")
        pane = user.panes.discussion
        assert pane is not None
        while not pane.at_end:
            before = pane.scroll_offset.y
            await user.press("space")
            assert pane.scroll_offset.y > before
            assert pane.is_in_sight(user.session.discussion.here)
        await user.press("space")
        assert user.at == id_of(THU, 2)
        assert not user.session.discussion.is_open


async def test_h_and_l_fold_and_unfold(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("c", "h")
        assert shown(user)[0].startswith("▸ Ada Brook  author, submitter  2 replies   We weave")
        assert "Tove Berg" not in user.text()
        await user.press("l")
        assert "Tove Berg" in user.text()
        await user.press("enter")
        assert "Tove Berg" not in user.text()
        await user.press("h")  # nothing is left to fold: out of the pane
        assert user.focus == "papers"
        assert user.session.discussion.is_open


async def test_bots_are_folded_hidden_comments_named_and_long_ones_cut(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("c")
        lines = shown(user)
        assert any(line.startswith("▸ Loom Bot  bot   Similar: https://") for line in lines)
        assert "  … 111 more lines" in lines
        at = lines.index("  unknown")
        assert lines[at + 1] == "  This comment is hidden on the Hub: Spam."


async def test_new_comments_are_marked_here_and_counted_in_the_list(
    store: Store, open_reader: Any, clock: Clock
) -> None:
    with_discussion(store, GIVEN[:3], listed=3)
    store.discussions.see(id_of(THU, 1)).result()
    clock.tick(60)
    items = papers(THU, 4)
    items[0]["numComments"] = 5
    fill(store, {THU: items})
    async with open_reader(store, size=WIDE) as user:
        assert "» 5 2 new" in user.text()
        assert "5 comments, 2 new" in user.text()
        save(store, [*GIVEN[:3], Comment("n", "a", "Nils Ek", "nils", text="Late."), Comment("o", text="Later.")])
        await user.press("c")
        lines = shown(user)
        assert "▏ ● Nils Ek" in lines, lines
        assert here(user) == "n"
        await user.press("c")
        await user.until(lambda: "2 new" not in user.text())
        await user.press("c")
        assert shown(user) == lines
        await user.press("c")
        assert "» 5" in user.text()


async def test_letters_on_links_lead_to_papers_here_and_to_pages_in_the_browser(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("c", "}", "}", "l", "i")
        labels = {letter: link.target for letter, link in user.app.screen._links.items()}  # type: ignore[attr-defined]
        assert set(labels.values()) == {"https://example.org/loom", LINK}
        await user.press(next(letter for letter, target in labels.items() if "papers" in target))
        await user.until(lambda: user.at == id_of(THU, 2))
        assert not user.session.discussion.is_open
        await user.press("escape")
        await user.until(lambda: user.at == id_of(THU, 1))
        assert user.session.discussion.is_open
        assert here(user) == "e"


async def test_o_and_y_are_about_the_comment(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("c", "j", "y")
        link = f"https://huggingface.co/papers/{id_of(THU, 1)}#b"
        await user.until(lambda: any(link in toast for toast in user.toasts))
        await user.press("Y", "c")
        await user.until(lambda: any("comment as Markdown" in toast for toast in user.toasts))


async def test_a_click_folds_or_moves_the_cursor(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("c")
        assert user.panes.discussion is not None
        region = user.panes.discussion.content_region
        row = shown(user).index("▏ ▏   Sigrid Dahl")
        await user.click(region.x + 8, region.y + row + 1)
        assert here(user) == "c"
        await user.click(region.x + 8, region.y)
        assert here(user) == "a"
        assert "Sigrid" not in user.text()
        more = shown(user).index("  … 111 more lines")
        await user.click(region.x + 4, region.y + more)
        assert here(user) == "d"
        assert "more lines" not in user.text()


async def test_it_is_asked_when_it_is_opened_and_again_with_r(
    store: Store, open_reader: Any, hub_server: HubServer
) -> None:
    hub_server.days[THU] = papers(THU, 4)
    hub_server.comments[id_of(THU, 1)] = discussion()
    fill(store, {THU: papers(THU, 4)})
    async with open_reader(store, hub=hub_server.url, size=WIDE) as user:
        await user.press("c")
        await user.until(lambda: "Tove Berg" in user.text())
        hub_server.comments[id_of(THU, 1)] = [*discussion(), comment("n", "The newest of all.")]
        await user.press("j", "r")
        await user.until(lambda: "The newest of all." in user.text())
        assert here(user) == "c2"


async def test_where_there_is_none_it_says_so_and_space_leaves(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=PLAIN) as user:
        await user.press("J", "c")
        assert "Offline, and the discussion is not stored." in user.text()
        await user.press("j", "h", "3", "i", "space")
        assert not user.session.discussion.is_open


async def test_ten_thousand_comments_open_and_move_at_once(store: Store, open_reader: Any) -> None:
    with_discussion(store, [Comment(str(n), str(n - 1) if n % 7 else "", text="word " * 40) for n in range(10_000)])
    async with open_reader(store, size=PLAIN) as user:
        await user.press("c", "j", "j", "G")
        assert here(user) == "9999"
        await user.press("g", "h", "}", "h", "l", "space")
        assert user.session.discussion.is_shown


async def test_a_narrower_window_keeps_the_place(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("c", "}", "l", "space", "space")
        first = next(line for line in shown(user) if line.strip())
        await user.pilot.resize_terminal(*NARROW)
        await user.until(lambda: first.strip() in [line.strip() for line in shown(user)[:3]])


async def test_it_opens_where_it_was_left(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    with_discussion(store)
    async with open_reader(store, size=size) as user:
        await user.press("c", "G")
        await user.press("c", "c")
        pane = user.panes.discussion
        assert pane is not None
        assert here(user) == "f"
        assert pane.is_in_sight(5)
        assert "This comment is hidden" in user.text()


async def test_it_stands_in_the_middle_of_a_wide_pane(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("c", "z")
        assert user.panes.discussion is not None
        left = (user.panes.discussion.line_width - 1 - 82) // 2
        assert left > 10
        lines = shown(user)
        assert lines[:2] == [f"{' ' * left}  Ada Brook  author, submitter", f"{' ' * left}  We weave models."]
        await user.press("i")
        assert "Type the letter" not in user.text()  # there is one link, which is followed
        await user.until(lambda: user.toasts)
        assert "example.org/loom" in user.toasts[-1]


# -- finding


async def test_slash_finds_in_the_comments_and_n_goes_from_match_to_match(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("c", "slash", *"line 5")
        await user.until(lambda: "1 of 11" in user.text())
        assert here(user) == "d"
        assert any("Line 5 of a long story." in line for line in shown(user))
        await user.press("enter", *"nnn")
        await user.until(lambda: any("Line 52 of a long story." in line for line in shown(user)))
        assert "4 of 11" in user.lines()[0]
        await user.press("N")
        assert "3 of 11" in user.lines()[0]
        await user.press("left_curly_bracket", "left_curly_bracket")
        assert here(user) == "a"
        await user.press("escape")
        assert "of 11" not in user.text()
        await user.press("n")
        assert here(user) == "d", "without a search it goes to the next thread"


async def test_a_match_in_what_is_folded_unfolds_it_and_escape_goes_back(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("c", "h")
        before = shown(user)
        await user.press("slash", *"two")
        await user.until(lambda: here(user) == "c")
        assert any("two" in line for line in shown(user))
        await user.press("escape")
        await user.until(lambda: shown(user) == before)
        await user.press("slash", *"similar", "enter")
        await user.until(lambda: here(user) == "e")
        assert any("Similar:" in line for line in shown(user))
        await user.press("slash", *"spam")
        await user.until(lambda: "not found" in user.text())


async def test_what_is_found_is_marked_in_every_block_of_a_comment(store: Store, open_reader: Any) -> None:
    text = "A **loom** first.\n\n> a loom quoted\n\n```\nloom(3)\n```\n\nThe last loom."
    with_discussion(store, [Comment("a", "", "Ada", "ada", text=text)])
    async with open_reader(store, size=WIDE) as user:
        await user.press("c", "slash", *"loom", "enter")
        await user.until(lambda: "1 of 4" in user.text())
        pane = user.panes.discussion
        assert pane is not None
        lines = [pane.line_at(y) for y in range(pane.item_lines.height)]
        marked = [span.text for line in lines for span in line.spans if span.role.startswith("match")]
        assert marked == ["loom"] * 4


async def test_comments_that_come_while_something_is_searched_are_searched_too(
    store: Store, open_reader: Any, hub_server: HubServer
) -> None:
    with_discussion(store)
    hub_server.days[THU] = papers(THU, 4)
    hub_server.comments[id_of(THU, 1)] = [comment("a", "We weave models."), comment("z", "They weave, too.")]
    async with open_reader(store, size=WIDE, hub=hub_server.url) as user:
        await user.press("c", "slash", *"weave", "enter")
        await user.until(lambda: "1 of 1" in user.text())
        await user.press("r")
        await user.until(lambda: "2 matches" in user.text())
        await user.press("n", "n")
        await user.until(lambda: here(user) == "z")


async def test_while_text_of_it_is_selected_y_copies_that_instead_of_the_link(store: Store, open_reader: Any) -> None:
    with_discussion(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press("c")
        await user.until(lambda: "y copy link" in user.lines()[-1])
        pane = user.panes.shown_page.content_region
        y, line = next((y, line) for y, line in enumerate(user.lines()) if y > pane.y and line[pane.x :].strip())
        word = line[pane.x :].split()[0]
        x = line.index(word, pane.x)
        await user.click(x, y, to=(x + len(word), y))
        await user.until(lambda: "y copy selection" in user.lines()[-1])
        await user.press("y")
        await user.until(lambda: user.app.clipboard == word)
