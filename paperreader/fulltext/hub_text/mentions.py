"""Links for what a text mentions without one: `[12, 14]`, `Loom et al. (2019)`, `Eq. 3`, `Table 2`, `Section 4.1`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from paperreader.fulltext.block_text import with_runs
from paperreader.fulltext.blocks import (
    Block,
    Equation,
    Figure,
    Heading,
    Listing,
    Reference,
    Run,
    Runs,
    Table,
    plain,
)

_NUMBERS = r"\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\]"
_NAME = r"[A-Z][^\W\d_]+(?:[-’'@][^\W\d_]+)*"
_AUTHORS = (
    rf"(?<![\w@’'-])(?P<name>{_NAME})(?:(?:,? et al\.?|,? (?:and|&) {_NAME}),? [(\[]?|, | [(\[])"
    r"(?P<year>(?:19|20)\d\d[a-z]?)\b(?P<years>"
    r"(?:(?:, ?|,? (?:and|&) )(?:(?:19|20)\d\d[a-z]?|(?<=[\d, ][a-z],)[a-z]|(?<=[\d, ][a-z], )[a-z]"
    r"|(?<=[\d, ][a-z] and )[a-z])\b){0,9})[)\]]?"
)
_PLACE = (
    r"(?:\b(?P<kind>Fig(?:ure|\.)|Tab(?:le|\.)|Alg(?:orithm|\.)|Listing|Eq(?:uation|\.)|Sec(?:tion|\.)|Appendix)s?|§)\s?"
    r"\(?(?P<number>[A-Z]?\.?\d{1,3}(?:\.\d{1,2})*|[A-Z](?:\.\d{1,2})*)(?=[a-z]?\b)\)?"
)
_MENTION = re.compile(f"(?P<numbers>{_NUMBERS})|{_PLACE}|{_AUTHORS}")
_ONE = re.compile(r"\[?\d{1,3}\]?")
_OTHER_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)?(?P<letter>(?<![a-z])[a-z])?\b")
_WORD = re.compile(r"[^\s,.;:()\[\]]{2,}")
_YEAR = re.compile(r"(?<![\w.:/])(?:19|20)\d\d[a-z]?\b(?!\.\d)")
_FIRST_AUTHOR = re.compile(r".{0,80}?(?=,| and | & | et al|(?<=[^\W\d_]{2})\. |$)", re.DOTALL)
_KINDS = {"F": "figure", "T": "table", "A": "algorithm", "L": "algorithm", "E": "equation"}
"""By the first letter of a mention; sections are all others."""


def with_mentions(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with mentions as links, where it is certain what they mean."""
    named = [
        block._replace(id=f"reference-{at}") if isinstance(block, Reference) and not block.id else block
        for at, block in enumerate(blocks)
    ]
    seen = Counter((name, f"#{block.id}") for block in named if block.id for name in set(_names(block)))
    times = Counter(name for name, _ in seen)
    targets = {name: target for name, target in seen if times[name] == 1}
    return [_linked(block, targets) for block in named]


def _names(block: Block) -> Iterator[str]:
    """What the block is called where it is mentioned."""
    match block:
        case Heading():
            yield f"section {block.number}"
        case Equation():
            for number in block.number.split(", "):
                yield f"equation {number.strip('()')}"
        case Figure() | Table() | Listing():
            found = re.match(_PLACE, plain(block.caption))
            if found:
                yield _place(found)
        case Reference():
            text = plain(block.runs)
            if re.fullmatch(r"\W*\d{1,3}\W*", block.label):
                yield f"reference {block.label.strip('[](). ')}"
            first = _FIRST_AUTHOR.match(f"{block.label} {text}".strip("[] "))
            for name in _WORD.findall(first[0] if first else ""):
                for year in set(_YEAR.findall(f"{block.label} {text}")):
                    yield f"{name.casefold()} {year}"


def _place(found: re.Match[str]) -> str:
    kind = found["kind"] or "§"
    return f"{'section' if kind == 'Appendix' else _KINDS.get(kind[0], 'section')} {found['number']}"


def _linked(block: Block, targets: dict[str, str]) -> Block:
    if isinstance(block, Heading | Reference):
        return block
    link = partial(_linked_runs, targets=targets, own=f"#{block.id}")
    if isinstance(block, Listing):
        no_indices = {name: target for name, target in targets.items() if not name.startswith("reference ")}
        lines = tuple(_linked_runs(line, no_indices, f"#{block.id}") for line in block.lines)
        return block._replace(caption=link(block.caption), lines=lines)
    return with_runs(block, link)


def _linked_runs(runs: Runs, targets: dict[str, str], own: str) -> Runs:
    found: list[Run] = []
    for run in runs:
        if run.target or run.style in ("math", "code"):
            found.append(run)
        else:
            found += _pieces(run, targets, own)
    return tuple(found)


def _pieces(run: Run, targets: dict[str, str], own: str) -> Iterator[Run]:
    """The run cut at its mentions."""
    at = 0
    for begin, end, name in _mentions(run.text):
        target = targets.get(name)
        if target and target != own:
            if begin > at:
                yield run._replace(text=run.text[at:begin])
            yield run._replace(text=run.text[begin:end], target=target)
            at = end
    if at < len(run.text):
        yield run._replace(text=run.text[at:])


def _mentions(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each mention begins and ends, and the name that it uses."""
    for found in _MENTION.finditer(text):
        if found["numbers"]:
            for one in _ONE.finditer(text, *found.span()):
                yield *one.span(), f"reference {one[0].strip('[]')}"
        elif found["number"]:
            yield *found.span(), _place(found)
        else:
            yield from _citations(found)


def _citations(found: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """The cited works of the same authors: `Loom et al. (2019a,b, 2020)` names three."""
    name, year, has_more = found["name"].casefold(), found["year"], bool(found["years"])
    is_closed_only = found[0].count("(") + found[0].count("[") < found[0].count(")") + found[0].count("]")
    yield found.start(), found.end("year") if has_more else found.end() - is_closed_only, f"{name} {year}"
    for other in _OTHER_YEAR.finditer(found.string, *found.span("years")):
        if other[0]:
            year = other["year"] or year[:4]
            yield *other.span(), f"{name} {year}{other['letter'] or ''}"
