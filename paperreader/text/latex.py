"""Real TeX in prose, read one fragment at a time, so that the prose around it is never touched."""

from __future__ import annotations

import re
import unicodedata

from paperreader.text import symbols
from paperreader.text.formula.commands import COMMANDS
from paperreader.text.formula.fonts import TEXT_ACCENTS
from paperreader.text.formula.reading import read_inline
from paperreader.text.formula.vocabulary import ACCENTS, SIGN_KINDS, SPACES

MAX_TEX_CHARS = 2_000
"""Characters of TeX that are read in one text."""

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
_SCRIPT = re.compile(r"([_^])\s*([^\s{}^_])")
_LETTERS = {"i": "ı", "j": "ȷ"} | {
    name: symbols.SIGNS[name] for name in ("o", "O", "l", "L", "ss", "ae", "AE", "oe", "OE", "aa", "AA")
}
_FUNCTION = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(symbols.FUNCTIONS)})$")
_NOTHING = symbols.SWITCHES | {"begin", "end", "label", "hspace", "vspace", "color"}
_TEXTS = symbols.FONTS - {"operatorname"} | symbols.words("fbox section subsection paragraph caption title")
"""Commands of which only the argument is shown."""


def convert(text: str) -> str:
    """The text with its TeX converted, but scripts in prose left as `^{…}` and `_{…}`.

    ValueError if there is too much TeX.
    """
    if text.count("\\") > 200 or _depth(text) > 20:
        raise ValueError("more TeX than an author would write")
    size = sum(len(found[0]) for found in _MATH.finditer(text) if "\\" in found[0] or "{" in found[0])
    if re.search(r'\\"(?![A-Za-z{\\])', text):
        text = text.replace('\\"', '"')  # escaped quotes: an accent never stands before a space
    text = _APOSTROPHE.sub("'", text)
    text = _MATH.sub(_math, text) if size <= MAX_TEX_CHARS else text
    done: list[str] = []
    at = 0
    while found := _MACRO.search(text, at):
        start, end = found.start(), _end(text, found)
        size += end - start
        if size > MAX_TEX_CHARS:
            raise ValueError("too much TeX to read in time")
        before = "".join([*done[-1:], text[at:start]])
        done += [text[at:start], _apart(before, _read(text[start:end]))]
        tight = found[1] in symbols.RELATIONS and start > 0 and text[start - 1] not in " ("
        at = end + (tight and text[end : end + 1] == " ")
        at += done[-1].endswith(".") and text[at : at + 1] == "."  # `\etc.`
    return "".join(done) + text[at:]


def _apart(before: str, sign: str) -> str:
    """What stands for a macro, with a space where it would seem to go on with a word or a function."""
    function = sign in symbols.FUNCTIONS and before[-1:].isalnum()
    return f" {sign}" if function or (sign[:1].isalpha() and _FUNCTION.search(before)) else sign


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
    if "\\" not in content and ("{" not in content or _PROSE.search(content)):
        return _SCRIPT.sub(r"\1{\2}", content.strip())  # what else there may be has lost its backslash
    read = read_inline(content)
    after = found.string[found.end() : found.end() + 1]
    if after.isalpha() and read.isalpha():  # `$\mathbf{C}$areful`: a word in which a letter stands out
        return unicodedata.normalize("NFKC", read)
    return read


def _end(text: str, found: re.Match[str]) -> int:
    """Where the fragment that begins with `found` ends; it includes a macro's groups."""
    end, name = found.end(), found[1]
    if found[0] == "{\\":
        return _closed(text, found.start()) or found.start() + 1
    if name is None:
        return end
    if name in symbols.SWITCHES or name in _LETTERS:
        return end + (text[end : end + 1] == " ")
    if len(name) == 1 and text[end : end + 1] == " " and name in TEXT_ACCENTS:
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


def _read(fragment: str) -> str:
    """A macro with its groups, or a group that begins with one, as plain text."""
    if fragment[0] == "{":
        return convert(fragment[1:-1]) if len(fragment) > 1 else fragment
    name, groups = _parts(fragment)
    if name in ("begin", "end"):
        return " "
    if name in _LETTERS and not groups:
        return _LETTERS[name]
    if mark := TEXT_ACCENTS.get(name):
        return _accented(mark, groups[-1] if groups else "")
    if not groups and (name in SIGN_KINDS or name in symbols.SIGNS):
        return symbols.SIGNS[name]
    if name in _NOTHING:
        return ""
    if fragment.endswith("{"):  # it never ends
        return " (" if name == "footnote" else ""
    if groups and (read := _arranged(name, groups)) is not None:
        return read
    if name in symbols.FUNCTIONS or name not in (COMMANDS.keys() | ACCENTS.keys() | SPACES.keys()):
        return " ".join(part for part in (name, *map(convert, groups)) if part)
    read = read_inline(fragment)
    return fragment if not groups and "()" in read else read  # `\frac` of nothing


def _parts(fragment: str) -> tuple[str, list[str]]:
    """A macro's name and what is in its groups."""
    found = re.match(r"\\([A-Za-z]+|.)\*? ?", fragment)
    assert found
    name, at = found[1], found.end()
    groups = []
    while fragment[at : at + 1] in ("{", "[") and (closed := _closed(fragment, at)) is not None:
        groups.append(fragment[at + 1 : closed - 1])
        at = closed
    return name, groups or ([fragment[at:]] if fragment[at:].strip("{[") else [])


def _accented(mark: str, letter: str) -> str:
    letter = letter.strip("\\{} ")
    return unicodedata.normalize("NFC", letter + mark) if len(letter) == 1 else letter


def _arranged(name: str, groups: list[str]) -> str | None:
    """A macro's groups as plain text; None if the macro is none of prose."""
    last = convert(groups[-1])
    match name:
        case "textsuperscript":
            return f"^{{{last}}}"
        case "textsubscript":
            return f"_{{{last}}}"
        case "href":
            address = groups[0].replace("\\", "")
            return last if address == last or len(groups) < 2 else f"{last} ({address})"
        case "footnote":
            return f" ({last.strip()})"
        case "texorpdfstring":
            return convert(groups[0])
        case "mathbf" | "boldsymbol" | "bm" | "pmb":
            return last
    if name in symbols.CITATIONS:
        return f"[{last}]"
    return last if name in _TEXTS or name.endswith(("color", "box")) else None
