"""Links inside the paper: ids for the blocks that they name, and their targets as ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from paperreader.fulltext.block_text import with_runs
from paperreader.fulltext.blocks import (
    Block,
    Equation,
    Figure,
    Heading,
    Listing,
    Runs,
    Table,
    plain,
)

_OWN = re.compile(r"https?://(?:\w+\.)?(?:arxiv|ar5iv)(?:\.labs\.arxiv)?\.org/(?:html|abs)/[^#\s]*#(\S+)")
_NUMBER = re.compile(r"(?:Fig(?:ure|\.)|Table|Tab\.|Algorithm|Listing)\s?([A-Z]?\.?\d+)")
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"]
_PARAGRAPH = re.compile(r"^(.*)\.p\d+(?:\.\d+)*$")


def fragment_of(address: str) -> str:
    """The id that a link into an arXiv page names; empty for any other."""
    found = _OWN.match(address)
    return found[1] if found else address[1:] if address.startswith("#") else ""


def with_ids(blocks: Sequence[Block], links: Iterable[tuple[str, str, str]]) -> list[Block]:
    """The blocks with the ids that links name, where they have none."""
    names: dict[str, str] = {}
    by_end: dict[str, str] = {}
    for address, _, title in links:
        fragment = _PARAGRAPH.sub(r"\1", fragment_of(address))
        if fragment and "‣" in title and not title.startswith("In "):
            names.setdefault(_folded(title.split("‣")[0]), fragment)
        if found := re.search(r"(?:^|\.)((?:F|T|E|alg)\d+)$", fragment):
            by_end.setdefault(found[1], fragment)
    used: set[str] = set()
    return [_with_id(block, names, by_end, used) for block in blocks]


def _with_id(block: Block, names: Mapping[str, str], by_end: Mapping[str, str], used: set[str]) -> Block:
    id = block.id
    match block:
        case Heading() if not id:
            text = plain(block.runs)
            id = names.get(_folded(f"{block.number} {text}"), "") or names.get(
                _folded(f"Appendix {block.number} {text}"), ""
            )
            id = id or _section_id(block.number)
        case Figure() if not id:
            id = _numbered("F", plain(block.caption), by_end)
        case Table() if not id:
            id = _numbered("T", plain(block.caption), by_end)
        case Listing() if not id:
            caption = plain(block.caption)
            id = _numbered("T" if caption.startswith("Tab") else "alg", caption, by_end)
        case Equation() if not id and block.number:
            number = block.number.split(", ")[0].strip("()")
            id = by_end.get(f"E{number}", f"E{number}") if number.isdigit() else ""
    if not id or id == block.id:
        used.add(block.id)
        return block
    if id in used:
        return block
    used.add(id)
    return block._replace(id=id)


def _numbered(kind: str, caption: str, by_end: Mapping[str, str]) -> str:
    found = _NUMBER.match(caption)
    return by_end.get(kind + found[1], kind + found[1]) if found else ""


def _section_id(number: str) -> str:
    """As LaTeXML names sections: `3.2.1` is `S3.SS2.SSS1`, appendix `A.1` is `A1.SS1`."""
    parts = number.split(".")
    if not number or not all(part.isdigit() for part in parts[1:]):
        return ""
    if parts[0].isdigit():
        first = f"S{parts[0]}"
    elif parts[0] in _ROMAN:
        first = f"S{_ROMAN.index(parts[0]) + 1}"
    elif len(parts[0]) == 1:
        first = f"A{ord(parts[0]) - ord('A') + 1}"
    else:
        return ""
    return ".".join(
        [first, *(f"{kind}{part}" for kind, part in zip(("SS", "SSS", "P", "SP"), parts[1:], strict=False))]
    )


def _folded(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def resolved(blocks: Sequence[Block], ids: frozenset[str], aliases: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks with links into the paper as `#id`; to what is not there, as a web address or none."""
    return tuple(_resolved(block, ids, aliases) for block in blocks)


def _resolved(block: Block, ids: frozenset[str], aliases: Mapping[str, str]) -> Block:
    def link(runs: Runs) -> Runs:
        if not any(run.target for run in runs):
            return runs
        return tuple(run._replace(target=_target(run.target, ids, aliases)) if run.target else run for run in runs)

    return with_runs(block, link)


def _target(address: str, ids: frozenset[str], aliases: Mapping[str, str]) -> str:
    fragment = fragment_of(address)
    if not fragment:
        return "" if "/mailto:" in address else address
    while fragment:
        for id in (fragment, aliases.get(fragment, "")):
            if id in ids:
                return f"#{id}"
        fragment = found[1] if (found := _PARAGRAPH.match(fragment)) else ""
    return "" if address.startswith("#") else address
