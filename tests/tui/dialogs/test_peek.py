"""What a reference leads to, on the screen: beside what refers to it, and what can be done from there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from paperreader.fulltext.blocks import Equation
from paperreader.store import Store
from paperreader.tui.dialogs.peek import Peek, place
from paperreader.tui.dialogs.table_sheet import TableSheet
from paperreader.views import Search
from tests.hub_server import HubServer
from tests.hub_server.arxiv import page as arxiv_page
from tests.hub_server.items import item, papers
from tests.sample_text import CITED, SAMPLE
from tests.stored_days import CONFIG, THU, fill, id_of, parsed
from tests.tui.conftest import NARROW, SMALL, WIDE, User

PAPER = id_of(THU, 1)
LONG_AGO = date(2024, 1, 8)
"""A day that is not fetched by itself."""
SENT = "to your terminal's clipboard (it doesn't confirm)"


async def opened(user: User, letter: str) -> None:
    await user.press("i", letter)
    await user.until(lambda: isinstance(user.app.screen, Peek))


def inside(user: User) -> list[str]:
    """The lines of the dialog, without its frame."""
    region = user.app.screen.query_one("#dialog").region
    lines = [line.ljust(200)[region.x : region.right] for line in user.lines()[region.y : region.bottom]]
    return [line.strip("│ ") for line in lines[1:-1]]


@pytest.mark.parametrize("size", [(140, 40), (100, 30), NARROW, (60, 20), SMALL])
@pytest.mark.parametrize("letter", ["a", "h", "j", "k"])
async def test_it_does_not_cover_what_refers_to_it(open_text: Any, size: tuple[int, int], letter: str) -> None:
    async with open_text(size=size) as user:
        await opened(user, letter)
        frame = user.app.screen.query_one("#dialog").region
        rows = {cells.y for mention in user.app.screen._link.mentions for cells in mention}
        assert not rows & set(range(frame.y, frame.bottom))
        assert frame.x >= 0
        assert frame.right <= size[0]
        assert frame.bottom <= size[1]


@pytest.mark.parametrize(
    ("height", "mentions", "rows", "expected"),
    [
        (5, [[3]], 24, (4, 5)),  # below
        (5, [[20]], 24, (15, 5)),  # above
        (18, [[10]], 24, (11, 13)),  # lower
        (5, [[3], [6]], 24, (7, 5)),  # not the other mention either
        (12, [[2], [12], [22]], 24, (3, 12)),  # if that cannot be, at least not the first
        (5, [[3, 4]], 24, (5, 5)),
        (9, [[1]], 4, (0, 4)),  # no room at all
    ],
)
def test_the_place_is_near_and_covers_no_mention(
    height: int, mentions: list[list[int]], rows: int, expected: tuple[int, int]
) -> None:
    assert place(height, mentions, rows) == expected


async def test_enter_goes_there_and_the_way_back_leads_to_the_same_line(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        before = user.lines()
        await opened(user, "f")
        assert inside(user) == ["a", "w = ─  (1)", "b"]
        await user.press("enter")
        await user.until(lambda: "Looms weave" not in user.text() and "w = ─" in user.text())
        await user.press("ctrl+o")
        await user.until(lambda: user.lines()[:-2] == before[:-2])


@pytest.mark.parametrize(
    ("letter", "what", "text"),
    [
        ("a", "[1]", "Ada Brook. Looms that learn. 2024."),
        ("f", "TeX", r"w=\frac{a}{b}"),
        ("g", "Note 1", "Of wool, mostly."),
        ("h", "link", "https://loom.example/code"),
    ],
)
async def test_y_copies_what_it_is(open_text: Any, letter: str, what: str, text: str) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user, letter)
        await user.press("y")
        await user.until(lambda: user.toasts and user.toasts[-1] == f"Sent {what} {SENT}: {text}")
        assert user.app.clipboard == text


async def test_y_copies_tables_and_sections_as_markdown(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user, "k")
        await user.press("y")
        await user.until(lambda: user.toasts and "Section 2 as Markdown" in user.toasts[-1])
        assert user.app.clipboard.startswith("## 2 Weaving\n\nA thread of length $\\ell_i$ has")
        assert "| north | 1.5 |" in user.app.clipboard
        assert "References" not in user.app.clipboard


async def test_a_table_opens_whole_and_from_there_it_is_gone_to(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await user.blind("i", "j", "enter")
        await user.until(lambda: isinstance(user.app.screen, TableSheet))
        await user.press("enter")
        await user.until(lambda: user.app.screen is user.app.reader and "run run run" in user.text())


def opened_pages(folder: Path) -> list[str]:
    file = folder / "opened"
    return file.read_text().split() if file.exists() else []


async def test_o_opens_its_page_and_a_link_opens_with_enter(
    open_text: Any, hub_server: HubServer, tmp_path: Path
) -> None:
    browser = ("/bin/sh", "-c", f"printf '%s\\n' \"$0\" >> {tmp_path}/opened")
    config = CONFIG._replace(browser=browser)
    async with open_text(size=NARROW, config=config, hub=hub_server.url) as user:
        for letter, key in (("s", "o"), ("d", "o"), ("l", "o"), ("h", "enter")):
            await opened(user, letter)
            count = len(opened_pages(tmp_path))
            await user.press(key)
            await user.until(lambda count=count: len(opened_pages(tmp_path)) > count)
        assert opened_pages(tmp_path) == [
            "https://doi.org/10.1234/threads.5",
            "https://loom.example/x1.png",
            f"https://arxiv.org/html/{PAPER}v2#A9.T7",
            "https://loom.example/code",
        ]


async def test_a_click_on_a_reference_shows_it_and_on_a_key_presses_that(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        lines = user.lines()
        y = next(y for y, line in enumerate(lines) if "Equation 1" in line)
        await user.click(lines[y].index("Equation 1") + 2, y)
        await user.until(lambda: isinstance(user.app.screen, Peek) and "go there" in user.text())
        lines = user.lines()
        y = next(y for y, line in enumerate(lines) if "go there" in line)
        await user.click(lines[y].index("go there"), y)
        await user.until(lambda: user.app.screen is user.app.reader and "Looms weave" not in user.text())


async def test_a_click_outside_and_a_resize_close_it(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user, "a")
        await user.click(2, 20)
        await user.until(lambda: user.app.screen is user.app.reader)
        await opened(user, "a")
        await user.pilot.resize_terminal(70, 22)
        await user.until(lambda: user.app.screen is user.app.reader)


async def test_without_a_network_a_page_waits_in_the_outbox(open_text: Any, hub_server: HubServer) -> None:
    url = hub_server.url
    hub_server.stop()
    async with open_text(size=WIDE, hub=url) as user:
        await user.until(lambda: user.session.sync.offline)
        await opened(user, "h")
        await user.press("enter")
        await user.until(lambda: user.session.deliveries.outbox.count == 1)
        await user.press("W")
        await user.until(lambda: "https://loom.example/code" in user.text())


# -- a cited paper


async def test_a_cited_paper_that_is_stored_opens_here_and_escape_returns_to_the_text(
    open_text: Any, store: Store
) -> None:
    store.ingest.save_papers(parsed([item(CITED, "Looms that learn", day=THU)])).result()
    async with open_text(size=WIDE) as user:
        await opened(user, "a")
        before = user.lines()[:5]
        await user.press("r")
        await user.until(lambda: user.view == Search(CITED))
        assert user.ids == [CITED]
        assert "Looms that learn" in user.text()
        await user.press("escape")
        await user.until(lambda: user.lines()[:3] == before[:3] and user.focus == "text")


@pytest.mark.parametrize("has_labels", [True, False])
async def test_an_entry_of_the_bibliography_has_a_letter_and_all_that_a_citation_offers(
    open_text: Any, store: Store, has_labels: bool
) -> None:
    store.ingest.save_papers(parsed([item(CITED, "Looms that learn", day=THU)])).result()
    entries = [block if has_labels else block._replace(label="") for block in SAMPLE.blocks[-2:]]
    text = SAMPLE._replace(blocks=(*SAMPLE.blocks[:-2], *entries))
    async with open_text(text, size=WIDE) as user:
        await user.press("G", "i")
        entry = next(line for line in user.lines() if "Looms that learn" in line).split()[1:]
        assert entry[:2] == (["a[1]", "Ada"] if has_labels else ["aAda", "Brook."])
        await user.press("a")
        await user.until(lambda: isinstance(user.app.screen, Peek))
        assert inside(user) == ["Ada Brook. Looms that learn. 2024."]
        assert "go there" not in user.text(), "the user is there"
        await user.press("y")
        await user.until(lambda: user.app.clipboard == "Ada Brook. Looms that learn. 2024.")
        await user.press("i", "s", "o")
        await user.until(lambda: user.app.clipboard == "https://doi.org/10.1234/threads.5")
        await user.press("i", "a", "r")
        await user.until(lambda: user.view == Search(CITED))


async def test_the_bibtex_of_a_cited_paper_that_is_stored_is_copied(open_text: Any, store: Store) -> None:
    async with open_text(size=WIDE) as user:
        await opened(user, "a")
        assert "BibTeX" not in user.text()
        await user.press("escape")
        store.ingest.save_papers(parsed([item(CITED, "Looms that learn", day=THU)])).result()
        await opened(user, "a")
        await user.press("b")
        await user.until(lambda: "@misc{" in user.app.clipboard and f"eprint = {{{CITED}}}" in user.app.clipboard)


async def test_a_cited_paper_that_is_not_stored_is_asked_from_the_hub(open_text: Any, hub_server: HubServer) -> None:
    hub_server.days |= {THU: papers(THU, 3), LONG_AGO: [item(CITED, "Looms that learn", day=LONG_AGO)]}
    async with open_text(size=WIDE, hub=hub_server.url) as user:
        await opened(user, "a")
        await user.press("r")
        await user.until(lambda: user.ids == [CITED])
        assert "Looms that learn" in user.text()
        assert f"Asking the Hub for arXiv:{CITED} …" in user.toasts
        assert [each.path for each in hub_server.requests if CITED in each.path] == [f"/api/papers/{CITED}"]


async def test_one_that_nobody_has_is_said_to_be_unknown(open_text: Any, hub_server: HubServer) -> None:
    async with open_text(size=WIDE, hub=hub_server.url) as user:
        await opened(user, "a")
        await user.press("r")
        await user.until(lambda: any(f"The Hub does not have arXiv:{CITED} · " in toast for toast in user.toasts))
        assert "Looms weave threads" in user.text(), "the text is still there"


async def test_offline_the_wish_for_it_waits_for_the_network(open_text: Any) -> None:
    async with open_text(size=WIDE) as user:
        await opened(user, "a")
        await user.press("r")
        await user.until(lambda: any("the Hub is asked when the network is back" in toast for toast in user.toasts))
        await user.press("W")
        await user.until(lambda: "Ask the Hub for" in user.text())
        await user.press("1")
        await user.until(lambda: user.session.deliveries.outbox.count == 0)


async def test_who_has_gone_elsewhere_meanwhile_is_not_called_back(open_text: Any, hub_server: HubServer) -> None:
    hub_server.days |= {THU: papers(THU, 3), LONG_AGO: [item(CITED, "Looms that learn", day=LONG_AGO)]}
    async with open_text(size=WIDE, hub=hub_server.url) as user:
        await opened(user, "a")
        await user.press("r", "J")
        await user.until(lambda: user.session.store.papers.get(CITED) is not None)
        await user.until(lambda: "looking for a paper" not in user.session.tasks._running.values())
        assert user.at != CITED


async def test_the_text_of_another_source_has_no_places_on_its_page(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    text = SAMPLE._replace(source="hub", version="")
    store.texts.save(PAPER, b"", text, converter=1, etag=None, modified=None).result()
    async with open_reader(store, size=NARROW) as user:
        await user.press("f")
        await user.until(lambda: "Looms weave threads" in user.text())
        await opened(user, "l")
        await user.press("o")
        await user.until(lambda: user.app.clipboard == f"https://arxiv.org/html/{PAPER}")


async def test_a_newer_text_waits_until_the_dialog_is_closed(
    open_text: Any, store: Store, hub_server: HubServer
) -> None:
    hub_server.texts.html[PAPER] = arxiv_page("Newer Looms", paragraphs=30)
    async with open_text(size=NARROW, hub=hub_server.url) as user:
        await user.blind("r", "i", "f")
        await user.until(lambda: isinstance(user.app.screen, Peek))
        await user.until(
            lambda: (found := store.texts.get(PAPER)) is not None and len(found.text.blocks) < len(SAMPLE.blocks)
        )
        await user.pilot.pause(0.2)
        assert list(user.session.text.fulltext.blocks) == list(SAMPLE.blocks)
        jumps: list[int] = []
        go_to = user.session.text.go_to
        user.session.text.go_to = lambda block: (jumps.append(block), go_to(block))
        await user.press("enter")
        assert [type(SAMPLE.blocks[block]) for block in jumps] == [Equation]
        await user.until(lambda: "A newer text has come." in user.toasts)
        assert "Newer Looms" in user.text()
