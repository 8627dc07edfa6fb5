"""Where a formula that nothing delimits begins and ends. arXiv writes TeX in one way: scripts in braces (`x_{i}`), and
spaces only after the name of a macro (`\\alpha x`) or inside braces."""

from __future__ import annotations

import re

MARK = re.compile(
    r"\\(?:[A-Za-z]+|[{}|,;:!> ]|\\)"  # a macro
    r"|[_^]\{"  # a script
    r"|\{(?:[:=,+<>/-]|\\[a-z]+)\}"  # a sign in braces
)
"""What only TeX has."""
MAX_TEX_CHARS = 6000
"""Of a formula; the longest of 87,151 has 4,885."""

_MACRO = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_NESTING = {"\\begin": 1, "\\end": -1, "\\left": 1, "\\right": -1}
_LINK = re.compile(r"\[{1,2}[^\[\]\n]{1,300}+\]\(")
_WORD = re.compile(r"[A-Za-z]+")
CITATION = re.compile(r"\((?=[a-z][a-z_-]{1,40}(?:19|20)\d\d)")
_SUFFIX = re.compile(r"(?<=[}A-Za-z0-9])(?:-[A-Za-z]{3,}[\w-]*|['’]s)$")
_OPENERS = {")": "(", "]": "["}


def tex_end(line: str, start: int) -> int:
    """Where the formula that begins at `start` ends."""
    end = _balanced_end(line, start)
    return end if end > start else _first_space(line, start)


def _balanced_end(line: str, start: int) -> int:
    """Its end outside of all braces; `start` if braces are not closed."""
    depth = environments = 0
    joins = False
    at = start
    last = min(len(line), start + MAX_TEX_CHARS)
    while at < last:
        char = line[at]
        if char == "\\" and (macro := _MACRO.match(line, at)):
            environments += _NESTING.get(macro[0], 0)
            joins = macro[0][1:].isalpha() or macro[0] in ("\\ ", "\\\\")
            at = macro.end()
            continue
        if depth == 0 and environments <= 0:
            if char.isspace():
                if not (joins and _continues(line, at + 1)):
                    return at
            elif (
                not char.isascii()
                or char == "}"
                or (char == "[" and _LINK.match(line, at))
                or (char == "(" and at > start and CITATION.match(line, at))
            ):
                return at
        depth += (char == "{") - (char == "}")
        joins = joins and char.isspace()
        at += 1
    return at if depth == 0 and environments <= 0 else start


def _continues(line: str, at: int) -> bool:
    """Whether what follows a macro and a space still belongs to the formula, and is no word of the sentence."""
    if at >= len(line):
        return False
    word = _WORD.match(line, at)
    if word is None:
        return line[at].isdigit()
    after = line[word.end() : word.end() + 1]
    if len(word[0]) == 1:
        return not (word[0] in "aAI" and (not after or after.isspace()))
    chunk = line[at : _first_space(line, at)]
    return len(word[0]) <= 3 and (after in ("_", "^", "\\") or (after in ("(", "{") and MARK.search(chunk) is not None))


def _first_space(line: str, start: int) -> int:
    at = start
    while at < len(line) and not line[at].isspace():
        at += 1
    return max(at, start + 1)


def trimmed_end(line: str, start: int, end: int) -> int:
    """The end without what belongs to the sentence: punctuation, brackets that were opened before, `-norm`."""
    while end > start + 1:
        text = line[start:end]
        char = text[-1]
        if text[-2] == "\\":
            break
        if suffix := _SUFFIX.search(text[-40:]):
            end -= len(suffix[0])
        elif (
            char in ".,;:!?'\"*"
            or (char == "_" and "_" not in text[:-1])
            or (char in _OPENERS and text.count(char) > text.count(_OPENERS[char]))
        ):
            end -= 1
        else:
            break
    return end


def trimmed_start(line: str, start: int, mark: int, end: int) -> int:
    """The start without what belongs to the sentence: words, quotes, brackets that are closed after it."""
    prefix = line[start:mark]
    cut = 0
    for found in re.finditer(r"[^\x00-\x7f]|[\"“‘`]|\*\*|[A-Za-z]{3,}[:;,.]|^[A-Za-z]{2,}-|^\w+\)[,;]?", prefix):
        cut = found.end()
    start += cut
    while start < mark and line[start] in "(['*_":
        opener = line[start]
        closer = {"(": ")", "[": "]"}.get(opener)
        text = line[start:end]
        if closer and text.count(opener) <= text.count(closer):
            break
        start += 1
    return start
