"""What Enter does in a question: what its title asks, unless that cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from paperreader.models import SavedSearch
from paperreader.store import Store
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.dialogs.menus import delete_question, hide_question, open_question
from paperreader.tui.render.theme import Colors
from tests.stored_days import two_days

QUESTIONS: list[tuple[Callable[[Colors], Dialog], str, str | None]] = [
    (
        lambda colors: hide_question(
            "org:marsh", hidden=2, spared=1, hidden_lately=1, lately=9, palette_key="Ctrl+P", colors=colors
        ),
        "Enter  hide them",
        "yes",
    ),
    (lambda colors: open_question(8, colors), "Enter  open 8 pages in the browser", "yes"),
    (
        lambda colors: delete_question(SavedSearch("flows", "flow", hides=False, count=0), colors),
        "Enter  keep it",
        None,
    ),
    (
        lambda colors: delete_question(SavedSearch("Ada", "by:ada", hides=False, count=0, follows=True), colors),
        "Enter  keep it",
        None,
    ),
]


@pytest.mark.parametrize(("question", "line", "answer"), QUESTIONS)
async def test_enter_does_what_the_question_says_of_it(
    store: Store, open_reader: Any, question: Callable[[Colors], Dialog], line: str, answer: str | None
) -> None:
    two_days(store, 3)
    async with open_reader(store) as user:
        for key, wanted in (("enter", answer), ("y", "yes"), ("escape", None)):
            answers: list[str | None] = []
            user.app.reader.context.ask(question(user.app.reader.context.colors), answers.append)
            await user.until(lambda: isinstance(user.app.screen, Dialog) and user.app.screen.is_mounted)
            await user.until(lambda: line in "\n".join(user.lines()))
            await user.press(key)
            await user.until(lambda seen=answers: seen)
            assert answers == [wanted]
