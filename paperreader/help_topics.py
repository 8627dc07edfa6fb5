"""The topics of the reference: what each is about, and its text, which is a file in `help/`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from paperreader import package_data
from paperreader.fulltext.blocks import Block

TOPICS: Final[Mapping[str, str]] = {
    "keys": "all keys, the names to remap them by, and the signs in the list",
    "texts": "whole papers in the terminal, for a train ride too",
    "around": "go to a paper; its discussion, models and datasets; papers like it",
    "tags": "tags and notes on papers",
    "search": "what can be searched for, in the reader and on the command line",
    "following": "follow authors, labs and topics; hide what you do not want",
    "taste": "your own order: what it goes by, and whether it beats votes",
    "citing": "BibTeX and other formats; Zotero",
    "own-commands": "programs of your own, run on a paper or on the selection",
    "settings": "settings and keys in config.toml, with their defaults",
    "commands": "every command of the command line, and its exit status",
    "formats": "the fields of JSON and of exported marks",
    "feeds": "feeds for feed readers; digests as mail, note or web page",
    "scripts": "lines for crontab, tmux and pipes",
    "mcp": "open the store to language models",
    "machines": "the same marks on all your machines; stars of your lab",
    "offline": "what works without a network, and what waits for it",
    "speed": "how fast it is, as measured",
    "files": "where settings, store and log are",
    "environment": "environment variables: mirror, token, proxy, colours",
}
"""What each file in `help/` is about, in the order of reading."""

TABLE_HINT: Final = "a wider terminal shows the whole table"


def markdown_of(topic: str) -> str:
    """Its text, without the marks around what is generated."""
    return re.sub(r"(?m)^<!--.*-->\n", "", package_data.read(f"help/{topic}.md"))


def blocks_of(topic: str) -> Sequence[Block]:
    """Its text to be laid out: links to other topics name these."""
    from paperreader.fulltext.markdown import parse_comment

    return parse_comment(re.sub(r"\[([^]]+)\]\(([\w-]+)\.md\)", r"\1 (`help \2`)", markdown_of(topic)))
