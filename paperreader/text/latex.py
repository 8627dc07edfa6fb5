"""Real TeX, parsed with pylatexenc one fragment at a time, so that the prose around it is never touched."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexMathNode,
    LatexSpecialsNode,
    LatexWalker,
    LatexWalkerParseError,
    get_default_latex_context_db,
)
from pylatexenc.macrospec import std_macro

from paperreader.text import symbols

MAX_TEX_CHARS = 2_000
"""Characters of TeX that are parsed in one text; each takes up to 12 µs."""

# As in pandoc, an opening dollar stands before a non-space, a closing one after a non-space and not before a digit.
_MATH = re.compile(
    r"\\\((.{1,1000}?)\\\)|\\\[(.{1,1000}?)\\\]"
    r"|\\begin\{(?P<kind>(?:equation|align|gather|multline|eqnarray|displaymath|math)\*?)\}"
    r"(.{1,1000}?)\\end\{(?P=kind)\}"
    r"|(?<![\\$])\$\$((?:[^$\\]|\\.){1,1000}?)\$\$"
    r"|(?<![\\$])\$(\s?\\[A-Za-z]+\s?)\$"  # …but `256$\times$256` is math all the same
    r"|(?<![\\$])\$(?![\s$])((?:[^$\\]|\\.){1,400}?)(?<!\s)\$(?![\d$])"
)
_MATH_ONLY = re.compile(r"\\[A-Za-z]|[\^_={}]")
_PROSE = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}(?![A-Za-z(])")
_APOSTROPHE = re.compile(r"(?<=\w)\\'(?=(?:s|t|d|m|re|ve|ll)(?![A-Za-z]))")
_MACRO = re.compile(
    r"\{\\(?=[A-Za-z\"'`^~=.])"
    # a single letter is an accent or a letter of its own; any other is code: `\n`, `\d+`
    r"|\\([A-Za-z]{2,}|[cHvubdrk](?=\{)|(?<=[A-Za-z]\\)[cHvk](?= [A-Za-z])|[oOlLij](?![A-Za-z])|S(?=[~ ]?\d))\*?"
    r"|\\[\"'`^](?=[AEIOUYCGHJLNRSWZaeioucghjlnrswyz]|\{\\?[A-Za-z]\}|\\[ij](?![A-Za-z]))(?:\{\\?\w\}|\\?\w)"
    r"|\\[~=.](?:\{\w\}|(?<=[A-Za-z]..)\w|(?<=~)[Nn])"
)
_COMMENT = re.compile(r"(?<!\\)[%$]")
_SCRIPT = re.compile(r"([_^])\s*([^\s{}^_])")
_ACCENTS = frozenset("'`\"^~=.cHvubdrk") | symbols.words(
    "hat widehat bar overline tilde widetilde vec dot ddot check breve acute grave mathring"
)
_LETTERS = symbols.words("o O l L i j ss ae AE oe OE aa AA")
_FUNCTION = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(symbols.FUNCTIONS)})$")
_SPACES = dict.fromkeys(",;: \\\n\t", " ") | dict.fromkeys("!/-@", "")
_NOTHING = symbols.SWITCHES | {"begin", "end", "label", "hspace", "vspace", "color"}


def convert(text: str) -> str:
    """The text with its TeX converted, but scripts left as `^{…}` and `_{…}`. ValueError if there is too much TeX."""
    if text.count("\\") > 200 or _depth(text) > 20:
        raise ValueError("more TeX than an author would write")
    size = sum(len(found[0]) for found in _MATH.finditer(text) if "\\" in found[0] or "{" in found[0])
    if re.search(r'\\"(?![A-Za-z{\\])', text):
        text = text.replace('\\"', '"')  # escaped quotes: an accent never stands before a space
    text = _APOSTROPHE.sub("'", text)
    text = _MATH.sub(_math, text) if size <= MAX_TEX_CHARS else text
    done, at = [], 0
    while found := _MACRO.search(text, at):
        start, end = found.start(), _end(text, found)
        size += end - start
        if size > MAX_TEX_CHARS:
            raise ValueError("too much TeX to parse in time")
        done += [text[at:start], _read(text[start:end])]
        tight = found[1] in symbols.RELATIONS and start > 0 and text[start - 1] not in " ("
        at = end + (tight and text[end : end + 1] == " ")
        at += done[-1].endswith(".") and text[at : at + 1] == "."  # `\etc.`
    return "".join(done) + text[at:]


def _depth(text: str) -> int:
    depth = deepest = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest


def _math(found: re.Match[str]) -> str:
    content = next(content for content in (found[1], found[2], *found.groups()[3:]) if content)
    if found[0][0] == "$" and not _MATH_ONLY.search(content):
        words = set(_PROSE.findall(content)) - symbols.FUNCTIONS
        if words or (content[0].isdigit() and " " in content):
            return found[0]
    plain = "\\" not in content and "{" not in content
    return _SCRIPT.sub(r"\1{\2}", content.strip()) if plain else _read(content.strip(), math=True)


def _end(text: str, found: re.Match[str]) -> int:
    """Where the fragment that begins with `found` ends; it includes a macro's groups."""
    end, name = found.end(), found[1]
    if found[0] == "{\\":
        return _closed(text, found.start()) or found.start() + 1
    if name is None:
        return end
    if name in symbols.SWITCHES or name in _LETTERS:
        return end + (text[end : end + 1] == " ")
    if len(name) == 1 and text[end : end + 1] == " " and name in _ACCENTS:
        return end + 2
    while text[end : end + 1] in ("{", "["):
        closed = _closed(text, end)
        if closed is None:
            return end + (text[end] == "{" and name in (*symbols.FONTS, "footnote"))
        if text[end] == "[" and text[closed : closed + 1] not in ("{", "["):
            return end
        end = closed
    return end


def _closed(text: str, at: int) -> int | None:
    """The index after the bracket that closes the one at `at`."""
    opening, closing = text[at], "}" if text[at] == "{" else "]"
    depth = 0
    for found in re.compile(rf"\\.|\{opening}|\{closing}").finditer(text, at):
        depth += (found[0] == opening) - (found[0] == closing)
        if depth == 0 and found[0] == closing:
            return found.end()
    return None


@cache
def _tables() -> tuple[Any, Any]:
    """pylatexenc's macros with their arguments, ours added, and its symbols for them."""
    known = get_default_latex_context_db()
    arguments = {
        "{": [*symbols.FONTS, *symbols.ALPHABETS, *_ACCENTS],
        "[{": ["textsuperscript", "textsubscript", "footnote"],
        "[[{": symbols.CITATIONS,
        "{{": ["href", "dfrac", "tfrac", "cfrac", "overset"],
        "*{": ["operatorname"],
    }
    macros = [std_macro(name, spec) for spec, names in arguments.items() for name in names]
    known.add_context_category("ours", macros=macros, prepend=True)
    return known, LatexNodes2Text(strict_latex_spaces=True)


def _read(fragment: str, math: bool = False) -> str:
    macro = re.match(r"\\([A-Za-z]+)", fragment)
    if macro and macro[1] in ("begin", "end") and not math:
        return " "
    if macro and macro[0] == fragment and macro[1] in symbols.SIGNS:
        return symbols.SIGNS[macro[1]]
    escaped = _COMMENT.sub(r"\\\g<0>", fragment)
    try:
        walker = LatexWalker(rf"\({escaped}\)" if math else escaped, latex_context=_tables()[0], tolerant_parsing=False)
        return _write(walker.get_latex_nodes()[0], math)
    except (LatexWalkerParseError, IndexError):  # it raises IndexError at an unexpected end
        if macro and fragment == macro[0] + "{":
            return " (" if macro[1] == "footnote" else ""
        return fragment


def _write(nodes: list[Any], math: bool) -> str:
    """The nodes as plain text."""
    out = ""
    unknown = False  # after an unknown macro, a group is a word of its own
    for node in nodes:
        scripted = out.endswith(("^", "_"))
        if node.isNodeType(LatexMacroNode):
            sign = _macro(node, math)
            unknown = sign == node.macroname and sign not in symbols.FUNCTIONS
            out = f"{out}{{{sign}}}" if scripted else _join(out, sign, node, math)
            continue
        if node.isNodeType(LatexCharsNode):
            piece = _SCRIPT.sub(r"\1{\2}", node.chars) if math else node.chars
        elif node.isNodeType(LatexSpecialsNode):
            piece = " " if math and node.specials_chars == "&" else node.specials_chars
        else:  # a group, an environment, math
            piece = _write(node.nodelist or [], math or node.isNodeType(LatexMathNode))
            if scripted and node.isNodeType(LatexGroupNode):
                piece = f"{{{piece}}}"
            elif unknown and piece:
                piece = f" {piece}"
        unknown = False
        out += piece
    return out


def _join(out: str, sign: str, node: Any, math: bool) -> str:
    """The text so far and a macro's sign, with the spaces that belong between and after them."""
    name, after = node.macroname, " " if node.macro_post_space and not node.nodeargd.argspec else ""
    if name == "cdot":
        return out.rstrip() + sign
    if name in symbols.RELATIONS or name in symbols.OPERATORS:
        return out + sign + (after if not out or out[-1].isspace() else "")
    if name in symbols.FUNCTIONS:
        return f"{out} {sign}{after}" if out[-1:].isalnum() else out + sign + after
    if math and sign[:1].isalpha() and _FUNCTION.search(out):
        out += " "
    if name in symbols.SWITCHES or name in _LETTERS or (math and name in symbols.SIGNS):
        return out + sign
    return out + sign + after


def _macro(node: Any, math: bool) -> str:
    """The macro as plain text; its name if it is unknown."""
    name: str = node.macroname
    given = node.nodeargd.argnlist if node.nodeargd else []
    inner = [_write([item], math and not name.startswith("text")) for item in given if item is not None]
    if name in symbols.SIGNS:
        return symbols.SIGNS[name]
    if name in _SPACES:
        return _SPACES[name]
    if name in _NOTHING:
        return ""
    if name in _ACCENTS and inner:
        single = len(inner[0]) == 1 or inner[0] in ("ı", "ȷ")
        return str(_tables()[1].nodelist_to_text([node])) if single else inner[0]
    if name in symbols.ALPHABETS:
        return symbols.alphabet(name, inner[0])
    return _arranged(name, inner) if inner else _sign(name) or name


def _sign(name: str) -> str:
    if name == "|":
        return "‖"
    sign = getattr(_tables()[1].latex_context.get_macro_spec(name), "simplify_repl", None)
    return sign if isinstance(sign, str) and "%" not in sign else ""


def _arranged(name: str, inner: list[str]) -> str:
    """A macro's arguments as plain text."""
    match name:
        case "frac" | "dfrac" | "tfrac" | "cfrac" | "nicefrac":
            return "/".join(part if re.fullmatch(r"\w+|\W", part) else f"({part})" for part in inner)
        case "sqrt":
            return f"√{inner[-1]}" if len(inner[-1]) == 1 or inner[-1].isdigit() else f"√({inner[-1]})"
        case "textsuperscript":
            return f"^{{{inner[-1]}}}"
        case "textsubscript":
            return f"_{{{inner[-1]}}}"
        case "href":
            return inner[1] if inner[0] == inner[1] else f"{inner[1]} ({inner[0]})"
        case "footnote":
            return f" ({inner[-1].strip()})"
        case "overset":
            return f"{inner[1]}^{{{inner[0]}}}"
        case "xrightarrow" | "xleftarrow":
            return f"{symbols.SIGNS[name[1:]]}^{{{inner[-1]}}}"
        case "texorpdfstring":
            return inner[0]
    if name in symbols.CITATIONS:
        return f"[{inner[-1]}]"
    one = name in symbols.FONTS or name.endswith(("color", "box"))
    return inner[-1] if one else " ".join(inner)
