"""What the source broke into fragments: algorithms and code with a paragraph for each line or less, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperreader.fulltext.blocks import Block, Listing, Paragraph, Run, Runs
from paperreader.fulltext.commonmark.line import merged
from paperreader.fulltext.hub_text.captions import NO_COLUMNS

LINE_END = "\U0010ff00"
"""Between lines that are not joined."""
NO_INDENTATION = "indentation lost"
CODE = "fragments"
"""The info of a fence around code that was put together."""
MIN_CODE_LINES = 4
MAX_LINE_CHARS = 200
MAX_DOUBTFUL = 20
"""Lines after which too few that look like code end the search."""
MIN_STEPS = 3
MAX_REST = 12
"""Lines of a step, besides its first paragraph."""
MAX_PARAGRAPHS = 1000
"""Of an algorithm."""

_TABLE = re.compile(r"[*_]*Table [A-Z]?\.?\d{1,3}(?:\.\d+)?[*_]*\s?[:.|]")
_BLOCK = re.compile(r"[ \t]*(?:#{1,6} |[*+-] |\d{1,3}\. |>|!\[|\||`{3}|~{3}|-{3,}[ \t]*$|={3,}[ \t]*$|<)")
_STEP = re.compile(r"[ \t]*(\d{1,3}):[ \t]*")
_KEYWORD = re.compile(
    r"(?:def|class|return|import|from|for|while|if|elif|else|try|except|with|print|assert|yield|raise|async|await|func|"
    r"function|var|let|const|int|float|void|public|private|static|struct|end)\b|[#@}{)\]]|//|/\*|\.\.\.$|>>>"
)
_CODE = re.compile(
    r"^[\w.\[\],: ]+(?<![=<>!])(?:[-+*/|&]?=)(?!=)\S|^[\w.]+\(.*\)?[;:,]?$|->|[;{]$|^[-+*/%][\w.(]+[*/+(]"
    r"|\w+\[[^\]]*\]\."
)
_PROSE = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}")


def put_together(source: str) -> str:
    """The source with its fragments in one paragraph or fence."""
    paragraphs = re.split(r"\n[ \t]*\n", source)
    found: list[str] = []
    at = 0
    in_fence = False
    while at < len(paragraphs):
        paragraph = paragraphs[at]
        in_fence ^= len(re.findall(r"^ {0,3}(?:```|~~~)", paragraph, re.MULTILINE)) % 2 == 1
        if not in_fence:
            for read in (_algorithm, _code):
                end, text = read(paragraphs, at)
                if end > at:
                    break
            else:
                end, text = at + 1, paragraph
                if found and _TABLE.match(found[-1].lstrip()) and _is_loose(paragraph):
                    text = _lines(paragraph.strip("\n").split("\n"))
            found.append(text)
            at = end
        else:
            found.append(paragraph)
            at += 1
    return "\n\n".join(found)


def _is_loose(paragraph: str) -> bool:
    lines = paragraph.strip("\n").split("\n")
    return len(lines) > 1 and not any(map(_BLOCK.match, lines)) and not any("|" in line[:2] for line in lines)


def _lines(lines: Sequence[str]) -> str:
    """Lines as one paragraph that knows where they end."""
    return f" {LINE_END} ".join(line.strip() for line in lines) + f" {LINE_END}"


def _algorithm(paragraphs: Sequence[str], start: int) -> tuple[int, str]:
    """Steps with numbers and colons, `5:for`, with what belongs to each; `start` if there are none."""
    steps: list[str] = []
    rest: list[str] = []  # after the last step; of it, if another step follows
    end = start
    number = -1
    for at in range(start, min(len(paragraphs), start + MAX_PARAGRAPHS)):
        for line in paragraphs[at].strip("\n").split("\n"):
            step = _STEP.match(line)
            if step and (not steps or int(step[1]) == number + 1):
                for part in rest:
                    steps[-1] += part if part[:1] in ",.;:)" else f" {part}"
                number, rest, end = int(step[1]), [], at + 1
                steps.append(f"{step[1]}: {line[step.end() :].strip()}")
            elif not steps or _BLOCK.match(line) or len(line) > MAX_LINE_CHARS or len(rest) > MAX_REST:
                return (end, _lines(steps)) if len(steps) >= MIN_STEPS else (start, "")
            elif at + 1 == end:
                steps[-1] += line if line[:1] in ",.;:)" else f" {line.strip()}"
            else:
                rest.append(line.strip())
    return (end, _lines(steps)) if len(steps) >= MIN_STEPS else (start, "")


def _code(paragraphs: Sequence[str], start: int) -> tuple[int, str]:
    """Lines of code that are paragraphs; `start` if there are none."""
    at = last = start
    likely = brackets = 0
    while at < len(paragraphs) and _may_be_code(paragraphs[at]):
        line = paragraphs[at]
        if _is_code(line) or (at > start and brackets > 0 and not _PROSE.search(line)):
            likely, last = likely + 1, at + 1
        elif at == start or at - last >= 1 or (at - start >= MAX_DOUBTFUL and likely * 10 < (at - start) * 6):
            break
        brackets = max(0, brackets + sum(map(line.count, "([{")) - sum(map(line.count, ")]}")))
        at += 1
    if last - start < MIN_CODE_LINES or likely * 10 < (last - start) * 6:
        return start, ""
    return last, "\n".join([f"```{CODE}", *(line.strip("\n").lstrip() for line in paragraphs[start:last]), "```"])


def _may_be_code(paragraph: str) -> bool:
    line = paragraph.strip("\n")
    return bool(line) and "\n" not in line and len(line) <= MAX_LINE_CHARS and not re.match(r"#{1,6} |!\[|\* ", line)


def _is_code(paragraph: str) -> bool:
    line = paragraph.strip()
    if not _may_be_code(paragraph) or _PROSE.search(line) or "](" in line or "\\" in line or "$" in line:
        return False
    return bool(_KEYWORD.match(line) or _CODE.search(line))


def read_fragments(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with listings for paragraphs whose lines are not joined."""
    return [_listing(block) if isinstance(block, Paragraph) else block for block in blocks]


def _listing(block: Paragraph) -> Block:
    if not any(LINE_END in run.text for run in block.runs):
        return block
    lines: list[list[Run]] = [[]]
    for run in block.runs:
        first, *others = run.text.split(LINE_END) if run.style != "math" else [run.text]
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=text)] for text in others]
    kept: tuple[Runs, ...] = tuple(line for line in map(merged, lines) if line)
    is_algorithm = bool(kept) and all(line and _STEP.match(line[0].text) for line in kept)
    return Listing(kept, note=NO_INDENTATION if is_algorithm else NO_COLUMNS, id=block.id)
