"""Real TeX, read with pylatexenc a fragment at a time, so that the prose around it is never touched."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]
from pylatexenc.latexwalker import (  # type: ignore[import-untyped]
    LatexCharsNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexSpecialsNode,
    LatexWalker,
    LatexWalkerParseError,
    get_default_latex_context_db,
)
from pylatexenc.macrospec import std_macro  # type: ignore[import-untyped]

from paperreader import symbols

MOST = 1_500
"""Characters of TeX that are parsed in one text, since each costs 6 µs."""

# A dollar opens before a non-space and closes after one and not before a digit, as pandoc has it.
_MATH = re.compile(
    r"\\\((.{1,1000}?)\\\)|\\\[(.{1,1000}?)\\\]"
    r"|\\begin\{((?:equation|align|gather|multline|eqnarray|displaymath|math)\*?)\}(.{1,1000}?)\\end\{\3\}"
    r"|(?<![\\$])\$\$((?:[^$\\]|\\.){1,1000}?)\$\$"
    r"|(?<![\\$])\$(?![\s$])((?:[^$\\]|\\.){1,400}?)(?<!\s)\$(?![\d$])"
)
_TELLING = re.compile(r"\\[A-Za-z]|[\^_={}]")
_PROSE = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}(?![A-Za-z(])")
_APOSTROPHE = re.compile(r"(?<=\w)\\'(?=(?:s|t|d|m|re|ve|ll)(?![A-Za-z]))")
_MACRO = re.compile(
    r"\{\\(?=[A-Za-z])|\\([A-Za-z]+)\*?"
    r"|\\[\"'`^](?=[AEIOUYCGHJLNRSWZaeioucghjlnrswyz]|\{\\?[A-Za-z]\}|\\[ij](?![A-Za-z]))(?:\{\\?\w\}|\\?\w)"
    r"|\\[~=.](?:\{\w\}|(?<=[A-Za-z]..)\w|(?<=~)[Nn])"
)
_COMMENT = re.compile(r"(?<!\\)[%$]")
_SCRIPT = re.compile(r"([_^])\s*([^\s{}^_])")
_LETTER_ACCENTS = frozenset("cHvubdrk")
_ACCENTS = frozenset("\"'`^~=.") | _LETTER_ACCENTS | frozenset(
    ["hat", "widehat", "bar", "overline", "tilde", "widetilde", "vec", "dot", "ddot", "check", "breve", "acute", "grave", "mathring"]
)
_SPACES = dict.fromkeys(",;: \\\n\t", " ") | dict.fromkeys("!/-@", "")


def convert(text: str) -> str:
    """The text with its TeX read; scripts stay, as `^{…}` and `_{…}`. ValueError if there is too much of it."""
    if text.count("\\") > 300 or _depth(text) > 20:
        raise ValueError("more TeX than a person would have written")
    if re.search(r'\\"(?![A-Za-z{\\])', text):
        text = text.replace('\\"', '"')
    text = _MATH.sub(_math, _APOSTROPHE.sub("'", text))
    done, at, parsed = [], 0, 0
    while found := _MACRO.search(text, at):
        end = _end(text, found)
        parsed += end - found.start()
        if parsed > MOST:
            raise ValueError("more TeX than can be read in time")
        done += [text[at : found.start()], _read(text[found.start() : end], math=False)]
        glued = found.start() and not text[found.start() - 1].isspace()
        at = end + (glued and found[1] in symbols.RELATIONS and text[end : end + 1] == " ")
        at += done[-1].endswith(".") and text[at : at + 1] == "."  # \etc. has its point
    return "".join(done) + text[at:]


def _depth(text: str) -> int:
    depth = deepest = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest


def _math(found: re.Match[str]) -> str:
    content = found[1] or found[2] or found[4] or found[5] or found[6]
    if found[0].startswith("$") and not _TELLING.search(content):
        words = set(_PROSE.findall(content)) - symbols.FUNCTIONS
        if words or (content[0].isdigit() and " " in content):
            return found[0]
    return _read(content.strip(), math=True) if len(content) <= MOST else found[0]


def _end(text: str, found: re.Match[str]) -> int:
    """Where the fragment ends that begins with `found`: its groups belong to it."""
    end, name = found.end(), found[1]
    if found[0] == "{\\":
        return _closed(text, found.start()) or found.start() + 1
    if name is None:
        return end
    if name in symbols.SWITCHES:
        return end + (text[end : end + 1] == " ")
    if name in _LETTER_ACCENTS and (letter := re.compile(r" ?[A-Za-z](?![A-Za-z])").match(text, end)):
        return letter.end()
    while text[end : end + 1] in ("{", "["):
        closed = _closed(text, end)
        if closed is None:
            return end + (text[end] == "{" and (name in symbols.FONTS or name == "footnote"))
        if text[end] == "[" and text[closed : closed + 1] not in ("{", "["):
            return end
        end = closed
    return end


def _closed(text: str, at: int) -> int | None:
    """The place behind the bracket that closes the one at `at`."""
    opening, closing = text[at], "}" if text[at] == "{" else "]"
    depth = 0
    for found in re.compile(rf"\\.|\{opening}|\{closing}").finditer(text, at):
        depth += (found[0] == opening) - (found[0] == closing)
        if depth == 0 and found[0] == closing:
            return found.end()
    return None


@cache
def _tables() -> tuple[Any, Any]:
    known = get_default_latex_context_db()
    one = [std_macro(name, False, 1) for name in {*symbols.FONTS, *symbols.ALPHABETS, *_ACCENTS}]
    more = [std_macro(name, True, 1) for name in ("textsuperscript", "textsubscript", "footnote")]
    cites = [std_macro(name, "[[{") for name in symbols.CITATIONS]
    two = [std_macro(name, False, 2) for name in ("href", "dfrac", "tfrac", "cfrac", "binom")]
    known.add_context_category("ours", macros=one + more + two + cites, prepend=True)
    return known, LatexNodes2Text(strict_latex_spaces=True)


def _read(fragment: str, math: bool) -> str:
    bare = re.match(r"\\([A-Za-z]+)", fragment)
    if bare and bare[1] in ("begin", "end"):
        return " "
    if bare and bare[0] == fragment and bare[1] in symbols.SIGNS:
        return symbols.SIGNS[bare[1]]
    escaped = _COMMENT.sub(r"\\\g<0>", fragment)
    try:
        nodes = LatexWalker(
            rf"\({escaped}\)" if math else escaped, latex_context=_tables()[0], tolerant_parsing=False
        ).get_latex_nodes()[0]
        return _write(nodes, math)
    except (LatexWalkerParseError, IndexError):
        if unclosed := re.fullmatch(r"\\([a-z]+)\{", fragment):
            return " (" if unclosed[1] == "footnote" else ""
        return fragment


def _write(nodes: list[Any], math: bool) -> str:
    out = ""
    unknown = False  # the last node was a macro that nobody knows, so that a group after it is a word of its own
    for node in nodes:
        scripted = out.endswith(("^", "_"))
        if node.isNodeType(LatexCharsNode):
            piece = _SCRIPT.sub(r"\1{\2}", node.chars) if math else node.chars
            if scripted and math and piece and not piece[0].isspace():
                piece = f"{{{piece[0]}}}{piece[1:]}"
        elif node.isNodeType(LatexSpecialsNode):
            piece = " " if math and node.specials_chars == "&" else node.specials_chars
        elif node.isNodeType(LatexMacroNode):
            piece, unknown = _macro(node, math)
            if scripted:
                piece = f"{{{piece}}}"
            else:
                out, piece = _spaced(out, piece, node, math)
            out += piece
            continue
        elif node.isNodeType(LatexGroupNode):
            piece = _write(node.nodelist, math)
            if scripted:
                piece = f"{{{piece}}}"
            elif unknown and piece:
                out = out.rstrip() + " "
        else:
            piece = _write(node.nodelist, math or not hasattr(node, "environmentname")) if node.nodelist else ""
        unknown = False
        out += piece
    return out


def _spaced(out: str, piece: str, node: Any, math: bool) -> tuple[str, str]:
    """What was written and the macro's sign, with the spaces that belong between and after them."""
    name, after = node.macroname, " " if node.macro_post_space else ""
    if name in symbols.RELATIONS or name in symbols.OPERATORS:
        return out, piece + (after if not out or out[-1:].isspace() else "")
    if name in symbols.FUNCTIONS:
        return out + (" " if out[-1:].isalnum() else ""), piece + after
    if name in symbols.SWITCHES or (math and piece in symbols.SIGNS.values()):
        return out, piece
    return out, piece + after


def _macro(node: Any, math: bool) -> tuple[str, bool]:
    """What a person would write for the macro, and whether it is one that nobody knows."""
    name: str = node.macroname
    arguments = [item for item in (node.nodeargd.argnlist if node.nodeargd else []) if item is not None]
    inner = [_write([item], math and not name.startswith("text")) for item in arguments]
    if name in symbols.SIGNS:
        return symbols.SIGNS[name], False
    if name in _SPACES:
        return _SPACES[name], False
    if name in symbols.SWITCHES or name in ("begin", "end", "label", "hspace", "vspace", "color"):
        return "", False
    if name in symbols.FUNCTIONS or (len(name) == 1 and not inner):
        return "‖" if name == "|" else name, False
    if not inner:
        sign = _sign(name)
        return sign or name, not sign
    if name in _ACCENTS:
        single = len(inner[0]) == 1 or inner[0] in ("ı", "ȷ")
        return (_tables()[1].nodelist_to_text([node]) if single else inner[0]), False
    if name in symbols.ALPHABETS:
        return symbols.alphabet(name, inner[0]), False
    return _arranged(name, inner), False


def _sign(name: str) -> str:
    spec = _tables()[1].latex_context.get_macro_spec(name)
    sign = getattr(spec, "simplify_repl", None)
    return sign if isinstance(sign, str) and "%" not in sign else ""


def _arranged(name: str, inner: list[str]) -> str:
    """A macro's arguments as a person would write them."""
    match name:
        case "frac" | "dfrac" | "tfrac" | "cfrac" | "nicefrac":
            return "/".join(part if re.fullmatch(r"\w+|\W", part) else f"({part})" for part in inner)
        case "sqrt":
            return f"√{inner[-1]}" if re.fullmatch(r"\w", inner[-1]) or inner[-1].isdigit() else f"√({inner[-1]})"
        case "binom":
            return f"C({inner[0]}, {inner[1]})"
        case "textsuperscript":
            return f"^{{{inner[-1]}}}"
        case "textsubscript":
            return f"_{{{inner[-1]}}}"
        case "href":
            return inner[1] if inner[0] == inner[1] else f"{inner[1]} ({inner[0]})"
        case "footnote":
            return f" ({inner[-1].strip()})"
        case "textcolor" | "colorbox" | "texorpdfstring" | "fcolorbox":
            return inner[-1] if name != "texorpdfstring" else inner[0]
    if name in symbols.CITATIONS:
        return f"[{inner[-1]}]"
    return " ".join(inner)
