"""Comments in the Hub's answers: both shapes, and whatever may be wrong with them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given

from paperreader.discussion.comment import Comment, Reaction
from paperreader.hub.comments import MAX_COMMENTS, MAX_TEXT_CHARS, parse_comments
from paperreader.hub.deep_json import decoded
from paperreader.text.sanitize import clean
from tests.hostile import EVIL, nasty
from tests.hub_server.comments import comment, discussion, nested, user

PAPER = {
    "id": "2607.31001",
    "authors": [{"name": "Ada Brook", "user": {"user": "ada-brook", "fullname": "Ada Brook"}}, {"name": "Emi Tanabe"}],
    "submittedOnDailyBy": {"user": "tove", "fullname": "Tove Berg"},
}


def parsed(comments: Any, **paper: Any) -> tuple[Comment, ...]:
    found = parse_comments({**PAPER, **paper, "comments": comments})
    assert found is not None
    return found.comments


def one(item: Any) -> Comment:
    (found,) = parsed([item])
    return found


def test_a_flat_list_and_nested_replies_are_the_same() -> None:
    flat = parsed(discussion())
    assert parsed(nested(discussion())) == flat
    assert [(each.id, each.parent) for each in flat[:3]] == [("c1", ""), ("c2", "c1"), ("c3", "c1")]


def test_everything_that_is_known_of_a_comment() -> None:
    item = comment(
        "c1", "We *weave*.", by=user("ada-brook", "Ada Brook"), to="", reactions={"🔥": 3, "👍": 1}, edited=True
    )
    assert one(item) == Comment(
        "c1",
        "",
        "Ada Brook",
        "ada-brook",
        datetime(2026, 7, 30, 12, tzinfo=UTC),
        "We *weave*.",
        ("author",),
        False,
        True,
        (Reaction("🔥", 3), Reaction("👍", 1)),
    )


@pytest.mark.parametrize(
    ("author", "roles"),
    [
        (user("ada-brook", "Ada Brook"), ("author",)),
        (user("tove", "Tove Berg"), ("submitter",)),
        (user("nils", "Nils Ek", isHf=True), ("HF",)),
        (user("librarian-bot", "Librarian Bot (Bot)"), ("bot",)),
        (user("loom[bot]", "Loom"), ("bot",)),
        (user("emi-t", "Emi Tanabe"), ()),  # the name of an author, but not the account
        (user("botticelli", "Sandro"), ()),
    ],
)
def test_who_wrote_it(author: dict[str, Any], roles: tuple[str, ...]) -> None:
    assert one(comment("c1", by=author)).roles == roles


def test_hidden_comments_say_why_and_nothing_else() -> None:
    assert one(comment("c1", "buy looms", hidden=True)).text == ""
    found = one(comment("c1", "buy looms", hidden=True, hiddenReason="Spam"))
    assert (found.is_hidden, found.text) == (True, "Spam")


@pytest.mark.parametrize(
    "item",
    [
        {"id": "c1"},
        {"id": "c1", "author": None, "data": None, "createdAt": None, "replies": None},
        {"id": "c1", "author": [], "data": "x", "createdAt": [], "replies": {}},
        {"id": "c1", "author": {"name": {"name": 3}}, "data": {"latest": [None], "reactions": [None, 3, {}]}},
        {"id": "c1", "author": 7, "data": {"latest": {"raw": 9}, "parentCommentId": ["x"]}},
    ],
)
def test_what_is_missing_or_wrong_is_left_out(item: Any) -> None:
    assert one(item) == Comment("c1")


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("2026-07-30T12:00:00.000Z", datetime(2026, 7, 30, 12, tzinfo=UTC)),
        ("2026-07-30T14:00:00+02:00", datetime(2026, 7, 30, 12, tzinfo=UTC)),
        (1785412800000, datetime(2026, 7, 30, 12, tzinfo=UTC)),
        ("2026-02-31T12:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("1970-01-01T00:00:00Z", None),
        (10**30, None),
        (-5, None),
        (True, None),
        ("yesterday", None),
    ],
)
def test_dates(given: object, at: datetime | None) -> None:
    assert one({**comment("c1"), "createdAt": given}).at == at


def test_comments_without_an_id_are_told_apart() -> None:
    first, second = parsed([{"data": {"latest": {"raw": "one"}}}, {"data": {"latest": {"raw": "two"}}}])
    assert first.id != second.id
    assert (first.text, second.text) == ("one", "two")


def test_what_is_no_comment_is_skipped() -> None:
    assert [each.id for each in parsed([None, 3, "x", [], {}, comment("c1")])] == ["c1"]


@given(nasty)
@example(EVIL)
def test_all_texts_are_cleaned(text: str) -> None:
    found = one({**comment("c1", text, by=user(text, text), hiddenReason=text, reactions={text: 1}), "id": text})
    signs = [reaction.sign for reaction in found.reactions]
    for line in (*found.text.split("\n"), found.author, found.account, found.id, *signs):
        assert clean(line) == line.lstrip(" ")


def test_markdown_keeps_its_lines_and_their_indentation() -> None:
    assert one(comment("c1", "\r\na\r\n\tb  c\x1b[31m\r  d\n\n")).text == "a\n    b c\n  d"


def test_a_huge_comment_is_cut_and_says_so() -> None:
    found = one(comment("c1", "x" * (MAX_TEXT_CHARS + 5)))
    assert found.text.endswith("… (cut here; 5 more characters)")
    assert len(found.text) < MAX_TEXT_CHARS + 100


def test_of_endless_comments_the_first_are_kept() -> None:
    found = parse_comments({"comments": [{"id": str(n)} for n in range(MAX_COMMENTS + 2)]})
    assert found is not None
    assert (len(found.comments), found.is_cut) == (MAX_COMMENTS, True)


def test_replies_may_be_nested_deeper_than_python_reads_json() -> None:
    many = 3_000
    opening = "".join(f'{{"id":"{n}","data":{{"latest":{{"raw":"hi"}}}},"replies":[' for n in range(many))
    found = parse_comments(decoded(f'{{"comments":[{opening}{"]}" * many}]}}', deep=True))
    assert found is not None
    assert [each.parent for each in found.comments] == ["", *map(str, range(many - 1))]


@pytest.mark.parametrize("answer", [None, 3, "x", {}, {"id": "2607.31001"}, {"comments": "none"}, {"comments": {}}])
def test_an_answer_without_comments_has_none(answer: object) -> None:
    assert parse_comments(answer) is None


def test_nobody_has_written_yet() -> None:
    assert parsed([]) == ()


def test_other_names_for_the_same() -> None:
    item = {
        "_id": "c1",
        "user": {"username": "emi-t", "full_name": "Emi Tanabe"},
        "created_at": "2026-07-30T12:00:00Z",
        "text": "Well woven.",
        "children": [{"id": "c2", "text": "Indeed."}],
    }
    found = parse_comments(json.loads(json.dumps({"discussion": {"comments": [item]}})))
    assert found is not None
    assert [(each.id, each.parent, each.author, each.text) for each in found.comments] == [
        ("c1", "", "Emi Tanabe", "Well woven."),
        ("c2", "c1", "", "Indeed."),
    ]
