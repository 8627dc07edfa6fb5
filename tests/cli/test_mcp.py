"""`paperreader mcp`, asked by the client of the official SDK."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from paperreader.cli.mcp_server import MAX_CHARS, server
from paperreader.fulltext.blocks import Fulltext, Heading, Paragraph
from paperreader.fulltext.blocks import Run as TextRun
from paperreader.hub.parse import parse_items
from tests.cli.test_list import open_store
from tests.conftest import NEWEST, Run, store_of
from tests.hub_server import HubServer
from tests.hub_server.items import item

Connect = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture
def connect(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Connect:
    """A client of a server in this process."""
    for name in ("HOME", "HF_ENDPOINT"):
        monkeypatch.setenv(name, env[name])
    return lambda writes=False: Client(server(store_of(env), writes=writes))


async def answer(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content  # type: ignore[union-attr]
    return dict(result.structured_content or {})


async def error(client: Client, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    return str(result.content[0].text)  # type: ignore[union-attr]


async def test_on_stdio_it_has_four_tools_of_which_one_writes(
    fetched: HubServer, env: dict[str, str], tmp_path: Path, run: Run
) -> None:
    args = ["-m", "paperreader", "mcp", "--write"]
    async with Client(StdioServerParameters(command=sys.executable, args=args, env=env, cwd=tmp_path)) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert [*tools] == ["search", "show", "text", "mark"]
        for name, tool in tools.items():
            assert tool.description
            assert tool.annotations
            assert tool.annotations.read_only_hint is (name != "mark")
        assert (await answer(client, "search", query="day:2025-07-31"))["total"] == 24
        assert await answer(client, "mark", ids=["2507.31001"], mark="star") == {"changed": 1}
    assert len(run("list", "--starred").stdout.splitlines()) == 1


async def test_papers_are_found_and_shown(fetched: HubServer, connect: Connect, run: Run) -> None:
    async with connect() as client:
        found = await answer(client, "search", query="day:2025-07-31 sort:upvotes", limit=3)
        assert (found["total"], [paper["id"] for paper in found["papers"]]) == (
            24,
            ["2507.31001", "2507.31002", "2507.31003"],
        )
        assert "abstract" not in found["papers"][0]
        shown = await answer(client, "show", ids=["https://arxiv.org/abs/2507.31002v3", "2507.99999"])
        assert shown == {
            "papers": json.loads(run("show", "2507.31002", "--json").stdout),
            "not_stored": ["2507.99999"],
        }
        assert "mark" not in {tool.name for tool in (await client.list_tools()).tools}
        await error(client, "mark", ids=["2507.31001"], mark="read")
        nothing = await answer(client, "search", query="zzzzqqq foo:bar")
        assert (nothing["total"], nothing["papers"]) == (0, [])
        assert "foo" in nothing["hints"][0]
        assert fetched.requests == []


async def test_a_text_comes_in_parts(fetched: HubServer, connect: Connect, env: dict[str, str]) -> None:
    store = open_store(store_of(env))
    hostile = item("2507.31099", "A \x1b[31mLoom\x07 **bold**", day=NEWEST, authors=["Ada\x1b]0;x\x07"] * 12)
    store.ingest.save_day(NEWEST, parse_items([hostile]).papers, complete=True).result()
    long = tuple(Paragraph((TextRun(f"Thread {n} holds the cloth."),)) for n in range(1500))
    blocks = (Heading((TextRun("Related Work"),), 1, "2"), Paragraph((TextRun("A zygote loom."),)))
    text = Fulltext((*blocks, Heading((TextRun("Threads"),), 1, "3"), *long), lacks=("tables are missing",))
    store.texts.save("2507.31099", b"", text, converter=1, etag=None, modified=None).result()
    store.close()
    async with connect() as client:
        parts, offset = [], 0
        while offset is not None:
            part = await answer(client, "text", id="2507.31099", offset=offset)
            assert 0 < len(part["markdown"]) <= MAX_CHARS
            parts.append(part["markdown"])
            offset = part["next_offset"]
        assert len(parts) > 1
        whole = "".join(parts)
        assert all(f"Thread {n} holds the cloth." in whole for n in range(1500))
        assert (part["sections"], part["lacks"]) == (["2 Related Work", "3 Threads"], ["tables are missing"])
        section = await answer(client, "text", id="2507.31099", section="related work")
        assert section["markdown"].split("\n\n")[1].strip() == "A zygote loom."
        assert (await answer(client, "text", id="2507.31099", offset=10**9))["markdown"] == ""
        assert "there are: 2 Related Work" in await error(client, "text", id="2507.31099", section="9")
        assert "not in the store" in await error(client, "text", id="2507.31001")
        found = (await answer(client, "search", query="text:zygote"))["papers"]
        assert found[0]["text_hits"][0]["section"] == "2"
        assert found[0]["title"] == "A Loom **bold**"
        assert found[0]["authors"] == ["Ada"] * 10


async def test_marks_are_the_users_own_and_can_be_undone(
    fetched: HubServer, connect: Connect, run: Run, env: dict[str, str]
) -> None:
    store = open_store(store_of(env))  # as a reader that runs
    try:
        async with connect(writes=True) as client:
            two = ["2507.31001", "2507.31002"]
            assert await answer(client, "mark", ids=two, mark="star") == {"changed": 2}
            assert await answer(client, "mark", ids=two, mark="star") == {"changed": 0}
            assert [entry.starred for entry in store.papers.entries_of(two)] == [True, True]
            found = await answer(client, "search", query="is:starred")
            assert sorted(paper["id"] for paper in found["papers"]) == two
            assert await answer(client, "mark", ids=two, mark="tag", tags="To-Cite, later") == {"changed": 4}
            tagged = await answer(client, "search", query="tag:to-cite")
            assert [paper["tags"] for paper in tagged["papers"]] == [["later", "to-cite"]] * 2
            assert await answer(client, "mark", ids=two, mark="untag", tags="later to-cite") == {"changed": 4}
            await error(client, "mark", ids=two, mark="tag")
            await error(client, "mark", ids=two, mark="tag", tags="x" * 60)
            await error(client, "mark", ids=two, mark="loved")
            await error(client, "mark", ids=["math/0309136"], mark="star")
        for _ in ("untag", "tag", "star"):
            store.marks.undo().result()
        assert [entry.starred for entry in store.papers.entries_of(two)] == [False, False]
    finally:
        store.close()


async def test_what_is_wrong_is_an_error_of_the_call(connect: Connect, env: dict[str, str]) -> None:
    async with connect() as client:
        assert "no store yet" in await error(client, "search", query="loom")
        file = store_of(env)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"This is no database. " * 500)
        assert await error(client, "search", query="loom")
        file.unlink()
        open_store(file).close()
        assert (await answer(client, "search", query="loom"))["total"] == 0
        for arguments in ({"query": "x", "limit": 0}, {"query": "x", "limit": 99}, {"query": "x" * 1001}, {}):
            assert await error(client, "search", **arguments)
        assert "not an arXiv id" in await error(client, "show", ids=["\x1b[31m"])
        assert await error(client, "show", ids=[])
        assert await error(client, "show", ids=["2507.31001"] * 21)
        assert "nothing to compare" in await error(client, "search", query="like:2507.31001")


def test_without_the_extra_it_says_so(env: dict[str, str], tmp_path: Path) -> None:
    script = "import sys; sys.modules['mcp'] = None; from paperreader.cli import main; sys.exit(main(['mcp']))"
    done = subprocess.run([sys.executable, "-c", script], env=env, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("paperreader: there is no module mcp")
    assert "extra" in done.stderr
