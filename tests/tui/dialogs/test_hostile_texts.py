"""Texts that nobody would write: their dialogs open, close, and take none of it for markup."""

from __future__ import annotations

import random
from typing import Any

import pytest

from paperreader.fulltext.blocks import (
    Block,
    Cell,
    Equation,
    Figure,
    Footnote,
    Fulltext,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Row,
    Run,
    Table,
)
from paperreader.store import Store
from paperreader.tui.dialogs.contents import Contents
from paperreader.tui.dialogs.hints import Hints
from paperreader.tui.dialogs.peek import Peek
from paperreader.tui.dialogs.table_sheet import TableSheet
from tests.hub_server.items import papers
from tests.stored_days import THU, fill, id_of
from tests.tui.conftest import NARROW

MARKUP = "[/] [bold]x[/bold] [@click=app.quit]y[/] {paper.open} \\[z"
LONG = "w" * 3_000
WIDE = "漢字" * 200
TEXTS = (MARKUP, LONG, WIDE, "", " ", "\u0301" * 50, "a\u200db")


def blocks_of(text: str) -> tuple[Block, ...]:
    """One of each kind with this text wherever there can be one, and a reference to each."""
    runs = (Run(text),)
    targets: tuple[Block, ...] = (
        Heading(runs, 1, text[:40], "h"),
        Paragraph(runs, "p", 0, "", "theorem"),
        Equation(text, text, (text, text), text[:40], "e"),
        Listing((runs, runs), runs, text, "l"),
        Table(
            (Row((Cell(runs, is_header=True), Cell(runs, columns=900))), Row((Cell(runs, rows=90),))), runs, text, "t"
        ),
        Table((), runs, text, "t0"),
        Figure(runs, ("https://a.example/" + "x" * 100,), "f"),
        Footnote(runs, text[:40], "n"),
        Reference(runs, text[:200], "r", "2401.00007"),
    )
    ids = ["h", "p", "e", "l", "t", "t0", "f", "n", "r", "nothing", "h.1.2.3"]
    links = [Run(f"{id} ", target=f"#{id}") for id in ids]
    return (
        Paragraph((*links, Run(text or "x", target="#gone"), Run(" z", target=f"https://a.example/{text[:50]}"))),
        *targets,
    )


@pytest.mark.parametrize("text", TEXTS)
async def test_everything_opens_and_closes(store: Store, open_reader: Any, text: str) -> None:
    fill(store, {THU: papers(THU, 3)})
    store.texts.save(id_of(THU, 1), b"", Fulltext(blocks_of(text)), converter=1, etag=None, modified=None).result()
    async with open_reader(store, size=NARROW) as user:
        await user.press("f")
        await user.until(lambda: user.focus == "text")
        for letter in "asdfghjklqwert":
            await user.press("g", "i")
            if not isinstance(user.app.screen, Hints):
                continue
            await user.press(letter)
            if isinstance(user.app.screen, Peek):
                await user.press("j", "G", "g")
                if user.app.screen._enter == "table":
                    await user.press("enter")
                    await user.until(lambda: isinstance(user.app.screen, TableSheet))
                    await user.press("l", "end", "G", "h", "home")
            await user.press("escape")
            if user.app.screen is not user.app.reader:
                await user.press("escape")
            assert user.app.screen is user.app.reader
        await user.press("t", *"wx")
        assert isinstance(user.app.screen, Contents)
        await user.press("backspace", "backspace", "end", "pagedown", "escape")
        await user.press("Y", "c")
        await user.until(lambda: user.toasts)
        assert user.app.screen is user.app.reader


async def test_a_screen_full_of_links_has_letters_for_as_many_as_can_be_typed(store: Store, open_reader: Any) -> None:
    dice = random.Random(3)
    runs = [Run(f"{number} ", target=f"#x{dice.randint(0, 10_000)}") for number in range(3_000)]
    fill(store, {THU: papers(THU, 3)})
    text = Fulltext((Paragraph(tuple(runs)),))
    store.texts.save(id_of(THU, 1), b"", text, converter=1, etag=None, modified=None).result()
    async with open_reader(store, size=(140, 40)) as user:
        await user.press("f", "z", "i")
        await user.until(lambda: isinstance(user.app.screen, Hints))
        await user.press("m")
        assert isinstance(user.app.screen, Hints)
        await user.press("a")
        await user.until(lambda: isinstance(user.app.screen, Peek))
        assert "The source does not have it." in user.text()
