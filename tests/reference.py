"""The generated parts of the reference, each from the table that the program works with.

`python -m tests.reference` writes them: the topics into the README, the others into `paperreader/help/`.
"""

from __future__ import annotations

import argparse
import re
import textwrap
from itertools import groupby
from pathlib import Path

from paperreader.cli.arguments import parsers
from paperreader.cli.parser import common_options
from paperreader.export import FORMATS
from paperreader.help_topics import TOPICS
from paperreader.order import ORDERS
from paperreader.query.fields import LANGUAGE
from paperreader.reader.links import OPENED
from paperreader.tui.commands import COMMANDS
from paperreader.tui.keymap import Keymap

README = Path(__file__).parents[1] / "README.md"
HELP = README.parent / "paperreader" / "help"
COLUMNS = 78
"""Of code, so that a terminal of 80 shows it unbroken."""


def key_table() -> str:
    """A line for each command that has keys, by group; below it the letters of the menus."""
    keymap = Keymap(COMMANDS, {})
    lines = ["| key | does | name |", "|---|---|---|"]
    with_keys = (command for command in COMMANDS if command.keys)
    for group, commands in groupby(with_keys, lambda command: command.group):
        lines.append(f"| **{group.value}** | | |")
        for command in commands:
            keys = " ".join(_key(name) for name in keymap.names(command))
            lines.append(f"| {keys} | {keymap.with_keys(command.help)} | `{command.id}` |")
    orders = ", ".join(f"`{order.letter}` {order.name or 'its own order'}" for order in ORDERS.values())
    formats = ", ".join(f"`{format.letter}` {format.name}" for format in FORMATS.values())
    links = ", ".join(f"`{FORMATS[name].letter}` {FORMATS[name].name.removesuffix(' link')}" for name in OPENED)
    linked = "in both, a digit is one of the models, datasets and Spaces on the page, `l` all of them"
    lines += [
        "",
        f"`s` and a letter sort by: {orders}.",
        "",
        f"`Y` and a letter copy: {formats}; `z` adds to [Zotero](citing.md).",
    ]
    lines += ["", f"`O` and a letter open: {links}; {linked}."]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    """A character as code, since Markdown would read much into `[` or `*`; a word as it is."""
    return f"`{name}`" if len(name) == 1 else name


def search_table() -> str:
    """What can be typed into a search, and what it finds."""
    lines = ["| | finds |", "|---|---|"]
    for typed, finds in LANGUAGE:
        if not typed.endswith(":"):
            lines.append(f"| `{typed}` | {finds} |")
            continue
        words, _, values = finds.rpartition(": ")
        names, examples = (" ".join(f"`{name}`" for name in typed.split())), values.replace(", ", "`, `")
        lines.append(f"| {names} | {words}: `{examples}` |")
    return "\n".join(lines) + "\n"


def command_synopsis() -> str:
    """How the program and each command are called, without what all of them take."""
    return "```\n" + "".join(synopsis(parser) for parser in parsers().values()) + "```\n"


def synopsis(parser: argparse.ArgumentParser) -> str:
    """How it is called, in lines; empty if only its actions are."""
    common = {option for action in common_options()._actions for option in action.option_strings} | {"-h"}
    actions = [action for action in parser._actions if not common & set(action.option_strings)]
    nested = [action for action in actions if isinstance(action, argparse._SubParsersAction)]
    if nested and nested == actions:
        return ""  # its actions have lines of their own
    formatter = argparse.HelpFormatter(parser.prog, width=COLUMNS * 10)
    own = [action for action in actions if action not in nested]
    formatter.add_usage(None, own, parser._mutually_exclusive_groups, prefix="")
    usage = re.sub(r" (?=[^\[\]]*\])", "\0", " ".join(formatter.format_help().split()))  # no break inside brackets
    lines = textwrap.wrap(usage, COLUMNS, subsequent_indent="    ", break_on_hyphens=False, break_long_words=False)
    return "".join(f"{line}\n" for line in lines).replace("\0", " ")


def topic_table() -> str:
    """The topics, with links to their files."""
    folder = HELP.relative_to(README.parent)
    lines = [f"| [`{topic}`]({folder}/{topic}.md) | {what} |" for topic, what in TOPICS.items()]
    return "\n".join(["| `paperreader help …` | |", "|---|---|", *lines]) + "\n"


GENERATED = {
    HELP / "keys.md": ("keys", key_table),
    HELP / "search.md": ("search", search_table),
    HELP / "commands.md": ("commands", command_synopsis),
    README: ("topics", topic_table),
}
"""By file: the name in the marks around its generated part, and what makes that."""


def part(name: str) -> re.Pattern[str]:
    """What stands between the marks of the name."""
    return re.compile(rf"(?<=<!-- {name}: begin -->\n).*?(?=<!-- {name}: end -->)", re.DOTALL)


if __name__ == "__main__":
    for file, (name, make) in GENERATED.items():
        made = make()
        file.write_text(part(name).sub(lambda _, made=made: made, file.read_text(encoding="utf-8")), encoding="utf-8")
