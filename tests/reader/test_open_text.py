"""The text that is open: where it comes from, where the user is in it, jumps, and searching in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Equation, Fulltext, Heading, Paragraph, Run
from paperreader.models import TextHit
from paperreader.reader.changes import Change
from paperreader.reader.open_text import OpenText, TextState
from paperreader.reader.status import text_heading
from paperreader.reader.text_finder import TextFinder
from paperreader.reader.text_place import Place
from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server.items import papers
from tests.long_text import long_text
from tests.reader.conftest import OpenSession, User, written
from tests.stored_days import THU, fill, id_of

ATTENTION = Fulltext(
    (
        Paragraph((Run("We begin without a heading."),)),
        Heading((Run("Introduction"),), 1, "1", "S1"),
        Paragraph((Run("Recurrent networks factor computation along positions."),), "S1.p1"),
        Heading((Run("Attention"),), 1, "2", "S2"),
        Heading((Run("Scaled Dot-Product Attention"),), 2, "2.1", "S2.SS1"),
        Paragraph(
            (Run("Keys have dimension "), Run("dₖ", "math", tex="d_{k}"), Run(", and scaled dot products a softmax.")),
            "S2.SS1.p1",
        ),
        Equation(r"\frac{QK^{T}}{\sqrt{d_{k}}}", "QKᵀ/√dₖ", ("QKᵀ", "───", "√dₖ"), "(1)", "S2.E1"),
        Heading((Run("Conclusion"),), 1),
        Paragraph((Run("Attention is all that we kept. Attention it was."),), "S3.p1"),
    ),
    (),
    "arxiv",
    "v7",
)


def save(store: Store, text: Fulltext = ATTENTION, number: int = 1) -> str:
    """Store a text of the `number`th paper of Thursday."""
    paper = id_of(THU, number)
    store.texts.save(paper, b"<html>", text, converter=1, etag=None, modified=None).result()
    return paper


@pytest.fixture
def user(store: Store, open_session: OpenSession) -> User:
    """On the first of three papers, whose text is stored."""
    fill(store, {THU: papers(THU, 3)})
    save(store)
    return open_session(store)


@pytest.fixture
def text(user: User, monkeypatch: pytest.MonkeyPatch) -> OpenText:
    """That text, open; it is short, and searched at once even on a busy machine."""
    monkeypatch.setattr("paperreader.reader.open_text.SEARCH_AT_ONCE_S", 60)
    user.session.text.open(user.at)
    return user.session.text


# -- opening and closing


def test_a_stored_text_is_shown_at_once(user: User) -> None:
    user.session.text.open(user.at)
    text = user.session.text
    assert (text.state, text.fulltext, text.paper) == (TextState.SHOWN, ATTENTION, user.at)
    assert user.changes[-1] & Change.TEXT
    text.close()
    assert (text.state, text.fulltext.blocks) == (TextState.CLOSED, ())
    assert user.changes[-1] & Change.TEXT


def test_another_paper_on_the_page_closes_it(user: User, text: OpenText) -> None:
    user.rows.move_by(1)
    assert text.state is TextState.CLOSED
    assert user.changes[-1] & Change.TEXT


def test_marks_and_news_about_the_same_paper_leave_it_open(user: User, text: OpenText) -> None:
    user.session.mark("starred", True, [user.at])
    user.session.reload()
    assert text.is_shown


async def test_without_a_network_it_waits_or_says_how_to_read_the_paper(store: Store, user: User) -> None:
    user.rows.move_by(1)
    text = user.session.text
    text.open(user.at)
    assert text.state is TextState.NONE
    assert text.message.startswith("Offline. The text is fetched when the network is back")
    store.texts.save_missing(user.at, "arXiv has no HTML of it.").result()
    text.open(user.at)
    assert text.message == "No text available: arXiv has no HTML of it. {paper.open-menu}p opens the PDF."


def test_a_text_with_losses_says_so(store: Store, user: User) -> None:
    save(store, long_text(1, 1, source="hub"))
    user.session.text.open(user.at)
    assert user.session.text.fulltext.note == "Hub text: tables are missing"
    save(store)
    user.session.text.open(user.at)
    assert user.session.text.fulltext.note == ""


# -- where the user is


def test_sections_and_the_top_line(user: User, text: OpenText) -> None:
    assert [(s.number, s.title, s.level, s.block) for s in text.sections] == [
        ("1", "Introduction", 1, 1),
        ("2", "Attention", 1, 3),
        ("2.1", "Scaled Dot-Product Attention", 2, 4),
        ("", "Conclusion", 1, 7),
    ]
    assert text_heading(user.session) == (user.session.page.paper.title, ["arXiv HTML v7 · 0 %", "0 %", "0 %"])
    text.follow(Place(6, 0), 0.419)
    assert text_heading(user.session)[0] == "§ 2.1 Scaled Dot-Product Attention"
    assert text_heading(user.session)[1][0] == "arXiv HTML v7 · 41 %"
    assert user.location.startswith("§ 2.1 · 41 % · ")
    text.follow(Place(8, 0), 1)
    assert user.location.startswith("Conclusion · 100 % · ")
    text.close()
    assert "3 papers" in user.location


def test_a_block_is_found_by_its_id(text: OpenText) -> None:
    target = text.targets.find("#S2.E1")
    assert target is not None
    assert target.at == 6
    assert text.targets.find("#S9") is None


def test_sections_are_gone_through_and_one_step_back_leads_to_the_beginning(text: OpenText) -> None:
    text.follow(Place(2, 10), 0.2)
    seen = []
    while text.go_to_section(1):
        seen.append(text.here.block)
    assert seen == [3, 4, 7]
    assert text.go_to_section(-1)
    assert text.here == Place(4)
    assert text.back()
    assert text.here == Place(2, 10)


def test_the_previous_section_is_first_the_start_of_this_one(text: OpenText) -> None:
    text.follow(Place(5, 20), 0.5)
    places = []
    while text.go_to_section(-1):
        places.append(text.here.block)
    assert places == [4, 3, 1, 0]


def test_jumps_lead_back_and_forward(text: OpenText) -> None:
    assert not text.back()
    text.follow(Place(2, 5), 0.1)
    text.go_to(6)
    text.follow(Place(5, 3), 0.8)  # scrolled a little since
    text.go_to(8)
    assert (text.back(), text.here) == (True, Place(5, 3))
    assert (text.back(), text.here) == (True, Place(2, 5))
    assert not text.back()
    assert (text.forward(), text.here) == (True, Place(5, 3))
    assert (text.forward(), text.here) == (True, Place(8))
    assert not text.forward()
    text.back()
    text.go_to(1)
    assert not text.forward()  # a new jump forgets what lay ahead
    assert (text.back(), text.here) == (True, Place(5, 3))


# -- the position is remembered


def test_a_text_opens_where_it_was_left(user: User, text: OpenText) -> None:
    text.follow(Place(5, 20), 0.6)
    text.close()
    text.open(user.at)
    assert text.here == Place(5, 20)


def test_the_position_survives_a_restart(store: Store, user: User, text: OpenText, open_session: OpenSession) -> None:
    text.follow(Place(5, 20), 0.6)
    user.session.close()
    written(store)
    again = open_session(store).session.text
    again.open(id_of(THU, 1))
    assert again.here == Place(5, 20)


def test_the_position_is_saved_while_reading(store: Store, user: User, text: OpenText) -> None:
    user.session.poll()
    assert store.texts.position(user.at) is None  # nothing to remember yet
    text.follow(Place(5, 20), 0.6)
    user.session.poll()
    written(store)
    assert store.texts.position(user.at)


@pytest.mark.parametrize("added", [3, -2])
def test_the_position_is_found_again_in_a_newer_conversion(
    store: Store, user: User, text: OpenText, added: int
) -> None:
    text.follow(Place(5, 20), 0.6)
    text.close()
    new = (Paragraph((Run("New."),)),) * added + ATTENTION.blocks if added > 0 else ATTENTION.blocks[-added:]
    save(store, ATTENTION._replace(blocks=new))
    text.open(user.at)
    assert text.here == Place(5 + added, 20)


def test_a_paragraph_that_is_gone_leads_to_about_the_same_place(store: Store, user: User, text: OpenText) -> None:
    text.follow(Place(4, 0), 0.6)
    text.close()
    save(store, long_text(4, 4))
    text.open(user.at)
    assert text.here.block == int(4 / len(ATTENTION.blocks) * len(long_text(4, 4).blocks))


@pytest.mark.parametrize("broken", ["", "{}", "[1]", '["a","b",0,""]', "[9e999,0,0,0]", "null", '[99,-5,7,"x"]'])
def test_a_broken_position_is_a_place_in_the_text(store: Store, user: User, broken: str) -> None:
    store.texts.save_position(user.at, broken).result()
    user.session.text.open(user.at)
    assert 0 <= user.session.text.here.block < len(ATTENTION.blocks)


# -- searching


def matches(text: OpenText, words: str) -> list[tuple[int, str]]:
    """Block and text of each match, in the order of `n`."""
    text.find(words, Place())
    found = []
    for _ in range(text.search.total):
        assert text.search.current is not None
        block, number = text.search.current
        start, end = text.search.ranges(block)[number]
        found.append((block, block_text(text.fulltext.blocks[block])[start:end]))
        text.go_to_match(1)
    return found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("scaled dot product", [(4, "Scaled Dot-Product"), (5, "scaled dot product")]),
        ("ATTENTION", [(3, "Attention"), (4, "Attention"), (8, "Attention"), (8, "Attention")]),
        ("tention is", [(8, "tention is")]),
        ("d_k", [(5, "dₖ"), (6, "dₖ")]),
        ("dk", [(5, "dₖ"), (6, "dₖ")]),
        (r"\frac{QK", [(6, "QKᵀ/√dₖ")]),
        (r"\sqrt{d_k}", [(6, "QKᵀ/√dₖ")]),
        ("frac", []),
        ("QK^T", [(6, "QKᵀ")]),
        (".", [(0, "."), (2, "."), (5, "."), (8, "."), (8, ".")]),
        ("   ", []),
        ("no such thing", []),
    ],
)
def test_words_readings_and_tex_are_found(text: OpenText, typed: str, found: list[tuple[int, str]]) -> None:
    assert matches(text, typed) == found


def test_matches_are_gone_through_all_around(text: OpenText) -> None:
    text.find("attention", Place(4, 5))
    assert text.search.count_text == "2 of 4"  # from here on
    steps = [(text.go_to_match(1), text.search.count_text)[1] for _ in range(4)]
    assert steps == ["3 of 4", "4 of 4", "1 of 4", "2 of 4"]
    steps = [(text.go_to_match(-1), text.search.count_text)[1] for _ in range(3)]
    assert steps == ["1 of 4", "4 of 4", "3 of 4"]


def test_the_rest_of_a_line_on_top_is_searched_first(text: OpenText) -> None:
    text.find("attention", Place(8, 10))
    assert text.search.count_text == "4 of 4"


def test_the_finder_goes_back_where_it_was_opened(text: OpenText) -> None:
    text.follow(Place(2, 5), 0.1)
    finder = TextFinder(text)
    finder.type("concl")
    assert (finder.count_text, finder.has_failed) == ("1 of 1", False)
    finder.type("conclx")
    assert (finder.count_text, finder.has_failed) == ("not found", True)
    finder.end(None)
    assert (text.here, text.search.text) == (Place(2, 5), "")


def test_who_was_in_the_text_before_stays_there_and_n_goes_to_what_was_looked_for(user: User, text: OpenText) -> None:
    text.follow(Place(6, 0), 0.9)
    text.close()
    text.open(user.at, TextHit("", "", "attention", ((0, 9),), 1, 0), unless_read=True)
    assert (text.here, text.search.text) == (Place(6, 0), "attention")
    assert text.search.count_text == "4 matches"
    assert text.go_to_match(1)


def test_what_was_found_is_left_by_the_way_back(text: OpenText) -> None:
    text.follow(Place(2, 5), 0.1)
    finder = TextFinder(text)
    finder.type("conclusion")
    finder.end(True)
    text.follow(Place(6, 0), 0.9)  # where the screen went
    assert (text.back(), text.here) == (True, Place(2, 5))
    again = TextFinder(text)  # without a text: the same again
    again.end(True)
    assert text.search.text == "conclusion"


async def test_a_long_text_is_searched_between_keys(store: Store, user: User) -> None:
    save(store, long_text(60, 40))
    text = user.session.text
    text.open(user.at)
    text.find("warp", Place(1000))
    assert text.search.current is not None  # the first one is there at once
    assert text.search.current.block >= 1000
    await user.until(lambda: text.search.is_complete)
    assert text.search.total == sum(block_text(block).lower().count("warp") for block in text.fulltext.blocks)


# -- fetching: see tests/tui/test_text.py for what comes of it on the screen


async def test_what_was_missing_a_day_ago_is_asked_for_again(
    store: Store, clock: Clock, open_session: OpenSession
) -> None:
    fill(store, {THU: papers(THU, 1)})
    store.texts.save_missing(id_of(THU, 1), "There was none.").result()
    text = open_session(store, hub="http://127.0.0.1:9").session.text
    text.open(id_of(THU, 1))
    assert text.state is TextState.NONE
    clock.now += timedelta(days=1, hours=1)
    text.open(id_of(THU, 1))
    assert text.state is TextState.FETCHING
