"""Commands with arguments: fractions, roots, braces, operators, spaces."""

from __future__ import annotations

import re

from paperreader.text import symbols
from paperreader.text.formula import vocabulary as words
from paperreader.text.formula.environments import ENVIRONMENT_COMMANDS
from paperreader.text.formula.fonts import FONT_COMMANDS, read_text, text_command
from paperreader.text.formula.nodes import (
    Accent,
    Brace,
    Fraction,
    Group,
    Kind,
    Node,
    Phantom,
    Root,
    Row,
    Scripts,
    Sign,
    Space,
    Tag,
)
from paperreader.text.formula.parser import Command, Parser

_UNIT = re.compile(r"em|ex|mu|pt|cm|mm|in|bp|pc|dd|sp|fil+")
_LENGTH_PART = re.compile(r"[-+=.]|[0-9.]+|\\[A-Za-z]*(?:width|skip|sep)|(?:em|ex|mu|pt|cm|mm|in|bp|pc|dd|sp|fil+).*")

_IGNORED = {
    "label": 1, "vspace": 1, "rule": 2, "cline": 1, "cmidrule": 1, "hline": 0, "toprule": 0, "midrule": 0,
    "bottomrule": 0, "nonumber": 0, "notag": 0, "definecolor": 3, "setlength": 2, "addtolength": 2, "hfill": 0,
    "arraystretch": 0, "strut": 0, "mathstrut": 0, "null": 0, "ignorespaces": 0, "unskip": 0,
    "raisebox": 1, "fontsize": 2, "selectfont": 0, "allowdisplaybreaks": 0, "displaybreak": 0, "pagebreak": 0,
    "nobreak": 0, "hypertarget": 1, "hyperlink": 1, "thinspace": 0, "crcr": 0, "bgroup": 0, "egroup": 0,
}  # fmt: skip
"""Commands that show nothing, and how many of their arguments show nothing either."""

_CLASSES: dict[str, Kind] = {
    "mathrel": "relation", "mathbin": "binary", "mathord": "letter", "mathopen": "open", "mathclose": "close",
    "mathpunct": "comma", "mathinner": "letter",
}  # fmt: skip
_BRACES = {
    "underbrace": "⏟", "overbrace": "⏞", "underbracket": "⎵", "overbracket": "⎴", "underparen": "⏝", "overparen": "⏜",
}  # fmt: skip
_ARROWS = {
    "xrightarrow": "→", "xleftarrow": "←", "xleftrightarrow": "↔", "xRightarrow": "⇒", "xLeftarrow": "⇐",
    "xLeftrightarrow": "⇔", "xmapsto": "↦", "xhookrightarrow": "↪", "xhookleftarrow": "↩", "xlongequal": "=",
    "xtwoheadrightarrow": "↠", "xrightharpoonup": "⇀", "xrightleftharpoons": "⇌",
}  # fmt: skip
_SMALL_FRACTIONS = ("tfrac", "nicefrac", "sfrac", "flatfrac")


def _flat(row: Row) -> str | None:
    """The text of letters and signs in a row; None if there is anything else."""
    text = ""
    for node in row:
        if isinstance(node, Sign):
            text += node.text
        elif isinstance(node, Space):
            text += " "
        elif isinstance(node, Group) and (inner := _flat(node.body)) is not None:
            text += inner
        else:
            return None
    return text.strip()


def _nothing(parser: Parser, name: str) -> list[Node]:
    name = name.rstrip("*")
    if name in ("rule", "displaybreak", "pagebreak", "hypertarget"):
        parser.optional()
    for _ in range(_IGNORED[name]):
        parser.raw()
    return []


def _color(parser: Parser, name: str) -> list[Node]:
    parser.optional()
    parser.raw()
    if name == "colorbox":
        return text_command(parser, name)
    return [] if name == "color" else [Group(parser.argument())]


def _length(parser: Parser, name: str) -> list[Node]:
    """A space, whose length follows with or without braces."""
    length = ""
    if parser.peek() == "{":
        length = parser.raw()
    while not length or length[-1] in "-+=.0123456789":
        token = parser.peek()
        if not token or not _LENGTH_PART.fullmatch(token):
            break
        parser.at += 1
        if unit := _UNIT.match(token):
            if rest := token[unit.end() :]:
                parser.at -= 1
                parser.tokens[parser.at] = rest
            token = unit[0]
        length += token
    return [] if length.startswith(("-", "0")) else [Space()]


def _penalty(parser: Parser, name: str) -> list[Node]:
    while re.fullmatch(r"-|\d+", parser.peek()):
        parser.at += 1
    return []


def _operator(parser: Parser, name: str) -> list[Node]:
    font, parser.font = parser.font, ""
    body = parser.argument()
    parser.font = font
    text = _flat(body)
    if not text:
        return [Group(body)]
    if name == "mathop":
        return [Sign(text, "big" if text in symbols.BIG_OPERATORS.values() else "function", limits=True)]
    return [Sign(text, "function", name.endswith("*") or text.replace(" ", "") in symbols.LIMIT_FUNCTIONS)]


def _classed(parser: Parser, name: str) -> list[Node]:
    body = parser.argument()
    text = _flat(body)
    return list(body) if text is None else [Sign(text, _CLASSES[name])]


def _fraction(parser: Parser, name: str) -> list[Node]:
    if name == "cfrac":
        parser.optional()
    over = parser.argument()
    return [Fraction(over, parser.argument(), name in _SMALL_FRACTIONS)]


def _binomial(parser: Parser, name: str) -> list[Node]:
    over = parser.argument()
    return [Fraction(over, parser.argument(), name == "tbinom", False, "(", ")")]


def _general_fraction(parser: Parser, name: str) -> list[Node]:
    opening, closing, thickness, _ = (parser.raw() for _ in range(4))
    over, under = parser.argument(), parser.argument()
    opening, closing = (words.DELIMITERS.get(each, each) for each in (opening, closing))
    return [Fraction(over, under, False, not thickness.startswith("0"), opening, closing)]


def _root(parser: Parser, name: str) -> list[Node]:
    index = parser.optional()
    return [Root(parser.argument(), parser.inner(index) if index else ())]


def _brace(parser: Parser, name: str) -> list[Node]:
    return [Brace(_BRACES[name], parser.argument(), name.startswith("over"))]


def _over_or_under(parser: Parser, name: str) -> list[Node]:
    note = parser.argument()
    base = parser.argument()
    return [Scripts(base, note, (), True) if name == "underset" else Scripts(base, (), note, True)]


def _arrow(parser: Parser, name: str) -> list[Node]:
    below = parser.optional()
    above = parser.argument()
    return [Scripts((Sign(_ARROWS[name], "relation"),), parser.inner(below) if below else (), above, True)]


def _sideset(parser: Parser, name: str) -> list[Node]:
    before, after = parser.argument(), parser.argument()
    return [*before, *parser.argument(), *after]


def _negated(parser: Parser, name: str) -> list[Node]:
    body = parser.argument()
    if len(body) == 1 and isinstance(body[0], Sign) and len(body[0].text) == 1:
        return [body[0]._replace(text=words.accented(body[0].text, "not"))]
    return [Accent("not", body)]


def _phantom(parser: Parser, name: str) -> list[Node]:
    body = parser.argument()
    return [] if name == "vphantom" else [Phantom(body)]


def _tag(parser: Parser, name: str) -> list[Node]:
    return [Tag(read_text(parser) if parser.take_if("{") else parser.argument(), name.endswith("*"))]


def _modulo(parser: Parser, name: str) -> list[Node]:
    if name == "bmod":
        return [Sign("mod", "binary")]
    return [Space(), Sign("(", "open"), Sign("mod", "function"), *parser.argument(), Sign(")", "close")]


def _rows(parser: Parser, name: str) -> list[Node]:
    return list(parser.argument())


def _box(parser: Parser, name: str) -> list[Node]:
    return [Group(parser.argument())]


def _textual(parser: Parser, name: str) -> list[Node]:
    parser.optional()
    return text_command(parser, name)


def _reference(parser: Parser, name: str) -> list[Node]:
    key = parser.raw()
    return [Sign(f"({key})" if name == "eqref" else key if "ref" in name else f"[{key}]", "word")]


COMMANDS: dict[str, Command] = {
    **FONT_COMMANDS,
    **dict.fromkeys(_IGNORED, _nothing),
    **dict.fromkeys(("color", "textcolor", "mathcolor", "colorbox"), _color),
    **dict.fromkeys(("hspace", "mspace", "hskip", "vskip", "kern", "mkern", "mskip"), _length),
    **dict.fromkeys(("operatorname", "operatornamewithlimits", "mathop"), _operator),
    **dict.fromkeys(_CLASSES, _classed),
    **dict.fromkeys(("frac", "dfrac", "cfrac", *_SMALL_FRACTIONS), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    "penalty": _penalty,
    "genfrac": _general_fraction,
    "sqrt": _root,
    **dict.fromkeys(_BRACES, _brace),
    **dict.fromkeys(("underset", "overset", "stackrel"), _over_or_under),
    **dict.fromkeys(_ARROWS, _arrow),
    "sideset": _sideset,
    "not": _negated,
    **dict.fromkeys(("phantom", "hphantom", "vphantom"), _phantom),
    "tag": _tag,
    **dict.fromkeys(("bmod", "pmod"), _modulo),
    "substack": _rows,
    **dict.fromkeys(("boxed", "mathclap", "mathllap", "mathrlap", "mathchoice"), _box),
    **dict.fromkeys(("makebox", "parbox", "fbox", "framebox"), _textual),
    **dict.fromkeys(symbols.CITATIONS, _reference),
    **ENVIRONMENT_COMMANDS,
}
