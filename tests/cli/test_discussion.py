"""`paperreader discussion`."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from paperreader.discussion.blocks import with_blocks
from paperreader.discussion.comment import Comment, Reaction
from paperreader.discussion.threads import in_reading_order
from paperreader.store import Store
from tests.conftest import Run as RunProgram
from tests.conftest import store_of

ID = "2607.10001"
NOON = datetime(2026, 7, 30, 12, tzinfo=UTC)
LONG = "\n\n".join(f"Line {n}." for n in range(40))
GIVEN = [
    Comment("a", "", "Ada Brook", "ada", NOON, "We *weave*.\nAda", ("author",), reactions=(Reaction("+1", 2),)),
    Comment("c", "", "Loom Bot", "loom-bot", text=LONG, roles=("bot",)),
    Comment("b", "a", "Émi", "emi", text="```\nloom(3)\n```", is_edited=True),
    Comment("d", "", text="Spam", is_hidden=True),
]


@pytest.fixture
def stored(env: dict[str, str]) -> None:
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    store.discussions.save(ID, list(with_blocks(in_reading_order(GIVEN)))).result()
    store.close()


@pytest.mark.usefixtures("stored")
def test_comments_are_printed_in_full_and_indented(run: RunProgram) -> None:
    done = run("discussion", ID, "--width", "60")
    assert (done.returncode, done.stderr) == (0, "paperreader: 4 comments, fetched now\n")
    lines = done.stdout.split("\n")
    assert lines[0].startswith("  Ada Brook  author  ")
    assert lines[0].endswith(" ago · +1 2")
    assert lines[1:8] == ["  We weave.", "  Ada", "▏", "▏   Émi  edited", "▏     loom(3)", "", "  Loom Bot  bot"]
    assert "  Line 39." in lines
    assert lines[-3:] == ["  unknown", "  This comment is hidden on the Hub: Spam.", ""]


@pytest.mark.usefixtures("stored")
def test_json_has_everything_and_markdown_as_it_was_typed(run: RunProgram) -> None:
    done = run("discussion", ID, "--json")
    found = json.loads(done.stdout)
    assert (found["id"], found["is_cut"], [each["id"] for each in found["comments"]]) == (ID, False, list("abcd"))
    assert found["comments"][0] == {
        "id": "a",
        "parent": None,
        "author": "Ada Brook",
        "account": "ada",
        "roles": ["author"],
        "at": "2026-07-30T12:00:00.000000Z",
        "new": False,
        "hidden": False,
        "edited": False,
        "reactions": {"+1": 2},
        "text": "We *weave*.\nAda",
    }
    assert found["comments"][1]["parent"] == "a"


@pytest.mark.usefixtures("stored")
def test_what_is_not_stored_is_an_error(run: RunProgram) -> None:
    done = run("discussion", "2607.10002")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the discussion of 2607.10002 is not in the store" in done.stderr


def test_without_a_store(run: RunProgram) -> None:
    done = run("discussion", ID)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no store yet" in done.stderr
