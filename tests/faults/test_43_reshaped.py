"""43 a field of the Hub's answer moved, retyped or gone"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.hub.client import MAX_LOOK_BACK_CALLS, Hub
from paperreader.hub.errors import WrongAnswer
from paperreader.hub.parse import parse_hits, parse_items
from paperreader.refresh import Done, Failed, Fetched, NewestDay, Offline
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import FRIDAY, THURSDAY, Clock, Run, told
from tests.hub_server import HubServer
from tests.hub_server.items import Item, item, papers

FULL: dict[str, Any] = {"keywords": ["k"], "summary": "s", "organization": ("o", "O"), "repo": "https://a.org"}
WHOLE = item("2607.00001", day=FRIDAY, upvotes=7, comments=3, stars=5, **FULL)
KNOWN = parse_items([WHOLE]).papers[0]
RETYPED: list[Any] = [None, True, -1, 0, 1.5, 10**30, "", "x", [], ["a", [1]], {}, {"a": {}}, [{}], 1_785_456_000]


def raw(answer: object, **headers: str) -> str:
    body = json.dumps(answer)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 200 OK\r\n{lines}Content-Length: {len(body)}\r\n\r\n"
    return "raw " + (head + body).replace("\\", "\\\\")


def snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def respelled(value: Any) -> Any:
    if isinstance(value, dict):
        return {snake(name): respelled(each) for name, each in value.items()}
    return [respelled(each) for each in value] if isinstance(value, list) else value


def camel(value: Any) -> Any:
    if isinstance(value, dict):
        return {"".join(w.title() if n else w for n, w in enumerate(k.split("_"))): camel(v) for k, v in value.items()}
    return [camel(each) for each in value] if isinstance(value, list) else value


def rewrapped(made: Item, name: str) -> Item:
    return {name if key == "paper" else key: value for key, value in made.items()}


def flat(made: Item) -> Item:
    return {**{key: value for key, value in made.items() if key != "paper"}, **made["paper"]}


SHAPES = {
    "snake case": respelled(WHOLE),
    "camel case": camel(WHOLE),
    "another wrapper": rewrapped(WHOLE, "paperData"),
    "two wrappers": {"node": WHOLE},
    "wrapped in a list": {**WHOLE, "paper": [WHOLE["paper"]]},
    "no wrapper": flat(WHOLE),
    "only the paper": {**WHOLE["paper"], "numComments": 3, "submittedBy": WHOLE["submittedBy"]},
    "a link for an id": {**WHOLE, "paper": {**WHOLE["paper"], "id": "https://huggingface.co/papers/2607.00001"}},
    "arXiv's link": {**WHOLE, "paper": {**WHOLE["paper"], "id": "http://arxiv.org/abs/2607.00001v3"}},
    "a prefix": {**WHOLE, "paper": {**WHOLE["paper"], "id": "arXiv:2607.00001"}},
    "other names": {
        **{key: value for key, value in WHOLE.items() if key not in ("title", "paper")},
        "entry": {
            **{key: value for key, value in WHOLE["paper"].items() if key not in ("title", "id")},
            "arxivIdentifier": "2607.00001",
            "displayTitle": WHOLE["title"],
        },
    },
    "a number for an id": {**WHOLE, "paper": {**WHOLE["paper"], "id": 2607.00001}},
    "authors as texts": {**WHOLE, "paper": {**WHOLE["paper"], "authors": ["Ada Brook", "Bo Lindqvist"]}},
    "authors in one text": {**WHOLE, "paper": {**WHOLE["paper"], "authors": "Ada Brook, Bo Lindqvist"}},
    "upvotes outside": {**WHOLE, "upvotes": 7, "paper": {k: v for k, v in WHOLE["paper"].items() if k != "upvotes"}},
    "an object of figures": {
        **{key: value for key, value in WHOLE.items() if key != "numComments"},
        "paper": {k: v for k, v in WHOLE["paper"].items() if k not in ("upvotes", "githubStars")},
        "stats": {"upvotes": "7", "githubStars": 5.0, "numComments": {"count": 3}},
    },
    "comments themselves": {**{k: v for k, v in WHOLE.items() if k != "numComments"}, "comments": [{}, {}, {}]},
    "names for people": {**WHOLE, "submittedBy": "Ada Brook", "organization": "O"},
    "seconds": {
        **WHOLE,
        "paper": {**WHOLE["paper"], "publishedAt": 1_785_369_600, "submittedOnDailyAt": 1_785_456_000},
    },
    "milliseconds": {
        **WHOLE,
        "paper": {**WHOLE["paper"], "publishedAt": 1_785_369_600_000, "submittedOnDailyAt": "1785456000000"},
    },
    "dates as Mongo has them": {
        **WHOLE,
        "paper": {**WHOLE["paper"], "publishedAt": {"$date": "2026-07-30T00:00:00Z"}},
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_fault_43_nothing_of_a_paper_is_lost_in_another_shape(shape: str) -> None:
    parsed = parse_items([SHAPES[shape]])
    assert parsed.papers == [KNOWN]
    assert (parsed.day, parsed.skipped, parsed.lacking) == (FRIDAY, 0, ())


WRAPPED: dict[str, Any] = {
    "papers": {"papers": [WHOLE], "total": 1},
    "items": {"meta": [1, 2], "items": [WHOLE]},
    "deeper": {"data": {"dailyPapers": [WHOLE]}},
    "another name": {"count": 1, "things": [WHOLE], "links": []},
    "by id": {"2607.00001": WHOLE},
    "by id, wrapped": {"papers": {"2607.00001": WHOLE}},
}


@pytest.mark.parametrize("shape", WRAPPED)
def test_fault_43_a_list_in_an_object(shape: str) -> None:
    body = json.dumps(WRAPPED[shape]).encode()
    assert parse_items(body).papers == [KNOWN]
    assert [hit.paper for hit in parse_hits(body)] == [KNOWN]


def test_fault_43_an_empty_list_in_an_object_is_an_answer_and_an_error_is_none() -> None:
    assert parse_items({"papers": [], "total": 0}).papers == []
    for wrong in ({"error": "no"}, {"errors": []}, {}, {"items": 3}, {"papers": None}):
        with pytest.raises(WrongAnswer):
            parse_items(wrong)


def places(made: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The fields of an item and of its paper."""
    inner = [place for key in ("paper",) if key in made for place in places(made[key], ("paper",))]
    return [(*path, key) for key in made] + inner


@st.composite
def reshaped(draw: st.DrawFn) -> Item:
    """Every field may be moved in or out, renamed in its spelling, retyped or dropped; one id and one title stay."""
    outer, paper = dict(WHOLE), dict(WHOLE["paper"])
    del outer["paper"]
    kept_title = draw(st.sampled_from(["outer", "inner"]))
    for holder, other in ((outer, paper), (paper, outer)):
        for name in sorted(holder):
            if name == "id" or (name == "title" and kept_title == ("outer" if holder is outer else "inner")):
                continue
            match draw(st.sampled_from(["stay", "move", "spell", "retype", "drop"])):
                case "move" if name not in other:
                    other[name] = holder.pop(name)
                case "spell":
                    holder[snake(name)] = holder.pop(name)
                case "retype":
                    holder[name] = draw(st.sampled_from(RETYPED))
                case "drop":
                    del holder[name]
    if draw(st.booleans()):
        paper["paper_id" if draw(st.booleans()) else "arxivId"] = paper.pop("id")
    elif draw(st.booleans()):
        outer["id"] = paper.pop("id")
    shape = draw(st.sampled_from(["paper", "flat", "other", "nested"]))
    if shape == "flat":
        title = outer if kept_title == "outer" else paper
        return {**outer, **paper, "title": title["title"]}
    return (
        {"item": {**outer, "paper": paper}}
        if shape == "nested"
        else {**outer, "paper" if shape == "paper" else "p": paper}
    )


@given(made=st.lists(reshaped(), min_size=1, max_size=3), broken=st.integers(0, 2))
def test_fault_43_every_paper_with_an_id_and_a_title_is_shown(made: list[Item], broken: int) -> None:
    for number, each in enumerate(made):
        made[number] = json.loads(json.dumps(each).replace("2607.00001", f"2607.0000{number}"))
    parsed = parse_items(json.dumps([*made, *[{"title": "No id"}] * broken]))
    assert [paper.id for paper in parsed.papers] == [f"2607.0000{number}" for number in range(len(made))]
    assert {paper.title for paper in parsed.papers} <= {WHOLE["title"], "x"}
    assert parsed.skipped == broken


def without_day(items: list[Item]) -> list[Item]:
    return [
        {**each, "paper": {k: v for k, v in each["paper"].items() if "submittedOnDaily" not in k}} for each in items
    ]


@pytest.fixture
def dayless(hub_server: HubServer) -> HubServer:
    """A hub that does not say of which day a paper is."""
    hub_server.days = {day: without_day(items) for day, items in hub_server.days.items()}
    return hub_server


async def test_fault_43_the_newest_day_is_found_by_asking_for_days(hub: Hub, dayless: HubServer, clock: Clock) -> None:
    assert await hub.newest_day() == FRIDAY
    assert dayless.asked() == ["newest", "2026-07-31"]
    clock.now = datetime(2026, 8, 5, 1, tzinfo=UTC)
    dayless.newest = date(2026, 8, 3)  # a holiday
    dayless.requests.clear()
    assert await hub.newest_day() == FRIDAY
    assert dayless.asked() == ["newest", "2026-08-05", "2026-08-04", "2026-08-03", "2026-07-31"]
    dayless.days.clear()
    dayless.requests.clear()
    with pytest.raises(WrongAnswer, match="which day"):
        await hub.newest_day()
    assert len(dayless.requests) == 1 + MAX_LOOK_BACK_CALLS
    assert not any(date.fromisoformat(day).weekday() >= 5 for day in dayless.asked()[1:])


async def test_fault_43_a_list_that_wants_a_date(hub: Hub, hub_server: HubServer) -> None:
    for status in ("400", "404"):
        hub_server.fail(status, match="daily_papers?limit=5")
        assert await hub.newest_day() == FRIDAY
        hub_server.fail()


async def test_fault_43_a_day_beyond_the_hubs_own_clock_is_none(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    clock.now = datetime(2025, 1, 8, tzinfo=UTC)  # ours is wrong
    there = {"Date": "Fri, 31 Jul 2026 20:00:00 GMT"}
    hub_server.fail(raw([item("2607.00001", day=date(2999, 1, 1))], **there), match="?limit=5", times=1)
    assert await hub.newest_day() == FRIDAY
    assert hub_server.asked() == ["newest", "2026-07-31"]
    hub_server.fail(raw([item("2607.00001", day=FRIDAY)], **there), match="?limit=5", times=1)
    assert await hub.newest_day() == FRIDAY


async def test_fault_43_a_refresh_needs_no_field_that_tells_the_day(
    refresh: Refresh, store: Store, dayless: HubServer
) -> None:
    events = await told(refresh)
    assert NewestDay(FRIDAY) in events
    assert isinstance(events[-1], Done)
    assert len(store.papers.entries(DayView(FRIDAY))) == 3


async def test_fault_43_a_day_that_the_user_names_needs_no_newest_day(
    refresh: Refresh, store: Store, dayless: HubServer
) -> None:
    events = await told(refresh, THURSDAY, FRIDAY)
    assert dayless.asked() == ["newest", "2026-07-30", "2026-07-31"]
    assert [event.saved.papers for event in events if isinstance(event, Fetched)] == [3, 3]
    assert {day.date: day.complete for day in store.papers.days()} == {THURSDAY: True, FRIDAY: False}
    assert not store.settings.get_date("newest")
    dayless.fail("html")
    assert [type(event) for event in await told(refresh, FRIDAY)][-2:] == [Failed, Offline]


@pytest.mark.parametrize("count", [50, 100, 120])
async def test_fault_43_pages_without_a_link(hub: Hub, hub_server: HubServer, count: int) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, count)
    pages = [hub_server.days[FRIDAY][:100], hub_server.days[FRIDAY][100:]]
    hub_server.fail(raw(pages[0]), times=1)
    hub_server.fail(raw(pages[1]), match="&p=1")
    assert len((await hub.day(FRIDAY)).papers) == count
    assert len(hub_server.requests) == 2


async def test_fault_43_a_page_that_was_only_guessed_may_fail(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 100)
    hub_server.fail("400", match="&p=1")
    assert len((await hub.day(FRIDAY)).papers) == 100


@pytest.mark.parametrize(
    "link",
    [
        "</api/daily_papers?p=1>; rel=next",
        '<?p=1>; rel="next"',
        "<?p=1>; title=x; rel='next'",
        '<?p=0>; rel="first", <?p=1>; REL="last next"',
    ],
)
async def test_fault_43_links_in_every_spelling(hub: Hub, hub_server: HubServer, link: str) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 103)
    hub_server.fail(raw(papers(FRIDAY, 98), Link=link), times=1)
    assert len((await hub.day(FRIDAY)).papers) == 101
    assert [request.query.get("p") for request in hub_server.requests] == [None, "1"]


async def test_fault_43_a_field_that_all_papers_lack_is_told_and_stays_as_it_was(
    refresh: Refresh, store: Store, hub_server: HubServer, clock: Clock
) -> None:
    await told(refresh)
    before = [store.papers.get(entry.id) for entry in store.papers.entries(DayView(FRIDAY))]
    for each in hub_server.days[FRIDAY]:
        for name in ("upvotes", "authors", "summary"):
            each["paper"].pop(name)
        each.pop("summary")
    clock.tick(900)
    (got,) = (event for event in await told(refresh) if isinstance(event, Fetched))
    assert got.problem == "without abstracts and authors and upvotes"
    after = [store.papers.get(entry.id) for entry in store.papers.entries(DayView(FRIDAY))]
    assert sorted(after) == sorted(before)  # type: ignore[type-var]


def test_fault_43_fetch_says_what_could_not_be_read(run: Run, hub_server: HubServer) -> None:
    day = date.today() - timedelta(days=date.today().weekday() + 3)
    hub_server.days[day] = [item(f"2607.0000{n}") for n in range(3)]
    for each in hub_server.days[day]:
        del each["paper"]["upvotes"]
    hub_server.days[day].append({"title": "No id"})
    done = run("fetch", day.isoformat())
    assert done.stdout == f"{day}  3 papers, 3 new, 1 could not be read, without upvotes\n"
