"""Code, verbatim text and algorithms: lines with their indentation and numbers."""

from __future__ import annotations

from typing import Final

from paperreader.fulltext.blocks import Run, Runs
from paperreader.fulltext.latexml.inline import Inline
from paperreader.fulltext.latexml.tree import Element
from paperreader.text.sanitize import TAB_CELLS, clean, clean_code

MAX_LINES: Final = 10_000
_WIDTHS: Final = {" ": 1, "\u00a0": 1, "\u2000": 1, "\u2001": 2, "\u2002": 1, "\u2003": 2, "\u3000": 2, "\t": TAB_CELLS}


def code_lines(text: str) -> list[Runs]:
    """Lines of verbatim text, without empty ones at both ends."""
    lines = [clean_code(line) for line in text.split("\n", MAX_LINES)[:MAX_LINES]]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        lines.pop()
    return [(Run(line, "code"),) if line else () for line in lines]


def listing_lines(listing: Element, inline: Inline) -> list[Runs]:
    """The lines of a listing or an algorithm."""
    lines = list(listing.find("ltx_listingline"))[:MAX_LINES]
    is_code = "ltx_lstlisting" in listing.classes
    if not lines:
        return code_lines(listing.text())
    numbers: list[str] = []
    contents: list[tuple[int, Runs]] = []
    for line in lines:
        inline.ids.append(line.id)
        tag = next((child for child in line.elements() if "ltx_tag" in child.classes), None)
        numbers.append(clean(tag.text()) if tag else "")
        rest = Element("div", {})
        rest.children = [child for child in line.children if child is not tag]
        if is_code:
            text = clean_code(_code(rest).strip("\n"))
            contents.append((0, (Run(text, "code"),) if text else ()))
        else:
            contents.append((_indentation(rest), inline.read(rest)))
    width = max(map(len, numbers))
    least = min((indent for indent, runs in contents if runs), default=0)
    result = []
    for number, (indent, runs) in zip(numbers, contents, strict=True):
        before = (f"{number:>{width}} " if width else "") + " " * (indent - least if runs else 0)
        result.append(_merged((Run(before, "code" if is_code else ""), *runs)) if before.strip() or runs else ())
    return result


def _merged(runs: Runs) -> Runs:
    first, *rest = runs
    if not first.text:
        return tuple(rest)
    if rest and rest[0][1:] == first[1:]:
        return (first._replace(text=first.text + rest[0].text), *rest[1:])
    return runs


def _code(element: Element) -> str:
    text = "".join(
        child if isinstance(child, str) else child.get("alttext") if child.tag == "math" else _code(child)
        for child in element.children
    )
    return text.replace("␣", " ") if "ltx_lst_space" in element.classes else text


def _indentation(element: Element) -> int:
    """In cells: ASCII white space in an algorithm is that of the HTML."""
    cells = 0
    for char in element.text():
        if char in " \t\r\n":
            continue
        if not char.isspace() and char not in "\u200a\u200b":
            break
        cells += _WIDTHS.get(char, 0)
    return cells
