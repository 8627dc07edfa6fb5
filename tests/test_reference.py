"""The reference says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paperreader.cli.arguments import COMMANDS
from paperreader.help_topics import TOPICS
from tests.reference import GENERATED, HELP, README, command_synopsis, part

MARKDOWN = [README, *sorted(HELP.glob("*.md"))]


@pytest.mark.parametrize("file", GENERATED, ids=lambda file: file.stem)
def test_what_is_generated_is_current(file: Path) -> None:
    name, make = GENERATED[file]
    found = part(name).search(file.read_text(encoding="utf-8"))
    assert found, "the marks around it are gone"
    assert found[0] == make(), "python -m tests.reference writes it"


def test_every_command_is_in_the_synopsis() -> None:
    listed = re.findall(r"(?m)^paperreader ([a-z]+)", command_synopsis())
    assert set(listed) == set(COMMANDS)


def test_each_topic_is_a_file() -> None:
    assert {file.stem for file in HELP.iterdir()} == set(TOPICS)


@pytest.mark.parametrize("file", MARKDOWN, ids=lambda file: file.stem)
def test_links_lead_somewhere(file: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        address, _, anchor = link.partition("#")
        if "://" not in address:
            target = file.parent / address if address else file
            assert target.is_file(), link
            headings = re.findall(r"(?m)^#+ (.+)$", target.read_text(encoding="utf-8")) if anchor else []
            assert not anchor or anchor in {re.sub(r"[^\w-]", "", each.lower().replace(" ", "-")) for each in headings}


def test_words_that_name_a_topic_name_one() -> None:
    for file in [*MARKDOWN, *HELP.parent.rglob("*.py")]:
        for topic in re.findall(r"paperreader help ([a-z-]+)", file.read_text(encoding="utf-8")):
            assert topic in TOPICS, file
