"""The reference below the mouse is underlined, all of it, as long as the mouse is there."""

from __future__ import annotations

from typing import Any

from paperreader.fulltext.blocks import Fulltext, Paragraph, Run
from paperreader.store import Store
from tests.hub_server.items import papers
from tests.stored_days import THU, fill, id_of
from tests.tui.conftest import NARROW, User


def underlined(user: User) -> list[str]:
    """The pieces of the text that are underlined, row by row."""
    strips = user.app.screen._compositor.render_strips()[user.panes.text.content_region.y : -2]
    return [text.strip() for strip in strips for text, style, _ in strip if style is not None and style.underline]


async def point_at(user: User, text: str, offset: int = 0) -> None:
    y = next(y for y, line in enumerate(user.lines()) if text in line)
    region = user.panes.text.region
    x = user.lines()[y].index(text) + offset - region.x
    assert await user.pilot.hover(user.panes.text, offset=(x, y - region.y))


async def test_what_leads_elsewhere_is_underlined_while_the_mouse_is_there(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        assert underlined(user) == []
        await point_at(user, "Figure 1")
        await user.until(lambda: underlined(user) == ["Figure 1"])
        await point_at(user, "Looms weave")
        await user.until(lambda: underlined(user) == [])
        await point_at(user, "Figure 1", 7)
        await user.until(lambda: underlined(user) == ["Figure 1"])
        await user.press("j")
        await user.until(lambda: underlined(user) == [])  # the text has moved below it


async def test_all_lines_of_a_reference_that_is_wrapped_are_underlined(store: Store, open_reader: Any) -> None:
    link = Run("a link of many words " * 5 + "that ends here", target="https://loom.example")
    text = Fulltext((Paragraph((Run("Looms weave. See "), link, Run(". They stop."))),))
    fill(store, {THU: papers(THU, 3)})
    store.texts.save(id_of(THU, 1), b"", text, converter=1, etag=None, modified=None).result()
    async with open_reader(store, size=(50, 20)) as user:
        await user.press("f")
        await user.until(lambda: "Looms weave" in user.text())
        await point_at(user, "that ends")
        await user.until(lambda: " ".join(underlined(user)) == link.text)
        assert len(underlined(user)) > 1
