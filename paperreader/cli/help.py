"""`paperreader help TOPIC`: the reference, laid out at a terminal and as Markdown in a pipe."""

from __future__ import annotations

import sys
from argparse import Namespace

from paperreader.cli import arguments
from paperreader.cli.output import write_utf8
from paperreader.cli.parser import Parser
from paperreader.help_topics import TABLE_HINT, TOPICS, blocks_of, markdown_of


def add_options(help: Parser) -> None:
    """Declare what the command takes."""
    names = [*TOPICS, *(name for name in arguments.COMMANDS if name not in TOPICS)]
    help.add_argument("topic", metavar="TOPIC", nargs="?", choices=names, help="a topic, or the name of a command")


def run(args: Namespace) -> int:
    """Print a topic, the help of a command, or without either the list of topics."""
    name = args.topic
    if name is None:
        width = max(map(len, TOPICS)) + 2
        for topic, what in TOPICS.items():
            print(f"{topic:<{width}}{what}")
        print("\npaperreader help TOPIC shows one, paperreader COMMAND --help the options of a command.")
    elif name in TOPICS:
        _print(name)
    else:
        arguments.parse([name, "--help"])
    return 0


def _print(topic: str) -> None:
    if not sys.stdout.isatty():
        write_utf8()
        print(markdown_of(topic), end="")
        return
    from paperreader.cli.pager import print_paged
    from paperreader.cli.styled_lines import LinePrinter

    printer = LinePrinter()
    print_paged([printer.text_of(line) for line in printer.lay_out(blocks_of(topic), TABLE_HINT)])
