"""A formula in one line: the tree -> a text that is read from left to right, without doubt about what belongs where."""

from __future__ import annotations

import re
import unicodedata

from paperreader.text import symbols
from paperreader.text.formula import vocabulary as words
from paperreader.text.formula.factors import is_factor, is_product
from paperreader.text.formula.nodes import (
    Accent,
    Brace,
    Cell,
    Fenced,
    Fraction,
    Grid,
    Group,
    Node,
    Phantom,
    Root,
    Row,
    Scripts,
    Sign,
    Space,
    Tag,
    in_a_row,
)
from paperreader.text.formula.spacing import Placed, placed, sides, vulgar

_RADICALS = {"": "√", "3": "∛", "4": "∜"}
_BRACKETED = re.compile(r"\([^()]*\)")
_LINES = symbols.words("overline bar underline underbar overrightarrow overleftarrow vec overleftrightarrow")
"""Accents that can stand on every letter of a word, and still look like one."""
_ACCENT_WORDS = {
    "widehat": "hat", "widetilde": "tilde", "overrightarrow": "vec", "widecheck": "check", "underbar": "underline",
}  # fmt: skip
_SHORT_CHARS = 12
"""Of one side of a fraction that is written without spaces."""
_MAX_MARKS = 3
"""On top of a letter; terminals draw no more of them."""


def write(row: Row, tight: bool = False) -> str:
    """The row in one line; in a script (`tight`) without spaces around operators and relations."""
    out: list[str] = []
    plain = False  # what is before ends in a script that a letter would seem to go on with
    for part in placed(row, tight):
        text = _fraction(part) if isinstance(part.node, Fraction) else written(part.node, tight)
        if text:
            gap = part.gap or (plain and text[0].isalnum())
            if part.before == "fraction" and part.kind in ("letter", "number") and out[-1].endswith(")"):
                gap = 0  # `(a/b)c`
            out += [" ", text] if gap and out else [text]
            plain = goes_on(part.node, text)
    return "".join(out)


def written(node: Node, tight: bool = False) -> str:
    """A node in one line."""
    match node:
        case Sign():
            return node.text
        case Scripts():
            return _scripted(node)
        case Group():
            return write(node.body, tight)
        case Accent():
            return _accented(node.name, node.body)
        case Fenced():
            is_open = not node.closing and len(node.body) == 1 and isinstance(node.body[0], Grid)
            text = write(node.body, tight)
            return (
                f"{node.opening} {text} }}"
                if is_open and node.opening == "{"
                else f"{node.opening}{text}{node.closing}"
            )
        case Fraction():
            return _fraction(Placed(0, node, "", "", ""))
        case Root():
            return _root(node)
        case Brace():
            return f"{bracketed(node.body)}{node.sign}"
        case Grid():
            return _grid(node, tight)
        case Tag():
            return " " + tag_text(node)
        case Space() | Phantom():
            return ""
        case _:
            return write(node.body, tight)


def tag_text(tag: Tag) -> str:
    """The number of a formula in its brackets."""
    text = write(tag.body).strip()
    return text if tag.is_bare or text.startswith("(") else f"({text})"


# --- scripts


def raised(row: Row) -> str:
    """A superscript: primes, and the rest raised."""
    primes = ""
    for node in row:
        if not isinstance(node, Sign) or node.text.strip("′″‴"):
            break
        primes += node.text
        row = row[1:]
    return primes + _script("^", row)


def lowered(row: Row) -> str:
    """A subscript."""
    return _script("_", row)


def _script(mark: str, row: Row) -> str:
    content = write(row, tight=True)
    if not content:
        return ""
    script = symbols.script(mark, content)
    if script == f"{mark}({content})" and _BRACKETED.fullmatch(content):
        return mark + content  # `x^{(θ)}` and `x^{(i,θ)}` bring brackets of their own
    return script


def _scripted(node: Scripts) -> str:
    base = script_base(node.base)
    lower, upper = lowered(node.lower), raised(node.upper)
    if lower[:1] == "_" and upper and upper[0] != "^" and not ends_plain(base):
        return base + upper + lower
    return base + lower + upper


def script_base(row: Row) -> str:
    """What has scripts, in brackets where they would seem to belong to its end alone."""
    text = write(row)
    if len(row) == 1:
        node = row[0]
        while isinstance(node, Group) and len(node.body) == 1:
            node = node.body[0]
        if isinstance(node, Fraction | Root) or (isinstance(node, Group) and (" " in text or ends_plain(text))):
            return text if text[:1] in "([" else f"({text})"
    return text


def goes_on(node: Node, text: str) -> bool:
    """Whether a letter right after the node would seem to be part of it."""
    return isinstance(node, Root) or (isinstance(node, Scripts) and (text[-1:] == "*" or ends_plain(text)))


def ends_plain(text: str) -> bool:
    """Whether it ends in a script without brackets: a letter after it would seem to be part of it."""
    end = len(text)
    while end and (text[end - 1].isalnum() or unicodedata.combining(text[end - 1])):
        end -= 1
    return end < len(text) and text[end - 1 : end] in ("_", "^")


# --- fractions and roots


def _fraction(part: Placed) -> str:
    """A fraction in a row; in brackets where it would seem to go on."""
    node = part.node
    assert isinstance(node, Fraction)
    over, under = _side(node.over), _side(node.under)
    if not node.has_bar:
        word = "choose" if node.opening == "(" else "over"
        return f"{node.opening or '('}{over} {word} {under}{node.closing or ')'}"
    text = vulgar(node)
    if text and "number" not in (part.before, part.after):
        return text
    text = f"{over if is_product(node.over) else f'({over})'}/{under if is_factor(node.under) else f'({under})'}"
    if node.opening:
        return f"{node.opening}{text}{node.closing}"
    goes_on = part.after in ("letter", "number", "word", "open", "fraction")
    goes_on = goes_on or (part.after == "sign" and part.before != "sign")  # but not in `|a/b|`
    return f"({text})" if goes_on or part.before in ("fraction", "number") else text


def _side(row: Row) -> str:
    """What stands before or after a slash: without spaces, as long as that can be read."""
    text = write(row)
    return write(row, tight=True) if len(text) <= _SHORT_CHARS else text


def bracketed(row: Row) -> str:
    """The row, in brackets if it is more than one thing."""
    text = write(row)
    return text if is_factor(row) else f"({text})"


def _root(node: Root) -> str:
    index = write(node.degree, tight=True)
    radical = _RADICALS.get(index, "")
    if not radical:
        high = symbols.script("^", index)
        radical = f"{high}√" if high[:1] != "^" else f"({index})√"
    body = write(node.body)
    inner = node.body[0] if len(node.body) == 1 else Space()
    is_one = isinstance(inner, Sign | Accent) or (isinstance(inner, Scripts) and not inner.upper)
    return f"{radical}{body}" if (is_one and body.isalnum()) or len(body) == 1 else f"{radical}({body})"


# --- accents and grids


def _accented(name: str, body: Row) -> str:
    while len(body) == 1 and isinstance(body[0], Group):
        body = body[0].body
    if len(body) == 1 and isinstance(body[0], Scripts):
        scripts = body[0]
        return _scripted(scripts._replace(base=(Accent(name, scripts.base),)))
    text = write(body)
    letters = [char for char in text if not unicodedata.combining(char)]
    if len(letters) == 1 and len(unicodedata.normalize("NFD", text)) <= _MAX_MARKS:
        return words.accented(text, name)
    if name in _LINES and text.isalnum():
        return "".join(words.accented(char, "overline" if name == "bar" else name) for char in text)
    if not text:
        return f"\\{name}{{}}"
    return f"{accent_word(name)}({text})"


def accent_word(name: str) -> str:
    """What an accent is called that can stand on no letter."""
    return _ACCENT_WORDS.get(name, name)


def _grid(node: Grid, tight: bool) -> str:
    if node.kind == "lines":
        return _lines(node, tight)
    text = "; ".join(_cells(row, tight) for row in node.rows)
    if node.kind == "cases":
        return f"{{ {text} }}"
    return f"{node.opening}{text}{node.closing}"


def _cells(row: tuple[Cell, ...], tight: bool) -> str:
    """The cells of a row, with commas where neither a comma is nor a word (`1 if …`) or a relation goes on."""
    out = ""
    before = ""
    for cell in row:
        if text := write(cell.body, tight):
            first = sides(cell.body[0])[0]
            goes_on = "relation" in (before, first) or first == "word" or out[-1:] == ","
            out += ("" if not out else " " if goes_on else ", ") + text
            before = sides(cell.body[-1])[1]
    return out


def _lines(node: Grid, tight: bool) -> str:
    """Lines of a display, one after the other: set apart where they do not go on."""
    out = ""
    for row in node.rows:
        body = in_a_row(row)
        if text := write(body, tight):
            first = next((part for part in body if not isinstance(part, Space)), body[0])
            goes_on = sides(first)[0] in ("relation", "binary") or out[-1:] in ",;.:=+−×·≤≥" or out == ""
            out += ("" if out == "" else " " if goes_on else "; ") + text
    return out
