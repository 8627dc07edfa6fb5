"""Opening anything by letter, and what names a paper on the Hub: on its page, in menus, in a list of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paperreader.hub.parse_detail import parse_linked
from paperreader.store import Store
from tests.hub_server import HubServer
from tests.hub_server.api import reply
from tests.hub_server.arxiv import page as arxiv_page
from tests.hub_server.items import item, papers
from tests.hub_server.linked import repos, with_paper
from tests.stored_days import THU, fill, id_of, with_config
from tests.tui.conftest import SMALL, WIDE, User
from tests.tui.test_links import browser, opened, toast

PAPER, NEXT = id_of(THU, 1), id_of(THU, 2)
SEVENTEEN = repos(models=17, datasets=1, spaces=2)
ITEMS = [
    item(PAPER, "Looms", day=THU, upvotes=99, repo="https://github.com/example/loom"),
    *(each for each in papers(THU, 8) if each["paper"]["id"] != PAPER),
]


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.days[THU] = ITEMS
    hub_server.linked[PAPER] = SEVENTEEN
    return hub_server


@pytest.fixture(autouse=True)
def _papers(store: Store) -> None:
    fill(store, {THU: ITEMS})


def save(store: Store, paper: str, answer: dict[str, Any]) -> None:
    store.linked.save(paper, parse_linked(reply(answer).body)).result()


def page_lines(user: User) -> list[str]:
    """What the page says of repositories."""
    lines = [line.text for line in user.page.visible_lines]
    start = next((y for y, line in enumerate(lines) if line.startswith("On the Hub")), len(lines))
    return lines[start : lines.index("", start)] if start < len(lines) else []


async def test_the_page_tells_of_them_a_second_after_it_was_opened(
    store: Store, open_reader: Any, hub: HubServer
) -> None:
    async with open_reader(store, size=WIDE, hub=hub.url) as user:
        await user.press("j", "k")
        await user.until(lambda: page_lines(user))
        assert page_lines(user)[0] == "On the Hub: 17 models, 1 dataset, 2 Spaces   12:00"
        assert page_lines(user)[1:3] == [
            "Model    loom-lab/weaver-1b   9.0k likes",
            "         2.4M downloads · 1B · image-text-to-text",
        ]
        assert [line.split()[:2] for line in page_lines(user)[1:] if line[0] != " "] == [
            ["Model", "loom-lab/weaver-1b"],
            ["Model", "loom-lab/weaver-2b"],
            ["Model", "loom-lab/weaver-3b"],
            ["Dataset", "loom-lab/threads-1"],
            ["Space", "loom-lab/try-it-1"],
            ["15", "more"],
        ]
        await user.press("j")
        assert page_lines(user) == []


async def test_capital_o_and_a_letter_in_one_burst_open_everything_there_is(
    store: Store, open_reader: Any, tmp_path: Path, hub: HubServer
) -> None:
    save(store, PAPER, SEVENTEEN)
    async with open_reader(store, hub=hub.url, config=with_config(browser=browser(tmp_path))) as user:
        expected = [
            f"{hub.url.replace(hub.url, 'https://huggingface.co')}/papers/{PAPER}",
            f"https://arxiv.org/abs/{PAPER}",
            f"https://arxiv.org/pdf/{PAPER}",
            "https://github.com/example/loom",
            "https://huggingface.co/loom-lab/weaver-2b",
            "https://huggingface.co/datasets/loom-lab/threads-1",
            "https://huggingface.co/spaces/loom-lab/try-it-1",
        ]
        for count, letter in enumerate("hapk245", 1):
            await user.blind("O", letter)
            await user.until(lambda count=count: len(opened(tmp_path)) == count)
            await user.until(lambda: user.app.screen is user.app.reader)
        assert opened(tmp_path) == expected
        await user.blind("O", "w")
        await user.until(lambda: user.toasts[-1:] == ["No project page."])
        await user.until(lambda: user.read_by(PAPER) == "opened")


async def test_in_a_text_the_same_letters_open_the_same(
    store: Store, open_reader: Any, tmp_path: Path, hub: HubServer
) -> None:
    hub.texts.html[PAPER] = arxiv_page()
    async with open_reader(store, size=WIDE, hub=hub.url, config=with_config(browser=browser(tmp_path))) as user:
        await user.press("f")
        await user.until(lambda: user.session.text_slot.is_shown)
        assert "O open …" in user.footer
        await user.blind("O", "p")
        await user.until(lambda: opened(tmp_path) == [f"https://arxiv.org/pdf/{PAPER}"])
        assert user.session.text.is_open


async def test_a_key_of_the_users_own_opens_the_pdf_as_before(
    store: Store, open_reader: Any, tmp_path: Path, hub: HubServer
) -> None:
    config = with_config(browser=browser(tmp_path), keys={"paper.open-pdf": "ctrl+g"})
    async with open_reader(store, hub=hub.url, config=config) as user:
        assert any(row.keys == ["Ctrl+G"] for row in user.app.reader.context.help_rows())
        await user.press("ctrl+g")
        await user.until(lambda: opened(tmp_path) == [f"https://arxiv.org/pdf/{PAPER}"])


async def test_of_a_selection_many_pages_are_only_opened_after_a_question(
    store: Store, open_reader: Any, tmp_path: Path, hub: HubServer
) -> None:
    save(store, PAPER, repos(models=2, spaces=2))
    save(store, NEXT, repos(models=3))
    async with open_reader(store, hub=hub.url, config=with_config(browser=browser(tmp_path))) as user:
        await user.press("V", *"jjjjjj", "O", "p")
        await user.until(lambda: "Open 7 pages?" in user.text())
        await user.press("escape", "O", "k")  # four of them have code
        assert await toast(user) == "Opened the code of 4 papers"
        await user.press("V", *"kkkkkk", "O")
        assert "all: 3 models, 2 Spaces" in user.text()
        await user.press("l")
        await user.until(lambda: len(opened(tmp_path)) == 4 + 5)
        await user.until(lambda: user.toasts[-1:] == ["Opened 5 pages in the browser"])
        save(store, NEXT, repos(models=4))
        await user.press("O", "l")
        await user.until(lambda: "Open 6 pages?" in user.text())
        await user.press("enter")
        await user.until(lambda: len(opened(tmp_path)) == 9 + 6)


async def test_what_is_to_be_opened_offline_waits_in_the_outbox(
    store: Store, open_reader: Any, tmp_path: Path, hub: HubServer
) -> None:
    save(store, PAPER, repos(models=2))
    async with open_reader(store, hub=hub.url, config=with_config(browser=browser(tmp_path))) as user:
        await user.until(lambda: user.session.sync.is_idle)
        hub.stop()
        await user.press("R")
        await user.until(lambda: "offline" in user.status)
        await user.blind("O", "w")
        await user.until(lambda: user.toasts[-1:] == ["No project page."])
        for count, letter in enumerate(("k", "1"), 1):
            await user.blind("O", letter)
            await user.until(lambda count=count: f"outbox {count}" in user.status)
        assert opened(tmp_path) == []
        hub.start()
        await user.press("R")
        await user.until(lambda: len(opened(tmp_path)) == 2)
        assert opened(tmp_path) == ["https://github.com/example/loom", "https://huggingface.co/loom-lab/weaver-1b"]


async def test_capital_y_copies_their_links(store: Store, open_reader: Any) -> None:
    save(store, PAPER, repos(models=2, datasets=1))
    save(store, NEXT, repos(models=1, spaces=1, owner="tern"))
    async with open_reader(store) as user:
        await user.blind("Y", "3")
        await toast(user)
        assert user.app.clipboard == "https://huggingface.co/datasets/loom-lab/threads-1"
        await user.press("V", "j", "Y")
        await user.blind("l")
        await toast(user, 2)
        assert user.app.clipboard.split() == [
            *(f"https://huggingface.co/{name}" for name in ("loom-lab/weaver-1b", "loom-lab/weaver-2b")),
            "https://huggingface.co/datasets/loom-lab/threads-1",
            *(f"https://huggingface.co/{name}" for name in ("tern/weaver-1b", "spaces/tern/try-it-1")),
        ]


async def test_i_and_a_letter_and_a_click_open_what_is_on_the_page(
    store: Store, open_reader: Any, tmp_path: Path, hub: HubServer
) -> None:
    save(store, PAPER, repos(models=2))
    config = with_config(browser=browser(tmp_path))
    async with open_reader(store, size=SMALL, hub=hub.url, config=config) as user:
        await user.press("i")  # the list covers the page
        assert await toast(user) == "No link is in sight."
        await user.press("l", "i")
        name = next(line for line in user.lines() if "loom-lab/weaver-2b" in line)
        letter = name[name.index("loom-lab") - 1]
        await user.press(letter)
        await user.until(lambda: opened(tmp_path) == ["https://huggingface.co/loom-lab/weaver-2b"])
        y = next(y for y, line in enumerate(user.lines()) if "loom-lab/weaver-1b" in line)
        await user.click(user.lines()[y].index("loom-lab") + 2, y)
        await user.until(lambda: opened(tmp_path)[1:] == ["https://huggingface.co/loom-lab/weaver-1b"])


async def test_the_others_are_fetched_when_all_are_listed_and_found_by_their_names(
    store: Store, open_reader: Any, tmp_path: Path, hub: HubServer
) -> None:
    save(store, PAPER, with_paper(SEVENTEEN))
    config = with_config(browser=browser(tmp_path))
    async with open_reader(store, size=WIDE, hub=hub.url, config=config) as user:
        hub.fail("slow 1", match="/repos")
        await user.blind("O", "l", *"17b")
        await user.until(lambda: "Asking the Hub for the others" in user.text())
        await user.until(lambda: "loom-lab/weaver-17b" in user.text())
        assert "weaver-1b" not in user.lines()[5]
        await user.press("enter")
        await user.until(lambda: opened(tmp_path) == ["https://huggingface.co/loom-lab/weaver-17b"])
        assert store.papers.linked(PAPER).is_whole
        await user.press("Y", "l", "enter")
        await user.until(lambda: user.app.clipboard == "https://huggingface.co/loom-lab/weaver-1b")
        assert [each.path for each in hub.requests].count(f"/api/arxiv/{PAPER}/repos") == 1


async def test_where_the_others_cannot_be_fetched_the_list_says_why(
    store: Store, open_reader: Any, hub: HubServer
) -> None:
    save(store, PAPER, with_paper(SEVENTEEN))
    async with open_reader(store, size=WIDE) as user:
        await user.press("O", "l")
        assert "Offline: the others are not stored." in user.text()
        assert "12 more" in user.text()
    async with open_reader(store, size=WIDE, hub=hub.url) as user:
        hub.fail("404", match="/repos")
        await user.press("O", "l")
        await user.until(lambda: f"The Hub does not have arXiv:{PAPER}." in user.text())
        assert "loom-lab/weaver-5b" in user.text()


NEVER = ("--help", "../../etc/passwd", "/etc/passwd", "[bold]x[/]/y", "a/\x1b[2J", "javascript:alert(1)")
LONG = "good/" + "b" * 90
HOSTILE = [*NEVER, "a/" + "b" * 300, "good/first", LONG, "good/second"]


async def test_names_that_the_hub_would_not_allow_cost_only_themselves(
    store: Store, open_reader: Any, tmp_path: Path, hub: HubServer
) -> None:
    named = [
        {"id": id, "likes": -1, "downloads": 10**40, "pipeline_tag": "[red]\x1b[31m" + "x" * 999} for id in HOSTILE
    ]
    hub.linked[PAPER] = {"models": [*named, *repos(10_000)["models"]], "datasets": [7], "spaces": [None]}
    save(store, PAPER, hub.linked[PAPER])
    async with open_reader(store, size=WIDE, hub=hub.url, config=with_config(browser=browser(tmp_path))) as user:
        assert page_lines(user)[0].startswith("On the Hub: 10,010 models, 1 dataset, 1 Space")
        names = [line.split()[1] for line in page_lines(user) if line.startswith("Model ")]
        assert names[:3] == ["good/first", LONG[:43] + "…", "good/second"]
        await user.blind("O", "2")
        await user.until(lambda: opened(tmp_path) == [f"https://huggingface.co/{LONG}"])
        await user.press("O", "l")
        assert "10,010 models" in user.text()
        assert "[red]xxx" in user.text(), "a task is text, cut to fit, and never markup"
        await user.press(*"second", "enter")
        await user.until(lambda: opened(tmp_path)[1:] == ["https://huggingface.co/good/second"])


async def test_what_comes_while_the_menu_is_open_gets_its_keys(
    store: Store, open_reader: Any, hub: HubServer, tmp_path: Path
) -> None:
    async with open_reader(store, size=WIDE, hub=hub.url, config=with_config(browser=browser(tmp_path))) as user:
        await user.until(lambda: user.session.sync.has_answered and user.session.sync.is_idle)
        hub.delay = 1.5
        await user.press("j", "k", "r", "O")
        assert "loom-lab" not in user.text()
        await user.until(lambda: "1 Model loom-lab/weaver-1b" in user.text())
        await user.press("1")
        await user.until(lambda: opened(tmp_path) == ["https://huggingface.co/loom-lab/weaver-1b"])
