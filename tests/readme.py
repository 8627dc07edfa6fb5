"""The README's table of keys, made from the commands: `python -m tests.readme` writes it."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from paperreader.export import FORMATS
from paperreader.order import ORDERS
from paperreader.reader.links import OPENED
from paperreader.tui.commands import COMMANDS
from paperreader.tui.keymap import Keymap

README = Path(__file__).parents[1] / "README.md"
TABLE = re.compile(r"(?<=<!-- keys: begin -->\n).*?(?=<!-- keys: end -->)", re.DOTALL)


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
    lines += ["", f"`s` and a letter sort by: {orders}.", "", f"`Y` and a letter copy: {formats}."]
    lines += ["", f"`O` and a letter open: {links}; {linked}."]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    """A character as code, since Markdown would read much into `[` or `*`; a word as it is."""
    return f"`{name}`" if len(name) == 1 else name


if __name__ == "__main__":
    README.write_text(TABLE.sub(lambda _: key_table(), README.read_text(encoding="utf-8")), encoding="utf-8")
