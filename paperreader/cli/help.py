"""`paperreader help TOPIC`: the reference, laid out at a terminal and as Markdown in a pipe."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import paperreader
from paperreader.cli import arguments
from paperreader.cli.output import write_utf8
from paperreader.cli.parser import Parser

TOPICS: Final[Mapping[str, str]] = {
    "keys": "all keys, the names to remap them by, and the signs in the list",
    "texts": "whole papers in the terminal, for a train ride too",
    "around": "go to a paper; its discussion, models and datasets; papers like it",
    "search": "what can be searched for, in the reader and on the command line",
    "following": "follow authors, labs and topics; hide what you do not want",
    "settings": "config.toml: settings and keys, with their defaults",
    "commands": "every command of the command line, and its exit status",
    "formats": "the fields of JSON and of exported marks",
    "scripts": "lines for crontab, tmux and pipes",
    "mcp": "open the store to language models",
    "machines": "keep the marks of several machines in sync",
    "offline": "what works without a network, and what waits for it",
    "speed": "how fast it is, as measured",
    "files": "where settings, store and log are",
    "environment": "environment variables: mirror, token, proxy, colours",
}
"""What each file in `help/` is about, in the order of reading."""
FOLDER: Final = Path(paperreader.__file__).with_name("help")
HINT = "a wider terminal shows the whole table"


def add_options(help: Parser) -> None:
    """Declare what the command takes."""
    names = [*TOPICS, *(name for name in arguments.COMMANDS if name not in TOPICS)]
    help.add_argument("topic", metavar="TOPIC", nargs="?", choices=names, help="a topic, or the name of a command")


def run(args: Namespace) -> int:
    """Print a topic, the help of a command, or without either the list of topics."""
    name = args.topic
    if name is None:
        for topic, what in TOPICS.items():
            print(f"{topic:<13}{what}")
        print("\npaperreader help TOPIC shows one, paperreader COMMAND --help the options of a command.")
    elif name in TOPICS:
        _print(markdown_of(name))
    else:
        arguments.parse([name, "--help"])
    return 0


def markdown_of(topic: str) -> str:
    """The text of a topic, without the marks around its generated parts."""
    return re.sub(r"(?m)^<!--.*-->\n", "", FOLDER.joinpath(f"{topic}.md").read_text(encoding="utf-8"))


def _print(markdown: str) -> None:
    if not sys.stdout.isatty():
        write_utf8()
        print(markdown, end="")
        return
    from paperreader.cli.pager import print_paged
    from paperreader.cli.styled_lines import LinePrinter
    from paperreader.fulltext.markdown import parse_comment

    printer = LinePrinter()
    blocks = parse_comment(re.sub(r"\[([^]]+)\]\((\w+)\.md\)", r"\1 (`help \2`)", markdown))
    print_paged([printer.text_of(line) for line in printer.lay_out(blocks, HINT)])
