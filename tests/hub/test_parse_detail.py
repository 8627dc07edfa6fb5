"""What is around a paper, from the Hub's JSON: repositories that name it, whatever they are called."""

from __future__ import annotations

import json
from typing import Any

import pytest

from paperreader.hub.client import Hub
from paperreader.hub.comments import ParsedComments
from paperreader.hub.errors import HubError, RateLimited, WrongAnswer
from paperreader.hub.parse_detail import parse_detail, parse_linked
from paperreader.linked import LINKED_KINDS, MAX_LINKED, LinkedRepo
from tests.conftest import FRIDAY, Clock
from tests.hub_server import HubServer
from tests.hub_server.items import item
from tests.hub_server.linked import dataset, model, repos, space, with_paper

ID = "2607.31001"


def names(answer: dict[str, Any]) -> list[str]:
    return [repo.id for repo in parse_linked(json.dumps(answer)).repos]


def test_every_field_of_a_repository() -> None:
    answer = {
        "models": [model("gpt2", 7, 9, pipeline_tag="text-generation", numParameters=124_000_000, gated="auto")],
        "datasets": [dataset("a-b/c.d_e", 0, 0)],
        "spaces": [space("x/y", 3, shortDescription="Weave\n it\x1b[31m")],
    }
    linked = parse_linked(json.dumps(answer))
    assert linked.repos == (
        LinkedRepo("model", "gpt2", 7, 9, 124_000_000, "text-generation", gated=True),
        LinkedRepo("dataset", "a-b/c.d_e", 0, 0),
        LinkedRepo("space", "x/y", 3, about="Weave it"),
    )
    assert linked.totals == {"model": 1, "dataset": 1, "space": 1}


@pytest.mark.parametrize(
    "id",
    [
        *("--help", "-rf/x", "--upload-file=/etc/passwd/x", "../../etc/passwd", "/etc/passwd", "a/../b", "a/..", ".."),
        *("a/b/c", "a b/c", "a/b?x=1", "a/b#c", "a/b%2f..", "a\\b", "http://evil.example", "a/b\n", "a/", "", "a//b"),
        *(
            "a/\u202eb",
            "a\x1b[31m/b",
            "ä/b",
            "a/" + "b" * 200,
            7,
            None,
            ["a/b"],
            {"name": "a/b"},
            True,
            "~/x",
            "$HOME/x",
        ),
    ],
)
def test_a_repository_whose_name_the_hub_would_not_allow_is_left_out(id: object) -> None:
    answer = {"models": [model("a/b"), {**model("x/y"), "id": id}, model("c/d")]}
    assert names(answer) == ["a/b", "c/d"]


@pytest.mark.parametrize("figure", [-5, 10**30, 1e400, "many", None, True, [], {}, float("nan"), "7" * 5000])
def test_figures_that_cannot_be_are_unknown(figure: object) -> None:
    answer = {"models": [{"id": "a/b", "likes": figure, "downloads": figure, "numParameters": figure}]}
    linked = parse_linked(json.dumps({**answer, "numTotalModels": figure}))
    assert linked.repos == (LinkedRepo("model", "a/b"),)
    assert linked.totals == {"model": 1}


@pytest.mark.parametrize(
    "members", [[7, None, "a/b", [], {}, [[]]], [{"name": 3}], [{"id": {"id": "x"}}], [None] * 9999]
)
def test_members_that_are_no_repositories_are_left_out(members: list[Any]) -> None:
    assert names({"models": [*members[:9], model("a/b")]}) == ["a/b"]
    assert parse_linked(json.dumps({"models": members})).repos == ()


def test_of_ten_thousand_the_first_are_kept_and_all_are_counted() -> None:
    many = [model(f"a/m{n}") for n in range(10_000)]
    linked = parse_linked(json.dumps({"models": many, "spaces": [space("a/b")] * 10_000}))
    assert [len(linked.of_kind(kind)) for kind in LINKED_KINDS] == [MAX_LINKED, 0, 1]
    assert linked.totals == {"model": 10_000, "space": 10_000}


@pytest.mark.parametrize(
    "body", ["", "[]", "7", "null", "<html>", '{"models": 7}', '{"error": "no"}', '{"models": [', "[" * 99_999]
)
def test_what_is_no_answer_is_not_taken_for_one(body: str) -> None:
    with pytest.raises(WrongAnswer):
        parse_linked(body)
    with pytest.raises(WrongAnswer):
        parse_detail(body, ID)


def test_the_detail_of_another_paper_is_no_answer() -> None:
    with pytest.raises(WrongAnswer):
        parse_detail(json.dumps({"id": "2607.31002", **with_paper(repos(1))}), ID)


def test_a_kind_that_the_detail_leaves_out_is_unknown() -> None:
    detail = parse_detail(json.dumps({"id": ID, "numTotalModels": 7, "linkedSpaces": [], "comments": None}), ID)
    assert (detail.linked.totals, detail.linked.repos, detail.comments) == ({"space": 0}, (), None)


async def test_the_detail_has_the_first_of_each_kind_and_the_discussion(hub: Hub, hub_server: HubServer) -> None:
    hub_server.linked[ID] = repos(17, 4, 1)
    detail = await hub.detail(ID)
    assert detail is not None
    assert [len(detail.linked.of_kind(kind)) for kind in LINKED_KINDS] == [5, 3, 1]
    assert detail.linked.totals == {"model": 17, "dataset": 4, "space": 1}
    assert detail.comments == ParsedComments((), False)
    assert not detail.linked.is_whole
    linked = await hub.linked(ID)
    assert linked is not None
    assert (len(linked.repos), linked.totals, linked.is_whole) == (22, detail.linked.totals, True)
    assert await hub.detail("2607.99999") is None
    assert (await hub.linked("2607.31002")).totals == {"model": 0, "dataset": 0, "space": 0}  # type: ignore[union-attr]


async def test_details_share_the_limit_of_days(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.quota = 12
    await hub.day(FRIDAY)
    await hub.detail(ID)
    await hub.linked(ID)
    assert len(clock.slept) == 2
    hub_server.fail("429", Retry_After="300")
    with pytest.raises(RateLimited):
        await hub.detail(ID)


@pytest.mark.parametrize("fault", ["html", "junk", "truncate", "500", "401", "reset half"])
async def test_a_failure_is_an_error(hub: Hub, hub_server: HubServer, fault: str) -> None:
    hub_server.fail(fault)
    with pytest.raises(HubError):
        await hub.detail(ID)
    with pytest.raises(HubError):
        await hub.linked(ID)


def test_the_official_client_understands_them(hub_server: HubServer) -> None:
    from huggingface_hub import HfApi

    hub_server.days[FRIDAY] = [item(ID)]
    hub_server.linked[ID] = repos(17, 1, 2)
    info = HfApi(endpoint=hub_server.url, token=False).paper_info(ID)
    assert (info.num_total_models, info.num_total_datasets) == (17, 1)
    assert info.linked_models is not None
    assert (info.linked_models[0].id, info.linked_models[0].likes) == ("loom-lab/weaver-1b", 9000)
    assert info.linked_spaces is not None
    assert [each.id for each in info.linked_spaces] == ["loom-lab/try-it-1", "loom-lab/try-it-2"]
