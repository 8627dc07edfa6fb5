"""`paperreader help`: the reference at a terminal and in a pipe, and an example of every command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.cli.arguments import parsers
from paperreader.discussion.comment import Comment
from paperreader.fulltext.blocks import Fulltext, Heading, Paragraph
from paperreader.fulltext.blocks import Run as TextRun
from paperreader.fulltext.encode import encode
from paperreader.help_topics import TOPICS, markdown_of
from paperreader.hub.parse import parse_items
from paperreader.store import Store
from tests.conftest import NEWEST, Run, store_of, working_days
from tests.hub_server import HubServer
from tests.hub_server.items import item, papers
from tests.reference import HELP
from tests.terminal import in_terminal


def test_without_a_topic_it_lists_all(run: Run) -> None:
    lines = run("help").stdout.splitlines()
    assert [line.split()[0] for line in lines[: len(TOPICS)]] == [*TOPICS]
    assert all(len(line) <= 80 for line in lines[: len(TOPICS)])
    assert len({line.index(TOPICS[line.split()[0]]) for line in lines[: len(TOPICS)]}) == 1
    assert all("  " in line for line in lines[: len(TOPICS)])


@pytest.mark.parametrize("topic", TOPICS)
def test_in_a_pipe_it_is_markdown(run: Run, topic: str) -> None:
    done = run("help", topic, PYTHONIOENCODING="ascii")
    file = HELP.joinpath(f"{topic}.md").read_text("utf-8")
    assert done.stdout.startswith("# ")
    assert [line for line in file.splitlines() if not line.startswith("<!--")] == done.stdout.splitlines()


@pytest.mark.parametrize("topic", TOPICS)
def test_at_a_terminal_it_is_laid_out(env: dict[str, str], topic: str) -> None:
    code, output = in_terminal({**env, "PAGER": "cat"}, "help", topic, columns=80)
    lines = output.replace("\r", "").splitlines()
    assert code == 0
    title = markdown_of(topic).partition("\n")[0]
    assert lines[0] == f"\x1b[1m{title.removeprefix('# ')}\x1b[m"
    assert "|---" not in output
    assert ".md)" not in output
    if topic in ("commands", "settings"):  # a line of a crontab has to be one line
        assert "\x1b[2m… " not in output, "code is broken"
    assert "shows the whole table" not in output


@pytest.mark.parametrize("topic", TOPICS)
def test_no_line_for_a_shell_or_a_crontab_is_wider_than_a_terminal(topic: str) -> None:
    blocks = re.findall("^```sh\n(.*?)^```", HELP.joinpath(f"{topic}.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert [line for block in blocks for line in block.splitlines() if len(line) > 78] == []


def test_what_is_longer_than_the_screen_goes_through_the_pager(env: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "paged by"
    pager = {"PAGER": f"sh -c 'cat >\"{file}\"'"}
    code, output = in_terminal({**env, **pager}, "help", "keys", columns=80)
    assert (code, output) == (0, "")
    assert "paper.read-on" in file.read_text("utf-8")
    file.unlink()
    code, output = in_terminal({**env, **pager}, "help", "offline", columns=80)
    assert "other machines (help machines) are" in " ".join(re.sub("\x1b\\[[0-9]*m", "", output).split())
    assert (code, file.exists()) == (0, False)
    assert "--offline" in output


@pytest.mark.parametrize("pager", ["'open", "no-such-pager -R", "", "cat", "true"])
def test_without_a_pager_it_is_printed(env: dict[str, str], pager: str) -> None:
    code, output = in_terminal({**env, "PAGER": pager}, "help", "keys", columns=80)
    assert code == 0
    assert ("paper.read-on" in output) is (pager != "true")  # one that is left at once


def test_a_command_is_a_topic_too(run: Run) -> None:
    assert run("help", "list").stdout == run("list", "--help").stdout
    done = run("help", "\x1b[31mnonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert "choose from 'keys', 'texts'," in done.stderr


PAPER = "2607.12345"


@pytest.fixture
def prepared(env: dict[str, str], hub_server: HubServer, config_file: Path, tmp_path: Path) -> None:
    """What the examples name: a paper with text and discussion, a backup, marks, and a hub for what is missing."""
    (tmp_path / "Sync" / "paperreader").mkdir(parents=True)
    today = datetime.now(UTC).date()
    hub_server.days = {day: papers(day, 2) for day in working_days(today, 8)}
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    for setting in ("newest", "since"):
        store.settings.set(setting, NEWEST.isoformat()).result()
    paper = item(PAPER, "A Loom for Flow Matching", day=NEWEST)
    store.ingest.save_day(NEWEST, parse_items([paper]).papers, complete=True).result()
    text = Fulltext((Heading((TextRun("Related Work"),), 1, "2"), Paragraph((TextRun("Others weave."),))))
    store.texts.save(PAPER, b"", text, converter=1, etag=None, modified=None).result()
    store.discussions.save(PAPER, [Comment("a", encoded=encode(text))]).result()
    store.close()
    bibliography = "paperreader export loom --format bibtex --output thesis.bib"
    for example in ("paperreader backup papers.db", "paperreader marks export marks.jsonl", bibliography):
        assert shell(example, env, tmp_path).returncode == 0


def shell(line: str, env: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """A line as a user types it."""
    program = folder / "bin" / "paperreader"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m paperreader "$@"\n')
    program.chmod(0o755)
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        env={**env, "PATH": f"{program.parent}{os.pathsep}{env['PATH']}"},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


EXAMPLES = [parser.epilog.removeprefix("example: ") for parser in parsers().values() if parser.epilog]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_runs(prepared: None, env: dict[str, str], tmp_path: Path, example: str) -> None:
    done = shell(example, env, tmp_path)
    assert "Traceback" not in done.stderr
    if "trends" in example:  # which needs more than a year of papers
        assert "too few days" in done.stderr
        return
    assert done.returncode == 0 or "doctor" in example, done.stderr  # which may find a problem on this machine
    if not any(quiet in example for quiet in (">", "marks.jsonl", "mcp", "--output")):
        assert done.stdout


@pytest.mark.parametrize("command", [name for name in parsers() if name])
def test_every_help_ends_with_an_example(run: Run, command: str) -> None:
    last = run(*command.split(), "--help").stdout.split("\n\n")[-1]
    assert last.startswith(f"example: paperreader {command}")
