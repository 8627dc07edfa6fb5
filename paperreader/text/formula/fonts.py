"""Fonts, and text inside of formulas."""

from __future__ import annotations

import unicodedata

from paperreader.text import symbols
from paperreader.text.formula import vocabulary as words
from paperreader.text.formula.nodes import Group, Node, Row, Scripts, Sign, Space
from paperreader.text.formula.parser import Command, Parser

_TO_GROUP_END = {
    "bf": "BOLD", "bfseries": "BOLD", "boldmath": "BOLD", "cal": "SCRIPT", "frak": "FRAKTUR", "Bbb": "DOUBLE-STRUCK",
    "it": "", "rm": "", "tt": "", "sf": "", "sc": "", "sl": "", "em": "", "mit": "",
}  # fmt: skip
"""Fonts that hold to the end of the group, and their styles."""
_TEXTS = symbols.words(
    "text textbf textit texttt textsc textsf textrm textsl textup textmd textnormal emph mbox hbox url path hl "
    "uppercase lowercase"
)
"""Commands whose argument is text, not a formula."""
_UPRIGHT = symbols.words("mathrm mathsf mathtt mathit mathnormal")
"""Commands that make a word of letters in a row."""
TEXT_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
"""Accents in text, and their combining marks."""


def _switch(parser: Parser, name: str) -> list[Node]:
    if name in _TO_GROUP_END:
        parser.font = symbols.combined(parser.font, _TO_GROUP_END[name])
    return []


def _font(parser: Parser, name: str) -> list[Node]:
    font = parser.font
    parser.font = symbols.combined(font, symbols.STYLES[name]) if name in symbols.STYLES else ""
    body = parser.argument()
    parser.font = font
    if name in _UPRIGHT:
        return [_as_word(node) for node in _whole_words(body)]
    return [Group(body)] if len(body) != 1 else list(body)


def _whole_words(body: Row) -> list[Node]:
    """The body with the scripts of a last letter on its word: `head_1` is no `hea` and a `d_1`."""
    nodes: list[Node] = []
    for node in body:
        match nodes[-1:], node:
            case [Sign(letters, "letter")], Scripts((Sign(last, "letter"),)) if letters.isalpha() and last.isalpha():
                nodes[-1] = node._replace(base=(Sign(letters + last, "word"),))
            case _:
                nodes.append(node)
    return nodes


def _as_word(node: Node) -> Node:
    if isinstance(node, Sign) and node.kind == "letter" and len(node.text) > 1:
        return node._replace(kind="word")
    return node


def text_command(parser: Parser, name: str) -> list[Node]:
    """A command whose argument is text."""
    if parser.peek() != "{":
        return list(parser.argument())
    parser.at += 1
    font, parser.font = parser.font, symbols.STYLES.get(name, "")
    body = read_text(parser)
    parser.font = font
    return list(body) if len(body) < 2 else [Group(body)]


def read_text(parser: Parser) -> Row:
    """Words with their spaces, up to the brace that ends them; formulas between dollars are read."""
    parser.enter()
    nodes: list[Node] = []
    words_so_far = ""
    while parser.at < len(parser.tokens):
        token = parser.tokens[parser.at]
        parser.at += 1
        if token == "}":
            break
        piece, inner = _text_part(parser, token)
        words_so_far += piece
        if inner:
            nodes += [*_as_sign(words_so_far), *inner]
            words_so_far = ""
    parser.depth -= 1
    return (*nodes, *_as_sign(words_so_far))


def _as_sign(text: str) -> list[Node]:
    return [Sign(text, "word" if len(text) > 1 else "letter")] if text else []


def _text_part(parser: Parser, token: str) -> tuple[str, Row]:
    """What a token adds to a text: characters, or something else."""
    if token == "{":
        return "", read_text(parser)
    if token in ("$", "\\("):
        inner = parser.row(("$", "\\)", "}"))
        parser.at += parser.peek() in ("$", "\\)")
        return "", inner
    if token[0] != "\\" or len(token) == 1:
        return " " if token.isspace() or token == "~" else symbols.styled(parser.font, token), ()
    if mark := TEXT_ACCENTS.get(token[1:]):
        letters = parser.raw()
        return unicodedata.normalize("NFC", letters[:1] + mark if letters else token) + letters[1:], ()
    inner = tuple(parser.command(token[1:]))
    match inner:
        case (Space(),):
            return " ", ()
        case (Sign(text, "sign" | "letter"),):
            return text, ()
    return "", inner


_FONTS = {*symbols.STYLES, *symbols.FONTS} - _TEXTS - words.ACCENTS.keys()

FONT_COMMANDS: dict[str, Command] = {
    **dict.fromkeys(_FONTS, _font),
    **dict.fromkeys(_TEXTS, text_command),
    **dict.fromkeys(symbols.SWITCHES, _switch),
    **dict.fromkeys(_TO_GROUP_END, _switch),
}
