"""Footnotes that stand inside their sentence: `function.1 1 1 For simplicity, we fix x.`"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from paperreader.fulltext.blocks import Block, Figure, Footnote, Heading, Listing, Paragraph, Run, Runs, Table, plain
from paperreader.fulltext.commonmark.line import merged
from paperreader.fulltext.commonmark.scripts import raised

_NOTE = re.compile(r"[ ]?(?<!\d)(?<!\d[.,])(\d{1,2}|[*∗†‡§¶]) \1 \1 (?=\S)")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹∗†‡*]{1,3}\.?\s*(?=\S)")
_MARK = re.compile(r"[ ]?(\d{1,2}|[*∗†‡§¶]) \1 footnotemark: \1(?!\d)")
_SENTENCE_GOES_ON = re.compile(r"[.!?][”\"')]?[ ]+(?=[a-z(\[,;–—])")
_SENTENCE_ENDS = re.compile(r"(?<![A-Z])(?<!e\.g)(?<!i\.e)(?<!al)(?<!vs)(?<!cf)[.!?][”\"')]?(?:[ ]+(?=[A-Z“\"(])|$)")
MAX_NOTES = 20
"""In a paragraph."""
MAX_WORDS_BEFORE_LINK = 14
"""Of a note that ends with a link."""


def read_footnotes(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each footnote after the one that refers to it."""
    found: list[Block] = []
    in_text = False
    for block in blocks:
        in_text = in_text or isinstance(block, Heading)
        if in_text and isinstance(block, Paragraph) and (note := _note_below(block)):
            found.append(note)
        elif isinstance(block, Paragraph):
            runs, notes = _split(block.runs, in_text)
            found += [block._replace(runs=runs) if notes or runs is not block.runs else block, *notes]
        elif isinstance(block, Figure | Table | Listing):
            runs, notes = _split(block.caption)
            found += [block._replace(caption=runs), *notes]
        elif isinstance(block, Heading):
            runs, notes = _split(block.runs)
            found += [block._replace(runs=runs), *notes]
        else:
            found.append(block)
    return found


def _note_below(block: Paragraph) -> Footnote | None:
    """A paragraph that is a footnote: it begins with a raised mark."""
    mark = None if block.marker else _RAISED.match(plain(block.runs))
    if mark is None:
        return None
    _, runs = _cut(block.runs, mark.end())
    text = unicodedata.normalize("NFKC", mark[0]).strip(" .")
    return Footnote(merged(runs), text, block.id or f"footnote{text}") if runs else None


def _split(runs: Runs, in_text: bool = True) -> tuple[Runs, list[Footnote]]:
    """The runs without the notes in them, and the notes. Marks of authors are not those of the text."""
    text = plain(runs)
    notes: list[Footnote] = []
    if " footnotemark:" in text:
        runs = _marked(runs, in_text)
    while len(notes) < MAX_NOTES and (found := _first(runs)):
        at, start, mark = found
        before, note = _cut(runs, at)
        _, note = _cut(note, start - at)
        end = _note_end(note)
        note, rest = _cut(note, end)
        id = f"footnote{mark}"
        notes.append(Footnote(merged(note), mark, id))
        space = [Run(" ")] if rest and rest[0].text[:1] not in " .,;:)" else []
        runs = merged((*before, Run(raised(mark) or mark, target=f"#{id}"), *space, *rest))
    return runs, notes


def _marked(runs: Runs, in_text: bool) -> Runs:
    """Marks whose note is elsewhere."""
    found: list[Run] = []
    for run in runs:
        at = 0
        for mark in _MARK.finditer(run.text):
            found.append(run._replace(text=run.text[at : mark.start()]))
            found.append(Run(raised(mark[1]) or mark[1], target=f"#footnote{mark[1]}" if in_text else ""))
            at = mark.end()
        found.append(run._replace(text=run.text[at:]))
    return merged(found)


def _first(runs: Runs) -> tuple[int, int, str] | None:
    """Where the first note's mark begins, where its text does, and the mark."""
    at = 0
    for run in runs:
        if not run.target and run.style in ("", "strong", "emphasis") and (found := _NOTE.search(run.text + "x")):
            return at + found.start(), at + found.end(), found[1]
        at += len(run.text)
    return None


def _note_end(runs: Runs) -> int:
    """Where a note ends and the sentence around it goes on."""
    text = plain(runs)
    at = 0
    for run in runs:
        if run.target.startswith("http") and len(text[:at].split()) <= MAX_WORDS_BEFORE_LINK:
            end = at + len(run.text)
            if re.match(r"[ ]?[a-z,;(]", text[end:]):
                return end
            break
        at += len(run.text)
    goes_on = _SENTENCE_GOES_ON.search(text)
    ends = _SENTENCE_ENDS.search(text)
    if goes_on and (ends is None or goes_on.start() <= ends.start()):
        return goes_on.start() + 1
    return ends.start() + 1 if ends else len(text)


def _cut(runs: Runs, at: int) -> tuple[Runs, Runs]:
    """The runs before and after a character."""
    before: list[Run] = []
    for index, run in enumerate(runs):
        if at < len(run.text):
            if at <= 0:
                return tuple(before), runs[index:]
            if run.style == "math":  # not cut in two
                return (*before, run), runs[index + 1 :]
            rest = run._replace(text=run.text[at:])
            return (*before, run._replace(text=run.text[:at])), (rest, *runs[index + 1 :])
        before.append(run)
        at -= len(run.text)
    return tuple(before), ()
