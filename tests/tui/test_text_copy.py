"""Copying from an open text: what is selected, a section, a formula."""

from __future__ import annotations

from typing import Any

from paperreader.tui.dialogs.hints import Hints
from tests.tui.conftest import NARROW, User


async def copied(user: User, what: str) -> str:
    await user.until(lambda: any(what in toast for toast in user.toasts))
    text: str = user.app.clipboard
    return text


async def test_the_copy_menu_copies_the_section_as_markdown(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await user.press("Y")
        await user.until(lambda: "section as Markdown" in user.text())
        await user.press("c")
        text = await copied(user, "§ 1 as Markdown")
        assert text.startswith("## 1 Introduction\n")
        assert "Weaving" not in text


async def test_a_formula_is_chosen_by_letter_and_copied_as_tex(open_text: Any) -> None:
    async with open_text(size=(80, 40)) as user:
        await user.press("Y", "x")
        await user.until(lambda: isinstance(user.app.screen, Hints))
        assert "Type the letter of a formula" in user.lines()[-1]
        await user.press("a")
        assert await copied(user, "TeX") == r"w=\frac{a}{b}", "displayed ones come first"


async def test_without_a_text_the_menu_has_nothing_of_it(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await user.press("f", "Y")
        await user.until(lambda: "title and link" in user.text())
        assert "formula as TeX" not in user.text()


async def test_the_palette_knows_both(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await user.press(":", *"copy section", "enter")
        await copied(user, "§ 1 as Markdown")


async def test_a_selection_with_the_mouse_is_prose_with_formulas_as_tex(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        lines = user.lines()
        first = next(y for y, line in enumerate(lines) if "A thread of length" in line)
        last = next(y for y, line in enumerate(lines) if "where a is its area" in line)
        await user.click(4, first, to=(4 + len("where a is its area."), last))
        await user.press("ctrl+c")
        text = await copied(user, "selection")
        assert text == "A thread of length $\\ell_i$ has the weight\n\n$$w=\\frac{a}{b}$$\n\nwhere $a$ is its area."


async def test_while_text_is_selected_y_copies_it_and_the_bars_say_so_until_escape(open_text: Any) -> None:
    async with open_text(size=(140, 40)) as user:
        y = next(y for y, line in enumerate(user.lines()) if "A thread of length" in line)
        x = user.lines()[y].index("A thread")
        before = user.lines()[-2:]
        await user.click(x, y, to=(x + len("A thread"), y))
        await user.until(lambda: "y copy selection" in user.lines()[-1] and "y or Ctrl+C copies it" in user.lines()[-2])
        await user.press("y")
        assert await copied(user, "selection") == "A thread"
        await user.press("escape")
        await user.until(lambda: user.lines()[-2:] == before)
        assert user.session.text.is_open
        await user.press("y")
        assert (await copied(user, "link")).endswith(user.at)


async def test_in_a_dialog_y_copies_what_is_selected_and_escape_drops_that_first(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await user.press("i", "a")
        await user.until(lambda: "Looms that learn" in user.text())
        y = next(y for y, line in enumerate(user.lines()) if "Looms that learn" in line)
        x = user.lines()[y].index("Looms that learn")
        await user.click(x, y, to=(x + len("Looms"), y))
        await user.press("y")
        assert await copied(user, "selection") == "Looms"
        await user.press("escape")
        assert "Looms that learn" in user.text()
        await user.press("escape")
        await user.until(lambda: "Looms that learn" not in user.text())
